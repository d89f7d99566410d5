// What is remembered is what would be found: `inspect` with a store, however it came to be, tells the same as `analyse`.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <recourse/compiler.h>

#include "tests/bench/generated.h"
#include "tests/harness/files.h"

namespace {

using namespace recourse;

class Memory : public Store {
public:
    std::optional<std::string_view> find(const Digest& key) override {
        const std::lock_guard lock(mutex_);
        const auto found = values.find(key);
        return found == values.end() ? std::nullopt : std::optional<std::string_view>(found->second);
    }
    void keep(const Digest& key, std::string value) override {
        const std::lock_guard lock(mutex_);
        values.insert_or_assign(key, std::move(value));
    }
    std::map<Digest, std::string> values;

private:
    std::mutex mutex_;
};

using Files = std::vector<std::pair<std::string, std::string>>;

SourceSet sources_of(const Files& files) {
    SourceSet sources;
    for (const auto& [path, text] : files) sources.add(path, text);
    return sources;
}

std::string shown(const std::vector<Finding>& findings, const SourceSet& sources) {
    std::string all;
    for (const OutputFormat format : {OutputFormat::text, OutputFormat::plain, OutputFormat::json}) all += render(findings, sources, {format, false});
    return all + render(findings, sources, {OutputFormat::text, true});
}

std::string shown(const std::vector<FileInfo>& files) {
    std::string all;
    for (const FileInfo& file : files) {
        all += file.path + "|" + std::string(name_of(file.kind)) + "|" + file.name + "|" + file.title + "|" + std::to_string(file.version) +
               (file.parses ? " parses" : "") + (file.compiles ? " compiles" : "") + "\n";
    }
    return all;
}

Options usual() {
    Options options;
    options.threads = 2;
    return options;
}

// Inspects and holds the answer against an analysis without any store; gives how many files were remembered.
std::size_t check_against_analysis(const SourceSet& sources, Store* store, const Options& options = usual()) {
    const Analysis analysis = analyse(sources, options);
    const Inspection inspection = inspect(sources, options, store);
    EXPECT_EQ(shown(inspection.findings, inspection.sources), shown(analysis.findings(), analysis.sources()));
    EXPECT_EQ(shown(inspection.files), shown(analysis.files()));
    return inspection.remembered;
}

std::size_t check_against_analysis(const Files& files, Store* store, const Options& options = usual()) {
    return check_against_analysis(sources_of(files), store, options);
}

std::string policy(const std::string& name, const std::string& before = {}, const std::string& wait = "5 days") {
    return "policy " + name + "\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\n\n" + before +
           "party buyer\n\ncase Claim {\n  event apply by buyer\n\n  start Open\n\n  state Open {\n    on apply until limit -> Done\n    at limit -> Late\n    after " + wait +
           " -> Done\n  }\n  final Done\n  final Late\n\n  deadline limit = 3 days after opening\n}\n";
}

std::string library(const std::string& period) {
    return "library shop.terms\n  counting std.counting.to_the_minute\n\nperiod answer_time = " + period + "\n";
}

bool has_code(const Inspection& found, const std::string& code, const std::string& path) {
    return std::any_of(found.findings.begin(), found.findings.end(),
                       [&](const Finding& one) { return one.code == code && one.places.front().path == path; });
}

// ---- the same as without ---------------------------------------------------------------------------------------------------

class InspectGolden : public testing::TestWithParam<std::string> {};

TEST_P(InspectGolden, ColdAndWarmTellWhatAnAnalysisTells) {
    Memory store;
    SourceSet together;
    for (const std::string& path : harness::files_below(GetParam(), ".rule")) {
        together.add(path, harness::read(path));
        SourceSet alone;
        alone.add(path, harness::read(path));
        SCOPED_TRACE(path);
        const Analysis analysis = analyse(alone, usual());
        const Inspection without = inspect(alone, usual(), nullptr), cold = inspect(alone, usual(), &store), warm = inspect(alone, usual(), &store);
        const std::string expected = shown(analysis.findings(), analysis.sources()) + shown(analysis.files());
        EXPECT_EQ(shown(without.findings, without.sources) + shown(without.files), expected);
        EXPECT_EQ(shown(cold.findings, cold.sources) + shown(cold.files), expected);
        EXPECT_EQ(shown(warm.findings, warm.sources) + shown(warm.files), expected);
    }
    ASSERT_GT(together.size(), 0u);
    Memory of_all;
    (void)check_against_analysis(together, nullptr);
    EXPECT_EQ(check_against_analysis(together, &of_all), 0u);
    EXPECT_GT(check_against_analysis(together, &of_all), 0u);
    (void)check_against_analysis(together, &store);
}

INSTANTIATE_TEST_SUITE_P(Folders, InspectGolden,
                         testing::Values("tests/golden/checks", "tests/golden/contradictions", "tests/golden/meaning", "tests/golden/modules",
                                         "tests/golden/programs", "tests/golden/syntax", "rules"),
                         [](const auto& tested) { return harness::test_name(tested.param); });

TEST(Inspect, NothingIsNoTrouble) {
    Memory store;
    EXPECT_EQ(check_against_analysis(Files{}, &store), 0u);
    EXPECT_TRUE(store.values.empty());
}

TEST(Inspect, OneThreadAndManyTellTheSame) {
    Files files;
    for (std::uint64_t seed = 0; seed < 40; ++seed) files.emplace_back(std::to_string(seed) + ".rule", bench::generated_policy({6, 2, 1}, seed));
    for (const unsigned threads : {1u, 2u, 5u}) {
        Options options;
        options.threads = threads;
        Memory store;
        EXPECT_EQ(check_against_analysis(files, &store, options), 0u);
        EXPECT_EQ(check_against_analysis(files, &store, options), 40u);
    }
}

// ---- never stale -----------------------------------------------------------------------------------------------------------

TEST(Inspect, AnEditIsFoundAndNothingElseIsLookedAtAnew) {
    Memory store;
    Files files;
    for (std::uint64_t seed = 0; seed < 10; ++seed) files.emplace_back(std::to_string(seed) + ".rule", bench::generated_policy({6, 2, 1}, seed));
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    files[3].second += "\nnonsense\n";
    EXPECT_EQ(check_against_analysis(files, &store), 9u);
    files[4].second = policy("shop.claim");
    EXPECT_EQ(check_against_analysis(files, &store), 9u);
}

TEST(Inspect, WhatImportsAnEditedLibraryIsCheckedAnew) {
    Memory store;
    const std::string importer = policy("shop.claim", "import shop.terms (answer_time)\n\n", "answer_time");
    Files files = {{"terms.rule", library("5 days")}, {"claim.rule", importer}, {"other.rule", policy("shop.other")}};
    const Inspection before = inspect(sources_of(files), usual(), &store);
    EXPECT_EQ(check_against_analysis(files, &store), 3u);
    EXPECT_FALSE(has_code(before, "conflicting-deadlines", "claim.rule"));
    files[0].second = library("3 days");     // the instant at which another time limit of the state ends as well
    const Inspection after = inspect(sources_of(files), usual(), &store);
    EXPECT_EQ(after.remembered, 1u);
    EXPECT_TRUE(has_code(after, "conflicting-deadlines", "claim.rule")) << shown(after.findings, after.sources);
    EXPECT_EQ(check_against_analysis(files, &store), 3u);
}

TEST(Inspect, ALibraryBehindALibraryCounts) {
    Memory store;
    Files files = {{"a.rule", "library shop.a\n  counting std.counting.to_the_minute\n\nperiod inner = 5 days\n"},
                   {"terms.rule", "library shop.terms\n  counting std.counting.to_the_minute\n\nimport shop.a (inner)\n\nperiod answer_time = inner\n"},
                   {"claim.rule", policy("shop.claim", "import shop.terms (answer_time)\n\n", "answer_time")}};
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    EXPECT_EQ(check_against_analysis(files, &store), 3u);
    files[0].second = "library shop.a\n  counting std.counting.to_the_minute\n\nperiod inner = 2 days\n";
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
}

// A policy names its regime and imports nothing of it: what it says is part of the policy's key all the same.
TEST(Inspect, WhatIsCountedByAnEditedRegimeIsCheckedAnew) {
    Memory store;
    std::string counted = policy("shop.claim");
    counted.replace(counted.find("std.counting.to_the_minute"), std::string("std.counting.to_the_minute").size(), "shop.days");
    Files files = {{"days.rule", "counting shop.days\n  days to the minute\n"}, {"claim.rule", counted}, {"other.rule", policy("shop.other")}};
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    EXPECT_EQ(check_against_analysis(files, &store), 3u);
    EXPECT_FALSE(has_code(inspect(sources_of(files), usual(), &store), "calendar-missing", "claim.rule"));
    files[0].second = "counting shop.days\n  days whole\n  event day not counted\n  start of day not counted\n  month end by the event day\n  last day rolls\n";
    EXPECT_EQ(check_against_analysis(files, &store), 1u);
    EXPECT_TRUE(has_code(inspect(sources_of(files), usual(), &store), "calendar-missing", "claim.rule"));
    files.erase(files.begin());
    EXPECT_EQ(check_against_analysis(files, &store), 1u);
    EXPECT_TRUE(has_code(inspect(sources_of(files), usual(), &store), "unknown-counting-regime", "claim.rule"));
}

TEST(Inspect, AnImportedFileThatIsGoneIsMissed) {
    Memory store;
    Files files = {{"terms.rule", library("5 days")}, {"claim.rule", policy("shop.claim", "import shop.terms (answer_time)\n\n", "answer_time")}};
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    files.erase(files.begin());
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    const Inspection gone = inspect(sources_of(files), usual(), &store);
    EXPECT_TRUE(has_code(gone, "unknown-module", "claim.rule"));
    // The nearest name is told: another file with such a name changes what is said.
    files.emplace_back("other.rule", "library shop.term\n  counting std.counting.to_the_minute\n\nperiod answer_time = 5 days\n");
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
}

TEST(Inspect, AnErrorInAnImportedFileStopsItsImporter) {
    Memory store;
    Files files = {{"terms.rule", library("5 days")}, {"claim.rule", policy("shop.claim", "import shop.terms (answer_time)\n\n", "answer_time")}};
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    files[0].second += "period broken = nothing\n";
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    // The broken library is remembered and its importer is not.
    files[1].second += "\n# edited\n";
    EXPECT_EQ(check_against_analysis(files, &store), 1u);
}

TEST(Inspect, TwoFilesThatExchangeTheirTexts) {
    Memory store;
    const std::string broken = policy("shop.b") + "\nnonsense\n";
    EXPECT_EQ(check_against_analysis(Files{{"a.rule", policy("shop.a")}, {"b.rule", broken}}, &store), 0u);
    EXPECT_EQ(check_against_analysis(Files{{"a.rule", broken}, {"b.rule", policy("shop.a")}}, &store), 2u);
}

TEST(Inspect, PlacesAreWhereTheTextIsNow) {
    Memory store;
    const std::string broken = policy("shop.a") + "\nnonsense\n";
    (void)inspect(sources_of({{"before.rule", broken}}), usual(), &store);
    const Inspection after = inspect(sources_of({{"folder/after.rule", broken}}), usual(), &store);
    EXPECT_EQ(after.remembered, 1u);
    ASSERT_FALSE(after.findings.empty());
    for (const Finding& finding : after.findings) EXPECT_EQ(finding.places.front().path, "folder/after.rule");
}

TEST(Inspect, ANameTakenTwiceIsFoundAmongRememberedFiles) {
    Memory store;
    Files files = {{"a.rule", policy("shop.a")}, {"b.rule", policy("shop.b")}};
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    files.emplace_back("c.rule", policy("shop.a"));     // a text that is known
    EXPECT_EQ(check_against_analysis(files, &store), 2u);
    EXPECT_TRUE(has_code(inspect(sources_of(files), usual(), &store), "duplicate-module", "c.rule"));
    std::rotate(files.begin(), files.begin() + 2, files.end());
    EXPECT_TRUE(has_code(inspect(sources_of(files), usual(), &store), "duplicate-module", "a.rule"));
    EXPECT_EQ(check_against_analysis(files, &store), 2u);
}

TEST(Inspect, OptionsThatChangeFindingsAreOfTheKey) {
    Memory store;
    const Files files = {{"a.rule", bench::generated_policy({8, 2, 1}, 7)}, {"b.rule", policy("shop.a", "period unused = 3 days\n\n")}};
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    Options small = usual();
    small.budget.situations = 3;
    EXPECT_EQ(check_against_analysis(files, &store, small), 0u);
    Options poor = usual();
    poor.budget.megabytes = 1;
    EXPECT_EQ(check_against_analysis(files, &store, poor), 0u);
    Options quiet = usual();
    quiet.levels["unused-declaration"] = Level::off;
    EXPECT_EQ(check_against_analysis(files, &store, quiet), 0u);
    Options quick = usual();
    quick.checks = false;
    EXPECT_EQ(check_against_analysis(files, &store, quick), 0u);
    quick.programs = false;
    EXPECT_EQ(check_against_analysis(files, &store, quick), 0u);
    for (const Options& options : {usual(), small, poor, quiet, quick}) EXPECT_EQ(check_against_analysis(files, &store, options), 2u);
}

TEST(Inspect, AnAnswerThatWasCutShortIsNotKept) {
    Memory store;
    const Files files = {{"a.rule", bench::generated_policy({20, 3, 1}, 1)}};
    Options impatient = usual();
    bool asked = false;
    impatient.progress = [&](const Progress&) { return asked = true; };
    const Inspection ended = inspect(sources_of(files), impatient, &store);
    EXPECT_EQ(asked, has_code(ended, "limit-reached", "a.rule"));
    ASSERT_TRUE(asked) << "the search was never asked whether to go on";
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    EXPECT_EQ(check_against_analysis(files, &store), 1u);
}

TEST(Inspect, ADamagedValueIsNotBelievedAndIsMended) {
    Memory store;
    const Files files = {{"a.rule", policy("shop.a") + "\nnonsense\n"}, {"b.rule", policy("shop.b", "period unused = 3 days\n\n")}};
    EXPECT_EQ(check_against_analysis(files, &store), 0u);
    const std::map<Digest, std::string> whole = store.values;
    for (const auto& [key, value] : whole) {
        for (std::size_t at = 0; at < value.size(); at += 7) {
            store.values = whole;
            store.values[key][at] = static_cast<char>(store.values[key][at] ^ 0x20);
            (void)check_against_analysis(files, &store);
            EXPECT_EQ(store.values, whole);
        }
        for (const std::size_t length : {std::size_t{0}, std::size_t{5}, std::size_t{16}, value.size() - 1}) {
            store.values = whole;
            store.values[key].resize(length);
            (void)check_against_analysis(files, &store);
            EXPECT_EQ(store.values, whole);
        }
        // A whole value that was kept under another key is somebody else's answer.
        for (const auto& [other, theirs] : whole) {
            store.values = whole;
            store.values[key] = theirs;
            (void)check_against_analysis(files, &store);
            EXPECT_EQ(store.values, whole);
        }
    }
}

TEST(Inspect, AHostIsAskedForModulesThatAreLacking) {
    Memory store;
    Options options = usual();
    std::vector<std::string> asked;
    options.find_module = [&](std::string_view name, std::string_view importer) -> std::optional<SourceText> {
        asked.push_back(std::string(name) + " for " + std::string(importer));
        if (name != "shop.terms") return std::nullopt;
        return SourceText{"near/terms.rule", "library shop.terms\n  counting std.counting.to_the_minute\n\nimport shop.gone (x)\n\nperiod answer_time = 5 days\n"};
    };
    const Files files = {{"claim.rule", policy("shop.claim", "import shop.terms (answer_time)\n\n", "answer_time")}};
    const Inspection found = inspect(sources_of(files), options, &store);
    EXPECT_EQ(asked, (std::vector<std::string>{"shop.terms for claim.rule", "shop.gone for near/terms.rule"}));
    EXPECT_TRUE(has_code(found, "unknown-module", "near/terms.rule"));
    EXPECT_EQ(found.files.size(), 2u);
    EXPECT_EQ(check_against_analysis(files, &store, options), 2u);
}

// What a refinement's findings rest on is the refined policy as well; and who refines the same is asked anew each time.
TEST(Inspect, ARefinementIsFoundAnewWhenWhatItRefinesChanges) {
    const std::string head = "\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\n";
    const auto base = [&](const std::string& period) {
        return "policy base" + head + "party buyer\nperiod wait = " + period + "\ncase Claim {\n  fact a : bool\n  fact b : bool\n  event ask by buyer\n  start Open\n"
               "  state Open {\n    on ask -> Over\n    after wait -> Over\n  }\n  final Over\n}\n";
    };
    const std::string one = "policy early refines base\n  applies if a\nchange period wait = 1 day\n";
    const auto two = [](const std::string& condition) { return "policy two refines base\n  applies if " + condition + "\nchange period wait = 2 days\n"; };
    Memory store;
    EXPECT_EQ(check_against_analysis({{"base.rule", base("5 days")}, {"one.rule", one}, {"two.rule", two("b")}}, &store), 0u);
    EXPECT_EQ(check_against_analysis({{"base.rule", base("5 days")}, {"one.rule", one}, {"two.rule", two("b")}}, &store), 3u);
    // The change is without effect now: nothing that is remembered may hide it.
    EXPECT_EQ(check_against_analysis({{"base.rule", base("1 day")}, {"one.rule", one}, {"two.rule", two("b")}}, &store), 0u);
    EXPECT_EQ(check_against_analysis({{"base.rule", base("5 days")}, {"one.rule", one}, {"two.rule", two("b and not a")}}, &store), 2u);
}

}  // namespace
