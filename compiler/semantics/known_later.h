// Facts that events tell, correct and withdraw, unfolded into what the language says already.
#pragma once

#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

// Whether some fact of a case is known later than at its opening.
[[nodiscard]] bool has_later_facts(const std::vector<syntax::Item>& items);

// The members of the case with each such fact turned into a moment whose rows choose the last news, and, for each of its bounds, a refusal
// of the news that breaks it. What is wrong with one is reported to the sink, and it is then never known.
[[nodiscard]] std::vector<syntax::Item> unfold_later_facts(const std::vector<syntax::Item>& items, diagnostics::Sink& sink);

}  // namespace recourse::semantics
