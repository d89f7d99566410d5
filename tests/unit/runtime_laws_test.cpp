// Laws 1, 4 and 7 as properties over random histories, with a generator of fixed seed: every run is the same.
#include "tests/unit/claim_program.h"

#include <gtest/gtest.h>

#include <array>

namespace recourse::test {
namespace {

/// splitmix64: the same numbers on every platform.
class Numbers {
  public:
    explicit Numbers(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t n) { return next() % n; }

  private:
    std::uint64_t state_;
};

struct Sent {
    std::uint32_t event, by;
    Instant at;
    std::array<Value, 1> fields;
    std::size_t count;
    [[nodiscard]] Input input() const { return {event, by, at, std::span(fields).first(count), "e"}; }
};

std::vector<Sent> history(const ClaimProgram& p, Numbers& numbers) {
    std::vector<Sent> all;
    Instant at = t0;
    for (int i = 0; i < 14; ++i) {
        // Near the instants that matter as often as far from them.
        constexpr std::int64_t gaps[] = {0, 1, 2, day_ms, 2 * day_ms, 5 * day_ms - 1, 5 * day_ms, 5 * day_ms + 1, 7 * day_ms};
        at += gaps[numbers.below(std::size(gaps))];
        const auto event = static_cast<std::uint32_t>(numbers.below(6));
        Sent sent{event, 0, at, {}, 0};
        sent.by = event == p.flag ? none : (event == p.agree || event == p.receive) ? p.seller : p.buyer;
        if (event == p.apply) sent.fields[0] = Value::of_text(numbers.below(2) != 0 ? "broken" : "late");
        if (event == p.photo) sent.fields[0] = Value::of(1 + static_cast<std::int64_t>(numbers.below(9)));
        sent.count = event == p.apply || event == p.photo ? 1 : 0;
        all.push_back(sent);
    }
    return all;
}

bool same(const Case& a, const Case& b) { return std::ranges::equal(a.bytes(), b.bytes()); }

std::string told(const Journal& heard) {
    std::string text;
    for (const Move& m : heard.moves) {
        for (const std::int64_t n : {std::int64_t{m.machine}, std::int64_t{m.from}, std::int64_t{m.to}, std::int64_t{m.transition},
                                     std::int64_t{m.deadline}, m.at, m.due, static_cast<std::int64_t>(m.cause)}) {
            text += std::to_string(n) + ' ';
        }
    }
    for (const auto& e : heard.effects) text += std::to_string(e.effect) + '@' + std::to_string(e.move.at) + ' ';
    return text;
}

TEST(Laws, ExtraAdvancesChangeNothing) {
    ClaimProgram p;
    const Program program = p.b.program();
    Numbers numbers(1);
    for (int round = 0; round < 2'000; ++round) {
        const auto events = history(p, numbers);
        Case plain, fussy;
        Journal one, two;
        open(program, plain, 0, t0, ClaimProgram::facts(), one);
        open(program, fussy, 0, t0, ClaimProgram::facts(), two);
        for (const Sent& sent : events) {
            while (fussy.ref().sealed() + 1 < sent.at && numbers.below(3) != 0) {
                const auto gap = static_cast<std::uint64_t>(sent.at - 1 - fussy.ref().sealed());
                advance(program, fussy.ref(), fussy.ref().sealed() + 1 + static_cast<Instant>(numbers.below(gap)), two);
            }
            const StepResult a = step(program, plain.ref(), sent.input(), one);
            const StepResult b = step(program, fussy.ref(), sent.input(), two);
            ASSERT_EQ(a.verdict, b.verdict);
            ASSERT_EQ(a.rejection.reason, b.rejection.reason);
        }
        advance(program, plain.ref(), t0 + 400 * day_ms, one);
        advance(program, fussy.ref(), t0 + 400 * day_ms, two);
        ASSERT_TRUE(same(plain, fussy)) << "round " << round;
        ASSERT_EQ(told(one), told(two)) << "round " << round;
    }
}

TEST(Laws, ARejectedEventLeavesWhatAdvanceLeft) {
    ClaimProgram p;
    const Program program = p.b.program();
    Numbers numbers(2);
    int rejected = 0;
    for (int round = 0; round < 1'000; ++round) {
        Case c;
        Journal heard;
        open(program, c, 0, t0, ClaimProgram::facts(), heard);
        for (const Sent& sent : history(p, numbers)) {
            Case waited = c;
            const StepResult result = step(program, c.ref(), sent.input(), heard);
            if (result.verdict != Verdict::rejected) continue;
            ++rejected;
            advance(program, waited.ref(), sent.at - 1, heard);
            ASSERT_TRUE(same(c, waited));
        }
    }
    EXPECT_GT(rejected, 1'000);
}

TEST(Laws, ReplayIsByteForByteAlike) {
    ClaimProgram p;
    const auto bytes = p.b.bytes();
    LoadError error;
    const auto first = Program::load(bytes, error), second = Program::load(bytes, error);
    ASSERT_TRUE(first && second);
    Numbers numbers(3);
    for (int round = 0; round < 200; ++round) {
        const auto events = history(p, numbers);
        Case a, b;
        Journal heard;
        open(*first, a, 0, t0, ClaimProgram::facts(), heard);
        open(*second, b, 0, t0, ClaimProgram::facts(), heard);
        for (const Sent& sent : events) {
            step(*first, a.ref(), sent.input(), heard);
            step(*second, b.ref(), sent.input(), heard);
            ASSERT_TRUE(same(a, b));
        }
    }
}

TEST(Laws, AllowedAgreesWithStep) {
    struct Keep final : PermissionListener {
        std::vector<Permission> all;
        void permission(const Permission& p) override { all.push_back(p); }
    };
    ClaimProgram p;
    const Program program = p.b.program();
    Numbers numbers(4);
    for (int round = 0; round < 300; ++round) {
        Case c;
        Journal heard;
        open(program, c, 0, t0, ClaimProgram::facts(), heard);
        for (const Sent& sent : history(p, numbers)) {
            if (sent.by == none) continue;
            Keep keep;
            allowed(program, c.ref(), sent.by, sent.at, keep);
            for (const Permission& permission : keep.all) {
                const auto accepted = [&](Instant at) {
                    const std::array<Value, 1> fields{permission.event == p.apply ? Value::of_text("x") : Value::of(1)};
                    const std::size_t count = permission.event == p.apply || permission.event == p.photo ? 1 : 0;
                    Case trial = c;
                    Journal ignored;
                    const Input input{permission.event, sent.by, at, std::span(fields).first(count), "t"};
                    return step(program, trial.ref(), input, ignored).verdict == Verdict::accepted;
                };
                const bool full = permission.event == p.photo; // its counter may be full: that is not foreseen
                if (full) continue;
                ASSERT_EQ(accepted(sent.at), permission.allowed);
                if (permission.allowed && permission.until != never) {
                    ASSERT_TRUE(accepted(permission.until));
                    ASSERT_FALSE(accepted(permission.until + 1));
                }
                if (!permission.allowed && permission.from != never) {
                    ASSERT_TRUE(accepted(permission.from));
                    ASSERT_FALSE(accepted(permission.from - 1));
                }
            }
            step(program, c.ref(), sent.input(), heard);
        }
    }
}

TEST(Laws, SaveAndRestoreKeepEveryByte) {
    ClaimProgram p;
    const Program program = p.b.program();
    Numbers numbers(5);
    for (int round = 0; round < 100; ++round) {
        Case c, back;
        Journal heard;
        open(program, c, 0, t0, ClaimProgram::facts(), heard);
        back.resize(c.size());
        for (const Sent& sent : history(p, numbers)) {
            step(program, c.ref(), sent.input(), heard);
            std::vector<std::byte> saved(saved_size(c.ref()));
            ASSERT_EQ(save(program, c.ref(), saved), saved.size());
            ASSERT_EQ(restore(program, saved, back.ref().bytes()).verdict, Verdict::accepted);
            ASSERT_TRUE(same(c, back));
            const auto at = numbers.below(saved.size());
            saved[at] ^= std::byte{0x10};
            ASSERT_EQ(restore(program, saved, back.ref().bytes()).rejection.reason, Reason::bad_bytes);
            ASSERT_TRUE(same(c, back));
            saved.pop_back();
            ASSERT_EQ(save(program, c.ref(), saved), 0u);
        }
    }
}

} // namespace
} // namespace recourse::test
