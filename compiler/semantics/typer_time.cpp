// Time: periods counted from instants, edges of days, windows.
#include <algorithm>

#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

using S = syntax::ExprKind;

namespace {

// A period of which it is known that it counts whole days: then a date is a sufficient beginning.
bool counts_whole_days(const TyperState& state, ExprId period) {
    const Expr& expr = state.model.exprs[period];
    return expr.kind == ExprKind::constant && expr.type.kind == TypeKind::period &&
           unpack(Period{static_cast<std::uint64_t>(expr.number)}).reading == Reading::whole;
}

}  // namespace

ExprId ExprTyper::anchor(const Written& written, ExprId period) {
    Type wanted = type_of_kind(TypeKind::instant);
    wanted.optional = true;
    const ExprId id = read(written, wanted);
    if (type(id).kind != TypeKind::date || !counts_whole_days(state_, period)) return fit(id, written, wanted);
    if (!present(id, written, "counted from")) return unknown(written);
    return node(ExprKind::end_of_date, type_of_kind(TypeKind::instant), written.span, {id});
}

ExprId ExprTyper::after(ExprId period, ExprId anchor, Span span, ExprKind kind) {
    if (state_.is_unknown(period) || state_.is_unknown(anchor)) return state_.unknown(span);
    Type result = type_of_kind(TypeKind::instant);
    result.optional = type(anchor).optional;
    return node(kind, result, span, {period, anchor});
}

bool ExprTyper::counts_start(ExprId anchor) const {
    const ExprKind kind = state_.model.exprs[anchor].kind;
    return state_.model.counting.start_counts && (kind == ExprKind::start_of_day || kind == ExprKind::start_of_date);
}

std::optional<ExprId> ExprTyper::with_rules(ExprId period, unsigned add, unsigned drop) {
    Expr copy = state_.model.exprs[period];
    if (copy.kind == ExprKind::constant) {
        const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(copy.number)});
        if (parts.unit == Unit::exact || parts.reading != Reading::whole) return period;
        const auto rules = static_cast<std::uint8_t>((parts.rules | add) & ~drop);
        copy.number = static_cast<std::int64_t>(make_period(parts.unit, parts.reading, parts.count, rules).bits);
        return state_.add(std::move(copy));
    }
    if (copy.kind != ExprKind::choose) return std::nullopt;
    for (std::size_t i = 0; i < copy.children.size(); ++i) {
        const bool is_condition = i % 2 == 0 && i + 1 < copy.children.size();
        if (is_condition) continue;
        const auto child = with_rules(copy.children[i], add, drop);
        if (!child) return std::nullopt;
        copy.children[i] = *child;
    }
    return state_.add(std::move(copy));
}

ExprId ExprTyper::counted_from(ExprId period, ExprId anchor) {
    if (state_.is_unknown(period) || state_.is_unknown(anchor)) return period;
    const unsigned add = counts_start(anchor) ? unsigned{period_counts_first} : 0U;
    const unsigned drop = place_.begins ? unsigned{period_rolls} | unsigned{period_two_working_days} : 0U;
    if (add == 0 && drop == 0) return period;
    if (const auto counted = with_rules(period, add, drop)) return *counted;
    if (add == 0) return period;
    state_.report("period-from-elsewhere", state_.model.exprs[period].span,
                  "counted from the start of a day, a period has that day for its first, and this one is a decision's result",
                  "write its rows as a `period` of the policy, or count from an instant within the day before");
    return state_.unknown(state_.model.exprs[period].span);
}

ExprId ExprTyper::after_or_before(const Written& written, const Type&) {
    if (written.children.size() != 2) return unknown(written);
    const ExprId length = period(written.children[0]);
    const ExprId from = anchor(written.children[1], length);
    if (written.kind == S::before) return after(length, from, written.span, ExprKind::before_period);
    return after(counted_from(length, from), from, written.span);
}

