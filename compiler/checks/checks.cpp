#include "compiler/checks/checks.h"

#include "compiler/checks/allows.h"

namespace recourse::checks {

namespace {

constexpr CheckInfo kChecks[] = {
#define CHECK(function, code, severity, group, title) {function, code, diagnostics::Severity::severity, group, title},
#define ALSO(code, severity, group, title) {nullptr, code, diagnostics::Severity::severity, group, title},
#include "compiler/checks/checks.def"
};

}  // namespace

std::span<const CheckInfo> all_checks() { return kChecks; }

void run_checks(const CheckInput& input, diagnostics::Sink& sink) {
    diagnostics::Sink found;
    for (const CheckInfo& check : kChecks) {
        if (check.run != nullptr) check.run(input, found);
    }
    apply_allows(input.model, found);
    diagnostics::sort_and_unify(found.all());
    for (diagnostics::Diagnostic& finding : found.all()) sink.add(std::move(finding));
}

void run_checks(const semantics::Model& model, diagnostics::Sink& sink) {
    const graph::StateGraph graph = graph::lower(model);
    const explore::TimeFacts times(model);
    run_checks({model, graph, times, graph::reachable_states(model, graph)}, sink);
}

}  // namespace recourse::checks
