// A stable text of a syntax tree, without places: for golden tests, and to compare trees.
#pragma once

#include <string>

#include "compiler/syntax/ast.h"

namespace recourse::syntax {

// One line for each declaration and rule, indented by nesting; comments are left out. O(tree).
[[nodiscard]] std::string dump(const File& file);
// One thing of it, its mark before it: two that are written alike give the same text.
[[nodiscard]] std::string dump(const Item& item);
[[nodiscard]] std::string dump(const TopItem& item);
[[nodiscard]] std::string dump(const DecisionRow& row);

}  // namespace recourse::syntax
