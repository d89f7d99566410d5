#include "compiler/explore/search.h"

#include <algorithm>

#include "compiler/explore/search_state.h"

namespace recourse::explore {

namespace {

using semantics::ExprKind;

// The formula holds whatever the values are that the reasoning does not follow.
bool holds_whatever_else(const FormulaStore& store, FormulaId root, const std::vector<VariableId>& used, const Assignment& values) {
    SearchState fixed(store, used);
    fixed.fix(values);
    return fixed.judge(root) == Known::yes;
}

class Search {
public:
    Search(const FormulaStore& store, FormulaId root, const std::vector<VariableId>& used, std::size_t most_cases, std::size_t most_halves)
        : store_(store), root_(root), used_(used), cases_left_(most_cases), halves_left_(most_halves) {
        for (const VariableId variable : used) {
            const Role role = store[variable].role;
            has_unknowns_ = has_unknowns_ || role == Role::unknown;
            doubtful_ = doubtful_ || role == Role::computed || role == Role::unknown;
        }
    }

    // Whether an assignment was found.
    bool run(SearchState state) {
        if (cases_left_ == 0) {
            give_up("too many combinations of conditions");
            return false;
        }
        --cases_left_;
        // What pairs conclude may decide choices, and what those take may be pairs again.
        if (!state.simplify() || !state.narrow()) return false;
        while (state.pairs_changed()) {
            if (!state.close_pairs() || !state.simplify() || !state.narrow()) return false;
        }
        return state.has_choices() ? split(std::move(state)) : finish(std::move(state));
    }

    Assignment values;
    std::string obstacle;

private:
    void give_up(std::string why) {
        if (obstacle.empty()) obstacle = std::move(why);
    }

    bool split(SearchState state) {
        const std::vector<FormulaId> ways = state.take_choice();
        std::vector<Atom> refuted;   // earlier ways, when they are atoms: excluding them makes the cases disjoint
        for (const FormulaId way : ways) {
            SearchState next = state;
            bool possible = true;
            for (const Atom& atom : refuted) possible = possible && next.assert_atom(atom);
            if (possible && next.assert_true(way) && run(std::move(next))) return true;
            if (store_[way].kind == Formula::Kind::atom) refuted.push_back(negated(store_[way].atom));
        }
        return false;
    }

    static Atom negated(const Atom& atom) {
        if (atom.relation == Relation::at_most) return {atom.y, atom.x, Relation::at_most, -atom.bound - 1};
        return {atom.x, atom.y, atom.relation == Relation::equal ? Relation::differs : Relation::equal, atom.bound};
    }

    bool finish(SearchState state) {
        Atom clash;
        if (!state.assign(values, clash)) return split_clash(std::move(state), clash);
        if (!doubtful_ && store_.holds(root_, values)) return true;
        if (compute() && store_.holds(root_, values)) return true;
        if (unknowns_do_not_matter()) return true;
        return bisect(std::move(state));
    }

    // The example is good whatever the values are that the reasoning does not follow.
    bool unknowns_do_not_matter() const {
        return has_unknowns_ && holds_whatever_else(store_, root_, used_, values);
    }

    // Halves the values that sums and products rest on, until narrowing decides them.
    bool bisect(SearchState state) {
        const VariableId variable = state.least_known();
        if (variable == kZero || halves_left_ == 0) {
            give_up(what_is_hard());
            return false;
        }
        --halves_left_;
        const Atom lower = state.lower_half(variable);
        SearchState below = state;
        if (below.assert_atom(lower) && run(std::move(below))) return true;
        return state.assert_atom(negated(lower)) && run(std::move(state));
    }

    // x − y != c is  x − y < c  or  x − y > c.
    bool split_clash(SearchState state, const Atom& clash) {
        SearchState below = state;
        if (below.assert_atom({clash.x, clash.y, Relation::at_most, clash.bound - 1}) && run(std::move(below))) return true;
        return state.assert_atom({clash.y, clash.x, Relation::at_most, -clash.bound - 1}) && run(std::move(state));
    }

    // Gives computed values what their operands make of them; false when one is unknown or overflows.
    bool compute() {
        for (const VariableId id : used_) {   // operands are older than what is computed from them
            const Variable& variable = store_[id];
            if (variable.role == Role::unknown) return false;
            if (variable.role != Role::computed) continue;
            std::vector<std::int64_t> operands;
            for (const Term& operand : variable.operands) {
                const auto number = store_.number(operand, values);
                if (!number) return false;
                operands.push_back(*number);
            }
            std::int64_t& value = values[id.index()];
            if (variable.operation == ExprKind::multiply) {
                if (__builtin_mul_overflow(operands[0], operands[1], &value)) return false;
            } else {
                const auto quotient = divided(operands[0], variable.divisor, variable.rounding);
                if (!quotient) return false;
                value = *quotient;
            }
        }
        return true;
    }

    std::string what_is_hard() const {
        for (const VariableId id : used_) {
            if (store_[id].role == Role::unknown) return store_[id].name;
        }
        for (const VariableId id : used_) {
            if (store_[id].role == Role::computed) {
                return store_[id].operation == ExprKind::multiply ? "a product of two values" : "a rounded quotient";
            }
        }
        return "a sum of more than two values";
    }

    const FormulaStore& store_;
    FormulaId root_;
    const std::vector<VariableId>& used_;
    std::size_t cases_left_;
    std::size_t halves_left_;
    bool doubtful_ = false, has_unknowns_ = false;
};

}  // namespace

Solution CaseSplitter::decide(FormulaStore& store, FormulaId formula) {
    Solution solution;
    const FormulaId root = store.with_axioms(formula, solution.used);
    SearchState state(store, solution.used);
    if (!state.assert_true(root)) return solution;
    Search search(store, root, solution.used, most_cases_, most_halves_);
    if (search.run(std::move(state))) {
        solution.verdict = Verdict::satisfiable;
        solution.values = std::move(search.values);
    } else if (!search.obstacle.empty()) {
        solution.verdict = Verdict::undecided;
        solution.obstacle = std::move(search.obstacle);
    }
    return solution;
}

Solution Ladder::decide(FormulaStore& store, FormulaId formula) {
    Solution ours = own_.decide(store, formula);
    if (ours.verdict != Verdict::undecided || !has_solver()) return ours;
    if (!solver_) solver_ = make_solver();
    Solution theirs = solver_->decide(store, formula);
    if (theirs.verdict == Verdict::unsatisfiable) return theirs;
    if (theirs.verdict == Verdict::undecided) return ours;
    std::vector<VariableId> used;
    const FormulaId root = store.with_axioms(formula, used);
    return store.holds(root, theirs.values) && holds_whatever_else(store, root, used, theirs.values) ? theirs : ours;
}

}  // namespace recourse::explore
