// Typer's entry points, and the table that sends each kind of syntax to its handler.
#include "compiler/semantics/typer.h"

#include <algorithm>
#include <array>

#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

ExprTyper::Handler ExprTyper::handler_of(syntax::ExprKind kind) {
    using S = syntax::ExprKind;
    using T = ExprTyper;
    struct Entry { S kind; Handler handler; };
    static constexpr std::array table = {
        Entry{S::missing, &T::missing}, Entry{S::boolean, &T::plain_literal}, Entry{S::integer, &T::plain_literal},
        Entry{S::percent, &T::plain_literal}, Entry{S::money, &T::money_literal}, Entry{S::text, &T::text_literal},
        Entry{S::date, &T::date_literal}, Entry{S::instant, &T::instant_literal}, Entry{S::period, &T::period_literal},
        Entry{S::name, &T::name}, Entry{S::none, &T::none}, Entry{S::never, &T::never_value}, Entry{S::opening, &T::opening},
        Entry{S::first_of, &T::first_or_previous}, Entry{S::previous_of, &T::first_or_previous}, Entry{S::entered, &T::entered},
        Entry{S::happened, &T::happened}, Entry{S::happened_by, &T::happened_by}, Entry{S::not_happened_by, &T::happened_by},
        Entry{S::passed, &T::passed}, Entry{S::is_set, &T::set_test}, Entry{S::is_not_set, &T::set_test},
        Entry{S::is_state, &T::state_test}, Entry{S::is_not_state, &T::state_test}, Entry{S::is_one_of, &T::one_of},
        Entry{S::has_member, &T::has_member}, Entry{S::equal, &T::comparison}, Entry{S::not_equal, &T::comparison},
        Entry{S::less, &T::comparison}, Entry{S::at_most, &T::comparison}, Entry{S::greater, &T::comparison},
        Entry{S::at_least, &T::comparison}, Entry{S::logical_and, &T::logic}, Entry{S::logical_or, &T::logic},
        Entry{S::logical_not, &T::negation}, Entry{S::add, &T::binary}, Entry{S::subtract, &T::binary},
        Entry{S::multiply, &T::binary}, Entry{S::divide, &T::binary}, Entry{S::negate, &T::minus}, Entry{S::of, &T::binary},
        Entry{S::rounded, &T::rounded}, Entry{S::capped, &T::capped}, Entry{S::tiered, &T::tiered},
        Entry{S::days_from, &T::days_from}, Entry{S::after, &T::after_or_before}, Entry{S::before, &T::after_or_before},
        Entry{S::earlier_of, &T::extreme}, Entry{S::later_of, &T::extreme}, Entry{S::smaller_of, &T::extreme},
        Entry{S::larger_of, &T::extreme}, Entry{S::end_of, &T::edge_of_day}, Entry{S::start_of, &T::edge_of_day},
        Entry{S::date_of, &T::date_of}, Entry{S::before_rolling, &T::before_rolling}, Entry{S::call, &T::call},
        Entry{S::field_of_call, &T::field_of_call},
    };
    const auto found = std::find_if(table.begin(), table.end(), [&](const Entry& entry) { return entry.kind == kind; });
    return found == table.end() ? &T::missing : found->handler;
}

// What is wrong stays silent for those who use it: only the type says so.
ExprId ExprTyper::read(const Written& written, const Type& expected) {
    return (this->*handler_of(written.kind))(written, expected);
}

ExprId ExprTyper::node(ExprKind kind, Type type, Span span, std::vector<ExprId> children) {
    Expr expr;
    expr.kind = kind;
    expr.type = std::move(type);
    expr.span = span;
    expr.children = std::move(children);
    return state_.add(std::move(expr));
}

// ---- rows --------------------------------------------------------------------------------------------------------------------

