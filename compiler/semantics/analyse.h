// From the syntax trees of a file and of what it imports to its checked meaning.
#pragma once

#include <map>
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/model.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

// Every known policy, library and calendar by its declared name; those of the packed library are `std.…`.
using ModuleMap = std::map<std::string, const syntax::File*, std::less<>>;

// Always gives a model; never throws. One error per cause: what is wrong in an imported module is reported when that module
// itself is analysed, and only what this file makes of it is reported here.
Model analyse(const syntax::File& file, const ModuleMap& modules, diagnostics::Sink& sink);
// The same with the zones that other files of one analysis have read.
Model analyse(const syntax::File& file, const ModuleMap& modules, diagnostics::Sink& sink, support::ZoneReader& zones);

}  // namespace recourse::semantics
