#include "compiler/checks/written.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/syntax/dump.h"
#include "compiler/syntax/keywords.h"
#include "compiler/syntax/language_line.h"
#include "compiler/syntax/parser.h"
#include "compiler/syntax/words.h"

namespace recourse::checks {

using diagnostics::Edit;
using diagnostics::Fix;
using support::Span;
using syntax::Piece;
using syntax::PieceKind;

const Piece* Written::named_at(Span name) const {
    const auto found = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& one) { return one.name != nullptr && one.name->span == name; });
    return found == pieces.end() ? nullptr : &*found;
}

std::vector<Span> places_of_word(const Written& written, std::string_view word) {
    const std::string_view text = written.source.text();
    std::vector<Span> found;
    auto comment = written.file.comments.begin();
    for (std::size_t at = 0; at < text.size();) {
        while (comment != written.file.comments.end() && comment->span.end <= at) ++comment;
        if (comment != written.file.comments.end() && comment->span.begin <= at) {
            at = comment->span.end;
        } else if (text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at) {
                if (text[at] == '\\' && at + 1 < text.size()) ++at;
            }
            ++at;
        } else if (const std::string_view here = syntax::word_at(text, at); !here.empty()) {
            if (here == word) found.push_back({written.file.id, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + here.size())});
            at += here.size();
        } else if (syntax::is_digit(text[at])) {
            while (at < text.size() && syntax::is_word_char(text[at])) ++at;   // a number, or a clause that begins with one
        } else {
            ++at;
        }
    }
    return found;
}

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

}  // namespace

Edit removal(const Written& written, Span span) {
    const std::string_view text = written.source.text();
    std::uint32_t begin = span.begin, end = span.end;
    while (begin > 0 && is_blank(text[begin - 1])) --begin;
    while (end < text.size() && is_blank(text[end])) ++end;
    const bool begins_line = begin == 0 || text[begin - 1] == '\n';
    // What is said at the end of the line is said of what goes.
    std::uint32_t line_end = end;
    if (line_end < text.size() && text[line_end] == '#') {
        while (line_end < text.size() && text[line_end] != '\n') ++line_end;
    }
    const bool ends_line = line_end == text.size() || text[line_end] == '\n';
    if (!begins_line) return {{span.file, begin, span.end}, ""};
    if (!ends_line) return {{span.file, span.begin, end}, ""};
    if (line_end < text.size()) ++line_end;
    // Of two empty lines around it one is enough.
    const bool empty_before = begin == 0 || (begin >= 2 && text[begin - 2] == '\n');
    if (empty_before && line_end < text.size() && text[line_end] == '\n') ++line_end;
    return {{span.file, begin, line_end}, ""};
}

Edit removal_from_list(const Written& written, Span span, bool is_first) {
    const std::string_view text = written.source.text();
    std::uint32_t begin = span.begin, end = span.end;
    const auto is_space = [](char c) { return is_blank(c) || c == '\n'; };
    if (is_first) {
        while (end < text.size() && is_space(text[end])) ++end;
        if (end < text.size() && text[end] == ',') ++end;
        while (end < text.size() && is_space(text[end])) ++end;
    } else {
        while (begin > 0 && is_space(text[begin - 1])) --begin;
        if (begin > 0 && text[begin - 1] == ',') --begin;
    }
    return {{span.file, begin, end}, ""};
}

