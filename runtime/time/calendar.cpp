// Working days by number. Every working day has an ordinal (0 is the first one on or after first_day,
// negative ones lie before); "the n-th working day after D" is an addition between two conversions, and so is
// counting.
#include "recourse/time.hpp"

namespace recourse {
namespace {

/// The number of set bits in each byte of a word (Knuth, The Art of Computer Programming 4A, 7.1.3, sideways
/// addition). By hand: without -mpopcnt the library function is a call, and the flag would shut out older
/// machines.
std::uint64_t byte_counts(std::uint64_t word) {
    word -= (word >> 1) & 0x5555'5555'5555'5555u;
    word = (word & 0x3333'3333'3333'3333u) + ((word >> 2) & 0x3333'3333'3333'3333u);
    return (word + (word >> 4)) & 0x0f0f'0f0f'0f0f'0f0fu;
}

std::uint32_t count_bits(std::uint64_t word) {
    return static_cast<std::uint32_t>((byte_counts(word) * 0x0101'0101'0101'0101u) >> 56);
}

/// The position of the n-th set bit (n from 0); the word has more than n. Without branches: which way they go
/// would be as good as random. Source: Sebastiano Vigna, "Broadword Implementation of Rank/Select Queries",
/// 2008, section 4.
std::uint32_t select_bit(std::uint64_t word, std::uint32_t n) {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101u;
    constexpr std::uint64_t highs = 0x8080'8080'8080'8080u;
    const std::uint64_t up_to = byte_counts(word) * ones;                // byte i: bits set in bytes 0 to i
    const std::uint64_t passed = (((n * ones) | highs) - up_to) & highs; // bytes with up_to <= n
    std::uint32_t place = static_cast<std::uint32_t>(((passed >> 7) * ones) >> 56) * 8;
    n -= static_cast<std::uint32_t>(((up_to << 8) >> place) & 0xff);
    for (const std::uint32_t width : {4u, 2u, 1u}) {
        const std::uint64_t part = (word >> place) & ((1u << width) - 1);
        const auto count = static_cast<std::uint32_t>(byte_counts(part));
        const std::uint32_t pass = n >= count ? 1 : 0;
        place += pass * width;
        n -= pass * count;
    }
    return place;
}

/// The plain week: which weekdays are worked when no holiday is known, and how many they are.
struct Week {
    std::uint64_t worked; // bit 0 is Monday
    std::int64_t count;
};

Week week_of(const CalendarView& calendar) {
    const std::uint64_t worked = ~static_cast<std::uint64_t>(calendar.weekend_mask) & 0x7f;
    return {worked, count_bits(worked)};
}

constexpr std::int64_t first_monday = -3; // 1969-12-29

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

/// How many worked weekdays lie in [first_monday, d), negative before it.
std::int64_t week_ordinal(const Week& week, std::int64_t d) {
    const std::int64_t weeks = floor_div(d - first_monday, 7);
    const std::int64_t rest = d - first_monday - weeks * 7;
    return weeks * week.count + count_bits(week.worked & ((std::uint64_t{1} << rest) - 1));
}

/// The day with that week_ordinal; the week has at least one worked day.
std::int64_t week_select(const Week& week, std::int64_t ordinal) {
    const std::int64_t weeks = floor_div(ordinal, week.count);
    return first_monday + weeks * 7 +
           select_bit(week.worked, static_cast<std::uint32_t>(ordinal - weeks * week.count));
}

std::int64_t total_of(const CalendarView& calendar) {
    return calendar.rank[calendar_words(calendar.first_day, calendar.last_day)];
}

/// How many working days lie in [first_day, d), negative before it.
std::int64_t ordinal_of(const CalendarView& calendar, std::int64_t d) {
    if (d < calendar.first_day) {
        const Week week = week_of(calendar);
        return week_ordinal(week, d) - week_ordinal(week, calendar.first_day);
    }
    if (d > calendar.last_day) {
        const Week week = week_of(calendar);
        return total_of(calendar) + week_ordinal(week, d) -
               week_ordinal(week, std::int64_t{calendar.last_day} + 1);
    }
    const std::uint64_t index = static_cast<std::uint64_t>(d - calendar.first_day);
    const std::uint64_t below = calendar.bitmap[index / 64] & ((std::uint64_t{1} << (index % 64)) - 1);
    return std::int64_t{calendar.rank[index / 64]} + count_bits(below);
}

/// The word of the bitmap with the working day of that ordinal, which lies within the calendar's years. Most
/// counts are short: the words around `near` come first, then the table is halved.
std::uint32_t word_of(const CalendarView& calendar, std::uint32_t ordinal, std::int64_t near) {
    const std::uint32_t words = calendar_words(calendar.first_day, calendar.last_day);
    if (near >= calendar.first_day && near <= calendar.last_day) {
        std::uint32_t word = static_cast<std::uint32_t>(near - calendar.first_day) / 64;
        for (int tries = 0; tries < 3; ++tries) {
            if (calendar.rank[word] > ordinal)
                --word; // not the first: rank[0] is 0
            else if (calendar.rank[word + 1] <= ordinal)
                ++word; // not the last: it ends with the total
            else
                return word;
        }
    }
    std::uint32_t word = 0;
    for (std::uint32_t count = words; count > 1;) {
        const std::uint32_t half = count / 2;
        word += calendar.rank[word + half] <= ordinal ? half : 0;
        count -= half;
    }
    return word;
}

/// The working day with that ordinal, anywhere; `near` is where the count began. Not ok beyond the years when
/// no weekday is worked.
DayResult select_day(const CalendarView& calendar, std::int64_t ordinal, std::int64_t near) {
    const std::int64_t total = total_of(calendar);
    if (ordinal >= 0 && ordinal < total) {
        const auto sought = static_cast<std::uint32_t>(ordinal);
        const std::uint32_t word = word_of(calendar, sought, near);
        const std::uint32_t bit = select_bit(calendar.bitmap[word], sought - calendar.rank[word]);
        return {calendar.first_day + static_cast<Day>(word * 64 + bit), true, false};
    }
    const Week week = week_of(calendar);
    if (week.count == 0) return {never_day, false, false};
    const std::int64_t base = ordinal < 0 ? week_ordinal(week, calendar.first_day)
                                          : week_ordinal(week, std::int64_t{calendar.last_day} + 1) - total;
    const std::int64_t day = week_select(week, base + ordinal);
    if (day < min_day || day > max_day) return {never_day, false, false};
    return {static_cast<Day>(day), true, true};
}

/// More than all days of the years 1 to 9999; keeps sums far from overflow.
constexpr std::int64_t too_many_days = 4'000'000;

/// A local date may lie one day outside at the edges (see to_local); counting can start there.
bool may_count_from(Day d, std::int64_t n) {
    return d >= min_day - 1 && d <= max_day + 1 && n >= 1 && n < too_many_days;
}

} // namespace

bool valid_calendar(const CalendarView& calendar) {
    if (calendar.bitmap == nullptr || calendar.rank == nullptr || calendar.weekend_mask > 0x7f) return false;
    if (calendar.beyond != BeyondRule::weekends_only) return false;
    if (!date_in_range(calendar.first_day) || !date_in_range(calendar.last_day)) return false;
    if (calendar.first_day > calendar.last_day) return false;
    const std::uint32_t words = calendar_words(calendar.first_day, calendar.last_day);
    std::uint32_t total = 0;
    for (std::uint32_t w = 0; w < words; ++w) {
        if (calendar.rank[w] != total) return false;
        total += count_bits(calendar.bitmap[w]);
    }
    const std::uint32_t used = static_cast<std::uint32_t>(calendar.last_day - calendar.first_day) % 64;
    const bool tail_clear = used == 63 || (calendar.bitmap[words - 1] >> (used + 1)) == 0;
    return calendar.rank[words] == total && tail_clear;
}

bool is_working_day(const CalendarView& calendar, Day d) {
    if (d < calendar.first_day || d > calendar.last_day)
        return ((calendar.weekend_mask >> weekday(d)) & 1) == 0;
    const std::uint32_t index = static_cast<std::uint32_t>(d - calendar.first_day);
    return ((calendar.bitmap[index / 64] >> (index % 64)) & 1) != 0;
}

DayResult working_day_after(const CalendarView& calendar, Day d, std::int64_t n) {
    if (!may_count_from(d, n)) return {never_day, false, false};
    DayResult result = select_day(calendar, ordinal_of(calendar, std::int64_t{d} + 1) + n - 1, d);
    // A day inside that was reached across days outside is as unsure as a day outside.
    if (result.ok && d + 1 < calendar.first_day) result.provisional = true;
    return result;
}

DayResult working_day_before(const CalendarView& calendar, Day d, std::int64_t n) {
    if (!may_count_from(d, n)) return {never_day, false, false};
    DayResult result = select_day(calendar, ordinal_of(calendar, d) - n, d);
    if (result.ok && d - 1 > calendar.last_day) result.provisional = true;
    return result;
}

std::int64_t count_working_days(const CalendarView& calendar, Day from, Day until) {
    return ordinal_of(calendar, until) - ordinal_of(calendar, from);
}

TimeResult roll_to_working_day(const ZoneView& zone, const CalendarView& calendar, Instant t) {
    if (t == never) return {never, true, false};
    if (!in_range(t)) return {never, false, false};
    const LocalTime local = to_local(zone, t);
    const DayResult next = working_day_after(calendar, local.day - 1, 1);
    if (!next.ok) return {never, false, false};
    // Only the day itself and those after it were looked at, not the one before.
    const bool provisional = local.day < calendar.first_day || next.day > calendar.last_day;
    if (next.day == local.day) return {t, true, provisional};
    const TimeResult end = end_of_date(zone, local.day);
    if (end.ok && end.value == t) {
        const TimeResult rolled = end_of_date(zone, next.day);
        return {rolled.value, rolled.ok, rolled.ok && provisional};
    }
    const Instant rolled = from_local(zone, {next.day, local.ms_of_day});
    return in_range(rolled) ? TimeResult{rolled, true, provisional} : TimeResult{never, false, false};
}

} // namespace recourse
