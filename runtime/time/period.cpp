// Periods after and before an instant: the one place where law 2 is computed.
#include "recourse/time.hpp"

#include <algorithm>

namespace recourse {
namespace {

constexpr TimeResult failed_time{never, false, false};
constexpr DayResult failed_day{never_day, false, false};

/// More units than the years 1 to 9999 have days: keeps every product and sum far from overflow.
constexpr std::int64_t too_many = 4'000'000;

enum class Direction : std::int8_t { back = -1, on = 1 };

std::int64_t signed_count(Direction direction, std::int64_t count) {
    return direction == Direction::on ? count : -count;
}

TimeResult checked(Instant t, bool provisional) {
    return in_range(t) ? TimeResult{t, true, provisional} : failed_time;
}

DayResult add_days(Day d, std::int64_t days) {
    const std::int64_t sum = d + days;
    if (sum < min_day || sum > max_day) return failed_day;
    return {static_cast<Day>(sum), true, false};
}

/// The date that a period reaches from a date, in one direction.
DayResult step_date(const CalendarView* calendar, const PeriodParts& period, Direction direction, Day from) {
    if (period.count >= too_many) return failed_day;
    const std::int64_t count = signed_count(direction, period.count);
    switch (period.unit) {
    case Unit::days:
        return add_days(from, count);
    case Unit::weeks:
        return add_days(from, count * 7);
    case Unit::months:
        return add_months(from, count);
    case Unit::years:
        return add_years(from, count);
    case Unit::business_days:
        if (calendar == nullptr) return failed_day;
        return direction == Direction::on ? working_day_after(*calendar, from, period.count)
                                          : working_day_before(*calendar, from, period.count);
    case Unit::exact:
        break;
    }
    return failed_day;
}

/// The last day of months and years that end on the day before the one with the number of their first day;
/// where the month has no such day, on its last.
DayResult step_from_first_day(const PeriodParts& period, Day first) {
    const DayResult reached = step_date(nullptr, period, Direction::on, first);
    if (!reached.ok || civil_from_days(first).day != civil_from_days(reached.day).day) return reached;
    return add_days(reached.day, -1);
}

/// The last of the whole days of a period after the local date of its anchor.
DayResult last_day(const CalendarView* calendar, const PeriodParts& period, Day anchor) {
    const bool counted = (period.rules & period_counts_first) != 0;
    const bool long_unit = period.unit == Unit::months || period.unit == Unit::years;
    const Day before_first = counted ? anchor - 1 : anchor;
    DayResult last = long_unit && (counted || (period.rules & period_by_first_day) != 0)
                         ? step_from_first_day(period, before_first + 1)
                         : step_date(calendar, period, Direction::on, before_first);
    if (!last.ok || (period.rules & (period_rolls | period_two_working_days)) == 0) return last;
    if (calendar == nullptr) return failed_day;
    if ((period.rules & period_two_working_days) != 0 && (period.unit != Unit::days || period.count >= 2)) {
        const DayResult second = working_day_after(*calendar, before_first, 2);
        if (!second.ok) return failed_day;
        last = {second.day > last.day ? second.day : last.day, true, last.provisional || second.provisional};
    }
    if ((period.rules & period_rolls) != 0) {
        const DayResult worked = working_day_after(*calendar, last.day - 1, 1);
        if (!worked.ok) return failed_day;
        last = {worked.day, true, last.provisional || worked.provisional};
    }
    return last;
}

TimeResult step(const ZoneView& zone, const CalendarView* calendar, Period period, Instant anchor,
                Direction direction) {
    if (anchor == never) return {never, true, false};
    if (!in_range(anchor) || !valid_period(period)) return failed_time;
    const PeriodParts parts = unpack(period);
    if (parts.unit == Unit::exact) return checked(anchor + signed_count(direction, parts.count), false);

    const LocalTime local = to_local(zone, anchor);
    const bool on = direction == Direction::on;
    if (parts.reading == Reading::whole && on) {
        const DayResult last = last_day(calendar, parts, local.day);
        const TimeResult end = last.ok ? end_of_date(zone, last.day) : failed_time;
        return end.ok ? TimeResult{end.value, true, last.provisional} : failed_time;
    }
    const bool counted = (parts.rules & period_counts_first) != 0;
    const DayResult reached = step_date(calendar, parts, direction, counted ? local.day + 1 : local.day);
    if (!reached.ok) return failed_time;
    if (parts.reading == Reading::to_the_minute) {
        return checked(from_local(zone, {reached.day, local.ms_of_day}), false);
    }
    // The day that was reached going back is the first one, and the result ends the day before it.
    const TimeResult end = end_of_date(zone, reached.day - 1);
    return end.ok ? TimeResult{end.value, true, reached.provisional} : failed_time;
}

} // namespace

DayResult add_months(Day d, std::int64_t months) {
    if (d == never_day) return {never_day, true, false};
    if (d < min_day - 1 || d > max_day + 1 || months >= too_many || months <= -too_many) return failed_day;
    const Civil civil = civil_from_days(d);
    const std::int64_t index = std::int64_t{civil.year} * 12 + (civil.month - 1) + months;
    if (index < 12 || index >= 10'000 * 12) return failed_day;
    const auto year = static_cast<std::int32_t>(index / 12);
    const auto month = static_cast<std::int32_t>(index % 12) + 1;
    const std::int32_t longest = days_in_month(year, month);
    return {days_from_civil(year, month, civil.day < longest ? civil.day : longest), true, false};
}

DayResult add_years(Day d, std::int64_t years) {
    if (years > 10'000 || years < -10'000)
        return d == never_day ? DayResult{never_day, true, false} : failed_day;
    return add_months(d, years * 12);
}

TimeResult after(const ZoneView& zone, const CalendarView* calendar, Period period, Instant anchor) {
    return step(zone, calendar, period, anchor, Direction::on);
}

TimeResult before(const ZoneView& zone, const CalendarView* calendar, Period period, Instant anchor) {
    return step(zone, calendar, period, anchor, Direction::back);
}

TimeResult resumed(const ZoneView& zone, const CalendarView* calendar, PauseAdds adds, Instant due, Instant stopped, Instant counted, Instant now) {
    if (stopped >= now) return {due, true, false};
    if (adds == PauseAdds::time) {
        const Instant moved = due + (now - stopped); // all of them lie within 9999 years
        return in_range(moved) ? TimeResult{moved, true, false} : TimeResult{never, false, false};
    }
    std::int64_t first = date_of(zone, stopped);
    const std::int64_t last = date_of(zone, now);
    if (counted != never) first = std::max<std::int64_t>(first, std::int64_t{date_of(zone, counted)} + 1);
    if (first > last) return {due, true, false};
    const bool worked = adds == PauseAdds::working_days;
    const std::int64_t days = worked ? count_working_days(*calendar, static_cast<Day>(first), static_cast<Day>(last + 1)) : last - first + 1;
    if (days <= 0) return {due, true, false};
    return after(zone, calendar, make_period(worked ? Unit::business_days : Unit::days, Reading::whole, days), due);
}

} // namespace recourse
