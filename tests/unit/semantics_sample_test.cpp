// The sample policy of the language's design, as a whole.
#include <string_view>
#include <utility>

#include "tests/unit/semantics_fixture.h"
#include "tests/unit/syntax_sample.h"

namespace recourse::semantics {
namespace {

constexpr const char* terms = R"(library taobao.terms
kind Service = refund_only, return_and_refund
kind Fault   = changed_mind, not_as_described
)";

constexpr const char* intervention = R"(library taobao.intervention
  counting std.counting.to_the_minute
machine Intervention(claimant: party, other: party, judge: party, evidence: period, review: period) {
  outcome upheld, denied
  record papers : 0..9
  event submit by claimant, other { file: text }
  event decide by judge { upheld: bool }
  deadline closing = evidence after opening
  start Collecting
  state Collecting {
    on submit if papers < 9 -> Collecting { count papers }
    after evidence -> Review
  }
  state Review {
    on decide {
      if decide.upheld -> upheld
      otherwise        -> denied
    }
    after review -> denied as denied_by_silence
  }
}
)";

// What the sample of the grammar leaves to meaning: names that must exist, and a calendar of this test.
constexpr std::pair<std::string_view, std::string_view> changes[] = {
    {"std.calendar.china", "std.calendar.test"},
    {"section G\"\n", "section G\" { 1 \"Window\"  2 \"Once\"  3 \"Withdrawal\"  left out 5 because \"opening hours\" }\n"
                      "  source C   \"Chapter C\"\n  source H   \"Chapter H\"\n"},
    {"period answer_time", "kind Payer = payer_buyer, payer_seller\n\nperiod answer_time"},
    {"# cite C.2.2", "cite C.2.2"},
    {"# the guide gives none; ours", "reading \"the guide gives none; ours\""},
    {"event refuse ", "event refuse_it "},
    {"on refuse ", "on refuse_it "},
    {"{ count: 1..9 }", "{ amount: 1..9 }"},
    {"# cite G.1", "cite G.1"},
    {"Intervention(evidence:", "Intervention(buyer, seller, platform, evidence:"},
    {"agreed: party or none", "agreed: Payer or none"},
    {"not_as_described => seller\n", "not_as_described => payer_seller\n"},
    {"  buyers:      fault = changed_mind     => buyer\n", ""},
    {"=> evidence\n", "=> payer_buyer\n"},
    {"expect closes = 2024-03-14 09:00\n",
     "expect closes = 2024-03-14 09:00\n  decide freight_payer(fault: not_as_described, agreed: none) expect payer = payer_seller\n"},
};

std::string sample_policy() {
    std::string text(syntax::kSamplePolicy);
    for (const auto& [from, to] : changes) {
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << "the sample has no longer: " << from;
        if (at != std::string::npos) text.replace(at, from.size(), to);
    }
    return text;
}

constexpr const char* calendar = R"(calendar std.calendar.test
  title   "Test"
  years   2024 to 2025
  weekend saturday, sunday
holiday 2024-01-01 "New Year"
)";

TEST_F(AnalysisTest, SampleIsGood) {
    module(terms);
    module(intervention);
    module(calendar);
    analyse(sample_policy());
    expect_good();
    EXPECT_EQ(unused(), std::vector<std::string>{});
    EXPECT_EQ(model.cases.size(), 1U);
    EXPECT_EQ(model.version, 3U);
    EXPECT_EQ(model.languages, (std::vector<std::string>{"en", "zh"}));
    EXPECT_EQ(model.calendars.size(), 1U);
    EXPECT_EQ(model.states[state("Dispute")].instance_of, "Intervention");
    EXPECT_EQ(model.states[state("Dispute")].start, state("Collecting"));
    EXPECT_EQ(model.states[state("Review")].parent, state("Dispute"));
    const auto names = event_names();
    EXPECT_NE(std::find(names.begin(), names.end(), "Dispute.submit"), names.end());
    ASSERT_EQ(model.scenarios.size(), 1U);
    EXPECT_EQ(model.scenarios[0].steps.size(), 7U);
    EXPECT_EQ(model.scenarios[0].steps[0].at, 1709258400000);
}

TEST_F(AnalysisTest, LibrariesOfTheSampleAreGood) {
    analyse(intervention);
    expect_good();
    EXPECT_EQ(unused(), (std::vector<std::string>{"deadline closing"}));
    EXPECT_EQ(model.cases.size(), 0U) << "the machine was only tried";
    EXPECT_EQ(model.states.size(), 0U);
}

TEST_F(AnalysisTest, InstanceOutcomesLeadToTheirStates) {
    module(terms);
    module(intervention);
    module(calendar);
    analyse(sample_policy());
    const State& review = model.states[state("Review")];
    ASSERT_EQ(review.on.size(), 2U);
    EXPECT_EQ(model.transitions[review.on[0]].target, state("Refunded"));
    EXPECT_EQ(model.transitions[review.on[1]].target, state("Failed"));
    EXPECT_TRUE(model.transitions[review.on[1]].otherwise);
    ASSERT_EQ(review.deadlines.size(), 1U);
    const Transition& silent = model.transitions[model.deadlines[review.deadlines[0]].transitions.at(0)];
    EXPECT_EQ(silent.target, state("Failed"));
    EXPECT_EQ(silent.text.reason, "denied_by_silence");
}

}  // namespace
}  // namespace recourse::semantics
