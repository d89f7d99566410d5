// What a step means to the watch (watch.h). Nothing here moves the case; conditions that are read narrow the way like any other.
#include <algorithm>

#include "compiler/explore/step_run.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

namespace {

bool among(const std::vector<StateId>& states, StateId state) { return std::find(states.begin(), states.end(), state) != states.end(); }

}  // namespace

bool StepRun::looks() const {
    return out.to.marks[mark::watching] == mark::yes && out.to.marks[mark::scope] == mark::yes;
}

void StepRun::begin_watch() {
    const Watch& watch = slots.watch();
    Situation& s = now();
    if (s.marks[mark::watching] == mark::over || (s.marks[mark::watching] == mark::yes && !reached_) || begins_anew_) return;
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
    set_point({SlotKind::watch}, {Moment::Kind::point, 0, reader.offset()});
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

void StepRun::watch_event(EventId event) {
    const Watch& watch = slots.watch();
    if (!watch.on) return;
    Situation& s = now();
    for (std::size_t i = 0; i < watch.counted.size(); ++i) {
        if (watch.counted[i].event == event) count(i);
    }
    if (std::find(watch.unless.begin(), watch.unless.end(), event) != watch.unless.end()) {
        s.marks[mark::watching] = mark::over;
        if (const auto since = slots.point({SlotKind::watch})) clear_point(*since);
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
    const bool watched = now().marks[mark::watching] == mark::yes && !reached_;
    const bool begins = std::any_of(entered.begin(), entered.end(), [&](StateId state) { return among(watch.from, state); });
    if (begins) begin_watch();
    // What is entered together with the state that begins the watch is led to by it; the very same state is not.
    const bool began = !watched && now().marks[mark::watching] == mark::yes && !reached_;
    if (watched || began) {
        for (const StateId state : entered) reached_ = reached_ || (among(watch.to, state) && (watched || !among(watch.from, state)));
        if (began && watch.being_there_counts) {
            for (const StateId leaf : now().leaves) {
                for (StateId at = leaf; at.valid(); at = model.states[at].parent) reached_ = reached_ || (among(watch.to, at) && !among(watch.from, at));
            }
        }
        if (reached_) out.seen |= kReached;
    }
    for (const StateId state : entered) {
        for (std::size_t i = 0; i < watch.counted.size(); ++i) {
            if (watch.counted[i].state == state) count(i);
        }
        watch_effects(model.states[state].entry);
    }
}

void StepRun::judge_watch() {
    const Watch& watch = slots.watch();
    if (!watch.on || reader.impossible() || !out.accepted) return;
    if (now().standing != Standing::running && now().marks[mark::watching] == mark::yes && !reached_) {
        reached_ = watch.to_end && now().standing == Standing::ended;
        out.seen |= reached_ ? kReached : kMissed;
    }
    if (!looks()) return;
    out.seen |= kLooks;
    if (watch.condition.valid()) out.seen |= reader.truth(watch.condition) ? kHolds : kFails;
}

void StepRun::close_watch() {
    const auto point = slots.point({SlotKind::watch});
    if (!slots.watch().on || !point || reader.impossible()) return;
    if (now().known[*point] != 0) {
        out.since_watch = since(*point, 0);
        if (const auto& limit = slots.watch_limit()) out.past_limit = since(limit->point, limit->offset);
    }
    if (!reached_) return;
    now().marks[mark::watching] = begins_anew_ ? mark::yes : mark::no;
    clear_point(*point);
    if (begins_anew_) set_point(*point, {Moment::Kind::point, 0, reader.offset()});
}

}  // namespace recourse::explore
