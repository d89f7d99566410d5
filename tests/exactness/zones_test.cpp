// Zones against the instants that they stand for, counted one by one on a small grid.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

#include "compiler/explore/difference_bounds.h"
#include "compiler/explore/zone.h"

namespace {

using namespace recourse::explore;

constexpr int kSize = 3;          // zero or `before`, and two more
constexpr int kReach = 4;         // values lie between −reach and reach of the first
using Point = std::array<int, kSize>;

bool fits(const DifferenceBounds& zone, const Point& point) {
    for (std::size_t x = 0; x < kSize; ++x) {
        for (std::size_t y = 0; y < kSize; ++y) {
            if (zone.upper(x, y) != DifferenceBounds::unbounded && point[x] - point[y] > zone.upper(x, y)) return false;
        }
    }
    return true;
}

template <typename Visit>
void each_point(int reach, Visit&& visit) {
    for (int x = -reach; x <= reach; ++x) {
        for (int y = -reach; y <= reach; ++y) visit(Point{0, x, y});
    }
}

// Bounds on some pairs; all values within reach of the first when `bounded`.
DifferenceBounds random_zone(std::mt19937_64& random, bool bounded) {
    for (;;) {
        DifferenceBounds zone(kSize);
        for (std::size_t x = 0; x < kSize; ++x) {
            for (std::size_t y = 0; y < kSize; ++y) {
                if (x == y) continue;
                if (bounded && (x == 0 || y == 0)) zone.bound(x, y, kReach);
                if (random() % 2 == 0) zone.bound(x, y, static_cast<std::int64_t>(random() % 9) - 4);
            }
        }
        if (zone.close()) return zone;
    }
}

// After an operation a point fits when it came from one that fitted before. `origins` gives those that it may have come from.
template <typename Origins>
void expect_image(const DifferenceBounds& before, const DifferenceBounds& after, Origins&& origins) {
    each_point(2 * kReach, [&](const Point& point) {
        bool reached = false;
        origins(point, [&](const Point& origin) { reached = reached || fits(before, origin); });
        EXPECT_EQ(fits(after, point), reached) << point[1] << " " << point[2];
    });
}

TEST(Zones, ForgottenIsAnything) {
    std::mt19937_64 random(1);
    for (int round = 0; round < 200; ++round) {
        const DifferenceBounds before = random_zone(random, true);
        DifferenceBounds after = before;
        after.forget(1);
        expect_image(before, after, [](const Point& point, auto&& from) {
            for (int x = -3 * kReach; x <= 3 * kReach; ++x) from(Point{0, x, point[2]});
        });
    }
}

TEST(Zones, AssignedIsTheOtherAndTheOffset) {
    std::mt19937_64 random(2);
    for (int round = 0; round < 200; ++round) {
        const DifferenceBounds before = random_zone(random, true);
        const int offset = static_cast<int>(random() % 5) - 2;
        const std::size_t from_point = random() % kSize;
        DifferenceBounds after = before;
        after.assign(1, from_point, offset);
        expect_image(before, after, [&](const Point& point, auto&& from) {
            for (int x = -3 * kReach; x <= 3 * kReach; ++x) {
                const Point origin{0, x, point[2]};
                if (point[1] == origin[from_point] + offset) from(origin);
            }
        });
    }
}

TEST(Zones, RaisedIsLater) {
    std::mt19937_64 random(3);
    for (int round = 0; round < 200; ++round) {
        const DifferenceBounds before = random_zone(random, true);
        DifferenceBounds after = before;
        after.raise(1);
        expect_image(before, after, [](const Point& point, auto&& from) {
            for (int x = -3 * kReach; x <= point[1]; ++x) from(Point{0, x, point[2]});
        });
        EXPECT_TRUE(after.includes(before));
    }
}

// Time passes: `before` moves on, and the others stay.
TEST(Zones, TimeThatPassesMovesTheFirstAlone) {
    std::mt19937_64 random(4);
    for (int round = 0; round < 200; ++round) {
        const DifferenceBounds before = random_zone(random, true);
        DifferenceBounds after = before;
        after.raise(0);
        expect_image(before, after, [](const Point& point, auto&& from) {
            for (int passed = 0; passed <= 4 * kReach; ++passed) from(Point{0, point[1] + passed, point[2] + passed});
        });
    }
}

// Each way in which two clocks can be told apart by a comparison with a number up to `greatest`, now or after any delay.
bool alike(const Point& a, const Point& b, const ClockBounds& bounds) {
    for (std::size_t x = 1; x < kSize; ++x) {
        for (int delay = 0; delay <= 4 * kReach; ++delay) {
            for (std::int64_t least = -2 * kReach; least <= bounds.greatest[x]; ++least) {
                if ((delay - a[x] >= least) != (delay - b[x] >= least)) return false;
            }
        }
    }
    return true;
}

TEST(Zones, WhatIsCoveredCanDoNothingElse) {
    std::mt19937_64 random(5);
    std::size_t covered = 0, included = 0;
    for (int round = 0; round < 4000; ++round) {
        const DifferenceBounds outer = random_zone(random, false), inner = random_zone(random, true);
        ClockBounds bounds;
        bounds.greatest = {0, static_cast<std::int64_t>(random() % 7) - 3, static_cast<std::int64_t>(random() % 7) - 3};
        if (random() % 5 == 0) bounds.greatest[1] = ClockBounds::never_compared;
        if (!covers(outer, inner, bounds)) {
            EXPECT_FALSE(outer.includes(inner));
            continue;
        }
        ++covered;
        included += outer.includes(inner) ? 1 : 0;
        each_point(kReach, [&](const Point& point) {
            if (!fits(inner, point)) return;
            bool simulated = false;
            each_point(3 * kReach, [&](const Point& other) {
                simulated = simulated || (fits(outer, other) && alike(point, other, bounds));
            });
            EXPECT_TRUE(simulated) << point[1] << " " << point[2];
        });
    }
    // More is covered than is included, and not everything is.
    EXPECT_GT(included, 20u);
    EXPECT_GT(covered, included + 20);
    EXPECT_LT(covered, 3000u);
}

}  // namespace
