#include "compiler/explore/formula.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace recourse::explore {

using semantics::ExprKind;

FormulaStore::FormulaStore() {
    Variable zero;
    zero.role = Role::zero;
    zero.low = zero.high = 0;
    variables_.add(std::move(zero));
    formulas_.add({Formula::Kind::truth, {}, 0, {}});
    formulas_.add({Formula::Kind::falsity, {}, 0, {}});
}

std::optional<VariableId> FormulaStore::known(const Key& key) const {
    const auto found = keys_.find(key);
    return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

VariableId FormulaStore::variable(const Key& key, Variable made) {
    if (const auto found = known(key)) return *found;
    made.low = std::max(made.low, -kWide);
    made.high = std::min(made.high, kWide);
    const VariableId id = variables_.add(std::move(made));
    keys_.emplace(key, id);
    return id;
}

std::size_t FormulaStore::KeyHash::operator()(const Key& key) const noexcept {
    std::uint64_t hash = key.size();
    for (const std::int64_t part : key) hash = (hash ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15U + (hash >> 29);
    return static_cast<std::size_t>(hash ^ (hash >> 32));
}

FormulaId FormulaStore::shared(const Key& key, Formula made) {
    const auto [found, fresh] = shared_.try_emplace(key);
    if (fresh) found->second = formulas_.add(std::move(made));
    return found->second;
}

FormulaId FormulaStore::atom(VariableId x, VariableId y, Relation relation, std::int64_t bound) {
    if (x == y) {
        const bool true_for_zero = relation == Relation::at_most ? bound >= 0 : (relation == Relation::equal) == (bound == 0);
        return true_for_zero ? truth() : falsity();
    }
    // Beyond every value: decided here, so that the search never overflows.
    if (bound > 2 * kWide) return relation == Relation::equal ? falsity() : truth();
    if (bound < -2 * kWide) return relation == Relation::differs ? truth() : falsity();
    if (x == kZero && relation != Relation::at_most) {
        std::swap(x, y);
        bound = -bound;
    }
    const Key key{static_cast<std::int64_t>(Formula::Kind::atom), x.value, y.value, static_cast<std::int64_t>(relation), bound};
    return shared(key, {Formula::Kind::atom, {x, y, relation, bound}, 0, {}});
}

namespace {

std::int64_t floor_division(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

std::vector<Part> normalised(std::vector<Part> parts) {
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.variable < b.variable; });
    std::vector<Part> result;
    for (const Part& part : parts) {
        if (!result.empty() && result.back().variable == part.variable) {
            result.back().factor += part.factor;
        } else {
            result.push_back(part);
        }
    }
    std::erase_if(result, [](const Part& part) { return part.factor == 0; });
    return result;
}

}  // namespace

FormulaId FormulaStore::linear(std::vector<Part> parts, Relation relation, std::int64_t bound) {
    parts = normalised(std::move(parts));
    if (parts.empty()) return atom(kZero, kZero, relation, bound);
    std::int64_t common = 0;
    for (const Part& part : parts) common = std::gcd(common, part.factor);
    if (relation != Relation::at_most && bound % common != 0) return relation == Relation::equal ? falsity() : truth();
    for (Part& part : parts) part.factor /= common;
    bound = floor_division(bound, common);
    if (parts.size() == 1) {
        return parts[0].factor > 0 ? atom(parts[0].variable, kZero, relation, bound) : atom(kZero, parts[0].variable, relation, bound);
    }
    if (parts.size() == 2 && parts[0].factor + parts[1].factor == 0 && (parts[0].factor == 1 || parts[0].factor == -1)) {
        const bool first_is_plus = parts[0].factor == 1;
        return atom(parts[first_is_plus ? 0 : 1].variable, parts[first_is_plus ? 1 : 0].variable, relation, bound);
    }
    Key key{static_cast<std::int64_t>(Formula::Kind::sum), static_cast<std::int64_t>(relation), bound};
    for (const Part& part : parts) key.insert(key.end(), {part.factor, static_cast<std::int64_t>(part.variable.value)});
    sums_.push_back({std::move(parts), relation, bound});
    return shared(key, {Formula::Kind::sum, {}, static_cast<std::uint32_t>(sums_.size() - 1), {}});
}

namespace {

bool compare_numbers(std::int64_t a, ExprKind comparison, std::int64_t b) {
    switch (comparison) {
        case ExprKind::equal: return a == b;
        case ExprKind::not_equal: return a != b;
        case ExprKind::less: return a < b;
        case ExprKind::at_most: return a <= b;
        case ExprKind::greater: return a > b;
        default: return a >= b;
    }
}

}  // namespace

FormulaId FormulaStore::compare(const Term& a, ExprKind comparison, const Term& b) {
    if (a.kind != Term::Kind::number || b.kind != Term::Kind::number) {
        const bool result = compare_numbers(static_cast<std::int64_t>(a.kind), comparison, static_cast<std::int64_t>(b.kind));
        return result ? truth() : falsity();
    }
    if (comparison == ExprKind::greater) return compare(b, ExprKind::less, a);
    if (comparison == ExprKind::at_least) return compare(b, ExprKind::at_most, a);
    std::vector<Part> parts = a.parts;
    for (const Part& part : b.parts) parts.push_back({-part.factor, part.variable});
    const std::int64_t bound = b.offset - a.offset;
    switch (comparison) {
        case ExprKind::equal: return linear(std::move(parts), Relation::equal, bound);
        case ExprKind::not_equal: return linear(std::move(parts), Relation::differs, bound);
        case ExprKind::less: return linear(std::move(parts), Relation::at_most, bound - 1);
        default: return linear(std::move(parts), Relation::at_most, bound);
    }
}

namespace {

// Keeps the first of each, in order.
void drop_repetitions(std::vector<FormulaId>& ids) {
    constexpr std::size_t kFew = 8;
    if (ids.size() <= kFew) {
        auto end = ids.begin();
        for (const FormulaId id : ids) {
            if (std::find(ids.begin(), end, id) == end) *end++ = id;
        }
        ids.erase(end, ids.end());
        return;
    }
    std::unordered_set<FormulaId> seen;
    std::erase_if(ids, [&](FormulaId id) { return !seen.insert(id).second; });
}

}  // namespace

FormulaId FormulaStore::make(Formula::Kind kind, std::vector<FormulaId> parts) {
    const FormulaId neutral = kind == Formula::Kind::all ? truth() : falsity();
    const FormulaId final = kind == Formula::Kind::all ? falsity() : truth();
    std::vector<FormulaId> children;
    for (const FormulaId part : parts) {
        if (part == neutral) continue;
        if (part == final) return final;
        if (formulas_[part].kind == kind) {
            const auto& inner = formulas_[part].children;
            children.insert(children.end(), inner.begin(), inner.end());
        } else {
            children.push_back(part);
        }
    }
    if (children.empty()) return neutral;
    drop_repetitions(children);
    if (children.size() == 1) return children.front();
    Key key{static_cast<std::int64_t>(kind)};
    key.reserve(children.size() + 1);
    for (const FormulaId child : children) key.push_back(child.value);
    return shared(key, {kind, {}, 0, std::move(children)});
}

FormulaId FormulaStore::all(std::vector<FormulaId> parts) { return make(Formula::Kind::all, std::move(parts)); }
FormulaId FormulaStore::any(std::vector<FormulaId> parts) { return make(Formula::Kind::any, std::move(parts)); }

FormulaId FormulaStore::opposite(FormulaId id) {
    if (const auto known = opposites_.find(id); known != opposites_.end()) return known->second;
    const FormulaId made = turned(id);
    opposites_.emplace(id, made);
    opposites_.emplace(made, id);
    return made;
}

FormulaId FormulaStore::turned(FormulaId id) {
    const Formula formula = formulas_[id];  // a copy: the table grows below
    switch (formula.kind) {
        case Formula::Kind::truth: return falsity();
        case Formula::Kind::falsity: return truth();
        case Formula::Kind::atom: {
            const Atom& it = formula.atom;
            if (it.relation == Relation::at_most) return atom(it.y, it.x, Relation::at_most, -it.bound - 1);
            return atom(it.x, it.y, it.relation == Relation::equal ? Relation::differs : Relation::equal, it.bound);
        }
        case Formula::Kind::sum: {
            const SumAtom sum_atom = sums_[formula.sum];
            if (sum_atom.relation != Relation::at_most) {
                return linear(sum_atom.parts, sum_atom.relation == Relation::equal ? Relation::differs : Relation::equal, sum_atom.bound);
            }
            std::vector<Part> negated = sum_atom.parts;
            for (Part& part : negated) part.factor = -part.factor;
            return linear(std::move(negated), Relation::at_most, -sum_atom.bound - 1);
        }
        default: break;
    }
    std::vector<FormulaId> children;
    children.reserve(formula.children.size());
    for (const FormulaId child : formula.children) children.push_back(opposite(child));
    return formula.kind == Formula::Kind::all ? any(std::move(children)) : all(std::move(children));
}

void FormulaStore::add_axiom(VariableId subject, FormulaId axiom) {
    if (axiom != truth()) axioms_.emplace_back(subject, axiom);
}

void FormulaStore::collect(FormulaId id, std::vector<bool>& seen, std::vector<VariableId>& used) const {
    const auto note = [&](VariableId variable) {
        std::vector<VariableId> open{variable};
        while (!open.empty()) {
            const VariableId next = open.back();
            open.pop_back();
            if (next == kZero || seen[next.index()]) continue;
            seen[next.index()] = true;
            used.push_back(next);
            open.insert(open.end(), variables_[next].needs.begin(), variables_[next].needs.end());
            for (const Term& operand : variables_[next].operands) {
                for (const Part& part : operand.parts) open.push_back(part.variable);
            }
        }
    };
    const Formula& formula = formulas_[id];
    if (formula.kind == Formula::Kind::atom) {
        note(formula.atom.x);
        note(formula.atom.y);
    }
    if (formula.kind == Formula::Kind::sum) {
        for (const Part& part : sums_[formula.sum].parts) note(part.variable);
    }
    for (const FormulaId child : formula.children) collect(child, seen, used);
}

FormulaId FormulaStore::with_axioms(FormulaId formula, std::vector<VariableId>& used) {
    std::vector<bool> seen(variables_.size(), false);
    std::vector<bool> taken(axioms_.size(), false);
    std::vector<FormulaId> parts{formula};
    collect(formula, seen, used);
    for (bool more = true; more;) {
        more = false;
        for (std::size_t i = 0; i < axioms_.size(); ++i) {
            if (taken[i] || !seen[axioms_[i].first.index()]) continue;
            taken[i] = more = true;
            parts.push_back(axioms_[i].second);
            collect(axioms_[i].second, seen, used);
        }
    }
    std::sort(used.begin(), used.end());
    return parts.size() == 1 ? formula : all(std::move(parts));
}

std::optional<std::int64_t> FormulaStore::number(const Term& term, const Assignment& values) const {
    if (term.kind != Term::Kind::number) return std::nullopt;
    std::int64_t total = term.offset;
    for (const Part& part : term.parts) {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(part.factor, values[part.variable.index()], &product)) return std::nullopt;
        if (__builtin_add_overflow(total, product, &total)) return std::nullopt;
    }
    return total;
}

bool FormulaStore::holds(FormulaId id, const Assignment& values) const {
    const Formula& formula = formulas_[id];
    const auto related = [](std::int64_t value, Relation relation, std::int64_t bound) {
        if (relation == Relation::at_most) return value <= bound;
        return (value == bound) == (relation == Relation::equal);
    };
    switch (formula.kind) {
        case Formula::Kind::truth: return true;
        case Formula::Kind::falsity: return false;
        case Formula::Kind::atom: {
            const Atom& it = formula.atom;
            return related(values[it.x.index()] - values[it.y.index()], it.relation, it.bound);
        }
        case Formula::Kind::sum: {
            const SumAtom& it = sums_[formula.sum];
            const auto value = number(Term{Term::Kind::number, 0, it.parts}, values);
            return value && related(*value, it.relation, it.bound);
        }
        case Formula::Kind::all:
            return std::all_of(formula.children.begin(), formula.children.end(), [&](FormulaId child) { return holds(child, values); });
        case Formula::Kind::any:
            return std::any_of(formula.children.begin(), formula.children.end(), [&](FormulaId child) { return holds(child, values); });
    }
    return false;
}

}  // namespace recourse::explore
