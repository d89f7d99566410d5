// For whom a case waits.
#pragma once

#include <cstdint>
#include <set>

#include "compiler/checks/explored.h"

namespace recourse::checks {

// Parties without whom no case ends or comes to rest from this node, whatever the others do, although with them it can. Where a case of
// which nobody takes care would neither end nor rest, that is waits-for-ever's or endless-loop's to tell; this says whose silence alone
// is enough for it. O(parties · edges).
[[nodiscard]] std::set<semantics::PartyId> needed_from(const Model& model, const ExploredCase& explored, std::uint32_t node);

}  // namespace recourse::checks
