// The currencies of ISO 4217 and amounts in their minor units.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::semantics {

// Digits after the point of a currency (CNY 2, JPY 0, KWD 3); nothing when there is no such currency.
[[nodiscard]] std::optional<int> decimals_of(std::string_view currency);
[[nodiscard]] std::vector<std::string> currency_codes();

// An amount as written ("88.00") in minor units (8800).
struct Amount {
    enum class Error : std::uint8_t { none, malformed, too_many_decimals, too_large } error = Error::none;
    std::int64_t minor = 0;
};
[[nodiscard]] Amount parse_amount(std::string_view written, int decimals);

}  // namespace recourse::semantics
