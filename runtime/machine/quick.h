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

/// What the code that begins at `first` is, if it is short. `zone`: the only one there is, or null when a case chooses.
Quick recognise(const Tables& tables, Code first, const ZoneView* zone);

/// Fills tables.quick: one entry an instruction, read as if a piece began there. O(instructions).
void derive_quick(Tables& tables);

} // namespace recourse::machine
