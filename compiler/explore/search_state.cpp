#include "compiler/explore/search_state.h"

#include <algorithm>

namespace recourse::explore {

SearchState::SearchState(const FormulaStore& store, const std::vector<VariableId>& used) : store_(&store), used_(&used) {
    low_.resize(store.variable_count());
    high_.resize(store.variable_count());
    for (const VariableId variable : used) {
        low_[variable.index()] = store[variable].low;
        high_[variable.index()] = store[variable].high;
    }
}

bool SearchState::is_hole(VariableId variable, std::int64_t value) const {
    return std::find(holes_.begin(), holes_.end(), std::pair(variable, value)) != holes_.end();
}

Known SearchState::judge_atom(const Atom& atom) const {
    const std::int64_t least = low(atom.x) - high(atom.y);
    const std::int64_t most = high(atom.x) - low(atom.y);
    if (atom.relation == Relation::at_most) {
        if (most <= atom.bound) return Known::yes;
        return least > atom.bound ? Known::no : Known::maybe;
    }
    Known equal = Known::maybe;
    if (atom.bound < least || atom.bound > most || (atom.y == kZero && is_hole(atom.x, atom.bound))) {
        equal = Known::no;
    } else if (least == most) {
        equal = Known::yes;
    }
    if (atom.relation == Relation::equal || equal == Known::maybe) return equal;
    return equal == Known::yes ? Known::no : Known::yes;
}

Known SearchState::judge_sum(const SumAtom& sum) const {
    std::int64_t least = 0, most = 0;
    if (!interval(Term{Term::Kind::number, 0, sum.parts}, least, most)) return Known::maybe;
    if (sum.relation == Relation::at_most) {
        if (most <= sum.bound) return Known::yes;
        return least > sum.bound ? Known::no : Known::maybe;
    }
    const bool apart = sum.bound < least || sum.bound > most;
    if (!apart && least != most) return Known::maybe;
    return apart == (sum.relation == Relation::differs) ? Known::yes : Known::no;
}

Known SearchState::judge(FormulaId id) const {
    const Formula& formula = (*store_)[id];
    switch (formula.kind) {
        case Formula::Kind::truth: return Known::yes;
        case Formula::Kind::falsity: return Known::no;
        case Formula::Kind::atom: return judge_atom(formula.atom);
        case Formula::Kind::sum: return judge_sum(store_->sum(formula.sum));
        default: break;
    }
    const Known deciding = formula.kind == Formula::Kind::all ? Known::no : Known::yes;
    Known result = formula.kind == Formula::Kind::all ? Known::yes : Known::no;
    for (const FormulaId child : formula.children) {
        const Known known = judge(child);
        if (known == deciding) return deciding;
        if (known == Known::maybe) result = Known::maybe;
    }
    return result;
}

bool SearchState::shrink(VariableId variable, std::int64_t least, std::int64_t most) {
    std::int64_t& from = low_[variable.index()];
    std::int64_t& to = high_[variable.index()];
    from = std::max(from, least);
    to = std::min(to, most);
    while (from <= to && is_hole(variable, from)) ++from;
    while (from <= to && is_hole(variable, to)) --to;
    return from <= to;
}

bool SearchState::assert_atom(const Atom& atom) {
    const Known known = judge_atom(atom);
    if (known != Known::maybe) return known == Known::yes;
    if (atom.relation == Relation::equal) {
        if (atom.y == kZero) return shrink(atom.x, atom.bound, atom.bound);
        return assert_atom({atom.x, atom.y, Relation::at_most, atom.bound}) && assert_atom({atom.y, atom.x, Relation::at_most, -atom.bound});
    }
    if (atom.relation == Relation::differs && atom.y == kZero) {
        holes_.emplace_back(atom.x, atom.bound);
        return shrink(atom.x, low(atom.x), high(atom.x));
    }
    if (atom.relation == Relation::at_most) {
        if (atom.y == kZero) return shrink(atom.x, low(atom.x), atom.bound);
        if (atom.x == kZero) return shrink(atom.y, -atom.bound, high(atom.y));
        if (!shrink(atom.x, low(atom.x), high(atom.y) + atom.bound)) return false;
        if (!shrink(atom.y, low(atom.x) - atom.bound, high(atom.y))) return false;
    }
    pairs_.push_back(atom);
    pairs_changed_ = true;
    return true;
}

bool SearchState::assert_true(FormulaId id) {
    const Formula& formula = (*store_)[id];
    switch (formula.kind) {
        case Formula::Kind::truth: return true;
        case Formula::Kind::falsity: return false;
        case Formula::Kind::atom: return assert_atom(formula.atom);
        case Formula::Kind::sum: {
            const Known known = judge_sum(store_->sum(formula.sum));
            if (known == Known::maybe) sums_.push_back(formula.sum);
            return known != Known::no;
        }
        case Formula::Kind::all:
            return std::all_of(formula.children.begin(), formula.children.end(), [&](FormulaId child) { return assert_true(child); });
        case Formula::Kind::any: choices_.push_back(id); return true;
    }
    return false;
}

bool SearchState::simplify() {
    for (bool again = true; again;) {
        again = false;
        for (std::size_t i = 0; i < choices_.size();) {
            std::size_t ways = 0;
            FormulaId last;
            bool holds = false;
            for (const FormulaId child : (*store_)[choices_[i]].children) {
                const Known known = judge(child);
                holds = holds || known == Known::yes;
                if (known == Known::no) continue;
                ++ways;
                last = child;
            }
            if (ways == 0) return false;
            if (!holds && ways > 1) {
                ++i;
                continue;
            }
            choices_[i] = choices_.back();
            choices_.pop_back();
            if (holds) continue;
            if (!assert_true(last)) return false;
            again = true;
        }
        for (const std::uint32_t sum : sums_) {
            if (judge_sum(store_->sum(sum)) == Known::no) return false;
        }
    }
    return true;
}

std::vector<FormulaId> SearchState::take_choice() {
    std::size_t best = 0;
    std::vector<FormulaId> ways;
    for (std::size_t i = 0; i < choices_.size(); ++i) {
        std::vector<FormulaId> open;
        for (const FormulaId child : (*store_)[choices_[i]].children) {
            if (judge(child) != Known::no) open.push_back(child);
        }
        if (i == 0 || open.size() < ways.size()) {
            best = i;
            ways = std::move(open);
        }
        if (ways.size() <= 2) break;
    }
    choices_.erase(choices_.begin() + static_cast<std::ptrdiff_t>(best));
    return ways;
}

DifferenceBounds SearchState::pairs_matrix(std::vector<VariableId>& members) const {
    members = {kZero};
    std::vector<std::size_t> place(low_.size(), 0);
    for (const Atom& pair : pairs_) {
        for (const VariableId variable : {pair.x, pair.y}) {
            if (variable == kZero || place[variable.index()] != 0) continue;
            place[variable.index()] = members.size();
            members.push_back(variable);
        }
    }
    DifferenceBounds matrix(members.size());
    for (std::size_t i = 1; i < members.size(); ++i) {
        matrix.bound(i, 0, high(members[i]));
        matrix.bound(0, i, -low(members[i]));
    }
    for (const Atom& pair : pairs_) {
        if (pair.relation == Relation::at_most) matrix.bound(place[pair.x.index()], place[pair.y.index()], pair.bound);
    }
    return matrix;
}

bool SearchState::close_pairs() {
    if (!pairs_changed_) return true;
    pairs_changed_ = false;
    std::vector<VariableId> members;
    DifferenceBounds matrix = pairs_matrix(members);
    if (!matrix.close()) return false;
    for (std::size_t i = 1; i < members.size(); ++i) {
        if (!shrink(members[i], -matrix.upper(0, i), matrix.upper(i, 0))) return false;
    }
    return std::all_of(pairs_.begin(), pairs_.end(), [&](const Atom& pair) { return judge_atom(pair) != Known::no; });
}

namespace {

// What a reader would take for an ordinary value.
std::int64_t ordinary(const Variable& variable) {
    constexpr std::int64_t kInstant = 1'709'258'400'000;   // 2024-03-01 10:00 in China
    constexpr std::int64_t kDate = 19'783;                 // 2024-03-01
    if (variable.type.kind == semantics::TypeKind::instant) return kInstant;
    if (variable.type.kind == semantics::TypeKind::date) return kDate;
    if (variable.type.kind == semantics::TypeKind::text) return variable.high;
    return 0;
}

}  // namespace

// The allowed value nearest to the ordinary one.
bool SearchState::pick(VariableId variable, std::int64_t least, std::int64_t most, std::int64_t& value) const {
    const std::int64_t wish = std::clamp(ordinary((*store_)[variable]), least, most);
    std::int64_t up = wish, down = wish;
    while (up <= most && is_hole(variable, up)) ++up;
    while (down >= least && is_hole(variable, down)) --down;
    value = up <= most ? up : down;
    return value >= least;
}

bool SearchState::assign(Assignment& values, Atom& clash) const {
    values.assign(low_.size(), 0);
    if (pairs_.empty()) {
        return std::all_of(used_->begin(), used_->end(), [&](VariableId one) { return pick(one, low(one), high(one), values[one.index()]); });
    }
    std::vector<VariableId> members;
    DifferenceBounds matrix = pairs_matrix(members);
    if (!matrix.close()) return false;  // not reached: close_pairs came first
    std::vector<bool> paired(low_.size(), false);
    for (std::size_t i = 1; i < members.size(); ++i) {
        const VariableId variable = members[i];
        paired[variable.index()] = true;
        const std::int64_t least = -matrix.upper(0, i), most = matrix.upper(i, 0);
        std::int64_t& value = values[variable.index()];
        if (!pick(variable, least, most, value)) {
            // All that the earlier choices leave are holes; the first of them is what has to be decided first.
            clash = {variable, kZero, Relation::differs, least};
            return false;
        }
        matrix.tighten(i, 0, value);
        matrix.tighten(0, i, -value);
    }
    for (const VariableId variable : *used_) {
        if (!paired[variable.index()] && !pick(variable, low(variable), high(variable), values[variable.index()])) return false;
    }
    for (const Atom& pair : pairs_) {
        if (pair.relation != Relation::differs) continue;
        if (values[pair.x.index()] - values[pair.y.index()] != pair.bound) continue;
        clash = pair;
        return false;
    }
    return true;
}

}  // namespace recourse::explore
