// Answers that are never asked, deadlines and members without a consequence, calendars that end.
#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

// What a small policy declares and does not use is another check's.
void expect_found(Checked checked, const std::vector<std::string>& wanted) {
    std::erase_if(checked.sink.all(), [](const diagnostics::Diagnostic& one) { return one.code == "unused-declaration"; });
    expect_codes(checked, wanted);
}

std::string in_case(const std::string& members) { return "case C {\n event ask by buyer\n event answer by seller\n" + members + "\n}\n"; }

TEST(AnswerNeverAsked, RefusalsThatAnotherRuleKeepsFromAnswering) {
    const auto dead = check_body(in_case(" record asked : 0..3\n start A\n state A { on ask -> B { count asked }\n after 5 days -> Z }\n"
                                         " state B { refuse answer if asked > 1 because \"no\"\n on answer -> Z\n after 5 days -> Z }\n final Z"));
    expect_found(dead, {"answer-never-asked"});
    const auto alive = check_body(in_case(" record asked : 0..3\n start A\n state A { on ask if asked < 2 stay { count asked }\n on answer -> B\n after 5 days -> Z }\n"
                                          " state B { refuse answer if asked > 1 because \"no\"\n on answer -> Z\n after 5 days -> Z }\n final Z"));
    expect_found(alive, {});
}

TEST(AnswerNeverAsked, WhatACaseIgnoresIsWhatNoStateNames) {
    const std::string states = " start A\n state A { takes seen\n on ask -> Z\n on answer -> Z\n after 5 days -> Z }\n final Z";
    expect_found(check_body(in_case(" happening seen\n ignore seen\n" + states)), {"answer-never-asked"});
    const std::string more = " start A\n state A { takes seen\n on ask -> B\n on answer -> Z\n after 5 days -> Z }\n state B { on answer -> Z\n after 5 days -> Z }\n final Z";
    expect_found(check_body(in_case(" happening seen\n ignore seen\n" + more)), {});
    // An inner state that names the event keeps the composite around it from being asked.
    const auto around = [](const std::string& inner) {
        return in_case(" happening seen\n start A\n state A { ignore seen\n after 9 days -> Z\n start I\n state I { " + inner + " on ask -> Z\n on answer -> Z } }\n final Z");
    };
    expect_found(check_body(around("takes seen\n")), {"answer-never-asked"});
    expect_found(check_body(around("")), {});
}

TEST(AnswerNeverAsked, RefusalsOfTheWholeCase) {
    const auto of = [](const std::string& limit) {
        return check_body("case C {\n record asked : 0..3\n event ask by buyer\n refuse ask if asked >= " + limit + " because \"enough\"\n start A\n"
                          " state A { on ask if asked < 2 stay { count asked }\n after 5 days -> Z }\n final Z\n}\n");
    };
    expect_found(of("2"), {});
    expect_found(of("3"), {"answer-never-asked"});
}

TEST(GuardAlwaysTrue, OfAPartThatTheRestImplies) {
    const auto of = [](const std::string& guard) {
        return check_body("case C {\n fact price : money CNY, at most 1000.00\n fact share : percent or none\n event ask by buyer\n start A\n state A { on ask if " + guard +
                          " -> Z\n after 5 days -> Z }\n final Z\n}\n");
    };
    expect_found(of("price > 5.00 CNY and price > 3.00 CNY"), {"guard-always-true"});
    expect_found(of("price > 3.00 CNY and price > 5.00 CNY"), {"guard-always-true"});
    expect_found(of("price > 3.00 CNY and price < 5.00 CNY"), {});
    expect_found(of("share is set and share > 5%"), {});
    const auto twice = of("price > 5.00 CNY and price > 5.00 CNY");
    ASSERT_EQ(twice.of("guard-always-true").size(), 1u) << twice.shown();
}

TEST(UnmentionedMember, IsOneThatNoRuleAndNoRestCovers) {
    const auto of = [](const std::string& rules) {
        return check_body("kind Why = broken, wrong, late\ncase C {\n event ask by buyer { why: Why }\n start A\n state A {\n" + rules +
                          "\n after 5 days -> Z }\n final B\n final Z\n}\n");
    };
    const auto gap = of("on ask if ask.why = broken -> B\n on ask if ask.why = wrong -> Z");
    expect_found(gap, {"unmentioned-member"});
    EXPECT_EQ(gap.at(*gap.of("unmentioned-member").front()), "late");
    expect_found(of("on ask { if ask.why = broken -> B\n if ask.why = wrong -> Z\n otherwise -> Z }"), {});
    expect_found(of("on ask if ask.why = broken -> B\n on ask if ask.why != broken -> Z"), {});
    expect_found(of("refuse ask if ask.why = broken because \"no\"\n on ask -> B"), {});
    expect_found(of("on ask -> B"), {});   // asked for nowhere: passed on
    expect_found(of("on ask if ask.why = broken -> B\n on ask if ask.why = wrong -> Z\n on ask if ask.why = late -> Z"), {});
}

