#include "compiler/explore/step_run.h"

#include <algorithm>
#include <limits>

#include "compiler/explore/calendar_classes.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

// ---- what a round does -----------------------------------------------------------------------------------------------------

// Instants and data that are written together: all values are read before any is written.
bool StepRun::apply(const Picks& picks, std::uint32_t round) {
    if (at_hand.valid()) remember();
    Written written;
    for (const Pick& pick : picks) {
        if (!compute(model.transitions[pick.transition].actions, written)) return false;
    }
    for (const Slot* slot : written) now().assign_number(slot->number, slots.next_of(slot->number), 0);
    for (const Slot* slot : written) now().forget_number(slots.next_of(slot->number));
    store_instants();
    for (const Pick& pick : picks) {
        const Transition& rule = model.transitions[pick.transition];
        out.taken.push_back({pick.machine, pick.transition, round});
        watch_effects(rule.actions);
        if (const std::uint32_t counter = plans.counters[pick.transition.index()]; counter != kNoIndex) ++now().counts[counter];
        if (pick.done != kNoIndex) mark_done(pick.done);
        if (rule.target_kind != TargetKind::move) continue;
        StateId outer = model.states[rule.target].parent;
        while (outer.valid() && !graph::lies_in(model, now().leaves[pick.machine], outer)) outer = model.states[outer].parent;
        enter(pick.machine, plans.states[rule.target.index()].leaf, outer);
    }
    watch_round();
    finish_round();
    return !reader.impossible();
}

void StepRun::mark_done(std::uint32_t key) {
    auto& done = now().done;
    const auto at = std::lower_bound(done.begin(), done.end(), key);
    if (at == done.end() || *at != key) done.insert(at, key);
}

// The next values of records, each within its bounds. False when one is not.
bool StepRun::compute(const std::vector<semantics::Action>& actions, Written& written) {
    for (const semantics::Action& action : actions) {
        if (action.kind == semantics::ActionKind::perform) continue;
        if (model.records[action.record].instant) {
            compute_instant(action);
            continue;
        }
        const Slot* slot = slots.slot({SlotKind::record, action.record.value});
        const std::uint32_t next = slots.next_of(slot->number);
        const bool again = std::find(written.begin(), written.end(), slot) != written.end();
        if (action.kind == semantics::ActionKind::count) {
            now().assign_number(next, again ? next : slot->number, 1);
        } else {
            store(next, reader.number(action.value));
        }
        if (!again) written.push_back(slot);
        const semantics::Record& record = model.records[action.record];
        if (!reader.row_between(next, record.low, record.high) || reader.failed()) return false;
    }
    return true;
}

void StepRun::store(std::uint32_t row, const Number& value) {
    if (value.single()) return now().assign_number(row, value.parts[0].first, value.low);
    if (value.constant()) return now().assign_number(row, 0, value.low);
    now().forget_number(row);
    DifferenceBounds& numbers = now().numbers;
    const auto [low, high] = reader.range(value);
    if (!numbers.tighten(row, 0, high) || !numbers.tighten(0, row, -low)) return reader.drop();
    if (low != high) reader.note_equal(row, value);
}

// Enters the states from `leaf` outwards until, and without, `outer`.
void StepRun::enter(std::uint32_t machine, StateId leaf, StateId outer) {
    const StateId from = now().leaves[machine];
    for (StateId left = from; left.valid() && left != outer; left = model.states[left].parent) leave(left);
    now().leaves[machine] = leaf;
    const Moment instant{Moment::Kind::point, 0, reader.offset()};
    std::vector<StateId> entered;
    for (StateId at = leaf; at.valid() && at != outer; at = model.states[at].parent) {
        set_point(plans.states[at.index()].entered, instant);
        if (model.states[at].ends_case) now().standing = Standing::ended;
        if (slots.watch().on) entered.push_back(at);
    }
    if (slots.watch().on) entered_.push_back(std::move(entered));
}

