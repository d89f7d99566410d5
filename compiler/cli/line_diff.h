// The difference of two texts as a unified diff.
#pragma once

#include <string>
#include <string_view>

namespace recourse::cli {

// Lines of `before` and `after` as `diff -u` shows them, with three lines around each change; empty when the texts are the same.
// O(changed lines of one · changed lines of the other) in time and room, once the common beginning and end are set aside.
[[nodiscard]] std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace recourse::cli
