// The word that a named value begins with.
#pragma once

#include "compiler/syntax/ast.h"
#include "compiler/syntax/keywords.h"

namespace recourse::syntax {

[[nodiscard]] inline Key keyword_of(NamedValue::Kind kind) {
    switch (kind) {
        case NamedValue::Kind::period: return "period";
        case NamedValue::Kind::deadline: return "deadline";
        case NamedValue::Kind::moment: return "moment";
        case NamedValue::Kind::amount: return "amount";
        case NamedValue::Kind::condition: break;
    }
    return "condition";
}

}  // namespace recourse::syntax
