// Law 11 on programs made by hand: where a case goes, what it brings along, and what is refused.
#include "tests/unit/program_builder.h"

#include <gtest/gtest.h>

namespace recourse::test {
namespace {

constexpr std::int64_t t0 = 1'709'258'400'000; // 2024-03-01 10:00 in Shanghai
constexpr std::int64_t kHours = 3'600'000;

std::int64_t exact(std::int64_t ms) { return static_cast<std::int64_t>(make_period(Unit::exact, Reading::to_the_minute, ms).bits); }

/// Waits five hours; counts how often `nudge` was sent; a text and a number that the newer version may want.
struct Old {
    ProgramBuilder b{"test.terms"};
    std::uint32_t waits, over, nudge, times, clock;
    Old() {
        b.image.policy[0].version = 2;
        b.party("p");
        times = b.slot("times", SlotKind::record, 1, 0, 9);
        nudge = b.event("nudge", 1, {}, {load(times), number(1), op(Op::add), store(times)});
        waits = b.state("Waits");
        over = b.state("Over", kFinal);
        b.on(waits, nudge, {stay()});
        b.after(waits, exact(5 * kHours), {move_to(over)});
        clock = b.clock(waits);
    }
};

/// The same in three hours, with an effect at the end; its slots lie elsewhere.
struct New {
    ProgramBuilder b{"test.terms"};
    std::uint32_t spare, held, over, kept, arming, clock, count, remind;
    explicit New(std::int64_t most = 9) {
        b.image.policy[0].version = 3;
        b.party("p");
        kept = b.slot("kept", SlotKind::kept, 8, never);
        arming = b.slot("arming", SlotKind::arming, 4, 0, 1000);
        count = b.slot("count", SlotKind::record, 1, 0, most);
        b.event("nudge", 1);
        remind = b.effect("remind", {});
        spare = b.state("Spare");
        held = b.state("Held");
        over = b.state("Over", kFinal);
        clock = b.clock(held);
        Rule end = move_to(over);
        end.effects.push_back({remind, {}});
        // Where it is set, what was brought along; else three hours.
        b.at(held, {load(kept), op(Op::is_set), op(Op::jump_if_false, 2), load(kept), op(Op::jump, 3), b.constant(exact(3 * kHours)), load(clock), op(Op::after_period)},
             {end}, {}, kNone, arming);
    }
};

FillRecord fill(std::uint32_t slot, Fill kind, std::uint32_t old = kNone, std::int64_t value = 0) { return {slot, kind, old, 0, value}; }

struct Told final : Listener {
    void moved(const Move& move) override { moves.push_back(move); }
    void effect(const EffectCall& call) override { armings.push_back(call.move->arming); }
    std::vector<Move> moves;
    std::vector<std::uint32_t> armings;
};

/// A case that was nudged twice, brought over an hour before the old deadline.
struct Brought {
    Old old;
    New now;
    std::optional<Program> from, to;
    Case c{}, moved{};
    Told before{}, after{};
    StepResult result;

