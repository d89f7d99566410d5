// Examples in documents: fenced blocks that begin with ```recourse and a word or two.
//
//     preamble        what `in-policy` examples of this document stand in; itself no example
//     ok              a whole file without errors; its scenarios pass
//     in-policy       a part of a policy, after the preamble: likewise
//     fails=CODE      a whole file with a finding CODE (several, with commas between) and no other error
//     in-policy fails=CODE
//     ok beside       the same, together with the whole file in the example before it, which it refines
//     fragment        shown only
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace harness {

struct Example {
    std::string document;           // from the repository's root
    std::size_t line = 0;           // of the fence
    std::vector<std::string> words; // after ```recourse
    std::string text;               // with the preamble, for `in-policy`
    std::vector<std::string> fails; // codes, sorted
    std::string above = {};         // `beside`: the text of the example before
    [[nodiscard]] bool has(std::string_view word) const;
};

// In the order of the document; without preambles.
[[nodiscard]] std::vector<Example> examples_in(const std::string& document, const std::string& text);

}  // namespace harness
