// Collects the mutants of one text; the walks over rules and over expressions write into it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/support/source.h"
#include "tests/exactness/mutation.h"
#include "tests/exactness/mutation_names.h"

namespace exactness {

class MutationWriter {
public:
    MutationWriter(const std::string& path, const std::string& text) : source_(path, text) {}

    using Span = recourse::support::Span;
    [[nodiscard]] std::string text(const Span& span) const { return source_.text().substr(span.begin, span.end - span.begin); }
    [[nodiscard]] const std::string& all() const { return source_.text(); }
    [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const { return {{}, begin, end}; }

    void replace(MutationKind kind, const Span& span, const std::string& by) { edit(kind, {{span.begin, span.end, by}}); }
    void remove(MutationKind kind, const Span& span) { replace(kind, span, ""); }
    void swap(MutationKind kind, const Span& a, const Span& b);
    // The clause that the expression ends: from the keyword before it. Nothing when none of these words stands there.
    void remove_clause(MutationKind kind, const Span& expression, std::initializer_list<std::string_view> keywords);
    void replace_keyword(MutationKind kind, const Span& expression, std::string_view keyword, const std::string& by);
    // The first place of a word in a span.
    void replace_word(MutationKind kind, const Span& within, std::string_view word, const std::string& by);

    [[nodiscard]] std::vector<Mutant> take() { return std::move(mutants_); }

private:
    void edit(MutationKind kind, std::vector<Replacement> edits);
    // Where the keyword before a place begins; npos when another word stands there.
    [[nodiscard]] std::size_t keyword_before(std::uint32_t place, std::string_view keyword) const;

    recourse::support::SourceFile source_;
    std::vector<Mutant> mutants_;
};

// Changes of an expression and of all its parts. `guard`: it decides whether something happens, so that it is negated as well.
void mutate_expression(MutationWriter& writer, const Names& names, const recourse::syntax::Expr& expression, bool guard);

}  // namespace exactness
