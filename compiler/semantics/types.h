// Types as values: how they are made, when they agree, how they are named, and the arithmetic of their bounds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/semantics/model.h"

namespace recourse::semantics {

// Wide enough for the product of two numbers: bounds are computed in it before they are checked against 64 bits.
__extension__ typedef __int128 Wide;

struct Range {
    Wide low = 0;
    Wide high = 0;
};

// The smallest and largest numbers are `absent` and `never`.
inline constexpr std::int64_t least_number = std::numeric_limits<std::int64_t>::min() + 1;
inline constexpr std::int64_t most_number = std::numeric_limits<std::int64_t>::max() - 1;
// As many milliseconds as lie between the years 1 and 9999.
inline constexpr std::int64_t longest_duration = 315'537'897'599'999;
inline constexpr std::int64_t whole_percent = 10'000;   // 100%
inline constexpr std::size_t most_members_of_a_set = 62;

[[nodiscard]] Type type_of_kind(TypeKind kind);         // with the bounds that it has when none are declared
[[nodiscard]] Type number_type(TypeKind kind, std::int64_t low, std::int64_t high);
[[nodiscard]] Type money_type(std::string currency, std::int64_t low, std::int64_t high);
[[nodiscard]] Type member_type(KindId kind);

// Numbers that can be computed with: integer, percent, money, duration.
[[nodiscard]] bool is_number(TypeKind kind);
// Of one kind, currency and list of members. What is unknown agrees with everything.
[[nodiscard]] bool same_sort(const Type& a, const Type& b);
// A value that fits either: wider bounds, optional when one is. They are of one sort and have one divisor.
[[nodiscard]] Type joined(const Type& a, const Type& b);

[[nodiscard]] bool fits(const Range& range);            // in 64 bits, without `absent` and `never`
[[nodiscard]] Range bounds_of(const Type& type);
[[nodiscard]] Range times(const Range& a, const Range& b);
[[nodiscard]] Wide divided(Wide number, std::int64_t divisor, Rounding rounding);   // divisor > 0

// "money (CNY)", "a number", "of kind Fault": to follow "X is".
[[nodiscard]] std::string sort_name(const Model& model, const Type& type);
// "money CNY, at most 10.00", as one would write it.
[[nodiscard]] std::string describe_type(const Model& model, const Type& type);
// A number of the type: "10.00 CNY", "12.5%", "3", "2 hours".
[[nodiscard]] std::string number_text(const Type& type, Wide number);

}  // namespace recourse::semantics
