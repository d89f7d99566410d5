// Rules as records: transitions with their guards, actions and effects, the groups that answer events, citations, places.
#pragma once

#include "compiler/emit/writer.h"

#include <vector>

namespace recourse::emit {

// Appends the transitions in order; `case_index` numbers them for coverage. O(size of the rules).
[[nodiscard]] format::Range write_transitions(Writer& writer, const CodeScope& scope,
                                              const std::vector<semantics::TransitionId>& transitions);

// The effects among some actions, as calls in order.
[[nodiscard]] format::Range write_calls(Writer& writer, const CodeScope& scope, const std::vector<semantics::Action>& actions);

// The clauses that a rule cites, as indices of clauses; one that is cited but not listed is added to them.
[[nodiscard]] format::Range write_cites(Writer& writer, const semantics::RuleText& text);

// Where a rule is written, with its first line; kNone without a source.
[[nodiscard]] std::uint32_t write_location(Writer& writer, support::Span span);

// The table that says which group answers an event in a state, and the groups with their rules. Gives its first entry.
[[nodiscard]] std::uint32_t write_dispatch(Writer& writer, const CodeScope& scope);

} // namespace recourse::emit
