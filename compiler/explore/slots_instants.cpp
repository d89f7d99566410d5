// The instants among the columns: which of them rules keep, count from one another and compare.
#include <algorithm>

#include "compiler/explore/expressions.h"
#include "compiler/explore/slots.h"
#include "compiler/graph/movement.h"
#include "compiler/graph/state_graph.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::Expr;
using semantics::ExprId;
using semantics::ExprKind;
using semantics::Occurrence;
using semantics::StateId;
using semantics::Transition;
using semantics::TransitionId;
using semantics::TypeKind;

// ---- what has passed stays so ------------------------------------------------------------------------------------------------

void Slots::add_latch(StateId state, ExprId instant, bool compared) {
    if (!instant.valid() || latch(state, instant) || !graph::Movement(model_, of_).moves(state, instant)) return;
    latches_[state.index()].push_back({instant, add_point({SlotKind::latch, state.value, instant.value}), compared});
}

void Slots::collect_latches(StateId state) {
    const semantics::State& of = model_.states[state];
    const auto windows = [&](const std::vector<TransitionId>& rules) {
        for (const TransitionId rule : rules) {
            for (const semantics::Limb& limb : model_.transitions[rule].limbs) {
                if (limb.kind == semantics::LimbKind::until) add_latch(state, limb.instant, false);
            }
        }
    };
    for (const semantics::DeadlineId id : of.deadlines) add_latch(state, model_.deadlines[id].due, of.deadlines.size() > 1);
    for (const semantics::DeadlineId id : of.deadlines) windows(model_.deadlines[id].transitions);
    windows(of.on);
    for (const semantics::WhenId id : of.whens) windows(model_.whens[id].transitions);
}

// ---- the watch ---------------------------------------------------------------------------------------------------------------

void Slots::collect_watch() {
    const std::uint32_t since = add_point({SlotKind::watch});
    for (const ExprId condition : watch_.given) collect(condition);
    collect(watch_.condition);
    if (watch_.within) watch_limit_ = calendar(ExprKind::after_period, *watch_.within, {Moment::Kind::point, since, 0});
}

void Slots::relate_watch() {
    for (const ExprId condition : watch_.given) relate(condition);
    relate(watch_.condition);
    if (watch_limit_) note_distance(*watch_limit_);
}

// ---- instants ----------------------------------------------------------------------------------------------------------------

Moment Slots::calendar(ExprKind operation, std::int64_t period, Moment of) {
    if (of.kind != Moment::Kind::point) return of;
    const auto later = [&](std::int64_t by) { return Moment{Moment::Kind::point, of.point, of.offset + by}; };
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(period)});
    Reach reach{0, times_.longest_day()};
    switch (operation) {
        case ExprKind::just_before: return later(-1);
        case ExprKind::date_of:
        case ExprKind::start_of_day:
            if (!times_.same_offset()) break;
            {
                Moment end = calendar(ExprKind::end_of_day, 0, of);
                end.offset -= day_ms - 1;
                return end;
            }
        case ExprKind::start_of_date: return of;
        case ExprKind::end_of_date:
            if (times_.same_offset()) return later(day_ms - 1);
            break;
        case ExprKind::after_period:
            reach = times_.after(period);
            if (reach.least == reach.most) return later(reach.least);
            if (times_.same_offset() && (parts.unit == Unit::days || parts.unit == Unit::weeks) && (parts.rules & ~period_counts_first) == 0) {
                Moment end = calendar(ExprKind::end_of_day, 0, of);
                end.offset += (parts.count * (parts.unit == Unit::weeks ? 7 : 1) - (parts.rules == 0 ? 0 : 1)) * day_ms;
                return end;
            }
            break;
        case ExprKind::before_period:
            reach = times_.before(period);
            if (reach.least == reach.most) return later(-reach.least);
            break;
        case ExprKind::roll: reach = {0, times_.longest_roll()}; break;
        default: break;
    }
    // The end of the day of an end of a day is itself.
    if (operation == ExprKind::end_of_day && times_.same_offset() && points_[of.point].key.operation == ExprKind::end_of_day &&
        of.offset % day_ms == 0) {
        return of;
    }
    if (of.point == 0) {
        if (complete_ && !point_of_.contains(kStamp)) {
            obstacles_.emplace_back("an instant that no rule was seen to speak of");
            return of;
        }
        of.point = add_point(kStamp);
    }
    SlotKey key{SlotKind::calendar, of.point};
    key.operation = operation;
    key.period = period;
    key.offset = of.offset;
    const bool fresh = !point_of_.contains(key);
    if (fresh && complete_) {
        obstacles_.emplace_back("an instant that no rule was seen to speak of");
        return of;
    }
    const std::uint32_t point = add_point(key);
    if (fresh) {
        points_[point].base = of.point;
        points_[point].reach = operation == ExprKind::before_period || operation == ExprKind::start_of_day || operation == ExprKind::date_of
                                   ? Reach{-reach.most, -reach.least}
                                   : reach;
        points_[of.point].hangers.push_back(point);
    }
    return {Moment::Kind::point, point, 0};
}

