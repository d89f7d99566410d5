// The reasons of a refusal: as a scenario names them, and as the runtime does.
#pragma once

#include <string>

#include "compiler/scenarios/bridge.h"

namespace recourse::scenarios {

// Whether the runtime's reason is the one that `because …` of the step names; true when the step names none.
[[nodiscard]] bool same_reason(const Bridge& bridge, const semantics::ScenarioStep& step, const Rejection& rejection);

// As written after `because`: "at most once", "too late", "\"the parcel is sealed\"".
[[nodiscard]] std::string expected_reason(const semantics::ScenarioStep& step);

// As a scenario would write the runtime's reason; in plain words when `because` has no word for it.
[[nodiscard]] std::string actual_reason(const Bridge& bridge, semantics::EventId event, const Rejection& rejection);

}  // namespace recourse::scenarios
