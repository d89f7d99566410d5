#include <algorithm>

#include "compiler/syntax/format_text.h"

namespace recourse::syntax {

namespace {

std::string_view infix(ExprKind kind) {
    switch (kind) {
        case ExprKind::is_state: return " is ";
        case ExprKind::is_not_state: return " is not ";
        case ExprKind::has_member: return " has ";
        case ExprKind::equal: return " = ";
        case ExprKind::not_equal: return " != ";
        case ExprKind::less: return " < ";
        case ExprKind::at_most: return " <= ";
        case ExprKind::greater: return " > ";
        case ExprKind::at_least: return " >= ";
        case ExprKind::logical_and: return " and ";
        case ExprKind::logical_or: return " or ";
        case ExprKind::add: return " + ";
        case ExprKind::subtract: return " - ";
        case ExprKind::multiply: return " * ";
        case ExprKind::divide: return " / ";
        case ExprKind::of: return " of ";
        case ExprKind::after: return " after ";
        case ExprKind::before: return " before ";
        default: return {};
    }
}

std::string_view prefix(ExprKind kind) {
    switch (kind) {
        case ExprKind::logical_not: return "not ";
        case ExprKind::negate: return "-";
        case ExprKind::end_of: return "end of ";
        case ExprKind::start_of: return "start of ";
        case ExprKind::date_of: return "date of ";
        case ExprKind::earlier_of: return "the earlier of ";
        case ExprKind::later_of: return "the later of ";
        case ExprKind::smaller_of: return "the smaller of ";
        case ExprKind::larger_of: return "the larger of ";
        default: return {};
    }
}

std::string child_list(const Expr& expr, std::size_t from) {
    std::string out;
    for (std::size_t i = from; i < expr.children.size(); ++i) out += (i > from ? ", " : "") + text_of(expr.children[i]);
    return out;
}

// `d(who: buyer, 3)`; `unit` has the names of the arguments.
std::string decision_call(const Expr& call) {
    std::string out;
    std::string_view names = call.unit;
    for (const Expr& argument : call.children) {
        const std::string_view name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
        out += (out.empty() ? "" : ", ") + std::string(name) + (name.empty() ? "" : ": ") + text_of(argument);
    }
    return call.text + "(" + out + ")";
}

std::string percent_text(std::int64_t hundredths) {
    std::string out = std::to_string(hundredths / 100);
    if (const std::int64_t rest = hundredths % 100; rest != 0) {
        out += "." + std::to_string(rest / 10);
        if (rest % 10 != 0) out += std::to_string(rest % 10);
    }
    return out + "%";
}

std::string period_text(const Expr& expr) {
    std::string out = std::to_string(expr.number) + (expr.reading == Expr::Reading::whole ? " whole " : " ") + expr.unit + (expr.number == 1 ? "" : "s");
    return out + (expr.reading == Expr::Reading::to_the_minute ? " to the minute" : "");
}

std::string bare_text(const Expr& expr) {
    if (const std::string_view op = infix(expr.kind); !op.empty() && expr.children.size() == 2) {
        return text_of(expr.children[0]) + std::string(op) + text_of(expr.children[1]);
    }
    if (const std::string_view word = prefix(expr.kind); !word.empty()) return std::string(word) + child_list(expr, 0);
    const auto first = [&] { return expr.children.empty() ? std::string() : text_of(expr.children.front()); };
    switch (expr.kind) {
        case ExprKind::boolean: return expr.number != 0 ? "true" : "false";
        case ExprKind::integer: return std::to_string(expr.number);
        case ExprKind::percent: return percent_text(expr.number);
        case ExprKind::money: return expr.text + (expr.unit.empty() ? "" : " " + expr.unit);
        case ExprKind::text: return quoted(expr.text);
        case ExprKind::period: return period_text(expr);
        case ExprKind::none: return "none";
        case ExprKind::never: return "never";
        case ExprKind::opening: return "opening";
        case ExprKind::first_of: return "first " + expr.text;
        case ExprKind::previous_of: return "previous " + expr.text;
        case ExprKind::entered: return "entered " + expr.text;
        case ExprKind::happened: return expr.text + " has happened";
        case ExprKind::happened_by: return expr.text + " by " + first();
        case ExprKind::not_happened_by: return "no " + expr.text + " by " + first();
        case ExprKind::passed: return first() + " has passed";
        case ExprKind::is_set: return first() + " is set";
        case ExprKind::is_not_set: return first() + " is not set";
        case ExprKind::is_one_of: return first() + " is one of (" + child_list(expr, 1) + ")";
        case ExprKind::rounded: return first() + " rounded " + expr.text;
        case ExprKind::before_rolling: return first() + " before rolling";
        case ExprKind::call: return decision_call(expr);
        case ExprKind::field_of_call: return first() + "." + expr.text;
        default: return expr.text;  // name, date, instant
    }
}

std::string bound_text(const TypeRef& type, const Expr& bound) {
    if (type.base == TypeRef::Base::text) return text_of(bound) + " characters";
    // A money type has said its currency.
    if (bound.kind == ExprKind::money && bound.unit == type.unit && !bound.parenthesised) return bound.text;
    return text_of(bound);
}

std::string base_text(const TypeRef& type) {
    using Base = TypeRef::Base;
    switch (type.base) {
        case Base::boolean: return "bool";
        case Base::integer: return (type.low ? text_of(*type.low) : "") + ".." + (type.high ? text_of(*type.high) : "");
        case Base::percent: return "percent";
        case Base::money: return "money " + type.unit;
        case Base::text: return "text";
        case Base::instant: return "instant";
        case Base::date: return "date";
        case Base::duration: return "duration";
        case Base::period: return "period";
        case Base::party: return "party";
        case Base::kind: return type.kind.text;
        case Base::set: return "set of " + type.kind.text;
        case Base::missing: break;
    }
    return {};
}

}  // namespace

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\t': out += "\\t"; break;
            default: out += c; break;
        }
    }
    return out + "\"";
}

