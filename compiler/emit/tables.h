// The tables of a program that belong to no case type: the policy itself, names, zones, calendars, clauses, decisions.
#pragma once

#include "compiler/emit/writer.h"

namespace recourse::emit {

void write_policy(Writer& writer);
// What cases open; after the cases.
void write_openings(Writer& writer);
void write_names(Writer& writer);     // parties, kinds, effects, labels
void write_clauses(Writer& writer);   // before anything that cites
void write_zones(Writer& writer);     // before cases, which choose among them
void write_calendars(Writer& writer);
void write_decisions(Writer& writer); // so that one that is called comes before its callers

} // namespace recourse::emit
