// What a search has found, as text that another program can check (docs/certificates.md).
#pragma once

#include <cstdint>
#include <string>

#include "compiler/explore/explorer.h"

namespace recourse::explore {

// One set: its head, its columns, every situation, and how many there are. `measured`: Limits::measure_watch_up_to of the search.
// O(situations · columns²).
[[nodiscard]] std::string set_in_words(const std::string& head, const semantics::Model& model, const TimeFacts& times, const Explorer& explorer,
                                       const Exploration& found, std::int64_t measured = 0);

}  // namespace recourse::explore
