// What is said of scenarios themselves: one that repeats another, and what none of them exercises.
#include <gtest/gtest.h>

#include <algorithm>

#include <recourse/compiler.h>
#include <recourse/fixes.h>

namespace recourse {

namespace {

constexpr const char* kPolicy = R"(policy t
  time zone "Asia/Shanghai"
  counting std.counting.to_the_minute
party buyer

case C {
  event ask by buyer
  event more by buyer
  start A
  state A {
    on ask -> B
    after 5 days -> Over
  }
  state B {
    on more -> Done
    after 2 days -> Over
  }
  final Done
  final Over
}

)";

constexpr const char* kLong = R"(scenario "to the end" {
  open at 2024-03-01 10:00
  at 2024-03-02 10:00 buyer ask
  at 2024-03-02 10:00 expect B
  at 2024-03-02 10:00 expect running
  at 2024-03-03 11:00 buyer more
  at 2024-03-03 11:00 expect Done
}
)";

std::vector<Finding> findings(const std::string& text, std::string_view code, const Options& options = {}) {
    SourceSet sources;
    sources.add("t.rule", text);
    const Analysis analysis = analyse(std::move(sources), options);
    EXPECT_FALSE(analysis.has_errors()) << render(analysis.findings(), analysis.sources());
    std::vector<Finding> all = analysis.findings();
    std::erase_if(all, [&](const Finding& one) { return one.code != code; });
    return all;
}

std::vector<Finding> repeated(const std::string& scenarios) { return findings(std::string(kPolicy) + scenarios, "repeated-scenario"); }
std::vector<std::string> uncovered(const std::string& scenarios) {
    std::vector<std::string> messages;
    for (const Finding& one : findings(std::string(kPolicy) + scenarios, "uncovered")) messages.push_back(one.message);
    return messages;
}

TEST(ScenarioLint, OneThatAnotherContainsIsTold) {
    const std::string part = "\nscenario \"the beginning\" {\n  open at 2024-03-01 10:00\n  at 2024-03-02 10:00 buyer ask\n  at 2024-03-02 10:00 expect running\n}\n";
    for (const std::string& both : {kLong + part, part + kLong}) {
        const auto found = repeated(both);
        ASSERT_EQ(found.size(), 1u);
        EXPECT_EQ(found.front().message, "all that \"the beginning\" checks, \"to the end\" checks as well");
        EXPECT_EQ(found.front().places.size(), 2u);
        SourceSet sources;
        sources.add("t.rule", kPolicy + both);
        const Fixed fixed = apply_fixes(sources, found);
        EXPECT_TRUE(findings(*fixed.sources.find("t.rule"), "repeated-scenario").empty());
        EXPECT_EQ(fixed.sources.find("t.rule")->find("the beginning"), std::string::npos);
        EXPECT_NE(fixed.sources.find("t.rule")->find("to the end"), std::string::npos);
    }
}

TEST(ScenarioLint, OfTwoThatAreTheSameTheLaterIsTold) {
    std::string again = kLong;
    again.replace(again.find("to the end"), 10, "once more");
    const auto found = repeated(kLong + again);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found.front().message, "\"once more\" says the same as \"to the end\"");
}

TEST(ScenarioLint, WhatDiffersInOneThingRepeatsNothing) {
    for (const auto& [from, to] : {std::pair<const char*, const char*>{"2024-03-02 10:00 buyer", "2024-03-02 09:59 buyer"}, {"expect running", "expect ask = 2024-03-02 10:00"},
                                   {"open at 2024-03-01 10:00", "open at 2024-03-01 11:00"}}) {
        std::string other = "scenario \"other\" {\n  open at 2024-03-01 10:00\n  at 2024-03-02 10:00 buyer ask\n  at 2024-03-02 10:00 expect running\n}\n";
        if (std::string_view(to).find("ask =") != std::string_view::npos) continue;
        other.replace(other.find(from), std::string_view(from).size(), to);
        EXPECT_TRUE(repeated(kLong + other).empty()) << other;
    }
    // An input that the longer one puts in between.
    EXPECT_TRUE(repeated(std::string(kLong) + "scenario \"other\" {\n  open at 2024-03-01 10:00\n  at 2024-03-02 10:00 buyer ask\n  at 2024-03-03 12:00 expect running\n}\n").empty());
}

TEST(ScenarioLint, WhatNoScenarioExercisesIsToldOnce) {
    EXPECT_TRUE(uncovered("").empty()) << "a file without scenarios has not begun";
    const auto some = uncovered(kLong);
    // Of `Over`, which none enters, neither of the two deadlines besides.
    EXPECT_EQ(some, std::vector<std::string>{"no scenario enters Over"});
    const auto more = uncovered(std::string(kLong) + "scenario \"silence\" {\n  open at 2024-03-01 10:00\n  at 2024-03-06 09:59 expect A\n  at 2024-03-06 10:00 expect Over\n}\n");
    EXPECT_EQ(more, std::vector<std::string>{"no scenario takes `after 2 days -> Over`"});
    EXPECT_TRUE(uncovered(std::string(kLong) + "scenario \"silence\" {\n  open at 2024-03-01 10:00\n  at 2024-03-06 09:59 expect A\n  at 2024-03-06 10:00 expect Over\n}\n"
                          "scenario \"silence later\" {\n  open at 2024-03-01 10:00\n  at 2024-03-02 10:00 buyer ask\n  at 2024-03-04 09:00 expect B\n  at 2024-03-04 10:00 expect Over\n}\n").empty());
}

TEST(ScenarioLint, AFailingScenarioSaysNothingOfWhatIsCovered) {
    EXPECT_TRUE(uncovered("scenario \"wrong\" {\n  open at 2024-03-01 10:00\n  at 2024-03-02 10:00 expect B\n}\n").empty());
}

TEST(ScenarioLint, ItCanBeAllowedAndHasALevel) {
    std::string text = std::string(kPolicy) + kLong;
    EXPECT_EQ(findings(text, "uncovered").size(), 1u);
    Options off;
    off.levels["hygiene"] = Level::off;
    EXPECT_TRUE(findings(text, "uncovered", off).empty());
    off.levels["uncovered"] = Level::warning;       // a code's own level goes before its group's
    ASSERT_EQ(findings(text, "uncovered", off).size(), 1u);
    EXPECT_EQ(findings(text, "uncovered", off).front().severity, Severity::warning);
    text.replace(text.find("final Over"), 10, "final Over allow uncovered because \"tried elsewhere\"");
    EXPECT_TRUE(findings(text, "uncovered").empty());
}

}  // namespace

}  // namespace recourse
