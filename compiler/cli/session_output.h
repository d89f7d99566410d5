// Files that verbs write: whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace recourse::cli {

// Makes a file, or puts the text in the place of one, in one step. Gives the problem, or nothing.
[[nodiscard]] std::string write_file(const std::string& path, std::string_view text);
// Makes a file in one step; one that is there already is a problem.
[[nodiscard]] std::string write_new_file(const std::string& path, std::string_view text);

}  // namespace recourse::cli
