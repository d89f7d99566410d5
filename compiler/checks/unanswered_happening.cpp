#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

void unanswered_happening(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const semantics::EventId id : model.events.ids()) {
        const semantics::Event& event = model.events[id];
        if (!event.happening || !is_own(model, event.span)) continue;
        const bool answered = std::any_of(model.transitions.begin(), model.transitions.end(), [&](const Transition& transition) {
            return transition.trigger == semantics::Trigger::event && transition.event == id &&
                   (!transition.owner.valid() || input.reached[transition.owner.index()]);
        });
        const bool opens = std::any_of(model.cases.begin(), model.cases.end(), [&](const semantics::Case& it) { return it.opens_on == id; });
        if (answered || opens) continue;
        Diagnostic& finding = report(sink, "unanswered-happening", event.span,
                                     fmt::format("no state says what becomes of a case when `{}` happens", event.name),
                                     fmt::format("add `on {0}` or `takes {0}` where it matters, or `ignore {0}` for the whole case", event.name));
        finding.why = "it will happen, whether the policy speaks of it or not";
    }
}

}  // namespace recourse::checks
