// What amounts are made of beside sums: rounding, quotients by a number that varies, bounds, tiers, and days that have gone by.
#include <algorithm>
#include <array>

#include <recourse/time.hpp>

#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

using S = syntax::ExprKind;

// ---- quotients that are rounded at once --------------------------------------------------------------------------------------

// A product in which something divides: over one number that varies, beside the fixed divisor of its type.
ExprTyper::Fraction ExprTyper::fraction(const Written& written, const Type& expected) {
    const bool product_like = written.kind == S::multiply || written.kind == S::divide || written.kind == S::of;
    if (!product_like || written.children.size() != 2) return {read(written, expected), {}};
    const Fraction left = fraction(written.children[0], {});
    const Fraction right = fraction(written.children[1], written.kind == S::of ? expected : Type{});
    const bool usable = number_wanted(left.over, written.children[0], "computed with");
    if (!number_wanted(right.over, written.children[1], "computed with") || !usable) return {unknown(written), {}};
    if (written.kind != S::divide) return {product(written, left.over, right.over), both_divide(left.by, right.by, written.span)};
    if (state_.constant_of(right.over) && !right.by.valid()) return {quotient(written, left.over, right.over), left.by};
    if (!divides(right.over, written.children[1])) return {unknown(written), {}};
    // a / (b / c) is a · c / b
    ExprId over = left.over;
    if (right.by.valid()) {
        const Type is = type(over);
        over = computed(ExprKind::multiply, is, times(bounds_of(is), bounds_of(type(right.by))), written.span, {over, right.by});
    }
    return {over, both_divide(left.by, right.over, written.span)};
}

// Whether a number that varies can divide: it is whole, and never 0.
bool ExprTyper::divides(ExprId by, const Written& written) {
    const Type is = type(by);
    if (is.kind != TypeKind::integer || is.divisor != 1) {
        state_.report("division-by-variable", written.span, "only a whole number can divide, not " + said(written),
                      "multiply with a percentage instead, or round the divisor first");
        return false;
    }
    if (is.low >= 1) return true;
    auto& finding = state_.report("division-by-variable", written.span,
                                  said(written) + " may be " + number_text(is, std::min<std::int64_t>(is.high, 0)) + ", and nothing can be divided by zero",
                                  "say what divides then: `(… but at least 1)`, or declare it as a number from 1 on");
    finding.why = "an amount that cannot be computed would stop the case where it is needed";
    return false;
}

ExprId ExprTyper::both_divide(ExprId a, ExprId b, Span span) {
    if (!a.valid() || !b.valid()) return a.valid() ? a : b;
    return computed(ExprKind::multiply, type_of_kind(TypeKind::integer), times(bounds_of(type(a)), bounds_of(type(b))), span, {a, b});
}

// ---- rounding ----------------------------------------------------------------------------------------------------------------

// The step that is rounded to, in the smallest units of what is rounded: one of them when none is written. Nothing after an error.
std::optional<std::int64_t> ExprTyper::rounding_step(const Written& written, const Type& is) {
    if (written.children.size() < 2) return 1;
    const Written& step = written.children[1];
    const ExprId id = read(step, is);
    if (state_.is_unknown(id)) return std::nullopt;
    if (!same_sort(is, type(id))) {
        mismatch(written.children[0], is, step, type(id), "rounded to");
        return std::nullopt;
    }
    const std::optional<std::int64_t> units = state_.constant_of(id);
    if (units && *units >= 1) return units;
    state_.report("out-of-bounds", step.span, "amounts are rounded to a step above zero", "write the step itself, such as `0.05 CHF`");
    return std::nullopt;
}

// The same number over a larger divisor: so many steps of `step` units.
ExprId ExprTyper::in_steps(ExprId id, std::int64_t step, Span span) {
    if (step == 1) return id;
    Type result = type(id);
    const Wide divisor = Wide{result.divisor} * step;
    if (divisor > most_number) {
        state_.report("arithmetic-overflow", span, "this fraction is too fine to be computed exactly", "round a part of it first");
        return state_.unknown(span);
    }
    result.divisor = static_cast<std::int64_t>(divisor);
    const Range bounds = bounds_of(result);
    const ExprId one = state_.constant(type_of_kind(TypeKind::integer), 1, span);
    return computed(ExprKind::multiply, std::move(result), bounds, span, {id, one});
}