std::string text_of(const Expr& expr) { return expr.parenthesised ? "(" + bare_text(expr) + ")" : bare_text(expr); }

std::string text_of(const TypeRef& type) {
    std::string out = base_text(type);
    if (type.at_least) out += ", at least " + bound_text(type, *type.at_least);
    if (type.at_most) out += ", at most " + bound_text(type, *type.at_most);
    if (type.not_before) out += ", not before " + text_of(*type.not_before);
    if (type.not_after) out += ", not after " + text_of(*type.not_after);
    if (type.is_private) out += ", private";
    return out + (type.optional ? " or none" : "");
}

std::string text_of(const Field& field) { return (field.name.empty() ? "" : field.name.text + ": ") + text_of(field.type); }

std::vector<std::string> texts_of(const std::vector<Field>& fields) {
    std::vector<std::string> out;
    for (const Field& field : fields) out.push_back(text_of(field));
    return out;
}

std::vector<std::string> texts_of(const std::vector<Argument>& arguments) {
    std::vector<std::string> out;
    for (const Argument& argument : arguments) out.push_back((argument.name.empty() ? "" : argument.name.text + ": ") + text_of(argument.value));
    return out;
}

std::vector<std::string> texts_of(const std::vector<Name>& names) {
    std::vector<std::string> out;
    for (const Name& name : names) out.push_back(name.text);
    return out;
}

std::string joined(const std::vector<Name>& names) {
    std::string out;
    for (const Name& name : names) out += (out.empty() ? "" : ", ") + name.text;
    return out;
}

std::string times_text(std::int64_t count) { return count == 1 ? "at most once" : "at most " + std::to_string(count) + " times"; }

std::string call_text(std::string_view name, const std::vector<Argument>& arguments) {
    std::string out = std::string(name) + "(";
    const std::vector<std::string> texts = texts_of(arguments);
    for (std::size_t i = 0; i < texts.size(); ++i) out += (i > 0 ? ", " : "") + texts[i];
    return out + ")";
}

