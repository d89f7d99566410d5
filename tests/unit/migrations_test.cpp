// Versions of one policy: what a migration says, what is found of it, and what the runtime makes of a case that comes over.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include <recourse/compiler.h>
#include <recourse/runtime.hpp>


namespace {

using namespace recourse;

constexpr Instant kDay = 86'400'000, kHour = 3'600'000;
constexpr Instant kOpened = 1735524000000;      // 2024-12-30 10:00 in Shanghai

std::string policy(int version, std::string_view force, std::string_view body) {
    std::string text = "policy t.terms\n  version " + std::to_string(version) + ", " + std::string(force) + "\n";
    text += "  time zone \"Asia/Shanghai\"\n  counting std.counting.to_the_minute\nparty buyer, seller\n";
    return text + std::string(body);
}

constexpr std::string_view kOldDates = "in force from 2024-01-01 until 2024-12-31", kNewDates = "in force from 2025-01-01";

std::string claim(std::string_view days, std::string_view waits = "Asked", std::string_view more = "", std::string_view rules = "") {
    std::string text = "case Claim {\n  event ask by buyer, at most once\n  event agree by seller\n  effect remind (whom: party)\n";
    text += std::string(more) + "  start Open\n  state Open {\n    on ask -> " + std::string(waits) + "\n    after 15 days -> Over\n  }\n  state ";
    text += std::string(waits) + " {\n" + std::string(rules) + "    on agree -> Paid\n    after " + std::string(days) + " -> Paid { do remind(buyer) }\n  }\n";
    return text + "  final Paid\n  final Over\n}\n";
}

struct Both {
    Both(const std::string& old, const std::string& now) : analysis(analyse(sources(old, now))) {}
    static SourceSet sources(const std::string& old, const std::string& now) {
        SourceSet set;
        set.add("old.rule", old);
        set.add("now.rule", now);
        return set;
    }
    // Codes told of the newer file, without advice on what examples leave out.
    [[nodiscard]] std::set<std::string> codes() const {
        std::set<std::string> found;
        for (const Finding& one : analysis.findings()) {
            if (one.code != "uncovered" && one.code != "unused-declaration") found.insert(one.code);
        }
        return found;
    }
    [[nodiscard]] const Finding* find(std::string_view code) const {
        const auto found = std::find_if(analysis.findings().begin(), analysis.findings().end(), [&](const Finding& one) { return one.code == code; });
        return found == analysis.findings().end() ? nullptr : &*found;
    }
    [[nodiscard]] std::string told() const { return render(analysis.findings(), analysis.sources()); }
    Analysis analysis;
};

Program loaded(const Analysis& analysis, std::string_view path) {
    LoadError error;
    const auto bytes = analysis.compile(path);
    EXPECT_TRUE(bytes) << path << "\n" << render(analysis.findings(), analysis.sources());
    auto program = Program::load(*bytes, error);
    EXPECT_TRUE(program) << error.message;
    return std::move(*program);
}

struct Heard final : Listener {
    explicit Heard(const Program& p) : program(p) {}
    void moved(const Move& move) override { lines.push_back(std::string(program.state_name(move.to)) + " at " + std::to_string(move.at)); }
    void effect(const EffectCall& call) override { ids.push_back(effect_id(program, "A", call)); }
    const Program& program;
    std::vector<std::string> lines, ids;
};

const std::string kOld = policy(2, kOldDates, claim("5 days"));

std::string newer(std::string_view block, std::string_view days = "3 days", std::string_view waits = "Asked") {
    return policy(3, kNewDates, claim(days, waits)) + "migrate from 2 {\n" + std::string(block) + "\n}\n";
}

// Each mistake in a block has its code.
TEST(Migrations, MistakesHaveCodes) {
    const std::pair<const char*, const char*> cases[] = {
        {"same names", "migration-clock"},
        {"same names running on\nAsked -> Gone running on", "unknown-state"},
        {"same names running on\nNowhere -> Asked running on", "unknown-state"},
        {"same names running on\nAsked -> Paid running on", "migration-mismatch"},
        {"same names running on\nAsked -> Asked running on\nAsked stays because \"no\"", "migration-twice"},
        {"same names running on\nevent ask -> nothing", "unknown-event"},
        {"same names running on\nrecord rounds = 1", "unknown-record"},
        {"same names running on\nfact price = 1", "unknown-fact"},
        {"Open -> Open running on\nAsked -> Asked running on", "migration-not-kept"},
    };
    for (const auto& [block, code] : cases) {
        const Both both(kOld, newer(block));
        EXPECT_TRUE(both.codes().contains(code)) << block << "\n" << both.told();
    }
}

TEST(Migrations, AnotherVersionIsNeeded) {
    const Both missing(policy(1, kOldDates, claim("5 days")), newer("same names running on"));
    EXPECT_TRUE(missing.codes().contains("unknown-version")) << missing.told();
    const Both itself(kOld, policy(3, kNewDates, claim("3 days")) + "migrate from 3 { same names running on }\n");
    EXPECT_TRUE(itself.codes().contains("unknown-version")) << itself.told();
}

TEST(Migrations, AStateWithoutALineIsShownByACaseThatStandsThere) {
    const Both both(kOld, newer("same names running on", "5 days", "Waiting"));
    const Finding* finding = both.find("migration-incomplete");
    ASSERT_NE(finding, nullptr) << both.told();
    EXPECT_FALSE(finding->witness.empty());
    EXPECT_EQ(both.find("unproved-finding"), nullptr) << both.told();
}

TEST(Migrations, ARecordThatHasNoRoomIsShown) {
    const auto with_rounds = [](std::string_view most) {
        return claim("5 days", "Asked", "  event again by buyer\n  record rounds : 0.." + std::string(most) + "\n", "    on again if rounds < " + std::string(most) + " stay { count rounds }\n");
    };
    const std::string old = policy(2, kOldDates, with_rounds("3")), now = policy(3, kNewDates, with_rounds("1"));
    const Both tight(old, now + "migrate from 2 { same names running on }\n");
    EXPECT_NE(tight.find("migration-out-of-bounds"), nullptr) << tight.told();
    EXPECT_EQ(tight.find("unproved-finding"), nullptr) << tight.told();
    const Both anew(old, now + "migrate from 2 {\n  same names running on\n  record rounds = 0\n}\n");
    EXPECT_EQ(anew.find("migration-out-of-bounds"), nullptr) << anew.told();
}

TEST(Migrations, AShorterPeriodThatRunsOnMayHavePassed) {
    const Both shorter(kOld, newer("same names running on"));
    EXPECT_NE(shorter.find("migration-past-due"), nullptr) << shorter.told();
    EXPECT_EQ(shorter.find("unproved-finding"), nullptr) << shorter.told();
    for (const char* block : {"same names counted anew", "same names deadlines kept", "same names deadlines cancelled"}) {
        const Both other(kOld, newer(block));
        EXPECT_EQ(other.find("migration-past-due"), nullptr) << block << "\n" << other.told();
    }
    const Both longer(kOld, newer("same names running on", "9 days"));
    EXPECT_EQ(longer.find("migration-past-due"), nullptr) << longer.told();
}

TEST(Versions, OverlapsAndGapsAreToldOfTheLaterOne) {
    const auto with = [](std::string_view force) { return policy(2, force, claim("5 days")); };
    const std::string now = policy(3, kNewDates, claim("3 days"));
    EXPECT_TRUE(Both(with("in force from 2024-01-01"), now).codes().contains("versions-overlap"));
    EXPECT_TRUE(Both(with("in force from 2024-01-01 until 2025-01-01"), now).codes().contains("versions-overlap"));
    EXPECT_TRUE(Both(with("in force from 2024-01-01 until 2024-12-30"), now).codes().contains("versions-gap"));
    const Both next(kOld, now);
    EXPECT_FALSE(next.codes().contains("versions-gap") || next.codes().contains("versions-overlap")) << next.told();
}

// ---- the runtime ------------------------------------------------------------------------------------------------------------------

// A claim asked for at the opening, brought over three days and twelve hours later.
class Moved : public testing::Test {
protected:
    void bring(std::string_view block) {
        both_ = std::make_unique<Both>(kOld, newer(block));
        old_ = std::make_unique<Program>(loaded(both_->analysis, "old.rule"));
        now_ = std::make_unique<Program>(loaded(both_->analysis, "now.rule"));
        Heard before(*old_);
        const std::uint32_t type = old_->find_case("Claim");
        ASSERT_EQ(open(*old_, c_, type, kOpened, {}, before).verdict, Verdict::accepted);
        ASSERT_EQ(step(*old_, c_.ref(), {old_->find_event(type, "ask"), old_->find_party("buyer"), kOpened, {}, "e"}, before).verdict, Verdict::accepted);
        heard_ = std::make_unique<Heard>(*now_);
        result_ = migrate(*old_, c_.ref(), *now_, at_, moved_, before, *heard_);
    }
    std::vector<std::string> after(Instant to) {
        heard_->lines.clear();
        (void)advance(*now_, moved_.ref(), to, *heard_);
        return heard_->lines;
    }
    Instant at_ = kOpened + 3 * kDay + 12 * kHour;
    std::unique_ptr<Both> both_;
    std::unique_ptr<Program> old_, now_;
    std::unique_ptr<Heard> heard_;
    Case c_, moved_;
    StepResult result_;
};

TEST_F(Moved, RunningOnFiresAtOnceWhatHasPassed) {
    bring("same names running on");
    ASSERT_EQ(result_.verdict, Verdict::accepted);
    EXPECT_EQ(heard_->lines, std::vector<std::string>{"Paid at " + std::to_string(at_)});
}
TEST_F(Moved, AnewCountsFromTheMigration) {
    bring("same names counted anew");
    EXPECT_TRUE(heard_->lines.empty());
    EXPECT_TRUE(after(at_ + 3 * kDay - 1).empty());
    EXPECT_EQ(after(at_ + 3 * kDay).size(), 1u);
}
TEST_F(Moved, KeptFiresWhenItWould) {
    bring("same names deadlines kept");
    EXPECT_TRUE(after(kOpened + 5 * kDay - 1).empty());
    EXPECT_EQ(after(kOpened + 5 * kDay).size(), 1u);
}
TEST_F(Moved, CancelledNeverFires) {
    bring("same names deadlines cancelled");
    EXPECT_TRUE(after(kOpened + 500 * kDay).empty());
    EXPECT_EQ(moved_.ref().status(), Status::running);
    EXPECT_EQ(moved_.ref().next_due(), never);
}
TEST_F(Moved, WhatStaysSaysWhy) {
    bring("same names running on\nAsked stays because \"it ends as it began\"");
    EXPECT_EQ(result_.verdict, Verdict::rejected);
    EXPECT_EQ(result_.rejection.reason, Reason::stays);
    EXPECT_EQ(migration_because(*now_, result_.rejection), "it ends as it began");
    EXPECT_EQ(moved_.size(), 0u);
    EXPECT_EQ(c_.ref().sealed(), at_ - 1);
}

// Law 8: armed for the second time at least, whatever it did before.
TEST_F(Moved, EffectsHaveIdsOfTheirOwn) {
    bring("same names deadlines kept");
    (void)after(kOpened + 5 * kDay);
    ASSERT_EQ(heard_->ids.size(), 1u);
    Heard old(*old_);
    (void)advance(*old_, c_.ref(), kOpened + 5 * kDay, old);
    ASSERT_EQ(old.ids.size(), 1u);
    EXPECT_NE(old.ids.front(), heard_->ids.front());
}

// Law 11 and law 1: the same log gives the same bytes, and nobody else's program steps them.
TEST_F(Moved, ReplayIsByteIdenticalAndTheCaseIsItsVersions) {
    bring("same names counted anew");
    const std::vector<std::byte> once(moved_.bytes().begin(), moved_.bytes().end());
    Heard ignored(*old_);
    Case again;
    ASSERT_NE(migrate(*old_, c_.ref(), *now_, at_, again, ignored, *heard_).verdict, Verdict::rejected);
    EXPECT_TRUE(std::equal(once.begin(), once.end(), again.bytes().begin(), again.bytes().end()));
    EXPECT_EQ(advance(*old_, moved_.ref(), at_ + kDay, ignored).verdict, Verdict::rejected);
    EXPECT_EQ(migrate(*now_, moved_.ref(), *old_, at_ + kDay, again, *heard_, ignored).rejection.reason, Reason::no_migration);
}

TEST_F(Moved, TheRegistryPicksByTheLocalDay) {
    bring("same names counted anew");
    Registry registry;
    ASSERT_TRUE(registry.add(*now_) && registry.add(*old_));
    constexpr Instant kNewYear = 1735660800000;     // 2025-01-01 00:00 in Shanghai
    EXPECT_EQ(registry.in_force("t.terms", kNewYear - 1).program, old_.get());
    EXPECT_EQ(registry.in_force("t.terms", kNewYear).program, now_.get());
    const Registry::Choice early = registry.in_force("t.terms", kNewYear - 500 * kDay);
    EXPECT_EQ(early.program, nullptr);
    EXPECT_EQ(early.also, old_.get());
    EXPECT_FALSE(registry.in_force("t.other", kNewYear).known);
    std::vector<std::byte> saved(saved_size(moved_.ref()));
    ASSERT_GT(save(*now_, moved_.ref(), saved), 0u);
    EXPECT_EQ(registry.owner(saved), now_.get());
}

// A comment, or another folder, makes no other version.
TEST(Shapes, AreOfWhatCasesAreNotOfTheText) {
    const Both plain(kOld, newer("same names running on")), commented("# a remark\n" + kOld, newer("same names running on"));
    const Program a = loaded(plain.analysis, "old.rule"), b = loaded(commented.analysis, "old.rule");
    EXPECT_NE(a.identity(), b.identity());
    EXPECT_EQ(a.shape(0), b.shape(0));
    const Both other(policy(2, kOldDates, claim("5 days", "Waiting")), newer("same names running on"));
    EXPECT_NE(loaded(other.analysis, "old.rule").shape(0), a.shape(0));
}

}  // namespace
