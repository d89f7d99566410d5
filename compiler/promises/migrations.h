// What becomes of the cases of an older version, held against every situation that such a case can come to.
#pragma once

#include <functional>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/explore/explorer.h"
#include "compiler/semantics/model.h"

namespace recourse::promises {

// `now` has the migration, `old` is the version that it speaks of. Findings: migration-incomplete, migration-out-of-bounds,
// migration-past-due, migration-new-situation, each with a case of the old version that comes over, or that does not.
// O(situations of both case types, and those of the old one again for each claim that has to be shown).
void judge_migration(const semantics::Model& now, const semantics::Migration& migration, const semantics::Model& old, diagnostics::Sink& sink,
                     const explore::Limits& limits = {});

}  // namespace recourse::promises
