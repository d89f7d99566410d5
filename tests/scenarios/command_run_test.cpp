// The verbs that follow cases, as someone at a terminal meets them.
#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "tests/scenarios/command_run_log.h"

using namespace run_log;

namespace {

const std::string demo = "docs/demo/after_sales.jsonl";

// Bytes of a compiled after-sales policy.
std::string compiled(const harness::Folder& folder) {
    const harness::Answer answer = harness::recourse_command({"compile", policy, "-o", (folder.path() / "p.rcp").string()});
    EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
    return folder.read("p.rcp");
}

harness::Answer run_bytes(const harness::Folder& folder, const std::string& bytes) {
    folder.write("other.rcp", bytes);
    return harness::recourse_command({"run", (folder.path() / "other.rcp").string(), "-", "--format", "json"}, opening());
}

}  // namespace

TEST(Run, TheDemonstration) {
    const harness::Answer answer = harness::recourse_command({"run", policy, demo, "--format", "json", "--lang", "en"});
    EXPECT_EQ(answer.code, 0) << answer.err;
    const std::vector<std::string> out = lines(answer.out);
    ASSERT_GE(out.size(), 7u) << answer.out;
    EXPECT_EQ(out[0], R"({"line":1,"case":"A1","at":"2024-03-01T10:00:00+08:00","cause":"opening","to":"Open"})");
    EXPECT_TRUE(has(out[2], R"("at":"2024-03-06T10:00:00+08:00","cause":"deadline",)")) << out[2];
    EXPECT_TRUE(has(out[2], R"("to":"BuyerShips","reason":"agreed_by_silence")")) << out[2];
    EXPECT_TRUE(has(out[2], R"("cites":["G.1.note.2","C.2.3.2"])")) << out[2];
    EXPECT_TRUE(has(out[3], R"("rejected":"apply")") && has(out[3], R"("reason":"used_up")")) << out[3];
    EXPECT_TRUE(has(out.back(), R"("effect":"refund","arguments":{"to":"buyer","amount":"88.00 CNY"})")) << out.back();
}

TEST(Run, TextAndTimelineSpeakTheLabels) {
    const harness::Answer text = harness::recourse_command({"run", policy, demo, "--lang", "en"});
    EXPECT_EQ(text.code, 0);
    EXPECT_TRUE(has(text.out, "2024-03-06 10:00  A1  deadline")) << text.out;
    EXPECT_TRUE(has(text.out, "the buyer sends it back, agreed by silence")) << text.out;
    const harness::Answer chinese = harness::recourse_command({"run", policy, demo, "--timeline", "--lang", "zh"});
    EXPECT_EQ(chinese.code, 0);
    EXPECT_TRUE(has(chinese.out, "逾期视为同意")) << chinese.out;
    EXPECT_TRUE(has(chinese.out, "未受理: 申请售后至多可用一次")) << chinese.out;
    const harness::Answer both = harness::recourse_command({"run", policy, demo, "--timeline", "--format", "json"});
    EXPECT_EQ(both.code, 2);
}

TEST(Run, TwoCasesComeInOrderOfTime) {
    const std::string log = opening("B") + opening("A1") + applying() + R"({"now":"2024-04-30T00:00:00+08:00"})" "\n";
    const harness::Answer answer = run(log);
    EXPECT_EQ(answer.code, 0);
    std::vector<std::string> times;
    for (const std::string& line : lines(answer.out))
        if (has(line, R"("line":4)")) times.push_back(line.substr(line.find("\"at\":"), 30));
    EXPECT_GE(times.size(), 3u) << answer.out;
    EXPECT_TRUE(std::is_sorted(times.begin(), times.end())) << answer.out;
}

TEST(Run, ACaseThatOpensOnAnEvent) {
    const std::string begin = R"({"case":"I1","open":"taobao.intervention/Intervention","at":"2024-03-01T10:00:00+08:00","facts":{"price":"10.00 CNY"})";
    const std::string act = R"(,"event":"call_in","by":"buyer","fields":{"evidence":3},"id":"x"})";
    const harness::Answer answer = harness::recourse_command({"run", "rules/taobao/intervention.rule", "-", "--format", "json", "--lang", "en"},
        begin + "}\n" + begin + R"(,"event":"call_in","by":"seller","fields":{"evidence":3}})" + "\n" + begin + act + "\n" + begin + act + "\n");
    EXPECT_EQ(answer.code, 1);
    const std::vector<std::string> out = lines(answer.out);
    ASSERT_EQ(out.size(), 6u) << answer.out;
    EXPECT_TRUE(has(out[0], "`Intervention` opens on `call_in`")) << out[0];
    EXPECT_TRUE(has(out[1], R"("rejected":"call_in","by":"seller","reason":"wrong_party")")) << out[1];
    EXPECT_TRUE(has(out[2], R"("cause":"opening","to":"Refused")")) << out[2];
    EXPECT_TRUE(has(out[3], R"("cause":"event","event":"call_in","by":"buyer","id":"x")")) << out[3];
    EXPECT_TRUE(has(out[5], R"("repeated":true)")) << out[5];
}

