// A round: actions and memory first, then the states that are entered, then the effects, whose arguments see all of it.
#include "runtime/machine/run.h"

namespace recourse::machine {
namespace {

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
        Context& context = run.reading(run.live);
        if (!store_code(run, context, event.accept, picks.of[0])) return false;
    }
    return count_up(run, event.count_slot, picks.of[0]);
}

/// A deadline or `when` that has a mark has happened; entering its state anew clears the mark again.
void mark_done(Run& run, const Pick& pick) {
    std::uint32_t slot = kNone;
    if (pick.deadline != kNone) slot = run.tables.deadlines[pick.deadline].done_slot;
    if (pick.when != kNone) slot = run.tables.whens[pick.when].done_slot;
    if (slot != kNone) store_slot(run.tables.slots[slot], run.after, 1);
}

bool act(Run& run, const Pick& pick) {
    if (pick.transition == kNone) return true;
    const TransitionRecord& rule = run.tables.transitions[pick.transition];
    if (rule.actions != kNone) {
        Context& context = run.reading(run.live);
        if (!store_code(run, context, rule.actions, pick)) return false;
    }
    mark_done(run, pick);
    return count_up(run, rule.count_slot, pick);
}

std::uint32_t arming_of(const Run& run, const Pick& pick) {
    std::uint32_t slot = kNone;
    if (pick.deadline != kNone) slot = run.tables.deadlines[pick.deadline].arming_slot;
    if (pick.when != kNone) slot = run.tables.whens[pick.when].arming_slot;
    return slot == kNone ? 1 : static_cast<std::uint32_t>(load_slot(run.tables.slots[slot], run.live));
}

/// The states from the leaf outwards until, and without, `outer`.
void plan_chain(const Tables& tables, std::uint32_t leaf, std::uint32_t outer, Done& done) {
    done.to = leaf;
    for (std::uint32_t s = leaf; s != outer; s = tables.states[s].parent) {
        done.entered[done.depth++] = s;
        done.has_effects = done.has_effects || tables.states[s].entry_effects.count > 0;
    }
}

void plan(const Run& run, const Pick& pick, bool opening, Done& done) {
    const MachineRecord& machine = run.tables.machines[pick.machine];
    done.arming = arming_of(run, pick);
    if (opening) return plan_chain(run.tables, machine.start, kNone, done);
    plan_rule(run.tables, run.tables.transitions[pick.transition], active_leaf(run.type, machine, run.live), done);
}

bool enter(Run& run, const Pick& pick, const Done& done) {
    set_leaf(run.type, run.tables.machines[pick.machine], run.after, done.to);
    for (std::uint32_t i = done.depth; i-- > 0;) {
        const StateRecord& state = run.tables.states[done.entered[i]];
        if ((state.flags & kEndsCase) != 0) write_status(run.after, Status::ended);
        if (state.enter == kNone) continue;
        Context& context = run.reading(run.after);
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

/// The effects of one pick: tried before the round is decided (`move` null), and once more to be told.
bool effects_of(Run& run, const Pick& pick, const Done& done, const Move* move) {
    if (!done.has_effects) return true;
    Context& context = run.reading(run.after);
    std::uint32_t ordinal = 0;
    Fault fault = Fault::clear;
    if (pick.transition != kNone) {
        fault = make_calls(context, run.tables.transitions[pick.transition].effects, move, run.listener, ordinal);
    }
    for (std::uint32_t i = done.depth; i-- > 0 && fault == Fault::clear;) {
        fault = make_calls(context, run.tables.states[done.entered[i]].entry_effects, move, run.listener, ordinal);
    }
    return fault == Fault::clear || fail(run, pick, fault);
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
    move.at = run.now();
    if (pick.deadline != kNone) move.due = pick.due;
    if (move.cause == Cause::deadline || move.cause == Cause::condition) move.arming = done.arming;
    if (cause == Cause::event) {
        move.id = run.input->id;
        move.arming = done.arming;
    }
    return move;
}

} // namespace

void plan_rule(const Tables& tables, const TransitionRecord& rule, std::uint32_t from, Done& done) {
    done.from = done.to = from;
    done.has_effects = rule.effects.count > 0;
    if (rule.target_kind != Target::move) return;
    std::uint32_t outer = tables.states[rule.target].parent;
    while (outer != kNone && (from < outer || from > tables.states[outer].last)) outer = tables.states[outer].parent;
    plan_chain(tables, tables.states[rule.target].start, outer, done);
}

Rejection why_failed(const Run& run) {
    Rejection why{reason_of(run.fault), run.blamed, none, none, never, none, none, 0};
    if (run.fault != Fault::bounds) return why;
    why.receiver = run.context.breach.field;
    why.record = run.context.breach.slot;
    why.value = run.context.breach.value;
    return why;
}

Fault make_calls(Context& context, Range range, const Move* move, Listener* listener, std::uint32_t& ordinal) {
    for (std::uint32_t c = range.first; c < range.first + range.count; ++c) {
        const CallRecord& record = context.tables->calls[c];
        ValueRoom room;
        for (std::uint32_t i = 0; i < record.arguments.count; ++i) {
            Fault fault = Fault::clear;
            const ArgumentRecord& argument = context.tables->arguments[record.arguments.first + i];
            std::construct_at(room.values + i, argument_value(context, argument, fault));
            if (fault == Fault::clear) fault = check_bounds(context, argument.bounds, room.values[i]);
            if (fault != Fault::clear) return fault;
        }
        if (move != nullptr) {
            const std::span<const Value> arguments(room.values, record.arguments.count);
            listener->effect({move, record.effect, ordinal, move->at, arguments});
        }
        ++ordinal;
    }
    return Fault::clear;
}

namespace {

/// Numbers an event without an id that has effects among those stamped alike: their ids are to differ.
bool number_event(Run& run, const Picks& picks, Done* done) {
    bool has_effects = false;
    for (std::uint32_t i = 0; i < picks.count; ++i) has_effects = has_effects || done[i].has_effects;
    const bool unnamed = has_effects && run.input->id.empty();
    if (unnamed && !may_count_unnamed(run.after)) return fail(run, picks.of[0], Fault::count);
    const std::uint32_t number = unnamed ? count_unnamed(run.after) : 0;
    for (std::uint32_t i = 0; i < picks.count; ++i) done[i].arming = number;
    return true;
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
    if (cause == Cause::event && !number_event(run, picks, done)) return false;
    for (std::uint32_t i = 0; i < picks.count; ++i) {
        if (!effects_of(run, picks.of[i], done[i], nullptr)) return false;
    }

    std::memcpy(run.live, run.after, run.type.bytes);
    run.moves += picks.count;
    if (run.listener == nullptr) return true;
    for (std::uint32_t i = 0; i < picks.count; ++i) {
        const Move move = describe(run, picks.of[i], done[i], cause);
        run.listener->moved(move);
        effects_of(run, picks.of[i], done[i], &move);
    }
    return true;
}

} // namespace recourse::machine
