// Counting regimes: files that say how a bare `5 days` is counted.
#pragma once

#include <string>

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// The file of a regime among the modules; null when there is none of that name.
[[nodiscard]] const syntax::File* find_regime(const Analyser& analyser, const std::string& name);
// What it says, as far as it is sound; its own findings are reported where the file itself is analysed.
[[nodiscard]] Regime regime_named(Analyser& analyser, const std::string& name);
void report_unknown_regime(Analyser& analyser, const syntax::Name& name);

// The root is a regime: reports what is wrong with it. O(lines).
void analyse_regime(Analyser& analyser);

}  // namespace recourse::semantics
