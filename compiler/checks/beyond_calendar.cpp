#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/checks/explored.h"
#include "compiler/explore/calendar_classes.h"
#include "recourse/time.hpp"

namespace recourse::checks {

namespace {

using explore::DifferenceBounds;
using explore::SlotKind;
std::string date_in_words(Day day) {
    std::array<char, time_text_max> out{};
    return {out.data(), format_date(out, day)};
}

// How long after the opening of a case an instant can lie for which the calendar is asked; nothing when none is, `unbounded` when a fact
// says it.
std::optional<std::int64_t> farthest(const CheckInput& input) {
    std::optional<std::int64_t> most;
    for (const auto& explored : input.explored) {
        const auto& points = explored->explorer.slots().points();
        const auto opening = explored->explorer.slots().point({SlotKind::opening});
        if (!explored->found.exact() || !opening) continue;
        for (const explore::Node& node : explored->found.nodes) {
            for (std::uint32_t point = 1; point < points.size(); ++point) {
                if (node.at.known[point] == 0 || points[point].key.kind != SlotKind::calendar || !explore::asks_calendar(points[point].key)) continue;
                most = std::max(most.value_or(0), node.at.zone.upper(point, *opening));
            }
        }
    }
    return most;
}

// The first day on which cases are opened whose time limits may lie beyond the calendar, if that need be said: the policy is to be in force
// then, by its own header. One without a last day outlives every calendar; that is told when it is so from its first year on.
std::optional<Day> affected_from(const Model& model, Day last, std::int64_t most) {
    const std::int64_t days = most == DifferenceBounds::unbounded ? 0 : most / day_ms + 1;
    const auto first = static_cast<Day>(last - days + 1);
    const Day begins = model.in_force_from.value_or(first);
    const bool until = model.in_force_until && *model.in_force_until >= first;
    const bool soon = model.in_force_from && *model.in_force_from + 365 >= first;
    if (!until && !soon) return std::nullopt;
    return std::max(first, begins);
}

}  // namespace

// Time limits in working days for which the calendar has no years: they would be reckoned by its weekends alone. One finding a calendar.
void beyond_calendar(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    if (model.calendars.empty()) return;
    const auto most = farthest(input);
    if (!most) return;
    std::set<semantics::CalendarId> told;
    for (const semantics::CalendarChoice& choice : model.calendars) {
        if (!choice.calendar.valid() || !told.insert(choice.calendar).second) continue;
        const semantics::Calendar& calendar = model.calendars_used[choice.calendar];
        if (calendar.last_year <= 0 || !is_own(model, choice.span)) continue;
        const auto from = affected_from(model, days_from_civil(calendar.last_year, 12, 31), *most);
        const bool before = model.in_force_from && *model.in_force_from < days_from_civil(calendar.first_year, 1, 1);
        if (!from && !before) continue;
        Diagnostic& finding = report(sink, "beyond-calendar", choice.span,
                                     from ? fmt::format("cases opened from {} on can have time limits after {}, the last year of `{}`", date_in_words(*from),
                                                        calendar.last_year, calendar.name)
                                          : fmt::format("the policy is in force from {}, before {}, the first year of `{}`",
                                                        date_in_words(*model.in_force_from), calendar.first_year, calendar.name),
                                     from ? "add the coming years to the calendar, or let this version of the policy end earlier (`in force from … until …`)"
                                          : "add the earlier years to the calendar, or let the policy begin later");
        finding.labels.front().text = "its years end too early";
        if (!from) finding.labels.front().text = "its years begin too late";
        finding.why = "holidays of other years are not known: such a date is provisional, reckoned by weekends alone, and may move once the year is announced";
    }
}

}  // namespace recourse::checks
