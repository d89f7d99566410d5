// What a formula of a newer version comes to in a case that comes over: the same formula over what the older version knows.
#pragma once

#include <optional>
#include <string>

#include "compiler/semantics/model.h"

namespace recourse::promises {

class OldExpressions {
public:
    // The formulas are added to `into`, a copy of the older version's model.
    OldExpressions(const semantics::Model& now, const semantics::Migration& migration, const semantics::StateMove& move, semantics::Model& into);

    // Invalid where the older version has no such formula; `obstacle` then says why.
    [[nodiscard]] semantics::ExprId translated(semantics::ExprId id);
    [[nodiscard]] const std::string& obstacle() const { return obstacle_; }

private:
    [[nodiscard]] bool translate(semantics::Expr& expr);
    [[nodiscard]] bool translate_event(semantics::Expr& expr);
    [[nodiscard]] bool translate_type(semantics::Type& type);
    bool fail(std::string why);

    const semantics::Model& now_;
    const semantics::Migration& migration_;
    const semantics::StateMove& move_;
    semantics::Model& into_;
    std::string obstacle_;
};

// The same tree of the same names and constants.
[[nodiscard]] bool same_expressions(const semantics::Model& model, semantics::ExprId a, semantics::ExprId b);

}  // namespace recourse::promises
