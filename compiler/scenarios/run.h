// Runs a policy's scenarios on its compiled program, through the runtime's public interface: what passes here is what a host gets.
#pragma once

#include <cstddef>
#include <span>

#include <recourse/scenarios.h>

#include "compiler/semantics/model.h"
#include "compiler/support/source.h"

namespace recourse::scenarios {

// `program` is what emit made of `model`. Every scenario runs by itself; a report always comes back (`ran` is false when the program
// does not load). O(lines of the scenarios · rules of a state).
[[nodiscard]] ScenarioReport run(const semantics::Model& model, const support::SourceTable& sources,
                                 std::span<const std::byte> program);

}  // namespace recourse::scenarios
