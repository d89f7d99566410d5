// How long a case takes to come to each of its states: at best and at worst, with the way that attains it, and where nothing bounds it,
// who alone can bring the wait to an end. Time is measured at entry, from the opening or from the entering of a state.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/explore/explorer.h"

namespace recourse::explore {

// Beyond this, a state that a round leads to counts as having no bound: 4,096 days, more than eleven years.
inline constexpr std::int64_t kLongestMeasured = std::int64_t{4'096} * 86'400'000;

struct StateBounds {
    semantics::StateId state;
    bool reached = false;
    Reach time;                                // milliseconds; `most` is DifferenceBounds::unbounded where nothing bounds it
    std::optional<std::uint32_t> best, worst;  // edges that attain them
    // Where nothing bounds the time: because of a wait that only these can end, or of a round that can be gone again and again.
    std::set<std::string> waits_for;
    bool goes_round = false;
};

struct Bounds {
    std::vector<StateBounds> states;           // leaves and composites of the case, in the model's order
    Exploration found;                         // the measured search that `best` and `worst` are edges of
    bool complete = false;                     // false: a limit was reached, and nothing is said
    std::int64_t measured = 0;                 // up to which `found` tells times apart
};

// The states that the last round of an edge entered: those whose stay begins with it.
[[nodiscard]] std::vector<semantics::StateId> entered_by(const semantics::Model& model, const Edge& edge, semantics::CaseId of);

// From any entering of the state on, under assumptions that hold from then on.
[[nodiscard]] Watch from_state(semantics::StateId state, std::vector<semantics::PartyId> silent, std::vector<semantics::PartyId> prompt);
// How long an edge comes after what time is counted from: nothing where the explorer watches from a state on and this lies before.
[[nodiscard]] std::optional<Reach> counted_time(const Explorer& explorer, const Edge& edge);

// Counted from the opening, or from where an explorer with such a watch begins to watch. What is measured is set here; the assumptions of
// `limits` hold. O(situations, told apart by how long that is ago).
[[nodiscard]] Bounds time_bounds(const semantics::Model& model, Explorer& explorer, Limits limits);

}  // namespace recourse::explore
