// Texts whose meaning grows faster than they do, and long lists: each ends soon, with its meaning or with a clear error.
#include "tests/unit/semantics_fixture.h"

namespace recourse::semantics {
namespace {

// Lines made by `line(i)` for i from `first` to `last`.
template <typename Line>
std::string lines(int first, int last, Line line) {
    std::string text;
    for (int i = first; i <= last; ++i) text += line(i);
    return text;
}

std::string number(int i) { return std::to_string(i); }

TEST_F(AnalysisTest, NamesOfNamesThatDouble) {
    const auto doubled = [](int i) { return "  condition d" + number(i) + " = d" + number(i - 1) + " and d" + number(i - 1) + "\n"; };
    const std::string first = "  event go by buyer, seller\n  fact price : 0..9\n  condition d0 = price > 3 or price < 1\n";
    const std::string rest = "  start A\n  state A {\n    on go if d5 -> Done\n  }\n  final Done\n";
    in_case(first + lines(1, 5, doubled) + rest);
    expect_good();
    in_case(first + lines(1, 60, doubled) + rest);
    const auto found = codes();
    EXPECT_EQ(std::count(found.begin(), found.end(), "expression-too-large"), 1) << messages();
}

// Each machine makes the one before it in two places.
std::string doubling_machines(int count) {
    std::string text = "machine M0 {\n  outcome over\n  happening go\n  start X\n  state X {\n    on go -> over\n  }\n}\n";
    for (int i = 1; i < count; ++i) {
        const std::string made = " = M" + number(i - 1) + "() {\n    outcome over -> ";
        text += "machine M" + number(i) + " {\n  outcome over\n  start L\n  state L" + made + "R\n  }\n  state R" + made + "over\n  }\n}\n";
    }
    return text + "case C {\n  start A\n  state A = M" + number(count - 1) + "() {\n    outcome over -> Done\n  }\n  final Done\n}\n";
}

TEST_F(AnalysisTest, MachinesThatMakeEachOtherTwice) {
    policy(doubling_machines(5));
    expect_good();
    EXPECT_EQ(model.states.size(), 2U + 2U + 4U + 8U + 16U + 16U);
    policy(doubling_machines(25));
    expect_only("too-many-states");
    EXPECT_LT(model.states.size(), 5'100U);
}

TEST_F(AnalysisTest, MachinesWithinMachines) {
    std::string text = "machine M0 {\n  outcome over\n  happening go\n  start X\n  state X {\n    on go -> over\n  }\n}\n";
    for (int i = 1; i < 40; ++i) {
        text += "machine M" + number(i) + " {\n  outcome over\n  start L\n  state L = M" + number(i - 1) + "() {\n    outcome over -> over\n  }\n}\n";
    }
    policy(text);
    const auto found = codes();
    EXPECT_NE(std::find(found.begin(), found.end(), "nesting-too-deep"), found.end()) << messages().substr(0, 2000);
}

TEST_F(AnalysisTest, AKindOfManyMembers) {
    std::string members = "m0";
    for (int i = 1; i < 20'000; ++i) members += ", m" + number(i);
    policy("kind K = " + members + ", m7\nparty buyer\ncase C {\n  fact k : K\n  event go by buyer\n  start A\n  state A {\n"
           "    on go if k = m19999 -> Done\n  }\n  final Done\n}\n");
    expect_only("duplicate-member");
    ASSERT_EQ(model.kinds.size(), 1U);
    EXPECT_EQ(model.kinds[KindId(std::size_t{0})].members.size(), 20'000U);
}

TEST_F(AnalysisTest, ADecisionOfManyRows) {
    const auto row = [](int i) { return "  r" + number(i) + ": n = " + number(i) + " => " + number(i % 2) + "\n"; };
    policy("decision d(n: 0..9999): 0..1 {\n" + lines(0, 4'999, row) + "  otherwise => 0  overrides r4\n  last: n = 9999 => 1 overrides r1, r2\n}\n");
    expect_good();
    const Decision& decision = model.decisions[DecisionId(std::size_t{0})];
    ASSERT_EQ(decision.order.size(), 5'002U);
    EXPECT_EQ(decision.order[1], 3U) << "rows 1 and 2 wait for the last one";
    EXPECT_EQ(decision.order.back(), 5'000U) << "otherwise comes last";
    EXPECT_EQ(decision.order[decision.order.size() - 4], 5'001U);
}

TEST_F(AnalysisTest, ManyStatesAndManyUnknownNames) {
    const auto state = [](int i) {
        return "  state S" + number(i) + " {\n    on go if nothing_of_the_kind_" + number(i) + " -> S" + number((i + 1) % 1'000) + "\n  }\n";
    };
    in_case("  event go by buyer, seller\n  start S0\n" + lines(0, 999, state));
    EXPECT_EQ(codes().size(), 1'000U);
    EXPECT_EQ(model.states.size(), 1'000U);
}

}  // namespace
}  // namespace recourse::semantics