void StepRun::leave(StateId state) {
    now().done.erase_if([&](std::uint32_t key) {
        return (key % 2 == 0 ? model.deadlines[DeadlineId(key / 2)].state : model.whens[WhenId(key / 2)].state) == state;
    });
    for (const Slots::Latch& latch : slots.latches(state)) clear_point(latch.point);
    const std::uint32_t entered = plans.states[state.index()].entered;
    if (entered != kNoIndex && !slots.remembered(state)) clear_point(entered);
}

void StepRun::finish_round() {
    const bool all = std::all_of(now().leaves.begin(), now().leaves.end(), [&](StateId leaf) { return plans.states[leaf.index()].lies_in_final; });
    if (all) now().standing = Standing::ended;
}

void StepRun::fault(bool halts) {
    out.faulted = true;
    if (halts) now().standing = Standing::halted;
    if (!halts) out.accepted = false;
}

// ---- instants and data at hand -------------------------------------------------------------------------------------------

void StepRun::set_point(std::uint32_t point, const Moment& value) {
    if (point == kNoIndex) return;
    if (value.kind != Moment::Kind::point) return clear_point(point);
    now().zone.assign(point, value.point, value.offset);
    now().known[point] = 1;
    hang(point);
}

// An instant of which nothing is known but that it is there.
void StepRun::give(std::uint32_t point) {
    now().zone.forget(point);
    now().known[point] = 1;
    if (slots.classes() != nullptr) place_date(point);
    hang(point);
}

void StepRun::clear_point(std::uint32_t point) {
    now().zone.forget(point);
    now().known[point] = 0;
    for (const std::uint32_t one : slots.points()[point].hangers) clear_point(one);
}

// The instants that the calendar counts from this one.
void StepRun::hang(std::uint32_t point) {
    for (const std::uint32_t one : slots.points()[point].hangers) {
        const Point& made = slots.points()[one];
        now().zone.forget(one);
        now().known[one] = 1;
        same_as_others(one);
        reader.require(one, point, made.key.offset + made.reach.most);
        reader.require(point, one, -(made.key.offset + made.reach.least));
        for (const std::uint32_t other : slots.points()[point].hangers) {
            if (other == one) break;
            relate(other, one);
        }
        if (slots.classes() != nullptr) place_by_days(one);
        hang(one);
    }
}

// What the calendar makes of one instant twice is the same.
void StepRun::same_as_others(std::uint32_t point) {
    const Point& made = slots.points()[point];
    if (!slots.watch().on) return;
    for (std::uint32_t other = 1; other < slots.points().size(); ++other) {
        const Point& theirs = slots.points()[other];
        if (other == point || theirs.key.kind != SlotKind::calendar || now().known[other] == 0 || theirs.base == made.base) continue;
        if (theirs.key.operation != made.key.operation || theirs.key.period != made.key.period) continue;
        const std::int64_t apart = made.key.offset - theirs.key.offset;   // of the instants that they are counted from
        if (now().zone.upper(made.base, theirs.base) > -apart || now().zone.upper(theirs.base, made.base) > apart) continue;
        reader.require(point, other, 0);
        reader.require(other, point, 0);
    }
}

// Two periods of one unit from one instant differ by a period of that unit.
void StepRun::relate(std::uint32_t earlier, std::uint32_t later) {
    if (const auto apart = slots.apart(earlier, later)) {
        reader.require(later, earlier, apart->most);
        reader.require(earlier, later, -apart->least);
    }
}

// What the event carries: anything of its type.
void StepRun::give_payload() {
    const Plans::OfEvent& plan = plans.events[at_hand.index()];
    set_point(plans.stamp, {Moment::Kind::point, 0, 0});
    const std::uint64_t senders = watched_senders(plan.senders);
    for (const std::uint32_t point : plan.points) give(point);
    for (const Slot* slot : plan.data) steps_open(*slot);
    if (plans.party_at_hand == nullptr) return;
    steps_open(*plans.party_at_hand);
    now().domain(plans.party_at_hand->domain) = senders != 0 ? senders : 1;
}

