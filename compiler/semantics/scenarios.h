// Scenarios: names resolved, values typed to constants, instants read.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

void read_scenarios(Analyser& analyser);

}  // namespace recourse::semantics
