// The order in which the rules that could answer are asked.
#pragma once

#include <vector>

#include "compiler/semantics/model.h"

namespace recourse::graph {

// The transitions with which one state answers one event, one deadline or one condition: refusals first, winners before those that they
// beat, then as declared, `otherwise` last. The first that is enabled is taken. O(n²); rules of one state and event are few.
[[nodiscard]] std::vector<semantics::TransitionId> in_precedence(const semantics::Model& model,
                                                                 std::vector<semantics::TransitionId> transitions);

// Whether one of the two is declared to win over the other. O(names that they beat).
[[nodiscard]] bool is_ordered(const semantics::Transition& a, const semantics::Transition& b);

}  // namespace recourse::graph
