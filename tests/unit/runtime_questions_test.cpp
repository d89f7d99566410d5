// allowed, deadlines, named values, decide, explain: answers about a case, which they do not change.
#include "tests/unit/claim_program.h"

#include <gtest/gtest.h>

namespace recourse::test {
namespace {

struct Permissions final : PermissionListener {
    std::vector<Permission> all;
    void permission(const Permission& p) override { all.push_back(p); }
    const Permission& of(std::uint32_t event) const {
        for (const Permission& p : all) {
            if (p.event == event) return p;
        }
        ADD_FAILURE() << "no permission for event " << event;
        return all.front();
    }
};
struct Deadlines final : DeadlineListener {
    std::vector<DeadlineInfo> all;
    void deadline(const DeadlineInfo& d) override { all.push_back(d); }
};

class ClaimTest : public testing::Test {
  protected:
    ClaimTest() : program(p.b.program()) {
        EXPECT_EQ(open(program, c, 0, t0, ClaimProgram::facts(), heard).verdict, Verdict::accepted);
    }
    StepResult send(std::uint32_t event, std::uint32_t by, Instant at, std::vector<Value> fields = {}) {
        fields_ = std::move(fields);
        last_ = {event, by, at, fields_, "e-1"};
        return step(program, c.ref(), last_, heard);
    }
    Permissions may(std::uint32_t party, Instant at) {
        Permissions permissions;
        const Case before = c;
        allowed(program, c.ref(), party, at, permissions);
        EXPECT_TRUE(std::ranges::equal(before.bytes(), c.bytes()));
        return permissions;
    }
    std::string why(const StepResult& result) { return explain(program, c.ref(), last_, result); }
    void to_shipping() {
        send(p.apply, p.buyer, t0, {Value::of_text("broken")});
        advance(program, c.ref(), t0 + 5 * day_ms, heard);
    }

