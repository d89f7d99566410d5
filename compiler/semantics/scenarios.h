// Scenarios: names resolved, values typed to constants, instants read.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

void read_scenarios(Analyser& analyser);

// A state of a case by its path; `Trade.Paid`, as `Trade is Paid` is read, may lie at any depth of the machine. Unknown ones are
// reported, and give an invalid id.
[[nodiscard]] StateId state_of_case(Analyser& analyser, CaseEntry& entry, const syntax::Name& name);

}  // namespace recourse::semantics
