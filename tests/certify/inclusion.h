// When one situation stands for another: the checker's own statement.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/explore/situation.h"

namespace certify {

// What has to be alike: states, standing, counts, what is known and done, how instants compare, how a watch stands.
[[nodiscard]] std::vector<std::uint32_t> configuration_of(const recourse::explore::Situation& at);

// Whether all that can come of `inner`, which has the same configuration, can come of `outer`. `sight`: by point, how far back a rule looks
// at most; ClockBounds::never_compared where none does. O(columns²).
[[nodiscard]] bool stands_for(const recourse::explore::Situation& outer, const recourse::explore::Situation& inner, const std::vector<std::int64_t>& sight);

}  // namespace certify