    ClaimProgram p;
    Program program;
    Case c;
    Journal heard;
    std::vector<Value> fields_;
    Input last_;
};

TEST_F(ClaimTest, BuyerMayShipUntilTheDeadlineFires) {
    to_shipping();
    EXPECT_EQ(active_state(program, c.ref(), 0), p.shipping);
    const auto buyer = may(p.buyer, t0 + 6 * day_ms);
    const Permission& ship = buyer.of(p.ship);
    EXPECT_TRUE(ship.allowed);
    EXPECT_EQ(ship.until, t0 + 12 * day_ms); // 2024-03-13 10:00
    EXPECT_FALSE(ship.depends_on_fields);
    const Permission& apply = buyer.of(p.apply);
    EXPECT_FALSE(apply.allowed);
    EXPECT_EQ(apply.why_not.reason, Reason::used_up);
    EXPECT_EQ(apply.from, never);
    EXPECT_TRUE(buyer.of(p.photo).depends_on_fields);
    EXPECT_EQ(buyer.of(p.photo).until, t0 + 12 * day_ms);
}

TEST_F(ClaimTest, WindowsAndDeadlinesGiveTheFirstInstantToo) {
    const auto at_opening = may(p.buyer, t0);
    EXPECT_EQ(at_opening.of(p.apply).until, t0 - 2 * day_ms + 15 * day_ms);
    EXPECT_FALSE(at_opening.of(p.ship).allowed);
    EXPECT_EQ(at_opening.of(p.ship).from, never);
    send(p.apply, p.buyer, t0, {Value::of_text("x")});
    EXPECT_EQ(may(p.buyer, t0 + 1).of(p.ship).from, t0 + 5 * day_ms + 1); // after the seller's silence
    const auto later = may(p.buyer, t0 + 5 * day_ms + 1);
    EXPECT_TRUE(later.of(p.ship).allowed);
    EXPECT_EQ(later.of(p.ship).until, t0 + 12 * day_ms);
}

TEST_F(ClaimTest, DeadlinesThatRun) {
    to_shipping();
    Deadlines found;
    deadlines(program, c.ref(), found);
    ASSERT_EQ(found.all.size(), 1u);
    EXPECT_EQ(found.all[0].due, t0 + 12 * day_ms);
    EXPECT_EQ(found.all[0].state, p.shipping);
    EXPECT_FALSE(found.all[0].overdue);
}

TEST_F(ClaimTest, NamedValues) {
    EXPECT_EQ(named_value(program, c.ref(), 0).value.number, t0 + 13 * day_ms);
    EXPECT_EQ(named_value(program, c.ref(), 1).value.number, 8'800);
    EXPECT_FALSE(named_value(program, c.ref(), 7).ok);
}

TEST_F(ClaimTest, Decide) {
    const auto ask = [&](Value v) { return decide(program, 0, std::span(&v, 1)); };
    const DecisionResult half = ask(Value::of(8'801));
    EXPECT_EQ(half.results[0].number, 4'400);
    EXPECT_TRUE(half.up_to[0]);
    EXPECT_EQ(program.row_name(half.row), "small");
    EXPECT_TRUE(ask(Value::of(100'001)).undecided);
    EXPECT_EQ(ask(Value::of(-1)).rejection.reason, Reason::malformed_field);
    EXPECT_EQ(decide(program, 0, {}).rejection.reason, Reason::malformed_field);
}

TEST_F(ClaimTest, ExplainsWhyNot) {
    EXPECT_EQ(why(send(p.ship, p.buyer, t0)),
              "ship was not accepted: nothing in Open, Calm answers ship; buyer may: apply");
    EXPECT_EQ(why(send(p.ship, p.seller, t0)), "ship was not accepted: it is not seller's to send, but buyer's");
    EXPECT_EQ(why(send(p.photo, p.buyer, t0, {Value::of(10)})), "photo was not accepted: count is 10, and must be 1 to 9");
    EXPECT_EQ(why(send(p.apply, p.buyer, t0, {Value::of_text("much too long")})),
              "apply was not accepted: reason is much too long, and must have at most 10 characters");
    send(p.apply, p.buyer, t0, {Value::of_text("x")});
    EXPECT_EQ(why(send(p.apply, p.buyer, t0 + 1, {Value::of_text("x")})),
              "apply was not accepted: apply may be used at most once; it was used on 2024-03-01 10:00");
    EXPECT_EQ(why(send(p.photo, p.buyer, t0 + 1, {Value::of(7)})),
              "photo was not accepted: count is 7, but the rule asks count at most 5; rule at test.rule:8");
    EXPECT_EQ(why(send(p.ship, p.buyer, t0)),
              "ship was not accepted: it is stamped 2024-03-01 10:00, and everything up to 2024-03-01 10:00 is settled");
}

TEST_F(ClaimTest, ExplainsWindowsAndPrices) {
    // A deadline closes the window in the policy itself; here the rule alone is asked.
    ClaimProgram late;
    late.b.image.fields[0].low = 0;
    const Program other = late.b.program();
    Case cheap;
    const std::vector<Value> facts{Value::of(1'000), Value::of(t0)};
    ASSERT_EQ(open(other, cheap, 0, t0, facts, heard).verdict, Verdict::accepted);
    const std::vector<Value> reason{Value::of_text("x")};
    step(other, cheap.ref(), {late.apply, late.buyer, t0, reason, "a"}, heard);
    const Input agree{late.agree, late.seller, t0 + 1, {}, "b"};
    const StepResult result = step(other, cheap.ref(), agree, heard);
    EXPECT_EQ(result.rejection.reason, Reason::condition);
    EXPECT_EQ(explain(other, cheap.ref(), agree, result).substr(0, 40), "agree was not accepted: price is 1000, b");
}

TEST_F(ClaimTest, ExplainsMoves) {
    to_shipping();
    const Move& move = heard.moves.back();
    EXPECT_EQ(explain(program, c.ref(), move),
              "2024-03-06 10:00: SellerDecides -> BuyerShips as agreed_by_silence (deadline was due); rule at test.rule:2");
}

TEST_F(ClaimTest, EffectsHaveStableNames) {
    to_shipping();
    send(p.ship, p.buyer, t0 + 6 * day_ms);
    send(p.receive, p.seller, t0 + 7 * day_ms);
    ASSERT_EQ(heard.effects.size(), 1u);
    EXPECT_EQ(heard.effects[0].arguments, std::vector<std::int64_t>{4'400});
    const auto& effect = heard.effects[0];
    const EffectCall call{&effect.move, effect.effect, effect.ordinal, effect.move.at, {}};
    EXPECT_EQ(effect_id(program, "A/1", call).substr(0, 11), "A%2F1/e-1/r");
}

TEST_F(ClaimTest, OpeningRefusesWhatDoesNotFit) {
    Case other;
    const std::vector<Value> late{Value::of(8'800), Value::of(t0 + 1)};
    const StepResult refused = open(program, other, 0, t0, late, heard);
    EXPECT_EQ(refused.rejection.reason, Reason::bad_fact);
    EXPECT_EQ(refused.rejection.field, 1u);
    EXPECT_EQ(explain_opening(program, 0, late, refused),
              "the case was not opened: completed is 2024-03-01 10:00:00.001, and must keep: not after opening");
    const std::vector<Value> dear{Value::of(100'000'001), Value::of(t0)};
    EXPECT_EQ(explain_opening(program, 0, dear, open(program, other, 0, t0, dear, heard)),
              "the case was not opened: price is 1000000.01 CNY, and must be 0.00 CNY to 1000000.00 CNY");
    EXPECT_EQ(open(program, other, 1, t0, late, heard).rejection.reason, Reason::unknown_case_type);
    EXPECT_EQ(open(program, other, 0, never, ClaimProgram::facts(), heard).rejection.reason, Reason::beyond_time);
    EXPECT_EQ(other.size(), 0u);
}

TEST(Opening, AnEventThatOpensIsSteppedAtOnceOrNothingHappens) {
    ProgramBuilder b;
    b.party("reader");
    const auto borrow = b.event("borrow", 1, {b.field("books", Type::integer, 1, 9)});
    b.opening_event = borrow;
    const auto start = b.state("Start"), lent = b.state("Lent");
    b.on(start, borrow, {guarded(move_to(lent), {op(Op::load_field, 0), number(5), op(Op::at_most)})});
    const Program program = b.program();
    Journal heard;
    Case c;
    const std::vector<Value> nine{Value::of(9)}, two{Value::of(2)};
    const Input many{borrow, 0, t0, nine, "e"}, few{borrow, 0, t0, two, "e"}, later{borrow, 0, t0 + 1, two, "e"};
    EXPECT_EQ(open(program, c, 0, t0, {}, heard, &many).rejection.reason, Reason::condition);
    EXPECT_EQ(open(program, c, 0, t0, {}, heard, &later).rejection.reason, Reason::before_opening);
    EXPECT_EQ(open(program, c, 0, t0, {}, heard).rejection.reason, Reason::unknown_event);
    EXPECT_TRUE(heard.moves.empty());
    EXPECT_EQ(c.size(), 0u);
    EXPECT_EQ(open(program, c, 0, t0, {}, heard, &few).verdict, Verdict::accepted);
    EXPECT_EQ(heard.moves.size(), 2u);
    EXPECT_EQ(active_state(program, c.ref(), 0), lent);
}

} // namespace
} // namespace recourse::test
