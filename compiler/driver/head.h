// What a file says about itself before it is analysed: its name, and what it needs of others.
#pragma once

#include <cstdint>
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
    std::uint32_t version = 0;          // of a policy; 0 when it does not say
    std::string refines;                // the policy that it refines; empty when it refines none
    std::vector<std::string> uses;      // modules that it names: what it refines, imports, calendars and counting regimes; sorted.
                                        // An older version of a policy goes by both: "shop.terms 2"
    std::vector<std::string> zones;     // time zones that it names
};

// "shop.terms 2": what one version of several is known by.
[[nodiscard]] std::string versioned_name(const std::string& name, std::uint64_t version);

[[nodiscard]] Head head_of(const syntax::File& file);
// A tree that has the head alone: for lists of what there is.
[[nodiscard]] syntax::File stub_of(const Head& head);

// As a value of the store, and back: nothing when the value is not what was packed under this key.
[[nodiscard]] std::string packed(const Head& head, const Digest& key);
[[nodiscard]] std::optional<Head> unpacked_head(std::string_view value, const Digest& key);

}  // namespace recourse::driver
