#include <algorithm>

#include "compiler/syntax/convert.h"

namespace recourse::syntax {

namespace {

bool is_expression(NodeKind kind) {
    switch (kind) {
        case NodeKind::path:
        case NodeKind::duty_status:
        case NodeKind::string:
        case NodeKind::date:
        case NodeKind::or_chain:
        case NodeKind::and_chain:
        case NodeKind::not_expr:
        case NodeKind::no_by:
        case NodeKind::test:
        case NodeKind::sum:
        case NodeKind::product:
        case NodeKind::span:
        case NodeKind::negate:
        case NodeKind::rounded:
        case NodeKind::capped:
        case NodeKind::tiered:
        case NodeKind::days_from:
        case NodeKind::parens:
        case NodeKind::money:
        case NodeKind::percent:
        case NodeKind::period:
        case NodeKind::whole_number:
        case NodeKind::decimal:
        case NodeKind::boolean:
        case NodeKind::none:
        case NodeKind::never:
        case NodeKind::opening:
        case NodeKind::choice:
        case NodeKind::span_chain:
        case NodeKind::share:
        case NodeKind::by_instant:
        case NodeKind::end_of:
        case NodeKind::start_of:
        case NodeKind::date_of:
        case NodeKind::first_of:
        case NodeKind::previous_of:
        case NodeKind::entered:
        case NodeKind::call: return true;
        default: return false;
    }
}

// `keyword`: the key of the word, which the operators that are marks do not have.
ExprKind operator_kind(std::string_view written, std::string_view keyword) {
    if (written == "+") return ExprKind::add;
    if (written == "-") return ExprKind::subtract;
    if (written == "*") return ExprKind::multiply;
    if (written == "/") return ExprKind::divide;
    if (written == "=") return ExprKind::equal;
    if (written == "!=") return ExprKind::not_equal;
    if (written == "<") return ExprKind::less;
    if (written == "<=") return ExprKind::at_most;
    if (written == ">") return ExprKind::greater;
    if (written == ">=") return ExprKind::at_least;
    return keyword == "of" ? ExprKind::of : ExprKind::missing;
}

}  // namespace

Cst::Index Converter::first_expr(Index node) const {
    Index at = cst_.first(node);
    while (at != kNone && !is_expression(cst_.kind(at))) at = cst_.next(at);
    return at;
}

Expr Converter::expr(Index node) { return build(node).expr; }

Expr Converter::expr_in(Index node) {
    if (node == kNone) return {};
    const Index child = first_expr(node);
    return child == kNone ? missing_after(node) : expr(child);
}

std::optional<Expr> Converter::optional_expr_in(Index node) {
    if (node == kNone) return std::nullopt;
    return expr_in(node);
}

Converter::Built Converter::build(Index node) {
    Built built = build_kind(node);
    if (built.expr.kind == ExprKind::missing || cst_.kind(node) != NodeKind::parens) built.expr.span = cst_.span(node);
    return built;
}

Converter::Built Converter::build_or_missing(Index node, Index parent) {
    if (node != kNone && is_expression(cst_.kind(node))) return build(node);
    return {missing_after(parent), 1};
}

// Trees deeper than the limit would overflow the stack of whoever walks them.
Converter::Built Converter::combine(ExprKind kind, Span span, std::vector<Built> parts) {
    Built built;
    built.expr.span = span;
    for (const Built& part : parts) built.depth = std::max(built.depth, part.depth + 1);
    if (built.depth > kMaxTreeDepth) {
        error("nesting-too-deep", span, "this expression joins more than " + std::to_string(kMaxTreeDepth) + " parts",
                    "name its parts with `condition`, `amount` or `moment`");
        built.depth = 1;
        return built;
    }
    built.expr.kind = kind;
    built.expr.children.reserve(parts.size());
    for (Built& part : parts) built.expr.children.push_back(std::move(part.expr));
    return built;
}

Converter::Built Converter::build_kind(Index node) {
    const Span span = cst_.span(node);
    const auto with_operand = [&](ExprKind kind) {
        std::vector<Built> parts;
        parts.push_back(build_or_missing(first_expr(node), node));
        return combine(kind, span, std::move(parts));
    };
    switch (cst_.kind(node)) {
        case NodeKind::or_chain:
        case NodeKind::and_chain:
        case NodeKind::sum:
        case NodeKind::product: return chain(node);
        case NodeKind::not_expr: return with_operand(ExprKind::logical_not);
        case NodeKind::negate: return with_operand(ExprKind::negate);
        case NodeKind::end_of: return with_operand(ExprKind::end_of);
        case NodeKind::start_of: return with_operand(ExprKind::start_of);
        case NodeKind::date_of: return with_operand(ExprKind::date_of);
        case NodeKind::no_by: return no_by(node);
        case NodeKind::by_instant: return by_instant(node);
        case NodeKind::test: return test(node);
        case NodeKind::span: return span_expr(node);
        case NodeKind::span_chain: return span_chain(node);
        case NodeKind::share: return share(node);
        case NodeKind::rounded: return rounded(node);
        case NodeKind::capped: return capped(node);
        case NodeKind::tiered: return tiered(node);
        case NodeKind::days_from: return days_from(node);
        case NodeKind::choice: return choice(node);
        case NodeKind::path: return path_expr(node, ExprKind::name);
        case NodeKind::duty_status: return duty_status(node);
        case NodeKind::first_of: return path_expr(cst_.child(node, NodeKind::path), ExprKind::first_of);
        case NodeKind::previous_of: return path_expr(cst_.child(node, NodeKind::path), ExprKind::previous_of);
        case NodeKind::entered: return entered(node);
        case NodeKind::call: return call(node);
        case NodeKind::parens: {
            Built inner = build_or_missing(first_expr(node), node);
            inner.expr.parenthesised = true;
            return inner;
        }
        default: return literal(node);
    }
}

// Operands with operators between them; `or` and `and` have no operator nodes. Binds to the left.
Converter::Built Converter::chain(Index node) {
    const NodeKind kind = cst_.kind(node);
    ExprKind next_kind = kind == NodeKind::or_chain ? ExprKind::logical_or : ExprKind::logical_and;
    Index at = cst_.first(node);
    Built left = build_or_missing(at, node);
    const Span begin = cst_.span(node);
    at = at == kNone ? kNone : cst_.next(at);
    while (at != kNone) {
        if (cst_.kind(at) == NodeKind::op) {
            next_kind = operator_kind(cst_.text(at), cst_.keyword(at));
            at = cst_.next(at);
        }
        std::vector<Built> parts;
        parts.push_back(std::move(left));
        parts.push_back(build_or_missing(at, node));
        const std::uint32_t end = at == kNone ? begin.end : cst_.span(at).end;
        left = combine(next_kind, {begin.file, begin.begin, end}, std::move(parts));
        at = at == kNone ? kNone : cst_.next(at);
    }
    return left;
}

bool Converter::requires_name(const Built& built, const char* message) {
    if (built.expr.kind == ExprKind::name) return true;
    if (built.expr.kind != ExprKind::missing) error("syntax-error", built.expr.span, message);
    return false;
}

Converter::Built Converter::test(Index node) {
    const Index first = cst_.first(node);
    Built left = build_or_missing(first, node);
    const Index tail = first == kNone ? kNone : cst_.next(first);
    if (tail == kNone) return left;
    const Span span = cst_.span(node);
    std::vector<Built> parts;
    switch (cst_.kind(tail)) {
        case NodeKind::is_state: return state_test(node, tail, std::move(left), ExprKind::is_state);
        case NodeKind::is_not_state: return state_test(node, tail, std::move(left), ExprKind::is_not_state);
        case NodeKind::happened: {
            Built built;
            if (!requires_name(left, "only an event can have happened")) return built;
            built.expr.kind = ExprKind::happened;
            built.expr.text = left.expr.text;
            return built;
        }
        case NodeKind::by: {
            if (!requires_name(left, "`by` asks whether an event has happened by an instant: its name stands before it")) return {};
            parts.push_back(build_or_missing(first_expr(tail), tail));
            Built built = combine(ExprKind::happened_by, span, std::move(parts));
            built.expr.text = left.expr.text;
            return built;
        }
        case NodeKind::compare: {
            const ExprKind kind = operator_kind(cst_.text(cst_.first(tail)), {});
            parts.push_back(std::move(left));
            parts.push_back(build_or_missing(first_expr(tail), tail));
            return combine(kind, span, std::move(parts));
        }
        case NodeKind::is_one_of: {
            parts.push_back(std::move(left));
            for (Index at = cst_.first(tail); at != kNone; at = cst_.next(at)) parts.push_back(build(at));
            return combine(ExprKind::is_one_of, span, std::move(parts));
        }
        case NodeKind::has_member: {
            parts.push_back(std::move(left));
            parts.push_back(build_or_missing(first_expr(tail), tail));
            return combine(ExprKind::has_member, span, std::move(parts));
        }
        default: break;
    }
    const NodeKind kind = cst_.kind(tail);
    parts.push_back(std::move(left));
    return combine(kind == NodeKind::passed ? ExprKind::passed : kind == NodeKind::is_set ? ExprKind::is_set : ExprKind::is_not_set, span,
                   std::move(parts));
}

Converter::Built Converter::state_test(Index node, Index tail, Built left, ExprKind kind) {
    if (!requires_name(left, "`is` asks for the state of a machine: its name stands before it")) return {};
    std::vector<Built> parts;
    parts.push_back(std::move(left));
    parts.push_back(build_or_missing(first_expr(tail), tail));
    return combine(kind, cst_.span(node), std::move(parts));
}

Converter::Built Converter::span_expr(Index node) {
    const Index first = cst_.first(node);
    std::vector<Built> parts;
    parts.push_back(build_or_missing(first, node));
    const Index tail = first == kNone ? kNone : cst_.next(first);
    if (tail == kNone) return std::move(parts.front());
    const Span span = cst_.span(node);
    if (cst_.kind(tail) == NodeKind::before_rolling) {
        if (!requires_name(parts.front(), "`before rolling` stands after the name of a deadline")) return {};
        return combine(ExprKind::before_rolling, span, std::move(parts));
    }
    parts.push_back(build_or_missing(first_expr(tail), tail));
    return combine(cst_.kind(tail) == NodeKind::after ? ExprKind::after : ExprKind::before, span, std::move(parts));
}

// `X 后 5 天 当天结束时`: each tail takes what stands before it, from left to right.
Converter::Built Converter::span_chain(Index node) {
    const Index first = cst_.first(node);
    Built left = build_or_missing(first, node);
    for (Index tail = first == kNone ? kNone : cst_.next(first); tail != kNone; tail = cst_.next(tail)) {
        const Span span = support::cover(cst_.span(first), cst_.span(tail));
        const NodeKind kind = cst_.kind(tail);
        std::vector<Built> parts;
        if (kind == NodeKind::after || kind == NodeKind::before) {
            parts.push_back(build_or_missing(first_expr(tail), tail));
            parts.push_back(std::move(left));
            left = combine(kind == NodeKind::after ? ExprKind::after : ExprKind::before, span, std::move(parts));
            continue;
        }
        if (kind == NodeKind::before_rolling && !requires_name(left, "`before rolling` stands after the name of a deadline")) return {};
        parts.push_back(std::move(left));
        left = combine(kind == NodeKind::end_of     ? ExprKind::end_of
                       : kind == NodeKind::start_of ? ExprKind::start_of
                       : kind == NodeKind::date_of  ? ExprKind::date_of
                                                    : ExprKind::before_rolling,
                       span, std::move(parts));
    }
    return left;
}

// `price 的 10% 的 50%` is `50% of 10% of price`: the last stands first, and they bind from there.
Converter::Built Converter::share(Index node) {
    std::vector<Index> all;
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) all.push_back(at);
    if (all.size() < 2 || !cst_.whole(node)) return build_or_missing(cst_.first(node), node);
    Built left = build_or_missing(all.back(), node);
    for (std::size_t i = all.size() - 1; i-- > 0;) {
        std::vector<Built> parts;
        parts.push_back(std::move(left));
        parts.push_back(build_or_missing(all[i], node));
        left = combine(ExprKind::of, support::cover(cst_.span(all[i]), cst_.span(all.back())), std::move(parts));
    }
    return left;
}

