// Best and worst times: known ones of a small policy, and of every policy of rules/ the scenarios that attain them, played by the runtime.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include <recourse/bounds.h>
#include <recourse/compiler.h>

#include "tests/harness/files.h"

namespace {

using recourse::BoundsQuestion;
using recourse::BoundsReport;
using recourse::SourceSet;
using recourse::StateTimes;

constexpr std::int64_t day = 86'400'000;

const char* const claim = R"(policy bounds.claim
  time zone  "Asia/Shanghai"
  counting   std.counting.to_the_minute

party buyer, seller

case Claim {
  event agree  by seller
  event ship   by buyer
  event again  by buyer
  event settle by seller

  start Decides

  state Decides {
    on agree     -> Ships
    after 5 days -> Ships
  }
  state Ships {
    on ship      -> Back
    after 7 days -> Lapsed
  }
  state Back {
    on again  -> Back
    on settle -> Paid
  }
  final Paid
  final Lapsed
}
)";

BoundsReport bounds_of(const std::string& text, const BoundsQuestion& question = {}) {
    SourceSet sources;
    sources.add("a.rule", text);
    return recourse::time_bounds(sources, "a.rule", question);
}

const StateTimes& state(const BoundsReport& report, const std::string& name) {
    static const StateTimes none;
    const auto found = std::find_if(report.states.begin(), report.states.end(), [&](const StateTimes& one) { return one.state == name; });
    return found == report.states.end() ? none : *found;
}

TEST(Bounds, CountFromTheOpeningToEachState) {
    const BoundsReport report = bounds_of(claim);
    ASSERT_EQ(report.problem, "");
    EXPECT_EQ(state(report, "Ships").soonest, 0);
    EXPECT_EQ(state(report, "Ships").latest, 5 * day);
    EXPECT_EQ(state(report, "Lapsed").soonest, 7 * day);
    EXPECT_EQ(state(report, "Lapsed").latest, 12 * day);
    // Nothing runs in Back: whoever comes to Paid has waited as long as the two liked.
    EXPECT_EQ(state(report, "Paid").latest, std::nullopt);
    EXPECT_EQ(state(report, "Paid").waits_for, (std::vector<std::string>{"buyer", "seller"}));
    EXPECT_TRUE(state(report, "Paid").goes_round);
}

TEST(Bounds, AssumeThatAPartyIsSilentOrPrompt) {
    BoundsQuestion silent;
    silent.silent = {"seller"};
    const BoundsReport without = bounds_of(claim, silent);
    EXPECT_EQ(state(without, "Ships").soonest, 5 * day);
    EXPECT_FALSE(state(without, "Paid").reached);
    BoundsQuestion prompt;
    prompt.prompt = {"seller", "buyer"};
    EXPECT_FALSE(state(bounds_of(claim, prompt), "Lapsed").reached);
    BoundsQuestion nobody;
    nobody.silent = {"platform"};
    EXPECT_EQ(bounds_of(claim, nobody).problem, "no party is called `platform`");
}

TEST(Bounds, CountFromAState) {
    BoundsQuestion question;
    question.from = "Ships";
    const BoundsReport report = bounds_of(claim, question);
    ASSERT_EQ(report.problem, "");
    EXPECT_FALSE(state(report, "Decides").reached);
    EXPECT_EQ(state(report, "Ships").soonest, 0);
    EXPECT_EQ(state(report, "Ships").latest, 0);
    EXPECT_EQ(state(report, "Back").soonest, 0);
    EXPECT_EQ(state(report, "Back").latest, std::nullopt);   // it may be entered again and again
    EXPECT_EQ(state(report, "Lapsed").soonest, 7 * day);
    EXPECT_EQ(state(report, "Lapsed").latest, 7 * day);
    EXPECT_EQ(state(report, "Lapsed").latest_shown, 7 * day);
    EXPECT_EQ(state(report, "Paid").latest, std::nullopt);
    question.from = "Nowhere";
    EXPECT_EQ(bounds_of(claim, question).problem, "`Claim` has no state called `Nowhere`");
}

// What waits without end before the state is none of its time.
TEST(Bounds, FromAStateLeaveOutWhatLiesBefore) {
    std::string text = claim;
    text.replace(text.find("    after 5 days -> Ships\n"), 26, "");
    EXPECT_EQ(state(bounds_of(text), "Lapsed").latest, std::nullopt);
    BoundsQuestion question;
    question.from = "Ships";
    EXPECT_EQ(state(bounds_of(text, question), "Lapsed").latest, 7 * day);
}

