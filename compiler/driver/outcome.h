// What one file leads to: its findings, and what the report and the files that import it want to know of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/store.h>

#include "compiler/diagnostics/diagnostic.h"

namespace recourse::driver {

struct Outcome {
    std::vector<diagnostics::Diagnostic> told;      // sorted; not more than a file may have
    std::string title;
    std::uint32_t version = 0;
    bool parses = false;
    bool sound = false;         // nothing in the file itself stands in the way of a program
    bool compiles = false;
};

// As a value of the store. Places are told by which of `files` they are in, the file itself and then its imports, so that the value is
// right wherever these files are. Nothing when a finding cannot be told so.
[[nodiscard]] std::optional<std::string> packed(const Outcome& outcome, std::span<const support::FileId> files, const Digest& key);
// Nothing when the value is not what was packed under this key.
[[nodiscard]] std::optional<Outcome> unpacked_outcome(std::string_view value, std::span<const support::FileId> files, const Digest& key);

}  // namespace recourse::driver
