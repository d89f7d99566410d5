// The fixes of findings, applied: texts in, texts out.
#pragma once

#include <cstddef>
#include <vector>

#include <recourse/diagnostic.h>
#include <recourse/sources.h>

namespace recourse {

struct Fixed {
    SourceSet sources;                  // with the edits made
    std::vector<std::size_t> applied;   // findings whose fixes were, by index, in order
    std::size_t put_off = 0;            // fixes that touch what an earlier one changes: of use when asked for anew
};

// Applies every fix that touches none before it, each as a whole. Edits outside of `sources`, or past the end of a text, keep their fix from
// being applied. O(edits² + length of the texts).
[[nodiscard]] Fixed apply_fixes(const SourceSet& sources, const std::vector<Finding>& findings);

}  // namespace recourse
