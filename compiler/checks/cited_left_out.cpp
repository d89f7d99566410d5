#include <fmt/format.h>

#include "compiler/checks/citations.h"
#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

// The header's word that the clause is left out; and whether it is listed with its title as well.
struct LeftOut {
    Span span;
    bool is_listed = false;
};

LeftOut left_out_in(const Written& written, const semantics::Clause& clause) {
    LeftOut found{clause.span, false};
    for (const syntax::HeaderLine& line : written.file.header) {
        if (line.name.text != clause.source) continue;
        for (const syntax::SourceClause& one : line.clauses) {
            if (one.clause != clause.clause) continue;
            if (one.left_out) found.span = one.span;
            else found.is_listed = true;
        }
    }
    return found;
}

}  // namespace

// A clause that the header leaves out, and that something in the file cites all the same.
void cited_left_out(const CheckInput& input, Sink& sink) {
    for (const semantics::Clause& clause : input.model.clauses) {
        if (!clause.left_out || !is_own(input.model, clause.span)) continue;
        const LeftOut left_out = left_out_in(input.written, clause);
        for (const syntax::Citation* cite : citations_of(input.written)) {
            // Of the whole that it is part of something may well be said.
            if (!speaks_of(*cite, clause) || cite->clause.size() < clause.clause.size()) continue;
            Diagnostic& finding = report(sink, "cited-left-out", cite->span, fmt::format("`{}.{}` is cited here, and the header leaves it out", clause.source, clause.clause),
                                         "list the clause with its title, or do not cite it");
            finding.labels.front().text = "encodes it";
            finding.labels.push_back({left_out.span, "says that nothing does"});
            finding.why = "one of the two is not true, and a reader of the published text cannot tell which";
            // Where the clause is listed with its title as well, leaving it out is what has to go.
            if (left_out.is_listed) {
                finding.fix = diagnostics::Fix({removal(input.written, left_out.span)}, fmt::format("no longer leave `{}.{}` out", clause.source, clause.clause));
            }
        }
    }
}

}  // namespace recourse::checks
