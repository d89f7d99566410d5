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
    std::uint32_t grow, go, turn, tick, keep;

    RingProgram() {
        const auto party = b.party("buyer");
        const auto level = b.slot("level", SlotKind::record, 1, 0, 3);
        const auto uses = b.slot("uses", SlotKind::count, 1, 0, 100);
        const auto done = b.slot("done", SlotKind::done, 0, 0, 1);
        const auto memo = b.slot("memo", SlotKind::text, 255, absent, INT64_MAX, 8);
        const auto note = b.effect("note", {b.field("n", Type::integer, 0, 100)});
        const auto tell = b.effect("tell", {b.field("n", Type::integer, 0, 100), b.field("on", Type::instant, min_instant, max_instant),
                                            b.field("level", Type::integer, 0, 100), b.field("word", Type::text, 0, INT64_MAX),
                                            b.field("said", Type::text, 0, INT64_MAX), b.field("kept", Type::text, 0, INT64_MAX)});
        grow = b.event("grow", 1u << party, {b.field("n", Type::integer, 0, 4)}, {op(Op::load_field, 0), store(level)});
        go = b.event("go", 1u << party, {}, {}, 6, uses);
        turn = b.event("turn", 1u << party);
        FieldRecord maybe = b.field("maybe", Type::boolean, 0, 1);
        maybe.type.optional = 1;
        tick = b.event("tick", 0, {b.field("depot", Type::text, 0, 3), b.field("said", Type::text, 0, INT64_MAX), maybe});
        keep = b.event("keep", 1u << party, {b.field("memo", Type::text, 0, 8)}, {op(Op::store_text, memo, 0)});
        b.machine("Ring");
        const auto a = b.state("A"), in = b.state("In");
        const auto c = b.state("C", 0, in), d = b.state("D", 0, in);
        const auto f = b.state("F"), end = b.state("End", kFinal);
        for (const std::uint32_t state : {a, in, f}) b.on(state, grow, {stay()});
        b.on(a, go, {guarded(move_to(in), {number(10), load(level), op(Op::divide_down), number(4), op(Op::at_least)}), move_to(f)});
        b.on(in, turn, {move_to(d)});
        // Arguments of every kind: a number, the instant, a slot, and (see `bytes`) a text, the event's text, a kept text.
        Rule heard = stay();
        heard.effects = {{tell, {{number(7)}, {op(Op::load_now)}, {load(level)}, text_, text_, text_}}, {note, {{load(level)}}}};
        b.on(c, tick, {heard});
        b.on(f, tick, {heard});
        for (const std::uint32_t state : {a, in}) b.on(state, keep, {stay()});
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

    /// The builder knows arguments that are code; the texts take their place here.
    std::vector<std::byte> bytes() {
        (void)b.bytes();
        std::uint32_t texts = 0;
        for (ArgumentRecord& argument : b.image.arguments) {
            if (argument.code == kNone || b.image.code[argument.code].op != Op::push_absent) continue;
            argument.code = kNone;
            argument.type.type = Type::text;
            if (texts % 3 == 0) argument.text = b.image.intern("word");
            if (texts % 3 == 1) argument.text_field = 1;
            if (texts % 3 == 2) argument.text_slot = 3;
            ++texts;
        }
        return emit::write(b.image);
    }

  private:
    const Piece text_{op(Op::push_absent)};
};

/// All that a listener hears, as text.
class Ledger final : public Listener {
  public:
    explicit Ledger(const Program& program) : program_(program) {}
    void moved(const Move& m) override {
        text += "move ";
        for (const std::int64_t n : {std::int64_t{m.machine}, std::int64_t{m.from}, std::int64_t{m.to}, std::int64_t{m.transition},
                                     std::int64_t{m.deadline}, m.at, m.due, std::int64_t{m.arming}, static_cast<std::int64_t>(m.cause)}) {
            text += std::to_string(n) + ' ';
        }
        text += std::string(m.id) + '\n';
    }
    void effect(const EffectCall& call) override {
        text += "effect " + std::to_string(call.effect) + '@' + std::to_string(call.at) + ' ' + effect_id(program_, "case", call);
        for (const Value& value : call.arguments) text += " (" + std::to_string(value.number) + ' ' + std::string(value.text) + ')';
        text += '\n';
        effects += 1;
    }
    std::string text;
    int effects = 0;

  private:
    const Program& program_;
};

/// Takes the roads and the short forms out of a program.
void without_roads(const Program& program) {
    auto& tables = const_cast<machine::Tables&>(program.tables());
    for (const machine::DirectRule*& road : tables.direct) road = nullptr;
    for (machine::Quick& quick : tables.quick) quick = {};
}

/// An event with what it carries; now and then something that is not well formed.
struct RandomInput {
    std::array<Value, 3> fields;
    Input input;

