// Formulas handed to Z3. The only file that knows it; built where Z3 is found (Debian: libz3-dev).
#include <z3++.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "compiler/explore/solver.h"

namespace recourse::explore {

namespace {

using semantics::ExprKind;
using semantics::Rounding;

z3::expr related(const z3::expr& left, Relation relation, const z3::expr& right) {
    switch (relation) {
        case Relation::at_most: return left <= right;
        case Relation::equal: return left == right;
        case Relation::differs: break;
    }
    return left != right;
}

// One question: the formula as Z3 wants it.
class Question {
public:
    Question(z3::context& context, const FormulaStore& store, const std::vector<VariableId>& used)
        : context_(context), store_(store), unknowns_(store.variable_count()) {
        for (const VariableId id : used) unknowns_[id.index()] = context.int_const(("v" + std::to_string(id.value)).c_str());
    }

    // The bounds of a variable and, of a quotient, what it is.
    [[nodiscard]] z3::expr definition(VariableId id) {
        const Variable& variable = store_[id];
        const z3::expr& x = *unknowns_[id.index()];
        z3::expr result = x >= number(variable.low) && x <= number(variable.high);
        if (variable.role != Role::computed) return result;
        return result && x == quotient(sum(variable.operands[0].parts, variable.operands[0].offset), variable.divisor, variable.rounding);
    }

    [[nodiscard]] z3::expr formula(FormulaId id) {
        if (const auto known = formulas_of_.find(id); known != formulas_of_.end()) return known->second;
        const z3::expr made = translated(store_[id]);
        formulas_of_.emplace(id, made);
        return made;
    }

    [[nodiscard]] std::optional<std::int64_t> value(const z3::model& model, VariableId id) const {
        std::int64_t found = 0;
        return model.eval(*unknowns_[id.index()], true).is_numeral_i64(found) ? std::optional(found) : std::nullopt;
    }

private:
    [[nodiscard]] z3::expr number(std::int64_t value) { return context_.int_val(value); }
    [[nodiscard]] z3::expr variable(VariableId id) { return id == kZero ? number(0) : *unknowns_[id.index()]; }

    [[nodiscard]] z3::expr sum(const std::vector<Part>& parts, std::int64_t offset) {
        z3::expr total = number(offset);
        for (const Part& part : parts) total = total + number(part.factor) * variable(part.variable);
        return total;
    }

    // As `divided` in narrow.cpp: `/` of Z3 rounds down for a divisor above 0.
    [[nodiscard]] z3::expr quotient(const z3::expr& of, std::int64_t divisor, Rounding rounding) {
        const z3::expr by = number(divisor), down = of / by, rest = z3::mod(of, by);
        const z3::expr twice = number(2) * rest;
        switch (rounding) {
            case Rounding::down: return down;
            case Rounding::up: return z3::ite(rest == 0, down, down + 1);
            case Rounding::half_up: return z3::ite(twice > by || (twice == by && of >= 0), down + 1, down);
            case Rounding::half_even: break;
        }
        return z3::ite(twice > by || (twice == by && z3::mod(down, number(2)) == 1), down + 1, down);
    }

    [[nodiscard]] z3::expr translated(const Formula& formula) {
        switch (formula.kind) {
            case Formula::Kind::truth: return context_.bool_val(true);
            case Formula::Kind::falsity: return context_.bool_val(false);
            case Formula::Kind::atom:
                return related(variable(formula.atom.x) - variable(formula.atom.y), formula.atom.relation, number(formula.atom.bound));
            case Formula::Kind::sum: {
                const SumAtom& it = store_.sum(formula.sum);
                return related(sum(it.parts, 0), it.relation, number(it.bound));
            }
            default: break;
        }
        z3::expr_vector parts(context_);
        for (const FormulaId child : formula.children) parts.push_back(this->formula(child));
        return formula.kind == Formula::Kind::all ? z3::mk_and(parts) : z3::mk_or(parts);
    }

    z3::context& context_;
    const FormulaStore& store_;
    std::vector<std::optional<z3::expr>> unknowns_;
    std::unordered_map<FormulaId, z3::expr> formulas_of_;
};

class Z3 final : public Solver {
public:
    explicit Z3(std::uint32_t effort) : effort_(effort) {}

    Solution decide(FormulaStore& store, FormulaId formula) override {
        Solution solution;
        const FormulaId root = store.with_axioms(formula, solution.used);
        solution.verdict = Verdict::undecided;
        // Z3 4.8 may think about a product for ever, whatever its limit.
        const bool product = std::any_of(solution.used.begin(), solution.used.end(), [&](VariableId id) {
            return store[id].role == Role::computed && store[id].operation == ExprKind::multiply;
        });
        if (product) {
            solution.obstacle = "a product of two values";
            return solution;
        }
        try {
            ask(store, root, solution);
        } catch (const z3::exception& problem) {
            solution.verdict = Verdict::undecided;
            solution.obstacle = problem.msg();
        }
        return solution;
    }

private:
    void ask(const FormulaStore& store, FormulaId root, Solution& solution) {
        // A solver of its own each time, so that an answer depends on no earlier question.
        z3::solver solver(context_, z3::solver::simple());
        z3::params limits(context_);
        limits.set("rlimit", effort_);
        solver.set(limits);
        Question question(context_, store, solution.used);
        for (const VariableId id : solution.used) solver.add(question.definition(id));
        solver.add(question.formula(root));
        switch (solver.check()) {
            case z3::unsat: solution.verdict = Verdict::unsatisfiable; return;
            case z3::unknown: solution.obstacle = "more effort than the solver is given"; return;
            case z3::sat: break;
        }
        const z3::model model = solver.get_model();
        solution.values.assign(store.variable_count(), 0);
        for (const VariableId id : solution.used) {
            const auto value = question.value(model, id);
            if (!value) return;   // beyond 64 bits; not reached, every variable is bounded
            solution.values[id.index()] = *value;
        }
        solution.verdict = Verdict::satisfiable;
    }

    z3::context context_;
    std::uint32_t effort_;
};

}  // namespace

std::unique_ptr<Solver> built_in_solver(std::uint32_t effort) { return std::make_unique<Z3>(effort); }
bool has_built_in_solver() { return true; }

}  // namespace recourse::explore
