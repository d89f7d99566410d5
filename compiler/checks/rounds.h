// What the checks that look for rounds share: which steps count, and how a round is told.
#pragma once

#include <string>

#include "compiler/checks/explored.h"
#include "compiler/explore/rounds.h"

namespace recourse::checks {

// The step performs an effect: something comes of it for somebody.
[[nodiscard]] bool performs(const Model& model, const explore::RoundStep& step);
// A machine that the step moves comes to rest: nobody owes anything there, and the case may stay for ever.
[[nodiscard]] bool comes_to_rest(const Model& model, const explore::RoundStep& step);
// Some machine stands elsewhere after the step.
[[nodiscard]] inline bool moves_on(const explore::RoundStep& step) { return step.before != step.after; }

// The states that the round goes through, in order, each once; those of machines that it never moves left out.
[[nodiscard]] std::vector<StateId> states_of(const explore::Round& round);
// "`Asked`, `Refused`, and again `Asked`"
[[nodiscard]] std::string round_in_words(const Model& model, const explore::Round& round);
// No rule leads from these states to an end at all: no-way-out and no-final-reachable tell that.
[[nodiscard]] bool can_end(const CheckInput& input, const explore::Round& round);
// Labels for the rules of the round, in order, and for the state that it comes back to. The first is the place of the finding.
void label_round(const CheckInput& input, const explore::Round& round, Diagnostic& finding);

}  // namespace recourse::checks
