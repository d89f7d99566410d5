// A run that breaks a promise says so: each form of promise kept and broken by scenarios, and the instant at which it is.
#include <gtest/gtest.h>

#include <string>

#include <recourse/compiler.h>

namespace {

using namespace recourse;

const std::string claim = R"(policy shop.claim
  time zone "Asia/Shanghai"
  calendar  std.calendar.china
  counting  std.counting.to_the_minute

party buyer, seller

case Claim {
  fact price : money CNY, at most 1000.00

  event apply  by buyer
  event agree  by seller
  event refuse by seller
  event ask    by buyer, seller
  effect refund ()

  start Open
  state Open {
    takes ask
    on apply -> Decides
    after 40 days -> Expired
  }
  state Decides {
    on agree  -> Refunded
    on refuse -> Open
    after 15 days -> Open
  }
  final Refunded { do refund() }
  final Expired
}
)";

// What is told of promises in one scenario: "line-of-the-scenario: message", a line each.
std::string broken(const std::string& promise, const std::string& lines, const std::string& policy = claim) {
    SourceSet sources;
    sources.add("a.rule", policy + "promise \"p\" " + promise + "\nscenario \"s\" {\n  open at 2024-03-01 10:00 with price = 88.00 CNY\n" + lines + "}\n");
    const Analysis analysis = analyse(std::move(sources), {{}, false});
    EXPECT_FALSE(analysis.has_errors()) << render(analysis.findings(), analysis.sources());
    std::string told;
    for (const ScenarioResult& scenario : analysis.run_scenarios("a.rule").scenarios) {
        EXPECT_EQ(scenario.passed, scenario.failures.empty());
        for (const ScenarioFailure& failure : scenario.failures) {
            const std::size_t line = failure.place.begin.line - scenario.place.begin.line;
            told += std::to_string(line) + ": " + failure.message + "\n";
            EXPECT_EQ(failure.promise, failure.message.starts_with("the promise") ? "p" : "");
        }
    }
    return told;
}
const std::string apply = "  at 2024-03-02 10:00 buyer apply\n", refuse = "  at 2024-03-03 10:00 seller refuse\n";
const std::string again = "  at 2024-03-04 10:00 buyer apply\n", much_later = "  at 2024-03-30 10:00 expect running\n";

TEST(PromisesOfARun, ATimeThatRunsOut) {
    EXPECT_EQ(broken("Claim ends within 12 days", apply + refuse + much_later),
              "4: the promise \"p\" is broken at 2024-03-13 10:00: the case had not ended by 2024-03-13 10:00\n");
    // Counted from the first entering that is not answered, to its last instant and no further.
    EXPECT_EQ(broken("Decides leads to Open within 1 day", apply + refuse + again + "  at 2024-03-05 10:00 seller refuse\n"), "");
    EXPECT_EQ(broken("Decides leads to Open within 1 day", apply + "  at 2024-03-03 10:00:00.001 seller refuse\n"),
              "3: the promise \"p\" is broken at 2024-03-03 10:00: `Open` was not entered by 2024-03-03 10:00\n");
    EXPECT_EQ(broken("Decides leads to Refunded", apply + refuse + "  at 2024-05-01 10:00 expect ended\n"),
              "4: the promise \"p\" is broken at 2024-04-12 10:00: the case ended in `Expired` instead\n");
}

// The calendar's own days: 2024-03-02 is a Saturday.
TEST(PromisesOfARun, ATimeOfTheCalendar) {
    EXPECT_EQ(broken("Decides leads to Open within 2 business days", apply + "  at 2024-03-05 23:00 seller refuse\n"), "");
    EXPECT_EQ(broken("Decides leads to Open within 2 business days", apply + "  at 2024-03-06 00:00 seller refuse\n"),
              "3: the promise \"p\" is broken at 2024-03-05 23:59:59.999: `Open` was not entered by 2024-03-05 23:59:59.999\n");
}

