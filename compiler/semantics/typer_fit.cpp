// Whether a value can be used where something is wanted, and the words for when it cannot.
#include <algorithm>

#include "compiler/semantics/currency.h"
#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

using S = syntax::ExprKind;

std::string said(const Written& written) {
    switch (written.kind) {
        case S::name: case S::happened: return "`" + written.text + "`";
        case S::first_of: return "`first " + written.text + "`";
        case S::previous_of: return "`previous " + written.text + "`";
        case S::entered: return "`entered " + written.text + "`";
        case S::money: return "`" + written.text + " " + written.unit + "`";
        case S::date: case S::instant: return "`" + written.text + "`";
        case S::integer: return "`" + std::to_string(written.number) + "`";
        case S::percent: return "`" + number_text(type_of_kind(TypeKind::percent), written.number) + "`";
        case S::period: return "`" + std::to_string(written.number) + " " + written.unit + (written.number == 1 ? "`" : "s`");
        case S::call: return "`" + written.text + "(…)`";
        case S::field_of_call: return "`….` `" + written.text + "`";
        case S::none: return "`none`";
        case S::never: return "`never`";
        case S::opening: return "`opening`";
        case S::boolean: return written.number != 0 ? "`true`" : "`false`";
        case S::text: return "this text";
        default: return "this value";
    }
}

std::string key_of(const Written& written) {
    switch (written.kind) {
        case S::name: return written.text;
        case S::first_of: return "first " + written.text;
        case S::previous_of: return "previous " + written.text;
        default: return {};
    }
}

namespace {

void collect_known(const Written& condition, bool truth, std::vector<std::string>& into) {
    const auto add = [&](const Written& subject) {
        if (std::string key = key_of(subject); !key.empty()) into.push_back(std::move(key));
    };
    const auto all = [&](bool of_children) {
        for (const Written& child : condition.children) collect_known(child, of_children, into);
    };
    const auto set_when = [&](bool wanted) {
        if (truth == wanted && !condition.children.empty()) add(condition.children.front());
    };
    switch (condition.kind) {
        case S::is_set: return set_when(true);
        case S::is_not_set: return set_when(false);
        case S::equal: case S::not_equal: {
            // `x != none`, or `x = 5`, where the other side is a literal that is there.
            if (condition.children.size() != 2) return;
            const S other = condition.children[1].kind;
            if (other == S::name || other == S::call || other == S::field_of_call) return;
            return set_when((condition.kind == S::equal) != (other == S::none));
        }
        case S::logical_not: return all(!truth);
        case S::logical_and: if (truth) all(true); return;
        case S::logical_or: if (!truth) all(false); return;
        default: return;
    }
}

}  // namespace

std::vector<std::string> Typer::known_set(const syntax::Expr& condition, bool truth) {
    std::vector<std::string> known;
    collect_known(condition, truth, known);
    return known;
}

void ExprTyper::know(const Written& condition, bool truth) { collect_known(condition, truth, known_); }

// ---- what is there for sure --------------------------------------------------------------------------------------------------

bool ExprTyper::declared_optional(ExprId id) const {
    const Expr& expr = state_.model.exprs[id];
    switch (expr.kind) {
        case ExprKind::absent: return true;
        case ExprKind::fact: case ExprKind::parameter: case ExprKind::field_at_hand: case ExprKind::decision_result:
            return expr.type.optional;
        case ExprKind::event_field: {
            const Event& event = state_.model.events[expr.event];
            const auto index = static_cast<std::size_t>(expr.number);
            return index < event.fields.size() && event.fields[index].type.optional;
        }
        case ExprKind::choose:
            // condition, value, …, otherwise value
            for (std::size_t i = 1; i < expr.children.size(); i += 2) {
                if (declared_optional(expr.children[i])) return true;
            }
            return !expr.children.empty() && declared_optional(expr.children.back());
        default: return false;
    }
}

