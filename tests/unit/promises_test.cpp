// Every form of promise: kept, broken by the case that breaks it, vacuous.
#include "compiler/promises/judge.h"

#include <gtest/gtest.h>

#include "compiler/syntax/formatter.h"
#include "tests/unit/checks_fixture.h"
#include "tests/unit/plain_regimes.h"

namespace recourse::promises {
namespace {

// A claim that is withdrawn, granted by silence, refused and reviewed once; the buyer may ask for advice at any time before it is refused.
constexpr const char* kClaim = R"(
case Claim {
  fact price : money CNY, at most 1000.00 CNY
  fact newcomer : bool
  record asked : 0..3
  event apply    by buyer, at most once
  event advice   by buyer
  event agree    by seller
  event refuse   by seller
  event withdraw by buyer
  event review   by buyer, at most once
  effect refund (amount: money CNY)
  effect thank ()
  start Open
  state Open {
    on apply      -> Decides
    after 15 days -> Expired
  }
  state Decides {
    on agree      -> Refunded { do thank() }
    on refuse     -> Refused
    on withdraw until 2 days after apply -> Withdrawn
    on advice if asked < 3 stay { count asked }
    after 5 days  -> Refunded
  }
  state Refused {
    on review     -> Decides
    after 7 days  -> Lapsed
  }
  final Refunded { do refund(price) }
  final Lapsed
  final Withdrawn
  final Expired
}
)";

struct Asked {
    Judged judged;
    std::string problems;
};

Asked ask(const std::string& promise, const std::string& body = kClaim) {
    Asked asked;
    diagnostics::Sink sink;
    const support::SourceFile source("t.rule", checks::kHeader + body + "\npromise \"p\" " + promise + "\n");
    const syntax::File file = syntax::parse(support::FileId(0), source, sink);
    const semantics::Model model = semantics::analyse(file, harness::plain_regimes(), sink);
    for (const auto& finding : sink.all()) {
        if (finding.severity == diagnostics::Severity::error) asked.problems += std::string(finding.code) + ": " + finding.message + "\n";
    }
    if (!asked.problems.empty() || model.promises.size() != 1) {
        asked.problems += "promises: " + std::to_string(model.promises.size());
        return asked;
    }
    const explore::TimeFacts times(model);
    asked.judged = judge(model, times, model.promises.front());
    return asked;
}

std::string shown(const Judged& judged) {
    std::string text = judged.message + "\n";
    for (const std::string& line : judged.witness) text += line + "\n";
    return text;
}

struct Expected {
    const char* promise;
    Outcome outcome;
    const char* words = "";       // that the message or the scenario contains
};

void PrintTo(const Expected& expected, std::ostream* out) { *out << expected.promise; }

class Promises : public testing::TestWithParam<Expected> {};

TEST_P(Promises, AreJudged) {
    const Asked asked = ask(GetParam().promise);
    ASSERT_EQ(asked.problems, "");
    EXPECT_EQ(asked.judged.outcome, GetParam().outcome) << shown(asked.judged);
    EXPECT_NE(shown(asked.judged).find(GetParam().words), std::string::npos) << shown(asked.judged);
    EXPECT_GT(asked.judged.situations, 0u);
    EXPECT_EQ(asked.judged.message.empty(), asked.judged.outcome == Outcome::kept);
}

const Expected kLeads[] = {
    {"Decides never leads to Lapsed", Outcome::broken, "expect Lapsed"},
    {"if seller is silent: Decides never leads to Lapsed", Outcome::kept},
    {"if buyer acts in time: Decides never leads to Lapsed", Outcome::broken, "expect Lapsed"},   // once the review is used up
    {"if buyer is silent: Decides never leads to Withdrawn", Outcome::kept},
    {"if seller is silent, unless withdraw: Decides leads to Refunded within 5 days", Outcome::kept},
    {"if seller is silent: Decides leads to Refunded within 5 days", Outcome::broken, "end in `Withdrawn` instead"},
    {"if seller is silent, unless withdraw: Decides leads to Refunded within 4 days", Outcome::broken, "longer than 4 days"},
    {"if seller is silent: Decides leads to Refunded or Withdrawn within 5 days", Outcome::kept},
    {"Decides leads to Refunded or Withdrawn or Lapsed", Outcome::kept},
    {"Decides leads to Refunded or Withdrawn or Lapsed within 24 days", Outcome::kept},
    {"Decides leads to Refunded or Withdrawn or Lapsed within 23 days", Outcome::broken, "longer than 23 days"},
    {"Decides leads to Refused", Outcome::broken},
    {"Refused can lead to Refunded", Outcome::kept},
    {"if buyer is silent: Refused can lead to Refunded", Outcome::broken, "no case comes from `Refused` to `Refunded`"},
    {"Expired never leads to Refunded", Outcome::kept},
    {"if newcomer: Open leads to Expired", Outcome::broken},
    {"if price > 2000.00 CNY: Decides never leads to Refunded", Outcome::vacuous, "as it assumes"},
    {"if buyer is silent: Refunded never leads to Lapsed", Outcome::kept},
};
const Expected kEnds[] = {
    {"Claim ends", Outcome::kept},
    {"Claim ends within 39 days", Outcome::kept},
    {"Claim ends within 38 days", Outcome::broken, "still be open after 38 days"},
    {"if buyer is silent: Claim ends within 15 days", Outcome::kept},
    {"if seller is silent: Claim ends within 20 days", Outcome::kept},
    {"if seller is silent: Claim ends within 19 days", Outcome::broken},
};
const Expected kCounts[] = {
    {"refund at most once", Outcome::kept},
    {"refund never", Outcome::broken, "`refund` can happen"},
    {"advice at most 3 times", Outcome::kept},
    {"advice at most 2 times", Outcome::broken, "more than 2 times"},
    {"Decides at most 2 times", Outcome::kept},
    {"Decides at most once", Outcome::broken, "`Decides` can happen more than once"},
    {"if seller is silent: thank never", Outcome::kept},
    {"if seller is silent: thank at most once", Outcome::vacuous, "`thank` happens in no case"},
    {"refund and withdraw never both", Outcome::kept},
    {"refund and refuse never both", Outcome::broken, "expect Refunded"},
    {"refund and thank never both", Outcome::broken},
    {"if seller is silent: thank and refund never both", Outcome::vacuous},
    {"between apply and refuse: apply at most once", Outcome::vacuous},   // the apply that opens the scope is not in it
    {"between refuse and review: refund never", Outcome::kept},
    {"after refuse: refund never", Outcome::broken, "review"},
    {"after refuse, unless review: refund never", Outcome::kept},
    {"before apply: refund never", Outcome::kept},
    {"after withdraw: refund never", Outcome::kept},
    {"if newcomer and seller is silent, after review: refund never", Outcome::vacuous, "`review` is accepted in no case"},
};
const Expected kConditions[] = {
    {"always asked <= 3", Outcome::kept},
    {"never asked = 3", Outcome::broken, "advice"},
    {"if buyer is silent: never asked > 0", Outcome::kept},
    {"if price <= 100.00 CNY: always price < 100.01 CNY", Outcome::kept},
    {"never price > 999.00 CNY", Outcome::broken, "999.01 CNY"},
};
const Expected kRights[] = {
    {"buyer may apply in Open", Outcome::kept},
    {"buyer may withdraw in Decides", Outcome::broken, "withdraw refused"},
    {"seller may refuse in Decides", Outcome::kept},
    {"buyer may review in Refused", Outcome::broken, "review refused"},
    {"buyer may advice in Decides", Outcome::broken, "advice refused"},
    {"before review: buyer may review in Refused", Outcome::kept},
    {"buyer may not apply in Decides or Refused", Outcome::kept},
    {"buyer may not withdraw in Decides", Outcome::broken, "withdraw"},
    {"buyer may not withdraw in Refused", Outcome::kept},
    {"buyer may not review", Outcome::broken},
    {"buyer may apply in Refunded", Outcome::vacuous, "no case goes on from `Refunded`"},
    {"if seller is silent: buyer may not review in Refused", Outcome::vacuous, "no case comes to `Refused`"},
};
INSTANTIATE_TEST_SUITE_P(Leads, Promises, testing::ValuesIn(kLeads));
INSTANTIATE_TEST_SUITE_P(Ends, Promises, testing::ValuesIn(kEnds));
INSTANTIATE_TEST_SUITE_P(Counts, Promises, testing::ValuesIn(kCounts));
INSTANTIATE_TEST_SUITE_P(Conditions, Promises, testing::ValuesIn(kConditions));
INSTANTIATE_TEST_SUITE_P(Rights, Promises, testing::ValuesIn(kRights));

// Somebody who acts in time can only act where there is an act to make: what fails is none, nor what only others of the cases allow.
std::string one_wait(const std::string& rules) {
    return "case Wait {\n  fact price : money CNY, at most 1000.00 CNY\n  record asked : 1..1\n  event pay by buyer\n  event ask by buyer\n"
           "  start Unpaid\n  state Unpaid {\n" + rules + "    after 5 days -> Lapsed\n  }\n  final Paid\n  final Lapsed\n}\n";
}

TEST(Promises, OfWhoActsInTimeSpeakOfCasesWithAnActToMake) {
    const std::string promise = "if buyer acts in time: Unpaid never leads to Lapsed";
    const auto outcome = [&](const std::string& rules) {
        const Asked asked = ask(promise, one_wait(rules));
        EXPECT_EQ(asked.problems, "") << rules;
        return asked.judged.outcome;
    };
    EXPECT_EQ(outcome("    on pay -> Paid\n"), Outcome::kept);
    // At the time limit's own instant there is nothing left to do.
    EXPECT_EQ(outcome("    on pay until 2 days after opening -> Paid\n"), Outcome::broken);
    EXPECT_EQ(outcome("    on pay if price < 500.00 CNY -> Paid\n    on pay if price >= 500.00 CNY -> Paid\n"), Outcome::kept);
    EXPECT_EQ(outcome("    on pay if price < 500.00 CNY -> Paid\n    on ask if price >= 500.00 CNY -> Paid\n"), Outcome::kept);
    EXPECT_EQ(outcome("    on pay -> Paid { count asked }\n"), Outcome::broken);
    EXPECT_EQ(outcome("    on pay if price < 500.00 CNY -> Paid\n"), Outcome::broken);
    EXPECT_EQ(outcome("    on pay if price < 500.00 CNY -> Paid\n    on ask if price >= 600.00 CNY -> Paid\n"), Outcome::broken);
}

constexpr const char* kWaits = R"(
case Loan {
  event lend   by seller
  event return by buyer
  event remind by seller
  effect fee ()
  start Open
  state Open {
    on lend -> Lent
    after 3 days -> Closed
  }
  state Lent {
    on return -> Closed
    on remind -> Lent { do fee() }
  }
  final Closed
}
)";

