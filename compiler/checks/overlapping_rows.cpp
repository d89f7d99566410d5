#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using semantics::Decision;
using semantics::DecisionRow;

bool beats(const DecisionRow& row, std::uint32_t other) { return std::find(row.beats.begin(), row.beats.end(), other) != row.beats.end(); }

// The row holds, and none that overrides it does.
FormulaId answers(Guards& guards, const Decision& decision, std::uint32_t row) {
    std::vector<FormulaId> parts{guards.row(decision.rows[row])};
    for (const DecisionRow& other : decision.rows) {
        if (beats(other, row)) parts.push_back(guards.opposite(guards.row(other)));
    }
    return guards.all(std::move(parts));
}

FormulaId differ(Guards& guards, const DecisionRow& a, const DecisionRow& b) {
    std::vector<FormulaId> same;
    for (std::size_t i = 0; i < a.results.size() && i < b.results.size(); ++i) {
        const auto& x = a.results[i];
        const auto& y = b.results[i];
        if (x.undecided && y.undecided) continue;
        if (x.undecided != y.undecided || x.up_to != y.up_to) return guards.all({});   // always
        if (x.value.valid() && y.value.valid()) same.push_back(guards.same(x.value, y.value));
    }
    return guards.opposite(guards.all(std::move(same)));
}

void compare(const Decision& decision, Guards& guards, std::uint32_t a, std::uint32_t b, Sink& sink) {
    const DecisionRow& first = decision.rows[a];
    const DecisionRow& second = decision.rows[b];
    const Answer answer = guards.can_hold(guards.all({answers(guards, decision, a), answers(guards, decision, b), differ(guards, first, second)}));
    if (answer.no()) return;
    if (answer.undecided()) {
        report_undecided(sink, second.span, fmt::format("whether `{}` and `{}` of `{}` can hold together", first.name, second.name, decision.name),
                         answer.obstacle);
        return;
    }
    Diagnostic& finding = report(sink, "overlapping-rows", second.span,
                                 fmt::format("`{}` and `{}` of the decision `{}` both hold for some inputs and give different results", first.name,
                                             second.name, decision.name),
                                 fmt::format("say which one wins (`overrides {}`), narrow one of the two conditions, or decide the rows `in order`",
                                             first.name));
    finding.labels.front().text = "this row …";
    finding.labels.push_back({first.span, "… and this one"});
    finding.why = "the policy answers one question in two ways";
    finding.witness = answer.witness;
    if (decision.may_be_undecided) finding.severity = diagnostics::Severity::note;
}

}  // namespace

void overlapping_rows(const CheckInput& input, Sink& sink) {
    for (const auto id : input.model.decisions.ids()) {
        const Decision& decision = input.model.decisions[id];
        if (decision.in_order || !is_own(input.model, decision.span)) continue;
        Guards guards(input.model, input.times, {semantics::Trigger::event, {}, {}, id});
        for (std::uint32_t a = 0; a < decision.rows.size(); ++a) {
            for (std::uint32_t b = a + 1; b < decision.rows.size(); ++b) {
                const bool both_conditions = decision.rows[a].condition.valid() && decision.rows[b].condition.valid();
                if (!both_conditions || beats(decision.rows[a], b) || beats(decision.rows[b], a)) continue;
                compare(decision, guards, a, b, sink);
            }
        }
    }
}

}  // namespace recourse::checks
