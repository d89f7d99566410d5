// What a hostile or a hasty hand can do to the command: it says so, and nothing of the user's is lost.
#include <gtest/gtest.h>

#include <string>

#include "tests/harness/command.h"

namespace {

using harness::recourse_command;

const std::string head = "policy limits\n  time zone \"UTC\"\n  counting std.counting.whole_days\n\nparty buyer\n\n";
const std::string small = head + "case C {\n  event go by buyer\n  start A\n  state A {\n    on go -> B\n    after 9 days -> B\n  }\n  final B\n}\n";

TEST(CommandLimits, NamesInALongChainEndWithAFinding) {
    const harness::Folder folder;
    std::string text = head;
    for (int i = 0; i < 5000; ++i) text += "condition d" + std::to_string(i) + " = d" + std::to_string(i + 1) + "\n";
    folder.write("chain.rule", text + "condition d5000 = true\n");
    const auto answer = recourse_command({"check", "chain.rule"}, {}, folder.path());
    EXPECT_EQ(answer.code, 1);
    EXPECT_NE(answer.out.find("nesting-too-deep"), std::string::npos);
}

TEST(CommandLimits, OutputNeverTakesAPolicysPlace) {
    const harness::Folder folder;
    folder.write("small.rule", small);
    for (const char* verb : {"compile", "graph"}) {
        const auto answer = recourse_command({verb, "small.rule", "-o", "small.rule"}, {}, folder.path());
        EXPECT_EQ(answer.code, 2) << verb;
        EXPECT_NE((answer.out + answer.err).find("another ending"), std::string::npos) << verb;
        EXPECT_EQ(folder.read("small.rule"), small) << verb;
    }
}

TEST(CommandLimits, ADeviceIsWrittenIntoAndStaysOne) {
    const harness::Folder folder;
    folder.write("small.rule", small);
    EXPECT_EQ(recourse_command({"compile", "small.rule", "-o", "/dev/full"}, {}, folder.path()).code, 2);
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

}  // namespace
