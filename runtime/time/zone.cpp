// Local time: one search in a zone's rows, forwards by instant or backwards by the local time at which a row
// ends.
#include "recourse/time.hpp"

namespace recourse {
namespace {

/// How far into the first 400 years an instant or local time has to be moved back; a multiple of cycle_ms.
std::int64_t whole_cycles(const ZoneView& zone, std::int64_t t, std::int64_t slack) {
    if (zone.cycle_from == never) return 0;
    const std::int64_t past = t - (zone.cycle_from + slack);
    return past < cycle_ms ? 0 : past / cycle_ms * cycle_ms;
}

/// Half of an average Gregorian year: zones with daylight saving have two rows a year.
constexpr std::int64_t half_year_ms = cycle_ms / 800;

/// The last row whose key is at most `value`; the first row's counts as lower than everything. The search
/// begins with a guess, counting back two rows a year from the last one, which is right to within two rows
/// wherever a zone has kept daylight saving since; otherwise it halves the whole table. The halving has no
/// branch that depends on data: a mispredicted one costs more than the row's load. O(1), else O(log rows).
template <class Key>
const ZoneTransition* last_row(const ZoneView& zone, std::int64_t value, Key key) {
    const ZoneTransition* rows = zone.transitions;
    const std::int64_t last = std::int64_t{zone.count} - 1;
    if (last == 0 || key(rows + last) <= value) return rows + last;
    std::int64_t begin = 0;
    std::int64_t count = last; // the last row is out
    constexpr std::int64_t window = 4;
    const std::int64_t guess = last - 3 - (key(rows + last) - value) / half_year_ms;
    const bool inside = guess >= 1 && guess + window <= last;
    if (inside && key(rows + guess) <= value && key(rows + guess + window) > value) {
        begin = guess;
        count = window;
    }
    while (count > 1) {
        const std::int64_t half = count / 2;
        begin += key(rows + begin + half) <= value ? half : 0;
        count -= half;
    }
    return rows + begin;
}

/// The row in force at an instant.
const ZoneTransition* row_at(const ZoneView& zone, Instant t) {
    return last_row(zone, t, [](const ZoneTransition* row) { return row->from; });
}

/// The first row whose end, in its own local time, lies after `local`: rows in local time are sorted by that
/// (see valid_zone), and a row's end is the local time before the change at which the next one begins.
const ZoneTransition* row_at_local(const ZoneView& zone, std::int64_t local) {
    return last_row(zone, local, [](const ZoneTransition* row) { return row->from + (row - 1)->offset_ms; });
}

LocalTime split(std::int64_t local) {
    std::int64_t day = local / day_ms;
    std::int64_t ms = local % day_ms;
    if (ms < 0) {
        ms += day_ms;
        --day;
    }
    return {static_cast<Day>(day), static_cast<std::int32_t>(ms)};
}

/// Whether the local times at which rows begin and end are sorted around the row in the middle of three.
bool local_times_ascend(const ZoneTransition& first, const ZoneTransition& row, const ZoneTransition& next) {
    const bool begins_ascend = row.from + row.offset_ms < next.from + next.offset_ms;
    const bool ends_ascend = row.from + first.offset_ms < next.from + row.offset_ms;
    return begins_ascend && ends_ascend;
}

} // namespace

bool valid_zone(const ZoneView& zone) {
    const ZoneTransition* rows = zone.transitions;
    if (rows == nullptr || zone.count == 0) return false;
    if (rows[0].from != std::numeric_limits<Instant>::min()) return false;
    for (std::uint32_t i = 0; i < zone.count; ++i) {
        if (rows[i].offset_ms < -max_offset_ms || rows[i].offset_ms > max_offset_ms || rows[i].pad != 0)
            return false;
        if (i > 0 && (!in_range(rows[i].from) || rows[i].from <= rows[i - 1].from)) return false;
        if (i > 1 && !local_times_ascend(rows[i - 2], rows[i - 1], rows[i])) return false;
    }
    if (zone.cycle_from == never) return true;
    return in_range(zone.cycle_from) && zone.count > 1 &&
           rows[zone.count - 1].from >= zone.cycle_from + cycle_ms;
}

std::int32_t offset_at(const ZoneView& zone, Instant t) {
    if (t == never) return 0;
    return row_at(zone, t - whole_cycles(zone, t, 0))->offset_ms;
}

LocalTime to_local(const ZoneView& zone, Instant t) {
    if (t == never) return {never_day, 0};
    return split(t + offset_at(zone, t));
}

ResolvedLocal resolve_local(const ZoneView& zone, LocalTime local) {
    if (local.day == never_day) return {never, LocalKind::unique};
    const std::int64_t wall = local.day * day_ms + local.ms_of_day;
    // Local times are folded two days later than instants, so that what they stand for is never before
    // cycle_from.
    const std::int64_t back = whole_cycles(zone, wall, 2 * day_ms);
    const std::int64_t folded = wall - back;
    const ZoneTransition* row = row_at_local(zone, folded);
    const Instant t = folded - row->offset_ms;
    if (t < row->from) return {row->from + back, LocalKind::skipped};
    const ZoneTransition* next = row + 1;
    const bool has_next = next != zone.transitions + zone.count;
    const bool again = has_next && next->from + next->offset_ms <= folded;
    return {t + back, again ? LocalKind::repeated : LocalKind::unique};
}

Instant from_local(const ZoneView& zone, LocalTime local) {
    return resolve_local(zone, local).instant;
}

Day date_of(const ZoneView& zone, Instant t) {
    return to_local(zone, t).day;
}

TimeResult start_of_date(const ZoneView& zone, Day d) {
    if (d == never_day) return {never, true, false};
    if (!date_in_range(d)) return {never, false, false};
    const Instant t = from_local(zone, {d, 0});
    return in_range(t) ? TimeResult{t, true, false} : TimeResult{never, false, false};
}

TimeResult end_of_date(const ZoneView& zone, Day d) {
    if (d == never_day) return {never, true, false};
    if (!date_in_range(d)) return {never, false, false};
    const Instant t = from_local(zone, {d + 1, 0}) - 1;
    return in_range(t) ? TimeResult{t, true, false} : TimeResult{never, false, false};
}

TimeResult start_of_day(const ZoneView& zone, Instant t) {
    if (t != never && !in_range(t)) return {never, false, false};
    return start_of_date(zone, date_of(zone, t));
}

TimeResult end_of_day(const ZoneView& zone, Instant t) {
    if (t != never && !in_range(t)) return {never, false, false};
    return end_of_date(zone, date_of(zone, t));
}

} // namespace recourse
