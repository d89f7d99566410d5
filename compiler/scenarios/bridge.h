// Between the model, whose entities scenarios name, and the compiled program, whose indices the runtime reports. Found once; looking up
// is O(1), but for events, named values and effects, which are found by name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/semantics/model.h"
#include "compiler/support/source.h"

namespace recourse::scenarios {

class Bridge {
public:
    Bridge(const semantics::Model& model, const support::SourceTable& sources, const Program& program);

    [[nodiscard]] const semantics::Model& model() const { return model_; }
    [[nodiscard]] const Program& program() const { return program_; }

    // `none` when the program lacks it (which the runner reports: emit and model disagree).
    [[nodiscard]] std::uint32_t case_type(semantics::CaseId id) const { return cases_[id.index()]; }
    [[nodiscard]] std::uint32_t party(semantics::PartyId id) const;
    [[nodiscard]] std::uint32_t event(semantics::CaseId of, semantics::EventId id) const;
    [[nodiscard]] std::uint32_t state(semantics::StateId id) const { return states_[id.index()]; }
    [[nodiscard]] std::uint32_t named(semantics::CaseId of, const std::string& name) const;
    [[nodiscard]] std::uint32_t effect(semantics::EffectId id) const;
    [[nodiscard]] std::uint32_t decision(semantics::DecisionId id) const;

    // Invalid when the model has no such thing.
    [[nodiscard]] semantics::StateId state_of(std::uint32_t program_state) const;
    [[nodiscard]] semantics::TransitionId transition_of(std::uint32_t program_transition) const;
    [[nodiscard]] semantics::DeadlineId deadline_of(std::uint32_t program_deadline) const;

private:
    void find_states();
    void find_deadlines();
    void find_transitions(const support::SourceTable& sources);

    const semantics::Model& model_;
    const Program& program_;
    std::vector<std::uint32_t> cases_, states_;         // by the model's id
    std::vector<semantics::StateId> state_ids_;         // these by the program's index
    std::vector<semantics::DeadlineId> deadline_ids_;
    std::vector<semantics::TransitionId> transition_ids_;
};

// A constant of a scenario as the runtime takes it. Its text, if any, is the model's: good as long as the model.
[[nodiscard]] Value value_of(const semantics::Model& model, semantics::ExprId id);
// The same for what an input carries: `none` for an instant is one that is not given.
[[nodiscard]] Value given(const semantics::Model& model, semantics::ExprId id);

}  // namespace recourse::scenarios
