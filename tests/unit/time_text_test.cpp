// Instants and dates as text, in and out.

#include "recourse/time.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace recourse {
namespace {

constexpr Instant beginning = std::numeric_limits<Instant>::min();
constexpr Instant ten_o_clock = days_from_civil(2024, 3, 1) * day_ms + 10 * hour_ms;
constexpr std::int32_t hour = static_cast<std::int32_t>(hour_ms);

const ZoneTransition shanghai_row{beginning, 8 * hour, 0};
const ZoneView shanghai{&shanghai_row, 1, never};
const std::array new_york_rows = {
    ZoneTransition{beginning, -5 * hour, 0},
    ZoneTransition{days_from_civil(2024, 3, 10) * day_ms + 7 * hour_ms, -4 * hour, 0},
    ZoneTransition{days_from_civil(2024, 11, 3) * day_ms + 6 * hour_ms, -5 * hour, 0}};
const ZoneView new_york{new_york_rows.data(), new_york_rows.size(), never};

std::string local(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> buffer{};
    return {buffer.data(), format_local(buffer, zone, t)};
}
std::string rfc3339(const ZoneView& zone, Instant t) {
    std::array<char, time_text_max> buffer{};
    return {buffer.data(), format_rfc3339(buffer, zone, t)};
}

TEST(TimeText, Rfc3339) {
    const auto value = [](std::string_view text) {
        const ParsedInstant parsed = parse_instant(text, nullptr);
        EXPECT_EQ(parsed.error, TextError::none) << text;
        return parsed.value;
    };
    EXPECT_EQ(value("2024-03-01T10:00:00Z"), ten_o_clock);
    EXPECT_EQ(value("2024-03-01t10:00:00z"), ten_o_clock);
    EXPECT_EQ(value("2024-03-01T18:00:00+08:00"), ten_o_clock);
    EXPECT_EQ(value("2024-03-01 05:30:00-04:30"), ten_o_clock);
    EXPECT_EQ(value("2024-03-01T10:00:00.1Z"), ten_o_clock + 100);
    EXPECT_EQ(value("2024-03-01T10:00:00.123000Z"), ten_o_clock + 123);
    EXPECT_EQ(value("0001-01-01T00:00:00Z"), min_instant);
    EXPECT_EQ(value("9999-12-31T23:59:59.999Z"), max_instant);
}

TEST(TimeText, LocalInAZone) {
    const auto value = [](std::string_view text) { return parse_instant(text, &shanghai).value; };
    EXPECT_EQ(value("2024-03-01 18:00"), ten_o_clock);
    EXPECT_EQ(value("2024-03-01 18:00:00"), ten_o_clock);
    EXPECT_EQ(value("2024-03-01 18:00:01.005"), ten_o_clock + 1'005);
    EXPECT_EQ(value("2024-03-01T10:00:00Z"), ten_o_clock) << "the text's own offset wins";
}

struct Refused {
    std::string_view text;
    TextError error;
    std::uint32_t at;
};

TEST(TimeText, EachMistakeHasItsOwnReason) {
    constexpr Refused cases[] = {
        {"", TextError::syntax, 0},
        {"2024-3-01 10:00", TextError::syntax, 6},
        {"2024-03-01", TextError::missing_time, 10},
        {"2024-03-01x10:00", TextError::syntax, 10},
        {"2024-03-01 10", TextError::syntax, 13},
        {"2024-03-01 10:00 ", TextError::syntax, 16},
        {"2024-03-01 10:00:00.", TextError::syntax, 20},
        {"0000-03-01 10:00", TextError::year_out_of_range, 0},
        {"10000-03-01 10:00", TextError::year_out_of_range, 0},
        {"2024-13-01 10:00", TextError::bad_month, 5},
        {"2024-00-01 10:00", TextError::bad_month, 5},
        {"2024-02-30 10:00", TextError::bad_day, 8},
        {"2023-02-29 10:00", TextError::bad_day, 8},
        {"2024-02-32 10:00", TextError::bad_day, 8},
        {"2024-03-01 24:00", TextError::bad_hour, 11},
        {"2024-03-01 10:60", TextError::bad_minute, 14},
        {"2024-03-01 10:00:61", TextError::bad_second, 17},
        {"2016-12-31T23:59:60Z", TextError::leap_second, 17},
        {"2024-03-01 10:00:00.1234", TextError::too_precise, 20},
        {"2024-03-01T10:00:00+24:00", TextError::bad_offset, 20},
        {"2024-03-01T10:00:00+08:60", TextError::bad_offset, 23},
        {"2024-03-01T10:00:00+0800", TextError::syntax, 22},
        {"0001-01-01T00:00:00+08:00", TextError::year_out_of_range, 0},
        {"9999-12-31T23:00:00-08:00", TextError::year_out_of_range, 0},
    };
    for (const Refused& refused : cases) {
        const ParsedInstant parsed = parse_instant(refused.text, &shanghai);
        EXPECT_EQ(parsed.error, refused.error) << refused.text << ": " << describe(parsed.error);
        EXPECT_EQ(parsed.at, refused.at) << refused.text;
        EXPECT_EQ(parsed.value, never) << refused.text;
    }
    EXPECT_EQ(parse_instant("2024-03-01 10:00", nullptr).error, TextError::missing_offset);
}

TEST(TimeText, SkippedAndRepeatedLocalTimesAreReportedWithAValue) {
    const ParsedInstant skipped = parse_instant("2024-03-10 02:30", &new_york);
    EXPECT_EQ(skipped.error, TextError::skipped);
    EXPECT_EQ(local(new_york, skipped.value), "2024-03-10 03:00");
    const ParsedInstant repeated = parse_instant("2024-11-03 01:30", &new_york);
    EXPECT_EQ(repeated.error, TextError::repeated);
    EXPECT_EQ(rfc3339(new_york, repeated.value), "2024-11-03T01:30:00-04:00");
    EXPECT_EQ(parse_instant("2024-11-03T01:30:00-05:00", &new_york).error, TextError::none);
}

TEST(TimeText, Dates) {
    EXPECT_EQ(parse_date("2024-02-29").value, days_from_civil(2024, 2, 29));
    EXPECT_EQ(parse_date("2023-02-29").error, TextError::bad_day);
    EXPECT_EQ(parse_date("2024-02-29 ").error, TextError::syntax);
    std::array<char, time_text_max> buffer{};
    EXPECT_EQ(std::string(buffer.data(), format_date(buffer, days_from_civil(33, 4, 3))), "0033-04-03");
    EXPECT_EQ(format_date(buffer, max_day + 1), 0u);
}

TEST(TimeText, Written) {
    EXPECT_EQ(local(shanghai, ten_o_clock), "2024-03-01 18:00");
    EXPECT_EQ(local(shanghai, ten_o_clock + 30'000), "2024-03-01 18:00:30");
    EXPECT_EQ(local(shanghai, ten_o_clock + 7), "2024-03-01 18:00:00.007");
    EXPECT_EQ(rfc3339(shanghai, ten_o_clock), "2024-03-01T18:00:00+08:00");
    EXPECT_EQ(rfc3339(utc_zone, ten_o_clock + 7), "2024-03-01T10:00:00.007Z");
    EXPECT_EQ(rfc3339(new_york, ten_o_clock), "2024-03-01T05:00:00-05:00");
    EXPECT_EQ(local(shanghai, never), "never");
    std::array<char, time_text_max - 1> small{};
    EXPECT_EQ(format_local(small, shanghai, ten_o_clock), 0u);
    EXPECT_EQ(local(shanghai, max_instant + 1), "");
}

TEST(TimeText, AnOffsetOfSecondsIsWrittenAsUtc) {
    const ZoneTransition row{beginning, 29'143'000, 0}; // Shanghai before 1901
    EXPECT_EQ(rfc3339({&row, 1, never}, ten_o_clock), "2024-03-01T10:00:00Z");
    EXPECT_EQ(local({&row, 1, never}, ten_o_clock), "2024-03-01 18:05:43");
}

TEST(TimeText, WhatIsWrittenReadsBackTheSame) {
    std::mt19937_64 random(11);
    std::uniform_int_distribution<Instant> any(min_instant, max_instant);
    for (int i = 0; i < 20'000; ++i) {
        const Instant t = any(random);
        for (const ZoneView* zone : {&shanghai, &new_york, &utc_zone}) {
            const std::string text = rfc3339(*zone, t);
            ASSERT_EQ(parse_instant(text, nullptr).value, t) << text;
        }
        const Day day = date_of(utc_zone, t);
        std::array<char, time_text_max> buffer{};
        ASSERT_EQ(parse_date({buffer.data(), format_date(buffer, day)}).value, day);
    }
}

} // namespace
} // namespace recourse
