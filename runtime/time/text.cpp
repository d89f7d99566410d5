// Instants and dates as text: RFC 3339 and the language's own "2024-03-01 10:00". No locale, no stream, no
// allocation.
#include "recourse/time.hpp"

namespace recourse {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A reader that stops at the first error and remembers where the part began that was wrong.
struct Scanner {
    std::string_view text;
    std::uint32_t at = 0;
    TextError error = TextError::none;
    std::uint32_t error_at = 0;

    bool ok() const { return error == TextError::none; }
    bool ended() const { return at >= text.size(); }
    char peek() const { return ended() ? '\0' : text[at]; }

    void fail(TextError kind, std::uint32_t where) {
        if (!ok()) return;
        error = kind;
        error_at = where;
    }

    /// Exactly `width` digits between low and high; the error of the field otherwise.
    std::int32_t field(std::uint32_t width, std::int32_t low, std::int32_t high, TextError out_of_bounds) {
        const std::uint32_t start = at;
        std::int32_t value = 0;
        for (std::uint32_t i = 0; i < width; ++i) {
            if (!is_digit(peek())) {
                fail(TextError::syntax, at);
                return low;
            }
            value = value * 10 + (text[at++] - '0');
        }
        if (value < low || value > high) fail(out_of_bounds, start);
        return value;
    }

    void expect(char c) {
        if (peek() != c) return fail(TextError::syntax, at);
        ++at;
    }

