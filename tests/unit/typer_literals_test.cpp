// Literals and declared types: what they are worth, and what is wrong with the others.
#include "compiler/semantics/currency.h"
#include "tests/unit/typer_fixture.h"

namespace recourse::semantics {
namespace {

class TyperLiterals : public TyperTest {};

TEST_F(TyperLiterals, MoneyIsMinorUnitsOfItsCurrency) {
    EXPECT_EQ(at(read("88.00 CNY")).number, 8800);
    EXPECT_EQ(at(read("88 CNY")).number, 8800);
    EXPECT_EQ(at(read("500 JPY")).number, 500);
    EXPECT_EQ(at(read("1.234 KWD")).number, 1234);
    EXPECT_EQ(type(read("88.00 CNY")).currency, "CNY");
    expect_clean();
}

TEST_F(TyperLiterals, MoneyThatCannotBePaid) {
    read("88.001 CNY");
    expect_only("too-many-decimals");
    read("1.5 JPY");
    expect_only("too-many-decimals");
    read("99999999999999999999.00 CNY");
    expect_only("number-too-large");
    read("5.00 CNX");
    ASSERT_EQ(sink.all().size(), 1u);
    ASSERT_TRUE(finding().fix);
    EXPECT_EQ(decimals_of(finding().fix->edits.front().replacement.substr(5)), 2);
    expect_only("unknown-currency");
}

TEST_F(TyperLiterals, EveryCurrencyHasItsDecimals) {
    EXPECT_EQ(decimals_of("JPY"), 0);
    EXPECT_EQ(decimals_of("EUR"), 2);
    EXPECT_EQ(decimals_of("KWD"), 3);
    EXPECT_EQ(decimals_of("CLF"), 4);
    EXPECT_EQ(decimals_of("XYZ"), std::nullopt);
    EXPECT_EQ(decimals_of(" CN"), std::nullopt);
    for (const std::string& code : currency_codes()) EXPECT_EQ(code.size(), 3u);
    EXPECT_GT(currency_codes().size(), 160u);
}

TEST_F(TyperLiterals, AmountsAreReadExactly) {
    EXPECT_EQ(parse_amount("92233720368547758.06", 2).minor, most_number);
    EXPECT_EQ(parse_amount("92233720368547758.07", 2).error, Amount::Error::too_large);
    EXPECT_EQ(parse_amount("1.", 2).error, Amount::Error::malformed);
    EXPECT_EQ(parse_amount(".5", 2).error, Amount::Error::malformed);
    EXPECT_EQ(parse_amount("", 2).error, Amount::Error::malformed);
}

TEST_F(TyperLiterals, PercentDatesInstants) {
    EXPECT_EQ(at(read("12.5%")).number, 1250);
    EXPECT_EQ(at(read("2024-03-01")).number, days_from_civil(2024, 3, 1));
    EXPECT_EQ(at(read("2024-03-01 10:00")).number, days_from_civil(2024, 3, 1) * day_ms + 2 * hour_ms);
    expect_clean();
}

TEST_F(TyperLiterals, DatesThatNoCalendarHas) {
    syntax::Expr written = expr("2024-02-29");
    written.text = "2024-02-30";
    typer.expression(written, place);
    expect_only("impossible-date");
    written = expr("2024-02-29 10:00");
    written.text = "2024-13-01 10:00";
    typer.instant(written, place);
    expect_only("impossible-date");
    read("0001-01-01 00:00");   // in UTC it lies in the year before
    expect_only("impossible-date");
    written = expr("2024-02-29");
    written.text = "2024-02-30";
    sink.error("invalid-date", written.span, "the parser has said so");
    typer.expression(written, place);
    expect_only("invalid-date");
}

TEST_F(TyperLiterals, LocalTimesThatDoNotComeOnce) {
    model.zones[0].zone = "America/New_York";
    read("2024-03-10 02:30");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "2024-03-10 03:00");
    EXPECT_NE(finding().hint.find("2024-03-10 01:59"), std::string::npos);
    expect_only("skipped-time");
    read("2024-11-03 01:30");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "2024-11-03 02:00");
    EXPECT_NE(finding().hint.find("2024-11-03 00:59"), std::string::npos);
    expect_only("repeated-time");
    read("2024-11-03 02:00");
    expect_clean();
}

TEST_F(TyperLiterals, ADateIsItsLastMillisecondInScenarios) {
    EXPECT_EQ(typer.instant_literal(expr("2024-03-01"), place), days_from_civil(2024, 3, 1) * day_ms + 16 * hour_ms - 1);
    EXPECT_EQ(typer.instant_literal(expr("2024-03-01 10:00"), place), days_from_civil(2024, 3, 1) * day_ms + 2 * hour_ms);
    expect_clean();
    EXPECT_EQ(typer.instant_literal(expr("5"), place), std::nullopt);
    expect_only("instant-wanted");
}

TEST_F(TyperLiterals, ZonesChosenByAFactLeaveLiteralsOpen) {
    model.zones.push_back({1, "Europe/Berlin", {}});
    model.zone_fact = "branch";
    read("2024-03-01 10:00");
    expect_only("zone-unclear");
    place.zone = 1;
    EXPECT_EQ(at(read("2024-03-01 10:00")).number, days_from_civil(2024, 3, 1) * day_ms + 9 * hour_ms);
    expect_clean();
}

