// Problems whose answers the literature knows, written as policies: the explorer has to give those answers, with the situations that it
// looked at, and the runtime has to play the way to each.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <recourse/bounds.h>
#include <recourse/compiler.h>

#include "compiler/explore/explorer.h"
#include "tests/exactness/compiled.h"
#include "tests/harness/files.h"

namespace {

using recourse::StateTimes;
using recourse::explore::Exploration;
using recourse::explore::Standing;

constexpr std::int64_t minute = 60'000;

std::string text_of(const std::string& name) { return harness::read("tests/exactness/known/" + name + ".rule"); }

// The text with one of its lines said differently; a line that is not there would make a test that asks nothing.
std::string with(std::string text, const std::string& before, const std::string& after) {
    const std::size_t at = text.find(before);
    EXPECT_NE(at, std::string::npos) << before;
    if (at == std::string::npos) return text;
    text.replace(at, before.size(), after);
    EXPECT_EQ(text.find(before, at + after.size()), std::string::npos) << before << " is said twice";
    return text;
}

struct Answer {
    std::size_t situations = 0;
    bool exact = false, reached = false;   // whether a case can come to the state
};

Answer explored(const std::string& text, const std::string& state) {
    Answer answer;
    std::string why;
    const auto compiled = exactness::compile(text, false, &why);
    EXPECT_TRUE(compiled) << why;
    if (!compiled) return answer;
    const recourse::explore::TimeFacts times(compiled->model);
    recourse::explore::Explorer explorer(compiled->model, times, recourse::semantics::CaseId(0));
    const Exploration found = explorer.explore();
    answer.situations = found.nodes.size();
    answer.exact = found.exact() && std::none_of(found.edges.begin(), found.edges.end(), [](const auto& edge) { return edge.inexact; });
    for (const auto& node : found.nodes) {
        EXPECT_NE(node.at.standing, Standing::halted);
        for (const auto leaf : node.at.leaves) answer.reached = answer.reached || compiled->model.states[leaf].path == state;
    }
    return answer;
}

// The soonest time to a state, with the way there played by the runtime; nothing when no case comes there.
std::optional<std::int64_t> soonest(const std::string& text, const std::string& state) {
    recourse::SourceSet sources;
    sources.add("a.rule", text);
    const recourse::BoundsReport report = recourse::time_bounds(sources, "a.rule", {});
    EXPECT_EQ(report.problem, "");
    const auto found = std::find_if(report.states.begin(), report.states.end(), [&](const StateTimes& one) { return one.state == state; });
    EXPECT_NE(found, report.states.end()) << state;
    if (found == report.states.end() || !found->reached) return std::nullopt;
    std::string shown = text;
    for (const std::string& line : found->soonest_way) shown += "\n" + line;
    recourse::SourceSet with_way;
    with_way.add("a.rule", shown + "\n");
    const auto played = recourse::analyse(std::move(with_way)).run_scenarios("a.rule");
    EXPECT_EQ(played.scenarios.size(), 1u);
    EXPECT_TRUE(played.passed());
    return found->soonest;
}

// M. Fischer's protocol, as L. Lamport tells it ("A fast mutual exclusion algorithm", 1987): safe when the wait is longer than the time to
// write, broken when it may be as long.
TEST(KnownAnswers, ExclusionByTimingIsSafeWithAStrictWait) {
    const Answer answer = explored(text_of("fischer_strict"), "Collision");
    EXPECT_TRUE(answer.exact);
    EXPECT_FALSE(answer.reached);
    EXPECT_EQ(answer.situations, 25u);
    EXPECT_EQ(soonest(text_of("fischer_strict"), "Collision"), std::nullopt);
}

TEST(KnownAnswers, ExclusionByTimingIsBrokenByAWaitThatIsNotStrict) {
    const Answer answer = explored(text_of("fischer_loose"), "Collision");
    EXPECT_TRUE(answer.exact);
    EXPECT_TRUE(answer.reached);
    EXPECT_EQ(answer.situations, 30u);
    // Anna writes at once and goes in after two minutes; Ben writes in that very instant and waits his two.
    EXPECT_EQ(soonest(text_of("fischer_loose"), "Collision"), 4 * minute);
}

TEST(KnownAnswers, ATorchTakesFourPeopleAcrossInSixtyMinutes) {
    const std::string bridge = text_of("bridge");
    const Answer answer = explored(bridge, "AllOver");
    EXPECT_TRUE(answer.exact);
    EXPECT_TRUE(answer.reached);
    EXPECT_EQ(answer.situations, 166u);
    EXPECT_EQ(soonest(bridge, "AllOver"), 60 * minute);
    // With a second person of twenty minutes the quick ones fetch them: 10 + 5 + 20 + 10 + 10.
    EXPECT_EQ(soonest(with(bridge, "=> 25 minutes", "=> 20 minutes"), "AllOver"), 55 * minute);
    // With one of ten, the quickest leads each of the others: 10 + 5 + 10 + 5 + 25.
    EXPECT_EQ(soonest(with(bridge, "=> 20 minutes", "=> 10 minutes"), "AllOver"), 55 * minute);
}

TEST(KnownAnswers, TheGateIsShutBeforeTheTrainIsInTheCrossing) {
    const std::string gate = text_of("train_gate");
    const Answer answer = explored(gate, "Danger");
    EXPECT_TRUE(answer.exact);
    EXPECT_FALSE(answer.reached);
    EXPECT_EQ(answer.situations, 14u);
    EXPECT_EQ(soonest(gate, "Danger"), std::nullopt);
    // The train as soon as two minutes after, and no sooner: the gate may still be moving.
    EXPECT_EQ(soonest(with(gate, "deadline earliest", "moment earliest"), "Danger"), 2 * minute);
    // A controller of two minutes: the gate has had a millisecond.
    EXPECT_EQ(soonest(with(gate, "on lower       -> Lowered\n      after 1 minute", "on lower       -> Lowered\n      after 2 minutes"), "Danger"),
              2 * minute + 1);
}

}  // namespace
