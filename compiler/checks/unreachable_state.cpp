#include <map>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

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
        Diagnostic& finding = report(sink, "unreachable-state", state.span, fmt::format("no case can come to `{}`", state.name),
                                     drawn ? "the rules that lead here are never taken: mend their windows or conditions, or take the state away"
                                           : "no rule leads here: let one say `-> " + state.name + "`, or take the state away");
        finding.why = "what the policy says there never applies";
        finding.labels.front().text = drawn ? "rules lead here, but no case ever takes them" : "no path of rules ends here";
    }
}

}  // namespace recourse::checks
