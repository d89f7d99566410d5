// Types of the model as a program writes them, and how much room their numbers need.
#pragma once

#include "compiler/semantics/model.h"
#include "runtime/format/layout.h"

#include <cstdint>

namespace recourse::emit {

[[nodiscard]] format::TypeRecord type_record(const semantics::Type& type);

// Inclusive bounds of a type's number as the program holds it (a kind's members, a party's index, …).
struct Bounds {
    std::int64_t low, high;
};
[[nodiscard]] Bounds bounds_of(const semantics::Model& model, const semantics::Type& type);

// Whether a value may leave the bounds of what receives it, by what is known of its type: then the machine looks at each.
[[nodiscard]] bool may_leave(const semantics::Model& model, semantics::ExprId value, const semantics::Type& receiver);

// The bytes (1, 2, 4 or 8) that hold every number within the bounds, with the most negative value left for `absent`.
[[nodiscard]] std::uint8_t width_of(Bounds bounds);

} // namespace recourse::emit
