// Narrowing of intervals by sums and computed values: what makes bisection decide them.
#include <algorithm>

#include "compiler/explore/search_state.h"

namespace recourse::explore {

using semantics::ExprKind;
using semantics::Rounding;

std::optional<std::int64_t> divided(std::int64_t number, std::int64_t divisor, Rounding rounding) {
    if (divisor <= 0) return std::nullopt;
    const std::int64_t rest = ((number % divisor) + divisor) % divisor;
    const std::int64_t down = (number - rest) / divisor;
    switch (rounding) {
        case Rounding::down: return down;
        case Rounding::up: return down + (rest != 0 ? 1 : 0);
        case Rounding::half_up:   // ties away from zero, as the runtime does
            if (rest == divisor - rest) return number >= 0 ? down + 1 : down;
            return down + (rest > divisor - rest ? 1 : 0);
        case Rounding::half_even:
            if (rest == divisor - rest) return down + (down % 2 != 0 ? 1 : 0);
            return down + (rest > divisor - rest ? 1 : 0);
    }
    return std::nullopt;
}

bool SearchState::interval(const Term& term, std::int64_t& least, std::int64_t& most) const {
    if (term.kind != Term::Kind::number) return false;
    least = most = term.offset;
    for (const Part& part : term.parts) {
        std::int64_t a = 0, b = 0;
        if (__builtin_mul_overflow(part.factor, low(part.variable), &a) || __builtin_mul_overflow(part.factor, high(part.variable), &b)) return false;
        if (__builtin_add_overflow(least, std::min(a, b), &least) || __builtin_add_overflow(most, std::max(a, b), &most)) return false;
    }
    return true;
}

// Σ parts <= bound (or, upwards, >= bound): what the other parts leave to each.
bool SearchState::narrow_by(const SumAtom& sum, bool upwards, bool& changed) {
    const std::int64_t sign = upwards ? -1 : 1;
    for (const Part& part : sum.parts) {
        Term others;
        for (const Part& other : sum.parts) {
            if (other.variable != part.variable) others.parts.push_back({sign * other.factor, other.variable});
        }
        std::int64_t least = 0, most = 0, rest = 0;
        if (!interval(others, least, most) || __builtin_sub_overflow(sign * sum.bound, least, &rest)) return true;
        const std::int64_t factor = sign * part.factor;   // factor · x <= rest
        const std::int64_t size = factor < 0 ? -factor : factor;
        const std::int64_t before_low = low(part.variable), before_high = high(part.variable);
        const std::int64_t quotient = *divided(rest, size, Rounding::down);
        const bool fits = factor > 0 ? shrink(part.variable, before_low, quotient) : shrink(part.variable, -quotient, before_high);
        if (!fits) return false;
        changed = changed || before_low != low(part.variable) || before_high != high(part.variable);
    }
    return true;
}

bool SearchState::narrow_computed(VariableId id, bool& changed) {
    const Variable& variable = (*store_)[id];
    std::int64_t least = 0, most = 0;
    if (!interval(variable.operands[0], least, most)) return true;
    if (variable.operation == ExprKind::multiply) {
        std::int64_t low_b = 0, high_b = 0;
        if (!interval(variable.operands[1], low_b, high_b)) return true;
        std::int64_t corners[4] = {};
        if (__builtin_mul_overflow(least, low_b, &corners[0]) || __builtin_mul_overflow(least, high_b, &corners[1]) ||
            __builtin_mul_overflow(most, low_b, &corners[2]) || __builtin_mul_overflow(most, high_b, &corners[3])) return true;
        const auto [from, to] = std::minmax_element(std::begin(corners), std::end(corners));
        least = *from;
        most = *to;
    } else {
        const auto from = divided(least, variable.divisor, variable.rounding), to = divided(most, variable.divisor, variable.rounding);
        if (!from || !to) return true;
        least = *from;
        most = *to;
    }
    const std::int64_t before_low = low(id), before_high = high(id);
    if (!shrink(id, least, most)) return false;
    changed = changed || before_low != low(id) || before_high != high(id);
    return true;
}

bool SearchState::narrow() {
    constexpr int kMostRounds = 8;
    for (int round = 0; round < kMostRounds; ++round) {
        bool changed = false;
        for (const std::uint32_t index : sums_) {
            const SumAtom& sum = store_->sum(index);
            if (judge_sum(sum) == Known::no) return false;
            if (sum.relation == Relation::differs) continue;
            if (!narrow_by(sum, false, changed)) return false;
            if (sum.relation == Relation::equal && !narrow_by(sum, true, changed)) return false;
        }
        for (const VariableId id : *used_) {
            if ((*store_)[id].role == Role::computed && !narrow_computed(id, changed)) return false;
        }
        if (!changed) break;
        if (!simplify()) return false;
    }
    return true;
}

VariableId SearchState::least_known() const {
    VariableId widest = kZero;
    std::int64_t width = 0;
    const auto consider = [&](VariableId id) {
        const Role role = (*store_)[id].role;
        if (role == Role::computed || role == Role::unknown || high(id) - low(id) <= width) return;
        widest = id;
        width = high(id) - low(id);
    };
    for (const std::uint32_t index : sums_) {
        for (const Part& part : store_->sum(index).parts) consider(part.variable);
    }
    for (const VariableId id : *used_) {
        for (const Term& operand : (*store_)[id].operands) {
            for (const Part& part : operand.parts) consider(part.variable);
        }
    }
    return widest;
}

Atom SearchState::lower_half(VariableId id) const {
    return {id, kZero, Relation::at_most, low(id) + (high(id) - low(id)) / 2};
}

void SearchState::fix(const Assignment& values) {
    std::vector<bool> open(low_.size(), false);
    for (const VariableId id : *used_) {   // operands are older than what is computed from them
        const Variable& variable = (*store_)[id];
        bool rests_on_open = variable.role == Role::unknown;
        for (const Term& operand : variable.operands) {
            for (const Part& part : operand.parts) rests_on_open = rests_on_open || open[part.variable.index()];
        }
        open[id.index()] = rests_on_open;
        if (!rests_on_open) low_[id.index()] = high_[id.index()] = values[id.index()];
    }
}

}  // namespace recourse::explore
