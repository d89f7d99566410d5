// Kinds of expressions that the search tells apart, and walking over them.
#pragma once

#include "compiler/semantics/walk.h"

namespace recourse::explore {

using semantics::walk;

[[nodiscard]] inline bool is_instant(const semantics::Type& type) {
    return type.kind == semantics::TypeKind::instant || type.kind == semantics::TypeKind::date;
}

}  // namespace recourse::explore
