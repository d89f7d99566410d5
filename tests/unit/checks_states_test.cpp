#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

std::string body(const std::string& states, const std::string& members = "") {
    const std::string start = members.find(" start ") == std::string::npos ? " start A\n" : "";
    return "case C {\n event ask by buyer { late: bool }\n event answer by seller\n" + members + start + states + "\n}\n";
}

TEST(States, HealthyPolicyIsSilent) {
    expect_codes(check_body(body("state A { on ask -> B\n after 5 days -> Z }\n state B { on answer -> Z\n after 5 days -> Z }\n final Z")), {});
}

TEST(States, UnreachableIsReportedOnceWithWhatIsInside) {
    const auto checked = check_body(body("state A { on ask -> Z\n on answer -> Z }\n state X { start Y\n state Y { on ask -> Z } }\n final Z"));
    const auto found = checked.of("unreachable-state");
    ASSERT_EQ(found.size(), 1u) << checked.shown();
    EXPECT_EQ(checked.at(*found[0]), "X");
}

TEST(States, NoWayOut) {
    const auto checked = check_body(body("state A { on ask -> B\n after 3 days -> Z }\n state B { takes answer }\n final Z"));
    ASSERT_EQ(checked.of("no-way-out").size(), 1u) << checked.shown();
    const auto resting = check_body(body("state A { on ask -> B\n after 3 days -> Z }\n resting state B { takes answer }\n final Z"));
    EXPECT_TRUE(resting.of("no-way-out").empty()) << resting.shown();
    const auto enclosed = check_body(body("state A { on ask -> Z\n start I\n state I { takes answer } }\n final Z"));
    EXPECT_TRUE(enclosed.of("no-way-out").empty()) << enclosed.shown();
    const auto shadowed = check_body(body("state A { on ask -> Z\n start I\n state I { on ask stay\n takes answer } }\n final Z"));
    EXPECT_EQ(shadowed.of("no-way-out").size(), 1u) << shadowed.shown();
    const auto handed_out = check_body(body("state A { on ask -> Z\n start I\n state I { on ask { if ask.late stay\n otherwise outside }\n takes answer } }\n final Z"));
    EXPECT_TRUE(handed_out.of("no-way-out").empty()) << handed_out.shown();
}

TEST(States, GroupWithoutAnEnd) {
    const auto checked = check_body(body("state A { on ask -> B\n on answer -> Z\n after 9 days -> Z }\n state B { on ask -> D }\n state D { on answer -> B }\n final Z"));
    expect_codes(checked, {"no-final-reachable"});
}

TEST(Happenings, ThatNobodyAnswersAreReported) {
    const std::string happening = " happening scanned\n";
    EXPECT_EQ(check_body(body("state A { on ask -> Z\n on answer -> Z }\n final Z", happening)).of("unanswered-happening").size(), 1u);
    expect_codes(check_body(body("state A { takes scanned\n on ask -> Z\n on answer -> Z\n after 9 days -> Z }\n final Z", happening)), {});
    expect_codes(check_body(body("ignore scanned\n state A { on ask -> Z\n on answer -> Z\n after 9 days -> Z }\n final Z", happening)), {});
}

const std::string kVip = " fact vip : bool\n fact poor : bool\n";

TEST(Rings, OfWhensAreReported) {
    const auto ring = check_body(body("state A { on ask -> Z\n when vip -> B }\n state B { on answer -> Z\n when not poor -> A }\n final Z", kVip));
    const auto found = ring.of("unguarded-ring");
    ASSERT_EQ(found.size(), 1u) << ring.shown();
    EXPECT_EQ(found[0]->labels.size(), 2u);
    const auto exclusive = check_body(body("state A { on ask -> Z\n when vip -> B }\n state B { on answer -> Z\n when not vip and not poor -> A }\n final Z", kVip));
    EXPECT_TRUE(exclusive.of("unguarded-ring").empty()) << exclusive.shown();
}

TEST(Rings, AreBrokenByADeadlineThatWaits) {
    const auto waits = check_body(body("state A { on ask -> Z\n when vip and not poor -> B }\n state B { on answer -> Z\n after 1 minutes -> A }\n final Z", kVip));
    EXPECT_TRUE(waits.of("unguarded-ring").empty()) << waits.shown();
    const auto at = check_body(body("state A { on ask -> Z\n when vip and not poor -> B }\n state B { on answer -> Z\n at 5 days after opening -> A }\n final Z", kVip));
    EXPECT_EQ(at.of("unguarded-ring").size(), 1u) << at.shown();
}

TEST(Rings, GoThroughADeadlineAroundOnceForEachStay) {
    const std::string head = " start Around\n state Quiet { on ask -> Around }\n";
    const auto of = [&](const std::string& around) {
        return check_text(std::string(kHeader) + "case C {\n event ask by buyer\n event answer by seller\n" + kVip + head + around + " final Z\n}\n");
    };
    const auto inside = of(" state Around { start A\n at 5 days after opening -> B\n on ask -> Quiet\n state A { on answer -> Z }\n state B { when vip -> A } }\n");
    EXPECT_TRUE(inside.of("unguarded-ring").empty() && inside.of("start-twice").empty()) << inside.shown();
    // Here the ring leaves the state around and enters it anew.
    const auto anew = of(" state Around { start A\n at 5 days after opening -> B\n on ask -> Quiet\n state A { on answer -> Z }\n state B { when vip -> P } }\n"
                         " state P { when not poor -> Around }\n");
    ASSERT_EQ(anew.of("unguarded-ring").size(), 1u) << anew.shown();
    EXPECT_EQ(anew.of("unguarded-ring")[0]->labels.size(), 3u) << "by way of the state around";
    const auto itself = of(" state Around { start A\n at 5 days after opening -> Around\n on ask -> Quiet\n state A { on answer -> Z } }\n");
    EXPECT_EQ(itself.of("unguarded-ring").size(), 1u) << itself.shown();
}

}  // namespace
}  // namespace recourse::checks
