// Under which of several policies a case is opened: the policy that is named, or one that refines it and that the case's facts decide for.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "session.h"

namespace recourse::cli {

// Whether a refinement's `applies` holds for the facts at hand.
using Applies = std::function<bool(const Policy& refinement)>;

struct Choice {
    const Policy* policy = nullptr;     // null: nobody can tell
    std::string problem;                // why, in words
};

// Of the named policy and those of its refinements that apply, the one that comes before all the others. O(policies²).
[[nodiscard]] Choice choose_policy(const std::vector<Policy>& policies, const Policy& named, const Applies& applies);

}  // namespace recourse::cli
