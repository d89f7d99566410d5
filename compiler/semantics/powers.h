// Acting for another party: `agent may act for buyer if C`. Each event that is the buyer's to send becomes the agent's as well, and while C
// does not hold the agent's are refused, by rules of the language itself (decision 0041).
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// Once events have their parties; before duties, rights and bans are bound to theirs.
void give_powers(Analyser& analyser, CaseEntry& entry);

}  // namespace recourse::semantics
