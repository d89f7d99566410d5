// Random formulas over a few small variables.
#pragma once

#include <random>
#include <vector>

#include "compiler/explore/search.h"

namespace random_formulas {

using namespace recourse::explore;
using recourse::semantics::ExprKind;

inline constexpr int kVariables = 4;
inline constexpr std::int64_t kHighest = 3;

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

}  // namespace random_formulas