// `至 closes 已有 apply`, `至 closes 尚无 apply`
Converter::Built Converter::by_instant(Index node) {
    const Index instant = cst_.first(node);
    Index event = kNone;
    for (Index at = instant == kNone ? kNone : cst_.next(instant); at != kNone; at = cst_.next(at)) {
        if (cst_.kind(at) == NodeKind::path) event = at;
    }
    if (event == kNone) return {};
    std::vector<Built> parts;
    parts.push_back(build_or_missing(instant, node));
    const bool negated = cst_.has(node, NodeKind::not_word);
    Built built = combine(negated ? ExprKind::not_happened_by : ExprKind::happened_by, cst_.span(node), std::move(parts));
    built.expr.text = std::string(cst_.text(event));
    return built;
}

Converter::Built Converter::rounded(Index node) {
    std::vector<Built> parts;
    parts.push_back(build_or_missing(cst_.first(node), node));
    const Index mode = cst_.child(node, NodeKind::rounding);
    if (mode == kNone) return std::move(parts.front());
    if (const Index step = cst_.child(node, NodeKind::rounding_step); step != kNone) parts.push_back(build_or_missing(first_expr(step), step));
    Built built = combine(ExprKind::rounded, cst_.span(node), std::move(parts));
    const std::string_view word = cst_.keyword(mode);
    built.expr.text = word == "up:rounded" ? "up" : word == "down" ? "down" : word == "up:half" ? "half up" : "half even";
    return built;
}

