#include "compiler/scenarios/bridge.h"

namespace recourse::scenarios {

using namespace semantics;

Bridge::Bridge(const Model& model, const Program& program) : model_(model), program_(program) {
    for (const semantics::Case& of : model.cases) cases_.push_back(program.find_case(of.name));
    state_ids_.resize(program.state_count());
    for (const StateId id : model.states.ids()) {
        const State& state = model.states[id];
        const std::uint32_t type = case_type(state.of);
        const std::uint32_t index = type == none ? none : program.find_state(type, state.path);
        states_.push_back(index);
        if (index != none) state_ids_[index] = id;
    }
}

std::uint32_t Bridge::party(PartyId id) const {
    return id.valid() ? program_.find_party(model_.parties[id].name) : none;
}

std::uint32_t Bridge::event(CaseId of, EventId id) const {
    const std::uint32_t type = case_type(of);
    return type == none || !id.valid() ? none : program_.find_event(type, model_.events[id].name);
}

std::uint32_t Bridge::named(CaseId of, const std::string& name) const {
    const std::uint32_t type = case_type(of);
    if (type == none) return none;
    for (std::uint32_t i = 0; i < program_.named_count(type); ++i) {
        if (program_.named_name(type, i) == name) return i;
    }
    return none;
}

std::uint32_t Bridge::effect(EffectId id) const {
    for (std::uint32_t i = 0; i < program_.effect_count(); ++i) {
        if (program_.effect_name(i) == model_.effects[id].name) return i;
    }
    return none;
}

std::uint32_t Bridge::decision(DecisionId id) const { return program_.find_decision(model_.decisions[id].name); }

StateId Bridge::state_of(std::uint32_t program_state) const {
    return program_state < state_ids_.size() ? state_ids_[program_state] : StateId();
}

TransitionId Bridge::transition_of(std::uint32_t program_transition) const {
    if (program_transition == none) return {};
    const std::uint32_t rule = program_.covers(program_transition);
    return rule < model_.transitions.size() ? TransitionId(rule) : TransitionId();
}

DeadlineId Bridge::deadline_of(const DeadlineInfo& info) const {
    return info.deadline < model_.deadlines.size() ? DeadlineId(info.deadline) : DeadlineId();
}

Value value_of(const Model& model, ExprId id) {
    if (!id.valid()) return {};
    const Expr& expr = model.exprs[id];
    switch (expr.kind) {
    case ExprKind::constant: return Value::of(expr.number);
    case ExprKind::text_literal: return Value::of_text(expr.text);
    case ExprKind::never: return Value::of(never);
    case ExprKind::negate: return Value::of(-value_of(model, expr.children.front()).number);
    default: return {};
    }
}

}  // namespace recourse::scenarios
