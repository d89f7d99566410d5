#include "compiler/checks/checks.h"

#include <algorithm>

#include "compiler/checks/allows.h"
#include "compiler/checks/explored.h"

namespace recourse::checks {

namespace {

constexpr CheckInfo kChecks[] = {
#define CHECK(function, code, severity, group, law, title) {function, code, diagnostics::Severity::severity, group, law, title},
#define ALSO(code, severity, group, law, title) {nullptr, code, diagnostics::Severity::severity, group, law, title},
#include "compiler/checks/checks.def"
};

}  // namespace

std::span<const CheckInfo> all_checks() { return kChecks; }

void run_checks(const CheckInput& input, diagnostics::Sink& sink, const std::function<void(diagnostics::Sink&)>& more) {
    diagnostics::Sink found;
    for (const CheckInfo& check : kChecks) {
        if (check.run != nullptr) check.run(input, found);
    }
    const bool all_seen = std::all_of(input.explored.begin(), input.explored.end(),
                                      [](const auto& one) { return one->found.finish == explore::Finish::complete; });
    if (more && all_seen) more(found);
    apply_allows(input.model, found);
    diagnostics::sort_and_unify(found.all());
    for (diagnostics::Diagnostic& finding : found.all()) sink.add(std::move(finding));
}

void run_checks(const semantics::Model& model, diagnostics::Sink& sink, const std::function<void(diagnostics::Sink&)>& more, const LimitsOf& limits) {
    const graph::StateGraph graph = graph::lower(model);
    const explore::TimeFacts times(model);
    CheckInput input{model, graph, times, graph::reachable_states(model, graph)};
    for (const semantics::CaseId of : model.cases.ids()) {
        const auto explored = std::make_shared<ExploredCase>(model, times, of, limits ? limits(of) : explore::Limits{});
        for (const semantics::StateId state : model.states.ids()) {
            // What no case comes to is no more to be said of than what no rule leads to.
            if (explored->found.exact() && model.states[state].of == of) input.reached[state.index()] = explored->states[state.index()];
        }
        input.explored.push_back(explored);
    }
    run_checks(input, sink, more);
}

}  // namespace recourse::checks
