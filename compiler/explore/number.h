// Numbers as the reader of rules computes with them.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "compiler/explore/difference_bounds.h"
#include "compiler/explore/sums.h"
#include "compiler/semantics/types.h"

namespace recourse::explore {

// A sum of rows of the data bounds and a constant, divided and rounded down. Where something in it is no such thing, that is known by
// its bounds alone: the constant is anything from low to high, and nothing is divided.
struct Number {
    bool absent = false;
    std::int64_t low = 0, high = 0;
    std::vector<std::pair<std::uint32_t, std::int64_t>> parts;   // row, factor; sorted by row
    std::int64_t divisor = 1;
    [[nodiscard]] bool exact() const { return !absent && low == high; }
    [[nodiscard]] bool constant() const { return exact() && parts.empty(); }
    // A row and a constant.
    [[nodiscard]] bool single() const { return exact() && divisor == 1 && parts.size() == 1 && parts.front().second == 1; }
};

[[nodiscard]] Number between(std::int64_t low, std::int64_t high);
// What is known of a number.
[[nodiscard]] std::pair<std::int64_t, std::int64_t> range(const Number& number, const DifferenceBounds& in);
// a + factor · b
[[nodiscard]] Number plus(const Number& a, const Number& b, std::int64_t factor, const DifferenceBounds& in);
[[nodiscard]] Number times(const Number& number, std::int64_t factor, const DifferenceBounds& in);
[[nodiscard]] Number divided(const Number& number, std::int64_t divisor, semantics::Rounding rounding, const DifferenceBounds& in);

// number <= 0 and number >= 1; the number is exact.
[[nodiscard]] Sum not_above_zero(const Number& number);
[[nodiscard]] Sum above_zero(const Number& number);

}  // namespace recourse::explore
