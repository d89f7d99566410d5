#include "compiler/explore/number.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "compiler/explore/formula.h"

namespace recourse::explore {

namespace {

using semantics::Rounding;
using semantics::Wide;

// Far beyond the factors of policies, far within 128 bits when rows are multiplied by them.
constexpr std::int64_t kLargest = std::int64_t{1} << 40;

Wide floor_division(Wide a, Wide b) { return a / b - (a % b != 0 && a < 0 ? 1 : 0); }

std::pair<Wide, Wide> wide_range(const Number& number, const DifferenceBounds& in) {
    Wide low = number.low, high = number.high;
    const auto bound = [](std::int64_t upper) -> Wide { return upper == DifferenceBounds::unbounded ? kWide : upper; };
    for (const auto& [row, factor] : number.parts) {
        const Wide most = bound(in.upper(row, 0)), least = -bound(in.upper(0, row));
        low += (factor > 0 ? least : most) * factor;
        high += (factor > 0 ? most : least) * factor;
    }
    return {low, high};
}

std::int64_t clamped(Wide wide) { return static_cast<std::int64_t>(std::clamp<Wide>(wide, -Wide{kWide}, Wide{kWide})); }

// factor · a + times · b, as sums, without their divisors; the factor is above 0. Nothing when a number becomes too large.
std::optional<Number> combined(const Number& a, Wide factor, const Number& b, Wide times) {
    Number result;
    const auto fits = [](Wide wide, std::int64_t largest) { return wide <= largest && wide >= -largest; };
    if (!fits(factor, kLargest) || !fits(times, kLargest)) return std::nullopt;
    const Wide low = a.low * factor + (times > 0 ? b.low : b.high) * times, high = a.high * factor + (times > 0 ? b.high : b.low) * times;
    if (!fits(low, kWide) || !fits(high, kWide)) return std::nullopt;
    result.low = static_cast<std::int64_t>(low);
    result.high = static_cast<std::int64_t>(high);
    auto x = a.parts.begin(), y = b.parts.begin();
    while (x != a.parts.end() || y != b.parts.end()) {
        const bool first = y == b.parts.end() || (x != a.parts.end() && x->first <= y->first);
        const bool second = x == a.parts.end() || (y != b.parts.end() && y->first <= x->first);
        const std::uint32_t row = first ? x->first : y->first;
        const Wide sum = (first ? x++->second * factor : 0) + (second ? y++->second * times : 0);
        if (!fits(sum, kLargest)) return std::nullopt;
        if (sum != 0) result.parts.emplace_back(row, static_cast<std::int64_t>(sum));
    }
    return result;
}

// A divisor that divides all is none; a constant is worked out.
Number reduced(Number number) {
    if (number.divisor == 1) return number;
    if (number.parts.empty()) {
        number.low = number.high = static_cast<std::int64_t>(floor_division(number.low, number.divisor));
        number.divisor = 1;
        return number;
    }
    std::int64_t common = number.divisor;
    for (const auto& part : number.parts) common = std::gcd(common, part.second);
    for (auto& part : number.parts) part.second /= common;
    number.low = number.high = static_cast<std::int64_t>(floor_division(number.low, common));   // ⌊(g·s + c) / (g·d)⌋ = ⌊(s + ⌊c/g⌋) / d⌋
    number.divisor /= common;
    return number;
}

}  // namespace

Number between(std::int64_t low, std::int64_t high) {
    Number number;
    number.low = low;
    number.high = high;
    return number;
}

std::pair<std::int64_t, std::int64_t> range(const Number& number, const DifferenceBounds& in) {
    const auto [low, high] = wide_range(number, in);
    return {clamped(floor_division(low, number.divisor)), clamped(floor_division(high, number.divisor))};
}

namespace {

// ⌊x/d⌋ + n = ⌊(x + d·n)/d⌋, and −⌊x/d⌋ = ⌊(d − 1 − x)/d⌋; the sum of two quotients is no quotient.
std::optional<Number> exactly_plus(const Number& a, const Number& b, std::int64_t factor) {
    if (!a.exact() || !b.exact()) return std::nullopt;
    if (b.divisor != 1 && (a.divisor != 1 || (factor != 1 && factor != -1))) return std::nullopt;
    auto sum = b.divisor != 1 ? combined(a, b.divisor, b, factor) : combined(a, 1, b, Wide{factor} * a.divisor);
    if (!sum) return std::nullopt;
    if (b.divisor != 1 && factor < 0) sum->low = sum->high = sum->low + b.divisor - 1;
    sum->divisor = b.divisor != 1 ? b.divisor : a.divisor;
    return reduced(std::move(*sum));
}

}  // namespace

Number plus(const Number& a, const Number& b, std::int64_t factor, const DifferenceBounds& in) {
    if (factor == 0) return a;
    if (auto sum = exactly_plus(a, b, factor)) return std::move(*sum);
    const auto by_bounds = [&](const Number& number) {
        const auto [low, high] = range(number, in);
        return between(low, high);
    };
    const auto undivided = [&](const Number& number) { return number.divisor == 1 ? number : by_bounds(number); };
    if (auto sum = combined(undivided(a), 1, undivided(b), factor)) return std::move(*sum);
    const Number x = by_bounds(a), y = by_bounds(b);
    return between(clamped(x.low + Wide{factor > 0 ? y.low : y.high} * factor), clamped(x.high + Wide{factor > 0 ? y.high : y.low} * factor));
}

Number times(const Number& number, std::int64_t factor, const DifferenceBounds& in) { return plus(between(0, 0), number, factor, in); }

Number divided(const Number& number, std::int64_t divisor, Rounding rounding, const DifferenceBounds& in) {
    const auto [low, high] = range(number, in);
    const Number by_bounds = between(static_cast<std::int64_t>(semantics::divided(low, divisor, rounding)),
                                     static_cast<std::int64_t>(semantics::divided(high, divisor, rounding)));
    std::int64_t whole = 0;
    if (!number.exact() || __builtin_mul_overflow(number.divisor, divisor, &whole) || whole > kLargest) return by_bounds;
    Number result = number;
    if (number.divisor == 1) {   // common factors change no rounding, and without them there may be no ties
        std::int64_t common = std::gcd(divisor, number.low);
        for (const auto& part : number.parts) common = std::gcd(common, part.second);
        for (auto& part : result.parts) part.second /= common;
        result.low = result.high = number.low / common;
        divisor /= common;
        whole = divisor;
    }
    std::int64_t shift = 0;   // rounding is rounding down of a number that is larger by so much
    const bool ties = divisor % 2 == 0;
    switch (rounding) {
        case Rounding::down: break;
        case Rounding::up: shift = divisor - 1; break;
        case Rounding::half_up:   // ties away from zero
            if (ties && low < 0 && high > 0) return by_bounds;
            shift = ties && high <= 0 ? divisor / 2 - 1 : divisor / 2;
            break;
        case Rounding::half_even:
            if (ties) return by_bounds;
            shift = divisor / 2;
            break;
    }
    const auto shifted = combined(result, 1, between(shift, shift), number.divisor);
    if (!shifted) return by_bounds;
    result = *shifted;
    result.divisor = whole;
    return reduced(std::move(result));
}

Sum not_above_zero(const Number& number) {
    // ⌊x/d⌋ <= 0 is x < d.
    return {number.parts, number.divisor - 1 - number.low};
}

Sum above_zero(const Number& number) {
    Sum sum{number.parts, number.low - number.divisor};
    for (auto& part : sum.parts) part.second = -part.second;
    return sum;
}

}  // namespace recourse::explore
