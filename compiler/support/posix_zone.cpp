#include "compiler/support/posix_zone.h"

namespace recourse::support {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct Scanner {
    std::string_view rest;
    bool ok = true;

    char peek() const { return rest.empty() ? '\0' : rest.front(); }

    bool accept(char c) {
        if (peek() != c || rest.empty()) return false;
        rest.remove_prefix(1);
        return true;
    }

    void expect(char c) { ok = accept(c) && ok; }

    std::int32_t number(std::int32_t low, std::int32_t high) {
        std::int32_t value = 0;
        std::int32_t digits = 0;
        for (; is_digit(peek()) && digits < 3; ++digits, rest.remove_prefix(1))
            value = value * 10 + (peek() - '0');
        if (digits == 0 || value < low || value > high) ok = false;
        return value;
    }

    void name() {
        std::size_t length = 0;
        if (accept('<')) {
            while (length < rest.size() && rest[length] != '>')
                ++length;
            rest.remove_prefix(length);
            expect('>');
        } else {
            while (length < rest.size() && is_letter(rest[length]))
                ++length;
            rest.remove_prefix(length);
        }
        if (length < 3) ok = false;
    }

    // [+-]hh[:mm[:ss]]
    std::int64_t time(std::int32_t max_hours) {
        const bool negative = accept('-');
        if (!negative) accept('+');
        std::int64_t ms = number(0, max_hours) * hour_ms;
        if (accept(':')) ms += number(0, 59) * minute_ms;
        if (accept(':')) ms += number(0, 59) * second_ms;
        return negative ? -ms : ms;
    }

    PosixRule rule() {
        PosixRule result;
        if (accept('M')) {
            result.kind = PosixRule::Kind::month_weekday;
            result.month = number(1, 12);
            expect('.');
            result.week = number(1, 5);
            expect('.');
            result.day = number(0, 6);
        } else if (accept('J')) {
            result.day = number(1, 365);
        } else {
            result.kind = PosixRule::Kind::zero_based;
            result.day = number(0, 365);
        }
        if (accept('/')) result.time_ms = time(167);
        return result;
    }
};

} // namespace

std::int64_t PosixRule::local_in(std::int32_t year) const {
    Day date = 0;
    switch (kind) {
    case Kind::julian:
        date = days_from_civil(year, 1, 1) + day - 1 + (leap_year(year) && day >= 60 ? 1 : 0);
        break;
    case Kind::zero_based:
        date = days_from_civil(year, 1, 1) + day;
        break;
    case Kind::month_weekday: {
        const Day first = days_from_civil(year, month, 1);
        const std::int32_t monday_based = (day + 6) % 7;
        date = first + (monday_based - weekday(first) + 7) % 7 + (week - 1) * 7;
        if (date >= first + days_in_month(year, month)) date -= 7;
        break;
    }
    }
    return date * day_ms + time_ms;
}

std::optional<PosixZone> parse_posix_zone(std::string_view text) {
    Scanner in{text};
    PosixZone zone;
    in.name();
    zone.standard_ms = static_cast<std::int32_t>(-in.time(24)); // POSIX counts west of Greenwich
    if (!in.rest.empty()) {
        zone.has_daylight = true;
        in.name();
        zone.daylight_ms = zone.standard_ms + static_cast<std::int32_t>(hour_ms);
        if (in.peek() != ',') zone.daylight_ms = static_cast<std::int32_t>(-in.time(24));
        in.expect(',');
        zone.begin = in.rule();
        in.expect(',');
        zone.end = in.rule();
    }
    if (!in.ok || !in.rest.empty()) return std::nullopt;
    return zone;
}

} // namespace recourse::support