Moment Slots::constant(const Expr& e) const {
    const bool date = e.type.kind == TypeKind::date;
    const std::int64_t at = date ? start_of_date(times_.zone().view(), static_cast<Day>(e.number)).value : e.number;
    return {Moment::Kind::point, point({SlotKind::epoch}).value_or(0), at};
}

Slots::Fixed Slots::find_fixed(ExprId id) {
    const Expr& e = model_.exprs[id];
    const auto counted = [&](ExprId from, std::int64_t period) {
        Fixed made = fixed(from);
        if (made.anchor != kNoIndex) made.moment = calendar(e.kind, period, made.moment);
        return made;
    };
    switch (e.kind) {
        case ExprKind::constant: return is_instant(e.type) ? Fixed{0, constant(e)} : Fixed{};
        case ExprKind::after_period:
        case ExprKind::before_period: {
            const Expr& period = model_.exprs[e.children[0]];
            return period.kind == ExprKind::constant ? counted(e.children[1], period.number) : Fixed{};
        }
        case ExprKind::end_of_day:
        case ExprKind::start_of_day:
        case ExprKind::end_of_date:
        case ExprKind::start_of_date:
        case ExprKind::date_of:
        case ExprKind::roll:
        case ExprKind::just_before: return counted(e.children[0], 0);
        default: break;
    }
    const auto key = slot_key(e);
    const auto known = key ? point(*key) : std::nullopt;
    return known && points_[*known].absence == kNoIndex ? Fixed{*known, {Moment::Kind::point, *known, 0}} : Fixed{};
}

std::uint64_t Slots::literal(const std::string& text) const {
    return static_cast<std::uint64_t>(std::find(literals_.begin(), literals_.end(), text) - literals_.begin());
}

std::optional<Reach> Slots::apart(std::uint32_t first, std::uint32_t second) const {
    const SlotKey &a = points_[first].key, &b = points_[second].key;
    if (a.operation != ExprKind::after_period || b.operation != ExprKind::after_period || a.offset != b.offset) return std::nullopt;
    if (const auto reach = times_.apart(a.period, b.period)) return reach;
    if (const auto reach = times_.apart(b.period, a.period)) return Reach{-reach->most, -reach->least};
    return std::nullopt;
}

std::vector<Moment> Slots::moments(ExprId id) {
    const Expr& e = model_.exprs[id];
    std::vector<Moment> all;
    const auto add = [&](const Moment& one) {
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    };
    const auto children = [&](std::size_t first, std::size_t step) {
        for (std::size_t i = first; i < e.children.size(); i += step) {
            for (const Moment& one : moments(e.children[i])) add(one);
        }
    };
    switch (e.kind) {
        case ExprKind::never: return {{Moment::Kind::never}};
        case ExprKind::absent: return {{Moment::Kind::absent}};
        case ExprKind::now: return {{Moment::Kind::point, 0, 0}};
        case ExprKind::constant: add_point({SlotKind::epoch}); return {constant(e)};
        case ExprKind::smaller:
        case ExprKind::larger: children(0, 1); return all;
        case ExprKind::choose:
            for (std::size_t i = 1; i < e.children.size(); i += 2) {
                for (const Moment& one : moments(e.children[i])) add(one);
            }
            if (e.children.size() % 2 == 1) {
                for (const Moment& one : moments(e.children.back())) add(one);
            }
            return all;
        case ExprKind::after_period:
        case ExprKind::before_period: {
            std::set<std::int64_t> periods;
            const auto is_length = [](const Expr& part) {
                return part.kind == ExprKind::constant && (part.type.kind == TypeKind::period || part.type.kind == TypeKind::duration);
            };
            walk(model_, e.children[0], [&](ExprId, const Expr& part) {
                if (is_length(part)) periods.insert(part.number);
                if (slot_key(part) && part.type.kind == TypeKind::duration) obstacles_.emplace_back("a duration that an event or a fact brings");
                if (part.kind == ExprKind::decision_result) {
                    for (const semantics::DecisionRow& row : model_.decisions[part.decision].rows) {
                        for (const semantics::RowResult& result : row.results) {
                            walk(model_, result.value, [&](ExprId, const Expr& inner) {
                                if (is_length(inner)) periods.insert(inner.number);
                            });
                        }
                    }
                }
            });
            for (const Moment& anchor : moments(e.children[1])) {
                for (const std::int64_t period : periods) add(calendar(e.kind, period, anchor));
            }
            return all;
        }
        case ExprKind::end_of_day:
        case ExprKind::start_of_day:
        case ExprKind::end_of_date:
        case ExprKind::start_of_date:
        case ExprKind::date_of:
        case ExprKind::roll:
        case ExprKind::just_before:
            for (const Moment& anchor : moments(e.children[0])) add(calendar(e.kind, 0, anchor));
            return all;
        default: break;
    }
    if (const auto key = slot_key(e)) {
        if (const auto known = point(*key)) return {{Moment::Kind::point, *known, 0}};
    }
    obstacles_.emplace_back("an instant that is computed");
    return {{Moment::Kind::never}};
}

