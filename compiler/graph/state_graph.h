// The state graph of a policy's cases: simple states and the moves between them, with composite states and shadowed rules resolved.
// Guards are not looked at: an edge says that a rule leads there, not that it ever can.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "compiler/semantics/model.h"

namespace recourse::graph {

using semantics::EventId;
using semantics::MachineId;
using semantics::Model;
using semantics::StateId;
using semantics::TransitionId;
using semantics::Trigger;

// One rule that moves a case from one simple state to another (or to the same one anew).
struct Edge {
    StateId from, to;            // leaves
    TransitionId transition;
    Trigger trigger = Trigger::event;
};

class StateGraph {
public:
    StateGraph(std::vector<StateId> leaves, std::vector<Edge> edges, std::size_t state_count);
    ~StateGraph();
    StateGraph(StateGraph&&) noexcept;
    StateGraph& operator=(StateGraph&&) noexcept;

    // Of all machines, each machine's in pre-order.
    [[nodiscard]] const std::vector<StateId>& leaves() const { return leaves_; }
    [[nodiscard]] const std::vector<Edge>& edges() const { return edges_; }
    // Indexes into edges().
    [[nodiscard]] const std::vector<std::uint32_t>& edges_from(StateId leaf) const { return from_[leaf.index()]; }
    // By state: can a case in one of `starts` (leaves) come there? The starts themselves can. O(leaves + edges).
    [[nodiscard]] std::vector<bool> reachable(const std::vector<StateId>& starts) const;
    // By state: can one of `goals` be reached from there?
    [[nodiscard]] std::vector<bool> reaching(const std::vector<StateId>& goals) const;
    // Strongly connected components of the edges for which `wanted` holds (by edge index; all when empty), as lists of leaves, each
    // in order of the leaves; single leaves without an edge to themselves included.
    [[nodiscard]] std::vector<std::vector<StateId>> components(const std::vector<bool>& wanted = {}) const;

private:
    struct Boost;
    std::vector<StateId> leaves_;
    std::vector<Edge> edges_;
    std::vector<std::vector<std::uint32_t>> from_;   // by state
    std::unique_ptr<Boost> boost_;
};

// Lowers all case types of a policy into one graph; machines are never connected. O(leaves · depth · rules of a state).
[[nodiscard]] StateGraph lower(const Model& model);

// The leaf that entering a state enters.
[[nodiscard]] StateId entry_leaf(const Model& model, StateId state);
// The rules that answer an event in a leaf: those of the innermost state that names it; where one of these hands the event out
// with `outside`, those of the next state around as well.
[[nodiscard]] std::vector<TransitionId> answering(const Model& model, StateId leaf, EventId event);
[[nodiscard]] bool lies_in(const Model& model, StateId inner, StateId outer);
// Leaves at which the machines of a case start; and by state, whether any case can come there.
[[nodiscard]] std::vector<StateId> start_leaves(const Model& model);
[[nodiscard]] std::vector<bool> reachable_states(const Model& model, const StateGraph& graph);

}  // namespace recourse::graph
