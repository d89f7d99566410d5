#include "compiler/explore/reader.h"

#include <algorithm>

#include "compiler/explore/formula.h"
#include "compiler/graph/state_graph.h"
#include "compiler/semantics/types.h"

namespace recourse::explore {

using semantics::Expr;
using semantics::ExprId;
using semantics::ExprKind;
using semantics::TypeKind;

namespace {

bool is_instant(const semantics::Type& type) { return type.kind == TypeKind::instant || type.kind == TypeKind::date; }

bool is_number(const semantics::Type& type) {
    switch (type.kind) {
        case TypeKind::integer:
        case TypeKind::percent:
        case TypeKind::money:
        case TypeKind::duration:
        case TypeKind::period: return true;
        default: return false;
    }
}

Number no_number() {
    Number number;
    number.absent = true;
    return number;
}

}  // namespace

// ---- questions ---------------------------------------------------------------------------------------------------------------

bool Reader::decide(DifferenceBounds& bounds, std::uint32_t x, std::uint32_t y, std::int64_t bound) {
    if (x == y) return bound >= 0;
    const auto [there, back] = bounds.both_ways(x, y);
    if (there <= bound) return true;
    if (back != DifferenceBounds::unbounded && back < -bound) return false;
    const bool yes = choices_.pick(2) == 0;
    if (!(yes ? bounds.tighten(x, y, bound) : bounds.tighten(y, x, -bound - 1))) impossible_ = true;
    return yes;
}

bool Reader::among(std::uint32_t domain, std::uint64_t classes) {
    std::uint64_t& open = in_.domain(domain);
    if ((open & ~classes) == 0) return true;
    if ((open & classes) == 0) return false;
    const bool yes = choices_.pick(2) == 0;
    open &= yes ? classes : ~classes;
    return yes;
}

// ---- what stands behind choices ----------------------------------------------------------------------------------------------

bool Reader::decide_row(const semantics::DecisionRow& row, const Call* call) {
    return !row.condition.valid() || truth(row.condition, call);
}

Reader::Leaf Reader::resolve(ExprId id, const Call* call) {
    for (;;) {
        const Expr& e = expr(id);
        if (e.kind == ExprKind::parameter && call != nullptr) {
            id = (*call->arguments)[static_cast<std::size_t>(e.number)];
            call = call->outer;
        } else if (e.kind == ExprKind::choose) {
            ExprId chosen;
            for (std::size_t i = 0; i + 1 < e.children.size() && !chosen.valid(); i += 2) {
                if (truth(e.children[i], call)) chosen = e.children[i + 1];
            }
            if (!chosen.valid() && e.children.size() % 2 == 1) chosen = e.children.back();
            if (!chosen.valid()) return {ExprId(), call};
            id = chosen;
        } else if (e.kind == ExprKind::decision_result) {
            calls_.push_back(std::make_unique<Call>(Call{&e.children, call}));
            const Call* inner = calls_.back().get();
            const semantics::Decision& decision = model_.decisions[e.decision];
            const semantics::DecisionRow* answer = nullptr;
            for (const std::uint32_t index : decision.order) {
                if (!decide_row(decision.rows[index], inner)) continue;
                answer = &decision.rows[index];
                break;
            }
            const auto result = static_cast<std::size_t>(e.number);
            if (answer == nullptr || result >= answer->results.size() || answer->results[result].undecided) {
                failed_ = true;
                return {ExprId(), call};
            }
            id = answer->results[result].value;
            call = inner;
        } else {
            return {id, call};
        }
    }
}

// ---- conditions --------------------------------------------------------------------------------------------------------------

bool Reader::limb(const semantics::Limb& limb, semantics::StateId owner) {
    switch (limb.kind) {
        case semantics::LimbKind::condition: return truth(limb.condition);
        case semantics::LimbKind::from: return passed(limb.instant);
        case semantics::LimbKind::until: break;
    }
    return !passed(limb.instant, owner);
}

bool Reader::passed(ExprId instant, semantics::StateId owner) {
    const auto latch = owner.valid() ? slots_.latch(owner, instant) : std::nullopt;
    return (latch && in_.known[*latch] != 0) || passed(instant);
}

Moment Reader::moment(ExprId instant, semantics::StateId owner) {
    const auto latch = owner.valid() ? slots_.latch(owner, instant) : std::nullopt;
    return latch && in_.known[*latch] != 0 ? Moment{Moment::Kind::point, *latch, 0} : moment(instant);
}

bool Reader::truth(ExprId id, const Call* call) {
    const Leaf leaf = resolve(id, call);
    if (!leaf.id.valid() || impossible_) return false;
    const Expr& e = expr(leaf.id);
    const auto all = [&](bool wanted) {
        return std::all_of(e.children.begin(), e.children.end(), [&](ExprId child) { return truth(child, leaf.call) == wanted; });
    };
    switch (e.kind) {
        case ExprKind::constant: return e.number != 0;
        case ExprKind::logical_and: return all(true);
        case ExprKind::logical_or: return !all(false);
        case ExprKind::logical_not: return !truth(e.children[0], leaf.call);
        case ExprKind::equal:
        case ExprKind::not_equal:
        case ExprKind::less:
        case ExprKind::at_most:
        case ExprKind::greater:
        case ExprKind::at_least: return comparison(e, leaf.call);
        case ExprKind::is_set: return is_set(e.children[0], leaf.call);
        case ExprKind::has_passed: return passed(e.children[0], 0, leaf.call);
        case ExprKind::has_member: {
            const Number member = number(e.children[1], leaf.call);
            return has_member(e.children[0], static_cast<std::uint32_t>(member.low), leaf.call);
        }
        case ExprKind::in_state:
            return std::any_of(in_.leaves.begin(), in_.leaves.end(),
                               [&](semantics::StateId at) { return graph::lies_in(model_, at, e.state); });
        default: {
            const OneOf value = one_of(leaf.id, leaf.call);
            if (value.absent) return false;
            return value.slot == nullptr ? value.constant != 0 : among(value.slot->domain, 2);
        }
    }
}

bool Reader::comparison(const Expr& e, const Call* call) {
    const Leaf left = resolve(e.children[0], call), right = resolve(e.children[1], call);
    if (!left.id.valid() || !right.id.valid()) return false;
    const semantics::Type& type = expr(left.id).kind == ExprKind::absent ? expr(right.id).type : expr(left.id).type;
    if (is_instant(type)) return compare_instants(e, call);
    if (is_number(type)) return compare_numbers(e, call);
    bool same = false;
    if (type.kind == TypeKind::boolean) {
        const bool a = truth(e.children[0], call);
        same = a == truth(e.children[1], call);
    } else if (type.kind == TypeKind::set) {
        same = same_set(e.children[0], e.children[1], call);
    } else {
        same = same_class(e.children[0], e.children[1], call);
    }
    return same == (e.kind == ExprKind::equal);
}

bool Reader::compare_instants(const Expr& e, const Call* call) {
    const Moment a = moment(e.children[0], call), b = moment(e.children[1], call);
    switch (e.kind) {
        case ExprKind::less: return earlier(a, b);
        case ExprKind::at_most: return !earlier(b, a);
        case ExprKind::greater: return earlier(b, a);
        case ExprKind::at_least: return !earlier(a, b);
        default: {
            const bool same = !earlier(a, b) && !earlier(b, a);
            return same == (e.kind == ExprKind::equal);
        }
    }
}

bool Reader::compare_numbers(const Expr& e, const Call* call) {
    if (const auto answer = compare_rows(e)) return *answer;
    const Number a = number(e.children[0], call), b = number(e.children[1], call);
    switch (e.kind) {
        case ExprKind::less: return !at_most(b, a);
        case ExprKind::at_most: return at_most(a, b);
        case ExprKind::greater: return !at_most(a, b);
        case ExprKind::at_least: return at_most(b, a);
        default: {
            const bool same = at_most(a, b) && at_most(b, a);
            return same == (e.kind == ExprKind::equal);
        }
    }
}

// Two single values, as most comparisons are of.
std::optional<bool> Reader::compare_rows(const Expr& e) {
    const Slots::RowRead &a = slots_.row_read(e.children[0]), &b = slots_.row_read(e.children[1]);
    if (a.row == kNoIndex || b.row == kNoIndex) return std::nullopt;
    const auto at_most = [&](const Slots::RowRead& x, const Slots::RowRead& y) { return rows_within(x.row, y.row, y.offset - x.offset); };
    switch (e.kind) {
        case ExprKind::less: return !at_most(b, a);
        case ExprKind::at_most: return at_most(a, b);
        case ExprKind::greater: return !at_most(a, b);
        case ExprKind::at_least: return at_most(b, a);
        default: return (at_most(a, b) && at_most(b, a)) == (e.kind == ExprKind::equal);
    }
}

bool Reader::at_most(const Number& a, const Number& b) {
    if (a.absent || b.absent) return a.absent;
    const Number difference = plus(a, b, -1, in_.numbers);
    const auto floor = [](std::int64_t number, std::int64_t divisor) {
        return number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor);
    };
    if (difference.exact()) {
        const std::int64_t rest = not_above_zero(difference).bound;   // Σ parts <= rest
        if (difference.parts.empty()) return rest >= 0;
        const auto [x, k] = difference.parts.front();
        if (difference.parts.size() == 1) {
            return k > 0 ? rows_within(x, 0, floor(rest, k)) : rows_within(0, x, floor(rest, -k));
        }
        const auto [y, m] = difference.parts.back();
        if (difference.parts.size() == 2 && k == -m) {
            return k > 0 ? rows_within(x, y, floor(rest, k)) : rows_within(y, x, floor(rest, m));
        }
    }
    const auto [low, high] = range(difference);
    if (high <= 0) return true;
    if (low > 0) return false;
    const bool yes = choices_.pick(2) == 0;
    if (difference.exact()) {
        in_.sums.add(yes ? not_above_zero(difference) : above_zero(difference), in_.numbers);
        judge_numbers();
    } else {
        inexact_ = true;
    }
    return yes;
}

