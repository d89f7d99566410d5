// What happens by itself must stay within the bounds of what it is for (law 9).
#include "tests/unit/checks_fixture.h"

namespace recourse::checks {
namespace {

std::string body(const std::string& rule, const std::string& more = "") {
    return "case C { fact p : money CNY, at most 100.00\n fact q : money CNY, at most 100.00\n fact lots : 0..20\n record n : 0..9\n"
           " event ask by buyer\n effect pay (amount: money CNY, at least 0.00, at most 100.00)\n effect tell (n: 0..9)\n" + more +
           " start A\n state A { on ask -> Z\n " + rule + " }\n final Z\n final Y { do tell(n) } }\n";
}

Checked of(const std::string& rule, const std::string& more = "") { return check_body(body(rule, more)); }

TEST(ComputedValues, AnArgumentOfADeadlineStaysWithinItsBounds) {
    const auto free = of("after 3 days -> Z { do pay(p - q) }");
    const auto found = free.of("value-out-of-bounds");
    ASSERT_EQ(found.size(), 1u) << free.shown();
    EXPECT_EQ(free.at(*found[0]), "p - q");
    EXPECT_FALSE(found[0]->witness.empty());
    const auto kept = of("after 3 days if p >= q -> Z { do pay(p - q) }\n after 4 days -> Z");
    EXPECT_TRUE(kept.of("value-out-of-bounds").empty()) << kept.shown();
    const auto otherwise = of("after 3 days {\n if p < q -> Z\n otherwise -> Z { do pay(p - q) }\n }");
    EXPECT_TRUE(otherwise.of("value-out-of-bounds").empty()) << otherwise.shown();
    const auto bounded = of("after 3 days -> Z { do pay(the larger of 0.00 CNY, p - q) }");
    EXPECT_TRUE(bounded.of("value-out-of-bounds").empty()) << bounded.shown();
}

TEST(ComputedValues, OnAnActTheyAreTheRuntimesToRefuse) {
    const auto act = of("on ask stay { do pay(p - q) }\n after 3 days -> Z");
    EXPECT_TRUE(act.of("value-out-of-bounds").empty()) << act.shown();
}

TEST(ComputedValues, RecordsAndEntriesAreLookedAt) {
    const auto set = of("after 3 days -> Z { set n = lots }");
    EXPECT_EQ(set.of("value-out-of-bounds").size(), 1u) << set.shown();
    const auto guarded = of("after 3 days if lots < 10 -> Z { set n = lots }\n after 4 days -> Z");
    EXPECT_TRUE(guarded.of("value-out-of-bounds").empty()) << guarded.shown();
    const auto entered = of("when lots > 3 -> Y", " effect say (n: 0..5)\n");
    EXPECT_TRUE(entered.of("value-out-of-bounds").empty()) << entered.shown();
}

TEST(ComputedValues, UndecidedIsNotForDeadlines) {
    const std::string share = "decision share(p: money CNY, at most 100.00) : amount: money CNY, at least 0.00, at most 100.00 {\n"
                              " p <= 50.00 CNY => p\n otherwise => undecided\n}\n";
    const auto deadline = check_body(share + body("after 3 days -> Z { do pay(share(p)) }"));
    EXPECT_EQ(deadline.of("undecided-on-deadline").size(), 1u) << deadline.shown();
    const auto act = check_body(share + body("on ask stay { do pay(share(p)) }\n after 3 days -> Z"));
    EXPECT_TRUE(act.of("undecided-on-deadline").empty()) << act.shown();
}

TEST(ComputedValues, ADecisionsResultIsBoundedAsWell) {
    const std::string share = "decision share(p: money CNY, at most 100.00, q: money CNY, at most 100.00) : amount: money CNY, at least 0.00, at most 100.00 {\n"
                              " q > 0.00 CNY => p - q\n otherwise => p\n}\n";
    const auto free = check_body(share + body("after 3 days -> Z { do pay(share(p, q)) }"));
    EXPECT_EQ(free.of("value-out-of-bounds").size(), 1u) << free.shown();
    const auto kept = check_body(share + body("after 3 days if p >= q -> Z { do pay(share(p, q)) }\n after 4 days -> Z"));
    EXPECT_TRUE(kept.of("value-out-of-bounds").empty()) << kept.shown();
}

}  // namespace
}  // namespace recourse::checks