namespace {

std::optional<Rounding> rounding_named(std::string_view name) {
    struct Mode { std::string_view name; Rounding rounding; };
    static constexpr std::array modes = {Mode{"down", Rounding::down}, Mode{"up", Rounding::up}, Mode{"half up", Rounding::half_up},
                                         Mode{"half even", Rounding::half_even}};
    const auto mode = std::find_if(modes.begin(), modes.end(), [&](const Mode& m) { return m.name == name; });
    return mode == modes.end() ? std::nullopt : std::optional(mode->rounding);
}

}  // namespace

ExprId ExprTyper::rounded(const Written& written, const Type& expected) {
    if (written.children.empty()) return unknown(written);
    const Fraction of = fraction(written.children[0], expected);
    const std::optional<Rounding> mode = rounding_named(written.text);
    if (!number_wanted(of.over, written.children[0], "rounded") || !mode) return unknown(written);
    if (of.by.valid() && state_.is_unknown(of.by)) return unknown(written);
    const std::optional<std::int64_t> step = rounding_step(written, type(of.over));
    if (!step) return unknown(written);
    const ExprId child = in_steps(of.over, *step, written.span);
    if (state_.is_unknown(child)) return unknown(written);
    const ExprId steps = of.by.valid() ? divided_by(child, of.by, *mode, written.span) : divided_whole(child, *mode, written.span);
    if (*step == 1 || state_.is_unknown(steps)) return steps;
    const Type is = type(steps);
    const ExprId by = state_.constant(type_of_kind(TypeKind::integer), *step, written.span);
    return computed(ExprKind::multiply, is, times(bounds_of(is), {*step, *step}), written.span, {steps, by});
}

// Over the divisor of its type.
ExprId ExprTyper::divided_whole(ExprId child, Rounding mode, Span span) {
    const Type is = type(child);
    if (is.divisor == 1) return child;
    Type result = is;
    result.divisor = 1;
    const Range bounds{divided(is.low, is.divisor, mode), divided(is.high, is.divisor, mode)};
    const ExprId id = computed(ExprKind::divide, std::move(result), bounds, span, {child});
    state_.model.exprs[id].rounding = mode;
    return id;
}

// Over a number that varies, and the divisor of its type. Its largest and smallest values lie at the ends of both.
ExprId ExprTyper::divided_by(ExprId child, ExprId by, Rounding mode, Span span) {
    const Type is = type(child);
    if (is.divisor > 1) {
        const ExprId fixed = state_.constant(type_of_kind(TypeKind::integer), is.divisor, span);
        by = both_divide(by, fixed, span);
        if (state_.is_unknown(by)) return by;
    }
    Type result = is;
    result.divisor = 1;
    const Type over = type(by);
    Range bounds{divided(is.low, over.low, mode), divided(is.high, over.low, mode)};
    bounds.low = std::min(bounds.low, divided(is.low, over.high, mode));
    bounds.high = std::max(bounds.high, divided(is.high, over.high, mode));
    // One that is constant is left to be computed: it is folded only where its divisor is fixed.
    result.low = static_cast<std::int64_t>(bounds.low);
    result.high = static_cast<std::int64_t>(bounds.high);
    result.optional = false;
    const ExprId id = node(ExprKind::divide, std::move(result), span, {child, by});
    state_.model.exprs[id].rounding = mode;
    return id;
}

// ---- bounds ------------------------------------------------------------------------------------------------------------------

