// The phases after meaning, for one file: checks, and the program.
#pragma once

#include "compiler/driver/pipeline.h"
#include "compiler/explore/explorer.h"

namespace recourse::driver {

// What the search of a case type of the unit may take.
[[nodiscard]] explore::Limits limits_of(const Unit& unit, std::string_view path, semantics::CaseId of, const Options& options);

// Runs the checks on a sound unit; findings go to unit.of_checks with the levels that the options give their codes. What scenarios leave out
// is asked of unit.program, if there is one.
void check(const Pipeline& pipeline, Unit& unit, const Options& options);

// A program is made of policies, and of libraries that have scenarios to run.
[[nodiscard]] bool wants_program(const Unit& unit);

// Fills unit.program; what does not fit is an error in unit.of_checks.
void write_program(Unit& unit, const support::SourceTable& sources);

}  // namespace recourse::driver
