// Rounds: parallel machines, overdue deadlines, conditions, marks of what stays, arithmetic that fails.
#include "tests/unit/program_builder.h"

#include <gtest/gtest.h>

namespace recourse::test {
namespace {

constexpr std::int64_t t0 = 1'709'258'400'000; // 2024-03-01 10:00 in Shanghai

std::int64_t exact(std::int64_t ms) { return static_cast<std::int64_t>(make_period(Unit::exact, Reading::to_the_minute, ms).bits); }

/// A program under test with one open case.
struct Running {
    Program program;
    Case c{};
    Journal heard{};

    explicit Running(ProgramBuilder& b, std::vector<Value> facts = {}) : program(b.program()) {
        EXPECT_EQ(open(program, c, 0, t0, facts, heard).verdict, Verdict::accepted);
        heard.moves.clear();
    }
    StepResult send(std::uint32_t event, Instant at, std::vector<Value> fields = {}) {
        return step(program, c.ref(), {event, 0, at, fields, "e"}, heard);
    }
    StepResult pass(Instant to) { return advance(program, c.ref(), to, heard); }
    std::uint32_t state(std::uint32_t machine = 0) { return active_state(program, c.ref(), machine); }
};

TEST(Settle, MachinesReadTheConfigurationBefore) {
    // Each machine swaps if the other stands on the left: both see the other before the step.
    ProgramBuilder b;
    b.party("p");
    const auto swap = b.event("swap", 1);
    b.machine("A");
    const auto al = b.state("A.left"), ar = b.state("A.right");
    b.machine("B");
    const auto bl = b.state("B.left"), br = b.state("B.right");
    b.on(al, swap, {guarded(move_to(ar), {op(Op::in_state, bl)})});
    b.on(bl, swap, {guarded(move_to(br), {op(Op::in_state, al)})});
    Running run(b);
    EXPECT_EQ(run.send(swap, t0).moves, 2u);
    EXPECT_EQ(run.state(0), ar);
    EXPECT_EQ(run.state(1), br);
    EXPECT_EQ(run.heard.moves[0].machine, 0u);
}

TEST(Settle, AnEventIsAcceptedWhenAnyMachineTakesIt) {
    ProgramBuilder b;
    b.party("p");
    const auto go = b.event("go", 1);
    b.machine("A");
    const auto a = b.state("A.a");
    b.on(a, go, {guarded(stay(), {number(0)})});
    b.machine("B");
    const auto start = b.state("B.start"), end = b.state("B.end", kEndsCase);
    b.on(start, go, {move_to(end)});
    Running run(b);
    EXPECT_EQ(run.send(go, t0).verdict, Verdict::accepted);
    EXPECT_EQ(run.c.ref().status(), Status::ended);
    EXPECT_EQ(run.c.ref().next_due(), never);
}

TEST(Settle, ConditionsRunInRoundsUntilNothingMoves) {
    ProgramBuilder b;
    b.party("p");
    const auto go = b.event("go", 1);
    const auto s0 = b.state("S0"), s1 = b.state("S1"), s2 = b.state("S2"), s3 = b.state("S3");
    b.on(s0, go, {move_to(s1)});
    b.when(s1, {guarded(move_to(s2), {op(Op::in_state, s1)})});
    b.when(s2, {move_to(s3)});
    Running run(b);
    EXPECT_EQ(run.send(go, t0 + 4).moves, 3u);
    EXPECT_EQ(run.state(), s3);
    EXPECT_EQ(run.heard.moves[2].cause, Cause::condition);
    EXPECT_EQ(run.heard.moves[2].at, t0 + 4);
}

TEST(Settle, ARingWithoutWaitingHalts) {
    ProgramBuilder b;
    b.party("p");
    const auto go = b.event("go", 1);
    const auto rest = b.state("Rest"), ping = b.state("Ping"), pong = b.state("Pong");
    b.on(rest, go, {move_to(ping)});
    b.when(ping, {move_to(pong)});
    b.when(pong, {move_to(ping)});
    Running run(b);
    EXPECT_EQ(run.send(go, t0).verdict, Verdict::halted);
    EXPECT_EQ(run.c.ref().status(), Status::halted);
    EXPECT_EQ(run.send(go, t0 + 1).rejection.reason, Reason::not_running);
}

TEST(Settle, AnOverdueDeadlineFiresWhenItsConditionHolds) {
    ProgramBuilder b;
    b.party("p");
    const auto flag = b.slot("flag", SlotKind::record, 1, 0, 1);
    const auto raise = b.event("raise", 1);
    const auto wait = b.state("Wait"), done = b.state("Done");
    Rule set = stay();
    set.actions = {number(1), store(flag)};
    b.on(wait, raise, {set});
    const auto clock = b.clock(wait);
    b.at(wait, {b.constant(exact(10)), load(clock), op(Op::after_period)}, {guarded(move_to(done), {load(flag)})});
    b.after(done, exact(5), {move_to(wait)});
    Running run(b);
    EXPECT_EQ(run.pass(t0 + 100).moves, 0u);
    EXPECT_EQ(run.state(), wait);
    EXPECT_EQ(run.c.ref().next_due(), never);
    EXPECT_EQ(run.send(raise, t0 + 200).moves, 2u);
    ASSERT_EQ(run.heard.moves.size(), 2u);
    EXPECT_EQ(run.heard.moves[1].cause, Cause::deadline);
    EXPECT_EQ(run.heard.moves[1].due, t0 + 10);
    EXPECT_EQ(run.heard.moves[1].at, t0 + 200);
    EXPECT_EQ(run.c.ref().next_due(), t0 + 205); // clocks that start there start at `fired`
}

TEST(Settle, ABoundaryWakesACondition) {
    ProgramBuilder b;
    const auto wait = b.state("Wait"), done = b.state("Done");
    const Piece instant = {b.constant(t0 + 50)};
    b.when(wait, {guarded(move_to(done), has_passed(instant))}, {instant});
    Running run(b);
    EXPECT_EQ(run.c.ref().next_due(), t0 + 50);
    run.pass(t0 + 49);
    EXPECT_EQ(run.state(), wait);
    run.pass(t0 + 50);
    EXPECT_EQ(run.state(), done);
    EXPECT_EQ(run.heard.moves[0].at, t0 + 50);
}

TEST(Settle, APastDeadlineFiresOnEntering) {
    ProgramBuilder b;
    b.party("p");
    const auto go = b.event("go", 1);
    const auto rest = b.state("Rest"), gate = b.state("Gate"), shut = b.state("Shut");
    b.on(rest, go, {move_to(gate)});
    b.at(gate, {b.constant(t0 + 10)}, {move_to(shut)});
    Running late(b);
    EXPECT_EQ(late.send(go, t0 + 11).moves, 2u);
    EXPECT_EQ(late.heard.moves[1].at, t0 + 11);
    EXPECT_EQ(late.heard.moves[1].due, t0 + 10);
}

TEST(Settle, EnteredAtItsVeryInstantADeadlineWaitsForOtherEventsOfThatInstant) {
    ProgramBuilder b;
    b.party("p");
    const auto go = b.event("go", 1);
    const auto rest = b.state("Rest"), gate = b.state("Gate"), shut = b.state("Shut");
    b.on(rest, go, {move_to(gate)});
    b.on(gate, go, {move_to(rest)});
    b.at(gate, {b.constant(t0 + 10)}, {move_to(shut)});
    Running run(b);
    EXPECT_EQ(run.send(go, t0 + 10).moves, 1u);
    EXPECT_EQ(run.c.ref().next_due(), t0 + 10);
    EXPECT_EQ(run.send(go, t0 + 10).moves, 1u);
    EXPECT_EQ(run.state(), rest);
}

TEST(Settle, InnerBeforeOuterAndOuterOnlyIfItsStateStands) {
    for (const bool leaves : {true, false}) {
        ProgramBuilder b;
        const auto outer = b.state("Outer", kComposite), one = b.state("One", 0, outer), two = b.state("Two", 0, outer);
        const auto away = b.state("Away"), lapsed = b.state("Lapsed");
        b.at(outer, {b.constant(t0 + 10)}, {move_to(lapsed)});
        b.at(one, {b.constant(t0 + 10)}, {move_to(leaves ? away : two)});
        Running run(b);
        EXPECT_EQ(run.pass(t0 + 10).moves, leaves ? 1u : 2u);
        EXPECT_EQ(run.state(), leaves ? away : lapsed);
    }
}

TEST(Settle, SelfStartsAnewAndStayHappensOnce) {
    ProgramBuilder b;
    b.party("p");
    const auto again = b.event("again", 1);
    const auto done = b.slot("done", SlotKind::done, 0, 0, 1);
    const auto wait = b.state("Wait");
    const auto remind = b.effect("remind", {});
    const auto clock = b.clock(wait);
    b.enter(wait, {number(0), store(done)});
    Rule reminder = stay();
    reminder.effects = {{remind, {}}};
    b.at(wait, {b.constant(exact(10)), load(clock), op(Op::after_period)}, {reminder}, {}, done);
    b.on(wait, again, {move_to(wait)});
    Running run(b);
    run.pass(t0 + 500);
    EXPECT_EQ(run.heard.effects.size(), 1u);
    EXPECT_EQ(run.c.ref().next_due(), never);
    run.send(again, t0 + 600);
    EXPECT_EQ(run.c.ref().next_due(), t0 + 610);
    run.pass(t0 + 700);
    EXPECT_EQ(run.heard.effects.size(), 2u);
}

TEST(Settle, AncestorsThatAreActiveStay) {
    ProgramBuilder b;
    b.party("p");
    const auto next = b.event("next", 1), restart = b.event("restart", 1);
    const auto outer = b.state("Outer", kComposite), one = b.state("One", 0, outer), two = b.state("Two", 0, outer);
    const auto end = b.state("End");
    b.on(one, next, {move_to(two)});
    b.on(outer, restart, {move_to(outer)});
    b.after(outer, exact(100), {move_to(end)});
    Running run(b);
    run.send(next, t0 + 50);
    EXPECT_EQ(run.c.ref().next_due(), t0 + 100); // the outer clock runs on
    run.send(restart, t0 + 60);
    EXPECT_EQ(run.state(), one);
    EXPECT_EQ(run.c.ref().next_due(), t0 + 160);
}

TEST(Settle, EffectsReadAfterRightHandSidesBefore) {
    ProgramBuilder b;
    b.party("p");
    const auto x = b.slot("x", SlotKind::record, 2, 1, 100), y = b.slot("y", SlotKind::record, 2, 2, 100);
    const auto pay = b.effect("pay", {b.field("a", Type::integer, 0, 9), b.field("b", Type::integer, 0, 9)});
    const auto swap = b.event("swap", 1);
    const auto s = b.state("S"), e = b.state("E");
    Rule rule = move_to(e);
    rule.actions = {load(y), store(x), load(x), store(y)};
    rule.effects = {{pay, {{load(x)}, {load(y)}}}};
    b.on(s, swap, {rule});
    b.entry_effect(e, {pay, {{load(y)}, {load(x)}}});
    Running run(b);
    run.send(swap, t0);
    ASSERT_EQ(run.heard.effects.size(), 2u);
    EXPECT_EQ(run.heard.effects[0].arguments, (std::vector<std::int64_t>{2, 1}));
    EXPECT_EQ(run.heard.effects[1].arguments, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(run.heard.effects[1].ordinal, 1u);
}

TEST(Settle, OverflowOfAnEventIsARejectionThatLeavesNothing) {
    ProgramBuilder b;
    b.party("p");
    const auto total = b.slot("total", SlotKind::record, 8, 90, 100);
    const auto add = b.event("add", 1, {b.field("by", Type::integer, 0, INT64_MAX - 1)});
    const auto s = b.state("S");
    Rule rule = stay();
    rule.actions = {load(total), op(Op::load_field, 0), op(Op::add), store(total)};
    b.on(s, add, {rule});
    Running run(b);
    run.pass(t0 + 9);
    const auto before = run.c;
    const StepResult result = run.send(add, t0 + 10, {Value::of(11)});
    EXPECT_EQ(result.rejection.reason, Reason::out_of_bounds);
    EXPECT_EQ(result.rejection.record, total);
    EXPECT_EQ(result.rejection.value, 101);
    EXPECT_EQ(run.send(add, t0 + 10, {Value::of(INT64_MAX - 1)}).rejection.reason, Reason::overflow);
    EXPECT_TRUE(std::ranges::equal(before.bytes(), run.c.bytes()));
    EXPECT_EQ(run.send(add, t0 + 10, {Value::of(10)}).verdict, Verdict::accepted);
}

TEST(Settle, OverflowOfADeadlineHalts) {
    ProgramBuilder b;
    const auto total = b.slot("total", SlotKind::record, 1, 0, 1);
    const auto s = b.state("S"), e = b.state("E");
    Rule rule = move_to(e);
    rule.actions = {number(2), store(total)};
    b.after(s, exact(10), {rule});
    Running run(b);
    const StepResult result = run.pass(t0 + 20);
    EXPECT_EQ(result.verdict, Verdict::halted);
    EXPECT_EQ(result.rejection.reason, Reason::out_of_bounds);
    EXPECT_EQ(run.state(), s);
    EXPECT_EQ(run.c.ref().status(), Status::halted);
}

TEST(Settle, OutsideHandsTheEventOutAndOtherwiseAnswersAlone) {
    ProgramBuilder b;
    b.party("p");
    const auto go = b.event("go", 1, {b.field("n", Type::integer, 0, 9)});
    const auto outer = b.state("Outer", kComposite), inner = b.state("Inner", 0, outer);
    const auto a = b.state("A"), z = b.state("Z");
    Rule out;
    out.kind = Target::outside;
    out.flags = kOtherwise;
    b.on(inner, go, {guarded(move_to(a), {op(Op::load_field, 0), number(5), op(Op::at_least)}), out});
    b.on(outer, go, {guarded(move_to(z), {op(Op::load_field, 0), number(2), op(Op::at_least)})});
    Running run(b);
    EXPECT_EQ(run.send(go, t0, {Value::of(1)}).rejection.reason, Reason::condition);
    EXPECT_EQ(run.send(go, t0, {Value::of(3)}).verdict, Verdict::accepted);
    EXPECT_EQ(run.state(), z);
}

TEST(Settle, IgnoredChangesNothing) {
    ProgramBuilder b;
    b.party("p");
    const auto last = b.slot("ping", SlotKind::last, 8, never);
    const auto ping = b.event("ping", 1, {}, {op(Op::load_now), store(last)});
    const auto s = b.state("S");
    Rule ignore;
    ignore.kind = Target::ignore;
    b.on(s, ping, {ignore});
    Running run(b);
    const auto before = run.c;
    EXPECT_EQ(run.send(ping, t0).verdict, Verdict::ignored);
    EXPECT_TRUE(std::ranges::equal(before.bytes(), run.c.bytes()));
}

TEST(Settle, RefusalsSpeakFirst) {
    ProgramBuilder b;
    b.party("p");
    const auto go = b.event("go", 1);
    const auto s = b.state("S");
    b.on(s, go, {stay()});
    b.refuse(go, has_passed({b.constant(t0 + 5)}), "the shop is closed");
    Running run(b);
    EXPECT_EQ(run.send(go, t0 + 5).verdict, Verdict::accepted);
    const StepResult refused = run.send(go, t0 + 6);
    EXPECT_EQ(refused.rejection.reason, Reason::refused);
    const Input input{go, 0, t0 + 6, {}, "e"};
    EXPECT_EQ(explain(run.program, run.c.ref(), input, refused),
              "go was not accepted: the shop is closed; rule at test.rule:2");
}

} // namespace
} // namespace recourse::test
