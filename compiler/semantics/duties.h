// Duties, rights and bans beside the states. Each is made into machines and rules of the language itself, so that whatever reads a
// model knows them already: a duty into a parallel machine of its case, the rights of a case into one more whose single state takes what
// they allow, a ban into a refusal of the case (decision 0025).
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// The machines of a case's duties and rights, after its own.
void build_duties(Analyser& analyser, CaseEntry& entry);
// Whose acts they are, once events have their parties; before the rules are built.
void bind_duties(Analyser& analyser, CaseEntry& entry);
// Their rows of the model, once the rules are built.
void finish_duties(Analyser& analyser, CaseEntry& entry);

}  // namespace recourse::semantics
