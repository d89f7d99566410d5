#include "compiler/emit/numbering.h"

#include "compiler/semantics/walk.h"

#include <algorithm>

namespace recourse::emit {

using namespace semantics;

namespace {

constexpr std::uint32_t none = 0xFFFFFFFFu;

void append_pre_order(const Model& model, StateId state, std::vector<StateId>& into) {
    into.push_back(state);
    for (const StateId child : model.states[state].children) append_pre_order(model, child, into);
}

void visit_decision(const Model& model, DecisionId id, std::vector<bool>& seen, std::vector<DecisionId>& order) {
    if (seen[id.index()]) return;
    seen[id.index()] = true; // a ring of decisions is an error of the model; here it would only end the walk
    const auto follow = [&](ExprId root) {
        walk(model, root, [&](ExprId, const Expr& expr) {
            if (expr.kind == ExprKind::decision_result) visit_decision(model, expr.decision, seen, order);
        });
    };
    for (const DecisionRow& row : model.decisions[id].rows) {
        follow(row.condition);
        for (const RowResult& result : row.results) follow(result.value);
    }
    order.push_back(id);
}

void number_cases(const Model& model, Numbering& numbers) {
    std::uint32_t state = 0, machine = 0, event = 0, rule = 0;
    for (const Case& type : model.cases) {
        std::vector<StateId>& order = numbers.states_of_case.emplace_back();
        for (const MachineId id : type.machines) {
            numbers.machines[id.index()] = machine++;
            for (const StateId top : model.machines[id].states) append_pre_order(model, top, order);
        }
        for (const StateId id : order) numbers.states[id.index()] = state++;
        for (const EventId id : type.events) numbers.events[id.index()] = event++;
    }
    for (const CaseId id : model.cases.ids()) {
        numbers.first_rule.push_back(rule);
        std::uint32_t rules = 0;
        for (const Transition& transition : model.transitions) {
            if (transition.of == id) rules = std::max(rules, transition.rule + 1);
        }
        rule += rules;
    }
}

} // namespace

Numbering number_entities(const Model& model) {
    Numbering numbers;
    numbers.states.assign(model.states.size(), none);
    numbers.machines.assign(model.machines.size(), none);
    numbers.events.assign(model.events.size(), none);
    numbers.decisions.assign(model.decisions.size(), none);
    number_cases(model, numbers);
    std::vector<bool> seen(model.decisions.size(), false);
    for (const DecisionId id : model.decisions.ids()) visit_decision(model, id, seen, numbers.decision_order);
    for (std::size_t i = 0; i < numbers.decision_order.size(); ++i) {
        numbers.decisions[numbers.decision_order[i].index()] = static_cast<std::uint32_t>(i);
    }
    return numbers;
}

StateId start_leaf(const Model& model, StateId state) {
    // A start that leads nowhere is an error of the model; the first child stands in, so that this always ends.
    while (!model.states[state].children.empty()) {
        const State& composite = model.states[state];
        const StateId next = composite.start.valid() ? composite.start : composite.children.front();
        if (!is_within(model, next, state) || next == state) return composite.children.front();
        state = next;
    }
    return state;
}

bool is_within(const Model& model, StateId state, StateId outer) {
    while (state.valid()) {
        if (state == outer) return true;
        state = model.states[state].parent;
    }
    return false;
}

} // namespace recourse::emit
