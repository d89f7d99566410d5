#include "compiler/graph/precedence.h"

#include <algorithm>

namespace recourse::graph {

using semantics::Model;
using semantics::TargetKind;
using semantics::Transition;
using semantics::TransitionId;

namespace {

// 0 refuses, 1 moves, 2 is what happens otherwise.
int rank(const Transition& transition) {
    if (transition.otherwise) return 2;
    return transition.target_kind == TargetKind::refuse ? 0 : 1;
}

bool beats(const Transition& winner, const Transition& loser) {
    return !loser.text.reason.empty() && std::ranges::find(winner.wins_over, loser.text.reason) != winner.wins_over.end();
}

}  // namespace

bool is_ordered(const Transition& a, const Transition& b) { return beats(a, b) || beats(b, a); }

std::vector<TransitionId> in_precedence(const Model& model, std::vector<TransitionId> transitions) {
    std::ranges::stable_sort(transitions, {}, [&](TransitionId id) { return rank(model.transitions[id]); });
    // A topological order that keeps declaration order where nothing wins: rules of one state and event are few.
    std::vector<TransitionId> ordered;
    while (!transitions.empty()) {
        const auto unbeaten = std::ranges::find_if(transitions, [&](TransitionId id) {
            return std::ranges::none_of(transitions, [&](TransitionId other) {
                const Transition &winner = model.transitions[other], &loser = model.transitions[id];
                return other != id && rank(winner) == rank(loser) && beats(winner, loser);
            });
        });
        const auto next = unbeaten == transitions.end() ? transitions.begin() : unbeaten;
        ordered.push_back(*next);
        transitions.erase(next);
    }
    return ordered;
}

}  // namespace recourse::graph
