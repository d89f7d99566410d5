// A policy as its author wrote it, for checks of the text itself: its tree, its words, and edits that mend it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/model.h"
#include "compiler/support/source.h"
#include "compiler/syntax/pieces.h"

namespace recourse::checks {

// The file that a model was made of. It points into the tree and the source, which outlive it.
struct Written {
    Written(const syntax::File& tree, const support::SourceFile& of, std::vector<const syntax::File*> others = {})
        : file(tree), source(of), imports(std::move(others)), pieces(syntax::pieces_of(tree)) {}
    const syntax::File& file;
    const support::SourceFile& source;
    std::vector<const syntax::File*> imports;   // the trees of what it imports, directly or not
    std::vector<syntax::Piece> pieces;

    // The piece whose name stands there; null when none does. O(pieces).
    [[nodiscard]] const syntax::Piece* named_at(support::Span name) const;
};

// Each place where the word stands in the file: no comment, no text in quotes, and no longer word that contains it. In order. O(file).
[[nodiscard]] std::vector<support::Span> places_of_word(const Written& written, std::string_view word);

// Takes what stands there away, with its lines where nothing else stands on them, a comment at the end of its last line included.
[[nodiscard]] diagnostics::Edit removal(const Written& written, support::Span span);
// Takes one of a list away, with the comma before or after it; the list has another.
[[nodiscard]] diagnostics::Edit removal_from_list(const Written& written, support::Span span, bool is_first);

// Gives what is declared as `from` another name everywhere in the file. Nothing where the word may mean anything else in some place, where
// `to` is taken, or where other files know it by this name.
[[nodiscard]] std::optional<diagnostics::Fix> renaming(const Written& written, const semantics::Model& model, const syntax::Piece& declared,
                                                       const syntax::Name& name, const std::string& to);

// "2 places".
[[nodiscard]] std::string in_places(std::size_t count);

}  // namespace recourse::checks
