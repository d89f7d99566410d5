#include "tests/harness/files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "test_paths.h"

namespace harness {

namespace fs = std::filesystem;

const fs::path& repository() {
    static const fs::path root = RECOURSE_SOURCE_DIR;
    return root;
}

std::string read(const std::string& path) {
    std::ifstream file(repository() / path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_TRUE(file.good()) << path << " cannot be read";
    return text.str();
}

void write(const std::string& path, std::string_view text) {
    std::ofstream file(repository() / path, std::ios::binary);
    file << text;
    EXPECT_TRUE(file.good()) << path << " cannot be written";
}

std::vector<std::string> files_below(const std::string& folder, std::string_view extension) {
    std::vector<std::string> found;
    if (!fs::exists(repository() / folder)) return found;
    for (const auto& entry : fs::recursive_directory_iterator(repository() / folder)) {
        if (!entry.is_regular_file() || entry.path().extension() != extension) continue;
        found.push_back(fs::relative(entry.path(), repository()).generic_string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool updating() {
    const char* value = std::getenv("RECOURSE_UPDATE");
    return value != nullptr && std::string_view(value) == "1";
}

std::string test_name(const std::string& path) {
    std::string name;
    for (const char letter : path) name += std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
    return name;
}

const recourse::Analysis& whole_tree() {
    static const recourse::Analysis analysis = [] {
        recourse::SourceSet sources;
        for (const char* folder : {"rules", "stdlib"}) {
            for (const std::string& path : files_below(folder, ".rule")) sources.add(path, read(path));
        }
        return recourse::analyse(std::move(sources));
    }();
    return analysis;
}

}  // namespace harness
