#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "compiler/scenarios/promise_monitor.h"
#include "tests/exactness/configurations.h"
#include "tests/exactness/written.h"

namespace exactness {

using namespace recourse;

namespace {

constexpr Instant kOpening = 1'709'280'000'000;   // 2024-03-01 08:00 UTC

class Player final : public Listener {
public:
    Player(const Compiled& compiled, const Bounds& bounds, Reached& reached, const scenarios::FollowedPromises* promises = nullptr)
        : compiled_(compiled), bounds_(bounds), reached_(reached), promises_(promises) {}

    void play() {
        open_all();
        for (std::uint32_t events = 0; events <= bounds_.events; ++events) {
            events_ = events;
            std::vector<Life> layer = std::move(next_);
            next_.clear();
            // Time is free: the layer grows by every millisecond that passes.
            for (std::size_t i = 0; i < layer.size(); ++i) {
                const Life at = layer[i];
                if (events < bounds_.events) try_events(at);
                tick(at, layer);
                if (seen_.size() > bounds_.most_cases) {
                    reached_.complete = false;
                    return;
                }
            }
        }
        reached_.cases = seen_.size();
    }

    void moved(const Move& move) override {
        if (move.transition == none) return;
        const auto place = compiled_.program.transition_location(move.transition);
        heard_.insert({place.line, place.column});
    }
    void effect(const EffectCall& /*call*/) override {}

private:
    struct Life {
        Case c;
        std::optional<scenarios::PromiseMonitor> monitor;
    };

    const Program& program() const { return compiled_.program; }

    static std::vector<Value> with_absent(std::vector<Value> values, bool optional) {
        if (optional) values.push_back(Value{});
        return values;
    }

    // All values of a field; instants around `around`, as far back and ahead.
    std::vector<Value> values_of(const FieldInfo& field, Instant around, std::int64_t back, std::int64_t ahead) const {
        std::vector<Value> all;
        const auto range = [&](std::int64_t low, std::int64_t high) {
            for (std::int64_t n = low; n <= high; ++n) all.push_back(Value::of(n));
        };
        switch (field.type.type) {
            case ValueType::instant: range(around - back, around + ahead); break;
            case ValueType::boolean: range(0, 1); break;
            case ValueType::party: range(0, program().party_count() - 1); break;
            case ValueType::kind: range(0, program().member_count(field.type.detail) - 1); break;
            case ValueType::set: range(0, (std::int64_t{1} << program().member_count(field.type.detail)) - 1); break;
            default: range(field.low, field.high); break;
        }
        return with_absent(std::move(all), field.type.optional);
    }

    template <typename Visit>
    static void combinations(const std::vector<std::vector<Value>>& choices, Visit&& visit) {
        std::vector<Value> one(choices.size());
        std::vector<std::size_t> at(choices.size(), 0);
        for (;;) {
            for (std::size_t i = 0; i < choices.size(); ++i) one[i] = choices[i][at[i]];
            visit(one);
            std::size_t i = 0;
            while (i < choices.size() && ++at[i] == choices[i].size()) at[i++] = 0;
            if (i == choices.size()) return;
        }
    }

    template <typename Visit>
    void inputs(std::uint32_t event, Instant at, Visit&& visit) {
        std::vector<std::vector<Value>> choices;
        for (std::uint32_t f = 0; f < program().event_field_count(0, event); ++f) {
            choices.push_back(values_of(program().event_field(0, event, f), at, bounds_.back, bounds_.back));
        }
        std::uint32_t parties = program().event_parties(0, event);
        do {
            const std::uint32_t by = parties == 0 ? none : static_cast<std::uint32_t>(std::countr_zero(parties));
            combinations(choices, [&](const std::vector<Value>& fields) { visit(Input{event, by, at, fields, {}}); });
            parties &= parties - 1;
        } while (parties != 0);
    }

