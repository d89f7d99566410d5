#include "compiler/syntax/translate.h"

#include <algorithm>

#include "compiler/syntax/dump.h"
#include "compiler/syntax/failure.h"
#include "compiler/syntax/formatter.h"
#include "compiler/syntax/layout.h"
#include "compiler/syntax/parser.h"
#include "compiler/syntax/words.h"

namespace recourse::syntax {

namespace {

bool is_name(NodeKind kind) { return kind == NodeKind::word || kind == NodeKind::path; }

// Says of every name in the file that is a reserved word of `words`.
bool names_are_free(FileId id, const support::SourceFile& source, const Vocabulary& words, diagnostics::Sink& sink) {
    diagnostics::Sink ignored;
    const Layout layout = lay_out(id, source, ignored);
    const Tree tree = match_file(layout);
    bool free = true;
    for (const Node& node : tree.nodes) {
        const bool behind_dot = node.begin > 0 && layout.text[node.begin - 1] == '.';
        if ((!is_name(node.kind) && node.kind != NodeKind::clause) || behind_dot) continue;
        const std::string_view name = word_at(layout.text, node.begin);
        if (!words.is_reserved(name)) continue;
        const std::string tag(tag_of(words.language()));
        sink.error("reserved-word", {id, node.begin, node.begin + static_cast<std::uint32_t>(name.size())},
                   "`" + std::string(name) + "` is a word of the language in `" + tag + "` and cannot be a name there",
                   "give it another name before the file is translated");
        free = false;
    }
    return free;
}

// Brackets that one language wants and the other does not are no difference.
std::string meaning_of(const File& file) {
    std::string text = dump(file);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool twice = i + 1 < text.size() && text[i] == text[i + 1] && (text[i] == '(' || text[i] == ')');
        if (!twice) out += text[i];
    }
    return out;
}

File only(const File& file, std::size_t item) {
    File one;
    one.kind = file.kind;
    one.name = file.name;
    one.items.push_back(file.items[item]);
    return one;
}

// The first declaration that the other text has otherwise, or the first line.
Span first_difference(const File& ours, const File& theirs) {
    for (std::size_t i = 0; i < ours.items.size(); ++i) {
        if (i < theirs.items.size() && meaning_of(only(ours, i)) == meaning_of(only(theirs, i))) continue;
        return std::visit([](const auto& item) { return item.span; }, ours.items[i]);
    }
    return ours.name.span;
}

}  // namespace

std::optional<std::string> translate(const File& file, const support::SourceFile& source, Language language, diagnostics::Sink& sink) {
    if (!names_are_free(file.id, source, vocabulary(language), sink)) return std::nullopt;
    std::string text = format(file, source, language);
    if (language == language_of_text(source.text())) return text;
    // Whatever the table and the grammar make of it: what is handed out has been read back.
    const support::SourceFile written(source.path(), text);
    diagnostics::Sink problems;
    const File back = parse(file.id, written, problems);
    if (!problems.has_errors() && meaning_of(back) == meaning_of(file)) return text;
    Span place = first_difference(file, back);
    const std::size_t line_end = std::min(source.text().find('\n', place.begin), source.text().size());
    place.end = std::min(place.end, static_cast<std::uint32_t>(line_end));
    sink.error("not-translated", place, "this would be read otherwise in `" + std::string(tag_of(language)) + "`",
               "a name in it may be spelled like a word of that language; brackets around a part make its bounds plain");
    return std::nullopt;
}

}  // namespace recourse::syntax
