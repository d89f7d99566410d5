// Runs a policy's scenarios on its compiled program, through the runtime's public interface: what passes here is what a host gets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <recourse/scenarios.h>

#include "compiler/semantics/model.h"
#include "compiler/support/source.h"

namespace recourse::scenarios {

// An older version, under which some scenarios open their case. `model` has what they do there as scenarios of the same names.
struct Before {
    std::uint32_t version = 0;
    const semantics::Model* model = nullptr;
    std::span<const std::byte> program;
};

// `program` is what emit made of `model`. Every scenario runs by itself; a report always comes back (`ran` is false when the program
// does not load). O(lines of the scenarios · rules of a state).
[[nodiscard]] ScenarioReport run(const semantics::Model& model, const support::SourceTable& sources,
                                 std::span<const std::byte> program, const std::vector<Before>& older = {});

}  // namespace recourse::scenarios
