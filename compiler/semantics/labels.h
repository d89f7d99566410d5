// Labels in other languages, and what is declared but read by nothing.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

void read_labels(Analyser& analyser);

// Model::unused, except decisions: those may be used by scenarios, which are read last.
void collect_unused(Analyser& analyser);
void collect_unused_decisions(Analyser& analyser);
// Of one body only.
void collect_unused_members(const Analyser& analyser, const Body& body, std::vector<Model::Unused>& unused);

}  // namespace recourse::semantics
