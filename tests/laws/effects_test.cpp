// Law 8: an effect's id is the same for the same effect, and different for any other.
#include <gtest/gtest.h>

#include <set>

#include <recourse/compiler.h>

#include "tests/laws/story.h"

namespace {

using namespace laws;
using recourse::Value;
using recourse::Verdict;

const std::string kUnnamed = "tests/laws/unnamed.rule";

TEST(EffectIds, DifferForEventsWithoutIdsAtOneInstant) {
    Story story(kUnnamed);
    ASSERT_EQ(story.open({}).verdict, Verdict::accepted);
    for (int i = 0; i < 200; ++i) ASSERT_EQ(story.at(kDay, "photo", {1 + i % 9}).verdict, Verdict::accepted);
    ASSERT_EQ(story.at(kDay, "weigh").verdict, Verdict::accepted);
    ASSERT_EQ(story.at(kDay, "photo", {3}).verdict, Verdict::accepted);
    ASSERT_EQ(story.at(2 * kDay, "photo", {3}).verdict, Verdict::accepted);
    const std::set<std::string> different(story.effects().begin(), story.effects().end());
    EXPECT_EQ(different.size(), story.effects().size());
    EXPECT_NE(story.effects().back().find("#1/"), std::string::npos) << "counted anew: " << story.effects().back();
}

TEST(EffectIds, NeverRepeatEvenWhenTooManyCome) {
    Story story(kUnnamed);
    ASSERT_EQ(story.open({}).verdict, Verdict::accepted);
    int accepted = 0;
    for (int i = 0; i < 300; ++i) accepted += story.at(kDay, "photo", {1}).verdict == Verdict::accepted ? 1 : 0;
    EXPECT_EQ(accepted, 255);
    EXPECT_EQ(story.at(kDay, "photo", {1}, "named").verdict, Verdict::accepted) << "one with an id needs no number";
    EXPECT_EQ(story.at(kDay + 1, "photo", {1}).verdict, Verdict::accepted);
    const std::set<std::string> different(story.effects().begin(), story.effects().end());
    EXPECT_EQ(different.size(), story.effects().size());
}

TEST(EffectIds, DoNotDependOnEarlierInstants) {
    Story story(kUnnamed), corrected(kUnnamed);
    ASSERT_EQ(story.open({}).verdict, Verdict::accepted);
    ASSERT_EQ(corrected.open({}).verdict, Verdict::accepted);
    ASSERT_EQ(corrected.at(kHour, "photo", {1}).verdict, Verdict::accepted) << "an event that the first log lacks";
    ASSERT_EQ(story.at(kDay, "photo", {2}).verdict, Verdict::accepted);
    ASSERT_EQ(corrected.at(kDay, "photo", {2}).verdict, Verdict::accepted);
    EXPECT_EQ(story.effects().back(), corrected.effects().back());
}

// The ids of one story under a policy's text.
std::vector<std::string> ids_under(const std::string& text) {
    recourse::SourceSet sources;
    sources.add("t.rule", text);
    const auto analysis = recourse::analyse(std::move(sources));
    const auto bytes = analysis.compile("t.rule");
    recourse::LoadError error;
    const auto program = bytes ? recourse::Program::load(*bytes, error) : std::nullopt;
    if (!program) {
        ADD_FAILURE() << error.message << recourse::render(analysis.findings(), analysis.sources());
        return {};
    }
    harness::Recorder recorder(*program);
    recourse::Case c;
    EXPECT_EQ(recourse::open(*program, c, 0, kStart, {}, recorder).verdict, Verdict::accepted);
    for (const Instant after : {kHour, kDay}) {
        recourse::Input input;
        input.event = program->find_event(0, "ask");
        input.by = program->find_party("buyer");
        input.at = kStart + after;
        EXPECT_EQ(recourse::step(*program, c.ref(), input, recorder).verdict, Verdict::accepted);
    }
    (void)recourse::advance(*program, c.ref(), kStart + 30 * kDay, recorder);
    return recorder.effect_ids();
}

TEST(EffectIds, StayWhenAnotherRuleIsWritten) {
    const std::string head = "policy t\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer, seller\n"
                             "case C {\n  event ask by buyer\n  event other by seller\n  effect tell (to: party)\n  start Open\n";
    const std::string open = "  state Open {\n    on ask if ask has happened stay { do tell(seller) }\n    on ask if not ask has happened stay { do tell(buyer) }\n"
                             "    after 5 days -> Closed { do tell(buyer) }\n  }\n  final Closed { do tell(seller) }\n}\n";
    const auto ids = ids_under(head + open);
    std::string grown = open;
    grown.insert(grown.find("    after 5"), "    on other stay { do tell(seller) }\n");
    EXPECT_EQ(ids.size(), 4u);
    EXPECT_EQ(ids, ids_under(head + grown));
}

}  // namespace
