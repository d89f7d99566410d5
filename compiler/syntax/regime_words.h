// The phrases of a counting regime's lines, such as `last day` and `not counted`: in the syntax tree they are English, whatever the file's language.
#pragma once

#include <string>
#include <string_view>

#include "compiler/syntax/keywords.h"

namespace recourse::syntax {

// The phrase whose last word is the keyword of this key; "" when there is none. O(phrases).
[[nodiscard]] std::string_view regime_phrase(std::string_view last_key);

// The phrase as `words` write it; itself when it is none. O(phrases).
[[nodiscard]] std::string regime_text(std::string_view phrase, const Vocabulary& words);

}  // namespace recourse::syntax
