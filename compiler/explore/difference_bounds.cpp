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

DifferenceBounds::DifferenceBounds(std::size_t variables) : size_(variables), bounds_(variables * variables, unbounded) {
    for (std::size_t x = 0; x < size_; ++x) at(x, x) = 0;
}

void DifferenceBounds::bound(std::size_t x, std::size_t y, std::int64_t bound) {
    at(x, y) = std::min(at(x, y), bound);
}

bool DifferenceBounds::close() {
    for (std::size_t middle = 0; middle < size_; ++middle) {
        for (std::size_t x = 0; x < size_; ++x) {
            const std::int64_t first = at(x, middle);
            if (first == unbounded) continue;
            for (std::size_t y = 0; y < size_; ++y) at(x, y) = std::min(at(x, y), sum(first, at(middle, y)));
        }
    }
    for (std::size_t x = 0; x < size_; ++x) empty_ = empty_ || at(x, x) < 0;
    return !empty_;
}

bool DifferenceBounds::tighten(std::size_t x, std::size_t y, std::int64_t bound) {
    if (empty_) return false;
    if (bound >= at(x, y)) return true;
    if (sum(bound, at(y, x)) < 0) {
        empty_ = true;
        return false;
    }
    at(x, y) = bound;
    for (std::size_t from = 0; from < size_; ++from) {
        const std::int64_t first = sum(at(from, x), bound);
        if (first == unbounded) continue;
        for (std::size_t to = 0; to < size_; ++to) at(from, to) = std::min(at(from, to), sum(first, at(y, to)));
    }
    return true;
}

DifferenceBounds DifferenceBounds::widened(std::size_t variables) const {
    DifferenceBounds wide(variables);
    wide.empty_ = empty_;
    for (std::size_t x = 0; x < size_; ++x) {
        for (std::size_t y = 0; y < size_; ++y) wide.at(x, y) = upper(x, y);
    }
    return wide;
}

void DifferenceBounds::forget(std::size_t x) {
    for (std::size_t y = 0; y < size_; ++y) {
        if (y != x) at(x, y) = at(y, x) = unbounded;
    }
}

void DifferenceBounds::assign(std::size_t x, std::size_t y, std::int64_t offset) {
    for (std::size_t other = 0; other < size_; ++other) {
        if (other == x) continue;
        // For x = y this shifts x against all others.
        at(x, other) = other == y ? offset : sum(at(y, other), offset);
        at(other, x) = other == y ? -offset : sum(at(other, y), -offset);
    }
}

void DifferenceBounds::raise(std::size_t x) {
    for (std::size_t y = 0; y < size_; ++y) {
        if (y != x) at(x, y) = unbounded;
    }
}

bool DifferenceBounds::includes(const DifferenceBounds& other) const {
    if (other.empty_) return true;
    return !empty_ && std::equal(other.bounds_.begin(), other.bounds_.end(), bounds_.begin(),
                                 [](std::int64_t theirs, std::int64_t ours) { return theirs <= ours; });
}

}  // namespace recourse::explore
