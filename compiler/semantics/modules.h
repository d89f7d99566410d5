// Files and what they take from one another; the declarations of a file's top level.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// Makes a unit of the file and of everything that it imports, declares their names and binds the imported ones. Rings of imports
// are reported by the module of the ring that comes first by name, so once.
void load_modules(Analyser& analyser);

// The types of the policy's own and the imported effects, decisions and named values.
void type_top_items(Analyser& analyser);

}  // namespace recourse::semantics
