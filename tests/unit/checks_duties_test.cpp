// Duties that begin, are kept and are broken in no case, and rights that a ban contradicts.
#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

// A case that is over after thirty days, with a line beside its states.
std::string order(const std::string& beside, const std::string& rules = "after 30 days -> Closed") {
    return "case Order {\n event pay by seller, at most once\n event cancel by buyer, at most once\n effect fine (whom: party)\n " + beside +
           "\n start Open\n state Open {\n" + rules + "\n }\n final Closed\n final Void\n final Cut ends case\n}\n";
}

bool has(const diagnostics::Diagnostic& finding, std::string_view text) { return finding.message.find(text) != std::string::npos; }

TEST(RightAndBan, MeetAtOneInstant) {
    const auto checked = check_body(order("buyer may cancel until 10 days after opening\n buyer may not cancel until 7 days after opening",
                                          "after 30 days -> Closed\n when cancel has happened -> Void\n after 40 days -> Cut"));
    ASSERT_EQ(checked.of("right-and-ban").size(), 1u) << checked.shown();
    const auto& found = *checked.of("right-and-ban").front();
    EXPECT_TRUE(has(found, "the buyer may `cancel` and may not `cancel` at the same time")) << found.message;
    ASSERT_FALSE(found.witness.empty());
    EXPECT_TRUE(std::any_of(found.witness.begin(), found.witness.end(), [](const auto& line) { return line.find("buyer cancel refused") != std::string::npos; }))
        << checked.shown();
}

TEST(RightAndBan, SilentWhereTheyDoNotMeet) {
    const auto apart = check_body(order("buyer may cancel from 7 days after opening until 10 days after opening\n buyer may not cancel until 7 days after opening"));
    EXPECT_TRUE(apart.of("right-and-ban").empty()) << apart.shown();
    // A rule of a state is no right.
    const auto rule = check_body(order("buyer may not cancel until 7 days after opening", "on cancel -> Void\n after 30 days -> Closed"));
    EXPECT_TRUE(rule.of("right-and-ban").empty()) << rule.shown();
}

TEST(DutyNeverBegins, WhereItsConditionComesTooLate) {
    const auto checked = check_body(order("duty settle : seller must pay within 3 days if cancel by 3 days after opening otherwise do fine(seller)",
                                          "on cancel from 5 days after opening -> Void\n after 30 days -> Closed"));
    EXPECT_EQ(checked.of("duty-never-begins").size(), 1u) << checked.shown();
    const auto begins = check_body(order("duty settle : seller must pay within 3 days if cancel has happened otherwise do fine(seller)",
                                         "on cancel from 5 days after opening -> Void\n after 30 days -> Closed"));
    EXPECT_TRUE(begins.of("duty-never-begins").empty()) << begins.shown();
}

TEST(DutyCannotBeMet, WhereItIsForbiddenUntilItIsTooLate) {
    const auto checked = check_body(order("duty settle : seller must pay within 5 days otherwise do fine(seller)\n seller may not pay until 7 days after opening"));
    ASSERT_EQ(checked.of("duty-cannot-be-met").size(), 1u) << checked.shown();
    EXPECT_FALSE(checked.of("duty-cannot-be-met").front()->witness.empty());
    const auto longer = check_body(order("duty settle : seller must pay within 8 days otherwise do fine(seller)\n seller may not pay until 7 days after opening"));
    EXPECT_TRUE(longer.of("duty-cannot-be-met").empty()) << longer.shown();
}

TEST(DutyNeverBroken, WhereItsLastInstantNeverComes) {
    const auto checked = check_body(order("duty settle : seller must pay within 10 days otherwise do fine(seller)", "after 5 days -> Cut"));
    EXPECT_EQ(checked.of("duty-never-broken").size(), 1u) << checked.shown();
    // At the last millisecond of the case it is.
    const auto broken = check_body(order("duty settle : seller must pay within 4 days otherwise do fine(seller)", "after 5 days -> Cut"));
    EXPECT_TRUE(broken.of("duty-never-broken").empty()) << broken.shown();
}

TEST(DutyWithoutConsequence, AsksWhoReadsIt) {
    EXPECT_EQ(check_body(order("duty settle : seller must pay within 10 days")).of("duty-without-consequence").size(), 1u);
    for (const char* rules : {"when settle is broken -> Void\n after 30 days -> Closed", "on cancel until entered settle.broken -> Void\n after 30 days -> Closed"}) {
        const auto read = check_body(order("duty settle : seller must pay within 10 days", rules));
        EXPECT_TRUE(read.of("duty-without-consequence").empty()) << read.shown();
    }
}

}  // namespace
}  // namespace recourse::checks
