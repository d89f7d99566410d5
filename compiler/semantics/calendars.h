// Business calendars: the file of one, and the ones that a policy counts by.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// The calendar that the header names, entered in the model once; invalid (and reported) when there is none of that name.
CalendarId use_calendar(Analyser& analyser, const syntax::Name& name);
// A file of kind calendar that is itself analysed.
void analyse_calendar(Analyser& analyser);

}  // namespace recourse::semantics