ExprId ExprTyper::edge_of_day(const Written& written, const Type&) {
    if (written.children.empty()) return unknown(written);
    const Written& of = written.children[0];
    const bool end = written.kind == S::end_of;
    const ExprId child = read(of);
    const TypeKind kind = type(child).kind;
    if (kind == TypeKind::unknown) return unknown(written);
    if (kind == TypeKind::instant) {
        Type result = type_of_kind(TypeKind::instant);
        result.optional = type(child).optional;
        return node(end ? ExprKind::end_of_day : ExprKind::start_of_day, result, written.span, {child});
    }
    if (kind != TypeKind::date) {
        does_not_fit(of, type(child), type_of_kind(TypeKind::date));
        return unknown(written);
    }
    if (!present(child, of, "counted from")) return unknown(written);
    // Where only fixed values can stand, the edge of a fixed date is one. Elsewhere windows want to see `end of`.
    const std::optional<std::int64_t> day = place_.constant ? state_.constant_of(child) : std::nullopt;
    const support::ZoneTable* zone = day ? state_.zone_of(place_) : nullptr;
    if (zone != nullptr) {
        const auto local = static_cast<Day>(*day);
        const TimeResult edge = end ? end_of_date(zone->view(), local) : start_of_date(zone->view(), local);
        if (edge.ok) return state_.constant(type_of_kind(TypeKind::instant), edge.value, written.span);
    }
    return node(end ? ExprKind::end_of_date : ExprKind::start_of_date, type_of_kind(TypeKind::instant), written.span, {child});
}

ExprId ExprTyper::date_of(const Written& written, const Type&) {
    if (written.children.empty()) return unknown(written);
    const ExprId child = instant(written.children[0]);
    if (state_.is_unknown(child)) return unknown(written);
    Type result = type_of_kind(TypeKind::date);
    result.optional = type(child).optional;
    return node(ExprKind::date_of, result, written.span, {child});
}

ExprId ExprTyper::before_rolling(const Written& written, const Type& expected) {
    if (written.children.empty()) return unknown(written);
    const Written& of = written.children[0];
    const auto [symbol, rest] = resolve(of.text);
    if (symbol == nullptr || !rest.empty()) return unknown_name(of, expected);
    if (symbol->kind != SymbolKind::named) return wrong_kind(of, *symbol, "a deadline that rolls");
    const Named& named = state_.declarations.named_value(NamedId(symbol->id));
    if (!named.value.valid() || state_.is_unknown(named.value)) return unknown(written);
    if (!named.before_rolling.valid()) {
        auto& finding = state_.report("does-not-roll", written.span, "`" + of.text + "` does not roll, so that there is nothing before it",
                                      "write `" + of.text + "` alone, or declare it `rolling`");
        finding.labels.push_back({symbol->declared, "`" + of.text + "` is declared here"});
        return unknown(written);
    }
    const NamedId id(symbol->id);
    const ExprId copy = copy_of(named.before_rolling, written.span);
    state_.model.exprs[copy].named = id;
    return copy;
}

// ---- windows -----------------------------------------------------------------------------------------------------------------

namespace {

// Whether the parts of an instant decide for it whether it ends or begins: those of rows, `earlier of` and `later of`.
std::vector<std::size_t> deciding_parts(const Expr& expr) {
    std::vector<std::size_t> parts;
    const bool chooses = expr.kind == ExprKind::choose;
    if (!chooses && expr.kind != ExprKind::smaller && expr.kind != ExprKind::larger) return parts;
    for (std::size_t i = 0; i < expr.children.size(); ++i) {
        if (!chooses || i % 2 == 1 || i + 1 == expr.children.size()) parts.push_back(i);
    }
    return parts;
}

// What a name says of itself goes before what it is made of: a `deadline` ends, a `moment` begins.
std::optional<bool> ends_by_name(const Model& model, const Expr& expr) {
    if (!expr.named.valid()) return std::nullopt;
    if (model.named[expr.named].kind == NamedKind::deadline) return true;
    if (model.named[expr.named].kind == NamedKind::moment) return false;
    return std::nullopt;
}

bool ends_by_kind(ExprKind kind) {
    switch (kind) {
        case ExprKind::after_period: case ExprKind::before_period: case ExprKind::end_of_day: case ExprKind::end_of_date:
        case ExprKind::roll: case ExprKind::just_before:
            return true;
        default: return false;
    }
}

// The last instant at which a window that opens with `id` is shut. Parts that agree are left together.
ExprId shut_part(TyperState& state, const Typer& typer, ExprId id) {
    const Expr expr = state.model.exprs[id];
    if (typer.ends(id)) return id;
    const auto parts = ends_by_name(state.model, expr) ? std::vector<std::size_t>{} : deciding_parts(expr);
    const bool mixed = std::any_of(parts.begin(), parts.end(), [&](std::size_t part) {
        return state.model.exprs[expr.children[part]].kind == ExprKind::never || typer.ends(expr.children[part]) ||
               !deciding_parts(state.model.exprs[expr.children[part]]).empty();
    });
    Expr made = expr;
    made.named = NamedId();
    if (mixed) {
        for (const std::size_t part : parts) made.children[part] = shut_part(state, typer, expr.children[part]);
        return state.add(std::move(made));
    }
    if (expr.kind == ExprKind::never) return id;
    Expr before;
    before.kind = ExprKind::just_before;
    before.type = expr.type;
    before.span = expr.span;
    before.named = expr.named;
    before.children = {id};
    return state.add(std::move(before));
}

}  // namespace

