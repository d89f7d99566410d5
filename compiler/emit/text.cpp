#include "compiler/emit/text.h"

#include "compiler/semantics/types.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <vector>

#include <recourse/time.hpp>

namespace recourse::emit {

using namespace semantics;

namespace {

// How tightly an expression holds its parts, as in docs/grammar.md: a part that holds less tightly gets brackets.
enum Level : int { kOr, kAnd, kNot, kTest, kSum, kProduct, kSpan, kPrefix, kPrimary };

struct Shape {
    ExprKind kind;
    Level level;
    std::string_view word;
};
constexpr std::array<Shape, 15> infixes = {{
    {ExprKind::logical_or, kOr, " or "},
    {ExprKind::logical_and, kAnd, " and "},
    {ExprKind::equal, kTest, " = "},
    {ExprKind::not_equal, kTest, " != "},
    {ExprKind::less, kTest, " < "},
    {ExprKind::at_most, kTest, " <= "},
    {ExprKind::greater, kTest, " > "},
    {ExprKind::at_least, kTest, " >= "},
    {ExprKind::has_member, kTest, " has "},
    {ExprKind::add, kSum, " + "},
    {ExprKind::subtract, kSum, " - "},
    {ExprKind::multiply, kProduct, " * "},
    {ExprKind::after_period, kSpan, " after "},
    {ExprKind::before_period, kSpan, " before "},
    {ExprKind::divide, kPrimary, ""},
}};

const Shape* infix_of(ExprKind kind) {
    const auto found = std::ranges::find(infixes, kind, &Shape::kind);
    return found == infixes.end() || found->word.empty() ? nullptr : found;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out + "\"";
}

class Speaker {
  public:
    explicit Speaker(const Model& model) : model_(model) {}

    std::string say(ExprId id, Level around, bool by_name = true) const {
        if (!id.valid()) return {};
        const Expr& expr = model_.exprs[id];
        if (by_name && expr.named.valid()) return model_.named[expr.named].name;
        Level level = kPrimary;
        std::string text = whole(expr, level);
        return level < around ? "(" + text + ")" : text;
    }

  private:
    const Expr& child(const Expr& expr, std::size_t index) const { return model_.exprs[expr.children[index]]; }
    std::string part(const Expr& expr, std::size_t index, Level around) const {
        return index < expr.children.size() ? say(expr.children[index], around) : std::string();
    }

    std::string whole(const Expr& expr, Level& level) const {
        if (const Shape* shape = infix_of(expr.kind)) return infix(expr, *shape, level);
        if (expr.children.empty()) return name(expr, level);
        switch (expr.kind) {
        case ExprKind::logical_not: return negation(expr, level);
        case ExprKind::is_set:
            level = kTest;
            return part(expr, 0, kSum) + (child(expr, 0).kind == ExprKind::event_instant ? " has happened" : " is set");
        case ExprKind::has_passed: level = kTest; return part(expr, 0, kSum) + " has passed";
        case ExprKind::negate: level = kPrefix; return "-" + part(expr, 0, kPrefix);
        case ExprKind::smaller:
        case ExprKind::larger:
            level = is_days(expr) ? kSpan : kNot;
            return is_days(expr) ? days(expr) : superlative(expr);
        case ExprKind::divide: return quotient(expr) + " rounded " + rounding(expr.rounding);
        case ExprKind::choose: level = kOr; return rows(expr);
        case ExprKind::decision_result: return call(expr);
        case ExprKind::just_before: return part(expr, 0, level);
        default: return prefixed(expr, level);
        }
    }

    std::string quotient(const Expr& expr) const {
        return "(" + part(expr, 0, expr.children.size() > 1 ? kProduct : kOr) + (expr.children.size() > 1 ? " / " + part(expr, 1, kPrefix) : "") + ")";
    }

    // `days from A to B` is made of two dates that are taken from zero (typer_amounts.cpp).
    bool is_days(const Expr& expr) const {
        if (expr.kind != ExprKind::larger || child(expr, 0).kind != ExprKind::subtract) return false;
        const Expr& apart = child(expr, 0);
        const auto below_zero = [&](std::size_t i) {
            return child(apart, i).kind == ExprKind::subtract && child(child(apart, i), 1).type.kind == TypeKind::date;
        };
        return below_zero(0) && below_zero(1);
    }
    std::string days(const Expr& expr) const {
        const auto end = [&](std::size_t i) {
            const Expr& below = child(child(expr, 0), i);
            return child(below, 1).kind == ExprKind::date_of ? part(child(below, 1), 0, kSpan) : part(below, 1, kSpan);
        };
        return "days from " + end(0) + " to " + end(1);
    }

