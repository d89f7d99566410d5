// recourse check --fix: fixes applied, round by round, until none is left.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <recourse/compiler.h>

namespace recourse::cli {

// A fix that was applied: its finding, with the place as it was then.
struct Mend {
    Finding finding;
};

struct Mended {
    Analysis analysis;              // of the texts as they are now
    std::vector<Mend> mends;        // in order
    std::vector<Finding> withheld;  // fixes that would bring an error about, and were not applied
};

// Applies the fixes whose edits all lie in `files`. What brings about an error that was not there is taken back, unless it mends an error
// itself (behind which others may have stood). O(rounds · analysis).
[[nodiscard]] Mended mend(const Analysis& analysis, const std::set<std::string>& files, const Options& how);

}  // namespace recourse::cli
