#include "compiler/semantics/currency.h"

#include <array>
#include <limits>

namespace recourse::semantics {

namespace {

// ISO 4217, list one (2025): currencies and funds, without metals, test codes and units of account. Separated by blanks.
struct Decimals {
    int digits;
    std::string_view codes;
};
constexpr std::array table = {
    Decimals{0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    Decimals{2,
             "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW "
             "CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR "
             "ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV "
             "MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
             "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"},
    Decimals{3, "BHD IQD JOD KWD LYD OMR TND"},
    Decimals{4, "CLF UYW"},
};

constexpr std::size_t code_length = 3;

}  // namespace

std::optional<int> decimals_of(std::string_view currency) {
    if (currency.size() != code_length) return std::nullopt;
    for (const Decimals& row : table) {
        for (std::size_t at = 0; at < row.codes.size(); at += code_length + 1) {
            if (row.codes.substr(at, code_length) == currency) return row.digits;
        }
    }
    return std::nullopt;
}

std::vector<std::string> currency_codes() {
    std::vector<std::string> codes;
    for (const Decimals& row : table) {
        for (std::size_t at = 0; at < row.codes.size(); at += code_length + 1) {
            codes.emplace_back(row.codes.substr(at, code_length));
        }
    }
    return codes;
}

Amount parse_amount(std::string_view written, int decimals) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() - 1;  // the largest number is kept for `never`
    Amount amount;
    int after_point = -1;  // -1: still before it
    bool digit_last = false;
    const auto push = [&](std::int64_t digit) {
        if (amount.minor > (most - digit) / 10) {
            amount.error = Amount::Error::too_large;
            return;
        }
        amount.minor = amount.minor * 10 + digit;
    };
    for (const char c : written) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit && (c != '.' || after_point >= 0 || !digit_last)) return {Amount::Error::malformed, 0};
        digit_last = digit;
        if (!digit) {
            after_point = 0;
            continue;
        }
        if (after_point >= 0 && ++after_point > decimals) return {Amount::Error::too_many_decimals, 0};
        push(c - '0');
        if (amount.error != Amount::Error::none) return amount;
    }
    if (!digit_last) return {Amount::Error::malformed, 0};
    for (int i = after_point < 0 ? 0 : after_point; i < decimals && amount.error == Amount::Error::none; ++i) push(0);
    return amount;
}

}  // namespace recourse::semantics
