#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

void no_way_out(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const StateId leaf : input.graph.leaves()) {
        const semantics::State& state = model.states[leaf];
        if (state.kind != semantics::StateKind::plain || !input.reached[leaf.index()]) continue;
        const auto& edges = input.graph.edges_from(leaf);
        const bool leaves = std::any_of(edges.begin(), edges.end(), [&](std::uint32_t edge) { return input.graph.edges()[edge].to != leaf; });
        if (leaves || ended_from_outside(input, state.machine)) continue;
        Diagnostic& finding = report(sink, "no-way-out", own_place(model, leaf, state.span),
                                     fmt::format("a case that comes to `{}` can never leave it", state.name),
                                     "add a rule or a deadline that leads on, or declare it `final` or `resting`");
        finding.labels.front().text = "no rule, deadline or `when` leads out of here";
        finding.why = "the case would stay open for ever, and nobody could end it";
    }
}

}  // namespace recourse::checks
