// Rules: from what is written in a state to the ways out of it.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// The rules of all states of the case, its refusals, and what can only be seen once all of them are known.
void build_rules(Analyser& analyser, CaseEntry& entry);

// Rules against one another: `wins over`, `outside`, and counts where nobody can be refused.
void check_rules(Analyser& analyser, CaseEntry& entry);
// Law 9: what happens by itself may count a record only where it is known to have room.
void check_counts(Analyser& analyser, CaseEntry& entry);

// Where findings about a state's rules go.
[[nodiscard]] diagnostics::Sink& sink_of(const Analyser& analyser, const CaseEntry& entry, StateId state);

}  // namespace recourse::semantics
