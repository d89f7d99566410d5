// Difference bounds over integers: for each pair of variables the largest value of x − y. Variable 0 is the constant zero, so that
// a pair with it bounds one variable. Guards use it for comparisons of two values; clock zones use the same matrix.
//
// Only variables of which something is known have a row and a column: most instants that a case could remember have not happened, or
// do not matter any more. Let k be the number of rows.
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
    explicit DifferenceBounds(std::size_t variables) : size_(variables) {}

    [[nodiscard]] std::size_t size() const { return size_; }
    // The bound of x − y; after close() or tighten() it is the tightest one. `unbounded` when there is none. O(k).
    [[nodiscard]] std::int64_t upper(std::size_t x, std::size_t y) const {
        const std::size_t row = row_of(x), column = row_of(y);
        if (row == kNoRow || column == kNoRow) return x == y ? 0 : unbounded;
        return between(row, column);
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

    // For walks over all pairs that may have a bound: the variables of the rows, and the bound of two of them.
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t variable(std::size_t row) const { return static_cast<std::size_t>(cells_[row]); }
    [[nodiscard]] std::int64_t between(std::size_t row, std::size_t column) const { return cells_[rows_ + row * rows_ + column]; }

private:
    static constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();

    // There are few rows.
    [[nodiscard]] std::size_t row_of(std::size_t x) const {
        for (std::size_t row = 0; row < rows_; ++row) {
            if (variable(row) == x) return row;
        }
        return kNoRow;
    }
    std::size_t make_row(std::size_t x);
    void drop_row(std::size_t row);
    [[nodiscard]] std::int64_t& at(std::size_t row, std::size_t column) { return cells_[rows_ + row * rows_ + column]; }
    [[nodiscard]] bool bounds_all(const DifferenceBounds& other) const;

    std::size_t size_;
    std::size_t rows_ = 0;
    bool empty_ = false;
    std::vector<std::int64_t> cells_;   // the variable of each row, then the bounds by row and column: one piece of memory, or none
};

}  // namespace recourse::explore
