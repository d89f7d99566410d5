#include "tests/harness/documents.h"

#include <algorithm>
#include <sstream>

namespace harness {

bool Example::has(std::string_view word) const { return std::find(words.begin(), words.end(), word) != words.end(); }

std::vector<Example> examples_in(const std::string& document, const std::string& text) {
    constexpr std::string_view fence = "```recourse";
    constexpr std::string_view fails = "fails=";
    std::vector<Example> examples;
    std::string preamble;
    std::istringstream lines(text);
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (!line.starts_with(fence)) continue;
        Example example{document, number, {}, {}, {}};
        std::istringstream words(line.substr(fence.size()));
        for (std::string word; words >> word;) {
            if (word.starts_with(fails)) {
                std::istringstream codes(word.substr(fails.size()));
                for (std::string code; std::getline(codes, code, ',');) example.fails.push_back(code);
            } else {
                example.words.push_back(word);
            }
        }
        std::sort(example.fails.begin(), example.fails.end());
        while (std::getline(lines, line) && (++number, !line.starts_with("```"))) example.text.append(line).append("\n");
        if (example.has("preamble")) {
            preamble = example.text;
            continue;
        }
        if (example.has("in-policy")) example.text = preamble + "\n" + example.text;
        if (example.has("beside") && !examples.empty()) example.above = examples.back().above + examples.back().text;
        examples.push_back(std::move(example));
    }
    return examples;
}

}  // namespace harness