// `E but at least A but at most B`: each takes what stands before it.
Converter::Built Converter::capped(Index node) {
    const Index first = cst_.first(node);
    Built left = build_or_missing(first, node);
    for (Index cap = first == kNone ? kNone : cst_.next(first); cap != kNone; cap = cst_.next(cap)) {
        const Index word = cst_.child(cap, NodeKind::op);
        std::vector<Built> parts;
        parts.push_back(std::move(left));
        parts.push_back(build_or_missing(first_expr(cap), cap));
        left = combine(ExprKind::capped, support::cover(cst_.span(first), cst_.span(cap)), std::move(parts));
        left.expr.text = word != kNone && cst_.keyword(word) == "least" ? "at least" : "at most";
    }
    return left;
}

Converter::Built Converter::tiered(Index node) {
    std::vector<Built> parts;
    parts.push_back(build_or_missing(first_expr(node), node));
    bool above = false;
    for (const Index tier : cst_.children(node, NodeKind::tier)) {
        if (above && cst_.whole(node)) {
            error("syntax-error", cst_.span(tier), "`above` is the last tier: nothing lies beyond it", "write the tiers in order of their limits");
            break;
        }
        std::size_t values = 0;
        for (Index at = first_expr(tier); at != kNone; at = cst_.next(at), ++values) parts.push_back(build_or_missing(at, tier));
        above = values < 2;
    }
    return combine(ExprKind::tiered, cst_.span(node), std::move(parts));
}

