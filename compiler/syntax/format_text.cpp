#include <algorithm>
#include <optional>

#include "compiler/syntax/format_text.h"

namespace recourse::syntax {

namespace {

// `2 * 25% of price` keeps its order in Chinese, `25% of price` does not.
bool is_share(const Expr& of) {
    if (of.children.empty() || of.parenthesised) return true;
    const Expr& part = of.children.front();
    if (part.parenthesised) return true;
    return part.kind == ExprKind::of ? is_share(part) : part.kind != ExprKind::multiply && part.kind != ExprKind::divide;
}

// A phrase between two operands; "" when the kind is none, or when the language writes the two in another order.
std::string infix(ExprKind kind, const Vocabulary& words) {
    const auto word = [&](std::initializer_list<Key> keys) {
        std::string phrase;
        for (const Key key : keys) phrase += (phrase.empty() || words[key].empty() ? "" : " ") + std::string(words[key]);
        return phrase;
    };
    switch (kind) {
        case ExprKind::is_state: return word({"is"});
        case ExprKind::is_not_state: return words.is_chinese() ? word({"not:is"}) : word({"is", "not:is"});
        case ExprKind::has_member: return word({"has"});
        case ExprKind::equal: return "=";
        case ExprKind::not_equal: return "!=";
        case ExprKind::less: return "<";
        case ExprKind::at_most: return "<=";
        case ExprKind::greater: return ">";
        case ExprKind::at_least: return ">=";
        case ExprKind::logical_and: return word({"and"});
        case ExprKind::logical_or: return word({"or"});
        case ExprKind::add: return "+";
        case ExprKind::subtract: return "-";
        case ExprKind::multiply: return "*";
        case ExprKind::divide: return "/";
        case ExprKind::of: return word({"of"});
        case ExprKind::after: return word({"after"});
        case ExprKind::before: return word({"before"});
        default: return {};
    }
}

std::string prefix(ExprKind kind, const Vocabulary& words) {
    const auto phrase = [&](Key first, Key second) {
        return words[first].empty() ? std::string() : std::string(words[first]) + " " + std::string(words[second]) + " ";
    };
    switch (kind) {
        case ExprKind::logical_not: return std::string(words["not"]) + " ";
        case ExprKind::negate: return "-";
        case ExprKind::end_of: return phrase("end:of", "of:day");
        case ExprKind::start_of: return phrase("start:of", "of:day");
        case ExprKind::date_of: return phrase("date:of", "of:day");
        default: return {};
    }
}

// The words for how a duty stands, by the names of the states of its machine.
struct StatusWords {
    std::string_view name;
    Key first, second;
};
constexpr StatusWords kStatuses[] = {{"dormant", "dormant", "dormant"}, {"pending", "pending", "pending"}, {"done", "done", "done"},
                                     {"done_late", "done:late", "late:done"}, {"broken", "broken", "broken"}, {"released", "released", "released"}};

std::optional<Key> choice_word(ExprKind kind) {
    switch (kind) {
        case ExprKind::earlier_of: return Key("earlier");
        case ExprKind::later_of: return Key("later");
        case ExprKind::smaller_of: return Key("smaller");
        case ExprKind::larger_of: return Key("larger");
        default: return std::nullopt;
    }
}

// English lists of `the earlier of A, B` have no end of their own, Chinese ones do: one that English would go on with stands in brackets.
std::string in_list(const Expr& expr, bool last, const Vocabulary& words) {
    const bool open = !words.is_chinese() && !last && !expr.parenthesised && choice_word(expr.kind);
    return open ? "(" + text_of(expr, words) + ")" : text_of(expr, words);
}

std::string child_list(const Expr& expr, std::size_t from, const Vocabulary& words) {
    std::string out;
    for (std::size_t i = from; i < expr.children.size(); ++i) {
        out += (i > from ? ", " : "") + in_list(expr.children[i], i + 1 == expr.children.size(), words);
    }
    return out;
}

// The same for an operand: what Chinese binds by its words, English may have to bind by brackets. Nothing that was English wants them.
std::string operand(const Expr& parent, std::size_t which, const Vocabulary& words) {
    const Expr& child = parent.children[which];
    if (words.is_chinese() || child.parenthesised) return text_of(child, words);
    const bool counts = parent.kind == ExprKind::add || parent.kind == ExprKind::subtract || parent.kind == ExprKind::multiply ||
                        parent.kind == ExprKind::divide || parent.kind == ExprKind::of;
    const bool span = parent.kind == ExprKind::after || parent.kind == ExprKind::before;
    const bool day = child.kind == ExprKind::end_of || child.kind == ExprKind::start_of || child.kind == ExprKind::date_of;
    const bool open = which == 0 && ((choice_word(child.kind) && (counts || span)) || (day && span));
    const bool share = which == 1 && child.kind == ExprKind::of && counts;
    return open || share ? "(" + text_of(child, words) + ")" : text_of(child, words);
}

// `the earlier of A, B`;  取 A, B 中较早者
std::string choice_text(const Expr& expr, Key which, const Vocabulary& words) {
    const std::string list = child_list(expr, 0, words);
    if (words.is_chinese()) return spaced({words[":the"], list, words[which]});
    return spaced({words["the"], words[which], words["of:choice"], list});
}

// What Chinese says in another order than English: the instant before the period, the whole before its share, the day before its end.
std::string chinese_order(const Expr& expr, const Vocabulary& words) {
    const auto child = [&](std::size_t i) { return i < expr.children.size() ? text_of(expr.children[i], words) : std::string(); };
    switch (expr.kind) {
        case ExprKind::after: return spaced({child(1), words[":after"], child(0)});
        case ExprKind::before: return spaced({child(1), words[":before"], child(0)});
        case ExprKind::end_of: return spaced({child(0), words[":end"]});
        case ExprKind::start_of: return spaced({child(0), words[":start"]});
        case ExprKind::date_of: return spaced({child(0), words[":date"]});
        case ExprKind::before_rolling: return spaced({child(0), words[":before rolling"]});
        case ExprKind::happened_by: return spaced({words[":by"], child(0), words[":has"], expr.text});
        case ExprKind::not_happened_by: return spaced({words[":by"], child(0), words[":no"], expr.text});
        case ExprKind::of: {
            // A product in front of `of` would change its meaning behind the whole: then the order stays, with a word of its own.
            const Expr& part = expr.children.front();
            const bool product = part.kind == ExprKind::multiply || part.kind == ExprKind::divide || (part.kind == ExprKind::of && !is_share(part));
            return product && !part.parenthesised ? std::string() : spaced({child(1), words[":of"], child(0)});
        }
        default: return {};
    }
}

// `d(who: buyer, 3)`; `unit` has the names of the arguments.
std::string decision_call(const Expr& call, const Vocabulary& words) {
    std::string out;
    std::string_view names = call.unit;
    for (const Expr& argument : call.children) {
        const std::string_view name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
        out += (out.empty() ? "" : ", ") + std::string(name) + (name.empty() ? "" : ": ") + in_list(argument, &argument == &call.children.back(), words);
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

Key unit_word(std::string_view unit) {
    if (unit == "minute") return "minutes";
    if (unit == "hour") return "hours";
    if (unit == "week") return "weeks";
    if (unit == "month") return "months";
    if (unit == "year") return "years";
    return unit == "day" ? Key("days") : Key("business");
}

std::string half_text(const Expr& expr, const Vocabulary& words) {
    if (expr.unit == "half month") return spaced({words["half:month"], words["a:month"], words["month:half"]});
    return spaced({words["half:year"], words["a:year"], words["year:half"]});
}

std::string period_text(const Expr& expr, const Vocabulary& words) {
    const bool whole = expr.reading == Expr::Reading::whole;
    const std::string number = std::to_string(expr.number);
    const std::string_view minute = expr.reading == Expr::Reading::to_the_minute ? words["to:minute"] : std::string_view{};
    const std::string_view the_minute[] = {minute.empty() ? minute : words["the:minute"], minute.empty() ? minute : words["minute:to"]};
    if (expr.unit.starts_with("half ")) return spaced({half_text(expr, words), minute, the_minute[0], the_minute[1]});
    if (words.is_chinese()) return spaced({number, words[unit_word(expr.unit)], whole ? words["whole"] : std::string_view{}, minute});
    const std::string out = number + (whole ? " whole " : " ") + expr.unit + (expr.number == 1 ? "" : "s");
    return spaced({out, minute, the_minute[0], the_minute[1]});
}

std::string rounding_text(std::string_view mode, const Vocabulary& words) {
    if (mode == "half up") return spaced({words["rounded"], words["half:up"], words["up:half"]});
    if (mode == "half even") return spaced({words["rounded"], words["half:even"], words["even"]});
    return spaced({words["rounded"], mode == "up" ? words["up:rounded"] : words["down"]});
}

// `tiered on price { up to 100.00 CNY => 5%, above => 1% }`
std::string tiers_text(const Expr& expr, const Vocabulary& words) {
    const auto child = [&](std::size_t i) { return text_of(expr.children[i], words); };
    if (expr.children.empty()) return {};
    std::string out = spaced({words["tiered"], words["on:tiered"], child(0), "{ "});
    for (std::size_t i = 1; i < expr.children.size(); i += 2) {
        if (i > 1) out += ", ";
        out += i + 1 < expr.children.size() ? spaced({words["up:tier"], words["to:tier"], child(i), "=>", child(i + 1)})
                                            : spaced({words["above"], "=>", child(i)});
    }
    return out + " }";
}

std::string cap_text(const Expr& expr, const Vocabulary& words) {
    const bool least = expr.text == "at least";
    return spaced({text_of(expr.children.front(), words), words["but"], words[least ? Key("at:least") : Key("at:most")],
                   words[least ? Key("least") : Key("most")], text_of(expr.children.back(), words)});
}

// Words behind what they are said of: `X has happened`.
std::string test_text(const Expr& expr, const Vocabulary& words) {
    const auto english = [&](std::string_view word) { return words.is_chinese() ? std::string_view{} : word; };
    const std::string first = expr.children.empty() ? std::string() : text_of(expr.children.front(), words);
    switch (expr.kind) {
        case ExprKind::happened: return spaced({expr.text, english("has"), words["happened"]});
        case ExprKind::passed: return spaced({first, english("has"), words["passed"]});
        case ExprKind::is_set: return spaced({first, english("is"), words["set:is"]});
        case ExprKind::is_not_set: return spaced({first, english("is"), words["not:set"], words["set:not"]});
        default: break;
    }
    return spaced({first, english("is"), words["one"], words["of:one"], "(" + child_list(expr, 1, words) + ")"});
}

std::string bare_text(const Expr& expr, const Vocabulary& words) {
    if (words.is_chinese()) {
        if (std::string text = chinese_order(expr, words); !text.empty()) return text;
    }
    if (const std::optional<Key> which = choice_word(expr.kind)) return choice_text(expr, *which, words);
    if (const std::string op = infix(expr.kind, words); !op.empty() && expr.children.size() == 2) {
        return operand(expr, 0, words) + " " + op + " " + operand(expr, 1, words);
    }
    if (const std::string word = prefix(expr.kind, words); !word.empty()) return word + child_list(expr, 0, words);
    const auto first = [&] { return expr.children.empty() ? std::string() : text_of(expr.children.front(), words); };
    switch (expr.kind) {
        case ExprKind::boolean: return std::string(expr.number != 0 ? words["true"] : words["false"]);
        case ExprKind::integer: return std::to_string(expr.number);
        case ExprKind::percent: return percent_text(expr.number);
        case ExprKind::money: return expr.text + (expr.unit.empty() ? "" : " " + expr.unit);
        case ExprKind::text: return quoted(expr.text);
        case ExprKind::period: return period_text(expr, words);
        case ExprKind::none: return std::string(words["none"]);
        case ExprKind::never: return std::string(words["never"]);
        case ExprKind::opening: return std::string(words["opening"]);
        case ExprKind::first_of: return spaced({words["first"], expr.text});
        case ExprKind::previous_of: return spaced({words["previous"], expr.text});
        case ExprKind::entered: return spaced({words["entered"], expr.text});
        case ExprKind::happened:
        case ExprKind::passed:
        case ExprKind::is_set:
        case ExprKind::is_not_set:
        case ExprKind::is_one_of: return test_text(expr, words);
        case ExprKind::happened_by: return spaced({expr.text, words["by:instant"], first()});
        case ExprKind::not_happened_by: return spaced({words["no"], expr.text, words["by:no"], first()});
        case ExprKind::rounded:
            if (expr.children.size() < 2) return spaced({first(), rounding_text(expr.text, words)});
            return spaced({first(), rounding_text(expr.text, words), words["to:step"], text_of(expr.children[1], words)});
        case ExprKind::capped: return expr.children.size() < 2 ? first() : cap_text(expr, words);
        case ExprKind::tiered: return tiers_text(expr, words);
        case ExprKind::days_from:
            return spaced({words["days:from"], words["from:days"], first(), words["to:days"],
                           expr.children.size() < 2 ? std::string() : text_of(expr.children[1], words)});
        case ExprKind::before_rolling: return spaced({first(), words["before:rolling"], words["rolling:before"]});
        case ExprKind::call: return decision_call(expr, words);
        case ExprKind::field_of_call: return first() + "." + expr.text;
        case ExprKind::name: return expr.unit == kDutyStatus ? status_text(expr.text, words) : expr.text;
        default: return expr.text;  // date, instant
    }
}

std::string bound_text(const TypeRef& type, const Expr& bound, const Vocabulary& words) {
    if (type.base == TypeRef::Base::text) return spaced({text_of(bound, words), words["characters"]});
    // A money type has said its currency.
    if (bound.kind == ExprKind::money && bound.unit == type.unit && !bound.parenthesised) return bound.text;
    return text_of(bound, words);
}

std::string base_text(const TypeRef& type, const Vocabulary& words) {
    using Base = TypeRef::Base;
    const auto word = [&](Key key) { return std::string(words[key]); };
    switch (type.base) {
        case Base::boolean: return word("bool");
        case Base::integer: return (type.low ? text_of(*type.low, words) : "") + ".." + (type.high ? text_of(*type.high, words) : "");
        case Base::percent: return word("percent");
        case Base::money: return spaced({words["money"], type.unit});
        case Base::text: return word("text");
        case Base::instant: return word("instant");
        case Base::date: return word("date");
        case Base::duration: return word("duration");
        case Base::period: return word("period");
        case Base::party: return word("party");
        case Base::kind: return type.kind.text;
        case Base::set: return spaced({words["set:of"], words["of:set"], type.kind.text});
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

std::string spaced(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const std::string_view part : parts) {
        if (!out.empty() && !part.empty()) out += ' ';
        out += part;
    }
    return out;
}

std::string status_text(std::string_view state, const Vocabulary& words) {
    for (const StatusWords& one : kStatuses) {
        if (one.name != state) continue;
        return one.first.index == one.second.index ? std::string(words[one.first]) : spaced({words[one.first], words[one.second]});
    }
    return std::string(state);
}

std::string text_of(const Expr& expr, const Vocabulary& words) {
    return expr.parenthesised ? "(" + bare_text(expr, words) + ")" : bare_text(expr, words);
}

std::string text_of(const TypeRef& type, const Vocabulary& words) {
    std::string out = base_text(type, words);
    const auto bound = [&](Key first, Key second, const std::string& value) { out += ", " + spaced({words[first], words[second], value}); };
    if (type.at_least) bound("at:least", "least", bound_text(type, *type.at_least, words));
    if (type.at_most) bound("at:most", "most", bound_text(type, *type.at_most, words));
    if (type.not_before) bound("not:before", "before:not", text_of(*type.not_before, words));
    if (type.not_after) bound("not:after", "after:not", text_of(*type.not_after, words));
    if (type.is_private) out += ", " + std::string(words["private"]);
    return type.optional ? spaced({out, words["or:none"], words["none:or"]}) : out;
}

std::string text_of(const Field& field, const Vocabulary& words) {
    return (field.name.empty() ? "" : field.name.text + ": ") + text_of(field.type, words);
}

std::vector<std::string> texts_of(const std::vector<Field>& fields, const Vocabulary& words) {
    std::vector<std::string> out;
    for (const Field& field : fields) out.push_back(text_of(field, words));
    return out;
}

std::vector<std::string> texts_of(const std::vector<Argument>& arguments, const Vocabulary& words) {
    std::vector<std::string> out;
    for (const Argument& argument : arguments) {
        out.push_back((argument.name.empty() ? "" : argument.name.text + ": ") + in_list(argument.value, &argument == &arguments.back(), words));
    }
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

std::string times_text(std::int64_t count, const Vocabulary& words) {
    if (words.is_chinese() && count == 1) return std::string(words[":at most once"]);
    if (count == 1) return spaced({words["at:most"], words["most"], words["once"]});
    return spaced({words["at:most"], words["most"], std::to_string(count), words["times"]});
}

std::string call_text(std::string_view name, const std::vector<Argument>& arguments, const Vocabulary& words) {
    std::string out = std::string(name) + "(";
    const std::vector<std::string> texts = texts_of(arguments, words);
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

std::string text_of(const Action& action, const Vocabulary& words) {
    switch (action.kind) {
        case Action::Kind::count: return spaced({words["count"], action.target.text});
        case Action::Kind::set: return spaced({words["set"], action.target.text, "=", text_of(action.value, words)});
        case Action::Kind::extend: return spaced({words["extend"], action.target.text, words["by:extend"], text_of(action.value, words)});
        case Action::Kind::restart: return spaced({words["restart"], action.target.text});
        case Action::Kind::open: return spaced({words["open:case"], call_text(action.target.text, action.arguments, words)});
        case Action::Kind::perform: break;
    }
    return spaced({words["do"], call_text(action.target.text, action.arguments, words)});
}

std::string actions_text(const std::vector<Action>& actions, const Vocabulary& words) {
    std::string out;
    for (const Action& action : actions) out += (out.empty() ? "{ " : ", ") + text_of(action, words);
    return out.empty() ? out : out + " }";
}

namespace {

// `from the 4th day after X`;  自 X 后 第 4 天 起
std::string from_nth_text(const Expr& nth, const Vocabulary& words) {
    const std::int64_t day = nth.number;
    const std::string after = nth.children.empty() ? "" : text_of(nth.children.front(), words);
    if (words.is_chinese()) {
        return spaced({words["from"], after, words[":after"], words[":nth"], std::to_string(day), words["days"], words["/from"]});
    }
    const bool teen = day % 100 >= 11 && day % 100 <= 13;
    const std::int64_t last = teen ? 0 : day % 10;
    const std::string ending = last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
    return spaced({words["from"], words["the:day"], std::to_string(day) + ending, words["day:ordinal"], words["after:day"], after});
}

}  // namespace

std::string within_text(const Expr& period, const Vocabulary& words) { return spaced({words["within"], text_of(period, words), words["/within"]}); }
std::string from_text(const Expr& instant, const Vocabulary& words) { return spaced({words["from"], text_of(instant, words), words["/from"]}); }

Cell conditions(const Window& window, const std::optional<Expr>& condition, bool unless, const Vocabulary& words) {
    Cell cell;
    if (window.within) cell.push_back({within_text(*window.within, words), true});
    if (window.from) cell.push_back({from_text(*window.from, words), true});
    if (window.from_nth) cell.push_back({from_nth_text(*window.from_nth, words), true});
    if (window.until) cell.push_back({spaced({words["until"], text_of(*window.until, words)}), true});
    if (condition && unless && !condition->children.empty()) {
        cell.push_back({spaced({words["unless"], text_of(condition->children.front(), words)}), true});
    } else if (condition) {
        cell.push_back({spaced({words["if"], text_of(*condition, words)}), true});
    }
    return cell;
}

std::string outcome_text(const Outcome& outcome, const Vocabulary& words) {
    std::string out;
    switch (outcome.kind) {
        case Outcome::Kind::move:
            out = "-> " + outcome.target.text;
            if (outcome.without_right) out = spaced({out, words["without"], words["right"]});
            break;
        case Outcome::Kind::stay: out = words["stay"]; break;
        case Outcome::Kind::outside: return std::string(words["outside"]);
        case Outcome::Kind::branches:
        case Outcome::Kind::missing: return {};
    }
    return spaced({out, actions_text(outcome.actions, words)});
}

std::string reason_text(const Name& reason, const Vocabulary& words) { return spaced({words["as"], reason.text}); }

Cell tail_fragments(const Trailing& trailing, const Vocabulary& words) {
    Cell cell;
    std::string cites;
    for (const Citation& cite : trailing.cites) cites += (cites.empty() ? "" : ", ") + cite.source + (cite.clause.empty() ? "" : "." + cite.clause);
    if (!cites.empty()) cell.push_back({spaced({words["cite"], cites}), true});
    if (trailing.reading) cell.push_back({spaced({words["reading"], quoted(trailing.reading->value)}), true});
    if (!trailing.wins_over.empty()) cell.push_back({spaced({words["wins"], words["over"], joined(trailing.wins_over)}), true});
    for (const Trailing::Allow& allow : trailing.allows) {
        cell.push_back({spaced({words["allow"], allow.code.text, words["because"], quoted(allow.because.value)}), true});
    }
    return cell;
}

void add_tails(OutputLine& line, const Trailing& trailing, const Vocabulary& words) {
    if (line.tail == SIZE_MAX) line.tail = line.cells.size();
    line.cells.push_back(trailing.reason ? Cell{{reason_text(*trailing.reason, words), true}} : Cell{});
    line.cells.push_back(tail_fragments(trailing, words));
}

bool is_empty(const Trailing& trailing) {
    return !trailing.reason && trailing.cites.empty() && !trailing.reading && trailing.wins_over.empty() && trailing.allows.empty();
}

}  // namespace recourse::syntax