    void open_all() {
        std::vector<std::vector<Value>> choices;
        for (std::uint32_t f = 0; f < program().fact_count(0); ++f) {
            choices.push_back(values_of(program().fact(0, f), kOpening, bounds_.back, bounds_.time + 2));
        }
        combinations(choices, [&](const std::vector<Value>& facts) {
            const std::uint32_t opening = program().opening_event(0);
            if (opening == none) return open_one(facts, nullptr);
            inputs(opening, kOpening, [&](const Input& input) { open_one(facts, &input); });
        });
    }

    void open_one(const std::vector<Value>& facts, const Input* input) {
        Life one;
        if (promises_ != nullptr) one.monitor.emplace(*promises_);
        ++reached_.work;
        if (opened(one, facts, input).verdict != Verdict::rejected) met(one, next_);
        heard(one.c);
    }

    StepResult opened(Life& one, const std::vector<Value>& facts, const Input* input) {
        if (!one.monitor) return open(program(), one.c, 0, kOpening, facts, *this, input);
        one.c.resize(program().case_bytes(0));
        return one.monitor->open(one.c.ref().bytes(), 0, kOpening, facts, *this, input);
    }

    void tick(const Life& at, std::vector<Life>& layer) {
        Life one = at;
        const CaseRef c = one.c.ref();
        const Instant sealed = c.sealed();
        if (c.status() != Status::running || sealed >= kOpening + bounds_.time) return;
        (void)(one.monitor ? one.monitor->advance(c, sealed + 1, *this) : advance(program(), c, sealed + 1, *this));
        ++reached_.work;
        heard(one.c);
        met(one, layer);
    }

    void try_events(Life at) {
        if (at.c.ref().status() != Status::running) return;
        for (std::uint32_t event = 0; event < program().event_count(0); ++event) {
            inputs(event, at.c.ref().sealed() + 1, [&](const Input& input) {
                Life one = at;
                ++reached_.work;
                const StepResult result = one.monitor ? one.monitor->step(one.c.ref(), input, *this) : step(program(), one.c.ref(), input, *this);
                if (result.verdict == Verdict::rejected) return heard_.clear();
                ++events_;
                heard(one.c);
                met(one, next_);
                --events_;
            });
        }
    }

    void heard(Case& c) {
        const Seen seen{events_, c.ref().sealed() - kOpening};
        for (const Place& place : heard_) reached_.rules.try_emplace(place, seen);
        heard_.clear();
    }

    void met(Life& one, std::vector<Life>& into) {
        Case& c = one.c;
        std::string bytes(reinterpret_cast<const char*>(c.bytes().data()), c.size());
        if (one.monitor) bytes += one.monitor->standing();
        if (!seen_.insert(std::move(bytes)).second) return;
        into.push_back(one);
        if (one.monitor) {
            for (const scenarios::PromiseBreak& broken : one.monitor->broken()) {
                (broken.how == scenarios::PromiseWord::halted ? reached_.halted : reached_.broken).insert(broken.promise);
            }
            return;
        }
        reached_.configurations.try_emplace(written(compiled_, c), Seen{events_, c.ref().sealed() - kOpening});
    }

    const Compiled& compiled_;
    const Bounds& bounds_;
    Reached& reached_;
    const scenarios::FollowedPromises* promises_;
    std::vector<Life> next_;
    std::unordered_set<std::string> seen_;
    std::set<Place> heard_;
    std::uint32_t events_ = 0;
};

}  // namespace

Reached play_all(const Compiled& compiled, const Bounds& bounds) {
    Reached reached;
    Player(compiled, bounds, reached).play();
    return reached;
}

Reached play_all_watched(const Compiled& compiled, const Bounds& bounds) {
    Reached reached;
    const scenarios::Bridge bridge(compiled.model, *compiled.texts, compiled.program);
    const scenarios::FollowedPromises promises(bridge, *compiled.texts);
    Player(compiled, bounds, reached, &promises).play();
    return reached;
}

}  // namespace exactness
