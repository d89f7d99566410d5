#include "compiler/explore/dates.h"

#include <algorithm>

#include "compiler/semantics/calendar_table.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::ExprKind;

Dates::Dates(const semantics::Model& model, const TimeFacts& times) : shown_in_(times.zone().transitions.empty() ? utc_zone : times.zone().view()) {
    for (const semantics::ZoneChoice& choice : model.zones) {
        auto table = choice.table;
        if (table == nullptr) {
            auto read = support::read_zone(choice.zone);
            if (auto* zone = std::get_if<support::ZoneTable>(&read)) table = std::make_shared<const support::ZoneTable>(std::move(*zone));
        }
        zones_.push_back(std::move(table));
    }
    for (const semantics::CalendarChoice& choice : model.calendars) {
        calendars_.emplace_back();
        if (!choice.calendar.valid()) continue;
        const semantics::Calendar& calendar = model.calendars_used[choice.calendar];
        calendars_.back() = semantics::table_of(calendar);
    }
    Day of_calendars = never_day;
    for (const auto& calendar : calendars_) {
        if (calendar && !calendar->bitmap.empty()) of_calendars = std::min(of_calendars, calendar->first_day);
    }
    constexpr Day usual = days_from_civil(2024, 1, 1), earliest = days_from_civil(1971, 1, 1);
    first_ = std::max(model.in_force_from.value_or(of_calendars == never_day ? days_from_civil(2000, 1, 1) : of_calendars), earliest);
    tried_from_ = std::max(model.in_force_from.value_or(usual), earliest);
    // Four years have every day of the month on every kind of year; a calendar that reaches further has days of its own.
    days_ = static_cast<std::size_t>(std::max<Day>(last_day().value_or(0), tried_from_ + 4 * 366) - tried_from_ + 1);
}

std::int64_t Dates::candidate(std::size_t index) const {
    constexpr std::int32_t morning = 10 * static_cast<std::int32_t>(hour_ms), midnight = 0, evening = static_cast<std::int32_t>(day_ms) - 1;
    constexpr std::int32_t times[] = {morning, midnight, evening};
    return from_local(shown_in_, {tried_from_ + static_cast<Day>(index % days_), times[index / days_]});
}

std::optional<Day> Dates::last_day() const {
    std::optional<Day> last;
    for (const auto& calendar : calendars_) {
        if (calendar && !calendar->bitmap.empty()) last = std::max(last.value_or(calendar->last_day), calendar->last_day);
    }
    return last;
}

ZoneView Dates::zone(std::uint32_t chosen) const {
    return chosen < zones_.size() && zones_[chosen] != nullptr && !zones_[chosen]->transitions.empty() ? zones_[chosen]->view() : utc_zone;
}

std::optional<std::int64_t> Dates::made(const SlotKey& key, std::int64_t of, Chosen chosen) const {
    const ZoneView zone = this->zone(chosen.zone);
    const bool has_calendar = chosen.calendar < calendars_.size() && calendars_[chosen.calendar] && !calendars_[chosen.calendar]->bitmap.empty();
    const CalendarView view = has_calendar ? calendars_[chosen.calendar]->view() : CalendarView{};
    const CalendarView* calendar = has_calendar ? &view : nullptr;
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

std::optional<std::int64_t> Dates::resumed(PauseAdds adds, std::int64_t due, std::int64_t stopped, std::int64_t counted, std::int64_t now, Chosen chosen) const {
    const bool has_calendar = chosen.calendar < calendars_.size() && calendars_[chosen.calendar] && !calendars_[chosen.calendar]->bitmap.empty();
    if (adds == PauseAdds::working_days && !has_calendar) return std::nullopt;
    const CalendarView view = has_calendar ? calendars_[chosen.calendar]->view() : CalendarView{};
    const TimeResult result = recourse::resumed(zone(chosen.zone), has_calendar ? &view : nullptr, adds, due, stopped, counted, now);
    return result.ok ? std::optional(result.value) : std::nullopt;
}

}  // namespace recourse::explore
