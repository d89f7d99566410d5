// Taking the straight road of an event (direct.h). A header, so that it is one piece of code with the step that takes it: calls, and
// the room that they need, would cost as much as what they do. What is rare is out of line. Forms of code that most rules have are
// asked for by name before quick_value, whose jump over all forms a processor guesses badly.
#pragma once

#include "runtime/machine/direct.h"

#include <algorithm>

namespace recourse::machine {

enum class Taken : std::uint8_t { not_at_all, unsettled, whole };

/// A piece without a quick form that covers what it meets. `input`: null for what has no event at hand.
[[gnu::noinline, gnu::cold]] inline Outcome in_full(const Tables& tables, const std::byte* live, Code code, Instant at, const Input* input) {
    Context context;
    context.tables = &tables;
    context.type = &tables.cases[read_number<std::uint16_t>(live + kTypeAt)];
    context.read = live;
    context.now = context.before = at;
    if (input != nullptr) {
        context.fields = input->fields;
        context.party = input->by;
    }
    return interpret(context, code);
}

/// Where an event goes on in this case, all that must be so of the case having been checked: its bytes, that it runs, that the event
/// is not late and nothing is due before it.
struct DirectWay {
    const DirectCase* type = nullptr;
    const DirectRule* rule = nullptr; // null when there is no road, or some check fails
};
inline DirectWay find_way(const Tables& tables, std::span<std::byte> bytes, const Input& input) {
    if (bytes.size() < sizeof(CaseHeader) || reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) return {};
    const std::byte* live = bytes.data();
    // Field by field: a step has just written some of them, and a wider load would wait for those writes.
    const auto index = read_number<std::uint16_t>(live + kTypeAt);
    if (read_number<std::uint32_t>(live + kProgramAt) != tables.program_word() || index >= tables.cases.size()) return {};
    const DirectCase& type = tables.direct_cases[index];
    if (bytes.size() < type.bytes || read_status(live) != Status::running || input.event >= type.events) return {};
    if (input.at <= read_number<Instant>(live + kSealedAt) || input.at > read_number<Instant>(live + kNextDueAt)) return {};
    if (!in_range(input.at)) return {};
    std::uint32_t leaf = 0;
    if (type.state_width == 1) [[likely]] {
        leaf = static_cast<std::uint32_t>(live[type.state_offset]);
    } else {
        leaf = read_number<std::uint16_t>(live + type.state_offset);
    }
    if (leaf >= type.states) return {};
    return {&type, tables.direct[type.roads + leaf * type.events + input.event]};
}

[[gnu::noinline]] inline bool all_fit(const Tables& tables, const DirectEvent& event, const Input& input) {
    for (std::uint32_t i = 0; i < event.fields; ++i) {
        if (!fits(tables, tables.fields[event.first_field + i], input.fields[i])) return false;
    }
    return true;
}

/// What admit.h checks of who sends what. False is not yet a refusal: the rounds say why.
inline bool is_well_formed(const Tables& tables, const DirectEvent& event, const Input& input) {
    const std::uint32_t sender = input.by + 1; // nobody: 0
    if (sender > 32 || ((event.senders >> sender) & 1u) == 0 || input.fields.size() != event.fields) return false;
    const DirectField* field = event.bounds;
    for (const Value& value : input.fields) {
        if (value.number < field->low || value.number > field->high) return all_fit(tables, event, input);
        ++field;
    }
    return true;
}

/// The rule that takes the event; null when none does or some guard fails.
inline const DirectRule* enabled(const Tables& tables, const DirectRule* rule, const std::byte* live, const Input& input) {
    for (;; ++rule) {
        if (rule->always) return rule;
        std::int64_t held = 0;
        if (!quick_value(rule->guard, live, input.at, input.at, input.fields, held)) {
            const Outcome outcome = in_full(tables, live, rule->guard_code, input.at, &input);
            if (outcome.fault != Fault::clear) return nullptr;
            held = outcome.value;
        }
        if (held != 0) return rule;
        if (!rule->another) return nullptr;
    }
}

/// Keeps the field and raises the count, if both can be done.
inline bool remember(const DirectEvent& event, const Input& input, std::byte* live) {
    const Quick& field = event.field;
    const Quick& count = event.count;
    std::int64_t number = 0;
    if (event.stores) {
        if (field.index >= input.fields.size()) return false;
        number = input.fields[field.index].number;
        if (number < field.low || number > field.high) return false;
    }
    if (event.counts) {
        const std::int64_t present = load_number(live + count.offset, count.width, count.bit);
        if (present < 0 || present >= count.high) return false;
        store_number(live + count.offset, count.width, count.bit, present + 1);
    }
    if (event.stores) store_number(live + field.offset, field.width, field.bit, number);
    return true;
}

inline void enter(const DirectCase& type, const DirectRule& rule, Instant at, std::byte* live) {
    if (type.state_width == 1) [[likely]] {
        live[type.state_offset] = static_cast<std::byte>(rule.leaf);
    } else {
        write_number(live + type.state_offset, static_cast<std::uint16_t>(rule.leaf));
    }
    for (std::uint32_t i = 0; i < rule.clock_count; ++i) write_number(live + rule.clocks[i], at);
    if (rule.ends) write_status(live, Status::ended);
}

inline Value argument_of(const Tables& tables, const DirectArgument& argument, const std::byte* live, const Input& input) {
    const Quick& slot = argument.slot;
    if (argument.from == DirectFrom::slot) return Value::of(load_number(live + slot.offset, slot.width, slot.bit));
    if (argument.from == DirectFrom::now) return Value::of(input.at);
    if (argument.from == DirectFrom::text_slot) return load_text(tables.slots[argument.index], live);
    if (argument.from == DirectFrom::text_field) return argument.index < input.fields.size() ? input.fields[argument.index] : Value{};
    return argument.value;
}

[[gnu::noinline]] inline void make_direct_calls(const Tables& tables, Range calls, const std::byte* live, const Input& input, const Move& move,
                                                Listener& listener) {
    for (std::uint32_t c = 0; c < calls.count; ++c) {
        const DirectCall& call = tables.direct_calls[calls.first + c];
        ValueRoom room;
        for (std::uint32_t i = 0; i < call.arguments.count; ++i) {
            const DirectArgument& argument = tables.direct_arguments[call.arguments.first + i];
            std::construct_at(room.values + i, argument_of(tables, argument, live, input));
        }
        listener.effect({&move, call.effect, c, input.at, {room.values, call.arguments.count}});
    }
}

/// When something is due next; false when something is at once, or cannot be said. What happens by itself has no event at hand.
[[gnu::noinline]] inline bool look_for_due(const Tables& tables, const DirectRule& rule, const std::byte* live, Instant at, Instant& next) {
    next = never;
    for (std::uint32_t i = 0; i < rule.due_count; ++i) {
        Outcome due{never, Fault::clear};
        if (!quick_value(rule.dues[i].quick, live, at, at, {}, due.value)) due = in_full(tables, live, rule.dues[i].code, at, nullptr);
        if (due.fault != Fault::clear || due.value < at) return false;
        next = std::min(next, due.value);
    }
    return true;
}
inline bool next_due(const Tables& tables, const DirectRule& rule, const std::byte* live, Instant at, Instant& next) {
    if (rule.due == NextDue::after && at >= rule.first && at <= rule.last) [[likely]] {
        next = at + rule.wait;
        return true;
    }
    if (rule.due == NextDue::never) {
        next = never;
        return true;
    }
    return look_for_due(tables, rule, live, at, next);
}

/// Does the whole event, or the event but for what happens by itself afterwards, or nothing at all. Checks everything itself.
inline Taken take_directly(const Tables& tables, std::span<std::byte> bytes, const Input& input, Listener& listener) {
    const DirectWay way = find_way(tables, bytes, input);
    if (way.rule == nullptr) return Taken::not_at_all;
    const DirectEvent& event = *way.rule->event;
    if (!is_well_formed(tables, event, input)) return Taken::not_at_all;
    std::byte* live = bytes.data();
    const DirectRule* rule = enabled(tables, way.rule, live, input);
    if (rule == nullptr) return Taken::not_at_all;
    // Effects of an event without an id are counted; so is what the seal has not passed yet.
    const bool calls = rule->calls.count > 0;
    if (calls && input.id.empty() && !may_count_unnamed(live)) return Taken::not_at_all;
    if (event.remembers && !remember(event, input, live)) return Taken::not_at_all;

    seal(live, input.at - 1);
    enter(*way.type, *rule, input.at, live);
    Move move; // filled member by member: the compiler copies a whole one by a slow instruction
    move.machine = rule->machine;
    move.from = rule->from;
    move.to = rule->to;
    move.transition = rule->transition;
    move.at = input.at;
    move.id = input.id;
    if (calls && input.id.empty()) move.arming = count_unnamed(live);
    listener.moved(move);
    if (calls) make_direct_calls(tables, rule->calls, live, input, move, listener);
    Instant next = never;
    if (!rule->calm || !next_due(tables, *rule, live, input.at, next)) return Taken::unsettled;
    write_number(live + kNextDueAt, next);
    return Taken::whole;
}

} // namespace recourse::machine
