// The letters of words: what a name may be made of. Which words are taken: keywords.h.
#pragma once

#include <cstddef>
#include <string_view>

namespace recourse::syntax {

// Every byte of a letter outside ASCII counts as a letter; lay_out has already blanked what is no letter there.
[[nodiscard]] constexpr bool is_word_begin(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_word_char(char c) { return is_word_begin(c) || is_digit(c); }

// Stands in a layout for a closing brace that the author left out at the end of a line: it closes the block and ends the rule.
inline constexpr char kImpliedClose = '\x01';
[[nodiscard]] constexpr bool is_closing_brace(char c) { return c == '}' || c == kImpliedClose; }

// The word that begins at `offset`, or nothing. O(its length).
[[nodiscard]] constexpr std::string_view word_at(std::string_view text, std::size_t offset) {
    if (offset >= text.size() || !is_word_begin(text[offset])) return {};
    std::size_t end = offset + 1;
    while (end < text.size() && is_word_char(text[end])) ++end;
    return text.substr(offset, end - offset);
}

}  // namespace recourse::syntax
