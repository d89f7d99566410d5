#include "compiler/explore/difference_bounds.h"

#include <algorithm>

namespace recourse::explore {

namespace {

// Sums of bounds. A contradictory set makes Floyd and Warshall's sums fall without end; the floor keeps them from wrapping, and what
// has reached it is contradictory in any case, since honest bounds are far smaller.
constexpr std::int64_t kFloor = -(std::int64_t{1} << 62);

std::int64_t sum(std::int64_t a, std::int64_t b) {
    if (a == DifferenceBounds::unbounded || b == DifferenceBounds::unbounded) return DifferenceBounds::unbounded;
    std::int64_t result = 0;
    if (__builtin_add_overflow(a, b, &result)) return a < 0 ? kFloor : DifferenceBounds::unbounded;
    return std::max(result, kFloor);
}

}  // namespace

// The row of a variable, of which nothing need be known yet.
std::size_t DifferenceBounds::make_row(std::size_t x) {
    if (const std::size_t known = row_of(x); known != kNoRow) return known;
    const std::size_t old = rows_, now = old + 1;
    cells_.resize(now + now * now, unbounded);
    // The bounds move apart, the last first, so that none is overwritten before it has moved.
    for (std::size_t row = old; row-- > 0;) {
        for (std::size_t column = old; column-- > 0;) cells_[now + row * now + column] = cells_[old + row * old + column];
        cells_[now + row * now + old] = unbounded;
    }
    for (std::size_t column = 0; column < old; ++column) cells_[now + old * now + column] = unbounded;
    cells_.back() = 0;
    cells_[old] = static_cast<std::int64_t>(x);
    rows_ = now;
    return old;
}

// The last row takes the place of the one that goes.
void DifferenceBounds::drop_row(std::size_t row) {
    const std::size_t last = rows_ - 1;
    if (row != last) {
        for (std::size_t column = 0; column <= last; ++column) at(row, column) = at(last, column);
        for (std::size_t other = 0; other < last; ++other) at(other, row) = at(other, last);
        at(row, row) = 0;
        cells_[row] = cells_[last];
    }
    for (std::size_t other = 0; other < last; ++other) {
        for (std::size_t column = 0; column < last; ++column) cells_[last + other * last + column] = at(other, column);
    }
    rows_ = last;
    cells_.resize(last + last * last);
}

void DifferenceBounds::bound(std::size_t x, std::size_t y, std::int64_t bound) {
    const std::size_t row = make_row(x), column = make_row(y);
    at(row, column) = std::min(at(row, column), bound);
}

bool DifferenceBounds::close() {
    const std::size_t count = rows();
    for (std::size_t middle = 0; middle < count; ++middle) {
        for (std::size_t x = 0; x < count; ++x) {
            const std::int64_t first = at(x, middle);
            if (first == unbounded) continue;
            for (std::size_t y = 0; y < count; ++y) at(x, y) = std::min(at(x, y), sum(first, at(middle, y)));
        }
    }
    for (std::size_t x = 0; x < count; ++x) empty_ = empty_ || at(x, x) < 0;
    return !empty_;
}

bool DifferenceBounds::tighten(std::size_t x, std::size_t y, std::int64_t bound) {
    if (empty_) return false;
    if (bound >= upper(x, y)) return true;
    if (sum(bound, upper(y, x)) < 0) {
        empty_ = true;
        return false;
    }
    const std::size_t less = make_row(x), more = make_row(y), count = rows();
    at(less, more) = bound;
    for (std::size_t from = 0; from < count; ++from) {
        const std::int64_t first = sum(at(from, less), bound);
        if (first == unbounded) continue;
        for (std::size_t to = 0; to < count; ++to) at(from, to) = std::min(at(from, to), sum(first, at(more, to)));
    }
    return true;
}

DifferenceBounds DifferenceBounds::widened(std::size_t variables) const {
    DifferenceBounds wide = *this;
    wide.size_ = variables;
    return wide;
}

void DifferenceBounds::forget(std::size_t x) {
    if (const std::size_t row = row_of(x); row != kNoRow) drop_row(row);
}

void DifferenceBounds::assign(std::size_t x, std::size_t y, std::int64_t offset) {
    if (x == y && row_of(x) == kNoRow) return;
    const std::size_t to = make_row(x), from = make_row(y), count = rows();
    for (std::size_t other = 0; other < count; ++other) {
        if (other == to) continue;
        // For x = y this shifts x against all others.
        at(to, other) = other == from ? offset : sum(at(from, other), offset);
        at(other, to) = other == from ? -offset : sum(at(other, from), -offset);
    }
}

void DifferenceBounds::raise(std::size_t x) {
    const std::size_t row = row_of(x);
    if (row == kNoRow) return;
    for (std::size_t column = 0; column < rows(); ++column) {
        if (column != row) at(row, column) = unbounded;
    }
}

bool DifferenceBounds::bounds_all(const DifferenceBounds& other) const {
    for (std::size_t row = 0; row < rows(); ++row) {
        for (std::size_t column = 0; column < rows(); ++column) {
            const std::int64_t bound = between(row, column);
            if (bound != unbounded && row != column && other.upper(variable(row), variable(column)) > bound) return false;
        }
    }
    return true;
}

}  // namespace recourse::explore