void Slots::note_distance(const Moment& moment) {
    if (moment.kind != Moment::Kind::point) return;
    look_back(moment.point, moment.offset + 1);
}

void Slots::compare_with_now(ExprId id) {
    for (const Moment& one : moments(id)) note_distance(one);
}

// Comparisons in a condition: which points are read where.
void Slots::relate(ExprId root) {
    walk(model_, root, [&](ExprId, const Expr& e) {
        if (e.kind == ExprKind::has_passed) return compare_with_now(e.children[0]);
        const bool compares = e.kind == ExprKind::equal || e.kind == ExprKind::not_equal || e.kind == ExprKind::less ||
                              e.kind == ExprKind::at_most || e.kind == ExprKind::greater || e.kind == ExprKind::at_least;
        if (!compares || !is_instant(model_.exprs[e.children[0]].type)) return;
        for (const Moment& a : moments(e.children[0])) {
            for (const Moment& b : moments(e.children[1])) {
                if (a.kind != Moment::Kind::point || b.kind != Moment::Kind::point) continue;
                if (a.point == 0) note_distance({Moment::Kind::point, b.point, b.offset - a.offset});
                if (b.point == 0) note_distance({Moment::Kind::point, a.point, a.offset - b.offset});
                compare(a.point, b.point, b.offset - a.offset - 1);
                compare(b.point, a.point, a.offset - b.offset - 1);
            }
        }
    });
}

// How far a last instant lies behind the one at which its clock stopped is read when it runs again, however long that is: neither of the two
// is ever so far back that it does not matter.
void Slots::relate_resumption(const Expr& resumed) {
    constexpr std::int64_t kAllTime = std::int64_t{1} << 50;
    for (const std::size_t child : {std::size_t{0}, std::size_t{1}}) {
        for (const Moment& one : moments(resumed.children[child])) {
            if (one.kind != Moment::Kind::point) continue;
            for (std::uint32_t point = one.point;; point = points_[point].base) {
                look_back(point, kAllTime);
                if (points_[point].key.kind != SlotKind::calendar) break;
            }
        }
    }
    (void)moments(resumed.children[2]);
}

void Slots::relate() {
    for (const Transition& transition : model_.transitions) {
        if (transition.of != of_) continue;
        for (const semantics::Limb& limb : transition.limbs) relate(limb.condition);
        for (const semantics::Action& action : transition.actions) {
            if (!action.value.valid()) continue;
            const Expr& value = model_.exprs[action.value];
            if (value.kind == ExprKind::resumed) relate_resumption(value);
            else if (action.record.valid() && model_.records[action.record].instant) (void)moments(action.value);
        }
    }
    for (const semantics::When& when : model_.whens) {
        if (model_.states[when.state].of == of_) relate(when.condition);
    }
    for (const semantics::FactId fact : model_.cases[of_].facts) {
        const SlotKey key{SlotKind::fact, fact.value};
        if (point_of_.contains(key) || slot_of_.contains(key)) relate(model_.facts[fact].check);
    }
    clocks_.greatest.resize(points_.size(), ClockBounds::never_compared);
}

}  // namespace recourse::explore
