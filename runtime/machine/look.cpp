// Looking at a case without changing it: active states, named values, running deadlines.
#include "runtime/machine/admit.h"

namespace recourse {

using namespace machine;

namespace {

/// The case as code sees it between steps: everything up to `sealed` has happened, so `I has passed` is I <= sealed.
Run looking(const Tables& tables, CaseRef c) {
    Run run(tables, tables.cases[c.type()], c.bytes().data(), nullptr);
    run.at_deadline(c.sealed());
    return run;
}

} // namespace

std::uint32_t active_state(const Program& program, CaseRef c, std::uint32_t machine) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes())) return none;
    const CaseRecord& type = tables.cases[c.type()];
    if (machine < type.machines.first || machine - type.machines.first >= type.machines.count) return none;
    return active_leaf(type, tables.machines[machine], c.bytes().data());
}

bool in_state(const Program& program, CaseRef c, std::uint32_t state) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes())) return false;
    const CaseRecord& type = tables.cases[c.type()];
    if (state < type.states.first || state - type.states.first >= type.states.count) return false;
    return is_active(tables, type, c.bytes().data(), state);
}

NamedValue named_value(const Program& program, CaseRef c, std::uint32_t named) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes())) return {{}, false, false};
    Run run = looking(tables, c);
    if (named >= run.type.named.count) return {{}, false, false};
    const NamedRecord& record = tables.named[run.type.named.first + named];
    if (record.code == kNone) return {{}, false, false};
    // A text is not a number: its code is `text_set_slot` of where it is kept.
    const Instruction& first = tables.code[record.code];
    if (record.type.type == Type::text && first.op == Op::text_set_slot) {
        return {load_text(tables.slots[static_cast<std::size_t>(first.operand)], run.live), true, false};
    }
    Context context = run.reading(run.live);
    const Outcome outcome = evaluate(context, record.code);
    return {Value::of(outcome.value), outcome.fault == Fault::clear, context.provisional};
}

void deadlines(const Program& program, CaseRef c, DeadlineListener& listener) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes()) || c.status() != Status::running) return;
    Run run = looking(tables, c);
    for (const MachineRecord& machine : tables.part(tables.machines, run.type.machines)) {
        for (auto s = active_leaf(run.type, machine, run.live); s != kNone; s = tables.states[s].parent) {
            const StateRecord& state = tables.states[s];
            for (std::uint32_t d = state.deadlines.first; d < state.deadlines.first + state.deadlines.count; ++d) {
                if (is_done(tables, tables.deadlines[d].done_slot, run.live)) continue;
                Context context = run.reading(run.live);
                const Outcome due = due_of(context, tables.deadlines[d]);
                if (due.fault != Fault::clear || due.value == never) continue;
                listener.deadline({d, s, due.value, due.value <= c.sealed(), context.provisional});
            }
            for (const WhenRecord& when : tables.part(tables.whens, state.whens)) {
                if (is_done(tables, when.done_slot, run.live)) continue;
                Instant next = never;
                Context context = run.reading(run.live);
                for (const Code code : tables.part(tables.code_refs, when.boundaries)) {
                    const Outcome at = evaluate(context, code);
                    if (at.fault == Fault::clear && at.value > c.sealed() && at.value < next) next = at.value;
                }
                if (next != never) listener.deadline({none, s, next, false, context.provisional});
            }
        }
    }
}

} // namespace recourse