// `E but at most B` is the smaller of the two. A bound that always holds the value, or never, is no bound.
ExprId ExprTyper::capped(const Written& written, const Type& expected) {
    if (written.children.size() != 2) return unknown(written);
    const bool most = written.text == "at most";
    const ExprId left = read(written.children[0], expected);
    const ExprId right = read(written.children[1], type(left));
    const bool usable = number_wanted(left, written.children[0], "bounded");
    if (!number_wanted(right, written.children[1], "a bound") || !usable) return unknown(written);
    if (!same_sort(type(left), type(right))) {
        mismatch(written.children[0], type(left), written.children[1], type(right), "bounded by");
        return unknown(written);
    }
    std::vector<ExprId> both{left, right};
    if (!same_divisors(both, written.span)) return unknown(written);
    const Range a = bounds_of(type(both[0])), b = bounds_of(type(both[1]));
    if (most ? a.low > b.high : a.high < b.low) {
        auto& finding = state_.report("out-of-bounds", written.children[1].span,
                                      said(written.children[0]) + " is always " + (most ? "more" : "less") + " than this bound, so that the bound is all there is",
                                      "take the bound away, or turn `at most` and `at least` round");
        finding.labels.push_back({written.children[0].span, std::string(most ? "at least " : "at most ") +
                                                                number_text(type(both[0]), (most ? a.low : a.high) / type(both[0]).divisor)});
        return unknown(written);
    }
    const Range bounds = most ? Range{std::min(a.low, b.low), std::min(a.high, b.high)} : Range{std::max(a.low, b.low), std::max(a.high, b.high)};
    Type result = type(both[0]);
    return computed(most ? ExprKind::smaller : ExprKind::larger, std::move(result), bounds, written.span, std::move(both));
}

// ---- tiers -------------------------------------------------------------------------------------------------------------------

// The limits of the tiers: fixed, and each above the one before it. Nothing after an error.
std::optional<std::vector<ExprId>> ExprTyper::limits_of(const Written& written, ExprId base) {
    std::vector<ExprId> limits;
    for (std::size_t i = 1; i + 1 < written.children.size(); i += 2) {
        const Written& limit = written.children[i];
        const ExprId id = read(limit, type(base));
        if (state_.is_unknown(id)) return std::nullopt;
        if (!same_sort(type(base), type(id))) {
            mismatch(written.children[0], type(base), limit, type(id), "divided at");
            return std::nullopt;
        }
        const std::optional<std::int64_t> number = state_.constant_of(id);
        if (!number || type(id).divisor != 1) {
            state_.report("not-constant", limit.span, "tiers end at fixed values", "write the value itself, such as `100.00 CNY`");
            return std::nullopt;
        }
        const std::int64_t before = limits.empty() ? 0 : *state_.constant_of(limits.back());
        if (*number <= before) {
            auto& finding = state_.report("tier-order", limit.span,
                                          "this tier ends at " + said(limit) + ", where " + (limits.empty() ? "it begins" : "the one before it has ended already"),
                                          "write the tiers in order of their limits, each above the one before");
            finding.why = "each tier begins where the one before it ends; the first begins at zero";
            if (!limits.empty()) finding.labels.push_back({written.children[i - 2].span, "the tier before it ends here"});
            return std::nullopt;
        }
        limits.push_back(id);
    }
    return limits;
}

bool ExprTyper::tiers_cover(const Written& written, ExprId base, const std::vector<ExprId>& limits) {
    const Type is = type(base);
    const Written& of = written.children[0];
    if (is.low < 0) {
        state_.report("out-of-bounds", of.span, said(of) + " may be below zero, where no tier begins",
                      "say what is divided into tiers then: `(… but at least " + number_text(type_of_kind(TypeKind::integer), 0) + ")`, in its own unit");
        return false;
    }
    const bool above = written.children.size() % 2 == 0;
    if (above) return true;
    const std::int64_t last = limits.empty() ? 0 : *state_.constant_of(limits.back());
    if (Wide{is.high} <= Wide{last} * is.divisor) return true;
    auto& finding = state_.report("tier-missing", written.span, "no tier has a rate for what lies above " + number_text(is, last),
                                  "add `above => RATE`, or declare a maximum that the last tier reaches");
    finding.labels.push_back({of.span, "this may be as much as " + number_text(is, Wide{is.high} / is.divisor)});
    return false;
}

// One value of a tier: what the tiers below it come to, and the rate of this one on the part above them.
ExprId ExprTyper::value_in_tier(const Written& written, ExprId base, ExprId below, ExprId start, ExprId rate, const Written& rate_written) {
    Written times;
    times.kind = type(rate).kind == TypeKind::percent ? S::of : S::multiply;
    times.span = rate_written.span;
    times.children = {rate_written, written.children[0]};
    Written less = times;
    less.kind = S::subtract;
    const ExprId part = start.valid() ? sum(less, base, start) : base;
    if (state_.is_unknown(part)) return part;
    const ExprId here = product(times, rate, part);
    if (!below.valid() || state_.is_unknown(here)) return here;
    times.kind = S::add;
    return sum(times, below, here);
}