TEST(Run, WhatIsPrintedIsSafeForATerminal) {
    std::string log = opening("a\\u001b[31m\\u202e");
    const harness::Answer answer = harness::recourse_command({"run", policy, "-"}, log);
    EXPECT_EQ(answer.code, 0) << answer.out;
    EXPECT_FALSE(has(answer.out, "\x1b") || has(answer.out, "\u202E")) << answer.out;
}

TEST(Run, ACompiledProgramAnswersTheSame) {
    const harness::Folder folder;
    compiled(folder);
    const harness::Answer source = harness::recourse_command({"run", policy, demo, "--format", "json", "--lang", "en"});
    const harness::Answer program = harness::recourse_command({"run", (folder.path() / "p.rcp").string(), demo, "--format", "json", "--lang", "en"});
    EXPECT_EQ(program.code, 0) << program.err;
    EXPECT_EQ(program.out, source.out);
}

TEST(Run, ProgramFilesThatCannotBe) {
    const harness::Folder folder;
    const std::string bytes = compiled(folder);
    ASSERT_GT(bytes.size(), 100u);
    const harness::Answer cut = run_bytes(folder, bytes.substr(0, bytes.size() / 2));
    EXPECT_EQ(cut.code, 2);
    EXPECT_TRUE(has(cut.err, "should have")) << cut.err;
    std::string newer = bytes;
    newer[8] = 99;
    const harness::Answer version = run_bytes(folder, newer);
    EXPECT_EQ(version.code, 2);
    EXPECT_TRUE(has(version.err, "use a newer runtime")) << version.err;
    std::string altered = bytes;
    altered[bytes.size() / 2] = static_cast<char>(altered[bytes.size() / 2] ^ 1);
    EXPECT_EQ(run_bytes(folder, altered).code, 2);
    const harness::Answer empty = run_bytes(folder, "");
    EXPECT_EQ(empty.code, 2);
    EXPECT_TRUE(has(empty.err, "not a compiled policy")) << empty.err;
}

TEST(Run, PoliciesThatCannotBe) {
    const harness::Folder folder;
    folder.write("bad.rule", "policy x\n");
    const harness::Answer bad = harness::recourse_command({"run", (folder.path() / "bad.rule").string(), demo});
    EXPECT_EQ(bad.code, 1);
    EXPECT_TRUE(has(bad.err, "has errors")) << bad.err;
    const harness::Answer library = harness::recourse_command({"run", "rules/taobao/terms.rule", demo});
    EXPECT_EQ(library.code, 2);
    EXPECT_TRUE(has(library.err, "is no policy")) << library.err;
}

TEST(Explain, TellsRulePlaceAndClause) {
    const harness::Answer answer = harness::recourse_command({"explain", policy, demo, "--lang", "en"});
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_TRUE(has(answer.out, "after answer_time: otherwise -> BuyerShips")) << answer.out;
    EXPECT_TRUE(has(answer.out, "rules/taobao/after_sales.rule:")) << answer.out;
    EXPECT_TRUE(has(answer.out, "[G.1.note.2, C.2.3.2]")) << answer.out;
    EXPECT_TRUE(has(answer.out, "at most once")) << answer.out;
    const harness::Answer other = harness::recourse_command({"explain", policy, demo, "--case", "A2"});
    EXPECT_EQ(other.code, 2);
    EXPECT_TRUE(has(other.err, "no case `A2` was opened")) << other.err;
}

TEST(Allowed, AtAnInstant) {
    const harness::Answer answer = harness::recourse_command(
        {"allowed", policy, demo, "--case", "A1", "--party", "buyer", "--at", "2024-03-07T12:00:00+08:00", "--lang", "en"});
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_TRUE(has(answer.out, "buyer: send it back, until 2024-03-13 10:00")) << answer.out;
    EXPECT_TRUE(has(answer.out, "at most once")) << answer.out;
    const harness::Answer party = harness::recourse_command({"allowed", policy, demo, "--case", "A1", "--party", "byer"});
    EXPECT_EQ(party.code, 2);
    EXPECT_TRUE(has(party.err, "did you mean `buyer`?")) << party.err;
    const harness::Answer local = harness::recourse_command({"allowed", policy, demo, "--case", "A1", "--at", "2024-03-07 12:00"});
    EXPECT_EQ(local.code, 2);
    EXPECT_TRUE(has(local.err, "add the offset")) << local.err;
}

