// Expressions, variables and values in the words of the policy.
#pragma once

#include <string>
#include <vector>

#include "compiler/explore/search.h"
#include "compiler/explore/translate.h"
#include "compiler/semantics/model.h"

namespace recourse::explore {

// A value as the policy would write it: `changed_mind`, `88.00 CNY`, `2024-03-01 10:00`.
[[nodiscard]] std::string value_in_words(const semantics::Model& model, const TimeFacts& times, const semantics::Type& type,
                                         std::int64_t value, const std::vector<std::string>& texts = {});
// `5 days after apply`, `apply.service`, `closes`: short, for messages; not meant to be parsed again.
[[nodiscard]] std::string expression_in_words(const semantics::Model& model, const TimeFacts& times, semantics::ExprId id,
                                              const std::vector<semantics::Field>* parameters = nullptr);
// The same, of what goes by a name: what the name stands for.
[[nodiscard]] std::string definition_in_words(const semantics::Model& model, const TimeFacts& times, semantics::ExprId id);
// One line for each value that matters.
[[nodiscard]] std::vector<std::string> witness_in_words(const semantics::Model& model, const TimeFacts& times,
                                                        const Translator& translator, const FormulaStore& store,
                                                        const Solution& solution, const Place& place);

}  // namespace recourse::explore
