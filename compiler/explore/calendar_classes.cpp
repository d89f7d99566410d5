#include "compiler/explore/calendar_classes.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::ExprKind;
using semantics::TypeKind;

namespace {

// After so many years every day of the month has fallen on every day of the week in every kind of year, and the clocks have changed on
// every date on which they do.
constexpr std::int32_t kYearsOfKinds = 28;
constexpr std::size_t kParts = 4;
// No rule looks back or ahead further than a life.
constexpr std::int64_t kFurthest = std::int64_t{120} * 366 * day_ms;

bool is_seasonal(const SlotKey& key) {
    if (key.operation != ExprKind::after_period && key.operation != ExprKind::before_period) return false;
    const Unit unit = unpack(Period{static_cast<std::uint64_t>(key.period)}).unit;
    return unit == Unit::months || unit == Unit::years;
}

}  // namespace

bool asks_calendar(const SlotKey& key) {
    if (key.operation == ExprKind::roll) return true;
    const Period period{static_cast<std::uint64_t>(key.period)};
    if (key.operation == ExprKind::after_period) return needs_calendar(period);
    return key.operation == ExprKind::before_period && unpack(period).unit == Unit::business_days;   // counted back, nothing rolls
}

CalendarClasses::CalendarClasses(const semantics::Model& model, const TimeFacts& times, const Slots& slots, semantics::CaseId of, const ByDays& days)
    : model_(model), times_(times), slots_(slots), of_(of), dates_(model, times), epoch_(slots.point({SlotKind::epoch}).value_or(0)) {
    is_date_.resize(slots.points().size());
    for (std::size_t point = 0; point < slots.points().size(); ++point) {
        const SlotKey& key = slots.points()[point].key;
        const semantics::Type* type = nullptr;
        if (key.kind == SlotKind::fact) type = &model.facts[semantics::FactId(key.id)].type;
        if (key.kind == SlotKind::at_hand && key.id != kNoIndex) type = &model.events[semantics::EventId(key.id)].fields[key.index].type;
        is_date_[point] = type != nullptr && type->kind == TypeKind::date;
    }
    std::vector<std::int64_t> members;
    for (const semantics::ZoneChoice& choice : model.zones) members.push_back(choice.member);
    zone_chooser_ = chooser(model.zone_fact, members);
    members.clear();
    for (const semantics::CalendarChoice& choice : model.calendars) members.push_back(choice.member);
    calendar_chooser_ = chooser(model.calendar_fact, members);
    choose_days(days);
    make_tables();
}

// What is not listed goes with the first, as the program has it.
CalendarClasses::Chooser CalendarClasses::chooser(const std::string& fact, const std::vector<std::int64_t>& members) const {
    Chooser made;
    if (fact.empty() || members.size() < 2) return made;
    for (const semantics::FactId id : model_.cases[of_].facts) {
        const Slot* slot = model_.facts[id].name == fact ? slots_.slot({SlotKind::fact, id.value}) : nullptr;
        if (slot == nullptr || slot->counted || slot->domain == kNoIndex) continue;
        made.domain = slot->domain;
        made.members.assign(members.size(), 0);
        const std::uint64_t all = slots_.full_domains()[slot->domain];
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (members[i] >= 0 && members[i] < 64) made.members[i] |= (std::uint64_t{1} << members[i]) & all;
        }
        for (std::size_t i = 1; i < members.size(); ++i) made.members[0] &= ~made.members[i];
        std::uint64_t listed = 0;
        for (const std::uint64_t one : made.members) listed |= one;
        made.members[0] |= all & ~listed;
    }
    return made;
}

// ---- which days are looked at ----------------------------------------------------------------------------------------------------

// Months, years and clocks that change make days differ beyond the calendar's years; else weeks repeat.
bool CalendarClasses::has_seasons() const {
    return !times_.same_offset() || std::any_of(slots_.points().begin(), slots_.points().end(), [](const Point& point) { return is_seasonal(point.key); });
}

