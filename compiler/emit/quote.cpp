#include "compiler/emit/quote.h"

#include <algorithm>
#include <string_view>

#include "compiler/syntax/keywords.h"

namespace recourse::emit {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool begins_with_word(std::string_view text, std::string_view word) {
    return text.starts_with(word) && (text.size() == word.size() || text[word.size()] == ' ');
}

// A rule that a refinement puts in the place of another is quoted as what it says.
std::string_view as_rule(std::string_view text) {
    const syntax::Keyword& change = syntax::Key("change").line();
    for (const std::string_view word : {change.english(), change.simplified, change.traditional}) {
        if (begins_with_word(text, word)) return trimmed(text.substr(word.size()));
    }
    return text;
}

// Braces of a line that are open at its end, and those that close earlier ones; those in texts and remarks do not count.
struct Braces {
    std::uint32_t open = 0, close = 0;
    std::size_t last_open = 0;
};
Braces braces_of(std::string_view line) {
    Braces braces;
    bool in_text = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (in_text && c == '\\') ++i;
        else if (c == '"') in_text = !in_text;
        else if (in_text) continue;
        else if (c == '#') break;
        else if (c == '{') {
            ++braces.open;
            braces.last_open = i;
        } else if (c == '}') {
            if (braces.open > 0) --braces.open;
            else ++braces.close;
        }
    }
    return braces;
}

} // namespace

std::string quoted_rule(const support::SourceFile& file, std::uint32_t line) {
    const std::string_view own = as_rule(trimmed(file.line(line)));
    if (!begins_with_word(own, "if") && !begins_with_word(own, "otherwise")) return std::string(own);
    std::uint32_t closed = 0;
    for (std::uint32_t before = line - 1; before > 0; --before) {
        const Braces braces = braces_of(file.line(before));
        if (braces.open > closed) {
            const std::string_view head = as_rule(trimmed(file.line(before).substr(0, braces.last_open)));
            const bool is_rule = std::ranges::any_of(std::initializer_list<std::string_view>{"on", "at", "after", "when"},
                                                     [&](std::string_view word) { return begins_with_word(head, word); });
            return is_rule ? std::string(head) + ": " + std::string(own) : std::string(own);
        }
        closed = closed - braces.open + braces.close;
    }
    return std::string(own);
}

} // namespace recourse::emit
