#include <fmt/format.h>

#include "compiler/checks/row_ranges.h"
#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

void check(const CheckInput& input, semantics::DecisionId id, Sink& sink) {
    const semantics::Decision& decision = input.model.decisions[id];
    const auto pairs = meeting_rows(input.model, decision, kMostRowPairs);
    if (!pairs) {
        report_undecided(sink, decision.span, fmt::format("whether each row of `{}` can answer", decision.name),
                         fmt::format("that more than {} pairs of its rows may hold together", kMostRowPairs));
        return;
    }
    // Rows that hold together with a row; only these can take its place.
    std::vector<std::vector<std::uint32_t>> meets(decision.rows.size());
    for (const auto& [a, b] : *pairs) {
        meets[a].push_back(b);
        meets[b].push_back(a);
    }
    Guards guards(input.model, input.times, {semantics::Trigger::event, {}, {}, id});
    std::vector<FormulaId> conditions(decision.rows.size(), guards.any({}));   // of the rows so far
    std::vector<FormulaId> all;
    for (const std::uint32_t index : decision.order) {
        const semantics::DecisionRow& row = decision.rows[index];
        const FormulaId here = guards.row(row);
        std::vector<FormulaId> earlier;
        for (const std::uint32_t other : meets[index]) earlier.push_back(conditions[other]);
        if (!row.condition.valid()) earlier = all;
        const bool shadowed = guards.can_hold(guards.all({here, guards.opposite(guards.any(std::move(earlier)))})).no();
        conditions[index] = here;
        all.push_back(here);
        if (!shadowed) continue;
        const Answer fits = guards.can_hold(here);
        const bool never_holds = fits.no();
        Diagnostic& finding = report(
            sink, "row-never-reached", row.span,
            never_holds ? fmt::format("the condition of `{}` never holds", row.name)
                        : fmt::format("`{}` of the decision `{}` is never the row that answers", row.name, decision.name),
            never_holds ? "mend the condition, or take the row away" : "take the row away, or narrow the rows that come before it");
        finding.labels.front().text = never_holds ? "no inputs fit this" : "all inputs that fit this are answered by other rows";
        finding.why = "whoever reads the row believes that it counts";
        // The nearest that any inputs come to it: they fit it, and another row answers.
        if (const auto line = fits.yes() ? guards.decide_line(fits) : std::nullopt) finding.witness = {*line};
    }
}

}  // namespace

void row_never_reached(const CheckInput& input, Sink& sink) {
    for (const auto id : input.model.decisions.ids()) {
        if (is_answered_for(input.model, input.model.decisions[id].span)) check(input, id, sink);
    }
}

}  // namespace recourse::checks
