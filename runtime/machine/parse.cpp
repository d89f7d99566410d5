// Typed values from their texts, exactly: nothing is rounded, guessed or wrapped, and what is wrong is said.
#include "runtime/machine/words.h"

#include <charconv>

namespace recourse {

using namespace machine;

namespace {

using Parsed = std::optional<Value>;

Parsed fail(std::string& problem, std::string why) {
    problem = std::move(why);
    return std::nullopt;
}
std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool integer(std::string_view text, std::int64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number != absent;
}

/// "88.5" with two decimals is 8850. No more digits than there are decimals.
bool decimal(std::string_view text, unsigned decimals, std::int64_t& number) {
    const auto point = text.find('.');
    std::string digits(text.substr(0, point));
    const std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if (digits.empty() || digits == "-" || (point != std::string_view::npos && fraction.empty())) return false;
    if (fraction.size() > decimals || fraction.find_first_not_of("0123456789") != std::string_view::npos) return false;
    digits += fraction;
    digits.append(decimals - fraction.size(), '0');
    return integer(digits, number);
}

Parsed money(const TypeInfo& type, std::string_view text, std::string& problem) {
    const auto space = text.find(' ');
    const std::string example = type.decimals > 0 ? "88." + std::string(type.decimals, '0') : "88";
    const std::string wanted = "write an amount as " + example + " " + std::string(type.currency());
    if (space == std::string_view::npos) return fail(problem, quoted(text) + " has no currency: " + wanted);
    const auto currency = trimmed(text.substr(space + 1));
    if (currency != type.currency()) {
        return fail(problem, quoted(currency) + " is not " + std::string(type.currency()) + ": " + wanted);
    }
    std::int64_t number = 0;
    if (!decimal(text.substr(0, space), type.decimals, number)) {
        return fail(problem, quoted(text) + " is not an amount with at most " + std::to_string(type.decimals) +
                                 " decimals: " + wanted);
    }
    return Value::of(number);
}

Parsed percent(std::string_view text, std::string& problem) {
    std::int64_t number = 0;
    if (!text.ends_with('%') || !decimal(trimmed(text.substr(0, text.size() - 1)), 2, number)) {
        return fail(problem, quoted(text) + " is not a percentage: write it as 12.5%, with at most two decimals");
    }
    return Value::of(number);
}

/// "72 hours" into its number and its words.
bool count_and_unit(std::string_view text, std::int64_t& count, std::string_view& unit) {
    const auto space = text.find(' ');
    if (space == std::string_view::npos || !integer(text.substr(0, space), count)) return false;
    unit = trimmed(text.substr(space + 1));
    return true;
}

std::int64_t exact_unit(std::string_view unit) {
    if (unit == "hour" || unit == "hours") return hour_ms;
    if (unit == "minute" || unit == "minutes") return minute_ms;
    if (unit == "second" || unit == "seconds") return second_ms;
    if (unit == "millisecond" || unit == "milliseconds") return 1;
    return 0;
}

Parsed duration(std::string_view text, std::string& problem) {
    std::int64_t count = 0;
    std::string_view unit;
    if (!count_and_unit(text, count, unit) || exact_unit(unit) == 0) {
        return fail(problem, quoted(text) + " is not a duration: write it as 72 hours, 30 minutes or 15 seconds");
    }
    if (__builtin_mul_overflow(count, exact_unit(unit), &count)) return fail(problem, quoted(text) + " is too long");
    return Value::of(count);
}

bool take_word(std::string_view& text, std::string_view word) {
    if (text.starts_with(word) && text.size() > word.size() && text[word.size()] == ' ') {
        text = trimmed(text.substr(word.size()));
        return true;
    }
    if (text.ends_with(word) && text.size() > word.size() && text[text.size() - word.size() - 1] == ' ') {
        text = trimmed(text.substr(0, text.size() - word.size()));
        return true;
    }
    return false;
}

Unit unit_of(std::string_view unit) {
    if (unit == "day" || unit == "days") return Unit::days;
    if (unit == "week" || unit == "weeks") return Unit::weeks;
    if (unit == "month" || unit == "months") return Unit::months;
    if (unit == "year" || unit == "years") return Unit::years;
    return unit == "business day" || unit == "business days" ? Unit::business_days : Unit::exact;
}

/// `by_minute`: how the policy counts when the text does not say.
Parsed period(std::string_view text, bool by_minute, std::string& problem) {
    const std::string wanted = ": write it as 5 days to the minute, 5 days whole, 2 months whole, 6 business days or 72 hours";
    std::int64_t count = 0;
    std::string_view unit;
    if (!count_and_unit(text, count, unit) || count < 0 || count > max_period_count) {
        return fail(problem, quoted(text) + " is not a period" + wanted);
    }
    const bool whole = take_word(unit, "whole");
    const bool minute = take_word(unit, "to the minute");
    if (const std::int64_t size = exact_unit(unit); size != 0) {
        if (whole || __builtin_mul_overflow(count, size, &count) || count > max_period_count) {
            return fail(problem, quoted(text) + " is not a period" + wanted);
        }
        return Value::of(static_cast<std::int64_t>(make_period(Unit::exact, Reading::to_the_minute, count).bits));
    }
    const Unit known = unit_of(unit);
    if (known == Unit::exact || (whole && minute) || (known == Unit::business_days && minute)) {
        return fail(problem, quoted(text) + " is not a period" + wanted);
    }
    const bool to_the_minute = known != Unit::business_days && !whole && (minute || by_minute);
    const Reading reading = to_the_minute ? Reading::to_the_minute : Reading::whole;
    return Value::of(static_cast<std::int64_t>(make_period(known, reading, count).bits));
}

std::string list_of(std::uint32_t count, auto name_of) {
    std::string list;
    for (std::uint32_t i = 0; i < count; ++i) list += (i == 0 ? "" : i + 1 == count ? " or " : ", ") + std::string(name_of(i));
    return list;
}

Parsed party(const Program& program, std::string_view text, std::string& problem) {
    const std::uint32_t found = program.find_party(text);
    if (found != none) return Value::of(found);
    const auto names = list_of(program.party_count(), [&](std::uint32_t i) { return program.party_name(i); });
    return fail(problem, quoted(text) + " is not a party: " + names);
}

Parsed member(const Program& program, std::uint32_t kind, std::string_view text, std::string& problem) {
    const auto name_of = [&](std::uint32_t i) { return program.member_name(kind, i); };
    for (std::uint32_t i = 0; i < program.member_count(kind); ++i) {
        if (name_of(i) == text) return Value::of(i);
    }
    return fail(problem, quoted(text) + " is not a " + std::string(program.kind_name(kind)) + ": " +
                             list_of(program.member_count(kind), name_of));
}

Parsed members(const Program& program, std::uint32_t kind, std::string_view text, std::string& problem) {
    std::int64_t mask = 0;
    if (text.empty() || text == "nothing") return Value::of(0);
    while (true) {
        const auto comma = text.find(',');
        const Parsed one = member(program, kind, trimmed(text.substr(0, comma)), problem);
        if (!one) return std::nullopt;
        mask |= std::int64_t{1} << one->number;
        if (comma == std::string_view::npos) return Value::of(mask);
        text = text.substr(comma + 1);
    }
}

Parsed instant(std::string_view text, const ZoneView& zone, std::string& problem) {
    const ParsedInstant parsed = parse_instant(text, &zone);
    if (parsed.error == TextError::none) return Value::of(parsed.value);
    return fail(problem, quoted(text) + " is not an instant: " + std::string(describe(parsed.error)));
}

Parsed date(std::string_view text, std::string& problem) {
    const ParsedDate parsed = parse_date(text);
    if (parsed.error == TextError::none) return Value::of(parsed.value);
    return fail(problem, quoted(text) + " is not a date: " + std::string(describe(parsed.error)));
}

} // namespace

std::optional<Value> parse_value(const Program& program, const TypeInfo& type, std::string_view text, const ZoneView& zone,
                                 std::string& problem) {
    // A text is what it is: only an optional value may be `none`, and never a text, which could say just that.
    if (type.type == ValueType::text) return Value::of_text(text);
    text = trimmed(text);
    if (type.optional && text == "none") return Value{};
    std::int64_t number = 0;
    switch (type.type) {
    case ValueType::boolean:
        if (text == "true" || text == "false") return Value::of(text == "true" ? 1 : 0);
        return fail(problem, quoted(text) + " is neither true nor false");
    case ValueType::integer:
        if (integer(text, number)) return Value::of(number);
        return fail(problem, quoted(text) + " is not a whole number");
    case ValueType::percent: return percent(text, problem);
    case ValueType::money: return money(type, text, problem);
    case ValueType::instant: return instant(text, zone, problem);
    case ValueType::date: return date(text, problem);
    case ValueType::duration: return duration(text, problem);
    case ValueType::period: {
        const Tables& tables = program.tables();
        const auto counting = tables.string(tables.policy[0].counting);
        return period(text, counting.find("to_the_minute") != std::string_view::npos, problem);
    }
    case ValueType::party: return party(program, text, problem);
    case ValueType::kind: return member(program, type.detail, text, problem);
    case ValueType::set: return members(program, type.detail, text, problem);
    case ValueType::text: break;
    }
    return std::nullopt;
}

} // namespace recourse
