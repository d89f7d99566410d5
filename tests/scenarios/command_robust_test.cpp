// What the command meets in the world: links, pipes, closed streams, limits, arguments that do not fit; and JSON whatever the answer is.
#include <gtest/gtest.h>

#include <filesystem>

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "test_paths.h"
#include "tests/harness/command.h"

namespace {

using harness::Answer;
using harness::Folder;
using harness::recourse_command;
using Json = nlohmann::json;

const std::string small = "policy small\n  time zone  \"UTC\"\n  counting   std.counting.whole_days\n\nparty buyer\n\n"
                          "case C {\n  event go by buyer\n\n  start A\n\n  state A {\n    on go        -> B\n    after 9 days -> B\n  }\n  final B\n}\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) { return text.replace(text.find(from), from.size(), to); }

const std::string broken = replaced(small, "-> B", "-> Bee");
const std::string importing = replaced(small, "party buyer", "import shop.terms (Grade)\n\nparty buyer");

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

// Lines for a shell in which `recourse` is the command.
Answer shell(const std::string& lines, const std::filesystem::path& folder) {
    const Folder streams;
    const std::string at = streams.path().string();
    streams.write("script", "cd '" + folder.string() + "'\nrecourse() { '" RECOURSE_COMMAND "' \"$@\"; }\n{\n" + lines + "\n} > '" + at +
                                "/out' 2> '" + at + "/err'\n");
    const int status = std::system(("bash '" + at + "/script'").c_str());
    return {WEXITSTATUS(status), streams.read("out"), streams.read("err")};
}

}  // namespace

TEST(CommandRobust, OneFileByTwoPathsIsOneFile) {
    const Folder folder;
    folder.write("a/small.rule", small);
    std::filesystem::create_symlink("small.rule", folder.path() / "a/link.rule");
    std::filesystem::create_directory_symlink("a", folder.path() / "b");
    const std::string whole = (folder.path() / "a/small.rule").string();
    const Answer answer = recourse_command({"check", "a/link.rule", "a", "b", "./a/../a/small.rule", whole}, {}, folder.path());
    EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
    EXPECT_TRUE(has(answer.out, "0 findings in 1 file\n")) << answer.out;
    const Answer shown = recourse_command({"fmt", "--check", "--format", "json", "a/link.rule", "a"}, {}, folder.path());
    EXPECT_EQ(Json::parse(shown.out)["files"][0]["path"], "a/link.rule") << shown.out;
}

TEST(CommandRobust, WhatCannotBeReadBelowAFolderIsToldAndTheRestGoesOn) {
    const Folder folder;
    folder.write("p/small.rule", replaced(small, "party buyer", "party    buyer"));
    std::filesystem::create_symlink("nowhere", folder.path() / "p/gone.rule");
    std::filesystem::create_symlink("me@host.1", folder.path() / "p/.#small.rule");     // an editor's lock
    for (const char* verb : {"check", "test", "fmt"}) {
        const Answer answer = recourse_command({verb, "p"}, {}, folder.path());
        EXPECT_EQ(answer.code, 2) << verb << answer.out;
        EXPECT_TRUE(has(answer.err, "cannot read `p/gone.rule`")) << answer.err;
        EXPECT_TRUE(has(answer.err, "a link to a file that is not there")) << answer.err;
        EXPECT_FALSE(has(answer.err, ".#small")) << answer.err;
        EXPECT_NE(answer.out, "") << verb;
    }
    EXPECT_TRUE(has(folder.read("p/small.rule"), "\nparty buyer\n"));
}

