// Cases: their facts, records, events, effects and names; the order in which their parts are made.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// The names of the cases.
void declare_cases(Analyser& analyser);
// Their members, machines and states, and the types of facts, events and records.
void build_cases(Analyser& analyser);
// Their conditions, named values and rules.
void define_cases(Analyser& analyser);

// The same for one case, and for the one that is made up to try a reusable machine by itself.
void build_case(Analyser& analyser, CaseEntry& entry);
void define_case(Analyser& analyser, CaseEntry& entry);

// The party that a name stands for: one of the policy, or the argument of an instance. Invalid, and reported, otherwise.
PartyId party_named(Analyser& analyser, const Body& body, const syntax::Name& name);

}  // namespace recourse::semantics
