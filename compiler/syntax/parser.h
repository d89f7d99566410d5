// Text to syntax tree.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"

namespace recourse::syntax {

// Parses one file. What is wrong is said to `sink`, every cause once; the tree holds what could be read. O(length).
// Only `unreadable` files (too large, not text, brackets too deep) give an empty tree.
[[nodiscard]] File parse(support::FileId id, const support::SourceFile& source, diagnostics::Sink& sink);

}  // namespace recourse::syntax
