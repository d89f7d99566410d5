// `recourse run` on a case that opens another: who opens it, who is told of its end, and when.
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

const std::string policy = R"(policy city.fine
  version   1
  time zone "Europe/Berlin"
  counting  std.counting.to_the_minute

party driver, panel

case Fine {
  event appeal by driver, at most once
  event wait   by driver
  opens hearing : Hearing
  start Issued
  state Issued {
    on appeal     -> InAppeal { open hearing(since: appeal) }
    after 14 days -> Due
  }
  state InAppeal {
    takes wait
    when hearing is Upheld    -> Cancelled
    when hearing is Dismissed -> Due
    after 60 days             -> Late
  }
  final Cancelled
  final Due
  final Late
}

case Hearing {
  fact since : instant, not after opening
  event decide by panel { upheld: bool }
  start Waiting
  state Waiting {
    on decide {
      if decide.upheld -> Upheld
      otherwise        -> Dismissed
    }
    at 60 days after since -> Dismissed
  }
  final Upheld
  final Dismissed
}
)";

const std::string opening = R"({"case":"A","open":"city.fine/Fine","at":"2024-01-01T10:00:00+01:00"})" "\n";
const std::string appeal = R"({"case":"A","at":"2024-01-02T10:00:00+01:00","by":"driver","event":"appeal","id":"e"})" "\n";

std::string deciding(const std::string& at, const std::string& upheld) {
    return R"({"case":"A/hearing","at":")" + at + R"(","by":"panel","event":"decide","fields":{"upheld":)" + upheld + "}}\n";
}
std::string now(const std::string& at) { return R"({"now":")" + at + "\"}\n"; }

Answer run(const std::string& log) {
    const Folder folder;
    folder.write("a.rule", policy);
    return harness::recourse_command({"run", "a.rule", "-", "--lang", "en", "--format", "json"}, log, folder.path());
}

TEST(CommandRunFamily, ARuleOpensAndTheEndIsTold) {
    const Answer answer = run(opening + appeal + deciding("2024-01-05T10:00:00+01:00", "true"));
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_TRUE(has(answer.out, R"("case":"A/hearing","at":"2024-01-02T10:00:00+01:00","cause":"opening","to":"Waiting")")) << answer.out;
    EXPECT_TRUE(has(answer.out, R"("case":"A","at":"2024-01-05T10:00:00+01:00","cause":"event","event":"hearing.ends","id":"A/hearing")")) << answer.out;
    EXPECT_TRUE(has(lines(answer.out).back(), R"("to":"Cancelled")")) << answer.out;
}

// The hearing's deadline and the fine's lie at one instant: what the hearing tells comes first (law 3).
TEST(CommandRunFamily, AnEndComesBeforeTheOpenersDeadline) {
    const Answer answer = run(opening + appeal + now("2024-06-01T10:00:00+02:00"));
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_TRUE(has(lines(answer.out).back(), R"("to":"Due")")) << answer.out;
    EXPECT_FALSE(has(answer.out, R"("to":"Late")")) << answer.out;
}

// A record of the opener brings the other to the instant before it, and what follows from that comes first.
TEST(CommandRunFamily, OneClock) {
    const Answer answer = run(opening + appeal + R"({"case":"A","at":"2024-03-03T10:00:00+01:00","by":"driver","event":"wait"})" "\n");
    EXPECT_TRUE(has(answer.out, R"("case":"A/hearing","at":"2024-03-02T10:00:00+01:00","cause":"deadline")")) << answer.out;
    EXPECT_TRUE(has(answer.out, R"("to":"Due")")) << answer.out;
    EXPECT_TRUE(has(lines(answer.out).back(), "rejected")) << answer.out;
    const Answer late = run(opening + appeal + R"({"case":"A","at":"2024-01-09T10:00:00+01:00","by":"driver","event":"wait"})" "\n" +
                            deciding("2024-01-05T10:00:00+01:00", "true"));
    EXPECT_TRUE(has(lines(late.out).back(), "late")) << late.out;
}

TEST(CommandRunFamily, ARepeatedIdOpensNothingTwice) {
    const Answer answer = run(opening + appeal + appeal);
    const std::vector<std::string> all = lines(answer.out);
    EXPECT_TRUE(has(all.back(), R"("case":"A/hearing")") && has(all.back(), R"("repeated":true)")) << answer.out;
}

TEST(CommandRunFamily, ALogCannotSayTheEndItself) {
    const Answer answer = run(opening + appeal + R"({"case":"A","at":"2024-01-05T10:00:00+01:00","event":"hearing.ends","fields":{"how":"Upheld"}})" "\n");
    EXPECT_NE(answer.code, 0);
    EXPECT_TRUE(has(answer.out, "`hearing.ends` is told by the case `A/hearing` when it ends")) << answer.out;
}

TEST(CommandRunFamily, ANameThatIsTaken) {
    const Answer answer = run(R"({"case":"A/hearing","open":"city.fine/Fine","at":"2024-01-01T10:00:00+01:00"})" "\n" + opening + appeal);
    EXPECT_TRUE(has(answer.out, "a case of that name is open already")) << answer.out;
}

TEST(CommandRunFamily, EachHasItsPage) {
    const Folder folder;
    folder.write("a.rule", policy);
    const Answer answer = harness::recourse_command({"explain", "a.rule", "-", "--lang", "en"}, opening + appeal + deciding("2024-01-05T10:00:00+01:00", "false"),
                                                    folder.path());
    EXPECT_TRUE(has(answer.out, "Case A/hearing")) << answer.out;
    EXPECT_TRUE(has(answer.out, "hearing: pending -> hearing: Dismissed")) << answer.out;
}

}  // namespace