bool ExprTyper::present(ExprId id, const Written& written, std::string_view doing) {
    if (type(id).kind == TypeKind::instant || !declared_optional(id)) return true;
    const std::string key = key_of(written);
    if (!key.empty() && std::find(known_.begin(), known_.end(), key) != known_.end()) return true;
    const std::string subject = said(written);
    auto& finding = state_.report("maybe-absent", written.span, subject + " may be none and cannot be " + std::string(doing),
                                  key.empty() ? "say what holds when there is none"
                                              : "ask first, as `" + key + " is set and …`, or say what holds when it is not set");
    finding.why = "what is not given is neither more nor less than anything";
    return false;
}

// ---- two values that do not go together ------------------------------------------------------------------------------------

namespace {

// A literal number that lacks its unit, with the unit of the other side.
std::optional<std::string> with_unit(const Written& written, const Type& wanted) {
    if (written.kind != S::integer) return std::nullopt;
    const std::string digits = std::to_string(written.number);
    if (wanted.kind == TypeKind::percent) return digits + "%";
    if (wanted.kind != TypeKind::money) return std::nullopt;
    const int decimals = decimals_of(wanted.currency).value_or(0);
    return digits + (decimals > 0 ? "." + std::string(static_cast<std::size_t>(decimals), '0') : "") + " " + wanted.currency;
}

// How a value of one sort becomes one of another, when the language has a way.
std::string way_from(const Type& is, const Type& wanted, const std::string& name) {
    if (is.kind == TypeKind::date && wanted.kind == TypeKind::instant) {
        return "a date is a whole day: say `end of` or `start of` " + name;
    }
    if (is.kind == TypeKind::instant && wanted.kind == TypeKind::date) return "say `date of` " + name;
    if (wanted.kind == TypeKind::instant && (is.kind == TypeKind::period || is.kind == TypeKind::duration)) {
        return "say from when it is counted, as `… after X`";
    }
    if (is.kind == TypeKind::integer && (wanted.kind == TypeKind::period || wanted.kind == TypeKind::duration)) {
        return "say its unit, as `" + std::string(wanted.kind == TypeKind::period ? "3 days" : "72 hours") + "`";
    }
    if (wanted.kind == TypeKind::boolean) return "write a comparison, as `" + std::string(is.kind == TypeKind::kind ? "wear = torn" : "… = …") + "`";
    return {};
}

}  // namespace

void ExprTyper::mismatch(const Written& a, const Type& left, const Written& b, const Type& right, std::string_view joint) {
    const Span both = support::cover(a.span, b.span);
    const bool currencies = left.kind == TypeKind::money && right.kind == TypeKind::money && left.currency != right.currency;
    const std::string with = currencies ? "money (" + right.currency + ")" : sort_name(state_.model, right);
    auto& finding = state_.report(currencies ? "mixed-currencies" : "type-mismatch", both,
                                  said(a) + " is " + sort_name(state_.model, left) + " and cannot be " + std::string(joint) + " " + with);
    finding.labels.push_back({a.span, sort_name(state_.model, left)});
    finding.labels.push_back({b.span, sort_name(state_.model, right)});
    if (currencies) {
        finding.why = "no rate between currencies is known to a policy";
        finding.hint = "state both amounts in one currency";
        return;
    }
    for (const auto& [written, is, wanted] : {std::tuple(&b, &right, &left), std::tuple(&a, &left, &right)}) {
        if (const auto better = with_unit(*written, *wanted)) {
            finding.hint = "write `" + *better + "`";
            finding.fix = diagnostics::Fix{written->span, *better, "replace with `" + *better + "`"};
            return;
        }
        if (is->kind == TypeKind::date) finding.hint = way_from(*is, *wanted, said(*written));
    }
}

void ExprTyper::does_not_fit(const Written& written, const Type& is, const Type& expected) {
    const bool currencies = is.kind == TypeKind::money && expected.kind == TypeKind::money;
    auto& finding = state_.report(currencies ? "mixed-currencies" : "type-mismatch", written.span,
                                  said(written) + " is " + sort_name(state_.model, is) + ", and " +
                                      sort_name(state_.model, expected) + " is wanted here");
    if (currencies) finding.why = "no rate between currencies is known to a policy";
    if (const auto better = with_unit(written, expected)) {
        finding.hint = "write `" + *better + "`";
        finding.fix = diagnostics::Fix{written.span, *better, "replace with `" + *better + "`"};
    } else if (is.kind == TypeKind::date && expected.kind == TypeKind::instant) {
        finding.hint = way_from(is, expected, said(written));
        const Span start{written.span.file, written.span.begin, written.span.begin};
        finding.fix = diagnostics::Fix{start, "end of ", "count the whole day: `end of`"};
    } else {
        finding.hint = way_from(is, expected, said(written));
    }
}

