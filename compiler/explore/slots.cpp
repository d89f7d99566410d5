#include "compiler/explore/slots.h"

#include <algorithm>
#include <set>

#include "compiler/explore/expressions.h"
#include "compiler/explore/formula.h"
#include "compiler/explore/situation.h"
#include "compiler/graph/state_graph.h"
#include "compiler/semantics/types.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::Expr;
using semantics::ExprId;
using semantics::ExprKind;
using semantics::Model;
using semantics::Occurrence;
using semantics::StateId;
using semantics::Transition;
using semantics::TransitionId;
using semantics::Type;
using semantics::TypeKind;

namespace {

constexpr std::uint32_t kMostClasses = 63;

}  // namespace

std::optional<SlotKey> slot_key(const Expr& e) {
    switch (e.kind) {
        case ExprKind::opening: return SlotKey{SlotKind::opening};
        case ExprKind::fact: return SlotKey{SlotKind::fact, e.fact.value};
        case ExprKind::record: return SlotKey{SlotKind::record, e.record.value};
        case ExprKind::field_at_hand: return SlotKey{SlotKind::at_hand, e.event.value, static_cast<std::uint32_t>(e.number)};
        case ExprKind::party_at_hand: return SlotKey{SlotKind::party_at_hand};
        case ExprKind::event_instant: return SlotKey{SlotKind::instant, e.event.value, 0, e.occurrence};
        case ExprKind::event_field: return SlotKey{SlotKind::field, e.event.value, static_cast<std::uint32_t>(e.number), e.occurrence};
        case ExprKind::event_party: return SlotKey{SlotKind::party, e.event.value};
        case ExprKind::entered:
        case ExprKind::state_entry: return SlotKey{SlotKind::entered, e.state.value};
        default: return std::nullopt;
    }
}

Slots::Slots(const Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch, bool dated)
    : model_(model), times_(times), of_(of), watch_(std::move(watch)) {
    points_.push_back({});   // before
    points_.front().key.kind = SlotKind::epoch;
    points_.front().key.id = 1;
    for (const Expr& e : model.exprs) {
        if (e.kind == ExprKind::text_literal && std::find(literals_.begin(), literals_.end(), e.text) == literals_.end()) {
            literals_.push_back(e.text);
        }
    }
    add_point({SlotKind::opening});
    if (dated) add_point({SlotKind::epoch});
    clocks_.greatest.assign(points_.size(), ClockBounds::never_compared);
    collect_rules();
    clocks_.greatest.resize(points_.size(), ClockBounds::never_compared);
    clocks_.greatest[0] = 0;
    relate();
    if (watch_.on) relate_watch();
    complete_ = true;
    fixed_.resize(model.exprs.size());
    row_reads_.resize(model.exprs.size());
}

std::optional<std::uint32_t> Slots::counter(std::uint32_t kind, std::uint32_t id) const {
    const auto found = counter_of_.find({kind, id});
    return found == counter_of_.end() ? std::nullopt : std::optional(found->second);
}

std::size_t Slots::Hash::operator()(const SlotKey& key) const {
    std::size_t hash = static_cast<std::size_t>(key.kind) * 0x9E3779B97F4A7C15u;
    for (const std::uint64_t part : {std::uint64_t{key.id}, std::uint64_t{key.index}, static_cast<std::uint64_t>(key.occurrence), static_cast<std::uint64_t>(key.operation),
                                     static_cast<std::uint64_t>(key.period), static_cast<std::uint64_t>(key.offset)}) {
        hash = (hash ^ part) * 0x9E3779B97F4A7C15u + (hash >> 29);
    }
    return hash;
}

std::optional<std::uint32_t> Slots::point(const SlotKey& key) const {
    const auto found = point_of_.find(key);
    return found == point_of_.end() ? std::nullopt : std::optional(found->second);
}

const Slot* Slots::slot(const SlotKey& key) const {
    const auto found = slot_of_.find(key);
    return found == slot_of_.end() ? nullptr : &data_[found->second];
}

Slots::RowRead Slots::find_row_read(ExprId id) const {
    const Expr& e = model_.exprs[id];
    if (e.kind == ExprKind::constant) return e.number < -kWide || e.number > kWide ? RowRead{} : RowRead{0, e.number};
    if (e.kind != ExprKind::record && e.kind != ExprKind::fact) return {};
    const Slot* found = slot(*slot_key(e));
    return found == nullptr || !found->counted || found->absence != kNoIndex ? RowRead{} : RowRead{found->number, 0};
}

bool Slots::passing(std::uint32_t point) const {
    while (points_[point].key.kind == SlotKind::calendar) point = points_[point].base;
    return points_[point].key.kind == SlotKind::at_hand;
}

