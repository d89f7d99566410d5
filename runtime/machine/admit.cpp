// Whether a value is of its declared type.
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

} // namespace

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

} // namespace recourse::machine
