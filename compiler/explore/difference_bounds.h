// Difference bounds over integers: for each pair of variables the largest value of x − y. Variable 0 is the constant zero, so that
// a pair with it bounds one variable. Guards use it for comparisons of two values; clock zones use the same matrix.
//
// Only variables of which something is known have a row and a column: most instants that a case could remember have not happened, or
// do not matter any more. Let k be the number of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "compiler/support/short_list.h"

namespace recourse::explore {

class DifferenceBounds {
public:
    static constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();

    // Everything is allowed. `variables` counts the zero.
    explicit DifferenceBounds(std::size_t variables) : size_(static_cast<std::uint32_t>(variables)) {}

    [[nodiscard]] std::size_t size() const { return size_; }
    // The bound of x − y; after close() or tighten() it is the tightest one. `unbounded` when there is none. O(k).
    [[nodiscard]] std::int64_t upper(std::size_t x, std::size_t y) const {
        const std::size_t row = row_of(x), column = row_of(y);
        if (row == kNoRow || column == kNoRow) return x == y ? 0 : unbounded;
        return between(row, column);
    }
    // The same of x − y and of y − x.
    struct BothWays {
        std::int64_t there, back;
    };
    [[nodiscard]] BothWays both_ways(std::size_t x, std::size_t y) const {
        const std::size_t row = row_of(x), column = row_of(y);
        if (row != kNoRow && column != kNoRow) return {between(row, column), between(column, row)};
        return x == y ? BothWays{0, 0} : BothWays{unbounded, unbounded};
    }
    // x − y <= bound, noted without drawing conclusions: follow with close().
    void bound(std::size_t x, std::size_t y, std::int64_t bound);
    // Draws all conclusions (Floyd and Warshall, O(k³)). False when no integers fit.
    bool close();
    // x − y <= bound on a closed matrix, which stays closed. O(k²). False when no integers fit.
    bool tighten(std::size_t x, std::size_t y, std::int64_t bound);
    [[nodiscard]] bool empty() const { return empty_; }

    // The same with more variables, of which nothing is known.
    [[nodiscard]] DifferenceBounds widened(std::size_t variables) const;

    // On a closed matrix, which stays closed:
    // nothing is known of x any more. O(k²).
    void forget(std::size_t x);
    // x becomes y + offset, whatever it was; x may be y. O(k), and O(k²) when x had no row.
    void assign(std::size_t x, std::size_t y, std::int64_t offset);
    // x may be anything larger than it was: time passes for it. O(k).
    void raise(std::size_t x);
    // Whether each assignment that fits `other` fits this; both are closed and of one size. O(k²).
    [[nodiscard]] bool includes(const DifferenceBounds& other) const { return other.empty_ || (!empty_ && bounds_all(other)); }
    // The same bounds, whichever variables have rows.
    friend bool operator==(const DifferenceBounds& a, const DifferenceBounds& b) {
        return a.size_ == b.size_ && a.empty_ == b.empty_ && a.bounds_all(b) && b.bounds_all(a);
    }

    // Memory beside the object itself.
    [[nodiscard]] std::size_t bytes_outside() const { return variables_.bytes_outside() + cells_.bytes_outside(); }
    // For walks over all pairs that may have a bound: the variables of the rows, and the bound of two of them.
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t variable(std::size_t row) const { return variables_[row]; }
    [[nodiscard]] std::int64_t between(std::size_t row, std::size_t column) const { return cells_[row * stride_ + column]; }
    static constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();
    // Nothing is known of a variable without a row. O(k): there are few.
    [[nodiscard]] std::size_t row_of(std::size_t x) const {
        const std::uint32_t* const all = variables_.data();
        for (std::size_t row = 0; row < rows_; ++row) {
            if (all[row] == x) return row;
        }
        return kNoRow;
    }

private:
    std::size_t make_row(std::size_t x);
    void drop_row(std::size_t row);
    void widen();
    [[nodiscard]] std::int64_t* bounds_of(std::size_t row) { return cells_.data() + row * stride_; }
    [[nodiscard]] std::int64_t& at(std::size_t row, std::size_t column) { return cells_[row * stride_ + column]; }
    [[nodiscard]] bool bounds_all(const DifferenceBounds& other) const;

    static constexpr std::uint32_t kFew = 5;
    std::uint32_t size_;
    std::uint32_t rows_ = 0, stride_ = kFew;   // rows in use; cells from one row to the next
    bool empty_ = false;
    support::ShortList<std::uint32_t, kFew> variables_;           // of each row
    support::ShortList<std::int64_t, kFew * kFew> cells_;         // by row and column; as many rows as are in use
};

}  // namespace recourse::explore