TEST(IdleDeadline, HasANameAndNoConsequence) {
    const auto of = [](const std::string& members, const std::string& rules) {
        return check_body("case C {\n event ask by buyer\n" + members + " start A\n state A {\n" + rules + "\n after 50 days -> Z }\n final Z\n}\n" +
                          "scenario \"s\" {\n open at 2024-03-01 10:00\n at 2024-03-01 10:00 expect closes = 2024-03-16 10:00\n}\n");
    };
    expect_found(of(" deadline closes = 15 days after opening\n", "on ask -> Z"), {"idle-deadline"});
    expect_found(of(" deadline closes = 15 days after opening\n", "on ask until closes -> Z"), {});
    expect_found(of(" deadline closes = 15 days after opening\n", "on ask if closes has passed -> Z"), {});
    expect_found(of(" deadline closes = 15 days after opening\n deadline later = 3 days after closes\n", "on ask until later -> Z"), {});
    expect_found(of(" deadline closes = 15 days after opening\n", "on ask -> Z\n at closes stay"), {});
}

TEST(LateWithoutRight, WantsATimeByWhichItWouldBeInTime) {
    const auto of = [](const std::string& rules) { return check_body("case C {\n event bring by buyer\n start A\n state A {\n" + rules + "\n after 60 days -> Z }\n final B\n final Z\n}\n"); };
    expect_found(of("on bring -> B without right"), {"late-without-right"});
    expect_found(of("on bring until 28 days after opening -> B\n on bring from 28 days after opening -> B without right"), {});
}

TEST(ReadBeforeKnown, InWhatAnEffectTellsOn) {
    const auto of = [](const std::string& rules) {
        return check_body("case C {\n event ask by buyer { days: 1..9 }\n event go by seller\n effect note (days: 0..9)\n start A\n" + rules + "\n final Z\n}\n");
    };
    const auto early = of(" state A { takes ask\n on go -> Z { do note(ask.days) }\n after 5 days -> Z }");
    expect_found(early, {"read-before-known"});
    EXPECT_FALSE(early.of("read-before-known").front()->witness.empty());
    expect_found(of(" state A { on ask -> B\n after 5 days -> Z }\n state B { on go -> Z { do note(ask.days) }\n after 5 days -> Z }"), {});
    expect_found(of(" state A { on ask -> Z { do note(ask.days) }\n on go -> Z\n after 5 days -> Z }"), {});
    // Drawn without it, but no case goes there: the condition asks for the event.
    expect_found(of(" state A { takes ask\n on go if ask has happened -> Z { do note(ask.days) }\n after 5 days -> Z }"), {});
}

TEST(Records, TwoTimeLimitsOfTwoMachinesAtOneInstant) {
    const auto of = [](const std::string& days) {
        return check_body("case C {\n record n : 0..9\n event ask by buyer\n machine M { start A\n state A { on ask -> Z\n after 5 days { if n < 9 -> Z { count n }\n otherwise -> Z } }\n final Z }\n"
                          " machine N { start A\n state A { on ask -> Z\n after " + days + " days { if n < 9 -> Z { count n }\n otherwise -> Z } }\n final Z }\n}\n");
    };
    const auto meet = of("5");
    EXPECT_EQ(meet.of("same-record-two-machines").size(), 1u) << meet.shown();
    EXPECT_TRUE(of("6").of("same-record-two-machines").empty());
}

Checked with_years(const std::string& force, const std::string& period) {
    return check_text("policy t\n  version 1, in force from " + force + "\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer\n"
                      "case C {\n event ask by buyer\n start A\n state A { on ask -> Z\n after " + period + " -> Z }\n final Z\n}\n");
}

TEST(BeyondCalendar, IsSilentWithoutWorkingDays) { expect_found(with_years("2024-01-01 until 2030-01-01", "6 days"), {}); }

}  // namespace
}  // namespace recourse::checks
