// The one style of a .rule file.
#pragma once

#include <string>

#include "compiler/syntax/ast.h"

namespace recourse::syntax {

// The file in that style. Its meaning and its comments are kept; formatting what is formatted changes nothing.
// `file` is the tree of `source` and has no syntax errors. O(length).
[[nodiscard]] std::string format(const File& file, const support::SourceFile& source);

}  // namespace recourse::syntax
