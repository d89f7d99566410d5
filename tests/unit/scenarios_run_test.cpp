// Scenarios pass when a policy does what they say, and say what is otherwise when it does not.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include <recourse/compiler.h>

namespace {

using namespace recourse;

const std::string claim = R"(policy shop.claim
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute
  source    G "Guide" { 1 "Window"  2 "Silence" }

party buyer, seller

kind Fault = not_as_described, changed_mind, unclear

case Claim {
  fact price : money CNY, at most 1000.00
  record refusals : 0..3

  event apply   by buyer, at most once { reason: text, at most 40 characters }
  event agree   by seller
  event refuse  by seller
  event offer   by seller { amount: money CNY, at most 1000.00 }
  happening scanned

  effect refund (to: party, amount: money CNY, at most 1000.00, why: text)

  deadline closes = 15 days after opening

  refuse offer if offer.amount > price because "an offer may not exceed the price"

  start Open
  state Open {
    on apply until closes -> Seller          cite G.1
    at closes             -> Expired         cite G.1
  }
  state Seller {
    takes scanned
    takes offer
    on refuse     -> Refused { count refusals }
    on agree      -> Refunded as agreed
    after 5 days  -> Refunded as agreed_by_silence   cite G.2
  }
  resting Refused {
    on agree -> Refunded as agreed
  }
  final Refunded { do refund(buyer, price, apply.reason) }
  final Expired
}

decision payer(fault: Fault, agreed: party or none) : pays: party {
  agreed_wins: agreed is set            => agreed   overrides the rest
  sellers:     fault = not_as_described => seller
  otherwise                             => buyer
}
)";

const std::string opened = "  open at 2024-03-01 10:00 with price = 88.00 CNY\n  at 2024-03-01 10:00 buyer apply(reason: \"cracked\")\n";

ScenarioReport played(const std::string& lines, const std::string& policy = claim) {
    SourceSet sources;
    sources.add("a.rule", policy + "\nscenario \"s\" {\n" + lines + "}\n");
    const Analysis analysis = analyse(std::move(sources), {{}, false});
    EXPECT_FALSE(analysis.has_errors()) << render(analysis.findings(), analysis.sources());
    ScenarioReport report = analysis.run_scenarios("a.rule");
    EXPECT_TRUE(report.ran);
    return report;
}

std::string told(const ScenarioReport& report) {
    std::string text;
    for (const ScenarioResult& scenario : report.scenarios) {
        for (const auto& failure : scenario.failures) {
            text += failure.message + "; expected " + failure.expected + "; actual " + failure.actual + "; " + failure.explanation + "\n";
        }
        for (const auto& line : scenario.timeline) text += "  " + line + "\n";
    }
    return text;
}

// The one failure that lines end in.
ScenarioFailure failure_of(const std::string& lines) {
    const ScenarioReport report = played(lines);
    EXPECT_EQ(report.scenarios.at(0).failures.size(), 1u) << told(report);
    return report.scenarios[0].failures.empty() ? ScenarioFailure{} : report.scenarios[0].failures[0];
}

void expect_passes(const std::string& lines) {
    const ScenarioReport report = played(lines);
    EXPECT_TRUE(report.passed()) << told(report);
}

TEST(Scenarios, StatesReasonsAndEffects) {
    expect_passes(opened + R"(
      at 2024-03-06 09:59 expect Seller
      at 2024-03-06 10:00 expect Refunded as agreed_by_silence
      at 2024-03-06 10:00 expect effect refund(buyer, 88.00 CNY, "cracked")
      at 2024-03-06 10:00 expect effect refund(to: buyer)
      at 2024-03-06 10:00 expect ended
)");
}

// Two machines, one with a state inside another.
const std::string order = R"(policy shop.order
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party buyer

case Order {
  event settle by buyer
  machine Trade {
    start Wide
    state Wide {
      start Inner
      state Inner { after 1 day -> Closed as slow }
    }
    final Closed
  }
  machine Refund {
    start Asked
    state Asked {
      on settle if Trade is Inner -> Over as settled
      when Trade is Closed        -> Over as lapsed
    }
    final Over
  }
}
)";

TEST(Scenarios, AMachinesStateMayLieWithinAnother) {
    EXPECT_TRUE(played("  open at 2024-03-01 10:00\n  at 2024-03-01 10:00 expect Trade is Inner and Refund is Asked\n"
                       "  at 2024-03-01 10:00 expect Trade is Wide.Inner\n", order).passed());
    EXPECT_FALSE(played("  open at 2024-03-01 10:00\n  at 2024-03-02 10:00 expect Trade is Inner\n", order).passed());
}