    explicit Brought(std::vector<FillRecord> fills, std::int64_t most = 9, bool stays = false, Instant at = t0 + 4 * kHours) : now(most) {
        from = old.b.program();
        auto& image = now.b.image;
        fills.insert(fills.begin(), fill(now.count, Fill::old_slot, old.times));
        image.fills = fills;
        image.state_moves = {{old.waits, stays ? kNone : now.held, {1, static_cast<std::uint32_t>(fills.size()) - 1}, stays ? image.intern("not now") : kNone, kNone}};
        image.migrations = {{from->shape(0), 2, 0, 0, 0, {0, 1}, {0, 1}}};
        to = now.b.program();
        EXPECT_EQ(open(*from, c, 0, t0, {}, before).verdict, Verdict::accepted);
        for (int i = 0; i < 2; ++i) EXPECT_EQ(step(*from, c.ref(), {old.nudge, 0, t0 + kHours, {}, ""}, before).verdict, Verdict::accepted);
        before = {};
        result = migrate(*from, c.ref(), *to, at, moved, before, after);
    }
    [[nodiscard]] std::uint32_t state() { return active_state(*to, moved.ref(), 0); }
    StepResult pass(Instant until) { return advance(*to, moved.ref(), until, after); }
};

// Slots of the two programs as their builders number them.
const std::uint32_t kNewClock = New().clock, kNewKept = New().kept, kOldClock = Old().clock;

TEST(Migrate, RunningOnFiresAtOnceWhatHasPassed) {
    Brought run({fill(kNewClock, Fill::old_slot, kOldClock)});
    ASSERT_EQ(run.result.verdict, Verdict::accepted);
    EXPECT_EQ(run.state(), run.now.over);
    ASSERT_EQ(run.after.moves.size(), 1u);
    EXPECT_EQ(run.after.moves[0].at, t0 + 4 * kHours);
    EXPECT_EQ(run.after.moves[0].due, t0 + 3 * kHours);
    EXPECT_EQ(run.moved.ref().status(), Status::ended);
}

TEST(Migrate, AnewCountsFromItsInstant) {
    Brought run({fill(kNewClock, Fill::now)});
    EXPECT_EQ(run.state(), run.now.held);
    EXPECT_EQ(run.moved.ref().next_due(), t0 + 7 * kHours);
    EXPECT_EQ(run.moved.ref().sealed(), t0 + 4 * kHours - 1);
}

TEST(Migrate, AKeptDeadlineFiresWhenItWould) {
    Brought run({fill(kNewClock, Fill::old_slot, kOldClock), fill(kNewKept, Fill::old_due, 0)});
    EXPECT_EQ(run.moved.ref().next_due(), t0 + 5 * kHours);
    (void)run.pass(t0 + 5 * kHours);
    EXPECT_EQ(run.state(), run.now.over);
    // Law 8: a case that comes over is armed for the second time at least.
    EXPECT_EQ(run.after.armings, std::vector<std::uint32_t>{2});
}

TEST(Migrate, WhatStaysIsAsItWas) {
    Brought run({}, 9, true);
    EXPECT_EQ(run.result.rejection.reason, Reason::stays);
    EXPECT_EQ(migration_because(*run.to, run.result.rejection), "not now");
    EXPECT_EQ(run.moved.size(), 0u);
    EXPECT_EQ(run.c.ref().sealed(), t0 + 4 * kHours - 1);
    EXPECT_EQ(advance(*run.from, run.c.ref(), t0 + 5 * kHours, run.before).verdict, Verdict::accepted);
    EXPECT_EQ(run.c.ref().status(), Status::ended);
}

TEST(Migrate, AValueWithoutRoomIsRefused) {
    Brought run({fill(kNewClock, Fill::now)}, 1);
    EXPECT_EQ(run.result.rejection.reason, Reason::out_of_bounds);
    EXPECT_EQ(run.result.rejection.value, 2);
    EXPECT_EQ(run.moved.size(), 0u);
}

TEST(Migrate, WhatIsDueBeforeIsDoneBefore) {
    Brought run({fill(kNewClock, Fill::now)}, 9, false, t0 + 6 * kHours);
    EXPECT_EQ(run.result.rejection.reason, Reason::not_running);
    ASSERT_EQ(run.before.moves.size(), 1u);
    EXPECT_EQ(run.before.moves[0].at, t0 + 5 * kHours);
    EXPECT_EQ(run.c.ref().status(), Status::ended);
}

TEST(Migrate, LateOrOfAnotherProgramIsRefused) {
    Brought late({fill(kNewClock, Fill::now)}, 9, false, t0);
    EXPECT_EQ(late.result.rejection.reason, Reason::late);
    Brought run({fill(kNewClock, Fill::now)});
    Case again;
    EXPECT_EQ(migrate(*run.from, run.moved.ref(), *run.to, t0 + 5 * kHours, again, run.before, run.after).rejection.reason, Reason::other_program);
    EXPECT_EQ(migrate(*run.to, run.moved.ref(), *run.from, t0 + 5 * kHours, again, run.after, run.before).rejection.reason, Reason::no_migration);
    EXPECT_EQ(step(*run.from, run.moved.ref(), {run.old.nudge, 0, t0 + 5 * kHours, {}, ""}, run.before).verdict, Verdict::rejected);
}

// Law 1.
TEST(Migrate, ReplayIsByteIdentical) {
    Brought one({fill(kNewClock, Fill::now)}), two({fill(kNewClock, Fill::now)});
    ASSERT_EQ(one.moved.size(), two.moved.size());
    EXPECT_TRUE(std::equal(one.moved.bytes().begin(), one.moved.bytes().end(), two.moved.bytes().begin()));
}

TEST(Migrate, TablesThatLieAreRefused) {
    // A slot that the old program does not have.
    Brought run({fill(kNewClock, Fill::old_slot, 99)});
    EXPECT_EQ(run.result.rejection.reason, Reason::other_program);
    // Tables that the new program itself cannot bear.
    New wrong;
    wrong.b.image.fills = {fill(77, Fill::now)};
    wrong.b.image.migrations = {{1, 2, 0, 0, 0, {0, 0}, {0, 1}}};
    LoadError error;
    EXPECT_FALSE(Program::load(wrong.b.bytes(), error));
    New no_leaf;
    no_leaf.b.image.state_moves = {{0, 50, {0, 0}, kNone, kNone}};
    no_leaf.b.image.migrations = {{1, 2, 0, 0, 0, {0, 1}, {0, 0}}};
    EXPECT_FALSE(Program::load(no_leaf.b.bytes(), error));
}

TEST(Registry, KnowsWhatIsInForceAndWhose) {
    Old old;
    New now;
    old.b.image.policy[0].in_force_until = 19722;     // 2023-12-31
    now.b.image.policy[0].in_force_from = 19724;      // 2024-01-02
    const Program a = old.b.program(), b = now.b.program();
    Registry registry;
    ASSERT_TRUE(registry.add(b) && registry.add(a) && registry.add(a));
    const Instant midnight = days_from_civil(2024, 1, 1) * std::int64_t{day_ms} - 8 * kHours;    // in Shanghai
    EXPECT_EQ(registry.in_force("test.terms", midnight - 1).program, &a);
    const auto gap = registry.in_force("test.terms", midnight);
    EXPECT_TRUE(gap.known && gap.program == nullptr && gap.also == &b);
    EXPECT_EQ(registry.in_force("test.terms", midnight + day_ms).program, &b);
    EXPECT_FALSE(registry.in_force("test.other", midnight).known);
    EXPECT_EQ(registry.find("test.terms", 2), &a);
    Case c;
    Told told;
    ASSERT_EQ(open(b, c, 0, t0, {}, told).verdict, Verdict::accepted);
    std::vector<std::byte> saved(saved_size(c.ref()));
    ASSERT_GT(save(b, c.ref(), saved), 0u);
    EXPECT_EQ(registry.owner(saved), &b);
}

} // namespace
} // namespace recourse::test
