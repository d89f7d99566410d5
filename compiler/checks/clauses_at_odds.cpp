#include <fmt/format.h>

#include "compiler/checks/rights.h"
#include "compiler/checks/smallest_edit.h"
#include "compiler/explore/words.h"

namespace recourse::checks {

namespace {

std::string clauses_of(const Model& model, const Transition& rule, ExprId instant) {
    std::string all = cited(rule.text);
    const semantics::NamedId named = model.exprs[instant].named;
    const std::string more = named.valid() ? cited(model.named[named].text) : std::string();
    if (!more.empty() && more != all) all += (all.empty() ? "" : ", ") + more;
    return all;
}

std::string in_brackets(const std::string& clauses) { return clauses.empty() ? "" : " (" + clauses + ")"; }

}  // namespace

// Two periods that cannot both be kept: an act is allowed only after an instant by which another clause has closed its window, or has moved
// the case on.
void clauses_at_odds(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const Right& right : *input.rights) {
        if (right.taken || right.open > 0 || !right.empty || right.empty->window.until_passed || !right.empty->window.from) continue;
        const explore::Window& window = right.empty->window;
        const Transition& rule = model.transitions[right.empty->rule];
        const semantics::Event& event = model.events[rule.event];
        const auto words = [&](ExprId instant) { return explore::expression_in_words(model, input.times, instant); };
        // What goes by a name is told with its days, the first time.
        const auto in_full = [&](ExprId instant) {
            const bool plain = model.exprs[instant].named.valid() && model.exprs[instant].kind != semantics::ExprKind::choose;
            return plain ? fmt::format("`{}` ({})", words(instant), explore::definition_in_words(model, input.times, instant)) : fmt::format("`{}`", words(instant));
        };
        const semantics::Limb& from = rule.limbs[*window.from];
        const bool by_deadline = !window.until.has_value();
        const ExprId end = by_deadline ? model.deadlines[window.ended_by].due : rule.limbs[*window.until].instant;
        const Transition& ends = by_deadline ? model.transitions[model.deadlines[window.ended_by].transitions.front()] : rule;
        const std::string who = senders_in_words(model, event);
        const std::string ending = words(end) == words(from.instant) ? fmt::format("`{}`", words(end)) : in_full(end);
        const std::string message =
            by_deadline ? fmt::format("{} who waits until `{}` opens finds that the case has moved on: it opens after {}, and at {} the case {}", who, event.name,
                                      in_full(from.instant), ending, outcome_in_words(model, ends))
                        : fmt::format("{} who waits until `{}` opens finds it closed: it opens after {}, and closes at {}", who, event.name,
                                      in_full(from.instant), ending);
        Diagnostic finding = finding_at("clauses-at-odds", right.span, message,
                                        "let the first period end before the second, or count the second from where the first ends");
        finding.labels.front().span = from.span;
        finding.labels.front().text = "opens after this" + in_brackets(clauses_of(model, rule, from.instant));
        finding.labels.push_back({by_deadline ? own_place(model, ends.owner, ends.span) : rule.limbs[*window.until].span,
                                  (by_deadline ? "moves the case on by then" : "closes by then") + in_brackets(clauses_of(model, ends, end))});
        if (auto place = declared_at(model, from.instant, "counted here")) finding.labels.push_back(std::move(*place));
        if (auto place = declared_at(model, end, "counted here"); place && model.exprs[end].named != model.exprs[from.instant].named) {
            finding.labels.push_back(std::move(*place));
        }
        finding.why = "whoever keeps to the one clause loses what the other one gives";
        const bool shown = show_in_vain(input, *right.empty, finding, explore::Pace::latest) || show_in_vain(input, *right.empty, finding);
        if (!shown) continue;
        show_smallest_edit(input, *right.empty->explored, {right.empty->rule}, "some case would find it open",
                           [&](const ExploredCase& edited) { return edited.transitions[right.empty->rule.index()]; }, finding);
        sink.add(std::move(finding));
    }
}

}  // namespace recourse::checks
