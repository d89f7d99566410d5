// Instants as rules read them.
#include <algorithm>

#include "compiler/explore/reader.h"

namespace recourse::explore {

using semantics::Expr;
using semantics::ExprId;
using semantics::ExprKind;
using semantics::TypeKind;

// ---- instants ----------------------------------------------------------------------------------------------------------------

bool Reader::passed(const Moment& moment) {
    if (moment.kind == Moment::Kind::never) return false;
    if (moment.kind == Moment::Kind::absent) return true;
    return within(moment.point, 0, -moment.offset - 1);
}

void Reader::decide_orders() {
    in_.orders.clear();
    for (const Slots::Order& order : slots_.orders()) {
        // What only this step can read is not compared any more.
        const auto stands = [&](std::uint32_t point) { return in_.known[point] != 0 && !slots_.passing(point); };
        const bool known = stands(order.x) && stands(order.y);
        in_.orders.push_back(!known ? 0 : within(order.x, order.y, order.bound) ? 1 : 2);
    }
}

bool Reader::earlier(const Moment& a, const Moment& b) {
    if (a.kind == Moment::Kind::never) return false;
    if (b.kind == Moment::Kind::never) return true;
    if (a.kind == Moment::Kind::absent || b.kind == Moment::Kind::absent) return a.kind != b.kind && a.kind == Moment::Kind::absent;
    slots_.compare(a.point, b.point, b.offset - a.offset - 1);
    return within(a.point, b.point, b.offset - a.offset - 1);
}

bool Reader::passed(ExprId id, std::int64_t shift, const Call* call) {
    if (const Slots::Fixed& fixed = slots_.fixed(id); fixed.anchor != kNoIndex) {
        return in_.known[fixed.anchor] != 0 && within(fixed.moment.point, 0, -(fixed.moment.offset + shift) - 1);
    }
    const Leaf leaf = resolve(id, call);
    if (!leaf.id.valid()) return false;
    const Expr& e = expr(leaf.id);
    if (e.kind == ExprKind::just_before) return passed(e.children[0], shift - 1, leaf.call);
    const auto one = [&](ExprId child) { return passed(child, shift, leaf.call); };
    if (e.kind == ExprKind::smaller) return std::any_of(e.children.begin(), e.children.end(), one);
    if (e.kind == ExprKind::larger) return std::all_of(e.children.begin(), e.children.end(), one);
    Moment at = moment(leaf.id, leaf.call);
    at.offset += shift;
    return passed(at);
}

Moment Reader::moment(ExprId id, const Call* call) {
    if (const Slots::Fixed& fixed = slots_.fixed(id); fixed.anchor != kNoIndex) {
        return in_.known[fixed.anchor] != 0 ? fixed.moment : Moment{Moment::Kind::never};
    }
    const Leaf leaf = resolve(id, call);
    if (!leaf.id.valid()) return {Moment::Kind::absent};
    const Expr& e = expr(leaf.id);
    switch (e.kind) {
        case ExprKind::never: return {Moment::Kind::never};
        case ExprKind::absent: return {Moment::Kind::absent};
        case ExprKind::now: return {Moment::Kind::point, 0, now_};
        case ExprKind::smaller:
        case ExprKind::larger: {
            Moment best = moment(e.children[0], leaf.call);
            for (std::size_t i = 1; i < e.children.size(); ++i) {
                const Moment other = moment(e.children[i], leaf.call);
                if (e.kind == ExprKind::smaller ? earlier(other, best) : earlier(best, other)) best = other;
            }
            return best;
        }
        case ExprKind::after_period:
        case ExprKind::before_period: {
            const Number period = number(e.children[0], leaf.call);
            return slots_.calendar(e.kind, period.low, moment(e.children[1], leaf.call));
        }
        case ExprKind::end_of_day:
        case ExprKind::start_of_day:
        case ExprKind::end_of_date:
        case ExprKind::start_of_date:
        case ExprKind::date_of:
        case ExprKind::roll:
        case ExprKind::just_before: return slots_.calendar(e.kind, 0, moment(e.children[0], leaf.call));
        case ExprKind::constant: return slots_.constant(e);
        default: break;
    }
    const auto key = slot_key(e);
    const auto point = key ? slots_.point(*key) : std::nullopt;
    if (!point) {
        inexact_ = true;
        return {Moment::Kind::never};
    }
    if (absent(slots_.points()[*point].absence)) return {e.type.kind == TypeKind::instant ? Moment::Kind::never : Moment::Kind::absent};
    if (in_.known[*point] == 0) return {Moment::Kind::never};
    return {Moment::Kind::point, *point, 0};
}

void Reader::boundaries(ExprId id, std::vector<Moment>& into) {
    const auto add = [&](const Moment& at) {
        if (at.kind == Moment::Kind::point && at.point != 0 && std::find(into.begin(), into.end(), at) == into.end()) into.push_back(at);
    };
    if (slots_.fixed(id).anchor != kNoIndex) return add(moment(id));
    const Leaf leaf = resolve(id, nullptr);
    if (!leaf.id.valid()) return;
    const Expr& e = expr(leaf.id);
    if (e.kind == ExprKind::smaller || e.kind == ExprKind::larger) {
        for (const ExprId child : e.children) boundaries(child, into);
        return;
    }
    add(moment(leaf.id, leaf.call));
}

}  // namespace recourse::explore