Converter::Built Converter::days_from(Index node) {
    std::vector<Built> parts;
    const Index from = first_expr(node);
    parts.push_back(build_or_missing(from, node));
    parts.push_back(build_or_missing(from == kNone ? kNone : cst_.next(from), node));
    return combine(ExprKind::days_from, cst_.span(node), std::move(parts));
}

Converter::Built Converter::choice(Index node) {
    const Index word = cst_.child(node, NodeKind::choice_word);
    if (word == kNone) return {};
    std::vector<Built> parts;
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        if (at != word) parts.push_back(build(at));
    }
    const std::string_view which = cst_.keyword(word);
    const ExprKind kind = which == "earlier" ? ExprKind::earlier_of
                          : which == "later" ? ExprKind::later_of
                          : which == "smaller" ? ExprKind::smaller_of
                                               : ExprKind::larger_of;
    if (parts.size() == 1 && cst_.whole(node)) {
        error("syntax-error", cst_.span(node), "`the " + std::string(which) + " of` chooses between two or more values",
                    "write them with commas between");
    }
    return combine(kind, cst_.span(node), std::move(parts));
}

Converter::Built Converter::path_expr(Index node, ExprKind kind) {
    Built built;
    if (node == kNone) return built;
    built.expr.kind = kind;
    built.expr.text = std::string(cst_.text(node));
    return built;
}

