#include "compiler/explore/trace.h"

#include <algorithm>
#include <bit>

#include "compiler/explore/dates.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::Model;
using semantics::TypeKind;

namespace {

// What is kept of one step beside the situation itself: copies of all its points and rows, and where its domains were.
struct Kept {
    std::vector<std::uint8_t> known;
    std::vector<std::uint32_t> places;
};

class Realiser {
public:
    Realiser(const Model& model, const TimeFacts& times, const Explorer& explorer, const Exploration& found,
             const std::vector<std::uint32_t>& edges, Pace pace, const Ending& ending)
        : model_(model), times_(times), slots_(explorer.slots()), steps_(explorer.steps()), found_(found), edges_(edges), pace_(pace), ending_(ending),
          of_(explorer.of()), points_(static_cast<std::uint32_t>(slots_.points().size())), rows_(slots_.numbers()), dates_(explorer.dates()) {}

    Realised run(semantics::CaseId of) {
        Realised result;
        if (!walk() || judge_.judge(last_.numbers, last_.sums) == Verdict::unsatisfiable) return result;
        opening_ = copy(0, *slots_.point({SlotKind::opening}));
        if (slots_.classes() != nullptr) {
            result.trace = by_days(of);
            return result;
        }
        result.any_date = std::none_of(slots_.points().begin(), slots_.points().end(),
                                       [](const Point& p) { return p.key.kind == SlotKind::calendar || p.key.kind == SlotKind::record; });
        for (std::size_t tried = 0; tried < std::min(dates_.candidates(), ending_.most_dates); ++tried) {
            const std::int64_t opening = dates_.candidate(tried);
            DifferenceBounds zone = last_.zone;
            const auto epoch = slots_.point({SlotKind::epoch});
            if (epoch && !(zone.tighten(opening_, *epoch, opening) && zone.tighten(*epoch, opening_, -opening))) continue;
            DifferenceBounds numbers = last_.numbers;
            if (ending_.past_limit && !end_late(zone)) return result;
            if (!hold(zone) || (ending_.since == Since::watch && !end_at_pace(zone))) return result;
            if (!fix_instants(zone, opening)) continue;
            result.trace = trace(of, zone, numbers, opening);
            return result;
        }
        return result;
    }

    // A search that goes by days knows what it knows to the millisecond: the way's own instants are pinned one after another, as soon or as
    // late as they can be, and no other date need be tried.
    std::optional<Trace> by_days(semantics::CaseId of) {
        DifferenceBounds zone = last_.zone;
        const std::uint32_t epoch = slots_.classes()->epoch();
        if (ending_.past_limit && !end_late(zone)) return std::nullopt;
        if (!hold(zone) || !end_at_pace(zone)) return std::nullopt;
        const std::int64_t opening = usual_opening(-zone.upper(epoch, opening_), zone.upper(opening_, epoch));
        if (!zone.tighten(opening_, epoch, opening) || !zone.tighten(epoch, opening_, -opening) || !fix_instants(zone, opening)) return std::nullopt;
        DifferenceBounds numbers = last_.numbers;
        return trace(of, zone, numbers, opening);
    }
    // Ten in the morning of the first day that has it, else the first instant.
    [[nodiscard]] std::int64_t usual_opening(std::int64_t first, std::int64_t last) const {
        const ZoneView zone = dates_.zone(chosen().zone);
        constexpr Day kDaysTried = 8;
        const Day day = date_of(zone, first);
        for (Day tried = day; tried < day + kDaysTried; ++tried) {
            const std::int64_t morning = from_local(zone, {tried, 10 * static_cast<std::int32_t>(hour_ms)});
            if (morning >= first && morning <= last) return morning;
        }
        return first;
    }

private:
    // The zone and the calendar of the case, where a fact chooses them.
    [[nodiscard]] Chosen chosen() const {
        const auto index = [&](const std::string& fact, const auto& choices) {
            std::uint32_t found = 0;
            for (const semantics::FactId id : model_.cases[of_].facts) {
                const Slot* slot = model_.facts[id].name == fact ? slots_.slot({SlotKind::fact, id.value}) : nullptr;
                if (slot == nullptr || slot->counted || slot->domain == kNoIndex) continue;
                const auto member = std::countr_zero(last_.domains[kept_.front().places[slot->domain]]);
                for (std::uint32_t i = 0; i < choices.size(); ++i) {
                    if (choices[i].member == member) found = i;
                }
            }
            return found;
        };
        return {index(model_.zone_fact, model_.zones), index(model_.calendar_fact, model_.calendars)};
    }
    [[nodiscard]] std::uint32_t stamp(std::size_t step) const { return points_ + static_cast<std::uint32_t>(step) * points_; }
    [[nodiscard]] std::uint32_t copy(std::size_t step, std::uint32_t point) const { return stamp(step) + point; }
    [[nodiscard]] std::uint32_t row(std::size_t step, std::uint32_t number) const {
        return rows_ + static_cast<std::uint32_t>(step) * rows_ + number;
    }

