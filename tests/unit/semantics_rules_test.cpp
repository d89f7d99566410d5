// Rules, instances and imports: what they become in the model.
#include "tests/unit/semantics_fixture.h"

namespace recourse::semantics {
namespace {

// ---- rules ----------------------------------------------------------------------------------------------------------------

TEST_F(AnalysisTest, ConditionsAreSplitIntoLimbs) {
    in_case("fact n: 1..9\nfact m: 1..9\nevent go by buyer\ndeadline end = 3 days after opening\nstart A\n"
            "state A { on go from opening until end if n > 3 and m > 3 -> A\n on go unless n > 3 or m > 3 stay }");
    expect_good();
    const State& a = model.states[state("A")];
    ASSERT_EQ(a.on.size(), 2U);
    const Transition& first = model.transitions[a.on[0]];
    ASSERT_EQ(first.limbs.size(), 4U);
    EXPECT_EQ(first.limbs[0].kind, LimbKind::from);
    EXPECT_EQ(first.limbs[1].kind, LimbKind::until);
    EXPECT_EQ(first.limbs[2].kind, LimbKind::condition);
    EXPECT_EQ(model.transitions[a.on[1]].limbs.size(), 2U);
    EXPECT_NE(first.rule, model.transitions[a.on[1]].rule);
}

TEST_F(AnalysisTest, ABlockIsOneRuleWithManyTransitions) {
    in_case("event go by buyer { w: bool }\nstart A\nstate A { on go until opening { if go.w -> B as yes\n otherwise -> C } as any }\nstate B {}\nstate C {}");
    expect_good();
    const State& a = model.states[state("A")];
    ASSERT_EQ(a.on.size(), 2U);
    const Transition& yes = model.transitions[a.on[0]];
    const Transition& no = model.transitions[a.on[1]];
    EXPECT_EQ(yes.rule, no.rule);
    EXPECT_EQ(yes.text.reason, "yes");
    EXPECT_EQ(no.text.reason, "any");
    EXPECT_EQ(yes.limbs.size(), 2U);
    EXPECT_TRUE(yes.limbs[1].from_branch);
    EXPECT_EQ(no.limbs.size(), 1U);
    EXPECT_TRUE(no.otherwise);
    EXPECT_FALSE(yes.otherwise);
}

TEST_F(AnalysisTest, BlocksInBlocksSpellOtherwiseOut) {
    in_case("event go by buyer { v: bool, w: bool }\nstart A\nstate A { on go { if go.v { if go.w -> B\n otherwise -> C }\n otherwise -> A } }\nstate B {}\nstate C {}");
    expect_good();
    const State& a = model.states[state("A")];
    ASSERT_EQ(a.on.size(), 3U);
    for (const TransitionId id : a.on) EXPECT_FALSE(model.transitions[id].otherwise);
    EXPECT_EQ(model.transitions[a.on[1]].limbs.size(), 2U);
    EXPECT_EQ(model.transitions[a.on[2]].limbs.size(), 1U);
    EXPECT_EQ(model.exprs[model.transitions[a.on[2]].limbs[0].condition].kind, ExprKind::logical_not);
}

TEST_F(AnalysisTest, DeadlinesWithOtherwiseAreTwoTransitions) {
    in_case("fact w: bool\ndeadline end = 3 days after opening\nstart A\nstate A { at end if w -> B otherwise -> C\n after 3 days -> C\n when w -> B }\nstate B {}\nstate C {}");
    expect_good();
    const State& a = model.states[state("A")];
    ASSERT_EQ(a.deadlines.size(), 2U);
    const Deadline& end = model.deadlines[a.deadlines[0]];
    EXPECT_TRUE(end.named.valid());
    ASSERT_EQ(end.transitions.size(), 2U);
    EXPECT_EQ(model.transitions[end.transitions[0]].limbs.size(), 1U);
    EXPECT_TRUE(model.transitions[end.transitions[1]].otherwise);
    EXPECT_TRUE(model.deadlines[a.deadlines[1]].counted_from_entry);
    ASSERT_EQ(a.whens.size(), 1U);
    EXPECT_EQ(model.transitions[model.whens[a.whens[0]].transitions.at(0)].limbs.size(), 1U);
}

TEST_F(AnalysisTest, CountsWithRoomMayStandOnADeadline) {
    for (const char* limb : {"r < 3", "r <= 2", "r != 3", "3 > r", "r < 2 and w", "not r >= 3"}) {
        in_case(std::string("fact w: bool\nrecord r: 0..3\nstart A\nstate A { after 3 days { if ") + limb + " -> A { count r }\n if w -> B\n otherwise -> B } }\nstate B {}");
        EXPECT_TRUE(codes().empty()) << limb << messages();
    }
    for (const char* limb : {"r <= 3", "r > 1", "w"}) {
        in_case(std::string("fact w: bool\nrecord r: 0..3\nstart A\nstate A { after 3 days if ") + limb + " -> A { count r } }");
        EXPECT_TRUE(codes() == std::vector<std::string>{"count-on-deadline"} || codes().size() > 1) << limb << messages();
    }
}

TEST_F(AnalysisTest, CountsAreBoundedByTheWayThere) {
    // Two states in a row, each passed once: the record has room for both.
    in_case("record r: 0..2\nstart A\nstate A { after 3 days -> B { count r } }\nstate B { after 3 days -> C { count r } }\nfinal C");
    expect_good();
    in_case("record r: 0..1\nstart A\nstate A { after 3 days -> B { count r } }\nstate B { after 3 days -> C { count r } }\nfinal C");
    expect_only("count-on-deadline");
    // A way back: as often as anybody likes.
    in_case("record r: 0..900000\nevent go by buyer\nstart A\nstate A { after 3 days -> B { count r } }\nstate B { on go -> A }\nfinal C");
    expect_only("count-on-deadline");
    in_case("record r: 0..100\nevent go by buyer\nstart A\nstate A { on go if r < 50 -> B { count r } }\nstate B { after 3 days { if r < 60 -> A { count r }\n otherwise -> C } }\nfinal C");
    expect_good();
    // An event's count is refused at the top, and a deadline in a composite's inner state counts for the composite.
    in_case("record r: 0..2\nevent go by buyer\nstart A\nstate A { on go stay { count r }\n start B\n state B { after 3 days if r < 2 -> C } }\n"
            "state C { after 3 days if r = 1 -> D { count r } }\nfinal D");
    expect_good();
    in_case("record r: 0..2\nstart A\nstate A { after 3 days -> B { count r, count r } }\nfinal B");
    expect_good();
    in_case("record r: 0..2\nstart A\nstate A { after 3 days -> B { count r, count r, count r } }\nfinal B");
    expect_only("count-on-deadline");
    in_case("record r: 0..2\nevent go by buyer\nmachine M { start A\n state A { after 3 days -> B { count r } }\n final B }\n"
            "machine N { start X\n state X { on go stay { count r } } }");
    expect_only("count-on-deadline");
}

TEST_F(AnalysisTest, AClauseMayBeListedAndLeftOut) {
    header += "  source G \"Guide\" { 1 \"One\"  2 \"Two\"  left out 2 because \"no rule\"  left out 3 because \"none either\" }\n";
    policy("");
    expect_good();
    ASSERT_EQ(model.clauses.size(), 3U);
    EXPECT_EQ(model.clauses[1].title, "Two");
    EXPECT_TRUE(model.clauses[1].left_out);
    EXPECT_EQ(model.clauses[1].because, "no rule");
    EXPECT_EQ(model.clauses[2].because, "none either");
}

TEST_F(AnalysisTest, InnerStatesAnswerAndHandOut) {
    in_case("event go by buyer { w: bool }\nstart A\nstate A {\n on go -> A\n refuse go if go.w because \"no\"\n ignore go\n start B\n state B { on go { if go.w stay\n otherwise outside } } }");
    expect_good();
    const State& b = model.states[state("B")];
    ASSERT_EQ(b.on.size(), 2U);
    EXPECT_EQ(model.transitions[b.on[1]].target_kind, TargetKind::outside);
    EXPECT_TRUE(model.transitions[b.on[1]].otherwise);
    EXPECT_EQ(model.transitions[model.states[state("A")].on[1]].because, "no");
}

TEST_F(AnalysisTest, TargetsAreTheNearest) {
    in_case("event go by buyer\nstart A\nstate A { start X\nstate X { on go -> Y }\nstate Y {} }\nstate B { start Y\nstate Y { on go -> Y } }");
    expect_good();
    EXPECT_EQ(model.transitions[model.states[state("X")].on.at(0)].target, state("A.Y"));
    EXPECT_EQ(model.transitions[model.states[state("B.Y")].on.at(0)].target, state("B.Y"));
}

TEST_F(AnalysisTest, CaseLevelRefusals) {
    in_case("event go by buyer\nfact w: bool\nrefuse go if w because \"closed\"\nstart A\nstate A { on go -> A }");
    expect_good();
    ASSERT_EQ(model.cases[CaseId(0)].refusals.size(), 1U);
    EXPECT_FALSE(model.transitions[model.cases[CaseId(0)].refusals[0]].owner.valid());
}

TEST_F(AnalysisTest, ParallelMachinesKnowOneAnotherByPath) {
    in_case("event close by seller\nmachine Trade { start Open\n state Open { on close -> Closed }\n final Closed }\n"
            "machine Refund { event withdraw by buyer\n start Open\n state Open { on withdraw if Trade is Closed -> Paid }\n final Paid }");
    expect_good();
    EXPECT_EQ(model.machines.size(), 2U);
    EXPECT_EQ(event_names(), (std::vector<std::string>{"close", "Refund.withdraw"}));
    EXPECT_EQ(model.states[state("Trade.Open")].name, "Open");
    EXPECT_EQ(model.states[state("Paid")].machine, MachineId(1));
}

TEST_F(AnalysisTest, ValuesKnownToBeSetMayBeUsedInActions) {
    in_case("event go by buyer { n: 1..9 or none }\neffect pay(n: 1..9)\nstart A\nstate A { on go { if go.n is set and go.n > 3 -> A { do pay(go.n) }\n otherwise stay } }");
    expect_good();
}

TEST_F(AnalysisTest, UnusedDeclarations) {
    in_case("fact f: bool\nrecord r: 0..3\nevent e by buyer\nhappening h\neffect x()\nperiod q = 3 days\ndeadline d = 3 days after opening\nevent go by buyer\nstart A\nstate A { on go -> A }");
    expect_good();
    EXPECT_EQ(unused(), (std::vector<std::string>{"deadline d", "effect x", "event e", "fact f", "happening h", "party seller", "period q", "record r"}));
    policy("party b\nkind K = a, c\nperiod x = 3 days\ndecision d() : r: 1..3 { otherwise => 1 }\nmachine M(n: period) { outcome o, never_so\nstart A\nstate A { after 3 days -> o } }\n");
    expect_good();
    EXPECT_EQ(unused(), (std::vector<std::string>{"decision d", "kind K", "machine M", "outcome never_so", "parameter n", "party b", "period x"}));
}

TEST_F(AnalysisTest, CasesThatOpenOnAnEvent) {
    policy("party reader\ncase Loan opens on borrow by reader {\n event borrow { copies: 1..3 }\n start A\n state A { on borrow -> A }\n}\n"
           "scenario \"s\" {\n at 2024-03-01 10:00 reader borrow(copies: 2)\n}\n");
    expect_good();
    EXPECT_TRUE(model.cases[CaseId(0)].opens_on.valid());
    EXPECT_EQ(model.events[EventId(0)].by.size(), 1U);
    EXPECT_EQ(model.scenarios.at(0).steps.size(), 1U);
}

// ---- instances --------------------------------------------------------------------------------------------------------------

constexpr const char* review = "machine Review(by_whom: party, wait: period, most: 1..9) {\n outcome granted, denied\n record rounds: 0..most\n"
                               " event answer by by_whom { good: bool }\n event more by by_whom\n"
                               " start Waiting\n state Waiting {\n  on answer { if answer.good -> granted\n otherwise -> denied }\n"
                               "  on more if rounds < most -> Waiting { count rounds }\n  after wait -> denied as silence } }\n";
constexpr const char* two = "party buyer, seller\ncase C {\n event go by buyer\n effect pay(n: 1..3)\n start A\n state A { on go -> First }\n"
                            " state First = Review(buyer, 3 days, 2) {\n  on go -> A\n  outcome granted -> Second { do pay(1) } as agreed\n  outcome denied -> Failed }\n"
                            " state Second = Review(by_whom: seller, most: 3, wait: 5 days) {\n  outcome granted { if Second.answer.good -> Done\n otherwise -> Failed }\n  outcome denied -> Failed }\n"
                            " final Done\n final Failed\n}\n";

TEST_F(AnalysisTest, InstancesHaveEventsAndRecordsOfTheirOwn) {
    policy(std::string(review) + two);
    expect_good();
    const std::vector<std::string> expected{"go", "First.answer", "First.more", "Second.answer", "Second.more"};
    EXPECT_EQ(event_names(), expected);
    ASSERT_EQ(model.records.size(), 2U);
    EXPECT_EQ(model.records[RecordId(0)].name, "First.rounds");
    EXPECT_EQ(model.records[RecordId(0)].high, 2);
    EXPECT_EQ(model.records[RecordId(1)].high, 3);
    EXPECT_EQ(model.events[EventId(1)].by, std::vector<PartyId>{PartyId(0)});
    EXPECT_EQ(model.events[EventId(3)].by, std::vector<PartyId>{PartyId(1)});
    EXPECT_EQ(model.events[EventId(3)].instance, state("Second"));
    EXPECT_EQ(model.states[state("First.Waiting")].parent, state("First"));
    EXPECT_EQ(model.cases[CaseId(0)].events.size(), 5U);
    EXPECT_EQ(unused(), std::vector<std::string>{});
    const Transition& granted = model.transitions[model.states[state("First.Waiting")].on.at(0)];
    EXPECT_EQ(granted.target, state("Second"));
    EXPECT_EQ(granted.text.reason, "agreed");
    ASSERT_EQ(granted.actions.size(), 1U);
    // Through the second one's block, the machine's own `otherwise` is spelled out.
    for (const TransitionId id : model.states[state("Second.Waiting")].on) EXPECT_FALSE(model.transitions[id].otherwise);
    EXPECT_EQ(model.states[state("First")].on.size(), 1U) << "rules of the state itself stand beside the machine's";
}

TEST_F(AnalysisTest, OutcomesAreAllHandledOnce) {
    const auto with = [&](const std::string& body, const std::string& arguments = "buyer, 3 days, 2") {
        policy(std::string(review) + "party buyer\ncase C {\n start A\n state A = Review(" + arguments + ") {\n" + body + " }\n final Done\n}\n");
    };
    with("outcome granted -> Done");
    expect_only("outcome-missing");
    with("outcome granted -> Done\n outcome denied -> Done\n outcome maybe -> Done");
    expect_only("unknown-outcome");
    with("outcome granted -> Done\n outcome denied -> Done\n outcome denied -> Done");
    expect_only("outcome-twice");
    with("outcome granted -> Done\n outcome denied stay");
    expect_only("outcome-stays");
    with("outcome granted -> Done\n outcome denied -> Dne");
    expect_only("unknown-state");
    with("outcome granted -> Done\n outcome denied -> Done", "buyer, 3 days");
    expect_only("missing-argument");
    with("outcome granted -> Done\n outcome denied -> Done", "buyer, 3 days, 2, 2");
    expect_only("extra-argument");
    with("outcome granted -> Done\n outcome denied -> Done", "buyer, wait: 3 days, mots: 2");
    expect_only("unknown-argument");
    with("outcome granted -> Done\n outcome denied -> Done", "buyer, 3 days, buyer");
    EXPECT_EQ(codes().size(), 1U) << messages();
    with("start X\n outcome granted -> Done\n outcome denied -> Done");
    expect_only("misplaced-declaration");
}

TEST_F(AnalysisTest, AMachinesOwnErrorsAreSaidOnce) {
    policy("machine Bad() { outcome o\n start A\n state A { on nothing -> o\n after 3 days -> o } }\nparty b\ncase C {\n start A\n"
           " state A = Bad() { outcome o -> B }\n state B = Bad() { outcome o -> Done }\n final Done\n}\n");
    expect_only("unknown-event");
}

TEST_F(AnalysisTest, WhatOnlyAnInstanceGetsWrongIsSaidThere) {
    policy("machine M(most: 1..9) { outcome o\n record r: 0..most = 1\n event go by b\n start A\n state A { on go -> o { set r = 1 } } }\nparty b\n"
           "machine N(least: 0..9) { outcome o\n record r: 0..9 = 3\n record s: least..5\n event go by b\n start A\n state A { on go -> o { set r = 1, set s = 5 } } }\n"
           "case C {\n start A\n state A = N(8) { outcome o -> Done }\n state B = M(2) { outcome o -> Done }\n final Done\n}\n");
    EXPECT_EQ(codes().empty(), false);
    EXPECT_EQ(sink.all()[0].code, "bad-record-limits") << messages();
    EXPECT_EQ(at(sink.all()[0].labels[0].span), "`N`") << messages();
}

TEST_F(AnalysisTest, MachinesInMachines) {
    policy(std::string(review) +
           "machine Twice(p: party) { outcome good, bad\n start Once\n state Once = Review(p, 3 days, 2) { outcome granted -> Again\n outcome denied -> bad }\n"
           " state Again = Review(p, 3 days, 2) { outcome granted -> good\n outcome denied -> bad } }\n"
           "party buyer\ncase C {\n start A\n state A = Twice(buyer) { outcome good -> Done\n outcome bad -> Failed }\n final Done\n final Failed\n}\n");
    expect_good();
    EXPECT_EQ(event_names(), (std::vector<std::string>{"Once.answer", "Once.more", "Again.answer", "Again.more"}));
    EXPECT_EQ(model.transitions[model.states[state("Again.Waiting")].on.at(0)].target, state("Done"));
    EXPECT_EQ(model.transitions[model.states[state("Once.Waiting")].on.at(0)].target, state("Again"));
    EXPECT_EQ(model.events[EventId(0)].by, std::vector<PartyId>{PartyId(0)});
}

// ---- modules ------------------------------------------------------------------------------------------------------------------

TEST_F(AnalysisTest, ImportedNames) {
    module("library terms\n counting std.counting.whole_days\nkind Fault = mine, yours\nperiod wait = 5 days\nparty host\ndecision who(f: Fault) : whose: party { f = mine => host\n otherwise => host }\n");
    policy("import terms (Fault, wait as pause, who)\nparty buyer\ncase C {\n fact fault: Fault\n event go by buyer\n start A\n state A { on go if fault = mine and who(fault) = buyer -> A\n after pause -> B }\n final B\n}\n");
    expect_good();
    EXPECT_EQ(unused(), std::vector<std::string>{});
    EXPECT_EQ(model.counting, Regime::to_the_minute);
    policy("import terms (Fault, waite)\nparty buyer\ncase C {\n fact fault: Fault\n event go by buyer\n start A\n state A { on go if fault = mine -> A\n after waite -> B }\n final B\n}\n");
    expect_only("unknown-import");
    policy("import terms (Fault, Fault)\n");
    expect_only("imported-twice");
    policy("import terms (Fault)\nkind Fault = a, b\n");
    expect_only("duplicate-name");
    policy("import terms (Fault)\n");
    EXPECT_EQ(unused(), std::vector<std::string>{"import Fault"});
    policy("import termz (Fault)\nparty buyer\ncase C {\n fact fault: Fault\n event go by buyer\n start A\n state A { on go if fault = mine -> A }\n}\n");
    EXPECT_EQ(codes().at(0), "unknown-module") << messages();
}

TEST_F(AnalysisTest, FindingsOfALibraryAreItsOwn) {
    module("library terms\nkind Fault = mine, mine\nperiod wait = 5 days\n");
    policy("import terms (Fault)\nparty b\ncase C {\n fact f: Fault\n event go by b\n start A\n state A { on go if f = mine -> A }\n}\n");
    expect_good();
}

TEST_F(AnalysisTest, RegimesAreNotImported) {
    policy("import std.counting.whole_days (x)\n");
    expect_only("import-of-regime");
}

TEST_F(AnalysisTest, CalendarsAreNotImported) {
    module("calendar days\n years 2024 to 2025\n weekend sunday\n");
    policy("import days (x)\n");
    expect_only("import-of-calendar");
}

TEST_F(AnalysisTest, RingsOfImportsAreSaidOnceByTheFirst) {
    module("library b\nimport c (C)\nkind B = x, y\n");
    module("library c\nimport a (A)\nkind C = x, y\n");
    analyse("library a\nimport b (B)\nkind A = x, y\n");
    expect_only("ring-of-imports");
    EXPECT_EQ(sink.all()[0].labels.size(), 3U) << messages();
    analyse("library b\nimport c (C)\nkind B = x, y\n");
    expect_good();
}

}  // namespace
}  // namespace recourse::semantics
