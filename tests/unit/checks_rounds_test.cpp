// Rounds: churn, endless loops, and the search for rounds beneath them.
#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

std::string claim(const std::string& events, const std::string& states) { return "case C {\n" + events + " start A\n" + states + "\n final Z\n}\n"; }

const std::string kActs = " event ask by buyer\n event refuse by seller\n event agree by seller\n";
const std::string kBack = " state B { on refuse -> A\n on agree -> Z\n after 5 days -> Z }\n";

// Beside declarations that a small policy has no use for.
void expect_found(Checked checked, const std::vector<std::string>& wanted) {
    std::erase_if(checked.sink.all(), [](const diagnostics::Diagnostic& one) { return one.code == "unused-declaration"; });
    expect_codes(checked, wanted);
}

int count(const std::vector<std::string>& lines, const std::string& part) {
    return static_cast<int>(std::count_if(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(part) != std::string::npos; }));
}

TEST(Churn, IsTheRoundOfTwoActsGoneTwice) {
    const auto checked = check_body(claim(kActs, " state A { on ask -> B\n after 15 days -> Z }\n" + kBack));
    expect_found(checked, {"churn"});
    const auto& finding = *checked.of("churn").front();
    EXPECT_NE(finding.message.find("the buyer's `ask` and the seller's `refuse`"), std::string::npos) << finding.message;
    EXPECT_EQ(count(finding.witness, "buyer ask"), 2) << checked.shown();
    EXPECT_EQ(count(finding.witness, "seller refuse"), 2) << checked.shown();
}

TEST(Churn, IsBoundedByACountOrARecord) {
    const std::string once = " event ask by buyer, at most 2 times\n event refuse by seller\n event agree by seller\n";
    expect_found(check_body(claim(once, " state A { on ask -> B\n after 15 days -> Z }\n" + kBack)), {});
    const std::string record = " record asked : 0..3\n" + kActs;
    expect_found(check_body(claim(record, " state A { on ask if asked < 3 -> B { count asked }\n after 15 days -> Z }\n" + kBack)), {});
}

// The time limit of the whole does not begin anew with the round.
TEST(Churn, IsBoundedByATimeLimitOfTheWhole) {
    expect_found(check_body(claim(kActs, " state A { on ask -> B\n at 60 days after opening -> Z }\n state B { on refuse -> A\n on agree -> Z\n at 60 days after opening -> Z }\n")), {});
    expect_found(check_body(claim(kActs, " state A { start I\n after 60 days -> Z\n state I { on ask -> J }\n state J { on refuse -> I\n on agree -> Z } }\n")), {});
    // A window that shuts for good bounds it as well, although the case goes on.
    expect_found(check_body(claim(kActs, " state A { on ask until 60 days after opening -> B\n after 15 days -> Z }\n" + kBack)), {"right-empty-for-some"});
}

// The round that is possible only while the case is young, and another one for ever.
TEST(Churn, IsSeenBehindARoundThatEnds) {
    const auto checked = check_body(claim(kActs, " state A { on ask until 9 days after opening -> B\n on agree -> D\n after 15 days -> Z }\n" + kBack +
                                                    " state D { on ask -> A\n after 3 days -> Z }\n"));
    ASSERT_EQ(checked.of("churn").size(), 1u) << checked.shown();
    EXPECT_NE(checked.of("churn").front()->message.find("`D`"), std::string::npos) << checked.shown();
}

// The time limit of the whole begins anew with the longer round.
TEST(Churn, GoesByWayOfWhatBeginsItsTimeLimitAnew) {
    const auto checked = check_body(claim(kActs + " event again by buyer\n",
                                          " state A { start I\n after 60 days -> D\n state I { on ask -> J }\n state J { on refuse -> I\n on agree -> Z } }\n"
                                          " state D { on again -> A\n after 9 days -> Z }\n"));
    ASSERT_GE(checked.of("churn").size(), 1u) << checked.shown();
    for (const auto* one : checked.of("churn")) EXPECT_NE(one->message.find("`D`"), std::string::npos) << "I and J alone are bounded: " << checked.shown();
}

