// The policies that `recourse new` writes, to begin with.
#pragma once

#include <string_view>

namespace recourse::cli {

// The one whose keywords, comments and texts are in a language ("en", "zh-Hans", "zh-Hant"). A pattern of fmt: {0} is the policy's name,
// {1} its file.
[[nodiscard]] std::string_view starter(std::string_view language);

}  // namespace recourse::cli
