// What is checked before a machine is asked: whose case this is, and whether the input is well formed.
#include "runtime/machine/run.h"

namespace recourse::machine {
namespace {

/// Characters of a UTF-8 text: all bytes but those that continue one.
std::int64_t characters(std::string_view text) {
    std::int64_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u ? 1 : 0;
    return count;
}

bool is_member(const Tables& tables, const TypeRecord& type, std::int64_t number) {
    const std::uint32_t members = tables.kinds[type.detail].members.count;
    if (number < 0) return false;
    if (type.type == Type::kind) return number < members;
    return (number >> members) == 0; // members <= 62 (loader)
}

Rejection because(Reason reason, std::uint32_t field = none) { return {reason, none, none, field, never}; }

} // namespace

bool is_case_of(const Tables& tables, std::span<const std::byte> bytes) {
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

bool fits(const Tables& tables, const FieldRecord& field, const Value& value) {
    if (value.number == absent) return field.type.optional != 0;
    switch (field.type.type) {
    case Type::text: {
        if (field.low <= 0 && field.high == INT64_MAX) return true;
        const std::int64_t count = characters(value.text);
        return count >= field.low && count <= field.high;
    }
    case Type::kind:
    case Type::set:
        if (!is_member(tables, field.type, value.number)) return false;
        break;
    case Type::party:
        if (value.number < 0 || static_cast<std::size_t>(value.number) >= tables.parties.size()) return false;
        break;
    case Type::boolean:
        if (value.number != 0 && value.number != 1) return false;
        break;
    case Type::instant:
        if (value.number == never) return field.type.optional != 0;
        if (!in_range(value.number)) return false;
        break;
    case Type::date:
        if (value.number < min_day || value.number > max_day) return false;
        break;
    case Type::period:
        // A packed word has no order; its bounds are for the compiler.
        return valid_period(Period{static_cast<std::uint64_t>(value.number)});
    default: break;
    }
    return value.number >= field.low && value.number <= field.high;
}

Rejection admit(const Tables& tables, const CaseRecord& type, const Input& input) {
    if (input.event >= type.events.count) return because(Reason::unknown_event);
    const EventRecord& event = tables.events[type.events.first + input.event];
    if (event.parties == 0 ? input.by != none : input.by >= 32 || ((event.parties >> input.by) & 1u) == 0) {
        return because(Reason::wrong_party);
    }
    if (input.fields.size() != event.fields.count) {
        const std::size_t first_wrong = std::min<std::size_t>(input.fields.size(), event.fields.count);
        return because(Reason::malformed_field, static_cast<std::uint32_t>(first_wrong));
    }
    for (std::uint32_t i = 0; i < event.fields.count; ++i) {
        if (!fits(tables, tables.fields[event.fields.first + i], input.fields[i])) {
            return because(Reason::malformed_field, i);
        }
    }
    if (!in_range(input.at)) return because(Reason::beyond_time);
    return {};
}

} // namespace recourse::machine
