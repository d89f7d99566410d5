#include "compiler/explore/zone.h"

namespace recourse::explore {

bool covers(const DifferenceBounds& outer, const DifferenceBounds& inner, const ClockBounds& bounds) {
    for (std::size_t x = 0; x < inner.size(); ++x) {
        if (bounds.greatest[x] == ClockBounds::never_compared) continue;
        const std::int64_t nearest = inner.upper(x, 0);   // of x − before: the least distance, negated
        if (nearest < -bounds.greatest[x]) continue;      // x lies beyond what any rule looks at
        for (std::size_t y = 0; y < inner.size(); ++y) {
            if (outer.upper(x, y) >= inner.upper(x, y) || bounds.greatest[y] == ClockBounds::never_compared) continue;
            if (nearest == DifferenceBounds::unbounded || outer.upper(x, y) - bounds.greatest[y] <= nearest) return false;
        }
    }
    return true;
}

}  // namespace recourse::explore
