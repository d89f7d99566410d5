// Policies as an author would write them, made up: the same text for the same shape and seed on every platform.
#pragma once

#include <cstdint>
#include <string>

namespace bench {

struct Shape {
    std::uint32_t states = 20;
    std::uint32_t clocks = 3;     // instants that windows and deadlines are counted from, beside the entering of each state
    std::uint32_t counters = 1;   // records with a bound, or events that are accepted so many times
    bool kept_clean = false;      // every window is open to whoever comes to its state, so that nothing is found
};

// A case goes forward from state to state; some acts send it back, as often as a counter allows. States have time limits counted from
// entry, some acts have windows counted from the opening or from an act before.
[[nodiscard]] std::string generated_policy(const Shape& shape, std::uint64_t seed);

}  // namespace bench
