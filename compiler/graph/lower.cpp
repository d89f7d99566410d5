// From the model to the state graph.
#include <algorithm>
#include <set>

#include "compiler/graph/state_graph.h"

namespace recourse::graph {

using semantics::DeadlineId;
using semantics::State;
using semantics::TargetKind;
using semantics::Transition;
using semantics::WhenId;

StateId entry_leaf(const Model& model, StateId state) {
    // A start that leads back to itself is an error that has been reported; the depth ends the walk.
    for (std::size_t depth = 0; state.valid() && depth <= model.states.size(); ++depth) {
        const State& at = model.states[state];
        if (at.children.empty()) return state;
        state = at.start.valid() ? at.start : at.children.front();
    }
    return {};
}

bool lies_in(const Model& model, StateId inner, StateId outer) {
    for (; inner.valid(); inner = model.states[inner].parent) {
        if (inner == outer) return true;
    }
    return false;
}

std::vector<TransitionId> answering(const Model& model, StateId leaf, EventId event) {
    std::vector<TransitionId> rules;
    for (StateId at = leaf; at.valid(); at = model.states[at].parent) {
        bool named = false, handed_out = false;
        for (const TransitionId id : model.states[at].on) {
            const Transition& transition = model.transitions[id];
            if (transition.event != event) continue;
            named = true;
            handed_out = handed_out || transition.target_kind == TargetKind::outside;
            rules.push_back(id);
        }
        if (named && !handed_out) break;
    }
    return rules;
}

namespace {

class Lowering {
public:
    explicit Lowering(const Model& model) : model_(model) {}

    StateGraph run() {
        for (const MachineId machine : model_.machines.ids()) {
            for (const StateId state : model_.machines[machine].states) collect(state);
        }
        for (const StateId leaf : leaves_) {
            if (model_.states[leaf].kind != semantics::StateKind::final) add_edges(leaf);
        }
        return {std::move(leaves_), std::move(edges_), model_.states.size()};
    }

private:
    void collect(StateId state) {
        if (model_.states[state].children.empty()) leaves_.push_back(state);
        for (const StateId child : model_.states[state].children) collect(child);
    }

    void add_edges(StateId leaf) {
        std::set<EventId> events;
        for (StateId at = leaf; at.valid(); at = model_.states[at].parent) {
            for (const TransitionId id : model_.states[at].on) events.insert(model_.transitions[id].event);
        }
        for (const EventId event : events) {
            for (const TransitionId id : answering(model_, leaf, event)) add_edge(leaf, id);
        }
        for (StateId at = leaf; at.valid(); at = model_.states[at].parent) {
            for (const DeadlineId deadline : model_.states[at].deadlines) {
                for (const TransitionId id : model_.deadlines[deadline].transitions) add_edge(leaf, id);
            }
            for (const WhenId when : model_.states[at].whens) {
                for (const TransitionId id : model_.whens[when].transitions) add_edge(leaf, id);
            }
        }
    }

    void add_edge(StateId leaf, TransitionId id) {
        const Transition& transition = model_.transitions[id];
        if (transition.target_kind != TargetKind::move) return;
        const StateId to = entry_leaf(model_, transition.target);
        if (to.valid()) edges_.push_back({leaf, to, id, transition.trigger});
    }

    const Model& model_;
    std::vector<StateId> leaves_;
    std::vector<Edge> edges_;
};

}  // namespace

StateGraph lower(const Model& model) { return Lowering(model).run(); }

std::vector<StateId> start_leaves(const Model& model) {
    std::vector<StateId> starts;
    for (const MachineId machine : model.machines.ids()) {
        const StateId leaf = entry_leaf(model, model.machines[machine].start);
        if (leaf.valid()) starts.push_back(leaf);
    }
    return starts;
}

std::vector<bool> reachable_states(const Model& model, const StateGraph& graph) {
    std::vector<bool> reached = graph.reachable(start_leaves(model));
    for (const StateId leaf : graph.leaves()) {
        for (StateId at = leaf; reached[leaf.index()] && at.valid(); at = model.states[at].parent) reached[at.index()] = true;
    }
    return reached;
}

}  // namespace recourse::graph
