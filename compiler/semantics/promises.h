// Promises: names resolved, conditions typed, periods fixed.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

void read_promises(Analyser& analyser);

}  // namespace recourse::semantics
