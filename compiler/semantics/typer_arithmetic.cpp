// Sums, products and shares: exact, with bounds on every result.
#include <algorithm>
#include <array>
#include <numeric>

#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

using S = syntax::ExprKind;

bool ExprTyper::number_wanted(ExprId id, const Written& written, std::string_view doing) {
    if (is_number(type(id).kind)) return present(id, written, doing);
    if (state_.is_unknown(id)) {
        if (state_.model.exprs[id].kind == ExprKind::absent) present(id, written, doing);
        return false;
    }
    std::string hint;
    if (type(id).kind == TypeKind::instant || type(id).kind == TypeKind::period) {
        hint = "periods are counted with `after` and `before`, as `5 days after X`";
    }
    state_.report("type-mismatch", written.span,
                  said(written) + " is " + sort_name(state_.model, type(id)) + " and cannot be " + std::string(doing), hint);
    return false;
}

// A computed number, folded when all of it is constant, refused when its bounds leave 64 bits (law 9).
ExprId ExprTyper::computed(ExprKind kind, Type type, Range bounds, Span span, std::vector<ExprId> children) {
    if (!fits(bounds)) {
        const bool low = bounds.low < least_number;
        const Wide number = (low ? bounds.low : bounds.high) / type.divisor;
        auto& finding = state_.report("arithmetic-overflow", span,
                                      "this can become as " + std::string(low ? "small" : "large") + " as " + number_text(type, number) +
                                          ", which is more than can be computed exactly",
                                      "declare smaller bounds where the values come from");
        finding.why = "numbers are kept exactly, between " + number_text(type, least_number) + " and " + number_text(type, most_number) +
                      (type.divisor > 1 ? ", in parts of one " + number_text(Type{}, type.divisor) + "th" : std::string());
        return state_.unknown(span);
    }
    type.low = static_cast<std::int64_t>(bounds.low);
    type.high = static_cast<std::int64_t>(bounds.high);
    type.optional = false;
    Expr expr;
    expr.kind = kind;
    expr.type = std::move(type);
    expr.span = span;
    expr.children = std::move(children);
    const bool constant = std::all_of(expr.children.begin(), expr.children.end(),
                                      [&](ExprId child) { return state_.model.exprs[child].kind == ExprKind::constant; });
    return constant ? folded(expr) : state_.add(std::move(expr));
}

// Of constants the bounds are the value itself.
ExprId ExprTyper::folded(const Expr& expr) {
    Type type = expr.type;
    std::int64_t number = type.low;
    const std::int64_t common = std::gcd(number, type.divisor);
    if (common == type.divisor) {
        number /= type.divisor;
        type.divisor = 1;
    }
    return state_.constant(std::move(type), number, expr.span);
}

bool ExprTyper::same_divisors(std::vector<ExprId>& ids, Span span) {
    std::int64_t common = 1;
    for (const ExprId id : ids) {
        const Wide wide = Wide{common} / std::gcd(common, type(id).divisor) * type(id).divisor;
        if (wide > most_number) {
            state_.report("arithmetic-overflow", span, "these fractions are too fine to be brought together exactly",
                          "round one of them first");
            return false;
        }
        common = static_cast<std::int64_t>(wide);
    }
    for (ExprId& id : ids) {
        Type scaled = type(id);
        if (scaled.divisor == common || scaled.kind == TypeKind::unknown) continue;
        const std::int64_t factor = common / scaled.divisor;
        const Range bounds = times(bounds_of(scaled), {factor, factor});
        const bool optional = scaled.optional;
        scaled.divisor = common;
        if (state_.model.exprs[id].kind == ExprKind::constant && fits(bounds)) {
            // Not folded back to lowest terms: the point is the common divisor.
            id = state_.constant(scaled, static_cast<std::int64_t>(bounds.low), state_.model.exprs[id].span);
            continue;
        }
        const ExprId by = state_.constant(type_of_kind(TypeKind::integer), factor, span);
        id = computed(ExprKind::multiply, scaled, bounds, span, {id, by});
        if (state_.is_unknown(id)) return false;
        state_.model.exprs[id].type.optional = optional;
    }
    return true;
}

// ---- two operands ------------------------------------------------------------------------------------------------------------

