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

// Whether each value of `inner`, `before` aside, is one of `outer`.
[[nodiscard]] bool has_all_values(const recourse::explore::Situation& outer, const recourse::explore::Situation& inner);
// `at` with what an answer at some instant of the wait tells of all else than that instant.
[[nodiscard]] recourse::explore::Situation same_wait(const recourse::explore::Situation& at, const recourse::explore::Situation& answered);

}  // namespace certify
