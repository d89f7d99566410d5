// What happens by itself: deadlines at their instants, then rounds of overdue deadlines and `when`s until nothing moves.
#include "runtime/machine/run.h"

#include <algorithm>

namespace recourse::machine {

Outcome due_of(Context& context, const DeadlineRecord& deadline) { return evaluate(context, deadline.due); }

namespace {

/// Looks through the active states of one machine, innermost first, for the first rule that moves now.
class Look {
  public:
    Look(Run& run, Survey& found, bool whens)
        : run_(run), found_(found), whens_(whens), context_(run.reading(run.live)) {}

    /// Keeps what has passed by now (law 5), and waits for what has not. An instant that cannot be computed is left to whoever reads it.
    void latch(std::uint32_t index) {
        const std::uint32_t leaf = active_leaf(run_.type, run_.tables.machines[index], run_.live);
        if ((run_.tables.traits[leaf] & kLatched) == 0) return;
        for (std::uint32_t s = leaf; s != kNone; s = run_.tables.states[s].parent) {
            for (const LatchRecord& record : run_.tables.part(run_.tables.latches, run_.tables.states[s].latches)) {
                const SlotRecord& slot = run_.tables.slots[record.slot];
                if (load_slot(slot, run_.live) != never) continue;
                const Outcome at = evaluate(context_, record.instant);
                if (at.fault != Fault::clear || at.value == absent) continue;
                if (at.value < run_.before()) {
                    store_slot(slot, run_.live, at.value);
                } else {
                    wait_for(at.value);
                }
            }
        }
    }

    bool machine(std::uint32_t index) {
        const std::uint32_t leaf = active_leaf(run_.type, run_.tables.machines[index], run_.live);
        if ((run_.tables.traits[leaf] & kTimed) == 0) return true;
        for (std::uint32_t s = leaf; s != kNone; s = run_.tables.states[s].parent) {
            Pick pick{index, kNone, kNone, kNone, never};
            const StateRecord& state = run_.tables.states[s];
            if (!deadlines(state, pick) || !conditions(state, pick)) return false;
            if (pick.transition == kNone) continue;
            found_.picks.add(pick);
            return true;
        }
        return true;
    }

  private:
    bool fault(Fault fault, std::uint32_t rule) {
        run_.fault = fault;
        run_.blamed = rule;
        return false;
    }

    /// The first enabled rule; kNone when none is.
    bool enabled(Range transitions, std::uint32_t& rule) {
        rule = kNone;
        for (std::uint32_t i = 0; i < transitions.count; ++i) {
            Fault failed = Fault::clear;
            const std::uint32_t index = transitions.first + i;
            if (holds(context_, run_.tables.transitions[index].guard, failed)) {
                rule = index;
                return true;
            }
            if (failed != Fault::clear) return fault(failed, index);
        }
        return true;
    }

    void wait_for(Instant instant) {
        if (instant >= run_.before()) found_.next = std::min(found_.next, instant);
    }

    /// A boundary that cannot be computed is none: the guard itself will say so if it is ever read.
    void wait_for_boundaries(Range boundaries) {
        for (const Code code : run_.tables.part(run_.tables.code_refs, boundaries)) {
            const Outcome at = evaluate(context_, code);
            if (at.fault == Fault::clear) wait_for(at.value);
        }
    }

    /// Earliest due first, then in declared order.
    bool deadlines(const StateRecord& state, Pick& pick) {
        for (std::uint32_t i = 0; i < state.deadlines.count; ++i) {
            const std::uint32_t index = state.deadlines.first + i;
            const DeadlineRecord& deadline = run_.tables.deadlines[index];
            if (is_done(run_.tables, deadline.done_slot, run_.live)) continue;
            const Outcome due = due_of(context_, deadline);
            if (due.fault != Fault::clear) return fault(due.fault, deadline.transitions.first);
            if (due.value >= run_.before()) {
                wait_for(due.value);
                continue;
            }
            if (pick.transition != kNone && pick.due <= due.value) continue;
            std::uint32_t rule = kNone;
            if (!enabled(deadline.transitions, rule)) return false;
            if (rule == kNone) {
                wait_for_boundaries(deadline.boundaries);
            } else {
                pick.transition = rule;
                pick.deadline = index;
                pick.due = due.value;
            }
        }
        return true;
    }

    bool conditions(const StateRecord& state, Pick& pick) {
        for (std::uint32_t i = 0; whens_ && pick.transition == kNone && i < state.whens.count; ++i) {
            const WhenRecord& when = run_.tables.whens[state.whens.first + i];
            if (is_done(run_.tables, when.done_slot, run_.live)) continue;
            if (!enabled(when.transitions, pick.transition)) return false;
            if (pick.transition != kNone) {
                pick.when = state.whens.first + i;
            } else {
                wait_for_boundaries(when.boundaries);
            }
        }
        return true;
    }

    Run& run_;
    Survey& found_;
    bool whens_;
    Context& context_;
};

void write_next(Run& run, Instant next) { write_number(run.live + kNextDueAt, next); }

/// Law 12, of states that have rules of their own: asked once nothing is left to happen by itself.
bool may_end(const Run& run) {
    for (const MachineRecord& machine : run.tables.part(run.tables.machines, run.type.machines)) {
        if ((run.tables.traits[active_leaf(run.type, machine, run.live)] & kMayEnd) == 0) return false;
    }
    return true;
}

void rest(Run& run, Instant next) {
    if (may_end(run)) {
        write_status(run.live, Status::ended);
        next = never;
    }
    write_next(run, next);
}

bool running(const Run& run) { return read_status(run.live) == Status::running; }

/// Everything due at d, after every event stamped with it.
void fire(Run& run, Instant d) {
    run.at_deadline(d);
    Survey found;
    if (!survey(run, found, false)) return halt(run);
    if (found.picks.count > 0 && !apply(run, found.picks, Cause::condition)) return halt(run);
    settle(run);
}

} // namespace

bool survey(Run& run, Survey& found, bool whens) {
    found.picks.count = 0;
    found.next = never;
    Look look(run, found, whens);
    for (std::uint32_t i = 0; i < run.type.machines.count; ++i) look.latch(run.type.machines.first + i);
    for (std::uint32_t i = 0; i < run.type.machines.count; ++i) {
        if (!look.machine(run.type.machines.first + i)) return false;
    }
    return true;
}

void halt(Run& run) {
    write_status(run.live, Status::halted);
    write_next(run, never);
}

void settle(Run& run) {
    // Law 5 makes every ring wait somewhere: in one instant an honest program comes to every state once, where everything that has
    // a mark happens once.
    const std::uint64_t marks = run.tables.deadlines.size() + run.tables.whens.size();
    const std::uint64_t most_rounds = std::min<std::uint64_t>((run.type.states.count + 1) * (marks + 1), 0xFFFF);
    run.carry(nullptr);
    Survey found;
    for (std::uint64_t round = 0;; ++round) {
        if (!running(run)) return write_next(run, never);
        if (!survey(run, found, true)) return halt(run);
        if (found.picks.count == 0) return rest(run, found.next);
        if (round == most_rounds) {
            run.fault = Fault::overflow;
            run.blamed = found.picks.of[0].transition;
            return halt(run);
        }
        if (!apply(run, found.picks, Cause::condition)) return halt(run);
    }
}

void advance_to(Run& run, Instant to) {
    while (running(run)) {
        const auto due = read_number<std::int64_t>(run.live + kNextDueAt);
        if (due > to || due == never) break;
        fire(run, due);
    }
    seal(run.live, to);
}

} // namespace recourse::machine
