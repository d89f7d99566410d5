// What is found of a decision is asked of the runtime's `decide` before it is told, and shown with its answers.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <recourse/compiler.h>

#include "compiler/driver/pipeline.h"
#include "compiler/driver/replay_decisions.h"

namespace recourse::driver {
namespace {

using Lines = std::vector<std::string>;

const std::string kHead = "policy t\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer, seller\n";
const std::string kKinds = "kind Fault = changed_mind, not_as_described\nkind Payer = nobody, sells, buys\nkind Wear = stained, torn\n";

Finding found(const std::string& decision, const std::string& code, const std::string& head = kHead) {
    SourceSet sources;
    sources.add("t.rule", head + decision);
    const Analysis analysis = analyse(std::move(sources));
    for (const Finding& one : analysis.findings()) {
        if (one.code == code) return one;
    }
    ADD_FAILURE() << code << " is not found:\n" << render(analysis.findings(), analysis.sources());
    return {};
}

TEST(DecisionEvidence, NoRowAnswers) {
    const Finding gap = found(kKinds + "decision freight(fault: Fault, agreed: party or none, price: money CNY, at most 1000.00, note: text): payer: Payer {\n"
                                       "  a: fault = changed_mind and agreed is set => sells\n  b: fault = not_as_described => buys\n}\n",
                              "missing-rows");
    EXPECT_EQ(gap.witness, (Lines{"scenario \"missing-rows\" {",
                                  "  decide freight(fault: changed_mind, agreed: none, price: 0.00 CNY, note: \"a\") expect payer = undecided  # no row holds", "}"}));
}

TEST(DecisionEvidence, BothRowsAnswer) {
    const Finding overlap = found(kKinds + "decision back(wear: set of Wear, note: text, at most 9): payer: Payer, share: percent {\n"
                                           "  a: wear has torn => sells, 1%\n  b: wear has stained and note != \"a\" => buys, 12.5%\n  otherwise => nobody, 0%\n}\n",
                                  "overlapping-rows");
    EXPECT_EQ(overlap.witness, (Lines{"scenario \"overlapping-rows\" {",
                                      "  decide back(wear: stained and torn, note: \"aX\") expect payer = sells, share = 1%  # by `a`",
                                      "  decide back(wear: stained and torn, note: \"aX\") expect payer = buys, share = 12.50%  # by `b`", "}"}));
}

TEST(DecisionEvidence, AnotherRowAnswers) {
    const Finding row = found("decision fee(n: 0..10, until_then: instant): share: percent in order {\n  a: n < 8 => 1%\n  b: n < 4 => 2%\n  otherwise => 3%\n}\n", "row-never-reached");
    ASSERT_EQ(row.witness.size(), 3u);
    EXPECT_EQ(row.witness[1].substr(0, 15), "  decide fee(n:") << row.witness[1];
    EXPECT_TRUE(row.witness[1].ends_with("expect share = 1%  # by `a`")) << row.witness[1];
}

// A time that no policy can write is told in words: nothing is claimed that could not be asked.
TEST(DecisionEvidence, WhatNoLiteralSaysIsTold) {
    const Finding gap = found("decision slow(taken: duration, at most 10 hours): late: bool {\n  a: taken < 2 hours => false\n  b: taken > 2 hours => true\n}\n", "missing-rows");
    EXPECT_EQ(gap.witness, (Lines{"scenario \"missing-rows\" {", "  decide slow(taken: 2 hours) expect late = undecided  # no row holds", "}"}));
    const Finding overlap = found("decision slow(taken: duration, at most 10 hours): late: bool {\n  a: taken < 2 hours => false\n  b: taken >= 2 hours => true\n"
                                  "  c: taken > 2 hours and taken < 121 minutes => false\n}\n",
                                  "overlapping-rows");
    ASSERT_EQ(overlap.witness.size(), 1u);
    EXPECT_TRUE(overlap.witness.front().starts_with("taken = ")) << overlap.witness.front();
}

// In a file in Chinese the added scenario is read as one of the file's, and shown in its words.
TEST(DecisionEvidence, IsAskedInTheFilesLanguage) {
    const Finding gap = found("类别 Fault = changed_mind, broken\n判定 freight(fault: Fault): share: 百分比 {\n  a: fault = broken => 5%\n}\n", "missing-rows",
                              "# language: zh-Hans\n政策 t\n  时区 \"Asia/Shanghai\"\n  期间计算 std.counting.to_the_minute\n当事人 buyer, seller\n");
    ASSERT_EQ(gap.witness.size(), 3u);
    EXPECT_EQ(gap.witness[1], "  判定 freight(fault: changed_mind) 预期 share = undecided  # no row holds");
}

TEST(DecisionEvidence, WhatTheRuntimeDeniesIsAFaultOfTheCompiler) {
    SourceSet sources;
    sources.add("t.rule", kHead + "decision fee(n: 0..10): share: percent in order {\n  a: n < 4 => 1%\n  otherwise => 3%\n}\n");
    Options options;
    options.checks = false;
    const auto pipeline = run_pipeline(std::move(sources), options);
    const Unit& unit = *pipeline->unit("t.rule");
    const auto& rows = unit.model.decisions[semantics::DecisionId(0)].rows;
    const auto denied = [&](std::string_view code, std::vector<diagnostics::Label> labels, const std::string& line) {
        diagnostics::Diagnostic finding;
        finding.code = code;
        finding.labels = std::move(labels);
        finding.witness = {line};
        replay_decisions(*pipeline, unit, {&finding});
        EXPECT_EQ(finding.code, "unproved-finding") << line;
        return finding.message;
    };
    EXPECT_NE(denied("missing-rows", {}, "decide fee(n: 2)").find("`a` answers"), std::string::npos);
    EXPECT_NE(denied("row-never-reached", {{rows[0].span, ""}}, "decide fee(n: 2)").find("its row answers"), std::string::npos);
    EXPECT_NE(denied("row-never-reached", {{rows[0].span, ""}}, "decide fee(n: 9)").find("its row does not hold"), std::string::npos);
    EXPECT_NE(denied("overlapping-rows", {{rows[1].span, ""}, {rows[0].span, ""}}, "decide fee(n: 9)").find("`a` does not hold"), std::string::npos);
    EXPECT_NE(denied("missing-rows", {}, "decide fee(n: 11)").find("its inputs cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace recourse::driver
