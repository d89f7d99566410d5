#include "tests/certify/inclusion.h"

#include "compiler/explore/zone.h"

namespace certify {

using recourse::explore::ClockBounds;
using recourse::explore::DifferenceBounds;
using recourse::explore::Situation;

namespace {

constexpr std::int64_t none = DifferenceBounds::unbounded;

bool no_wider(const DifferenceBounds& outer, const DifferenceBounds& inner, std::size_t x, std::size_t y) {
    return inner.upper(x, y) <= outer.upper(x, y);
}

// Instants behind `before` by more than any rule looks back are alike (Herbreteau, Srivathsan and Walukiewicz, 2012). Say that some values of
// `inner` have x later than y by more than `outer` allows. With x as near as it can be, `outer` has y no further back than x's distance and
// what it allows: where that is out of sight already, a value of `outer` with y out of sight is as good.
bool alike_beyond_sight(const DifferenceBounds& outer, const DifferenceBounds& inner, std::size_t x, std::size_t y, const std::vector<std::int64_t>& sight) {
    if (sight[x] == ClockBounds::never_compared || sight[y] == ClockBounds::never_compared) return true;
    if (inner.upper(x, 0) == none) return false;   // as late as one likes: always in sight
    const std::int64_t distance = -inner.upper(x, 0);
    return distance > sight[x] || distance + outer.upper(x, y) > sight[y];
}

bool zone_stands_for(const DifferenceBounds& outer, const DifferenceBounds& inner, const std::vector<std::int64_t>& sight) {
    for (std::size_t x = 0; x < inner.size(); ++x) {
        for (std::size_t y = 0; y < inner.size(); ++y) {
            if (!no_wider(outer, inner, x, y) && !alike_beyond_sight(outer, inner, x, y, sight)) return false;
        }
    }
    return true;
}

bool all_no_wider(const DifferenceBounds& outer, const DifferenceBounds& inner, std::size_t from) {
    for (std::size_t x = from; x < inner.size(); ++x) {
        for (std::size_t y = from; y < inner.size(); ++y) {
            if (!no_wider(outer, inner, x, y)) return false;
        }
    }
    return true;
}

// Some sum of the inner situation says the same or more, or its bounds do by themselves.
bool implied(const recourse::explore::Sum& sum, const Situation& inner) {
    for (const recourse::explore::Sum& known : inner.sums.all()) {
        if (known.parts == sum.parts && known.bound <= sum.bound) return true;
    }
    std::int64_t most = 0;
    for (const auto& [row, factor] : sum.parts) {
        const std::int64_t reach = factor > 0 ? inner.numbers.upper(row, 0) : inner.numbers.upper(0, row);
        std::int64_t part = 0;
        const bool fits = !__builtin_mul_overflow(factor > 0 ? factor : -factor, reach, &part) && !__builtin_add_overflow(most, part, &most);
        if (reach == none || !fits) return false;
    }
    return most <= sum.bound;
}

bool data_within(const Situation& outer, const Situation& inner) {
    for (const recourse::explore::Sum& sum : outer.sums.all()) {
        if (!implied(sum, inner)) return false;
    }
    for (std::size_t i = 0; i < inner.domains.size(); ++i) {
        if ((inner.domains[i] & ~outer.domains[i]) != 0) return false;
    }
    return all_no_wider(outer.numbers, inner.numbers, 0);
}

}  // namespace

std::vector<std::uint32_t> configuration_of(const Situation& at) {
    std::vector<std::uint32_t> all;
    const auto add = [&](const auto& list, const auto& value) {
        all.push_back(static_cast<std::uint32_t>(list.size()));
        for (const auto& one : list) all.push_back(value(one));
    };
    const auto itself = [](auto one) { return static_cast<std::uint32_t>(one); };
    all.push_back(static_cast<std::uint32_t>(at.standing));
    add(at.leaves, [](recourse::semantics::StateId leaf) { return leaf.value; });
    add(at.counts, itself);
    add(at.known, itself);
    add(at.done, itself);
    add(at.orders, itself);
    add(at.marks, itself);
    return all;
}

bool stands_for(const Situation& outer, const Situation& inner, const std::vector<std::int64_t>& sight) {
    return data_within(outer, inner) && zone_stands_for(outer.zone, inner.zone, sight);
}

}  // namespace certify
