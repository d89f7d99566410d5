// A file in the keywords of another language: the same tree, the same names, texts and comments.
#pragma once

#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/language.h"

namespace recourse::syntax {

// The formatted text of `file`, which is the tree of `source` and has no syntax errors, in `language`. What it gives has been read back and
// is the same policy; nothing when that cannot be: a name that is a word of that language, which `sink` is told with its place. O(length).
[[nodiscard]] std::optional<std::string> translate(const File& file, const support::SourceFile& source, Language language, diagnostics::Sink& sink);

}  // namespace recourse::syntax
