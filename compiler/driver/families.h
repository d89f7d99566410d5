// Policies that refine one and the same, held against one another: no case may be opened under either of two of them.
#pragma once

#include "compiler/driver/stages.h"

namespace recourse::driver {

// Tells each two refinements of a policy that can both apply and of which neither comes before the other, with an opening that shows it.
// Asked when all files are done with: a file's own findings do not depend on who else refines what it does. Costs nothing where nothing
// is refined twice, else O(pairs of refinements · facts).
void judge_families(Run& run);

}  // namespace recourse::driver
