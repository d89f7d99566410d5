#include "compiler/checks/limbs.h"

#include <numeric>

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

// `X is set`, `X has happened`, or the contrary: written before the value is read.
bool asks_presence(const Model& model, const semantics::Limb& limb) {
    if (limb.kind != semantics::LimbKind::condition) return false;
    const semantics::Expr* e = &model.exprs[limb.condition];
    if (e->kind == semantics::ExprKind::logical_not) e = &model.exprs[e->children[0]];
    return e->kind == semantics::ExprKind::is_set || e->kind == semantics::ExprKind::has_passed;
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

std::vector<Span> implied_limbs(const CheckInput& input) {
    const Model& model = input.model;
    std::map<Span, bool> implied;
    for (const Transition& transition : model.transitions) {
        std::vector<std::size_t> kept(transition.limbs.size());
        std::iota(kept.begin(), kept.end(), std::size_t{0});
        for (std::size_t i = transition.limbs.size(); i-- > 0;) {
            const semantics::Limb& limb = transition.limbs[i];
            if (!is_written(transition, limb) || !is_own(model, limb.span)) continue;
            const auto [verdict, fresh] = implied.try_emplace(limb.span, true);
            if (!verdict->second || kept.size() < 2 || asks_presence(model, limb)) {
                verdict->second = false;
                continue;
            }
            Guards guards(model, input.times, place_of(model, transition));
            std::vector<FormulaId> rest{known(guards, model, transition)};
            for (const std::size_t other : kept) {
                if (other != i) rest.push_back(guards.limb(transition.limbs[other]));
            }
            const FormulaId others = guards.all(std::move(rest));
            // Where the rest never holds, or the condition always does by itself, that is the cause.
            const bool holds = guards.can_hold(guards.all({others, guards.opposite(guards.limb(limb))})).no() && !guards.can_hold(others).no() &&
                               !guards.can_hold(guards.all({known(guards, model, transition), guards.opposite(guards.limb(limb))})).no();
            verdict->second = holds;
            if (holds) std::erase(kept, i);
        }
    }
    std::vector<Span> all;
    for (const auto& [span, holds] : implied) {
        if (holds) all.push_back(span);
    }
    return all;
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
