// Dated lives of a case, one for each step that the explorer knows, and what a program makes of them.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/explore/trace.h"
#include "compiler/semantics/model.h"

namespace exactness {

struct LivedAct {
    std::string event;      // empty: time passes
    std::string by;         // empty: a happening
    recourse::Instant at = 0;
    std::vector<recourse::explore::Given> fields;
};
struct LivedCase {
    std::string type;
    std::vector<recourse::explore::Given> facts;
    std::vector<LivedAct> acts;   // the opening first
    bool random = false;          // a walk
};
struct Lives {
    std::vector<LivedCase> all;
    std::string obstacle;   // why not every step is among them; empty when every one is that a date realises
};
// Every step at its earliest and at its latest instant, on the shortest way to it.
[[nodiscard]] Lives lives_of(const recourse::semantics::Model& model);

// Random lives whose instants lie where something turns and a millisecond beside: ways that are not the shortest. The same for the same
// program.
[[nodiscard]] std::vector<LivedCase> walks_of(const recourse::Program& program, std::size_t count);

// Numbers that a rule may turn on: the constants of a model and their neighbours.
[[nodiscard]] std::set<std::int64_t> turning_numbers(const recourse::semantics::Model& model);

// Plays a life and then asks everything that can be asked of the case: states, reasons, verdicts, effects, what each party may do and
// until when, deadlines, named values, and what would become of every act with telling values at the next millisecond.
[[nodiscard]] std::string account_of(const recourse::Program& program, const LivedCase& life, const std::set<std::int64_t>& numbers);
// What every decision answers for telling values.
[[nodiscard]] std::string answers_of(const recourse::Program& program, const std::set<std::int64_t>& numbers);

}  // namespace exactness
