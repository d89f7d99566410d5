// Which rows of a decision can hold for one input at all, by a look at what each says of the parameters.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/semantics/model.h"

namespace recourse::checks {

// More pairs of rows than a check asks about.
inline constexpr std::size_t kMostRowPairs = 20'000;

using RowPair = std::pair<std::uint32_t, std::uint32_t>;

// The pairs of rows with conditions that may hold together, the earlier row as written first, ordered by the first and then the
// second. What is left out is certain: both rows bind one parameter to constants, and to other ones. Nothing when there are more than
// `most`. O(rows · log rows + pairs that agree on the parameter which tells most apart).
[[nodiscard]] std::optional<std::vector<RowPair>> meeting_rows(const semantics::Model& model, const semantics::Decision& decision, std::size_t most);

}  // namespace recourse::checks
