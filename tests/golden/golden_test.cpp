// Every .rule file below tests/golden/ against its `#~` marks and its .expected file. RECOURSE_UPDATE=1 rewrites the latter: review
// the difference as you would code.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "tests/harness/files.h"
#include "tests/harness/golden.h"

namespace {

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, FindsWhatItSays) {
    const std::string& path = GetParam();
    const recourse::Analysis analysis = harness::analyse_golden(path);
    EXPECT_EQ(harness::found_in(path, analysis), harness::written_in(harness::read(path)))
        << recourse::render(analysis.findings(), analysis.sources());

    const std::string expected_path = path + ".expected";
    const std::string text = harness::rendered(path, analysis);
    const bool exists = std::filesystem::exists(harness::repository() / expected_path);
    if (harness::updating()) {
        if (!text.empty()) harness::write(expected_path, text);
        if (text.empty() && exists) std::filesystem::remove(harness::repository() / expected_path);
        return;
    }
    EXPECT_EQ(text, exists ? harness::read(expected_path) : std::string()) << "RECOURSE_UPDATE=1 rewrites " << expected_path;
}

// Files that others name with `#@ with` are judged there.
std::vector<std::string> golden_files() {
    std::vector<std::string> files = harness::files_below("tests/golden", ".rule");
    std::erase_if(files, [](const std::string& path) { return path.find(".part.rule") != std::string::npos; });
    return files;
}

INSTANTIATE_TEST_SUITE_P(Files, Golden, testing::ValuesIn(golden_files()),
                         [](const auto& one) { return harness::test_name(one.param); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Golden);

TEST(GoldenFiles, NoExpectedFileIsLeftBehind) {
    const std::vector<std::string> files = golden_files();
    for (const std::string& path : harness::files_below("tests/golden", ".expected")) {
        const std::string rule = path.substr(0, path.size() - std::string(".expected").size());
        EXPECT_NE(std::find(files.begin(), files.end(), rule), files.end()) << path << " belongs to no .rule file";
    }
}

TEST(GoldenFiles, MarksAreRead) {
    EXPECT_EQ(harness::written_in("a\nb #~ one two\n#~ three\n"), (harness::Expectations{"2 one", "2 two", "3 three"}));
}

}  // namespace
