// What is compared: the discrete part of a settled case, written as text, and where it was met.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/exactness/compiled.h"

namespace exactness {

struct Seen {
    std::uint32_t events = 0;    // accepted before it
    std::int64_t time = 0;       // milliseconds from the opening at least
};
struct Reached {
    std::map<std::string, Seen> configurations;
    std::map<Place, Seen> rules;                  // that were taken
    bool complete = true;                         // nothing was left out for want of room
    std::size_t work = 0;                         // inputs tried, or nodes visited
    std::size_t cases = 0;                        // distinct cases, byte for byte
    // Promises that some case broke, by their index in the model; apart from them those that it broke by halting, which it does at no
    // state of the policy's choosing where rules follow one another in a ring.
    std::set<std::size_t> broken, halted;
};

// How far the runtime is driven, and what facts are given.
struct Bounds {
    std::uint32_t events = 3;
    std::int64_t time = 12;        // milliseconds from the opening
    std::int64_t back = 6;         // instants that lie before something are tried this far back
    std::size_t most_cases = 20'000;
};

// Plays every case with every event at every millisecond.
[[nodiscard]] Reached play_all(const Compiled& compiled, const Bounds& bounds);

// The same with a monitor of the policy's promises beside each case; two cases are one when their monitors stand alike as well.
[[nodiscard]] Reached play_all_watched(const Compiled& compiled, const Bounds& bounds);

// Plays so many random lives on real dates: some of what can be reached.
[[nodiscard]] Reached walk_some(const Compiled& compiled, std::uint64_t seed, std::size_t lives);

// What the explorer claims. `greatest`: the largest distance that it looks back.
struct Claims {
    Reached reached;
    bool exact = true;             // no obstacle, no limit
    bool inexact = false;          // it says itself that it may claim too much
    std::int64_t greatest = 0;
    std::string obstacles;
    std::set<std::string> places;  // standing and states alone
    std::set<std::string> waits;   // those in which nothing happens by itself any more
};
// `everywhere`: situations keep all columns, wherever they stand (Limits::everywhere).
[[nodiscard]] Claims explore_all(const Compiled& compiled, bool everywhere);

// Empty when both agree within the bounds; else the first disagreement, in words. What the search claims that forgets what no rule ahead
// reads is held against the one that forgets nothing.
struct Comparison {
    std::string disagreement;
    std::size_t configurations = 0, inputs = 0, cases = 0;
    bool both_ways = false;        // false alarms were looked for as well
    std::string obstacles;         // why the explorer does not claim to be exact
};
[[nodiscard]] Comparison compare(const Compiled& compiled, Bounds bounds = {});
// The same for what random lives come to: none of it may be missed.
[[nodiscard]] Comparison compare_walks(const Compiled& compiled, std::uint64_t seed);

}  // namespace exactness
