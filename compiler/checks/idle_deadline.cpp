#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/rule_expressions.h"

namespace recourse::checks {

namespace {

// A scenario expects its date, or a promise speaks of it: it is there for people to rely on.
bool looked_at(const Model& model, Span deadline) {
    const bool expected = std::any_of(model.scenarios.begin(), model.scenarios.end(), [&](const semantics::Scenario& scenario) {
        return std::any_of(scenario.steps.begin(), scenario.steps.end(), [&](const semantics::ScenarioStep& step) {
            return step.named.valid() && model.named[step.named].span == deadline;
        });
    });
    const bool unused = std::any_of(model.unused.begin(), model.unused.end(), [&](const auto& one) { return one.span == deadline; });
    return expected || !unused;
}

}  // namespace

// A deadline that has a name and a date, and at which nothing happens: no rule fires at it, is open until or from it, or asks whether it has
// passed. One that nothing names at all is unused-declaration's.
void idle_deadline(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    std::set<semantics::NamedId> asked;
    for_rule_expressions(model, [&](ExprId root) {
        explore::walk(model, root, [&](ExprId, const semantics::Expr& e) {
            if (e.named.valid()) asked.insert(e.named);
        });
    });
    // What another value is counted from is as idle as that one, which is told.
    for (const semantics::NamedId id : model.named.ids()) {
        explore::walk(model, model.named[id].value, [&](ExprId, const semantics::Expr& e) {
            if (e.named.valid() && e.named != id) asked.insert(e.named);
        });
    }
    for (const semantics::Deadline& deadline : model.deadlines) asked.insert(deadline.named);
    std::set<Span> places;   // of one used in some copy of a machine
    for (const semantics::NamedId id : asked) {
        if (id.valid()) places.insert(model.named[id].span);
    }
    for (const semantics::Named& named : model.named) {
        if (named.kind != semantics::NamedKind::deadline || !is_own(model, named.span) || !places.insert(named.span).second) continue;
        if (!looked_at(model, named.span)) continue;
        Diagnostic& finding = report(sink, "idle-deadline", named.span, fmt::format("nothing happens when `{}` has come, and no rule asks for it", named.name),
                                     fmt::format("say what follows (`at {0} -> …`), or until when it leaves something open (`until {0}`), or take it away", named.name));
        finding.labels.front().text = "a date without a consequence";
        finding.why = "whoever misses it loses nothing, and whoever relies on it gains nothing";
    }
}

}  // namespace recourse::checks
