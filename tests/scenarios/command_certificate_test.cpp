// `recourse check --certificate`, and the program that checks what it writes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include <sys/wait.h>

#include "test_paths.h"
#include "tests/harness/command.h"

namespace {

using harness::Answer;
using harness::Folder;
using harness::recourse_command;

const std::string small = "policy small\n  time zone  \"UTC\"\n  counting   std.counting.whole_days\n\nparty buyer\n\n"
                          "case C {\n  event go by buyer\n\n  start A\n\n  state A {\n    on go        -> B\n    after 9 days -> B\n  }\n  final B\n}\n"
                          "\npromise \"it ends\" C ends within 9 days\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) { return text.replace(text.find(from), from.size(), to); }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Answer certify(const std::string& words, const Folder& folder) {
    const Folder streams;
    const std::string out = (streams.path() / "out").string();
    const int status = std::system(("cd '" + folder.path().string() + "' && '" RECOURSE_CERTIFY "' " + words + " > '" + out + "' 2>&1").c_str());
    return {WEXITSTATUS(status), streams.read("out"), ""};
}

TEST(CommandCertificate, IsWrittenAndChecked) {
    const Folder folder;
    folder.write("p/small.rule", small);
    folder.write("p/other.rule", replaced(small, "policy small", "policy other"));
    const Answer answer = recourse_command({"check", "p", "--certificate", "proof"}, {}, folder.path());
    EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
    EXPECT_TRUE(has(answer.out, "proof: 4 sets, ")) << answer.out;
    const Answer good = certify("proof p", folder);
    EXPECT_EQ(good.code, 0) << good.out;
    EXPECT_TRUE(has(good.out, "4 sets, ") && has(good.out, "closed, nothing bad")) << good.out;
    // A text that has changed since.
    folder.write("p/small.rule", replaced(small, "on go        -> B", "on go        -> A"));
    const Answer bad = certify("proof p", folder);
    EXPECT_EQ(bad.code, 1);
    EXPECT_TRUE(has(bad.out, "refused: small: the certificate is of other texts")) << bad.out;
    EXPECT_EQ(certify("proof", folder).code, 2);
    EXPECT_EQ(certify("nothing p", folder).code, 2);
}

TEST(CommandCertificate, IsNotWrittenOfWhatIsNotProved) {
    const Folder folder;
    folder.write("small.rule", small);
    folder.write("broken.rule", replaced(replaced(small, "policy small", "policy broken"), "within 9 days", "within 8 days"));
    folder.write("proof", "as it was");
    const Answer errors = recourse_command({"check", "--certificate", "proof"}, {}, folder.path());
    EXPECT_EQ(errors.code, 1);
    EXPECT_TRUE(has(errors.err, "`proof` is not written") && has(errors.err, "broken.rule: the policy has errors")) << errors.err;
    const Answer nowhere = recourse_command({"check", "small.rule", "--certificate", "none/proof"}, {}, folder.path());
    EXPECT_EQ(nowhere.code, 2) << nowhere.err;
    folder.write("recourse.toml", "[budget]\nsituations = 1\n\n[levels]\nlimit-reached = \"off\"\n");
    const Answer limited = recourse_command({"check", "small.rule", "--certificate", "proof"}, {}, folder.path());
    EXPECT_EQ(limited.code, 1) << limited.out;
    EXPECT_TRUE(has(limited.err, "the search was ended")) << limited.err;
    EXPECT_EQ(folder.read("proof"), "as it was");
}

}  // namespace
