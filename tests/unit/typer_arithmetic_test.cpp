// Arithmetic: results, bounds, divisors, rounding, folding.
#include "tests/unit/typer_fixture.h"

namespace recourse::semantics {
namespace {

class TyperArithmetic : public TyperTest {};

TEST_F(TyperArithmetic, SumsHaveBounds) {
    const Type sum = type(read("price + 10.00 CNY"));
    EXPECT_EQ(sum.low, 1000);
    EXPECT_EQ(sum.high, 100'001'000);
    EXPECT_EQ(type(read("price - 10.00 CNY")).low, -1000);
    EXPECT_EQ(type(read("copies * 3")).high, 27);
    EXPECT_EQ(type(read("-copies")).low, -9);
    EXPECT_EQ(type(read("wait + 30 minutes")).high, 10 * hour_ms + 30 * minute_ms);
    expect_clean();
}

TEST_F(TyperArithmetic, CurrenciesDoNotMix) {
    read("price + fee");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().labels.size(), 3u);
    expect_only("mixed-currencies");
    condition("price > fee");
    expect_only("mixed-currencies");
}

TEST_F(TyperArithmetic, ANumberIsNoAmount) {
    condition("price > 100");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().message, "`price` is money (CNY) and cannot be compared with a number");
    EXPECT_EQ(finding().hint, "write `100.00 CNY`");
    EXPECT_EQ(finding().fix->edits.front().replacement, "100.00 CNY");
    expect_only("type-mismatch");
    read("price * price");
    expect_only("type-mismatch");
    read("completed + 5");
    expect_only("type-mismatch");
}

TEST_F(TyperArithmetic, SharesAreExactUntilRounded) {
    const ExprId quarter = read("25% of price");
    EXPECT_EQ(type(quarter).divisor, 10'000);
    EXPECT_EQ(type(quarter).high, 250'000'000'000);
    const ExprId rounded = read("(25% of price) rounded half even", money_type("CNY", 0, 100'000'000));
    EXPECT_EQ(at(rounded).kind, ExprKind::divide);
    EXPECT_EQ(at(rounded).rounding, Rounding::half_even);
    EXPECT_EQ(type(rounded).high, 25'000'000);
    EXPECT_EQ(type(rounded).divisor, 1);
    expect_clean();
    read("25% of price", money_type("CNY", 0, 100'000'000));
    expect_only("rounding-missing");
    read("25 of price");
    expect_only("type-mismatch");
}

TEST_F(TyperArithmetic, DivisorsAreMadeEqual) {
    const ExprId sum = read("price / 3 + 25% of price");
    EXPECT_EQ(type(sum).divisor, 30'000);
    EXPECT_EQ(child(sum, 0).type.divisor, 30'000);
    EXPECT_EQ(child(sum, 1).type.divisor, 30'000);
    const ExprId test = condition("25% of price > 10.00 CNY");
    EXPECT_EQ(child(test, 1).number, 10'000'000);
    EXPECT_EQ(type(read("the smaller of price / 4, 10.00 CNY")).high, 4000);
    expect_clean();
}

TEST_F(TyperArithmetic, OnlyFixedNumbersDivide) {
    read("price / copies");
    expect_only("division-by-variable");
    read("price / 0");
    expect_only("division-by-variable");
    read("price / (0 - 3)");
    expect_only("division-by-variable");
    EXPECT_EQ(type(read("price / 12")).divisor, 12);
    expect_clean();
}

TEST_F(TyperArithmetic, WhatVariesDividesWhereItIsRounded) {
    read("(price / copies) rounded down");
    expect_only("division-by-variable");   // it may be 0
    read("price / (copies but at least 1)");
    expect_only("division-by-variable");   // not rounded
    const ExprId one = read("(25% of price / (copies but at least 1)) rounded down");
    EXPECT_EQ(at(one).kind, ExprKind::divide);
    ASSERT_EQ(at(one).children.size(), 2u);
    EXPECT_EQ(child(one, 1).type.low, 10'000);   // the divisor of the share is part of what divides
    EXPECT_EQ(child(one, 1).type.high, 90'000);
    EXPECT_EQ(type(one).high, type(read("(25% of price) rounded down")).high);
    EXPECT_EQ(type(one).low, 0);
    expect_clean();
}

TEST_F(TyperArithmetic, StepsAreWholeMultiples) {
    const ExprId steps = read("(25% of price) rounded up to 0.30 CNY");
    EXPECT_EQ(at(steps).kind, ExprKind::multiply);
    EXPECT_EQ(type(steps).divisor, 1);
    EXPECT_EQ(type(steps).high % 30, 0);
    EXPECT_EQ(type(read("(7.77% of 10.00 CNY) rounded half up to 0.05 CNY")).high, 80);
    expect_clean();
}

TEST_F(TyperArithmetic, WhatCouldOverflowIsRefused) {
    fact("huge", money_type("CNY", 0, most_number / 2));
    read("huge * 3");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_NE(finding().message.find("138350580552821637"), std::string::npos) << finding().message;
    expect_only("arithmetic-overflow");
    read("huge + huge");
    expect_clean();
    read("huge + huge + 0.05 CNY");
    expect_only("arithmetic-overflow");
    read("25% of huge");
    expect_only("arithmetic-overflow");
}

TEST_F(TyperArithmetic, ConstantsFold) {
    EXPECT_EQ(typer.constant_of(read("2 * 3 + 4")), 10);
    EXPECT_EQ(typer.constant_of(read("25% of 100.00 CNY")), 2500);
    EXPECT_EQ(typer.constant_of(read("(25% of 0.10 CNY) rounded half even")), 2);
    EXPECT_EQ(typer.constant_of(read("(25% of 0.10 CNY) rounded half up")), 3);
    EXPECT_EQ(typer.constant_of(read("(25% of -0.10 CNY) rounded half up")), -3);
    EXPECT_EQ(typer.constant_of(read("(25% of -0.10 CNY) rounded down")), -3);
    EXPECT_EQ(typer.constant_of(read("(25% of -0.10 CNY) rounded up")), -2);
    EXPECT_EQ(typer.constant_of(read("the larger of 2, 7, 5")), 7);
    EXPECT_EQ(typer.constant_of(read("copies + 1")), std::nullopt);
    expect_clean();
}

TEST_F(TyperArithmetic, WhatLiesOutsideIsRefused) {
    read("5", number_type(TypeKind::integer, 0, 3));
    expect_only("out-of-bounds");
    read("copies", number_type(TypeKind::integer, 0, 3));
    expect_clean();
    Type brief = type_of_kind(TypeKind::text);
    brief.high = 3;
    read("\"abcd\"", brief);
    expect_only("out-of-bounds");
    read("\"破损的\"", brief);
    expect_clean();
}

TEST_F(TyperArithmetic, OneErrorSilencesThoseWhoUseIt) {
    condition("prise + 10.00 CNY > 3 and vip");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "price");
    expect_only("unknown-name");
}

TEST_F(TyperArithmetic, OnlyWhatMustBeFixed) {
    place.constant = true;
    read("copies");
    expect_only("not-constant");
    read("2 + 3");
    expect_clean();
}

}  // namespace
}  // namespace recourse::semantics
