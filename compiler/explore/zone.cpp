#include "compiler/explore/zone.h"

namespace recourse::explore {

bool covers(const DifferenceBounds& outer, const DifferenceBounds& inner, const ClockBounds& bounds) {
    // Two points of which `outer` knows nothing lie as far apart there as in `inner`.
    const std::size_t before = inner.row_of(0);
    support::ShortList<std::size_t, 16> inside;   // by row of `outer`: the row of its variable in `inner`, the same one mostly
    for (std::size_t row = 0; row < outer.rows(); ++row) {
        const std::size_t x = outer.variable(row);
        inside.push_back(row < inner.rows() && inner.variable(row) == x ? row : inner.row_of(x));
    }
    const auto known = [&](std::size_t row, std::size_t column) {
        return row == DifferenceBounds::kNoRow || column == DifferenceBounds::kNoRow ? DifferenceBounds::unbounded : inner.between(row, column);
    };
    for (std::size_t row = 0; row < outer.rows(); ++row) {
        const std::size_t x = outer.variable(row);
        if (bounds.greatest[x] == ClockBounds::never_compared) continue;
        const std::int64_t nearest = x == 0 ? 0 : known(inside[row], before);   // of x − before: the least distance, negated
        if (nearest < -bounds.greatest[x]) continue;                            // x lies beyond what any rule looks at
        for (std::size_t column = 0; column < outer.rows(); ++column) {
            if (column == row) continue;
            const std::int64_t farthest = outer.between(row, column);
            if (farthest == DifferenceBounds::unbounded) continue;
            const std::size_t y = outer.variable(column);
            if (bounds.greatest[y] == ClockBounds::never_compared || farthest >= known(inside[row], inside[column])) continue;
            if (nearest == DifferenceBounds::unbounded || farthest - bounds.greatest[y] <= nearest) return false;
        }
    }
    return true;
}

}  // namespace recourse::explore
