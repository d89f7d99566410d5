// Messages quote keywords; of a file whose keywords are Chinese they quote the Chinese ones.
#pragma once

#include <string_view>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/language.h"

namespace recourse::syntax {

// Puts the keywords of `language` for the English ones between the backquotes of a finding, into its fix and its scenario.
// `text` is the file's: what stands in it as it is quoted is a name, not a keyword. O(length of the messages · keywords).
void quote_keywords(diagnostics::Diagnostic& diagnostic, Language language, std::string_view text);

}  // namespace recourse::syntax
