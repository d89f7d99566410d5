// What the checks rest on, for somebody else to check: the situations that the search has found, as text (docs/certificates.md).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <recourse/compiler.h>

namespace recourse {

struct Certificate {
    std::string problem;          // why there is none; empty when there is one
    std::string text;
    std::size_t sets = 0, situations = 0;
};

// Of the policies at `paths`; libraries and calendars among them are passed over. The analysis has to have been made with checks and
// programs, and a policy with errors is a `problem`, as is a search that did not see everything: nothing is cut. Of the options, budget
// and progress count. O(situations · columns²), and as long as the searches take.
[[nodiscard]] Certificate certificate_of(const Analysis& analysis, const std::vector<std::string>& paths, const Options& options = {});

}  // namespace recourse
