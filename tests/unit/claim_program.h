// A claim with something of everything: two machines, a window, texts, counters, effects, a decision, conditions, composite states.
#pragma once

#include "tests/unit/program_builder.h"

namespace recourse::test {

inline constexpr std::int64_t t0 = 1'709'258'400'000; // 2024-03-01 10:00 in Shanghai

inline std::int64_t exact_period(std::int64_t ms) {
    return static_cast<std::int64_t>(make_period(Unit::exact, Reading::to_the_minute, ms).bits);
}
inline std::int64_t minute_days(std::int64_t n) {
    return static_cast<std::int64_t>(make_period(Unit::days, Reading::to_the_minute, n).bits);
}

struct ClaimProgram {
    ProgramBuilder b;
    std::uint32_t buyer, seller, apply, agree, ship, receive, photo, flag;
    std::uint32_t open, claim, waiting, shipping, receiving, refunded, lapsed, calm, marked;
    std::uint32_t refund, price;

    ClaimProgram() {
        buyer = b.party("buyer");
        seller = b.party("seller");
        const auto& yuan = pack_currency("CNY");
        price = b.slot("price", SlotKind::fact, 8, absent);
        const auto applied = b.slot("apply", SlotKind::last, 8, never), photos = b.slot("photos", SlotKind::record, 1, 0, 3);
        const auto uses = b.slot("apply", SlotKind::count, 1, 0, 100);
        const auto reason = b.slot("apply.reason", SlotKind::text, 255, absent, INT64_MAX, 40);
        const auto mark_done = b.slot("done", SlotKind::done, 0, 0, 1);
        b.opening_slot = b.slot("opening", SlotKind::opening, 8, never);
        FieldRecord fact = b.field("price", Type::money, 0, 100'000'000, yuan);
        fact.slot = price;
        FieldRecord completed = b.field("completed", Type::instant, INT64_MIN + 1, INT64_MAX);
        completed.slot = b.slot("completed", SlotKind::fact, 8, absent);
        completed.check = b.code({load(completed.slot), load(b.opening_slot), op(Op::at_most)});
        completed.check_text = b.image.intern("not after opening");
        b.facts({fact, completed});

        refund = b.effect("refund", {b.field("amount", Type::money, 0, 100'000'000, yuan)});
        add_decision();
        apply = b.event("apply", 1u << buyer, {b.field("reason", Type::text, 0, 10)},
                        {op(Op::load_now), store(applied), op(Op::store_text, reason, 0)}, 1, uses);
        agree = b.event("agree", 1u << seller);
        ship = b.event("ship", 1u << buyer);
        receive = b.event("receive", 1u << seller);
        photo = b.event("photo", 1u << buyer, {b.field("count", Type::integer, 1, 9)});
        flag = b.event("flag", 0);
        add_states(completed.slot, photos, mark_done, reason);
        b.named("closes", 1, Type::instant, closes(completed.slot));
        b.named("price", 3, Type::money, {load(price)});
    }

    Piece closes(std::uint32_t completed) { return {b.constant(minute_days(15)), load(completed), op(Op::after_period)}; }

    void add_decision() {
        // half(amount): rounded down; beyond 1000.00 the text gives no answer
        const auto parameters = Range{static_cast<std::uint32_t>(b.image.fields.size()), 1};
        b.image.fields.push_back(b.field("amount", Type::money, 0, 100'000'000, pack_currency("CNY")));
        b.image.fields.push_back(b.field("half", Type::money, 0, 100'000'000, pack_currency("CNY")));
        const Code guard = b.code({op(Op::load_parameter, 0), number(100'000), op(Op::at_most)});
        const Code half = b.code({op(Op::load_parameter, 0), number(2), op(Op::divide_down)});
        b.image.results.push_back({half, kUpTo, kNone, kNone, kNone});
        b.image.results.push_back({kNone, kUndecided, kNone, kNone, kNone});
        b.image.rows.push_back({b.image.intern("small"), guard, {0, 1}, {0, 0}, kNone});
        b.image.rows.push_back({b.image.intern("large"), kNone, {1, 1}, {0, 0}, kNone});
        b.image.decisions.push_back({b.image.intern("half"), parameters, {parameters.first + 1, 1}, {0, 2}, 1});
    }

    void add_states(std::uint32_t completed, std::uint32_t photos, std::uint32_t mark_done, std::uint32_t reason) {
        b.machine("Claim");
        open = b.state("Open");
        claim = b.state("Claim", kComposite);
        waiting = b.state("SellerDecides", 0, claim);
        shipping = b.state("BuyerShips", 0, claim);
        receiving = b.state("SellerReceives", 0, claim);
        refunded = b.state("Refunded", kFinal);
        lapsed = b.state("Lapsed", kFinal);
        b.machine("Mark");
        calm = b.state("Calm");
        marked = b.state("Marked", kFinal);

        LimbSpec window{Limb::until, until(closes(completed)), closes(completed), "closes"};
        b.on(open, apply, {limited(move_to(claim), window)});
        b.at(open, closes(completed), {move_to(lapsed)}, {}, kNone, kNone, "closes");
        Rule take = stay();
        take.actions = {op(Op::count_slot, photos)};
        LimbSpec few{Limb::condition, {op(Op::load_field, 0), number(5), op(Op::at_most)}, {}, "count at most 5", true,
                     {{"count", {op(Op::load_field, 0)}}}};
        b.on(claim, photo, {limited(take, few)});
        LimbSpec dear{Limb::condition, {load(price), number(5'000), op(Op::at_least)}, {}, "price at least 50.00 CNY", false,
                      {{"price", {load(price)}}}};
        Rule agreed = limited(move_to(shipping), dear);
        agreed.cited = true;
        b.on(waiting, agree, {agreed});
        Rule silent = move_to(shipping);
        silent.reason = "agreed_by_silence";
        b.after(waiting, minute_days(5), {silent});
        b.on(shipping, ship, {move_to(receiving)});
        b.after(shipping, minute_days(7), {move_to(lapsed)});
        b.on(receiving, receive, {move_to(refunded)});
        b.after(receiving, exact_period(10 * day_ms), {move_to(refunded)});
        b.entry_effect(refunded, {refund, {{load(price), op(Op::call_decision, 0)}}});

        b.on(calm, flag, {move_to(marked)});
        b.when(calm, {guarded(move_to(marked), {load(photos), number(3), op(Op::at_least)})});
        Rule once = stay();
        once.guard = {op(Op::text_equals_slot, b.image.intern("broken"), static_cast<std::uint16_t>(reason))};
        b.when(calm, {once}, {}, mark_done);
    }

    [[nodiscard]] static std::vector<Value> facts() { return {Value::of(8'800), Value::of(t0 - 2 * day_ms)}; }
};

} // namespace recourse::test
