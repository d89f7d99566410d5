// Typed values to text and exactly back.
#include "tests/unit/claim_program.h"

#include <gtest/gtest.h>

namespace recourse::test {
namespace {

class ValuesTest : public testing::Test {
  protected:
    static Program make() {
        ProgramBuilder b;
        b.party("buyer");
        b.party("seller");
        b.image.kinds.push_back({b.image.intern("Wear"), {0, 3}});
        for (const char* name : {"fresh", "worn", "torn"}) b.image.members.push_back({b.image.intern(name)});
        b.image.labels.push_back({b.image.intern("torn"), 0, b.image.intern("zh"), b.image.intern("破损")});
        b.state("S");
        return b.program();
    }
    static TypeInfo type(ValueType of, bool optional = false) {
        TypeInfo info;
        info.type = of;
        info.optional = optional;
        if (of == ValueType::money) {
            info.decimals = 2;
            info.currency_letters = {'C', 'N', 'Y', 0};
        }
        return info;
    }
    std::optional<std::int64_t> parse(ValueType of, std::string_view text, bool optional = false) {
        const auto value = parse_value(program, type(of, optional), text, program.zone(nullptr, 0), problem);
        return value ? std::optional(value->number) : std::nullopt;
    }
    std::string text(ValueType of, std::int64_t number, std::string_view language = "en") {
        return print(program, type(of), Value::of(number), program.zone(nullptr, 0), language);
    }
    void both(ValueType of, std::string_view written, std::int64_t number) {
        EXPECT_EQ(parse(of, written), number) << written << ": " << problem;
        EXPECT_EQ(text(of, number), written);
    }

    Program program = make();
    std::string problem;
};

TEST_F(ValuesTest, ThereAndBack) {
    both(ValueType::boolean, "true", 1);
    both(ValueType::integer, "-17", -17);
    both(ValueType::money, "88.00 CNY", 8'800);
    both(ValueType::money, "-0.05 CNY", -5);
    both(ValueType::percent, "12.5%", 1'250);
    both(ValueType::percent, "100%", 10'000);
    both(ValueType::instant, "2024-03-01 10:00", t0);
    both(ValueType::date, "2024-02-29", 19'782);
    both(ValueType::duration, "72 hours", 72 * hour_ms);
    both(ValueType::duration, "1 second", second_ms);
    both(ValueType::party, "seller", 1);
    both(ValueType::kind, "torn", 2);
    both(ValueType::set, "worn, torn", 6);
    both(ValueType::set, "nothing", 0);
    both(ValueType::period, "5 days to the minute", minute_days(5));
    both(ValueType::period, "6 business days",
         static_cast<std::int64_t>(make_period(Unit::business_days, Reading::whole, 6).bits));
    both(ValueType::period, "1 month whole", static_cast<std::int64_t>(make_period(Unit::months, Reading::whole, 1).bits));
}

TEST_F(ValuesTest, OtherWaysToWriteTheSame) {
    EXPECT_EQ(parse(ValueType::money, "88 CNY"), 8'800);
    EXPECT_EQ(parse(ValueType::instant, "2024-03-01T10:00:00+08:00"), t0);
    EXPECT_EQ(parse(ValueType::period, "5 whole days"), parse(ValueType::period, "5 days whole"));
    EXPECT_EQ(parse(ValueType::integer, "none", true), absent);
    EXPECT_EQ(text(ValueType::kind, 2, "zh"), "破损");
    EXPECT_EQ(text(ValueType::money, absent), "none");
    EXPECT_EQ(text(ValueType::instant, never), "never");
}

TEST_F(ValuesTest, WhatIsWrongIsSaid) {
    EXPECT_FALSE(parse(ValueType::money, "88.001 CNY"));
    EXPECT_FALSE(parse(ValueType::money, "88.00 USD"));
    EXPECT_EQ(problem, "\"USD\" is not CNY: write an amount as 88.00 CNY");
    EXPECT_FALSE(parse(ValueType::money, "99999999999999999999.00 CNY"));
    EXPECT_FALSE(parse(ValueType::kind, "dirty"));
    EXPECT_EQ(problem, "\"dirty\" is not a Wear: fresh, worn or torn");
    EXPECT_FALSE(parse(ValueType::integer, "1.5"));
    EXPECT_FALSE(parse(ValueType::integer, "none"));
    EXPECT_FALSE(parse(ValueType::date, "2023-02-29"));
    EXPECT_FALSE(parse(ValueType::duration, "3 days"));
    EXPECT_FALSE(parse(ValueType::percent, "12.5"));
    EXPECT_FALSE(parse(ValueType::percent, "-%"));
    EXPECT_FALSE(parse(ValueType::period, "5 business days to the minute"));
}

} // namespace
} // namespace recourse::test
