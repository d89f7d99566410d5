// A quick form of a piece of code means what the stack machine says, for whatever it meets.
#include "runtime/machine/evaluate.h"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <iterator>
#include <random>
#include <utility>
#include <vector>

namespace recourse::machine {
namespace {

constexpr Instant changed = 684'867'600'000; // a zone's last change of its offset: 1991, as in Shanghai
constexpr std::array<ZoneTransition, 3> rows{{{std::numeric_limits<Instant>::min(), 29'143'000, 0},
                                              {changed - 200 * day_ms, 32'400'000, 0},
                                              {changed, 28'800'000, 0}}};

SlotRecord slot(std::uint8_t width, std::uint32_t offset, std::int64_t low, std::int64_t high) {
    SlotRecord record{};
    record.width = width;
    record.bit = width == 0 ? 3 : 0;
    record.offset = offset;
    record.minimum = low;
    record.maximum = high;
    return record;
}

/// A program of short pieces: every way of reading and storing a slot, and periods of every kind.
struct Pieces {
    Pieces() {
        slots = {slot(8, 24, INT64_MIN, INT64_MAX), slot(0, 32, INT64_MIN, INT64_MAX), slot(1, 33, INT64_MIN, INT64_MAX),
                 slot(2, 34, -5, 40'000),           slot(4, 36, INT64_MIN, 1'000'000), slot(8, 40, 0, changed)};
        for (const Unit unit : {Unit::exact, Unit::days, Unit::weeks, Unit::months, Unit::business_days}) {
            for (const std::int64_t count : {0, 1, 15, 3'000'000}) {
                const Reading reading = unit == Unit::business_days ? Reading::whole : Reading::to_the_minute;
                constants.push_back(static_cast<std::int64_t>(make_period(unit, reading, count).bits));
            }
        }
        constants.push_back(static_cast<std::int64_t>(make_period(Unit::days, Reading::whole, 6).bits));
        for (std::int32_t s = 0; s < static_cast<std::int32_t>(slots.size()); ++s) {
            piece({{Op::load_slot, s}});
            piece({{Op::load_slot, s}, {Op::push_small, 1}, {Op::equal, 0}});
            piece({{Op::load_field, s % 3}, {Op::store_slot, s}});
            piece({{Op::load_now, 0}, {Op::store_slot, s}});
        }
        for (std::int32_t c = 0; c < static_cast<std::int32_t>(constants.size()); ++c) {
            const auto period = std::pair{Op::push_constant, c};
            piece({period, {Op::load_slot, 0}, {Op::after_period, 0}});
            piece({period, {Op::load_slot, 5}, {Op::after_period, 0}, {Op::load_before, 0}, {Op::at_least, 0}});
            piece({period, {Op::load_slot, 0}, {Op::after_period, 0}, {Op::load_before, 0}, {Op::less, 0}});
        }
        piece({{Op::push_constant, 3}});
        piece({{Op::load_now, 0}});
        piece({{Op::load_field, 1}, {Op::push_small, -2}, {Op::equal, 0}});
        tables.slots = slots;
        tables.constants = constants;
        tables.code = code;
        tables.zone_views.push_back({rows.data(), static_cast<std::uint32_t>(rows.size()), never});
        derive_quick(tables);
    }
    void piece(std::initializer_list<std::pair<Op, std::int32_t>> instructions) {
        starts.push_back(static_cast<Code>(code.size()));
        for (const auto& [op, operand] : instructions) code.push_back({op, 0, 0, operand});
        code.push_back({Op::finish, 0, 0, 0});
    }

    std::vector<SlotRecord> slots;
    std::vector<std::int64_t> constants;
    std::vector<Instruction> code;
    std::vector<Code> starts;
    Tables tables;
};

/// Numbers near what matters: bounds of types and of widths, reserved words, a zone's change.
std::int64_t number(std::mt19937_64& random) {
    constexpr std::int64_t near[] = {0, 1, -2, 127, -127, 128, 32'767, -32'768, 40'000, 1'000'000, 2'147'483'647, absent, never,
                                     changed, min_instant, max_instant, max_instant - 15 * day_ms};
    const std::int64_t base = near[random() % std::size(near)];
    const std::int64_t by = static_cast<std::int64_t>(random() % 7) - 3;
    const std::int64_t scale = random() % 2 != 0 ? 1 : day_ms;
    std::int64_t sum = 0;
    return random() % 3 == 0 || __builtin_add_overflow(base, by * scale, &sum) ? base : sum;
}

TEST(QuickTest, AgreesWithTheStackMachine) {
    const Pieces pieces;
    std::mt19937_64 random(20240301);
    std::size_t quick = 0;
    for (const Code start : pieces.starts) quick += pieces.tables.quick[start].kind == QuickKind::none ? 0 : 1;
    ASSERT_GT(quick, pieces.starts.size() / 2);
    for (int round = 0; round < 20'000; ++round) {
        const Code start = pieces.starts[random() % pieces.starts.size()];
        alignas(8) std::array<std::byte, 48> read{};
        for (const SlotRecord& record : pieces.slots) store_slot(record, read.data(), number(random));
        const std::array<Value, 2> fields{Value::of(number(random)), Value::of(number(random))};
        std::array<std::array<std::byte, 48>, 2> written{read, read};
        std::array<Outcome, 2> outcomes{};
        std::array<bool, 2> provisional{};
        Context context;
        context.tables = &pieces.tables;
        context.read = read.data();
        context.now = number(random);
        context.before = number(random);
        context.fields = std::span(fields).first(random() % 3);
        for (std::size_t way = 0; way < 2; ++way) {
            Context own = context;
            own.write = written[way].data();
            outcomes[way] = way == 0 ? evaluate(own, start) : interpret(own, start);
            provisional[way] = own.provisional;
        }
        ASSERT_EQ(outcomes[0].fault, outcomes[1].fault) << "piece " << start;
        ASSERT_EQ(outcomes[0].value, outcomes[1].value) << "piece " << start;
        ASSERT_EQ(written[0], written[1]) << "piece " << start;
        ASSERT_EQ(provisional[0], provisional[1]) << "piece " << start;
    }
}

TEST(QuickTest, CodeThatNothingUsesIsLeftAlone) {
    Pieces pieces;
    pieces.code = {{Op::load_slot, 0, 0, 99}, {Op::finish, 0, 0, 0}, {Op::push_constant, 0, 0, -1}, {Op::load_slot, 0, 0, -7},
                   {Op::after_period, 0, 0, 0}, {Op::finish, 0, 0, 0}, {Op::load_now, 0, 0, 0}, {Op::store_slot, 0, 0, 6}};
    pieces.tables.code = pieces.code;
    derive_quick(pieces.tables);
    for (const Quick& quick : pieces.tables.quick) EXPECT_EQ(quick.kind, QuickKind::none);
}

} // namespace
} // namespace recourse::machine
