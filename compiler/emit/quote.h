// How a rule is quoted in what the runtime says of it.
#pragma once

#include "compiler/support/source.h"

#include <cstdint>
#include <string>

namespace recourse::emit {

// The rule's line without the blanks around it. A branch goes after the head that it belongs to: "after answer_time: otherwise -> Refunded".
// O(length of the lines from the head to the branch).
[[nodiscard]] std::string quoted_rule(const support::SourceFile& file, std::uint32_t line);

} // namespace recourse::emit
