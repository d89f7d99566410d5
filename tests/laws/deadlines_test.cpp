// Law 5: deadlines of composite states, instants that move, and the end of time.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/laws/story.h"

namespace {

using namespace laws;
using recourse::Status;
using recourse::Value;
using recourse::Verdict;

const std::string kComposite = "tests/laws/composite.rule";

TEST(Composites, ADeadlineThatLeadsInsideFiresOnce) {
    Story story(kComposite);
    ASSERT_EQ(story.open({Value::of(1)}).verdict, Verdict::accepted);
    story.advance(3 * kDay);
    EXPECT_EQ(story.state(), "Warm");
    EXPECT_EQ(story.at(3 * kDay + kHour, "back").verdict, Verdict::accepted);
    story.advance(9 * kDay);
    EXPECT_EQ(story.state(), "Quiet") << "it has fired already";
    story.advance(10 * kDay);
    EXPECT_EQ(story.state(), "Cold");
    story.advance(20 * kDay);
    EXPECT_EQ(story.state(), "Quiet") << "`at overdue` has fired already";
    EXPECT_EQ(story.effects().size(), 1u);
    EXPECT_EQ(story.case_ref().status(), Status::running);
}

TEST(Composites, ItFiresAgainOnceTheStateIsEnteredAnew) {
    Story story(kComposite);
    ASSERT_EQ(story.open({Value::of(0)}).verdict, Verdict::accepted);
    story.advance(4 * kDay);
    EXPECT_EQ(story.state(), "Warm");
    EXPECT_EQ(story.at(5 * kDay, "renew").verdict, Verdict::accepted);
    EXPECT_EQ(story.state(), "Quiet");
    story.advance(8 * kDay);
    EXPECT_EQ(story.state(), "Warm");
    EXPECT_EQ(story.effects().size(), 2u);
    // `at overdue … otherwise stay` is asked once for each stay.
    story.advance(12 * kDay);
    EXPECT_EQ(story.effects().size(), 3u);
    EXPECT_EQ(story.at(13 * kDay, "renew").verdict, Verdict::accepted);
    EXPECT_EQ(story.effects().size(), 4u);
    EXPECT_EQ(story.state(), "Quiet");
}

TEST(Composites, OneWithAConditionWaitsForItAndFiresOnce) {
    Story story(kComposite);
    ASSERT_EQ(story.open({Value::of(0)}).verdict, Verdict::accepted);
    story.advance(5 * kDay);
    EXPECT_EQ(story.state(), "Warm");
    EXPECT_EQ(story.at(6 * kDay, "look").verdict, Verdict::accepted);
    EXPECT_EQ(story.state(), "Looked");
    EXPECT_EQ(story.effects().size(), 2u);
    EXPECT_EQ(story.at(7 * kDay, "back").verdict, Verdict::accepted);
    EXPECT_EQ(story.state(), "Quiet") << "the condition holds still, and the deadline has fired";
}

// ---- instants that events and rules move

const std::string kMoving = "tests/laws/moving.rule";

TEST(Moving, AWindowThatHasClosedStaysClosedUntilTheStateIsEnteredAnew) {
    Story story(kMoving);
    ASSERT_EQ(story.open({Value::of(kStart)}).verdict, Verdict::accepted);
    ASSERT_EQ(story.at(kDay, "pay").verdict, Verdict::accepted);
    EXPECT_EQ(story.at(31 * kDay, "use").verdict, Verdict::accepted) << "the last instant";
    const auto late = story.at(31 * kDay + 1, "use");
    EXPECT_EQ(late.rejection.reason, recourse::Reason::too_late);
    EXPECT_EQ(late.rejection.boundary, kStart + 31 * kDay);
    EXPECT_EQ(story.at(35 * kDay, "pay").verdict, Verdict::accepted);
    const auto still = story.at(36 * kDay, "use");
    EXPECT_EQ(still.rejection.reason, recourse::Reason::too_late);
    EXPECT_EQ(still.rejection.boundary, kStart + 31 * kDay) << "when it closed, not where its formula has moved";
    EXPECT_EQ(story.at(37 * kDay, "restart").verdict, Verdict::accepted);
    EXPECT_EQ(story.at(38 * kDay, "use").verdict, Verdict::accepted) << "a new stay, a fresh window";
}

TEST(Moving, AnInstantMayMoveUntilItHasPassed) {
    Story story(kMoving);
    ASSERT_EQ(story.open({Value::of(kStart)}).verdict, Verdict::accepted);
    ASSERT_EQ(story.at(kDay, "pay").verdict, Verdict::accepted);
    ASSERT_EQ(story.at(31 * kDay, "pay").verdict, Verdict::accepted) << "stamped with the last instant";
    EXPECT_EQ(story.at(50 * kDay, "use").verdict, Verdict::accepted);
}

TEST(Moving, ARecordDoesNotOpenAWindowAgain) {
    Story story(kMoving);
    ASSERT_EQ(story.open({Value::of(kStart)}).verdict, Verdict::accepted);
    ASSERT_EQ(story.at(kDay, "pay").verdict, Verdict::accepted);
    story.advance(10 * kDay);
    ASSERT_EQ(story.at(11 * kDay, "grant").verdict, Verdict::accepted);
    EXPECT_EQ(story.at(12 * kDay, "ask").rejection.reason, recourse::Reason::too_late);
    Story other(kMoving);
    ASSERT_EQ(other.open({Value::of(kStart)}).verdict, Verdict::accepted);
    ASSERT_EQ(other.at(kDay, "pay").verdict, Verdict::accepted);
    ASSERT_EQ(other.at(9 * kDay, "grant").verdict, Verdict::accepted);
    EXPECT_EQ(other.at(12 * kDay, "ask").verdict, Verdict::accepted);
}

TEST(Moving, ADeadlineThatWasDueStaysDue) {
    Story story(kMoving);
    ASSERT_EQ(story.open({Value::of(kStart)}).verdict, Verdict::accepted);
    ASSERT_EQ(story.at(kDay, "pay").verdict, Verdict::accepted);
    story.advance(32 * kDay);
    EXPECT_EQ(story.at(33 * kDay, "pay").verdict, Verdict::accepted) << "too late: the condition is waited for";
    EXPECT_EQ(story.state(), "Active");
    EXPECT_EQ(story.at(34 * kDay, "clear").verdict, Verdict::accepted);
    EXPECT_EQ(story.state(), "Lapsed");
    ASSERT_FALSE(story.effects().empty());
    EXPECT_NE(story.effects().back().find("paid_until@2024-04-01T02:00:00Z#"), std::string::npos) << story.effects().back();
}

TEST(Moving, NothingDependsOnHowOftenTimeIsTold) {
    for (const Instant late : {kHour, 3 * kDay}) {
        Story plain(kMoving), poked(kMoving);
        for (Story* story : {&plain, &poked}) {
            ASSERT_EQ(story->open({Value::of(kStart)}).verdict, Verdict::accepted);
            ASSERT_EQ(story->at(kDay, "pay").verdict, Verdict::accepted);
            if (story == &poked) {
                for (Instant t = 2 * kDay; t < 31 * kDay + late; t += 5 * kHour) story->advance(t);
            }
            ASSERT_EQ(story->at(31 * kDay + late, "pay").verdict, Verdict::accepted);
            EXPECT_EQ(story->at(31 * kDay + late + 1, "use").rejection.reason, recourse::Reason::too_late);
        }
        EXPECT_TRUE(std::ranges::equal(plain.case_ref().bytes(), poked.case_ref().bytes()));
    }
}

// ---- the end of time

constexpr Instant kEnd = recourse::max_instant;

TEST(EndOfTime, WhatWouldLieBehindItNeverComes) {
    const std::vector<std::string> paths{kComposite, kMoving, "tests/laws/unnamed.rule"};
    for (const std::string& path : paths) {
        for (const Instant before : {Instant{0}, Instant{1}, kHour, kDay, 40 * kDay}) {
            Story story(path);
            const std::size_t facts = story.program().fact_count(0);
            ASSERT_EQ(story.open(std::vector<Value>(facts, Value::of(1)), kEnd - before).verdict, Verdict::accepted) << path;
            EXPECT_EQ(story.advance(kEnd - kStart).verdict, Verdict::accepted) << path;
            EXPECT_NE(story.case_ref().status(), Status::halted) << path;
            EXPECT_EQ(story.case_ref().sealed(), kEnd);
        }
    }
}

}  // namespace
