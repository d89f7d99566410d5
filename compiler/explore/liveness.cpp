#include "compiler/explore/liveness.h"

#include <algorithm>
#include <cstring>

#include "compiler/explore/calendar_classes.h"
#include "compiler/explore/expressions.h"
#include "compiler/explore/formula.h"
#include "compiler/explore/order.h"
#include "compiler/explore/situation.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

using semantics::Expr;
using semantics::ExprKind;
using semantics::Occurrence;
using semantics::Transition;
using semantics::TransitionId;

Liveness::Liveness(const semantics::Model& model, const Slots& slots, semantics::CaseId of, const Situation& blank)
    : model_(model), slots_(slots), of_(of), blank_(blank), words_((data_bit(slots.data().size()) + 63) / 64), kept_(words_),
      live_(model.states.size()), roads_(model.states.size()), by_leaf_(model.states.size()) {
    choose_columns();
    std::vector<StateId> leaves;
    for (const StateId state : model.states.ids()) {
        if (model.states[state].of != of || !model.states[state].children.empty()) continue;
        leaves.push_back(state);
        collect(state);
    }
    follow_roads(leaves);
}

// ---- which columns -----------------------------------------------------------------------------------------------------------

void Liveness::choose_columns() {
    for (std::uint32_t point = 0; point < slots_.points().size(); ++point) {
        if (!may_be_forgotten(point)) set(kept_, point);
    }
    for (std::size_t i = 0; i < slots_.data().size(); ++i) {
        const Slot& slot = slots_.data()[i];
        // What is at hand is forgotten after every step.
        if (slot.key.kind == SlotKind::at_hand || slot.key.kind == SlotKind::party_at_hand) set(kept_, data_bit(i));
        if (slot.key.kind != SlotKind::field || slot.key.occurrence != Occurrence::previous) continue;
        SlotKey last = slot.key;
        last.occurrence = Occurrence::last;
        if (const Slot* from = slots_.slot(last)) {
            fed_.emplace_back(data_bit(i), data_bit(static_cast<std::size_t>(from - slots_.data().data())));
        }
    }
    for (std::uint32_t point = 0; point < slots_.points().size(); ++point) {
        SlotKey key = slots_.points()[point].key;
        if ((key.kind != SlotKind::instant && key.kind != SlotKind::field) || key.occurrence != Occurrence::previous) continue;
        key.occurrence = Occurrence::last;
        if (const auto last = slots_.point(key)) fed_.emplace_back(point, *last);
    }
    if (slots_.classes() != nullptr) keep_for_days();
}

// A search by classes of days makes a choice wherever an instant is written that the calendar counts from. Whether one is must not turn on
// what was forgotten, or a way could not be gone again without forgetting: the first is written when there is none yet, the previous when
// there is a last. So these stay, and the facts that say by which zone and calendar a case goes, which no rule names.
void Liveness::keep_for_days() {
    for (std::size_t i = 0; i < slots_.data().size(); ++i) {
        const std::uint32_t domain = slots_.data()[i].domain;
        const bool chooses = domain == slots_.classes()->zone_chooser().domain || domain == slots_.classes()->calendar_chooser().domain;
        if (chooses && domain != kNoIndex) set(kept_, data_bit(i));
    }
    const auto keep = [&](const SlotKey& key) {
        if (const auto point = slots_.point(key)) set(kept_, *point);
    };
    for (const Point& point : slots_.points()) {
        SlotKey key = point.key;
        if (point.hangers.empty() || (key.kind != SlotKind::instant && key.kind != SlotKind::field) || key.occurrence == Occurrence::last) continue;
        keep(key);
        if (key.occurrence == Occurrence::previous) key.occurrence = Occurrence::last;
        keep(key);
        keep({SlotKind::instant, key.id, 0, key.occurrence});   // which says whether there is one
    }
}

// Written by the opening, by events and by entering a state alone, and read by rules alone. What the calendar counts from it goes with it.
bool Liveness::may_be_forgotten(std::uint32_t point) const {
    const SlotKey& key = slots_.points()[point].key;
    const bool written = key.kind == SlotKind::fact || key.kind == SlotKind::instant || key.kind == SlotKind::field ||
                         (key.kind == SlotKind::entered && slots_.remembered(StateId(key.id)));
    const auto counted_from_it = [&](std::uint32_t other) {
        while (slots_.points()[other].key.kind == SlotKind::calendar) other = slots_.points()[other].base;
        return other == point;
    };
    return written && std::none_of(slots_.orders().begin(), slots_.orders().end(), [&](const Slots::Order& order) {
               return counted_from_it(order.x) || counted_from_it(order.y);
           });
}

// ---- what is read where --------------------------------------------------------------------------------------------------------

