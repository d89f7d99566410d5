// What a policy promises of every case: each promise proved, or broken with a scenario that the runtime has played.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/compiler.h>

namespace recourse {

enum class PromiseOutcome : std::uint8_t {
    kept,
    broken,
    vacuous,     // kept, because what it speaks of never comes about
    undecided    // the compiler cannot tell, and says why
};

struct PromiseAnswer {
    std::string title;
    std::size_t line = 0;                 // of the file, from 1
    PromiseOutcome outcome = PromiseOutcome::undecided;
    std::string reason;                   // "a case can come from `Claim` to `Lapsed`"; empty when kept
    std::vector<std::string> way;         // lines of the scenario that breaks it; of a kept `can lead to`, of one that goes there
    std::size_t situations = 0;           // that were looked at
};

struct PromisesReport {
    std::string problem;                  // why there is no answer; empty when there is one
    std::vector<PromiseAnswer> promises;  // in the order written
};

// Judges the promises of the policy at `path`. Of the options, budget and progress count. A policy with errors is a `problem`. O(promises · situations of their case types).
[[nodiscard]] PromisesReport judge_promises(const SourceSet& sources, std::string_view path, const Options& options = {});

}  // namespace recourse