void StepRun::steps_open(const Slot& slot) { open_slot(slots, slot, now()); }

// The event at hand becomes the last one: its instant, what it carried, who sent it; the last becomes the previous.
void StepRun::remember() {
    watch_event(at_hand);
    const Plans::OfEvent& plan = plans.events[at_hand.index()];
    const auto instant = [&](Occurrence which) { return plan.instants[static_cast<std::size_t>(which)]; };
    const auto kept_as = [&](Occurrence which) { keep_fields(plan.kept[static_cast<std::size_t>(which)]); };
    const Moment stamp{Moment::Kind::point, 0, reader.offset()};
    const std::uint32_t first = instant(Occurrence::first), last = instant(Occurrence::last), previous = instant(Occurrence::previous);
    const bool is_first = first == kNoIndex || now().known[first] == 0;
    kept_as(Occurrence::previous);
    kept_as(Occurrence::last);
    if (is_first) kept_as(Occurrence::first);
    if (previous != kNoIndex && last != kNoIndex) now().known[last] != 0 ? set_point(previous, {Moment::Kind::point, last, 0}) : clear_point(previous);
    set_point(last, stamp);
    if (is_first) set_point(first, stamp);
    if (plan.sender != nullptr && plans.party_at_hand != nullptr) now().copy_domain(plan.sender->domain, plans.party_at_hand->domain);
    if (plan.counter != kNoIndex) ++now().counts[plan.counter];
}

void StepRun::keep_fields(const std::vector<Plans::Kept>& fields) {
    for (const Plans::Kept& field : fields) {
        if (field.point != kNoIndex && field.from_point != kNoIndex) {
            set_point(field.point, reader.missing(field.from_point) ? Moment{Moment::Kind::never} : Moment{Moment::Kind::point, field.from_point, 0});
        }
        const Slot *to = field.slot, *value = field.from_slot;
        if (to == nullptr || value == nullptr) continue;
        if (to->absence != kNoIndex && value->absence != kNoIndex) now().copy_domain(to->absence, value->absence);
        if (to->counted) {
            now().assign_number(to->number, value->number, 0);
        } else {
            const std::uint32_t count = to->type.kind == semantics::TypeKind::set ? to->classes : 1;
            for (std::uint32_t i = 0; i < count; ++i) now().copy_domain(to->domain + i, value->domain + i);
        }
    }
}

// How long after an instant this step comes.
Reach StepRun::since(std::uint32_t point, std::int64_t offset) {
    const std::int64_t most = now().zone.upper(0, point), back = now().zone.upper(point, 0);
    const auto shifted = [&](std::int64_t bound) { return bound == DifferenceBounds::unbounded ? bound : bound + reader.offset() - offset; };
    return {back == DifferenceBounds::unbounded ? std::numeric_limits<std::int64_t>::min() : -back + reader.offset() - offset, shifted(most)};
}

// Forgets what only this step could read.
void StepRun::close() {
    if (now().standing == Standing::running && !reader.impossible()) reader.decide_orders();
    judge_watch();
    if (keep != nullptr && !reader.impossible()) (*keep)(now(), reader.offset());
    for (const std::uint32_t point : plans.passing_points) clear_point(point);
    for (const Slot* slot : plans.passing_data) steps_open(*slot);
    if (plans.opening != kNoIndex) out.since_opening = since(plans.opening, 0);
    if (slots.classes() != nullptr) out.since_epoch = since(slots.classes()->epoch(), 0);
    close_watch();
    if (now().standing != Standing::running && keep == nullptr) {
        // Nothing happens any more: what is known of instants and data does not matter.
        now().zone = DifferenceBounds(now().zone.size());
        now().orders.clear();
    }
    out.absent_reads = reader.absent_reads();
    now().sums.prune(now().numbers);
    out.inexact = out.inexact || reader.inexact() || now().sums.take_loss();
}
}  // namespace recourse::explore
