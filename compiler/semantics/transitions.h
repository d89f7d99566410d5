// Rules: from what is written in a state to the ways out of it.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// The rules of all states of the case, its refusals, and what can only be seen once all of them are known.
void build_rules(Analyser& analyser, CaseEntry& entry);

// Rules against one another: `wins over`, `outside`, and counts where nobody can be refused.
void check_rules(Analyser& analyser, CaseEntry& entry);

}  // namespace recourse::semantics
