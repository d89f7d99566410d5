#include "compiler/promises/old_expressions.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/semantics/migrations.h"

namespace recourse::promises {

using namespace semantics;

OldExpressions::OldExpressions(const Model& now, const Migration& migration, const StateMove& move, Model& into)
    : now_(now), migration_(migration), move_(move), into_(into) {}

bool OldExpressions::fail(std::string why) {
    if (obstacle_.empty()) obstacle_ = std::move(why);
    return false;
}

ExprId OldExpressions::translated(ExprId id) {
    if (!id.valid()) return {};
    Expr expr = now_.exprs[id];
    expr.named = {};
    if (!translate(expr) || !translate_type(expr.type)) return {};
    for (ExprId& child : expr.children) {
        child = translated(child);
        if (!child.valid()) return {};
    }
    return into_.exprs.add(std::move(expr));
}

bool OldExpressions::translate_type(Type& type) {
    if (!type.of.valid()) return true;
    for (const KindId id : into_.kinds.ids()) {
        if (into_.kinds[id].name != now_.kinds[type.of].name) continue;
        type.of = id;
        return true;
    }
    return fail(fmt::format("the older version has no kind `{}`", now_.kinds[type.of].name));
}

bool OldExpressions::translate(Expr& expr) {
    switch (expr.kind) {
    case ExprKind::fact:
        for (const Migration::Given& given : migration_.given) {
            if (given.fact != expr.fact) continue;
            expr.kind = ExprKind::constant;
            expr.number = given.value;
            return true;
        }
        for (const Migration::SameFact& same : migration_.facts) {
            if (same.fact != expr.fact) continue;
            expr.fact = same.old_fact;
            return true;
        }
        return fail(fmt::format("the older version has no fact `{}`", now_.facts[expr.fact].name));
    case ExprKind::record:
        for (const Migration::Given& given : migration_.given) {
            if (given.record != expr.record) continue;
            expr.kind = ExprKind::constant;
            expr.number = given.value;
            return true;
        }
        for (const Migration::SameRecord& same : migration_.records) {
            if (same.record != expr.record) continue;
            expr.record = same.old_record;
            return true;
        }
        return fail(fmt::format("the older version has no record `{}`", now_.records[expr.record].name));
    case ExprKind::event_instant:
    case ExprKind::event_field:
    case ExprKind::event_party: return translate_event(expr);
    case ExprKind::state_entry:
    case ExprKind::entered: {
        if (expr.kind == ExprKind::state_entry && move_.clock == MoveClock::anew) {
            expr.kind = ExprKind::now;
            return true;
        }
        const StateId source = counterpart(now_, into_, move_, expr.state);
        if (!source.valid()) return fail(fmt::format("no state of the older version stands for `{}`", now_.states[expr.state].path));
        expr.state = source;
        return true;
    }
    case ExprKind::in_state:
    case ExprKind::decision_result:
    case ExprKind::parameter:
    case ExprKind::field_at_hand:
    case ExprKind::party_at_hand: return fail("it reads what the migration does not translate");
    default: return true;
    }
}

bool OldExpressions::translate_event(Expr& expr) {
    for (const Migration::SameEvent& same : migration_.events) {
        if (same.event != expr.event) continue;
        if (expr.kind == ExprKind::event_field) {
            const auto& fields = into_.events[same.old_event].fields;
            const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.name == now_.events[expr.event].fields[static_cast<std::size_t>(expr.number)].name; });
            if (found == fields.end()) return fail("the older version has no such field");
            expr.number = found - fields.begin();
        }
        expr.event = same.old_event;
        return true;
    }
    if (expr.kind != ExprKind::event_instant) return fail(fmt::format("`{}` has not happened in a case that comes over", now_.events[expr.event].name));
    expr.kind = ExprKind::never;    // new, or forgotten
    return true;
}

bool same_expressions(const Model& model, ExprId a, ExprId b) {
    if (!a.valid() || !b.valid()) return a.valid() == b.valid();
    const Expr &x = model.exprs[a], &y = model.exprs[b];
    const bool alike = x.kind == y.kind && x.number == y.number && x.text == y.text && x.event == y.event && x.fact == y.fact && x.record == y.record &&
                       x.state == y.state && x.decision == y.decision && x.occurrence == y.occurrence && x.children.size() == y.children.size();
    return alike && std::equal(x.children.begin(), x.children.end(), y.children.begin(), [&](ExprId one, ExprId other) { return same_expressions(model, one, other); });
}

}  // namespace recourse::promises
