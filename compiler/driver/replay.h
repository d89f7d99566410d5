// What a finding claims is played by the runtime before it is told (law 10).
#pragma once

#include "compiler/driver/pipeline.h"

namespace recourse::driver {

// Plays every witness of the unit's checks that is a scenario, on a program of the same sources, and asks its decisions what witnesses ask of
// them. A finding that does not come out as it says becomes `unproved-finding`, an error of the compiler itself. O(compiling the unit), when there is a witness.
void replay_witnesses(const Pipeline& pipeline, Unit& unit);
// The same for these findings about the unit.
void replay_witnesses(const Pipeline& pipeline, const Unit& unit, std::vector<diagnostics::Diagnostic*> shown);

}  // namespace recourse::driver
