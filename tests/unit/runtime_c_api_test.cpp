// The C header drives the same case through the same story.
#include "tests/unit/claim_program.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include <recourse/runtime.h>

namespace recourse::test {
namespace {

struct Told {
    int moves = 0;
    std::string effect;
    const rc_program* program = nullptr;
};
extern "C" void count_move(void* context, const rc_move*) { ++static_cast<Told*>(context)->moves; }
extern "C" void keep_effect(void* context, const rc_effect* effect) {
    auto* told = static_cast<Told*>(context);
    char text[80];
    EXPECT_EQ(rc_effect_id(told->program, "A1", effect, nullptr, 0), rc_effect_id(told->program, "A1", effect, text, sizeof text));
    told->effect = text;
}
extern "C" void keep_until(void* context, const rc_permission* p) {
    if (p->allowed != 0) *static_cast<std::int64_t*>(context) = p->until;
}

TEST(CApi, TellsTheWholeStory) {
    ClaimProgram p;
    const auto file = p.b.bytes();
    char problem[200];
    EXPECT_EQ(rc_load(file.data(), 10, problem, sizeof problem), nullptr);
    EXPECT_STREQ(problem, "the file is cut off after 10 bytes: compile or copy it again");
    rc_program* program = rc_load(file.data(), file.size(), problem, sizeof problem);
    ASSERT_NE(program, nullptr);
    EXPECT_STREQ(problem, "");

    Told told{0, {}, program};
    const rc_listener listener{&told, count_move, keep_effect};
    alignas(RC_ALIGNMENT) unsigned char bytes[512];
    const std::size_t size = rc_case_bytes(program, 0);
    ASSERT_LE(size, sizeof bytes);
    const rc_value facts[] = {{8'800, nullptr, 0}, {t0, nullptr, 0}};
    EXPECT_EQ(rc_open(program, bytes, size, 0, t0, facts, 2, &listener, nullptr).verdict, RC_ACCEPTED);

    const rc_value reason{0, "broken", 6};
    const rc_input apply{rc_find_event(program, 0, "apply"), rc_find_party(program, "buyer"), t0, &reason, 1, "e-1", 3};
    EXPECT_EQ(rc_step(program, bytes, size, &apply, &listener).verdict, RC_ACCEPTED);
    const rc_result again = rc_step(program, bytes, size, &apply, &listener);
    EXPECT_EQ(again.reason, RC_USED_UP);
    char text[20];
    EXPECT_GT(rc_explain(program, bytes, size, &apply, &again, "en", text, sizeof text), sizeof text);
    EXPECT_STREQ(text, "apply was not accep");

    EXPECT_EQ(rc_next_due(bytes), t0 + 5 * day_ms);
    rc_advance(program, bytes, size, t0 + 5 * day_ms, &listener);
    EXPECT_EQ(rc_active_state(program, bytes, size, rc_first_machine(program, 0)), rc_find_state(program, 0, "BuyerShips"));
    std::int64_t until = 0;
    const rc_input ship{rc_find_event(program, 0, "ship"), 0, t0 + 6 * day_ms, nullptr, 0, nullptr, 0};
    EXPECT_EQ(rc_step(program, bytes, size, &ship, nullptr).verdict, RC_ACCEPTED);
    rc_allowed(program, bytes, size, rc_find_party(program, "seller"), t0 + 6 * day_ms, &until, keep_until);
    EXPECT_EQ(until, t0 + 16 * day_ms);

    std::vector<unsigned char> saved(rc_saved_size(size));
    EXPECT_EQ(rc_save(program, bytes, size, saved.data(), saved.size()), saved.size());
    alignas(RC_ALIGNMENT) unsigned char back[512];
    EXPECT_EQ(rc_restore(program, saved.data(), saved.size(), back, sizeof back).verdict, RC_ACCEPTED);
    EXPECT_EQ(std::memcmp(bytes, back, size), 0);

    rc_advance(program, bytes, size, t0 + 16 * day_ms, &listener);
    EXPECT_EQ(told.effect.substr(0, 30), "A1/deadline@2024-03-17T02:00:0");
    EXPECT_EQ(told.moves, 6); // two machines open; apply; the text "broken" is noted; two deadlines
    EXPECT_EQ(rc_sealed(bytes), t0 + 16 * day_ms);
    EXPECT_EQ(rc_status_of(bytes), RC_RUNNING); // the other machine still stands

    rc_value half;
    const rc_value amount{100, nullptr, 0};
    EXPECT_EQ(rc_decide(program, rc_find_decision(program, "half"), &amount, 1, &half, 1, nullptr, nullptr), 1u);
    EXPECT_EQ(half.number, 50);
    rc_free(program);
}

} // namespace
} // namespace recourse::test
