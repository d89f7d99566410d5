// Difference bounds over integers: for each pair of variables the largest value of x − y. Variable 0 is the constant zero, so that
// a pair with it bounds one variable. Guards use it for comparisons of two values; clock zones use the same matrix.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace recourse::explore {

class DifferenceBounds {
public:
    static constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();

    // Everything is allowed. `variables` counts the zero.
    explicit DifferenceBounds(std::size_t variables);

    [[nodiscard]] std::size_t size() const { return size_; }
    // The bound of x − y; after close() or tighten() it is the tightest one. `unbounded` when there is none.
    [[nodiscard]] std::int64_t upper(std::size_t x, std::size_t y) const { return bounds_[x * size_ + y]; }
    // x − y <= bound, noted without drawing conclusions: follow with close().
    void bound(std::size_t x, std::size_t y, std::int64_t bound);
    // Draws all conclusions (Floyd and Warshall, O(n³)). False when no integers fit.
    bool close();
    // x − y <= bound on a closed matrix, which stays closed. O(n²). False when no integers fit.
    bool tighten(std::size_t x, std::size_t y, std::int64_t bound);
    [[nodiscard]] bool empty() const { return empty_; }

    // The same with more variables, of which nothing is known. O(size²).
    [[nodiscard]] DifferenceBounds widened(std::size_t variables) const;

    // On a closed matrix, which stays closed:
    // nothing is known of x any more. O(n).
    void forget(std::size_t x);
    // x becomes y + offset, whatever it was; x may be y. O(n).
    void assign(std::size_t x, std::size_t y, std::int64_t offset);
    // x may be anything larger than it was: time passes for it. O(n).
    void raise(std::size_t x);
    // Whether each assignment that fits `other` fits this; both are closed and of one size.
    [[nodiscard]] bool includes(const DifferenceBounds& other) const;
    friend bool operator==(const DifferenceBounds&, const DifferenceBounds&) = default;

private:
    [[nodiscard]] std::int64_t& at(std::size_t x, std::size_t y) { return bounds_[x * size_ + y]; }
    std::size_t size_;
    bool empty_ = false;
    std::vector<std::int64_t> bounds_;
};

}  // namespace recourse::explore
