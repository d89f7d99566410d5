// Checks a certificate: that each set is closed under the steps of the semantics, and that nothing bad is in it. It knows the meaning of
// one step (compiler/explore/steps.h) and nothing of the search.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <recourse/sources.h>

namespace certify {

struct Verdict {
    std::string problem;              // the first thing that is wrong, with its place; empty when nothing is
    std::size_t sets = 0, situations = 0;
};

// `sources`: the policies of the certificate and what they use, by any paths. O(situations · rules · columns³).
[[nodiscard]] Verdict certify(std::string_view certificate, const recourse::SourceSet& sources);

}  // namespace certify
