// The search against enumeration: random formulas over a few small variables.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <random>

#include "compiler/explore/search.h"

namespace {

using namespace recourse::explore;
using recourse::semantics::ExprKind;

constexpr int kVariables = 4;
constexpr std::int64_t kHighest = 3;

class RandomFormulas {
public:
    explicit RandomFormulas(unsigned seed) : random_(seed) {
        for (int i = 0; i < kVariables; ++i) {
            Variable made;
            made.low = 0;
            made.high = kHighest;
            variables_.push_back(store.variable({i}, made));
        }
    }

    FormulaId formula(int depth) {
        const int kind = pick(0, depth == 0 ? 0 : 4);
        if (kind <= 1) return atom();
        if (kind == 4) return store.opposite(formula(depth - 1));
        std::vector<FormulaId> parts;
        for (int i = pick(2, 4); i > 0; --i) parts.push_back(formula(depth - 1));
        return kind == 2 ? store.all(parts) : store.any(parts);
    }

    // Over sums of up to `most` variables.
    FormulaId atom() {
        constexpr ExprKind kinds[] = {ExprKind::equal, ExprKind::not_equal, ExprKind::less, ExprKind::at_most, ExprKind::greater, ExprKind::at_least};
        Term left{Term::Kind::number, 0, {{1, variable()}}};
        Term right{Term::Kind::number, pick(-1, 4), {}};
        if (pick(0, 1) == 1) right.parts.push_back({1, variable()});
        if (with_sums && pick(0, 3) == 0) left.parts.push_back({pick(1, 2), variable()});
        return store.compare(left, kinds[pick(0, 5)], right);
    }

    bool some_point_fits(FormulaId formula) const {
        Assignment values(store.variable_count(), 0);
        for (int point = 0; point < 256; ++point) {
            for (int i = 0; i < kVariables; ++i) values[variables_[static_cast<std::size_t>(i)].index()] = (point >> (2 * i)) & 3;
            if (store.holds(formula, values)) return true;
        }
        return false;
    }

    FormulaStore store;
    bool with_sums = false;

private:
    int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    VariableId variable() { return variables_[static_cast<std::size_t>(pick(0, kVariables - 1))]; }
    std::mt19937 random_;
    std::vector<VariableId> variables_;
};

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
    FormulaStore store;
    std::vector<FormulaId> parts;
    for (int i = 0; i < 6; ++i) {
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
    std::cout << "a box of six variables: " << taken.count() / kRounds << " µs\n";
}

}  // namespace
