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
    if (rows_ == stride_) widen();
    const std::size_t row = rows_++;
    variables_.push_back(static_cast<std::uint32_t>(x));
    cells_.resize(std::size_t{rows_} * stride_, unbounded);
    for (std::size_t other = 0; other < row; ++other) at(row, other) = at(other, row) = unbounded;
    at(row, row) = 0;
    return row;
}

// Room for twice the rows; the last move first, so that none is overwritten before it has moved.
void DifferenceBounds::widen() {
    const std::uint32_t wide = stride_ * 2;
    cells_.resize(std::size_t{rows_} * wide, unbounded);
    for (std::size_t row = rows_; row-- > 0;) std::copy_backward(cells_.data() + row * stride_, cells_.data() + row * stride_ + rows_, cells_.data() + row * wide + rows_);
    stride_ = wide;
}

// The last row takes the place of the one that goes.
void DifferenceBounds::drop_row(std::size_t row) {
    const std::size_t last = rows_ - 1;
    if (row != last) {
        std::copy(bounds_of(last), bounds_of(last) + last, bounds_of(row));
        for (std::size_t other = 0; other < last; ++other) at(other, row) = at(other, last);
        at(row, row) = 0;
        variables_[row] = variables_[last];
    }
    rows_ = static_cast<std::uint32_t>(last);
    variables_.pop_back();
    if (stride_ > kFew && rows_ == kFew) {
        // Few rows fit into the matrix itself again: a copy of it asks for no memory.
        for (std::size_t kept = 1; kept < rows_; ++kept) std::copy(bounds_of(kept), bounds_of(kept) + rows_, cells_.data() + kept * kFew);
        stride_ = kFew;
    }
    cells_.resize(last * stride_);
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
    const BothWays known = both_ways(x, y);
    if (bound >= known.there) return true;
    if (sum(bound, known.back) < 0) {
        empty_ = true;
        return false;
    }
    const std::size_t less = make_row(x), more = make_row(y), count = rows();
    // Where the bound itself does not come nearer to a row's variable, nothing behind it does: the matrix is closed.
    const std::int64_t* const behind = bounds_of(more);
    for (std::size_t from = 0; from < count; ++from) {
        std::int64_t* const bounds = bounds_of(from);
        const std::int64_t first = sum(bounds[less], bound);
        if (first >= bounds[more]) continue;
        for (std::size_t to = 0; to < count; ++to) {
            if (behind[to] != unbounded) bounds[to] = std::min(bounds[to], sum(first, behind[to]));
        }
    }
    return true;
}

DifferenceBounds DifferenceBounds::widened(std::size_t variables) const {
    DifferenceBounds wide = *this;
    wide.size_ = static_cast<std::uint32_t>(variables);
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
    support::ShortList<std::size_t, 16> theirs;   // by row: where the other has it, in the same place mostly
    for (std::size_t row = 0; row < rows_; ++row) {
        const std::uint32_t x = variables_[row];
        theirs.push_back(row < other.rows_ && other.variables_[row] == x ? row : other.row_of(x));
    }
    for (std::size_t row = 0; row < rows_; ++row) {
        for (std::size_t column = 0; column < rows_; ++column) {
            const std::int64_t bound = between(row, column);
            if (bound == unbounded || row == column) continue;
            if (theirs[row] == kNoRow || theirs[column] == kNoRow || other.between(theirs[row], theirs[column]) > bound) return false;
        }
    }
    return true;
}

}  // namespace recourse::explore
