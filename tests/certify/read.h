// A certificate's text as records. What the records mean is for rows.h, which knows the columns.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace certify {

// The parts of a situation, a line each, in this order; none is ever left out.
enum class Part : std::uint8_t { at, counts, known, done, orders, marks, choices, numbers, sums, times };
inline constexpr std::array<std::string_view, 10> part_names{"at", "counts", "known", "done", "orders", "marks", "choices", "numbers", "sums", "times"};

struct Row {
    std::size_t line = 0;
    std::string_view standing;
    std::array<std::vector<std::string_view>, part_names.size()> parts;   // by Part
    [[nodiscard]] const std::vector<std::string_view>& part(Part which) const { return parts[static_cast<std::size_t>(which)]; }
};

// x − y <= bound
struct Bound {
    std::uint32_t x = 0, y = 0;
    std::int64_t bound = 0;
};

struct Set {
    std::size_t line = 0;
    std::string_view head;                     // the whole line
    std::vector<std::string_view> columns;     // whole lines
    std::vector<Bound> orders;
    std::vector<std::string_view> days;        // whole lines; none where the set does not go by days
    std::int64_t measured = 0;
    std::vector<Row> rows;
};

struct Policy {
    std::string_view name;
    std::vector<std::string_view> texts;       // whole lines: of the policy, then of what it uses
    std::vector<Set> sets;
};

struct Document {
    std::string problem;                       // with the line; empty when all could be read
    std::vector<Policy> policies;
};

// The views point into the text. O(length).
[[nodiscard]] Document read(std::string_view text);

// A whole number without a sign too many or anything behind it, at most 2^60 in size; false when it is none.
[[nodiscard]] bool read_number(std::string_view text, std::int64_t& into);
// "p3", for the letter p.
[[nodiscard]] bool read_index(std::string_view text, char letter, std::uint32_t& into);
// "p3-p5<=17", for the letter p.
[[nodiscard]] bool read_bound(std::string_view text, char letter, Bound& into);

}  // namespace certify
