#include "compiler/checks/explored.h"

#include <algorithm>
#include <numeric>

namespace recourse::checks {

using explore::Cause;
using explore::Edge;

bool is_settled(const Model& model, StateId leaf) {
    for (; leaf.valid(); leaf = model.states[leaf].parent) {
        if (model.states[leaf].kind != semantics::StateKind::plain) return true;
    }
    return false;
}

std::vector<StateId> unfinished(const Model& model, const explore::Situation& at) {
    std::vector<StateId> all = at.leaves;
    std::erase_if(all, [&](StateId leaf) { return is_settled(model, leaf); });
    return all;
}

bool told_of_states(const Sink& sink, std::string_view code, const Model& model, const std::vector<StateId>& states) {
    return std::any_of(sink.all().begin(), sink.all().end(), [&](const Diagnostic& one) {
        return one.code == code && std::any_of(one.labels.begin(), one.labels.end(), [&](const diagnostics::Label& label) {
                   return std::any_of(states.begin(), states.end(), [&](StateId state) { return label.span == own_place(model, state, model.states[state].span); });
               });
    });
}

std::set<StateId> active_states(const Model& model, const explore::Situation& at) {
    std::set<StateId> all;
    for (StateId leaf : at.leaves) {
        for (; leaf.valid(); leaf = model.states[leaf].parent) all.insert(leaf);
    }
    return all;
}

ExploredCase::ExploredCase(const Model& model, const explore::TimeFacts& times, semantics::CaseId type, const explore::Limits& may)
    : of(type), limits(may), explorer(model, times, type), found(explorer.explore(limits)), states(model.states.size()), transitions(model.transitions.size()) {
    const auto enter = [&](StateId leaf) {
        for (; leaf.valid(); leaf = model.states[leaf].parent) states[leaf.index()] = true;
    };
    for (const semantics::MachineId machine : model.cases[type].machines) enter(graph::entry_leaf(model, model.machines[machine].start));
    // States that are left again within a step lie between two nodes.
    for (std::uint32_t index = 0; index < found.edges.size(); ++index) {
        for (const explore::Taken& taken : found.edges[index].taken) {
            if (!taken.transition.valid()) continue;
            transitions[taken.transition.index()] = true;
            const Transition& rule = model.transitions[taken.transition];
            if (rule.target_kind == semantics::TargetKind::move) enter(graph::entry_leaf(model, rule.target));
        }
        for (const auto& [a, b] : found.edges[index].conflicts) conflicts.try_emplace(std::minmax(a, b), index);
    }
}

std::vector<std::uint32_t> ExploredCase::way_to(std::uint32_t edge) const {
    std::vector<std::uint32_t> way;
    if (found.edges[edge].from != explore::kNoIndex) way = found.path_to(found.edges[edge].from);
    way.push_back(edge);
    return way;
}

const ExploredCase* explored_of(const CheckInput& input, semantics::CaseId of) {
    for (const auto& explored : input.explored) {
        if (explored->of == of) return explored->found.exact() ? explored.get() : nullptr;
    }
    return nullptr;
}

std::set<StateId> entered_states(const Model& model, const ExploredCase& explored, const Edge& edge) {
    std::vector<StateId> leaves;
    if (edge.from != explore::kNoIndex) leaves = explored.at(edge.from).leaves;
    const auto& machines = model.cases[explored.of].machines;
    leaves.resize(machines.size());
    std::set<StateId> all;
    for (const explore::Taken& taken : edge.taken) {
        StateId& leaf = leaves[taken.machine];
        StateId target = model.machines[machines[taken.machine]].start, outer;
        if (taken.transition.valid()) {
            const Transition& rule = model.transitions[taken.transition];
            if (rule.target_kind != semantics::TargetKind::move) continue;
            target = rule.target;
            outer = model.states[target].parent;
            while (outer.valid() && !graph::lies_in(model, leaf, outer)) outer = model.states[outer].parent;
        }
        leaf = graph::entry_leaf(model, target);
        for (StateId at = leaf; at.valid() && at != outer; at = model.states[at].parent) all.insert(at);
    }
    std::erase_if(all, [&](StateId state) {
        return std::none_of(leaves.begin(), leaves.end(), [&](StateId leaf) { return graph::lies_in(model, leaf, state); });
    });
    return all;
}

bool show(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, Diagnostic& finding, explore::Pace pace) {
    // What could not be followed exactly claims nothing.
    if (std::any_of(edges.begin(), edges.end(), [&](std::uint32_t edge) { return explored.found.edges[edge].inexact; })) return false;
    const explore::Realised made = explore::realise(input.model, input.times, explored.explorer, explored.found, edges, pace);
    if (!made.trace) return false;
    finding.witness = explore::scenario_lines(input.model, input.times, *made.trace, std::string(finding.code));
    return true;
}

void show_nearest_miss(const CheckInput& input, const ExploredCase& explored, StateId state, semantics::EventId event, Diagnostic& finding) {
    constexpr std::size_t kMostTries = 8;
    std::size_t tries = 0;
    for (std::uint32_t node = 0; node < explored.found.nodes.size() && tries < kMostTries; ++node) {
        const auto& leaves = explored.at(node).leaves;
        const bool there = std::any_of(leaves.begin(), leaves.end(), [&](StateId leaf) { return graph::lies_in(input.model, leaf, state); });
        if (!there || explored.at(node).standing != explore::Standing::running) continue;
        for (const auto& answer : explored.explorer.steps().answers(explored.at(node), event)) {
            if (answer.taken || ++tries > kMostTries) continue;
            explore::Exploration way;
            for (const std::uint32_t edge : explored.found.path_to(node)) way.edges.push_back(explored.found.edges[edge]);
            Edge refused;
            refused.from = node;
            refused.trigger = {Cause::event, event};
            refused.way = answer.way;
            way.edges.push_back(std::move(refused));
            std::vector<std::uint32_t> edges(way.edges.size());
            std::iota(edges.begin(), edges.end(), 0u);
            if (std::any_of(way.edges.begin(), way.edges.end(), [](const Edge& edge) { return edge.inexact; })) continue;
            const explore::Realised made = explore::realise(input.model, input.times, explored.explorer, way, edges);
            if (!made.trace) continue;
            finding.witness = explore::scenario_lines(input.model, input.times, *made.trace, std::string(finding.code));
            return;
        }
    }
}

void show_overtaken(const CheckInput& input, const ExploredCase& explored, StateId state, Diagnostic& finding) {
    constexpr std::size_t kMostTries = 8;
    const auto there = [&](const explore::Situation& at) {
        return at.standing == explore::Standing::running &&
               std::any_of(at.leaves.begin(), at.leaves.end(), [&](StateId leaf) { return graph::lies_in(input.model, leaf, state); });
    };
    std::size_t tries = 0;
    for (const Cause cause : {Cause::time, Cause::event}) {
        for (std::uint32_t index = 0; index < explored.found.edges.size() && tries < kMostTries; ++index) {
            const Edge& edge = explored.found.edges[index];
            if (edge.trigger.cause != cause || edge.from == explore::kNoIndex || edge.to == explore::kNoIndex) continue;
            if (!there(explored.at(edge.from)) || there(explored.at(edge.to))) continue;
            ++tries;
            if (show(input, explored, explored.way_to(index), finding, explore::Pace::latest)) return;
        }
    }
    for (std::uint32_t node = 0; node < explored.found.nodes.size() && tries < 2 * kMostTries; ++node) {
        if (!there(explored.at(node))) continue;
        ++tries;
        if (show(input, explored, explored.found.path_to(node), finding, explore::Pace::latest)) return;
    }
}

std::set<std::string> who_can_act(const Model& model, const ExploredCase& explored, std::uint32_t node) {
    std::set<std::string> names;
    for (const std::uint32_t index : explored.found.edges_from[node]) {
        const Edge& edge = explored.found.edges[index];
        if (edge.trigger.cause != Cause::event || edge.to == explore::kNoIndex) continue;
        const semantics::Event& event = model.events[edge.trigger.event];
        if (event.happening) names.insert("");
        for (const semantics::PartyId party : event.by) names.insert(model.parties[party].name);
    }
    return names;
}

}  // namespace recourse::checks
