// What the checks that look at time share: the explored situations of each case type, and findings shown by a scenario.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "compiler/checks/support.h"
#include "compiler/explore/explorer.h"
#include "compiler/explore/trace.h"

namespace recourse::checks {

// One case type with all situations that its cases can come to.
struct ExploredCase {
    ExploredCase(const Model& model, const explore::TimeFacts& times, semantics::CaseId type, const explore::Limits& limits);
    semantics::CaseId of;
    explore::Limits limits;
    explore::Explorer explorer;
    explore::Exploration found;
    std::vector<bool> states, transitions;    // by state and transition of the model: some case comes there, takes it
    // Two rules that were enabled together, the lesser first, and the first edge on which they were.
    std::map<std::pair<TransitionId, TransitionId>, std::uint32_t> conflicts;

    [[nodiscard]] const explore::Situation& at(std::uint32_t node) const { return found.nodes[node].at; }
    // The edges from the opening to the end of this one.
    [[nodiscard]] std::vector<std::uint32_t> way_to(std::uint32_t edge) const;
};

// The exploration of the case type whose rule it is, when all of it is known; else null.
[[nodiscard]] const ExploredCase* explored_of(const CheckInput& input, semantics::CaseId of);

// The machine in this leaf has ended, or rests.
[[nodiscard]] bool is_settled(const Model& model, StateId leaf);
// The leaves of machines that have neither ended nor rest.
[[nodiscard]] std::vector<StateId> unfinished(const Model& model, const explore::Situation& at);
// A finding of this code has a label at one of the states.
[[nodiscard]] bool told_of_states(const Sink& sink, std::string_view code, const Model& model, const std::vector<StateId>& states);

// Every state that the case is in, from the leaves outwards.
[[nodiscard]] std::set<StateId> active_states(const Model& model, const explore::Situation& at);
// The states that an edge enters and in which it leaves the case, with everything around them.
[[nodiscard]] std::set<StateId> entered_states(const Model& model, const ExploredCase& explored, const explore::Edge& edge);
// Adds the scenario that leads along the edges, as a witness that is replayed. False when no real date does: the finding is none.
[[nodiscard]] bool show(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, Diagnostic& finding,
                        explore::Pace pace = explore::Pace::earliest);

// Adds the scenario that comes nearest to a rule of this state: the shortest way to the state, and there its event, which is refused.
// Nothing is added where no date shows one.
void show_nearest_miss(const CheckInput& input, const ExploredCase& explored, StateId state, semantics::EventId event, Diagnostic& finding);

// The same for a rule that nobody sends: a case that stays in its state for as long as one can, and is then led elsewhere or stays.
void show_overtaken(const CheckInput& input, const ExploredCase& explored, StateId state, Diagnostic& finding);

// The parties that can move a case on from there, by name; "nobody" is an empty list, a happening is "" in it.
[[nodiscard]] std::set<std::string> who_can_act(const Model& model, const ExploredCase& explored, std::uint32_t node);

}  // namespace recourse::checks