    std::string infix(const Expr& expr, const Shape& shape, Level& level) const {
        level = shape.level;
        // `25% of price` is a product of which one part is a share.
        const bool share = expr.kind == ExprKind::multiply && !expr.children.empty() && child(expr, 0).type.kind == TypeKind::percent;
        std::string text;
        for (std::size_t i = 0; i < expr.children.size(); ++i) {
            if (i > 0) text += share ? " of " : shape.word;
            // A difference takes away a whole; a period is counted from a whole instant.
            const bool tighter = i > 0 || level == kSpan || level == kTest;
            const bool chain = level == kSpan && i > 0; // 5 days after 3 days after X reads well as it is
            text += part(expr, i, static_cast<Level>(tighter && !chain ? level + 1 : level));
        }
        return text;
    }

    std::string negation(const Expr& expr, Level& level) const {
        level = kNot;
        const Expr& inner = child(expr, 0);
        if (inner.named.valid()) return "not " + part(expr, 0, kNot);
        if (inner.kind == ExprKind::is_set && child(inner, 0).kind != ExprKind::event_instant) {
            level = kTest;
            return part(inner, 0, kSum) + " is not set";
        }
        if (inner.kind == ExprKind::in_state) {
            level = kTest;
            return place(inner.state, " is not ");
        }
        return "not " + part(expr, 0, kNot);
    }

    std::string superlative(const Expr& expr) const {
        const bool of_time = expr.type.kind == TypeKind::instant || expr.type.kind == TypeKind::date;
        std::string text = expr.kind == ExprKind::smaller ? (of_time ? "the earlier of " : "the smaller of ")
                                                          : (of_time ? "the later of " : "the larger of ");
        for (std::size_t i = 0; i < expr.children.size(); ++i) text += (i > 0 ? ", " : "") + part(expr, i, kSum);
        return text;
    }

    static std::string rounding(Rounding rounding) {
        switch (rounding) {
        case Rounding::down: return "down";
        case Rounding::up: return "up";
        case Rounding::half_up: return "half up";
        case Rounding::half_even: return "half even";
        }
        return {};
    }

    std::string rows(const Expr& expr) const {
        std::string text;
        for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2) {
            text += part(expr, i + 1, kNot) + " if " + part(expr, i, kOr) + ", ";
        }
        return expr.children.size() % 2 == 1 ? text + "otherwise " + part(expr, expr.children.size() - 1, kNot) : text;
    }

    std::string call(const Expr& expr) const {
        const Decision& decision = model_.decisions[expr.decision];
        std::string text = decision.name + "(";
        for (std::size_t i = 0; i < expr.children.size(); ++i) text += (i > 0 ? ", " : "") + part(expr, i, kOr);
        text += ")";
        const auto result = static_cast<std::size_t>(expr.number);
        return decision.results.size() > 1 && result < decision.results.size() ? text + "." + decision.results[result].name : text;
    }

    std::string prefixed(const Expr& expr, Level& level) const {
        level = kPrimary;
        switch (expr.kind) {
        case ExprKind::end_of_day:
        case ExprKind::end_of_date: return "end of " + part(expr, 0, kSpan);
        case ExprKind::start_of_day:
        case ExprKind::start_of_date: return "start of " + part(expr, 0, kSpan);
        case ExprKind::date_of: return "date of " + part(expr, 0, kSpan);
        case ExprKind::roll: return part(expr, 0, kSpan) + ", rolling";
        case ExprKind::resumed: return part(expr, 0, kSpan) + ", its clock running again";
        default: return {};
        }
    }

    // `Refund is Paid` where the case has several machines or the state lies in one; `Review` otherwise.
    std::string place(StateId id, const char* verb) const {
        const State& state = model_.states[id];
        const std::string& machine = model_.machines[state.machine].name;
        if (!machine.empty()) {
            const std::string prefix = machine + ".";
            const bool spelt = state.path.starts_with(prefix);
            return machine + verb + (spelt ? state.path.substr(prefix.size()) : state.path);
        }
        return model_.cases[state.of].name + verb + state.path;
    }

    std::string name(const Expr& expr, Level& level) const {
        const auto index = static_cast<std::size_t>(expr.number);
        const auto field = [&] { return model_.events[expr.event].fields[index].name; };
        switch (expr.kind) {
        case ExprKind::constant:
            if (expr.type.kind == TypeKind::period) return period_text(expr.number, model_.counting);
            return constant_text(model_, expr.type, expr.number);
        case ExprKind::text_literal: return quoted(expr.text);
        case ExprKind::absent: return "none";
        case ExprKind::never: return "never";
        case ExprKind::opening: return "opening";
        case ExprKind::fact: return model_.facts[expr.fact].name;
        case ExprKind::record: return model_.records[expr.record].name;
        case ExprKind::now: return expr.event.valid() ? model_.events[expr.event].name : "now";
        case ExprKind::field_at_hand: return expr.event.valid() ? model_.events[expr.event].name + "." + field() : "the event's field";
        case ExprKind::party_at_hand: return expr.event.valid() ? model_.events[expr.event].name + ".by" : "the sender";
        case ExprKind::event_instant: return occurrence_text(model_.events[expr.event].name, expr.occurrence);
        case ExprKind::event_field: return occurrence_text(model_.events[expr.event].name, expr.occurrence) + "." + field();
        case ExprKind::event_party: return model_.events[expr.event].name + ".by";
        case ExprKind::entered:
        case ExprKind::state_entry: return "entered " + model_.states[expr.state].path;
        case ExprKind::in_state: level = kTest; return place(expr.state, " is ");
        case ExprKind::parameter: return model_.decisions[expr.decision].parameters[index].name;
        case ExprKind::decision_result: return call(expr);
        default: return {};
        }
    }

