// Zones of instants: what is known of how far the instants that a case remembers lie apart. Point 0 is `before`, the first instant
// that the next input may bear, so that a clock of the literature is the distance from a point to it.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/explore/difference_bounds.h"

namespace recourse::explore {

// The largest distance from a point to `before` that a rule still tells apart from larger ones; `never_compared` when none does.
struct ClockBounds {
    static constexpr std::int64_t never_compared = std::numeric_limits<std::int64_t>::min();
    std::vector<std::int64_t> greatest;   // by point
};

// Whether all that can happen from `inner` can happen from `outer`. Not inclusion alone: instants that lie further back than any rule
// looks are alike (the aLU abstraction, Herbreteau, Srivathsan and Walukiewicz, "Better abstractions for timed automata", 2012, with
// one bound for both kinds of comparison; it holds for points in the future as well, since the test does not change when a clock is
// shifted by a constant). Comparisons of two points are no part of it: each situation has decided them, and says how. O(n²).
[[nodiscard]] bool covers(const DifferenceBounds& outer, const DifferenceBounds& inner, const ClockBounds& bounds);

}  // namespace recourse::explore
