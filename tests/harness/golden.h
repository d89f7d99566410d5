// Golden files: a .rule file says on its lines which findings begin there, and FILE.expected holds them in full.
//
//     on apply -> Clam          #~ unknown-state
//
// Several codes stand after one `#~`, with blanks between. `#@ with other.part.rule` adds a file of the same folder to the analysis. A file
// without any `#~` is expected to be clean, and then needs no .expected.
#pragma once

#include <string>
#include <vector>

#include <recourse/compiler.h>

namespace harness {

// "12 unknown-state": the line and the code of a finding, sorted.
using Expectations = std::vector<std::string>;
[[nodiscard]] Expectations written_in(const std::string& text);
[[nodiscard]] Expectations found_in(const std::string& path, const recourse::Analysis& analysis);

// The file, and those that it names with `#@ with`, analysed.
[[nodiscard]] recourse::Analysis analyse_golden(const std::string& path);

// Findings of the file itself, rendered plainly with the folder left out of paths.
[[nodiscard]] std::string rendered(const std::string& path, const recourse::Analysis& analysis);

}  // namespace harness