TEST(CommandRobust, APipeBelowAFolderIsPassedOver) {
    const Folder folder;
    folder.write("p/small.rule", small);
    ASSERT_EQ(::mkfifo((folder.path() / "p/pipe.rule").c_str(), 0600), 0);
    const Answer answer = recourse_command({"check", "p"}, {}, folder.path());
    EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
    EXPECT_TRUE(has(answer.err, "passed over `p/pipe.rule`: it is a pipe")) << answer.err;
    const Answer named = recourse_command({"fmt", "p/pipe.rule"}, {}, folder.path());
    EXPECT_EQ(named.code, 2);
    EXPECT_TRUE(has(named.err, "only files are rewritten in place")) << named.err;
    // The search for the import meets the pipe too.
    folder.write("p/small.rule", importing);
    const Answer import = recourse_command({"check", "p/small.rule"}, {}, folder.path());
    EXPECT_EQ(import.code, 2);
    EXPECT_TRUE(has(import.err, "it is a pipe; `shop.terms`, which `p/small.rule` imports, may be in it")) << import.err;
}

TEST(CommandRobust, AnImportThatCannotBeReadIsNamed) {
    const Folder folder;
    folder.write("small.rule", importing);
    std::filesystem::create_symlink("nowhere", folder.path() / "terms.rule");
    const Answer answer = recourse_command({"check", "small.rule"}, {}, folder.path());
    EXPECT_EQ(answer.code, 2);
    EXPECT_TRUE(has(answer.err, "cannot read `terms.rule`")) << answer.err;
    EXPECT_TRUE(has(answer.err, "`shop.terms`, which `small.rule` imports, may be in it")) << answer.err;
    EXPECT_TRUE(has(answer.out, "unknown-module")) << answer.out;
}

TEST(CommandRobust, EveryAnswerIsJsonWhenJsonIsAsked) {
    const Folder folder;
    folder.write("good/small.rule", small);
    folder.write("bad/broken.rule", broken);
    folder.write("log.jsonl", "");
    const std::vector<std::vector<std::string>> about_findings = {
        {"check", "bad"}, {"compile", "bad/broken.rule"}, {"run", "bad/broken.rule", "log.jsonl"}, {"decide", "bad/broken.rule", "d"},
        {"explain", "bad/broken.rule", "log.jsonl"}, {"allowed", "bad/broken.rule", "log.jsonl", "--case", "A"}};
    for (std::vector<std::string> arguments : about_findings) {
        arguments.insert(arguments.end(), {"--format", "json"});
        const Answer answer = recourse_command(arguments, {}, folder.path());
        EXPECT_EQ(answer.code, 1) << arguments[0];
        const Json json = Json::parse(answer.out, nullptr, false);
        ASSERT_FALSE(json.is_discarded()) << arguments[0] << answer.out;
        EXPECT_EQ(json["findings"][0]["code"], "unknown-state") << arguments[0];
    }
    const Json program = Json::parse(recourse_command({"compile", "good/small.rule", "--format", "json"}, {}, folder.path()).out);
    EXPECT_EQ(program["program"]["policy"], "small");
    EXPECT_EQ(program["program"]["cases"][0]["states"], 2);
    EXPECT_EQ(program["findings"].size(), 0u);
}

TEST(CommandRobust, FmtSaysInJsonWhatItDid) {
    const Folder folder;
    const std::string untidy = replaced(small, "party buyer", "party    buyer");
    folder.write("a.rule", untidy);
    folder.write("b.rule", "policy b\n  counting (\n");
    const auto run = [&](std::vector<std::string> arguments, const std::string& input = {}) {
        arguments.insert(arguments.end(), {"--format", "json"});
        return Json::parse(recourse_command(arguments, input, folder.path()).out);
    };
    const Json diff = run({"fmt", "--diff", "."});
    EXPECT_EQ(diff["summary"]["changed"], 1);
    EXPECT_EQ(diff["summary"]["refused"], 1);
    EXPECT_GT(diff["findings"].size(), 0u);
    EXPECT_TRUE(has(diff["files"][0]["diff"], "-party    buyer")) << diff;
    EXPECT_EQ(run({"fmt", "-"}, untidy)["files"][0]["text"], recourse_command({"fmt", "-"}, untidy).out);
    EXPECT_EQ(run({"fmt", "a.rule"})["files"][0]["written"], true);
    EXPECT_EQ(run({"fmt", "a.rule"})["files"][0]["changed"], false);
}

