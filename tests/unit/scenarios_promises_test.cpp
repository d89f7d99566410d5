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

// Conditions are asked by the program's own code after every step, those of deadlines between two lines included.
TEST(PromisesOfARun, WhatNeverOrAlwaysHolds) {
    EXPECT_EQ(broken("never refuse has happened and price < 90.00 CNY", apply + refuse),
              "3: the promise \"p\" is broken at 2024-03-03 10:00: what is never to hold holds\n");
    EXPECT_EQ(broken("never refuse has happened and price > 90.00 CNY", apply + refuse), "");
    EXPECT_EQ(broken("always apply has happened or price = 88.00 CNY", apply), "");
    EXPECT_EQ(broken("always price > 88.00 CNY", apply), "1: the promise \"p\" is broken at 2024-03-01 10:00: what is always to hold does not\n");
    EXPECT_EQ(broken("before refuse: never refuse has happened", apply + refuse), "");
    // In Decides, which the deadline of the fifteenth day leaves by itself.
    EXPECT_EQ(broken("never previous apply < apply and entered Decides < apply", apply), "");
}

TEST(PromisesOfARun, AssumptionsThatReadMoreThanFacts) {
    const std::string late = "  at 2024-03-05 10:00 seller refuse\n";
    EXPECT_EQ(broken("if ask has happened: Decides leads to Refunded within 1 day", apply + late), "");
    EXPECT_EQ(broken("if ask has happened: Decides leads to Refunded within 1 day", "  at 2024-03-01 11:00 seller ask\n" + apply + late),
              "4: the promise \"p\" is broken at 2024-03-03 10:00: `Refunded` was not entered by 2024-03-03 10:00\n");
    // At the very step that begins it, `apply` has just been accepted.
    EXPECT_EQ(broken("if 1 day after opening has passed: Decides leads to Refunded within 1 day", "  at 2024-03-02 10:00 buyer apply\n" + late), "");
    EXPECT_EQ(broken("if 1 day after opening has passed: Decides leads to Refunded within 1 day", "  at 2024-03-02 10:00:00.001 buyer apply\n" + late),
              "3: the promise \"p\" is broken at 2024-03-03 10:00:00.001: `Refunded` was not entered by 2024-03-03 10:00:00.001\n");
}

TEST(PromisesOfARun, WhoMay) {
    EXPECT_EQ(broken("buyer may apply in Open", apply), "");
    EXPECT_EQ(broken("buyer may apply in Open or Decides", apply),
              "2: the promise \"p\" is broken at 2024-03-02 10:00: the buyer may not `apply`\n");
    // Until when it holds is known as soon as nothing else is done.
    const std::string windowed = claim.substr(0, claim.find("    on apply -> Decides")) + "    on apply within 3 days -> Decides" +
                                 claim.substr(claim.find("    on apply -> Decides") + 23);
    EXPECT_EQ(broken("buyer may apply in Open", "  at 2024-03-04 10:00 expect Open\n", windowed),
              "2: the promise \"p\" is broken at 2024-03-04 10:00:00.001: the buyer may not `apply`\n");
    EXPECT_EQ(broken("buyer may apply in Open", "  at 2024-03-04 09:59:59.999 expect Open\n", windowed), "");
    EXPECT_EQ(broken("if price > 90.00 CNY: buyer may apply in Open", "  at 2024-03-05 10:00 expect Open\n", windowed), "");
}

// A machine that two states use: each has effects of its own.
const std::string courts = R"(policy shop.courts
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party buyer, seller

machine Hearing(who: party) {
  outcome heard
  event speak by who
  effect summon (whom: party)
  start Waiting
  state Waiting {
    do summon(who)
    on speak -> heard
  }
}

case Claim {
  fact price : money CNY, at most 1000.00
  start First
  state First = Hearing(who: buyer) {
    outcome heard -> Second
  }
  state Second = Hearing(who: seller) {
    outcome heard -> Over
  }
  final Over
}
)";

TEST(PromisesOfARun, EffectsOfMachinesGoByTheStateThatUsesThem) {
    const std::string speaks = "  at 2024-03-01 10:00 expect effect First.summon(buyer)\n  at 2024-03-01 10:00 expect no Second.summon\n"
                               "  at 2024-03-02 10:00 buyer First.speak\n  at 2024-03-02 10:00 expect effect Second.summon(seller)\n";
    EXPECT_EQ(broken("First.summon at most once", speaks, courts), "");
    EXPECT_EQ(broken("Second.summon never", speaks, courts), "4: the promise \"p\" is broken at 2024-03-02 10:00: `Second.summon` happened\n");
    EXPECT_EQ(broken("First.summon and Second.summon never both", speaks, courts),
              "4: the promise \"p\" is broken at 2024-03-02 10:00: `First.summon` and `Second.summon` both happened\n");
    const std::string wrong = "  at 2024-03-01 10:00 expect effect Second.summon(seller)\n";
    EXPECT_EQ(broken("First.summon at most once", wrong, courts).substr(0, 3), "2: ");
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

// What no run can break, and what reads a text that no case can keep.
TEST(PromisesOfARun, SomeAreLeftToTheProver) {
    EXPECT_EQ(broken("Open can lead to Refunded", much_later), "");
    const std::string noted = claim.substr(0, claim.find("  effect")) + "  event note by buyer { words: text }\n" + claim.substr(claim.find("  effect"));
    const std::string takes = noted.substr(0, noted.find("    takes ask")) + "    takes note\n" + noted.substr(noted.find("    takes ask"));
    EXPECT_EQ(broken("never note.words = \"no\"", "  at 2024-03-02 09:00 buyer note(words: \"no\")\n", takes), "");
    const std::string bounded = takes.substr(0, takes.find("words: text")) + "words: text, at most 9 characters" + takes.substr(takes.find("words: text") + 11);
    EXPECT_EQ(broken("never note.words = \"no\"", "  at 2024-03-02 09:00 buyer note(words: \"no\")\n", bounded),
              "2: the promise \"p\" is broken at 2024-03-02 09:00: what is never to hold holds\n");
}

}  // namespace
