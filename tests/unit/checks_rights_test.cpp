// Rights with windows: never open, open for some alone, or open for too short a time.
#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

// What a small policy declares and does not use is another check's.
void expect_found(Checked checked, const std::vector<std::string>& wanted) {
    std::erase_if(checked.sink.all(), [](const diagnostics::Diagnostic& one) { return one.code == "unused-declaration"; });
    expect_codes(checked, wanted);
}

// A state that is entered by `refuse` within 20 days of the opening, and the rules of the buyer there.
std::string refused(const std::string& rules, const std::string& appeal = "event appeal by buyer") {
    return "case C {\n fact bought : instant, not after opening\n event refuse by seller\n " + appeal +
           "\n deadline closes = 15 days after opening\n start A\n state A { on refuse -> R\n after 20 days -> Z }\n state R {\n" + rules + "\n }\n final Z\n}\n";
}

bool has(const diagnostics::Diagnostic& finding, std::string_view text) { return finding.message.find(text) != std::string::npos; }

// In years in which the zone's clocks never change a day is 24 hours, and bounds are figures.
Checked check_refused(const std::string& body) {
    return check_text("policy t\n  version 1, in force from 2024-01-01\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer, seller\n" + body);
}

TEST(ClausesAtOdds, FromAndUntilOfOneRule) {
    const auto checked = check_refused(refused("on appeal from closes until closes -> Z\n after 60 days -> Z"));
    expect_found(checked, {"clauses-at-odds"});
    const auto& found = *checked.of("clauses-at-odds").front();
    EXPECT_TRUE(has(found, "the buyer who waits until `appeal` opens finds it closed")) << found.message;
    EXPECT_GE(found.labels.size(), 2u);
    EXPECT_TRUE(std::any_of(found.witness.begin(), found.witness.end(), [](const auto& line) { return line.ends_with("buyer appeal refused"); })) << checked.shown();
}

TEST(ClausesAtOdds, ADeadlineThatMovesTheCaseOnFirst) {
    const auto checked = check_refused(refused("on appeal from 9 days after refuse -> Z\n after 7 days -> Z"));
    expect_found(checked, {"clauses-at-odds"});
    EXPECT_TRUE(has(*checked.of("clauses-at-odds").front(), "the case has moved on")) << checked.shown();
    // The deadline fires after every act of its own instant: a window that opens with it is never open.
    expect_found(check_refused(refused("on appeal from 7 days after refuse -> Z\n after 7 days -> Z")), {"clauses-at-odds"});
    expect_found(check_refused(refused("on appeal from 6 days after refuse -> Z\n after 7 days -> Z")), {});
}

TEST(ClausesAtOdds, SilentWhereSomeDeadlineMayNotFire) {
    const auto stays = check_refused(refused("on appeal from 9 days after refuse -> Z\n after 7 days if bought > 2024-01-01 00:00 -> Z\n after 30 days -> Z"));
    EXPECT_TRUE(stays.of("clauses-at-odds").empty()) << stays.shown();
}

TEST(RightAlwaysEmpty, IsToldOnceAndStandsForWhatFollows) {
    const auto checked = check_body("case C {\n event again by buyer\n start A\n state A { after 10 days -> B }\n"
                                    " state B { on again until 9 days after opening -> G\n after 5 days -> Z }\n final G\n final Z\n}\n");
    expect_found(checked, {"right-always-empty"});
    EXPECT_TRUE(has(*checked.of("right-always-empty").front(), "whoever comes to `B` finds `again` closed")) << checked.shown();
    EXPECT_FALSE(checked.of("right-always-empty").front()->witness.empty());
    // The last instant is the person's: a day later it is open at the very instant of coming.
    expect_found(check_body("case C {\n event again by buyer\n start A\n state A { after 10 days -> B }\n"
                            " state B { on again until 10 days after opening -> G\n after 5 days -> Z }\n final G\n final Z\n}\n"),
                 {"right-always-empty"});
    expect_found(check_body("case C {\n event again by buyer\n start A\n state A { after 10 days -> B }\n"
                            " state B { on again until 11 days after opening -> G\n after 5 days -> Z }\n final G\n final Z\n}\n"),
                 {});
}

TEST(RightEmptyForSome, SaysFromWhenOn) {
    const auto checked = check_refused(refused("on appeal until closes -> Z\n after 7 days -> Z"));
    expect_found(checked, {"right-empty-for-some"});
    const auto& found = *checked.of("right-empty-for-some").front();
    EXPECT_EQ(found.severity, diagnostics::Severity::note);
    EXPECT_EQ(found.message, "whoever comes to `R` later than 15 days after the opening finds `appeal` closed");
    EXPECT_EQ(found.witness, (std::vector<std::string>{"scenario \"right-empty-for-some\" {", "  open at 2024-01-01 10:00 with bought = 2024-01-01 10:00",
                                                       "  at 2024-01-01 10:00 expect A", "  at 2024-01-16 10:00:00.001 seller refuse", "  at 2024-01-16 10:00:00.001 buyer appeal refused",
                                                       "  at 2024-01-16 10:00:00.001 expect R", "}"}));
}

