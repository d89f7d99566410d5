// The codes of all messages that are no check's: what the parser, the analysis and the program writer have to say. Checks are in
// checks/checks.def.
#pragma once

#include <span>
#include <string_view>

#include "compiler/diagnostics/diagnostic.h"

namespace recourse::diagnostics {

struct CodeInfo {
    std::string_view code;
    Severity severity;
    std::string_view title;
};

// Sorted by code.
[[nodiscard]] std::span<const CodeInfo> message_codes();

}  // namespace recourse::diagnostics