void Liveness::collect(StateId leaf) {
    live_[leaf.index()] = kept_;
    read_ = &live_[leaf.index()];
    for (const TransitionId rule : model_.cases[of_].refusals) read_rule(rule);
    for (const TransitionId rule : rules_of(model_, leaf)) {
        read_rule(rule);
        if (model_.transitions[rule].target_kind == semantics::TargetKind::move) collect_road(leaf, rule);
        // Whether a right is used up is asked where a rule names it.
        const Transition& named = model_.transitions[rule];
        if (named.event.valid()) {
            if (const auto counter = slots_.counter(0, named.event.value)) set(*read_, counter_bit(*counter));
        }
        if (const auto counter = slots_.counter(1, named.rule)) set(*read_, counter_bit(*counter));
    }
    for (StateId at = leaf; at.valid(); at = model_.states[at].parent) {
        for (const semantics::DeadlineId id : model_.states[at].deadlines) read(model_.deadlines[id].due);
        for (const semantics::WhenId id : model_.states[at].whens) read(model_.whens[id].condition);
        read_actions(model_.states[at].entry);
    }
}

void Liveness::collect_road(StateId leaf, TransitionId id) {
    const Transition& rule = model_.transitions[id];
    Road road{graph::entry_leaf(model_, rule.target), Bits(words_)};
    for (std::uint32_t point = 0; point < slots_.points().size(); ++point) {
        const SlotKey& key = slots_.points()[point].key;
        const bool event = rule.trigger == semantics::Trigger::event && (key.kind == SlotKind::instant || key.kind == SlotKind::field) &&
                           key.id == rule.event.value && key.occurrence == Occurrence::last;
        const bool entered = key.kind == SlotKind::entered && StateId(key.id) == rule.target;
        if (event || entered) set(road.anew, point);
    }
    for (std::size_t i = 0; i < slots_.data().size() && rule.trigger == semantics::Trigger::event; ++i) {
        const SlotKey& key = slots_.data()[i].key;
        const bool field = key.kind == SlotKind::field && key.occurrence == Occurrence::last;
        if ((field || key.kind == SlotKind::party) && key.id == rule.event.value) set(road.anew, data_bit(i));
    }
    for (std::size_t i = 0; i < words_; ++i) road.anew[i] &= ~kept_[i];
    roads_[leaf.index()].push_back(std::move(road));
    read_actions(model_.states[rule.target].entry);
}

bool Liveness::unite(Bits& into, const Bits& with, const Bits* without) {
    bool changed = false;
    for (std::size_t i = 0; i < into.size(); ++i) {
        const std::uint64_t more = into[i] | (without != nullptr ? with[i] & ~(*without)[i] : with[i]);
        changed = changed || more != into[i];
        into[i] = more;
    }
    return changed;
}

// Each time an event comes, its last becomes its previous.
void Liveness::last_feeds_previous(Bits& live) const {
    for (const auto& [previous, last] : fed_) {
        if (has(live, previous)) set(live, last);
    }
}

// Backwards, until nothing changes.
void Liveness::follow_roads(const std::vector<StateId>& leaves) {
    for (bool changed = true; changed;) {
        changed = false;
        for (auto leaf = leaves.rbegin(); leaf != leaves.rend(); ++leaf) {
            Bits& here = live_[leaf->index()];
            for (const Road& road : roads_[leaf->index()]) changed = unite(here, live_[road.to.index()], &road.anew) || changed;
            last_feeds_previous(here);
        }
    }
}

void Liveness::read_rule(TransitionId id) {
    const Transition& rule = model_.transitions[id];
    for (const semantics::Limb& limb : rule.limbs) {
        read(limb.instant);
        read(limb.condition);
    }
    read_actions(rule.actions);
}

void Liveness::read_actions(const std::vector<semantics::Action>& actions) {
    for (const semantics::Action& action : actions) {
        read(action.value);
        for (const ExprId argument : action.arguments) read(argument);
        if (action.kind == semantics::ActionKind::count) read_column({SlotKind::record, action.record.value});
    }
}

void Liveness::read(ExprId root) {
    walk(model_, root, [&](ExprId, const Expr& e) {
        if (const auto key = slot_key(e)) read_column(*key);
        if (e.kind != ExprKind::decision_result) return;
        for (const semantics::DecisionRow& row : model_.decisions[e.decision].rows) {
            read(row.condition);
            for (const semantics::RowResult& result : row.results) read(result.value);
        }
    });
}

