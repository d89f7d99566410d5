// What a file says about itself before it is analysed: its name, and what it needs of others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/compiler.h>

#include "compiler/syntax/ast.h"

namespace recourse::driver {

struct Head {
    FileKind kind = FileKind::unknown;
    std::string name;                   // as declared; empty when it has none
    std::string refines;                // the policy that it refines; empty when it refines none
    std::vector<std::string> uses;      // modules that it names: what it refines, imports, calendars and counting regimes; sorted
    std::vector<std::string> zones;     // time zones that it names
};

[[nodiscard]] Head head_of(const syntax::File& file);
// A tree that has the head alone: for lists of what there is.
[[nodiscard]] syntax::File stub_of(const Head& head);

// As a value of the store, and back: nothing when the value is not what was packed under this key.
[[nodiscard]] std::string packed(const Head& head, const Digest& key);
[[nodiscard]] std::optional<Head> unpacked_head(std::string_view value, const Digest& key);

}  // namespace recourse::driver
