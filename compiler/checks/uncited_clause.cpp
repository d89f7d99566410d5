#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/citations.h"
#include "compiler/checks/support.h"

namespace recourse::checks {

// A clause of a source that nothing in the file cites and that is not left out. A calendar's days are its source's, all of them, and so are
// the lines of a counting regime: neither has a place for a citation.
void uncited_clause(const CheckInput& input, Sink& sink) {
    const syntax::File::Kind kind = input.written.file.kind;
    if (kind == syntax::File::Kind::calendar || kind == syntax::File::Kind::counting) return;
    const auto cites = citations_of(input.written);
    for (const semantics::Clause& clause : input.model.clauses) {
        if (clause.left_out || !is_own(input.model, clause.span)) continue;
        if (std::any_of(cites.begin(), cites.end(), [&](const syntax::Citation* cite) { return speaks_of(*cite, clause); })) continue;
        const bool whole = clause.clause.empty();
        const std::string name = whole ? clause.source : clause.source + "." + clause.clause;
        Diagnostic& finding = report(sink, "uncited-clause", clause.span, fmt::format("no rule cites {}", name.empty() ? "the source" : "`" + name + "`"),
                                     whole ? "cite it where a rule encodes it, or take the source away"
                                           : fmt::format("`cite {}` where a rule encodes it, or say `left out {} because \"…\"`", name, clause.clause));
        finding.labels.front().text = "nothing below speaks of it";
        finding.why = "a reader of the published text looks here for the clause, and cannot tell whether it was forgotten";
    }
}

}  // namespace recourse::checks