bool Typer::ends(ExprId instant) const {
    const Expr& expr = state_->model.exprs[instant];
    if (const auto named = ends_by_name(state_->model, expr)) return *named;
    const auto parts = deciding_parts(expr);
    if (parts.empty()) return ends_by_kind(expr.kind);
    return std::all_of(parts.begin(), parts.end(), [&](std::size_t part) { return ends(expr.children[part]); });
}

ExprId Typer::shut_until(const syntax::Window& window, const Place& place) {
    ExprTyper typer(*state_, place);
    if (window.from) {
        const ExprId id = typer.instant(*window.from);
        return state_->is_unknown(id) ? id : shut_part(*state_, *this, id);
    }
    if (!window.from_nth) return {};
    const syntax::Expr& nth = *window.from_nth;
    if (nth.children.empty()) return state_->unknown(nth.span);
    if (nth.number < 1) {
        state_->report("empty-period", nth.span, "days are counted from the 1st on");
        return state_->unknown(nth.span);
    }
    const std::optional<std::int64_t> days = typer.pack_days(nth.number - 1, nth.reading, nth.span);
    if (!days) return state_->unknown(nth.span);
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(*days)});
    const bool whole = parts.reading == Reading::whole;
    const ExprId length = state_->constant(type_of_kind(TypeKind::period), *days, nth.span);
    const ExprId anchor = typer.anchor(nth.children[0], length);
    if (state_->is_unknown(anchor)) return anchor;
    if (nth.number > 1) return typer.after(typer.counted_from(length, anchor), anchor, nth.span);
    // The first day is the anchor's own where that one is counted: it has begun by then.
    if (whole && ((parts.rules & period_counts_first) != 0 || typer.counts_start(anchor))) {
        return typer.node(ExprKind::just_before, state_->type(anchor), nth.span, {anchor});
    }
    return whole ? typer.node(ExprKind::end_of_day, state_->type(anchor), nth.span, {anchor}) : anchor;
}

ExprId Typer::open_until(const syntax::Window& window, const Place& place) {
    ExprTyper typer(*state_, place);
    ExprId until, within;
    if (window.until) until = typer.instant(*window.until);
    if (window.within) {
        const bool counted = window.within->kind == S::after || window.within->kind == S::before;
        within = counted ? typer.instant(*window.within) : after_entry(*window.within, place);
    }
    if (!until.valid() || !within.valid()) return until.valid() ? until : within;
    if (state_->is_unknown(until) || state_->is_unknown(within)) return state_->unknown(window.within->span);
    return typer.node(ExprKind::smaller, type_of_kind(TypeKind::instant), window.within->span, {until, within});
}

ExprId Typer::after_entry(const syntax::Expr& period, const Place& place) {
    ExprTyper typer(*state_, place);
    const ExprId length = typer.period(period);
    Expr entry;
    entry.kind = ExprKind::state_entry;
    entry.type = type_of_kind(TypeKind::instant);
    entry.span = period.span;
    entry.state = place.state;
    return typer.after(length, state_->add(std::move(entry)), period.span);
}

}  // namespace recourse::semantics
