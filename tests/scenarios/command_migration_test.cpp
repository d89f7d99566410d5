// Several versions of one policy, from the command line.
#include <gtest/gtest.h>

#include <string>

#include "tests/harness/command.h"

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string version(int number, const std::string& force, const std::string& days, const std::string& more) {
    return "policy shop.terms\n  version " + std::to_string(number) + ", " + force + "\n  time zone \"Asia/Shanghai\"\n" +
           "  counting std.counting.to_the_minute\nparty buyer\ncase Claim {\n  event ask by buyer\n  start Open\n  state Open {\n    on ask -> Asked\n    after 9 days -> Over\n  }\n" +
           "  state Asked {\n    after " + days + " -> Over\n  }\n  final Over\n}\n" + more;
}

class VersionsCommand : public testing::Test {
protected:
    VersionsCommand() {
        folder.write("terms.v2.rule", version(2, "in force from 2024-01-01 until 2024-12-31", "5 days", ""));
        folder.write("terms.rule", version(3, "in force from 2025-01-01", "3 days",
                                           "migrate from 2 {\n  same names deadlines kept\n  Open stays because \"nothing was asked\"\n}\n"));
    }
    harness::Answer run(const std::string& log, const std::string& verb = "run", const std::string& format = "json") {
        return harness::recourse_command({verb, ".", "-", "--format", format, "--lang", "en"}, log, folder.path());
    }
    static std::string opening(const std::string& name, const std::string& at) {
        return R"({"case":")" + name + R"(","open":"shop.terms/Claim","at":")" + at + R"(T10:00:00+08:00"})" "\n";
    }
    static std::string ask(const std::string& name, const std::string& at) {
        return R"({"case":")" + name + R"(","at":")" + at + R"(T10:00:00+08:00","by":"buyer","event":"ask"})" "\n";
    }
    harness::Folder folder;
    const std::string over = R"({"migrate":"shop.terms","to":3,"at":"2025-01-02T00:00:00+08:00"})" "\n";
};

TEST_F(VersionsCommand, TheOpeningInstantPicksTheVersion) {
    const harness::Answer old = run(opening("A", "2024-12-31") + ask("A", "2024-12-31") + R"({"now":"2025-01-09T00:00:00+08:00"})" "\n");
    EXPECT_EQ(old.code, 0) << old.out << old.err;
    EXPECT_TRUE(has(old.out, R"("due":"2025-01-05T10:00:00+08:00")")) << old.out;
    const harness::Answer now = run(opening("A", "2025-01-01") + ask("A", "2025-01-01") + R"({"now":"2025-01-09T00:00:00+08:00"})" "\n");
    EXPECT_TRUE(has(now.out, R"("due":"2025-01-04T10:00:00+08:00")")) << now.out;
    const harness::Answer none = run(opening("A", "2023-12-31"));
    EXPECT_EQ(none.code, 1);
    EXPECT_TRUE(has(none.out, "no version of `shop.terms` is in force") && has(none.out, "version 2 comes next")) << none.out;
}

TEST_F(VersionsCommand, CasesComeOverOrSayWhyNot) {
    const harness::Answer answer = run(opening("A", "2024-12-30") + opening("B", "2024-12-30") + ask("A", "2024-12-31") + over + R"({"now":"2025-01-09T00:00:00+08:00"})" "\n");
    EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
    EXPECT_TRUE(has(answer.out, R"("case":"A","at":"2025-01-02T00:00:00+08:00","migrated":"shop.terms","from":2,"to":3)")) << answer.out;
    EXPECT_TRUE(has(answer.out, R"("case":"B","at":"2025-01-02T00:00:00+08:00","from":2,"to":3,"rejected":"migration","reason":"stays","why":"nothing was asked")")) << answer.out;
    EXPECT_TRUE(has(answer.out, R"("due":"2025-01-05T10:00:00+08:00")")) << "the deadline was to be kept\n" << answer.out;
    const harness::Answer told = run(opening("A", "2024-12-30") + ask("A", "2024-12-31") + over, "explain", "text");
    EXPECT_TRUE(has(told.out, "moved from version 2 to 3")) << told.out << told.err;
}

TEST_F(VersionsCommand, WhatCannotBeAskedIsAnError) {
    const harness::Answer unknown = run(R"({"migrate":"shop.terms","to":7,"at":"2025-01-02T00:00:00+08:00"})" "\n");
    EXPECT_EQ(unknown.code, 1);
    EXPECT_TRUE(has(unknown.out, "version 7 of `shop.terms` is not among the policies given")) << unknown.out;
    const harness::Answer twice = run(opening("A", "2025-01-01") + R"({"case":"A","migrate":"shop.terms","to":3,"at":"2025-01-02T00:00:00+08:00"})" "\n");
    EXPECT_TRUE(has(twice.out, "comes over to a newer one of it only")) << twice.out;
}

TEST_F(VersionsCommand, TheOlderVersionIsFoundBesideTheNewer) {
    const harness::Answer answer = harness::recourse_command({"check", "--format", "plain", "terms.rule"}, "", folder.path());
    EXPECT_FALSE(has(answer.out, "unknown-version")) << answer.out << answer.err;
}

}  // namespace
