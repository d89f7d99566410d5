#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

const std::string kKinds = "kind Fault = changed_mind, not_as_described\nkind Payer = nobody, sells, buys\n";

std::string decision(const std::string& rest) {
    return kKinds + "decision freight(fault: Fault, agreed: party or none, price: money CNY, at most 1000.00): payer: Payer" + rest + "\n";
}

TEST(Decisions, OverlapWithDifferentResultsShowsItsInputs) {
    const auto checked = check_body(decision(R"( {
      a: fault = not_as_described => sells
      b: price >= 500.00 CNY => buys
      otherwise => nobody
    })"));
    const auto found = checked.of("overlapping-rows");
    ASSERT_EQ(found.size(), 1u) << checked.shown();
    EXPECT_EQ(found[0]->severity, diagnostics::Severity::error);
    EXPECT_EQ(found[0]->labels.size(), 2u);
    EXPECT_EQ(found[0]->witness, (std::vector<std::string>{"decide freight(fault: not_as_described, agreed: none, price: 500.00 CNY)"}));
}

TEST(Decisions, OverlapIsFineWhenOneOverridesOrBothSayTheSame) {
    const auto overriding = check_body(decision(R"( {
      a: fault = not_as_described => sells overrides b
      b: price >= 500.00 CNY => buys
      c: agreed is set and price < 1.00 CNY => sells overrides the rest
      otherwise => nobody
    })"));
    EXPECT_TRUE(overriding.of("overlapping-rows").empty()) << overriding.shown();
    const auto same = check_body(decision(" { a: fault = changed_mind => sells\n b: price >= 5.00 CNY => sells\n otherwise => nobody }"));
    EXPECT_TRUE(same.of("overlapping-rows").empty()) << same.shown();
    const auto ordered = check_body(decision(" in order { a: fault = changed_mind => sells\n b: price >= 5.00 CNY => buys\n otherwise => nobody }"));
    EXPECT_TRUE(ordered.of("overlapping-rows").empty()) << ordered.shown();
}

TEST(Decisions, OverlapUnderAThirdRowThatOverridesBothIsNone) {
    const auto checked = check_body(decision(R"( {
      a: price >= 500.00 CNY => sells
      b: price <= 600.00 CNY and fault = changed_mind => buys
      c: price >= 500.00 CNY and price <= 600.00 CNY => nobody overrides the rest
      otherwise => nobody
    })"));
    EXPECT_TRUE(checked.of("overlapping-rows").empty()) << checked.shown();
}

TEST(Decisions, GapsShowUpToThreeInputs) {
    const auto checked = check_body(decision(R"( {
      a: fault = changed_mind and agreed is set => sells
      b: fault = not_as_described => buys
    })"));
    const auto found = checked.of("missing-rows");
    ASSERT_EQ(found.size(), 1u) << checked.shown();
    EXPECT_EQ(found[0]->witness, (std::vector<std::string>{"decide freight(fault: changed_mind, agreed: none, price: 0.00 CNY)"}));
}

TEST(Decisions, AnUndecidedDecisionGetsNotes) {
    const auto checked = check_body(decision(" undecided { a: fault = changed_mind => sells\n b: agreed = buyer => buys }"));
    for (const auto& it : checked.sink.all()) {
        if (it.code != "missing-rows" && it.code != "overlapping-rows") continue;
        EXPECT_EQ(it.severity, diagnostics::Severity::note);
    }
    EXPECT_EQ(checked.of("missing-rows").size(), 1u) << checked.shown();
    EXPECT_EQ(checked.of("overlapping-rows").size(), 1u) << checked.shown();
}

TEST(Decisions, CoveredByBoundsIsComplete) {
    const auto checked = check_body("decision fee(n: 0..10): share: percent {\n a: n < 4 => 1%\n b: n >= 4 and n <= 7 => 2%\n c: n > 7 => 3%\n}\n");
    EXPECT_TRUE(checked.of("missing-rows").empty()) << checked.shown();
    EXPECT_TRUE(checked.of("overlapping-rows").empty()) << checked.shown();
    const auto gap = check_body("decision fee(n: 0..10): share: percent {\n a: n < 4 => 1%\n b: n > 4 => 2%\n}\n");
    ASSERT_EQ(gap.of("missing-rows").size(), 1u);
    EXPECT_EQ(gap.of("missing-rows")[0]->witness.front(), "decide fee(n: 4)");
}

TEST(Decisions, ShadowedRowsAreWarned) {
    const auto checked = check_body("decision fee(n: 0..10): share: percent in order {\n a: n < 8 => 1%\n b: n < 4 => 2%\n c: n > 20 => 5%\n otherwise => 3%\n}\n");
    EXPECT_EQ(checked.of("row-never-reached").size(), 2u) << checked.shown();
}

TEST(Decisions, SetsAndTexts) {
    const auto checked = check_body(R"(kind Wear = stained, torn
decision back(wear: set of Wear, note: text): payer: percent {
  a: wear has torn => 1%
  b: wear has stained and note = "gift" => 2%
  otherwise => 3%
}
)");
    const auto found = checked.of("overlapping-rows");
    ASSERT_EQ(found.size(), 1u) << checked.shown();
    EXPECT_EQ(found[0]->witness, (std::vector<std::string>{"decide back(wear: stained and torn, note: \"gift\")"}));
}

}  // namespace
}  // namespace recourse::checks
