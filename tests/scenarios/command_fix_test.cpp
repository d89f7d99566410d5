// recourse check --fix: what it writes, what it tells and what it leaves alone.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/harness/command.h"

namespace {

using harness::Answer;
using harness::Folder;
using harness::recourse_command;

// A party that nobody is, a reminder that moves a time, and a name with a capital; an import that goes once the party has gone is not here.
constexpr const char* kPolicy = R"(policy shop.claim
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party buyer, seller, carrier  # three

case Claim {
  event ask     by buyer
  event remind  by buyer
  event answerIt by seller
  start Open
  state Open {
    on ask       -> Asked
    after 9 days -> Closed
  }
  state Asked {
    takes remind
    on answerIt until 5 days after remind -> Closed
    after 30 days -> Closed
  }
  final Closed
}
)";

constexpr const char* kMended = R"(policy shop.claim
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party buyer, seller  # three

case Claim {
  event ask     by buyer
  event remind  by buyer
  event answer_it by seller
  start Open
  state Open {
    on ask       -> Asked
    after 9 days -> Closed
  }
  state Asked {
    takes remind
    on answer_it until 5 days after first remind -> Closed
    after 30 days -> Closed
  }
  final Closed
}
)";

TEST(CommandFix, AppliesWhatIsOfferedAndTellsIt) {
    const Folder folder;
    folder.write("a.rule", kPolicy);
    const Answer answer = recourse_command({"check", "--fix", "--format", "plain", "a.rule"}, {}, folder.path());
    EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
    EXPECT_EQ(folder.read("a.rule"), kMended);
    EXPECT_NE(answer.out.find("mended: a.rule:5: take `carrier` away [unused-declaration]\n"), std::string::npos) << answer.out;
    EXPECT_NE(answer.out.find("3 fixes applied in 1 file\n0 findings in 1 file\n"), std::string::npos) << answer.out;
    const Answer again = recourse_command({"check", "--fix", "--format", "plain", "a.rule"}, {}, folder.path());
    EXPECT_EQ(again.out, "0 fixes applied in 0 files\n0 findings in 1 file\n");
}

TEST(CommandFix, ShowsItWithoutWriting) {
    const Folder folder;
    folder.write("a.rule", kPolicy);
    const Answer answer = recourse_command({"check", "--fix", "--diff", "--format", "plain", "a.rule"}, {}, folder.path());
    EXPECT_EQ(folder.read("a.rule"), kPolicy);
    EXPECT_NE(answer.out.find("-party buyer, seller, carrier  # three\n+party buyer, seller  # three\n"), std::string::npos) << answer.out;
    EXPECT_NE(answer.out.find("would mend: a.rule:5: "), std::string::npos) << answer.out;
    EXPECT_NE(answer.out.find("3 fixes to apply in 1 file\n"), std::string::npos) << answer.out;
    const Answer json = recourse_command({"check", "--fix", "--diff", "--format", "json", "a.rule"}, {}, folder.path());
    const auto report = nlohmann::json::parse(json.out);
    EXPECT_EQ(report["fixes"].size(), 3u);
    EXPECT_EQ(report["files"][0]["path"], "a.rule");
    EXPECT_EQ(report["files"][0]["written"], false);
    EXPECT_TRUE(report["findings"].empty());
}

TEST(CommandFix, ChangesTheFilesAskedForAlone) {
    const Folder folder;
    folder.write("a.rule", kPolicy);
    folder.write("b.rule", std::string(kPolicy).replace(std::string(kPolicy).find("shop.claim"), 10, "shop.other"));
    EXPECT_EQ(recourse_command({"check", "--fix", "a.rule"}, {}, folder.path()).code, 0);
    EXPECT_EQ(folder.read("a.rule"), kMended);
    EXPECT_NE(folder.read("b.rule").find("carrier"), std::string::npos);
}

TEST(CommandFix, MendsErrorsAndWhatTheyHid) {
    const Folder folder;
    std::string broken = kPolicy;
    broken.replace(broken.find("-> Asked"), 8, "-> Askd");
    folder.write("a.rule", broken);
    EXPECT_EQ(recourse_command({"check", "--fix", "a.rule"}, {}, folder.path()).code, 0);
    EXPECT_EQ(folder.read("a.rule"), kMended);
}

TEST(CommandFix, WithholdsWhatWouldBreakAnotherFile) {
    const Folder folder;
    const std::string policy = "policy shop.one\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer\nkind wear = worn, torn\n"
                               "case C {\n  fact worn_by: wear\n  event ask by buyer\n  start A\n  state A {\n    on ask if worn_by = torn -> Z\n    after 5 days -> Z\n  }\n  final Z\n}\n";
    folder.write("one.rule", policy);
    folder.write("two.rule", "policy shop.two\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nimport shop.one (wear)\nparty buyer\n"
                             "case D {\n  fact how: wear\n  event ask by buyer\n  start A\n  state A {\n    on ask if how = torn -> Z\n    after 5 days -> Z\n  }\n  final Z\n}\n");
    const Answer answer = recourse_command({"check", "--fix", "--format", "plain", "."}, {}, folder.path());
    EXPECT_EQ(folder.read("one.rule"), policy) << answer.out;
    EXPECT_NE(answer.out.find("not mended: one.rule:5: rename to `Wear`"), std::string::npos) << answer.out << answer.err;
}

TEST(CommandFix, WantsFilesToWriteAndFixToShow) {
    const Folder folder;
    folder.write("a.rule", kPolicy);
    EXPECT_EQ(recourse_command({"check", "--diff", "a.rule"}, {}, folder.path()).code, 2);
    EXPECT_EQ(recourse_command({"check", "--fix", "-"}, kPolicy, folder.path()).code, 2);
    EXPECT_EQ(folder.read("a.rule"), kPolicy);
}

TEST(CommandFix, LevelsAreGivenToGroupsAndUnknownNamesAreRefused) {
    const Folder folder;
    folder.write("a.rule", kPolicy);
    folder.write("recourse.toml", "[levels]\nhygiene = \"error\"\nnaming-convention = \"off\"\n");
    const Answer strict = recourse_command({"check", "--format", "json", "a.rule"}, {}, folder.path());
    EXPECT_EQ(strict.code, 1);
    EXPECT_EQ(nlohmann::json::parse(strict.out)["summary"]["errors"], 2) << strict.out;
    folder.write("recourse.toml", "[levels]\nhygeine = \"off\"\n");
    const Answer wrong = recourse_command({"check", "a.rule"}, {}, folder.path());
    EXPECT_EQ(wrong.code, 2);
    EXPECT_NE(wrong.err.find("did you mean `hygiene`?"), std::string::npos) << wrong.err;
}

}  // namespace