ExprId ExprTyper::sum(const Written& written, ExprId left, ExprId right) {
    const bool adds = written.kind == S::add;
    if (!same_sort(type(left), type(right))) {
        mismatch(written.children[0], type(left), written.children[1], type(right), adds ? "added to" : "set against");
        return unknown(written);
    }
    std::vector<ExprId> both{left, right};
    if (!same_divisors(both, written.span)) return unknown(written);
    const Range a = bounds_of(type(both[0]));
    const Range b = bounds_of(type(both[1]));
    const Range bounds = adds ? Range{a.low + b.low, a.high + b.high} : Range{a.low - b.high, a.high - b.low};
    const Type result = type(both[0]);
    return computed(adds ? ExprKind::add : ExprKind::subtract, result, bounds, written.span, std::move(both));
}

namespace {

struct ProductRow {
    TypeKind left, right, result;
    std::int64_t divisor;
};
// Which products there are. A percentage is a number of hundredths of a percent: a share is over 10,000.
constexpr std::array products = {
    ProductRow{TypeKind::integer, TypeKind::integer, TypeKind::integer, 1},
    ProductRow{TypeKind::money, TypeKind::integer, TypeKind::money, 1},
    ProductRow{TypeKind::integer, TypeKind::money, TypeKind::money, 1},
    ProductRow{TypeKind::duration, TypeKind::integer, TypeKind::duration, 1},
    ProductRow{TypeKind::integer, TypeKind::duration, TypeKind::duration, 1},
    ProductRow{TypeKind::percent, TypeKind::integer, TypeKind::percent, 1},
    ProductRow{TypeKind::integer, TypeKind::percent, TypeKind::percent, 1},
    ProductRow{TypeKind::percent, TypeKind::percent, TypeKind::percent, whole_percent},
    ProductRow{TypeKind::percent, TypeKind::money, TypeKind::money, whole_percent},
    ProductRow{TypeKind::money, TypeKind::percent, TypeKind::money, whole_percent},
    ProductRow{TypeKind::percent, TypeKind::duration, TypeKind::duration, whole_percent},
    ProductRow{TypeKind::duration, TypeKind::percent, TypeKind::duration, whole_percent},
};
// `25% of 8` is 2, where `25% * 8` is 200%.
constexpr ProductRow share_of_number{TypeKind::percent, TypeKind::integer, TypeKind::integer, whole_percent};

const ProductRow* product_of(S kind, TypeKind left, TypeKind right) {
    if (kind == S::of && left != TypeKind::percent) return nullptr;
    if (kind == S::of && right == TypeKind::integer) return &share_of_number;
    const auto found = std::find_if(products.begin(), products.end(),
                                    [&](const ProductRow& row) { return row.left == left && row.right == right; });
    return found == products.end() ? nullptr : &*found;
}

}  // namespace

ExprId ExprTyper::product(const Written& written, ExprId left, ExprId right) {
    const Type a = type(left);
    const Type b = type(right);
    const ProductRow* row = product_of(written.kind, a.kind, b.kind);
    if (row == nullptr) {
        mismatch(written.children[0], a, written.children[1], b, written.kind == S::of ? "taken of" : "multiplied with");
        return unknown(written);
    }
    const Wide divisor = Wide{a.divisor} * b.divisor * row->divisor;
    if (divisor > most_number) {
        state_.report("arithmetic-overflow", written.span, "this fraction is too fine to be computed exactly", "round a part of it first");
        return unknown(written);
    }
    Type result = type_of_kind(row->result);
    result.currency = a.kind == TypeKind::money ? a.currency : b.currency;
    result.divisor = static_cast<std::int64_t>(divisor);
    return computed(ExprKind::multiply, std::move(result), times(bounds_of(a), bounds_of(b)), written.span, {left, right});
}

