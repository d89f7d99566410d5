// The command's help in Chinese: nothing of it stays English but the lines that are typed.
#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <sstream>
#include <string>

#include "tests/harness/command.h"
#include "tests/harness/files.h"

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// Words of English in a row, as a sentence has them and a line to be typed has not.
bool is_prose(const std::string& line) {
    if (line.starts_with("  recourse ")) return false;      // an example
    std::istringstream in(line);
    int row = 0;
    for (std::string word; in >> word;) {
        bool letters = std::isalpha(static_cast<unsigned char>(word.front())) != 0;
        for (const char c : word) letters = letters && (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == ',' || c == ';' || c == '.');
        row = letters ? row + 1 : 0;
        if (row >= 3) return true;
    }
    return false;
}

std::vector<std::string> verbs() {
    std::vector<std::string> names;
    for (const std::string& line : lines_of(harness::read("compiler/cli/commands.def"))) {
        if (line.starts_with("COMMAND(")) names.push_back(line.substr(8, line.find(')') - 8));
    }
    return names;
}

void expect_chinese(const std::vector<std::string>& arguments) {
    const harness::Answer english = harness::recourse_command(arguments, {}, RECOURSE_SOURCE_DIR, {"LC_ALL=C"});
    const harness::Answer chinese = harness::recourse_command(arguments, {}, RECOURSE_SOURCE_DIR, {"LC_ALL=zh_CN.UTF-8"});
    EXPECT_EQ(english.code, 0);
    EXPECT_EQ(chinese.code, 0);
    std::size_t prose = 0;
    for (const std::string& line : lines_of(english.out)) prose += is_prose(line) ? 1 : 0;
    EXPECT_GT(prose, 2u) << "the question no longer finds what help says:\n" << english.out;
    for (const std::string& line : lines_of(chinese.out)) EXPECT_FALSE(is_prose(line)) << "not in help.def: " << line;
}

TEST(Help, IsThereInChineseAsAWhole) {
    expect_chinese({"--help"});
    EXPECT_GT(verbs().size(), 10u);
    for (const std::string& verb : verbs()) expect_chinese({verb, "--help"});
}

TEST(Help, SpeaksTheLanguageThatItIsAskedFor) {
    const harness::Answer asked = harness::recourse_command({"run", "--lang", "zh", "--help"}, {}, RECOURSE_SOURCE_DIR, {"LC_ALL=C"});
    EXPECT_NE(asked.out.find("用法"), std::string::npos) << asked.out;
    const harness::Answer english = harness::recourse_command({"run", "--lang", "en", "--help"}, {}, RECOURSE_SOURCE_DIR, {"LC_ALL=zh_CN.UTF-8"});
    EXPECT_NE(english.out.find("Usage"), std::string::npos) << english.out;
}

}  // namespace
