// What becomes of cases of older versions, as tables: where each state leads, and where each slot's first value comes from.
#pragma once

#include "compiler/emit/program.h"
#include "compiler/emit/writer.h"

namespace recourse::emit {

// After the cases. What this version keeps and an older one does not is an error of the migration. O(moves · slots of the case).
void write_migrations(Writer& writer, const EmitInput& input);

} // namespace recourse::emit