TEST_F(TyperLiterals, PeriodsAreReadUnderTheRegime) {
    const auto parts = [&](const std::string& text) {
        return unpack(Period{static_cast<std::uint64_t>(at(typer.period(expr(text), place)).number)});
    };
    EXPECT_EQ(parts("5 days").reading, Reading::to_the_minute);
    EXPECT_EQ(parts("5 whole days").reading, Reading::whole);
    model.counting = Regime::whole_days;
    EXPECT_EQ(parts("5 days").reading, Reading::whole);
    EXPECT_EQ(parts("5 days to the minute").reading, Reading::to_the_minute);
    EXPECT_EQ(parts("9 hours").count, 9 * hour_ms);
    EXPECT_EQ(parts("9 hours").unit, Unit::exact);
    EXPECT_EQ(parts("3 months").unit, Unit::months);
    expect_clean();
    model.counting = Regime::none;
    read("5 days");
    expect_only("counting-regime-missing");
    read("5 whole days");
    read("5 hours");
    expect_clean();
    model.is_policy = false;   // a library is read under the regime of who imports it
    read("5 days");
    expect_clean();
}

TEST_F(TyperLiterals, BusinessDaysNeedACalendar) {
    read("6 business days");
    expect_only("calendar-missing");
    model.calendars.push_back({0, model.calendars_used.add({}), {}});
    EXPECT_EQ(period_of(read("6 business days")), 6);
    expect_clean();
    read("6 business days to the minute");
    expect_only("business-days-to-the-minute");
}

TEST_F(TyperLiterals, PeriodsThatAreNone) {
    read("0 days");
    expect_only("empty-period");
    read("4000000 days");
    expect_only("period-too-long");
    read("2 whole hours");
    expect_only("whole-hours");
}

class TyperTypes : public TyperTest {};

TEST_F(TyperTypes, Bounds) {
    EXPECT_EQ(declared("0..3").high, 3);
    EXPECT_EQ(declared("money CNY, at most 10.00").high, 1000);
    EXPECT_EQ(declared("money CNY, at most 10.00").low, 0);
    EXPECT_EQ(declared("percent").high, 10'000);
    EXPECT_EQ(declared("percent, at most 25%").high, 2500);
    EXPECT_EQ(declared("text, at most 40 characters").high, 40);
    EXPECT_TRUE(declared("text, private").is_private);
    EXPECT_TRUE(declared("party or none").optional);
    EXPECT_EQ(declared("set of Wear").high, 7);
    EXPECT_EQ(declared("Wear").high, 2);
    EXPECT_EQ(declared("date, not before 2024-01-01").low, days_from_civil(2024, 1, 1));
    EXPECT_EQ(declared("duration, at most 48 hours").high, 48 * hour_ms);
    expect_clean();
}

TEST_F(TyperTypes, WhatIsWrongWithThem) {
    declared("money CNY");
    expect_only("money-without-maximum");
    declared("money CNX, at most 5.00 CNY");
    expect_only("unknown-currency");
    declared("money CNY, at most 5.00 EUR");
    expect_only("mixed-currencies");
    declared("3..0");
    expect_only("empty-range");
    declared("Waer");
    expect_only("unknown-name");
    declared("price");
    expect_only("wrong-kind-of-name");
    declared("date, at most 5");
    expect_only("bound-does-not-fit");
    place.constant = true;
    declared("instant, not after completed");
    expect_only("not-constant");
}

TEST_F(TyperTypes, RolesSayWhatMayBeKept) {
    place.role = Place::Role::computed;
    declared("money CNY");
    expect_clean();
    declared("period");
    expect_only("period-not-kept");
    place.role = Place::Role::any;
    EXPECT_EQ(declared("period").kind, TypeKind::period);
    expect_clean();
}

TEST_F(TyperTypes, ASetHasRoomFor62) {
    std::vector<std::string> many;
    for (int i = 0; i < 63; ++i) many.push_back("m" + std::to_string(i));
    add_kind("Many", many);
    declared("set of Many");
    expect_only("too-many-members");
    many.pop_back();
    add_kind("Enough", many);
    declared("set of Enough");
    expect_clean();
}

TEST_F(TyperTypes, AFactsBoundsBecomeAConditionWhenTheyReadOthers) {
    const syntax::File file = parse("case C { fact done : instant, not after opening, not before 2024-01-01 00:00 }");
    const auto& written = std::get<syntax::Fact>(item<syntax::Case>(file).items.at(0)).type;
    const Type type = typer.type_of(written, place);
    const ExprId check = typer.field_check(written, type, read("completed"), place);
    ASSERT_TRUE(check.valid());
    EXPECT_EQ(at(check).kind, ExprKind::at_most);
    EXPECT_EQ(child(check, 1).kind, ExprKind::opening);
    EXPECT_EQ(type.low, (days_from_civil(2024, 1, 1) * 24 - 8) * hour_ms);
    expect_clean();
}

TEST_F(TyperTypes, Described) {
    EXPECT_EQ(typer.describe(declared("money CNY, at most 10.00 CNY or none")), "money CNY, at most 10.00 CNY or none");
    EXPECT_EQ(typer.describe(declared("0..3")), "0..3");
    EXPECT_EQ(typer.describe(declared("Wear")), "one of kind Wear");
}

}  // namespace
}  // namespace recourse::semantics
