#include <algorithm>

#include "compiler/syntax/convert.h"

namespace recourse::syntax {

TypeRef Converter::type(Index node) {
    TypeRef type;
    if (node == kNone) return type;
    type.span = cst_.span(node);
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        base_type(at, type);
        bound(at, type);
    }
    if (type.base == TypeRef::Base::money) adopt_currency(type);
    return type;
}

void Converter::base_type(Index node, TypeRef& type) {
    switch (cst_.kind(node)) {
        case NodeKind::range: {
            type.base = TypeRef::Base::integer;
            const Index low = cst_.first(node);
            const Index high = low == kNone ? kNone : cst_.next(low);
            type.low = low == kNone ? missing_after(node) : expr(low);
            type.high = high == kNone ? missing_after(node) : expr(high);
            break;
        }
        case NodeKind::plain_type: {
            const std::string_view written = cst_.keyword(node);
            using Base = TypeRef::Base;
            type.base = written == "bool"       ? Base::boolean
                        : written == "percent"  ? Base::percent
                        : written == "text"     ? Base::text
                        : written == "instant"  ? Base::instant
                        : written == "date"     ? Base::date
                        : written == "duration" ? Base::duration
                        : written == "period"   ? Base::period
                                                : Base::party;
            break;
        }
        case NodeKind::money_type:
            type.base = TypeRef::Base::money;
            type.unit = name_in(node, NodeKind::currency).text;
            in_money_bound_ = true;
            break;
        case NodeKind::set_type:
            type.base = TypeRef::Base::set;
            type.kind = name_in(node, NodeKind::path);
            break;
        case NodeKind::kind_type:
            type.base = TypeRef::Base::kind;
            type.kind = name_in(node, NodeKind::path);
            break;
        default: break;
    }
}

void Converter::bound(Index node, TypeRef& type) {
    const auto set = [&](std::optional<Expr>& slot) {
        if (slot) error("repeated-clause", cst_.span(node), "this bound is given twice", "keep one of the two");
        in_money_bound_ = type.base == TypeRef::Base::money;
        slot = expr_in(node);
        in_money_bound_ = false;
    };
    switch (cst_.kind(node)) {
        case NodeKind::at_least: set(type.at_least); break;
        case NodeKind::at_most: {
            const Index characters = cst_.child(node, NodeKind::characters);
            if (characters == kNone) {
                set(type.at_most);
                break;
            }
            Expr count;
            count.kind = ExprKind::integer;
            const Index digits = cst_.child(node, NodeKind::integer);
            count.number = integer(digits, cst_.text(digits));
            count.span = cst_.span(digits);
            if (type.base != TypeRef::Base::text) {
                error("syntax-error", cst_.span(node), "only a text is measured in characters", "write `text, at most N characters`");
            }
            type.at_most = count;
            break;
        }
        case NodeKind::not_before: set(type.not_before); break;
        case NodeKind::not_after: set(type.not_after); break;
        case NodeKind::is_private: type.is_private = true; break;
        case NodeKind::or_none: type.optional = true; break;
        default: break;
    }
}

// The bounds of a money type may leave its currency out.
void Converter::adopt_currency(TypeRef& type) {
    in_money_bound_ = false;
    for (std::optional<Expr>* slot : {&type.at_least, &type.at_most}) {
        if (!*slot) continue;
        Expr& value = **slot;
        if (value.kind == ExprKind::integer) {
            value.kind = ExprKind::money;
            value.text = std::to_string(value.number);
            value.number = 0;
        }
        if (value.kind == ExprKind::money && value.unit.empty()) value.unit = type.unit;
    }
}

Field Converter::field(Index node) {
    Field field;
    field.name = name_in(node);
    field.type = type(cst_.child(node, NodeKind::type));
    field.span = cst_.span(node);
    return field;
}

std::vector<Field> Converter::fields_in(Index node) {
    std::vector<Field> fields;
    if (node == kNone) return fields;
    for (const Index child : cst_.children(node, NodeKind::field)) fields.push_back(field(child));
    return fields;
}

Trailing Converter::trailing_in(Index node) {
    Trailing trailing;
    const Index list = cst_.child(node, NodeKind::trailing);
    if (list == kNone) return trailing;
    for (Index at = cst_.first(list); at != kNone; at = cst_.next(at)) trailing_clause(at, trailing);
    return trailing;
}

void Converter::trailing_clause(Index node, Trailing& trailing) {
    const auto once = [&](bool already, const char* word) {
        if (already) error("repeated-clause", cst_.span(node), std::string("`") + word + "` is given twice for one rule", "keep one of the two");
    };
    switch (cst_.kind(node)) {
        case NodeKind::as_clause:
            once(trailing.reason.has_value(), "as");
            if (cst_.has(node, NodeKind::word)) trailing.reason = name_in(node);
            break;
        case NodeKind::cite_clause:
            for (const Index child : cst_.children(node, NodeKind::clause)) trailing.cites.push_back(citation(child));
            break;
        case NodeKind::reading_clause:
            once(trailing.reading.has_value(), "reading");
            if (cst_.has(node, NodeKind::string)) trailing.reading = text_in(node);
            break;
        case NodeKind::wins_clause:
            for (Name& other : names_in(node)) trailing.wins_over.push_back(std::move(other));
            break;
        case NodeKind::allow_clause:
            trailing.allows.push_back({name_in(node, NodeKind::code), text_in(node), cst_.span(node)});
            break;
        default: break;
    }
}