bool Reader::rows_within(std::uint32_t x, std::uint32_t y, std::int64_t bound) {
    const bool yes = decide(in_.numbers, x, y, bound);
    judge_numbers();
    return yes;
}

void Reader::judge_numbers() {
    if (in_.sums.empty() || impossible_) return;
    const Verdict verdict = sums_.judge(in_.numbers, in_.sums);
    impossible_ = verdict == Verdict::unsatisfiable;
    inexact_ = inexact_ || verdict == Verdict::undecided;
}

void Reader::note_equal(std::uint32_t row, const Number& value) {
    Number itself;
    itself.parts = {{row, 1}};
    const Number above = plus(value, itself, -1, in_.numbers), below = plus(itself, value, -1, in_.numbers);
    if (!above.exact() || !below.exact()) {
        inexact_ = true;
        return;
    }
    in_.sums.add(not_above_zero(above), in_.numbers);
    in_.sums.add(not_above_zero(below), in_.numbers);
}

// ---- values ------------------------------------------------------------------------------------------------------------------

// What an event brings, before it has happened.
bool Reader::reads_too_early(const SlotKey& key, ExprId read) {
    if (key.kind != SlotKind::field && key.kind != SlotKind::party) return false;
    const auto event = slots_.point({SlotKind::instant, key.id, 0, key.occurrence});
    if (!event || in_.known[*event] != 0) return false;
    absent_reads_.push_back(read);
    return true;
}

