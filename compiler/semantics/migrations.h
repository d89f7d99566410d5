// What a policy says of the cases of its older versions: names of both models resolved, clocks and deadlines matched.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/model.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

// One `migrate` block of the file whose model is `now`, against the model of the version that it names. What is wrong with it is reported;
// what comes back holds the lines that are right. O(states · depth + lines · states).
[[nodiscard]] Migration read_migration(const syntax::Migrate& written, const Model& now, const Model& old, diagnostics::Sink& sink);

// The state of the old version that stands for `state`, the leaf of a move or one around it: whose clock it takes over. Invalid when none does.
[[nodiscard]] StateId counterpart(const Model& now, const Model& old, const StateMove& move, StateId state);
// The deadline of the old version that stands for one of a state that a move leads to: the one that goes by the same name, or the only
// one that is counted alike. Invalid when none does.
[[nodiscard]] DeadlineId counterpart(const Model& now, const Model& old, const StateMove& move, DeadlineId deadline);
// The states in whose rules something is counted from entering them.
[[nodiscard]] std::vector<bool> counted_states(const Model& model);
// Whether values of one type are values of the other, number for number.
[[nodiscard]] bool same_type(const Model& now, const Type& type, const Model& old, const Type& old_type);

}  // namespace recourse::semantics
