// What the command's help says, in English and Chinese.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "command.h"

namespace recourse::cli {

// A text of the help in a language ("en", "zh"), by help.def. O(lines of the table).
[[nodiscard]] std::string_view in_words(std::string_view english, std::string_view language);

// The language of the help: as `--lang` among the arguments says, or the environment.
[[nodiscard]] std::string help_language(const std::vector<std::string>& arguments);

// The help of one verb, whose arguments `app` has been told; it is left in that language.
[[nodiscard]] std::string help_of(const Command& command, CLI::App& app, std::string_view language);

}  // namespace recourse::cli