Number Reader::number(ExprId id, const Call* call) {
    const Leaf leaf = resolve(id, call);
    if (!leaf.id.valid()) return no_number();
    const Expr& e = expr(leaf.id);
    switch (e.kind) {
        case ExprKind::constant: return between(e.number, e.number);
        case ExprKind::absent: return no_number();
        case ExprKind::add:
        case ExprKind::subtract:
        case ExprKind::multiply:
        case ExprKind::negate:
        case ExprKind::smaller:
        case ExprKind::larger: return arithmetic(e, leaf.call);
        case ExprKind::divide: return divided_number(number(e.children[0], leaf.call), e);
        default: break;
    }
    const auto key = slot_key(e);
    const Slot* slot = key ? slots_.slot(*key) : nullptr;
    if (slot == nullptr || !slot->counted) {
        inexact_ = true;
        return between(std::max(e.type.low, -kWide), std::min(e.type.high, kWide));
    }
    if (reads_too_early(*key, leaf.id) || absent(slot->absence)) return no_number();
    Number value;
    value.parts = {{slot->number, 1}};
    return value;
}

Number Reader::arithmetic(const Expr& e, const Call* call) {
    Number result = number(e.children[0], call);
    if (e.kind == ExprKind::negate && !result.absent) result = times(result, -1, in_.numbers);
    for (std::size_t i = 1; i < e.children.size(); ++i) {
        const Number other = number(e.children[i], call);
        if (result.absent || other.absent) {
            failed_ = true;
            return no_number();
        }
        if (e.kind == ExprKind::smaller || e.kind == ExprKind::larger) {
            const bool first_is_less = at_most(result, other);
            if (first_is_less != (e.kind == ExprKind::smaller)) result = other;
            continue;
        }
        if (e.kind == ExprKind::multiply) {
            const Number& factor = result.constant() ? result : other;
            const Number& of = result.constant() ? other : result;
            constexpr std::int64_t kFactor = std::int64_t{1} << 24;
            const auto [low, high] = range(of);
            if (factor.constant() && std::abs(factor.low) < kFactor && std::max(std::abs(low), std::abs(high)) < (std::int64_t{1} << 37)) {
                result = times(of, factor.low, in_.numbers);
            } else {
                inexact_ = true;
                result = between(-kWide, kWide);
            }
            continue;
        }
        result = plus(result, other, e.kind == ExprKind::subtract ? -1 : 1, in_.numbers);
    }
    return result;
}

