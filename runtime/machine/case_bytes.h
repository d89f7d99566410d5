// A case as bytes: a header of 24 bytes, the active leaf of every machine, then the slots. Unused bytes are zero, so that two cases
// with one history are equal byte for byte.
#pragma once

#include "runtime/machine/tables.h"

#include <bit>
#include <cstring>
#include <limits>

#include <recourse/runtime.hpp>

namespace recourse::machine {

static_assert(std::endian::native == std::endian::little, "programs and cases are little-endian");

struct CaseHeader {
    std::int64_t sealed;
    std::int64_t next_due;
    std::uint16_t type;
    std::uint8_t status;
    std::uint8_t unnamed; // events without an id that had effects at sealed + 1
    std::uint32_t program; // low half of the program's identity
};
static_assert(sizeof(CaseHeader) == 24);

inline constexpr std::size_t kSealedAt = 0, kNextDueAt = 8, kTypeAt = 16, kStatusAt = 18, kUnnamedAt = 19, kProgramAt = 20;
inline constexpr std::uint16_t kNoText = 0xFFFF; // the length that says that a text is not given

template <class Number>
Number read_number(const std::byte* at) {
    Number number;
    std::memcpy(&number, at, sizeof number);
    return number;
}
template <class Number>
void write_number(std::byte* at, Number number) {
    std::memcpy(at, &number, sizeof number);
}

inline CaseHeader read_header(const std::byte* bytes) { return read_number<CaseHeader>(bytes); }
inline void write_status(std::byte* bytes, Status status) { bytes[kStatusAt] = static_cast<std::byte>(status); }
inline Status read_status(const std::byte* bytes) { return static_cast<Status>(bytes[kStatusAt]); }

/// No input stamped `to` or earlier will follow. Never goes back.
inline void seal(std::byte* bytes, std::int64_t to) {
    if (read_number<std::int64_t>(bytes + kSealedAt) >= to) return;
    write_number(bytes + kSealedAt, to);
    bytes[kUnnamedAt] = std::byte{0};
}

/// Law 8: what tells the effects of events without an id apart that are stamped alike. More of them than this at one instant, and the
/// next is rejected.
inline constexpr std::byte kMostUnnamed{255};
inline bool may_count_unnamed(const std::byte* bytes) { return bytes[kUnnamedAt] != kMostUnnamed; }
inline std::uint32_t count_unnamed(std::byte* bytes) {
    bytes[kUnnamedAt] = static_cast<std::byte>(static_cast<unsigned>(bytes[kUnnamedAt]) + 1u);
    return static_cast<std::uint32_t>(bytes[kUnnamedAt]);
}

/// The active leaf, as index within the states section.
inline std::uint32_t active_leaf(const CaseRecord& type, const MachineRecord& machine, const std::byte* bytes) {
    const std::byte* at = bytes + machine.state_offset;
    const std::uint32_t local =
        machine.state_width == 1 ? static_cast<std::uint32_t>(*at) : read_number<std::uint16_t>(at);
    return type.states.first + local;
}
inline void set_leaf(const CaseRecord& type, const MachineRecord& machine, std::byte* bytes, std::uint32_t leaf) {
    const std::uint32_t local = leaf - type.states.first;
    std::byte* at = bytes + machine.state_offset;
    if (machine.state_width == 1) {
        *at = static_cast<std::byte>(local);
    } else {
        write_number(at, static_cast<std::uint16_t>(local));
    }
}

template <class Narrow>
std::int64_t widen(const std::byte* at) {
    const auto number = read_number<Narrow>(at);
    return number == std::numeric_limits<Narrow>::min() ? absent : number;
}
template <class Narrow>
bool narrow(std::byte* at, std::int64_t value) {
    if (value == absent) {
        write_number(at, std::numeric_limits<Narrow>::min());
        return true;
    }
    if (value <= std::numeric_limits<Narrow>::min() || value > std::numeric_limits<Narrow>::max()) return false;
    write_number(at, static_cast<Narrow>(value));
    return true;
}

/// The greatest number that a width holds.
constexpr std::int64_t most_of_width(std::uint8_t width) {
    if (width == 8) return std::numeric_limits<std::int64_t>::max();
    return width == 0 ? 1 : (std::int64_t{1} << (width * 8 - 1)) - 1;
}

/// A number of a slot's width; `bit` for a width of 0.
inline std::int64_t load_number(const std::byte* at, std::uint8_t width, std::uint8_t bit) {
    switch (width) {
    case 8: return read_number<std::int64_t>(at);
    case 0: return (static_cast<unsigned>(*at) >> bit) & 1u;
    case 1: return widen<std::int8_t>(at);
    case 2: return widen<std::int16_t>(at);
    default: return widen<std::int32_t>(at);
    }
}
/// False when the number does not fit the width.
inline bool store_number(std::byte* at, std::uint8_t width, std::uint8_t bit, std::int64_t value) {
    switch (width) {
    case 8: write_number(at, value); return true;
    case 0: {
        if (value != 0 && value != 1) return false;
        const auto mask = static_cast<std::byte>(1u << bit);
        *at = value != 0 ? *at | mask : *at & ~mask;
        return true;
    }
    case 1: return narrow<std::int8_t>(at, value);
    case 2: return narrow<std::int16_t>(at, value);
    default: return narrow<std::int32_t>(at, value);
    }
}

inline std::int64_t load_slot(const SlotRecord& slot, const std::byte* bytes) {
    return load_number(bytes + slot.offset, slot.width, slot.bit);
}
inline bool store_slot(const SlotRecord& slot, std::byte* bytes, std::int64_t value) {
    return store_number(bytes + slot.offset, slot.width, slot.bit, value);
}

/// A kept text; its `number` is absent when it was not given. A length that cannot be is cut to the room there is.
inline Value load_text(const SlotRecord& slot, const std::byte* bytes) {
    const auto length = read_number<std::uint16_t>(bytes + slot.offset);
    if (length == kNoText) return {};
    const std::size_t size = length < slot.capacity ? length : slot.capacity;
    return Value::of_text({reinterpret_cast<const char*>(bytes + slot.offset + 2), size});
}

/// False when the text is longer than its room.
inline bool store_text(const SlotRecord& slot, std::byte* bytes, const Value& value) {
    std::byte* at = bytes + slot.offset;
    const bool given = value.number != absent;
    if (given && value.text.size() > slot.capacity) return false;
    write_number(at, given ? static_cast<std::uint16_t>(value.text.size()) : kNoText);
    std::memset(at + 2, 0, slot.capacity);
    if (given && !value.text.empty()) std::memcpy(at + 2, value.text.data(), value.text.size());
    return true;
}

inline constexpr std::uint8_t kTextWidth = 255;

} // namespace recourse::machine