// A quotient is the same number over a larger divisor.
ExprId ExprTyper::quotient(const Written& written, ExprId left, ExprId right) {
    const std::optional<std::int64_t> by = state_.constant_of(right);
    if (type(right).kind != TypeKind::integer || !by || *by < 1 || type(right).divisor != 1) {
        state_.report("division-by-variable", written.children[1].span,
                      by && *by == 0 ? "nothing can be divided by zero"
                                     : "only a fixed whole number above zero can divide, not " + said(written.children[1]),
                      by && *by == 0 ? "write a number above zero" : "round the quotient at once, as `(… / …) rounded down`, or write the number itself");
        return unknown(written);
    }
    Type result = type(left);
    const Wide divisor = Wide{result.divisor} * *by;
    if (divisor > most_number) {
        state_.report("arithmetic-overflow", written.span, "this fraction is too fine to be computed exactly", "round a part of it first");
        return unknown(written);
    }
    if (*by == 1) return left;
    result.divisor = static_cast<std::int64_t>(divisor);
    const Range bounds = bounds_of(result);
    const ExprId one = state_.constant(type_of_kind(TypeKind::integer), 1, written.children[1].span);
    return computed(ExprKind::multiply, std::move(result), bounds, written.span, {left, one});
}

ExprId ExprTyper::binary(const Written& written, const Type& expected) {
    if (written.children.size() != 2) return unknown(written);
    const bool additive = written.kind == S::add || written.kind == S::subtract;
    const std::string_view doing = "computed with";
    const ExprId left = read(written.children[0], additive ? expected : Type{});
    const ExprId right = read(written.children[1], additive ? type(left) : written.kind == S::of ? expected : Type{});
    const bool usable = number_wanted(left, written.children[0], doing);
    if (!number_wanted(right, written.children[1], doing) || !usable) return unknown(written);
    if (additive) return sum(written, left, right);
    return written.kind == S::divide ? quotient(written, left, right) : product(written, left, right);
}

// ---- one operand, or many ----------------------------------------------------------------------------------------------------

ExprId ExprTyper::minus(const Written& written, const Type& expected) {
    if (written.children.empty()) return unknown(written);
    const ExprId child = read(written.children[0], expected);
    if (!number_wanted(child, written.children[0], "computed with")) return unknown(written);
    const Range bounds = bounds_of(type(child));
    const Type result = type(child);
    return computed(ExprKind::negate, result, {-bounds.high, -bounds.low}, written.span, {child});
}

// The earlier, later, smaller, larger of.
ExprId ExprTyper::extreme(const Written& written, const Type& expected) {
    const bool least = written.kind == S::earlier_of || written.kind == S::smaller_of;
    const bool in_time = written.kind == S::earlier_of || written.kind == S::later_of;
    const Type hint = in_time && expected.kind == TypeKind::unknown ? type_of_kind(TypeKind::instant) : expected;
    std::vector<ExprId> ids;
    bool failed = false;
    for (const Written& child : written.children) {
        const ExprId id = read(child, ids.empty() ? hint : type(ids.front()));
        const TypeKind kind = type(id).kind;
        const bool known = kind != TypeKind::unknown;
        const bool timely = kind == TypeKind::instant || kind == TypeKind::date;
        if (known && timely != in_time) {
            state_.report("type-mismatch", child.span, said(child) + " is " + sort_name(state_.model, type(id)),
                          timely ? "of instants say `the earlier of` or `the later of`"
                          : is_number(kind) ? "of numbers say `the smaller of` or `the larger of`"
                                            : "only instants, dates and numbers have an order");
        }
        failed |= !known || timely != in_time || !present(id, child, "compared with others");
        if (!failed && !ids.empty() && !same_sort(type(ids.front()), type(id))) {
            mismatch(written.children.front(), type(ids.front()), child, type(id), "compared with");
            failed = true;
        }
        ids.push_back(id);
    }
    if (failed || ids.empty() || !same_divisors(ids, written.span)) return unknown(written);
    Range bounds = bounds_of(type(ids.front()));
    for (const ExprId id : ids) {
        const Range next = bounds_of(type(id));
        bounds.low = least ? std::min(bounds.low, next.low) : std::max(bounds.low, next.low);
        bounds.high = least ? std::min(bounds.high, next.high) : std::max(bounds.high, next.high);
    }
    Type result = type(ids.front());
    const ExprKind kind = least ? ExprKind::smaller : ExprKind::larger;
    if (!in_time) return computed(kind, std::move(result), bounds, written.span, std::move(ids));
    result.low = static_cast<std::int64_t>(bounds.low);
    result.high = static_cast<std::int64_t>(bounds.high);
    result.optional = false;
    return node(kind, std::move(result), written.span, std::move(ids));
}

}  // namespace recourse::semantics
