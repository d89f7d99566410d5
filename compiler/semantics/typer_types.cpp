// Types as declared, with their bounds.
#include <algorithm>
#include <array>

#include "compiler/semantics/currency.h"
#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

namespace {

using Base = syntax::TypeRef::Base;

struct BaseRow { Base base; TypeKind kind; bool at_least, at_most, not_before_after; };
constexpr std::array bases = {
    BaseRow{Base::boolean, TypeKind::boolean, false, false, false},   BaseRow{Base::integer, TypeKind::integer, false, false, false},
    BaseRow{Base::percent, TypeKind::percent, true, true, false},     BaseRow{Base::money, TypeKind::money, true, true, false},
    BaseRow{Base::text, TypeKind::text, false, true, false},          BaseRow{Base::instant, TypeKind::instant, false, false, true},
    BaseRow{Base::date, TypeKind::date, false, false, true},          BaseRow{Base::duration, TypeKind::duration, true, true, false},
    BaseRow{Base::period, TypeKind::period, false, false, false},     BaseRow{Base::party, TypeKind::party, false, false, false},
    BaseRow{Base::kind, TypeKind::kind, false, false, false},         BaseRow{Base::set, TypeKind::set, false, false, false},
};

// One declared bound: whether it is the lower one, its words, and what it must be compared by in a fact's check.
struct Bound {
    const syntax::Expr* written;
    bool low;
    bool instant;
    std::string_view words;
};

std::array<Bound, 4> bounds_of(const syntax::TypeRef& written) {
    const auto pointer = [](const std::optional<syntax::Expr>& bound) { return bound ? &*bound : nullptr; };
    return {Bound{pointer(written.at_least), true, false, "at least"}, Bound{pointer(written.at_most), false, false, "at most"},
            Bound{pointer(written.not_before), true, true, "not before"}, Bound{pointer(written.not_after), false, true, "not after"}};
}

// The sort that a bound has: the type's own, without its bounds; characters for a text.
Type bound_type(const Type& type) {
    if (type.kind == TypeKind::text) return number_type(TypeKind::integer, 1, most_number);
    Type plain = type;
    if (is_number(type.kind)) {
        plain.low = least_number;
        plain.high = most_number;
    }
    plain.optional = false;
    return plain;
}

void apply_bound(TyperState& state, const Bound& bound, const Place& place, Type& type, bool& maximum_known) {
    const ExprId id = [&] {
        const ExprId read = ExprTyper(state, place).fitted(*bound.written, bound_type(type));
        if (!place.constant || state.is_unknown(read) || state.constant_of(read)) return read;
        state.report("not-constant", bound.written->span, "`" + std::string(bound.words) + "` needs a fixed value here",
                     "only bounds of facts may depend on other facts or on the opening");
        return state.unknown(bound.written->span);
    }();
    if (!bound.low) maximum_known = true;   // an error in it has been reported
    if (state.is_unknown(id)) return;
    const Expr& expr = state.model.exprs[id];
    // A bound that reads other facts is no tighter than they are.
    const bool fixed = expr.kind == ExprKind::constant;
    if (bound.low) type.low = fixed ? expr.type.low : std::max(expr.type.low, type.low);
    else type.high = fixed ? expr.type.high : std::min(expr.type.high, type.high);
}

void apply_bounds(TyperState& state, const syntax::TypeRef& written, const BaseRow& row, const Place& place, Type& type,
                  bool& maximum_known) {
    for (const Bound& bound : bounds_of(written)) {
        if (bound.written == nullptr) continue;
        const bool fits_type = bound.instant ? row.not_before_after : bound.low ? row.at_least : row.at_most;
        if (!fits_type) {
            state.report("bound-does-not-fit", bound.written->span,
                         "`" + std::string(bound.words) + "` cannot be said of " + sort_name(state.model, type),
                         row.not_before_after ? "say `not before` or `not after`"
                         : row.kind == TypeKind::integer ? "write its bounds as `0..3`" : "leave it out");
            if (!bound.low) maximum_known = true;
            continue;
        }
        apply_bound(state, bound, place, type, maximum_known);
    }
}

void range_of_integer(TyperState& state, const syntax::TypeRef& written, const Place& place, Type& type) {
    Place fixed = place;
    fixed.constant = true;
    const auto bound = [&](const std::optional<syntax::Expr>& end, std::int64_t& into) {
        if (!end) return;
        const ExprId id = ExprTyper(state, fixed).fitted(*end, number_type(TypeKind::integer, least_number, most_number));
        if (const auto number = state.constant_of(id)) into = *number;
        else if (!state.is_unknown(id)) state.report("not-constant", end->span, "the bounds of a number are fixed", "write the number itself");
    };
    type.low = 0;
    type.high = most_number;
    bound(written.low, type.low);
    bound(written.high, type.high);
}

// The kind of a kind or set; invalid after an error.
KindId kind_of(TyperState& state, const syntax::TypeRef& written, const Place& place) {
    Symbol* symbol = place.scope != nullptr ? place.scope->lookup(written.kind.text) : nullptr;
    const Span span = written.kind.span.valid() ? written.kind.span : written.span;
    if (symbol == nullptr) {
        std::vector<std::string> names{"bool", "percent", "money", "text", "instant", "date", "duration", "party", "period"};
        for (const Kind& kind : state.model.kinds) names.push_back(kind.name);
        const auto near = diagnostics::nearest(written.kind.text, names);
        auto& finding = state.report("unknown-name", span, "there is no kind `" + written.kind.text + "` here",
                                     near ? "did you mean `" + *near + "`?" : "declare it, as `kind " + written.kind.text + " = …, …`, or import it");
        if (near) finding.fix = diagnostics::Fix{span, *near, "replace with `" + *near + "`"};
        return {};
    }
    if (symbol->kind != SymbolKind::kind) {
        auto& finding = state.report("wrong-kind-of-name", span, "`" + written.kind.text + "` is not a kind, and a type is wanted here");
        finding.labels.push_back({symbol->declared, "`" + written.kind.text + "` is declared here"});
        return {};
    }
    return KindId(symbol->id);
}

bool named_parts(TyperState& state, const syntax::TypeRef& written, const Place& place, Type& type) {
    if (type.kind == TypeKind::money) {
        type.currency = written.unit;
        if (decimals_of(written.unit)) return true;
        const auto near = diagnostics::nearest(written.unit, currency_codes());
        state.report("unknown-currency", written.span, "`" + written.unit + "` is not a currency of ISO 4217",
                     near ? "did you mean `" + *near + "`?" : "write the three letters of a currency, such as CNY or EUR");
        return false;
    }
    if (type.kind != TypeKind::kind && type.kind != TypeKind::set) return true;
    type.of = kind_of(state, written, place);
    if (!type.of.valid()) return false;
    const Kind& kind = state.model.kinds[type.of];
    const auto last = static_cast<std::int64_t>(kind.members.size()) - 1;
    type.high = last;
    if (type.kind == TypeKind::kind) return true;
    if (kind.members.size() > most_members_of_a_set) {
        auto& finding = state.report("too-many-members", written.span, "a set holds members of a kind of at most " +
                                         std::to_string(most_members_of_a_set) + ", and `" + kind.name + "` has " +
                                         std::to_string(kind.members.size()), "cut the kind in two");
        finding.labels.push_back({kind.span, "`" + kind.name + "` is declared here"});
        return false;
    }
    type.high = (std::int64_t{1} << kind.members.size()) - 1;
    return true;
}

void check_range(TyperState& state, const syntax::TypeRef& written, const Type& type) {
    if (type.low <= type.high) return;
    const bool shown = is_number(type.kind);
    state.report("empty-range", written.span, shown ? "no value lies between " + number_text(type, type.low) + " and " + number_text(type, type.high)
                                                    : "no value lies between these bounds", "exchange the bounds");
}

}  // namespace

