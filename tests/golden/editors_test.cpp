// The TextMate grammar colours every reserved word of the language's reference.
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "tests/harness/files.h"

namespace {

bool has_word(const std::string& text, const std::string& word) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        // `\b` before a word ends in a letter that is none of its own.
        const bool begins = !is_letter(text[at - 1]) || (at > 1 && text[at - 2] == '\\');
        if (begins && !is_letter(text[at + word.size()])) return true;
    }
    return false;
}

TEST(Editors, EveryReservedWordIsColoured) {
    const std::string reference = harness::read("docs/grammar.md");
    const std::string colours = harness::read("editors/textmate/recourse.tmLanguage.json");
    const std::size_t begin = reference.find('`', reference.find("Reserved words are not names:"));
    ASSERT_NE(begin, std::string::npos);
    std::istringstream words(reference.substr(begin + 1, reference.find('`', begin + 1) - begin - 1));
    std::size_t count = 0;
    for (std::string word; words >> word; ++count) EXPECT_TRUE(has_word(colours, word)) << word;
    EXPECT_GT(count, 30u) << "the list of reserved words is no longer where this test looks";
}

}  // namespace
