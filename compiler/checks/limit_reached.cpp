#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

namespace {

std::string how_far(const std::string& name, const ExploredCase& explored) {
    switch (explored.found.finish) {
        case explore::Finish::too_large:
            return fmt::format("the {} situations of `{}` that were found take more than {} MB; the search was ended there", explored.found.nodes.size(), name,
                               explored.limits.most_bytes >> 20);
        case explore::Finish::stopped: return fmt::format("the search was ended when it had found {} situations of `{}`", explored.found.nodes.size(), name);
        default: return fmt::format("cases of `{}` can come to more than {} situations; the search was ended there", name, explored.limits.most_nodes);
    }
}

}  // namespace

// The search was ended before it had seen everything, so that silence of the other checks proves nothing.
void limit_reached(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        if (explored->found.finish == explore::Finish::complete) continue;
        const semantics::Case& type = model.cases[explored->of];
        Diagnostic& finding = report(sink, "limit-reached", type.span, how_far(type.name, *explored),
                                     "let fewer events be taken again and again where a time limit is counted from them, bound them with `at most`, or "
                                     "split the case; `[budget]` in recourse.toml allows for more");
        finding.labels.front().text = fmt::format("machines: {}; instants that rules look back to: {}; records and counts: {}", type.machines.size(),
                                                  explored->explorer.slots().points().size() - 1,
                                                  type.records.size() + explored->explorer.slots().counters());
        finding.why = "what was not looked at is not proved: a silent party or a contradiction could hide there";
    }
}

}  // namespace recourse::checks
