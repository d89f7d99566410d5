// The bytes of a case: where each thing that it remembers lies.
#pragma once

#include "compiler/emit/memory.h"
#include "compiler/semantics/model.h"
#include "runtime/format/layout.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace recourse::emit {

struct Slot {
    MemoryKey key;
    std::string name;
    semantics::Type type;
    format::SlotKind kind = format::SlotKind::fact;
    std::uint8_t width = 8; // as in SlotRecord: 0 a bit, kTextWidth a text
    std::uint8_t bit = 0;
    std::uint32_t offset = 0;
    std::uint32_t capacity = 0; // text
    std::int64_t initial = 0, minimum = 0, maximum = 0;
    [[nodiscard]] std::uint32_t bytes() const;
};

inline constexpr std::uint8_t kTextWidth = 255;
inline constexpr std::uint32_t kCaseHeaderBytes = 24;
inline constexpr std::uint32_t kMaxCaseBytes = 4096;

struct CaseSlots {
    MemoryNeeds needs;
    std::vector<Slot> slots; // by place
    std::uint32_t state_width = 1;
    std::vector<std::uint32_t> state_offsets; // one a machine
    std::uint32_t bytes = 0;
    std::vector<MemoryKey> unbounded; // texts that would have to be kept and have no bound

    // Index within `slots`; kNone when it is not kept.
    [[nodiscard]] std::uint32_t find(const MemoryKey& key) const;
    std::map<MemoryKey, std::uint32_t> index;
};

// Lays a case out: header, machines' states, bits, then numbers from narrow to wide, then texts, so that nothing but the step
// to the next alignment is wasted. O(needs · log).
[[nodiscard]] CaseSlots lay_out(const semantics::Model& model, semantics::CaseId type);

} // namespace recourse::emit
