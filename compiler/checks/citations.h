// Clauses and who cites them, for the checks of citations.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/checks/checks.h"

namespace recourse::checks {

// Whether a citation speaks of a clause: of itself, of one that it is part of, or of a part of it. `H` speaks of all of section H.
[[nodiscard]] bool speaks_of(const syntax::Citation& cite, const semantics::Clause& clause);

// Every citation of the file, in order.
[[nodiscard]] std::vector<const syntax::Citation*> citations_of(const Written& written);

}  // namespace recourse::checks
