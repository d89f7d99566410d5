// What would have to be otherwise for a rule to be taken: nearest misses and smallest edits.
#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

const char* const kEvents = "case C {\n fact vip : bool\n event again by buyer\n event ask by buyer\n start A\n";

Checked check_states(const std::string& states, const std::string& before = "") { return check_body(before + kEvents + states + " final Z\n final Y\n}\n"); }

std::string hint_of(const Checked& checked, const std::string& code) {
    const auto found = checked.of(code);
    EXPECT_EQ(found.size(), 1u) << checked.shown();
    return found.empty() ? "" : found.front()->hint;
}

// The claim of a hint is checked here by making the edit in the text.
TEST(SmallestEdit, WidensTheWindowByWhatIsMissing) {
    const std::string states = " state A { on ask -> Z\n when vip -> Z\n after 10 days -> B }\n state B { on again until %% after opening -> Y\n after 5 days -> Z }\n";
    const auto with = [&](const std::string& days) { return std::string(states).replace(states.find("%%"), 2, days); };
    const std::string hint = hint_of(check_states(with("7 days")), "right-always-empty");
    EXPECT_NE(hint.find("if `7 days` were `11 days`"), std::string::npos) << hint;
    EXPECT_TRUE(check_states(with("11 days")).of("right-always-empty").empty());
    // A time limit takes effect after every act of its instant, so that ten days are a millisecond short.
    EXPECT_EQ(check_states(with("10 days")).of("right-always-empty").size(), 1u);
}

// Wherever the name is used.
TEST(SmallestEdit, NamesThePeriodThatIsDeclared) {
    const auto checked = check_states(" state A { on ask -> Z\n when vip -> Z\n after 5 days -> Z\n after wait -> Y }\n", "period wait = 8 days\n");
    const std::string hint = hint_of(checked, "transition-never-taken");
    EXPECT_NE(hint.find("if `wait`, now `8 days`, were `4 days`"), std::string::npos) << hint;
}

TEST(SmallestEdit, LeavesAConditionOut) {
    const auto checked = check_states(" state A { on ask -> Z\n when vip -> B\n after 10 days -> Z }\n state B { on again if not vip -> Y\n on ask -> Z\n after 5 days -> Z }\n");
    const std::string hint = hint_of(checked, "transition-never-taken");
    EXPECT_NE(hint.find("if this condition were left out"), std::string::npos) << hint;
}

// Two ways of one rule lead to one place: one of them may have been meant for the place that none leads to.
TEST(SmallestEdit, LeadsAWayElsewhere) {
    const auto checked = check_states(" state A { on ask {\n if vip -> Z\n otherwise -> Z }\n on again -> Z\n after 10 days -> Z }\n");
    const std::string hint = hint_of(checked, "unreachable-state");
    EXPECT_NE(hint.find("a case would come here if the buyer's `ask` in `A` led to `Y` instead of `Z`"), std::string::npos) << hint;
    // Where each way has a place of its own, one would be lost.
    const auto apart = check_states(" state A { on ask -> Z\n on again -> B }\n state B { after 5 days -> Z }\n");
    EXPECT_EQ(hint_of(apart, "unreachable-state").find("led to"), std::string::npos) << apart.shown();
}

TEST(NearestMiss, OfATimeLimitIsTheCaseThatStaysLongest) {
    const auto checked = check_states(" state A { on ask -> Z\n when vip -> Z\n after 5 days -> Z\n after 8 days -> Y }\n");
    const auto found = checked.of("transition-never-taken");
    ASSERT_EQ(found.size(), 1u) << checked.shown();
    EXPECT_FALSE(found.front()->witness.empty()) << checked.shown();
    EXPECT_NE(found.front()->hint.find("were `"), std::string::npos) << found.front()->hint;
}

TEST(NearestMiss, OfAStateIsTheRefusalOfTheRuleThatLeadsThere) {
    const auto checked = check_states(" state A { on ask -> Z\n when vip -> Z\n after 10 days -> B }\n"
                                      " state B { on again until 7 days after opening -> D\n after 5 days -> Z }\n state D { on ask -> Y\n after 1 day -> Z }\n");
    EXPECT_TRUE(checked.of("unreachable-state").empty()) << checked.shown();   // one finding for a cause
    const auto found = checked.of("right-always-empty");
    ASSERT_EQ(found.size(), 1u) << checked.shown();
    const auto refused = std::any_of(found.front()->witness.begin(), found.front()->witness.end(), [](const std::string& line) { return line.ends_with("again refused"); });
    EXPECT_TRUE(refused) << checked.shown();
    EXPECT_NE(found.front()->hint.find("some case would find it open if `7 days` were `11 days`"), std::string::npos) << found.front()->hint;
}

}  // namespace
}  // namespace recourse::checks
