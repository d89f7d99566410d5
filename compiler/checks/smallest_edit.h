// The smallest change of a policy after which some case takes a rule that none takes now. Each change is made on a copy of the model and
// the copy explored: what is said has been seen.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/checks/explored.h"

namespace recourse::checks {

struct Edit {
    Span place;          // what would be written otherwise
    std::string words;   // "if `7 days` were `9 days`"
};

// Looks for a change of one period of the rules, of a period after which a time limit of their states takes effect, or of one of their
// conditions, with which `wanted` holds: the smallest change of a period first, then a condition left out, then one turned round. Only
// what is written in the policy's own file. Nothing when none of the changes tried has that effect; some dozens are tried at most.
// O(changes tried · exploring the case type).
[[nodiscard]] std::optional<Edit> smallest_edit(const CheckInput& input, const ExploredCase& explored, const std::vector<TransitionId>& rules,
                                                const std::function<bool(const ExploredCase&)>& wanted);

// A rule that would bring cases to a state where none leads: one of two of its state that lead to the same place, which may be one place
// too many. No other state and no other rule is lost by the change. Nothing when no such rule has that effect. O(rules tried · exploring).
[[nodiscard]] std::optional<Edit> other_target(const CheckInput& input, const ExploredCase& explored, StateId state);

// Adds to a finding about rules that no case takes the smallest edit, as a label at its place and in the hint: "some case would take it if …".
void show_smallest_edit(const CheckInput& input, const ExploredCase& explored, const std::vector<TransitionId>& rules, const std::string& effect,
                        const std::function<bool(const ExploredCase&)>& wanted, Diagnostic& finding);

// The same, and the case that comes nearest to the first of them whose state is reached.
void show_how_near(const CheckInput& input, const ExploredCase& explored, std::vector<TransitionId> rules, const std::string& effect,
                   const std::function<bool(const ExploredCase&)>& wanted, Diagnostic& finding);

}  // namespace recourse::checks
