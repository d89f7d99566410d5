// Laws 3 to 7 on machines built by hand: who is heard, when deadlines fire, what a refusal leaves behind.
#include "tests/unit/program_builder.h"

#include <gtest/gtest.h>

namespace recourse::test {
namespace {

constexpr std::int64_t t0 = 1'709'258'400'000; // 2024-03-01 10:00 in Shanghai
constexpr std::int64_t days(std::int64_t n) { return n * day_ms; }

std::int64_t whole_days(std::int64_t n) {
    return static_cast<std::int64_t>(make_period(Unit::days, Reading::to_the_minute, n).bits);
}

/// Waiting -(ship)-> Shipped; after 7 days -> Lapsed. `note` is taken and remembered, at most twice.
class ShopTest : public testing::Test {
  protected:
    ShopTest() {
        ProgramBuilder b;
        buyer = b.party("buyer");
        seller = b.party("seller");
        const auto notes = b.slot("notes", SlotKind::count, 1, 0, 100);
        const auto last = b.slot("note", SlotKind::last, 8, never);
        ship = b.event("ship", 1u << buyer, {b.field("weight", Type::integer, 1, 9)});
        note = b.event("note", (1u << buyer) | (1u << seller), {}, {op(Op::load_now), store(last)}, 2, notes);
        waiting = b.state("Waiting");
        shipped = b.state("Shipped", kFinal);
        lapsed = b.state("Lapsed", kFinal);
        b.on(waiting, ship, {move_to(shipped)});
        b.on(waiting, note, {stay()});
        b.after(waiting, whole_days(7), {move_to(lapsed)});
        program.emplace(b.program());
        EXPECT_EQ(open(*program, c, 0, t0, {}, heard).verdict, Verdict::accepted);
    }
    StepResult send(std::uint32_t event, Instant at, std::uint32_t by, std::vector<Value> fields = {}) {
        return step(*program, c.ref(), {event, by, at, fields, "e"}, heard);
    }
    std::uint32_t state() { return active_state(*program, c.ref(), 0); }
    std::vector<std::byte> image() { return {c.bytes().begin(), c.bytes().end()}; }

    std::uint32_t buyer = 0, seller = 0, ship = 0, note = 0, waiting = 0, shipped = 0, lapsed = 0;
    std::optional<Program> program;
    Case c;
    Journal heard;
};

TEST_F(ShopTest, OpensAtItsStartAndKnowsItsNextInstant) {
    EXPECT_EQ(state(), waiting);
    EXPECT_EQ(c.ref().sealed(), t0 - 1);
    EXPECT_EQ(c.ref().next_due(), t0 + days(7));
    ASSERT_EQ(heard.moves.size(), 1u);
    EXPECT_EQ(heard.moves[0].cause, Cause::opening);
}

TEST_F(ShopTest, TheLastInstantBelongsToThePerson) {
    EXPECT_EQ(send(ship, t0 + days(7), buyer, {Value::of(3)}).verdict, Verdict::accepted);
    EXPECT_EQ(state(), shipped);
    EXPECT_EQ(c.ref().status(), Status::ended);
}

TEST_F(ShopTest, OneMillisecondLaterTheDeadlineHasFired) {
    const StepResult result = send(ship, t0 + days(7) + 1, buyer, {Value::of(3)});
    EXPECT_EQ(result.verdict, Verdict::rejected);
    EXPECT_EQ(result.rejection.reason, Reason::not_running);
    EXPECT_EQ(state(), lapsed);
    EXPECT_EQ(heard.moves.back().at, t0 + days(7));
    EXPECT_EQ(heard.moves.back().cause, Cause::deadline);
}

TEST_F(ShopTest, AdvanceFiresUpToAndIncluding) {
    EXPECT_EQ(advance(*program, c.ref(), t0 + days(7) - 1, heard).moves, 0u);
    EXPECT_EQ(state(), waiting);
    EXPECT_EQ(advance(*program, c.ref(), t0 + days(7), heard).moves, 1u);
    EXPECT_EQ(state(), lapsed);
    EXPECT_EQ(c.ref().next_due(), never);
}

TEST_F(ShopTest, WrongInputMovesNothingAtAll) {
    advance(*program, c.ref(), t0 + 5, heard);
    const auto before = image();
    EXPECT_EQ(send(99, t0 + 10, buyer).rejection.reason, Reason::unknown_event);
    EXPECT_EQ(send(ship, t0 + 10, seller, {Value::of(3)}).rejection.reason, Reason::wrong_party);
    EXPECT_EQ(send(ship, t0 + 10, none, {Value::of(3)}).rejection.reason, Reason::wrong_party);
    EXPECT_EQ(send(ship, t0 + 10, buyer).rejection.reason, Reason::malformed_field);
    EXPECT_EQ(send(ship, t0 + 10, buyer, {Value::of(10)}).rejection.reason, Reason::malformed_field);
    EXPECT_EQ(send(ship, t0 + 10, buyer, {Value{}}).rejection.reason, Reason::malformed_field);
    EXPECT_EQ(send(ship, t0 + 5, buyer, {Value::of(3)}).rejection.reason, Reason::late);
    EXPECT_EQ(send(ship, never, buyer, {Value::of(3)}).rejection.reason, Reason::beyond_time);
    EXPECT_EQ(image(), before);
}

TEST_F(ShopTest, TwoEventsMayShareAnInstant) {
    EXPECT_EQ(send(note, t0, buyer).verdict, Verdict::accepted);
    EXPECT_EQ(send(note, t0, seller).verdict, Verdict::accepted);
    EXPECT_EQ(c.ref().sealed(), t0 - 1);
}

TEST_F(ShopTest, UsedUpIsCountedOverTheWholeCase) {
    send(note, t0, buyer);
    send(note, t0 + 1, buyer);
    const StepResult third = send(note, t0 + 2, buyer);
    EXPECT_EQ(third.verdict, Verdict::rejected);
    EXPECT_EQ(third.rejection.reason, Reason::used_up);
}

TEST_F(ShopTest, AStayKeepsTheClock) {
    send(note, t0 + days(3), buyer);
    EXPECT_EQ(c.ref().next_due(), t0 + days(7));
}

} // namespace
} // namespace recourse::test