// How far an instant lies behind the one that it is counted from in the end, at least.
std::int64_t Slots::least_lag(std::uint32_t point) const {
    const Point& at = points_[point];
    return at.key.kind == SlotKind::calendar ? at.key.offset + at.reach.least + least_lag(at.base) : 0;
}

void Slots::look_back(std::uint32_t point, std::int64_t distance) {
    clocks_.greatest.resize(points_.size(), ClockBounds::never_compared);
    clocks_.greatest[point] = std::max(clocks_.greatest[point], distance);
    // The last becomes the previous, with all that is still asked of it.
    SlotKey key = points_[point].key;
    if ((key.kind != SlotKind::instant && key.kind != SlotKind::field) || key.occurrence != Occurrence::previous) return;
    key.occurrence = Occurrence::last;
    if (const auto last = this->point(key)) look_back(*last, distance);
}

void Slots::compare(std::uint32_t x, std::uint32_t y, std::int64_t bound) {
    if (x == y || x == 0 || y == 0) return;
    const Order made = x < y ? Order{x, y, bound} : Order{y, x, -bound - 1};
    if (std::find(orders_.begin(), orders_.end(), made) != orders_.end()) return;
    orders_.push_back(made);
    // When one of them happens, the other lies so far back; a deadline's instant lies a millisecond before the next input.
    look_back(made.y, made.bound - least_lag(made.x) + 2);
    look_back(made.x, -made.bound - least_lag(made.y) + 2);
    // A comparison with the previous one has to be decided while it is the last.
    for (const bool first : {true, false}) {
        SlotKey key = points_[first ? made.x : made.y].key;
        if ((key.kind != SlotKind::instant && key.kind != SlotKind::field) || key.occurrence != Occurrence::previous) continue;
        key.occurrence = Occurrence::last;
        if (const auto last = point(key)) compare(first ? *last : made.x, first ? made.y : *last, made.bound);
    }
}

std::uint32_t Slots::add_point(const SlotKey& key) {
    const auto [known, fresh] = point_of_.try_emplace(key, static_cast<std::uint32_t>(points_.size()));
    if (fresh) points_.push_back({key, 0, {}, kNoIndex, {}});
    return known->second;
}

void Slots::add_slot(const SlotKey& key, const Type& type) {
    const auto absence = [&] {
        full_.push_back(3);
        return static_cast<std::uint32_t>(full_.size() - 1);
    };
    if (is_instant(type)) {
        if (point_of_.contains(key)) return;
        const std::uint32_t point = add_point(key);
        if (type.optional && (key.kind == SlotKind::fact || key.kind == SlotKind::at_hand)) points_[point].absence = absence();
        return;
    }
    const auto [known, fresh] = slot_of_.try_emplace(key, static_cast<std::uint32_t>(data_.size()));
    if (!fresh) return;
    Slot made;
    made.key = key;
    made.type = type;
    if (type.optional && type.kind != TypeKind::text) made.absence = absence();
    const auto few = [&](std::uint64_t classes) {
        if (classes > kMostClasses) {
            obstacles_.push_back("a kind with more than 63 members");
            classes = kMostClasses;
        }
        made.classes = static_cast<std::uint32_t>(classes);
        made.domain = static_cast<std::uint32_t>(full_.size());
        full_.push_back((std::uint64_t{1} << classes) - 1);
    };
    switch (type.kind) {
        case TypeKind::boolean: few(2); break;
        case TypeKind::party: few(std::max<std::size_t>(model_.parties.size(), 1)); break;
        case TypeKind::kind: few(model_.kinds[type.of].members.size()); break;
        case TypeKind::set:
            made.domain = static_cast<std::uint32_t>(full_.size());
            made.classes = static_cast<std::uint32_t>(model_.kinds[type.of].members.size());
            full_.insert(full_.end(), made.classes, 3);
            break;
        case TypeKind::text:
            made.texts = literals_;
            few(literals_.size() + (type.optional ? 2 : 1));   // another text; and none
            break;
        default:
            made.counted = true;
            made.number = numbers_++;
            if (key.kind == SlotKind::record) next_[made.number] = numbers_++;
            break;
    }
    data_.push_back(std::move(made));
}

// ---- which columns there are -------------------------------------------------------------------------------------------------

void Slots::collect(ExprId root) {
    walk(model_, root, [&](ExprId, const Expr& e) { collect_one(e); });
}

