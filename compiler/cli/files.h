// From paths on the command line to texts, and back to the disk.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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
// The whole of a file; "-" is standard input. A pipe or a device is read to its end.
[[nodiscard]] FileText read_file(const std::string& path);
// "it is a pipe", "it is a device": what stands at a path when it is neither a file nor a folder; nothing otherwise. Nothing is opened.
[[nodiscard]] std::string oddity_of(const std::string& path);

// What a walk through folders finds, each list sorted.
struct Found {
    std::vector<std::string> files;                             // regular ones
    std::vector<std::pair<std::string, std::string>> unread;    // what cannot be looked into, and why
    std::vector<std::pair<std::string, std::string>> odd;       // pipes and devices, and what they are
    std::vector<std::string> linked;                            // those of the files that are links
};
// The .rule files of a folder, and of those below it when `deep`.
[[nodiscard]] Found rule_files(const std::filesystem::path& folder, bool deep);
// A path's one name, whatever links lead there.
[[nodiscard]] std::string identity_of(const std::string& path);

// The files that a verb works on.
struct Input {
    SourceSet sources;                  // the files asked for, then those that they import and that were found near them
    std::vector<std::string> asked;     // the files asked for, each once by its first path, sorted within a folder
    std::set<std::string> named;        // those of them that were named by themselves, not by a folder alone
    bool is_partial = false;            // a file below a folder, or an import, could not be read; it was told, and the rest goes on
    // The exit code of work that ended with `code`: Exit::misuse when something could not be read.
    [[nodiscard]] int settle(int code) const;
};

// Files as named, and every .rule file below folders as named; without any path those of recourse.toml, or the current folder. Two
// paths of one file, by a link or otherwise, are one file. Below a folder what is hidden is passed over, likewise links to folders;
// pipes and devices with a message; what cannot be read is told and left out. Nothing, after a message on `console`, when a path that
// was named cannot be read or nothing is found.
[[nodiscard]] std::optional<Input> read_input(const std::vector<std::string>& paths, const Configuration& configuration, Console& console);

}  // namespace recourse::cli
