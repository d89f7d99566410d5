#include "session_words.h"

#include <fmt/format.h>

#include "console.h"
#include "json_lines_tree.h"

namespace recourse::cli {

namespace {

// C0, DEL, C1, and the marks by which text can be made to read as what it is not (Unicode bidirectional controls, line and
// paragraph separators, the byte order mark).
bool unsafe(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

std::size_t length_of(char lead) {
    const unsigned char c = static_cast<unsigned char>(lead);
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

// The code point of a well-formed sequence.
char32_t decode(std::string_view bytes) {
    const unsigned char lead = static_cast<unsigned char>(bytes[0]);
    if (bytes.size() == 1) return lead;
    char32_t c = lead & (0xFFu >> (bytes.size() + 1));
    for (const char byte : bytes.substr(1)) c = (c << 6) | (static_cast<unsigned char>(byte) & 0x3F);
    return c;
}

constexpr std::size_t longest_name = 64;   // beyond it a name is not guessed at

}  // namespace

std::string nearest(std::string_view name, std::span<const std::string_view> among) {
    if (name.size() > longest_name) return {};
    return nearest_name(name, std::vector<std::string>(among.begin(), among.end()));
}

std::string listed(std::span<const std::string_view> names, std::string_view last_joint) {
    if (names.empty()) return "nothing";
    std::string out = fmt::format("`{}`", names[0]);
    for (std::size_t i = 1; i < names.size(); ++i) out += fmt::format("{}`{}`", i + 1 == names.size() ? last_joint : ", ", names[i]);
    return out;
}

std::string meant(std::string_view name, std::span<const std::string_view> among, std::string_view language) {
    if (const std::string near = nearest(name, among); !near.empty()) return sentence(Word::did_you_mean, language, near);
    if (among.empty()) return std::string(word(Word::there_is_none, language));
    return sentence(among.size() == 1 ? Word::there_is : Word::there_are, language, listed(among, word(Word::and_joint, language)));
}

std::string shown(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t bad = find_bad_utf8(text);
        const std::string_view good = text.substr(0, bad);
        for (std::size_t i = 0; i < good.size();) {
            const std::string_view one = good.substr(i, length_of(good[i]));
            out += unsafe(decode(one)) ? std::string_view("\uFFFD") : one;
            i += one.size();
        }
        if (bad == std::string_view::npos) break;
        out += "\uFFFD";
        text.remove_prefix(bad + 1);
    }
    return out;
}

std::string_view reason_word(Reason reason) {
    switch (reason) {
        case Reason::none: return "none";
        case Reason::unknown_event: return "unknown_event";
        case Reason::wrong_party: return "wrong_party";
        case Reason::malformed_field: return "malformed_field";
        case Reason::late: return "late";
        case Reason::not_running: return "not_running";
        case Reason::not_here: return "not_here";
        case Reason::too_early: return "too_early";
        case Reason::too_late: return "too_late";
        case Reason::used_up: return "used_up";
        case Reason::condition: return "condition";
        case Reason::refused: return "refused";
        case Reason::overflow: return "overflow";
        case Reason::undecided: return "undecided";
        case Reason::bad_fact: return "bad_fact";
        case Reason::before_opening: return "before_opening";
        case Reason::unknown_case_type: return "unknown_case_type";
        case Reason::case_too_large: return "case_too_large";
        case Reason::bad_bytes: return "bad_bytes";
        case Reason::beyond_time: return "beyond_time";
        case Reason::out_of_bounds: return "out_of_bounds";
        case Reason::other_program: return "other_program";
        case Reason::no_migration: return "no_migration";
        case Reason::stays: return "stays";
    }
    return "unknown";
}

std::string_view word(Word word, std::string_view language) {
    struct Entry { std::string_view english, chinese; };
    static constexpr Entry entries[] = {
#define WORD(name, english, chinese) {english, chinese},
#include "session_words.def"
#undef WORD
    };
    const Entry& entry = entries[static_cast<std::size_t>(word)];
    return language.substr(0, 2) == "zh" ? entry.chinese : entry.english;
}

}  // namespace recourse::cli
