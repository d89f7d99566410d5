// Records as a case type uses them: bytes that do not overlap, states in pre-order, rules that stay in their machine, code that
// reads what is there.
#include "runtime/machine/verify.h"

#include <algorithm>

#include <recourse/runtime.hpp>

namespace recourse::machine {
namespace {

/// Bits of a case's bytes that something already owns.
class Claims {
  public:
    bool take(std::uint32_t first_bit, std::uint32_t bits, std::uint32_t bytes) {
        if (first_bit + bits > bytes * 8) return false;
        for (std::uint32_t i = first_bit; i < first_bit + bits; ++i) {
            if (taken_[i]) return false;
            taken_[i] = true;
        }
        return true;
    }

  private:
    std::vector<bool> taken_ = std::vector<bool>((std::size_t{kMaxCaseBytes} + 1) * 8);
};

} // namespace

bool Verifier::case_ranges(const CaseRecord& c) {
    return name(c.name) && c.bytes >= 24 && c.bytes <= kMaxCaseBytes && inside(c.facts, t.fields) &&
           inside(c.events, t.events) && inside(c.effects, t.effects) && inside(c.machines, t.machines) &&
           inside(c.states, t.states) && inside(c.named, t.named) && inside(c.slots, t.slots) &&
           inside(c.zones, t.choices) && inside(c.calendars, t.choices) && inside(c.refusals, t.transitions) &&
           c.machines.count >= 1 && c.machines.count <= kMaxMachines && c.states.count <= 0x10000 &&
           (c.opening_event == kNone || c.opening_event < c.events.count);
}

bool Verifier::case_type(std::uint32_t index) {
    const CaseRecord& c = t.cases[index];
    return expect(case_ranges(c), "a case type", index) && layout(c) && choices(c) && machines(index) &&
           dispatch(c) && refusals(c) && case_code(c);
}

bool Verifier::layout(const CaseRecord& c) {
    Claims claims;
    claims.take(0, 24 * 8, c.bytes);
    for (const MachineRecord& m : t.part(t.machines, c.machines)) {
        const bool width = (m.state_width == 1 && c.states.count <= 256) || m.state_width == 2;
        const bool good = width && m.state_offset < kMaxCaseBytes && m.state_offset % m.state_width == 0 &&
                          claims.take(m.state_offset * 8, m.state_width * 8, c.bytes);
        if (!expect(good, "the place of a machine's state", m.state_offset)) return false;
    }
    for (std::uint32_t i = c.slots.first; i < c.slots.first + c.slots.count; ++i) {
        const SlotRecord& s = t.slots[i];
        const std::uint32_t bits = s.width == 0 ? 1 : s.width == 255 ? (2 + s.capacity) * 8 : s.width * 8u;
        const std::uint32_t first = s.offset * 8 + (s.width == 0 ? s.bit : 0u);
        if (!expect(claims.take(first, bits, c.bytes), "a slot overlaps another or leaves the case", i)) return false;
    }
    return true;
}

bool Verifier::choices(const CaseRecord& c) {
    for (const std::uint32_t slot : {c.zone_slot, c.calendar_slot, c.opening_slot}) {
        const bool good = slot == kNone || (within(slot, c.slots) && t.slots[slot].width != 255);
        if (!expect(good, "the slot that chooses a zone or calendar", slot)) return false;
    }
    const auto all_below = [&](Range range, std::size_t most) {
        return std::ranges::all_of(t.part(t.choices, range), [&](std::uint32_t i) { return i < most; });
    };
    return expect(all_below(c.zones, t.zones.size()) && all_below(c.calendars, t.calendars.size()),
                  "a case's zones and calendars", c.zones.first);
}

bool Verifier::machines(std::uint32_t index) {
    const CaseRecord& c = t.cases[index];
    for (std::uint32_t m = c.machines.first; m < c.machines.first + c.machines.count; ++m) {
        const MachineRecord& machine = t.machines[m];
        const bool good = name(machine.name) && machine.states.count > 0 && inside(machine.states, c.states) &&
                          within(machine.start, machine.states);
        if (!expect(good, "a machine", m)) return false;
        for (std::uint32_t s = machine.states.first; s < machine.states.first + machine.states.count; ++s) {
            if (!expect(t.states[s].machine == m, "a state is not its machine's", s)) return false;
        }
        if (!tree(machine)) return false;
        if (!expect(t.states[machine.start].last == machine.start, "a machine starts in no leaf", m)) return false;
    }
    for (std::uint32_t s = c.states.first; s < c.states.first + c.states.count; ++s) {
        const std::uint32_t m = t.states[s].machine;
        if (!expect(within(m, c.machines) && within(s, t.machines[m].states), "a state without machine", s)) return false;
        if (!own_rules(c, s)) return false;
    }
    return true;
}

bool Verifier::tree(const MachineRecord& m) {
    std::vector<std::uint32_t> around; // the states that are open at this point of the pre-order
    const std::uint32_t end = m.states.first + m.states.count;
    for (std::uint32_t s = m.states.first; s < end; ++s) {
        while (!around.empty() && t.states[around.back()].last < s) around.pop_back();
        const StateRecord& state = t.states[s];
        const std::uint32_t parent = around.empty() ? kNone : around.back();
        const std::uint32_t most = parent == kNone ? end - 1 : t.states[parent].last;
        const bool nested = state.parent == parent && state.last >= s && state.last <= most;
        const bool starts = state.start >= s && state.start <= state.last;
        if (!expect(name(state.name) && nested && starts, "a state's place among the states", s)) return false;
        around.push_back(s);
        if (!expect(around.size() <= kMaxDepth, "states lie too deep in one another", s)) return false;
        const bool leaf = t.states[state.start].last == state.start;
        if (!expect(leaf && optional_index(state.location, t.locations), "a state starts in no leaf", s)) return false;
    }
    return true;
}

bool Verifier::counter(const CaseRecord& c, std::uint32_t slot) {
    return slot == kNone || (within(slot, c.slots) && t.slots[slot].width != 255);
}

bool Verifier::dispatch(const CaseRecord& c) {
    const std::uint64_t entries = std::uint64_t{c.states.count} * c.events.count;
    const bool room = c.dispatch <= t.dispatch.size() && entries <= t.dispatch.size() - c.dispatch;
    if (!expect(room, "the table of answers is too small", c.dispatch)) return false;
    for (std::uint32_t s = 0; s < c.states.count; ++s) {
        for (std::uint32_t e = 0; e < c.events.count; ++e) {
            const std::uint32_t entry = t.dispatch[c.dispatch + std::size_t{s} * c.events.count + e];
            if (entry != kNone && !group(c, entry, c.states.first + s, c.events.first + e)) return false;
        }
    }
    return true;
}

bool Verifier::group(const CaseRecord& c, std::uint32_t index, std::uint32_t state, std::uint32_t event) {
    std::uint32_t inner = kNone;
    for (; index != kNone; index = t.groups[index].outer) {
        if (!expect(index < t.groups.size(), "an answer is missing", index)) return false;
        const GroupRecord& g = t.groups[index];
        const bool owner = within(g.state, c.states) && g.state <= state && state <= t.states[g.state].last &&
                           (inner == kNone || g.state < inner);
        if (!expect(owner, "an answer is not its state's", index)) return false;
        inner = g.state;
        // Each group answers for one event of one machine: looked at once.
        const std::uint64_t use = (std::uint64_t{t.states[g.state].machine} << 32) + event + 1;
        if (group_use_[index] == use) continue;
        const bool fresh = group_use_[index] == 0 && inside(g.transitions, t.transitions) && g.transitions.count <= kMaxRules;
        if (!expect(fresh, "an answer serves two events", index)) return false;
        group_use_[index] = use;
        for (std::uint32_t i = 0; i < g.transitions.count; ++i) {
            if (!transition(c, g.transitions.first + i, t.states[g.state].machine, event)) return false;
        }
    }
    return true;
}

bool Verifier::transition(const CaseRecord& c, std::uint32_t index, std::uint32_t machine, std::uint32_t event) {
    const TransitionRecord& r = t.transitions[index];
    const std::uint64_t use = (std::uint64_t{machine} << 33) + std::uint64_t{event} + 1;
    if (transition_use_[index] == use) return true;
    if (!expect(transition_use_[index] == 0 && r.event == event, "a rule serves two places", index)) return false;
    transition_use_[index] = use;
    if (r.target_kind == Target::move) {
        const bool own = machine != kNone && within(r.target, t.machines[machine].states);
        if (!expect(own, "a rule leads to no state of its machine", index)) return false;
    }
    if (!expect(counter(c, r.count_slot), "a rule's counter", index)) return false;
    CodePlace reading;
    reading.type = &c;
    if (event != kNone) reading.fields = t.events[event].fields;
    CodePlace writing = reading;
    writing.writes = true;
    for (const LimbRecord& limb : t.part(t.limbs, r.limbs)) {
        if (!code(limb.code, reading) || !code(limb.instant, reading)) return false;
        for (const OperandRecord& operand : t.part(t.operands, limb.operands)) {
            if (!code(operand.code, reading)) return false;
        }
    }
    return code(r.guard, reading) && code(r.actions, writing) && code_list(r.boundaries, reading) &&
           calls(reading, r.effects);
}

bool Verifier::calls(const CodePlace& place, Range range) {
    for (const CallRecord& call : t.part(t.calls, range)) {
        for (const ArgumentRecord& a : t.part(t.arguments, call.arguments)) {
            const bool field = a.text_field == kNone || (a.text_field < place.fields.count &&
                               t.fields[place.fields.first + a.text_field].type.type == Type::text);
            const bool slot = a.text_slot == kNone || own_slot(place, a.text_slot, true);
            if (!expect(field && slot, "an argument's text", call.effect)) return false;
            if (!code(a.code, place)) return false;
        }
    }
    return true;
}

bool Verifier::timed_rules(const CaseRecord& c, std::uint32_t state, Range transitions, std::uint32_t done_slot) {
    for (std::uint32_t i = 0; i < transitions.count; ++i) {
        const TransitionRecord& r = t.transitions[transitions.first + i];
        // One that stays must be marked done, or it would happen for ever.
        const bool good = r.target_kind == Target::move || (r.target_kind == Target::stay && done_slot != kNone);
        if (!expect(good, "a rule of time neither moves nor is marked done", transitions.first + i)) return false;
        if (!transition(c, transitions.first + i, t.states[state].machine, kNone)) return false;
    }
    return true;
}

bool Verifier::own_rules(const CaseRecord& c, std::uint32_t s) {
    const StateRecord& state = t.states[s];
    const bool ranges = inside(state.deadlines, t.deadlines) && inside(state.whens, t.whens) &&
                        inside(state.entry_effects, t.calls) && inside(state.latches, t.latches) && state.deadlines.count <= 256 &&
                        state.whens.count <= 256 && state.entry_effects.count <= 256 && state.latches.count <= 256;
    if (!expect(ranges, "a state's rules", s)) return false;
    CodePlace reading;
    reading.type = &c;
    CodePlace writing = reading;
    writing.writes = true;
    if (!code(state.enter, writing) || !calls(reading, state.entry_effects)) return false;
    for (const LatchRecord& l : t.part(t.latches, state.latches)) {
        const bool good = l.instant != kNone && within(l.slot, c.slots) && t.slots[l.slot].width == 8;
        if (!expect(good, "what a state keeps of its instants", s) || !code(l.instant, reading)) return false;
    }
    for (const DeadlineRecord& d : t.part(t.deadlines, state.deadlines)) {
        const bool good = d.state == s && d.due != kNone && d.transitions.count >= 1 && d.transitions.count <= kMaxRules &&
                          counter(c, d.done_slot) && counter(c, d.arming_slot);
        if (!expect(good, "a state's deadline", s)) return false;
        if (!code(d.due, reading) || !code_list(d.boundaries, reading)) return false;
        if (!timed_rules(c, s, d.transitions, d.done_slot)) return false;
    }
    for (const WhenRecord& w : t.part(t.whens, state.whens)) {
        const bool good = w.state == s && w.transitions.count <= kMaxRules && counter(c, w.done_slot) && counter(c, w.arming_slot);
        if (!expect(good, "a state's when", s) || !code_list(w.boundaries, reading)) return false;
        if (!timed_rules(c, s, w.transitions, w.done_slot)) return false;
    }
    return true;
}

bool Verifier::refusals(const CaseRecord& c) {
    for (std::uint32_t i = c.refusals.first; i < c.refusals.first + c.refusals.count; ++i) {
        const TransitionRecord& r = t.transitions[i];
        if (!expect(r.target_kind == Target::refuse && within(r.event, c.events), "a refusal", i)) return false;
        if (!transition(c, i, kNone, r.event)) return false;
    }
    return true;
}

bool Verifier::case_code(const CaseRecord& c) {
    CodePlace place;
    place.type = &c;
    for (const NamedRecord& n : t.part(t.named, c.named)) {
        if (!code(n.code, place)) return false;
    }
    for (const EventRecord& e : t.part(t.events, c.events)) {
        if (!expect(counter(c, e.count_slot), "an event's counter", c.events.first)) return false;
    }
    place.fields = c.facts;
    for (const FieldRecord& f : t.part(t.fields, c.facts)) {
        const bool kept = f.slot == kNone ||
                          (within(f.slot, c.slots) && (t.slots[f.slot].width == 255) == (f.type.type == Type::text));
        if (!expect(kept, "a fact's slot", c.facts.first) || !code(f.check, place)) return false;
    }
    place.writes = true;
    for (const EventRecord& e : t.part(t.events, c.events)) {
        place.fields = e.fields;
        if (!code(e.accept, place)) return false;
    }
    return true;
}

} // namespace recourse::machine