// Entered again, a state is as far from the others as from its last entering, at the soonest, and as from its first, at the latest.
TEST(Bounds, CountFromEveryEnteringOfAState) {
    std::string text = claim;
    text.replace(text.find("    on again  -> Back\n"), 22, "    on again at most once -> Ships\n    after 2 days -> Lapsed\n");
    BoundsQuestion question;
    question.from = "Ships";
    const BoundsReport report = bounds_of(text, question);
    ASSERT_EQ(report.problem, "");
    EXPECT_EQ(state(report, "Ships").latest, 9 * day);
    EXPECT_EQ(state(report, "Lapsed").soonest, 2 * day);
    EXPECT_EQ(state(report, "Lapsed").latest, 18 * day);
    question.silent = {"buyer"};   // from there on
    EXPECT_EQ(state(bounds_of(text, question), "Lapsed").latest, 7 * day);
    EXPECT_FALSE(state(bounds_of(text, question), "Back").reached);
}

const recourse::SilenceTimes& party(const recourse::SilenceReport& report, const std::string& name) {
    static const recourse::SilenceTimes none;
    const auto found = std::find_if(report.parties.begin(), report.parties.end(), [&](const recourse::SilenceTimes& one) { return one.party == name; });
    return found == report.parties.end() ? none : *found;
}

recourse::SilenceReport silence_of(const std::string& text) {
    SourceSet sources;
    sources.add("a.rule", text);
    return recourse::silence_bounds(sources, "a.rule", "");
}

TEST(Silence, OfEachPartyIsFollowedFromEverySituation) {
    const std::string again = "on again  -> Back";
    std::string text = claim;
    text.replace(text.find(again), again.size(), "after 9 days -> Paid");
    const recourse::SilenceReport report = silence_of(text);
    ASSERT_EQ(report.problem, "");
    // From the opening: five days, then the buyer ships at the last instant, then nine days.
    EXPECT_EQ(party(report, "seller").latest, 21 * day);
    EXPECT_FALSE(party(report, "seller").latest_way.empty());
    // The buyer may as well fall silent after having shipped, which takes less.
    EXPECT_EQ(party(report, "buyer").latest, 12 * day);
    EXPECT_EQ(report.parties.size(), 2u);
}

TEST(Silence, SaysForWhomACaseWaits) {
    const recourse::SilenceReport report = silence_of(claim);
    EXPECT_EQ(party(report, "seller").latest, std::nullopt);
    EXPECT_EQ(party(report, "seller").waits_for, (std::vector<std::string>{"buyer", "seller"}));
    EXPECT_EQ(silence_of("policy p").problem, "the policy has errors: `recourse check` tells them");
}

// A state that rests is an answer, and a round is none.
TEST(Silence, EndsWhereACaseRests) {
    const std::string opening = "policy p\n  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer\ncase C {\n  event pay by buyer\n  start A\n";
    const auto rests = silence_of(opening + "  state A { after 3 days -> B\n on pay -> Z }\n  resting B { on pay -> Z }\n  final Z\n}\n");
    EXPECT_EQ(party(rests, "buyer").latest, 3 * day);
    const auto round = silence_of(opening + "  state A { after 3 days -> B\n on pay -> Z }\n  state B { after 4 days -> A\n on pay -> Z }\n  final Z\n}\n");
    EXPECT_EQ(party(round, "buyer").latest, std::nullopt);
    EXPECT_TRUE(party(round, "buyer").goes_round);
}

TEST(Bounds, OfEveryPolicyAreAttainedByScenariosThatTheRuntimePlays) {
    SourceSet rules;
    for (const std::string& path : harness::files_below("rules", ".rule")) rules.add(path, harness::read(path));
    std::size_t played = 0;
    for (const std::string& path : rules.paths()) {
        const BoundsReport report = recourse::time_bounds(rules, path, {});
        if (report.problem == "the policy has no case") continue;
        ASSERT_EQ(report.problem, "") << path;
        std::string text = *rules.find(path);
        for (const StateTimes& times : report.states) {
            // A duty has all its states, also one that no case of the policy can come to.
            const std::string machine = times.state.substr(0, times.state.find('.'));
            const bool late_or_released = times.state == machine + ".done_late" || times.state == machine + ".released";
            const bool of_duty = late_or_released && text.find("\n  duty " + machine + " :") != std::string::npos;
            EXPECT_TRUE(times.reached || of_duty) << path << ": " << times.state;
            for (const auto* way : {&times.soonest_way, &times.latest_way}) {
                for (const std::string& line : *way) text += "\n" + line;
            }
        }
        SourceSet with_ways = rules;
        with_ways.add(path, text + "\n");
        recourse::Options options;
        options.checks = false;
        const auto report_of_play = recourse::analyse(std::move(with_ways), options).run_scenarios(path);
        EXPECT_TRUE(report_of_play.passed()) << path;
        played += report_of_play.scenarios.size();
    }
    EXPECT_GT(played, 300u);
}

}  // namespace
