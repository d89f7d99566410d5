// The explorer against brute force: thousands of small policies, each played by the runtime with every event at every millisecond of a
// short life. What the runtime comes to the explorer must claim, and what the explorer claims within the same bounds the runtime
// must come to. RECOURSE_EXACTNESS_POLICIES sets how many policies are tried.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "tests/exactness/configurations.h"
#include "tests/exactness/policies.h"
#include "tests/exactness/shrink.h"

namespace {

using namespace exactness;

std::uint64_t policies_wanted(std::uint64_t usually) {
    const char* wanted = std::getenv("RECOURSE_EXACTNESS_POLICIES");
    return wanted == nullptr ? usually : std::strtoull(wanted, nullptr, 10);
}

// Many events within a short time, or fewer within a longer one.
Bounds bounds_of(std::uint64_t seed) {
    Bounds bounds;
    if (seed % 3 == 0) {
        bounds.events = 5;
        bounds.time = 8;
    }
    return bounds;
}

std::string disagreement(const std::string& policy, const Bounds& bounds) {
    const auto compiled = compile(policy, true);
    return compiled ? compare(*compiled, bounds).disagreement : "";
}

// "missed" or "false alarm", so that shrinking does not slip from one to the other.
std::string kind_of(const std::string& disagreement) { return disagreement.substr(0, disagreement.find(' ')); }

TEST(Exactness, TheExplorerAgreesWithEveryPlayedLife) {
    const std::uint64_t count = policies_wanted(800);
    std::size_t compiled_count = 0, both_ways = 0, configurations = 0, inputs = 0;
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        const std::string policy = policy_of(seed, features_of(seed));
        const auto compiled = compile(policy, true);
        if (!compiled) continue;   // its text does not keep the rules of the language
        ++compiled_count;
        const Comparison result = compare(*compiled, bounds_of(seed));
        configurations += result.configurations;
        inputs += result.inputs;
        both_ways += result.both_ways ? 1 : 0;
        if (result.disagreement.empty()) continue;
        const std::string small = shrink(policy, [&](const std::string& text) {
            return kind_of(disagreement(text, bounds_of(seed))) == kind_of(result.disagreement);
        });
        ADD_FAILURE() << "seed " << seed << ": " << result.disagreement << "\nsmallest: " << disagreement(small, bounds_of(seed)) << "\n" << small;
    }
    std::cout << compiled_count << " policies compared, " << both_ways << " of them both ways; " << configurations << " configurations, "
              << inputs << " inputs\n";
    // A generator that writes nothing worth comparing would prove nothing.
    EXPECT_GE(compiled_count * 100, count * 75);
    EXPECT_GE(both_ways * 100, compiled_count * 90);
}

// Days, months and working days: what random lives on real dates come to is claimed.
TEST(Exactness, NothingThatHappensOnRealDatesIsMissed) {
    const std::uint64_t count = policies_wanted(800) / 8;
    std::size_t compared = 0, configurations = 0, inputs = 0;
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        const std::string policy = policy_of(seed, features_of(seed), true);
        const auto walks = [&](const std::string& text) {
            const auto compiled = compile(text, false);
            return compiled ? compare_walks(*compiled, seed) : Comparison{};
        };
        const Comparison result = walks(policy);
        compared += result.inputs > 0 ? 1 : 0;
        configurations += result.configurations;
        inputs += result.inputs;
        if (result.disagreement.empty()) continue;
        const std::string small = shrink(policy, [&](const std::string& text) { return !walks(text).disagreement.empty(); });
        ADD_FAILURE() << "seed " << seed << ": " << result.disagreement << "\nsmallest: " << walks(small).disagreement << "\n" << small;
    }
    std::cout << compared << " policies walked, " << configurations << " configurations, " << inputs << " inputs\n";
    EXPECT_GE(compared * 100, count * 60);
}

// The comparison itself can fail: a policy whose explorer is asked about another one.
TEST(Exactness, ADifferentPolicyIsNoticed) {
    const auto policy = [](const char* time) {
        return std::string("policy t\n  version 1\n  time zone \"UTC\"\n  counting std.counting.to_the_minute\nparty a\ncase C {\n"
                           "  event e by a\n  start S\n  state S {\n    after 3 minutes -> Late\n    on e from (") +
               time + " minutes after opening) -> Taken\n  }\n  final Late\n  final Taken\n}\n";
    };
    auto early = compile(policy("2"), true), late = compile(policy("3"), true);
    ASSERT_TRUE(early && late);
    EXPECT_EQ(compare(*early).disagreement, "");
    std::swap(early->model, late->model);
    EXPECT_EQ(kind_of(compare(*early).disagreement), "missed:");
    EXPECT_EQ(kind_of(compare(*late).disagreement), "false");
}

}  // namespace
