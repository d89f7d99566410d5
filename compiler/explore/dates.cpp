#include "compiler/explore/dates.h"

#include <algorithm>

#include "compiler/semantics/calendar_table.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::ExprKind;

Dates::Dates(const semantics::Model& model, const TimeFacts& times) : times_(times) {
    Day last = 0;
    for (const semantics::CalendarChoice& choice : model.calendars) {
        if (!choice.calendar.valid() || calendar_) continue;
        const semantics::Calendar& calendar = model.calendars_used[choice.calendar];
        calendar_ = semantics::table_of(calendar);
        if (calendar.last_year > 0) last = days_from_civil(calendar.last_year, 12, 31);
    }
    const Day first = std::max(model.in_force_from.value_or(days_from_civil(2024, 1, 1)), days_from_civil(1971, 1, 1));
    // Four years have every day of the month on every kind of year; a calendar that reaches further has days of its own.
    last = std::max(last, first + 4 * 366);
    const ZoneView zone = times.zone().view();
    constexpr std::int32_t morning = 10 * static_cast<std::int32_t>(hour_ms), midnight = 0, evening = static_cast<std::int32_t>(day_ms) - 1;
    for (const std::int32_t time : {morning, midnight, evening}) {
        for (Day day = first; day <= last; ++day) candidates_.push_back(from_local(zone, {day, time}));
    }
}

std::optional<std::int64_t> Dates::made(const SlotKey& key, std::int64_t of) const {
    const ZoneView zone = times_.zone().view();
    const CalendarView view = calendar_ ? calendar_->view() : CalendarView{};
    const CalendarView* calendar = calendar_ ? &view : nullptr;
    const Period period{static_cast<std::uint64_t>(key.period)};
    TimeResult result{never, false, false};
    switch (key.operation) {
        case ExprKind::after_period: result = after(zone, calendar, period, of); break;
        case ExprKind::before_period: result = before(zone, calendar, period, of); break;
        case ExprKind::end_of_day:
        case ExprKind::end_of_date: result = end_of_day(zone, of); break;
        case ExprKind::date_of:
        case ExprKind::start_of_day: result = start_of_day(zone, of); break;
        case ExprKind::roll:
            if (calendar != nullptr) result = roll_to_working_day(zone, *calendar, of);
            break;
        default: break;
    }
    return result.ok ? std::optional(result.value) : std::nullopt;
}

}  // namespace recourse::explore
