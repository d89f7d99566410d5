#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

constexpr int kMostExamples = 3;

std::string joined(const std::vector<std::string>& lines) {
    std::string result;
    for (const std::string& line : lines) result.append(result.empty() ? "" : ", ").append(line);
    return result.empty() ? "any inputs" : result;
}

void check(const CheckInput& input, semantics::DecisionId id, Sink& sink) {
    const semantics::Decision& decision = input.model.decisions[id];
    Guards guards(input.model, input.times, {semantics::Trigger::event, {}, {}, id});
    std::vector<FormulaId> parts;
    for (const semantics::DecisionRow& row : decision.rows) {
        if (!row.condition.valid()) return;   // `otherwise` leaves nothing out
        parts.push_back(guards.opposite(guards.row(row)));
    }
    FormulaId left = guards.all(std::move(parts));
    std::vector<std::string> examples, lines;
    for (int i = 0; i < kMostExamples; ++i) {
        const Answer answer = guards.can_hold(left);
        if (answer.undecided() && examples.empty()) {
            report_undecided(sink, decision.span, fmt::format("whether the rows of `{}` leave inputs out", decision.name), answer.obstacle);
            return;
        }
        if (!answer.yes()) break;
        examples.push_back(joined(answer.witness));
        if (auto line = guards.decide_line(answer)) lines.push_back(std::move(*line));
        left = guards.all({left, guards.opposite(guards.like(answer))});
        if (guards.like(answer) == guards.any({})) break;   // nothing to tell further examples apart by
    }
    if (examples.empty()) return;
    Diagnostic& finding = report(sink, "missing-rows", decision.span, fmt::format("the decision `{}` has no row for some inputs", decision.name),
                                 "add a row for them, or `otherwise`; where the text gives no answer, `otherwise => undecided`");
    finding.labels.front().text = "no row holds for: " + examples.front();
    finding.why = "a case that asks this would get no answer";
    finding.witness = lines.empty() ? std::move(examples) : std::move(lines);
    if (decision.may_be_undecided) finding.severity = diagnostics::Severity::note;
}

}  // namespace

void missing_rows(const CheckInput& input, Sink& sink) {
    for (const auto id : input.model.decisions.ids()) {
        if (is_answered_for(input.model, input.model.decisions[id].span)) check(input, id, sink);
    }
}

}  // namespace recourse::checks
