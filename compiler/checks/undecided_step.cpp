#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

// Steps that the search could not follow exactly: whether a rule is taken depends on a computation beyond its reasoning, and it went both
// ways. What is proved holds all the same; what such a way leads to is shown to nobody, so that silence there is no proof of health.
void undecided_step(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    std::set<Span> told;
    for (const auto& explored : input.explored) {
        for (const explore::Edge& edge : explored->found.edges) {
            if (!edge.inexact) continue;
            for (const explore::Taken& taken : edge.taken) {
                if (!taken.transition.valid()) continue;
                const Transition& rule = model.transitions[taken.transition];
                const Span place = own_place(model, rule.owner, rule.span);
                const bool known = std::any_of(sink.all().begin(), sink.all().end(), [&](const Diagnostic& one) {
                    return one.code == "undecided-guard" && one.labels.front().span.file == place.file && one.labels.front().span.begin >= place.begin &&
                           one.labels.front().span.end <= place.end;
                });
                if (known || !told.insert(place).second) continue;
                Diagnostic& finding = report(sink, "undecided-step", place, "whether a case takes this rule is not followed exactly",
                                             "compare values one by one, or let an event bring the computed value");
                finding.labels.front().text = "reads a product, or a rounded part of several values";
                finding.why = "the search went both ways, and claims nothing of where they lead: a contradiction could hide there";
            }
        }
    }
}

}  // namespace recourse::checks
