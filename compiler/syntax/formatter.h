// The one style of a .rule file.
#pragma once

#include <string>

#include "compiler/syntax/ast.h"
#include "compiler/syntax/language_line.h"

namespace recourse::syntax {

// The file in that style. Its meaning and its comments are kept; formatting what is formatted changes nothing.
// `file` is the tree of `source` and has no syntax errors; the keywords are written in `language`. O(length).
[[nodiscard]] std::string format(const File& file, const support::SourceFile& source, Language language);
// In those of the file itself.
[[nodiscard]] inline std::string format(const File& file, const support::SourceFile& source) {
    return format(file, source, language_of_text(source.text()));
}

}  // namespace recourse::syntax
