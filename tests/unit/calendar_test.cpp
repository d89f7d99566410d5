// Business days: the tables, counting with them, and what happens beyond their years.

#include "compiler/support/calendar_table.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

namespace recourse::support {
namespace {

constexpr std::uint8_t saturday_sunday = 0x60;

Day day(std::string_view text) {
    const ParsedDate parsed = parse_date(text);
    EXPECT_EQ(parsed.error, TextError::none) << text;
    return parsed.value;
}
std::vector<Day> days(std::initializer_list<std::string_view> texts) {
    std::vector<Day> result;
    for (const std::string_view text : texts)
        result.push_back(day(text));
    return result;
}
std::string shown(const DayResult& result) {
    if (!result.ok) return "fails";
    std::array<char, time_text_max> buffer{};
    return std::string(buffer.data(), format_date(buffer, result.day)) +
           (result.provisional ? " provisional" : "");
}

/// China's Spring Festival of 2024: off from Saturday 10 to Saturday 17 February, Sundays 4 and 18 February
/// worked.
const CalendarTable& china() {
    static const CalendarTable table = [] {
        CalendarFacts facts{saturday_sunday, 2024, 2024, {}, {}, BeyondRule::weekends_only};
        facts.holidays =
            days({"2024-01-01", "2024-02-12", "2024-02-13", "2024-02-14", "2024-02-15", "2024-02-16"});
        facts.workdays = days({"2024-02-04", "2024-02-18"});
        CalendarBuild build = build_calendar(facts);
        EXPECT_TRUE(build.problems.empty());
        return build.table;
    }();
    return table;
}

const ZoneTransition shanghai_row{std::numeric_limits<Instant>::min(), 8 * static_cast<std::int32_t>(hour_ms),
                                  0};
const ZoneView shanghai{&shanghai_row, 1, never};

std::string local(const TimeResult& result) {
    if (!result.ok) return "fails";
    std::array<char, time_text_max> buffer{};
    const std::string text(buffer.data(), format_local(buffer, shanghai, result.value));
    return text + (result.provisional ? " provisional" : "");
}
Instant at(std::string_view text) {
    return parse_instant(text, &shanghai).value;
}
std::string after_days(std::int64_t n, std::string_view from) {
    const CalendarView view = china().view();
    return local(after(shanghai, &view, make_period(Unit::business_days, Reading::whole, n), at(from)));
}
std::string before_days(std::int64_t n, std::string_view from) {
    const CalendarView view = china().view();
    return local(before(shanghai, &view, make_period(Unit::business_days, Reading::whole, n), at(from)));
}

TEST(BusinessDays, OneFromASaturdayEndsOnMonday) {
    EXPECT_EQ(after_days(1, "2024-03-02 10:00"), "2024-03-04 23:59:59.999");
    EXPECT_EQ(after_days(1, "2024-03-01 10:00"), "2024-03-04 23:59:59.999");
    EXPECT_EQ(after_days(5, "2024-03-01 10:00"), "2024-03-08 23:59:59.999");
}

TEST(BusinessDays, OverTheSpringFestival) {
    EXPECT_EQ(after_days(1, "2024-02-03 10:00"), "2024-02-04 23:59:59.999") << "a Sunday that is worked";
    EXPECT_EQ(after_days(1, "2024-02-09 18:00"), "2024-02-18 23:59:59.999") << "a Sunday again";
    EXPECT_EQ(after_days(2, "2024-02-09 18:00"), "2024-02-19 23:59:59.999");
    EXPECT_EQ(after_days(1, "2024-02-14 10:00"), "2024-02-18 23:59:59.999");
}

TEST(BusinessDays, Backwards) {
    // Two working days before Tuesday 20 February: Monday 19 and Sunday 18 lie between, Saturday 17 ends it.
    EXPECT_EQ(before_days(2, "2024-02-20 10:00"), "2024-02-17 23:59:59.999");
    EXPECT_EQ(before_days(3, "2024-02-20 10:00"), "2024-02-08 23:59:59.999");
}

TEST(BusinessDays, BeyondTheYearsIsProvisional) {
    EXPECT_EQ(after_days(1, "2024-12-30 10:00"), "2024-12-31 23:59:59.999");
    EXPECT_EQ(after_days(2, "2024-12-30 10:00"), "2025-01-01 23:59:59.999 provisional");
    EXPECT_EQ(after_days(1, "2023-12-28 10:00"), "2023-12-29 23:59:59.999 provisional");
    EXPECT_EQ(after_days(2, "2023-12-28 10:00"), "2024-01-02 23:59:59.999 provisional")
        << "counted over 2023";
    EXPECT_EQ(after_days(1, "2023-12-31 10:00"), "2024-01-02 23:59:59.999") << "1 January is known";
    EXPECT_EQ(before_days(1, "2025-01-01 10:00"), "2024-12-30 23:59:59.999");
    EXPECT_EQ(before_days(1, "2025-01-02 10:00"), "2024-12-31 23:59:59.999 provisional");
}

TEST(BusinessDays, EdgesAndNever) {
    const CalendarView view = china().view();
    const Period one = make_period(Unit::business_days, Reading::whole, 1);
    EXPECT_EQ(after(shanghai, &view, one, never).value, never);
    EXPECT_EQ(after_days(1, "9999-12-31 10:00"), "fails");
    EXPECT_EQ(after_days(max_period_count, "2024-01-01 10:00"), "fails");
    EXPECT_EQ(shown(working_day_after(view, day("2024-03-01"), 0)), "fails");
    EXPECT_EQ(shown(working_day_before(view, min_day, 1)), "fails");
}

TEST(BusinessDays, RollToTheNextWorkingDay) {
    const CalendarView view = china().view();
    const auto rolled = [&](std::string_view text) {
        return local(roll_to_working_day(shanghai, view, at(text)));
    };
    EXPECT_EQ(rolled("2024-03-01 10:00"), "2024-03-01 10:00");
    EXPECT_EQ(rolled("2024-03-02 10:00"), "2024-03-04 10:00");
    EXPECT_EQ(rolled("2024-03-02 23:59:59.999"), "2024-03-04 23:59:59.999");
    EXPECT_EQ(rolled("2024-02-10 23:59:59.999"), "2024-02-18 23:59:59.999");
    EXPECT_EQ(rolled("2024-02-04 10:00"), "2024-02-04 10:00") << "a Sunday that is worked";
    EXPECT_EQ(rolled("2025-01-04 10:00"), "2025-01-06 10:00 provisional");
    EXPECT_EQ(roll_to_working_day(shanghai, view, never), (TimeResult{never, true, false}));
}

TEST(BusinessDays, RollKeepsTheLastMillisecondOverAChangeOfClocks) {
    const auto hours = [](std::int32_t h) { return h * static_cast<std::int32_t>(hour_ms); };
    // As in Beirut, Sunday 27 March 2022 begins at 01:00, so that Saturday's last millisecond is an hour
    // "early".
    const std::array rows = {
        ZoneTransition{std::numeric_limits<Instant>::min(), hours(2), 0},
        ZoneTransition{days_from_civil(2022, 3, 26) * day_ms + 22 * hour_ms, hours(3), 0}};
    const ZoneView zone{rows.data(), rows.size(), never};
    const CalendarView view = china().view();
    const TimeResult rolled = roll_to_working_day(zone, view, end_of_date(zone, day("2022-03-26")).value);
    EXPECT_EQ(rolled.value, end_of_date(zone, day("2022-03-28")).value);
}

// ---- Against counting day by day
// -----------------------------------------------------------------------------------------

DayResult count_by_hand(const CalendarView& view, Day d, std::int64_t n, Day step) {
    bool provisional = false;
    while (n > 0) {
        d += step;
        if (!date_in_range(d)) return {never_day, false, false};
        provisional = provisional || d < view.first_day || d > view.last_day;
        if (is_working_day(view, d)) --n;
    }
    return {d, true, provisional};
}

TEST(BusinessDays, AgreesWithCountingByHand) {
    std::mt19937_64 random(12);
    std::uniform_int_distribution<Day> any(day("2018-01-01"), day("2032-12-31"));
    std::uniform_int_distribution<std::int64_t> count(1, 400);
    for (int round = 0; round < 40; ++round) {
        CalendarFacts facts{
            static_cast<std::uint8_t>(random() % 127), 2020, 2029, {}, {}, BeyondRule::weekends_only};
        std::uniform_int_distribution<Day> listed(day("2020-01-01"), day("2029-12-31"));
        for (int i = 0; i < 200; ++i)
            facts.holidays.push_back(listed(random));
        for (int i = 0; i < 50; ++i)
            facts.workdays.push_back(listed(random));
        if (round % 2 == 0) facts.holidays.push_back(day("2029-12-31"));
        if (round % 3 == 0) facts.workdays.push_back(day("2020-01-01"));
        const CalendarTable table = build_calendar(facts).table;
        const CalendarView view = table.view();
        ASSERT_TRUE(valid_calendar(view));
        ASSERT_EQ(working_day_after(view, view.last_day - 1, 1).day,
                  count_by_hand(view, view.last_day - 1, 1, 1).day);
        ASSERT_EQ(working_day_before(view, view.last_day, 1).day,
                  count_by_hand(view, view.last_day, 1, -1).day);
        ASSERT_EQ(working_day_after(view, view.first_day - 1, 1).day,
                  count_by_hand(view, view.first_day - 1, 1, 1).day);
        for (int i = 0; i < 100; ++i) {
            const Day from = any(random);
            const std::int64_t n = count(random);
            const DayResult later = working_day_after(view, from, n);
            ASSERT_EQ(shown(later), shown(count_by_hand(view, from, n, 1)));
            ASSERT_EQ(shown(working_day_before(view, from, n)), shown(count_by_hand(view, from, n, -1)));
            ASSERT_EQ(count_working_days(view, from + 1, later.day + 1), n);
        }
    }
}

TEST(BusinessDays, EveryWordOfABitmapCanBeSelectedFrom) {
    std::mt19937_64 random(13);
    for (int round = 0; round < 500; ++round) {
        const std::uint64_t word = random() & random();
        const std::array<std::uint64_t, 1> bitmap = {word | 1};
        std::uint32_t total = 0;
        for (std::uint32_t bit = 0; bit < 64; ++bit)
            total += ((bitmap[0] >> bit) & 1) != 0 ? 1 : 0;
        const std::array<std::uint32_t, 2> rank = {0, total};
        const CalendarView view{bitmap.data(), rank.data(), 0, 63, 0x7f, BeyondRule::weekends_only};
        ASSERT_TRUE(valid_calendar(view));
        std::int64_t n = 0;
        for (Day d = 0; d < 64; ++d) {
            if (!is_working_day(view, d)) continue;
            ASSERT_EQ(working_day_after(view, -1, ++n).day, d);
        }
        ASSERT_FALSE(working_day_after(view, -1, n + 1).ok) << "a week without working days follows";
    }
}

// ---- Tables
// --------------------------------------------------------------------------------------------------------------

TEST(CalendarTable, Problems) {
    CalendarFacts facts{saturday_sunday, 2024, 2025, {}, {}, BeyondRule::weekends_only};
    facts.holidays = days({"2024-05-01", "2026-01-01", "2024-10-01", "2024-05-01"});
    facts.workdays = days({"2024-10-01", "2023-12-31"});
    const CalendarBuild build = build_calendar(facts);
    using Kind = CalendarProblem::Kind;
    const std::vector<CalendarProblem> expected = {{Kind::outside_years, day("2023-12-31")},
                                                   {Kind::holiday_and_workday, day("2024-10-01")},
                                                   {Kind::outside_years, day("2026-01-01")}};
    EXPECT_EQ(build.problems, expected);
    EXPECT_FALSE(is_working_day(build.table.view(), day("2024-10-01"))) << "the holiday holds";
    EXPECT_TRUE(valid_calendar(build.table.view()));
}

TEST(CalendarTable, BadYears) {
    for (const auto& [first, last] : {std::pair{2025, 2024}, std::pair{0, 2024}, std::pair{2024, 10'000}}) {
        const CalendarBuild build =
            build_calendar({saturday_sunday, first, last, {}, {}, BeyondRule::weekends_only});
        ASSERT_EQ(build.problems.size(), 1u);
        EXPECT_EQ(build.problems[0].kind, CalendarProblem::Kind::bad_years);
        EXPECT_TRUE(build.table.bitmap.empty());
    }
    EXPECT_TRUE(valid_calendar(build_calendar({0, 1, 9999, {}, {}, BeyondRule::weekends_only}).table.view()));
}

TEST(CalendarTable, TablesThatBreakTheirPromiseAreRefused) {
    CalendarTable table = china();
    EXPECT_TRUE(valid_calendar(table.view()));
    table.rank[3] += 1;
    EXPECT_FALSE(valid_calendar(table.view()));
    table = china();
    table.bitmap.back() |= std::uint64_t{1} << 63; // past 31 December
    table.rank.back() += 1;
    EXPECT_FALSE(valid_calendar(table.view()));
    table = china();
    table.last_day = max_day + 1;
    EXPECT_FALSE(valid_calendar(table.view()));
    table = china();
    table.weekend_mask = 0x80;
    EXPECT_FALSE(valid_calendar(table.view()));
}

} // namespace
} // namespace recourse::support
