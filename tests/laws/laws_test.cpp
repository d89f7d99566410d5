// The laws of docs/language.md, part "One step", as properties: hundreds of random lives of every policy under rules/ and tests/laws/.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/harness/files.h"
#include "tests/harness/player.h"

namespace {

using namespace recourse;
using harness::Act;
using harness::bytes_of;
using harness::Life;
using harness::Recorder;

constexpr int kLives = 150;
constexpr Instant kDay = 86'400'000;

class Laws : public testing::TestWithParam<std::string> {
protected:
    [[nodiscard]] const Program& program() const { return harness::program_of(GetParam()); }
    std::mt19937_64 random{20240301};
};

// Plays a whole life and gives what was heard, up to the last act's instant sealed: an act that is not well formed moves nothing,
// not even the clock. `before` is called before every act.
template <typename Before>
std::vector<std::string> play(const Program& program, const Life& life, Case& c, Before before) {
    Recorder recorder(program);
    EXPECT_EQ(harness::open(program, life, c, recorder).verdict, Verdict::accepted);
    for (const Act& act : life.acts) {
        before(c, act, recorder);
        (void)step(program, c.ref(), act.input(), recorder);
    }
    (void)advance(program, c.ref(), life.acts.back().at, recorder);
    return recorder.lines();
}

// Law 1: the same inputs give the same moves, effects and bytes.
TEST_P(Laws, ReplayIsByteIdentical) {
    for (int i = 0; i < kLives; ++i) {
        const Life life = harness::random_life(program(), random);
        Case one, two;
        const auto nothing = [](Case&, const Act&, Recorder&) {};
        EXPECT_EQ(play(program(), life, one, nothing), play(program(), life, two, nothing));
        EXPECT_EQ(bytes_of(one), bytes_of(two));
    }
}

// Law 4: inserting extra, non-late advances never changes anything.
TEST_P(Laws, ExtraAdvancesChangeNothing) {
    for (int i = 0; i < kLives; ++i) {
        const Life life = harness::random_life(program(), random);
        Case plain, poked;
        const auto heard = play(program(), life, plain, [](Case&, const Act&, Recorder&) {});
        Instant last = life.opened - 1;
        const auto poked_heard = play(program(), life, poked, [&](Case& c, const Act& act, Recorder& recorder) {
            for (int k = 0; k < 3 && last < act.at - 1; ++k) {
                last = std::uniform_int_distribution<Instant>(last, act.at - 1)(random);
                (void)advance(program(), c.ref(), last, recorder);
            }
            last = std::max(last, act.at - 1);
        });
        EXPECT_EQ(heard, poked_heard);
        EXPECT_EQ(bytes_of(plain), bytes_of(poked));
    }
}

// Laws 4 and 7: a late, malformed or wrong-party input moves nothing at all; another rejected one leaves what advance(t - 1) left.
TEST_P(Laws, RejectedInputLeavesWhatTheAdvanceLeft) {
    for (int i = 0; i < kLives; ++i) {
        const Life life = harness::random_life(program(), random);
        Case c;
        Recorder recorder(program());
        ASSERT_EQ(harness::open(program(), life, c, recorder).verdict, Verdict::accepted);
        for (const Act& act : life.acts) {
            const Case before = c;
            Case advanced = c;
            Recorder heard_of_advance(program()), heard(program());
            (void)advance(program(), advanced.ref(), act.at - 1, heard_of_advance);
            const StepResult result = step(program(), c.ref(), act.input(), heard);
            if (result.verdict == Verdict::accepted || result.verdict == Verdict::halted) continue;
            const Reason why = result.rejection.reason;
            const bool nothing = why == Reason::late || why == Reason::wrong_party || why == Reason::malformed_field;
            EXPECT_EQ(bytes_of(c), bytes_of(nothing ? before : advanced));
            EXPECT_EQ(heard.lines(), nothing ? std::vector<std::string>{} : heard_of_advance.lines());
            if (result.verdict == Verdict::rejected) {
                EXPECT_FALSE(explain(program(), c.ref(), act.input(), result).empty());
            }
        }
    }
}

TEST_P(Laws, LateInputMovesNothing) {
    for (int i = 0; i < kLives; ++i) {
        const Life life = harness::random_life(program(), random);
        Case c;
        (void)play(program(), life, c, [](Case&, const Act&, Recorder&) {});
        Recorder recorder(program());
        Act late = harness::random_act(program(), life.type, c.ref().sealed(), random);
        late.by = program().event_parties(life.type, late.event) == 0
                      ? none
                      : static_cast<std::uint32_t>(std::countr_zero(program().event_parties(life.type, late.event)));
        const auto before = bytes_of(c);
        const StepResult result = step(program(), c.ref(), late.input(), recorder);
        EXPECT_EQ(result.verdict, Verdict::rejected);
        EXPECT_EQ(result.rejection.reason, Reason::late);
        EXPECT_EQ(bytes_of(c), before);
        EXPECT_TRUE(recorder.lines().empty());
    }
}

// Law 3: nothing fires before the next due instant, and something is settled at it; after all events stamped with it.
TEST_P(Laws, NothingHappensBeforeTheNextDueInstant) {
    for (int i = 0; i < kLives; ++i) {
        const Life life = harness::random_life(program(), random);
        Case c;
        Recorder recorder(program());
        ASSERT_EQ(harness::open(program(), life, c, recorder).verdict, Verdict::accepted);
        for (int rounds = 0; rounds < 40 && c.ref().next_due() != never; ++rounds) {
            const Instant due = c.ref().next_due();
            Recorder before(program());
            (void)advance(program(), c.ref(), due - 1, before);
            EXPECT_TRUE(before.lines().empty());
            EXPECT_EQ(c.ref().next_due(), due);
            (void)advance(program(), c.ref(), due, recorder);
            EXPECT_GT(c.ref().next_due(), due);
        }
    }
}

// `allowed` says what `step` does: accepted exactly when allowed, up to and including `until`, not a millisecond later.
TEST_P(Laws, AllowedAgreesWithStep) {
    for (int i = 0; i < kLives / 3; ++i) {
        const Life life = harness::random_life(program(), random);
        Case c;
        (void)play(program(), life, c, [](Case&, const Act&, Recorder&) {});
        const Instant at = c.ref().sealed() + 1 + std::uniform_int_distribution<Instant>(0, 3 * kDay)(random);
        for (std::uint32_t party = 0; party < program().party_count(); ++party) {
            struct Permissions final : PermissionListener {
                std::vector<Permission> all;
                void permission(const Permission& p) override { all.push_back(p); }
            } permissions;
            allowed(program(), c.ref(), party, at, permissions);
            for (const Permission& permission : permissions.all) {
                if (permission.depends_on_fields) continue;
                const auto accepted_at = [&](Instant when) {
                    Case copy = c;
                    Act act;
                    act.event = permission.event;
                    act.by = party;
                    act.at = when;
                    for (std::uint32_t f = 0; f < program().event_field_count(life.type, act.event); ++f) {
                        auto field = program().event_field(life.type, act.event, f);
                        act.fields.push_back(harness::random_value(program(), field, when, random));
                    }
                    Recorder ignored(program());
                    const StepResult answer = step(program(), copy.ref(), act.input(), ignored);
                    const Verdict verdict = answer.verdict;
                    // The rules take it; what it computes from these fields is another matter.
                    if (answer.rejection.reason == Reason::out_of_bounds) return true;
                    return verdict == Verdict::accepted || verdict == Verdict::ignored;
                };
                const std::string what = std::string(program().party_name(party)) + " " +
                                         std::string(program().event_name(life.type, permission.event)) + " at " + std::to_string(at);
                EXPECT_EQ(accepted_at(at), permission.allowed) << what;
                if (permission.allowed && permission.until != never) {
                    EXPECT_TRUE(accepted_at(permission.until)) << what;
                    EXPECT_FALSE(accepted_at(permission.until + 1)) << what;
                }
                if (!permission.allowed && permission.from != never) {
                    EXPECT_TRUE(accepted_at(permission.from)) << what;
                    EXPECT_FALSE(accepted_at(permission.from - 1)) << what;
                }
            }
        }
    }
}

// A case saved and restored at any moment lives on as if nothing had been.
TEST_P(Laws, SavedCasesLiveOn) {
    for (int i = 0; i < kLives; ++i) {
        const Life life = harness::random_life(program(), random);
        Case plain, saved;
        const auto heard = play(program(), life, plain, [](Case&, const Act&, Recorder&) {});
        const auto saved_heard = play(program(), life, saved, [&](Case& c, const Act&, Recorder&) {
            std::vector<std::byte> kept(saved_size(c.ref()));
            ASSERT_EQ(save(program(), c.ref(), kept), kept.size());
            Case other;
            other.resize(c.size());
            ASSERT_EQ(restore(program(), kept, other.ref().bytes()).verdict, Verdict::accepted);
            c = other;
        });
        EXPECT_EQ(heard, saved_heard);
        EXPECT_EQ(bytes_of(plain), bytes_of(saved));
    }
}

// Law 8: no two effects of a case share an id, whether the host names its events or not.
TEST_P(Laws, EffectIdsAreUnique) {
    for (int i = 0; i < kLives; ++i) {
        Life life = harness::random_life(program(), random);
        if (i % 2 == 1) {
            for (Act& act : life.acts) act.id.clear();
        }
        Case c;
        Recorder recorder(program());
        ASSERT_EQ(harness::open(program(), life, c, recorder).verdict, Verdict::accepted);
        for (const Act& act : life.acts) (void)step(program(), c.ref(), act.input(), recorder);
        (void)advance(program(), c.ref(), life.opened + 4000 * kDay, recorder);
        const std::set<std::string> ids(recorder.effect_ids().begin(), recorder.effect_ids().end());
        EXPECT_EQ(ids.size(), recorder.effect_ids().size());
    }
}

// Law 12: an ended case takes nothing more and has nothing due.
TEST_P(Laws, EndedCasesTakeNothingMore) {
    for (int i = 0; i < kLives; ++i) {
        const Life life = harness::random_life(program(), random);
        Case c;
        (void)play(program(), life, c, [](Case&, const Act&, Recorder&) {});
        if (c.ref().status() != Status::ended) continue;
        EXPECT_EQ(c.ref().next_due(), never);
        Recorder recorder(program());
        const Act act = harness::random_act(program(), life.type, c.ref().sealed() + kDay, random);
        EXPECT_EQ(step(program(), c.ref(), act.input(), recorder).verdict, Verdict::rejected);
        EXPECT_TRUE(recorder.lines().empty());
    }
}

std::string name_of_policy(const testing::TestParamInfo<std::string>& info) {
    return harness::test_name(info.param);   // two folders may have a file of one name
}

INSTANTIATE_TEST_SUITE_P(Rules, Laws, testing::ValuesIn(harness::lawful_policies()), name_of_policy);

}  // namespace
