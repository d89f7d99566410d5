// `# language: zh-Hans` on the first line: what the keywords of a file are written in.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/language.h"

namespace recourse::syntax {

struct LanguageLine {
    Language language = Language::english;
    Span span;          // invalid when the file has no such line: its keywords are English
};

// Looks at the first line that is not blank. A language that there is none of is said to `sink`. O(length of the blank lines).
[[nodiscard]] LanguageLine read_language_line(FileId id, std::string_view text, diagnostics::Sink& sink);

// What the keywords of a text are in. The tree of a file does not know: it is the same in every language.
[[nodiscard]] Language language_of_text(std::string_view text);

// Takes the line out of the file's comments, and says of each comment behind it that looks like one that it has no effect there.
void take_language_line(const LanguageLine& line, std::vector<Comment>& comments, diagnostics::Sink& sink);

}  // namespace recourse::syntax
