#include <algorithm>
#include <bit>
#include <random>

#include "tests/exactness/mutation_lives.h"

namespace exactness {

using namespace recourse;

namespace {

constexpr Instant kFirstOpening = 1'704'067'200'000;   // 2024-01-01 in UTC
constexpr Instant kMinute = 60'000, kDay = 86'400'000;

class Walker final : public Listener, public DeadlineListener, public PermissionListener {
public:
    Walker(const Program& program, std::uint64_t seed) : program_(program), random_(seed) {}

    LivedCase walk() {
        type_ = pick(program_.case_count());
        life_.type = program_.case_name(type_);
        life_.random = true;
        Case c;
        if (!opened(c)) return {};
        for (std::size_t i = 0; i < 14 && c.ref().status() == Status::running; ++i) {
            const Instant at = next_instant(c);
            if (random_() % 5 == 0 || acts_.empty()) {
                life_.acts.push_back({"", "", at, {}});
                (void)advance(program_, c.ref(), at, *this);
            } else {
                act(c, acts_[pick(acts_.size())], at);
            }
        }
        return std::move(life_);
    }

    void moved(const Move& /*move*/) override {}
    void effect(const EffectCall& /*call*/) override {}
    void deadline(const DeadlineInfo& info) override { turns_.push_back(info.due); }
    void permission(const Permission& info) override {
        for (const Instant one : {info.from, info.until}) {
            if (one != never) turns_.push_back(one);
        }
        if (info.allowed) acts_.emplace_back(info.event, party_);
    }

private:
    std::uint32_t pick(std::size_t count) { return static_cast<std::uint32_t>(random_() % count); }

    explore::Given given(const FieldInfo& field, Instant around) {
        if (field.type.optional && random_() % 3 == 0) return {true, 0, {}};
        const auto within = [&](std::int64_t n) { return explore::Given{false, std::clamp(n, field.low, field.high), {}}; };
        switch (field.type.type) {
            case ValueType::text: return {false, 0, "text"};
            case ValueType::instant: return within(around - static_cast<Instant>(random_() % (20 * 24 * 60)) * kMinute);
            case ValueType::boolean: return {false, pick(2), {}};
            case ValueType::party: return {false, pick(program_.party_count()), {}};
            case ValueType::kind: return {false, pick(program_.member_count(field.type.detail)), {}};
            default: return within(field.low + static_cast<std::int64_t>(random_() % (random_() % 2 == 0 ? 12 : 20'000)));
        }
    }

    static std::vector<Value> values(const std::vector<explore::Given>& given, const std::vector<FieldInfo>& fields) {
        std::vector<Value> all;
        for (std::size_t i = 0; i < given.size(); ++i) {
            const bool text = fields[i].type.type == ValueType::text;
            all.push_back(given[i].absent ? Value{} : text ? Value::of_text(given[i].text) : Value::of(given[i].number));
        }
        return all;
    }

    std::vector<FieldInfo> fields_of(std::uint32_t event) const {
        std::vector<FieldInfo> fields;
        for (std::uint32_t f = 0; f < program_.event_field_count(type_, event); ++f) fields.push_back(program_.event_field(type_, event, f));
        return fields;
    }

    LivedAct lived(std::uint32_t event, std::uint32_t by, Instant at) {
        LivedAct act{std::string(program_.event_name(type_, event)), by == none ? "" : std::string(program_.party_name(by)), at, {}};
        for (const FieldInfo& field : fields_of(event)) act.fields.push_back(given(field, at));
        return act;
    }

    bool opened(Case& c) {
        const Instant at = kFirstOpening + static_cast<Instant>(random_() % 500) * kDay + static_cast<Instant>(random_() % 1440) * kMinute;
        std::vector<FieldInfo> fields;
        for (std::uint32_t f = 0; f < program_.fact_count(type_); ++f) {
            fields.push_back(program_.fact(type_, f));
            life_.facts.push_back(given(fields.back(), fields.back().low > at ? at + 9 * kDay : at));
        }
        const std::uint32_t event = program_.opening_event(type_);
        if (event == none) {
            life_.acts.push_back({"", "", at, {}});
            return open(program_, c, type_, at, values(life_.facts, fields), *this).verdict != Verdict::rejected;
        }
        const std::uint32_t parties = program_.event_parties(type_, event), by = parties == 0 ? none : static_cast<std::uint32_t>(std::countr_zero(parties));
        life_.acts.push_back(lived(event, by, at));
        const std::vector<Value> carried = values(life_.acts.back().fields, fields_of(event));
        const Input input{event, by, at, carried, {}};
        return open(program_, c, type_, at, values(life_.facts, fields), *this, &input).verdict != Verdict::rejected;
    }

    // Also finds out who may do what now; happenings may always come.
    Instant next_instant(Case& c) {
        const Instant first = c.ref().sealed() + 1;
        turns_.clear();
        acts_.clear();
        deadlines(program_, c.ref(), *this);
        for (party_ = 0; party_ < program_.party_count(); ++party_) allowed(program_, c.ref(), party_, first, *this);
        for (std::uint32_t event = 0; event < program_.event_count(type_); ++event) {
            if (program_.event_parties(type_, event) == 0) acts_.emplace_back(event, none);
        }
        if (turns_.empty() || random_() % 3 == 0) return first + static_cast<Instant>(random_() % (3 * 24 * 60)) * kMinute;
        const Instant turn = turns_[pick(turns_.size())] + static_cast<Instant>(random_() % 3) - 1;
        return std::max(first, turn);
    }

    void act(Case& c, std::pair<std::uint32_t, std::uint32_t> what, Instant at) {
        life_.acts.push_back(lived(what.first, what.second, at));
        const std::vector<Value> carried = values(life_.acts.back().fields, fields_of(what.first));
        (void)step(program_, c.ref(), {what.first, what.second, at, carried, {}}, *this);
    }

    const Program& program_;
    std::mt19937_64 random_;
    std::uint32_t type_ = 0, party_ = 0;
    LivedCase life_;
    std::vector<Instant> turns_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> acts_;   // event and party
};

}  // namespace

std::vector<LivedCase> walks_of(const Program& program, std::size_t count) {
    std::vector<LivedCase> all;
    for (std::size_t seed = 0; program.case_count() != 0 && seed < count; ++seed) {
        LivedCase life = Walker(program, seed).walk();
        if (!life.acts.empty()) all.push_back(std::move(life));
    }
    return all;
}

}  // namespace exactness