TEST(Promises, AWaitWithoutATimeLimitIsShownByACaseThatWaits) {
    const Asked ever = ask("Lent leads to Closed", kWaits);
    ASSERT_EQ(ever.problems, "");
    EXPECT_EQ(ever.judged.outcome, Outcome::broken);
    EXPECT_NE(ever.judged.message.find("can wait for ever for the buyer or the seller, in `Lent`"), std::string::npos) << shown(ever.judged);
    EXPECT_NE(shown(ever.judged).find("2024"), std::string::npos);
    const Asked soon = ask("Lent leads to Closed within 30 days", kWaits);
    EXPECT_EQ(soon.judged.outcome, Outcome::broken);
    EXPECT_EQ(ask("Lent can lead to Closed", kWaits).judged.outcome, Outcome::kept);
}

TEST(Promises, ALaterEnteringDoesNotBeginTheTimeAnew) {
    // The seller reminds every day, so that `Lent` is entered again and again.
    const Asked asked = ask("if buyer is silent: Lent leads to Closed within 2 days", kWaits);
    ASSERT_EQ(asked.problems, "");
    EXPECT_EQ(asked.judged.outcome, Outcome::broken) << shown(asked.judged);
}

TEST(Promises, ARoundThatCanBeGoneForEverIsFound) {
    constexpr const char* kRound = R"(
case Talk {
  event ask by buyer
  event answer by seller
  start Asked
  state Asked {
    on answer -> Answered
    after 5 days -> Over
  }
  state Answered {
    on ask -> Asked
    after 5 days -> Over
  }
  final Over
}
)";
    const Asked ever = ask("Talk ends", kRound);
    ASSERT_EQ(ever.problems, "");
    EXPECT_EQ(ever.judged.outcome, Outcome::broken);
    EXPECT_NE(ever.judged.message.find("on and on"), std::string::npos) << shown(ever.judged);
    EXPECT_EQ(ask("if buyer is silent: Talk ends within 10 days", kRound).judged.outcome, Outcome::kept);
}

