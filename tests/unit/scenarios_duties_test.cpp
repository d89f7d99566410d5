// Duties in cases as they run: until when they are owed, which party's act fulfils them, when a case with duties ends, and what
// scenarios cover of them.
#include <gtest/gtest.h>

#include <string>

#include <recourse/compiler.h>

namespace {

using namespace recourse;

const std::string lease = R"(policy home.lease
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party landlord, tenant

case Lease {
  event leave   by tenant, at most once
  event pay     by landlord, tenant
  event repair  by landlord
  happening storm, at most once
  effect warn (whom: party)

  duty refund : landlord must pay within 10 days if Let is Over otherwise do warn(landlord)
  duty mend   : landlord must repair by 3 days after storm excused while storm has happened and not 5 days after storm has passed
      otherwise do warn(landlord)
  landlord may repair until 20 days after opening

  machine Let {
    start Lived
    state Lived {
      takes storm
      on leave      -> Over
      after 30 days -> Over
    }
    final Over
  }
}
)";

ScenarioReport played(const std::string& lines) {
    SourceSet sources;
    sources.add("a.rule", lease + "\nscenario \"s\" {\n  open at 2024-03-01 10:00\n" + lines + "}\n");
    const Analysis analysis = analyse(std::move(sources), {{}, false});
    EXPECT_FALSE(analysis.has_errors()) << render(analysis.findings(), analysis.sources());
    return analysis.run_scenarios("a.rule");
}

std::string told(const ScenarioReport& report) {
    std::string text;
    for (const ScenarioResult& scenario : report.scenarios) {
        for (const auto& failure : scenario.failures) text += failure.message + "; expected " + failure.expected + "; actual " + failure.actual + "\n";
        for (const auto& line : scenario.timeline) text += "  " + line + "\n";
    }
    return text;
}

void expect_passes(const std::string& lines) {
    const ScenarioReport report = played(lines);
    EXPECT_TRUE(report.passed()) << told(report);
}

// The other machine has ended, and so begins what is owed: the case is not over in between.
TEST(Duties, MayBeginWithTheEndOfAllElse) {
    expect_passes("  at 2024-03-02 10:00 landlord repair\n"
                  "  at 2024-03-03 10:00 tenant leave\n"
                  "  at 2024-03-03 10:00 expect running\n"
                  "  at 2024-03-04 10:00 expect refund is pending until 2024-03-13 10:00\n"
                  "  at 2024-03-05 10:00 landlord pay\n"
                  "  at 2024-03-05 10:00 expect refund is done\n"
                  "  at 2024-03-05 10:00 expect ended\n");
}

TEST(Duties, AreFulfilledByTheirOwnParty) {
    expect_passes("  at 2024-03-02 10:00 tenant pay refused because not here\n"
                  "  at 2024-03-03 10:00 tenant leave\n"
                  "  at 2024-03-04 10:00 tenant pay refused because condition\n"
                  "  at 2024-03-04 10:00 expect refund is pending\n"
                  "  at 2024-03-04 10:00 expect landlord may pay\n"
                  "  at 2024-03-04 10:00 expect tenant may not pay because condition\n");
}

// A breach does not keep a case open; what is pending does.
TEST(Duties, KeepTheirCaseOpenWhilePending) {
    expect_passes("  at 2024-03-02 10:00 happens storm\n"
                  "  at 2024-03-02 10:00 expect mend is pending until 2024-03-05 10:00\n"
                  "  at 2024-03-05 10:00 expect mend is pending\n"
                  "  at 2024-03-07 10:00:00.001 expect mend is broken\n"
                  "  at 2024-03-08 10:00 tenant leave\n"
                  "  at 2024-03-09 10:00 expect running\n"
                  "  at 2024-03-09 11:00 landlord pay\n"
                  "  at 2024-03-09 11:00 expect mend is broken\n"
                  "  at 2024-03-09 11:00 expect ended\n");
    expect_passes("  at 2024-03-02 10:00 happens storm\n"
                  "  at 2024-03-09 10:00 expect mend is broken\n"
                  "  at 2024-03-10 10:00 landlord repair\n"
                  "  at 2024-03-10 10:00 expect mend is done late\n");
}

TEST(Duties, SayUntilWhenTheyAreOwed) {
    const ScenarioReport report = played("  at 2024-03-01 10:00 expect mend is pending until 2024-03-05 10:00\n");
    ASSERT_EQ(report.scenarios.at(0).failures.size(), 1U);
    EXPECT_EQ(report.scenarios[0].failures[0].actual, "mend.pending without end");
}

TEST(Duties, AreCoveredByTheirBreachAndTheirFulfilment) {
    const ScenarioReport half = played("  at 2024-03-02 10:00 landlord repair\n");
    EXPECT_EQ(half.coverage.duties.total, 2U);
    EXPECT_EQ(half.coverage.duties.covered, 0U);
    EXPECT_EQ(half.coverage.states.total, 2U);   // those of the author's own machine
    EXPECT_EQ(half.coverage.deadlines.total, 1U);
    EXPECT_EQ(half.coverage.duties.missed.size(), 2U);
}

}  // namespace
