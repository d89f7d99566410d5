// Every code of a finding that the compiler's sources can give is shown by a test or by the example of its page.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "tests/harness/files.h"

namespace {

using Codes = std::map<std::string, std::string>;   // code -> file that gives it

void collect(const std::string& path, const std::regex& pattern, Codes& codes) {
    const std::string text = harness::read(path);
    for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) codes.emplace((*match)[1].str(), path);
}

Codes codes_in_sources() {
    static const std::regex call(R"re(\b(?:error|warning|note)\(\s*"([a-z]+(?:-[a-z]+)+)")re");
    static const std::regex row(R"re("([a-z]+(?:-[a-z]+)+)", (?:error|warning|note),)re");
    Codes codes;
    for (const char* extension : {".cpp", ".h"}) {
        for (const std::string& path : harness::files_below("compiler", extension)) collect(path, call, codes);
    }
    for (const std::string& path : harness::files_below("compiler", ".def")) collect(path, row, codes);
    return codes;
}

std::string everything_that_tests() {
    std::string text;
    for (const char* extension : {".cpp", ".h", ".rule", ".expected"}) {
        for (const std::string& path : harness::files_below("tests", extension)) {
            if (path != "tests/golden/codes_test.cpp") text += harness::read(path);
        }
    }
    for (const std::string& path : harness::files_below("docs", ".md")) text += harness::read(path);
    return text;
}

bool is_word_in(const std::string& code, const std::string& text) {
    const auto goes_on = [](char letter) { return letter == '-' || (letter >= 'a' && letter <= 'z'); };
    for (std::size_t at = text.find(code); at != std::string::npos; at = text.find(code, at + 1)) {
        const std::size_t after = at + code.size();
        if ((at == 0 || !goes_on(text[at - 1])) && (after == text.size() || !goes_on(text[after]))) return true;
    }
    return false;
}

TEST(Codes, EachIsExercised) {
    // What no text can bring about: the machine it runs on, and what an earlier phase has refused already.
    const std::set<std::string> unreachable = {"time-zones-unreadable", "bad-calendar", "happening-by-party"};
    const Codes codes = codes_in_sources();
    EXPECT_GT(codes.size(), 50u) << "the pattern that finds codes no longer fits the sources";
    const std::string tests = everything_that_tests();
    for (const auto& [code, path] : codes) {
        EXPECT_TRUE(unreachable.contains(code) || is_word_in(code, tests)) << code << " (" << path << ") is shown by no test";
    }
}

}  // namespace