    bool accept(char a, char b) {
        if (ended() || (peek() != a && peek() != b)) return false;
        ++at;
        return true;
    }
};

Day scan_date(Scanner& in) {
    std::uint32_t digits = in.at;
    while (digits < in.text.size() && is_digit(in.text[digits]))
        ++digits;
    if (digits - in.at > 4 && digits < in.text.size() && in.text[digits] == '-') {
        in.fail(TextError::year_out_of_range, in.at);
    }
    const std::int32_t year = in.field(4, 1, 9999, TextError::year_out_of_range);
    in.expect('-');
    const std::int32_t month = in.field(2, 1, 12, TextError::bad_month);
    in.expect('-');
    const std::uint32_t day_at = in.at;
    const std::int32_t day = in.field(2, 1, 31, TextError::bad_day);
    if (in.ok() && !valid_date(year, month, day)) in.fail(TextError::bad_day, day_at);
    return in.ok() ? days_from_civil(year, month, day) : never_day;
}

/// Milliseconds after the point: one digit or more, all past the third zero.
std::int32_t scan_fraction(Scanner& in) {
    const std::uint32_t start = in.at;
    if (!is_digit(in.peek())) in.fail(TextError::syntax, in.at);
    std::int32_t ms = 0;
    std::int32_t scale = 100;
    for (; is_digit(in.peek()); ++in.at) {
        const std::int32_t digit = in.text[in.at] - '0';
        if (scale == 0 && digit != 0) in.fail(TextError::too_precise, start);
        ms += digit * scale;
        scale /= 10;
    }
    return ms;
}

std::int32_t scan_time(Scanner& in) {
    const std::int32_t hour = in.field(2, 0, 23, TextError::bad_hour);
    in.expect(':');
    const std::int32_t minute = in.field(2, 0, 59, TextError::bad_minute);
    std::int32_t second = 0;
    std::int32_t ms = 0;
    if (in.accept(':', ':')) {
        const std::uint32_t start = in.at;
        second = in.field(2, 0, 60, TextError::bad_second);
        if (second == 60) in.fail(TextError::leap_second, start);
        if (in.accept('.', '.')) ms = scan_fraction(in);
    }
    return ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

/// "Z" or "+08:00" as milliseconds to take away.
std::int64_t scan_offset(Scanner& in) {
    if (in.accept('Z', 'z')) return 0;
    const bool negative = in.peek() == '-';
    ++in.at;
    const std::int32_t hours = in.field(2, 0, 23, TextError::bad_offset);
    in.expect(':');
    const std::int32_t minutes = in.field(2, 0, 59, TextError::bad_offset);
    const std::int64_t offset = hours * hour_ms + minutes * minute_ms;
    return negative ? -offset : offset;
}

bool begins_offset(char c) {
    return c == 'Z' || c == 'z' || c == '+' || c == '-';
}

ParsedInstant in_zone(const ZoneView& zone, LocalTime local) {
    const ResolvedLocal resolved = resolve_local(zone, local);
    if (!in_range(resolved.instant)) return {never, TextError::year_out_of_range, 0};
    switch (resolved.kind) {
    case LocalKind::skipped:
        return {resolved.instant, TextError::skipped, 0};
    case LocalKind::repeated:
        return {resolved.instant, TextError::repeated, 0};
    case LocalKind::unique:
        break;
    }
    return {resolved.instant, TextError::none, 0};
}

/// Writes into a buffer that has room for time_text_max characters.
struct Writer {
    char* begin;
    char* end;

    explicit Writer(std::span<char> out) : begin(out.data()), end(out.data()) {}

    void put(char c) { *end++ = c; }
    void put(std::string_view text) {
        for (const char c : text)
            put(c);
    }
    /// A number that is not negative, with zeros in front up to `width`.
    void number(std::int64_t value, std::int32_t width) {
        char digits[20];
        std::int32_t count = 0;
        do {
            digits[count++] = static_cast<char>('0' + value % 10);
            value /= 10;
        } while (value > 0);
        while (width-- > count)
            put('0');
        while (count > 0)
            put(digits[--count]);
    }
    void date(Day d) {
        const Civil civil = civil_from_days(d);
        number(civil.year, 4);
        put('-');
        number(civil.month, 2);
        put('-');
        number(civil.day, 2);
    }
    void time(std::int32_t ms_of_day, bool with_seconds) {
        number(ms_of_day / hour_ms, 2);
        put(':');
        number(ms_of_day / minute_ms % 60, 2);
        if (!with_seconds && ms_of_day % minute_ms == 0) return;
        put(':');
        number(ms_of_day / second_ms % 60, 2);
        if (ms_of_day % second_ms == 0) return;
        put('.');
        number(ms_of_day % second_ms, 3);
    }
    std::size_t length() const { return static_cast<std::size_t>(end - begin); }
};

std::size_t write_never(std::span<char> out) {
    Writer writer(out);
    writer.put("never");
    return writer.length();
}

} // namespace

ParsedInstant parse_instant(std::string_view text, const ZoneView* zone) {
    Scanner in{text};
    const Day day = scan_date(in);
    if (in.ok() && in.ended()) in.fail(TextError::missing_time, in.at);
    if (in.ok() && !in.accept('T', 't') && !in.accept(' ', ' ')) in.fail(TextError::syntax, in.at);
    if (!in.ok()) return {never, in.error, in.error_at};
    const std::int32_t ms = scan_time(in);
    const bool has_offset = in.ok() && begins_offset(in.peek());
    const std::int64_t offset = has_offset ? scan_offset(in) : 0;
    if (in.ok() && !in.ended()) in.fail(TextError::syntax, in.at);
    if (in.ok() && !has_offset && zone == nullptr) in.fail(TextError::missing_offset, in.at);
    if (!in.ok()) return {never, in.error, in.error_at};
    if (!has_offset) return in_zone(*zone, {day, ms});
    const Instant value = day * day_ms + ms - offset;
    if (!in_range(value)) return {never, TextError::year_out_of_range, 0};
    return {value, TextError::none, 0};
}

ParsedDate parse_date(std::string_view text) {
    Scanner in{text};
    const Day day = scan_date(in);
    if (in.ok() && !in.ended()) in.fail(TextError::syntax, in.at);
    if (!in.ok()) return {never_day, in.error, in.error_at};
    return {day, TextError::none, 0};
}

std::string_view describe(TextError error) {
    switch (error) {
    case TextError::none:
        return "there is no error";
    case TextError::syntax:
        return "it is written as 2024-03-01 10:00 or 2024-03-01T10:00:00+08:00";
    case TextError::missing_time:
        return "a time of day is missing after the date";
    case TextError::missing_offset:
        return "it says neither Z nor an offset such as +08:00";
    case TextError::year_out_of_range:
        return "only the years 1 to 9999 can be used, an instant's in UTC";
    case TextError::bad_month:
        return "there is no such month";
    case TextError::bad_day:
        return "there is no such day in that month";
    case TextError::bad_hour:
        return "hours go from 00 to 23";
    case TextError::bad_minute:
        return "minutes go from 00 to 59";
    case TextError::bad_second:
        return "seconds go from 00 to 59";
    case TextError::leap_second:
        return "leap seconds cannot be used; write the second before or after";
    case TextError::too_precise:
        return "a millisecond is the finest step of time";
    case TextError::bad_offset:
        return "an offset goes up to 23:59";
    case TextError::skipped:
        return "the clocks went forward over this local time, so that it never came";
    case TextError::repeated:
        return "the clocks went back over this local time, so that it came twice";
    }
    return "unknown error";
}

std::size_t format_local(std::span<char> out, const ZoneView& zone, Instant t) {
    if (out.size() < time_text_max) return 0;
    if (t == never) return write_never(out);
    if (!in_range(t)) return 0;
    const LocalTime local = to_local(zone, t);
    Writer writer(out);
    writer.date(local.day);
    writer.put(' ');
    writer.time(local.ms_of_day, false);
    return writer.length();
}

std::size_t format_rfc3339(std::span<char> out, const ZoneView& zone, Instant t) {
    if (out.size() < time_text_max) return 0;
    if (t == never) return write_never(out);
    if (!in_range(t)) return 0;
    std::int32_t offset = offset_at(zone, t);
    LocalTime local = to_local(zone, t);
    // A local date outside the years 1 to 9999, an offset of seconds, or one of 24 hours and more, has no RFC
    // 3339.
    const bool writable =
        offset % minute_ms == 0 && offset < day_ms && offset > -day_ms && date_in_range(local.day);
    if (!writable) {
        offset = 0;
        local = to_local(utc_zone, t);
    }
    Writer writer(out);
    writer.date(local.day);
    writer.put('T');
    writer.time(local.ms_of_day, true);
    if (offset == 0) {
        writer.put('Z');
        return writer.length();
    }
    writer.put(offset < 0 ? '-' : '+');
    const std::int32_t size = offset < 0 ? -offset : offset;
    writer.number(size / hour_ms, 2);
    writer.put(':');
    writer.number(size / minute_ms % 60, 2);
    return writer.length();
}

std::size_t format_date(std::span<char> out, Day d) {
    if (out.size() < time_text_max) return 0;
    if (d == never_day) return write_never(out);
    if (!date_in_range(d)) return 0;
    Writer writer(out);
    writer.date(d);
    return writer.length();
}

} // namespace recourse
