// The tables of a calendar of the model.
#pragma once

#include "compiler/semantics/model.h"
#include "compiler/support/calendar_table.h"

namespace recourse::semantics {

// Empty when its years are bad, which is a finding of its own. O(days of its years).
[[nodiscard]] inline support::CalendarTable table_of(const Calendar& calendar) {
    support::CalendarFacts facts;
    facts.weekend_mask = calendar.weekend_mask;
    facts.first_year = calendar.first_year;
    facts.last_year = calendar.last_year;
    facts.holidays = calendar.holidays;
    facts.workdays = calendar.workdays;
    return support::build_calendar(facts).table;
}

}  // namespace recourse::semantics
