// Sums of several numbers and rounded shares in the explorer: random policies full of them against every played life, with the solver
// and without, and the policy of rules/ that has one.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>

#include <recourse/compiler.h>

#include "compiler/explore/explorer.h"
#include "compiler/explore/trace.h"
#include "tests/exactness/configurations.h"
#include "tests/harness/files.h"

namespace {

using namespace exactness;
using namespace recourse::explore;

class Policies {
public:
    explicit Policies(unsigned seed) : random_(seed) {}

    std::string text() {
        const std::vector<std::string> facts{"f", "g", "r"};
        const auto with = [&](std::initializer_list<const char*> more) {
            std::vector<std::string> all = facts;
            all.insert(all.end(), more.begin(), more.end());
            return all;
        };
        std::string t = "policy t\n  version 1\n  time zone \"UTC\"\n  counting std.counting.to_the_minute\nparty a\ncase C {\n"
                        "  fact f : 0..3\n  fact g : 0..2\n  record r : 0..4\n"
                        "  event e by a { n: 0..3 }\n  event h by a { n: 0..2, m: 0..2 }\n  event k by a\n  start S\n";
        t += "  state S {\n    on e if " + condition(with({"e.n"})) + " -> T" + action(with({"e.n"})) + "\n    on h if " + condition(with({"h.n", "h.m"})) +
             " -> U" + action(with({"h.n"})) + "\n  }\n";
        t += "  state T {\n    on h if " + condition(with({"e.n", "h.n", "h.m"})) + " -> V" + action(with({"e.n", "h.m"})) + "\n    on k if " +
             condition(with({"e.n"})) + " -> S\n    on e if " + condition(with({"e.n"})) + " stay" + action(with({"e.n"})) + "\n  }\n";
        t += "  state U {\n    on k if " + condition(with({"h.n", "h.m"})) + " -> W\n    on h if " + condition(with({"h.n"})) + " -> T2\n  }\n";
        t += "  state V {\n    on k if " + condition(with({"e.n", "h.n", "h.m"})) + " -> W\n    on h -> U\n  }\n";
        return t + "  state T2 {\n    on k -> U\n  }\n  final W\n}\n";
    }

private:
    std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
    std::string one(const std::vector<std::string>& of) { return of[below(static_cast<std::uint32_t>(of.size()))]; }
    std::string term(const std::vector<std::string>& of) {
        if (below(3) == 0) return std::to_string(2 + below(2)) + " * " + one(of);
        return one(of);
    }
    std::string sum(const std::vector<std::string>& of, std::uint32_t most) {
        std::string text = term(of);
        for (std::uint32_t i = below(most); i > 0; --i) text += (below(3) == 0 ? " - " : " + ") + term(of);
        if (below(3) == 0) text += " + " + std::to_string(below(3));
        return text;
    }
    std::string comparison(const std::vector<std::string>& of) {
        constexpr const char* signs[] = {" < ", " <= ", " > ", " >= ", " = ", " != "};
        constexpr const char* shares[] = {"25", "50", "40", "75"};
        constexpr const char* modes[] = {"down", "up", "half up", "half even"};
        const std::string left = below(2) == 0 ? sum(of, 3) : std::string("((") + shares[below(4)] + "% of (" + sum(of, 2) + ")) rounded " + modes[below(12) == 0 ? 3 : below(3)] + ")";
        return left + signs[below(6)] + sum(of, 2);
    }
    std::string condition(const std::vector<std::string>& of) {
        return comparison(of) + (below(3) == 0 ? (below(2) == 0 ? " and " : " or ") + comparison(of) : "");
    }
    std::string action(const std::vector<std::string>& of) { return below(2) == 0 ? "" : " { set r = " + sum(of, 2) + " }"; }

