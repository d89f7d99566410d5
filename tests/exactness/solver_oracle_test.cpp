// Our reasoning about guards against an SMT solver: thousands of random sets, each judged by both. Skipped where the build has none.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/unit/random_conditions.h"
#include "tests/unit/random_formulas.h"

namespace {

using namespace recourse::explore;

#define NEEDS_A_SOLVER(solver) \
    if (!(solver)) GTEST_SKIP() << "this build has no solver: install libz3-dev and configure again"

struct Tally {
    int satisfiable = 0, unsatisfiable = 0;
    void add(Verdict verdict) { ++(verdict == Verdict::satisfiable ? satisfiable : unsatisfiable); }
    ~Tally() { std::cout << satisfiable << " satisfiable, " << unsatisfiable << " not\n"; }
};

TEST(SolverOracle, AgreesAboutRandomGuards) {
    const auto solver = make_solver();
    NEEDS_A_SOLVER(solver);
    Tally tally;
    for (unsigned seed = 10'000; seed < 12'000; ++seed) {
        random_conditions::RandomConditions random(seed);
        const auto a = random.condition(3), b = random.condition(2), c = random.condition(1);
        const TimeFacts times(random.model);
        Guards guards(random.model, times, {});
        const FormulaId all = guards.all({guards.truth(a), guards.truth(b), guards.opposite(guards.truth(c))});
        const Answer ours = guards.can_hold(all), theirs = guards.can_hold(all, *solver);
        ASSERT_FALSE(theirs.undecided()) << "seed " << seed << ": " << theirs.obstacle;
        ASSERT_EQ(ours.verdict, theirs.verdict) << "seed " << seed;
        tally.add(ours.verdict);
    }
    EXPECT_GT(tally.satisfiable, 500);
    EXPECT_GT(tally.unsatisfiable, 200);
}

// Over values too many to enumerate, with sums of several.
TEST(SolverOracle, AgreesAboutRandomSums) {
    const auto solver = make_solver();
    NEEDS_A_SOLVER(solver);
    Tally tally;
    int left_open = 0;
    for (unsigned seed = 0; seed < 1'500; ++seed) {
        random_formulas::RandomFormulas random(seed);
        random.with_sums = true;
        for (std::size_t i = 1; i < random.store.variable_count(); ++i) random.store[VariableId(i)].high = 1'000'000;
        const FormulaId formula = random.store.all({random.formula(2), random.formula(2), random.formula(2)});
        const Solution ours = CaseSplitter().decide(random.store, formula), theirs = solver->decide(random.store, formula);
        ASSERT_NE(theirs.verdict, Verdict::undecided) << "seed " << seed;
        ASSERT_TRUE(theirs.verdict == Verdict::unsatisfiable || random.store.holds(formula, theirs.values)) << "seed " << seed;
        if (ours.verdict == Verdict::undecided) {
            ++left_open;
            ASSERT_EQ(Ladder().decide(random.store, formula).verdict, theirs.verdict);
            continue;
        }
        ASSERT_EQ(ours.verdict, theirs.verdict) << "seed " << seed;
        tally.add(ours.verdict);
    }
    std::cout << left_open << " that our reasoning leaves open\n";
    EXPECT_GT(tally.satisfiable, 300);
    EXPECT_GT(tally.unsatisfiable, 100);
    EXPECT_LT(left_open, 150);
}

// Every rounding, of numbers on both sides of zero.
TEST(SolverOracle, AgreesAboutQuotients) {
    using recourse::semantics::Rounding;
    const auto solver = make_solver();
    NEEDS_A_SOLVER(solver);
    for (const Rounding rounding : {Rounding::down, Rounding::up, Rounding::half_up, Rounding::half_even}) {
        for (std::int64_t number = -9; number <= 9; ++number) {
            for (const std::int64_t divisor : {2, 3, 4}) {
                FormulaStore store;
                Variable of, made;
                of.low = of.high = number;
                const VariableId operand = store.variable({1}, of);
                made.role = Role::computed;
                made.operation = recourse::semantics::ExprKind::divide;
                made.rounding = rounding;
                made.divisor = divisor;
                made.operands = {Term{Term::Kind::number, 0, {{1, operand}}}};
                const VariableId quotient = store.variable({2}, made);
                const Solution ours = CaseSplitter().decide(store, store.atom(quotient, kZero, Relation::at_most, 100));
                ASSERT_EQ(ours.verdict, Verdict::satisfiable);
                const std::int64_t value = ours.values[quotient.index()];
                EXPECT_EQ(solver->decide(store, store.is(quotient, value)).verdict, Verdict::satisfiable) << number << " / " << divisor;
                EXPECT_EQ(solver->decide(store, store.opposite(store.is(quotient, value))).verdict, Verdict::unsatisfiable) << number << " / " << divisor;
            }
        }
    }
}

// 6x + 10y = 15z + 1 with x > z and y >= z: the left side is always the larger, which halving does not see.
FormulaId wide_equation(FormulaStore& store) {
    std::vector<Term> values;
    for (std::int64_t i = 0; i < 3; ++i) {
        Variable made;
        made.low = 0;
        made.high = 1'000'000'000;
        values.push_back(Term{Term::Kind::number, 0, {{1, store.variable({i}, made)}}});
    }
    Term left = values[0], right = values[2];
    left.parts[0].factor = 6;
    left.parts.push_back({10, values[1].parts[0].variable});
    right.parts[0].factor = 15;
    const Term one{Term::Kind::number, 1, {}};
    Term above = right;
    above.offset = 1;
    Term x_is = values[2];
    x_is.offset = 1;
    return store.all({store.compare(left, recourse::semantics::ExprKind::equal, above), store.compare(values[0], recourse::semantics::ExprKind::at_least, x_is),
                      store.compare(values[1], recourse::semantics::ExprKind::at_least, values[2])});
}

TEST(SolverOracle, DecidesWhatHalvingLeavesOpen) {
    FormulaStore store;
    const FormulaId formula = wide_equation(store);
    const Solution alone = CaseSplitter(20'000, 10).decide(store, formula);
    ASSERT_EQ(alone.verdict, Verdict::undecided);
    {
        const WithoutSolver off;
        EXPECT_FALSE(has_solver());
        EXPECT_EQ(make_solver(), nullptr);
        const Solution without = Ladder(CaseSplitter(20'000, 10)).decide(store, formula);
        EXPECT_EQ(without.verdict, Verdict::undecided);
        EXPECT_EQ(without.obstacle, "a sum of more than two values");
    }
    NEEDS_A_SOLVER(has_solver());
    EXPECT_EQ(Ladder(CaseSplitter(20'000, 10)).decide(store, formula).verdict, Verdict::unsatisfiable);
    EXPECT_EQ(make_solver(1)->decide(store, formula).verdict, Verdict::undecided);   // its effort is bounded
}

}  // namespace
