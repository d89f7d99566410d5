// Small random policies as text, the same for the same seed on every platform.
#pragma once

#include <cstdint>
#include <string>

namespace exactness {

// What a policy may use. Some policies use little, so that a disagreement is easy to read; some use all.
struct Features {
    bool facts = false, kinds = false, records = false, payloads = false, memory = false, conditions = false, whens = false,
         composites = false, machines = false, named = false, windows = false, counts = false, stays = false, refusals = false,
         optional = false, opens_on = false, conditional_deadlines = false, extremes = false, decisions = false, money = false, duties = false;
};
[[nodiscard]] Features features_of(std::uint64_t seed);

// Periods are whole minutes. With `calendar`, some are whole days, business days and months, counted by any regime of the library.
[[nodiscard]] std::string policy_of(std::uint64_t seed, const Features& features, bool calendar = false);

}  // namespace exactness