TEST(Promises, WholeDaysAndBusinessDaysOfOneInstantAreTheSame) {
    constexpr const char* kWhole = R"(
case Review {
  event decide by seller
  start Open
  state Open {
    on decide -> Done
    after 3 whole days -> Done
  }
  final Done
}
)";
    EXPECT_EQ(ask("Open leads to Done within 3 whole days", kWhole).judged.outcome, Outcome::kept);
    EXPECT_EQ(ask("Review ends within 3 whole days", kWhole).judged.outcome, Outcome::kept);
    EXPECT_EQ(ask("Review ends within 2 whole days", kWhole).judged.outcome, Outcome::broken);
    EXPECT_EQ(ask("Review ends within 4 days", kWhole).judged.outcome, Outcome::kept);
}

TEST(Promises, MachinesOfACaseAreNamedByTheirStates) {
    constexpr const char* kTwo = R"(
case Order {
  event pay by buyer, at most once
  event close by seller
  machine Trade {
    start Fresh
    state Fresh {
      on pay -> Paid
      after 3 days -> Closed
    }
    state Paid {
      on close -> Closed
      after 10 days -> Closed
    }
    final Closed
  }
  machine Money {
    start Without
    state Without {
      on pay -> Held
      when Trade is Closed -> Free
    }
    state Held {
      when Trade is Closed -> Free
    }
    final Free
  }
}
)";
    EXPECT_EQ(ask("Money is Held leads to Trade is Closed within 10 days", kTwo).judged.outcome, Outcome::kept);
    EXPECT_EQ(ask("never Money is Held and Trade is Closed", kTwo).judged.outcome, Outcome::kept);
    EXPECT_EQ(ask("never Money is Held and Trade is Paid", kTwo).judged.outcome, Outcome::broken);
    EXPECT_EQ(ask("Order ends within 13 days", kTwo).judged.outcome, Outcome::kept);
}

