// Every policy of rules/ with one rule changed, in every way that docs/mutation.md lists: each mutant is found by the compiler, by the
// checks or by a scenario, or shown to behave as the original does. A part of the mutants is tried; RECOURSE_MUTATION=all tries every
// one and prints what is equal.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <string>

#include "tests/exactness/mutation.h"
#include "tests/exactness/mutation_difference.h"
#include "tests/exactness/mutation_found.h"
#include "tests/harness/files.h"

namespace {

using namespace exactness;
using recourse::SourceSet;

constexpr std::size_t kUsually = 9;   // one mutant of so many, of each kind

// Every mutant is tried of all files (`all`), or of those below a folder or of one name (`rules/market`).
std::string wanted() {
    const char* value = std::getenv("RECOURSE_MUTATION");
    return value == nullptr ? std::string() : value;
}
bool all_wanted() { return !wanted().empty(); }

SourceSet rules_and_library() {
    SourceSet sources;
    for (const char* folder : {"rules", "stdlib"}) {
        for (const std::string& path : harness::files_below(folder, ".rule")) sources.add(path, harness::read(path));
    }
    return sources;
}

// The policies and libraries of rules/, and the machine of the library that they use.
std::vector<std::string> mutated_files() {
    std::vector<std::string> paths = harness::files_below("rules", ".rule");
    paths.emplace_back("stdlib/machine/intervention.rule");
    if (all_wanted() && wanted() != "all") std::erase_if(paths, [](const std::string& path) { return !path.starts_with(wanted()); });
    return paths;
}

struct Count {
    std::size_t all = 0, tried = 0, refused = 0, checks = 0, scenarios = 0, both = 0, equal = 0, survived = 0;
};
using Counts = std::array<Count, kMutationKinds>;

void count(Count& in, const Noticed& noticed) {
    ++in.tried;
    if (noticed.refused) {
        ++in.refused;
    } else if (noticed.any()) {
        ++(noticed.checks && noticed.scenarios ? in.both : noticed.checks ? in.checks : in.scenarios);
    }
}

void print(const char* name, const Count& c) {
    std::cout << std::left << std::setw(24) << name << std::right;
    for (const std::size_t n : {c.all, c.tried, c.refused, c.checks, c.scenarios, c.both, c.equal, c.survived}) std::cout << std::setw(10) << n;
    std::cout << "\n";
}

void print(const Counts& counts) {
    std::cout << std::left << std::setw(24) << "" << std::right;
    for (const char* head : {"mutants", "tried", "refused", "checks", "scenarios", "both", "equal", "survivors"}) std::cout << std::setw(10) << head;
    std::cout << "\n";
    Count sum;
    for (std::size_t kind = 0; kind < kMutationKinds; ++kind) {
        const Count& c = counts[kind];
        print(name_of(static_cast<MutationKind>(kind)), c);
        sum = {sum.all + c.all,         sum.tried + c.tried, sum.refused + c.refused, sum.checks + c.checks, sum.scenarios + c.scenarios,
               sum.both + c.both, sum.equal + c.equal, sum.survived + c.survived};
    }
    print("all", sum);
}

TEST(Mutation, EveryChangeOfARuleIsFoundOrChangesNothing) {
    const SourceSet sources = rules_and_library();
    Originals originals(sources);
    Counts counts;
    std::size_t made = 0;
    for (const std::string& path : mutated_files()) {
        const Surroundings around = surroundings_of(sources, path);
        const std::string& text = *sources.find(path);
        ASSERT_FALSE(notice(around, text).any()) << path << " is not healthy to begin with";
        for (const Mutant& mutant : mutants_of(sources, path)) {
            Count& counted = counts[static_cast<std::size_t>(mutant.kind)];
            ++made;
            if (counted.all++ % kUsually != 0 && !all_wanted()) continue;
            const Noticed noticed = notice(around, mutated(text, mutant));
            count(counted, noticed);
            if (noticed.any()) continue;
            const std::string told = originals.difference(*noticed.pipeline);
            ++(told.empty() ? counted.equal : counted.survived);
            const std::string where = path + ":" + std::to_string(mutant.line) + ": " + name_of(mutant.kind) + ": " + mutant.what;
            if (told.empty() && all_wanted()) std::cout << "equal: " << where << "\n";
            EXPECT_EQ(told, "") << "survivor: " << where;
        }
    }
    print(counts);
    if (all_wanted() && wanted() != "all") return;
    // A generator that changes little would prove little.
    EXPECT_GE(made, 3'400u);
    for (const Count& one : counts) EXPECT_GT(one.tried, 0u);
}

// The comparison that calls a mutant equal tells apart whatever a scenario tells apart.
TEST(Mutation, WhatAScenarioFindsTheComparisonFindsAsWell) {
    const SourceSet sources = rules_and_library();
    Originals originals(sources);
    std::size_t made = 0, compared = 0;
    for (const std::string& path : mutated_files()) {
        const Surroundings around = surroundings_of(sources, path);
        const std::string& text = *sources.find(path);
        for (const Mutant& mutant : mutants_of(sources, path)) {
            if (made++ % (kUsually * 10) != 0 && !all_wanted()) continue;
            const Noticed noticed = notice(around, mutated(text, mutant));
            if (noticed.refused || !noticed.scenarios) continue;
            ++compared;
            EXPECT_NE(originals.difference(*noticed.pipeline), "") << path << ":" << mutant.line << ": " << mutant.what;
        }
    }
    std::cout << compared << " mutants that a scenario finds were compared\n";
    if (all_wanted() && wanted() != "all") return;
    EXPECT_GT(compared, 30u);
}

// What the test rests on can fail: each way of noticing notices, and what behaves differently is told apart.

const char* const small = R"(policy t
  version 1
  time zone "UTC"
  counting  std.counting.to_the_minute

party a, b

period answer_time = 3 days

case C {
  event e by a
  event f by b

  start S

  state S {
    on e              -> Taken
    on f              -> Taken
    after answer_time -> Late
  }
  final Late
  final Taken
}

scenario "a" {
  open at 2024-03-01 10:00
  at 2024-03-02 10:00  a e
  at 2024-03-02 10:00  expect Taken
}
)";

struct Outcome {
    Noticed noticed;
    std::string difference;
};
Outcome of(const std::string& from, const std::string& to, const std::string& policy = small) {
    SourceSet sources;
    sources.add("t.rule", policy);
    std::string text = policy;
    text.replace(text.find(from), from.size(), to);
    Outcome made{notice({sources, "t.rule"}, text), {}};
    if (!made.noticed.any()) made.difference = Originals(sources).difference(*made.noticed.pipeline);
    return made;
}

TEST(Mutation, WhoNoticesIsTold) {
    EXPECT_TRUE(of("-> Late", "-> Nowhere").noticed.refused);
    EXPECT_TRUE(of("after answer_time -> Late", "").noticed.checks);
    EXPECT_TRUE(of("on e              -> Taken", "on e -> Late").noticed.scenarios);
}

TEST(Mutation, ASurvivorIsToldApartFromItsOriginal) {
    for (const auto& [from, to] : {std::pair{"3 days", "4 days"}, {"3 days", "72 hours"}, {"by b", "by a, b"},
                                   {"on f              -> Taken", "on f -> Late"}, {"on f  ", "on f within 2 days"}}) {
        const Outcome made = of(from, to);
        ASSERT_FALSE(made.noticed.any()) << from;
        // In UTC three days are 72 hours: only there is nothing to tell.
        EXPECT_EQ(made.difference.empty(), std::string(to) == "72 hours") << from << " -> " << to << ": " << made.difference;
    }
}

TEST(Mutation, AMutantIsTheTextWithOneChange) {
    SourceSet sources;
    sources.add("t.rule", small);
    std::size_t deleted = 0;
    for (const Mutant& mutant : mutants_of(sources, "t.rule")) {
        EXPECT_NE(mutated(small, mutant), small) << mutant.what;
        if (mutant.kind != MutationKind::timeout_deleted) continue;
        ++deleted;
        EXPECT_EQ(mutant.line, 19u);
        EXPECT_EQ(mutated(small, mutant).find("after answer_time"), std::string::npos);
    }
    EXPECT_EQ(deleted, 1u);
}

}  // namespace