void CalendarClasses::choose_days(const ByDays& days) {
    std::int64_t furthest = 366 * day_ms;   // that a rule looks back; what lies further is alike
    for (const std::int64_t distance : slots_.clocks().greatest) {
        if (distance != ClockBounds::never_compared) furthest = std::max(furthest, distance + 366 * day_ms);
    }
    furthest = std::min(furthest, kFurthest);
    const auto at = [&](Day day) { return std::int64_t{day} * day_ms; };
    const Day first = dates_.first_day();
    Day regular = std::max(first, dates_.last_day().value_or(first));
    for (std::uint32_t zone = 0; zone < dates_.zones(); ++zone) {
        const ZoneView view = dates_.zone(zone);
        if (view.cycle_from != never) regular = std::max<Day>(regular, date_of(view, view.cycle_from));
    }
    const Day kinds = has_seasons() ? kYearsOfKinds * 366 : 7;
    Day last = std::min<Day>(regular + kinds, max_day);
    if (model_.in_force_until) last = std::clamp(*model_.in_force_until, first, last);
    // Days begin at different instants in different zones.
    openings_ = days.opened ? *days.opened : Reach{at(first) - day_ms / 2, at(last) + day_ms};
    if (!days.opened) openings_.least = start_of_date(dates_.zone(0), first).value;
    anchors_ = {std::max(openings_.least - furthest, min_instant + 800 * day_ms), std::min(openings_.most + std::max(2 * furthest, days.ahead + furthest), max_instant - furthest - 800 * day_ms)};
}

// ---- tables ----------------------------------------------------------------------------------------------------------------------

std::vector<std::int64_t> CalendarClasses::edges_of(std::uint32_t zone) const {
    const ZoneView view = dates_.zone(zone);
    std::vector<std::int64_t> edges{anchors_.least, anchors_.most};
    const auto inside = [&](std::int64_t at) {
        if (at > anchors_.least && at < anchors_.most) edges.push_back(at);
    };
    const Day first = date_of(view, anchors_.least), last = date_of(view, anchors_.most);
    for (Day day = first; day <= last; ++day) inside(start_of_date(view, day).value);
    for (std::uint32_t row = 0; row < view.count; ++row) inside(view.transitions[row].from);
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
}

CalendarClasses::Class CalendarClasses::joined(const CalendarPieces& pieces, std::size_t first, std::size_t last) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
    Class made{first, last, {pieces[first].from, pieces.until(last)}, {most, least}, {most, least}};
    const auto widen = [](Reach& reach, std::int64_t low, std::int64_t high) { reach = {std::min(reach.least, low), std::max(reach.most, high)}; };
    for (std::size_t index = first; index <= last; ++index) {
        const CalendarPiece& piece = pieces[index];
        const std::int64_t from = piece.from, until = pieces.until(index);
        if (piece.moves) {
            widen(made.moved, piece.value, piece.value);
            widen(made.result, from + piece.value, until + piece.value);
        } else {
            widen(made.moved, piece.value - until, piece.value - from);
            widen(made.result, piece.value, piece.value);
        }
    }
    return made;
}

void CalendarClasses::make_tables() {
    std::map<std::tuple<ExprKind, std::int64_t, Chosen>, std::shared_ptr<const CalendarPieces>> shared;
    std::map<std::uint32_t, std::vector<std::int64_t>> edges;
    const std::uint32_t zones = zone_chooser_.domain == kNoIndex ? 1 : dates_.zones();
    for (std::uint32_t point = 0; point < slots_.points().size(); ++point) {
        SlotKey key = slots_.points()[point].key;
        if (is_date_[point]) key.operation = ExprKind::date_of;
        if (!is_date_[point] && key.kind != SlotKind::calendar) continue;
        const std::uint32_t calendars = calendar_chooser_.domain == kNoIndex || !asks_calendar(key) ? 1 : dates_.calendars();
        for (Chosen chosen; chosen.zone < zones; ++chosen.zone) {
            for (chosen.calendar = 0; chosen.calendar < calendars; ++chosen.calendar) {
                if (!edges.contains(chosen.zone)) edges[chosen.zone] = edges_of(chosen.zone);
                auto& pieces = shared[{key.operation, key.period, chosen}];
                if (pieces == nullptr) {
                    pieces = std::make_shared<const CalendarPieces>([&](std::int64_t at) { return dates_.made(key, at, chosen); }, edges[chosen.zone]);
                }
                Known known{pieces, {}};
                if (!pieces->empty()) known.classes.push_back(joined(*pieces, 0, pieces->count() - 1));
                known_.emplace(Key{point, chosen}, std::move(known));
            }
        }
    }
}

