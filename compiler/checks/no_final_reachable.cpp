#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

// Names of the states, in order.
std::string listed(const Model& model, const std::vector<StateId>& states) {
    std::string result;
    for (std::size_t i = 0; i < states.size(); ++i) {
        result.append(i == 0 ? "" : i + 1 == states.size() ? " and " : ", ").append("`" + model.states[states[i]].path + "`");
    }
    return result;
}

}  // namespace

// Groups of states that lead to each other and nowhere else. A single state without a way out is no-way-out's to tell, and states
// that only lead to such a group are a consequence.
void no_final_reachable(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const std::vector<StateId>& group : input.graph.components()) {
        if (group.size() < 2 || !input.reached[group.front().index()]) continue;
        const std::set<StateId> inside(group.begin(), group.end());
        const bool closed = std::all_of(group.begin(), group.end(), [&](StateId leaf) {
            if (model.states[leaf].kind != semantics::StateKind::plain) return false;
            const auto& edges = input.graph.edges_from(leaf);
            return std::all_of(edges.begin(), edges.end(), [&](std::uint32_t edge) { return inside.contains(input.graph.edges()[edge].to); });
        });
        const semantics::State& first = model.states[group.front()];
        if (!closed || ended_from_outside(input, first.machine)) continue;
        Diagnostic& finding = report(sink, "no-final-reachable", own_place(model, group.front(), first.span),
                                     fmt::format("once in {}, a case can never come to an end", listed(model, group)),
                                     "let one of these states lead to a `final` or `resting` state");
        finding.labels.front().text = "these states only lead to each other";
        finding.why = "the case would go round for ever, whatever anybody does";
    }
}

}  // namespace recourse::checks
