#include "compiler/checks/rounds.h"

#include <algorithm>

#include <fmt/format.h>

namespace recourse::checks {

using explore::RoundStep;
using explore::Taken;

namespace {

bool has_effect(const std::vector<semantics::Action>& actions) {
    return std::any_of(actions.begin(), actions.end(), [](const semantics::Action& one) { return one.kind == semantics::ActionKind::perform; });
}

}  // namespace

bool performs(const Model& model, const RoundStep& step) {
    std::vector<StateId> leaves = step.before;
    for (const Taken& taken : step.taken) {
        if (!taken.transition.valid()) continue;
        const Transition& rule = model.transitions[taken.transition];
        const std::vector<StateId> entered = explore::entered_states(model, leaves[taken.machine], rule);
        if (!entered.empty()) leaves[taken.machine] = entered.front();
        const bool on_entry = std::any_of(entered.begin(), entered.end(), [&](StateId state) { return has_effect(model.states[state].entry); });
        if (on_entry || has_effect(rule.actions)) return true;
    }
    return false;
}

bool comes_to_rest(const Model& model, const RoundStep& step) {
    for (std::size_t machine = 0; machine < step.after.size(); ++machine) {
        if (step.before[machine] != step.after[machine] && is_settled(model, step.after[machine])) return true;
    }
    return false;
}

std::vector<StateId> states_of(const explore::Round& round) {
    std::vector<StateId> states;
    for (const RoundStep& step : round.steps) {
        for (std::size_t machine = 0; machine < step.before.size(); ++machine) {
            const bool moves = std::any_of(round.steps.begin(), round.steps.end(), [&](const RoundStep& one) { return one.before[machine] != one.after[machine]; });
            const StateId state = step.before[machine];
            if ((moves || !std::any_of(round.steps.begin(), round.steps.end(), moves_on)) && std::find(states.begin(), states.end(), state) == states.end()) {
                states.push_back(state);
            }
        }
    }
    return states;
}

std::string round_in_words(const Model& model, const explore::Round& round) {
    const std::vector<StateId> states = states_of(round);
    std::string text;
    for (const StateId state : states) text += fmt::format("`{}`, ", model.states[state].path);
    return text + fmt::format("and again `{}`", model.states[states.front()].path);
}

bool can_end(const CheckInput& input, const explore::Round& round) {
    std::vector<StateId> ends;
    for (const StateId leaf : input.graph.leaves()) {
        if (input.model.states[leaf].kind != semantics::StateKind::plain) ends.push_back(leaf);
    }
    const std::vector<bool> reaching = input.graph.reaching(ends);
    const std::vector<StateId> states = states_of(round);
    return std::any_of(states.begin(), states.end(), [&](StateId state) {
        return reaching[state.index()] || ended_from_outside(input, input.model.states[state].machine);
    });
}

void label_round(const CheckInput& input, const explore::Round& round, Diagnostic& finding) {
    const Model& model = input.model;
    finding.labels.clear();
    std::set<Span> told;
    for (const RoundStep& step : round.steps) {
        for (const Taken& taken : step.taken) {
            if (!taken.transition.valid()) continue;
            const Transition& rule = model.transitions[taken.transition];
            const Span place = rule.owner.valid() ? own_place(model, rule.owner, rule.span) : rule.span;
            if (!told.insert(place).second) continue;
            finding.labels.push_back({place, step.before[taken.machine] == step.after[taken.machine]
                                                 ? std::string("is part of it")
                                                 : fmt::format("leads to `{}`", model.states[step.after[taken.machine]].path)});
        }
    }
    const StateId back = states_of(round).front();
    finding.labels.push_back({own_place(model, back, model.states[back].span), "the case comes back here"});
}

}  // namespace recourse::checks
