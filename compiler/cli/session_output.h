// Files that verbs write: whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace recourse::cli {

// Puts `text` in the place of a file that is there, in one step: a reader sees the old or the new text, never a part, and neither Ctrl-C
// nor a full disk leaves anything behind. Mode is kept, a symbolic link stays one. Gives the problem, or nothing.
[[nodiscard]] std::string replace_file(const std::string& path, std::string_view text);
// Makes a file, or puts the text in the place of one, in one step; what is neither is written into. Gives the problem, or
// nothing.
[[nodiscard]] std::string write_file(const std::string& path, std::string_view text);
// Makes a file in one step; one that is there already is a problem.
[[nodiscard]] std::string write_new_file(const std::string& path, std::string_view text);

}  // namespace recourse::cli
