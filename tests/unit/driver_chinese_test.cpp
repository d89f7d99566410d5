// A file and its translation are one program, but for the places and the words of the text that it quotes.
#include <gtest/gtest.h>

#include <recourse/compiler.h>
#include <recourse/translation.h>

#include "compiler/driver/pipeline.h"
#include "compiler/emit/program.h"
#include "tests/harness/files.h"

namespace recourse {

namespace {

std::vector<std::string> policies_and_library() {
    std::vector<std::string> files = harness::files_below("rules", ".rule");
    for (std::string& path : harness::files_below("stdlib", ".rule")) files.push_back(std::move(path));
    return files;
}

std::shared_ptr<const driver::Pipeline> pipeline_in(std::string_view language) {
    SourceSet sources;
    for (const std::string& path : policies_and_library()) {
        const Translation translation = translate(path, harness::read(path), language);
        EXPECT_TRUE(translation.text) << path;
        sources.add(path, translation.text.value_or(""));
    }
    return driver::run_pipeline(std::move(sources), {});
}

// Without the sources a program quotes its rules from the model, and has no places.
std::vector<std::byte> bare_program(const driver::Unit& unit) {
    diagnostics::Sink sink;
    return emit::emit_program({&unit.model, nullptr}, sink);
}

}  // namespace

class TreeInChinese : public testing::TestWithParam<const char*> {};

TEST_P(TreeInChinese, CompilesToTheSameBytesAndPasses) {
    const auto english = pipeline_in("en"), chinese = pipeline_in(GetParam());
    std::string found;
    for (const Finding& finding : chinese->findings) found += finding.code + ": " + finding.message + "\n";
    EXPECT_EQ(found, "");
    const Analysis analysis(chinese);
    std::size_t programs = 0;
    for (const std::string& path : policies_and_library()) {
        const driver::Unit* ours = chinese->unit(path);
        const driver::Unit* theirs = english->unit(path);
        ASSERT_TRUE(ours != nullptr && theirs != nullptr) << path;
        EXPECT_EQ(ours->is_fit(), theirs->is_fit()) << path;
        if (!theirs->is_fit()) continue;
        ++programs;
        EXPECT_EQ(bare_program(*ours), bare_program(*theirs)) << path;
        for (const ScenarioResult& scenario : analysis.run_scenarios(path).scenarios) EXPECT_TRUE(scenario.passed) << path << ": " << scenario.name;
    }
    EXPECT_GT(programs, 10u);
}

INSTANTIATE_TEST_SUITE_P(Scripts, TreeInChinese, testing::Values("zh-Hans", "zh-Hant"),
                         [](const auto& one) { return std::string(one.param).substr(3); });

}  // namespace recourse