    bool walk() {
        Situation at = steps_.blank();
        at.zone = at.zone.widened(points_ * (edges_.size() + 1));
        at.numbers = at.numbers.widened(rows_ * (edges_.size() + 1));
        for (std::uint32_t i = 0; i < at.domains.size(); ++i) at.places.push_back(i);
        for (std::size_t step = 0; step < edges_.size(); ++step) {
            const Edge& edge = found_.edges[edges_[step]];
            Kept kept;
            std::vector<Resumption> resumed;
            Successor next = steps_.again(at, edge.trigger, edge.way, [&](Situation& s, std::int64_t offset) {
                s.zone.assign(stamp(step), 0, offset);
                for (std::uint32_t point = 1; point < points_; ++point) {
                    if (s.known[point] != 0) s.zone.assign(copy(step, point), point, 0);
                }
                for (std::uint32_t number = 1; number < rows_; ++number) s.numbers.assign(row(step, number), number, 0);
                kept = {s.known, s.places};
            }, &resumed);
            if (next.to.zone.empty() || next.to.numbers.empty()) return false;
            ignored_.push_back(next.ignored);
            leaves_.push_back(next.to.leaves);
            standing_.push_back(next.to.standing);
            resumed_.push_back(std::move(resumed));
            kept_.push_back(std::move(kept));
            at = std::move(next.to);
        }
        last_ = std::move(at);
        return !edges_.empty();
    }

    // ---- instants --------------------------------------------------------------------------------------------------------

    // x lies so far behind the opening from here on.
    bool pin(DifferenceBounds& zone, std::uint32_t x, std::int64_t distance) const {
        return zone.tighten(x, opening_, distance) && zone.tighten(opening_, x, -distance);
    }
    // The wanted distance, or the nearest to it that is possible.
    bool pin_near(DifferenceBounds& zone, std::uint32_t x, std::int64_t wanted) const {
        const std::int64_t high = zone.upper(x, opening_), back = zone.upper(opening_, x);
        if (back != DifferenceBounds::unbounded) wanted = std::max(wanted, -back);
        return pin(zone, x, std::min(wanted, high));
    }

    bool hold(DifferenceBounds& zone) const {
        const Held& held = ending_.held;
        return std::all_of(held.bounds.begin(), held.bounds.end(), [&](const Slots::Order& one) {
            const std::int64_t shift = (one.x == 0 ? held.stamp : 0) - (one.y == 0 ? held.stamp : 0);
            return zone.tighten(one.x == 0 ? stamp(held.step) : copy(held.step, one.x), one.y == 0 ? stamp(held.step) : copy(held.step, one.y),
                                one.bound + shift);
        });
    }

    // The last step comes as soon or as late as it can.
    bool end_at_pace(DifferenceBounds& zone) const {
        const std::uint32_t last = stamp(edges_.size() - 1);
        std::uint32_t since = opening_;
        if (ending_.since == Since::epoch) since = slots_.classes()->epoch();
        if (ending_.since == Since::watch) {
            const auto watch = slots_.point({SlotKind::watch});
            if (!watch || kept_.back().known[*watch] == 0) return false;
            since = copy(edges_.size() - 1, *watch);
        }
        const std::int64_t latest = zone.upper(last, since), soonest = zone.upper(since, last);
        if (pace_ == Pace::latest) return latest == DifferenceBounds::unbounded || zone.tighten(since, last, -latest);
        return soonest == DifferenceBounds::unbounded || zone.tighten(last, since, -soonest);
    }

    // The last step lies after the watch's limit.
    bool end_late(DifferenceBounds& zone) const {
        const auto& limit = slots_.watch_limit();
        const auto since = slots_.point({SlotKind::watch});
        if (!since || kept_.back().known[*since] == 0) return false;
        const std::uint32_t last = stamp(edges_.size() - 1);
        return limit ? zone.tighten(copy(edges_.size() - 1, limit->point), last, -limit->offset - 1)
                     : zone.tighten(copy(edges_.size() - 1, *since), last, -ending_.wait);
    }

