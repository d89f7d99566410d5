#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

namespace {

// A right to the same act that can end: by its own window, or because a time limit takes the case out of its state.
bool can_run_out(const Model& model, const Transition& right) {
    const bool window = std::any_of(right.limbs.begin(), right.limbs.end(), [](const semantics::Limb& limb) { return limb.kind != semantics::LimbKind::from; });
    if (window) return true;
    for (StateId at = right.owner; at.valid(); at = model.states[at].parent) {
        if (!model.states[at].deadlines.empty() || !model.states[at].whens.empty()) return true;
    }
    return false;
}

}  // namespace

// An act that is accepted `without right`, which says that it comes late, where there never was a time at which it came with right: nothing
// tells anybody until when to act.
void late_without_right(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    std::set<Span> told;
    for (const TransitionId id : model.transitions.ids()) {
        const Transition& rule = model.transitions[id];
        if (!rule.without_right || rule.trigger != semantics::Trigger::event || !rule.owner.valid() || !is_own(model, rule.span)) continue;
        const ExploredCase* explored = explored_of(input, rule.of);
        if (explored == nullptr || !explored->transitions[id.index()] || told.contains(rule.span)) continue;   // never taken: told elsewhere
        bool with_right = false;
        for (const TransitionId other : model.transitions.ids()) {
            const Transition& right = model.transitions[other];
            const bool accepts = right.target_kind == semantics::TargetKind::move || right.target_kind == semantics::TargetKind::stay;
            const bool same = right.trigger == semantics::Trigger::event && right.event == rule.event && right.owner.valid() && !right.without_right;
            with_right = with_right || (same && accepts && explored->transitions[other.index()] && can_run_out(model, right));
        }
        if (with_right) continue;
        told.insert(rule.span);
        Diagnostic& finding = report(sink, "late-without-right", rule.span,
                                     fmt::format("`{}` is accepted as late in `{}`, and there is no time by which it would have been in time", model.events[rule.event].name,
                                                 model.states[rule.owner].path),
                                     "say until when it is a right (`on … until …`), or leave `without right` out");
        finding.labels.front().text = "never in time";
        finding.why = "whoever acts is told that he is late, and could not have been earlier";
    }
}

}  // namespace recourse::checks
