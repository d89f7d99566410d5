#include "compiler/checks/citations.h"

namespace recourse::checks {

namespace {

// `2.3` and `2.3.1`; the empty clause is the whole source.
bool is_part_of(std::string_view inner, std::string_view outer) {
    return outer.empty() || (inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '.'));
}

}  // namespace

bool speaks_of(const syntax::Citation& cite, const semantics::Clause& clause) {
    return cite.source == clause.source && (is_part_of(cite.clause, clause.clause) || is_part_of(clause.clause, cite.clause));
}

std::vector<const syntax::Citation*> citations_of(const Written& written) {
    std::vector<const syntax::Citation*> all;
    for (const syntax::Piece& piece : written.pieces) {
        if (piece.trailing == nullptr) continue;
        for (const syntax::Citation& cite : piece.trailing->cites) all.push_back(&cite);
    }
    return all;
}

}  // namespace recourse::checks
