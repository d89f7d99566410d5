#include "compiler/graph/state_graph.h"

#include <algorithm>

#include "tests/unit/checks_fixture.h"

namespace recourse::graph {
namespace {

class StateGraphTest : public testing::Test {
protected:
    void lower_case(const std::string& states) {
        auto checked = checks::check_body("case C {\n event ask by buyer { late: bool }\n event answer by seller\n" + states + "\n}\n");
        model = std::move(checked.model);
        ASSERT_FALSE(model.states.empty()) << checked.shown();
        graph.emplace(lower(model));
    }
    [[nodiscard]] StateId state(const std::string& name) const {
        for (const StateId id : model.states.ids()) {
            if (model.states[id].name == name) return id;
        }
        ADD_FAILURE() << "no state " << name;
        return {};
    }
    // "A->B A->B C->A", sorted.
    [[nodiscard]] std::string moves() const {
        std::vector<std::string> all;
        for (const Edge& edge : graph->edges()) all.push_back(model.states[edge.from].name + "->" + model.states[edge.to].name);
        std::sort(all.begin(), all.end());
        std::string result;
        for (const auto& it : all) result.append(result.empty() ? "" : " ").append(it);
        return result;
    }

    Model model;
    std::optional<StateGraph> graph;
};

TEST_F(StateGraphTest, EnteringACompositeEntersItsStart) {
    lower_case("start A\n state A { on ask -> O }\n state O { start I\n on answer -> Z\n state I { on ask -> J }\n state J { takes ask } }\n final Z");
    EXPECT_EQ(moves(), "A->I I->J I->Z J->Z");
    EXPECT_EQ(entry_leaf(model, state("O")), state("I"));
    EXPECT_EQ(graph->leaves().size(), 4u);
}

TEST_F(StateGraphTest, AnInnerRuleShadowsTheOuterUnlessItHandsOut) {
    lower_case("start O\n state O { start I\n on ask -> Z\n on answer -> Z\n state I { on ask -> J }\n"
               " state J { on ask { if ask.late -> I\n otherwise outside } } }\n final Z");
    EXPECT_EQ(moves(), "I->J I->Z J->I J->Z J->Z");
    EXPECT_EQ(answering(model, state("I"), model.transitions[model.states[state("I")].on.front()].event).size(), 1u);
}

TEST_F(StateGraphTest, ReachabilityGoesBothWays) {
    lower_case("start A\n state A { on ask -> B\n after 5 days -> Z }\n state B { on answer -> B2 }\n state B2 { on ask -> B }\n state X { on ask -> Z }\n final Z");
    const auto reached = graph->reachable({state("A")});
    for (const char* name : {"A", "B", "B2", "Z"}) EXPECT_TRUE(reached[state(name).index()]) << name;
    EXPECT_FALSE(reached[state("X").index()]);
    const auto ending = graph->reaching({state("Z")});
    EXPECT_TRUE(ending[state("A").index()]);
    EXPECT_FALSE(ending[state("B").index()]);
}

TEST_F(StateGraphTest, ComponentsAreGroupsOfMutualReach) {
    lower_case("start A\n state A { on ask -> B\n after 5 days -> Z }\n state B { on answer -> B2 }\n state B2 { on ask -> B }\n final Z");
    const auto groups = graph->components();
    ASSERT_EQ(groups.size(), 3u);
    EXPECT_EQ(groups[1], (std::vector<StateId>{state("B"), state("B2")}));
    const std::vector<bool> none(graph->edges().size(), false);
    EXPECT_EQ(graph->components(none).size(), 4u);
}

}  // namespace
}  // namespace recourse::graph
