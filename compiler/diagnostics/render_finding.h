// From the phases' diagnostics, whose places are bytes, to the findings that hosts see, whose places are lines and columns.
#pragma once

#include <recourse/diagnostic.h>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/support/source.h"

namespace recourse::diagnostics {

// O(log lines + length of its lines). An invalid span gives a place without a path.
[[nodiscard]] Place place_of(const support::SourceTable& sources, Span span, std::string text = {});

[[nodiscard]] Finding finding_of(const support::SourceTable& sources, const Diagnostic& diagnostic);

}  // namespace recourse::diagnostics
