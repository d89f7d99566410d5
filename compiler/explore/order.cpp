#include "compiler/explore/order.h"

#include <algorithm>

#include "compiler/graph/state_graph.h"

namespace recourse::explore {

using semantics::StateId;
using semantics::TransitionId;

std::vector<TransitionId> rules_of(const semantics::Model& model, StateId leaf) {
    std::vector<TransitionId> all;
    const auto add = [&](const std::vector<TransitionId>& rules) { all.insert(all.end(), rules.begin(), rules.end()); };
    for (StateId at = leaf; at.valid(); at = model.states[at].parent) {
        add(model.states[at].on);
        for (const semantics::DeadlineId id : model.states[at].deadlines) add(model.deadlines[id].transitions);
        for (const semantics::WhenId id : model.states[at].whens) add(model.whens[id].transitions);
    }
    return all;
}

Waiting::Waiting(const semantics::Model& model, const Slots& slots, semantics::CaseId of, Order order) : order_(order) {
    if (order == Order::shortest_ways) return;
    ranks_.resize(model.states.size());
    unranked_ = static_cast<std::uint32_t>(model.states.size());
    for (const semantics::MachineId machine : model.cases[of].machines) rank_from(model, graph::entry_leaf(model, model.machines[machine].start));
    for (const Slot& slot : slots.data()) {
        if (slot.key.kind == SlotKind::record && slot.counted) records_.emplace_back(slot.number, model.records[semantics::RecordId(slot.key.id)].low);
    }
}

// Depth first: a state is ranked once all that lies behind it is, from the last rank downwards.
void Waiting::rank_from(const semantics::Model& model, StateId start) {
    struct Visit {
        StateId leaf;
        std::vector<TransitionId> rules;
        std::size_t next = 0;
    };
    std::vector<bool> seen(model.states.size());
    std::vector<Visit> way;
    const auto visit = [&](StateId leaf) {
        if (seen[leaf.index()]) return;
        seen[leaf.index()] = true;
        way.push_back({leaf, rules_of(model, leaf), 0});
    };
    for (visit(start); !way.empty();) {
        Visit& last = way.back();
        if (last.next == last.rules.size()) {
            ranks_[last.leaf.index()] = --unranked_;
            way.pop_back();
            continue;
        }
        const semantics::Transition& rule = model.transitions[last.rules[last.next++]];
        if (rule.target_kind == semantics::TargetKind::move) visit(graph::entry_leaf(model, rule.target));
    }
}

// What has been counted grows on every way back, so that it comes before how far the machines have come.
std::uint64_t Waiting::place_of(const Situation& at) const {
    if (order_ == Order::shortest_ways) return 0;
    std::uint64_t counted = 0, rank = 0;
    for (const std::uint16_t count : at.counts) counted += count;
    for (const auto& [row, low] : records_) {
        const std::int64_t least = at.numbers.upper(0, row);
        if (least != DifferenceBounds::unbounded && -least > low) counted += static_cast<std::uint64_t>(-least - low);
    }
    for (const StateId leaf : at.leaves) rank += ranks_[leaf.index()];
    constexpr std::uint64_t kMost = 0xFFFFFFFFu;
    return std::min(counted, kMost) << 32 | rank;
}

void Waiting::add(std::uint32_t node, const Situation& at) {
    if (waits_.size() <= node) waits_.resize(node + 1);
    waits_[node] = true;
    queue_.emplace(place_of(at), node);
}

std::uint32_t Waiting::next() {
    const std::uint32_t node = queue_.top().second;
    queue_.pop();
    waits_[node] = false;
    return node;
}

}  // namespace recourse::explore