    std::mt19937 random_;
};

struct Total {
    std::size_t compiled = 0, both_ways = 0, inputs = 0;
};

Total compare_policies(unsigned from, unsigned count) {
    Total total;
    std::string why;
    for (unsigned seed = from; seed < from + count; ++seed) {
        const std::string text = Policies(seed).text();
        const auto policy = compile(text, true, &why);
        if (!policy) continue;
        ++total.compiled;
        Bounds bounds;
        bounds.events = 3;
        bounds.time = 0;
        const Comparison result = compare(*policy, bounds);
        total.inputs += result.inputs;
        total.both_ways += result.both_ways ? 1 : 0;
        EXPECT_EQ(result.disagreement, "") << "seed " << seed << "\n" << text;
        if (!result.disagreement.empty()) break;
    }
    std::cout << total.compiled << " policies compared, " << total.both_ways << " of them both ways; " << total.inputs << " inputs\n" << (total.compiled == 0 ? why : "");
    return total;
}

TEST(Sums, AreFollowedAsTheyArePlayed) {
    const Total total = compare_policies(0, 110);
    EXPECT_GE(total.compiled, 100u);
    EXPECT_GE(total.both_ways * 100, total.compiled * 40);
}

// Each step that is followed exactly has values that the runtime agrees with.
TEST(Sums, WaysThroughThemHaveValuesThatTheRuntimePlays) {
    std::size_t shown = 0, exact = 0;
    for (unsigned seed = 2000; seed < 2040; ++seed) {
        std::string text = Policies(seed).text();
        const auto policy = compile(text, false);
        if (!policy) continue;
        const TimeFacts times(policy->model);
        Explorer explorer(policy->model, times, recourse::semantics::CaseId(0));
        const Exploration found = explorer.explore();
        for (std::uint32_t edge = 0; edge < found.edges.size() && edge < 60; ++edge) {
            std::vector<std::uint32_t> way;
            if (found.edges[edge].from != kNoIndex) way = found.path_to(found.edges[edge].from);
            way.push_back(edge);
            if (std::any_of(way.begin(), way.end(), [&](std::uint32_t one) { return found.edges[one].inexact || found.edges[one].to == kNoIndex; })) continue;
            ++exact;
            const Realised made = realise(policy->model, times, explorer, found, way);
            if (!made.trace) continue;
            ++shown;
            for (const std::string& line : scenario_lines(policy->model, times, *made.trace, "step " + std::to_string(edge))) text += "\n" + line;
        }
        recourse::SourceSet sources;
        sources.add("t.rule", text + "\n");
        recourse::Options options;
        options.checks = false;
        EXPECT_TRUE(recourse::analyse(std::move(sources), options).run_scenarios("t.rule").passed()) << "seed " << seed << "\n" << text;
    }
    std::cout << shown << " steps shown of " << exact << "\n";
    EXPECT_EQ(shown, exact);
    EXPECT_GT(shown, 300u);
}

TEST(Sums, AreFollowedWithoutASolverToo) {
    const WithoutSolver off;
    const Total total = compare_policies(1000, 40);
    EXPECT_GE(total.compiled, 30u);
}

// The sum of both equations is even on one side and odd on the other: nobody comes to Never, which halving does not see.
const char* const kParity = R"(policy t
  version 1
  time zone "UTC"
  counting std.counting.to_the_minute
party a
case C {
  fact f : 0..1000000000
  fact g : 0..1000000000
  fact m : 0..1000000000
  event e by a { n: 0..1000000000 }
  event k by a
  start S
  state S {
    on e if e.n + f = 2 * g + 1 -> T
  }
  state T {
    on k if e.n - f = 2 * m -> Never
    after 1 day             -> Always
  }
  final Never
  final Always
}
)";

struct Followed {
    bool never = false, inexact = false;
};

Followed followed(const char* text) {
    std::string why;
    const auto policy = compile(text, false, &why);
    EXPECT_TRUE(policy) << why;
    if (!policy) return {};
    const TimeFacts times(policy->model);
    const Exploration found = Explorer(policy->model, times, recourse::semantics::CaseId(0)).explore();
    Followed result;
    for (const Node& node : found.nodes) result.never = result.never || policy->model.states[node.at.leaves[0]].path == "Never";
    for (const Edge& edge : found.edges) result.inexact = result.inexact || edge.inexact;
    return result;
}

TEST(Sums, OnesThatHalvingLeavesOpenAreDecidedByTheSolver) {
    if (!has_solver()) GTEST_SKIP() << "this build has no solver: install libz3-dev and configure again";
    const Followed with = followed(kParity);
    EXPECT_FALSE(with.never);
    EXPECT_FALSE(with.inexact);
}

TEST(Sums, OnesThatHalvingLeavesOpenAreInexactWithoutOne) {
    const WithoutSolver off;
    const Followed without = followed(kParity);
    EXPECT_TRUE(without.never);
    EXPECT_TRUE(without.inexact);
}

TEST(Sums, TheShareOfAPriceIsExact) {
    const auto policy = compile(harness::read("rules/taobao/bad_review.rule"), false);
    ASSERT_TRUE(policy);
    const TimeFacts times(policy->model);
    Explorer explorer(policy->model, times, recourse::semantics::CaseId(0));
    const Exploration found = explorer.explore();
    ASSERT_TRUE(found.exact());
    std::size_t realised = 0;
    for (std::uint32_t edge = 0; edge < found.edges.size(); ++edge) {
        EXPECT_FALSE(found.edges[edge].inexact) << edge;
        if (found.edges[edge].to == kNoIndex) continue;
        std::vector<std::uint32_t> way;
        if (found.edges[edge].from != kNoIndex) way = found.path_to(found.edges[edge].from);
        way.push_back(edge);
        realised += realise(policy->model, times, explorer, found, way).trace ? 1 : 0;
    }
    EXPECT_GT(realised, 10u);
    std::cout << found.nodes.size() << " situations, " << found.edges.size() << " steps, " << realised << " shown\n";
}

}  // namespace