const std::vector<CalendarClasses::Class>* CalendarClasses::of(std::uint32_t point, Chosen chosen) const {
    auto found = known_.find({point, chosen});
    if (found == known_.end()) found = known_.find({point, {chosen.zone, 0}});
    return found == known_.end() || found->second.classes.empty() ? nullptr : &found->second.classes;
}

void CalendarClasses::split(const std::vector<Visit>& visits) {
    std::map<Key, std::set<std::uint32_t>> by_table;
    for (const Visit& visit : visits) {
        const Key key{visit.point, visit.chosen};
        by_table[known_.contains(key) ? key : Key{visit.point, {visit.chosen.zone, 0}}].insert(visit.index);
    }
    for (const auto& [key, indices] : by_table) {
        Known& known = known_.at(key);
        Table split;
        for (std::uint32_t index = 0; index < known.classes.size(); ++index) {
            const Class& whole = known.classes[index];
            const std::size_t pieces = whole.last - whole.first + 1, parts = indices.contains(index) ? std::min(kParts, pieces) : 1;
            for (std::size_t part = 0; part < parts; ++part) {
                split.push_back(parts == 1 ? whole : joined(*known.pieces, whole.first + pieces * part / parts, whole.first + pieces * (part + 1) / parts - 1));
            }
        }
        known.classes = std::move(split);
    }
}

void CalendarClasses::tell_apart(ClockBounds& clocks) const {
    clocks.greatest.resize(slots_.points().size(), ClockBounds::never_compared);
    clocks.greatest[epoch_] = kAlways;
    // The last becomes the previous, from which the calendar may count anew.
    for (const Point& point : slots_.points()) {
        SlotKey key = point.key;
        if (point.hangers.empty() || (key.kind != SlotKind::instant && key.kind != SlotKind::field) || key.occurrence != semantics::Occurrence::previous) continue;
        key.occurrence = semantics::Occurrence::last;
        if (const auto last = slots_.point(key)) clocks.greatest[*last] = kAlways;
    }
}

// ---- for a certificate -------------------------------------------------------------------------------------------------------------

std::vector<std::string> CalendarClasses::lines() const {
    std::vector<std::string> all{fmt::format("days {} {}", openings_.least, openings_.most)};
    for (const auto& [key, known] : known_) {
        if (known.classes.size() < 2) continue;
        std::string line = fmt::format("class p{} z{} c{}", key.point, key.chosen.zone, key.chosen.calendar);
        for (std::size_t index = 1; index < known.classes.size(); ++index) line += fmt::format(" {}", known.classes[index].first);
        all.push_back(std::move(line));
    }
    return all;
}

bool CalendarClasses::split_as(const std::vector<std::string_view>& lines) {
    for (auto& [key, known] : known_) {
        const std::string head = fmt::format("class p{} z{} c{} ", key.point, key.chosen.zone, key.chosen.calendar);
        const auto line = std::find_if(lines.begin(), lines.end(), [&](std::string_view one) { return one.starts_with(head); });
        if (line == lines.end() || known.classes.size() != 1) continue;
        Table split;
        std::size_t first = 0;
        const char* const end = line->data() + line->size();
        for (const char* at = line->data() + head.size(); at < end; ++at) {
            std::size_t next = 0;
            const auto read = std::from_chars(at, end, next);
            if (read.ec != std::errc() || next <= first || next >= known.pieces->count()) return false;
            split.push_back(joined(*known.pieces, first, next - 1));
            first = next;
            at = read.ptr;
        }
        split.push_back(joined(*known.pieces, first, known.pieces->count() - 1));
        known.classes = std::move(split);
    }
    // What was read says the same again, and nothing else was there.
    const std::vector<std::string> now = this->lines();
    return std::equal(now.begin(), now.end(), lines.begin(), lines.end());
}

}  // namespace recourse::explore
