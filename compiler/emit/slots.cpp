#include "compiler/emit/slots.h"

#include "compiler/emit/program.h"
#include "compiler/emit/text.h"
#include "compiler/emit/types.h"

#include <algorithm>
#include <limits>

#include <recourse/time.hpp>

namespace recourse::emit {

using namespace semantics;
using format::SlotKind;

namespace {

constexpr std::int64_t absent = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

semantics::Type instant_type() {
    semantics::Type type;
    type.kind = TypeKind::instant;
    type.optional = true;
    return type;
}

semantics::Type number_type(std::int64_t low, std::int64_t high) {
    semantics::Type type;
    type.kind = TypeKind::integer;
    type.low = low;
    type.high = high;
    return type;
}

void make_instant(Slot& slot) {
    slot.type = instant_type();
    slot.width = 8;
    slot.initial = never;
    slot.minimum = lowest;
    slot.maximum = highest;
}

// A value of a declared type. `may_lack`: there may be none yet, as for the field of an event that has not happened.
void make_value(const Model& model, Slot& slot, const semantics::Type& type, bool may_lack) {
    slot.type = type;
    slot.minimum = lowest;
    slot.maximum = highest;
    slot.initial = absent;
    if (type.kind == TypeKind::text) {
        slot.width = kTextWidth;
        slot.minimum = 0;
        slot.capacity = type.high <= 0x3FFF ? static_cast<std::uint32_t>(std::max<std::int64_t>(type.high, 0) * 4) : 0;
        return;
    }
    const bool is_instant = type.kind == TypeKind::instant;
    const Bounds bounds = bounds_of(model, type);
    slot.width = is_instant ? std::uint8_t{8} : width_of(bounds);
    if (is_instant) {
        // What has not happened lies later than everything, the instants that it would have carried as well.
        slot.initial = may_lack ? never : absent;
        return;
    }
    slot.minimum = bounds.low;
    slot.maximum = bounds.high;
    if (type.kind == TypeKind::boolean && !type.optional && !may_lack) {
        slot.width = 0;
        slot.initial = 0;
    }
}

void make_counter(Slot& slot, std::int64_t maximum) {
    slot.type = number_type(0, maximum);
    slot.width = maximum == 1 ? std::uint8_t{0} : width_of({0, maximum});
    slot.initial = 0;
    slot.minimum = 0;
    slot.maximum = maximum;
}

// The limit that a rule sets itself, found by its number.
const Transition* rule_of(const Model& model, CaseId type, std::uint32_t rule) {
    for (const Transition& transition : model.transitions) {
        if (transition.of == type && transition.rule == rule && transition.at_most > 0) return &transition;
    }
    return nullptr;
}

void make_done(const Model& model, Slot& slot) {
    const bool is_deadline = slot.key.index == 0;
    const StateId state = is_deadline ? model.deadlines[DeadlineId(slot.key.id)].state : model.whens[WhenId(slot.key.id)].state;
    slot.name = (is_deadline ? "deadline of " : "condition of ") + model.states[state].path + " is done";
    make_counter(slot, 1);
}

void make_clock(const Model& model, const MemoryNeeds& needs, Slot& slot) {
    std::string states;
    for (const auto& [state, key] : needs.clock_of_state) {
        if (key == slot.key) states.append(states.empty() ? "" : ", ").append(model.states[state].path);
    }
    slot.name = "in " + states + " since";
    make_instant(slot);
}

void make_field(const Model& model, Slot& slot) {
    const Event& event = model.events[EventId(slot.key.id)];
    const Field& field = event.fields[slot.key.index];
    slot.name = occurrence_text(event.name, slot.key.occurrence) + "." + field.name;
    make_value(model, slot, field.type, true);
}

void make_record(const Record& record, Slot& slot) {
    slot.name = record.name;
    if (record.instant) return make_instant(slot);
    make_counter(slot, record.high);
    slot.type = number_type(record.low, record.high);
    slot.width = width_of({record.low, record.high});
    slot.minimum = record.low;
    slot.initial = record.initial;
}

void make_party(const Model& model, Slot& slot) {
    slot.name = "who sent " + model.events[EventId(slot.key.id)].name;
    semantics::Type type;
    type.kind = TypeKind::party;
    type.optional = true;
    make_value(model, slot, type, true);
}

void make_rule_count(const Model& model, CaseId type, Slot& slot) {
    const Transition* rule = rule_of(model, type, slot.key.id);
    const bool named = rule != nullptr && rule->event.valid();
    slot.name = named ? "times that a rule on " + model.events[rule->event].name + " was taken" : "times that a rule was taken";
    make_counter(slot, rule != nullptr ? rule->at_most : 1);
}

Slot make_slot(const Model& model, CaseId type, const MemoryNeeds& needs, const MemoryKey& key) {
    Slot slot;
    slot.key = key;
    slot.kind = key.kind;
    switch (key.kind) {
    case SlotKind::fact: {
        const Fact& fact = model.facts[FactId(key.id)];
        slot.name = fact.name;
        make_value(model, slot, fact.type, false);
        break;
    }
    case SlotKind::record: make_record(model.records[RecordId(key.id)], slot); break;
    case SlotKind::last:
    case SlotKind::first:
    case SlotKind::previous: {
        const Occurrence which = key.kind == SlotKind::last    ? Occurrence::last
                                 : key.kind == SlotKind::first ? Occurrence::first
                                                               : Occurrence::previous;
        slot.name = occurrence_text(model.events[EventId(key.id)].name, which);
        make_instant(slot);
        break;
    }
    case SlotKind::party: make_party(model, slot); break;
    case SlotKind::field:
    case SlotKind::text: make_field(model, slot); break;
    case SlotKind::count:
        slot.name = "times that " + model.events[EventId(key.id)].name + " was accepted";
        make_counter(slot, model.events[EventId(key.id)].at_most);
        break;
    case SlotKind::rule_count: make_rule_count(model, type, slot); break;
    case SlotKind::entry_clock: make_clock(model, needs, slot); break;
    case SlotKind::entered:
        slot.name = "entered " + model.states[StateId(key.id)].path;
        make_instant(slot);
        break;
    case SlotKind::done: make_done(model, slot); break;
    case SlotKind::arming:
        slot.name = "times that " + model.states[StateId(key.id)].path + " was entered";
        make_counter(slot, std::numeric_limits<std::int32_t>::max());
        break;
    case SlotKind::kept:
        slot.name = "kept instant of a deadline of " + model.states[model.deadlines[DeadlineId(key.id)].state].path;
        make_instant(slot);
        break;
    case SlotKind::latch:
        slot.name = expression_text(model, ExprId(key.index)) + " has passed in " + model.states[StateId(key.id)].path;
        make_instant(slot);
        break;
    case SlotKind::opening:
        slot.name = "opening";
        make_instant(slot);
        break;
    }
    if (slot.width == kTextWidth) slot.kind = SlotKind::text;
    return slot;
}

constexpr std::uint32_t align(std::uint32_t offset, std::uint32_t to) { return (offset + to - 1) / to * to; }

void place(CaseSlots& into, std::uint32_t offset) {
    std::ranges::stable_sort(into.slots, {}, &Slot::width); // bits, 1, 2, 4, 8, texts
    std::uint32_t bits = 0;
    for (Slot& slot : into.slots) {
        if (slot.width == 0) {
            slot.offset = offset + bits / 8;
            slot.bit = static_cast<std::uint8_t>(bits % 8);
            ++bits;
            continue;
        }
        offset = align(offset + (bits + 7) / 8, slot.width == kTextWidth ? 2u : slot.width);
        bits = 0;
        slot.offset = offset;
        offset += slot.bytes();
    }
    into.bytes = align(offset + (bits + 7) / 8, 8);
}

} // namespace

std::uint32_t Slot::bytes() const { return width == kTextWidth ? 2 + capacity : width; }

std::uint32_t CaseSlots::find(const MemoryKey& key) const {
    const auto found = index.find(key);
    return found == index.end() ? format::kNone : found->second;
}

CaseSlots lay_out(const Model& model, CaseId type) {
    CaseSlots slots;
    slots.needs = needed_memory(model, type);
    for (const auto& [key, use] : slots.needs.keys) {
        Slot slot = make_slot(model, type, slots.needs, key);
        if (slot.width == kTextWidth && slot.type.high > 0x3FFF) slots.unbounded.push_back(key);
        slots.slots.push_back(std::move(slot));
    }
    std::size_t states = 0;
    for (const State& state : model.states) states += state.of == type ? 1 : 0;
    slots.state_width = states > 256 ? 2 : 1;
    std::uint32_t offset = kCaseHeaderBytes;
    for (std::size_t i = 0; i < model.cases[type].machines.size(); ++i) {
        slots.state_offsets.push_back(offset);
        offset += slots.state_width;
    }
    place(slots, offset);
    for (std::size_t i = 0; i < slots.slots.size(); ++i) slots.index[slots.slots[i].key] = static_cast<std::uint32_t>(i);
    return slots;
}

namespace {

const char* kind_word(const Slot& slot) {
    switch (slot.kind) {
    case SlotKind::fact: return "fact";
    case SlotKind::record: return "record";
    case SlotKind::last:
    case SlotKind::first:
    case SlotKind::previous: return "instant of an event";
    case SlotKind::party: return "party of an event";
    case SlotKind::field: return "field of an event";
    case SlotKind::count:
    case SlotKind::rule_count: return "count";
    case SlotKind::entry_clock: return "clock";
    case SlotKind::entered: return "instant of a state";
    case SlotKind::done: return "mark";
    case SlotKind::arming: return "arming";
    case SlotKind::text: return "text";
    case SlotKind::opening: return "opening";
    case SlotKind::kept: return "instant that is kept";
    case SlotKind::latch: return "instant that has passed";
    }
    return "";
}

} // namespace

std::vector<CaseLayout> case_layouts(const Model& model) {
    std::vector<CaseLayout> layouts;
    for (const CaseId id : model.cases.ids()) {
        const Case& type = model.cases[id];
        const CaseSlots slots = lay_out(model, id);
        CaseLayout& layout = layouts.emplace_back();
        layout.name = type.name;
        layout.bytes = slots.bytes;
        for (std::size_t i = 0; i < type.machines.size(); ++i) {
            const std::string& machine = model.machines[type.machines[i]].name;
            layout.slots.push_back({machine.empty() ? "state" : "state of " + machine, "state", slots.state_offsets[i],
                                    slots.state_width, 0});
        }
        for (const Slot& slot : slots.slots) {
            layout.slots.push_back({slot.name, kind_word(slot), slot.offset, slot.bytes(), slot.bit});
        }
    }
    return layouts;
}

} // namespace recourse::emit
