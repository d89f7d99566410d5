// `recourse run` and `recourse test` on a case that breaks a promise of its policy.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/harness/command.h"
#include "tests/scenarios/command_run_log.h"

namespace {

using harness::Answer;
using harness::Folder;
using run_log::has;
using run_log::lines;

const std::string policy = R"(policy shop.claim
  version   1
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party buyer, seller

case Claim {
  event apply  by buyer
  event refuse by seller
  start Open
  state Open {
    on apply -> Decides
    after 40 days -> Expired
  }
  state Decides {
    on refuse -> Open
    after 15 days -> Expired
  }
  final Expired
}

promise "asks once"    apply at most once
promise "ends in time" Claim ends within 12 days
)";

const std::string log =
    R"({"case":"A","open":"shop.claim/Claim","at":"2024-03-01T10:00:00+08:00"})" "\n"
    R"({"case":"A","at":"2024-03-02T10:00:00+08:00","by":"buyer","event":"apply"})" "\n"
    R"({"case":"A","at":"2024-03-03T10:00:00+08:00","by":"seller","event":"refuse"})" "\n"
    R"({"case":"A","at":"2024-03-04T10:00:00+08:00","by":"buyer","event":"apply","id":"e"})" "\n"
    R"({"case":"A","at":"2024-03-04T10:00:00+08:00","by":"buyer","event":"apply","id":"e"})" "\n"
    R"({"now":"2024-03-16T10:00:00+08:00"})" "\n";

Answer run(const Folder& folder, std::vector<std::string> more) {
    std::vector<std::string> arguments = {"run", "a.rule", "-", "--lang", "en"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return harness::recourse_command(arguments, log, folder.path());
}

TEST(CommandRunPromises, ALineSaysWhichPromiseIsBroken) {
    const Folder folder;
    folder.write("a.rule", policy);
    const Answer answer = run(folder, {"--format", "json"});
    EXPECT_EQ(answer.code, 0) << answer.err;
    std::vector<std::string> told;
    for (const std::string& line : lines(answer.out)) {
        if (has(line, "\"promise\"")) told.push_back(line);
    }
    ASSERT_EQ(told.size(), 3u) << answer.out;
    const std::string once = R"("case":"A","at":"2024-03-04T10:00:00+08:00","promise":"asks once","broken":"`apply` happened more than once")";
    EXPECT_EQ(told[0], "{\"line\":4," + once + "}");
    EXPECT_EQ(told[1], "{\"line\":5," + once + ",\"repeated\":true}");
    EXPECT_EQ(told[2], R"({"line":6,"case":"A","at":"2024-03-13T10:00:00+08:00","promise":"ends in time","broken":"the case had not ended by 2024-03-13 10:00"})");
}

TEST(CommandRunPromises, InWordsAndOnThePageOfTheCase) {
    const Folder folder;
    folder.write("a.rule", policy);
    const std::string text = run(folder, {}).out;
    EXPECT_TRUE(has(text, "2024-03-13 10:00  A  promise broken: \"ends in time\": the case had not ended by 2024-03-13 10:00")) << text;
    const std::string page = run(folder, {"--timeline"}).out;
    EXPECT_TRUE(has(page, "  2024-03-04 10:00  promise broken\n                    \"asks once\": `apply` happened more than once\n")) << page;
}

TEST(CommandRunPromises, StrictEndsWithCodeThree) {
    const Folder folder;
    folder.write("a.rule", policy);
    EXPECT_EQ(run(folder, {"--strict"}).code, 3);
    EXPECT_EQ(run(folder, {}).code, 0);
}

TEST(CommandRunPromises, ACompiledProgramCarriesNone) {
    const Folder folder;
    // The checks keep what breaks its promises from being compiled.
    folder.write("recourse.toml", "[levels]\nbroken-promise = \"warning\"\n");
    folder.write("a.rule", policy);
    const Answer compiled = harness::recourse_command({"compile", "a.rule", "-o", "a.rcp"}, {}, folder.path());
    ASSERT_EQ(compiled.code, 0) << compiled.err;
    const Answer answer = harness::recourse_command({"run", "a.rcp", "-", "--strict", "--format", "json"}, log, folder.path());
    EXPECT_EQ(answer.code, 0);
    EXPECT_FALSE(has(answer.out, "promise")) << answer.out;
}

TEST(CommandTestPromises, AScenarioThatBreaksAPromiseFails) {
    const Folder folder;
    folder.write("a.rule", policy + "\nscenario \"twice\" {\n  open at 2024-03-01 10:00\n  at 2024-03-02 10:00 buyer apply\n"
                                    "  at 2024-03-03 10:00 seller refuse\n  at 2024-03-04 10:00 buyer apply\n}\n");
    const Answer answer = harness::recourse_command({"test", "a.rule"}, {}, folder.path());
    EXPECT_EQ(answer.code, 3);
    EXPECT_TRUE(has(answer.out, "a.rule:30:3: the promise \"asks once\" is broken at 2024-03-04 10:00: `apply` happened more than once")) << answer.out;
}

}  // namespace
