// Law 9: a value that leaves the bounds of what it is for rejects the act and moves nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/laws/story.h"

namespace {

using namespace laws;
using recourse::Reason;
using recourse::Value;
using recourse::Verdict;

const std::string kValues = "tests/laws/values.rule";

class Values : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(story.open({Value::of(30000)}).verdict, Verdict::accepted);
        story.advance(kHour - 1);
    }
    // The event is rejected, moves nothing, and the answer says these words.
    void refuses(const std::string& event, std::vector<std::int64_t> fields, const std::vector<std::string>& words) {
        const recourse::CaseRef c = story.case_ref();
        const std::vector<std::byte> before(c.bytes().begin(), c.bytes().end());
        const auto heard = story.lines();
        const auto result = story.at(kHour, event, std::move(fields));
        EXPECT_EQ(result.verdict, Verdict::rejected);
        EXPECT_EQ(result.rejection.reason, Reason::out_of_bounds);
        EXPECT_TRUE(std::ranges::equal(before, c.bytes()));
        EXPECT_EQ(story.lines(), heard);
        for (const std::string& word : words) EXPECT_NE(story.words().find(word), std::string::npos) << story.words();
    }
    Story story{kValues};
};

TEST_F(Values, AnArgumentBelowItsBound) {
    EXPECT_EQ(story.at(kHour, "take", {30000}).verdict, Verdict::accepted);
    refuses("take", {30800}, {"amount", "-8.00 CNY", "0.00 CNY"});
}

TEST_F(Values, AResultOfADecision) {
    EXPECT_EQ(story.at(kHour, "divide", {10000}).verdict, Verdict::accepted);
    refuses("divide", {30001}, {"amount", "-0.01 CNY"});
}

TEST_F(Values, ARecord) {
    EXPECT_EQ(story.at(kHour, "set_reach", {5}).verdict, Verdict::accepted);
    refuses("set_reach", {6}, {"reach", "6", "5"});
    for (int i = 0; i < 9; ++i) ASSERT_EQ(story.at(kHour, "visit").verdict, Verdict::accepted);
    refuses("visit", {}, {"visits", "10", "9"});
}

TEST(DecisionsByThemselves, SayWhichResultLeavesItsBounds) {
    const recourse::Program& program = harness::program_of(kValues);
    const std::vector<Value> good{Value::of(30000), Value::of(100)}, bad{Value::of(100), Value::of(200)};
    EXPECT_EQ(recourse::decide(program, 0, good).results[0].number, 29900);
    const auto refused = recourse::decide(program, 0, bad);
    EXPECT_EQ(refused.rejection.reason, Reason::out_of_bounds);
    EXPECT_EQ(refused.rejection.value, -100);
}

// What a case would be worth is asked before it is opened, and is what it says once it is.
TEST(ValuesAtOpening, AreThoseOfTheCase) {
    const recourse::Program& program = harness::program_of("rules/market/fresh_food.rule");
    const recourse::Instant at = 1'740'794'400'000;
    const auto facts_with = [&](std::int64_t traits) { return std::vector<Value>{Value::of(at - kHour), Value::of(8800), Value::of(traits)}; };
    recourse::Case c;
    harness::Recorder recorder(program);
    ASSERT_EQ(recourse::open(program, c, 0, at, facts_with(1), recorder).verdict, Verdict::accepted);
    std::size_t asked = 0;
    for (std::uint32_t named = 0; named < program.named_count(0); ++named) {
        const auto then = recourse::named_value_at_opening(program, 0, at, facts_with(1), named);
        const auto now = recourse::named_value(program, c.ref(), named);
        EXPECT_EQ(then.ok, now.ok) << program.named_name(0, named);
        EXPECT_EQ(then.value.number, now.value.number) << program.named_name(0, named);
        if (program.named_name(0, named) == "applies") {
            EXPECT_EQ(then.value.number, 1);
        }
        ++asked;
    }
    EXPECT_GE(asked, 2u);
    // Facts that are no case of this policy have no values, and open nothing.
    EXPECT_FALSE(recourse::named_value_at_opening(program, 0, at, facts_with(2), 0).ok);
    EXPECT_FALSE(recourse::named_value_at_opening(program, 0, at, {}, 0).ok);
    EXPECT_FALSE(recourse::named_value_at_opening(program, 9, at, facts_with(1), 0).ok);
    EXPECT_EQ(recourse::open(program, c, 0, at, facts_with(2), recorder).rejection.reason, Reason::bad_fact);
}

}  // namespace
