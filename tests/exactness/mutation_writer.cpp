#include "tests/exactness/mutation_writer.h"

#include <algorithm>

namespace exactness {

const char* name_of(MutationKind kind) {
    constexpr const char* names[kMutationKinds] = {
        "timeout deleted", "rule deleted", "window widened, narrowed", "guard flipped", "target swapped", "event swapped", "otherwise dropped",
        "deadlines reordered", "party changed", "at most dropped, raised", "effect dropped", "value changed", "row changed"};
    return names[static_cast<std::size_t>(kind)];
}

std::string mutated(const std::string& text, const Mutant& mutant) {
    std::string result;
    std::size_t from = 0;
    for (const Replacement& edit : mutant.edits) {
        result += text.substr(from, edit.begin - from) + edit.by;
        from = edit.end;
    }
    return result + text.substr(from);
}

namespace {

// One line, and not a long one.
std::string shown(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    const auto spaces = std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; });
    text.erase(spaces, text.end());
    return text.size() <= 90 ? text : text.substr(0, 87) + "...";
}

}  // namespace

void MutationWriter::edit(MutationKind kind, std::vector<Replacement> edits) {
    std::sort(edits.begin(), edits.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    Mutant mutant{kind, source_.locate(edits.front().begin).line, {}, std::move(edits)};
    for (const Replacement& one : mutant.edits) {
        mutant.what += (mutant.what.empty() ? "`" : " and `") + shown(source_.text().substr(one.begin, one.end - one.begin)) + "`" +
                       (one.by.empty() ? " removed" : " -> `" + shown(one.by) + "`");
    }
    mutants_.push_back(std::move(mutant));
}

void MutationWriter::swap(MutationKind kind, const Span& a, const Span& b) {
    if (text(a) != text(b)) edit(kind, {{a.begin, a.end, text(b)}, {b.begin, b.end, text(a)}});
}

std::size_t MutationWriter::keyword_before(std::uint32_t place, std::string_view keyword) const {
    const std::string& text = source_.text();
    std::size_t end = place;
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\n' || text[end - 1] == '(')) --end;
    if (end < keyword.size() || text.compare(end - keyword.size(), keyword.size(), keyword) != 0) return std::string::npos;
    return end - keyword.size();
}

void MutationWriter::remove_clause(MutationKind kind, const Span& expression, std::initializer_list<std::string_view> keywords) {
    for (const std::string_view keyword : keywords) {
        const std::size_t begin = keyword_before(expression.begin, keyword);
        if (begin != std::string::npos) remove(kind, span(static_cast<std::uint32_t>(begin), expression.end));
    }
}

void MutationWriter::replace_keyword(MutationKind kind, const Span& expression, std::string_view keyword, const std::string& by) {
    const std::size_t begin = keyword_before(expression.begin, keyword);
    if (begin == std::string::npos) return;
    replace(kind, span(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + keyword.size())), by);
}

void MutationWriter::replace_word(MutationKind kind, const Span& within, std::string_view word, const std::string& by) {
    const std::size_t found = source_.text().find(word, within.begin);
    if (found == std::string::npos || found + word.size() > within.end) return;
    replace(kind, span(static_cast<std::uint32_t>(found), static_cast<std::uint32_t>(found + word.size())), by);
}

}  // namespace exactness
