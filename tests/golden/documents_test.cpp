// The examples in README.md and docs/ do what the text around them says. tests/harness/documents.h tells how they are marked.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include <recourse/compiler.h>

#include "tests/harness/documents.h"
#include "tests/harness/files.h"

namespace {

using harness::Example;

std::vector<Example> all_examples() {
    std::vector<std::string> documents = harness::files_below("docs", ".md");
    documents.emplace_back("README.md");
    std::vector<Example> examples;
    for (const std::string& document : documents) {
        for (Example& example : harness::examples_in(document, harness::read(document))) examples.push_back(std::move(example));
    }
    return examples;
}

class Documents : public testing::TestWithParam<Example> {};

TEST_P(Documents, ExampleHolds) {
    const Example& example = GetParam();
    if (example.has("fragment")) return;
    recourse::SourceSet sources;
    if (!example.above.empty()) sources.add("above.rule", example.above);
    sources.add("example.rule", example.text);
    const recourse::Analysis analysis = recourse::analyse(std::move(sources));
    std::set<std::string> found;
    for (const recourse::Finding& finding : analysis.findings()) {
        // An example is short: that it leaves things unused or untried is no news, unless that is its subject.
        const bool is_subject = std::find(example.fails.begin(), example.fails.end(), finding.code) != example.fails.end();
        if (finding.severity == recourse::Severity::error || is_subject) found.insert(finding.code);
    }
    EXPECT_EQ(std::vector<std::string>(found.begin(), found.end()), example.fails)
        << example.document << ":" << example.line << "\n" << recourse::render(analysis.findings(), analysis.sources());
    const recourse::FileInfo* file = analysis.file("example.rule");
    if (file == nullptr || !file->compiles) return;
    for (const recourse::ScenarioResult& scenario : analysis.run_scenarios("example.rule").scenarios) {
        std::string why;
        for (const auto& failure : scenario.failures) {
            why += "line " + std::to_string(failure.place.begin.line) + ": " + failure.message + "\n  expected: " + failure.expected +
                   "\n  actual: " + failure.actual + "\n  " + failure.explanation + "\n";
        }
        EXPECT_TRUE(scenario.passed) << example.document << ":" << example.line << " \"" << scenario.name << "\"\n" << why;
    }
}

INSTANTIATE_TEST_SUITE_P(Examples, Documents, testing::ValuesIn(all_examples()), [](const auto& one) {
    return harness::test_name(one.param.document) + "_" + std::to_string(one.param.line);
});
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Documents);

TEST(Decisions, EachHasANumberOfItsOwnAndOneRow) {
    const std::string table = harness::read("docs/decisions/README.md");
    std::set<std::string> numbers;
    std::size_t rows = 0;
    for (std::size_t at = table.find("\n| ["); at != std::string::npos; at = table.find("\n| [", at + 1)) ++rows;
    for (const std::string& path : harness::files_below("docs/decisions", ".md")) {
        const std::string name = path.substr(path.rfind('/') + 1);
        if (name == "README.md") continue;
        const std::string number = name.substr(0, 4);
        EXPECT_TRUE(numbers.insert(number).second) << number << " stands for two decisions";
        const std::string text = harness::read(path), title = text.substr(2, text.find('\n') - 2);
        EXPECT_NE(table.find("\n| [" + number + "](" + name + ") | " + title + " |"), std::string::npos) << name << " has no row of its title";
    }
    EXPECT_EQ(rows, numbers.size());
}

TEST(DocumentExamples, AreMarked) {
    const std::set<std::string> known = {"ok", "in-policy", "beside", "fragment"};
    for (const Example& example : all_examples()) {
        EXPECT_FALSE(example.words.empty() && example.fails.empty()) << example.document << ":" << example.line << ": ```recourse ok?";
        for (const std::string& word : example.words) EXPECT_TRUE(known.contains(word)) << example.document << ":" << example.line << ": " << word;
    }
}

}  // namespace
