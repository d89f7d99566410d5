// Which instants may move while a state stands (law 5): formulas that read what events or rules may change in the meantime.
#pragma once

#include "compiler/semantics/model.h"

namespace recourse::graph {

class Movement {
  public:
    Movement(const semantics::Model& model, semantics::CaseId type) : model_(model), type_(type) {}

    // Whether the instant, once it has passed, may lie in the future again before the state is left. What has not happened yet may
    // still happen without that: `never` is later than everything, so that an instant counted from it only comes nearer. An instant
    // that reads the event at hand is asked anew for every event and does not move. O(expression · rules of the case).
    [[nodiscard]] bool moves(semantics::StateId standing, semantics::ExprId instant) const;

  private:
    [[nodiscard]] bool advances(semantics::StateId standing, semantics::ExprId id) const;
    [[nodiscard]] bool changes(semantics::StateId standing, semantics::ExprId id) const;
    [[nodiscard]] bool own_change(semantics::StateId standing, const semantics::Expr& expr) const;
    [[nodiscard]] bool stands_after(semantics::StateId standing, const semantics::Transition& rule) const;
    [[nodiscard]] bool accepted(semantics::StateId standing, semantics::EventId event) const;
    [[nodiscard]] bool written(semantics::StateId standing, semantics::RecordId record) const;

    const semantics::Model& model_;
    semantics::CaseId type_;
};

} // namespace recourse::graph
