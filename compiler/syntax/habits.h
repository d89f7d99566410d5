// Mistakes that people make by habit, of other languages and of writing by hand: told in place of what the grammar expected.
#pragma once

#include <optional>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/support/source.h"
#include "compiler/syntax/failure.h"
#include "compiler/syntax/layout.h"

namespace recourse::syntax {

// What was meant by the line of a failure, when it looks like one of them. `layout` is the text that the failure counts in.
// O(length of the line).
[[nodiscard]] std::optional<diagnostics::Diagnostic> habit_of(support::FileId id, const Failure& failure, const Layout& layout);

}  // namespace recourse::syntax
