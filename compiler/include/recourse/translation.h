// A .rule file in the keywords of another language: `recourse fmt --language`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/diagnostic.h>

namespace recourse {

// The languages that a file's keywords may be in: "en", "zh-Hans", "zh-Hant".
[[nodiscard]] std::vector<std::string> keyword_languages();

struct Translation {
    std::optional<std::string> text;    // as `recourse fmt` lays it out; nothing when it does not parse, or cannot be said in that language
    std::vector<Finding> findings;      // why not
};

// The same policy with its keywords in `language`: names, texts and comments stay as they are, and so does what it means. Translating back
// gives the same bytes as formatting the original. What is given has been read back. O(length).
[[nodiscard]] Translation translate(std::string_view path, std::string_view text, std::string_view language);

}  // namespace recourse
