// What `opens NAME : CASE` is made into.
#include <algorithm>

#include "tests/unit/semantics_fixture.h"

namespace recourse::semantics {
namespace {

const char* const kTwoCases = R"(
case Order {
  fact price : money CNY, at most 50.00
  event ask by buyer
  opens appeal : Appeal
  start Open
  state Open {
    on ask       -> Asked { open appeal(price, since: ask) }
    after 9 days -> Closed
  }
  state Asked {
    when appeal is Heard -> Closed
    after 9 days         -> Closed
  }
  final Closed
}
case Appeal {
  fact worth : money CNY, at most 50.00
  fact since : instant, not after opening
  event hear by seller
  start Waiting
  state Waiting {
    on hear if worth > 1.00 CNY -> Heard
    at 9 days after since       -> Unheard
  }
  final Heard
  final Unheard
}
)";

TEST_F(AnalysisTest, WhatIsOpenedIsAMachine) {
    policy(std::string("party buyer, seller\n") + kTwoCases);
    expect_good();
    ASSERT_EQ(model.openings.size(), 1U);
    const Opening& opening = *model.openings.begin();
    EXPECT_EQ(model.cases[opening.of].name, "Order");
    EXPECT_EQ(model.cases[opening.opened].name, "Appeal");
    EXPECT_EQ(model.effects[opening.effect].name, "appeal.open");
    EXPECT_EQ(model.effects[opening.effect].parameters.size(), model.cases[opening.opened].facts.size());
    EXPECT_EQ(model.records[opening.count].high, 1);
    EXPECT_EQ(model.kinds[opening.outcomes].members, (std::vector<std::string>{"Heard", "Unheard"}));
    EXPECT_TRUE(model.events[opening.ends].happening);
    EXPECT_EQ(model.states[opening.dormant].path, "appeal.dormant");
    // The opener may end while the other goes on, or was never opened.
    EXPECT_TRUE(model.states[opening.dormant].lets_end);
    EXPECT_TRUE(model.states[opening.pending].lets_end);
    EXPECT_EQ(model.states[opening.pending].on.size(), 2U);
}

TEST_F(AnalysisTest, ToOpenIsToCallAndToCount) {
    policy(std::string("party buyer, seller\n") + kTwoCases);
    expect_good();
    const Opening& opening = *model.openings.begin();
    const auto asks = std::find_if(model.transitions.begin(), model.transitions.end(), [](const Transition& one) { return !one.actions.empty(); });
    ASSERT_NE(asks, model.transitions.end());
    ASSERT_EQ(asks->actions.size(), 2U);
    EXPECT_EQ(asks->actions[0].effect, opening.effect);
    EXPECT_EQ(asks->actions[0].arguments.size(), 2U);
    EXPECT_EQ(asks->actions[1].kind, ActionKind::count);
    EXPECT_EQ(asks->actions[1].record, opening.count);
}

}  // namespace
}  // namespace recourse::semantics
