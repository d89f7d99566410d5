// Lines on their way out of the formatter: cells that are aligned over runs of like lines, and broken where they are too long.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::syntax {

inline constexpr std::uint32_t kLineWidth = 110;

// A part of a line; a line may be broken before it when it begins with a word that continues a rule, or follows a comma.
struct Fragment {
    std::string text;
    bool may_begin_line = false;
    bool in_brackets = false;      // a list in brackets is broken only when nothing else helps
};

using Cell = std::vector<Fragment>;

struct OutputLine {
    std::uint32_t indent = 0;
    std::string_view shape;        // lines of one shape that follow each other are aligned; none when empty
    std::vector<Cell> cells;
    std::size_t tail = SIZE_MAX;   // from this cell on two blanks stand before a cell
    std::string comment;           // at the end of the line
    bool blank_before = false;
    bool opens_block = false;
};

// The text of the lines, each ended by `\n`. O(characters).
[[nodiscard]] std::string render(const std::vector<OutputLine>& lines);

}  // namespace recourse::syntax
