#include "compiler/semantics/transitions.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

// The transitions that compete with `id`: of the same state, on the same event, or all of its deadlines, or of its `when`s.
std::vector<TransitionId> rivals(const Model& model, TransitionId id) {
    const Transition& transition = model.transitions[id];
    std::vector<TransitionId> all;
    if (!transition.owner.valid()) return model.cases[transition.of].refusals;
    const State& state = model.states[transition.owner];
    if (transition.trigger == Trigger::event) {
        for (const TransitionId other : state.on) {
            if (model.transitions[other].event == transition.event) all.push_back(other);
        }
    } else if (transition.trigger == Trigger::deadline) {
        for (const DeadlineId deadline : state.deadlines) {
            const auto& more = model.deadlines[deadline].transitions;
            all.insert(all.end(), more.begin(), more.end());
        }
    } else {
        for (const WhenId when : state.whens) {
            const auto& more = model.whens[when].transitions;
            all.insert(all.end(), more.begin(), more.end());
        }
    }
    return all;
}

void check_wins_over(Analyser& analyser, const CaseEntry& entry, TransitionId id) {
    const Model& model = analyser.model;
    const Transition& transition = model.transitions[id];
    if (transition.wins_over.empty()) return;
    std::vector<std::string> reasons;
    for (const TransitionId other : rivals(model, id)) {
        const std::string& reason = model.transitions[other].text.reason;
        if (model.transitions[other].rule != transition.rule && !reason.empty()) reasons.push_back(reason);
    }
    for (const std::string& beaten : transition.wins_over) {
        if (std::find(reasons.begin(), reasons.end(), beaten) != reasons.end()) continue;
        Diagnostic& diagnostic = sink_of(analyser, entry, transition.owner).error(
            "unknown-reason", transition.span, "no other rule here goes by `as " + beaten + "`, so there is nothing to win over");
        const auto near = diagnostics::nearest(beaten, reasons);
        diagnostic.hint = near ? "did you mean `" + *near + "`?" : "give the other rule a reason with `as`; it must be of the same state and event";
    }
}

// `outside` needs a state around that answers the event.
void check_outside(Analyser& analyser, const CaseEntry& entry, TransitionId id) {
    const Model& model = analyser.model;
    const Transition& transition = model.transitions[id];
    if (transition.target_kind != TargetKind::outside) return;
    for (StateId at = model.states[transition.owner].parent; at.valid(); at = model.states[at].parent) {
        for (const TransitionId other : model.states[at].on) {
            if (model.transitions[other].event == transition.event) return;
        }
    }
    sink_of(analyser, entry, transition.owner)
        .error("outside-nobody", transition.span, "no state around this one has a rule for `" + model.events[transition.event].name + "`",
               "say what happens here, or add the rule to the state around");
}

}  // namespace

diagnostics::Sink& sink_of(const Analyser& analyser, const CaseEntry& entry, StateId state) {
    return state.valid() ? *analyser.states[state.index()].sources.back().body->sink : *entry.body->sink;
}

void check_rules(Analyser& analyser, CaseEntry& entry) {
    for (const TransitionId id : analyser.model.transitions.ids()) {
        if (analyser.model.transitions[id].of != entry.id) continue;
        check_wins_over(analyser, entry, id);
        check_outside(analyser, entry, id);
    }
    check_counts(analyser, entry);
}

}  // namespace recourse::semantics
