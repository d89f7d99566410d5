#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"
#include "compiler/explore/order.h"

namespace recourse::checks {

namespace {

using explore::Edge;
using explore::kNoIndex;
using semantics::ExprId;
using semantics::ExprKind;

// By node: the machine still moves on some way from there, or the case ends without it.
std::vector<bool> can_move(const Model& model, const explore::Exploration& found, std::uint32_t machine) {
    std::vector<std::vector<std::uint32_t>> into(found.nodes.size());
    std::vector<bool> can(into.size());
    std::vector<std::uint32_t> todo;
    const auto add = [&](std::uint32_t node) {
        if (!can[node]) todo.push_back(node);
        can[node] = true;
    };
    for (std::uint32_t node = 0; node < can.size(); ++node) {
        if (found.nodes[node].at.standing != explore::Standing::running) add(node);
    }
    for (const Edge& edge : found.edges) {
        if (edge.from == kNoIndex || edge.to == kNoIndex) continue;
        into[edge.to].push_back(edge.from);
        const bool moves = std::any_of(edge.taken.begin(), edge.taken.end(), [&](const explore::Taken& taken) {
            return taken.machine == machine && taken.transition.valid() && model.transitions[taken.transition].target_kind == semantics::TargetKind::move;
        });
        if (moves) add(edge.from);
    }
    while (!todo.empty()) {
        const std::uint32_t node = todo.back();
        todo.pop_back();
        for (const std::uint32_t from : into[node]) add(from);
    }
    return can;
}

// One condition that a machine waits for: a rule's limb and a state of another machine that it reads.
struct Waits {
    std::uint32_t machine = 0;
    StateId leaf, on;
    Span rule;
};

StateId other_state(const Model& model, ExprId id, semantics::MachineId own) {
    const semantics::Expr& e = model.exprs[id];
    const bool asks = e.kind == ExprKind::in_state || e.kind == ExprKind::entered;
    if (asks && e.state.valid() && model.states[e.state].machine != own) return e.state;
    for (const ExprId child : e.children) {
        if (const StateId found = other_state(model, child, own); found.valid()) return found;
    }
    return StateId();
}

std::optional<Waits> waits_of(const Model& model, std::uint32_t machine, StateId leaf) {
    for (const TransitionId id : explore::rules_of(model, leaf)) {
        const Transition& rule = model.transitions[id];
        if (rule.target_kind != semantics::TargetKind::move) continue;
        for (const semantics::Limb& limb : rule.limbs) {
            const ExprId read = limb.kind == semantics::LimbKind::condition ? limb.condition : limb.instant;
            const StateId on = other_state(model, read, model.states[leaf].machine);
            if (on.valid()) return Waits{machine, leaf, on, rule.span};
        }
    }
    return std::nullopt;
}

std::string machine_in_words(const Model& model, StateId state) { return fmt::format("`{}`", model.machines[model.states[state].machine].name); }

Diagnostic finding_of(const Model& model, const std::vector<Waits>& blocked, std::size_t situations) {
    const Waits& first = blocked.front();
    std::string message;
    for (const Waits& one : blocked) {
        message += fmt::format("{}{} can wait in `{}` for {} to come to `{}`", message.empty() ? "" : ", while ", machine_in_words(model, one.leaf),
                               model.states[one.leaf].path, machine_in_words(model, one.on), model.states[one.on].path);
    }
    message += blocked.size() > 1 ? ": each waits for the other, for ever" : ", which no longer happens";
    Diagnostic finding = finding_at("blocked-machine", own_place(model, first.leaf, model.states[first.leaf].span), std::move(message),
                                    "give the machine that waits a time limit of its own, or a rule for what the other one can still come to");
    finding.labels.front().text = "waits here for ever";
    for (const Waits& one : blocked) {
        if (&one != &first) finding.labels.push_back({own_place(model, one.leaf, model.states[one.leaf].span), "and this one here"});
        finding.labels.push_back({own_place(model, one.leaf, one.rule), fmt::format("needs `{}`", model.states[one.on].path)});
    }
    finding.why = fmt::format("in none of the {} situations that can still follow does {} move, so the case never ends", situations,
                              blocked.size() > 1 ? "one of them" : "it");
    return finding;
}

std::size_t situations_after(const ExploredCase& explored, std::uint32_t start) {
    std::vector<bool> seen(explored.found.nodes.size());
    std::vector<std::uint32_t> todo = {start};
    seen[start] = true;
    for (std::size_t i = 0; i < todo.size(); ++i) {
        for (const std::uint32_t edge : explored.found.edges_from[todo[i]]) {
            const std::uint32_t to = explored.found.edges[edge].to;
            if (to == kNoIndex || seen[to]) continue;
            seen[to] = true;
            todo.push_back(to);
        }
    }
    return todo.size();
}

// The same machines wait in the same states, and never move again in that search either.
SoughtIn blocked_alike(const Model& model, const std::vector<Waits>& blocked) {
    return [&](const explore::Exploration& found) -> Sought {
        std::vector<std::vector<bool>> moves;
        for (const Waits& one : blocked) moves.push_back(can_move(model, found, one.machine));
        return [&blocked, moves = std::move(moves)](const explore::Exploration& of, const Edge& edge) {
            for (std::size_t i = 0; i < blocked.size() && edge.to != kNoIndex; ++i) {
                if (moves[i][edge.to] || of.nodes[edge.to].at.leaves[blocked[i].machine] != blocked[i].leaf) return false;
            }
            return edge.to != kNoIndex;
        };
    };
}

}  // namespace

// A machine of a case whose rules ask where another one is, in situations from which it never moves again: the other one has gone elsewhere,
// or waits in turn. The first situation of each kind is shown; what follows from it is a consequence.
void blocked_machine(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        const std::size_t machines = model.cases[explored->of].machines.size();
        if (machines < 2 || !explored->found.exact()) continue;
        std::vector<std::vector<bool>> moves;
        for (std::uint32_t machine = 0; machine < machines; ++machine) moves.push_back(can_move(model, explored->found, machine));
        std::set<StateId> told;
        for (std::uint32_t node = 0; node < explored->found.nodes.size(); ++node) {
            std::vector<Waits> blocked;
            for (std::uint32_t machine = 0; machine < machines; ++machine) {
                const StateId leaf = explored->at(node).leaves[machine];
                if (moves[machine][node] || is_settled(model, leaf)) continue;
                if (const auto waits = waits_of(model, machine, leaf)) blocked.push_back(*waits);
            }
            const bool fresh = std::all_of(blocked.begin(), blocked.end(), [&](const Waits& one) { return !told.contains(one.leaf); });
            if (blocked.empty() || !fresh) continue;
            Diagnostic finding = finding_of(model, blocked, situations_after(*explored, node));
            if (!show(input, *explored, explored->found.path_to(node), blocked_alike(model, blocked), finding)) continue;
            for (const Waits& one : blocked) told.insert(one.leaf);
            sink.add(std::move(finding));
        }
    }
}

}  // namespace recourse::checks
