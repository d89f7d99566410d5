// Random conditions over a small model, and what they are worth in a world of it, as the runtime would evaluate them.
#pragma once

#include "compiler/explore/guards.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <random>

#include "recourse/time.hpp"

namespace random_conditions {

using namespace recourse::semantics;
using namespace recourse::explore;
using recourse::never;

inline constexpr std::int64_t kAbsent = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kLatest = 7;   // instants are enumerated from 0 to here: enough for the small distances below

inline Type type(TypeKind kind, std::int64_t low, std::int64_t high, bool optional = false) {
    Type result;
    result.kind = kind;
    result.low = low;
    result.high = high;
    result.optional = optional;
    return result;
}

// A world of a few facts, two events and now.
struct World {
    std::int64_t vip = 0, count = 0, maybe = kAbsent, fault = kAbsent, marks = 0, done = 0;
    std::int64_t first = never, second = never, now = 0;
};

class RandomConditions {
public:
    explicit RandomConditions(unsigned seed) : random_(seed) {
        kind_ = model.kinds.add({"Fault", {"a", "b", "c"}, {}, {}});
        fact("vip", type(TypeKind::boolean, 0, 1));
        fact("count", type(TypeKind::integer, 0, 3));
        fact("maybe", type(TypeKind::integer, 0, 3, true));
        fact("fault", of_kind(TypeKind::kind, true));
        fact("marks", of_kind(TypeKind::set, false));
        model.records.add({"done", 0, 2, 0, {}});
        event("first");
        event("second");
        model.zones.clear();
    }

    ExprId condition(int depth) {
        const int choice = pick(0, depth == 0 ? 5 : 9);
        switch (choice) {
            case 0: return fact_of(0);
            case 1: return compare(number(depth), number(depth));
            case 2: return compare(fact_of(3), pick(0, 3) == 0 ? absent(of_kind(TypeKind::kind, true)) : constant(of_kind(TypeKind::kind, false), pick(0, 2)), true);
            case 3: return node(ExprKind::has_member, boolean(), {fact_of(4), constant(of_kind(TypeKind::kind, false), pick(0, 2))});
            case 4: return node(ExprKind::has_passed, boolean(), {instant(depth)});
            case 5: return compare(instant(depth), instant(depth));
            case 6: return node(ExprKind::logical_not, boolean(), {condition(depth - 1)});
            case 7: return node(ExprKind::is_set, boolean(), {pick(0, 1) == 0 ? fact_of(2) : event(0)});
            case 8: return node(ExprKind::logical_or, boolean(), {condition(depth - 1), condition(depth - 1)});
            default: return node(ExprKind::logical_and, boolean(), {condition(depth - 1), condition(depth - 1)});
        }
    }

    [[nodiscard]] std::int64_t value(ExprId id, const World& w) const {
        const Expr& e = model.exprs[id];
        const auto child = [&](std::size_t i) { return value(e.children[i], w); };
        switch (e.kind) {
            case ExprKind::constant: return e.number;
            case ExprKind::absent: return kAbsent;
            case ExprKind::never: return never;
            case ExprKind::now: return w.now;
            case ExprKind::fact: return std::vector{w.vip, w.count, w.maybe, w.fault, w.marks}[e.fact.index()];
            case ExprKind::record: return w.done;
            case ExprKind::event_instant: return e.event.index() == 0 ? w.first : w.second;
            case ExprKind::equal: return child(0) == child(1);
            case ExprKind::not_equal: return child(0) != child(1);
            case ExprKind::less: return child(0) < child(1);
            case ExprKind::at_most: return child(0) <= child(1);
            case ExprKind::greater: return child(0) > child(1);
            case ExprKind::at_least: return child(0) >= child(1);
            case ExprKind::logical_and: return child(0) != 0 && child(1) != 0;
            case ExprKind::logical_or: return child(0) != 0 || child(1) != 0;
            case ExprKind::logical_not: return child(0) == 0;
            case ExprKind::is_set: return child(0) != kAbsent && child(0) != never;
            case ExprKind::has_passed: return child(0) < w.now;
            case ExprKind::has_member: return (child(0) >> child(1)) & 1;
            case ExprKind::add: return child(0) + child(1);
            case ExprKind::smaller: return std::min(child(0), child(1));
            case ExprKind::larger: return std::max(child(0), child(1));
            case ExprKind::just_before: return child(0) == never ? never : child(0) - 1;
            case ExprKind::after_period:
                return child(1) == never ? never : child(1) + recourse::unpack(recourse::Period{static_cast<std::uint64_t>(child(0))}).count;
            case ExprKind::choose: return child(0) != 0 ? child(1) : child(2);
            default: ADD_FAILURE() << "not evaluated"; return 0;
        }
    }

