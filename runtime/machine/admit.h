// What is checked before a machine is asked: whose case this is, and whether the input is well formed. In a header, because every step
// begins with it.
#pragma once

#include "runtime/machine/run.h"

#include <algorithm>

namespace recourse::machine {

/// Whether the bytes hold a case of this program.
inline bool is_case_of(const Tables& tables, std::span<const std::byte> bytes) {
    if (bytes.size() < sizeof(CaseHeader) || reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) return false;
    // Field by field: a step has just written some of them, and a wider load would wait for those writes.
    const auto type_index = read_number<std::uint16_t>(bytes.data() + kTypeAt);
    const auto status = static_cast<std::uint8_t>(bytes[kStatusAt]);
    const auto program = read_number<std::uint32_t>(bytes.data() + kProgramAt);
    if (program != tables.program_word() || type_index >= tables.cases.size()) return false;
    if (status < 1 || status > 3) return false;
    const CaseRecord& type = tables.cases[type_index];
    if (bytes.size() < type.bytes) return false;
    for (const MachineRecord& machine : tables.part(tables.machines, type.machines)) {
        const std::uint32_t leaf = active_leaf(type, machine, bytes.data());
        if (leaf < machine.states.first || leaf - machine.states.first >= machine.states.count) return false;
    }
    return true;
}

/// A given text without limits, which most texts are: `fits` for it without a call.
inline bool is_open_text(const FieldRecord& field, const Value& value) {
    return field.type.type == Type::text && field.high == INT64_MAX && field.low <= 0 && value.number != absent;
}

inline Rejection refused_input(Reason reason, std::uint32_t field = none) { return {reason, none, none, field, never}; }

/// Reason::none, or why this input is not even looked at.
inline Rejection admit(const Tables& tables, const CaseRecord& type, const Input& input) {
    if (input.event >= type.events.count) return refused_input(Reason::unknown_event);
    const EventRecord& event = tables.events[type.events.first + input.event];
    if (event.parties == 0 ? input.by != none : input.by >= 32 || ((event.parties >> input.by) & 1u) == 0) {
        return refused_input(Reason::wrong_party);
    }
    if (input.fields.size() != event.fields.count) {
        const std::size_t first_wrong = std::min<std::size_t>(input.fields.size(), event.fields.count);
        return refused_input(Reason::malformed_field, static_cast<std::uint32_t>(first_wrong));
    }
    for (std::uint32_t i = 0; i < event.fields.count; ++i) {
        const FieldRecord& field = tables.fields[event.fields.first + i];
        if (!is_open_text(field, input.fields[i]) && !fits(tables, field, input.fields[i])) {
            return refused_input(Reason::malformed_field, i);
        }
    }
    if (!in_range(input.at)) return refused_input(Reason::beyond_time);
    return {};
}

} // namespace recourse::machine
