// A policy with scenarios added, so that the runtime can play what findings claim.
#pragma once

#include <string>
#include <vector>

#include "compiler/driver/pipeline.h"

namespace recourse::driver {

// The unit's own sources, with these scenarios (lines in English) behind the policy, in its own language. O(length).
[[nodiscard]] SourceSet sources_with(const Pipeline& pipeline, const Unit& unit, const std::vector<std::vector<std::string>>& scenarios);

// The finding becomes `unproved-finding`, an error of the compiler itself.
void refute(diagnostics::Diagnostic& finding, const std::string& reason);

}  // namespace recourse::driver