TEST(CommandRobust, AFileThatMayNotGrowLeavesNothingBehind) {
    const Folder folder;
    folder.write("small.rule", small);
    folder.write("big.rule", replaced(small, "party buyer", "party    buyer") + "# " + std::string(20'000, 'x') + "\n");
    const Answer made = shell("ulimit -f 1; recourse compile small.rule", folder.path());
    EXPECT_EQ(made.code, 2);
    EXPECT_TRUE(has(made.err, "cannot write `small.rcp`")) << made.err;
    const std::string before = folder.read("big.rule");
    const Answer replaced_one = shell("ulimit -f 8; recourse fmt big.rule", folder.path());
    EXPECT_EQ(replaced_one.code, 2);
    EXPECT_TRUE(has(replaced_one.err, "the file is as it was")) << replaced_one.err;
    EXPECT_EQ(folder.read("big.rule"), before);
    EXPECT_EQ(files_in(folder.path()), 2u) << "something was left behind";
}

TEST(CommandRobust, ClosedStreamsAndReadersThatGo) {
    const Folder folder;
    folder.write("small.rule", small);
    folder.write("log.jsonl", R"({"case":"A","open":"small/C","at":"2024-03-01T10:00:00Z"})" "\n");
    EXPECT_EQ(shell("recourse check small.rule >&-", folder.path()).code, 2);
    const Answer closed = shell("recourse run small.rule - <&-", folder.path());
    EXPECT_EQ(closed.code, 2);
    EXPECT_TRUE(has(closed.err, "cannot read `-`")) << closed.err;
    EXPECT_EQ(shell("recourse run small.rule log.jsonl >&-", folder.path()).code, 2);
    const std::string reader_goes = "yes '{\"now\":\"x\"}' 2> /dev/null | recourse run small.rule - | head -1 > /dev/null\ntest ${PIPESTATUS[1]} = 141";
    for (const char* before : {"", "trap '' PIPE\n"}) {
        const Answer answer = shell(before + reader_goes, folder.path());
        EXPECT_EQ(answer.code, 0) << before;
        EXPECT_EQ(answer.err, "") << before;
    }
    EXPECT_EQ(recourse_command({"compile", "small.rule", "-o", "."}, {}, folder.path()).code, 2);
}

TEST(CommandRobust, ArgumentsThatDoNotFitAreToldInWords) {
    const struct { std::vector<std::string> arguments; std::string words; } tries[] = {
        {{"chek"}, "unknown verb `chek`: did you mean `check`?"},
        {{"--lang", "zh"}, "a verb comes first"},
        {{"check", "--formt", "json"}, "unknown option `--formt`: did you mean `--format`?"},
        {{"check", "--format"}, "--format wants a value: --format FORMAT"},
        {{"check", "--format", "xml"}, "--format wants text, plain or json, not `xml`"},
        {{"check", "--fail-level=loud"}, "--fail-level wants error, warning or note, not `loud`"},
        {{"fmt"}, "`PATH ...` is missing"},
        {{"fmt", "--check=no", "x"}, "--check takes no value"},
        {{"run", "x"}, "one argument is not enough: this verb takes POLICY ... EVENTS"},
        {{"run", "x", "y", "--lang", "de"}, "--lang wants en or zh, not `de`"},
        {{"allowed", "a", "b"}, "`--case NAME` is missing"},
        {{"allowed", "a", "b", "--case", "A", "--at", "tomorrow"}, "--at wants an instant such as 2024-03-01T10:00:00+08:00"},
        {{"allowed", "a", "b", "--case", "A", "--case", "B"}, "--case takes one value, once"},
        {{"test", "--require-coverage", "101"}, "--require-coverage wants a whole number from 0 to 100, not `101`"},
        {{"test", "--require-coverage", "most"}, "--require-coverage wants a whole number from 0 to 100, not `most`"},
        {{"graph", "a", "--to", "gif"}, "--to wants dot, mermaid, svg or json, not `gif`"},
        {{"graph", "a", "b"}, "`b` is one argument too many"},
        {{"decide", "x"}, "`DECISION` is missing"}};
    for (const auto& one : tries) {
        const Answer answer = recourse_command(one.arguments);
        EXPECT_EQ(answer.code, 2) << one.words;
        EXPECT_EQ(answer.out, "") << one.words;
        EXPECT_TRUE(has(answer.err, one.words)) << answer.err;
        EXPECT_TRUE(has(answer.err, "  try: recourse ")) << answer.err;
    }
}

TEST(CommandRobust, StatesOfOneNameAreToldApart) {
    const Folder folder;
    folder.write("two.rule", "policy two\n  time zone \"UTC\"\n  counting  std.counting.whole_days\n\nparty buyer\n\n"
                             "label Dispute en \"dispute\"  zh \"争议\"\n\n"
                             "case C {\n  event go by buyer\n\n  start Claim\n\n"
                             "  state Claim {\n    start Review\n    state Review {\n      on go -> Dispute\n      after 9 days -> Done\n    }\n  }\n"
                             "  state Dispute {\n    start Review\n    state Review {\n      on go -> Done\n      after 9 days -> Done\n    }\n  }\n  final Done\n}\n");
    const std::string log = R"({"case":"A","open":"two/C","at":"2024-03-01T10:00:00Z"})" "\n"
                            R"({"case":"A","at":"2024-03-02T10:00:00Z","by":"buyer","event":"go"})" "\n";
    const Answer english = recourse_command({"run", "two.rule", "-", "--lang", "en"}, log, folder.path());
    EXPECT_TRUE(has(english.out, "Claim.Review -> dispute.Review")) << english.out << english.err;
    const Answer chinese = recourse_command({"allowed", "two.rule", "-", "--case", "A", "--lang", "zh"}, log, folder.path());
    EXPECT_TRUE(has(chinese.out, "争议.Review")) << chinese.out;
    const Answer json = recourse_command({"run", "two.rule", "-", "--format", "json"}, log, folder.path());
    EXPECT_TRUE(has(json.out, R"("from":"Claim.Review","to":"Dispute.Review")")) << json.out;
}

TEST(CommandRobust, ReasonsAreInTheLanguageThatIsAsked) {
    const Folder folder;
    folder.write("small.rule", small);
    const std::string log = R"({"case":"A","open":"small/C","at":"2024-03-01T10:00:00Z"})" "\n"
                            R"({"case":"A","at":"2024-03-02T10:00:00Z","by":"buyer","event":"gone"})" "\n"
                            R"({"case":"A","at":"2024-03-02T10:00:00Z","event":"go"})" "\n"
                            R"({"case":"A","at":"2024-03-02T10:00:00Z","by":"buyer","event":"go"})" "\n"
                            R"({"case":"A","at":"2024-03-03T10:00:00Z","by":"buyer","event":"go"})" "\n";
    const Answer answer = recourse_command({"run", "small.rule", "-", "--lang", "zh"}, log, folder.path());
    for (const char* words : {"没有操作“gone”；是否指“go”？", "未说明由谁提交；应由buyer提交", "案件已结束"})
        EXPECT_TRUE(has(answer.out, words)) << words << answer.out;
    for (const char* words : {"there is", "did you mean", "ended", "send"}) EXPECT_FALSE(has(answer.out, words)) << words << answer.out;
}

TEST(CommandRobust, EveryVerbHelps) {
    for (const char* verb : {"check", "fmt", "test", "run", "explain", "allowed", "decide", "graph", "compile", "new"}) {
        const Answer answer = recourse_command({verb, "--help"});
        EXPECT_EQ(answer.code, 0) << verb;
        EXPECT_TRUE(has(answer.out, "Examples:\n  recourse ")) << answer.out;
        EXPECT_EQ(answer.err, "") << verb;
    }
}
