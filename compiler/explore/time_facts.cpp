#include "compiler/explore/time_facts.h"

#include <algorithm>

#include "recourse/time.hpp"

namespace recourse::explore {

namespace {

constexpr std::int64_t kWithoutEnd = std::int64_t{1} << 58;

Period unpacked(std::int64_t packed) { return Period{static_cast<std::uint64_t>(packed)}; }

// Cases are governed from the day on which the policy comes into force; where it names none, from 2000 on. What they are counted from
// may lie before: further back than three years, every deadline that is counted from it has passed when the case opens.
Instant first_instant_of(const semantics::Model& model) {
    const Day from = model.in_force_from.value_or(days_from_civil(2000, 1, 1));
    return std::max<Day>(from - 3 * 366, min_day) * day_ms;
}

// Between the smallest and the largest offset that is in force from an instant on.
std::int64_t spread_of(const support::ZoneTable& zone, Instant from) {
    const auto after = std::upper_bound(zone.transitions.begin(), zone.transitions.end(), from,
                                        [](Instant at, const ZoneTransition& row) { return at < row.from; });
    const auto first = after == zone.transitions.begin() ? after : after - 1;
    const auto less = [](const ZoneTransition& a, const ZoneTransition& b) { return a.offset_ms < b.offset_ms; };
    const auto [low, high] = std::minmax_element(first, zone.transitions.end(), less);
    return first == zone.transitions.end() ? 0 : high->offset_ms - low->offset_ms;
}

// The working days of a calendar: its own years, and ten weeks before and after by its weekends.
std::vector<std::int32_t> working_days_of(const semantics::Calendar& calendar) {
    constexpr std::int32_t kAround = 70;
    std::vector<std::int32_t> days;
    if (calendar.last_year < calendar.first_year) return days;
    const Day first = days_from_civil(calendar.first_year, 1, 1) - kAround;
    const Day last = days_from_civil(calendar.last_year, 12, 31) + kAround;
    for (Day day = first; day <= last; ++day) {
        const auto listed = [day](const std::vector<std::int32_t>& list) {
            return std::binary_search(list.begin(), list.end(), day);
        };
        const bool weekend = ((calendar.weekend_mask >> weekday(day)) & 1) != 0;
        if (listed(calendar.workdays) || (!weekend && !listed(calendar.holidays))) days.push_back(day);
    }
    return days;
}

// Months and years drift from their mean length by clamping and by leap years, never by more than five days.
std::int64_t mean_days(std::int64_t months) { return months * 146'097 / 4'800; }
constexpr std::int64_t kDrift = 5;

}  // namespace

const TimeFacts::Zones& TimeFacts::zones() const {
    if (zones_) return *zones_;
    Zones& made = zones_.emplace(Zones{});
    std::int64_t widest = 0;
    bool all_read = !model_->zones.empty();
    for (const semantics::ZoneChoice& choice : model_->zones) {
        auto table = choice.table;
        if (table == nullptr) {
            auto read = support::read_zone(choice.zone);
            if (auto* zone = std::get_if<support::ZoneTable>(&read)) table = std::make_shared<const support::ZoneTable>(std::move(*zone));
        }
        if (table != nullptr) {
            widest = std::max(widest, spread_of(*table, first_instant_of(*model_)));
            if (made.first.transitions.empty()) made.first = *table;
        } else {
            all_read = false;
        }
    }
    made.spread = all_read ? widest : 26 * hour_ms;   // from −12 to +14 hours: as far apart as clocks on earth are
    return made;
}

std::int64_t TimeFacts::longest_day() const { return day_ms - 1 + spread(); }

std::int64_t TimeFacts::days_added(PauseAdds adds, std::int64_t longest) const {
    const std::int64_t days = (std::max<std::int64_t>(longest, 0) + spread()) / day_ms + 2;
    const Unit unit = adds == PauseAdds::working_days ? Unit::business_days : Unit::days;
    return after(static_cast<std::int64_t>(make_period(unit, Reading::whole, days).bits)).most;
}

std::int64_t TimeFacts::longest_business_span(std::int64_t count) const {
    if (const auto known = business_spans_.find(count); known != business_spans_.end()) return known->second;
    if (!working_days_) {
        working_days_.emplace();
        for (const semantics::CalendarChoice& choice : model_->calendars) {
            if (choice.calendar.valid()) working_days_->push_back(working_days_of(model_->calendars_used[choice.calendar]));
        }
    }
    std::int64_t longest = working_days_->empty() ? kWithoutEnd / day_ms : 0;
    for (const auto& days : *working_days_) {
        const auto step = static_cast<std::size_t>(count);
        if (step >= days.size()) longest = kWithoutEnd / day_ms;
        for (std::size_t i = 0; i + step < days.size(); ++i) {
            longest = std::max<std::int64_t>(longest, days[i + step] - days[i]);
        }
    }
    business_spans_.emplace(count, longest);
    return longest;
}

// How many calendar days `count` of a unit are, at least and at most.
Reach TimeFacts::days_of(std::int64_t count, int unit) const {
    count = std::min<std::int64_t>(count, max_day - min_day);  // more leaves the years 1 to 9999, and would overflow here
    switch (static_cast<Unit>(unit)) {
        case Unit::weeks: return {count * 7, count * 7};
        case Unit::months: return {std::max<std::int64_t>(count * 28, mean_days(count) - kDrift), mean_days(count) + kDrift};
        case Unit::years: return {std::max<std::int64_t>(count * 365, mean_days(count * 12) - kDrift), mean_days(count * 12) + kDrift};
        case Unit::business_days: return {count, longest_business_span(count)};
        default: return {count, count};
    }
}

// What the rules of a period make of its number of days.
Reach TimeFacts::by_rules(Reach days, std::uint8_t rules) const {
    // The day before the one with the number of the first day may be the end of a month three days longer.
    if ((rules & period_by_first_day) != 0) days.most += 3;
    if ((rules & period_counts_first) != 0) days.least -= 1;
    if ((rules & period_two_working_days) != 0) days.most = std::max(days.most, longest_business_span(2));
    if ((rules & period_rolls) != 0) days.most += longest_business_span(1);
    return days;
}

Reach TimeFacts::after(std::int64_t packed_period) const {
    const PeriodParts parts = unpack(unpacked(packed_period));
    if (parts.unit == Unit::exact) return {parts.count, parts.count};
    const Reach days = by_rules(days_of(parts.count, static_cast<int>(parts.unit)), parts.rules);
    // Whole days end with the last millisecond of a day, up to a day later than the same time of day would be.
    const std::int64_t rest = parts.reading == Reading::whole ? day_ms - 1 : 0;
    return {std::max<std::int64_t>(days.least * day_ms - spread(), 0), days.most * day_ms + rest + spread()};
}

Reach TimeFacts::before(std::int64_t packed_period) const {
    const PeriodParts parts = unpack(unpacked(packed_period));
    if (parts.unit == Unit::exact) return {parts.count, parts.count};
    const Reach days = by_rules(days_of(parts.count, static_cast<int>(parts.unit)), static_cast<std::uint8_t>(parts.rules & period_counts_first));
    const std::int64_t rest = parts.reading == Reading::whole ? day_ms : 0;
    return {std::max<std::int64_t>(days.least * day_ms - spread(), 0), days.most * day_ms + rest + spread()};
}

std::optional<Reach> TimeFacts::apart(std::int64_t shorter, std::int64_t longer) const {
    const PeriodParts a = unpack(unpacked(shorter));
    const PeriodParts b = unpack(unpacked(longer));
    if (a.unit != b.unit || a.reading != b.reading || a.rules != b.rules || a.count > b.count) return std::nullopt;
    if (a.unit == Unit::exact) return Reach{b.count - a.count, b.count - a.count};
    Reach days = days_of(b.count - a.count, static_cast<int>(a.unit));
    // Clamping shortens one of the two by up to three days: 31 January plus one month and plus two.
    if (a.unit == Unit::months || a.unit == Unit::years) days = {days.least - 3, days.most + 3};
    // The longer one never ends first, yet both may end on one day that is worked.
    if ((a.rules & (period_rolls | period_two_working_days)) != 0) days.least = 0;
    if (a.rules != 0) days.most = by_rules({0, days.most + 3}, a.rules).most;
    return Reach{std::max<std::int64_t>(days.least * day_ms - spread(), 0), days.most * day_ms + spread()};
}

}  // namespace recourse::explore
