#include "compiler/semantics/typer_state.h"

#include <algorithm>

namespace recourse::semantics {

diagnostics::Diagnostic& TyperState::report(std::string_view code, Span span, std::string message, std::string hint) {
    if (!reported_.emplace(code, span).second) return dropped_ = {};
    return sink.error(code, span, std::move(message), std::move(hint));
}

namespace {

// Names of names grow as the powers of two: a guard beyond this is nothing that a person can check.
constexpr std::uint32_t kMostParts = 10'000;
// A kind that has fewer members is gone through.
constexpr std::size_t kLargeKind = 32;

}  // namespace

ExprId TyperState::add(Expr expr) {
    expr.parts = 1;
    for (const ExprId child : expr.children) {
        if (child.valid()) expr.parts += model.exprs[child].parts;
    }
    if (expr.parts <= kMostParts) return model.exprs.add(std::move(expr));
    report("expression-too-large", expr.span,
           "this has more than " + std::to_string(kMostParts) + " parts when the names in it are written out",
           "read a name once instead of several times, or keep what it says in a record");
    return unknown(expr.span);
}

std::optional<std::size_t> TyperState::member_index(KindId kind, std::string_view name) {
    const std::vector<std::string>& members = model.kinds[kind].members;
    if (members.size() < kLargeKind) {
        const auto found = std::find(members.begin(), members.end(), name);
        return found == members.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - members.begin()));
    }
    auto& index = members_[kind];
    for (std::size_t i = index.size(); i < members.size(); ++i) index.emplace(members[i], i);
    const auto found = index.find(name);
    return found == index.end() ? std::nullopt : std::optional(found->second);
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
    if (index < model.zones.size() && model.zones[index].table != nullptr) return model.zones[index].table.get();
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
