// Walks through lives with days, months and working days: too long to be tried at every millisecond, so that instants are taken where
// something can turn, a millisecond beside, and anywhere.
#include <algorithm>
#include <bit>
#include <random>
#include <vector>

#include "tests/exactness/configurations.h"
#include "tests/exactness/written.h"

namespace exactness {

using namespace recourse;

namespace {

constexpr Instant kFirstOpening = 1'704'067'200'000;   // 2024-01-01 in UTC
constexpr Instant kMinute = 60'000, kDay = 86'400'000;

class Walker final : public Listener, public DeadlineListener, public PermissionListener {
public:
    Walker(const Compiled& compiled, std::uint64_t seed, Reached& reached) : compiled_(compiled), reached_(reached), random_(seed) {}

    void walk(std::size_t inputs) {
        Case c;
        if (!opened(c)) return;
        met(c);
        for (std::size_t i = 0; i < inputs && c.ref().status() == Status::running; ++i) {
            const Instant at = next_instant(c);
            if (random_() % 3 == 0) {
                (void)advance(program(), c.ref(), at, *this);
            } else {
                const auto event = static_cast<std::uint32_t>(random_() % program().event_count(0));
                act(c, event, at);
            }
            ++reached_.work;
            met(c);
        }
    }

    void moved(const Move& move) override {
        if (move.transition == none) return;
        const auto place = compiled_.program.transition_location(move.transition);
        reached_.rules.try_emplace(Place{place.line, place.column});
    }
    void effect(const EffectCall& /*call*/) override {}
    void deadline(const DeadlineInfo& info) override { turns_.push_back(info.due); }
    void permission(const Permission& info) override {
        for (const Instant one : {info.from, info.until}) {
            if (one != never) turns_.push_back(one);
        }
    }

private:
    const Program& program() const { return compiled_.program; }

    Value value_of(const FieldInfo& field, Instant around) {
        if (field.type.optional && random_() % 3 == 0) return Value{};
        switch (field.type.type) {
            case ValueType::instant: return Value::of(around - static_cast<Instant>(random_() % (6 * 24 * 60)) * kMinute);
            case ValueType::boolean: return Value::of(static_cast<std::int64_t>(random_() % 2));
            case ValueType::kind: return Value::of(static_cast<std::int64_t>(random_() % program().member_count(field.type.detail)));
            default: return Value::of(field.low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(field.high - field.low + 1)));
        }
    }

    Input input_of(std::uint32_t event, Instant at, std::vector<Value>& fields) {
        for (std::uint32_t f = 0; f < program().event_field_count(0, event); ++f) fields.push_back(value_of(program().event_field(0, event, f), at));
        const std::uint32_t parties = program().event_parties(0, event);
        return {event, parties == 0 ? none : static_cast<std::uint32_t>(std::countr_zero(parties)), at, fields, {}};
    }

    bool opened(Case& c) {
        const Instant at = kFirstOpening + static_cast<Instant>(random_() % 500) * kDay + static_cast<Instant>(random_() % 1440) * kMinute;
        std::vector<Value> facts, fields;
        for (std::uint32_t f = 0; f < program().fact_count(0); ++f) facts.push_back(value_of(program().fact(0, f), at));
        const std::uint32_t opening = program().opening_event(0);
        if (opening == none) return open(program(), c, 0, at, facts, *this).verdict != Verdict::rejected;
        const Input input = input_of(opening, at, fields);
        return open(program(), c, 0, at, facts, *this, &input).verdict != Verdict::rejected;
    }

    Instant next_instant(Case& c) {
        const Instant first = c.ref().sealed() + 1;
        turns_.clear();
        deadlines(program(), c.ref(), *this);
        for (std::uint32_t party = 0; party < program().party_count(); ++party) allowed(program(), c.ref(), party, first, *this);
        if (turns_.empty() || random_() % 3 == 0) return first + static_cast<Instant>(random_() % (3 * 24 * 60)) * kMinute;
        const Instant turn = turns_[random_() % turns_.size()] + static_cast<Instant>(random_() % 3) - 1;
        return std::max(first, turn);
    }

    void act(Case& c, std::uint32_t event, Instant at) {
        std::vector<Value> fields;
        const Input input = input_of(event, at, fields);
        (void)step(program(), c.ref(), input, *this);
    }

    void met(const Case& c) { reached_.configurations.try_emplace(written(compiled_, c)); }

    const Compiled& compiled_;
    Reached& reached_;
    std::mt19937_64 random_;
    std::vector<Instant> turns_;
};

}  // namespace

Reached walk_some(const Compiled& compiled, std::uint64_t seed, std::size_t lives) {
    Reached reached;
    for (std::size_t life = 0; life < lives; ++life) Walker(compiled, seed * 1000 + life, reached).walk(12);
    return reached;
}

}  // namespace exactness
