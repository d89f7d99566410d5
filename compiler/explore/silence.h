// How long a case goes on once a party never acts again, from whatever situation, and whatever the others do: at the latest until it ends
// or rests, with the way that attains it; and where nothing bounds it, for whom it waits.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/explore/explorer.h"

namespace recourse::explore {

struct SilenceBound {
    bool complete = false;                  // false: a limit was reached, and nothing is said
    std::optional<std::int64_t> latest;     // milliseconds after the step since which the party is silent; nothing: no bound
    std::vector<std::uint32_t> worst;       // the way that attains it, edges of `found`
    std::set<std::string> waits_for;        // where there is no bound because of a wait: who alone can end it, the silent one included
    bool goes_round = false;                // or because of a round
    std::int64_t measured = 0;              // up to which `found` tells times apart
    Exploration found;
};

// What is followed for it: it begins after any step.
[[nodiscard]] Watch silence_watch(semantics::PartyId silent);

// The edge ends what is followed: the case has ended or rests.
[[nodiscard]] inline bool ends_silence(const Edge& edge) { return edge.to != kNoIndex && edge.since_watch && (edge.seen & (kReached | kMissed)) != 0; }

// `explorer` follows silence_watch(silent). O(situations, told apart by how long the party has been silent).
[[nodiscard]] SilenceBound silence_bound(const semantics::Model& model, Explorer& explorer, semantics::PartyId silent, Limits limits);

}  // namespace recourse::explore
