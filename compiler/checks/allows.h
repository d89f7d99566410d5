// `allow CODE because "…"`: which findings the author has accepted.
#pragma once

#include "compiler/checks/checks.h"

namespace recourse::checks {

// Takes out of `found` what an `allow` of a rule accepts, and adds findings on the `allow`s themselves.
void apply_allows(const semantics::Model& model, diagnostics::Sink& found);

}  // namespace recourse::checks
