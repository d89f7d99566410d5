// The tables of a business calendar, made from its declaration.
#pragma once

#include "recourse/time.hpp"

#include <cstdint>
#include <vector>

namespace recourse::support {

// What a calendar declares. Lists need no order; a date may stand in one of them twice.
struct CalendarFacts {
    std::uint8_t weekend_mask = 0; // bit 0 is Monday
    std::int32_t first_year = 0;   // years 1 to 9999, both inclusive
    std::int32_t last_year = 0;
    std::vector<Day> holidays;
    std::vector<Day> workdays; // days of the weekend that are worked
    BeyondRule beyond = BeyondRule::weekends_only;
};

// The tables behind a CalendarView.
struct CalendarTable {
    std::vector<std::uint64_t> bitmap;
    std::vector<std::uint32_t> rank;
    Day first_day = 0;
    Day last_day = 0;
    std::uint8_t weekend_mask = 0;
    BeyondRule beyond = BeyondRule::weekends_only;
    // A view that is good for as long as the table is.
    [[nodiscard]] CalendarView view() const {
        return {bitmap.data(), rank.data(), first_day, last_day, weekend_mask, beyond};
    }
};

struct CalendarProblem {
    enum class Kind : std::uint8_t {
        bad_years,           // the last before the first, or not within 1 to 9999; the table is empty
        outside_years,       // a listed date lies in another year; it is left out
        holiday_and_workday, // a date is both; the holiday holds
    };
    Kind kind;
    Day day; // never_day for bad_years
    friend bool operator==(const CalendarProblem&, const CalendarProblem&) = default;
};

struct CalendarBuild {
    CalendarTable table;
    std::vector<CalendarProblem> problems; // by date
};

// Builds the tables; they pass valid_calendar unless the years are bad. O(days + listed dates · log).
[[nodiscard]] CalendarBuild build_calendar(const CalendarFacts& facts);

} // namespace recourse::support