TEST(Promises, WhatCannotBeUnderstoodIsSaid) {
    const auto problem = [](const char* promise) { return ask(promise).problems; };
    EXPECT_NE(problem("Decids leads to Refunded").find("unknown-state"), std::string::npos);
    EXPECT_NE(problem("refnd at most once").find("unknown-event"), std::string::npos);
    EXPECT_NE(problem("if bank is silent: refund never").find("unknown-party"), std::string::npos);
    EXPECT_NE(problem("seller may withdraw in Decides").find("promise-party"), std::string::npos);
    EXPECT_NE(problem("if asked > 1: refund never").find("promise-condition"), std::string::npos);
    EXPECT_NE(problem("never 5 days after apply has passed").find("promise-condition"), std::string::npos);
    EXPECT_NE(problem("Order ends").find("unknown-case"), std::string::npos);
    EXPECT_NE(problem("Decides leads").find("expected"), std::string::npos) << problem("Decides leads");
    EXPECT_NE(problem("if seller is silent Decides never leads to Lapsed").find("expected"), std::string::npos);
}

TEST(Promises, AreWrittenBackInOneStyle) {
    const auto format = [](const std::string& text) {
        diagnostics::Sink sink;
        const support::SourceFile source("t.rule", checks::kHeader + std::string(kClaim) + text);
        const syntax::File file = syntax::parse(support::FileId(0), source, sink);
        EXPECT_FALSE(sink.has_errors());
        const std::string out = syntax::format(file, source);
        return out.substr(out.find("promise"));
    };
    EXPECT_EQ(format("\npromise   \"a\"  refund   at most  once\npromise \"longer\" of Claim   refund never   cite G.1\n"),
              "promise \"a\"               refund at most once\npromise \"longer\" of Claim refund never  cite G.1\n");
    EXPECT_EQ(format("\npromise \"b\" if seller is silent   and (newcomer or asked = 1) , unless withdraw or review :  Decides leads to Refunded within 5 days\n"),
              "promise \"b\" if seller is silent and (newcomer or asked = 1), unless withdraw or review:\n"
              "    Decides leads to Refunded within 5 days\n");
    const std::string once = format("\npromise \"c\" between apply and refuse: refund and thank never both\n");
    EXPECT_EQ(format("\n" + once), once);
}

}  // namespace
}  // namespace recourse::promises
