// A policy that refines another, as one whole policy: what the refined policy says, with the changes made.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/semantics/analyse.h"
#include "compiler/syntax/ast.h"

namespace recourse::semantics {

// The condition of the whole under which the refinement holds, as every case of it knows it; of a refinement of a refinement, both.
inline constexpr std::string_view kApplies = "applies";

// The policies that the file refines, the nearest first; as far as they are known, and none of them twice. O(chain).
[[nodiscard]] std::vector<const syntax::File*> refined_by(const syntax::File& file, const ModuleMap& modules);

// The whole of a file that refines another; nothing when what it refines is not there to be refined. Everything in it keeps the place at
// which it is written, in whichever file that is. Scenarios are the file's own alone: those of the refined policy speak of that policy.
// What is wrong is said to `sink`: it does not keep the rest from being put together. O(size of the files in the chain).
[[nodiscard]] std::optional<syntax::File> whole_of(const syntax::File& file, const ModuleMap& modules, diagnostics::Sink& sink);

// A finding in what is refined comes of the refining: it is told where that is said, and points to both. What the refined policy has
// been told itself, `told_there`, is dropped, and so is what is no error.
void tell_at_refinement(const syntax::File& file, const diagnostics::Sink& told_there, std::size_t from, diagnostics::Sink& sink);

}  // namespace recourse::semantics
