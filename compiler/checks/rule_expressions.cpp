#include "compiler/checks/rule_expressions.h"

namespace recourse::checks {

void for_rule_expressions(const Model& model, const std::function<void(ExprId)>& visit) {
    const auto tell = [&](ExprId id) {
        if (id.valid()) visit(id);
    };
    const auto actions = [&](const std::vector<semantics::Action>& all) {
        for (const semantics::Action& action : all) {
            tell(action.value);
            for (const ExprId argument : action.arguments) tell(argument);
        }
    };
    for (const semantics::Fact& fact : model.facts) tell(fact.check);
    for (const Transition& rule : model.transitions) {
        for (const semantics::Limb& limb : rule.limbs) {
            tell(limb.condition);
            tell(limb.instant);
        }
        actions(rule.actions);
    }
    for (const semantics::Deadline& deadline : model.deadlines) tell(deadline.due);
    for (const semantics::When& when : model.whens) tell(when.condition);
    for (const semantics::State& state : model.states) actions(state.entry);
    for (const semantics::Decision& decision : model.decisions) {
        for (const semantics::DecisionRow& row : decision.rows) {
            tell(row.condition);
            for (const semantics::RowResult& result : row.results) tell(result.value);
        }
    }
}

}  // namespace recourse::checks
