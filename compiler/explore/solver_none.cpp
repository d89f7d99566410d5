// Built where there is no Z3.
#include "compiler/explore/solver.h"

namespace recourse::explore {

std::unique_ptr<Solver> built_in_solver(std::uint32_t) { return nullptr; }
bool has_built_in_solver() { return false; }

}  // namespace recourse::explore