TEST(RightEmptyForSome, TakesTheWaitIntoAccount) {
    const auto checked = check_refused(refused("on appeal from 3 days after refuse until closes -> Z\n after 7 days -> Z"));
    expect_found(checked, {"right-empty-for-some"});
    const auto& found = *checked.of("right-empty-for-some").front();
    EXPECT_TRUE(has(found, "whoever comes to `R` 12 days after the opening or later finds `appeal` closed")) << found.message;
}

TEST(RightEmptyForSome, TellsOfThoseWhoComeTooEarly) {
    const auto checked = check_refused(refused("on appeal from 10 days after opening -> Z\n after 7 days -> Z"));
    expect_found(checked, {"right-empty-for-some"});
    EXPECT_TRUE(has(*checked.of("right-empty-for-some").front(), "no later than 3 days after the opening never finds `appeal` open")) << checked.shown();
}

TEST(RightEmptyForSome, SilentWhereLatecomersAreReceived) {
    expect_found(check_refused(refused("on appeal until closes -> Z\n at closes -> Z")), {});
    expect_found(check_refused(refused("on appeal within 5 days -> Z\n after 7 days -> Z")), {});
    expect_found(check_refused(refused("on appeal until 21 days after opening -> Z\n after 7 days -> Z")), {});
    // An entry that is late for all that was bought long ago, and says so.
    expect_found(check_body("case C {\n fact bought : instant, not after opening\n event ask by buyer\n deadline closes = 5 days after bought\n start A\n"
                            " state A { on ask until closes -> Z\n at closes -> Z }\n final Z\n}\n"),
                 {});
}

TEST(RightTooShort, IsHeldAgainstEveryWindow) {
    const std::string minimum = "event appeal by buyer, open at least 3 days";
    const auto short_stay = check_refused(refused("on appeal within 5 days -> Z\n after 2 days -> Z", minimum));
    expect_found(short_stay, {"right-too-short"});
    const auto& found = *short_stay.of("right-too-short").front();
    EXPECT_EQ(found.message, "the buyer can have less than 3 days for `appeal` in `R`");
    EXPECT_EQ(found.witness, (std::vector<std::string>{"scenario \"right-too-short\" {", "  open at 2024-01-01 10:00 with bought = 2024-01-01 10:00", "  at 2024-01-01 10:00 seller refuse",
                                                       "  at 2024-01-01 10:00 expect R", "  at 2024-01-04 10:00 buyer appeal refused", "}"}));
    expect_found(check_refused(refused("on appeal -> Z\n after 2 days -> Z", minimum)), {"right-too-short"});
    expect_found(check_refused(refused("on appeal within 3 days -> Z\n after 3 days -> Z", minimum)), {});
    expect_found(check_refused(refused("on appeal within 71 hours -> Z\n after 3 days -> Z", minimum)), {"right-too-short"});
    // A window that waits is measured from its opening.
    expect_found(check_refused(refused("on appeal from 2 days after refuse until 5 days after refuse -> Z\n after 9 days -> Z", minimum)), {});
    expect_found(check_refused(refused("on appeal from 3 days after refuse until 5 days after refuse -> Z\n after 9 days -> Z", minimum)), {"right-too-short"});
    // Who comes late has less; who comes too late has nothing, which is the same fault.
    expect_found(check_refused(refused("on appeal until closes -> Z\n after 7 days -> Z", minimum)), {"right-too-short"});
    expect_found(check_refused(refused("on appeal until 24 days after opening -> Z\n after 7 days -> Z", minimum)), {});
}

// By a time limit as by an act: the last instant is the person's.
TEST(RightTooShort, OfAStateThatTimeLeadsTo) {
    const auto of = [](const std::string& days) {
        return check_refused("case C {\n event ask by buyer, open at least 3 days\n start A\n state A { after 2 days -> B }\n state B { on ask within " + days +
                             " -> Z\n after 9 days -> Z }\n final Z\n}\n");
    };
    expect_found(of("3 days"), {});
    expect_found(of("2 days"), {"right-too-short"});
}

TEST(RightTooShort, SilentWhereTheActGoesOn) {
    const std::string minimum = "event appeal by buyer, open at least 3 days";
    // Two rules of one state, or a state to which time alone leads, give the rest.
    expect_found(check_refused(refused("on appeal within 2 days -> Z\n on appeal from 2 days after entered R until 9 days after entered R -> Z\n after 9 days -> Z", minimum)), {});
    expect_found(check_refused(refused("on appeal within 2 days -> Z\n after 2 days -> R2\n }\n state R2 {\n on appeal within 5 days -> Z\n after 5 days -> Z", minimum)), {});
}

TEST(RightTooShort, AsksForOnePeriod) {
    const auto varies = check_body("case C {\n fact slow : bool\n period time { slow => 3 days\n otherwise => 1 day }\n event ask by buyer, at most once, open at least time\n"
                                   " start A\n state A { on ask -> Z\n after 5 days -> Z }\n final Z\n}\n");
    EXPECT_EQ(varies.of("not-constant").size(), 1u) << varies.shown();
}

}  // namespace
}  // namespace recourse::checks
