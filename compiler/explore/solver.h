// The seam between questions and whatever answers them. Our own reasoning (search.h) is one answer; an SMT solver is another, for what
// that reasoning leaves open. A build without a solver works: such questions then stay undecided, and say so.
#pragma once

#include <cstdint>
#include <memory>
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

class Solver {
public:
    virtual ~Solver() = default;
    virtual Solution decide(FormulaStore& store, FormulaId formula) = 0;
};

// The solver of this build; null where it has none, or where a WithoutSolver stands. It takes comparisons of sums joined by `all` and
// `any`, and rounded quotients; products of two values it leaves undecided, and so whatever needs more effort than that, which is a
// count of its steps and no time: the same question has the same answer on every machine. Five milliseconds to make, half a
// millisecond a question. Values of role `unknown` may be anything to it.
inline constexpr std::uint32_t kUsualEffort = 10'000;
[[nodiscard]] std::unique_ptr<Solver> make_solver(std::uint32_t effort = kUsualEffort);
[[nodiscard]] bool has_solver();

// While one of these stands, its thread has no solver: for tests of what a build without one does.
class WithoutSolver {
public:
    WithoutSolver();
    ~WithoutSolver();
    WithoutSolver(const WithoutSolver&) = delete;
    WithoutSolver& operator=(const WithoutSolver&) = delete;
    [[nodiscard]] static bool stands();
};

// What is built in: solver_z3.cpp or solver_none.cpp. Use make_solver().
[[nodiscard]] std::unique_ptr<Solver> built_in_solver(std::uint32_t effort);
[[nodiscard]] bool has_built_in_solver();

}  // namespace recourse::explore