Cell list_cell(std::string_view open, const std::vector<std::string>& items, std::string_view close) {
    const bool in_brackets = open.ends_with('(') || open.ends_with("{ ");
    Cell cell;
    std::string next(open);
    for (std::size_t i = 0; i < items.size(); ++i) {
        next += items[i] + (i + 1 < items.size() ? "," : std::string(close));
        cell.push_back({next, i > 0, in_brackets});
        next.clear();
    }
    if (items.empty()) cell.push_back({std::string(open) + std::string(close), false});
    return cell;
}

void append(Cell& cell, Cell more) {
    for (Fragment& fragment : more) cell.push_back(std::move(fragment));
}

std::string text_of(const Action& action) {
    switch (action.kind) {
        case Action::Kind::count: return "count " + action.target.text;
        case Action::Kind::set: return "set " + action.target.text + " = " + text_of(action.value);
        case Action::Kind::perform: break;
    }
    return "do " + call_text(action.target.text, action.arguments);
}

std::string actions_text(const std::vector<Action>& actions) {
    std::string out;
    for (const Action& action : actions) out += (out.empty() ? "{ " : ", ") + text_of(action);
    return out.empty() ? out : out + " }";
}

Cell conditions(const Window& window, const std::optional<Expr>& condition, bool unless) {
    Cell cell;
    if (window.within) cell.push_back({"within " + text_of(*window.within), true});
    if (window.from) cell.push_back({"from " + text_of(*window.from), true});
    if (window.from_nth) {
        const std::int64_t day = window.from_nth->number;
        const bool teen = day % 100 >= 11 && day % 100 <= 13;
        const std::int64_t last = teen ? 0 : day % 10;
        const std::string ending = last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
        const std::string after = window.from_nth->children.empty() ? "" : text_of(window.from_nth->children.front());
        cell.push_back({"from the " + std::to_string(day) + ending + " day after " + after, true});
    }
    if (window.until) cell.push_back({"until " + text_of(*window.until), true});
    if (condition && unless && !condition->children.empty()) {
        cell.push_back({"unless " + text_of(condition->children.front()), true});
    } else if (condition) {
        cell.push_back({"if " + text_of(*condition), true});
    }
    return cell;
}

std::string outcome_text(const Outcome& outcome) {
    std::string out;
    switch (outcome.kind) {
        case Outcome::Kind::move: out = "-> " + outcome.target.text + (outcome.without_right ? " without right" : ""); break;
        case Outcome::Kind::stay: out = "stay"; break;
        case Outcome::Kind::outside: return "outside";
        case Outcome::Kind::branches:
        case Outcome::Kind::missing: return {};
    }
    const std::string actions = actions_text(outcome.actions);
    return actions.empty() ? out : out + " " + actions;
}

Cell tail_fragments(const Trailing& trailing) {
    Cell cell;
    std::string cites;
    for (const Citation& cite : trailing.cites) cites += (cites.empty() ? "cite " : ", ") + cite.source + (cite.clause.empty() ? "" : "." + cite.clause);
    if (!cites.empty()) cell.push_back({cites, true});
    if (trailing.reading) cell.push_back({"reading " + quoted(trailing.reading->value), true});
    if (!trailing.wins_over.empty()) cell.push_back({"wins over " + joined(trailing.wins_over), true});
    for (const Trailing::Allow& allow : trailing.allows) cell.push_back({"allow " + allow.code.text + " because " + quoted(allow.because.value), true});
    return cell;
}

void add_tails(OutputLine& line, const Trailing& trailing) {
    if (line.tail == SIZE_MAX) line.tail = line.cells.size();
    line.cells.push_back(trailing.reason ? Cell{{"as " + trailing.reason->text, true}} : Cell{});
    line.cells.push_back(tail_fragments(trailing));
}

bool is_empty(const Trailing& trailing) { return !trailing.reason && tail_fragments(trailing).empty(); }

}  // namespace recourse::syntax
