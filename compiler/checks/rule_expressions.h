// Every expression that a rule, a decision or the naming of a value is made of; not those of scenarios and promises.
#pragma once

#include <functional>

#include "compiler/checks/support.h"
#include "compiler/explore/expressions.h"

namespace recourse::checks {

// Visits the root of each, in the order of the model's tables. O(rules).
void for_rule_expressions(const Model& model, const std::function<void(ExprId)>& visit);

}  // namespace recourse::checks
