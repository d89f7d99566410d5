// Visits an expression and everything in it, outermost first.
#pragma once

#include "compiler/semantics/model.h"

namespace recourse::semantics {

// `visit(id, expr)`; an invalid root is nothing. O(size of the expression).
template <typename Visit>
void walk(const semantics::Model& model, semantics::ExprId root, Visit&& visit) {
    if (!root.valid()) return;
    const semantics::Expr& expr = model.exprs[root];
    visit(root, expr);
    for (const semantics::ExprId child : expr.children) walk(model, child, visit);
}

template <typename Predicate>
[[nodiscard]] bool contains(const semantics::Model& model, semantics::ExprId root, Predicate&& predicate) {
    if (!root.valid()) return false;
    const semantics::Expr& expr = model.exprs[root];
    if (predicate(expr)) return true;
    for (const semantics::ExprId child : expr.children) {
        if (contains(model, child, predicate)) return true;
    }
    return false;
}

// Whether it reads what the event at hand carries.
[[nodiscard]] inline bool reads_payload(const semantics::Model& model, semantics::ExprId root) {
    return contains(model, root, [](const semantics::Expr& e) { return e.kind == semantics::ExprKind::field_at_hand; });
}
// Whether it reads the instant of the event at hand.
[[nodiscard]] inline bool reads_now(const semantics::Model& model, semantics::ExprId root) {
    return contains(model, root, [](const semantics::Expr& e) { return e.kind == semantics::ExprKind::now; });
}

} // namespace recourse::semantics
