// Findings that need the solver, with it and without.
#include "compiler/explore/solver.h"
#include "tests/unit/checks_fixture.h"

namespace {

using recourse::checks::check_body;

// Of each pair of equations the sum is even on one side and odd on the other, which halving does not see.
const char* const kNeverHolds = R"(
case Claim {
  fact x : 0..1000000000
  fact y : 0..1000000000
  fact z : 0..1000000000
  fact w : 0..1000000000
  event ask by buyer
  event answer by seller
  start Open
  state Open {
    on ask if (x + y = 2 * z + 1 and x - y = 2 * w) or (x + y = 2 * z and x - y = 2 * w + 1) -> Paid
    on answer                                                                                -> Paid
    after 5 days                                                                             -> Paid
  }
  final Paid
}
)";

TEST(ChecksAndSolver, WhatTheSolverDecidesIsFound) {
    if (!recourse::explore::has_solver()) GTEST_SKIP() << "this build has no solver: install libz3-dev and configure again";
    const auto checked = check_body(kNeverHolds);
    EXPECT_EQ(checked.of("guard-always-false").size(), 1u) << checked.shown();
    EXPECT_TRUE(checked.of("undecided-guard").empty()) << checked.shown();
}

TEST(ChecksAndSolver, WithoutOneItIsSaidToBeUndecided) {
    const recourse::explore::WithoutSolver off;
    const auto checked = check_body(kNeverHolds);
    EXPECT_TRUE(checked.of("guard-always-false").empty()) << checked.shown();
    ASSERT_FALSE(checked.of("undecided-guard").empty()) << checked.shown();
    EXPECT_NE(checked.of("undecided-guard")[0]->message.find("a sum of more than two values stands in the way"), std::string::npos);
}

}  // namespace
