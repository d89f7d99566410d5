// Whatever the bytes are, the parser comes back with a tree and never with a crash.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include "test_paths.h"
#include "tests/unit/syntax_fixture.h"
#include "tests/unit/syntax_sample.h"

namespace recourse::syntax {
namespace {

TEST(SyntaxRobust, TheSampleIsRead) {
    const Parsed parsed{std::string(kSamplePolicy)};
    EXPECT_EQ(parsed.report(), "");
    EXPECT_EQ(parsed.file.items.size(), 9U);
    EXPECT_EQ(parsed.file.comments.size(), 8U);
}

TEST(SyntaxRobust, EveryPrefix) {
    const std::string whole(kSamplePolicy);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Parsed parsed(whole.substr(0, length));
        EXPECT_LE(parsed.sink.all().size(), 8U) << length << "\n" << parsed.report();
    }
}

TEST(SyntaxRobust, MutatedBytes) {
    std::mt19937 random(20240301);
    const std::string whole(kSamplePolicy);
    const std::string_view marks = "{}()\"\\#,:;=<>-+*/.!&|\n\t \xEF\xBC\x8C\x01" "a9";
    for (int round = 0; round < 1000; ++round) {
        std::string text = whole;
        const int changes = 1 + static_cast<int>(random() % 12);
        for (int i = 0; i < changes; ++i) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
                case 0: text.erase(at, 1 + random() % 20); break;
                case 1: text.insert(at, 1, marks[random() % marks.size()]); break;
                case 2: text[at] = static_cast<char>(random() % 256); break;
                default: text.insert(at, whole.substr(random() % whole.size(), random() % 60)); break;
            }
            if (text.empty()) text = "x";
        }
        const Parsed parsed(text);
        (void)dump(parsed.file);
        if (parsed.sink.all().empty()) expect_formats_well(parsed);
    }
}

TEST(SyntaxRobust, LongHostileFiles) {
    for (const std::string& unit : {std::string("state A {\n"), std::string("}\n"), std::string("(,"), std::string("on a -> \n"), std::string("\"\n"), std::string("，"),
                                    std::string("if "), std::string("{ if a -> b "), std::string("not -"), std::string("a.b.")}) {
        std::string text = "policy p\n";
        while (text.size() < 200000) text += unit;
        const auto begin = std::chrono::steady_clock::now();
        const Parsed parsed(text);
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
        EXPECT_FALSE(parsed.sink.all().empty()) << unit;
        EXPECT_LT(taken.count(), 20.0) << unit;
    }
}

TEST(SyntaxFormat, TheSampleIsFormattedAsItIsShown) {
    const Parsed parsed{std::string(kSamplePolicy)};
    expect_formats_well(parsed);
    EXPECT_EQ(format(parsed.file, parsed.source), kSampleFormatted);
}

TEST(SyntaxFormat, EveryPolicyOfTheTree) {
    std::size_t files = 0;
    for (const char* folder : {"/rules", "/stdlib"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(RECOURSE_SOURCE_DIR) + folder)) {
            if (entry.path().extension() != ".rule") continue;
            std::ifstream in(entry.path(), std::ios::binary);
            const Parsed parsed(std::string(std::istreambuf_iterator<char>(in), {}));
            EXPECT_EQ(parsed.report(), "") << entry.path();
            if (parsed.sink.all().empty()) expect_formats_well(parsed);
            ++files;
        }
    }
    EXPECT_GT(files, 10U);
}

// Comments between any two words are kept, and formatting with them is stable.
TEST(SyntaxFormat, CommentsAnywhere) {
    const std::string whole(kSamplePolicy);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        if (whole[at] != ' ' && whole[at] != '\n') continue;
        const Parsed parsed(whole.substr(0, at) + (at % 2 == 0 ? " # c\n" : "\n# c\n") + whole.substr(at));
        if (parsed.sink.all().empty()) expect_formats_well(parsed);
    }
}

TEST(SyntaxFormat, CommentsKeepTheirPlace) {
    const Parsed parsed(
        "# top\npolicy p # name\n\n\n# before\nparty a,  # one\n  b # two\ncase C { # open\n  # first\n\n\n  on a # x\n    if b -> C # z\n  # last\n} # end\n# bottom");
    EXPECT_EQ(parsed.report(), "");
    expect_formats_well(parsed);
    EXPECT_EQ(format(parsed.file, parsed.source),
              "# top\npolicy p  # name\n\n# before\n# one\nparty a, b  # two\ncase C {  # open\n  # first\n\n  # x\n  on a if b -> C  # z\n  # last\n}  # end\n# bottom\n");
}

TEST(SyntaxFormat, LongRulesAreBroken) {
    const std::string rule = "on apply until the_end_of_the_window if the_first_condition_that_matters or the_second_condition_that_matters -> Claim as r cite G.1 reading \"ours\"";
    const Parsed parsed("policy p\ncase C {\n" + rule + "\n}\n");
    expect_formats_well(parsed);
    EXPECT_EQ(format(parsed.file, parsed.source),
              "policy p\ncase C {\n  on apply until the_end_of_the_window\n      if the_first_condition_that_matters or the_second_condition_that_matters -> Claim  as r  cite G.1\n"
              "      reading \"ours\"\n}\n");
}

}  // namespace
}  // namespace recourse::syntax