ExprId ExprTyper::rows(const syntax::Rows& written, const Type& expected) {
    if (written.rows.size() == 1 && !written.rows.front().condition) return fitted(written.rows.front().value, expected);
    std::vector<ExprId> conditions, values;
    bool has_otherwise = false;
    bool failed = false;
    Type wanted = expected;
    const std::size_t known_before = known_.size();
    for (const syntax::Row& row : written.rows) {
        if (has_otherwise) {
            state_.report("rows-after-otherwise", row.span, "this row comes after `otherwise` and is never reached",
                          "move `otherwise` to the end");
            continue;
        }
        const std::size_t known_here = known_.size();
        if (row.condition) {
            conditions.push_back(condition(*row.condition));
            know(*row.condition, true);
        }
        has_otherwise = !row.condition;
        values.push_back(fitted(row.value, wanted));
        known_.resize(known_here);
        if (row.condition) know(*row.condition, false);
        const Type& got = type(values.back());
        if (got.kind == TypeKind::unknown) failed = true;
        else if (wanted.kind == TypeKind::unknown) {
            // The first row says what the others are; each may have its own bounds, divisor, and be absent.
            wanted = number_type(got.kind == TypeKind::duration ? TypeKind::period : got.kind, least_number, most_number);
            wanted.currency = got.currency;
            wanted.of = got.of;
            wanted.divisor = 0;
            wanted.optional = true;
        }
    }
    known_.resize(known_before);
    if (!has_otherwise) {
        state_.report("otherwise-missing", written.span, "no row holds when none of the conditions does",
                      "add `otherwise` with the value for all other cases");
        failed = true;
    }
    if (failed || values.empty() || !same_divisors(values, written.span)) return state_.unknown(written.span);
    Type result;
    std::vector<ExprId> children;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Type& value = type(values[i]);
        result = value.kind == TypeKind::period && result.kind == TypeKind::duration ? value : joined(result, value);
        if (i < conditions.size()) children.push_back(conditions[i]);
        children.push_back(values[i]);
    }
    if (children.size() == 1) return children.front();
    return node(ExprKind::choose, result, written.span, std::move(children));
}

// ---- Typer -------------------------------------------------------------------------------------------------------------------

Typer::Typer(Model& model, diagnostics::Sink& sink, Declarations& declarations)
    : state_(std::make_unique<TyperState>(model, sink, declarations)) {}
Typer::~Typer() = default;

namespace {

ExprId constant_where_asked(TyperState& state, ExprId id, const Place& place, Span span) {
    if (!place.constant || state.is_unknown(id)) return id;
    const ExprKind kind = state.model.exprs[id].kind;
    if (kind == ExprKind::constant || kind == ExprKind::never || kind == ExprKind::absent || kind == ExprKind::text_literal) {
        return id;
    }
    state.report("not-constant", span, "only a fixed value can stand here", "write the value itself, as `100.00 CNY` or `3`");
    return state.unknown(span);
}

}  // namespace

ExprId Typer::expression(const syntax::Expr& written, const Place& place, const std::optional<Type>& expected) {
    const ExprId id = ExprTyper(*state_, place).fitted(written, expected.value_or(Type{}));
    return constant_where_asked(*state_, id, place, written.span);
}

ExprId Typer::condition(const syntax::Expr& written, const Place& place) {
    return constant_where_asked(*state_, ExprTyper(*state_, place).condition(written), place, written.span);
}

ExprId Typer::instant(const syntax::Expr& written, const Place& place) {
    return constant_where_asked(*state_, ExprTyper(*state_, place).instant(written), place, written.span);
}

ExprId Typer::period(const syntax::Expr& written, const Place& place) {
    return constant_where_asked(*state_, ExprTyper(*state_, place).period(written), place, written.span);
}

ExprId Typer::rows(const syntax::Rows& written, const Place& place, const Type& expected) {
    return ExprTyper(*state_, place).rows(written, expected);
}

std::optional<std::int64_t> Typer::constant_of(ExprId id) const { return state_->constant_of(id); }

std::string Typer::describe(const Type& type) const { return describe_type(state_->model, type); }

std::optional<std::int64_t> Typer::instant_literal(const syntax::Expr& written, const Place& place) {
    ExprTyper typer(*state_, place);
    if (written.kind == syntax::ExprKind::instant) return typer.instant_number(written);
    if (written.kind == syntax::ExprKind::date) {
        const std::optional<std::int64_t> day = typer.date_number(written);
        const support::ZoneTable* zone = state_->zone_of(place);
        if (!day || zone == nullptr) return std::nullopt;
        const TimeResult end = end_of_date(zone->view(), static_cast<Day>(*day));
        if (end.ok) return end.value;
        state_->report("impossible-date", written.span, "this date is the last that can be written: its end lies beyond year 9999");
        return std::nullopt;
    }
    if (written.kind != syntax::ExprKind::missing) {
        state_->report("instant-wanted", written.span, "a fixed date and time is wanted here, not " + said(written),
                       "write it as `2024-03-01 10:00`");
    }
    return std::nullopt;
}

}  // namespace recourse::semantics
