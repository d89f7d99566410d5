// The counting regimes of the library, by worked dates: each line names the article that it shows. And what the prover knows of their
// periods without a date, held against real dates.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include <recourse/compiler.h>

#include "compiler/explore/time_facts.h"
#include "compiler/semantics/calendar_table.h"

namespace {

using namespace recourse;

struct Worked {
    const char* article;
    const char* regime;
    const char* calendar;
    const char* event;      // the day and hour of what happens
    const char* end;        // `deadline last = …`, of the fact `happened`
    const char* last;       // its last millisecond is the end of this day
};

const char* const own_files = R"(calendar t.weeks
  years   2020 to 2030
  weekend saturday, sunday
)";

const char* const inclusive = R"(counting t.inclusive
  days          whole
  event day     counted
  start of day  counted
  month end     by the first day
  last day      stays
)";

constexpr Worked all[] = {
    // 2024: Good Friday 29 March, Easter Monday 1 April.
    {"EU 3 (1)", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-04 14:30", "3 days after happened", "2024-03-07"},
    {"EU 3 (2) (b), (4): a Sunday", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-05 14:30", "5 days after happened", "2024-03-11"},
    {"EU 3 (4): a Saturday", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-04 09:00", "5 days after happened", "2024-03-11"},
    {"EU 3 (4): a holiday before a weekend", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-22 09:00", "1 week after happened", "2024-04-02"},
    {"EU 3 (2) (c): the same date", "std.counting.eu_1182_71", "std.calendar.germany", "2024-02-05 09:00", "1 month after happened", "2024-03-05"},
    {"EU 3 (2) (c): the month's last day", "std.counting.eu_1182_71", "std.calendar.germany", "2024-01-31 09:00", "1 month after happened", "2024-02-29"},
    {"EU 3 (2) (c): a year", "std.counting.eu_1182_71", "std.calendar.germany", "2024-02-29 09:00", "1 year after happened", "2025-02-28"},
    {"EU 3 (3): holidays count", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-27 09:00", "9 days after happened", "2024-04-05"},
    {"EU 3 (3): working days", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-28 09:00", "3 business days after happened", "2024-04-04"},
    {"EU 3 (4): one day alone rolls", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-28 09:00", "1 day after happened", "2024-04-02"},
    {"EU 3 (5): two working days", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-28 09:00", "2 days after happened", "2024-04-03"},
    {"EU 3 (4), second subparagraph: counted back", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-16 09:00", "5 days before happened", "2024-03-10"},
    {"EU 3 (2) (d): parts of a month", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-05 14:30", "half a month after happened", "2024-03-20"},
    {"EU: hours are exact", "std.counting.eu_1182_71", "std.calendar.germany", "2024-03-07 23:59:59.999", "24 hours after happened", "2024-03-08"},

    {"BGB 187 (1), 188 (1)", "std.counting.bgb", "std.calendar.germany", "2024-06-03 10:00", "10 days after happened", "2024-06-13"},
    {"BGB 188 (2), first alternative: a week", "std.counting.bgb", "std.calendar.germany", "2024-06-04 10:00", "2 weeks after happened", "2024-06-18"},
    {"BGB 188 (2), first alternative: the number of the event's day", "std.counting.bgb", "std.calendar.germany", "2023-02-28 10:00", "1 month after happened", "2023-03-28"},
    {"BGB 188 (3)", "std.counting.bgb", "std.calendar.germany", "2024-01-31 10:00", "1 month after happened", "2024-02-29"},
    {"BGB 193: a Saturday", "std.counting.bgb", "std.calendar.germany", "2024-06-01 10:00", "14 days after happened", "2024-06-17"},
    {"BGB 187 (2): the start of a day", "std.counting.bgb", "std.calendar.germany", "2024-06-04 10:00", "3 days after start of happened", "2024-06-06"},
    {"BGB 188 (2), second alternative: the day before the number", "std.counting.bgb", "std.calendar.germany", "2024-02-01 10:00", "1 month after start of happened", "2024-02-29"},
    {"BGB 188 (2), second alternative: from the first of a month", "std.counting.bgb", "std.calendar.germany", "2023-03-01 10:00", "1 month after start of happened", "2023-03-31"},
    {"BGB 188 (2): two weeks from the start of a day", "std.counting.bgb", "std.calendar.germany", "2024-06-04 10:00", "2 weeks after start of happened", "2024-06-17"},
    {"BGB 188 (3): from the start of the 31st", "std.counting.bgb", "std.calendar.germany", "2024-01-31 10:00", "1 month after start of happened", "2024-02-29"},
    {"BGB 189 (1): half a month", "std.counting.bgb", "std.calendar.germany", "2024-06-04 10:00", "half a month after happened", "2024-06-19"},
    {"BGB 189 (1), 193: half a month", "std.counting.bgb", "std.calendar.germany", "2024-06-07 10:00", "half a month after happened", "2024-06-24"},
    {"BGB 189 (1): half a year", "std.counting.bgb", "std.calendar.germany", "2024-06-04 10:00", "half a year after happened", "2024-12-04"},
    {"BGB 188 (2), 189 (1), 193: half a year from its start", "std.counting.bgb", "std.calendar.germany", "2024-01-01 10:00", "half a year after start of happened", "2024-07-01"},
    {"BGB 193: not of what is to the minute", "std.counting.bgb", "std.calendar.germany", "2024-05-31 23:59:59.999", "1 day to the minute after happened", "2024-06-01"},

    // 2024: 4 to 6 April are a holiday and Sunday the 7th is worked; so are 1 to 5 May.
    {"CC 201 (1)", "std.counting.china_civil_code", "std.calendar.china", "2024-03-04 10:00", "7 days after happened", "2024-03-11"},
    {"CC 203 (1): the day after a holiday", "std.counting.china_civil_code", "std.calendar.china", "2024-03-30 10:00", "5 days after happened", "2024-04-07"},
    {"CC 202: the corresponding day", "std.counting.china_civil_code", "std.calendar.china", "2024-04-08 10:00", "1 month after happened", "2024-05-08"},
    {"CC 202: the month's last day", "std.counting.china_civil_code", "std.calendar.china", "2024-01-31 10:00", "1 month after happened", "2024-02-29"},
    {"CC 202, 203 (1)", "std.counting.china_civil_code", "std.calendar.china", "2024-04-01 10:00", "1 month after happened", "2024-05-06"},
    {"CC 201 (1): whatever the hour", "std.counting.china_civil_code", "std.calendar.china", "2024-03-04 10:00", "7 days after start of happened", "2024-03-11"},

    {"Taiwan 120 (2), 121 (1)", "std.counting.taiwan_civil_code", "t.weeks", "2024-06-03 10:00", "10 days after happened", "2024-06-13"},
    {"Taiwan 121 (2): the day before the number of the first", "std.counting.taiwan_civil_code", "t.weeks", "2024-03-18 10:00", "1 month after happened", "2024-04-18"},
    {"Taiwan 121 (1): from the beginning of a month to its end", "std.counting.taiwan_civil_code", "t.weeks", "2023-02-28 10:00", "1 month after happened", "2023-03-31"},
    {"Taiwan 121 (2), proviso", "std.counting.taiwan_civil_code", "t.weeks", "2024-01-30 10:00", "1 month after happened", "2024-02-29"},
    {"Taiwan 122: a Saturday", "std.counting.taiwan_civil_code", "t.weeks", "2024-06-01 10:00", "14 days after happened", "2024-06-17"},

    {"plain: a Sunday stays", "std.counting.whole_days", "std.calendar.germany", "2024-03-05 10:00", "5 days after happened", "2024-03-10"},
    {"a host's own: the day of the event counts", "t.inclusive", "std.calendar.germany", "2024-03-04 10:00", "3 days after happened", "2024-03-06"},
    {"a host's own: months from the day itself", "t.inclusive", "std.calendar.germany", "2024-03-15 10:00", "1 month after happened", "2024-04-14"},
    {"a host's own: working days from the day itself", "t.inclusive", "std.calendar.germany", "2024-03-04 10:00", "2 business days after happened", "2024-03-05"},
    {"a host's own: back from the day itself", "t.inclusive", "std.calendar.germany", "2024-03-15 10:00", "3 days before happened", "2024-03-12"},
};

Analysis policy_of(const std::string& regime, const std::string& calendar, const std::string& members, const std::string& scenario) {
    SourceSet sources;
    sources.add("weeks.rule", own_files);
    sources.add("inclusive.rule", inclusive);
    sources.add("a.rule", "policy t.policy\n  time zone \"Europe/Berlin\"\n  calendar " + calendar + "\n  counting " + regime +
                              "\n\nparty a\n\ncase C {\n  fact happened : instant\n  event go by a\n" + members +
                              "  start Open\n  state Open {\n    on go -> Done\n    after 3000 days -> Done\n  }\n  final Done\n}\n\nscenario \"s\" {\n" + scenario + "}\n");
    return analyse(std::move(sources));
}

TEST(CountingRegimes, WorkedDates) {
    for (const Worked& one : all) {
        const Analysis analysis = policy_of(one.regime, one.calendar, "  deadline last = " + std::string(one.end) + "\n",
                                            "  open at 2023-01-02 10:00 with happened = " + std::string(one.event) + "\n  at 2023-01-02 10:00 expect last = " +
                                                std::string(one.last) + "\n");
        EXPECT_FALSE(analysis.has_errors()) << one.article << "\n" << render(analysis.findings(), analysis.sources());
        for (const ScenarioResult& scenario : analysis.run_scenarios("a.rule").scenarios) {
            EXPECT_TRUE(scenario.passed) << one.article << ": " << (scenario.failures.empty() ? "" : scenario.failures.front().message + ", " + scenario.failures.front().actual);
        }
    }
}

// A moment is where something begins: an age does not wait for Monday (BGB 187 (2), second sentence; 193 speaks of acts). The N-th day
// is a day and no last day; a window that opens when a period is over opens when the window of that period is shut.
TEST(CountingRegimes, WhatDoesNotRoll) {
    const Analysis analysis = policy_of("std.counting.bgb", "std.calendar.germany",
                                        "  moment   of_age = 18 years after start of happened\n  deadline late   = 18 years after start of happened\n",
                                        "  open at 2024-03-01 10:00 with happened = 2006-03-17 08:00\n"
                                        "  at 2024-03-01 10:00 expect of_age = 2024-03-16\n  at 2024-03-01 10:00 expect late = 2024-03-18\n");
    EXPECT_FALSE(analysis.has_errors()) << render(analysis.findings(), analysis.sources());
    const ScenarioReport report = analysis.run_scenarios("a.rule");
    for (const ScenarioResult& scenario : report.scenarios) EXPECT_TRUE(scenario.passed) << scenario.failures.front().message << scenario.failures.front().actual;
}

// BGB 189 (2): of a month and a half the fifteen days are counted last. The other way round it would be 14 March.
TEST(CountingRegimes, HalfAMonthIsCountedLast) {
    const Analysis analysis = policy_of("std.counting.bgb", "std.calendar.germany", "  moment   whole = 1 month after happened\n  deadline late  = half a month after whole\n",
                                        "  open at 2024-01-30 12:00 with happened = 2024-01-30 08:00\n"
                                        "  at 2024-01-30 12:00 expect whole = 2024-02-29\n  at 2024-01-30 12:00 expect late = 2024-03-15\n");
    EXPECT_FALSE(analysis.has_errors()) << render(analysis.findings(), analysis.sources());
    const ScenarioReport report = analysis.run_scenarios("a.rule");
    ASSERT_EQ(report.scenarios.size(), 1U);
    for (const ScenarioResult& scenario : report.scenarios) EXPECT_TRUE(scenario.passed) << scenario.failures.front().message << scenario.failures.front().actual;
}

TEST(CountingRegimes, ALastDayThatRollsNeedsACalendar) {
    SourceSet sources;
    sources.add("a.rule", "policy t.policy\n  time zone \"Europe/Berlin\"\n  counting std.counting.bgb\n\nparty a\n\ncase C {\n  event go by a\n  start Open\n"
                          "  state Open {\n    on go -> Done\n    after 3 days -> Done\n  }\n  final Done\n}\n");
    const Analysis analysis = analyse(std::move(sources));
    ASSERT_EQ(analysis.findings().size(), 1U) << render(analysis.findings(), analysis.sources());
    EXPECT_EQ(analysis.findings().front().code, "calendar-missing");
}

// Whose rows stand in a decision cannot be counted from the start of a day where that day is to be the first.
TEST(CountingRegimes, ADecisionsPeriodIsNotCountedFromAStart) {
    SourceSet sources;
    sources.add("a.rule", "policy t.policy\n  time zone \"Europe/Berlin\"\n  calendar std.calendar.germany\n  counting std.counting.bgb\n\nkind K = short, long\n\nparty a\n\n"
                          "decision wait(k: K): d: period {\n  a: k = short => 3 days\n  b: k = long  => 1 month\n}\n\ncase C {\n  fact k   : K\n  fact day : date\n"
                          "  event go by a\n  deadline late = wait(k).d after start of day\n  start Open\n  state Open {\n    on go   -> Done\n    at late -> Done\n  }\n  final Done\n}\n");
    const Analysis analysis = analyse(std::move(sources));
    ASSERT_EQ(analysis.findings().size(), 1U) << render(analysis.findings(), analysis.sources());
    EXPECT_EQ(analysis.findings().front().code, "period-from-elsewhere");
}

// What is known of a period without a date holds of every date: how far it reaches, and how far two of one unit lie apart.
TEST(CountingRegimes, ReachesHoldOfEveryDate) {
    semantics::Model model;
    semantics::Calendar calendar;
    calendar.first_year = 2020;
    calendar.last_year = 2030;
    calendar.weekend_mask = 0b1100000;
    for (Day day = days_from_civil(2024, 10, 1); day <= days_from_civil(2024, 10, 9); ++day) calendar.holidays.push_back(day);
    const support::CalendarTable table = semantics::table_of(calendar);
    model.calendars.push_back({0, model.calendars_used.add(calendar), {}});
    model.zones.push_back({0, "Europe/Berlin", {}});
    const explore::TimeFacts times(model);
    const ZoneView zone = times.zone().view();
    const CalendarView view = table.view();
    std::mt19937_64 random(7);
    std::size_t tried = 0;
    for (int round = 0; round < 60'000; ++round) {
        const auto unit = static_cast<Unit>(1 + random() % 5);
        auto rules = static_cast<std::uint8_t>(random() % 16);
        if (unit == Unit::business_days) rules = static_cast<std::uint8_t>(rules & period_counts_first);
        const auto shorter = static_cast<std::int64_t>(1 + random() % 20), longer = shorter + static_cast<std::int64_t>(random() % 3);
        const Instant anchor = days_from_civil(2023, 1, 1) * day_ms + static_cast<Instant>(random() % static_cast<std::uint64_t>(1'200 * day_ms));
        const Period a = make_period(unit, Reading::whole, shorter, rules), b = make_period(unit, Reading::whole, longer, rules);
        const TimeResult one = after(zone, &view, a, anchor), two = after(zone, &view, b, anchor), back = before(zone, &view, a, anchor);
        ASSERT_TRUE(valid_period(a) && valid_period(b) && one.ok && two.ok && back.ok);
        if (one.provisional || two.provisional || back.provisional) continue;
        ++tried;
        const auto packed = [](Period period) { return static_cast<std::int64_t>(period.bits); };
        const explore::Reach reach = times.after(packed(a)), behind = times.before(packed(a));
        ASSERT_TRUE(one.value - anchor >= reach.least && one.value - anchor <= reach.most) << shorter << " of " << int(unit) << " by " << int(rules);
        ASSERT_TRUE(anchor - back.value >= behind.least && anchor - back.value <= behind.most) << shorter << " of " << int(unit) << " by " << int(rules) << " back";
        const auto apart = times.apart(packed(a), packed(b));
        ASSERT_TRUE(apart);
        ASSERT_TRUE(two.value - one.value >= apart->least && two.value - one.value <= apart->most) << shorter << ", " << longer << " of " << int(unit) << " by " << int(rules);
    }
    EXPECT_GT(tried, 20'000U);
}

}  // namespace
