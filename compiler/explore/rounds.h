// Rounds: ways that lead a case back to where it was, so that they can be gone again and again while time goes on. A search that keeps
// only the largest situations shows some that no case can go (Herbreteau, Srivathsan, Tran and Walukiewicz, "Why liveness for timed
// automata is hard, and what we can do about it", 2016), and some that only repeat until a time limit of long ago runs out. So what it
// shows is gone over again with situations told apart unless each covers the other, and with every instant that no step of the round
// sets anew as far back as rules look.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "compiler/explore/explorer.h"
#include "compiler/explore/trace.h"

namespace recourse::explore {

// One step of a round.
struct RoundStep {
    Trigger trigger;
    std::vector<Taken> taken;
    std::vector<semantics::StateId> before, after;   // leaves, by machine of the case
};

// What is asked for: only steps that `may` be part of the round, and one at least that `must`.
struct RoundQuestion {
    std::function<bool(const RoundStep&)> may, must;
};

struct Round {
    std::vector<RoundStep> steps;   // from the situation that it comes back to
    Trace trace;                    // a way there, then the round twice
    std::size_t stem = 0;           // steps of the trace before the round
};

struct Rounds {
    std::optional<Round> round;
    bool undecided = false;         // the search was given up: there may be one
};

// A shortest round of one of the groups of situations that lead back to one another. No round and not undecided is a proof that there is
// none, but for rounds that no date realises. O(steps), and where there are candidates O(situations of the group, told apart).
[[nodiscard]] Rounds find_round(const semantics::Model& model, const TimeFacts& times, const Explorer& explorer, const Exploration& found,
                                const RoundQuestion& question);

// The states that a rule enters, whose machine was in `from`.
[[nodiscard]] std::vector<semantics::StateId> entered_states(const semantics::Model& model, semantics::StateId from, const semantics::Transition& rule);

// Groups of two or more nodes that all lead to one another, and single nodes that lead to themselves, by the list of successors of each
// (Tarjan, without recursion). O(nodes + successors).
[[nodiscard]] std::vector<std::vector<std::uint32_t>> groups_of(const std::vector<std::vector<std::uint32_t>>& successors);

}  // namespace recourse::explore
