// The command as people and CI meet it: exit codes, what goes where, and that nothing is left half done.
#include <gtest/gtest.h>

#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "test_paths.h"
#include "tests/harness/command.h"
#include "tests/harness/files.h"

namespace {

using harness::Answer;
using harness::Folder;
using harness::recourse_command;

const std::string clean = R"(policy a
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party buyer

case Claim {
  event apply by buyer

  start Open

  state Open {
    on apply     -> Done
    after 5 days -> Done  allow uncovered because "short"
  }
  final Done
}

scenario "applied" {
  open at 2024-03-01 10:00
  at 2024-03-02 10:00 buyer apply
  at 2024-03-02 10:00 expect ended
}
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

const std::string unknown_state = replaced(clean, "-> Done\n    after", "-> Dome\n    after");
const std::string unparsable = replaced(clean, "start Open", "start (");
const std::string with_warning = replaced(clean, "party buyer", "party buyer, stranger");
const std::string failing = replaced(clean, "expect ended", "expect Open");

TEST(Command, HelpVersionAndWrongVerbs) {
    EXPECT_EQ(recourse_command({"--version"}).out, "recourse 0.1.0\n");
    const Answer help = recourse_command({"--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find("recourse check rules"), std::string::npos);
    EXPECT_EQ(recourse_command({}).code, 2);
    const Answer wrong = recourse_command({"chekc"});
    EXPECT_EQ(wrong.code, 2);
    EXPECT_NE(wrong.err.find("try: recourse check"), std::string::npos) << wrong.err;
    for (const char* verb : {"check", "fmt", "test"}) {
        const Answer one = recourse_command({verb, "--help"});
        EXPECT_EQ(one.code, 0);
        EXPECT_NE(one.out.find("Examples:"), std::string::npos) << one.out;
        EXPECT_EQ(recourse_command({verb, "--no-such-option"}).code, 2);
    }
    EXPECT_EQ(recourse_command({"check", "--format", "xml"}).code, 2);
    EXPECT_EQ(recourse_command({"test", "--require-coverage", "101"}).code, 2);
}

TEST(Command, CheckGivesItsExitCodes) {
    const Folder folder;
    folder.write("clean.rule", clean);
    folder.write("warned/warned.rule", replaced(with_warning, "policy a", "policy b"));
    folder.write("bad/bad.rule", replaced(unknown_state, "policy a", "policy c"));
    EXPECT_EQ(recourse_command({"check", "clean.rule"}, {}, folder.path()).code, 0);
    EXPECT_EQ(recourse_command({"check", "warned"}, {}, folder.path()).code, 0);
    EXPECT_EQ(recourse_command({"check", "warned", "--fail-level", "warning"}, {}, folder.path()).code, 1);
    EXPECT_EQ(recourse_command({"check", "bad"}, {}, folder.path()).code, 1);
    EXPECT_EQ(recourse_command({"check"}, {}, folder.path()).code, 1);
    EXPECT_EQ(recourse_command({"check", "none.rule"}, {}, folder.path()).code, 2);
    const Answer answer = recourse_command({"check"}, {}, folder.path());
    EXPECT_NE(answer.out.find("error[unknown-state]"), std::string::npos) << answer.out;
    EXPECT_NE(answer.out.find("in 2 of 3 files"), std::string::npos) << answer.out;
    EXPECT_EQ(answer.err, "");
}

TEST(Command, TroubleWithFilesIsToldInWords) {
    const Folder folder;
    std::filesystem::create_directories(folder.path() / "empty");
    const Answer missing = recourse_command({"check", "nowhere.rule"}, {}, folder.path());
    EXPECT_EQ(missing.code, 2);
    EXPECT_NE(missing.err.find("cannot read `nowhere.rule`"), std::string::npos) << missing.err;
    EXPECT_NE(missing.err.find("there is no such file"), std::string::npos) << missing.err;
    const Answer empty = recourse_command({"check", "empty"}, {}, folder.path());
    EXPECT_EQ(empty.code, 2);
    EXPECT_NE(empty.err.find("no .rule file"), std::string::npos) << empty.err;
    if (::geteuid() == 0) return;       // root may read everything
    folder.write("locked.rule", clean);
    ::chmod((folder.path() / "locked.rule").c_str(), 0);
    EXPECT_EQ(recourse_command({"check", "locked.rule"}, {}, folder.path()).code, 2);
}

TEST(Command, FormatsAndColours) {
    const Folder folder;
    folder.write("bad.rule", unknown_state);
    const auto json = nlohmann::json::parse(recourse_command({"check", "--format", "json"}, {}, folder.path()).out);
    EXPECT_EQ(json["summary"]["errors"], 1);
    EXPECT_EQ(json["findings"][0]["code"], "unknown-state");
    const Answer plain = recourse_command({"check", "--format", "plain"}, {}, folder.path());
    EXPECT_TRUE(plain.out.starts_with("bad.rule:13:21: error: ")) << plain.out;
    EXPECT_EQ(recourse_command({"check"}, {}, folder.path()).out.find('\x1b'), std::string::npos);
    EXPECT_NE(recourse_command({"check", "--color", "always"}, {}, folder.path()).out.find('\x1b'), std::string::npos);
    EXPECT_NE(recourse_command({"check", "--color", "always"}, {}, folder.path(), {"NO_COLOR=1"}).out.find('\x1b'), std::string::npos);
}

TEST(Command, ImportsAreFoundBesideTheFile) {
    const Folder folder;
    folder.write("p/claim.rule", replaced(clean, "party buyer", "import shop.terms (Grade)\n\nparty buyer"));
    folder.write("p/terms.rule", "library shop.terms\n\nkind Grade = good, bad\n");
    const Answer answer = recourse_command({"check", "p/claim.rule"}, {}, folder.path());
    EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
}

TEST(Command, SettingsAreFoundUpwards) {
    const Folder folder;
    folder.write("recourse.toml", "paths = [\"rules\"]\n\n[levels]\nunused-declaration = \"error\"\n");
    folder.write("rules/a.rule", with_warning);
    folder.write("other/b.rule", unparsable);
    EXPECT_EQ(recourse_command({"check"}, {}, folder.path()).code, 1);
    const Answer below = recourse_command({"check"}, {}, folder.path() / "other");
    EXPECT_EQ(below.code, 1);
    EXPECT_NE(below.out.find("../rules/a.rule"), std::string::npos) << below.out;
    folder.write("recourse.toml", "paths = [\"rules\"]\n[levels]\nunused-declaration = \"off\"\n");
    EXPECT_EQ(recourse_command({"check", "--fail-level", "note"}, {}, folder.path()).code, 0);
    for (const char* wrong : {"path = []\n", "paths = 3\n", "[levels]\nx = \"loud\"\n", "paths = [\n"}) {
        folder.write("recourse.toml", wrong);
        const Answer answer = recourse_command({"check"}, {}, folder.path());
        EXPECT_EQ(answer.code, 2) << wrong;
        EXPECT_NE(answer.err.find("recourse.toml:"), std::string::npos) << answer.err;
    }
}

TEST(Command, FmtRewritesInOneStep) {
    const Folder folder;
    const std::string untidy = replaced(clean, "party buyer", "party    buyer");
    folder.write("a.rule", untidy);
    ::chmod((folder.path() / "a.rule").c_str(), 0640);
    EXPECT_EQ(recourse_command({"fmt", "--check", "a.rule"}, {}, folder.path()).code, 1);
    const Answer diff = recourse_command({"fmt", "--diff", "a.rule"}, {}, folder.path());
    EXPECT_EQ(diff.code, 1);
    EXPECT_NE(diff.out.find("-party    buyer\n+party buyer\n"), std::string::npos) << diff.out;
    EXPECT_EQ(folder.read("a.rule"), untidy);
    EXPECT_EQ(recourse_command({"fmt", "a.rule"}, {}, folder.path()).code, 0);
    EXPECT_NE(folder.read("a.rule").find("\nparty buyer\n"), std::string::npos);
    struct stat after{};
    ASSERT_EQ(::stat((folder.path() / "a.rule").c_str(), &after), 0);
    EXPECT_EQ(after.st_mode & 0777, 0640u);
    EXPECT_EQ(recourse_command({"fmt", "--check", "a.rule"}, {}, folder.path()).code, 0);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "something was left behind";
}

TEST(Command, FmtKeepsSymbolicLinks) {
    const Folder folder;
    folder.write("real/a.rule", replaced(clean, "party buyer", "party    buyer"));
    std::filesystem::create_symlink("real/a.rule", folder.path() / "link.rule");
    EXPECT_EQ(recourse_command({"fmt", "link.rule"}, {}, folder.path()).code, 0);
    EXPECT_TRUE(std::filesystem::is_symlink(folder.path() / "link.rule"));
    EXPECT_NE(folder.read("real/a.rule").find("\nparty buyer\n"), std::string::npos);
}

TEST(Command, FmtLeavesAloneWhatDoesNotParse) {
    const Folder folder;
    folder.write("bad.rule", unparsable);
    folder.write("good.rule", replaced(clean, "party buyer", "party    buyer"));
    const Answer answer = recourse_command({"fmt", "."}, {}, folder.path());
    EXPECT_EQ(answer.code, 1);
    EXPECT_NE(answer.err.find("bad.rule"), std::string::npos);
    EXPECT_EQ(folder.read("bad.rule"), unparsable);
    EXPECT_NE(folder.read("good.rule").find("\nparty buyer\n"), std::string::npos);
}

TEST(Command, FmtFromInputToOutput) {
    const Answer good = recourse_command({"fmt", "-"}, replaced(clean, "party buyer", "party    buyer"));
    EXPECT_EQ(good.code, 0);
    EXPECT_NE(good.out.find("\nparty buyer\n"), std::string::npos) << good.out;
    const Answer bad = recourse_command({"fmt", "-"}, unparsable);
    EXPECT_EQ(bad.code, 1);
    EXPECT_EQ(bad.out, "");
    EXPECT_NE(bad.err, "");
}

TEST(Command, TestGivesItsExitCodes) {
    const Folder folder;
    folder.write("good/a.rule", clean);
    folder.write("failing/a.rule", failing);
    folder.write("bad/a.rule", unknown_state);
    EXPECT_EQ(recourse_command({"test", "good"}, {}, folder.path()).code, 0);
    const Answer answer = recourse_command({"test", "failing"}, {}, folder.path());
    EXPECT_EQ(answer.code, 3);
    EXPECT_NE(answer.out.find("expected: Open"), std::string::npos) << answer.out;
    EXPECT_NE(answer.out.find("actual: Done"), std::string::npos) << answer.out;
    EXPECT_NE(answer.out.find("so far:"), std::string::npos) << answer.out;
    EXPECT_EQ(recourse_command({"test", "bad"}, {}, folder.path()).code, 1);
    EXPECT_EQ(recourse_command({"test", "nowhere"}, {}, folder.path()).code, 2);
    const Answer lacking = recourse_command({"test", "good", "--require-coverage", "100"}, {}, folder.path());
    EXPECT_EQ(lacking.code, 3);
    EXPECT_NE(lacking.out.find("after 5 days"), std::string::npos) << lacking.out;
    EXPECT_EQ(recourse_command({"test", "good", "--require-coverage", "50"}, {}, folder.path()).code, 0);
    const auto json = nlohmann::json::parse(recourse_command({"test", "failing", "--format", "json"}, {}, folder.path()).out);
    EXPECT_EQ(json["summary"]["failed"], 1);
    EXPECT_EQ(json["files"][0]["scenarios"][0]["failures"][0]["expected"], "Open");
}

TEST(Command, AFullDiskIsNoSuccess) {
    if (!std::filesystem::exists("/dev/full")) return;
    const std::string line = "'" RECOURSE_COMMAND "' --help > /dev/full 2> /dev/null";
    const int status = std::system(line.c_str());
    EXPECT_EQ(WEXITSTATUS(status), 2);
}

}  // namespace
