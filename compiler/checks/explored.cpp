#include "compiler/checks/explored.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "compiler/explore/rounds.h"

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
    for (const semantics::MachineId machine : model.cases[type].machines) enter(model, graph::entry_leaf(model, model.machines[machine].start));
    // States that are left again within a step lie between two nodes.
    for (std::uint32_t index = 0; index < found.edges.size(); ++index) {
        for (const explore::Taken& taken : found.edges[index].taken) {
            if (!taken.transition.valid()) continue;
            transitions[taken.transition.index()] = true;
            const Transition& rule = model.transitions[taken.transition];
            if (rule.target_kind == semantics::TargetKind::move) enter(model, graph::entry_leaf(model, rule.target));
        }
        for (const auto& [a, b] : found.edges[index].conflicts) conflicts.try_emplace(std::minmax(a, b), index);
    }
}

const ExploredCase* explored_of(const CheckInput& input, semantics::CaseId of) {
    for (const auto& explored : input.explored) {
        if (explored->of == of) return explored->found.exact() ? explored.get() : nullptr;
    }
    return nullptr;
}

std::set<StateId> entered_states(const Model& model, semantics::CaseId of, std::vector<StateId> leaves, const std::vector<explore::Taken>& steps) {
    const auto& machines = model.cases[of].machines;
    leaves.resize(machines.size());
    std::set<StateId> all;
    for (const explore::Taken& taken : steps) {
        StateId& leaf = leaves[taken.machine];
        if (taken.transition.valid()) {
            const std::vector<StateId> entered = explore::entered_states(model, leaf, model.transitions[taken.transition]);
            if (!entered.empty()) leaf = entered.front();
            all.insert(entered.begin(), entered.end());
            continue;
        }
        leaf = graph::entry_leaf(model, model.machines[machines[taken.machine]].start);
        for (StateId at = leaf; at.valid(); at = model.states[at].parent) all.insert(at);
    }
    std::erase_if(all, [&](StateId state) {
        return std::none_of(leaves.begin(), leaves.end(), [&](StateId leaf) { return graph::lies_in(model, leaf, state); });
    });
    return all;
}

Sought in_conflict(TransitionId a, TransitionId b) {
    return [=](const explore::Exploration&, const Edge& edge) {
        return std::any_of(edge.conflicts.begin(), edge.conflicts.end(), [&](const auto& pair) { return std::minmax(pair.first, pair.second) == std::minmax(a, b); });
    };
}

namespace {

// What a step is known by: what began it, where it stood and stands, and what came of it.
struct StepName {
    StepName(const explore::Exploration& of, const Edge& edge)
        : trigger(edge.trigger), conflicts(edge.conflicts), absent_reads(edge.absent_reads), faulted(edge.faulted), taken(edge.to != explore::kNoIndex) {
        for (const explore::Taken& one : edge.taken) rules.push_back(one.transition);
        if (edge.from != explore::kNoIndex) from = of.nodes[edge.from].at.leaves;
        if (taken) standing = of.nodes[edge.to].at.standing;
    }
    friend bool operator==(const StepName&, const StepName&) = default;

    explore::Trigger trigger;
    std::vector<TransitionId> rules;
    std::vector<std::pair<TransitionId, TransitionId>> conflicts;
    std::vector<ExprId> absent_reads;
    std::vector<StateId> from;
    explore::Standing standing = explore::Standing::running;
    bool faulted = false, taken = false;
};

}  // namespace

Sought same_step(const explore::Exploration& found, std::uint32_t edge) {
    return [name = StepName(found, found.edges[edge])](const explore::Exploration& of, const Edge& one) { return StepName(of, one) == name; };
}

namespace {

// The exact ways to the edges that are sought.
WaysIn ways_to(const SoughtIn& sought_in, explore::Pace pace) {
    return [&sought_in, pace](const explore::Exploration& found) {
        const Sought sought = sought_in(found);
        std::vector<explore::Way> ways;
        for (std::uint32_t edge = 0; edge < found.edges.size(); ++edge) {
            if (sought(found, found.edges[edge])) ways.push_back({found.way_to(edge), {}, pace});
        }
        return ways;
    };
}

std::optional<explore::Trace> shown_by_days(const Model& model, const explore::TimeFacts& times, const ExploredCase& explored, const SoughtIn& sought, explore::Pace pace) {
    auto shown = shown_by_days(model, times, explored, ways_to(sought, pace));
    if (!shown) return std::nullopt;
    return std::move(shown->trace);
}

}  // namespace

std::optional<Shown> shown_by_days(const Model& model, const explore::TimeFacts& times, const ExploredCase& explored, const WaysIn& ways_in) {
    ByClasses& by = *explored.by_classes;
    if (by.refinement == nullptr) by.refinement = std::make_unique<explore::Refinement>(model, times, explored.of, explore::Watch{});
    return shown_by_days(model, explored, by, ways_in);
}

