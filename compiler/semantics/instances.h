// Reusable machines: `state Dispute = Intervention(…)` unfolds the machine's members under the state.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// The body of an instance, with its own scope under that of the machine's file; null when there is no such machine, or when the
// machine stands within itself (both reported). Its outcomes are matched with the state's `outcome` rules.
Body* make_instance(Analyser& analyser, CaseEntry& entry, Body& outer, StateId state, const syntax::State& written);

// The parameters' names; what they stand for is filled in by type_arguments, once.
void declare_parameters(Analyser& analyser, Body& body);
void type_arguments(Analyser& analyser, Body& body);

// Tries every reusable machine of this file by itself, so that what is wrong in it is said once, and said even if nobody makes it.
void try_machines(Analyser& analyser);
// What is wrong in an instance only, because of what it is given, is reported where it is made.
void judge_instances(Analyser& analyser, CaseEntry& entry);

}  // namespace recourse::semantics
