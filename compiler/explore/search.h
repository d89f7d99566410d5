// Decides formulas: is there an assignment, which one, or why it could not be decided.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/explore/formula.h"

namespace recourse::explore {

enum class Verdict : std::uint8_t { satisfiable, unsatisfiable, undecided };

struct Solution {
    Verdict verdict = Verdict::unsatisfiable;
    Assignment values;               // satisfiable: of the variables in `used`
    std::vector<VariableId> used;    // the variables that the formula and its axioms speak of
    std::string obstacle;            // undecided: what stood in the way
};

// The one seam between questions and whatever answers them; an SMT solver would be a second one of these.
class Solver {
public:
    virtual ~Solver() = default;
    virtual Solution decide(FormulaStore& store, FormulaId formula) = 0;
};

// Case distinction over the `any`s, with intervals and holes for single values and difference bounds for pairs. Exact for atoms;
// sums of three values and computed values are checked on the witness, and make the answer `undecided` when they do not fit there.
class CaseSplitter final : public Solver {
public:
    explicit CaseSplitter(std::size_t most_cases = 20'000) : most_cases_(most_cases) {}
    Solution decide(FormulaStore& store, FormulaId formula) override;

private:
    std::size_t most_cases_;
};

}  // namespace recourse::explore
