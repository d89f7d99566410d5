// Whether conditions of a policy can hold together: exact answers with an example. This is what checks ask; formula.h, translate.h
// and search.h are how it is answered.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/explore/search.h"
#include "compiler/explore/time_facts.h"
#include "compiler/explore/translate.h"
#include "compiler/semantics/model.h"

namespace recourse::explore {

struct Answer {
    Verdict verdict = Verdict::unsatisfiable;
    std::vector<std::string> witness;  // satisfiable: "fault = changed_mind", "agreed = none"
    std::string obstacle;              // undecided: what could not be decided
    Solution solution;                 // satisfiable: the example itself
    [[nodiscard]] bool yes() const { return verdict == Verdict::satisfiable; }
    [[nodiscard]] bool no() const { return verdict == Verdict::unsatisfiable; }
    [[nodiscard]] bool undecided() const { return verdict == Verdict::undecided; }
};

// Questions about one place: a state and an event, a deadline, or a decision. Formulas of one Guards do not mix with another's.
// Cheap to make; a question costs microseconds unless its conditions branch a lot.
class Guards {
public:
    Guards(const semantics::Model& model, const TimeFacts& times, const Place& place);

    [[nodiscard]] FormulaId truth(semantics::ExprId condition) { return translator_.truth(condition); }
    [[nodiscard]] FormulaId limb(const semantics::Limb& limb);
    // All limbs of a transition; or only those of its rule's head, or only those of its branch.
    enum class Limbs : std::uint8_t { all, head, branch };
    [[nodiscard]] FormulaId limbs(const semantics::Transition& transition, Limbs which = Limbs::all);
    // A row of the decision of this place: its condition, true for `otherwise`.
    [[nodiscard]] FormulaId row(const semantics::DecisionRow& row);
    // The instant has passed.
    [[nodiscard]] FormulaId passed(semantics::ExprId instant) { return translator_.passed(instant); }
    // The state, or one inside it, is active.
    [[nodiscard]] FormulaId in(semantics::StateId state) { return translator_.in_state(state); }
    // All situations that agree with the example in everything that has a handful of values (kinds, yes or no, absent or not); false
    // when nothing in it has.
    [[nodiscard]] FormulaId like(const Answer& example);
    // Whether both values are the same in each case; for results and arguments.
    [[nodiscard]] FormulaId same(semantics::ExprId a, semantics::ExprId b) { return translator_.same(a, b); }
    // The number lies outside the bounds.
    [[nodiscard]] FormulaId outside(semantics::ExprId value, std::int64_t low, std::int64_t high) { return translator_.outside(value, low, high); }
    [[nodiscard]] FormulaId all(std::vector<FormulaId> parts) { return store_.all(std::move(parts)); }
    [[nodiscard]] FormulaId any(std::vector<FormulaId> parts) { return store_.any(std::move(parts)); }
    [[nodiscard]] FormulaId opposite(FormulaId formula) { return store_.opposite(formula); }

    // Can it hold?
    [[nodiscard]] Answer can_hold(FormulaId formula) { return can_hold(formula, solver_); }
    // The same, asked of another solver alone: tests hold two against each other.
    [[nodiscard]] Answer can_hold(FormulaId formula, Solver& by);
    // `decide freight(fault: changed_mind, price: 0.00 CNY)`: the decision of this place asked with the example's values, as a scenario
    // writes it. What the example leaves open has some value of its type. Nothing when no literal says one (half a minute).
    [[nodiscard]] std::optional<std::string> decide_line(const Answer& example) const;
    // Must it hold? `satisfiable` carries the example in which it does not.
    [[nodiscard]] Answer can_fail(FormulaId formula) { return can_hold(opposite(formula)); }

private:
    [[nodiscard]] std::optional<std::string> literal(const semantics::Type& type, std::int64_t value) const;

    const semantics::Model& model_;
    const TimeFacts& times_;
    Place place_;
    FormulaStore store_;
    Translator translator_;
    Ladder solver_;
};

}  // namespace recourse::explore