// ---- one value where something is wanted -----------------------------------------------------------------------------------

ExprId ExprTyper::fit_number(ExprId id, const Written& written, const Type& expected) {
    const Type is = type(id);
    if (is.divisor > 1 && expected.divisor == 1) {
        auto& finding = state_.report("rounding-missing", written.span, said(written) + " may lie between two " +
                                          (is.kind == TypeKind::money ? "amounts that can be paid" : "whole numbers"),
                                      "say how it is rounded: `(…) rounded down`, `up`, `half up` or `half even`");
        finding.why = "a share of an amount is seldom a whole number of its smallest units";
        return unknown(written);
    }
    if (is.divisor == 1 && expected.divisor == 1 && (is.high < expected.low || is.low > expected.high)) {
        const bool low = is.high < expected.low;
        state_.report("out-of-bounds", written.span,
                      said(written) + " is " + (is.low == is.high ? number_text(is, is.low) : sort_name(state_.model, is)) +
                          (low ? ", and at least " + number_text(expected, expected.low) : ", and at most " + number_text(expected, expected.high)) +
                          " is possible here");
        return unknown(written);
    }
    return id;
}

ExprId ExprTyper::fit(ExprId id, const Written& written, const Type& expected) {
    const Type is = type(id);
    const Expr& expr = state_.model.exprs[id];
    if (expr.kind == ExprKind::absent) {
        if (expected.kind == TypeKind::unknown || expected.optional) return id;
        state_.report("none-not-allowed", written.span, "there must be a value here: `none` is not possible",
                      "declare it `or none` where it may be left out");
        return unknown(written);
    }
    if (is.kind == TypeKind::unknown || expected.kind == TypeKind::unknown) return id;
    if (expected.kind == TypeKind::set && is.kind == TypeKind::kind && is.of == expected.of && expr.kind == ExprKind::constant) {
        return state_.constant(expected, std::int64_t{1} << expr.number, written.span);
    }
    const bool exact_period = expected.kind == TypeKind::period && is.kind == TypeKind::duration;
    if (!same_sort(is, expected) && !exact_period) {
        does_not_fit(written, is, expected);
        return unknown(written);
    }
    if (exact_period && (is.divisor > 1 || is.low < 0)) {
        state_.report(is.divisor > 1 ? "rounding-missing" : "negative-period", written.span,
                      is.divisor > 1 ? "a period is a whole number of milliseconds" : "this period may be negative",
                      is.divisor > 1 ? "say how it is rounded: `(…) rounded down`" : "write `the larger of 0 hours, …`");
        return unknown(written);
    }
    if (!expected.optional && !present(id, written, "used where a value is needed")) return unknown(written);
    if (is.kind == TypeKind::text && expr.kind == ExprKind::text_literal && is.low > expected.high) {
        state_.report("out-of-bounds", written.span, "this text has " + number_text(Type{}, is.low) + " characters, and at most " +
                                                         number_text(Type{}, expected.high) + " are possible here");
        return unknown(written);
    }
    if (is_number(is.kind) && is_number(expected.kind)) return fit_number(id, written, expected);
    return id;
}

ExprId ExprTyper::fitted(const Written& written, const Type& expected) {
    if (expected.kind == TypeKind::set && written.kind == S::logical_and) return members_as_set(written, expected);
    return fit(read(written, expected), written, expected);
}

ExprId ExprTyper::condition(const Written& written) { return fitted(written, type_of_kind(TypeKind::boolean)); }

ExprId ExprTyper::instant(const Written& written) {
    Type wanted = type_of_kind(TypeKind::instant);
    wanted.optional = true;   // what is not set is `never`
    return fitted(written, wanted);
}

ExprId ExprTyper::period(const Written& written) { return fitted(written, type_of_kind(TypeKind::period)); }

}  // namespace recourse::semantics
