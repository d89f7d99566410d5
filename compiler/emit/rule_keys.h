// What names a rule for good: where it stands, not its number, so that an edit elsewhere in the policy leaves it as it is.
#pragma once

#include "compiler/semantics/model.h"

#include <cstdint>
#include <vector>

namespace recourse::emit {

// A key a transition, different for any two of them: a hash of its case, its state, what it answers (the event, the deadline or the
// condition as named or written) and which of the ways out on that it is, as declared. O(transitions · log).
[[nodiscard]] std::vector<std::uint64_t> rule_keys(const semantics::Model& model);

} // namespace recourse::emit
