// What there is to say of a file's scenarios themselves: what they leave out, and which of them repeats another.
#pragma once

#include <cstddef>
#include <span>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/scenarios/run.h"
#include "compiler/semantics/model.h"
#include "compiler/support/source.h"
#include "compiler/syntax/ast.h"

namespace recourse::scenarios {

// A scenario of which another checks everything: the same inputs, or the first of them, and no expectation that the other lacks.
// O(scenarios² · lines) at worst; a scenario is held only against those that open alike.
void find_repeated(const semantics::Model& model, const syntax::File& file, const support::SourceFile& source, diagnostics::Sink& sink);

// States, rules, deadlines and rows that no scenario exercises, each where it is written; of a state that none enters, not its rules
// besides. Says nothing of a file without scenarios. False when a scenario fails, so that what the others leave out is not to be told:
// it will want to be mended first. `program` is what emit made of the model. O(lines of the scenarios · rules of a state).
[[nodiscard]] bool find_uncovered(const semantics::Model& model, const support::SourceTable& sources, std::span<const std::byte> program, diagnostics::Sink& sink,
                                  const std::vector<Before>& older = {});

}  // namespace recourse::scenarios
