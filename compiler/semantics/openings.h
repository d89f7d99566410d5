// Cases that open cases. What a case may open is made into a machine of the language itself, as a duty is: it is dormant until a rule opens
// the case, pending while that runs, and then in a state that is called as the final state in which the opened case ended (decision 0040).
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// Types of case that open one another in a ring would have no last one.
void refuse_rings_of_openings(Analyser& analyser);
// The machines for what a case opens, after its own and those of its duties.
void build_openings(Analyser& analyser, CaseEntry& entry);
// Their rows of the model, once events and effects are known; before the rules are built.
void bind_openings(Analyser& analyser, CaseEntry& entry);
// Their states, once the rules are built.
void finish_openings(Analyser& analyser, CaseEntry& entry);

// What `open NAME(…)` in `body` opens. Invalid, and reported, when the case declares nothing of that name.
OpeningId opening_named(Analyser& analyser, const Body& body, const syntax::Name& name);
// A fact that is declared `not after opening` has to be given an instant that has surely passed. Reports the others.
void check_instants_given(Analyser& analyser, const Body& body, OpeningId opening, const Action& call);

}  // namespace recourse::semantics
