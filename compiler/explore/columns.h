// The columns of a case type in words, and the heads of a certificate (docs/certificates.md): what a reader of one needs to make sense of
// its rows. A checker makes these lines again from the policy and compares.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/explore/slots.h"
#include "compiler/semantics/model.h"

namespace recourse::explore {

// One line a column: points of time, numbers, choices with their classes, counters, marks of the watch, and what stays done in a state.
[[nodiscard]] std::vector<std::string> column_lines(const semantics::Model& model, const TimeFacts& times, const Slots& slots, semantics::CaseId of);
// One line a comparison of two instants. They are no columns of the policy's own: the search finds out which matter.
[[nodiscard]] std::vector<std::string> order_lines(const Slots& slots);
// In quotes, on one line.
[[nodiscard]] std::string quoted(std::string_view text);
// `set cases of "Claim"`, and `set promise 2 of "Claim" "paid once"`.
[[nodiscard]] std::string set_head(const semantics::Model& model, semantics::CaseId of);
[[nodiscard]] std::string set_head(const semantics::Model& model, std::size_t promise);
// FNV-1a 64 in hexadecimal: which text it was. What is proved of a text does not rest on it.
[[nodiscard]] std::string text_digest(std::string_view text);

}  // namespace recourse::explore