TEST(Churn, IsNoneWhereSomebodyGains) {
    const std::string effect = kActs + " effect note (whom: party)\n";
    expect_found(check_body(claim(effect, " state A { on ask -> B { do note(seller) }\n after 15 days -> Z }\n" + kBack)), {});
    expect_found(check_body(claim(effect, " state A { on ask -> B\n after 15 days -> Z }\n state B { do note(seller)\n on refuse -> A\n on agree -> Z\n after 5 days -> Z }\n")), {});
    const std::string loan = " event fetch by buyer\n event bring by buyer\n event quit by buyer\n";
    expect_found(check_body("case C {\n" + loan + " start Shelf\n resting Shelf { on fetch -> Out\n on quit -> Z }\n"
                            " state Out { on bring -> Shelf\n after 28 days -> Z }\n final Z\n}\n"), {});
    // What moves nothing says something, and no more.
    expect_found(check_body(claim(kActs, " state A { takes ask\n takes refuse\n on agree -> Z\n after 15 days -> Z }\n")), {});
}

TEST(Churn, NeedsNoHappening) {
    const std::string found = " event lose by buyer\n happening found\n";
    expect_found(check_body(claim(found, " state A { on lose -> B\n takes found\n after 15 days -> Z }\n state B { on found -> A\n after 5 days -> Z }\n")), {});
}

TEST(Churn, CanBeAcceptedOnAStateOfTheRound) {
    const std::string allow = " allow churn because \"an authority\"\n";
    const std::string a = " state A { on ask -> B\n after 15 days -> Z }";
    const std::string b = " state B { on refuse -> A\n on agree -> Z\n after 5 days -> Z }";
    expect_found(check_body(claim(kActs, a + allow + b + "\n")), {});
    expect_found(check_body(claim(kActs, a + "\n" + b + allow)), {});
    expect_found(check_body(claim(kActs, a + allow + " state B { on refuse -> Z\n on agree -> Z\n after 5 days -> Z }\n")), {"allow-without-finding"});
}

TEST(EndlessLoop, IsWhatTimeGoesAlone) {
    const std::string pay = " event pay by buyer\n";
    const auto checked = check_body(claim(pay, " state A { on pay -> Z\n after 7 days -> B }\n state B { on pay -> Z\n after 7 days -> A }\n"));
    expect_found(checked, {"endless-loop"});
    const auto& finding = *checked.of("endless-loop").front();
    EXPECT_NE(finding.why.find("it needs the buyer"), std::string::npos) << finding.why;
    EXPECT_EQ(count(finding.witness, "pay"), 0) << checked.shown();
    EXPECT_GE(count(finding.witness, "expect B"), 2) << checked.shown();
}

TEST(EndlessLoop, EndsByItselfOrRests) {
    const std::string pay = " event pay by buyer\n";
    expect_found(check_body(claim(pay, " state A { start I\n at 90 days after opening -> Z\n on pay -> Z\n state I { after 7 days -> J }\n state J { after 7 days -> I } }\n")), {});
    expect_found(check_body(claim(pay + " record times : 0..3\n", " state A { on pay -> Z\n after 7 days { if times < 3 -> B { count times }\n otherwise -> Z } }\n"
                                                                  " state B { on pay -> Z\n after 7 days -> A }\n")), {});
    expect_found(check_body("case C {\n" + pay + " effect charge (whom: party)\n start A\n resting A { on pay -> Z\n after 1 month -> A { do charge(buyer) } }\n final Z\n}\n"), {});
}

// One machine rests between its time limits; the other one waits, and what runs leads it nowhere.
TEST(EndlessLoop, HidesNoWaitOfAnotherMachine) {
    const auto states = [](const std::string& stop, const std::string& more) {
        return "case C {\n event pay by buyer\n event stop by buyer\n effect charge (whom: party)\n"
               " machine M { start A\n resting A { " + stop + "after 1 month -> A { do charge(buyer) } } }\n"
               " machine N { start W\n state W { takes stop\n on pay -> P" + more + " }\n final P }\n}\n";
    };
    const auto checked = check_body(states("", ""));
    expect_found(checked, {"endless-loop"});
    EXPECT_NE(checked.of("endless-loop").front()->why.find("it needs the buyer"), std::string::npos) << checked.shown();
    expect_found(check_body(states("", "\n after 9 days -> P")), {});
    // Where the other one may stop, the wait is seen by itself: one finding.
    expect_found(check_body("case C {\n event pay by buyer\n event stop by buyer\n effect charge (whom: party)\n"
                            " machine M { start A\n resting A { on stop -> Z\n after 1 month -> A { do charge(buyer) } }\n final Z }\n"
                            " machine N { start W\n state W { on pay -> P }\n final P }\n}\n"), {"waits-for-ever"});
}

