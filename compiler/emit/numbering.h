// Where every entity of the model lands in the program's sections: known before any record is written, since code names states,
// events and decisions that come later.
#pragma once

#include "compiler/semantics/model.h"

#include <cstdint>
#include <vector>

namespace recourse::emit {

struct Numbering {
    // By id; `none` for what belongs to no case.
    std::vector<std::uint32_t> states, machines, events, decisions;
    // States of each case in the order of the program: machines one after another, each in pre-order.
    std::vector<std::vector<semantics::StateId>> states_of_case;
    // Decisions so that one that is called comes before its callers.
    std::vector<semantics::DecisionId> decision_order;
    // What to add to a rule's number within its case to make it unique in the program.
    std::vector<std::uint32_t> first_rule;

    [[nodiscard]] std::uint32_t of(semantics::StateId id) const { return states[id.index()]; }
    [[nodiscard]] std::uint32_t of(semantics::MachineId id) const { return machines[id.index()]; }
    [[nodiscard]] std::uint32_t of(semantics::EventId id) const { return events[id.index()]; }
    [[nodiscard]] std::uint32_t of(semantics::DecisionId id) const { return decisions[id.index()]; }
};

// O(size of the model).
[[nodiscard]] Numbering number_entities(const semantics::Model& model);

// The leaf that entering a state enters.
[[nodiscard]] semantics::StateId start_leaf(const semantics::Model& model, semantics::StateId state);
// Whether `state` is `outer` or lies inside it.
[[nodiscard]] bool is_within(const semantics::Model& model, semantics::StateId state, semantics::StateId outer);

} // namespace recourse::emit