std::optional<Shown> shown_by_days(const Model& model, const ExploredCase& explored, ByClasses& by, const WaysIn& ways_in) {
    while (by.undecided.empty()) {
        if (!by.found) by.found = by.refinement->search(explored.limits);
        const explore::Exploration& found = *by.found;
        if (found.finish != explore::Finish::complete) {
            by.undecided = fmt::format("after {} situations of `{}`, told apart by classes of days", found.nodes.size(), model.cases[explored.of].name);
            break;
        }
        std::vector<explore::Way> ways = ways_in(found);
        std::erase_if(ways, [&](const explore::Way& way) {
            return std::any_of(way.edges.begin(), way.edges.end(), [&](std::uint32_t one) { return found.edges[one].inexact; });
        });
        if (ways.empty()) break;
        auto attempt = by.refinement->show_or_split(found, ways);
        if (attempt.trace) return Shown{std::move(ways[*attempt.shown]), std::move(*attempt.trace)};
        if (attempt.stuck) by.undecided = fmt::format("since a way lies within single days, and no date shows it");
        by.found.reset();
    }
    return std::nullopt;
}

void ExploredCase::enter(const Model& model, StateId leaf) {
    for (; leaf.valid(); leaf = model.states[leaf].parent) states[leaf.index()] = true;
}

void ExploredCase::confirm(const Model& model, const explore::TimeFacts& times) {
    const auto& points = explorer.slots().points();
    const bool counted = std::any_of(points.begin(), points.end(), [](const explore::Point& point) { return point.key.kind == explore::SlotKind::calendar; });
    if (!counted || !found.exact()) return;
    const auto takes = [](const Edge& edge, TransitionId id) {
        return std::any_of(edge.taken.begin(), edge.taken.end(), [&](const explore::Taken& taken) { return taken.transition == id; });
    };
    explore::Ending few;
    few.most_dates = explore::kFewDates;
    std::vector<bool> confirmed(transitions.size());
    bool all = true;
    // Each by the first edges that take it, which short ways lead to.
    constexpr std::uint8_t kMostTries = 2;
    std::vector<std::uint8_t> tries(transitions.size());
    for (std::uint32_t index = 0; index < found.edges.size(); ++index) {
        bool fresh = false;
        for (const explore::Taken& taken : found.edges[index].taken) {
            if (!taken.transition.valid() || confirmed[taken.transition.index()] || tries[taken.transition.index()] == kMostTries) continue;
            ++tries[taken.transition.index()];
            fresh = true;
        }
        if (!fresh) continue;
        const auto way = found.way_to(index);
        if (!explore::realise(model, times, explorer, found, way, explore::Pace::earliest, few).trace) continue;
        for (const std::uint32_t edge : way) {
            for (const explore::Taken& taken : found.edges[edge].taken) {
                if (taken.transition.valid()) confirmed[taken.transition.index()] = true;
            }
        }
    }
    for (const TransitionId id : model.transitions.ids()) {
        if (!transitions[id.index()] || confirmed[id.index()]) continue;
        const bool unknown = std::any_of(found.edges.begin(), found.edges.end(), [&](const Edge& edge) { return edge.inexact && takes(edge, id); });
        if (unknown) continue;
        const SoughtIn sought = [&](const explore::Exploration&) { return [&](const explore::Exploration&, const Edge& edge) { return takes(edge, id); }; };
        if (shown_by_days(model, times, *this, sought, explore::Pace::earliest) || !by_classes->undecided.empty()) continue;
        transitions[id.index()] = all = false;
    }
    if (all) return;
    states.assign(states.size(), false);
    for (const semantics::MachineId machine : model.cases[of].machines) enter(model, graph::entry_leaf(model, model.machines[machine].start));
    for (const TransitionId id : model.transitions.ids()) {
        const Transition& rule = model.transitions[id];
        if (transitions[id.index()] && rule.target_kind == semantics::TargetKind::move) enter(model, graph::entry_leaf(model, rule.target));
    }
}

bool show(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, Diagnostic& finding, explore::Pace pace) {
    return show(input, explored, edges, same_step(explored.found, edges.back()), finding, pace);
}

bool show(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, const Sought& sought, Diagnostic& finding,
          explore::Pace pace) {
    return show(input, explored, edges, [&](const explore::Exploration&) { return sought; }, finding, pace);
}

bool show(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, const SoughtIn& sought, Diagnostic& finding,
          explore::Pace pace) {
    const std::optional<explore::Trace> trace = trace_of(input, explored, edges, sought, {pace});
    if (trace) finding.witness = explore::scenario_lines(input.model, input.times, *trace, std::string(finding.code));
    return trace.has_value();
}

std::optional<explore::Trace> trace_of(const CheckInput& input, const ExploredCase& explored, const std::vector<std::uint32_t>& edges, const SoughtIn& sought,
                                       const std::vector<explore::Pace>& paces) {
    // What could not be followed exactly claims nothing.
    if (std::any_of(edges.begin(), edges.end(), [&](std::uint32_t edge) { return explored.found.edges[edge].inexact; })) return std::nullopt;
    explore::Ending few;
    few.most_dates = explore::kFewDates;
    bool any_date = false;
    for (const explore::Pace pace : paces) {
        explore::Realised made = explore::realise(input.model, input.times, explored.explorer, explored.found, edges, pace, few);
        if (made.trace) return std::move(made.trace);
        any_date = made.any_date;
    }
    return any_date ? std::nullopt : shown_by_days(input.model, input.times, explored, sought, paces.front());
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
