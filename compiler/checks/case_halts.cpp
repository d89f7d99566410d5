#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

// What happens by itself fails: a record leaves its bounds, a decision gives no answer, conditions follow one another without end.
void case_halts(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    // Rules that follow one another without end halt the case as well; the ring is the cause.
    if (std::any_of(sink.all().begin(), sink.all().end(), [](const Diagnostic& one) { return one.code == "unguarded-ring"; })) return;
    for (const auto& explored : input.explored) {
        std::set<std::vector<StateId>> told;
        for (std::uint32_t node = 0; node < explored->found.nodes.size(); ++node) {
            const explore::Situation& at = explored->at(node);
            if (at.standing != explore::Standing::halted || !told.insert(at.leaves).second) continue;
            const StateId leaf = at.leaves.front();
            Diagnostic finding = finding_at("case-halts", own_place(model, leaf, model.states[leaf].span),
                                        fmt::format("a case can get stuck in `{}`: what should happen there by itself cannot be carried out", model.states[leaf].path),
                                        "let the rule say what holds when a limit is reached, for instance with `if … otherwise …`");
            finding.why = "nobody is there to be refused: the case would halt until somebody repairs it by hand";
            const Sought same = [&](const explore::Exploration& found, const explore::Edge& edge) {
                return edge.to != explore::kNoIndex && found.nodes[edge.to].at.standing == explore::Standing::halted && found.nodes[edge.to].at.leaves == at.leaves;
            };
            if (show(input, *explored, explored->found.path_to(node), same, finding)) sink.add(std::move(finding));
        }
    }
}

}  // namespace recourse::checks
