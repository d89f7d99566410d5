// The way from a checked policy to the bytes that a runtime loads.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/model.h"
#include "compiler/support/source.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace recourse::emit {

// An older version whose cases come over, with the shapes by which a runtime knows its case types.
struct OldVersion {
    std::uint32_t version = 0;
    const semantics::Model* model = nullptr;
    std::vector<std::uint64_t> shapes = {};
};

struct EmitInput {
    const semantics::Model* model = nullptr;
    const support::SourceTable* sources = nullptr; // may be null: rules are then quoted from the model
    std::vector<OldVersion> older = {};            // one for each version that the model's migrations name
};

// A compiled program (runtime/format/layout.h) of a model without errors; empty when something does not fit, and the
// sink then says what. The same input gives the same bytes. O(size of the model + size of the program).
[[nodiscard]] std::vector<std::byte> emit_program(const EmitInput& input, diagnostics::Sink& sink);

// How a case type keeps its memory, for people: one line a slot with its place, and the size. For `recourse doc` and tests.
struct SlotLine {
    std::string name;
    std::string kind;
    std::uint32_t offset = 0, bytes = 0, bit = 0; // bytes 0: the one bit `bit` of the byte at `offset`
};
struct CaseLayout {
    std::string name;
    std::uint32_t bytes = 0;
    std::vector<SlotLine> slots; // machines' states first
};
[[nodiscard]] std::vector<CaseLayout> case_layouts(const semantics::Model& model);

} // namespace recourse::emit
