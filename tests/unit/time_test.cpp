// Law 2 on worked dates, and as properties over random instants (fixed seeds). Zones are made by hand here,
// so that the system's tz database has no say; tests/unit/zone_source_test.cpp is about that one.

#include "recourse/time.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

namespace recourse {
namespace {

constexpr Instant beginning = std::numeric_limits<Instant>::min();

constexpr Instant utc(std::int32_t y, std::int32_t mo, std::int32_t d, std::int64_t h = 0,
                      std::int64_t mi = 0) {
    return days_from_civil(y, mo, d) * day_ms + h * hour_ms + mi * minute_ms;
}
constexpr std::int32_t hours(std::int32_t h) {
    return h * static_cast<std::int32_t>(hour_ms);
}

// New York in 2024 and Beirut's spring of 2022 (midnight skipped) and autumn (midnight's hour comes twice).
const std::array new_york_rows = {ZoneTransition{beginning, hours(-5), 0},
                                  ZoneTransition{utc(2024, 3, 10, 7), hours(-4), 0},
                                  ZoneTransition{utc(2024, 11, 3, 6), hours(-5), 0}};
const ZoneView new_york{new_york_rows.data(), new_york_rows.size(), never};
const std::array beirut_rows = {ZoneTransition{beginning, hours(2), 0},
                                ZoneTransition{utc(2022, 3, 26, 22), hours(3), 0},
                                ZoneTransition{utc(2022, 10, 29, 21), hours(2), 0}};
const ZoneView beirut{beirut_rows.data(), beirut_rows.size(), never};
const ZoneTransition shanghai_row{beginning, hours(8), 0};
const ZoneView shanghai{&shanghai_row, 1, never};

Instant at(const ZoneView& zone, std::string_view text) {
    const ParsedInstant parsed = parse_instant(text, &zone);
    EXPECT_EQ(parsed.error, TextError::none) << text;
    return parsed.value;
}
std::string local(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> buffer{};
    return {buffer.data(), format_local(buffer, zone, t)};
}
std::string rfc3339(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> buffer{};
    return {buffer.data(), format_rfc3339(buffer, zone, t)};
}
std::string shown(const ZoneView& zone, TimeResult result) {
    return result.ok ? local(zone, result.value) : "fails";
}
std::string after_text(const ZoneView& zone, Unit unit, Reading reading, std::int64_t n,
                       std::string_view from) {
    return shown(zone, after(zone, nullptr, make_period(unit, reading, n), at(zone, from)));
}
std::string before_text(const ZoneView& zone, Unit unit, Reading reading, std::int64_t n,
                        std::string_view from) {
    return shown(zone, before(zone, nullptr, make_period(unit, reading, n), at(zone, from)));
}
constexpr Reading minute = Reading::to_the_minute;
constexpr Reading whole = Reading::whole;

// ---- Dates
// ---------------------------------------------------------------------------------------------------------

static_assert(days_from_civil(1970, 1, 1) == 0);
static_assert(days_from_civil(1, 1, 1) == min_day);
static_assert(days_from_civil(9999, 12, 31) == max_day);
static_assert(civil_from_days(days_from_civil(2024, 2, 29)) == Civil{2024, 2, 29});
static_assert(weekday(days_from_civil(2024, 3, 1)) == 4);
static_assert(weekday(min_day) == 0);
static_assert(valid_date(2000, 2, 29) && !valid_date(1900, 2, 29) && !valid_date(2023, 2, 30));
static_assert(!valid_date(0, 12, 31) && !valid_date(10'000, 1, 1) && !valid_date(2024, 13, 1));

TEST(Date, EveryDayOfTheRangeFollowsTheOneBefore) {
    Civil expected{1, 1, 1};
    for (Day d = min_day; d <= max_day; ++d) {
        const Civil civil = civil_from_days(d);
        ASSERT_EQ(civil, expected) << d;
        ASSERT_EQ(days_from_civil(civil.year, civil.month, civil.day), d);
        if (++expected.day <= days_in_month(expected.year, expected.month)) continue;
        expected.day = 1;
        if (++expected.month <= 12) continue;
        expected.month = 1;
        ++expected.year;
    }
}

TEST(Date, MonthsAndYearsClamp) {
    const auto day = [](std::int32_t y, std::int32_t m, std::int32_t d) { return days_from_civil(y, m, d); };
    EXPECT_EQ(add_months(day(2024, 1, 31), 1).day, day(2024, 2, 29));
    EXPECT_EQ(add_months(day(2023, 1, 31), 1).day, day(2023, 2, 28));
    EXPECT_EQ(add_months(day(2024, 3, 31), -1).day, day(2024, 2, 29));
    EXPECT_EQ(add_months(day(2024, 1, 15), -13).day, day(2022, 12, 15));
    EXPECT_EQ(add_years(day(2024, 2, 29), 1).day, day(2025, 2, 28));
    EXPECT_EQ(add_years(day(2024, 2, 29), 4).day, day(2028, 2, 29));
    EXPECT_EQ(add_years(never_day, 4).day, never_day);
}

TEST(Date, NothingLeavesTheRange) {
    EXPECT_FALSE(add_months(max_day, 1).ok);
    EXPECT_FALSE(add_months(min_day, -1).ok);
    EXPECT_FALSE(add_years(0, std::numeric_limits<std::int64_t>::max()).ok);
    EXPECT_FALSE(add_months(0, std::numeric_limits<std::int64_t>::min()).ok);
    EXPECT_TRUE(add_months(days_from_civil(9999, 11, 30), 1).ok);
}

// ---- Zones
// ---------------------------------------------------------------------------------------------------------

TEST(Zone, SkippedTimeIsTheFirstInstantAfterTheGap) {
    const ResolvedLocal half_past_two = resolve_local(new_york, {days_from_civil(2024, 3, 10), 9'000'000});
    EXPECT_EQ(half_past_two.kind, LocalKind::skipped);
    EXPECT_EQ(rfc3339(new_york, half_past_two.instant), "2024-03-10T03:00:00-04:00");
}

TEST(Zone, RepeatedTimeIsItsFirst) {
    const ResolvedLocal half_past_one = resolve_local(new_york, {days_from_civil(2024, 11, 3), 5'400'000});
    EXPECT_EQ(half_past_one.kind, LocalKind::repeated);
    EXPECT_EQ(rfc3339(new_york, half_past_one.instant), "2024-11-03T01:30:00-04:00");
}

TEST(Zone, EdgesOfGapAndRepetition) {
    const Day spring = days_from_civil(2024, 3, 10);
    const Day autumn = days_from_civil(2024, 11, 3);
    EXPECT_EQ(resolve_local(new_york, {spring, hours(2) - 1}).kind, LocalKind::unique);
    EXPECT_EQ(resolve_local(new_york, {spring, hours(2)}).kind, LocalKind::skipped);
    EXPECT_EQ(resolve_local(new_york, {spring, hours(3) - 1}).kind, LocalKind::skipped);
    EXPECT_EQ(resolve_local(new_york, {spring, hours(3)}).kind, LocalKind::unique);
    EXPECT_EQ(resolve_local(new_york, {autumn, hours(1) - 1}).kind, LocalKind::unique);
    EXPECT_EQ(resolve_local(new_york, {autumn, hours(1)}).kind, LocalKind::repeated);
    EXPECT_EQ(resolve_local(new_york, {autumn, hours(2) - 1}).kind, LocalKind::repeated);
    EXPECT_EQ(resolve_local(new_york, {autumn, hours(2)}).kind, LocalKind::unique);
}

TEST(Zone, ADayWhoseMidnightIsSkippedBeginsAfterTheGap) {
    const Day day = days_from_civil(2022, 3, 27);
    EXPECT_EQ(shown(beirut, start_of_date(beirut, day)), "2022-03-27 01:00");
    EXPECT_EQ(shown(beirut, end_of_date(beirut, day - 1)), "2022-03-26 23:59:59.999");
    EXPECT_EQ(start_of_date(beirut, day).value, end_of_date(beirut, day - 1).value + 1);
    EXPECT_EQ(after_text(beirut, Unit::days, minute, 1, "2022-03-26 00:30"), "2022-03-27 01:00");
    EXPECT_EQ(after_text(beirut, Unit::days, whole, 1, "2022-03-25 12:00"), "2022-03-26 23:59:59.999");
}

TEST(Zone, ADayThatEndsWithARepeatedHourEndsWithItsSecond) {
    const TimeResult end = end_of_date(beirut, days_from_civil(2022, 10, 29));
    EXPECT_EQ(rfc3339(beirut, end.value), "2022-10-29T23:59:59.999+02:00");
    EXPECT_EQ(end.value - start_of_date(beirut, days_from_civil(2022, 10, 29)).value + 1, 25 * hour_ms);
}

TEST(Zone, TablesThatBreakTheirPromiseAreRefused) {
    EXPECT_TRUE(valid_zone(utc_zone));
    EXPECT_TRUE(valid_zone(new_york));
    EXPECT_FALSE(valid_zone({nullptr, 0, never}));
    auto rows = new_york_rows;
    const ZoneView view{rows.data(), rows.size(), never};
    rows[0].from = 0;
    EXPECT_FALSE(valid_zone(view)) << "time before the first row";
    rows = new_york_rows;
    rows[2].from = rows[1].from;
    EXPECT_FALSE(valid_zone(view)) << "not sorted";
    rows[2].from = rows[1].from + hour_ms;
    EXPECT_FALSE(valid_zone(view)) << "an offset of one hour, then an hour back";
    rows = new_york_rows;
    rows[1].offset_ms = hours(27);
    EXPECT_FALSE(valid_zone(view));
    EXPECT_FALSE(valid_zone({new_york_rows.data(), new_york_rows.size(), utc(2025, 1, 1)}))
        << "no 400 years listed";
}

// A zone with rules for 401 years, and the same rules listed to the end of time: they must agree everywhere.
std::vector<ZoneTransition> yearly_rows(std::int32_t last_year) {
    std::vector<ZoneTransition> rows = {{beginning, hours(1), 0}};
    for (std::int32_t y = 2000; y <= last_year; ++y) {
        const Day march = days_from_civil(y, 3, 31);
        const Day october = days_from_civil(y, 10, 31);
        rows.push_back({(march - (weekday(march) + 1) % 7) * day_ms + hour_ms, hours(2), 0});
        rows.push_back({(october - (weekday(october) + 1) % 7) * day_ms + hour_ms, hours(1), 0});
    }
    return rows;
}

TEST(Zone, TheCycleOf400YearsAgreesWithAListOfAllYears) {
    const std::vector<ZoneTransition> some = yearly_rows(2402);
    const std::vector<ZoneTransition> all = yearly_rows(9999);
    const ZoneView cyclic{some.data(), static_cast<std::uint32_t>(some.size()), utc(2001, 1, 1)};
    const ZoneView listed{all.data(), static_cast<std::uint32_t>(all.size()), never};
    ASSERT_TRUE(valid_zone(cyclic));
    for (std::size_t i = 1; i < all.size(); ++i) {
        for (const std::int64_t delta :
             {-hour_ms, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, hour_ms}) {
            const Instant t = all[i].from + delta;
            ASSERT_EQ(to_local(cyclic, t), to_local(listed, t)) << t;
            for (const std::int64_t offset : {hour_ms, 2 * hour_ms}) {
                const LocalTime wall = to_local(utc_zone, t + offset);
                ASSERT_EQ(resolve_local(cyclic, wall).instant, resolve_local(listed, wall).instant) << t;
                ASSERT_EQ(resolve_local(cyclic, wall).kind, resolve_local(listed, wall).kind) << t;
            }
        }
    }
}

TEST(Zone, WhatWasBeforeTheCycleDoesNotComeBack) {
    std::vector<ZoneTransition> rows = yearly_rows(2402);
    rows.insert(rows.begin() + 3, {utc(2000, 12, 1), hours(5), 0});
    rows.insert(rows.begin() + 4, {utc(2001, 1, 1), hours(1), 0});
    const ZoneView zone{rows.data(), static_cast<std::uint32_t>(rows.size()), utc(2001, 1, 1)};
    ASSERT_TRUE(valid_zone(zone));
    for (const std::int32_t year : {2401, 2801, 9601}) {
        EXPECT_EQ(rfc3339(zone, utc(year, 1, 1) - 1), std::to_string(year) + "-01-01T00:59:59.999+01:00");
        EXPECT_EQ(rfc3339(zone, utc(year, 1, 1)), std::to_string(year) + "-01-01T01:00:00+01:00");
        for (std::int64_t minutes = -30; minutes <= 600; minutes += 30) {
            const Instant t = utc(year, 1, 1) + minutes * minute_ms;
            EXPECT_EQ(from_local(zone, to_local(zone, t)), t);
        }
    }
}

TEST(Zone, LocalAndBackIsTheSameInstantOrTheFirstOfTwo) {
    std::mt19937_64 random(20240301);
    std::uniform_int_distribution<Instant> any(utc(2021, 1, 1), utc(2025, 1, 1));
    for (int i = 0; i < 20'000; ++i) {
        const Instant t = any(random);
        for (const ZoneView* zone : {&new_york, &beirut, &shanghai}) {
            const ResolvedLocal back = resolve_local(*zone, to_local(*zone, t));
            ASSERT_NE(back.kind, LocalKind::skipped);
            ASSERT_TRUE(back.instant == t ||
                        (back.kind == LocalKind::repeated && back.instant + hour_ms == t));
        }
    }
}

// ---- Periods after
// -------------------------------------------------------------------------------------------------

TEST(After, TheScenarioOfTheLanguagePage) {
    EXPECT_EQ(after_text(shanghai, Unit::days, minute, 5, "2024-03-01 10:00"), "2024-03-06 10:00");
    EXPECT_EQ(after_text(shanghai, Unit::days, minute, 7, "2024-03-06 10:00"), "2024-03-13 10:00");
    EXPECT_EQ(after_text(shanghai, Unit::days, minute, 15, "2024-02-28 09:00"), "2024-03-14 09:00");
}

TEST(After, HoursAreExactAndDaysAreLocal) {
    EXPECT_EQ(after_text(new_york, Unit::exact, minute, 24 * hour_ms, "2024-03-09 12:00"),
              "2024-03-10 13:00");
    EXPECT_EQ(after_text(new_york, Unit::days, minute, 1, "2024-03-09 12:00"), "2024-03-10 12:00");
    EXPECT_EQ(after_text(new_york, Unit::days, minute, 1, "2024-03-09 02:30"), "2024-03-10 03:00");
    EXPECT_EQ(after_text(new_york, Unit::weeks, minute, 1, "2024-03-03 02:30"), "2024-03-10 03:00");
    const TimeResult twice =
        after(new_york, nullptr, make_period(Unit::days, minute, 1), at(new_york, "2024-11-02 01:30"));
    EXPECT_EQ(rfc3339(new_york, twice.value), "2024-11-03T01:30:00-04:00");
}

TEST(After, WholeDaysDoNotCountTheFirst) {
    EXPECT_EQ(after_text(shanghai, Unit::days, whole, 1, "2024-03-01 00:00"), "2024-03-02 23:59:59.999");
    EXPECT_EQ(after_text(shanghai, Unit::days, whole, 1, "2024-03-01 23:59:59.999"),
              "2024-03-02 23:59:59.999");
    EXPECT_EQ(after_text(shanghai, Unit::weeks, whole, 2, "2024-02-15 10:00"), "2024-02-29 23:59:59.999");
}

TEST(After, MonthsAndYearsClamp) {
    EXPECT_EQ(after_text(shanghai, Unit::months, minute, 1, "2024-01-31 10:00"), "2024-02-29 10:00");
    EXPECT_EQ(after_text(shanghai, Unit::months, whole, 1, "2024-01-31 10:00"), "2024-02-29 23:59:59.999");
    EXPECT_EQ(after_text(shanghai, Unit::years, minute, 1, "2024-02-29 10:00"), "2025-02-28 10:00");
    EXPECT_EQ(after_text(shanghai, Unit::years, whole, 1, "2024-02-29 10:00"), "2025-02-28 23:59:59.999");
}

TEST(After, NeitherMonotoneNorAdditiveAsTheLawWarns) {
    // 01:30 of the second hour lies after 01:45 of the first, yet a day later it comes earlier.
    const Instant second = at(new_york, "2024-11-03T01:30:00-05:00");
    const Instant first = at(new_york, "2024-11-03T01:45:00-04:00");
    const Period day = make_period(Unit::days, minute, 1);
    ASSERT_GT(second, first);
    EXPECT_LT(after(new_york, nullptr, day, second).value, after(new_york, nullptr, day, first).value);
    // A day, then a day, passes through the gap and stays at 03:00; two days do not.
    const Instant start = at(new_york, "2024-03-09 02:30");
    const Instant gap = after(new_york, nullptr, day, start).value;
    EXPECT_NE(after(new_york, nullptr, day, gap).value,
              after(new_york, nullptr, make_period(Unit::days, minute, 2), start).value);
}

TEST(After, NeverStays) {
    for (const Unit unit : {Unit::exact, Unit::days, Unit::weeks, Unit::months, Unit::years}) {
        const Period period = make_period(unit, minute, 3);
        EXPECT_EQ(after(new_york, nullptr, period, never), (TimeResult{never, true, false}));
        EXPECT_EQ(before(new_york, nullptr, period, never), (TimeResult{never, true, false}));
    }
    EXPECT_EQ(end_of_day(new_york, never).value, never);
    EXPECT_EQ(date_of(new_york, never), never_day);
    EXPECT_EQ(from_local(new_york, {never_day, 0}), never);
}

TEST(After, NothingLeavesTheYears) {
    EXPECT_EQ(after_text(shanghai, Unit::days, whole, 1, "9999-12-30 10:00"), "9999-12-31 23:59:59.999");
    EXPECT_EQ(after_text(shanghai, Unit::days, whole, 1, "9999-12-31 10:00"), "fails");
    EXPECT_EQ(after_text(shanghai, Unit::years, minute, 1, "9999-01-01 10:00"), "fails");
    EXPECT_EQ(after_text(shanghai, Unit::exact, minute, 400 * day_ms, "9999-01-01 10:00"), "fails");
    EXPECT_EQ(after_text(shanghai, Unit::exact, minute, max_period_count, "2024-01-01 10:00"), "fails");
    EXPECT_EQ(after_text(shanghai, Unit::weeks, minute, max_period_count, "2024-01-01 10:00"), "fails");
    EXPECT_EQ(before_text(shanghai, Unit::years, minute, 2024, "2024-01-01 10:00"), "fails");
    EXPECT_EQ(before_text(utc_zone, Unit::days, whole, 1, "0001-01-02 10:00"), "fails")
        << "the day before the year 1";
    const TimeResult failed = after(shanghai, nullptr, make_period(Unit::years, whole, 1), max_instant);
    EXPECT_FALSE(failed.ok);
    EXPECT_EQ(failed.value, never);
    EXPECT_FALSE(after(shanghai, nullptr, make_period(Unit::days, whole, 1), max_instant + 1).ok);
    EXPECT_FALSE(after(shanghai, nullptr, make_period(Unit::days, whole, 1), beginning).ok);
}

TEST(After, WordsThatAreNoPeriodsFail) {
    EXPECT_FALSE(valid_period({~std::uint64_t{0}}));
    EXPECT_FALSE(valid_period(make_period(Unit::exact, whole, 1)));
    EXPECT_FALSE(valid_period(make_period(Unit::business_days, minute, 1)));
    EXPECT_FALSE(after(shanghai, nullptr, make_period(Unit::business_days, minute, 1), 0).ok);
    EXPECT_FALSE(after(shanghai, nullptr, make_period(Unit::business_days, whole, 1), 0).ok) << "no calendar";
    const PeriodParts parts = unpack(make_period(Unit::months, whole, 18));
    EXPECT_TRUE(parts.unit == Unit::months && parts.reading == whole && parts.count == 18);
}

TEST(After, MoreIsNeverEarlier) {
    std::mt19937_64 random(7);
    std::uniform_int_distribution<Instant> any(utc(2021, 6, 1), utc(2024, 12, 1));
    for (int i = 0; i < 1'000; ++i) {
        const Instant anchor = any(random);
        for (const Unit unit : {Unit::days, Unit::weeks, Unit::months, Unit::years}) {
            for (const Reading reading : {minute, whole}) {
                Instant last = anchor;
                for (std::int64_t n = 1; n <= 12; ++n) {
                    const TimeResult result = after(beirut, nullptr, make_period(unit, reading, n), anchor);
                    ASSERT_TRUE(result.ok);
                    ASSERT_GE(result.value, last);
                    last = result.value;
                }
            }
        }
    }
}

TEST(After, WholeDaysEndOneMillisecondBeforeADateBegins) {
    std::mt19937_64 random(8);
    std::uniform_int_distribution<Instant> any(utc(2021, 6, 1), utc(2024, 12, 1));
    for (int i = 0; i < 5'000; ++i) {
        const Instant anchor = any(random);
        for (const ZoneView* zone : {&new_york, &beirut}) {
            const Day day = date_of(*zone, anchor);
            const TimeResult end = after(*zone, nullptr, make_period(Unit::days, whole, 3), anchor);
            ASSERT_EQ(date_of(*zone, end.value), day + 3);
            ASSERT_EQ(date_of(*zone, end.value + 1), day + 4); // where "from 3 days after" opens
            ASSERT_EQ(end.value + 1, start_of_date(*zone, day + 4).value);
        }
    }
}

// ---- Periods before
// ------------------------------------------------------------------------------------------------

TEST(Before, WholeDaysLieBetween) {
    // 3 whole days before the 10th: the 7th, 8th and 9th lie between, the 6th is the last day to act.
    EXPECT_EQ(before_text(shanghai, Unit::days, whole, 3, "2024-03-10 15:00"), "2024-03-06 23:59:59.999");
    EXPECT_EQ(before_text(shanghai, Unit::weeks, whole, 1, "2024-03-10 15:00"), "2024-03-02 23:59:59.999");
    EXPECT_EQ(before_text(shanghai, Unit::months, whole, 1, "2024-03-31 15:00"), "2024-02-28 23:59:59.999");
    EXPECT_EQ(before_text(shanghai, Unit::years, whole, 1, "2024-02-29 15:00"), "2023-02-27 23:59:59.999");
}

TEST(Before, ToTheMinuteIsTheSameLocalTime) {
    EXPECT_EQ(before_text(new_york, Unit::days, minute, 1, "2024-03-10 12:00"), "2024-03-09 12:00");
    EXPECT_EQ(before_text(new_york, Unit::days, minute, 1, "2024-03-11 02:30"), "2024-03-10 03:00");
    EXPECT_EQ(before_text(new_york, Unit::exact, minute, 24 * hour_ms, "2024-03-10 12:00"),
              "2024-03-09 11:00");
    EXPECT_EQ(before_text(new_york, Unit::months, minute, 1, "2024-07-31 12:00"), "2024-06-30 12:00");
}

TEST(Before, MoreIsNeverLater) {
    std::mt19937_64 random(9);
    std::uniform_int_distribution<Instant> any(utc(2021, 6, 1), utc(2024, 12, 1));
    for (int i = 0; i < 1'000; ++i) {
        const Instant anchor = any(random);
        for (const Unit unit : {Unit::days, Unit::weeks, Unit::months, Unit::years}) {
            Instant last = anchor;
            for (std::int64_t n = 1; n <= 12; ++n) {
                const TimeResult result = before(beirut, nullptr, make_period(unit, whole, n), anchor);
                ASSERT_TRUE(result.ok);
                ASSERT_LE(result.value, last);
                last = result.value;
            }
        }
    }
}

} // namespace
} // namespace recourse
