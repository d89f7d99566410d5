// What duties, rights and bans are made into.
#include "tests/unit/semantics_fixture.h"

namespace recourse::semantics {
namespace {

const char* const kStates = "\nstart Open\nstate Open {\n on take -> Done\n}\nfinal Done\n";

TEST_F(AnalysisTest, ADutyIsAMachine) {
    in_case(std::string("event pay by seller, buyer\nevent take by buyer\neffect fine (to: party)\n"
                        "duty settle : seller must pay by 5 days after opening if take has happened\n"
                        "  excused while 9 days after opening has passed\n  released when no take by 20 days after opening otherwise do fine(seller)") + kStates);
    expect_good();
    ASSERT_EQ(model.duties.size(), 1U);
    const Duty& duty = *model.duties.begin();
    EXPECT_EQ(duty.name, "settle");
    EXPECT_EQ(model.machines[duty.machine].name, "settle");
    EXPECT_EQ(model.states[duty.dormant].path, "settle.dormant");
    EXPECT_EQ(model.states[duty.done_late].path, "settle.done_late");
    ASSERT_TRUE(duty.deadline.valid());
    EXPECT_TRUE(duty.released.valid());
    // What a case may end in.
    EXPECT_TRUE(model.states[duty.dormant].lets_end);
    EXPECT_TRUE(model.states[duty.broken].lets_end);
    EXPECT_FALSE(model.states[duty.pending].lets_end);
    // The buyer's own `pay` fulfils nothing.
    const Transition& act = model.transitions[model.states[duty.pending].on.front()];
    EXPECT_EQ(act.target, duty.done);
    EXPECT_EQ(act.limbs.size(), 1U);
    const Transition& breach = model.transitions[model.deadlines[duty.deadline].transitions.front()];
    EXPECT_EQ(breach.target, duty.broken);
    EXPECT_EQ(breach.limbs.size(), 1U);
    EXPECT_EQ(breach.actions.size(), 1U);
}

TEST_F(AnalysisTest, AnEventOfOnePartyNeedsNoQuestion) {
    in_case(std::string("event pay by seller\nevent take by buyer\nduty settle : seller must pay within 5 days") + kStates);
    expect_good();
    const Duty& duty = *model.duties.begin();
    EXPECT_FALSE(duty.dormant.valid());
    EXPECT_TRUE(model.transitions[model.states[duty.pending].on.front()].limbs.empty());
    EXPECT_TRUE(model.deadlines[duty.deadline].counted_from_entry);
}

TEST_F(AnalysisTest, ARightTakesAndABanRefuses) {
    in_case(std::string("event pay by seller\nevent take by buyer, seller\nbuyer may take until 5 days after opening\n"
                        "seller may not pay from 5 days after opening because \"too late\"\nseller may not take") + kStates);
    expect_good();
    const Case& type = *model.cases.begin();
    ASSERT_EQ(type.machines.size(), 2U);
    EXPECT_TRUE(model.machines[type.machines[1]].rights);
    const State& standing = model.states[model.machines[type.machines[1]].states.front()];
    ASSERT_EQ(standing.on.size(), 1U);
    const Transition& right = model.transitions[standing.on.front()];
    EXPECT_EQ(right.norm, Norm::right);
    EXPECT_EQ(right.target_kind, TargetKind::stay);
    EXPECT_EQ(right.limbs.size(), 2U);
    ASSERT_EQ(type.refusals.size(), 2U);
    EXPECT_EQ(model.transitions[type.refusals[0]].because, "too late");
    EXPECT_EQ(model.transitions[type.refusals[1]].because, "seller may not take");
    EXPECT_EQ(model.transitions[type.refusals[1]].norm, Norm::ban);
}

TEST_F(AnalysisTest, ADutyKeepsItsNamesToItself) {
    in_case("event pay by seller\nevent take by buyer\nduty sooner : seller must pay within 5 days\nduty later_on : seller must pay within 6 days\n"
            "condition late = sooner is broken or later_on is done late\nstart Open\nstate Open {\n on take if late -> broken\n}\nfinal broken");
    expect_good();
    EXPECT_EQ(model.states[state("broken")].machine, (*model.cases.begin()).machines.front());
}

}  // namespace
}  // namespace recourse::semantics