TEST(Scenarios, AReasonBelongsToTheStateBeforeIt) {
    const std::string late = "  open at 2024-03-01 10:00\n  at 2024-03-02 10:00 expect ";
    EXPECT_TRUE(played(late + "Refund is Over and Trade is Closed as slow\n", order).passed());
    EXPECT_TRUE(played(late + "Trade is Closed and Refund is Over as lapsed\n", order).passed());
    EXPECT_FALSE(played(late + "Trade is Closed and Refund is Over as slow\n", order).passed());
}

TEST(Scenarios, ADeadlineFiresAfterTheEventsOfItsInstant) {
    expect_passes(opened + "  at 2024-03-06 10:00 seller refuse\n  at 2024-03-06 10:00 expect Refused\n  at 2024-03-06 10:00 expect resting\n");
}

TEST(Scenarios, AnExpectationSealsItsInstant) {
    expect_passes(opened + "  at 2024-03-02 10:00 expect Seller\n  at 2024-03-02 10:00 seller agree refused because late\n");
}

TEST(Scenarios, EffectsCountSinceTheLastLineOfInput) {
    expect_passes(opened + "  at 2024-03-02 10:00 seller refuse\n  at 2024-03-02 11:00 expect no refund\n  at 2024-03-03 10:00 seller agree\n"
                           "  at 2024-03-03 10:00 expect effect refund(amount: 88.00 CNY)\n");
    const auto failure = failure_of(opened + "  at 2024-03-02 10:00 seller agree\n  at 2024-03-02 10:00 expect no refund\n");
    EXPECT_EQ(failure.expected, "no refund");
    EXPECT_NE(failure.actual.find("refund(to: buyer, amount: 88.00 CNY"), std::string::npos) << failure.actual;
}

TEST(Scenarios, RightsAndTheirBounds) {
    expect_passes(opened + R"(
      at 2024-03-02 10:00 expect seller may refuse until 2024-03-06 10:00
      at 2024-03-02 10:00 expect buyer may not apply because at most once
      at 2024-03-02 10:00 expect buyer may not agree because not theirs
      at 2024-03-02 10:00 expect running
)");
    const auto failure = failure_of(opened + "  at 2024-03-02 10:00 expect seller may refuse until 2024-03-07 10:00\n");
    EXPECT_EQ(failure.expected, "seller may refuse until 2024-03-07 10:00");
    EXPECT_EQ(failure.actual, "seller may refuse until 2024-03-06 10:00");
}

TEST(Scenarios, RefusalsAndTheirReasons) {
    expect_passes(opened + R"(
      at 2024-03-01 11:00 buyer apply(reason: "again") refused because at most once
      at 2024-03-01 12:00 seller offer(amount: 100.00 CNY) refused because "an offer may not exceed the price"
      at 2024-03-01 13:00 seller offer(amount: 80.00 CNY)
      at 2024-03-01 13:00 expect no refund
      at 2024-03-01 14:00 happens scanned
)");
    EXPECT_EQ(failure_of(opened + "  at 2024-03-01 11:00 seller refuse refused\n").message, "`refuse` is not refused");
    const auto other = failure_of(opened + "  at 2024-03-01 11:00 buyer apply(reason: \"x\") refused because too late\n");
    EXPECT_EQ(other.expected, "refused because too late");
    EXPECT_EQ(other.actual, "refused because at most once");
}

TEST(Scenarios, AnEventThatIsRefusedUnexpectedlyEndsTheScenario) {
    const auto report = played(opened + "  at 2024-03-01 11:00 buyer apply(reason: \"x\")\n  at 2024-03-01 12:00 expect Expired\n");
    ASSERT_EQ(report.scenarios[0].failures.size(), 1u) << told(report);
    EXPECT_EQ(report.scenarios[0].failures[0].message, "`apply` is refused");
    EXPECT_FALSE(report.scenarios[0].failures[0].explanation.empty());
    EXPECT_FALSE(report.passed());
}

TEST(Scenarios, SeveralExpectationsMayFail) {
    const auto report = played(opened + "  at 2024-03-02 10:00 expect Open\n  at 2024-03-02 10:00 expect ended\n");
    ASSERT_EQ(report.scenarios[0].failures.size(), 2u) << told(report);
    EXPECT_EQ(report.scenarios[0].failures[0].expected, "Open");
    EXPECT_EQ(report.scenarios[0].failures[0].actual, "Seller");
    EXPECT_GT(report.scenarios[0].failures[1].place.begin.line, report.scenarios[0].failures[0].place.begin.line);
}

