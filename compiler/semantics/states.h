// The tree of states of a case: machines, composites, instances unfolded, and what each state is called.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// Machines and states of a case, and a body for each machine and instance.
void build_machines(Analyser& analyser, CaseEntry& entry);
// One more parallel machine of a case, which no author wrote (duties.h); the case may end in those of its states that rest.
MachineId build_lowered(Analyser& analyser, CaseEntry& entry, const syntax::Machine& written);
// The states of an instance, from its machine's members.
void fill_instance(Analyser& analyser, CaseEntry& entry, Body& inner, MachineId machine);
// Each state's shortest unambiguous path, and from it the canonical prefix of each body.
void name_states(Analyser& analyser, CaseEntry& entry);
// The states' names in the scopes of the bodies around them.
void declare_states(Analyser& analyser, CaseEntry& entry);

// Where `-> name` leads from a rule of `owner` that is written in `body`: the nearest state outwards, else an outcome of the
// machine, else the only state of that name in the machine. Reports what it does not find.
struct Target {
    StateId state;
    std::string outcome;   // not empty: an outcome of the body's machine
};
std::optional<Target> find_target(Analyser& analyser, const Body& body, StateId owner, const syntax::Name& name);
// The same without a word when there is none.
std::optional<Target> peek_target(const Analyser& analyser, const Body& body, StateId owner, const std::string& name);

}  // namespace recourse::semantics
