// A round: actions and memory first, then the states that are entered, then the effects, whose arguments see all of it.
#include "runtime/machine/run.h"

namespace recourse::machine {
namespace {

/// What one pick does, kept until the round is decided: from which leaf to which, and the states entered on the way, innermost first.
struct Done {
    std::uint32_t from;
    std::uint32_t to;
    std::uint32_t arming;
    std::uint32_t depth; // of the states entered; 0 when the rule stays
    bool has_effects;
    std::uint32_t entered[kMaxDepth];
};

bool fail(Run& run, const Pick& pick, Fault fault) {
    run.fault = fault;
    run.blamed = pick.transition;
    return false;
}

bool count_up(Run& run, std::uint32_t slot, const Pick& pick) {
    if (slot == kNone) return true;
    const SlotRecord& record = run.tables.slots[slot];
    const std::int64_t present = load_slot(record, run.after);
    if (present >= record.maximum || !store_slot(record, run.after, present + 1)) {
        return fail(run, pick, Fault::count);
    }
    return true;
}

bool store_code(Run& run, Context& context, Code code, const Pick& pick) {
    if (code == kNone) return true;
    context.write = run.after;
    const Fault fault = evaluate(context, code).fault;
    return fault == Fault::clear || fail(run, pick, fault);
}

bool remember_event(Run& run, const Picks& picks) {
    const EventRecord& event = run.tables.events[run.event];
    if (event.accept != kNone) {
        Context context = run.reading(run.live);
        if (!store_code(run, context, event.accept, picks.of[0])) return false;
    }
    return count_up(run, event.count_slot, picks.of[0]);
}

/// A deadline or `when` whose rule stays has happened; entering its state anew clears this again.
void mark_done(Run& run, const Pick& pick, Target target) {
    if (target != Target::stay) return;
    std::uint32_t slot = kNone;
    if (pick.deadline != kNone) slot = run.tables.deadlines[pick.deadline].done_slot;
    if (pick.when != kNone) slot = run.tables.whens[pick.when].done_slot;
    if (slot != kNone) store_slot(run.tables.slots[slot], run.after, 1);
}

bool act(Run& run, const Pick& pick) {
    if (pick.transition == kNone) return true;
    const TransitionRecord& rule = run.tables.transitions[pick.transition];
    if (rule.actions != kNone) {
        Context context = run.reading(run.live);
        if (!store_code(run, context, rule.actions, pick)) return false;
    }
    mark_done(run, pick, rule.target_kind);
    return count_up(run, rule.count_slot, pick);
}

std::uint32_t arming_of(const Run& run, const Pick& pick) {
    std::uint32_t slot = kNone;
    if (pick.deadline != kNone) slot = run.tables.deadlines[pick.deadline].arming_slot;
    if (pick.when != kNone) slot = run.tables.whens[pick.when].arming_slot;
    return slot == kNone ? 1 : static_cast<std::uint32_t>(load_slot(run.tables.slots[slot], run.live));
}

/// The states from the leaf outwards until, and without, `outer`.
void plan_chain(const Run& run, std::uint32_t leaf, std::uint32_t outer, Done& done) {
    done.to = leaf;
    for (std::uint32_t s = leaf; s != outer; s = run.tables.states[s].parent) {
        done.entered[done.depth++] = s;
        done.has_effects = done.has_effects || run.tables.states[s].entry_effects.count > 0;
    }
}

/// Which leaf a pick leads to, and how far out the states are entered anew: ancestors of the target that are active stay.
void plan(const Run& run, const Pick& pick, bool opening, Done& done) {
    const MachineRecord& machine = run.tables.machines[pick.machine];
    done.depth = 0;
    done.has_effects = false;
    done.arming = arming_of(run, pick);
    if (opening) {
        done.from = kNone;
        return plan_chain(run, machine.start, kNone, done);
    }
    const std::uint32_t from = active_leaf(run.type, machine, run.live);
    const TransitionRecord& rule = run.tables.transitions[pick.transition];
    done.from = done.to = from;
    done.has_effects = rule.effects.count > 0;
    if (rule.target_kind != Target::move) return;
    std::uint32_t outer = run.tables.states[rule.target].parent;
    while (outer != kNone && (from < outer || from > run.tables.states[outer].last)) {
        outer = run.tables.states[outer].parent;
    }
    plan_chain(run, run.tables.states[rule.target].start, outer, done);
}

bool enter(Run& run, const Pick& pick, const Done& done) {
    set_leaf(run.type, run.tables.machines[pick.machine], run.after, done.to);
    for (std::uint32_t i = done.depth; i-- > 0;) {
        const StateRecord& state = run.tables.states[done.entered[i]];
        if ((state.flags & kEndsCase) != 0) write_status(run.after, Status::ended);
        if (state.enter == kNone) continue;
        Context context = run.reading(run.after);
        if (!store_code(run, context, state.enter, pick)) return false;
    }
    return true;
}

bool all_final(const Run& run) {
    for (const MachineRecord& machine : run.tables.part(run.tables.machines, run.type.machines)) {
        if ((run.tables.traits[active_leaf(run.type, machine, run.after)] & kInFinal) == 0) return false;
    }
    return run.type.machines.count > 0;
}

Value argument_value(Context& context, const ArgumentRecord& argument, Fault& fault) {
    if (argument.code != kNone) {
        const Outcome outcome = evaluate(context, argument.code);
        fault = outcome.fault;
        return Value::of(outcome.value);
    }
    if (argument.text_slot != kNone) return load_text(context.tables->slots[argument.text_slot], context.read);
    if (argument.text_field != kNone) {
        return argument.text_field < context.fields.size() ? context.fields[argument.text_field] : Value{};
    }
    return argument.text == kNone ? Value{} : Value::of_text(context.tables->string(argument.text));
}

/// The effects of one move: evaluated once before the round is decided (`tell` false), and once more to be told. Twice, because
/// keeping the arguments would need room that has no bound.
struct Effects {
    Run& run;
    const Move* move;
    const std::byte* bytes;
    bool tell;
    std::uint32_t ordinal = 0;