    RandomInput(const RingProgram& p, std::mt19937_64& random, Instant at) {
        const auto one_of = [&random](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
        input.event = static_cast<std::uint32_t>(one_of(5));
        input.by = input.event == p.tick ? none : 0;
        input.at = at;
        input.id = one_of(2) == 0 ? "e" : "";
        std::size_t count = 0;
        if (input.event == p.grow) fields[count++] = Value::of(one_of(5));
        if (input.event == p.keep) fields[count++] = Value::of_text(one_of(2) == 0 ? "memo" : "\xC3\xA9t\xC3\xA9");
        if (input.event == p.tick) {
            fields[count++] = Value::of_text("abc");
            fields[count++] = Value::of_text(one_of(2) == 0 ? "loud" : "");
            fields[count++] = one_of(2) == 0 ? Value{} : Value::of(one_of(2));
        }
        switch (one_of(40)) {
        case 0: input.by = 1; break;
        case 1: input.by = input.event == p.tick ? 0 : none; break;
        case 2: input.event = 5; break;
        case 3: ++count; break;
        case 4: fields[0].number = 9; break;
        case 5: fields[0] = Value::of_text("a text beyond all bounds"); break;
        case 6: fields[count > 0 ? count - 1 : 0].number = absent; break;
        case 7: fields[count > 0 ? count - 1 : 0].number = -1; break;
        case 8: input.at = never; break;
        default: break;
        }
        input.fields = std::span(fields).first(std::min(count, fields.size()));
    }
    RandomInput(const RandomInput&) = delete;
    RandomInput& operator=(const RandomInput&) = delete;
};

void expect_same(const StepResult& x, const StepResult& y) {
    EXPECT_EQ(x.verdict, y.verdict);
    EXPECT_EQ(x.moves, y.moves);
    EXPECT_EQ(x.rejection.reason, y.rejection.reason);
    EXPECT_EQ(x.rejection.transition, y.rejection.transition);
    EXPECT_EQ(x.rejection.limb, y.rejection.limb);
    EXPECT_EQ(x.rejection.field, y.rejection.field);
    EXPECT_EQ(x.rejection.boundary, y.rejection.boundary);
}

TEST(DirectTest, AgreesWithTheRounds) {
    RingProgram p;
    const std::vector<std::byte> bytes = p.bytes();
    LoadError error;
    const auto direct = Program::load(bytes, error), plain = Program::load(bytes, error);
    ASSERT_TRUE(direct && plain) << error.message;
    ASSERT_GT(direct->tables().direct_rules.size(), 5u);
    ASSERT_GT(direct->tables().direct_arguments.size(), 10u);
    without_roads(*plain);
    std::mt19937_64 random(7);
    std::array<int, 4> verdicts{};
    int effects = 0;
    for (int round = 0; round < 3'000; ++round) {
        Case one, two;
        Ledger heard(*direct), heard_too(*plain);
        ASSERT_EQ(open(*direct, one, 0, t0, {}, heard).verdict, Verdict::accepted);
        ASSERT_EQ(open(*plain, two, 0, t0, {}, heard_too).verdict, Verdict::accepted);
        Instant at = t0;
        for (int i = 0; i < 20; ++i) {
            constexpr std::int64_t gaps[] = {0, 0, 1, 2, day_ms - 1, day_ms, day_ms + 1, 2 * day_ms, 2 * day_ms + 1, 3 * day_ms};
            at += gaps[random() % std::size(gaps)];
            const RandomInput event(p, random, at);
            const StepResult x = step(*direct, one.ref(), event.input, heard), y = step(*plain, two.ref(), event.input, heard_too);
            ++verdicts[static_cast<std::size_t>(x.verdict)];
            expect_same(x, y);
            ASSERT_TRUE(std::ranges::equal(one.bytes(), two.bytes())) << "round " << round << " event " << event.input.event;
            ASSERT_FALSE(HasFailure()) << "round " << round << " event " << event.input.event;
        }
        ASSERT_EQ(heard.text, heard_too.text);
        effects += heard.effects;
    }
    EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::accepted)], 5'000);
    EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::rejected)], 5'000);
    EXPECT_GT(effects, 3'000);
}

// More events without an id at one instant than can be counted: both refuse the next.
TEST(DirectTest, AgreesOnEventsWithoutAnId) {
    RingProgram p;
    const std::vector<std::byte> bytes = p.bytes();
    LoadError error;
    const auto direct = Program::load(bytes, error), plain = Program::load(bytes, error);
    ASSERT_TRUE(direct && plain) << error.message;
    without_roads(*plain);
    Case one, two;
    Ledger heard(*direct), heard_too(*plain);
    ASSERT_EQ(open(*direct, one, 0, t0, {}, heard).verdict, Verdict::accepted);
    ASSERT_EQ(open(*plain, two, 0, t0, {}, heard_too).verdict, Verdict::accepted);
    const Value level = Value::of(2); // from A to C, where a tick has effects
    const std::array<Value, 3> said{Value::of_text("abc"), Value::of_text("loud"), Value{}};
    std::vector<Input> inputs{{p.grow, 0, t0, std::span(&level, 1), "g"}, {p.go, 0, t0, {}, "e"}};
    for (int i = 0; i < 300; ++i) inputs.push_back({p.tick, none, t0, said, ""});
    inputs.push_back({p.tick, none, t0 + 1, said, ""});
    int rejected = 0;
    for (const Input& input : inputs) {
        const StepResult x = step(*direct, one.ref(), input, heard), y = step(*plain, two.ref(), input, heard_too);
        rejected += x.verdict == Verdict::rejected ? 1 : 0;
        expect_same(x, y);
        ASSERT_TRUE(std::ranges::equal(one.bytes(), two.bytes()));
    }
    EXPECT_EQ(heard.text, heard_too.text);
    EXPECT_EQ(rejected, 300 - 255);
}

} // namespace
} // namespace recourse::test
