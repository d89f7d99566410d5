// Promises, witnesses and budgets as people and CI meet them.
#include <gtest/gtest.h>

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/harness/command.h"

namespace {

using harness::Answer;
using harness::Folder;
using harness::recourse_command;

const std::string claim = R"(policy a
  time zone "Asia/Shanghai"
  counting  std.counting.to_the_minute

party buyer, seller

case Claim {
  event refuse   by seller
  event escalate by buyer

  start Open

  state Open {
    on refuse    -> Refused
    after 5 days -> Paid
  }
  state Refused {
    on escalate  -> Paid
    after 7 days -> Lapsed
  }
  final Paid
  final Lapsed
}

)";

TEST(CommandPromise, SaysWhatIsKeptAndExitsByIt) {
    const Folder folder;
    folder.write("kept.rule", claim + "promise \"it ends\"  Claim ends within 12 days\n");
    folder.write("broken.rule", claim + "promise \"it ends\"  Claim ends within 12 days\npromise \"never lapses\"  Open never leads to Lapsed\n");
    folder.write("wrong.rule", claim + "promise \"it ends\"  Claim ends within\n");
    const Answer kept = recourse_command({"promise", "kept.rule"}, {}, folder.path());
    EXPECT_EQ(kept.code, 0) << kept.err;
    EXPECT_NE(kept.out.find("kept       it ends  ("), std::string::npos) << kept.out;
    EXPECT_NE(kept.out.find("1 promise: 1 kept in every case"), std::string::npos) << kept.out;
    const Answer broken = recourse_command({"promise", "broken.rule"}, {}, folder.path());
    EXPECT_EQ(broken.code, 3);
    EXPECT_NE(broken.out.find("broken     never lapses"), std::string::npos) << broken.out;
    EXPECT_NE(broken.out.find("expect Lapsed"), std::string::npos) << broken.out;
    EXPECT_EQ(recourse_command({"promise", "wrong.rule"}, {}, folder.path()).code, 2);
    const Answer json = recourse_command({"promise", "broken.rule", "--format", "json"}, {}, folder.path());
    const auto report = nlohmann::json::parse(json.out);
    ASSERT_EQ(report["promises"].size(), 2u) << json.out;
    EXPECT_EQ(report["promises"][0]["outcome"], "kept");
    EXPECT_EQ(report["promises"][1]["outcome"], "broken");
    EXPECT_EQ(report["promises"][1]["line"], 26);
    EXPECT_FALSE(report["promises"][1]["way"].empty());
}

TEST(CommandPromise, APromiseThatIsBrokenStopsACheckAndAnAllowAcceptsIt) {
    const Folder folder;
    folder.write("broken.rule", claim + "promise \"never lapses\"  Open never leads to Lapsed\n");
    folder.write("allowed/allowed.rule",
                 claim + "promise \"never lapses\"  Open never leads to Lapsed  allow broken-promise because \"until the next version\"\n");
    EXPECT_EQ(recourse_command({"check", "broken.rule"}, {}, folder.path()).code, 1);
    const Answer allowed = recourse_command({"check", "allowed"}, {}, folder.path());
    EXPECT_EQ(allowed.code, 0) << allowed.out;
    EXPECT_NE(allowed.out.find("0 findings"), std::string::npos) << allowed.out;
}

TEST(CommandPromise, TheScenarioOfAFindingIsWrittenAndCanBePlayed) {
    const Folder folder;
    folder.write("broken.rule", claim + "promise \"never lapses\"  Open never leads to Lapsed\n");
    const Answer answer = recourse_command({"check", "broken.rule", "--witness", "shown/here"}, {}, folder.path());
    EXPECT_EQ(answer.code, 1);
    const std::string scenario = folder.read("shown/here/broken.rule-25-broken-promise.scenario");
    ASSERT_NE(scenario.find("scenario \"broken-promise\" {"), std::string::npos) << scenario;
    folder.write("played.rule", claim + scenario);
    const Answer played = recourse_command({"test", "played.rule"}, {}, folder.path());
    EXPECT_EQ(played.code, 0) << played.out << played.err;
}

TEST(CommandPromise, ABudgetThatIsNotEnoughIsAFinding) {
    const Folder folder;
    folder.write("claim.rule", claim);
    folder.write("recourse.toml", "[budget]\nsituations = 1\n");
    const Answer short_of = recourse_command({"check", "claim.rule"}, {}, folder.path());
    EXPECT_EQ(short_of.code, 1);
    EXPECT_NE(short_of.out.find("error[limit-reached]: cases of `Claim` can come to more than 1 situations"), std::string::npos) << short_of.out;
    folder.write("recourse.toml", "[budget]\nsituations = 1000\nmegabytes = 64\nseconds = 60\n");
    EXPECT_EQ(recourse_command({"check", "claim.rule"}, {}, folder.path()).code, 0);
    for (const char* wrong : {"[budget]\nsituations = 0\n", "[budget]\nseconds = 1.5\n", "[budget]\nminutes = 1\n", "budget = 3\n"}) {
        folder.write("recourse.toml", wrong);
        const Answer refused = recourse_command({"check", "claim.rule"}, {}, folder.path());
        EXPECT_EQ(refused.code, 2) << wrong;
        EXPECT_NE(refused.err.find("recourse.toml:"), std::string::npos) << refused.err;
    }
}

}  // namespace
