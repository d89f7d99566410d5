#include "compiler/syntax/language_line.h"

#include <algorithm>

namespace recourse::syntax {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kWideColon = "：";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r"), text.size());
    const std::size_t end = text.find_last_not_of(" \t\r");
    return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end + 1 - begin);
}

// What a comment says of the language: nothing when it is no such line.
std::optional<std::string_view> said_language(std::string_view comment) {
    if (!comment.starts_with('#')) return std::nullopt;
    std::string_view rest = trimmed(comment.substr(1));
    constexpr std::string_view kWord = "language";
    if (!rest.starts_with(kWord)) return std::nullopt;
    rest = trimmed(rest.substr(kWord.size()));
    if (rest.starts_with(':')) return trimmed(rest.substr(1));
    if (rest.starts_with(kWideColon)) return trimmed(rest.substr(kWideColon.size()));
    return std::nullopt;
}

}  // namespace

LanguageLine read_language_line(FileId id, std::string_view text, diagnostics::Sink& sink) {
    LanguageLine line;
    const std::size_t begin = text.find_first_not_of(" \t\r\n", text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
    if (begin == std::string_view::npos || text[begin] != '#') return line;
    const std::string_view comment = trimmed(text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin));
    const std::optional<std::string_view> tag = said_language(comment);
    if (!tag) return line;
    line.span = {id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + comment.size())};
    if (const std::optional<Language> language = language_of(*tag)) {
        line.language = *language;
        return line;
    }
    const bool chinese = tag->starts_with("zh");
    diagnostics::Diagnostic& d = sink.error("unknown-language", line.span, "the language has no keywords in `" + std::string(*tag) + "`",
                                            "`en`, `zh-Hans` (simplified) or `zh-Hant` (traditional); names and texts may be in any language");
    if (!chinese) return line;
    // Chinese it is; which script, the region would say.
    const bool traditional = *tag == "zh-TW" || *tag == "zh-HK" || *tag == "zh-MO" || tag->find("ant") != std::string_view::npos;
    line.language = traditional ? Language::traditional : Language::simplified;
    const std::string ours = "# language: " + std::string(tag_of(line.language));
    d.fix = diagnostics::Fix{line.span, ours, "replace with `" + ours + "`"};
    return line;
}

Language language_of_text(std::string_view text) {
    diagnostics::Sink ignored;
    return read_language_line(FileId(0), text, ignored).language;
}

void take_language_line(const LanguageLine& line, std::vector<Comment>& comments, diagnostics::Sink& sink) {
    if (line.span.valid() && !comments.empty() && comments.front().span.begin == line.span.begin) comments.erase(comments.begin());
    for (const Comment& comment : comments) {
        const std::optional<std::string_view> tag = said_language(comment.text);
        if (!tag) continue;
        diagnostics::Diagnostic& d = sink.error("misplaced-language", comment.span, "the language of a file is said on its first line, once",
                                                "move the line to the top, or take it out");
        if (!line.span.valid()) continue;
        d.labels.push_back({line.span, "said here"});
    }
}

}  // namespace recourse::syntax
