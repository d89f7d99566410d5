// Names, conditions, what may be absent.
#include "tests/unit/typer_fixture.h"

namespace recourse::semantics {
namespace {

class TyperNames : public TyperTest {};

TEST_F(TyperNames, FactsRecordsParties) {
    EXPECT_EQ(at(read("price")).kind, ExprKind::fact);
    EXPECT_EQ(at(read("refusals")).kind, ExprKind::record);
    EXPECT_EQ(type(read("refusals")).high, 3);
    EXPECT_EQ(at(read("seller")).number, 1);
    EXPECT_TRUE(scope.own().at("price").used);
    expect_clean();
}

TEST_F(TyperNames, NamesThatMeanNothingOrSomethingElse) {
    read("prize");
    expect_only("unknown-name");
    read("refund");
    expect_only("wrong-kind-of-name");
    read("Trade.Closed");
    expect_only("wrong-kind-of-name");
    read("price.cents");
    expect_only("unknown-name");
    read("apply.falt");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "apply.fault");
    expect_only("unknown-name");
    read("aply.fault");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "apply.fault");
    expect_only("unknown-name");
}

TEST_F(TyperNames, EventsAreMemoryOrAtHand) {
    EXPECT_EQ(at(read("pay")).kind, ExprKind::event_instant);
    EXPECT_EQ(at(read("pay.amount")).kind, ExprKind::event_field);
    EXPECT_TRUE(type(read("pay.amount")).optional);
    EXPECT_EQ(at(read("pay.by")).kind, ExprKind::event_party);
    EXPECT_EQ(at(read("first pay")).occurrence, Occurrence::first);
    EXPECT_EQ(at(read("previous pay.amount")).occurrence, Occurrence::previous);
    place.at_hand = EventId(1);
    EXPECT_EQ(at(read("pay")).kind, ExprKind::now);
    EXPECT_EQ(at(read("pay.amount")).kind, ExprKind::field_at_hand);
    EXPECT_FALSE(type(read("pay.amount")).optional);
    EXPECT_EQ(at(read("pay.by")).kind, ExprKind::party_at_hand);
    EXPECT_EQ(at(read("apply")).kind, ExprKind::event_instant);
    // Before the step the memory's last is the one before; after it, the last but one.
    EXPECT_EQ(at(read("previous pay")).occurrence, Occurrence::last);
    EXPECT_EQ(at(read("first pay")).kind, ExprKind::smaller);
    EXPECT_EQ(at(read("first pay.amount")).kind, ExprKind::choose);
    place.after_step = true;
    EXPECT_EQ(at(read("previous pay")).occurrence, Occurrence::previous);
    expect_clean();
}

TEST_F(TyperNames, MembersByWhatIsExpected) {
    EXPECT_EQ(child(condition("wear = torn"), 1).number, 2);
    EXPECT_EQ(child(condition("torn = wear"), 0).number, 2);
    EXPECT_EQ(at(read("Wear.worn")).number, 1);
    EXPECT_EQ(at(read("worn")).number, 1);
    EXPECT_EQ(at(condition("wear is one of (new, torn)")).kind, ExprKind::logical_or);
    expect_clean();
    condition("wear = tron");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "torn");
    expect_only("unknown-name");
    condition("wear = changed_mind");
    expect_only("unknown-name");
    condition("wear < torn");
    expect_only("no-order");
}

TEST_F(TyperNames, AWordOfTwoKinds) {
    add_kind("Mood", {"worn", "fresh"});
    read("worn");
    expect_only("ambiguous-name");
    EXPECT_EQ(child(condition("wear = worn"), 1).number, 1);
    expect_clean();
    fact("torn", member_type(KindId(0)));
    condition("wear = torn");
    expect_only("ambiguous-name");
    condition("wear = Wear.torn");
    expect_clean();
}

TEST_F(TyperNames, Sets) {
    EXPECT_EQ(at(condition("marks has torn")).kind, ExprKind::has_member);
    Type marks = type(read("marks"));
    EXPECT_EQ(at(typer.expression(expr("torn and new"), place, marks)).number, 0b101);
    EXPECT_EQ(at(typer.expression(expr("worn"), place, marks)).number, 0b010);
    EXPECT_EQ(at(typer.expression(expr("none"), place, marks)).number, 0);
    expect_clean();
    condition("wear has torn");
    expect_only("type-mismatch");
}

TEST_F(TyperNames, NamedValuesKnowTheirName) {
    const NamedId id = named("amount", NamedKind::amount, "total", "price + 5.00 CNY");
    const ExprId use = read("total");
    EXPECT_EQ(at(use).named, id);
    EXPECT_EQ(at(use).children, at(model.named[id].value).children);
    expect_clean();
}

