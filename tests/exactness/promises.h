// Random promises about small random policies, the same for the same seed on every platform.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/semantics/model.h"

namespace exactness {

// The policy with effects that some of its states perform: promises are about those, too.
[[nodiscard]] std::string with_effects(const std::string& policy, std::uint64_t seed);

// Promises about the first case type, a line each, titled "p0", "p1", …: of states, events and effects, with and without assumptions.
// What only the prover follows is left out.
[[nodiscard]] std::vector<std::string> promises_of(std::uint64_t seed, const recourse::semantics::Model& model, std::size_t count);

}  // namespace exactness
