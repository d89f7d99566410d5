#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/checks/smallest_edit.h"

namespace recourse::checks {

namespace {

using semantics::TargetKind;
using semantics::Trigger;

std::string rule_in_words(const Model& model, const Transition& rule) {
    if (rule.norm == semantics::Norm::right) return fmt::format("{} is never open by this right", act_in_words(model, model.events[rule.event]));
    switch (rule.trigger) {
        case Trigger::event: return fmt::format("{} is never answered by this rule of `{}`", act_in_words(model, model.events[rule.event]), model.states[rule.owner].path);
        case Trigger::deadline: return fmt::format("this time limit of `{}` never takes effect", model.states[rule.owner].path);
        case Trigger::when: return fmt::format("this condition of `{}` never moves a case", model.states[rule.owner].path);
    }
    return {};
}

// Its condition alone was found to be impossible, or its machine waits for another one in vain, or another rule contradicts it and comes first: that is the cause.
bool told_already(const Sink& sink, Span rule) {
    return told_within(sink, rule, {"guard-always-false", "blocked-machine", "conflicting-deadlines", "conflicting-transitions", "clauses-at-odds", "right-always-empty"});
}

}  // namespace

// Rules of states that cases come to, which none of them ever takes: the window is shut before the state can be entered, a deadline or
// another rule is always first, or the conditions cannot meet. What a reusable machine leaves unused is not its user's to mend.
void transition_never_taken(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        if (!explored->found.exact()) continue;
        // A rule of a composite, or of a machine used twice, is taken when one of its copies is.
        std::map<Span, bool> taken;
        for (const TransitionId id : model.transitions.ids()) {
            if (model.transitions[id].of == explored->of) taken[model.transitions[id].span] |= explored->transitions[id.index()];
        }
        for (const TransitionId id : model.transitions.ids()) {
            const Transition& rule = model.transitions[id];
            const bool moves = rule.target_kind == TargetKind::move || rule.target_kind == TargetKind::stay;
            if (rule.of != explored->of || !moves || !rule.owner.valid() || taken[rule.span] || !is_own(model, rule.span)) continue;
            if (!explored->states[rule.owner.index()]) continue;   // unreachable-state says so
            if (model.machines[model.states[rule.owner].machine].duty.valid()) continue;   // checks of their own tell of duties
            if (model.machines[model.states[rule.owner].machine].clock) continue;          // and of pauses
            taken[rule.span] = true;                          // once
            if (told_already(sink, rule.span)) continue;
            Diagnostic& finding = report(sink, "transition-never-taken", rule.span, rule_in_words(model, rule),
                                         "widen its window or its condition, or take the rule away");
            finding.labels.front().text = "no case takes it";
            finding.why = "what the policy promises here happens in no case";
            show_how_near(input, *explored, {id}, "some case would take it", [&](const ExploredCase& edited) { return edited.transitions[id.index()]; }, finding);
        }
    }
}

}  // namespace recourse::checks
