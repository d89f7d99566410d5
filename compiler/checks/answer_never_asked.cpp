#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"
#include "compiler/explore/asked.h"

namespace recourse::checks {

namespace {

using semantics::TargetKind;

bool is_answer(const Model& model, const Transition& rule) {
    return (rule.target_kind == TargetKind::refuse || rule.target_kind == TargetKind::ignore) && rule.trigger == semantics::Trigger::event && rule.norm != semantics::Norm::power && is_own(model, rule.span);
}

std::string message(const Model& model, const Transition& rule) {
    const std::string& event = model.events[rule.event].name;
    const std::string where = rule.owner.valid() ? fmt::format(" in `{}`", model.states[rule.owner].path) : std::string();
    if (rule.target_kind == TargetKind::ignore) return fmt::format("`{}` is never ignored{}: no case comes where this rule would answer it", event, where);
    return fmt::format("`{}` is never refused{} with these words: no case comes where this rule would answer it", event, where);
}

}  // namespace

// A refusal or an `ignore` that no case ever comes to ask: its condition never holds where the event can come, or another rule always
// answers before it.
void answer_never_asked(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    std::map<Span, std::vector<TransitionId>> answers;   // one written in a machine that is used twice is asked when one of its copies is
    for (const TransitionId id : model.transitions.ids()) {
        if (is_answer(model, model.transitions[id])) answers[model.transitions[id].span].push_back(id);
    }
    for (const auto& [span, rules] : answers) {
        const Transition& first = model.transitions[rules.front()];
        bool asked = false, reached = !first.owner.valid();
        for (const TransitionId id : rules) {
            const ExploredCase* explored = explored_of(input, model.transitions[id].of);
            const StateId owner = model.transitions[id].owner;
            // Not known; or asked by the opening itself, where a case that it refuses does not come about.
            asked = asked || explored == nullptr || model.cases[model.transitions[id].of].opens_on == first.event;
            reached = reached || (owner.valid() && input.reached[owner.index()]);
            for (std::uint32_t node = 0; !asked && node < explored->found.nodes.size(); ++node) {
                asked = explore::can_answer(explored->explorer.steps(), explored->at(node), id);
            }
        }
        if (asked || !reached || told_within(sink, span, {"guard-always-false"})) continue;
        Diagnostic& finding = report(sink, "answer-never-asked", span, message(model, first), "take it away, or mend its condition or the rules that answer before it");
        finding.labels.front().text = "answers nothing";
        finding.why = "a reader takes it for a case that can arise";
    }
}

}  // namespace recourse::checks
