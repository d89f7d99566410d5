#include "compiler/explore/zone.h"

namespace recourse::explore {

bool covers(const DifferenceBounds& outer, const DifferenceBounds& inner, const ClockBounds& bounds) {
    // Two points of which `outer` knows nothing lie as far apart there as in `inner`.
    for (std::size_t row = 0; row < outer.rows(); ++row) {
        const std::size_t x = outer.variable(row);
        if (bounds.greatest[x] == ClockBounds::never_compared) continue;
        const std::int64_t nearest = inner.upper(x, 0);   // of x − before: the least distance, negated
        if (nearest < -bounds.greatest[x]) continue;      // x lies beyond what any rule looks at
        for (std::size_t column = 0; column < outer.rows(); ++column) {
            const std::size_t y = outer.variable(column);
            const std::int64_t farthest = outer.between(row, column);
            if (farthest == DifferenceBounds::unbounded || bounds.greatest[y] == ClockBounds::never_compared || farthest >= inner.upper(x, y)) continue;
            if (nearest == DifferenceBounds::unbounded || farthest - bounds.greatest[y] <= nearest) return false;
        }
    }
    return true;
}

}  // namespace recourse::explore