TEST_F(TyperNames, States) {
    EXPECT_EQ(at(condition("Trade is Closed")).kind, ExprKind::in_state);
    EXPECT_EQ(at(condition("Trade is not Open")).kind, ExprKind::logical_not);
    EXPECT_EQ(at(read("entered Trade.Closed")).kind, ExprKind::entered);
    EXPECT_EQ(at(read("Trade.entered Closed")).state, StateId(1));
    expect_clean();
    condition("Trade is Closd");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "Closed");
    expect_only("unknown-name");
    condition("wear is Closed");
    expect_only("wrong-kind-of-name");
    read("entered price");
    expect_only("wrong-kind-of-name");
}

TEST_F(TyperNames, WhatHasHappened) {
    EXPECT_EQ(at(condition("apply has happened")).kind, ExprKind::is_set);
    const ExprId in_time = condition("apply by completed");
    EXPECT_EQ(at(in_time).kind, ExprKind::at_most);
    EXPECT_EQ(child(in_time, 0).occurrence, Occurrence::last);
    EXPECT_EQ(child(condition("pay by completed"), 0).occurrence, Occurrence::first);
    const ExprId late = condition("no pay by completed");
    EXPECT_EQ(child(late, 0).kind, ExprKind::has_passed);
    EXPECT_EQ(child(late, 1).kind, ExprKind::greater);
    EXPECT_EQ(at(condition("completed has passed")).kind, ExprKind::has_passed);
    expect_clean();
    condition("price has happened");
    expect_only("wrong-kind-of-name");
    condition("price has passed");
    expect_only("type-mismatch");
}

class TyperAbsence : public TyperTest {};

TEST_F(TyperAbsence, MustBeAskedFor) {
    condition("discount > 5.00 CNY");
    expect_only("maybe-absent");
    read("price - discount");
    expect_only("maybe-absent");
    read("discount", money_type("CNY", 0, 10'000));
    expect_only("maybe-absent");
}

TEST_F(TyperAbsence, AndMayBeKnown) {
    condition("discount is set and discount > 5.00 CNY");
    condition("vip and discount > 5.00 CNY and discount is set");
    condition("discount is not set or discount > 5.00 CNY");
    condition("not (discount is not set) and discount > 5.00 CNY");
    condition("discount != none and discount > 5.00 CNY");
    condition("discount = none");
    condition("discount = 5.00 CNY");
    rows("price - discount if discount is set, otherwise price");
    rows("price if discount is not set, otherwise price - discount");
    expect_clean();
    place.known_set = Typer::known_set(expr("vip and discount is set"));
    read("price - discount");
    expect_clean();
    condition("vip or discount > 5.00 CNY");
    expect_clean();
}

TEST_F(TyperAbsence, NotByTheWrongWayRound) {
    condition("discount is set or discount > 5.00 CNY");
    expect_only("maybe-absent");
    condition("discount is not set and discount > 5.00 CNY");
    expect_only("maybe-absent");
}

TEST_F(TyperAbsence, WhatOnlyAProverCanTellIsLeftToIt) {
    condition("pay.amount > 5.00 CNY");
    expect_clean();
    condition("pay.tip > 5.00 CNY");
    expect_only("maybe-absent");
}

TEST_F(TyperAbsence, InstantsAreNever) {
    EXPECT_EQ(child(condition("returned = none"), 1).kind, ExprKind::never);
    condition("returned < completed");
    expect_clean();
}

TEST_F(TyperAbsence, OfWhatIsAlwaysThere) {
    condition("price = none");
    expect_only("none-not-allowed");
    condition("price is set");
    expect_only("always-set");
    read("none", money_type("CNY", 0, 5));
    expect_only("none-not-allowed");
}

TEST_F(TyperAbsence, TextsAreComparedWithWhatIsWritten) {
    condition("reason = \"cracked\"");
    condition("apply.reason = \"cracked\"");
    expect_clean();
    condition("reason = apply.reason");
    expect_only("text-computed");
}

TEST_F(TyperAbsence, AConditionIsTrueOrFalse) {
    condition("vip and not vip or vip");
    expect_clean();
    condition("price");
    expect_only("type-mismatch");
    condition("vip and wear");
    expect_only("type-mismatch");
}

TEST_F(TyperAbsence, RowsNeedAnOtherwise) {
    const ExprId id = rows("20 days if vip, otherwise 10 days", type_of_kind(TypeKind::period));
    EXPECT_EQ(at(id).kind, ExprKind::choose);
    EXPECT_EQ(at(id).children.size(), 3u);
    EXPECT_EQ(type(rows("2 hours if vip, otherwise 1 days")).kind, TypeKind::period);
    EXPECT_EQ(type(rows("2 hours if vip, otherwise wait")).kind, TypeKind::duration);
    EXPECT_EQ(type(rows("price / 3 if vip, otherwise price / 2")).divisor, 6);
    EXPECT_EQ(type(rows("completed if vip, otherwise never")).kind, TypeKind::instant);
    expect_clean();
    rows("5 days if vip, otherwise price");
    expect_only("type-mismatch");
    const syntax::File file = parse("amount x { vip => 5.00 CNY }");
    typer.rows(item<syntax::NamedValue>(file).value, place, Type{});
    expect_only("otherwise-missing");
}

}  // namespace
}  // namespace recourse::semantics
