// Instants, civil dates, time zones, business calendars and periods: law 2 of the language as functions.
//
// Nothing here allocates, throws, locks, or looks at a clock, a locale or the host's time zone. A zone and a
// calendar are views over flat tables that a compiled program carries with it, so that a deadline is the same
// on every machine in any year (law 1). Nothing wraps: what leaves the years 1 to 9999 comes back as `ok ==
// false` (law 9).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace recourse {

// ---------------------------------------------------------------------------------------------------------
// Instants and dates
// ---------------------------------------------------------------------------------------------------------

/// Milliseconds since 1970-01-01T00:00:00Z; leap seconds do not exist (POSIX time).
using Instant = std::int64_t;

/// A civil date as days since 1970-01-01 in the proleptic Gregorian calendar.
using Day = std::int32_t;

/// "Has not happened", "never": later than everything. Every function gives it back unchanged.
inline constexpr Instant never = std::numeric_limits<Instant>::max();
inline constexpr Day never_day = std::numeric_limits<Day>::max();

inline constexpr std::int64_t second_ms = 1'000;
inline constexpr std::int64_t minute_ms = 60 * second_ms;
inline constexpr std::int64_t hour_ms = 60 * minute_ms;
inline constexpr std::int64_t day_ms = 24 * hour_ms;

inline constexpr Day min_day = -719'162;  // 0001-01-01
inline constexpr Day max_day = 2'932'896; // 9999-12-31
inline constexpr Instant min_instant = min_day * day_ms;
inline constexpr Instant max_instant = (max_day + 1) * day_ms - 1;

/// Whether an instant lies in the years 1 to 9999 UTC. `never` does not.
constexpr bool in_range(Instant t) {
    return t >= min_instant && t <= max_instant;
}

/// Whether a date lies in the years 1 to 9999. `never_day` does not.
constexpr bool date_in_range(Day d) {
    return d >= min_day && d <= max_day;
}

/// A date by its parts: month 1 to 12, day 1 to 31.
struct Civil {
    std::int32_t year;
    std::int32_t month;
    std::int32_t day;
    friend constexpr bool operator==(const Civil&, const Civil&) = default;
};

