// What a finding says of a decision's inputs is asked of the runtime's `decide` before it is told (law 10).
#pragma once

#include "compiler/driver/pipeline.h"

namespace recourse::driver {

// Whether the witness is lines such as `decide freight(fault: changed_mind)`.
[[nodiscard]] bool asks_decision(const diagnostics::Diagnostic& finding);

// Asks each of these findings' inputs of a draft program: one that has every row of their decisions as a decision by itself as well. What
// is borne out is shown as a scenario with the answers that the runtime gave; what is not becomes `unproved-finding`.
// O(compiling the unit), when there is one.
void replay_decisions(const Pipeline& pipeline, const Unit& unit, const std::vector<diagnostics::Diagnostic*>& shown);

}  // namespace recourse::driver
