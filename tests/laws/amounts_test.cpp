// Amounts against exact fractions that are computed here, in another way: law 9, and what docs/language.md says of tiers and rounding.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/harness/player.h"

namespace {

using recourse::Value;
__extension__ typedef __int128 Wide;

const std::string kAmounts = "tests/laws/amounts.rule";
constexpr int kDraws = 4'000;

enum class Mode { down, up, half_up, half_even };

// over / by in whole steps, by long division on what is not below zero.
std::int64_t rounded(Wide over, Wide by, std::int64_t step, Mode mode) {
    by *= step;
    const Wide whole = over / by, rest = over % by;
    const bool up = mode == Mode::up ? rest > 0
                    : mode == Mode::down ? false
                    : 2 * rest == by ? mode == Mode::half_up || whole % 2 == 1
                                     : 2 * rest > by;
    return static_cast<std::int64_t>((whole + (up ? 1 : 0)) * step);
}

struct Tier {
    std::int64_t limit, rate;   // minor units, hundredths of a percent; a limit of 0 has no end
};

// Unit by unit: what each one costs is the rate of the tier that it lies in. Whole stretches of one rate are taken together.
Wide marginal(std::int64_t price, const std::vector<Tier>& tiers) {
    Wide cost = 0;
    std::int64_t left = price, from = 0;
    for (const Tier& tier : tiers) {
        const std::int64_t room = tier.limit == 0 ? left : std::min(left, tier.limit - from);
        cost += Wide{room} * tier.rate;
        left -= room;
        from = tier.limit;
    }
    return cost;
}

class Amounts : public testing::Test {
protected:
    const recourse::Program& program = harness::program_of(kAmounts);
    std::mt19937_64 random{20240301};

    std::int64_t decided(std::uint32_t decision, const std::vector<std::int64_t>& numbers) {
        std::vector<Value> values;
        for (const std::int64_t number : numbers) values.push_back(Value::of(number));
        const auto answer = recourse::decide(program, decision, values);
        EXPECT_EQ(answer.rejection.reason, recourse::Reason::none);
        return answer.results[0].number;
    }
    // Edges as often as anything else: each of them and its neighbours.
    std::int64_t near(std::int64_t most, const std::vector<std::int64_t>& edges) {
        if (random() % 2 == 0) return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
        const std::int64_t edge = edges[random() % edges.size()] + static_cast<std::int64_t>(random() % 3) - 1;
        return std::clamp<std::int64_t>(edge, 0, most);
    }
};

TEST_F(Amounts, TiersAreMarginal) {
    const std::vector<Tier> even{{10'000, 500}, {100'000, 325}, {0, 107}}, down{{1, 10'000}, {777, 0}, {9'999, 3'333}, {0, 1'250}};
    for (int i = 0; i < kDraws; ++i) {
        const std::int64_t price = near(10'000'000, {0, 1, 777, 9'999, 10'000, 100'000, 10'000'000});
        ASSERT_EQ(decided(0, {price}), rounded(marginal(price, even), 10'000, 1, Mode::half_even)) << price;
        ASSERT_EQ(decided(1, {price}), rounded(marginal(price, down), 10'000, 1, Mode::down)) << price;
    }
}

TEST_F(Amounts, RoundedToWhatIsPaid) {
    for (int i = 0; i < kDraws; ++i) {
        const std::int64_t francs = near(10'000'000, {0, 5, 25, 10'000'000}), yen = near(1'000'000, {0, 1, 9, 10, 125});
        ASSERT_EQ(decided(2, {francs}), rounded(Wide{francs} * 777, 10'000, 5, Mode::half_up)) << francs;
        ASSERT_EQ(decided(3, {yen}), std::min(yen, rounded(Wide{yen} * 8, 100, 10, Mode::up))) << yen;
    }
}

TEST_F(Amounts, ProportionsAreExactUntilTheyAreRounded) {
    for (int i = 0; i < kDraws; ++i) {
        const std::int64_t days = near(400, {0, 1, 400}), of = std::max<std::int64_t>(1, near(400, {1, 2, 3, 365, 400}));
        const std::int64_t price = near(100'000, {0, 1, 100'000}), fils = near(1'000'000, {0, 1, 1'000'000});
        ASSERT_EQ(decided(4, {fils, days, of}), std::min(fils, rounded(Wide{fils} * days, of, 1, Mode::half_even))) << fils << ' ' << days << ' ' << of;
        ASSERT_EQ(decided(5, {price, days, of}), rounded(Wide{price} * days, Wide{of} * 6, 10, Mode::up)) << price << ' ' << days << ' ' << of;
    }
}

TEST_F(Amounts, DaysAreCountedByDate) {
    for (int i = 0; i < kDraws; ++i) {
        const std::int64_t a = near(40'000, {0, 19'722}), b = near(40'000, {0, 19'722});
        ASSERT_EQ(decided(6, {a, b}), std::max<std::int64_t>(0, b - a));
    }
}

}  // namespace
