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

}  // namespace
