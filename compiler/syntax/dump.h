// A stable text of a syntax tree, without places: for golden tests, and to compare trees.
#pragma once

#include <string>

#include "compiler/syntax/ast.h"

namespace recourse::syntax {

// One line for each declaration and rule, indented by nesting; comments are left out. O(tree).
[[nodiscard]] std::string dump(const File& file);

}  // namespace recourse::syntax
