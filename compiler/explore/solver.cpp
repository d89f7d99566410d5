#include "compiler/explore/solver.h"

namespace recourse::explore {

namespace {

thread_local int switched_off = 0;

}  // namespace

WithoutSolver::WithoutSolver() { ++switched_off; }
WithoutSolver::~WithoutSolver() { --switched_off; }
bool WithoutSolver::stands() { return switched_off != 0; }

bool has_solver() { return has_built_in_solver() && !WithoutSolver::stands(); }
std::unique_ptr<Solver> make_solver(std::uint32_t effort) { return has_solver() ? built_in_solver(effort) : nullptr; }

}  // namespace recourse::explore