TEST(WaitsForEver, SaysWhoseHelpIsNeeded) {
    const auto both = check_body(claim(" event ask by buyer\n event remind by buyer, at most 3 times\n event agree by seller\n",
                                       " state A { on ask -> B\n after 15 days -> Z }\n state B { takes remind\n on agree -> Z }\n"));
    expect_found(both, {"waits-for-ever"});
    EXPECT_NE(both.of("waits-for-ever").front()->message.find("if the seller does nothing, the case stays open for ever"), std::string::npos) << both.shown();
}

// A condition that opens by time and one that an act turns: what is seen as one situation may have passed the instant or not. Both wait.
TEST(WaitsForEver, IsAskedOfBothSidesOfAnInstant) {
    const std::string acts = " fact vip : bool\n event pay by buyer\n event ask by buyer, at most once\n";
    const auto waits = check_body(claim(acts, " state A { on pay -> Z\n takes ask\n at 5 days after opening if ask has happened -> Z }\n"));
    expect_found(waits, {"waits-for-ever"});
    const auto when = check_body(claim(acts, " state A { on pay -> Z\n when vip and 9 days after opening has passed -> Z }\n"));
    ASSERT_EQ(when.of("waits-for-ever").size(), 1u) << when.shown();
    EXPECT_GE(count(when.of("waits-for-ever").front()->witness, "vip = false"), 1) << "of a case for which the condition does not come: " << when.shown();
    // Once the act is done no case waits: until then the time limit that runs leads on.
    const auto armed = check_body(claim(" event pay by buyer\n event ask by buyer, at most once\n",
                                        " state A { on pay -> Z\n on ask -> B\n after 7 days -> Z }\n state B { on pay -> Z\n at 5 days after opening if ask has happened -> Z }\n"));
    EXPECT_TRUE(armed.of("waits-for-ever").empty()) << armed.shown();
}

TEST(BlockedMachines, WaitForOneAnother) {
    const auto checked = check_body("case C {\n event go by buyer\n"
                                    " machine M { start A\n state A { when N is Y -> Z }\n final Z }\n"
                                    " machine N { start X\n state X { on go if M is Z -> Y }\n final Y }\n}\n");
    const auto found = checked.of("blocked-machine");
    expect_found(checked, {"blocked-machine"});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_NE(found.front()->message.find("each waits for the other"), std::string::npos) << found.front()->message;
    EXPECT_FALSE(found.front()->witness.empty());
}

TEST(BlockedMachines, WaitForWhatNoLongerComes) {
    const auto states = [](const std::string& more) {
        return "case C {\n event go by buyer\n machine M { start A\n state A { when N is Y -> Z" + more + " }\n final Z }\n"
               " machine N { start X\n state X { on go -> Y\n after 5 days -> W }\n final Y\n final W }\n}\n";
    };
    const auto checked = check_body(states(""));
    expect_found(checked, {"blocked-machine"});
    expect_found(check_body(states("\n when N is W -> Z")), {});
    expect_found(check_body(states("\n after 9 days -> Z")), {});
}

TEST(WaitSetByParty, IsAnInstantThatOnePartyNames) {
    const auto body = [](const std::string& deadline, const std::string& more = "") {
        return claim(" event tell by buyer { sends: instant }\n event send by buyer\n" + std::string(more.empty() ? "" : " event stop by seller\n"),
                     " state A { on tell -> B\n after 5 days -> Z }\n state B { on send -> Z\n at " + deadline + " -> Z" + more + " }\n");
    };
    expect_found(check_body(body("3 days after tell.sends")), {"wait-set-by-party"});
    expect_found(check_body(body("the earlier of 3 days after tell.sends, 30 days after tell")), {});
    expect_found(check_body(body("3 days after tell")), {});
    expect_found(check_body(body("3 days after tell.sends", "\n on stop -> Z")), {});
}

}  // namespace
}  // namespace recourse::checks
