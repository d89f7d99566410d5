// From paths on the command line to texts, and back to the disk.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/compiler.h>

namespace recourse::cli {

class Console;
struct Configuration;

// A file, or why it cannot be had.
struct FileText {
    std::string text;
    std::string problem;    // empty: it was read
};
// The whole of a file; "-" is standard input.
[[nodiscard]] FileText read_file(const std::string& path);

// The files that a verb works on.
struct Input {
    SourceSet sources;                  // the files asked for, then those that they import and that were found near them
    std::vector<std::string> asked;     // the files asked for, each once, sorted within a folder
    [[nodiscard]] bool is_asked(std::string_view path) const;
};

// Files as named, and every .rule file below folders as named (hidden folders are passed over); without any path those of
// recourse.toml, or the current folder. Nothing, after a message on `console`, when one cannot be read or nothing is found.
[[nodiscard]] std::optional<Input> read_input(const std::vector<std::string>& paths, const Configuration& configuration, Console& console);

// Adds files that the input imports and lacks: looked for beside the importing file, then below the folder of recourse.toml.
void add_imports(Input& input, const Configuration& configuration);

// Writes all of `text` into an open file; false, with errno, when it cannot.
[[nodiscard]] bool write_all(int file, std::string_view text);

// Puts `text` in the place of a file in one step: a reader sees the old or the new text, never a part, and neither Ctrl-C nor a full
// disk leaves anything behind. Mode is kept, a symbolic link stays one. Gives the problem, or nothing.
[[nodiscard]] std::string replace_file(const std::string& path, std::string_view text);

}  // namespace recourse::cli