Citation Converter::citation(Index node) const {
    const std::string_view written = cst_.text(node);
    const std::size_t dot = std::min(written.find('.'), written.size());
    return {std::string(written.substr(0, dot)), std::string(written.substr(std::min(dot + 1, written.size()))), cst_.span(node)};
}

Window Converter::window_in(Index node) {
    Window window;
    window.within = optional_expr_in(cst_.child(node, NodeKind::within));
    window.from = optional_expr_in(cst_.child(node, NodeKind::from));
    window.until = optional_expr_in(cst_.child(node, NodeKind::until));
    // `from the 4th day after X` has a node of its own, `自 X 后 第 4 天 起` is a `from` with an ordinal.
    Index nth = cst_.child(node, NodeKind::from_nth);
    if (const Index from = cst_.child(node, NodeKind::from); from != kNone && cst_.has(from, NodeKind::ordinal)) nth = from;
    if (nth == kNone) return window;
    window.from.reset();
    Expr day;
    day.kind = ExprKind::period;
    day.unit = "day";
    const Index ordinal = cst_.child(nth, NodeKind::ordinal);
    const std::string_view written = cst_.text(ordinal);
    const std::size_t digits = written.find_first_of("0123456789");
    day.number = integer(ordinal, written.substr(digits, written.find_first_not_of("0123456789", digits) - digits));
    day.children.push_back(expr_in(nth));
    day.span = cst_.kind(nth) == NodeKind::from ? support::cover(day.children.front().span, cst_.span(ordinal)) : cst_.span(nth);
    window.from_nth = std::move(day);
    return window;
}

std::optional<Expr> Converter::guard_in(Index node, bool& unless) {
    if (const Index guard = cst_.child(node, NodeKind::guard_if); guard != kNone) return expr_in(guard);
    const Index guard = cst_.child(node, NodeKind::guard_unless);
    if (guard == kNone) return std::nullopt;
    unless = true;
    Expr negated;
    negated.kind = ExprKind::logical_not;
    negated.span = cst_.span(guard);
    negated.children.push_back(expr_in(guard));
    return negated;
}

std::vector<Action> Converter::actions_in(Index node) {
    std::vector<Action> actions;
    const Index list = cst_.child(node, NodeKind::actions);
    if (list == kNone) return actions;
    for (Index at = cst_.first(list); at != kNone; at = cst_.next(at)) actions.push_back(action(at));
    return actions;
}

Action Converter::action(Index node) {
    Action action;
    action.span = cst_.span(node);
    action.target = name_in(node);
    switch (cst_.kind(node)) {
        case NodeKind::set: action.kind = Action::Kind::set; action.value = expr_in(node); break;
        case NodeKind::perform:
        case NodeKind::open_action:
            action.kind = cst_.kind(node) == NodeKind::perform ? Action::Kind::perform : Action::Kind::open;
            action.arguments = arguments(cst_.child(node, NodeKind::arguments));
            break;
        case NodeKind::extend: action.kind = Action::Kind::extend; action.value = expr_in(node); break;
        case NodeKind::restart: action.kind = Action::Kind::restart; break;
        default: action.kind = Action::Kind::count; break;
    }
    return action;
}

Outcome Converter::outcome_in(Index node, bool after_otherwise) {
    for (const NodeKind kind : {NodeKind::move, NodeKind::stay, NodeKind::branches, NodeKind::outside}) {
        if (const Index child = cst_.child(node, kind); child != kNone) return outcome(child, after_otherwise);
    }
    Outcome missing;
    missing.span = missing_after(node).span;
    return missing;
}

Outcome Converter::outcome(Index node, bool after_otherwise) {
    Outcome outcome;
    outcome.span = cst_.span(node);
    outcome.trailing = trailing_in(node);
    switch (cst_.kind(node)) {
        case NodeKind::move:
            outcome.target = name_in(node);
            outcome.kind = outcome.target.empty() ? Outcome::Kind::missing : Outcome::Kind::move;
            outcome.without_right = cst_.has(node, NodeKind::without_right);
            outcome.actions = actions_in(node);
            break;
        case NodeKind::stay:
            outcome.kind = Outcome::Kind::stay;
            outcome.actions = actions_in(node);
            break;
        case NodeKind::branches:
            outcome.kind = Outcome::Kind::branches;
            outcome.branches = branches(node);
            break;
        default:
            outcome.kind = Outcome::Kind::outside;
            if (!after_otherwise) {
                error("syntax-error", cst_.span(node), "`outside` stands only after `otherwise`",
                            "it leaves the event to the enclosing state when no `if` of this rule holds");
            }
            break;
    }
    return outcome;
}

std::vector<Branch> Converter::branches(Index node) {
    std::vector<Branch> all;
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        const bool conditional = cst_.kind(at) == NodeKind::branch;
        if (!conditional && cst_.kind(at) != NodeKind::otherwise_branch) continue;
        if (!all.empty() && !all.back().condition) {
            error("otherwise-not-last", cst_.span(at), "nothing comes after `otherwise`", "put `otherwise` last");
        }
        Branch branch;
        branch.span = cst_.span(at);
        if (conditional) branch.condition = expr_in(at);
        branch.outcome = outcome_in(at, !conditional);
        all.push_back(std::move(branch));
    }
    return all;
}

void Converter::times_in(Index node, std::optional<std::int64_t>& count, Span& span) {
    const Index times = cst_.child(node, NodeKind::times);
    if (times == kNone) return;
    span = cst_.span(times);
    count = cst_.has(times, NodeKind::once) ? 1 : integer_in(times);
}

}  // namespace recourse::syntax
