#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/checks/smallest_edit.h"

namespace recourse::checks {

namespace {

std::vector<TransitionId> leading_to(const Model& model, StateId state) {
    std::vector<TransitionId> leading;
    for (const TransitionId id : model.transitions.ids()) {
        const Transition& rule = model.transitions[id];
        const bool leads = rule.target_kind == semantics::TargetKind::move && graph::lies_in(model, graph::entry_leaf(model, rule.target), state);
        if (leads) leading.push_back(id);
    }
    return leading;
}

// Every rule that leads here waits for another machine in vain, which is told already.
bool is_blocked(const Sink& sink, const Model& model, const std::vector<TransitionId>& leading) {
    return !leading.empty() && std::all_of(leading.begin(), leading.end(), [&](TransitionId id) {
        const Span rule = own_place(model, model.transitions[id].owner, model.transitions[id].span);
        return std::any_of(sink.all().begin(), sink.all().end(), [&](const Diagnostic& one) {
            return one.code == "blocked-machine" && std::any_of(one.labels.begin(), one.labels.end(), [&](const diagnostics::Label& label) { return label.span == rule; });
        });
    });
}

// The case that comes nearest, and what would have to be otherwise.
void show_ways_here(const CheckInput& input, StateId state, std::vector<TransitionId> leading, Diagnostic& finding) {
    const ExploredCase* explored = explored_of(input, input.model.states[state].of);
    if (explored == nullptr) return;
    show_how_near(input, *explored, std::move(leading), "a case would come here", [&](const ExploredCase& edited) { return edited.states[state.index()]; }, finding);
}

// A rule that may have been meant to lead here.
void show_other_target(const CheckInput& input, StateId state, Diagnostic& finding) {
    const ExploredCase* explored = explored_of(input, input.model.states[state].of);
    const std::optional<Edit> edit = explored == nullptr ? std::nullopt : other_target(input, *explored, state);
    if (!edit) return;
    const std::string words = fmt::format("a case would come here if {}", edit->words);
    finding.hint += "; " + words;
    finding.labels.push_back({edit->place, words});
}

// A rule of the policy's own, of a state that cases come to, leads here or to where rules lead here from: that no case takes it is told of
// the rule, whose windows and conditions want mending.
bool follows_from_a_rule(const CheckInput& input, StateId state) {
    const Model& model = input.model;
    std::vector<bool> behind(model.states.size());   // leaves from which rules lead here
    for (const StateId leaf : input.graph.leaves()) behind[leaf.index()] = graph::lies_in(model, leaf, state);
    for (bool more = true; more;) {
        more = false;
        for (const graph::Edge& edge : input.graph.edges()) {
            if (!behind[edge.to.index()] || behind[edge.from.index()]) continue;
            if (input.reached[edge.from.index()]) {
                if (is_own(model, model.transitions[edge.transition].span)) return true;
                continue;
            }
            behind[edge.from.index()] = more = true;
        }
    }
    return false;
}

}  // namespace

// A state of a reusable machine is reported when no instance of it can be reached.
void unreachable_state(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    const std::vector<bool> by_rules = graph::reachable_states(model, input.graph);
    std::map<Span, bool> reached;
    for (const StateId id : model.states.ids()) {
        if (is_own(model, model.states[id].span)) reached[model.states[id].span] |= input.reached[id.index()];
    }
    for (const StateId id : model.states.ids()) {
        const semantics::State& state = model.states[id];
        const bool parent_reached = !state.parent.valid() || input.reached[state.parent.index()];
        if (!is_own(model, state.span) || reached[state.span] || !parent_reached) continue;   // one finding for a state and what is inside
        // A way of rules may lead here that no case can go: then it is their windows and conditions that need mending.
        const bool drawn = by_rules[id.index()];
        std::vector<TransitionId> leading = leading_to(model, id);
        if (drawn && is_blocked(sink, model, leading)) continue;
        if (drawn && follows_from_a_rule(input, id)) continue;
        Diagnostic& finding = report(sink, "unreachable-state", state.span, fmt::format("no case can come to `{}`", state.name),
                                     drawn ? "the rules that lead here are never taken: mend their windows or conditions, or take the state away"
                                           : "no rule leads here: let one say `-> " + state.name + "`, or take the state away");
        finding.why = "what the policy says there never applies";
        if (drawn) show_ways_here(input, id, std::move(leading), finding);
        else show_other_target(input, id, finding);
        finding.labels.front().text = drawn ? "rules lead here, but no case ever takes them" : "no path of rules ends here";
    }
}

}  // namespace recourse::checks
