// Walking over expressions.
#pragma once

#include "compiler/semantics/model.h"

namespace recourse::explore {

template <typename Visit>
void walk(const semantics::Model& model, semantics::ExprId root, Visit&& visit) {
    if (!root.valid()) return;
    visit(root, model.exprs[root]);
    for (const semantics::ExprId child : model.exprs[root].children) walk(model, child, visit);
}

[[nodiscard]] inline bool is_instant(const semantics::Type& type) {
    return type.kind == semantics::TypeKind::instant || type.kind == semantics::TypeKind::date;
}

}  // namespace recourse::explore
