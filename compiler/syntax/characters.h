// Code points: decoding UTF-8, and which marks outside ASCII stand for which of ours.
#pragma once

#include <cstdint>
#include <string_view>

namespace recourse::syntax {

struct CodePoint {
    char32_t value = 0;
    std::uint32_t length = 0;  // bytes; 0 when they are no UTF-8
};

// The code point at `offset`, strictly: no overlong forms, no surrogates, nothing beyond U+10FFFF.
[[nodiscard]] CodePoint decode(std::string_view text, std::size_t offset);

// Offset of the first bytes that are not UTF-8, or npos.
[[nodiscard]] std::size_t first_bad_byte(std::string_view text);

// The ASCII mark meant by a full-width or typographic one (`，` is `,`), or nothing. Never longer than its UTF-8 form.
[[nodiscard]] std::string_view ascii_for(char32_t c);

// The punctuation that a Chinese keyboard gives where others give ASCII: marks of the language in a Chinese file.
[[nodiscard]] bool is_chinese_mark(char32_t c);

// Spaces outside ASCII, such as the ideographic one.
[[nodiscard]] bool is_foreign_blank(char32_t c);

// Curly and corner quotes.
[[nodiscard]] bool opens_quote(char32_t c);
[[nodiscard]] bool closes_quote(char32_t c);

// Control characters, marks and symbols: no part of a name.
[[nodiscard]] bool is_no_letter(char32_t c);

// Columns on a terminal: East Asian wide characters take two.
[[nodiscard]] std::uint32_t display_width(std::string_view text);

}  // namespace recourse::syntax