TEST(Decide, GivesRowAndResults) {
    const std::string freight = "rules/taobao/return_freight.rule";
    const harness::Answer text = harness::recourse_command({"decide", freight, "freight_payer", "fault=changed_mind", "--lang", "en"});
    EXPECT_EQ(text.code, 0) << text.err;
    EXPECT_TRUE(has(text.out, "payer = the buyer pays\nrow: buyers")) << text.out;
    const harness::Answer json = harness::recourse_command({"decide", freight, "freight_payer", "fault=unclear", "agreed=seller", "--format", "json"});
    EXPECT_TRUE(json.out.starts_with(R"({"decision":"freight_payer","row":"agreed_seller","place":"rules/taobao/return_freight.rule:)")) << json.out;
    EXPECT_TRUE(json.out.ends_with(R"("results":{"payer":"pays_seller"}})" "\n")) << json.out;
    EXPECT_TRUE(has(json.out, R"("cites":[{"clause":")")) << json.out;
    EXPECT_TRUE(has(harness::recourse_command({"decide", freight, "freight_payer"}).err, "`fault` is missing"));
    EXPECT_TRUE(has(harness::recourse_command({"decide", freight, "freight_payer", "falt=unclear"}).err, "did you mean `fault`?"));
    EXPECT_TRUE(has(harness::recourse_command({"decide", freight, "freight_payer", "fault=unkown"}).err, "no Fault is called `unkown`"));
    EXPECT_TRUE(has(harness::recourse_command({"decide", freight, "freight_payr", "fault=unclear"}).err, "did you mean `freight_payer`?"));
}

TEST(Compile, RefusesErrorsAndWritesWhole) {
    const harness::Folder folder;
    folder.write("bad.rule", "policy x\n");
    const harness::Answer bad = harness::recourse_command({"compile", (folder.path() / "bad.rule").string()});
    EXPECT_EQ(bad.code, 1);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "bad.rcp"));
    const harness::Answer good = harness::recourse_command({"compile", policy, "-o", (folder.path() / "p.rcp").string()});
    EXPECT_EQ(good.code, 0) << good.err;
    EXPECT_TRUE(has(good.out, "AfterSales: ")) << good.out;
    const harness::Answer nowhere = harness::recourse_command({"compile", policy, "-o", (folder.path() / "no" / "p.rcp").string()});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_TRUE(has(nowhere.err, "cannot write")) << nowhere.err;
}

TEST(New, IsCleanPassesAndIsNeverWrittenOver) {
    const harness::Folder folder;
    const harness::Answer made = harness::recourse_command({"new", "shop.returns"}, {}, folder.path());
    EXPECT_EQ(made.code, 0) << made.out << made.err;
    const harness::Answer checked = harness::recourse_command({"check", "returns.rule", "--fail-level", "note"}, {}, folder.path());
    EXPECT_EQ(checked.code, 0) << checked.out;
    EXPECT_EQ(harness::recourse_command({"test", "returns.rule"}, {}, folder.path()).code, 0);
    const harness::Answer formatted = harness::recourse_command({"fmt", "--check", "--diff", "returns.rule"}, {}, folder.path());
    EXPECT_EQ(formatted.code, 0) << formatted.out;
    const harness::Answer again = harness::recourse_command({"new", "shop.returns"}, {}, folder.path());
    EXPECT_EQ(again.code, 2);
    EXPECT_TRUE(has(again.err, "it is there already")) << again.err;
    EXPECT_EQ(harness::recourse_command({"new", "Shop Returns"}, {}, folder.path()).code, 2);
}

TEST(Graph, AsksForGraphvizOnlyForSvg) {
    const harness::Answer dot = harness::recourse_command({"graph", policy});
    EXPECT_EQ(dot.code, 0) << dot.err;
    EXPECT_TRUE(has(dot.out, "digraph")) << dot.out.substr(0, 200);
    const std::string path = std::getenv("PATH") == nullptr ? "" : std::getenv("PATH");
    ::setenv("PATH", "/nowhere", 1);
    const harness::Answer without = harness::recourse_command({"graph", policy, "--to", "svg"});
    ::setenv("PATH", path.c_str(), 1);
    EXPECT_EQ(without.code, 2);
    EXPECT_TRUE(has(without.err, "install graphviz")) << without.err;
    const harness::Answer type = harness::recourse_command({"graph", policy, "--case", "AfterSale"});
    EXPECT_EQ(type.code, 2);
    EXPECT_TRUE(has(type.err, "did you mean `AfterSales`?")) << type.err;
}
