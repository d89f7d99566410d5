// Files of this repository, for tests.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/compiler.h>

namespace harness {

[[nodiscard]] const std::filesystem::path& repository();
// The whole of a file, by its path from the repository's root; fails the test when it cannot be read.
[[nodiscard]] std::string read(const std::string& path);
void write(const std::string& path, std::string_view text);
// Files below a folder with an extension (".rule"), sorted, as paths from the repository's root; none when there is no such folder.
[[nodiscard]] std::vector<std::string> files_below(const std::string& folder, std::string_view extension);
// RECOURSE_UPDATE=1: rewrite what is expected instead of comparing with it.
[[nodiscard]] bool updating();
// A path as the name of a test: letters, digits and `_`.
[[nodiscard]] std::string test_name(const std::string& path);

// Every policy of rules/ and stdlib/, analysed together once a run.
[[nodiscard]] const recourse::Analysis& whole_tree();

}  // namespace harness
