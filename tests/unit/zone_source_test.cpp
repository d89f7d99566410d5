// Zones as the system's tz database has them. Only facts of the past, and rules that have long been law, are
// pinned.

#include "compiler/support/posix_zone.h"
#include "compiler/support/zone_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace recourse::support {
namespace {

ZoneTable zone_named(std::string_view name) {
    auto result = read_zone(name);
    if (const auto* error = std::get_if<ZoneError>(&result)) {
        ADD_FAILURE() << name << ": " << error->reason;
        return {{utc_row}, never};
    }
    return std::get<ZoneTable>(std::move(result));
}
Instant instant(std::string_view text) {
    return parse_instant(text, nullptr).value;
}
std::string shown(const ZoneTable& zone, std::string_view utc) {
    std::array<char, time_text_max> buffer{};
    return {buffer.data(), format_rfc3339(buffer, zone.view(), instant(utc))};
}

TEST(ZoneSource, PlacesAndTimes) {
    const ZoneTable shanghai = zone_named("Asia/Shanghai");
    EXPECT_EQ(shown(shanghai, "2024-03-01T02:00:00Z"), "2024-03-01T10:00:00+08:00");
    EXPECT_EQ(shown(shanghai, "1988-07-01T00:00:00Z"), "1988-07-01T09:00:00+09:00")
        << "summer time of 1986 to 1991";
    EXPECT_EQ(shanghai.cycle_from, never);
    EXPECT_EQ(shanghai.transitions.back().offset_ms, 8 * hour_ms);
    EXPECT_EQ(zone_named("UTC").transitions.size(), 1u);
    const ZoneTable lord_howe = zone_named("Australia/Lord_Howe");
    EXPECT_EQ(shown(lord_howe, "2024-01-01T00:00:00Z"), "2024-01-01T11:00:00+11:00");
    EXPECT_EQ(shown(lord_howe, "2024-07-01T00:00:00Z"), "2024-07-01T10:30:00+10:30")
        << "half an hour of summer time";
    EXPECT_EQ(shown(zone_named("Asia/Kathmandu"), "2024-01-01T00:00:00Z"), "2024-01-01T05:45:00+05:45");
}

TEST(ZoneSource, TheClosingRuleHoldsToTheEndOfTheYears) {
    const ZoneTable new_york = zone_named("America/New_York");
    EXPECT_NE(new_york.cycle_from, never);
    EXPECT_EQ(shown(new_york, "2024-03-10T07:00:00Z"), "2024-03-10T03:00:00-04:00");
    // The second Sunday of March and the first of November, listed, in the first cycle and far beyond it.
    for (const std::int32_t year :
         {2036, 2037, 2038, 2039, 2040, 2100, 2436, 2437, 2438, 2439, 2440, 2441, 6000, 9999}) {
        const Day march = days_from_civil(year, 3, 8);
        const Day november = days_from_civil(year, 11, 1);
        const Instant begin = (march + (6 - weekday(march))) * day_ms + 7 * hour_ms;
        const Instant end = (november + (6 - weekday(november))) * day_ms + 6 * hour_ms;
        EXPECT_EQ(offset_at(new_york.view(), begin - 1), -5 * hour_ms) << year;
        EXPECT_EQ(offset_at(new_york.view(), begin), -4 * hour_ms) << year;
        EXPECT_EQ(offset_at(new_york.view(), end - 1), -4 * hour_ms) << year;
        EXPECT_EQ(offset_at(new_york.view(), end), -5 * hour_ms) << year;
    }
}

TEST(ZoneSource, ADateThatNeverWas) {
    // Samoa went from 29 to 31 December 2011.
    const ZoneTable apia = zone_named("Pacific/Apia");
    EXPECT_EQ(shown(apia, "2011-12-30T09:59:59.999Z"), "2011-12-29T23:59:59.999-10:00");
    EXPECT_EQ(shown(apia, "2011-12-30T10:00:00Z"), "2011-12-31T00:00:00+14:00");
    const Day missing = days_from_civil(2011, 12, 30);
    EXPECT_EQ(start_of_date(apia.view(), missing).value, instant("2011-12-30T10:00:00Z"));
    EXPECT_EQ(end_of_date(apia.view(), missing).value, instant("2011-12-30T09:59:59.999Z"));
}

TEST(ZoneSource, AMidnightThatNeverWas) {
    // São Paulo, 4 November 2018: 00:00 became 01:00.
    const ZoneTable sao_paulo = zone_named("America/Sao_Paulo");
    const ZoneView zone = sao_paulo.view();
    EXPECT_EQ(parse_instant("2018-11-04 00:00", &zone).error, TextError::skipped);
    EXPECT_EQ(start_of_date(zone, days_from_civil(2018, 11, 4)).value, instant("2018-11-04T01:00:00-02:00"));
    EXPECT_EQ(end_of_date(zone, days_from_civil(2018, 11, 3)).value,
              instant("2018-11-03T23:59:59.999-03:00"));
}

TEST(ZoneSource, EveryZoneIsReadAndIsSound) {
    const std::vector<std::string> names = zone_names();
    ASSERT_GT(names.size(), 300u);
    for (const std::string& name : names) {
        const ZoneTable zone = zone_named(name);
        EXPECT_TRUE(valid_zone(zone.view())) << name;
        for (std::size_t i = 1; i < zone.transitions.size(); ++i) {
            ASSERT_NE(zone.transitions[i].offset_ms, zone.transitions[i - 1].offset_ms)
                << name << " row " << i;
        }
    }
}

TEST(ZoneSource, AnUnknownNameGetsTheNearest) {
    const auto suggested = [](std::string_view name) {
        const auto result = read_zone(name);
        const auto* error = std::get_if<ZoneError>(&result);
        if (error == nullptr) return std::string("known");
        EXPECT_EQ(error->kind, ZoneError::Kind::unknown);
        return error->suggestions.empty() ? std::string("none") : error->suggestions.front();
    };
    EXPECT_EQ(suggested("Asia/Shangai"), "Asia/Shanghai");
    EXPECT_EQ(suggested("asia/shanghai"), "Asia/Shanghai");
    EXPECT_EQ(suggested("Shanghai"), "Asia/Shanghai");
    EXPECT_EQ(suggested("America/New York"), "America/New_York");
    EXPECT_EQ(suggested("Atlantis/Deep_Water_Harbour"), "none");
    EXPECT_EQ(suggested(""), "none");
    EXPECT_EQ(suggested("../../../etc/hostname"), "none");
    EXPECT_EQ(suggested("localtime"), "none") << "means something else on another machine";
}

TEST(ZoneSource, AnAbbreviationIsNoMisspelling) {
    const auto refused = [](std::string_view name) {
        const auto result = read_zone(name);
        const auto* error = std::get_if<ZoneError>(&result);
        EXPECT_NE(error, nullptr) << name;
        return error == nullptr ? ZoneError{} : *error;
    };
    EXPECT_EQ(refused("PST").kind, ZoneError::Kind::shorthand);
    EXPECT_EQ(refused("PST").suggestions.front(), "America/Los_Angeles");
    for (const char* name : {"XYZ", "UTC+8", "+08:00"}) {
        EXPECT_EQ(refused(name).kind, ZoneError::Kind::shorthand) << name;
        EXPECT_TRUE(refused(name).suggestions.empty()) << name;
    }
    const std::vector<std::string> names = zone_names();
    for (const char* shorthand : {"CST", "IST", "BST", "AEST", "WIB", "EEST", "ICT", "ART"}) {
        for (const std::string& place : refused(shorthand).suggestions) {
            EXPECT_TRUE(std::binary_search(names.begin(), names.end(), place)) << place;
        }
    }
}

TEST(ZoneSource, AReaderReadsAZoneOnce) {
    ZoneReader zones;
    const auto first = zones.read("Asia/Shanghai");
    EXPECT_TRUE(std::holds_alternative<ZoneTable>(*first));
    EXPECT_EQ(zones.read("Asia/Shanghai"), first);
    EXPECT_TRUE(std::holds_alternative<ZoneError>(*zones.read("Asia/Shangai")));
}

// ---- The closing rule's text
// ------------------------------------------------------------------------------------------

TEST(PosixZone, NorthSouthAndNegativeHours) {
    const auto day = [](std::int32_t y, std::int32_t m, std::int32_t d) {
        return days_from_civil(y, m, d) * day_ms;
    };
    const auto new_york = parse_posix_zone("EST5EDT,M3.2.0,M11.1.0");
    ASSERT_TRUE(new_york);
    EXPECT_EQ(new_york->begins_in(2024), day(2024, 3, 10) + 7 * hour_ms);
    EXPECT_EQ(new_york->ends_in(2024), day(2024, 11, 3) + 6 * hour_ms);
    const auto nuuk = parse_posix_zone("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    ASSERT_TRUE(nuuk);
    EXPECT_EQ(nuuk->begins_in(2024), day(2024, 3, 31) + hour_ms);
    EXPECT_EQ(nuuk->ends_in(2024), day(2024, 10, 27) + hour_ms);
    const auto lord_howe = parse_posix_zone("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    ASSERT_TRUE(lord_howe);
    EXPECT_EQ(lord_howe->daylight_ms - lord_howe->standard_ms, hour_ms / 2);
    EXPECT_GT(lord_howe->begins_in(2024), lord_howe->ends_in(2024));
    const auto dublin = parse_posix_zone("IST-1GMT0,M10.5.0,M3.5.0/1");
    ASSERT_TRUE(dublin);
    EXPECT_EQ(dublin->daylight_ms, 0) << "winter is Dublin's other time";
}

TEST(PosixZone, DaysOfTheYear) {
    const auto julian = parse_posix_zone("AAA3BBB,J60/0,J365/23:30:15");
    ASSERT_TRUE(julian);
    EXPECT_EQ(julian->begin.local_in(2024), days_from_civil(2024, 3, 1) * day_ms);
    EXPECT_EQ(julian->begin.local_in(2023), days_from_civil(2023, 3, 1) * day_ms);
    const auto counted = parse_posix_zone("AAA3BBB4,59/0,0/0");
    ASSERT_TRUE(counted);
    EXPECT_EQ(counted->begin.local_in(2024), days_from_civil(2024, 2, 29) * day_ms);
    EXPECT_EQ(counted->begin.local_in(2023), days_from_civil(2023, 3, 1) * day_ms);
}

TEST(PosixZone, NoRuleAtAll) {
    for (const std::string_view text :
         {"", "A5", "EST", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x",
          "EST25", "<+01-1", "EST5EDT,M3.2.0/168,M11.1.0"}) {
        EXPECT_FALSE(parse_posix_zone(text)) << text;
    }
}

} // namespace
} // namespace recourse::support
