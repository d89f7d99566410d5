// recourse check with its cache (docs/cache.md), as processes that share a folder.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <sys/stat.h>

#include "tests/bench/generated.h"
#include "tests/harness/command.h"
#include "tests/harness/files.h"

namespace {

namespace fs = std::filesystem;
using harness::Answer;
using harness::Folder;

std::string policy(const std::string& name, const std::string& days) {
    return "policy " + name + "\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\n\nparty buyer\n\ncase Claim {\n"
           "  event apply by buyer\n\n  start Open\n\n  state Open {\n    on apply -> Done\n    after " + days + " -> Done\n  }\n  final Done\n}\n";
}

Answer check(const Folder& tree, const Folder& cache, std::vector<std::string> more = {}) {
    more.insert(more.begin(), "check");
    return harness::recourse_command(more, {}, tree.path(), {"XDG_CACHE_HOME=" + cache.path().string()});
}

std::vector<fs::path> packs(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
        if (entry.path().extension() == ".pack") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<fs::path> everything(const fs::path& folder) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

void expect_same(const Answer& one, const Answer& other) {
    EXPECT_EQ(one.out, other.out);
    EXPECT_EQ(one.err, other.err);
    EXPECT_EQ(one.code, other.code);
}

TEST(CommandCache, TheSameBytesWithAndWithoutColdAndWarmInEveryFormat) {
    const Folder cache;
    const std::vector<std::string> environment = {"XDG_CACHE_HOME=" + cache.path().string()};
    for (const char* folder : {"tests/golden/checks", "tests/golden/contradictions", "tests/golden/meaning", "tests/golden/modules",
                               "tests/golden/programs", "tests/golden/syntax", "rules"}) {
        for (const char* format : {"text", "plain", "json"}) {
            SCOPED_TRACE(std::string(folder) + " " + format);
            const std::vector<std::string> arguments = {"check", "--color", "always", "--format", format, folder};
            std::vector<std::string> without = arguments;
            without.emplace_back("--no-cache");
            const Answer expected = harness::recourse_command(without, {}, harness::repository(), environment);
            EXPECT_FALSE(expected.out.empty());
            expect_same(harness::recourse_command(arguments, {}, harness::repository(), environment), expected);
            expect_same(harness::recourse_command(arguments, {}, harness::repository(), environment), expected);
        }
    }
    EXPECT_FALSE(packs(cache.path()).empty());
}

TEST(CommandCache, NothingStandsInTheTreeAndNothingIsWrittenTwice) {
    const Folder tree, cache;
    tree.write("a.rule", policy("shop.a", "5 days"));
    const std::vector<fs::path> before = everything(tree.path());
    const Answer cold = check(tree, cache);
    EXPECT_EQ(cold.code, 0) << cold.out << cold.err;
    const std::vector<fs::path> written = everything(cache.path());
    EXPECT_EQ(packs(cache.path()).size(), 1u);
    expect_same(check(tree, cache), cold);
    EXPECT_EQ(everything(cache.path()), written);
    EXPECT_EQ(everything(tree.path()), before);
}

TEST(CommandCache, NoCacheReadsAndWritesNone) {
    const Folder tree, cache;
    tree.write("a.rule", policy("shop.a", "5 days"));
    EXPECT_EQ(check(tree, cache, {"--no-cache"}).code, 0);
    EXPECT_TRUE(everything(cache.path()).empty());
    tree.write("recourse.toml", "[cache]\nmegabytes = 0\n");
    EXPECT_EQ(check(tree, cache).code, 0);
    EXPECT_TRUE(everything(cache.path()).empty());
}

TEST(CommandCache, AProjectMayNameItsFolder) {
    const Folder tree, cache, project;
    tree.write("a.rule", policy("shop.a", "5 days"));
    tree.write("recourse.toml", "[cache]\nfolder = \"" + (project.path() / "deep" / "down").string() + "\"\n");
    EXPECT_EQ(check(tree, cache).code, 0);
    EXPECT_TRUE(everything(cache.path()).empty());
    EXPECT_EQ(packs(project.path() / "deep" / "down").size(), 1u);
    for (const char* wrong : {"[cache]\nfolder = 3\n", "[cache]\nmegabytes = -1\n", "[cache]\nmegabytes = \"all\"\n", "[cache]\nname = 3\n", "cache = 3\n"}) {
        tree.write("recourse.toml", wrong);
        const Answer answer = check(tree, cache);
        EXPECT_EQ(answer.code, 2) << wrong;
        EXPECT_NE(answer.err.find("recourse.toml:"), std::string::npos) << answer.err;
    }
}

TEST(CommandCache, AnEditedLibraryAndAnEditedBudgetAreSeen) {
    const Folder tree, cache;
    const std::string head = "library shop.terms\n  counting std.counting.to_the_minute\n\n";
    std::string importer = policy("shop.a", "answer_time");
    importer.insert(importer.find("party buyer"), "import shop.terms (answer_time)\n\n");
    tree.write("terms.rule", head + "period answer_time = 5 days\n");
    tree.write("a.rule", importer);
    EXPECT_EQ(check(tree, cache).code, 0);
    EXPECT_EQ(check(tree, cache).code, 0);
    tree.write("terms.rule", head + "period other_time = 5 days\n");
    const Answer broken = check(tree, cache, {"--format", "plain"});
    EXPECT_EQ(broken.code, 1);
    EXPECT_NE(broken.out.find("a.rule"), std::string::npos) << broken.out;
    tree.write("terms.rule", head + "period answer_time = 5 days\n");
    EXPECT_EQ(check(tree, cache).code, 0);
    tree.write("recourse.toml", "[budget]\nsituations = 1\n");
    EXPECT_NE(check(tree, cache).out.find("limit-reached"), std::string::npos);
    fs::remove(tree.path() / "recourse.toml");
    EXPECT_EQ(check(tree, cache).code, 0);
    fs::remove(tree.path() / "terms.rule");
    EXPECT_NE(check(tree, cache).out.find("unknown-module"), std::string::npos);
}

TEST(CommandCache, DamagedAndForeignFilesArePassedOver) {
    const Folder tree, cache;
    for (int i = 0; i < 5; ++i) tree.write(std::to_string(i) + ".rule", policy("shop.a" + std::to_string(i), "5 days") + (i == 3 ? "\nnonsense\n" : ""));
    const Answer expected = check(tree, cache, {"--no-cache"});
    EXPECT_EQ(expected.code, 1);
    expect_same(check(tree, cache), expected);
    const std::vector<fs::path> made = packs(cache.path());
    ASSERT_EQ(made.size(), 1u);
    const std::string name = fs::relative(made[0], cache.path()).string(), whole = cache.read(name);
    for (std::size_t at = 0; at < whole.size(); at += 13) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
        for (const fs::path& path : packs(cache.path())) fs::remove(path);
        cache.write(name, damaged);
        expect_same(check(tree, cache), expected);
    }
    for (std::size_t length = 0; length < whole.size(); length += whole.size() / 7 + 1) {
        for (const fs::path& path : packs(cache.path())) fs::remove(path);
        cache.write(name, whole.substr(0, length));
        cache.write("recourse/other.pack", "recourse pack 1\n" + std::string(32, '\xFF'));
        cache.write("recourse/notes.txt", "not ours");
        expect_same(check(tree, cache), expected);
    }
    EXPECT_EQ(cache.read("recourse/notes.txt"), "not ours");
}

TEST(CommandCache, AFolderThatCannotBeWrittenIsNoCache) {
    const Folder tree, cache;
    tree.write("a.rule", policy("shop.a", "5 days"));
    const Answer expected = check(tree, cache, {"--no-cache"});
    cache.write("file", "no folder");
    for (const std::string& variable : {"XDG_CACHE_HOME=" + (cache.path() / "file").string(), std::string("XDG_CACHE_HOME=relative"),
                                        std::string("XDG_CACHE_HOME=/proc/self/nowhere")}) {
        expect_same(harness::recourse_command({"check"}, {}, tree.path(), {variable, "HOME=/dev/null"}), expected);
    }
    EXPECT_EQ(everything(tree.path()).size(), 1u);
}

TEST(CommandCache, RunsAtTheSameTimeLeaveAWholeCache) {
    const Folder tree, cache;
    for (std::uint64_t i = 0; i < 30; ++i) tree.write(std::to_string(i) + ".rule", bench::generated_policy({6, 2, 1}, i));
    const Answer expected = check(tree, cache, {"--no-cache"});
    for (int round = 0; round < 4; ++round) {
        std::vector<Answer> answers(4);
        {
            std::vector<std::jthread> runs;
            for (Answer& answer : answers) runs.emplace_back([&] { answer = check(tree, cache); });
        }
        for (const Answer& answer : answers) expect_same(answer, expected);
        tree.write("0.rule", bench::generated_policy({6, 2, 1}, 100 + static_cast<std::uint64_t>(round)));
        const Answer edited = check(tree, cache, {"--no-cache"});
        expect_same(check(tree, cache), edited);
        tree.write("0.rule", bench::generated_policy({6, 2, 1}, 0));
    }
}

TEST(CommandCache, PacksAreJoinedAndBounded) {
    const Folder tree, cache;
    tree.write("recourse.toml", "[cache]\nmegabytes = 1\n");
    std::string many;       // a thousand findings, some 200 KB
    for (int i = 0; i < 900; ++i) many += "period unused_" + std::to_string(i) + " = 3 days\n";
    for (int edit = 0; edit < 14; ++edit) {
        tree.write("a.rule", policy("shop.a", std::to_string(edit + 1) + " days") + many);
        (void)check(tree, cache);
        std::uintmax_t bytes = 0;
        for (const fs::path& path : packs(cache.path())) bytes += fs::file_size(path);
        EXPECT_LE(bytes, (std::uintmax_t{1} << 20) + 300'000);
        EXPECT_LE(packs(cache.path()).size(), 9u);
    }
    expect_same(check(tree, cache), check(tree, cache, {"--no-cache"}));
}

}  // namespace