Number Reader::divided_number(const Number& of, const Expr& e) {
    // By a number that varies: known by its bounds alone.
    if (e.children.size() > 1 && !of.absent) {
        inexact_ = true;
        return between(std::max(e.type.low, -kWide), std::min(e.type.high, kWide));
    }
    const std::int64_t divisor = expr(e.children[0]).type.divisor;
    return of.absent || divisor == 1 ? of : divided(of, divisor, e.rounding, in_.numbers);
}

Reader::OneOf Reader::one_of(ExprId id, const Call* call) {
    const Leaf leaf = resolve(id, call);
    if (!leaf.id.valid()) return OneOf{true, nullptr, 0};
    const Expr& e = expr(leaf.id);
    if (e.kind == ExprKind::constant) return {false, nullptr, static_cast<std::uint64_t>(e.number)};
    if (e.kind == ExprKind::absent) return OneOf{true, nullptr, 0};
    if (e.kind == ExprKind::text_literal) return {false, nullptr, slots_.literal(e.text)};
    if (e.type.kind == TypeKind::boolean && !slot_key(e)) return {false, nullptr, truth(leaf.id, leaf.call) ? 1u : 0u};
    const auto key = slot_key(e);
    const Slot* slot = key ? slots_.slot(*key) : nullptr;
    if (slot == nullptr || slot->counted) {
        inexact_ = true;
        return OneOf{true, nullptr, 0};
    }
    if (reads_too_early(*key, leaf.id) || absent(slot->absence)) return OneOf{true, nullptr, 0};
    // Without a text: the last of its classes.
    if (slot->type.kind == TypeKind::text && slot->type.optional && among(slot->domain, std::uint64_t{1} << (slot->classes - 1))) return OneOf{true, nullptr, 0};
    return {false, slot, 0};
}

bool Reader::same_class(ExprId left, ExprId right, const Call* call) {
    const OneOf a = one_of(left, call), b = one_of(right, call);
    if (a.absent || b.absent) return a.absent && b.absent;
    const auto bit = [](std::uint64_t of) { return std::uint64_t{1} << (of & 63); };
    if (a.slot == nullptr && b.slot == nullptr) return a.constant == b.constant;
    if (a.slot == nullptr) return among(b.slot->domain, bit(a.constant));
    if (b.slot == nullptr) return among(a.slot->domain, bit(b.constant));
    for (std::uint32_t one = 0; one < a.slot->classes; ++one) {
        if (among(a.slot->domain, bit(one))) return among(b.slot->domain, bit(one));
    }
    return false;
}

bool Reader::has_member(ExprId set, std::uint32_t member, const Call* call) {
    const Leaf leaf = resolve(set, call);
    if (!leaf.id.valid()) return false;
    const Expr& e = expr(leaf.id);
    if (e.kind == ExprKind::constant) return ((static_cast<std::uint64_t>(e.number) >> member) & 1) != 0;
    const OneOf value = one_of(leaf.id, leaf.call);
    return !value.absent && value.slot != nullptr && member < value.slot->classes && among(value.slot->domain + member, 2);
}

bool Reader::same_set(ExprId left, ExprId right, const Call* call) {
    if (is_set(left, call) != is_set(right, call)) return false;
    std::uint32_t members = 0;
    for (const ExprId id : {left, right}) {
        const semantics::KindId kind = expr(id).type.of;
        if (kind.valid()) members = static_cast<std::uint32_t>(model_.kinds[kind].members.size());
    }
    for (std::uint32_t member = 0; member < members; ++member) {
        if (has_member(left, member, call) != has_member(right, member, call)) return false;
    }
    return true;
}

bool Reader::is_set(ExprId id, const Call* call) {
    const Leaf leaf = resolve(id, call);
    if (!leaf.id.valid()) return false;
    const Expr& e = expr(leaf.id);
    if (e.kind == ExprKind::absent) return false;
    if (is_instant(e.type)) return moment(leaf.id, leaf.call).kind == Moment::Kind::point;
    const std::size_t reads = absent_reads_.size();
    const bool given = is_number(e.type) ? !number(leaf.id, leaf.call).absent : !one_of(leaf.id, leaf.call).absent;
    absent_reads_.resize(reads);   // asking whether it is there is no reading of it
    return given;
}

}  // namespace recourse::explore