// `repay is done late`: the name of a state, and known to be a word of the language.
Converter::Built Converter::duty_status(Index node) const {
    Built built;
    built.expr.kind = ExprKind::name;
    built.expr.text = status_name(node);
    built.expr.unit = kDutyStatus;
    return built;
}

std::string Converter::status_name(Index node) const {
    const std::string_view key = cst_.keyword(node);
    return std::string(key == "late:done" ? "done_late" : key);
}

// `entered S`, or `M.entered S`, which is `entered M.S`.
Converter::Built Converter::entered(Index node) {
    const std::vector<Index> paths = cst_.children(node, NodeKind::path);
    if (paths.empty()) return {};
    Built built = path_expr(paths.back(), ExprKind::entered);
    if (paths.size() == 2) {
        const std::string_view machine = cst_.text(paths.front());
        built.expr.text = std::string(machine.substr(0, machine.size() - std::string_view("entered").size())) + built.expr.text;
    }
    return built;
}

Converter::Built Converter::no_by(Index node) {
    const Index event = cst_.child(node, NodeKind::path);
    if (event == kNone) return {};
    std::vector<Built> parts;
    const Index by = cst_.next(event);
    parts.push_back(build_or_missing(by, node));
    Built built = combine(ExprKind::not_happened_by, cst_.span(node), std::move(parts));
    built.expr.text = std::string(cst_.text(event));
    return built;
}

Converter::Built Converter::call(Index node) {
    Built built;
    built.expr.kind = ExprKind::call;
    built.expr.text = std::string(cst_.text(cst_.first(node)));
    built.expr.span = cst_.span(node);
    const Index list = cst_.child(node, NodeKind::arguments);
    if (list == kNone) return {};
    std::vector<Built> parts;
    std::string names;
    bool named = false;
    for (const Index at : cst_.children(list, NodeKind::argument)) {
        const Index label = cst_.child(at, NodeKind::word);
        named = named || label != kNone;
        names += (parts.empty() ? "" : ",") + std::string(label == kNone ? "" : cst_.text(label));
        parts.push_back(build_or_missing(first_expr(at), at));
    }
    const std::string decision = built.expr.text;
    built = combine(ExprKind::call, {cst_.file(), cst_.span(node).begin, cst_.span(list).end}, std::move(parts));
    built.expr.text = decision;
    if (named) built.expr.unit = std::move(names);
    const Index result = cst_.child(node, NodeKind::word);
    if (result == kNone) return built;
    std::vector<Built> whole;
    whole.push_back(std::move(built));
    Built field = combine(ExprKind::field_of_call, cst_.span(node), std::move(whole));
    field.expr.text = std::string(cst_.text(result));
    return field;
}

Argument Converter::argument(Index node) {
    Argument argument;
    argument.name = name_in(node);
    argument.value = expr_in(node);
    argument.span = cst_.span(node);
    return argument;
}

std::vector<Argument> Converter::arguments(Index node) {
    std::vector<Argument> all;
    if (node == kNone) return all;
    for (const Index child : cst_.children(node, NodeKind::argument)) all.push_back(argument(child));
    return all;
}

}  // namespace recourse::syntax
