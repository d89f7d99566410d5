// The header of a file: what holds for all of it.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// What matters of any unit's header: counting regime and sources.
void read_unit_header(Analyser& analyser, Unit& unit);
// The whole header of the file that is analysed, into its model.
void read_header(Analyser& analyser);
// `time zone by FACT`, `calendar by FACT`: once the cases' facts are known.
void resolve_header_choices(Analyser& analyser);

}  // namespace recourse::semantics
