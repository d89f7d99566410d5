// Says what a failure of the grammar means to the author.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/failure.h"
#include "compiler/syntax/layout.h"

namespace recourse::syntax {

void explain_all(FileId id, const std::vector<Failure>& failures, const Layout& layout, diagnostics::Sink& sink);

}  // namespace recourse::syntax
