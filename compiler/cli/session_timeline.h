// The life of a case as a page that a person reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "session.h"

namespace recourse::cli {

enum class Telling : std::uint8_t {
    timeline,       // what happened, who did it, rule and clause
    explanation,    // that, with each rule's place and each effect's id
};

// `occurrences` are those of this case, in order; those of others are passed over. Ends with how the case stands now.
[[nodiscard]] std::string tell(const FollowedCase& followed, const std::vector<Occurrence>& occurrences, Telling telling, std::string_view language);

}  // namespace recourse::cli