TEST(Scenarios, NamedValuesFactsAndRecords) {
    expect_passes(opened + R"(
      at 2024-03-02 10:00 seller refuse
      at 2024-03-02 10:00 expect refusals = 1
      at 2024-03-02 10:00 expect price = 88.00 CNY
      at 2024-03-02 10:00 expect closes = 2024-03-16 10:00
)");
    const auto failure = failure_of(opened + "  at 2024-03-02 10:00 expect closes = 2024-03-17 10:00\n");
    EXPECT_EQ(failure.expected, "closes = 2024-03-17 10:00");
    EXPECT_EQ(failure.actual, "closes = 2024-03-16 10:00");
}

TEST(Scenarios, FactsOutOfBoundsKeepACaseFromOpening) {
    SourceSet sources;
    sources.add("a.rule", claim + "\nscenario \"s\" {\n  open at 2024-03-01 10:00 with price = 2000.00 CNY\n}\n");
    const Analysis analysis = analyse(std::move(sources), {{}, false});
    if (analysis.has_errors()) return;      // the compiler sees it already
    EXPECT_FALSE(analysis.run_scenarios("a.rule").passed());
}

TEST(Scenarios, NothingIsExpectedOfACaseThatNoEventHasOpenedYet) {
    const std::string desk = "policy shop.desk\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer\n"
                             "case Desk opens on ask by buyer {\n  event ask by buyer\n  start A\n  state A { on ask -> B }\n  final B\n}\n";
    const auto report = played("  open at 2024-03-01 10:00\n  at 2024-03-01 10:00 expect A\n", desk);
    ASSERT_EQ(report.scenarios[0].failures.size(), 1u) << told(report);
    EXPECT_EQ(report.scenarios[0].failures[0].message, "no case is open here");
    EXPECT_EQ(report.scenarios[0].failures[0].expected, "`ask` first: the case opens on it");
}

TEST(Scenarios, Decisions) {
    expect_passes("  decide payer(fault: not_as_described, agreed: none) expect pays = seller\n"
                  "  decide payer(fault: unclear, agreed: seller) expect pays = seller\n");
    const auto failure = failure_of("  decide payer(fault: unclear, agreed: none) expect pays = seller\n");
    EXPECT_EQ(failure.expected, "pays = seller");
    EXPECT_NE(failure.actual.find("pays = buyer"), std::string::npos) << failure.actual;
}

TEST(Scenarios, TheTimelineTellsTheCase) {
    const auto report = played(opened + "  at 2024-03-07 10:00 expect ended\n");
    const auto& timeline = report.scenarios[0].timeline;
    const auto has = [&](const std::string& part) {
        return std::any_of(timeline.begin(), timeline.end(), [&](const std::string& line) { return line.find(part) != std::string::npos; });
    };
    EXPECT_TRUE(has("2024-03-01 10:00  open Claim")) << told(report);
    EXPECT_TRUE(has("2024-03-01 10:00  buyer apply")) << told(report);
    EXPECT_TRUE(has("Open -> Seller")) << told(report);
    EXPECT_TRUE(has("Seller -> Refunded as agreed_by_silence")) << told(report);
    EXPECT_TRUE(has("effect refund(")) << told(report);
}

TEST(Coverage, CountsStatesTransitionsDeadlinesAndRows) {
    const auto nothing = played("  decide payer(fault: unclear, agreed: none) expect pays = buyer\n");
    EXPECT_EQ(nothing.coverage.states.total, 5u);
    EXPECT_EQ(nothing.coverage.states.covered, 0u);
    EXPECT_EQ(nothing.coverage.transitions.total, 8u);      // refusals are not counted
    EXPECT_EQ(nothing.coverage.deadlines.total, 2u);
    EXPECT_EQ(nothing.coverage.rows.total, 3u);
    EXPECT_EQ(nothing.coverage.rows.covered, 1u);
    EXPECT_EQ(nothing.coverage.states.missed.size(), 5u);

    // It fires, but nobody looks at the day before it.
    const auto fires = played(opened + "  at 2024-03-07 10:00 expect Refunded\n");
    EXPECT_EQ(fires.coverage.deadlines.covered, 0u);
    EXPECT_EQ(fires.coverage.states.covered, 3u);
    EXPECT_EQ(fires.coverage.transitions.covered, 2u);
    const auto both = played(opened + "  at 2024-03-06 09:59 expect Seller\n  at 2024-03-06 10:00 expect Refunded\n");
    EXPECT_EQ(both.coverage.deadlines.covered, 1u);
    EXPECT_LT(both.coverage.percent(), 100u);
}

TEST(Coverage, NothingToCountIsEverything) { EXPECT_EQ(Coverage{}.percent(), 100u); }

}  // namespace
