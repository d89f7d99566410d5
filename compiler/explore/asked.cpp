#include "compiler/explore/asked.h"

#include <algorithm>

#include "compiler/explore/step_run.h"
#include "compiler/graph/precedence.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

namespace {

std::vector<TransitionId> rules_of(const Model& model, StateId state, EventId event) {
    std::vector<TransitionId> rules;
    for (const TransitionId id : model.states[state].on) {
        if (model.transitions[id].event == event) rules.push_back(id);
    }
    return graph::in_precedence(model, std::move(rules));
}

// Of the machine in whose state the rule stands: the innermost state that names the event answers for it, unless it hands it out.
bool answers_in(StepRun& step, StateId leaf, TransitionId wanted) {
    const Transition& rule = step.model.transitions[wanted];
    if (!graph::lies_in(step.model, leaf, rule.owner)) return false;
    for (StateId at = leaf; at.valid(); at = step.model.states[at].parent) {
        const auto rules = rules_of(step.model, at, rule.event);
        if (rules.empty()) continue;
        const auto found = step.first_of(rules);
        if (!found) return false;
        if (*found == wanted || at == rule.owner) return *found == wanted;
        if (step.model.transitions[*found].target_kind != TargetKind::outside) return false;
    }
    return false;
}

bool answers(StepRun& step, TransitionId wanted) {
    const Transition& rule = step.model.transitions[wanted];
    step.wait_for(step.pending_at_first(), std::nullopt);
    if (step.reader.impossible()) return false;
    step.at_hand = rule.event;
    step.give_payload();
    // Those of the case stand before all others, in their order.
    for (const TransitionId id : step.model.cases[rule.of].refusals) {
        const Transition& refusal = step.model.transitions[id];
        if (refusal.event != rule.event || refusal.target_kind != TargetKind::refuse) continue;
        const bool holds = step.holds(id);
        if (id == wanted) return holds;
        if (holds) return false;
    }
    if (step.used_up(step.plans.events[rule.event.index()].counter, step.model.events[rule.event].at_most)) return false;
    const std::vector<StateId> leaves = step.now().leaves;
    if (rule.owner.valid()) return std::any_of(leaves.begin(), leaves.end(), [&](StateId leaf) { return answers_in(step, leaf, wanted); });
    // What the case ignores is what no state names.
    return std::none_of(leaves.begin(), leaves.end(), [&](StateId leaf) {
        for (StateId at = leaf; at.valid(); at = step.model.states[at].parent) {
            if (!rules_of(step.model, at, rule.event).empty()) return true;
        }
        return false;
    });
}

}  // namespace

bool can_answer(const Steps& steps, const Situation& at, TransitionId rule) {
    if (at.standing != Standing::running) return false;
    Choices choices;
    Successor made;
    do {
        choices.rewind();
        StepRun step(steps, at, choices, made);
        if (answers(step, rule) && !step.reader.impossible() && !step.now().zone.empty()) return true;
    } while (choices.advance());
    return false;
}

}  // namespace recourse::explore
