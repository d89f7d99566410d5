// The search against enumeration: random formulas over a few small variables.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "tests/unit/random_formulas.h"

namespace {

using namespace random_formulas;

TEST(Search, AgreesWithEnumeration) {
    int satisfiable = 0;
    for (unsigned seed = 0; seed < 6000; ++seed) {
        RandomFormulas random(seed);
        const FormulaId formula = random.store.all({random.formula(3), random.formula(3), random.formula(2)});
        const Solution solution = CaseSplitter().decide(random.store, formula);
        ASSERT_NE(solution.verdict, Verdict::undecided) << "seed " << seed;
        ASSERT_EQ(solution.verdict == Verdict::satisfiable, random.some_point_fits(formula)) << "seed " << seed;
        if (solution.verdict != Verdict::satisfiable) continue;
        ++satisfiable;
        ASSERT_TRUE(random.store.holds(formula, solution.values)) << "seed " << seed;
    }
    EXPECT_GT(satisfiable, 1000);
    EXPECT_LT(satisfiable, 5000);
}

TEST(Search, IsNeverWrongAboutSums) {
    int undecided = 0;
    for (unsigned seed = 0; seed < 4000; ++seed) {
        RandomFormulas random(seed);
        random.with_sums = true;
        const FormulaId formula = random.store.all({random.formula(2), random.formula(2)});
        const Solution solution = CaseSplitter().decide(random.store, formula);
        if (solution.verdict == Verdict::undecided) {
            ++undecided;
            EXPECT_FALSE(solution.obstacle.empty());
            continue;
        }
        ASSERT_EQ(solution.verdict == Verdict::satisfiable, random.some_point_fits(formula)) << "seed " << seed;
    }
    EXPECT_EQ(undecided, 0);   // small values are all tried by halving
}

TEST(Search, OppositesExcludeEachOtherAndLeaveNothingOut) {
    for (unsigned seed = 0; seed < 2000; ++seed) {
        RandomFormulas random(seed);
        const FormulaId formula = random.formula(3);
        const FormulaId opposite = random.store.opposite(formula);
        ASSERT_EQ(CaseSplitter().decide(random.store, random.store.all({formula, opposite})).verdict, Verdict::unsatisfiable);
        const bool one = CaseSplitter().decide(random.store, formula).verdict == Verdict::satisfiable;
        const bool other = CaseSplitter().decide(random.store, opposite).verdict == Verdict::satisfiable;
        ASSERT_TRUE(one || other);
    }
}

// A decision with a row for each of 5 × 4 × 3 combinations leaves nothing out; the search must see it without trying all orders.
TEST(Search, CompleteTableIsSeenToBeComplete) {
    FormulaStore store;
    const int sizes[] = {5, 4, 3};
    std::vector<VariableId> inputs;
    for (int i = 0; i < 3; ++i) {
        Variable made;
        made.low = 0;
        made.high = sizes[i] - 1;
        inputs.push_back(store.variable({i}, made));
    }
    std::vector<FormulaId> open;
    for (int a = 0; a < 5; ++a) {
        for (int b = 0; b < 4; ++b) {
            for (int c = 0; c < 3; ++c) {
                open.push_back(store.opposite(store.all({store.is(inputs[0], a), store.is(inputs[1], b), store.is(inputs[2], c)})));
            }
        }
    }
    EXPECT_EQ(CaseSplitter().decide(store, store.all(open)).verdict, Verdict::unsatisfiable);
    open.pop_back();
    EXPECT_EQ(CaseSplitter().decide(store, store.all(open)).verdict, Verdict::satisfiable);
}

TEST(Search, TooManyCasesAreSaidToBeTooMany) {
    RandomFormulas random(3);
    std::vector<FormulaId> parts;
    for (int i = 0; i < 40; ++i) parts.push_back(random.formula(2));
    const Solution solution = CaseSplitter(0).decide(random.store, random.store.all({random.store.any({random.atom(), random.atom()}), random.store.any(parts)}));
    EXPECT_EQ(solution.verdict, Verdict::undecided);
    EXPECT_EQ(solution.obstacle, "too many combinations of conditions");
}

TEST(Search, ABoxIsAMatterOfMicroseconds) {
    for (const int variables : {1, 6}) {
        FormulaStore store;
        std::vector<FormulaId> parts;
        for (int i = 0; i < variables; ++i) {
            Variable made;
            made.low = 0;
            made.high = 1000;
            const VariableId variable = store.variable({i}, made);
            parts.push_back(store.atom(variable, kZero, Relation::at_most, 500));
            parts.push_back(store.atom(kZero, variable, Relation::at_most, -100));
        }
        const FormulaId box = store.all(parts);
        constexpr int kRounds = 20'000;
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < kRounds; ++i) ASSERT_EQ(CaseSplitter().decide(store, box).verdict, Verdict::satisfiable);
        const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - start;
        std::cout << "variables of a box: " << variables << "; " << taken.count() / kRounds << " µs\n";
    }
}

}  // namespace
