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

// Adds to a finding about rules that no case takes: the case that comes nearest to the first of them whose state is reached, and the smallest
// edit, as a label at its place and in the hint: "some case would take it if …".
void show_how_near(const CheckInput& input, const ExploredCase& explored, std::vector<TransitionId> rules, const std::string& effect,
                   const std::function<bool(const ExploredCase&)>& wanted, Diagnostic& finding);

}  // namespace recourse::checks
