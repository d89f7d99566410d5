// Several versions of one policy: dates in force, and what a newer one says of the cases of an older one.
#pragma once

#include <vector>

#include "compiler/driver/stages.h"
#include "compiler/scenarios/run.h"

namespace recourse::driver {

// Finds the older versions that the unit's migrations and scenarios name, reads the migrations into unit.model and fills unit.older. What is
// wrong goes to unit.of_checks. For a sound unit, before its program is written. O(size of the older versions).
void bring_older(Run& run, Unit& unit);

// The older versions as scenarios need them; borrows the unit.
[[nodiscard]] std::vector<scenarios::Before> before_of(const Unit& unit);

// Between the versions of each policy: days on which two of them are in force, and days on which none is. Told of the later one of the two;
// after all units are done with, as it depends on which files are checked together.
void judge_versions(Run& run);

}  // namespace recourse::driver
