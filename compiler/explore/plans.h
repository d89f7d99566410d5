// What a step looks up by event, state or rule of a case type, found once: columns by what uses them, not by key.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "compiler/explore/slots.h"
#include "compiler/semantics/model.h"

namespace recourse::explore {

struct Plans {
    // The columns have to live as long. O(rules + events · columns).
    Plans(const semantics::Model& model, const Slots& slots, semantics::CaseId of);

    // A field that is kept from one place in another; kNoIndex and null where nobody asks for it.
    struct Kept {
        std::uint32_t point = kNoIndex, from_point = kNoIndex;
        const Slot *slot = nullptr, *from_slot = nullptr;
    };
    struct OfEvent {
        std::uint32_t local = kNoIndex;       // its place among the events of the case
        std::uint32_t counter = kNoIndex;
        std::array<std::uint32_t, 3> instants{kNoIndex, kNoIndex, kNoIndex};   // by Occurrence
        std::array<std::vector<Kept>, 3> kept;                                // by the Occurrence that it is kept as
        std::vector<std::uint32_t> points;    // what it brings: instants, values
        std::vector<const Slot*> data;
        const Slot* sender = nullptr;         // where it is remembered who sent it last
        std::uint64_t senders = 0;            // who may send it, by party
    };
    struct OfState {
        std::uint32_t entered = kNoIndex;
        bool lies_in_final = false;
        bool may_end = false;          // it is final, or lets the case end, or lies in such a state
        semantics::StateId leaf;              // the innermost state that entering it enters
        std::vector<std::uint32_t> events;    // of a leaf: those that a rule of it or around it names, by place, rising
    };
    std::vector<OfEvent> events;              // by EventId
    std::vector<OfState> states;              // by StateId
    std::vector<std::uint32_t> counters;      // by TransitionId: of the rule's own limit
    std::vector<std::uint32_t> passing_points;   // that only the step at hand reads
    std::vector<const Slot*> passing_data;
    const Slot* party_at_hand = nullptr;
    std::uint32_t opening = kNoIndex, stamp = kNoIndex, watch = kNoIndex;
};

}  // namespace recourse::explore