void Liveness::read_column(const SlotKey& key) {
    if (const auto point = slots_.point(key)) set(*read_, *point);
    if (const Slot* slot = slots_.slot(key)) set(*read_, data_bit(static_cast<std::size_t>(slot - slots_.data().data())));
    // Before the event there is nothing to read.
    if (key.kind != SlotKind::field && key.kind != SlotKind::party) return;
    if (const auto point = slots_.point({SlotKind::instant, key.id, 0, key.occurrence})) set(*read_, *point);
}

// ---- forgetting ----------------------------------------------------------------------------------------------------------------

Liveness::Dead Liveness::listed(const Bits& live) const {
    Dead dead;
    for (std::uint32_t point = 0; point < slots_.points().size(); ++point) dead.points.push_back(has(live, point) ? 0 : 1);
    for (std::uint32_t counter = 0; counter < slots_.counters(); ++counter) {
        if (!has(live, counter_bit(counter))) dead.counters.push_back(counter);
    }
    for (std::size_t i = 0; i < slots_.data().size(); ++i) {
        if (!has(live, data_bit(i))) dead.data.push_back(&slots_.data()[i]);
    }
    return dead;
}

const Liveness::Dead& Liveness::dead_at(const Situation& at) {
    const auto& leaves = at.leaves;
    if (leaves.size() == 1 && by_leaf_[leaves.front().index()] != nullptr) return *by_leaf_[leaves.front().index()];
    const auto [known, fresh] = dead_.try_emplace(std::vector<StateId>(leaves));
    if (fresh) {
        Bits live = kept_;
        for (const StateId leaf : leaves) unite(live, live_[leaf.index()], nullptr);
        known->second = listed(live);
    }
    if (leaves.size() == 1) by_leaf_[leaves.front().index()] = &known->second;
    return known->second;
}

namespace {

// Nothing is known of a row but what its type allows.
bool is_open(const DifferenceBounds& numbers, std::uint32_t number, const semantics::Type& type) {
    const auto bounded = [](std::int64_t bound) { return bound < kWide ? bound : DifferenceBounds::unbounded; };
    const std::int64_t most = numbers.upper(number, 0), least = numbers.upper(0, number);
    if (most != bounded(type.high) || least != (type.low > -kWide ? -type.low : DifferenceBounds::unbounded)) return false;
    const std::size_t row = numbers.row_of(number);
    if (row == DifferenceBounds::kNoRow) return true;
    const auto apart = [](std::int64_t a, std::int64_t b) {
        return a == DifferenceBounds::unbounded || b == DifferenceBounds::unbounded ? DifferenceBounds::unbounded : a + b;
    };
    for (std::size_t other = 0; other < numbers.rows(); ++other) {
        const std::size_t theirs = numbers.variable(other);
        if (other == row || theirs == 0) continue;
        if (numbers.between(row, other) < apart(most, numbers.upper(0, theirs)) || numbers.between(other, row) < apart(numbers.upper(theirs, 0), least)) return false;
    }
    return true;
}

}  // namespace

void Liveness::forget(Situation& at) {
    if (slots_.watch().on) return;
    if (at.standing != Standing::running) {   // nothing is read any more
        at.counts = blank_.counts;
        at.known = blank_.known;
        at.done.clear();
        at.orders.clear();
        at.domains = blank_.domains;
        at.numbers = blank_.numbers;
        at.sums = Sums();
        at.zone = blank_.zone;
        return;
    }
    const Dead& dead = dead_at(at);
    // Few points have happened and are dead: eight are looked at at once.
    for (std::size_t first = 0; first < at.known.size(); first += sizeof(std::uint64_t)) {
        const std::size_t some = std::min(sizeof(std::uint64_t), at.known.size() - first);
        std::uint64_t known = 0, gone = 0;
        std::memcpy(&known, at.known.data() + first, some);
        std::memcpy(&gone, dead.points.data() + first, some);
        for (std::size_t point = first; (known & gone) != 0 && point < first + some; ++point) {
            if (dead.points[point] != 0 && at.known[point] != 0) forget_point(at, static_cast<std::uint32_t>(point));
        }
    }
    for (const std::uint32_t counter : dead.counters) at.counts[counter] = 0;
    for (const Slot* slot : dead.data) {
        // A sum that cannot be given up exactly keeps its numbers.
        if (!slot->counted || (at.sums.empty() && !is_open(at.numbers, slot->number, slot->type))) open_slot(slots_, *slot, at);
    }
}

void Liveness::forget_point(Situation& at, std::uint32_t point) const {
    at.zone.forget(point);
    at.known[point] = 0;
    if (slots_.points()[point].absence != kNoIndex) at.domain(slots_.points()[point].absence) = blank_.domains[slots_.points()[point].absence];
    for (const std::uint32_t one : slots_.points()[point].hangers) forget_point(at, one);
}

}  // namespace recourse::explore
