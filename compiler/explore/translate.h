// From the model's expressions to formulas: each expression is a list of cases, a condition and the value under it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/explore/formula.h"
#include "compiler/explore/time_facts.h"

namespace recourse::explore {

// Where conditions stand.
struct Place {
    semantics::Trigger trigger = semantics::Trigger::event;
    semantics::EventId at_hand;        // Trigger::event
    semantics::StateId in;             // the state whose rule it is; may be invalid
    semantics::DecisionId decision;    // inside a decision
};

// One case of a value. The conditions of all cases exclude each other and leave nothing out.
struct Case {
    FormulaId when;
    Term value;
};
using Cases = std::vector<Case>;

class Translator {
public:
    Translator(const semantics::Model& model, const TimeFacts& times, const Place& place, FormulaStore& store);

    FormulaId truth(semantics::ExprId condition);
    // Two values of one type are the same.
    FormulaId same(semantics::ExprId a, semantics::ExprId b);
    // `from`: the instant has passed.  `until`: it has not.
    FormulaId passed(semantics::ExprId instant);
    FormulaId in_state(semantics::StateId state);
    // A number lies outside the bounds.
    FormulaId outside(semantics::ExprId value, std::int64_t low, std::int64_t high);

private:
    // What a decision's parameters stand for: the arguments of the call, read in the caller's surroundings.
    struct Call {
        const std::vector<semantics::ExprId>* arguments;
        const Call* outer;
        int depth;
    };
    using ExprId = semantics::ExprId;
    using Expr = semantics::Expr;

    [[nodiscard]] const Expr& expr(ExprId id) const { return model_.exprs[id]; }
    FormulaId truth(ExprId id, const Call* call);
    FormulaId translated(ExprId id, const Call* call);
    FormulaId comparison(ExprId left, semantics::ExprKind kind, ExprId right, const Call* call);
    FormulaId instant_passed(const Cases& instants);

    // Sets are truth values, one a member.
    FormulaId has_member(ExprId set, std::int64_t member, const Call* call);
    FormulaId is_absent(ExprId set, const Call* call);
    FormulaId sets_equal(ExprId left, ExprId right, const Call* call);
    FormulaId member_of_variable(const Expr& e, ExprId id, std::int64_t member);
    [[nodiscard]] std::int64_t members_of(const Expr& e) const;

    Cases cases(ExprId id, const Call* call);
    Cases constant(const Expr& e);
    Cases variable(const Expr& e, ExprId id);
    Cases chosen(const Expr& e, const Call* call);
    Cases extreme(const Expr& e, const Call* call);
    Cases decided(const Expr& e, ExprId id, const Call* call);
    Cases arithmetic(const Expr& e, ExprId id, const Call* call);
    Cases calendar(const Expr& e, ExprId id, const Call* call);
    Cases unknown(const std::string& why, const Expr& e, ExprId id);
    // Both worlds of a condition.
    Cases two(FormulaId when, Term yes, Term no);
    // Cases of a pair with the value that `combine` makes of each.
    using Combine = std::function<Cases(const Term&, const Term&)>;
    Cases paired(const Cases& a, const Cases& b, const Combine& combine);
    Cases merged(Cases all);

    Term product(const Term& a, const Term& b, const Expr& e, ExprId id);
    Term quotient(const Term& a, const Expr& e, ExprId id);
    Term period_end(semantics::ExprKind kind, const Term& period, const Term& anchor, const Expr& e, ExprId id);
    void relate_period_ends(VariableId fresh, semantics::ExprKind kind, const Term& period, const Term& anchor);

    VariableId value_variable(const Expr& e, ExprId id);
    void bound_by_type(Variable& made) const;
    void note_axioms(const Expr& e, VariableId variable);
    VariableId companion(Role role, VariableId of);
    VariableId now();
    [[nodiscard]] Term number(std::int64_t value) const { return {Term::Kind::number, value, {}}; }
    [[nodiscard]] Term of(VariableId variable) const { return {Term::Kind::number, 0, {{1, variable}}}; }
    std::int64_t text_index(const std::string& text);
    const std::vector<semantics::StateId>& leaves_of(semantics::MachineId machine);

    struct PeriodEnd {
        VariableId variable;
        semantics::ExprKind kind;
        Term period, anchor;
    };

    const semantics::Model& model_;
    const TimeFacts& times_;
    Place place_;
    FormulaStore& store_;
    std::vector<std::string> texts_;
    std::vector<PeriodEnd> period_ends_;
    std::unordered_map<ExprId, FormulaId> truths_;   // outside decisions
    std::map<semantics::MachineId, std::vector<semantics::StateId>> leaves_;

public:
    [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
    [[nodiscard]] const std::vector<semantics::StateId>& known_leaves(std::uint32_t machine) const {
        return leaves_.at(semantics::MachineId(machine));
    }
};

}  // namespace recourse::explore
