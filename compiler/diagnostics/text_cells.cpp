#include "compiler/diagnostics/text_cells.h"

#include <algorithm>
#include <iterator>

namespace recourse::diagnostics {

namespace {

struct Range { char32_t first, last; };

// Blocks, not single characters: a few unassigned code points count as wide, which no terminal shows anyway.
constexpr Range wide[] = {
    {0x1100, 0x115F}, {0x231A, 0x231B}, {0x2329, 0x232A}, {0x23E9, 0x23EC}, {0x23F0, 0x23F0}, {0x23F3, 0x23F3},
    {0x25FD, 0x25FE}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x26AA, 0x26AB}, {0x2705, 0x2705}, {0x274C, 0x274C},
    {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797}, {0x27B0, 0x27B0}, {0x2B1B, 0x2B1C}, {0x2B50, 0x2B50},
    {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA000, 0xA4CF}, {0xA960, 0xA97F},
    {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE10, 0xFE19}, {0xFE30, 0xFE6F}, {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F5FF}, {0x1F600, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};
constexpr Range combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF},
    {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};
constexpr Range unsafe[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x061C, 0x061C}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x2069},
    {0xFEFF, 0xFEFF},
};

template <std::size_t size>
bool within(const Range (&ranges)[size], char32_t c) {
    const auto after = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                        [](char32_t value, const Range& range) { return value < range.first; });
    return after != std::begin(ranges) && c <= std::prev(after)->last;
}

constexpr char32_t replacement = 0xFFFD;
constexpr std::string_view replacement_text = "\xEF\xBF\xBD";
constexpr std::uint32_t tab_width = 4;

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u; }

// The code point that a lead byte and its continuations spell, or U+FFFD when they spell none.
char32_t decode(std::string_view bytes) {
    const auto lead = static_cast<unsigned char>(bytes.front());
    if (lead < 0x80) return bytes.size() == 1 ? lead : replacement;
    const std::size_t length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 0;
    if (length == 0 || bytes.size() != length) return replacement;
    char32_t value = lead & (0x7Fu >> length);
    for (const char byte : bytes.substr(1)) value = (value << 6) | (static_cast<unsigned char>(byte) & 0x3Fu);
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    return value < least[length] || surrogate || value > 0x10FFFF ? replacement : value;
}

}  // namespace

std::uint32_t width_of(char32_t code_point) {
    if (code_point < 0x300) return 1;
    if (within(combining, code_point)) return 0;
    return within(wide, code_point) ? 2 : 1;
}

std::vector<Cell> cells_of(std::string_view line) {
    std::vector<Cell> cells;
    cells.reserve(line.size());
    for (std::size_t begin = 0; begin < line.size();) {
        std::size_t end = begin + 1;
        while (end < line.size() && continues(line[end])) ++end;
        const std::string_view bytes = line.substr(begin, end - begin);
        const char32_t code_point = decode(bytes);
        if (code_point == U'\t') {
            cells.push_back({std::string(tab_width, ' '), tab_width});
        } else if (code_point == replacement || within(unsafe, code_point)) {
            cells.push_back({std::string(replacement_text), 1});
        } else {
            cells.push_back({std::string(bytes), width_of(code_point)});
        }
        begin = end;
    }
    return cells;
}

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        for (const Cell& cell : cells_of(text.substr(0, end))) result += cell.shown;
        if (end == text.size()) return result;
        result += '\n';
        text.remove_prefix(end + 1);
    }
}

}  // namespace recourse::diagnostics
