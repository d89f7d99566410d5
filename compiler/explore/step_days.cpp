// A step of a search that goes by classes of days: instants are known from 1970 on, and what the calendar makes of them by the class of
// the instant that it counts from.
#include <algorithm>

#include "compiler/explore/calendar_classes.h"
#include "compiler/explore/step_run.h"

namespace recourse::explore {

namespace {

constexpr std::int64_t kLongAgo = -(std::int64_t{1} << 60), kFarAhead = std::int64_t{1} << 60;

// What is known of an instant since 1970.
Reach since_epoch(const DifferenceBounds& zone, std::uint32_t point, std::uint32_t epoch) {
    const std::int64_t most = zone.upper(point, epoch), back = zone.upper(epoch, point);
    return {back == DifferenceBounds::unbounded ? kLongAgo : -back, most == DifferenceBounds::unbounded ? kFarAhead : most};
}

}  // namespace

void StepRun::open_by_days() {
    const CalendarClasses& classes = *slots.classes();
    reader.require(0, classes.epoch(), classes.openings().most);
    reader.require(classes.epoch(), 0, -classes.openings().least);
}

std::uint32_t StepRun::chosen_of(std::uint32_t domain, const std::vector<std::uint64_t>& members) {
    std::uint32_t last = 0;
    for (std::uint32_t index = 0; index < members.size(); ++index) {
        if (members[index] == 0) continue;
        last = index;
        if (reader.is_among(domain, members[index])) return index;
    }
    return last;
}

// One of the classes in which the instant may lie that the calendar counts from; a way for each.
void StepRun::place_by_days(std::uint32_t made) {
    if (reader.impossible()) return;
    const CalendarClasses& classes = *slots.classes();
    CalendarClasses::Visit visit{made, {}, 0};
    const auto choose = [&](const CalendarClasses::Chooser& chooser) { return chooser.domain == kNoIndex ? 0 : chosen_of(chooser.domain, chooser.members); };
    visit.chosen = {choose(classes.zone_chooser()), choose(classes.calendar_chooser())};
    const auto* all = classes.of(made, visit.chosen);
    if (all == nullptr) return;   // the calendar makes nothing of it: bounds are all that is known
    const Point& column = slots.points()[made];
    const bool date = column.key.kind != SlotKind::calendar;   // itself the first instant of its day
    const std::uint32_t base = date ? made : column.base, epoch = classes.epoch();
    const std::int64_t offset = date ? 0 : column.key.offset;
    Reach known = since_epoch(now().zone, base, epoch);
    known = {known.least + offset, known.most + offset};
    const auto first = std::lower_bound(all->begin(), all->end(), known.least, [](const CalendarClasses::Class& one, std::int64_t at) { return one.from.most < at; });
    const auto end = std::upper_bound(first, all->end(), known.most, [](std::int64_t at, const CalendarClasses::Class& one) { return at < one.from.least; });
    if (first == end) return reader.drop();
    visit.index = static_cast<std::uint32_t>(first - all->begin()) + choices_.pick_of_many(static_cast<std::uint32_t>(end - first));
    classes.visited(visit);
    const CalendarClasses::Class& one = (*all)[visit.index];
    reader.require(base, epoch, one.from.most - offset);
    reader.require(epoch, base, offset - one.from.least);
    reader.require(made, epoch, one.result.most);
    reader.require(epoch, made, -one.result.least);
    if (date) return;
    reader.require(made, base, one.moved.most + offset);
    reader.require(base, made, -one.moved.least - offset);
}

void StepRun::place_date(std::uint32_t point) {
    if (slots.classes()->is_date(point)) place_by_days(point);
}

}  // namespace recourse::explore
