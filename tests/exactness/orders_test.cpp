// The order in which situations are followed changes how many are looked at, never what cases can come to.
#include <gtest/gtest.h>

#include <iostream>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "compiler/explore/explorer.h"
#include "tests/bench/generated.h"
#include "tests/exactness/compiled.h"
#include "tests/exactness/policies.h"

namespace {

using namespace recourse::explore;

using Configuration = std::tuple<std::vector<recourse::semantics::StateId>, std::vector<std::uint16_t>, std::vector<std::uint8_t>,
                                 std::vector<std::uint32_t>, std::vector<std::uint8_t>, Standing>;

struct Claims {
    std::set<Configuration> configurations;
    std::set<Configuration> waits;   // where nothing happens by itself any more
    std::set<std::uint32_t> transitions, reads;
    std::set<std::pair<std::uint32_t, std::uint32_t>> conflicts;
    bool exact = false, faulted = false;
    std::size_t situations = 0;
};

Configuration configuration(const Situation& at) { return {at.leaves, at.counts, at.known, at.done, at.orders, at.standing}; }

Claims claims_of(const exactness::Compiled& compiled, Order order) {
    const TimeFacts times(compiled.model);
    Explorer explorer(compiled.model, times, recourse::semantics::CaseId(0));
    Limits limits;
    limits.order = order;
    limits.most_nodes = 5'000;
    const Exploration found = explorer.explore(limits);
    Claims claims;
    claims.exact = found.exact();
    claims.situations = found.nodes.size();
    for (const Node& node : found.nodes) {
        const Situation& at = node.at;
        claims.configurations.insert(configuration(at));
        if (at.standing == Standing::running && explorer.steps().pending(at).empty()) claims.waits.insert(configuration(at));
    }
    for (const Edge& edge : found.edges) {
        for (const Taken& taken : edge.taken) claims.transitions.insert(taken.transition.value);
        for (const auto& [a, b] : edge.conflicts) claims.conflicts.emplace(std::minmax(a.value, b.value));
        for (const auto read : edge.absent_reads) claims.reads.insert(read.value);
        claims.faulted = claims.faulted || edge.faulted;
    }
    return claims;
}

void expect_same(const exactness::Compiled& compiled, const std::string& of, std::size_t& shortest, std::size_t& fewest) {
    const Claims a = claims_of(compiled, Order::shortest_ways), b = claims_of(compiled, Order::fewest_situations);
    if (!a.exact || !b.exact) return;
    shortest += a.situations;
    fewest += b.situations;
    EXPECT_EQ(a.configurations, b.configurations) << of;
    EXPECT_EQ(a.waits, b.waits) << of;
    EXPECT_EQ(a.transitions, b.transitions) << of;
    EXPECT_EQ(a.conflicts, b.conflicts) << of;
    EXPECT_EQ(a.reads, b.reads) << of;
    EXPECT_EQ(a.faulted, b.faulted) << of;
}

TEST(Orders, ComeToTheSame) {
    std::size_t shortest = 0, fewest = 0;
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        const auto compiled = exactness::compile(exactness::policy_of(seed, exactness::features_of(seed), seed % 50 == 0), false);
        if (compiled) expect_same(*compiled, "random policy " + std::to_string(seed), shortest, fewest);
    }
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const auto compiled = exactness::compile(bench::generated_policy({20, 3, 1}, seed), false);
        ASSERT_TRUE(compiled);
        expect_same(*compiled, "generated policy " + std::to_string(seed), shortest, fewest);
    }
    std::cout << shortest << " situations breadth first, " << fewest << " through the states\n";
    EXPECT_GT(fewest, 4'000u);
    EXPECT_LT(fewest, shortest);
}

}  // namespace
