// Deadlines that rules move: extended, counted anew, with clocks that stand still; and what the checks say of them.
#include "tests/unit/checks_fixture.h"

#include <recourse/compiler.h>

namespace recourse::checks {
namespace {

std::string policy(const std::string& deadline, const std::string& rules = "", const std::string& counting = "to_the_minute") {
    return "policy t.moving\n  time zone \"Asia/Shanghai\"\n  calendar std.calendar.china\n  counting std.counting." + counting +
           "\n\nparty buyer, seller\n\ncase Claim {\n  event ask by seller\n  event hand_in by buyer\n  event more by seller, at most 2 times\n  event again by buyer\n  " + deadline + R"(

  machine Papers {
    start Complete
    state Complete {
      on ask            -> Missing
      when Main is Over -> Done
    }
    state Missing {
      on hand_in    -> Complete
      after 60 days -> Done
    }
    final Done
  }
  machine Main {
    start Open
    state Open {
      )" + rules + R"(
      at due -> Over
    }
    final Over
  }
}
)";
}

ScenarioReport played(const std::string& text, const std::string& lines) {
    SourceSet sources;
    sources.add("a.rule", text + "\nscenario \"s\" {\n  open at 2024-03-01 10:00\n" + lines + "}\n");
    const Analysis analysis = analyse(std::move(sources), {{}, false});
    EXPECT_FALSE(analysis.has_errors()) << render(analysis.findings(), analysis.sources());
    return analysis.run_scenarios("a.rule");
}

void expect_passes(const std::string& text, const std::string& lines) {
    const ScenarioReport report = played(text, lines);
    ASSERT_EQ(report.scenarios.size(), 1u);
    EXPECT_TRUE(report.passed()) << lines;
}

TEST(MovingDeadlines, AreExtendedUntilTheirLastInstant) {
    const std::string text = policy("deadline due = 10 days after opening", "on more until due stay { extend due by 3 days }");
    expect_passes(text, R"(
  at 2024-03-11 10:00 seller more
  at 2024-03-11 10:00 expect due = 2024-03-14 10:00
  at 2024-03-12 10:00 seller more
  at 2024-03-12 10:00 expect due = 2024-03-17 10:00
  at 2024-03-17 09:59:59.999 expect Main is Open
  at 2024-03-17 10:00 expect Main is Over
)");
    expect_passes(text, "  at 2024-03-11 10:00:00.001 seller more refused because not here\n  at 2024-03-12 10:00 expect Main is Over\n");
}

TEST(MovingDeadlines, AreCountedAnewWithoutTheirExtensions) {
    expect_passes(policy("deadline due = 10 days after opening", "on more stay { extend due by 3 days }\n on again stay { restart due }"), R"(
  at 2024-03-02 10:00 seller more
  at 2024-03-05 12:00 buyer again
  at 2024-03-05 12:00 expect due = 2024-03-15 12:00
  at 2024-03-06 12:00 seller more
  at 2024-03-06 12:00 expect due = 2024-03-18 12:00
)");
}

TEST(MovingDeadlines, StandStillToTheMillisecond) {
    const std::string text = policy("deadline due = 10 hours after opening, paused while Papers is Missing");
    expect_passes(text, R"(
  at 2024-03-01 12:00 seller ask
  at 2024-03-02 12:00 expect due = never
  at 2024-03-02 12:00 expect Main is Open
  at 2024-03-03 12:00 buyer hand_in
  at 2024-03-03 12:00 expect due = 2024-03-03 20:00
  at 2024-03-03 13:00 seller ask
  at 2024-03-03 13:30 buyer hand_in
  at 2024-03-03 20:29:59.999 expect Main is Open
  at 2024-03-03 20:30 expect Main is Over
)");
    // A pause that begins at the last instant is in time.
    expect_passes(text, R"(
  at 2024-03-01 20:00 seller ask
  at 2024-03-01 20:00 expect Main is Open
  at 2024-03-01 21:00 buyer hand_in
  at 2024-03-01 21:00 expect Main is Over
)");
}

TEST(MovingDeadlines, DaysThatAPauseTouchesDoNotCount) {
    expect_passes(policy("deadline due = 10 days after opening, paused while Papers is Missing", "", "whole_days"), R"(
  at 2024-03-01 12:00 seller ask
  at 2024-03-01 13:00 buyer hand_in
  at 2024-03-01 13:00 expect due = 2024-03-11
  at 2024-03-02 12:00 seller ask
  at 2024-03-02 13:00 buyer hand_in
  at 2024-03-02 14:00 seller ask
  at 2024-03-02 15:00 buyer hand_in
  at 2024-03-02 15:00 expect due = 2024-03-12
  at 2024-03-02 16:00 seller ask
  at 2024-03-04 15:00 buyer hand_in
  at 2024-03-04 15:00 expect due = 2024-03-14
  at 2024-03-14 10:00 seller ask
  at 2024-03-15 10:00 buyer hand_in
  at 2024-03-15 10:00 expect due = 2024-03-16
)");
    expect_passes(policy("deadline due = 5 business days after opening, paused while Papers is Missing"), R"(
  at 2024-03-02 12:00 seller ask
  at 2024-03-03 13:00 buyer hand_in
  at 2024-03-03 13:00 expect due = 2024-03-08
  at 2024-03-05 12:00 seller ask
  at 2024-03-06 13:00 buyer hand_in
  at 2024-03-06 13:00 expect due = 2024-03-12
)");
}

TEST(MovingDeadlines, AfterAStateAndOfADuty) {
    expect_passes(policy("event pay by seller\n duty repay : seller must pay within 10 days paused while Papers is Missing\n deadline due = 90 days after opening",
                         "after 20 days paused while Papers is Missing -> Over"), R"(
  at 2024-03-02 10:00 seller ask
  at 2024-03-12 10:00 buyer hand_in
  at 2024-03-21 09:59:59.999 expect repay is pending
  at 2024-03-21 10:00 expect repay is broken
  at 2024-03-31 09:59:59.999 expect Main is Open
  at 2024-03-31 10:00 expect Main is Over
)");
}

TEST(PauseNeverBegins, WhereNobodyCanAskInTime) {
    const auto body = [](const std::string& asked) {
        return "case Order {\n event ask by seller, at most once\n deadline due = 10 days after opening, paused while ask by 3 days after opening\n start Open\n"
               " state Open {\n takes ask " + asked + "\n at due -> Over\n after 300 days -> Over\n }\n final Over\n}\n";
    };
    const auto never = check_body(body("from 5 days after opening"));
    EXPECT_EQ(never.of("pause-never-begins").size(), 1u) << never.shown();
    const auto begins = check_body(body("from 2 days after opening"));
    EXPECT_EQ(begins.of("pause-never-begins").size(), 0u) << begins.shown();
}

}  // namespace
}  // namespace recourse::checks