    [[nodiscard]] bool some_world_fits(ExprId id) const {
        World w;
        // Only what the condition reads is varied.
        const auto over = [&](bool read, std::int64_t& value, std::int64_t low, std::int64_t high, std::int64_t beside,
                              const std::function<bool()>& then) {
            if (beside != 0) {
                value = beside;
                if (then()) return true;
            }
            for (value = low; value <= (read ? high : low); ++value) {
                if (then()) return true;
            }
            return false;
        };
        const auto fact = [&](std::size_t index) { return reads(id, ExprKind::fact, index); };
        const bool first = reads(id, ExprKind::event_instant, 0), second = reads(id, ExprKind::event_instant, 1);
        const auto instants = [&] {
            return over(true, w.now, 0, kLatest, 0, [&] {
                return over(first, w.first, 0, first ? w.now : 0, first ? never : 0, [&] {
                    return over(second, w.second, 0, second ? w.now : 0, second ? never : 0, [&] { return value(id, w) != 0; });
                });
            });
        };
        return over(fact(0), w.vip, 0, 1, 0, [&] {
            return over(fact(1), w.count, 0, 3, 0, [&] {
                return over(fact(2), w.maybe, 0, 3, fact(2) ? kAbsent : 0, [&] {
                    return over(fact(3), w.fault, 0, 2, fact(3) ? kAbsent : 0, [&] {
                        return over(fact(4), w.marks, 0, 7, 0, [&] { return over(true, w.done, 0, 2, 0, instants); });
                    });
                });
            });
        });
    }

    // Whether the expression reads that fact or event.
    [[nodiscard]] bool reads(ExprId id, ExprKind kind, std::size_t index) const {
        const Expr& e = model.exprs[id];
        if (e.kind == kind && (kind == ExprKind::fact ? e.fact.index() : e.event.index()) == index) return true;
        return std::any_of(e.children.begin(), e.children.end(), [&](ExprId child) { return reads(child, kind, index); });
    }

    Model model;

private:
    int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    static Type boolean() { return type(TypeKind::boolean, 0, 1); }
    [[nodiscard]] Type of_kind(TypeKind sort, bool optional) const {
        Type result;
        result.kind = sort;
        result.of = kind_;
        result.optional = optional;
        return result;
    }
    static Type instant_type() {
        Type result;
        result.kind = TypeKind::instant;
        return result;
    }
    void event(std::string name) {
        Event made;
        made.name = std::move(name);
        model.events.add(std::move(made));
    }
    void fact(const std::string& name, const Type& of) { model.facts.add({name, of, {}, {}, {}}); }
    ExprId node(ExprKind kind, const Type& of, std::vector<ExprId> children) {
        Expr e;
        e.kind = kind;
        e.type = of;
        e.children = std::move(children);
        return model.exprs.add(std::move(e));
    }
    ExprId constant(const Type& of, std::int64_t value) {
        const ExprId id = node(ExprKind::constant, of, {});
        model.exprs[id].number = value;
        return id;
    }
    ExprId absent(const Type& of) { return node(ExprKind::absent, of, {}); }
    ExprId fact_of(std::size_t index) {
        const ExprId id = node(ExprKind::fact, model.facts[FactId(index)].type, {});
        model.exprs[id].fact = FactId(index);
        return id;
    }
    ExprId event(std::size_t index) {
        const ExprId id = node(ExprKind::event_instant, instant_type(), {});
        model.exprs[id].event = EventId(index);
        return id;
    }
    ExprId compare(ExprId a, ExprId b, bool equality = false) {
        constexpr ExprKind kinds[] = {ExprKind::equal, ExprKind::not_equal, ExprKind::less, ExprKind::at_most, ExprKind::greater, ExprKind::at_least};
        return node(kinds[pick(0, equality ? 1 : 5)], boolean(), {a, b});
    }
    ExprId number(int depth) {
        const Type plain = type(TypeKind::integer, 0, 20);
        switch (pick(0, depth == 0 ? 3 : 6)) {
            case 0: return constant(plain, pick(0, 4));
            case 1: return fact_of(1);
            case 2: return fact_of(2);
            case 3: {
                const ExprId id = node(ExprKind::record, plain, {});
                model.exprs[id].record = RecordId(0);
                return id;
            }
            case 4: return node(ExprKind::add, plain, {fact_of(1), constant(plain, pick(-2, 2))});
            case 5: return node(ExprKind::choose, plain, {condition(depth - 1), number(depth - 1), number(depth - 1)});
            default: return node(pick(0, 1) == 0 ? ExprKind::smaller : ExprKind::larger, plain, {fact_of(1), constant(plain, pick(0, 3))});
        }
    }
    ExprId instant(int depth) {
        switch (pick(0, depth == 0 ? 2 : 5)) {
            case 0: return event(0);
            case 1: return event(1);
            case 2: return node(ExprKind::now, instant_type(), {});
            case 3: return node(ExprKind::just_before, instant_type(), {event(static_cast<std::size_t>(pick(0, 1)))});
            case 4: {
                const auto two = recourse::make_period(recourse::Unit::exact, recourse::Reading::to_the_minute, 2);
                return node(ExprKind::after_period, instant_type(), {constant(type(TypeKind::period, 0, 0), static_cast<std::int64_t>(two.bits)), event(static_cast<std::size_t>(pick(0, 1)))});
            }
            default: return node(pick(0, 1) == 0 ? ExprKind::smaller : ExprKind::larger, instant_type(), {event(0), event(1)});
        }
    }

    std::mt19937 random_;
    KindId kind_;
};

}  // namespace random_conditions