Type Typer::type_of(const syntax::TypeRef& written, const Place& place) {
    TyperState& state = *state_;
    const auto row = std::find_if(bases.begin(), bases.end(), [&](const BaseRow& each) { return each.base == written.base; });
    if (row == bases.end()) return {};
    Type type = type_of_kind(row->kind);
    if (!named_parts(state, written, place, type)) return {};
    bool maximum_known = place.role == Place::Role::computed;
    if (type.kind == TypeKind::integer) range_of_integer(state, written, place, type);
    apply_bounds(state, written, *row, place, type, maximum_known);
    if (type.kind == TypeKind::money && !maximum_known) {
        auto& finding = state.report("money-without-maximum", written.span, "this amount of money has no maximum",
                                     "add one, as `money " + written.unit + ", at most " + number_text(type, 100'000'000) + "`");
        finding.why = "sums are computed exactly, and only with a maximum can it be shown that none overflows";
        const Span end{written.span.file, written.span.end, written.span.end};
        if (!written.optional && !written.is_private) {
            finding.fix = diagnostics::Fix{end, ", at most " + number_text(type, 100'000'000), "add a maximum"};
        }
    }
    if (type.kind == TypeKind::period && place.role != Place::Role::any) {
        state.report("period-not-kept", written.span, "a period cannot be given or kept, only named or passed to a machine",
                     "use `duration` for hours and minutes, or a number of days");
        return {};
    }
    check_range(state, written, type);
    type.optional = written.optional;
    type.is_private = written.is_private;
    return type;
}

ExprId Typer::field_check(const syntax::TypeRef& written, const Type& type, ExprId subject, const Place& place) {
    if (type.kind == TypeKind::unknown || type.kind == TypeKind::text || type.kind == TypeKind::integer) return {};
    const Type truth = type_of_kind(TypeKind::boolean);
    std::vector<ExprId> checks;
    ExprTyper typer(*state_, place);
    for (const Bound& bound : bounds_of(written)) {
        if (bound.written == nullptr || bound.instant == is_number(type.kind)) continue;
        const ExprId limit = typer.fitted(*bound.written, bound_type(type));
        if (state_->is_unknown(limit) || constant_of(limit)) continue;
        checks.push_back(typer.node(bound.low ? ExprKind::at_least : ExprKind::at_most, truth, bound.written->span, {subject, limit}));
    }
    if (checks.empty()) return {};
    const Span span = written.span;
    ExprId all = checks.size() == 1 ? checks.front() : typer.node(ExprKind::logical_and, truth, span, checks);
    if (!type.optional) return all;
    const ExprId given = typer.node(ExprKind::is_set, truth, span, {subject});
    const ExprId left_out = typer.node(ExprKind::logical_not, truth, span, {given});
    return typer.node(ExprKind::logical_or, truth, span, {left_out, all});
}

}  // namespace recourse::semantics
