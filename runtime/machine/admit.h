// What is checked before a machine is asked: whose case this is, and whether the input is well formed. In a header, because every step
// begins with it.
#pragma once

#include "runtime/machine/run.h"

#include <algorithm>

namespace recourse::machine {

/// Whether the bytes hold a case of this program.
inline bool is_case_of(const Tables& tables, std::span<const std::byte> bytes) {
    if (bytes.size() < sizeof(CaseHeader) || reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) return false;
    const CaseHeader header = read_header(bytes.data());
    if (header.program != tables.program_word() || header.type >= tables.cases.size()) return false;
    if (header.status < 1 || header.status > 3) return false;
    const CaseRecord& type = tables.cases[header.type];
    if (bytes.size() < type.bytes) return false;
    for (const MachineRecord& machine : tables.part(tables.machines, type.machines)) {
        const std::uint32_t leaf = active_leaf(type, machine, bytes.data());
        if (leaf < machine.states.first || leaf - machine.states.first >= machine.states.count) return false;
    }
    return true;
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
        if (!fits(tables, tables.fields[event.fields.first + i], input.fields[i])) {
            return refused_input(Reason::malformed_field, i);
        }
    }
    if (!in_range(input.at)) return refused_input(Reason::beyond_time);
    return {};
}

} // namespace recourse::machine
