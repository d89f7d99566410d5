// What holds for every policy of the tree: laid out, clean, its scenarios pass, and those of Taobao exercise everything.
#include <gtest/gtest.h>

#include <recourse/compiler.h>

#include "tests/harness/files.h"

namespace {

std::vector<std::string> policies_and_library() {
    std::vector<std::string> files = harness::files_below("rules", ".rule");
    for (std::string& path : harness::files_below("stdlib", ".rule")) files.push_back(std::move(path));
    return files;
}

std::vector<std::string> all_rule_files() {
    std::vector<std::string> files = policies_and_library();
    for (std::string& path : harness::files_below("tests", ".rule")) files.push_back(std::move(path));
    return files;
}

std::string name(const testing::TestParamInfo<std::string>& info) { return harness::test_name(info.param); }

std::string findings_of(const std::string& path, const recourse::Analysis& analysis) {
    std::vector<recourse::Finding> own;
    for (const recourse::Finding& finding : analysis.findings()) {
        if (!finding.places.empty() && finding.places.front().path == path) own.push_back(finding);
    }
    return recourse::render(own, analysis.sources());
}

std::optional<std::string> formatted(const std::string& text) {
    recourse::SourceSet sources;
    sources.add("one.rule", text);
    return recourse::analyse(std::move(sources), {{}, false}).formatted("one.rule");
}

class EveryRuleFile : public testing::TestWithParam<std::string> {};
class EveryPolicy : public testing::TestWithParam<std::string> {};
class TaobaoPolicy : public testing::TestWithParam<std::string> {};

TEST_P(EveryRuleFile, FormattingTwiceChangesNothing) {
    const auto once = formatted(harness::read(GetParam()));
    if (!once) return;      // it does not parse, which its golden file says
    const auto twice = formatted(*once);
    ASSERT_TRUE(twice) << "what was laid out does not parse any more:\n" << *once;
    EXPECT_EQ(*twice, *once);
}

TEST_P(EveryPolicy, IsLaidOut) { EXPECT_EQ(formatted(harness::read(GetParam())), harness::read(GetParam())); }

TEST_P(EveryPolicy, IsClean) { EXPECT_EQ(findings_of(GetParam(), harness::whole_tree()), ""); }

TEST_P(EveryPolicy, ItsScenariosPass) {
    const recourse::FileInfo* file = harness::whole_tree().file(GetParam());
    ASSERT_NE(file, nullptr);
    const bool has_scenarios = !harness::whole_tree().scenarios(GetParam()).empty();
    ASSERT_TRUE(file->compiles || (file->kind != recourse::FileKind::policy && !has_scenarios));
    if (!file->compiles) return;
    for (const recourse::ScenarioResult& scenario : harness::whole_tree().run_scenarios(GetParam()).scenarios) {
        EXPECT_TRUE(scenario.passed) << scenario.name << ": "
                                     << (scenario.failures.empty() ? "" : scenario.failures.front().message);
    }
}

TEST_P(TaobaoPolicy, ItsScenariosExerciseEverything) {
    const recourse::ScenarioReport report = harness::whole_tree().run_scenarios(GetParam());
    const recourse::Coverage& coverage = report.coverage;
    std::string missed;
    for (const auto* count : {&coverage.states, &coverage.transitions, &coverage.deadlines, &coverage.rows}) {
        for (const auto& one : count->missed) missed += "line " + std::to_string(one.place.begin.line) + ": " + one.what + "\n";
    }
    EXPECT_EQ(missed, "");
}

// Every process that runs a test asks this, so headers alone are read.
std::vector<std::string> taobao_policies() {
    std::vector<std::string> files;
    for (const std::string& path : harness::files_below("rules/taobao", ".rule")) {
        if (recourse::header_of(harness::read(path)).kind == recourse::FileKind::policy) files.push_back(path);
    }
    return files;
}

INSTANTIATE_TEST_SUITE_P(Files, EveryRuleFile, testing::ValuesIn(all_rule_files()), name);
INSTANTIATE_TEST_SUITE_P(Files, EveryPolicy, testing::ValuesIn(policies_and_library()), name);
INSTANTIATE_TEST_SUITE_P(Files, TaobaoPolicy, testing::ValuesIn(taobao_policies()), name);

}  // namespace
