// Every line of the help's table is said somewhere.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/harness/command.h"
#include "tests/harness/files.h"

namespace {

struct Line {
    std::string_view english, chinese;
};
constexpr Line table[] = {
#define HELP(english, chinese) {english, chinese},
#include "compiler/cli/help.def"
};

constexpr std::string_view verbs[] = {
#define COMMAND(name) #name,
#include "compiler/cli/commands.def"
};

TEST(HelpTable, NothingInItIsSaidNoMore) {
    const std::vector<std::string> chinese = {"LC_ALL=zh_CN.UTF-8"};
    std::string said = harness::recourse_command({"--help"}, {}, RECOURSE_SOURCE_DIR, chinese).out;
    for (const std::string_view verb : verbs) said += harness::recourse_command({std::string(verb), "--help"}, {}, RECOURSE_SOURCE_DIR, chinese).out;
    for (const Line& line : table) EXPECT_NE(said.find(line.chinese), std::string::npos) << line.english;
}

}  // namespace
