// Decides formulas: is there an assignment, which one, or why it could not be decided.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "compiler/explore/solver.h"

namespace recourse::explore {

// Case distinction over the `any`s, with intervals and holes for single values and difference bounds for pairs. Exact for atoms;
// sums of three values and computed values are checked on the witness, and make the answer `undecided` when they do not fit there.
class CaseSplitter final : public Solver {
public:
    explicit CaseSplitter(std::size_t most_cases = 20'000, std::size_t most_halves = 4'000) : most_cases_(most_cases), most_halves_(most_halves) {}
    Solution decide(FormulaStore& store, FormulaId formula) override;

private:
    std::size_t most_cases_, most_halves_;
};

// The case splitter first; what it leaves open is asked of the solver, where there is one. An example of the solver's counts once it
// has been checked, and whatever the values are that the reasoning does not follow.
class Ladder final : public Solver {
public:
    explicit Ladder(CaseSplitter own = CaseSplitter()) : own_(own) {}
    Solution decide(FormulaStore& store, FormulaId formula) override;

private:
    CaseSplitter own_;
    std::unique_ptr<Solver> solver_;   // made when it is needed first
};

}  // namespace recourse::explore
