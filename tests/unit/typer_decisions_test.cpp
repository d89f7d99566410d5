// Decisions: rows, results, overrides, order, calls.
#include "tests/unit/typer_fixture.h"

namespace recourse::semantics {
namespace {

class TyperDecisions : public TyperTest {
protected:
    using Order = std::vector<std::uint32_t>;
};

TEST_F(TyperDecisions, RowsAreTypedAndNamed) {
    const DecisionId id = decide(
        "decision payer(fault: Fault, agreed: party or none) : who: party {\n"
        "  agreed_wins: agreed is set => agreed overrides the rest\n"
        "  fault = not_as_described => seller\n"
        "  otherwise => buyer\n}");
    expect_clean();
    const Decision& made = model.decisions[id];
    EXPECT_EQ(made.rows[0].name, "agreed_wins");
    EXPECT_EQ(made.rows[1].name, "row 2");
    EXPECT_EQ(made.rows[0].beats, Order{1});
    EXPECT_EQ(made.order, (Order{0, 1, 2}));
    EXPECT_EQ(at(made.rows[0].results[0].value).kind, ExprKind::parameter);
    EXPECT_TRUE(model.unused.empty());
}

TEST_F(TyperDecisions, OverridingRowsComeFirst) {
    const DecisionId id = decide(
        "decision d(a: bool, b: bool) : 0..9 {\n"
        "  otherwise => 0\n"
        "  x: a => 1\n"
        "  y: b => 2\n"
        "  z: a and b => 3 overrides x, y\n}");
    expect_clean();
    EXPECT_EQ(model.decisions[id].order, (Order{3, 1, 2, 0}));
    const DecisionId ordered = decide("decision e(a: bool) : 0..9 in order {\n x: a => 1\n otherwise => 2\n}");
    EXPECT_EQ(model.decisions[ordered].order, (Order{0, 1}));
    EXPECT_EQ(model.decisions[ordered].results[0].name, "result");
    expect_clean();
}

TEST_F(TyperDecisions, OverridesThatCannotBe) {
    decide("decision d(a: bool) : 0..9 {\n x: a => 1 overrides y\n y: not a => 2 overrides x\n}");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_NE(finding().message.find("`x` overrides `y` overrides `x`"), std::string::npos) << finding().message;
    expect_only("ring-of-overrides");
    decide("decision e(a: bool) : 0..9 {\n rich: a => 1\n y: not a => 2 overrides rihc\n}");
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().fix->edits.front().replacement, "rich");
    expect_only("unknown-name");
    decide("decision f(a: bool) : 0..9 in order {\n x: a => 1 overrides y\n y: not a => 2\n}");
    expect_only("overrides-in-order");
    decide("decision g(a: bool) : 0..9 {\n x: a => 1 overrides the rest\n y: not a => 2 overrides the rest\n}");
    expect_only("ring-of-overrides");
    decide("decision h(a: bool) : 0..9 {\n x: a => 1 overrides the rest\n y: not a => 2 overrides x\n}");
    expect_clean();
}

TEST_F(TyperDecisions, Otherwise) {
    decide("decision d(a: bool) : 0..9 in order {\n otherwise => 1\n x: a => 2\n}");
    expect_only("rows-after-otherwise");
    decide("decision e(a: bool) : 0..9 {\n a => 1\n otherwise => 1\n otherwise => 2\n}");
    expect_only("otherwise-twice");
}

TEST_F(TyperDecisions, ResultsFitTheirTypes) {
    decide("decision d(p: money CNY, at most 100.00) : fee: money CNY, at most 100.00 {\n otherwise => 25% of p\n}");
    expect_only("rounding-missing");
    decide("decision e(p: money CNY, at most 100.00) : fee: money CNY, at most 100.00 {\n otherwise => up to (25% of p) rounded down\n}");
    expect_clean();
    decide("decision f(a: bool) : who: party {\n a => up to seller\n otherwise => buyer\n}");
    expect_only("up-to-needs-number");
    decide("decision g(a: bool) : who: party, n: 0..3 {\n a => seller\n otherwise => buyer, 2\n}");
    expect_only("wrong-number-of-results");
    decide("decision h(a: bool) : who: party undecided {\n a => undecided\n otherwise => buyer\n}");
    expect_clean();
    decide("decision i(a: bool) : r1: bool, r2: bool, r3: bool, r4: bool, r5: bool, r6: bool, r7: bool, r8: bool, r9: bool {\n"
           "a => true, true, true, true, true, true, true, true, true\n}");
    EXPECT_EQ(codes().front(), "too-many-results");
}

TEST_F(TyperDecisions, ResultsMayBeNegativeUnlessDeclared) {
    const DecisionId id = decide("decision d(p: money CNY, at most 1.00) : fee: money CNY, at most 1.00 {\n otherwise => p - 0.50 CNY\n}");
    EXPECT_EQ(model.decisions[id].results[0].type.low, -100);
    const DecisionId floor = decide("decision e(p: money CNY, at most 1.00) : fee: money CNY, at least 0.00, at most 1.00 {\n otherwise => p\n}");
    EXPECT_EQ(model.decisions[floor].results[0].type.low, 0);
    expect_clean();
}

TEST_F(TyperDecisions, TheyReadNothingButTheirParameters) {
    decide("decision d(a: bool) : who: party {\n a and price > 5.00 CNY => seller\n otherwise => buyer\n}");
    expect_only("decision-reads-case");
    named("amount", NamedKind::amount, "total", "price + 5.00 CNY");
    decide("decision e(a: bool) : fee: money CNY, at most 9.00 {\n a => total\n otherwise => 1.00 CNY\n}");
    expect_only("decision-reads-case");
    named("amount", NamedKind::amount, "base", "5.00 CNY");
    decide("decision f(a: bool) : fee: money CNY, at most 9.00 {\n a => base\n otherwise => 1.00 CNY\n}");
    expect_clean();
    decide("decision g(a: bool, b: bool) : fee: money CNY, at most 9.00 {\n a => base\n otherwise => 1.00 CNY\n}");
    ASSERT_EQ(model.unused.size(), 1u);
    EXPECT_EQ(model.unused[0].name, "b");
}

TEST_F(TyperDecisions, Calls) {
    const DecisionId id = decide("decision cut(f: Fault, who: party or none) : part: percent, payer: party {\n f = changed_mind => 10%, buyer\n otherwise => 0%, seller\n}");
    sink.all().clear();
    const ExprId call = read("cut(changed_mind, none).payer");
    EXPECT_EQ(at(call).kind, ExprKind::decision_result);
    EXPECT_EQ(at(call).decision, id);
    EXPECT_EQ(at(call).number, 1);
    EXPECT_EQ(child(call, 0).number, 0);
    expect_clean();
    EXPECT_EQ(child(read("cut(who: none, f: changed_mind).part"), 0).number, 0);
    expect_clean();
    EXPECT_EQ(child(read("cut(changed_mind, who: none).part"), 0).number, 0);
    expect_clean();
    read("cut(changed_mind, whom: none).part");
    expect_only("unknown-name");
    read("cut(changed_mind, none)");
    expect_only("which-result");
    read("cut(changed_mind, none).prat");
    expect_only("unknown-name");
    read("cut(changed_mind).part");
    expect_only("wrong-arguments");
    read("cut(changed_mind, none, 5).part");
    expect_only("wrong-arguments");
    read("cut(5, none).part");
    expect_only("type-mismatch");
    read("price(5)");
    expect_only("wrong-kind-of-name");
}

TEST_F(TyperDecisions, RingsOfCalls) {
    const DecisionId first = model.decisions.add({});
    Decision& row = model.decisions[first];
    row.name = "lead";
    row.parameters = {{"a", type_of_kind(TypeKind::boolean), {}}};
    row.results = {{"result", type_of_kind(TypeKind::boolean), {}}};
    declare("lead", SymbolKind::decision, first.value);
    decide("decision two(a: bool) : bool {\n otherwise => lead(a)\n}");
    expect_clean();
    const syntax::File file = parse("decision lead(a: bool) : bool {\n a => two(a)\n otherwise => two(a)\n}");
    typer.decision_rows(item<syntax::Decision>(file), first, place);
    ASSERT_EQ(sink.all().size(), 1u);
    EXPECT_EQ(finding().message, "decisions ask each other in a ring: `lead` asks `two` asks `lead`");
    expect_only("ring-of-decisions");
}

}  // namespace
}  // namespace recourse::semantics
