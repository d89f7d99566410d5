#include "compiler/semantics/typer_state.h"

namespace recourse::semantics {

diagnostics::Diagnostic& TyperState::report(std::string_view code, Span span, std::string message, std::string hint) {
    if (!reported_.emplace(code, span).second) return dropped_ = {};
    return sink.error(code, span, std::move(message), std::move(hint));
}

ExprId TyperState::unknown(Span span) {
    Expr expr;
    expr.span = span;
    return add(std::move(expr));
}

ExprId TyperState::constant(Type type, std::int64_t number, Span span) {
    Expr expr;
    expr.kind = ExprKind::constant;
    type.low = type.high = number;
    type.optional = false;
    expr.type = std::move(type);
    expr.number = number;
    expr.span = span;
    return add(std::move(expr));
}

std::optional<std::int64_t> TyperState::constant_of(ExprId id) const {
    if (!id.valid()) return std::nullopt;
    const Expr& expr = model.exprs[id];
    if (expr.type.kind == TypeKind::unknown) return std::nullopt;
    if (expr.kind == ExprKind::constant) return expr.number;
    if (expr.kind == ExprKind::never) return never;
    return std::nullopt;
}

bool TyperState::any_of(ExprId id, const std::function<bool(const Expr&)>& wanted) const {
    std::set<ExprId> seen;
    std::vector<ExprId> open{id};
    while (!open.empty()) {
        const ExprId next = open.back();
        open.pop_back();
        if (!next.valid() || !seen.insert(next).second) continue;
        const Expr& expr = model.exprs[next];
        if (wanted(expr)) return true;
        open.insert(open.end(), expr.children.begin(), expr.children.end());
    }
    return false;
}

const support::ZoneTable* TyperState::zone_of(const Place& place) {
    if (model.zones.size() > 1 && !place.zone) return nullptr;
    const std::size_t index = place.zone.value_or(0);
    const std::string name = index < model.zones.size() ? model.zones[index].zone : std::string();
    auto [found, is_new] = zones_.try_emplace(name);
    if (is_new) {
        if (name.empty()) {
            // A library says no zone of its own: its literals are read in UTC.
            found->second = support::ZoneTable{{utc_row}, never};
        } else if (auto read = support::read_zone(name); std::holds_alternative<support::ZoneTable>(read)) {
            found->second = std::move(std::get<support::ZoneTable>(read));
        }
    }
    return found->second ? &*found->second : nullptr;
}

}  // namespace recourse::semantics
