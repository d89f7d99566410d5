#include "compiler/scenarios/bridge.h"

#include <algorithm>
#include <map>

#include "compiler/emit/numbering.h"

namespace recourse::scenarios {

using namespace semantics;

Bridge::Bridge(const Model& model, const support::SourceTable& sources, const Program& program)
    : model_(model), program_(program) {
    for (const semantics::Case& of : model.cases) cases_.push_back(program.find_case(of.name));
    find_states();
    find_deadlines();
    find_transitions(sources);
}

void Bridge::find_states() {
    state_ids_.resize(program_.state_count());
    for (const StateId id : model_.states.ids()) {
        const State& state = model_.states[id];
        const std::uint32_t type = case_type(state.of);
        const std::uint32_t index = type == none ? none : program_.find_state(type, state.path);
        states_.push_back(index);
        if (index != none) state_ids_[index] = id;
    }
}

// The program lists deadlines state by state, in the order of its states and, within one, as written.
void Bridge::find_deadlines() {
    for (const StateId id : state_ids_) {
        if (!id.valid()) continue;
        const auto& own = model_.states[id].deadlines;
        deadline_ids_.insert(deadline_ids_.end(), own.begin(), own.end());
    }
}

// A program's transition says of which written rule it is; the outcomes of one rule differ by place.
void Bridge::find_transitions(const support::SourceTable& sources) {
    const emit::Numbering numbers = emit::number_entities(model_);
    std::multimap<std::uint32_t, TransitionId> outcomes;    // by rule
    for (const TransitionId id : model_.transitions.ids()) {
        const Transition& transition = model_.transitions[id];
        outcomes.emplace(numbers.first_rule[transition.of.index()] + transition.rule, id);
    }
    for (std::uint32_t i = 0; i < program_.transition_count(); ++i) {
        const auto [first, last] = outcomes.equal_range(program_.covers(i));
        const Program::Location location = program_.transition_location(i);
        const auto same_place = std::find_if(first, last, [&](const auto& outcome) {
            const Span span = model_.transitions[outcome.second].span;
            if (!span.valid()) return false;
            const auto [line, column] = sources[span.file].locate(span.begin);
            return line == location.line && column == location.column;
        });
        const auto found = same_place != last ? same_place : first;
        transition_ids_.push_back(found == last ? TransitionId() : found->second);
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
    // Effects are written in the model's order; two cases that use one machine may each have a `Dispute.refund`.
    const auto index = static_cast<std::uint32_t>(id.index());
    return index < program_.effect_count() && program_.effect_name(index) == model_.effects[id].name ? index : none;
}

std::uint32_t Bridge::decision(DecisionId id) const { return program_.find_decision(model_.decisions[id].name); }

StateId Bridge::state_of(std::uint32_t program_state) const {
    return program_state < state_ids_.size() ? state_ids_[program_state] : StateId();
}

TransitionId Bridge::transition_of(std::uint32_t program_transition) const {
    return program_transition < transition_ids_.size() ? transition_ids_[program_transition] : TransitionId();
}

DeadlineId Bridge::deadline_of(std::uint32_t program_deadline) const {
    return program_deadline < deadline_ids_.size() ? deadline_ids_[program_deadline] : DeadlineId();
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

Value given(const Model& model, ExprId id) {
    const Value value = value_of(model, id);
    return value.number == never ? Value{} : value;
}

}  // namespace recourse::scenarios
