// Short pieces of code, recognised once at loading, so that a step need not start the stack machine for "a slot and five days". A
// quick form says what its piece says for the inputs it covers, and leaves all others to `interpret`: it is never a second meaning.
#pragma once

#include "runtime/machine/case_bytes.h"

namespace recourse::machine {

enum class QuickKind : std::uint8_t {
    none,            // interpret
    constant,        // value
    now,             // the instant of the step
    slot,            // the number in a slot
    slot_equals,     // slot = value
    field_equals,    // field `index` = value
    slot_plus,       // slot + value, for slots within low and high: a period that is a fixed number of milliseconds there
    slot_plus_holds, // slot + value >= before, likewise: "until"
    slot_plus_past,  // slot + value < before, likewise: "from"
    store_now,       // into a slot of 8 bytes, for instants within low and high
    store_field,     // field `index` into a slot, for numbers within low and high
};

struct Quick {
    QuickKind kind = QuickKind::none;
    std::uint8_t width = 0, bit = 0; // of the slot, as in SlotRecord
    std::uint32_t offset = 0;
    std::uint32_t index = 0;         // of the field
    std::int64_t value = 0;
    std::int64_t low = 0, high = 0;
};

/// The value of a piece that leaves one; false when it stores, or meets what its quick form does not cover.
inline bool quick_value(const Quick& quick, const std::byte* read, Instant now, Instant before, std::span<const Value> fields,
                        std::int64_t& value) {
    const auto number = [&] { return load_number(read + quick.offset, quick.width, quick.bit); };
    const auto instant = [&] { return read_number<std::int64_t>(read + quick.offset); };
    const auto covered = [&] { return instant() >= quick.low && instant() <= quick.high; };
    switch (quick.kind) {
    case QuickKind::constant: value = quick.value; return true;
    case QuickKind::now: value = now; return true;
    case QuickKind::slot: value = number(); return true;
    case QuickKind::slot_equals: value = number() == quick.value ? 1 : 0; return true;
    case QuickKind::field_equals:
        if (quick.index >= fields.size()) return false;
        value = fields[quick.index].number == quick.value ? 1 : 0;
        return true;
    case QuickKind::slot_plus: value = covered() ? instant() + quick.value : 0; return covered();
    case QuickKind::slot_plus_holds: value = covered() && instant() + quick.value >= before ? 1 : 0; return covered();
    case QuickKind::slot_plus_past: value = covered() && instant() + quick.value < before ? 1 : 0; return covered();
    case QuickKind::none:
    case QuickKind::store_now:
    case QuickKind::store_field: break;
    }
    return false;
}

/// Does a piece that stores; false, with nothing done, for others and for what its quick form does not cover.
inline bool quick_store(const Quick& quick, std::byte* write, Instant now, std::span<const Value> fields) {
    if (quick.kind == QuickKind::store_now) {
        if (now < quick.low || now > quick.high) return false;
        write_number(write + quick.offset, now);
        return true;
    }
    if (quick.kind != QuickKind::store_field || quick.index >= fields.size()) return false;
    const std::int64_t number = fields[quick.index].number;
    return number >= quick.low && number <= quick.high && store_number(write + quick.offset, quick.width, quick.bit, number);
}

/// What the code that begins at `first` is, if it is short. `zone`: the only one there is, or null when a case chooses.
Quick recognise(const Tables& tables, Code first, const ZoneView* zone);

/// Fills tables.quick: one entry an instruction, read as if a piece began there. O(instructions).
void derive_quick(Tables& tables);

} // namespace recourse::machine
