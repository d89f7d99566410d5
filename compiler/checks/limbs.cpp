#include "compiler/checks/limbs.h"

namespace recourse::checks {

namespace {

// What is known when the rule is looked at: a deadline's rules are when it is due.
FormulaId known(Guards& guards, const Model& model, const Transition& transition) {
    if (transition.trigger != semantics::Trigger::deadline) return guards.all({});
    return guards.passed(model.deadlines[transition.deadline].due);
}

// The compiler's own negation for a nested `otherwise`; the author wrote no condition there.
bool is_written(const Transition& transition, const semantics::Limb& limb) {
    return limb.span.valid() && limb.span != transition.span;
}

}  // namespace

std::map<Span, LimbVerdict> judge_limbs(const CheckInput& input) {
    std::map<Span, LimbVerdict> verdicts;
    for (const Transition& transition : input.model.transitions) {
        for (const semantics::Limb& limb : transition.limbs) {
            if (!is_written(transition, limb) || !is_own(input.model, limb.span)) continue;
            LimbVerdict& verdict = verdicts[limb.span];
            verdict.owner = transition.owner;
            verdict.kind = limb.kind;
            if (!verdict.never_holds && !verdict.always_holds) continue;
            Guards guards(input.model, input.times, place_of(input.model, transition));
            const FormulaId assumed = known(guards, input.model, transition);
            const FormulaId holds = guards.limb(limb);
            const Answer can_hold = guards.can_hold(guards.all({assumed, holds}));
            if (can_hold.undecided() && verdict.obstacle.empty()) verdict.obstacle = can_hold.obstacle;
            verdict.never_holds = verdict.never_holds && can_hold.no();
            verdict.always_holds = verdict.always_holds && guards.can_hold(guards.all({assumed, guards.opposite(holds)})).no();
        }
    }
    return verdicts;
}

std::map<Span, StateId> impossible_together(const CheckInput& input) {
    const Model& model = input.model;
    std::map<Span, StateId> impossible;
    std::map<Span, bool> possible;
    for (const Transition& transition : model.transitions) {
        if (transition.limbs.size() < 2 || !is_own(model, transition.span) || possible[transition.span]) continue;
        Guards guards(model, input.times, place_of(model, transition));
        const FormulaId assumed = known(guards, model, transition);
        bool each = true;
        for (const semantics::Limb& limb : transition.limbs) {
            each = each && !guards.can_hold(guards.all({assumed, guards.limb(limb)})).no();
        }
        const bool together = !each || !guards.can_hold(guards.all({assumed, guards.limbs(transition)})).no();
        if (together) {
            possible[transition.span] = true;
            impossible.erase(transition.span);
        } else {
            impossible[transition.span] = transition.owner;
        }
    }
    return impossible;
}

}  // namespace recourse::checks