namespace {

// Whether other files may know it: what stands at the top of a file is theirs to import, and what a machine or decision is called by.
bool is_known_outside(const Written& written, const Piece& declared) {
    const Piece* outermost = &declared;
    while (outermost->inside != Piece::kNoPiece) outermost = &written.pieces[outermost->inside];
    const bool is_library = written.file.kind != syntax::File::Kind::policy;
    return is_library && outermost->kind != PieceKind::case_type;
}

bool ends_in(std::string_view path, std::string_view word) {
    return path.ends_with(word) && (path.size() == word.size() || path[path.size() - word.size() - 1] == '.');
}

// Whether something that is declared in another file goes by the word, so that it may stand in this one for that.
bool is_foreign(const semantics::Model& model, Span own, std::string_view word) {
    const auto is = [&](std::string_view name, Span declared) { return declared.file != own.file && ends_in(name, word); };
    const auto any = [&](const auto& table) {
        return std::any_of(table.begin(), table.end(), [&](const auto& one) { return is(one.name, one.span); });
    };
    const auto any_field = [&](const std::vector<semantics::Field>& fields) { return any(fields); };
    if (any(model.parties) || any(model.kinds) || any(model.facts) || any(model.records) || any(model.events) || any(model.effects) || any(model.states) ||
        any(model.named) || any(model.decisions)) {
        return true;
    }
    for (const auto& kind : model.kinds) {
        for (std::size_t i = 0; i < kind.members.size(); ++i) {
            if (is(kind.members[i], kind.member_spans[i])) return true;
        }
    }
    for (const auto& event : model.events) {
        if (any_field(event.fields)) return true;
    }
    for (const auto& effect : model.effects) {
        if (any_field(effect.parameters)) return true;
    }
    for (const auto& decision : model.decisions) {
        if (any_field(decision.parameters) || any_field(decision.results)) return true;
        if (decision.span.file == own.file) continue;
        if (std::any_of(decision.rows.begin(), decision.rows.end(), [&](const auto& row) { return row.name == word; })) return true;
    }
    return std::any_of(model.transitions.begin(), model.transitions.end(),
                       [&](const auto& one) { return one.span.file != own.file && one.text.reason == word; });
}

// The text with the edits made; they are in order and do not touch.
std::string edited(std::string_view text, const std::vector<Edit>& edits) {
    std::string made;
    std::uint32_t at = 0;
    for (const Edit& edit : edits) {
        made.append(text.substr(at, edit.span.begin - at)).append(edit.replacement);
        at = edit.span.end;
    }
    return made.append(text.substr(at));
}

// The same with another word for one, outside quotes.
std::string with_word(std::string_view text, std::string_view from, std::string_view to) {
    std::string made;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view word = quoted ? std::string_view() : syntax::word_at(text, at);
        if (!word.empty()) {
            made.append(word == from ? to : word);
            at += word.size();
            continue;
        }
        if (quoted && text[at] == '\\' && at + 1 < text.size()) made += text[at++];
        else if (text[at] == '"') quoted = !quoted;
        made += text[at++];
    }
    return made;
}

// Whether the edits give the same tree with another name in it: a word of the language that a name is called by stands for itself in
// some places, and is then no longer read as what it was.
bool same_tree_renamed(const Written& written, const std::vector<Edit>& edits, std::string_view from, std::string_view to) {
    const support::SourceFile renamed(written.source.path(), edited(written.source.text(), edits));
    diagnostics::Sink faults;
    const syntax::File file = syntax::parse(written.file.id, renamed, faults);
    return !faults.has_errors() && syntax::dump(file) == with_word(syntax::dump(written.file), from, to);
}

bool covers(Span outer, Span inner) { return outer.begin <= inner.begin && inner.end <= outer.end; }

// Places where a word is no name of anything declared: the header, and clauses that are cited.
bool is_citation(const Written& written, Span place) {
    for (const auto& line : written.file.header) {
        if (covers(line.span, place)) return true;
    }
    for (const Piece& piece : written.pieces) {
        if (piece.trailing == nullptr) continue;
        for (const auto& cite : piece.trailing->cites) {
            if (covers(cite.span, place)) return true;
        }
        for (const auto& allow : piece.trailing->allows) {
            if (covers(allow.span, place)) return true;
        }
    }
    return false;
}

// How many things the file itself calls by the word.
std::size_t declared_as(const Written& written, std::string_view word) {
    std::size_t count = 0;
    std::set<std::string_view> reasons;
    for (const Piece& piece : written.pieces) {
        if (piece.name != nullptr && piece.name->text == word) ++count;
        // Many rules may give one reason.
        if (piece.trailing != nullptr && piece.trailing->reason && piece.trailing->reason->text == word) reasons.insert(word);
    }
    return count + reasons.size();
}

}  // namespace

std::optional<Fix> renaming(const Written& written, const semantics::Model& model, const Piece& declared, const syntax::Name& name, const std::string& to) {
    if (to.empty() || is_known_outside(written, declared)) return std::nullopt;
    // In a Chinese file what a fix writes is put in that file's words, and this one is no keyword.
    if (syntax::language_of_text(written.source.text()) != syntax::Language::english && syntax::vocabulary(syntax::Language::english).find(to) != nullptr) return std::nullopt;
    if (declared_as(written, name.text) != 1 || is_foreign(model, name.span, name.text) || is_foreign(model, name.span, to)) return std::nullopt;
    if (!places_of_word(written, to).empty()) return std::nullopt;
    Fix fix;
    for (const Span place : places_of_word(written, name.text)) {
        if (is_citation(written, place)) return std::nullopt;
        fix.edits.push_back({place, to});
    }
    if (!same_tree_renamed(written, fix.edits, name.text, to)) return std::nullopt;
    fix.title = fmt::format("rename to `{}`, in {}", to, in_places(fix.edits.size()));
    return fix;
}

std::string in_places(std::size_t count) { return fmt::format("{} place{}", count, count == 1 ? "" : "s"); }

}  // namespace recourse::checks