    const Model& model_;
};

std::string plural(std::int64_t count, std::string_view unit) {
    std::string text = std::to_string(count) + " ";
    if (count == 1) unit.remove_suffix(1);
    return text.append(unit);
}

std::string exact_text(std::int64_t ms) {
    if (ms % hour_ms == 0) return plural(ms / hour_ms, "hours");
    if (ms % minute_ms == 0) return plural(ms / minute_ms, "minutes");
    if (ms % second_ms == 0) return plural(ms / second_ms, "seconds");
    return plural(ms, "milliseconds");
}

std::string day_text(std::int64_t day) {
    std::array<char, time_text_max> buffer{};
    const bool exists = day >= min_day && day <= max_day;
    const std::size_t length = exists ? format_date(buffer, static_cast<Day>(day)) : 0;
    return length == 0 ? std::to_string(day) : std::string(buffer.data(), length);
}

std::string instant_text(std::int64_t instant) {
    std::array<char, time_text_max> buffer{};
    const std::size_t length = format_rfc3339(buffer, utc_zone, instant);
    return length == 0 ? std::to_string(instant) : std::string(buffer.data(), length);
}

std::string set_text(const Kind& kind, std::int64_t members) {
    std::string text;
    for (std::size_t i = 0; i < kind.members.size() && i < 62; ++i) {
        if (((members >> i) & 1) != 0) text += (text.empty() ? "" : ", ") + kind.members[i];
    }
    return text.empty() ? "none of " + kind.name : text;
}

} // namespace

std::string expression_text(const Model& model, ExprId id) { return Speaker(model).say(id, kOr); }
std::string definition_text(const Model& model, ExprId id) { return Speaker(model).say(id, kOr, false); }

std::string period_text(std::int64_t packed, const Regime& regime) {
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(packed)});
    static constexpr std::array<std::string_view, 6> units = {"", "days", "weeks", "months", "years", "business days"};
    if (parts.unit == Unit::exact) return exact_text(parts.count);
    const std::string text = plural(parts.count, units[static_cast<std::size_t>(parts.unit)]);
    if (parts.unit == Unit::business_days) return text;
    if (parts.reading == Reading::whole && !regime.whole) {
        return std::to_string(parts.count) + " whole" + text.substr(text.find(' '));
    }
    if (parts.reading == Reading::to_the_minute && (!regime.known || regime.whole)) return text + " to the minute";
    return text;
}

std::string constant_text(const Model& model, const semantics::Type& type, std::int64_t number) {
    if (number == std::numeric_limits<std::int64_t>::min()) return "none";
    if (number == never) return "never";
    const auto index = static_cast<std::size_t>(number);
    switch (type.kind) {
    case TypeKind::boolean: return number != 0 ? "true" : "false";
    case TypeKind::kind: {
        const auto& members = model.kinds[type.of].members;
        return index < members.size() ? members[index] : std::to_string(number);
    }
    case TypeKind::set: return set_text(model.kinds[type.of], number);
    case TypeKind::party: return index < model.parties.size() ? model.parties[PartyId(index)].name : std::to_string(number);
    case TypeKind::date: return day_text(number);
    case TypeKind::instant: return instant_text(number);
    case TypeKind::period: return period_text(number, model.counting);
    default: return number_text(type, number);
    }
}

std::string occurrence_text(const std::string& event, Occurrence occurrence) {
    switch (occurrence) {
    case Occurrence::last: return event;
    case Occurrence::first: return "first " + event;
    case Occurrence::previous: return "previous " + event;
    }
    return event;
}

std::string source_text(const support::SourceTable* sources, support::Span span) {
    if (sources == nullptr || !span.valid() || span.file.index() >= sources->size()) return {};
    const std::string& all = (*sources)[span.file].text();
    if (span.end > all.size() || span.begin >= span.end) return {};
    std::string folded;
    bool in_string = false, blank = false;
    for (std::size_t i = span.begin; i < span.end; ++i) {
        const char c = all[i];
        if (c == '"' && (i == span.begin || all[i - 1] != '\\')) in_string = !in_string;
        if (c == '\n') in_string = false;
        if (c == '#' && !in_string) {
            while (i + 1 < span.end && all[i + 1] != '\n') ++i;
            blank = true;
        } else if ((c == ' ' || c == '\t' || c == '\r' || c == '\n') && !in_string) {
            blank = true;
        } else {
            if (blank && !folded.empty()) folded += ' ';
            blank = false;
            folded += c;
        }
    }
    return folded;
}

} // namespace recourse::emit