/// The date of a day number. Takes any day within about 5 million years of 1970. O(1).
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", section civil_from_days.
constexpr Civil civil_from_days(Day z) {
    const std::int32_t shifted = z + 719'468;
    const std::int32_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int32_t doe = shifted - era * 146'097;
    const std::int32_t yoe = (doe - doe / 1'460 + doe / 36'524 - doe / 146'096) / 365;
    const std::int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int32_t mp = (5 * doy + 2) / 153;
    const std::int32_t month = mp < 10 ? mp + 3 : mp - 9;
    return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

/// The day number of a date; the date must exist (see valid_date), the year may be any within about 5
/// million. O(1). Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", section
/// days_from_civil.
constexpr Day days_from_civil(std::int32_t year, std::int32_t month, std::int32_t day) {
    const std::int32_t y = month <= 2 ? year - 1 : year;
    const std::int32_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int32_t yoe = y - era * 400;
    const std::int32_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const std::int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146'097 + doe - 719'468;
}

/// Whether a year has a 29th of February.
constexpr bool leap_year(std::int32_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// How many days a month has; `month` is 1 to 12.
constexpr std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
    if (month == 2) return leap_year(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Whether a date exists and lies in the years 1 to 9999.
constexpr bool valid_date(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
    return day <= days_in_month(static_cast<std::int32_t>(year), static_cast<std::int32_t>(month));
}

/// The day of the week: 0 is Monday, 6 is Sunday.
constexpr std::int32_t weekday(Day d) {
    const std::int32_t r = (d % 7 + 3) % 7; // 1970-01-01 was a Thursday
    return r >= 0 ? r : r + 7;
}

/// A date that was computed. `ok` is false when it would leave the years 1 to 9999, or does not exist because
/// the calendar has no working day at all; `day` is then never_day. `provisional`: days beyond the calendar's
/// years were counted by its `beyond` rule.
struct DayResult {
    Day day;
    bool ok;
    bool provisional;
};

/// The same day of the month `months` later (earlier when negative), or the last day of that month when it is
/// shorter. Law 2. `never_day` stays. O(1).
DayResult add_months(Day d, std::int64_t months);

/// The same date `years` later (earlier when negative); 29 February becomes 28 February in a common year.
/// O(1).
DayResult add_years(Day d, std::int64_t years);

// ---------------------------------------------------------------------------------------------------------
// Time zones
// ---------------------------------------------------------------------------------------------------------

/// One row of a zone: the offset (local minus UTC) in force from that instant until the next row's.
struct ZoneTransition {
    Instant from;
    std::int32_t offset_ms;
    std::int32_t pad; // zero: a program's bytes are compared and hashed
    friend constexpr bool operator==(const ZoneTransition&, const ZoneTransition&) = default;
};
static_assert(sizeof(ZoneTransition) == 16);

/// A zone, as a view over rows sorted by instant; the first row's `from` is INT64_MIN, and count is at
/// least 1. Rules of daylight saving repeat exactly with the 400 years (146,097 days) of the Gregorian
/// calendar. When cycle_from is not `never`, they do so from that instant on, and the rows reach until
/// cycle_from + 400 years + 4 days or later; instants beyond are looked up 400 years, or a multiple, earlier.
struct ZoneView {
    const ZoneTransition* transitions;
    std::uint32_t count;
    Instant cycle_from;
};

inline constexpr std::int64_t cycle_ms = 146'097 * day_ms;
inline constexpr std::int32_t max_offset_ms = static_cast<std::int32_t>(26 * hour_ms);

inline constexpr ZoneTransition utc_row{std::numeric_limits<Instant>::min(), 0, 0};
inline constexpr ZoneView utc_zone{&utc_row, 1, never};

/// Whether the rows keep what ZoneView promises: sorted by instant, first row from INT64_MIN, offsets within
/// 26 hours, the local times at which rows begin and end sorted as well (no offset is in force for less time
/// than the clocks then go back; true of every zone of the tz database), cycle_from in range. The loader of a
/// program calls it once, so that nothing else need look. O(rows).
bool valid_zone(const ZoneView& zone);

/// A local date and the milliseconds since its midnight as the clock on the wall shows them (0 to
/// 86,399,999).
struct LocalTime {
    Day day;
    std::int32_t ms_of_day;
    friend constexpr bool operator==(const LocalTime&, const LocalTime&) = default;
};

/// How many instants bear a local time: one, none (the clocks went forward over it), two (they went back over
/// it).
enum class LocalKind : std::uint8_t { unique, skipped, repeated };

struct ResolvedLocal {
    Instant instant;
    LocalKind kind;
};

/// The offset from UTC in force at an instant, in milliseconds; 0 for `never`. O(log rows).
std::int32_t offset_at(const ZoneView& zone, Instant t);

/// The local time of an instant; `never` gives {never_day, 0}. At the edges of the years 1 and 9999 the local
/// date may lie one day outside. O(log rows), O(1) past the last row of a zone without cycle.
LocalTime to_local(const ZoneView& zone, Instant t);

/// The instant of a local time by law 2: a skipped one becomes the first instant after the gap, a repeated
/// one is its first occurrence; and which of these it was. never_day gives `never`. The result may lie
/// outside the years 1 to 9999 when the date does (see in_range). O(log rows).
ResolvedLocal resolve_local(const ZoneView& zone, LocalTime local);

/// resolve_local without the kind.
Instant from_local(const ZoneView& zone, LocalTime local);

/// The local date of an instant; never_day for `never`. O(log rows).
Day date_of(const ZoneView& zone, Instant t);

// ---------------------------------------------------------------------------------------------------------
// Results that can fail
// ---------------------------------------------------------------------------------------------------------

/// An instant that was computed. `ok` is false when it, or its local date, would leave the years 1 to 9999,
/// when the period is not well formed, or when business days were asked of no calendar or of one without
/// working days; `value` is then `never`, so that a careless reader arms nothing. `provisional`: see
/// DayResult.
struct TimeResult {
    Instant value;
    bool ok;
    bool provisional;
    friend constexpr bool operator==(const TimeResult&, const TimeResult&) = default;
};

/// The first instant of a local date: its midnight, or the first instant after the gap if midnight is skipped
/// (Asia/ Beirut), or the first of two midnights. O(log rows).
TimeResult start_of_date(const ZoneView& zone, Day d);

/// The last millisecond of a local date: one before the start of the next date, however long the day was.
/// O(log rows). Where clocks went back over midnight (St John's until 2011, never in today's rules) the
/// repeated last minutes of the evening come after it.
TimeResult end_of_date(const ZoneView& zone, Day d);

/// start_of_date and end_of_date of the local date of an instant; `never` stays. O(log rows).
TimeResult start_of_day(const ZoneView& zone, Instant t);
TimeResult end_of_day(const ZoneView& zone, Instant t);

// ---------------------------------------------------------------------------------------------------------
// Business calendars
// ---------------------------------------------------------------------------------------------------------

/// What holds for days outside a calendar's years.
enum class BeyondRule : std::uint8_t {
    weekends_only = 0, // the days of weekend_mask are off and all others are worked; results are provisional
};

/// A calendar as a view: bit i of `bitmap` (word i / 64, bit i % 64) says whether first_day + i is a working
/// day, bits past last_day are 0; rank[w] counts the working days in the words before w, for w = 0 to the
/// number of words inclusive, so that the last entry is the total. Finding the n-th working day is a search
/// in `rank`.
struct CalendarView {
    const std::uint64_t* bitmap;
    const std::uint32_t* rank;
    Day first_day;
    Day last_day;
    std::uint8_t weekend_mask; // bit 0 is Monday, bit 6 is Sunday
    BeyondRule beyond;
};

/// How many words of bitmap a calendar has (rank has one entry more).
constexpr std::uint32_t calendar_words(Day first_day, Day last_day) {
    return static_cast<std::uint32_t>(last_day - first_day) / 64 + 1;
}

/// Whether the tables keep what CalendarView promises and the days lie in the years 1 to 9999. For the
/// loader. O(words).
bool valid_calendar(const CalendarView& calendar);

/// Whether a date is a working day; outside the calendar's years by its beyond rule. O(1).
bool is_working_day(const CalendarView& calendar, Day d);

/// The n-th working day after a date, or before it, not counting the date itself; n is at least 1. Fails as
/// DayResult says, or when n < 1 or the date is out of range. O(log words).
DayResult working_day_after(const CalendarView& calendar, Day d, std::int64_t n);
DayResult working_day_before(const CalendarView& calendar, Day d, std::int64_t n);

/// How many working days lie in [from, until); negative when until < from. O(1).
std::int64_t count_working_days(const CalendarView& calendar, Day from, Day until);

/// A last day that rolls: if the local date of the instant is a working day, the instant itself; else the
/// same local time on the next working day, and for the last millisecond of a day the last millisecond of
/// that day. `never` stays. O(log rows + log words).
TimeResult roll_to_working_day(const ZoneView& zone, const CalendarView& calendar, Instant t);

// ---------------------------------------------------------------------------------------------------------
// Periods
// ---------------------------------------------------------------------------------------------------------

enum class Unit : std::uint8_t { exact = 0, days = 1, weeks = 2, months = 3, years = 4, business_days = 5 };
enum class Reading : std::uint8_t { to_the_minute = 0, whole = 1 };

/// How a period of whole days is counted beside its count, as a counting regime has it: bits of
/// PeriodParts::rules. Only `after` reads them all: counted back, a period neither rolls nor grows.
enum PeriodRule : std::uint8_t {
    period_rolls = 1,            // a last day that is no working day gives way to the next that is
    period_counts_first = 2,     // the day of the anchor is the first day of the period, not the day before it
    period_by_first_day = 4,     // months and years end on the day before the one that has the number of the first day
    period_two_working_days = 8, // one of two days and more holds two working days at least
};

/// A period in one word, as a program stores it: bits 0 to 55 the count (milliseconds for Unit::exact), bits
/// 56 to 58 the unit, bit 59 the reading, bits 60 to 63 the rules. Two periods are the same when their words
/// are.
struct Period {
    std::uint64_t bits;
    friend constexpr bool operator==(Period, Period) = default;
};

struct PeriodParts {
    Unit unit;
    Reading reading;
    std::int64_t count;
    std::uint8_t rules = 0; // PeriodRule
};

inline constexpr std::int64_t max_period_count = (std::int64_t{1} << 56) - 1;

/// Packs a period; `count` is 0 to max_period_count (more bits are cut off: the compiler has bounded it).
constexpr Period make_period(Unit unit, Reading reading, std::int64_t count, std::uint8_t rules = 0) {
    return {(static_cast<std::uint64_t>(count) & static_cast<std::uint64_t>(max_period_count)) |
            (static_cast<std::uint64_t>(unit) << 56) | (static_cast<std::uint64_t>(reading) << 59) |
            (static_cast<std::uint64_t>(rules) << 60)};
}

/// Takes a period apart again.
constexpr PeriodParts unpack(Period p) {
    return {static_cast<Unit>((p.bits >> 56) & 7), static_cast<Reading>((p.bits >> 59) & 1),
            static_cast<std::int64_t>(p.bits & static_cast<std::uint64_t>(max_period_count)),
            static_cast<std::uint8_t>(p.bits >> 60)};
}

/// Whether a word is a period: a known unit, exact periods marked to_the_minute, business days marked whole
/// ("business days to the minute" do not exist); rules for whole days alone, and of business days none but
/// that the first is counted.
constexpr bool valid_period(Period p) {
    const PeriodParts parts = unpack(p);
    if (parts.unit > Unit::business_days || (parts.rules != 0 && parts.reading != Reading::whole)) return false;
    if (parts.unit == Unit::exact) return parts.reading == Reading::to_the_minute;
    if (parts.unit != Unit::business_days) return true;
    return parts.reading == Reading::whole && (parts.rules & ~period_counts_first) == 0;
}

/// Whether a period asks which days are worked.
constexpr bool needs_calendar(Period p) {
    const PeriodParts parts = unpack(p);
    return parts.unit == Unit::business_days || (parts.rules & (period_rolls | period_two_working_days)) != 0;
}

/// The end of a period that starts at `anchor` (law 2). `calendar` may be null unless the period needs one.
/// `never` stays. O(log rows + log words).
///  - exact: anchor + count milliseconds.
///  - days, weeks to the minute: the same local time that many days later. Months, years: on the clamped
///  date.
///  - whole days, weeks, months, years: the last millisecond of that local date; the day of the anchor is not
///  counted.
///  - business days: the last millisecond of the count-th working day after the local date of the anchor.
///  The rules of a period change its last day, in this order: which day is its first, how many working days it
///  holds, whether its last day rolls.
TimeResult after(const ZoneView& zone, const CalendarView* calendar, Period period, Instant anchor);

/// What a pause adds to a last instant: its exact length, the days that it touches, or those of them that are worked.
enum class PauseAdds : std::uint8_t { time, days, working_days };

/// A last instant whose clock stopped at `stopped` and runs again at `now`, where days up to that of `counted` are counted already
/// (`never`: none are). A pause that took no time adds nothing. `working_days` wants a calendar. O(log days of the calendar).
TimeResult resumed(const ZoneView& zone, const CalendarView* calendar, PauseAdds adds, Instant due, Instant stopped, Instant counted, Instant now);

/// The mirror of `after`: the last instant from which the period still lies wholly before the anchor's day.
///  - exact and to the minute: as `after`, backwards.
///  - whole: the count-th day before the anchor's day (or the date clamped back by months or years, or the
///  count-th
///    working day) is the first day of the period; the result is the last millisecond of the day before that
///    one. As in the back-counting of sections 187 and 188 of the German Civil Code.
TimeResult before(const ZoneView& zone, const CalendarView* calendar, Period period, Instant anchor);

// ---------------------------------------------------------------------------------------------------------
// Text
// ---------------------------------------------------------------------------------------------------------

/// Why a text is not an instant or a date.
enum class TextError : std::uint8_t {
    none,
    syntax,            // not of the form 2024-03-01 10:00
    missing_time,      // a date alone where an instant is wanted
    missing_offset,    // no Z or +08:00, and no zone was given to read a local time in
    year_out_of_range, // not 1 to 9999, or an instant outside them
    bad_month,
    bad_day, // 30 February
    bad_hour,
    bad_minute,
    bad_second,
    leap_second, // :60 exists, but not in these instants
    too_precise, // a fraction finer than a millisecond
    bad_offset,  // offset hours over 23 or minutes over 59
    skipped,     // the clocks went forward over this local time; `value` is the first instant after the gap
    repeated,    // this local time came twice; `value` is the first
};

/// What was read. `at` is the offset in the text, in bytes, of the part that `error` is about.
struct ParsedInstant {
    Instant value;
    TextError error;
    std::uint32_t at;
};
struct ParsedDate {
    Day value;
    TextError error;
    std::uint32_t at;
};

/// Reads RFC 3339 ("2024-03-01T10:00:00+08:00", "Z", a fraction of up to milliseconds; further digits must be
/// 0), and policy style ("2024-03-01 10:00", ":00", ":00.123") as local time of `zone`, which may be null. A
/// blank may stand for the T and seconds may be left out in both. An offset in the text wins over `zone`. On
/// an error `value` is `never` except for skipped and repeated. No white space is trimmed. O(length).
ParsedInstant parse_instant(std::string_view text, const ZoneView* zone);

/// Reads a date as "2024-03-01". On an error `value` is never_day. O(length).
ParsedDate parse_date(std::string_view text);

/// The error in plain words, to follow "… is not an instant: ". Static storage.
std::string_view describe(TextError error);

/// Enough room for any of the functions below.
inline constexpr std::size_t time_text_max = 40;

/// Writes "2024-03-13 10:00", with ":30" when seconds or milliseconds are not zero and ".123" when
/// milliseconds are not; "never" for `never`. Gives the length; 0, writing nothing, when `out` has less room
/// than time_text_max or the instant is out of range. No terminating zero. O(log rows).
std::size_t format_local(std::span<char> out, const ZoneView& zone, Instant t);

/// Writes RFC 3339, "2024-03-13T10:00:00+08:00": Z for an offset of zero, and for one that is not of whole
/// minutes (local mean time before standard time), where the text is UTC. parse_instant reads it back
/// exactly. Else as above.
std::size_t format_rfc3339(std::span<char> out, const ZoneView& zone, Instant t);

/// Writes "2024-03-13"; "never" for never_day; else as above.
std::size_t format_date(std::span<char> out, Day d);

} // namespace recourse
