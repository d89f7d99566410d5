#include "compiler/graph/movement.h"

#include "compiler/graph/state_graph.h"
#include "compiler/semantics/walk.h"

#include <algorithm>

namespace recourse::graph {

using namespace semantics;

bool Movement::stands_after(StateId standing, const Transition& rule) const {
    if (rule.of != type_ || !rule.owner.valid()) return false;
    const bool acts = rule.target_kind == TargetKind::move || rule.target_kind == TargetKind::stay;
    if (!acts) return false;
    if (model_.states[rule.owner].machine != model_.states[standing].machine) return true;
    const bool may_be_active = lies_in(model_, rule.owner, standing) || lies_in(model_, standing, rule.owner);
    if (!may_be_active) return false;
    return rule.target_kind == TargetKind::stay || (rule.target != standing && lies_in(model_, rule.target, standing));
}

bool Movement::accepted(StateId standing, EventId event) const {
    return std::ranges::any_of(model_.transitions, [&](const Transition& rule) {
        return rule.trigger == Trigger::event && rule.event == event && stands_after(standing, rule);
    });
}

bool Movement::written(StateId standing, RecordId record) const {
    return std::ranges::any_of(model_.transitions, [&](const Transition& rule) {
        const bool writes = std::ranges::any_of(
            rule.actions, [&](const Action& action) { return action.kind != ActionKind::perform && action.record == record; });
        return writes && stands_after(standing, rule);
    });
}

// Whether what it reads by itself, its parts aside, may change.
bool Movement::own_change(StateId standing, const Expr& expr) const {
    switch (expr.kind) {
    case ExprKind::record: return written(standing, expr.record);
    case ExprKind::event_instant:
    case ExprKind::event_field:
    case ExprKind::event_party: return accepted(standing, expr.event);
    case ExprKind::entered:
    case ExprKind::state_entry:
    case ExprKind::in_state: {
        if (lies_in(model_, standing, expr.state)) return false; // it stands as long, or longer
        return model_.states[expr.state].machine != model_.states[standing].machine || lies_in(model_, expr.state, standing);
    }
    default: return false;
    }
}

bool Movement::changes(StateId standing, ExprId id) const {
    return contains(model_, id, [&](const Expr& expr) { return own_change(standing, expr); });
}

bool Movement::advances(StateId standing, ExprId id) const {
    const Expr& expr = model_.exprs[id];
    const auto any_advances = [&](const std::vector<ExprId>& parts) {
        return std::ranges::any_of(parts, [&](ExprId part) { return advances(standing, part); });
    };
    switch (expr.kind) {
    case ExprKind::event_instant: {
        const bool once = expr.occurrence == Occurrence::first || model_.events[expr.event].at_most == 1;
        return !once && accepted(standing, expr.event);
    }
    case ExprKind::event_field: {
        const bool once = expr.occurrence == Occurrence::first || model_.events[expr.event].at_most == 1;
        return !once && accepted(standing, expr.event);
    }
    case ExprKind::smaller:
    case ExprKind::larger:
    case ExprKind::end_of_day:
    case ExprKind::start_of_day:
    case ExprKind::end_of_date:
    case ExprKind::start_of_date:
    case ExprKind::roll:
    case ExprKind::just_before: return any_advances(expr.children);
    case ExprKind::after_period:
    case ExprKind::before_period: return changes(standing, expr.children[0]) || advances(standing, expr.children[1]);
    case ExprKind::choose: {
        for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2) {
            if (changes(standing, expr.children[i]) || advances(standing, expr.children[i + 1])) return true;
        }
        return expr.children.size() % 2 == 1 && advances(standing, expr.children.back());
    }
    default: return changes(standing, id);
    }
}

bool Movement::moves(StateId standing, ExprId instant) const {
    const auto at_hand = [](const Expr& expr) {
        return expr.kind == ExprKind::now || expr.kind == ExprKind::field_at_hand || expr.kind == ExprKind::party_at_hand;
    };
    return !contains(model_, instant, at_hand) && advances(standing, instant);
}

} // namespace recourse::graph