    bool fix_instants(DifferenceBounds& zone, std::int64_t opening) const {
        if (!fix_facts(zone, opening)) return false;
        for (std::size_t step = 0; step < edges_.size(); ++step) {
            const bool late = pace_ == Pace::latest && zone.upper(stamp(step), opening_) != DifferenceBounds::unbounded;
            if (!relate_resumed(zone, step)) return false;
            const std::int64_t wanted = late ? zone.upper(stamp(step), opening_) : std::numeric_limits<std::int64_t>::min();
            if (step > 0 && !pin_near(zone, stamp(step), wanted)) return false;
            const std::int64_t now = zone.upper(stamp(step), opening_);
            if (!fix_resumed(zone, step, now, opening)) return false;
            for (std::uint32_t point = 1; point < points_; ++point) {
                if (kept_[step].known[point] == 0) continue;
                const Point& column = slots_.points()[point];
                const std::uint32_t x = copy(step, point);
                if (column.key.kind == SlotKind::calendar) {
                    if (!fix_calendar(zone, step, point, opening)) return false;
                } else if (column.key.kind != SlotKind::epoch && !pin_near(zone, x, now)) {
                    return false;
                }
            }
        }
        return true;
    }

    // An instant of a resumption, from the opening on; as it was before the step where that is known.
    [[nodiscard]] std::optional<std::int64_t> before_step(const DifferenceBounds& zone, std::size_t step, const Moment& moment) const {
        if (moment.kind != Moment::Kind::point || moment.point == 0) return std::nullopt;
        const bool earlier = step > 0 && kept_[step - 1].known[moment.point] != 0;
        const std::uint32_t x = copy(earlier ? step - 1 : step, moment.point);
        const std::int64_t high = zone.upper(x, opening_);
        if (high == DifferenceBounds::unbounded || high != -zone.upper(opening_, x)) return std::nullopt;
        return high + moment.offset;
    }

    // A last instant whose clock runs again lies as far behind the step as it lay behind the instant at which the clock stopped: the step is
    // chosen by it.
    bool relate_resumed(DifferenceBounds& zone, std::size_t step) const {
        for (const Resumption& one : resumed_[step]) {
            if (one.adds != PauseAdds::time || kept_[step].known[one.point] == 0) continue;
            const auto due = before_step(zone, step, one.due), stopped = before_step(zone, step, one.stopped);
            if (!due || !stopped) continue;
            const std::uint32_t x = copy(step, one.point);
            if (!zone.tighten(x, stamp(step), *due - *stopped) || !zone.tighten(stamp(step), x, *stopped - *due)) return false;
        }
        return true;
    }
    bool fix_resumed(DifferenceBounds& zone, std::size_t step, std::int64_t now, std::int64_t opening) const {
        for (const Resumption& one : resumed_[step]) {
            if (kept_[step].known[one.point] == 0) continue;
            const auto due = before_step(zone, step, one.due), stopped = before_step(zone, step, one.stopped);
            if (!due || !stopped) return false;
            std::int64_t counted = never;
            if (one.counted && one.counted->kind == Moment::Kind::point) {
                const auto until = before_step(zone, step, *one.counted);
                if (!until) return false;
                counted = opening + *until;
            }
            const auto made = dates_.resumed(one.adds, opening + *due, opening + *stopped, counted, opening + now, chosen());
            if (!made || !pin(zone, copy(step, one.point), *made - opening)) return false;
        }
        return true;
    }

    // Instants as near before the opening as may be; dates at the start of their day.
    bool fix_facts(DifferenceBounds& zone, std::int64_t opening) const {
        for (std::uint32_t point = 1; point < points_; ++point) {
            const SlotKey& key = slots_.points()[point].key;
            if (key.kind != SlotKind::fact || kept_[0].known[point] == 0) continue;
            std::int64_t wanted = 0;
            if (model_.facts[semantics::FactId(key.id)].type.kind == TypeKind::date) {
                const std::int64_t high = zone.upper(copy(0, point), opening_);
                const std::int64_t near = high == DifferenceBounds::unbounded ? 0 : std::min<std::int64_t>(high, 0);
                wanted = start_of_day(times_.zone().view(), opening + near).value - opening;
            }
            if (!pin_near(zone, copy(0, point), wanted)) return false;
        }
        return true;
    }

    bool fix_calendar(DifferenceBounds& zone, std::size_t step, std::uint32_t point, std::int64_t opening) const {
        const Point& column = slots_.points()[point];
        const std::uint32_t base = copy(step, column.base);
        const std::int64_t high = zone.upper(base, opening_);
        if (high != -zone.upper(opening_, base)) return false;   // its base is not known to the millisecond
        const auto made = dates_.made(column.key, opening + high + column.key.offset, chosen());
        return made && pin(zone, copy(step, point), *made - opening);
    }

