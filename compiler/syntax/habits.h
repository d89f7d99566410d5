// Mistakes that people make by habit, of other languages and of writing by hand: told in place of what the grammar expected.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/support/source.h"
#include "compiler/syntax/failure.h"

namespace recourse::syntax {

// What was meant by the line of a failure, when it looks like one of them. `text` is the laid out text that the failure counts in.
// O(length of the line).
[[nodiscard]] std::optional<diagnostics::Diagnostic> habit_of(support::FileId id, const Failure& failure, std::string_view text);

}  // namespace recourse::syntax