    bool calls(Range range) {
        for (const CallRecord& record : run.tables.part(run.tables.calls, range)) {
            Context context = run.reading(bytes);
            Value values[kMaxParameters];
            Fault fault = Fault::clear;
            for (std::uint32_t i = 0; i < record.arguments.count; ++i) {
                values[i] = argument_value(context, run.tables.arguments[record.arguments.first + i], fault);
                if (fault != Fault::clear) {
                    run.fault = fault;
                    return false;
                }
            }
            if (tell) {
                run.listener->effect(
                    {move, record.effect, ordinal, move->at, std::span<const Value>(values, record.arguments.count)});
            }
            ++ordinal;
        }
        return true;
    }
};

bool effects_of(Run& run, const Pick& pick, const Done& done, const Move* move, const std::byte* bytes) {
    if (!done.has_effects) return true;
    Effects effects{run, move, bytes, move != nullptr};
    if (pick.transition != kNone) {
        const TransitionRecord& rule = run.tables.transitions[pick.transition];
        if (rule.effects.count > 0 && !effects.calls(rule.effects)) return fail(run, pick, run.fault);
    }
    for (std::uint32_t i = done.depth; i-- > 0;) {
        const Range range = run.tables.states[done.entered[i]].entry_effects;
        if (range.count > 0 && !effects.calls(range)) return fail(run, pick, run.fault);
    }
    return true;
}

Move describe(const Run& run, const Pick& pick, const Done& done, Cause cause) {
    Move move;
    move.cause = cause;
    if (cause == Cause::condition && pick.deadline != kNone) move.cause = Cause::deadline;
    move.machine = pick.machine;
    move.from = done.from;
    move.to = done.to;
    move.transition = pick.transition;
    move.deadline = pick.deadline;
    move.at = run.now;
    if (pick.deadline != kNone) move.due = pick.due;
    if (move.cause == Cause::deadline || move.cause == Cause::condition) move.arming = done.arming;
    if (cause == Cause::event) move.id = run.input->id;
    return move;
}

} // namespace

bool apply(Run& run, const Picks& picks, Cause cause) {
    std::memcpy(run.after, run.live, run.type.bytes);
    if (cause == Cause::event && !remember_event(run, picks)) return false;
    for (std::uint32_t i = 0; i < picks.count; ++i) {
        if (!act(run, picks.of[i])) return false;
    }
    Done done[kMaxMachines];
    for (std::uint32_t i = 0; i < picks.count; ++i) {
        plan(run, picks.of[i], cause == Cause::opening, done[i]);
        if (done[i].depth > 0 && !enter(run, picks.of[i], done[i])) return false;
    }
    if (all_final(run)) write_status(run.after, Status::ended);
    for (std::uint32_t i = 0; i < picks.count; ++i) {
        if (!effects_of(run, picks.of[i], done[i], nullptr, run.after)) return false;
    }

    std::memcpy(run.live, run.after, run.type.bytes);
    run.moves += picks.count;
    if (run.listener == nullptr) return true;
    for (std::uint32_t i = 0; i < picks.count; ++i) {
        const Move move = describe(run, picks.of[i], done[i], cause);
        run.listener->moved(move);
        effects_of(run, picks.of[i], done[i], &move, run.after);
    }
    return true;
}

} // namespace recourse::machine
