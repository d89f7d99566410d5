// The rule in the last line of a TZif file ("EST5EDT,M3.2.0,M11.1.0"): the time after the last listed
// transition.
//
// date/ptz.h of date 3.0.1 is not used for it: it refuses the negative and three-digit hours that RFC 8536,
// section 3.3.1, allows, which today's America/Nuuk ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0") needs.
#pragma once

#include "recourse/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace recourse::support {

// One yearly change of clocks, in the local time in force before it.
struct PosixRule {
    enum class Kind : std::uint8_t {
        julian,        // Jn: day 1 to 365, 29 February is never counted
        zero_based,    // n: day 0 to 365, 29 February is counted
        month_weekday, // Mm.w.d: the w-th weekday d of month m, 5 is the last
    };
    Kind kind = Kind::julian;
    std::int32_t month = 1;
    std::int32_t week = 1;
    std::int32_t day = 0; // of the year, or of the week with 0 as Sunday
    std::int64_t time_ms = 2 * hour_ms;

    // The local time of the change in a year, in milliseconds since 1970-01-01T00:00 local. O(1).
    [[nodiscard]] std::int64_t local_in(std::int32_t year) const;
};

struct PosixZone {
    std::int32_t standard_ms = 0; // local minus UTC
    std::int32_t daylight_ms = 0;
    bool has_daylight = false;
    PosixRule begin; // of daylight time
    PosixRule end;

    // The instants at which daylight time begins and ends in a year (either may be first). O(1).
    [[nodiscard]] Instant begins_in(std::int32_t year) const { return begin.local_in(year) - standard_ms; }
    [[nodiscard]] Instant ends_in(std::int32_t year) const { return end.local_in(year) - daylight_ms; }
};

// Reads such a line, without line ends. Nothing when it is not one, or names daylight time without saying
// when. Source: POSIX.1-2017 Base Definitions 8.3 (TZ), with the extension of RFC 8536, section 3.3.1.
[[nodiscard]] std::optional<PosixZone> parse_posix_zone(std::string_view text);

} // namespace recourse::support