TEST(PromisesOfARun, WhatHappensTooOften) {
    EXPECT_EQ(broken("apply at most once", apply + refuse + again), "4: the promise \"p\" is broken at 2024-03-04 10:00: `apply` happened more than once\n");
    EXPECT_EQ(broken("apply at most 2 times", apply + refuse + again), "");
    EXPECT_EQ(broken("Decides at most once", apply + refuse + again), "4: the promise \"p\" is broken at 2024-03-04 10:00: `Decides` happened more than once\n");
    EXPECT_EQ(broken("refuse and refund never both", apply + refuse + again + "  at 2024-03-05 10:00 seller agree\n"),
              "5: the promise \"p\" is broken at 2024-03-05 10:00: `refuse` and `refund` both happened\n");
    EXPECT_EQ(broken("refuse and refund never both", apply + "  at 2024-03-05 10:00 seller agree\n"), "");
    EXPECT_EQ(broken("Decides never leads to Refunded", apply + "  at 2024-03-05 10:00 seller agree\n"),
              "3: the promise \"p\" is broken at 2024-03-05 10:00: `Refunded` was entered\n");
}

TEST(PromisesOfARun, WhoMayNot) {
    const std::string asks = "  at 2024-03-02 09:00 seller ask\n";
    EXPECT_EQ(broken("seller may not ask in Open", asks), "2: the promise \"p\" is broken at 2024-03-02 09:00: `ask` by the seller was accepted\n");
    EXPECT_EQ(broken("buyer may not ask in Open", asks), "");
    EXPECT_EQ(broken("seller may not ask in Decides", asks), "");
}

TEST(PromisesOfARun, ScopesAndWhatEndsThem) {
    EXPECT_EQ(broken("between apply and refuse: apply never", apply + refuse + again), "");
    EXPECT_EQ(broken("after refuse: apply never", apply + refuse + again), "4: the promise \"p\" is broken at 2024-03-04 10:00: `apply` happened\n");
    EXPECT_EQ(broken("unless refuse: apply at most once", apply + refuse + again), "");
    EXPECT_EQ(broken("unless refuse: Claim ends within 12 hours", apply + refuse + again),
              "2: the promise \"p\" is broken at 2024-03-01 22:00: the case had not ended by 2024-03-01 22:00\n");
}

TEST(PromisesOfARun, Assumptions) {
    EXPECT_EQ(broken("if seller is silent: Decides leads to Refunded within 12 days", apply + refuse + much_later), "");
    EXPECT_EQ(broken("if buyer is silent: Decides leads to Refunded within 12 days", apply + much_later),
              "3: the promise \"p\" is broken at 2024-03-14 10:00: `Refunded` was not entered by 2024-03-14 10:00\n");
    EXPECT_EQ(broken("if price < 50.00 CNY: apply never", apply), "");
    EXPECT_EQ(broken("if price < 90.00 CNY: apply never", apply), "2: the promise \"p\" is broken at 2024-03-02 10:00: `apply` happened\n");
    // The buyer could have applied when the forty days were over.
    const std::string expires = "  at 2024-05-01 10:00 expect ended\n";
    EXPECT_EQ(broken("if buyer acts in time: Open never leads to Expired", expires), "");
    EXPECT_EQ(broken("Open never leads to Expired", expires), "2: the promise \"p\" is broken at 2024-04-10 10:00: `Expired` was entered\n");
    EXPECT_EQ(broken("if seller acts in time: Open leads to Refunded within 5 days", "  at 2024-03-02 10:00 seller ask\n" + expires),
              "3: the promise \"p\" is broken at 2024-03-06 10:00: `Refunded` was not entered by 2024-03-06 10:00\n");
}

// What no run can break, and what only the search reads, is not followed.
TEST(PromisesOfARun, SomeAreLeftToTheProver) {
    EXPECT_EQ(broken("Open can lead to Refunded", much_later), "");
    EXPECT_EQ(broken("never price > 80.00 CNY", much_later), "");
    EXPECT_EQ(broken("buyer may apply in Decides", apply), "");
}

}  // namespace
