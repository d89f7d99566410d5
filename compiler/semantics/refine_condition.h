// The condition under which a refinement holds, once it is typed.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// It is decided when a case opens, before anything else is known of it: it reads facts alone, and each case type has them. A case for which
// it does not hold is no case of the refinement: from here on the facts have to meet it, like a bound of theirs.
void settle_condition(Analyser& analyser);

}  // namespace recourse::semantics
