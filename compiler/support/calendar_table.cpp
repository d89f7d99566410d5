#include "compiler/support/calendar_table.h"

#include <algorithm>
#include <bit>

namespace recourse::support {
namespace {

void set_day(CalendarTable& table, Day d, bool worked) {
    const auto index = static_cast<std::uint32_t>(d - table.first_day);
    const std::uint64_t bit = std::uint64_t{1} << (index % 64);
    std::uint64_t& word = table.bitmap[index / 64];
    word = worked ? word | bit : word & ~bit;
}

void fill_plain_weeks(CalendarTable& table) {
    const std::uint32_t words = calendar_words(table.first_day, table.last_day);
    table.bitmap.assign(words, 0);
    for (Day d = table.first_day; d <= table.last_day; ++d) {
        set_day(table, d, ((table.weekend_mask >> weekday(d)) & 1) == 0);
    }
}

void fill_rank(CalendarTable& table) {
    std::uint32_t total = 0;
    table.rank.push_back(total);
    for (const std::uint64_t word : table.bitmap) {
        total += static_cast<std::uint32_t>(std::popcount(word));
        table.rank.push_back(total);
    }
}

std::vector<Day> sorted_once(std::vector<Day> days) {
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

} // namespace

CalendarBuild build_calendar(const CalendarFacts& facts) {
    CalendarBuild build;
    if (facts.first_year < 1 || facts.last_year > 9999 || facts.first_year > facts.last_year) {
        build.problems.push_back({CalendarProblem::Kind::bad_years, never_day});
        return build;
    }
    CalendarTable& table = build.table;
    table.first_day = days_from_civil(facts.first_year, 1, 1);
    table.last_day = days_from_civil(facts.last_year, 12, 31);
    table.weekend_mask = facts.weekend_mask & 0x7f;
    table.beyond = facts.beyond;
    fill_plain_weeks(table);

    const std::vector<Day> holidays = sorted_once(facts.holidays);
    const std::vector<Day> workdays = sorted_once(facts.workdays);
    const auto outside = [&](Day d) { return d < table.first_day || d > table.last_day; };
    for (const Day d : workdays) {
        if (outside(d))
            build.problems.push_back({CalendarProblem::Kind::outside_years, d});
        else
            set_day(table, d, true);
    }
    for (const Day d : holidays) {
        const bool also_worked = std::binary_search(workdays.begin(), workdays.end(), d);
        if (also_worked) build.problems.push_back({CalendarProblem::Kind::holiday_and_workday, d});
        if (!outside(d))
            set_day(table, d, false);
        else if (!also_worked)
            build.problems.push_back({CalendarProblem::Kind::outside_years, d});
    }
    std::stable_sort(build.problems.begin(), build.problems.end(),
                     [](const CalendarProblem& a, const CalendarProblem& b) { return a.day < b.day; });
    fill_rank(table);
    return build;
}

} // namespace recourse::support
