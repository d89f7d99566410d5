// The straight road of an event and the rounds do the same: two copies of one program, one of them without roads.
#include "runtime/machine/direct.h"
#include "tests/unit/claim_program.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace recourse::test {
namespace {

/// One machine with what a road covers and what it does not: faults in guards, overflow on acceptance, deadlines that stay, that are
/// overdue on entering, conditions, effects whose arguments may fail, an end.
struct RingProgram {
    ProgramBuilder b;
    std::uint32_t grow, go, turn, tick;

    RingProgram() {
        const auto party = b.party("buyer");
        const auto level = b.slot("level", SlotKind::record, 1, 0, 3);
        const auto uses = b.slot("uses", SlotKind::count, 1, 0, 100);
        const auto done = b.slot("done", SlotKind::done, 0, 0, 1);
        const auto note = b.effect("note", {b.field("n", Type::integer, 0, 100)});
        grow = b.event("grow", 1u << party, {b.field("n", Type::integer, 0, 4)}, {op(Op::load_field, 0), store(level)});
        go = b.event("go", 1u << party, {}, {}, 6, uses);
        turn = b.event("turn", 1u << party);
        tick = b.event("tick", 0, {b.field("depot", Type::text, 0, 3)});
        b.machine("Ring");
        const auto a = b.state("A"), in = b.state("In");
        const auto c = b.state("C", 0, in), d = b.state("D", 0, in);
        const auto f = b.state("F"), end = b.state("End", kFinal);
        for (const std::uint32_t state : {a, in, f}) b.on(state, grow, {stay()});
        b.on(a, go, {guarded(move_to(in), {number(10), load(level), op(Op::divide_down), number(4), op(Op::at_least)}), move_to(f)});
        b.on(in, turn, {move_to(d)});
        b.on(c, tick, {stay()});
        b.on(c, go, {move_to(a)});
        b.on(d, turn, {move_to(a)});
        b.on(d, go, {guarded(move_to(end), {load(level), number(2), op(Op::equal)}), move_to(f)});
        b.on(f, turn, {move_to(a)});
        b.after(c, minute_days(2), {move_to(d)});
        b.after(f, exact_period(day_ms), {move_to(a)});
        b.at(a, {b.constant(minute_days(3)), load(b.clock(a)), op(Op::after_period)}, {stay()}, {}, done);
        b.at(d, {b.constant(minute_days(5)), load(b.clock(a)), op(Op::after_period)}, {guarded(move_to(f), {load(level)})});
        b.when(f, {guarded(move_to(a), {load(level), number(3), op(Op::at_least)})});
        b.entry_effect(d, {note, {{load(level)}}});
        b.entry_effect(f, {note, {{number(6), load(level), op(Op::divide_down)}}});
        b.entry_effect(end, {note, {{load(level)}}});
    }
};

std::string told(const Journal& heard) {
    std::string text;
    for (const Move& m : heard.moves) {
        for (const std::int64_t n : {std::int64_t{m.machine}, std::int64_t{m.from}, std::int64_t{m.to}, std::int64_t{m.transition},
                                     std::int64_t{m.deadline}, m.at, m.due, std::int64_t{m.arming}, static_cast<std::int64_t>(m.cause)}) {
            text += std::to_string(n) + ' ';
        }
        text += std::string(m.id) + ';';
    }
    for (const auto& e : heard.effects) text += std::to_string(e.effect) + '@' + std::to_string(e.move.at) + ' ';
    return text;
}

/// Takes the roads and the short forms out of a program.
void without_roads(const Program& program) {
    auto& tables = const_cast<machine::Tables&>(program.tables());
    for (Range& road : tables.direct) road = {0, 0};
    for (machine::Quick& quick : tables.quick) quick = {};
}

TEST(DirectTest, AgreesWithTheRounds) {
    RingProgram p;
    const std::vector<std::byte> bytes = p.b.bytes();
    LoadError error;
    const auto direct = Program::load(bytes, error), plain = Program::load(bytes, error);
    ASSERT_TRUE(direct && plain) << error.message;
    ASSERT_GT(direct->tables().direct_rules.size(), 5u);
    without_roads(*plain);
    std::mt19937_64 random(7);
    std::array<int, 4> verdicts{};
    for (int round = 0; round < 3'000; ++round) {
        Case one, two;
        Journal heard, heard_too;
        ASSERT_EQ(open(*direct, one, 0, t0, {}, heard).verdict, Verdict::accepted);
        ASSERT_EQ(open(*plain, two, 0, t0, {}, heard_too).verdict, Verdict::accepted);
        Instant at = t0;
        for (int i = 0; i < 20; ++i) {
            constexpr std::int64_t gaps[] = {1, 2, day_ms - 1, day_ms, day_ms + 1, 2 * day_ms, 2 * day_ms + 1, 3 * day_ms};
            at += gaps[random() % std::size(gaps)];
            const auto event = static_cast<std::uint32_t>(random() % 4);
            const std::array<Value, 1> fields{event == p.tick ? Value::of_text("abc") : Value::of(static_cast<std::int64_t>(random() % 5))};
            const std::size_t count = event == p.grow || event == p.tick ? 1 : 0;
            const Input input{event, event == p.tick ? none : 0, at, std::span(fields).first(count), "e"};
            const StepResult x = step(*direct, one.ref(), input, heard), y = step(*plain, two.ref(), input, heard_too);
            ++verdicts[static_cast<std::size_t>(x.verdict)];
            ASSERT_EQ(x.verdict, y.verdict);
            ASSERT_EQ(x.moves, y.moves);
            ASSERT_EQ(x.rejection.reason, y.rejection.reason);
            ASSERT_EQ(x.rejection.transition, y.rejection.transition);
            ASSERT_TRUE(std::ranges::equal(one.bytes(), two.bytes())) << "round " << round << " event " << event;
        }
        ASSERT_EQ(told(heard), told(heard_too));
    }
    EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::accepted)], 5'000);
    EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::rejected)], 5'000);
}

} // namespace
} // namespace recourse::test
