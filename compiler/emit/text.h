// Expressions as a reader would write them, in the language's own syntax: for diagrams, messages and operands' names.
#pragma once

#include "compiler/semantics/model.h"
#include "compiler/support/source.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace recourse::emit {

// "5 days after apply", "price >= 100.00 CNY". A named value is called by its name. O(size of the expression).
[[nodiscard]] std::string expression_text(const semantics::Model& model, semantics::ExprId id);
// The same, without giving way to the name of a named value at the top: what the name stands for.
[[nodiscard]] std::string definition_text(const semantics::Model& model, semantics::ExprId id);

// "5 days", "10 whole days", "90 minutes" of a packed period. The reading is said when it differs from the policy's regime.
[[nodiscard]] std::string period_text(std::int64_t packed, const semantics::Regime& regime);

// A constant of a type: "88.00 CNY", "25%", "refund_only", "2024-03-01".
[[nodiscard]] std::string constant_text(const semantics::Model& model, const semantics::Type& type, std::int64_t number);

// "apply", "first apply", "previous apply".
[[nodiscard]] std::string occurrence_text(const std::string& event, semantics::Occurrence occurrence);

// The source of a span on one line: comments left out, white space folded. Empty when there is no such source.
[[nodiscard]] std::string source_text(const support::SourceTable* sources, support::Span span);

} // namespace recourse::emit
