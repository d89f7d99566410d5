// What a step means to the watch (watch.h). Nothing here moves the case; conditions that are read narrow the way like any other.
#include <algorithm>
#include <utility>

#include "compiler/explore/step_run.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

namespace {

bool among(const std::vector<StateId>& states, StateId state) { return std::find(states.begin(), states.end(), state) != states.end(); }

}  // namespace

bool StepRun::looks() const {
    return out.to.marks[mark::watching] == mark::yes && out.to.marks[mark::scope] == mark::yes;
}

bool StepRun::is_watching() const { return out.to.marks[mark::watching] == mark::yes && (!reached_ || begins_anew_); }

// What is watched for has come.
void StepRun::come() {
    out.seen |= kReached;
    if (begins_anew_) begins_anew_ = false;
    reached_ = true;
}

void StepRun::begin_watch() {
    const Watch& watch = slots.watch();
    Situation& s = now();
    if (s.marks[mark::watching] == mark::over || is_watching()) return;
    if (!watch.from.empty() && s.marks[mark::scope] != mark::yes) return;
    for (const ExprId condition : watch.given) {
        if (!reader.truth(condition)) return;
    }
    out.seen |= kBegan;
    if (reached_) {
        begins_anew_ = true;
        return;
    }
    s.marks[mark::watching] = mark::yes;
    set_point(plans.watch, {Moment::Kind::point, 0, reader.offset()});
}

void StepRun::count(std::size_t which) {
    if (!looks()) return;
    out.seen |= which == 0 ? kFirst : kSecond;
    std::uint16_t& counted = now().marks[mark::counts + which];
    if (counted <= slots.watch().most) ++counted;
    const auto counts = now().marks.begin() + mark::counts;
    const bool both = now().marks.size() == mark::counts + 1 || std::all_of(counts, now().marks.end(), [](std::uint16_t one) { return one > 0; });
    if (counted > slots.watch().most && both) out.seen |= kTooOften;
}

// Who may send the event at hand: none of the silent; and whether it is the one of whom the promise speaks is told apart.
std::uint64_t StepRun::watched_senders(std::uint64_t senders) {
    const Watch& watch = slots.watch();
    if (!watch.on) return senders;
    if (now().marks[mark::watching] == mark::yes) {
        for (const semantics::PartyId party : watch.silent) senders &= ~(std::uint64_t{1} << party.index());
    }
    if (watch.sent != at_hand || !watch.sender.valid()) return senders;
    const std::uint64_t one = std::uint64_t{1} << watch.sender.index(), others = senders & ~one;
    by_sender = (senders & one) != 0;
    if (!by_sender || others == 0 || slots.slot({SlotKind::party_at_hand}) == nullptr) return senders;
    by_sender = choices_.pick(2) == 0;
    return by_sender ? one : others;
}

// The event at hand is sent by one of these, also of those who are assumed to be silent: what is asked is whether it were theirs to send.
void StepRun::sent_by(const std::vector<semantics::PartyId>& parties) {
    if (plans.party_at_hand == nullptr) return;
    std::uint64_t theirs = 0;
    for (const semantics::PartyId party : parties) theirs |= std::uint64_t{1} << party.index();
    now().domain(plans.party_at_hand->domain) = theirs & plans.events[at_hand.index()].senders;
}

void StepRun::watch_event(EventId event) {
    const Watch& watch = slots.watch();
    if (!watch.on) return;
    Situation& s = now();
    for (std::size_t i = 0; i < watch.counted.size(); ++i) {
        if (watch.counted[i].event == event) count(i);
    }
    if (watch.sent == event && by_sender) out.seen |= kSent;
    if (std::find(watch.unless.begin(), watch.unless.end(), event) != watch.unless.end()) {
        s.marks[mark::watching] = mark::over;   // its time may have run out before: since when it watched is forgotten later
    }
    if (watch.before == event) s.marks[mark::scope] = mark::no;
    if (watch.after != event) return;
    s.marks[mark::scope] = mark::yes;
    std::fill(s.marks.begin() + mark::counts, s.marks.end(), std::uint16_t{0});
}

void StepRun::watch_effects(const std::vector<semantics::Action>& actions) {
    const Watch& watch = slots.watch();
    if (!watch.on) return;
    for (const semantics::Action& action : actions) {
        if (action.kind != semantics::ActionKind::perform) continue;
        for (std::size_t i = 0; i < watch.counted.size(); ++i) {
            if (watch.counted[i].effect == action.effect) count(i);
        }
    }
}

