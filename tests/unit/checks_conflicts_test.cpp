#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

std::string one_state(const std::string& rules, const std::string& members = "") {
    return "case C {\n fact opened_on : instant, not after opening\n fact price : money CNY, at most 1000.00\n" + members +
           " event ask by buyer { amount: money CNY, at most 1000.00 }\n deadline closes = 5 days after opened_on\n start A\n state A {\n" + rules +
           "\n }\n final B\n final D\n}\n";
}

TEST(Transitions, OverlappingGuardsConflictAndShowThemselves) {
    const auto checked = check_body(one_state("on ask if price > 5.00 CNY -> B\n on ask if ask.amount < 10.00 CNY -> D\n at closes -> D"));
    const auto found = checked.of("conflicting-transitions");
    ASSERT_EQ(found.size(), 1u) << checked.shown();
    EXPECT_EQ(found[0]->witness, (std::vector<std::string>{"scenario \"conflicting-transitions\" {",
                                                           "  open at 2024-01-01 10:00 with opened_on = 2024-01-01 10:00, price = 100.00 CNY",
                                                           "  at 2024-01-01 10:00 buyer ask(amount: 9.99 CNY)", "  at 2024-01-01 10:00 expect B", "}"}));
    EXPECT_EQ(found[0]->labels.size(), 2u);
}

TEST(Transitions, UntilAndFromOfOneInstantDoNotMeet) {
    const auto checked = check_body(one_state("on ask until closes -> B\n on ask from closes -> D"));
    EXPECT_TRUE(checked.of("conflicting-transitions").empty()) << checked.shown();
    const auto both = check_body(one_state("on ask until closes -> B\n on ask from 4 days after opened_on -> D"));
    EXPECT_EQ(both.of("conflicting-transitions").size(), 1u) << both.shown();
    const auto apart = check_body(one_state("on ask until closes -> B\n on ask from 6 days after opened_on -> D"));
    EXPECT_TRUE(apart.of("conflicting-transitions").empty()) << apart.shown();
}

TEST(Transitions, ExclusiveBranchesOtherwiseAndWinsOverAreFine) {
    for (const char* rules : {"on ask { if price < 5.00 CNY -> B\n if price >= 5.00 CNY -> D }",
                              "on ask { if price < 5.00 CNY -> B\n otherwise -> D }",
                              "on ask if price < 5.00 CNY -> B as cheap wins over dear\n on ask -> D as dear",
                              "on ask if price < 5.00 CNY -> B\n on ask if ask.amount < 1.00 CNY -> B",
                              "refuse ask if price < 5.00 CNY because \"too cheap\"\n on ask -> B"}) {
        const auto checked = check_body(one_state(std::string(rules) + "\n at closes -> B"));
        EXPECT_TRUE(checked.of("conflicting-transitions").empty()) << rules << "\n" << checked.shown();
    }
}

TEST(Transitions, BranchesOfADeadlineConflict) {
    const auto checked = check_body(one_state("on ask -> B\n at closes { if price > 5.00 CNY -> B\n if price < 10.00 CNY -> D\n otherwise -> D }"));
    EXPECT_EQ(checked.of("conflicting-transitions").size(), 1u) << checked.shown();
}

TEST(Transitions, AnUnreachableStateOnlyGetsANote) {
    const auto checked = check_body("case C {\n event ask by buyer\n start A\n state A { on ask -> B }\n state X { on ask -> A\n on ask -> B }\n final B\n}\n");
    const auto found = checked.of("conflicting-transitions");
    ASSERT_EQ(found.size(), 1u) << checked.shown();
    EXPECT_EQ(found[0]->severity, diagnostics::Severity::note);
    EXPECT_EQ(checked.of("unreachable-state").size(), 1u);
}

TEST(Deadlines, TheSameInstantWithDifferentOutcomesConflicts) {
    const auto checked = check_body(one_state("on ask -> B\n at closes -> B\n at 5 days after opened_on -> D"));
    EXPECT_EQ(checked.of("conflicting-deadlines").size(), 1u) << checked.shown();
    const auto split = check_body(one_state("on ask -> B\n at closes if price < 1.00 CNY -> B\n at 5 days after opened_on if price >= 1.00 CNY -> D"));
    EXPECT_TRUE(split.of("conflicting-deadlines").empty()) << split.shown();
    const auto apart = check_body(one_state("on ask -> B\n at closes -> B\n at 6 days after opened_on -> D"));
    EXPECT_TRUE(apart.of("conflicting-deadlines").empty()) << apart.shown();
    const auto same = check_body(one_state("on ask -> B\n at closes -> B\n at 5 days after opened_on -> B"));
    EXPECT_TRUE(same.of("conflicting-deadlines").empty()) << same.shown();
}

