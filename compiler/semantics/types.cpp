#include "compiler/semantics/types.h"

#include <algorithm>

#include "compiler/semantics/currency.h"
#include "recourse/time.hpp"

namespace recourse::semantics {

Type type_of_kind(TypeKind kind) {
    Type type;
    type.kind = kind;
    switch (kind) {
        case TypeKind::boolean: type.low = 0, type.high = 1; break;
        case TypeKind::percent: type.low = 0, type.high = whole_percent; break;
        case TypeKind::money: type.low = 0, type.high = most_number; break;
        case TypeKind::text: type.low = 0; break;
        case TypeKind::instant: type.low = min_instant; break;
        case TypeKind::date: type.low = min_day, type.high = max_day; break;
        case TypeKind::duration: type.low = 0, type.high = longest_duration; break;
        case TypeKind::period: case TypeKind::party: case TypeKind::kind: case TypeKind::set: type.low = 0; break;
        case TypeKind::integer: case TypeKind::unknown: break;
    }
    return type;
}

Type number_type(TypeKind kind, std::int64_t low, std::int64_t high) {
    Type type = type_of_kind(kind);
    type.low = low;
    type.high = high;
    return type;
}

Type money_type(std::string currency, std::int64_t low, std::int64_t high) {
    Type type = number_type(TypeKind::money, low, high);
    type.currency = std::move(currency);
    return type;
}

Type member_type(KindId kind) {
    Type type = type_of_kind(TypeKind::kind);
    type.of = kind;
    return type;
}

bool is_number(TypeKind kind) {
    return kind == TypeKind::integer || kind == TypeKind::percent || kind == TypeKind::money || kind == TypeKind::duration;
}

bool same_sort(const Type& a, const Type& b) {
    if (a.kind == TypeKind::unknown || b.kind == TypeKind::unknown) return true;
    if (a.kind != b.kind) return false;
    if (a.kind == TypeKind::money) return a.currency == b.currency;
    if (a.kind == TypeKind::kind || a.kind == TypeKind::set) return a.of == b.of;
    return true;
}

Type joined(const Type& a, const Type& b) {
    Type type = a.kind == TypeKind::unknown ? b : a;
    type.optional = a.optional || b.optional;
    type.is_private = a.is_private || b.is_private;
    if (a.kind != TypeKind::unknown && b.kind != TypeKind::unknown) {
        type.low = std::min(a.low, b.low);
        type.high = std::max(a.high, b.high);
    }
    return type;
}

// ---- bounds ------------------------------------------------------------------------------------------------------------------

bool fits(const Range& range) { return range.low >= least_number && range.high <= most_number; }

Range bounds_of(const Type& type) { return {type.low, type.high}; }

Range times(const Range& a, const Range& b) {
    const auto [low, high] = std::minmax({a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high});
    return {low, high};
}

Wide divided(Wide number, std::int64_t divisor, Rounding rounding) {
    const Wide cut = number / divisor;
    const Wide rest = number % divisor;
    if (rest == 0) return cut;
    const Wide floor = number < 0 ? cut - 1 : cut;
    const Wide above = number - floor * divisor;   // 0 < above < divisor
    switch (rounding) {
        case Rounding::down: return floor;
        case Rounding::up: return floor + 1;
        case Rounding::half_up:   // ties away from zero
            if (above * 2 == divisor) return number < 0 ? floor : floor + 1;
            break;
        case Rounding::half_even:
            if (above * 2 == divisor) return floor % 2 == 0 ? floor : floor + 1;
            break;
    }
    return above * 2 < divisor ? floor : floor + 1;
}

// ---- words ------------------------------------------------------------------------------------------------------------------

namespace {

std::string digits_of(Wide number) {
    const bool negative = number < 0;
    std::string text;
    do {
        const int digit = static_cast<int>(number % 10);
        text.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
        number /= 10;
    } while (number != 0);
    if (negative) text.push_back('-');
    std::reverse(text.begin(), text.end());
    return text;
}

std::string with_point(Wide number, int decimals) {
    const bool negative = number < 0;
    std::string text = digits_of(negative ? -number : number);
    const auto places = static_cast<std::size_t>(decimals);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    if (decimals > 0) text.insert(text.size() - places, ".");
    return negative ? "-" + text : text;
}

std::string percent_text(Wide number) {
    std::string text = with_point(number, 2);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text + "%";
}

std::string duration_text(Wide number) {
    struct Unit { std::int64_t ms; const char* name; };
    for (const Unit unit : {Unit{hour_ms, "hour"}, Unit{minute_ms, "minute"}}) {
        if (number % unit.ms != 0) continue;
        const Wide count = number / unit.ms;
        return digits_of(count) + " " + unit.name + (count == 1 ? "" : "s");
    }
    return digits_of(number) + " ms";
}

std::string kind_name(const Model& model, KindId kind) {
    return kind.valid() && kind.index() < model.kinds.size() ? model.kinds[kind].name : std::string("?");
}

}  // namespace

std::string number_text(const Type& type, Wide number) {
    switch (type.kind) {
        case TypeKind::money: return with_point(number, decimals_of(type.currency).value_or(0)) + " " + type.currency;
        case TypeKind::percent: return percent_text(number);
        case TypeKind::duration: return duration_text(number);
        default: return digits_of(number);
    }
}

std::string sort_name(const Model& model, const Type& type) {
    switch (type.kind) {
        case TypeKind::unknown: return "unknown";
        case TypeKind::boolean: return "true or false";
        case TypeKind::integer: return "a number";
        case TypeKind::percent: return "a percentage";
        case TypeKind::money: return "money (" + type.currency + ")";
        case TypeKind::text: return "a text";
        case TypeKind::instant: return "an instant";
        case TypeKind::date: return "a date";
        case TypeKind::duration: return "a duration";
        case TypeKind::period: return "a period";
        case TypeKind::party: return "a party";
        case TypeKind::kind: return "of kind `" + kind_name(model, type.of) + "`";
        case TypeKind::set: return "a set of `" + kind_name(model, type.of) + "`";
    }
    return "unknown";
}

std::string describe_type(const Model& model, const Type& type) {
    const auto bounded = [&](std::string base, const Type& free) {
        if (type.low != free.low) base += ", at least " + number_text(type, type.low);
        if (type.high != free.high) base += ", at most " + number_text(type, type.high);
        return base;
    };
    const Type free = type_of_kind(type.kind);
    std::string text;
    switch (type.kind) {
        case TypeKind::integer: text = number_text(type, type.low) + ".." + number_text(type, type.high); break;
        case TypeKind::percent: text = bounded("percent", free); break;
        case TypeKind::duration: text = bounded("duration", free); break;
        case TypeKind::money:
            text = bounded("money " + type.currency, free);
            break;
        case TypeKind::text:
            text = type.high == free.high ? "text" : "text, at most " + number_text(type, type.high) + " characters";
            break;
        case TypeKind::boolean: text = "bool"; break;
        case TypeKind::instant: text = "instant"; break;
        case TypeKind::date: text = "date"; break;
        case TypeKind::period: text = "period"; break;
        case TypeKind::party: text = "party"; break;
        case TypeKind::kind: text = "one of kind " + kind_name(model, type.of); break;
        case TypeKind::set: text = "set of " + kind_name(model, type.of); break;
        case TypeKind::unknown: text = "unknown"; break;
    }
    return type.optional ? text + " or none" : text;
}

}  // namespace recourse::semantics