void Slots::collect_one(const Expr& e) {
    if (e.kind == ExprKind::decision_result) {
        for (const semantics::DecisionRow& row : model_.decisions[e.decision].rows) {
            collect(row.condition);
            for (const semantics::RowResult& result : row.results) collect(result.value);
        }
    }
    const auto key = slot_key(e);
    if (!key) return;
    if (e.kind == ExprKind::entered) remembered_.insert(e.state);
    Type type = e.type;
    switch (e.kind) {
        case ExprKind::fact: type = model_.facts[e.fact].type; break;
        case ExprKind::record:
            if (model_.records[e.record].instant) break;
            type = semantics::number_type(TypeKind::integer, model_.records[e.record].low, model_.records[e.record].high); break;
        case ExprKind::field_at_hand:
        case ExprKind::event_field: type = model_.events[e.event].fields[static_cast<std::size_t>(e.number)].type; break;
        case ExprKind::event_party: type.optional = false; break;
        default: break;
    }
    add_slot(*key, type);
    // What is remembered comes from what is at hand; the previous from the last.
    if (e.kind == ExprKind::event_field) {
        add_slot({SlotKind::at_hand, key->id, key->index}, type);
        if (e.occurrence == Occurrence::previous) add_slot({SlotKind::field, key->id, key->index, Occurrence::last}, type);
        add_point({SlotKind::instant, key->id, 0, e.occurrence});
        if (e.occurrence == Occurrence::previous) add_point({SlotKind::instant, key->id, 0, Occurrence::last});
    }
    if (e.kind == ExprKind::event_party) add_slot({SlotKind::party_at_hand}, type);
    if (e.kind == ExprKind::event_instant && e.occurrence == Occurrence::previous) add_point({SlotKind::instant, key->id, 0, Occurrence::last});
}

void Slots::collect_actions(const std::vector<semantics::Action>& actions) {
    for (const semantics::Action& action : actions) {
        if (action.record.valid()) {
            const semantics::Record& record = model_.records[action.record];
            if (record.instant) add_point({SlotKind::record, action.record.value});
            else add_slot({SlotKind::record, action.record.value}, semantics::number_type(TypeKind::integer, record.low, record.high));
        }
        collect(action.value);
    }
}

void Slots::collect_limbs(const Transition& transition) {
    for (const semantics::Limb& limb : transition.limbs) {
        collect(limb.condition);
        collect(limb.instant);
    }
    collect_actions(transition.actions);
    if (transition.at_most > 0) counter_of_.try_emplace({1u, transition.rule}, static_cast<std::uint32_t>(counter_of_.size()));
}

void Slots::collect_rules() {
    const semantics::Case& type = model_.cases[of_];
    for (const Transition& transition : model_.transitions) {
        if (transition.of == of_) collect_limbs(transition);
    }
    for (const semantics::Deadline& deadline : model_.deadlines) {
        if (model_.states[deadline.state].of == of_) collect(deadline.due);
    }
    for (const semantics::When& when : model_.whens) {
        if (model_.states[when.state].of == of_) collect(when.condition);
    }
    for (const semantics::EventId event : type.events) {
        if (model_.events[event].at_most > 0) counter_of_.try_emplace({0u, event.value}, static_cast<std::uint32_t>(counter_of_.size()));
    }
    if (watch_.on) collect_watch();
    // Every fact, so that a way can be shown with values that keep all bounds.
    for (const semantics::FactId fact : type.facts) {
        const Type& of = model_.facts[fact].type;
        if (of.kind != TypeKind::kind || model_.kinds[of.of].members.size() <= kMostClasses) add_slot({SlotKind::fact, fact.value}, of);
    }
    // Bounds of facts that rules read may read other facts; those are read as well, until nothing is new.
    for (std::size_t before = 0; before != points_.size() + data_.size();) {
        before = points_.size() + data_.size();
        for (const semantics::FactId fact : type.facts) {
            const SlotKey key{SlotKind::fact, fact.value};
            if (point_of_.contains(key) || slot_of_.contains(key)) collect(model_.facts[fact].check);
        }
    }
    latches_.resize(model_.states.size());
    for (const StateId state : model_.states.ids()) {
        if (model_.states[state].of == of_) collect_latches(state);
    }
    const auto note = [&](const Transition& transition) {
        for (const semantics::Limb& limb : transition.limbs) {
            if (limb.instant.valid()) compare_with_now(limb.instant);
        }
    };
    for (const Transition& transition : model_.transitions) {
        if (transition.of == of_) note(transition);
    }
    for (const semantics::Deadline& deadline : model_.deadlines) {
        if (model_.states[deadline.state].of == of_) compare_with_now(deadline.due);
    }
}

void open_slot(const Slots& slots, const Slot& slot, Situation& in) {
    if (slot.absence != kNoIndex) in.open_domain(slot.absence, 3);
    if (slot.counted) {
        in.forget_number(slot.number);
        if (slot.type.high < kWide) (void)in.numbers.tighten(slot.number, 0, slot.type.high);
        if (slot.type.low > -kWide) (void)in.numbers.tighten(0, slot.number, -slot.type.low);
        return;
    }
    const std::uint32_t count = slot.type.kind == TypeKind::set ? slot.classes : 1;
    for (std::uint32_t i = 0; i < count; ++i) in.open_domain(slot.domain + i, slots.full_domains()[slot.domain + i]);
}

}  // namespace recourse::explore
