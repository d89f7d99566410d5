#include "compiler/explore/plans.h"

#include <algorithm>

#include "compiler/graph/state_graph.h"

namespace recourse::explore {

using semantics::EventId;
using semantics::Model;
using semantics::Occurrence;
using semantics::StateId;

namespace {

Plans::OfEvent plan_of(const Model& model, const Slots& slots, EventId id, std::uint32_t local) {
    Plans::OfEvent plan;
    plan.local = local;
    plan.counter = slots.counter(0, id.value).value_or(kNoIndex);
    for (const Occurrence which : {Occurrence::last, Occurrence::first, Occurrence::previous}) {
        const auto at = static_cast<std::size_t>(which);
        plan.instants[at] = slots.point({SlotKind::instant, id.value, 0, which}).value_or(kNoIndex);
        for (std::uint32_t index = 0; index < model.events[id].fields.size(); ++index) {
            const SlotKey source = which == Occurrence::previous ? SlotKey{SlotKind::field, id.value, index, Occurrence::last}
                                                                 : SlotKey{SlotKind::at_hand, id.value, index};
            const SlotKey target{SlotKind::field, id.value, index, which};
            const Plans::Kept kept{slots.point(target).value_or(kNoIndex), slots.point(source).value_or(kNoIndex), slots.slot(target), slots.slot(source)};
            if (kept.point != kNoIndex || kept.slot != nullptr) plan.kept[at].push_back(kept);
        }
    }
    for (std::uint32_t point = 0; point < slots.points().size(); ++point) {
        const SlotKey& key = slots.points()[point].key;
        if (key.kind == SlotKind::at_hand && key.id == id.value) plan.points.push_back(point);
    }
    for (const Slot& slot : slots.data()) {
        if (slot.key.kind == SlotKind::at_hand && slot.key.id == id.value) plan.data.push_back(&slot);
    }
    plan.sender = slots.slot({SlotKind::party, id.value});
    for (const semantics::PartyId by : model.events[id].by) plan.senders |= std::uint64_t{1} << by.index();
    return plan;
}

}  // namespace

Plans::Plans(const Model& model, const Slots& slots, semantics::CaseId of)
    : events(model.events.size()), states(model.states.size()), counters(model.transitions.size(), kNoIndex) {
    const semantics::Case& type = model.cases[of];
    for (std::uint32_t local = 0; local < type.events.size(); ++local) events[type.events[local].index()] = plan_of(model, slots, type.events[local], local);
    for (const StateId id : model.states.ids()) {
        if (model.states[id].of != of) continue;
        OfState& plan = states[id.index()];
        plan.entered = slots.point({SlotKind::entered, id.value}).value_or(kNoIndex);
        plan.leaf = graph::entry_leaf(model, id);
        for (StateId at = id; at.valid(); at = model.states[at].parent) {
            plan.lies_in_final = plan.lies_in_final || model.states[at].kind == semantics::StateKind::final;
            plan.may_end = plan.may_end || plan.lies_in_final || model.states[at].lets_end;
            for (const semantics::TransitionId rule : model.states[at].on) {
                const EventId event = model.transitions[rule].event;
                if (event.valid() && events[event.index()].local != kNoIndex) plan.events.push_back(events[event.index()].local);
            }
        }
        std::sort(plan.events.begin(), plan.events.end());
        plan.events.erase(std::unique(plan.events.begin(), plan.events.end()), plan.events.end());
    }
    for (const semantics::TransitionId id : model.transitions.ids()) {
        const semantics::Transition& rule = model.transitions[id];
        if (rule.of == of && rule.at_most > 0) counters[id.index()] = slots.counter(1, rule.rule).value_or(kNoIndex);
    }
    for (std::uint32_t point = 0; point < slots.points().size(); ++point) {
        if (slots.points()[point].key.kind == SlotKind::at_hand) passing_points.push_back(point);
    }
    for (const Slot& slot : slots.data()) {
        if (slot.key.kind == SlotKind::at_hand || slot.key.kind == SlotKind::party_at_hand) passing_data.push_back(&slot);
    }
    party_at_hand = slots.slot({SlotKind::party_at_hand});
    opening = slots.point({SlotKind::opening}).value_or(kNoIndex);
    stamp = slots.point(kStamp).value_or(kNoIndex);
    watch = slots.point({SlotKind::watch}).value_or(kNoIndex);
}

}  // namespace recourse::explore