// `tiered on E { up to L => R … }`: a choice among as many values as there are tiers, which tells the prover where it bends.
ExprId ExprTyper::tiered(const Written& written, const Type&) {
    if (written.children.size() < 2) return unknown(written);
    const ExprId base = read(written.children[0]);
    if (!number_wanted(base, written.children[0], "divided into tiers")) return unknown(written);
    const std::optional<std::vector<ExprId>> limits = limits_of(written, base);
    if (!limits || !tiers_cover(written, base, *limits)) return unknown(written);
    const bool above = written.children.size() % 2 == 0;
    std::vector<ExprId> values, conditions;
    ExprId below, start;
    for (std::size_t tier = 0; tier < limits->size() + (above ? 1 : 0); ++tier) {
        const bool last = tier == limits->size();
        const Written& rate_written = written.children[last ? written.children.size() - 1 : 2 * tier + 2];
        const ExprId rate = read(rate_written);
        if (!number_wanted(rate, rate_written, "a rate")) return unknown(written);
        values.push_back(value_in_tier(written, base, below, start, rate, rate_written));
        if (state_.is_unknown(values.back())) return unknown(written);
        if (!values.empty() && !same_sort(type(values.front()), type(values.back()))) {
            mismatch(written.children[2], type(values.front()), rate_written, type(values.back()), "joined with");
            return unknown(written);
        }
        if (last) break;
        std::vector<ExprId> sides{base, (*limits)[tier]};
        if (!same_divisors(sides, written.span)) return unknown(written);
        conditions.push_back(node(ExprKind::at_most, type_of_kind(TypeKind::boolean), written.span, std::move(sides)));
        below = value_in_tier(written, (*limits)[tier], below, start, rate, rate_written);
        if (state_.is_unknown(below)) return unknown(written);
        start = (*limits)[tier];
    }
    return chosen_tier(written, std::move(conditions), std::move(values));
}

// The last tier is that of everything which the others leave.
ExprId ExprTyper::chosen_tier(const Written& written, std::vector<ExprId> conditions, std::vector<ExprId> values) {
    if (!same_divisors(values, written.span)) return unknown(written);
    Type result = type(values.front());
    for (const ExprId value : values) result = joined(result, type(value));
    std::vector<ExprId> children;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i + 1 < values.size()) children.push_back(conditions[i]);
        children.push_back(values[i]);
    }
    return values.size() == 1 ? values.front() : node(ExprKind::choose, result, written.span, std::move(children));
}

// ---- days that have gone by --------------------------------------------------------------------------------------------------

namespace {

// What surely names one instant.
bool same_instant(const Model& model, ExprId a, ExprId b) {
    const Expr &x = model.exprs[a], &y = model.exprs[b];
    if (x.kind != y.kind) return false;
    switch (x.kind) {
        case ExprKind::opening: return true;
        case ExprKind::fact: return x.fact == y.fact;
        case ExprKind::event_instant: return x.event == y.event && x.occurrence == y.occurrence;
        case ExprKind::entered: case ExprKind::state_entry: return x.state == y.state;
        case ExprKind::end_of_date: case ExprKind::start_of_date: case ExprKind::end_of_day: case ExprKind::start_of_day:
            return same_instant(model, x.children[0], y.children[0]);
        default: return false;
    }
}

// How many days at least lie between an instant and one that is counted from it: what rolls or is moved to its day's end is no earlier.
std::int64_t least_days(const Model& model, ExprId from, ExprId to) {
    const Expr& end = model.exprs[to];
    if (end.kind == ExprKind::roll || end.kind == ExprKind::end_of_day) return least_days(model, from, end.children[0]);
    if (end.kind != ExprKind::after_period || !same_instant(model, from, end.children[1])) return 0;
    const Expr& length = model.exprs[end.children[0]];
    if (length.kind != ExprKind::constant || length.type.kind != TypeKind::period) return 0;
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(length.number)});
    if (parts.count > max_day) return 0;
    const std::int64_t first = (parts.rules & period_counts_first) != 0 ? 1 : 0;
    switch (parts.unit) {
        case Unit::days: case Unit::business_days: return parts.count - first;
        case Unit::weeks: return parts.count * 7 - first;
        case Unit::months: return parts.count * 28 - first;
        case Unit::years: return parts.count * 365 - first;
        case Unit::exact: return 0;
    }
    return 0;
}

