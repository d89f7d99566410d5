#include "compiler/explore/horizon.h"

#include <algorithm>

#include "compiler/explore/order.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

using semantics::Expr;
using semantics::ExprKind;
using semantics::Occurrence;
using semantics::Transition;
using semantics::TransitionId;

Horizon::Horizon(const semantics::Model& model, Slots& slots, semantics::CaseId of, const ClockBounds& everywhere,
                 std::optional<std::uint32_t> measured, bool alike_everywhere)
    : model_(model), slots_(slots), of_(of), everywhere_(everywhere), measured_(measured) {
    if (!alike_everywhere) choose_columns();
    if (columns_.empty()) return;
    bounds_.resize(model.states.size());
    roads_.resize(model.states.size());
    for (const StateId state : model.states.ids()) {
        if (model.states[state].of != of || !model.states[state].children.empty()) continue;
        leaves_.push_back(state);
        collect(state);
    }
    follow_roads();
}

const ClockBounds& Horizon::at(const std::vector<StateId>& leaves) {
    if (columns_.empty()) return everywhere_;
    const auto [found, fresh] = known_.try_emplace(leaves, everywhere_);
    if (!fresh) return found->second;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::int64_t most = ClockBounds::never_compared;
        for (const StateId leaf : leaves) most = std::max(most, bounds_[leaf.index()][column]);
        found->second.greatest[columns_[column]] = most;
    }
    return found->second;
}

// ---- which instants ----------------------------------------------------------------------------------------------------------

void Horizon::choose_columns() {
    column_of_.assign(slots_.points().size(), kNoIndex);
    if (slots_.watch().on) return;   // a watch reads instants wherever the case stands
    for (std::uint32_t point = 1; point < slots_.points().size(); ++point) {
        if (everywhere_.greatest[point] == ClockBounds::never_compared || !varies(point)) continue;
        column_of_[point] = static_cast<std::uint32_t>(columns_.size());
        columns_.push_back(point);
    }
}

// Read by rules alone, and passed on to no other instant.
bool Horizon::varies(std::uint32_t point) const {
    const auto compared = [&](const Slots::Order& order) { return order.x == point || order.y == point; };
    if (std::any_of(slots_.orders().begin(), slots_.orders().end(), compared)) return false;
    if (point == measured_) return false;
    while (slots_.points()[point].key.kind == SlotKind::calendar) point = slots_.points()[point].base;
    SlotKey key = slots_.points()[point].key;
    switch (key.kind) {
        case SlotKind::opening:
        case SlotKind::fact: return true;
        case SlotKind::entered: return slots_.remembered(StateId(key.id));   // otherwise it is forgotten on leaving
        case SlotKind::instant:
        case SlotKind::field:
            if (key.occurrence == Occurrence::previous) return false;
            key.occurrence = Occurrence::previous;   // which the last becomes
            return !slots_.point(key);
        default: return false;
    }
}

// ---- what is read where --------------------------------------------------------------------------------------------------------

void Horizon::collect(StateId leaf) {
    noted_ = &bounds_[leaf.index()];
    noted_->assign(columns_.size(), ClockBounds::never_compared);
    for (const TransitionId rule : model_.cases[of_].refusals) read_rule(rule);
    for (const TransitionId rule : rules_of(model_, leaf)) {
        read_rule(rule);
        collect_roads(leaf, rule);
    }
    for (StateId at = leaf; at.valid(); at = model_.states[at].parent) {
        for (const semantics::DeadlineId id : model_.states[at].deadlines) read_instant(model_.deadlines[id].due, 0);
        for (const semantics::WhenId id : model_.states[at].whens) read_condition(model_.whens[id].condition);
    }
}

void Horizon::collect_roads(StateId leaf, TransitionId id) {
    const Transition& rule = model_.transitions[id];
    if (rule.target_kind != semantics::TargetKind::move) return;
    Road road{graph::entry_leaf(model_, rule.target), {}};
    for (std::uint32_t column = 0; column < columns_.size(); ++column) {
        std::uint32_t point = columns_[column];
        while (slots_.points()[point].key.kind == SlotKind::calendar) point = slots_.points()[point].base;
        const SlotKey& key = slots_.points()[point].key;
        const bool event = rule.trigger == semantics::Trigger::event && key.id == rule.event.value && key.occurrence == Occurrence::last &&
                           (key.kind == SlotKind::instant || key.kind == SlotKind::field);
        const bool entered = key.kind == SlotKind::entered && StateId(key.id) == rule.target;
        if (event || entered) road.anew.push_back(column);
    }
    roads_[leaf.index()].push_back(std::move(road));
}

