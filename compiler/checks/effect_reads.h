// Effects whose arguments read what an event carried, performed before that event has happened.
#pragma once

#include <vector>

#include "compiler/checks/explored.h"

namespace recourse::checks {

// One argument of one effect that some case performs too early, and the scenario that shows it.
struct EarlyRead {
    ExprId read;
    std::vector<std::string> witness;
};

// The search does not follow effects, which move nothing: each that reads an event which need not have happened is searched by itself.
// O(such effects · situations).
[[nodiscard]] std::vector<EarlyRead> early_reads(const CheckInput& input);

}  // namespace recourse::checks
