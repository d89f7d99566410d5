#include "compiler/syntax/characters.h"

#include <algorithm>
#include <array>

namespace recourse::syntax {

namespace {

struct Range {
    char32_t low;
    char32_t high;
};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t c) {
    return std::any_of(ranges.begin(), ranges.end(), [c](Range r) { return c >= r.low && c <= r.high; });
}

struct Meaning {
    char32_t mark;
    std::string_view ascii;
};

constexpr std::array kMeanings = {
    Meaning{U'、', ","},  Meaning{U'。', "."},  Meaning{U'〈', "<"},  Meaning{U'〉', ">"},  Meaning{U'→', "->"}, Meaning{U'⇒', "=>"},
    Meaning{U'≤', "<="}, Meaning{U'≥', ">="}, Meaning{U'≠', "!="}, Meaning{U'−', "-"},  Meaning{U'–', "-"},  Meaning{U'×', "*"},
    Meaning{U'÷', "/"},  Meaning{U'…', ".."}};

constexpr std::array kMarks = {Range{0x80, 0xA9},     Range{0xAB, 0xB4},     Range{0xB6, 0xB9},     Range{0xBB, 0xBF},
                               Range{0xD7, 0xD7},     Range{0xF7, 0xF7},     Range{0x2000, 0x206F}, Range{0x20A0, 0x20CF},
                               Range{0x2190, 0x2BFF}, Range{0x2E00, 0x2E7F}, Range{0x3000, 0x3004}, Range{0x3008, 0x3020},
                               Range{0x3030, 0x3030}, Range{0xE000, 0xF8FF}, Range{0xFE00, 0xFE6F}, Range{0xFEFF, 0xFEFF},
                               Range{0xFF00, 0xFF0F}, Range{0xFF1A, 0xFF20}, Range{0xFF3B, 0xFF40}, Range{0xFF5B, 0xFF65},
                               Range{0xFFE0, 0xFFFF}, Range{0x1F000, 0x1FAFF}, Range{0xE0000, 0x10FFFF}};

constexpr std::array kWide = {Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},
                              Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
                              Range{0xFE30, 0xFE4F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
                              Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

// The ASCII characters from `!` to `~`, for the block of their full-width forms.
constexpr std::string_view kAscii = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
constexpr char32_t kFullWidthFirst = 0xFF01;
constexpr char32_t kFullWidthLast = 0xFF5E;

struct Form {
    std::uint32_t length;
    char32_t bits;
    char32_t least;  // below it the form is overlong
};

Form form_of(unsigned char lead) {
    if (lead < 0x80) return {1, lead, 0};
    if ((lead & 0xE0) == 0xC0) return {2, static_cast<char32_t>(lead & 0x1F), 0x80};
    if ((lead & 0xF0) == 0xE0) return {3, static_cast<char32_t>(lead & 0x0F), 0x800};
    if ((lead & 0xF8) == 0xF0) return {4, static_cast<char32_t>(lead & 0x07), 0x10000};
    return {0, 0, 0};
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t offset) {
    const Form form = form_of(static_cast<unsigned char>(text[offset]));
    if (form.length == 0 || offset + form.length > text.size()) return {};
    char32_t value = form.bits;
    for (std::size_t i = 1; i < form.length; ++i) {
        const auto byte = static_cast<unsigned char>(text[offset + i]);
        if ((byte & 0xC0) != 0x80) return {};
        value = (value << 6) | (byte & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < form.least || surrogate || value > 0x10FFFF) return {};
    return {value, form.length};
}

std::size_t first_bad_byte(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const CodePoint point = decode(text, at);
        if (point.length == 0) return at;
        at += point.length;
    }
    return std::string_view::npos;
}

std::string_view ascii_for(char32_t c) {
    if (c >= kFullWidthFirst && c <= kFullWidthLast) {
        const char ascii = kAscii[c - kFullWidthFirst];
        const bool letter = (ascii >= 'a' && ascii <= 'z') || (ascii >= 'A' && ascii <= 'Z') || ascii == '_';
        return letter ? std::string_view{} : kAscii.substr(c - kFullWidthFirst, 1);
    }
    for (const Meaning& meaning : kMeanings) {
        if (meaning.mark == c) return meaning.ascii;
    }
    return {};
}

bool is_chinese_mark(char32_t c) {
    return c == U'，' || c == U'、' || c == U'：' || c == U'（' || c == U'）' || c == U'｛' || c == U'｝';
}

bool is_foreign_blank(char32_t c) {
    return c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
}

bool opens_quote(char32_t c) { return c == U'“' || c == U'”' || c == U'„' || c == U'「' || c == U'『' || c == U'＂'; }
bool closes_quote(char32_t c) { return c == U'”' || c == U'“' || c == U'」' || c == U'』' || c == U'＂'; }

bool is_no_letter(char32_t c) { return c < 0x20 || c == 0x7F || within(kMarks, c); }

std::uint32_t display_width(std::string_view text) {
    std::uint32_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode(text, at);
        width += point.value >= 0x1100 && within(kWide, point.value) ? 2 : 1;
        at += std::max(point.length, 1U);
    }
    return width;
}

}  // namespace recourse::syntax
