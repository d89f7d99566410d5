#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/row_ranges.h"
#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using semantics::Decision;
using semantics::DecisionRow;

constexpr int kMostFindings = 100;

// For each row, what holds when it answers: its condition, and that of none that overrides it.
std::vector<FormulaId> answers(Guards& guards, const Decision& decision) {
    std::vector<std::vector<FormulaId>> parts(decision.rows.size());
    for (std::size_t i = 0; i < decision.rows.size(); ++i) parts[i].push_back(guards.row(decision.rows[i]));
    for (const DecisionRow& row : decision.rows) {
        for (const std::uint32_t other : row.beats) parts[other].push_back(guards.opposite(guards.row(row)));
    }
    std::vector<FormulaId> answers;
    for (auto& row : parts) answers.push_back(guards.all(std::move(row)));
    return answers;
}

bool beats(const DecisionRow& row, std::uint32_t other) { return std::find(row.beats.begin(), row.beats.end(), other) != row.beats.end(); }

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

// `both` holds when both rows answer.
void compare(const Decision& decision, Guards& guards, FormulaId both, const DecisionRow& first, const DecisionRow& second, Sink& sink) {
    const Answer answer = guards.can_hold(guards.all({both, differ(guards, first, second)}));
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
    const auto line = guards.decide_line(answer);
    finding.witness = line ? std::vector{*line} : answer.witness;
    if (decision.may_be_undecided) finding.severity = diagnostics::Severity::note;
}

void check(const CheckInput& input, semantics::DecisionId id, Sink& sink) {
    const Decision& decision = input.model.decisions[id];
    const std::string what = fmt::format("which rows of `{}` hold together", decision.name);
    const auto pairs = meeting_rows(input.model, decision, kMostRowPairs);
    if (!pairs) {
        report_undecided(sink, decision.span, what, fmt::format("that more than {} pairs of its rows may", kMostRowPairs));
        return;
    }
    if (pairs->empty()) return;
    Guards guards(input.model, input.times, {semantics::Trigger::event, {}, {}, id});
    const std::vector<FormulaId> answer = answers(guards, decision);
    const std::size_t before = sink.all().size();
    for (const auto& [a, b] : *pairs) {
        if (beats(decision.rows[a], b) || beats(decision.rows[b], a)) continue;
        if (sink.all().size() - before >= kMostFindings) {
            report_undecided(sink, decision.span, what, fmt::format("that {} do already", kMostFindings));
            return;
        }
        compare(decision, guards, guards.all({answer[a], answer[b]}), decision.rows[a], decision.rows[b], sink);
    }
}

}  // namespace

void overlapping_rows(const CheckInput& input, Sink& sink) {
    for (const auto id : input.model.decisions.ids()) {
        const Decision& decision = input.model.decisions[id];
        if (!decision.in_order && is_answered_for(input.model, decision.span)) check(input, id, sink);
    }
}

}  // namespace recourse::checks