void StepRun::watch_entered(const std::vector<StateId>& entered) {
    const Watch& watch = slots.watch();
    const auto enters = [&](const std::vector<StateId>& states, bool but_from) {
        return std::any_of(entered.begin(), entered.end(), [&](StateId state) { return among(states, state) && !(but_from && among(watch.from, state)); });
    };
    // An entering answers what it finds begun, and may begin it anew.
    if (is_watching() && enters(watch.to, false)) come();
    const bool may_pass = watch.at_any_step && !watch.from.empty();
    if (!is_watching() && enters(watch.from, false) && (!may_pass || choices_.pick(2) == 1)) {
        begin_watch();
        // What is entered together with the state that begins the watch is led to by it; the very same state is not.
        bool there = enters(watch.to, true);
        for (const StateId leaf : now().leaves) {
            for (StateId at = leaf; at.valid() && watch.being_there_counts; at = model.states[at].parent) there = there || (among(watch.to, at) && !among(watch.from, at));
        }
        if (is_watching() && there) come();
    }
    for (const StateId state : entered) {
        for (std::size_t i = 0; i < watch.counted.size(); ++i) {
            if (watch.counted[i].state == state) count(i);
        }
        watch_effects(model.states[state].entry);
    }
}

void StepRun::watch_round() {
    for (const std::vector<StateId>& entered : std::exchange(entered_, {})) watch_entered(entered);
}

bool StepRun::is_at_rest() const {
    return std::all_of(out.to.leaves.begin(), out.to.leaves.end(), [&](StateId at) {
        while (at.valid() && model.states[at].kind == semantics::StateKind::plain) at = model.states[at].parent;
        return at.valid();
    });
}

void StepRun::judge_watch() {
    const Watch& watch = slots.watch();
    if (!watch.on || reader.impossible() || !out.accepted) return;
    if (watch.at_any_step && watch.from.empty() && !is_watching() && now().standing == Standing::running && choices_.pick(2) == 1) begin_watch();
    if (watch.to_rest && is_watching() && is_at_rest()) come();
    if (now().standing != Standing::running && is_watching()) {
        const bool comes = watch.to_end && now().standing == Standing::ended;
        reached_ = reached_ || comes;
        out.seen |= comes ? kReached : kMissed;
    }
    if (!looks()) return;
    out.seen |= kLooks;
    if (watch.condition.valid()) out.seen |= reader.truth(watch.condition) ? kHolds : kFails;
}

bool StepRun::is_awaited() {
    const Watch& watch = slots.watch();
    if (!watch.on || watch.prompt.empty() || now().marks[mark::watching] != mark::yes) return false;
    for (const EventId event : steps.events(now())) {
        const auto& by = model.events[event].by;
        const bool theirs = std::any_of(by.begin(), by.end(), [&](semantics::PartyId party) {
            return std::find(watch.prompt.begin(), watch.prompt.end(), party) != watch.prompt.end();
        });
        if (theirs && could_take(event)) return true;
        if (reader.impossible()) return false;
    }
    return false;
}

bool StepRun::could_take(EventId event) {
    at_hand = event;
    give_payload();
    sent_by(slots.watch().prompt);
    std::vector<TransitionId> rules;
    if (!refused() && !used_up(plans.events[event.index()].counter, model.events[event].at_most)) {
        for (std::uint32_t machine = 0; machine < now().leaves.size() && !reader.failed(); ++machine) {
            if (const auto rule = answer(machine)) rules.push_back(*rule);
        }
    }
    // An act that would leave its bounds is rejected, and is none.
    const Situation asked = now();
    Written written;
    bool taken = !rules.empty() && !reader.failed();
    for (const TransitionId rule : rules) taken = taken && compute(model.transitions[rule].actions, written);
    if (!written.empty()) now() = asked;
    // Nothing was sent: what was asked leaves nothing behind.
    reader.forget_failure();
    out.conflicts.clear();
    ignored = false;
    at_hand = EventId();
    // That it is not taken with something that it could carry does not say that it is never taken.
    if (!taken && !model.events[event].fields.empty()) {
        const auto carried = [&](const SlotKey& key) { return key.kind == SlotKind::at_hand && key.id == event.value; };
        out.inexact = out.inexact || std::any_of(slots.data().begin(), slots.data().end(), [&](const Slot& slot) { return carried(slot.key); }) ||
                      std::any_of(slots.points().begin(), slots.points().end(), [&](const Point& point) { return carried(point.key); });
    }
    return taken;
}

// Nothing is promised of such a case, unless the time of the watch had run out before.
void StepRun::assumption_fails() {
    const auto& limit = slots.watch_limit();
    if (!limit || now().standing == Standing::halted || now().marks[mark::watching] != mark::yes) return reader.drop();
    reader.require(limit->point, 0, reader.offset() - limit->offset - 1);
    now().marks[mark::watching] = mark::over;
}

void StepRun::close_watch() {
    const std::uint32_t point = plans.watch;
    if (!slots.watch().on || point == kNoIndex || reader.impossible()) return;
    if (now().known[point] != 0) {
        out.since_watch = since(point, 0);
        if (const auto& limit = slots.watch_limit()) out.past_limit = since(limit->point, limit->offset);
    }
    if (now().marks[mark::watching] == mark::over) clear_point(point);
    if (!reached_ || now().marks[mark::watching] == mark::over) return;
    now().marks[mark::watching] = begins_anew_ ? mark::yes : mark::no;
    clear_point(point);
    if (begins_anew_) set_point(point, {Moment::Kind::point, 0, reader.offset()});
}

}  // namespace recourse::explore