// Whether days can be counted to it: it comes for sure, or once an event has happened, which the checker then asks for (read-before-known).
// Behind a choice it does not see the event.
bool surely_comes(const Model& model, ExprId id, bool behind_choice = false) {
    const Expr& expr = model.exprs[id];
    const auto child_comes = [&](bool behind) { return [&model, behind](ExprId child) { return surely_comes(model, child, behind); }; };
    switch (expr.kind) {
        case ExprKind::never: case ExprKind::absent: case ExprKind::entered: return false;
        case ExprKind::event_instant: case ExprKind::event_field: return !behind_choice && expr.occurrence != Occurrence::previous;
        case ExprKind::smaller: return std::any_of(expr.children.begin(), expr.children.end(), child_comes(true));
        case ExprKind::larger: return std::all_of(expr.children.begin(), expr.children.end(), child_comes(behind_choice));
        case ExprKind::after_period: case ExprKind::before_period: return surely_comes(model, expr.children[1], behind_choice);
        case ExprKind::choose:
            for (std::size_t i = 1; i < expr.children.size(); i += 2) {
                if (!surely_comes(model, expr.children[i], true)) return false;
            }
            return surely_comes(model, expr.children.back(), true);
        default: return std::all_of(expr.children.begin(), expr.children.end(), child_comes(behind_choice));
    }
}

}  // namespace

// The date of an instant that is there, below zero: an instant that never comes cannot be set against it, and stops the step (law 9).
ExprId ExprTyper::days_to(const Written& written, ExprId& at) {
    at = read(written, type_of_kind(TypeKind::instant));
    const TypeKind kind = type(at).kind;
    if (kind == TypeKind::unknown) return unknown(written);
    if (kind != TypeKind::instant && kind != TypeKind::date) {
        does_not_fit(written, type(at), type_of_kind(TypeKind::instant));
        return unknown(written);
    }
    if (declared_optional(at) && std::find(known_.begin(), known_.end(), key_of(written)) == known_.end()) {
        state_.report("maybe-absent", written.span, said(written) + " may be none, and no days can be counted from or to it",
                      "ask first whether it is set, or say what holds when it is not");
        return unknown(written);
    }
    if (!surely_comes(state_.model, at)) {
        auto& finding = state_.report("maybe-absent", written.span, said(written) + " may never come, and no days can be counted from or to it",
                                      "count to what surely comes, such as `(the earlier of " + (key_of(written).empty() ? "X" : key_of(written)) + ", closes)`");
        finding.why = "what never comes has no date, and an amount that cannot be computed would stop the case";
        return unknown(written);
    }
    const ExprId date = kind == TypeKind::date ? at : node(ExprKind::date_of, type_of_kind(TypeKind::date), written.span, {at});
    const ExprId zero = state_.constant(type_of_kind(TypeKind::integer), 0, written.span);
    return node(ExprKind::subtract, number_type(TypeKind::integer, -std::int64_t{max_day}, -std::int64_t{min_day}), written.span, {zero, date});
}

// `days from A to B`: how many days the date of B lies after that of A; none where it lies before.
ExprId ExprTyper::days_from(const Written& written, const Type&) {
    if (written.children.size() != 2) return unknown(written);
    ExprId from, to;
    const ExprId less_from = days_to(written.children[0], from);
    const ExprId less_to = days_to(written.children[1], to);
    if (state_.is_unknown(less_from) || state_.is_unknown(less_to)) return unknown(written);
    constexpr std::int64_t most = std::int64_t{max_day} - min_day;
    const ExprId apart = node(ExprKind::subtract, number_type(TypeKind::integer, -most, most), written.span, {less_from, less_to});
    const ExprId none = state_.constant(type_of_kind(TypeKind::integer), 0, written.span);
    const std::int64_t least = std::min(most, least_days(state_.model, from, to));
    return node(ExprKind::larger, number_type(TypeKind::integer, least, most), written.span, {apart, none});
}

}  // namespace recourse::semantics
