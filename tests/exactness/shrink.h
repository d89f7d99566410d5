// Makes a policy that shows a disagreement as small as it can be by leaving out lines.
#pragma once

#include <functional>
#include <string>

namespace exactness {

// `shows` says whether a text still shows it. O(lines²) calls at worst.
[[nodiscard]] std::string shrink(const std::string& policy, const std::function<bool(const std::string&)>& shows);

}  // namespace exactness
