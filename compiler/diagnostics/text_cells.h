// A source line as a terminal shows it: one cell a code point, each with the columns that it takes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::diagnostics {

struct Cell {
    std::string shown;         // what is printed for it: itself, blanks for a tab, U+FFFD for what must not reach a terminal
    std::uint32_t width = 1;   // columns: 0 for a combining mark, 2 for East Asian wide characters
};

// Columns that a code point takes on a terminal: 0, 1 or 2 (Unicode 15, East Asian Width W and F, and general category Mn).
[[nodiscard]] std::uint32_t width_of(char32_t code_point);

// Cell i is the code point of column i + 1. Control characters, marks that turn the direction of text (they can make a line
// read as what it is not) and broken UTF-8 become U+FFFD. O(length).
[[nodiscard]] std::vector<Cell> cells_of(std::string_view line);

// Text of others made safe to print on one line or several: as cells_of, but line ends stay.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace recourse::diagnostics
