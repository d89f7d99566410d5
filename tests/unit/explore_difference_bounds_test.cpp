// Laws of difference bounds, and agreement with enumeration over a small grid.
#include <gtest/gtest.h>

#include <random>

#include "compiler/explore/difference_bounds.h"

namespace {

using recourse::explore::DifferenceBounds;

struct Bound {
    std::size_t x, y;
    std::int64_t bound;
};

constexpr std::size_t kSize = 4;       // zero and three variables
constexpr std::int64_t kHighest = 4;   // each within 0..4

std::vector<Bound> some_bounds(std::mt19937& random) {
    std::vector<Bound> bounds;
    for (std::size_t i = 1; i < kSize; ++i) {
        bounds.push_back({i, 0, kHighest});
        bounds.push_back({0, i, 0});
    }
    const int extra = std::uniform_int_distribution<int>(0, 6)(random);
    std::uniform_int_distribution<std::size_t> variable(0, kSize - 1);
    std::uniform_int_distribution<std::int64_t> value(-4, 4);
    for (int i = 0; i < extra; ++i) {
        const std::size_t x = variable(random), y = variable(random);
        if (x != y) bounds.push_back({x, y, value(random)});
    }
    return bounds;
}

template <typename Visit>
void for_each_point(Visit visit) {
    for (std::int64_t a = 0; a <= kHighest; ++a) {
        for (std::int64_t b = 0; b <= kHighest; ++b) {
            for (std::int64_t c = 0; c <= kHighest; ++c) visit(std::vector<std::int64_t>{0, a, b, c});
        }
    }
}

DifferenceBounds closed(const std::vector<Bound>& bounds) {
    DifferenceBounds matrix(kSize);
    for (const Bound& it : bounds) matrix.bound(it.x, it.y, it.bound);
    matrix.close();
    return matrix;
}

TEST(DifferenceBounds, BoundsAreTheTightestOnesAndEmptinessIsExact) {
    std::mt19937 random(20240301);
    for (int round = 0; round < 2000; ++round) {
        const auto bounds = some_bounds(random);
        const DifferenceBounds matrix = closed(bounds);
        bool any = false;
        std::vector<std::int64_t> largest(kSize * kSize, std::numeric_limits<std::int64_t>::min());
        for_each_point([&](const std::vector<std::int64_t>& point) {
            for (const Bound& it : bounds) {
                if (point[it.x] - point[it.y] > it.bound) return;
            }
            any = true;
            for (std::size_t x = 0; x < kSize; ++x) {
                for (std::size_t y = 0; y < kSize; ++y) {
                    largest[x * kSize + y] = std::max(largest[x * kSize + y], point[x] - point[y]);
                }
            }
        });
        ASSERT_EQ(matrix.empty(), !any) << "round " << round;
        if (!any) continue;
        for (std::size_t x = 0; x < kSize; ++x) {
            for (std::size_t y = 0; y < kSize; ++y) ASSERT_EQ(matrix.upper(x, y), largest[x * kSize + y]) << "round " << round;
        }
    }
}

TEST(DifferenceBounds, TighteningIsClosingAgain) {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        const auto bounds = some_bounds(random);
        DifferenceBounds step(kSize);
        ASSERT_TRUE(step.close());
        bool possible = true;
        for (const Bound& it : bounds) possible = possible && step.tighten(it.x, it.y, it.bound);
        const DifferenceBounds whole = closed(bounds);
        ASSERT_EQ(possible, !whole.empty());
        if (possible) {
            ASSERT_EQ(step, whole);
        }
    }
}

TEST(DifferenceBounds, InclusionIsReflexiveAndFollowsTightening) {
    std::mt19937 random(11);
    for (int round = 0; round < 500; ++round) {
        const DifferenceBounds wide = closed(some_bounds(random));
        DifferenceBounds narrow = wide;
        EXPECT_TRUE(wide.includes(wide));
        narrow.tighten(1, 2, -1);
        EXPECT_TRUE(wide.includes(narrow));
        EXPECT_EQ(narrow.includes(wide), narrow == wide || wide.empty());
    }
}

TEST(DifferenceBounds, ContradictionsOfLargeNumbersDoNotWrap) {
    DifferenceBounds matrix(3);
    const std::int64_t large = std::int64_t{1} << 61;
    matrix.bound(1, 2, -large);
    matrix.bound(2, 1, -large);
    EXPECT_FALSE(matrix.close());
    DifferenceBounds open(3);
    EXPECT_TRUE(open.close());
    EXPECT_EQ(open.upper(1, 2), DifferenceBounds::unbounded);
    EXPECT_TRUE(open.tighten(1, 2, large));
    EXPECT_FALSE(open.tighten(2, 1, -large - 1));
}

}  // namespace