// What is read further on is remembered until then; backwards, until nothing changes.
void Horizon::follow_roads() {
    for (bool changed = true; changed;) {
        changed = false;
        for (auto leaf = leaves_.rbegin(); leaf != leaves_.rend(); ++leaf) {
            std::vector<std::int64_t>& here = bounds_[leaf->index()];
            for (const Road& road : roads_[leaf->index()]) {
                const std::vector<std::int64_t>& there = bounds_[road.to.index()];
                for (std::uint32_t column = 0; column < columns_.size(); ++column) {
                    if (there[column] <= here[column] || std::find(road.anew.begin(), road.anew.end(), column) != road.anew.end()) continue;
                    here[column] = there[column];
                    changed = true;
                }
            }
        }
    }
}

void Horizon::read_rule(TransitionId id) {
    const Transition& rule = model_.transitions[id];
    for (const semantics::Limb& limb : rule.limbs) {
        if (limb.instant.valid()) read_instant(limb.instant, 0);
        if (limb.condition.valid()) read_condition(limb.condition);
    }
    for (const semantics::Action& action : rule.actions) {
        if (action.value.valid()) read_all(action.value);
    }
}

// An instant that is compared with the present one.
void Horizon::read_instant(ExprId id, std::int64_t shift) {
    const Expr& e = model_.exprs[id];
    if (e.kind == ExprKind::just_before) return read_instant(e.children[0], shift - 1);
    if (e.kind == ExprKind::smaller || e.kind == ExprKind::larger) {
        for (const ExprId child : e.children) read_instant(child, shift);
        return;
    }
    if (const auto moment = simple(id)) return note(moment->point, moment->offset + shift + 1);
    read_all(id);
}

void Horizon::read_condition(ExprId id) {
    const Expr& e = model_.exprs[id];
    if (e.kind == ExprKind::has_passed) return read_instant(e.children[0], 0);
    if (slot_key(e) || e.kind == ExprKind::decision_result) return read_all(id);
    for (const ExprId child : e.children) read_condition(child);
}

// Whatever is done with what stands in it.
void Horizon::read_all(ExprId id) {
    if (!id.valid()) return;
    const Expr& e = model_.exprs[id];
    if (const auto key = slot_key(e)) {
        if (const auto point = slots_.point(*key)) note_with_hangers(*point);
    }
    if (e.kind == ExprKind::decision_result) {
        for (const semantics::DecisionRow& row : model_.decisions[e.decision].rows) {
            read_all(row.condition);
            for (const semantics::RowResult& result : row.results) read_all(result.value);
        }
    }
    for (const ExprId child : e.children) read_all(child);
}

// An instant at a fixed distance from a remembered one, as a rule of the case reads it.
std::optional<Moment> Horizon::simple(ExprId id) {
    const Expr& e = model_.exprs[id];
    if (e.kind == ExprKind::after_period || e.kind == ExprKind::before_period) {
        const Expr& period = model_.exprs[e.children[0]];
        if (period.kind != ExprKind::constant) return std::nullopt;
        const auto base = simple(e.children[1]);
        return base ? std::optional(slots_.calendar(e.kind, period.number, *base)) : std::nullopt;
    }
    const auto key = slot_key(e);
    const auto point = key ? slots_.point(*key) : std::nullopt;
    return point ? std::optional(Moment{Moment::Kind::point, *point, 0}) : std::nullopt;
}

void Horizon::note(std::uint32_t point, std::int64_t distance) {
    const std::uint32_t column = column_of_[point];
    if (column != kNoIndex) (*noted_)[column] = std::max((*noted_)[column], distance);
}

void Horizon::note_with_hangers(std::uint32_t point) {
    note(point, everywhere_.greatest[point]);
    for (const std::uint32_t one : slots_.points()[point].hangers) note_with_hangers(one);
}

}  // namespace recourse::explore
