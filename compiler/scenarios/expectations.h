// Whether what a line of a scenario expects is so.
#pragma once

#include <string>
#include <vector>

#include "compiler/scenarios/bridge.h"
#include "compiler/scenarios/stage.h"

namespace recourse::scenarios {

// What does not hold, in words; `message` empty: it holds.
struct Shortfall {
    std::string message, expected, actual, explanation;
    [[nodiscard]] bool holds() const { return message.empty(); }
};

// An `expect` line; the stage has been advanced to the line's instant.
[[nodiscard]] Shortfall check_expectation(const Bridge& bridge, Stage& stage, const semantics::ScenarioStep& step);

// An event's answer against `refused [because …]`, or against its absence.
[[nodiscard]] Shortfall check_answer(const Bridge& bridge, Stage& stage, const semantics::ScenarioStep& step, const Input& input,
                                     const StepResult& result);

// A `decide` line. `row` is the row that answered, or none.
[[nodiscard]] Shortfall check_decision(const Bridge& bridge, Stage& stage, const semantics::ScenarioStep& step, std::uint32_t& row);

}  // namespace recourse::scenarios
