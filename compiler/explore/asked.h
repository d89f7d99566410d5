// Whether a rule that refuses or ignores an event ever comes to answer it: what takes part in no step is seen here alone.
#pragma once

#include "compiler/explore/steps.h"

namespace recourse::explore {

// Some case of the situation can be sent the rule's event, now or before anything happens by itself, so that this rule is the answer:
// none that comes before it holds. O(ways · rules of a state).
[[nodiscard]] bool can_answer(const Steps& steps, const Situation& at, semantics::TransitionId rule);

}  // namespace recourse::explore