    // ---- values ------------------------------------------------------------------------------------------------------------

    [[nodiscard]] Given absent() const { return {true, 0, {}}; }

    std::int64_t fix_number(DifferenceBounds& numbers, std::uint32_t x, std::int64_t wanted) const {
        const std::int64_t high = numbers.upper(x, 0), back = numbers.upper(0, x);
        if (back != DifferenceBounds::unbounded) wanted = std::max(wanted, -back);
        wanted = std::min(wanted, high);
        const auto fixed = [&](std::int64_t value) {
            DifferenceBounds made = numbers;
            (void)made.tighten(x, 0, value);
            (void)made.tighten(0, x, -value);
            return made;
        };
        if (!last_.sums.empty() && judge_.judge(fixed(wanted), last_.sums) == Verdict::unsatisfiable) wanted = possible(numbers, x).value_or(wanted);
        numbers = fixed(wanted);
        return wanted;
    }

    // A value that fits the sums as well. Their rows are copies of this one, or differ from it by some amount.
    std::optional<std::int64_t> possible(const DifferenceBounds& numbers, std::uint32_t x) const {
        Sums asked = last_.sums;
        asked.mention(x);
        return judge_.example(numbers, asked, x);
    }

    [[nodiscard]] static std::int64_t usual(const semantics::Type& type) {
        switch (type.kind) {
            case TypeKind::money: return std::clamp<std::int64_t>(10'000, type.low, type.high);
            case TypeKind::percent: return std::clamp<std::int64_t>(1'000, type.low, type.high);
            case TypeKind::duration: return std::clamp<std::int64_t>(hour_ms, type.low, type.high);
            case TypeKind::boolean:
            case TypeKind::party:
            case TypeKind::kind: return 0;
            default: return std::clamp<std::int64_t>(1, type.low, type.high);
        }
    }

    // A value of which no rule asks anything.
    [[nodiscard]] Given any(const semantics::Type& type, std::int64_t now) const {
        if (type.optional) return absent();
        switch (type.kind) {
            case TypeKind::text: return {false, 0, type.high >= 4 ? "text" : std::string(static_cast<std::size_t>(std::max<std::int64_t>(type.high, 1)), 'x')};
            case TypeKind::instant: return {false, std::clamp(now, std::max(type.low, min_instant), std::min(type.high, max_instant)), {}};
            case TypeKind::date: return {false, std::clamp<std::int64_t>(date_of(times_.zone().view(), now), std::max<std::int64_t>(type.low, min_day), std::min<std::int64_t>(type.high, max_day)), {}};
            default: return {false, usual(type), {}};
        }
    }

    Given value(const semantics::Type& type, const SlotKey& key, std::size_t step, DifferenceBounds& zone, DifferenceBounds& numbers,
                std::int64_t opening, std::int64_t now) const {
        if (const auto point = slots_.point(key); point && kept_[step].known[*point] != 0) {
            const std::uint32_t absence = slots_.points()[*point].absence;
            if (absence != kNoIndex && last_.domains[kept_[step].places[absence]] == 2) return absent();
            const std::int64_t at = opening + zone.upper(copy(step, *point), opening_);
            return {false, type.kind == TypeKind::date ? date_of(times_.zone().view(), at) : at, {}};
        }
        const Slot* slot = slots_.slot(key);
        if (slot == nullptr) return any(type, now);
        const auto classes = [&](std::uint32_t domain) { return last_.domains[kept_[step].places[domain]]; };
        if (slot->absence != kNoIndex && classes(slot->absence) == 2) return absent();
        if (slot->counted) return {false, fix_number(numbers, row(step, slot->number), usual(type)), {}};
        if (type.kind == TypeKind::set) {
            std::int64_t members = 0;
            for (std::uint32_t i = 0; i < slot->classes; ++i) members |= std::int64_t{classes(slot->domain + i) == 2} << i;
            return {false, members, {}};
        }
        const auto one = static_cast<std::uint32_t>(std::countr_zero(classes(slot->domain)));
        if (type.kind != TypeKind::text) return {false, one, {}};
        if (one < slot->texts.size()) return {false, 0, slot->texts[one]};
        return one == slot->texts.size() ? any(semantics::Type(type_without_none(type)), now) : absent();
    }

    [[nodiscard]] static semantics::Type type_without_none(semantics::Type type) {
        type.optional = false;
        return type;
    }

    Trace trace(semantics::CaseId of, DifferenceBounds& zone, DifferenceBounds& numbers, std::int64_t opening) const {
        Trace made;
        made.of = of;
        for (const semantics::FactId fact : model_.cases[of].facts) {
            made.facts.push_back(value(model_.facts[fact].type, {SlotKind::fact, fact.value}, 0, zone, numbers, opening, opening));
        }
        for (std::size_t step = 0; step < edges_.size(); ++step) {
            const Edge& edge = found_.edges[edges_[step]];
            TraceStep one;
            one.trigger = edge.trigger;
            one.at = opening + zone.upper(stamp(step), opening_);
            one.taken = edge.taken;
            one.refused = edge.to == kNoIndex && edge.trigger.cause == Cause::event && !ignored_[step];
            one.leaves = leaves_[step];
            one.standing = standing_[step];
            const semantics::EventId event = edge.trigger.cause == Cause::opening ? model_.cases[of].opens_on : edge.trigger.event;
            if (event.valid()) {
                const semantics::Event& declared = model_.events[event];
                for (std::uint32_t i = 0; i < declared.fields.size(); ++i) {
                    one.fields.push_back(value(declared.fields[i].type, {SlotKind::at_hand, event.value, i}, step, zone, numbers, opening, one.at));
                }
                if (const Slot* by = slots_.slot({SlotKind::party_at_hand}); by != nullptr && !declared.happening) {
                    one.by = semantics::PartyId(static_cast<std::size_t>(std::countr_zero(last_.domains[kept_[step].places[by->domain]])));
                } else if (!declared.by.empty()) {
                    one.by = sender(declared);
                }
            }
            made.steps.push_back(std::move(one));
        }
        if (ending_.waits) wait_on(made, zone, opening);
        for (const Moment& due : steps_.pending(last_)) {
            if (opening + zone.upper(due.point, opening_) + due.offset == made.steps.back().at) made.steps.back().unfinished = true;
        }
        return made;
    }

    // Of whom no rule asks: the one of whom the watch speaks, or the first that it does not take for silent.
    [[nodiscard]] semantics::PartyId sender(const semantics::Event& event) const {
        const Watch& watch = slots_.watch();
        const auto among = [](const std::vector<semantics::PartyId>& all, semantics::PartyId one) { return std::find(all.begin(), all.end(), one) != all.end(); };
        if (among(event.by, watch.sender)) return watch.sender;
        const auto speaks = std::find_if(event.by.begin(), event.by.end(), [&](semantics::PartyId one) { return !among(watch.silent, one); });
        return speaks == event.by.end() ? event.by.front() : *speaks;
    }

    // Of the watch as the last step leaves it: it may have begun anew there.
    [[nodiscard]] std::optional<std::int64_t> limit_after(const DifferenceBounds& zone, std::int64_t opening) const {
        const auto& limit = slots_.watch_limit();
        const auto since = slots_.point({SlotKind::watch});
        if (!limit || !since || last_.known[*since] == 0) return std::nullopt;
        const std::int64_t begun = opening + zone.upper(*since, opening_);
        const SlotKey& key = slots_.points()[limit->point].key;
        if (key.kind != SlotKind::calendar) return begun + limit->offset;
        const auto made = dates_.made(key, begun + key.offset, chosen());
        return made ? std::optional(*made + limit->offset) : std::nullopt;
    }

    void wait_on(Trace& made, const DifferenceBounds& zone, std::int64_t opening) const {
        TraceStep idle = made.steps.back();
        idle.trigger = {Cause::time, semantics::EventId()};
        idle.taken.clear();
        idle.at = std::max(idle.at, limit_after(zone, opening).value_or(idle.at)) + std::max<std::int64_t>(ending_.wait, 1);
        made.steps.push_back(std::move(idle));
    }

    const Model& model_;
    const TimeFacts& times_;
    const Slots& slots_;
    const Steps& steps_;
    const Exploration& found_;
    const std::vector<std::uint32_t>& edges_;
    Pace pace_;
    const Ending& ending_;
    semantics::CaseId of_;
    std::uint32_t points_, rows_, opening_ = 0;
    const Dates& dates_;
    mutable SumJudge judge_;   // what it remembers changes no answer
    Situation last_;
    std::vector<Kept> kept_;
    std::vector<bool> ignored_;
    std::vector<std::vector<semantics::StateId>> leaves_;
    std::vector<Standing> standing_;
    std::vector<std::vector<Resumption>> resumed_;   // by step
};

}  // namespace

Realised realise(const Model& model, const TimeFacts& times, const Explorer& explorer, const Exploration& found,
                 const std::vector<std::uint32_t>& edges, Pace pace, const Ending& ending) {
    return Realiser(model, times, explorer, found, edges, pace, ending).run(explorer.of());
}

}  // namespace recourse::explore
