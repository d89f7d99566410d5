#include "compiler/checks/checks.h"

#include <algorithm>

#include "compiler/checks/allows.h"
#include "compiler/checks/explored.h"
#include "compiler/checks/rights.h"

namespace recourse::checks {

namespace {

constexpr CheckInfo kChecks[] = {
#define CHECK(function, code, severity, group, law, title) {function, code, diagnostics::Severity::severity, group, law, title},
#define ALSO(code, severity, group, law, title) {nullptr, code, diagnostics::Severity::severity, group, law, title},
#include "compiler/checks/checks.def"
};

}  // namespace

std::span<const CheckInfo> all_checks() { return kChecks; }

namespace {

void run_each(const CheckInput& input, diagnostics::Sink& found) {
    for (const CheckInfo& check : kChecks) {
        if (check.run != nullptr) check.run(input, found);
    }
}

bool all_seen(const CheckInput& input) {
    return std::all_of(input.explored.begin(), input.explored.end(), [](const auto& one) { return one->found.finish == explore::Finish::complete; });
}

void tell(const CheckInput& input, diagnostics::Sink& found, const std::function<void(diagnostics::Sink&)>& more, diagnostics::Sink& sink) {
    if (more && all_seen(input)) more(found);
    apply_allows(input.model, found);
    diagnostics::sort_and_unify(found.all());
    for (diagnostics::Diagnostic& finding : found.all()) sink.add(std::move(finding));
}

CheckInput explored(const semantics::Model& model, const Written& written, const graph::StateGraph& graph, const explore::TimeFacts& times,
                    const LimitsOf& limits, explore::Order order) {
    CheckInput input{model, written, graph, times, graph::reachable_states(model, graph)};
    for (const semantics::CaseId of : model.cases.ids()) {
        explore::Limits may = limits ? limits(of) : explore::Limits{};
        may.order = order;
        const auto explored = std::make_shared<ExploredCase>(model, times, of, may);
        explored->confirm(model, times);
        for (const semantics::StateId state : model.states.ids()) {
            // What no case comes to is no more to be said of than what no rule leads to.
            if (explored->found.exact() && model.states[state].of == of) input.reached[state.index()] = explored->states[state.index()];
        }
        input.explored.push_back(explored);
    }
    input.rights = std::make_shared<const std::vector<Right>>(rights_of(input));
    return input;
}

}  // namespace

void run_checks(const CheckInput& input, diagnostics::Sink& sink, const std::function<void(diagnostics::Sink&)>& more) {
    diagnostics::Sink found;
    run_each(input, found);
    tell(input, found, more, sink);
}

// Most policies have nothing to show, and the quick search says so. Where something is shown, it is shown by the shortest way there is.
void run_checks(const semantics::Model& model, const Written& written, diagnostics::Sink& sink, const std::function<void(diagnostics::Sink&)>& more,
                const LimitsOf& limits) {
    const graph::StateGraph graph = graph::lower(model);
    const explore::TimeFacts times(model);
    const CheckInput quick = explored(model, written, graph, times, limits, explore::Order::fewest_situations);
    diagnostics::Sink found;
    run_each(quick, found);
    const auto is_shown = [](const diagnostics::Diagnostic& finding) { return !finding.witness.empty(); };
    if (all_seen(quick) && std::any_of(found.all().begin(), found.all().end(), is_shown)) {
        const CheckInput shortest = explored(model, written, graph, times, limits, explore::Order::shortest_ways);
        if (all_seen(shortest)) return run_checks(shortest, sink, more);
    }
    tell(quick, found, more, sink);
}

}  // namespace recourse::checks
