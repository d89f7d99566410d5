// A case type as records: facts, events, machines, states, named values.
#pragma once

#include "compiler/emit/writer.h"

#include <vector>

namespace recourse::emit {

void write_case(Writer& writer, semantics::CaseId id);

// Declared fields, as a range of the fields section.
[[nodiscard]] format::FieldRecord field_record(Writer& writer, const semantics::Field& field);
[[nodiscard]] format::Range write_fields(Writer& writer, const std::vector<semantics::Field>& fields);

} // namespace recourse::emit