TEST(Records, TwoMachinesThatWriteOneOnOneEventConflict) {
    const auto policy = [](const std::string& guard) {
        return "case C {\n fact price : money CNY, at most 1000.00\n record asked : 0..9\n event ask by buyer, at most 3 times\n"
               " machine M { start A\n state A { on ask if price < 5.00 CNY stay { count asked }\n after 5 days -> Z }\n final Z }\n"
               " machine N { start A\n state A { on ask " + guard + " stay { count asked }\n after 6 days -> Z }\n final Z }\n}\n";
    };
    const auto checked = check_body(policy(""));
    EXPECT_EQ(checked.of("same-record-two-machines").size(), 1u) << checked.shown();
    const auto apart = check_body(policy("if price > 5.00 CNY"));
    EXPECT_TRUE(apart.of("same-record-two-machines").empty()) << apart.shown();
}

TEST(Guards, NeverAndAlwaysAreWarned) {
    const auto checked = check_body(one_state("on ask if price > 2000.00 CNY -> B\n on ask if price <= 1000.00 CNY -> D\n at closes -> D"));
    ASSERT_EQ(checked.of("guard-always-false").size(), 1u) << checked.shown();
    EXPECT_EQ(checked.at(*checked.of("guard-always-false")[0]), "price > 2000.00 CNY");
    EXPECT_EQ(checked.of("guard-always-true").size(), 1u) << checked.shown();
    const auto windows = check_body(one_state("on ask from closes until opened_on -> B\n at closes -> D"));
    EXPECT_EQ(windows.of("clauses-at-odds").size(), 1u) << windows.shown();
    EXPECT_TRUE(windows.of("guard-always-false").empty()) << "one finding for one cause";
}

TEST(Guards, SumsAreDecided) {
    const auto checked = check_body(one_state("on ask if price + ask.amount + fee = 3000.01 CNY -> B\n on ask if price + ask.amount < 3.00 CNY and price + fee > 7.00 CNY -> D\n at closes -> D",
                                              " fact fee : money CNY, at most 1000.00\n"));
    EXPECT_EQ(checked.of("guard-always-false").size(), 1u) << checked.shown();
    EXPECT_TRUE(checked.of("undecided-guard").empty()) << checked.shown();
}

TEST(Guards, SharesAreDecided) {
    const auto checked = check_body(one_state("on ask if (25% of price) rounded down >= 250.00 CNY -> B\n"
                                              " on ask if price >= 999.99 CNY and (25% of price) rounded down < 250.00 CNY -> D\n"
                                              " on ask if (25% of price) rounded half up > 250.00 CNY -> D\n at closes -> D"));
    EXPECT_EQ(checked.of("guard-always-false").size(), 1u) << checked.shown();
    EXPECT_TRUE(checked.of("conflicting-transitions").empty()) << checked.shown();
    EXPECT_TRUE(checked.of("undecided-guard").empty()) << checked.shown();
}

TEST(Allows, SuppressAndAreReportedWhenTheyDoNot) {
    const auto accepted = check_body(one_state("on ask if price > 5.00 CNY and price < 4.00 CNY -> B allow guard-always-false because \"the desk decides\"\n at closes -> D"));
    EXPECT_TRUE(accepted.of("guard-always-false").empty()) << accepted.shown();
    EXPECT_TRUE(accepted.of("allow-without-finding").empty()) << accepted.shown();
    const auto idle = check_body(one_state("on ask -> B allow guard-always-false because \"none\"\n at closes -> D"));
    EXPECT_EQ(idle.of("allow-without-finding").size(), 1u) << idle.shown();
    const auto unlawful = check_body(one_state("on ask if price > 5.00 CNY -> B allow conflicting-transitions because \"the desk decides\"\n on ask if ask.amount < 10.00 CNY -> D\n at closes -> D"));
    EXPECT_EQ(unlawful.of("conflicting-transitions").size(), 1u) << unlawful.shown();
    EXPECT_EQ(unlawful.of("not-allowable").size(), 1u) << unlawful.shown();
    const auto unknown = check_body(one_state("on ask -> B allow conflicting-transition because \"none\"\n at closes -> D"));
    ASSERT_EQ(unknown.of("unknown-code").size(), 1u) << unknown.shown();
    EXPECT_EQ(unknown.of("unknown-code")[0]->hint, "did you mean `conflicting-transitions`?");
}

}  // namespace
}  // namespace recourse::checks
