// Small programs by hand, for tests of the runtime: states, rules and code are given directly, without the language.
// One case type; its facts, slots, events, states (machine by machine, in pre-order) are added in order, then `bytes` is asked.
#pragma once

#include "compiler/emit/image.h"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <recourse/runtime.hpp>

namespace recourse::test {

using namespace recourse::format;
using Piece = std::vector<Instruction>;

inline Instruction op(Op code, std::int64_t operand = 0, std::uint16_t b = 0, std::uint8_t a = 0) {
    return {code, a, b, static_cast<std::int32_t>(operand)};
}
inline Instruction load(std::uint32_t slot) { return op(Op::load_slot, slot); }
inline Instruction store(std::uint32_t slot) { return op(Op::store_slot, slot); }
inline Instruction number(std::int64_t value) { return op(Op::push_small, value); }
/// `instant has passed`, for the instant that the code computes.
[[gnu::noinline]] inline Piece has_passed(Piece instant) {
    instant.push_back(op(Op::load_before));
    instant.push_back(op(Op::less));
    return instant;
}
/// now <= instant, now > instant.
[[gnu::noinline]] inline Piece until(Piece instant) {
    instant.insert(instant.begin(), op(Op::load_now));
    instant.push_back(op(Op::at_most));
    return instant;
}
[[gnu::noinline]] inline Piece from_after(Piece instant) {
    instant.insert(instant.begin(), op(Op::load_now));
    instant.push_back(op(Op::greater));
    return instant;
}

struct LimbSpec {
    Limb kind = Limb::condition;
    Piece holds, instant;
    std::string text;
    bool payload = false;
    std::vector<std::pair<std::string, Piece>> operands = {};
};
struct CallSpec {
    std::uint32_t effect = 0;
    std::vector<Piece> arguments;
};
struct Rule {
    // Out of line, or tests with many rules take minutes to compile under the sanitizers.
    [[gnu::noinline]] Rule() {}
    [[gnu::noinline]] Rule(const Rule&) = default;
    [[gnu::noinline]] Rule(Rule&&) = default;
    [[gnu::noinline]] Rule& operator=(const Rule&) = default;
    [[gnu::noinline]] Rule& operator=(Rule&&) = default;
    [[gnu::noinline]] ~Rule() {}

    Target kind = Target::move;
    std::uint32_t to = kNone;
    Piece guard, actions;
    std::vector<LimbSpec> limbs;
    std::vector<CallSpec> effects;
    std::uint32_t count_slot = kNone, at_most = 0;
    std::uint8_t flags = 0;
    std::vector<Piece> boundaries;
    std::string reason, because;
    bool cited = false;
};
[[gnu::noinline]] inline Rule move_to(std::uint32_t state) {
    Rule rule;
    rule.to = state;
    return rule;
}
[[gnu::noinline]] inline Rule stay() {
    Rule rule;
    rule.kind = Target::stay;
    return rule;
}
[[gnu::noinline]] inline Rule guarded(Rule rule, Piece guard) {
    rule.guard = std::move(guard);
    return rule;
}
/// A window or condition as limb and guard in one.
[[gnu::noinline]] inline Rule limited(Rule rule, LimbSpec limb) {
    rule.guard = limb.holds;
    if (limb.payload) rule.flags |= kReadsPayload;
    rule.limbs.push_back(std::move(limb));
    return rule;
}

class ProgramBuilder {
  public:
    emit::Image image;

    explicit ProgramBuilder(const char* name = "test.policy") {
        image.policy.push_back({image.intern(name), image.intern(name), 1, INT32_MIN, INT32_MAX, image.intern(""),
                                image.intern("test.rule"), 0, 0});
        image.zones.push_back({image.intern("Asia/Shanghai"), {0, 1}, never});
        image.zone_transitions.push_back({INT64_MIN, 8 * 3'600'000, 0});
        image.choices.push_back(0);
        image.clauses.push_back({image.intern("G"), image.intern("Guide"), image.intern("G.1"), image.intern("Window")});
        image.cites.push_back(0);
    }

    Code code(Piece piece) {
        if (piece.empty()) return kNone;
        piece.push_back(op(Op::finish));
        const auto first = static_cast<Code>(image.code.size());
        image.code.insert(image.code.end(), piece.begin(), piece.end());
        return first;
    }
    Instruction constant(std::int64_t value) { return op(Op::push_constant, image.constant(value)); }

    std::uint32_t party(const char* name) {
        image.parties.push_back({image.intern(name)});
        return static_cast<std::uint32_t>(image.parties.size() - 1);
    }
    std::uint32_t slot(const char* name, SlotKind kind, std::uint8_t width, std::int64_t initial,
                       std::int64_t maximum = INT64_MAX, std::uint32_t capacity = 0) {
        SlotRecord record{};
        record.name = image.intern(name);
        record.kind = kind;
        record.width = width;
        const std::uint32_t alignment = width == 255 ? 2 : width == 0 ? 1 : width;
        bytes_ = (bytes_ + alignment - 1) / alignment * alignment;
        record.offset = bytes_;
        record.capacity = capacity;
        record.initial = initial;
        record.maximum = maximum;
        bytes_ += width == 255 ? 2 + capacity : width == 0 ? 1 : width;
        image.slots.push_back(record);
        return static_cast<std::uint32_t>(image.slots.size() - 1);
    }
    FieldRecord field(const char* name, Type type, std::int64_t low, std::int64_t high, std::uint32_t detail = 0) {
        FieldRecord record{};
        record.name = image.intern(name);
        record.type = {type, 0, 0, static_cast<std::uint8_t>(type == Type::money ? 2 : 0), detail};
        record.slot = kNone;
        record.low = low;
        record.high = high;
        record.check = kNone;
        record.check_text = kNone;
        return record;
    }
    /// Facts are given at once, before events and effects.
    void facts(const std::vector<FieldRecord>& records) { facts_ = add_fields(records); }
    std::uint32_t event(const char* name, std::uint32_t parties, const std::vector<FieldRecord>& fields = {},
                        Piece accept = {}, std::uint32_t at_most = 0, std::uint32_t count_slot = kNone) {
        EventRecord record{};
        record.name = image.intern(name);
        record.parties = parties;
        record.at_most = at_most;
        record.count_slot = count_slot;
        record.fields = add_fields(fields);
        record.accept = code(std::move(accept));
        image.events.push_back(record);
        return static_cast<std::uint32_t>(image.events.size() - 1);
    }
    std::uint32_t effect(const char* name, const std::vector<FieldRecord>& parameters) {
        image.effects.push_back({image.intern(name), add_fields(parameters)});
        return static_cast<std::uint32_t>(image.effects.size() - 1);
    }

    std::uint32_t machine(const char* name) {
        image.machines.push_back({image.intern(name), 24 + static_cast<std::uint32_t>(image.machines.size()), 1,
                                  {static_cast<std::uint32_t>(image.states.size()), 0}, kNone});
        return static_cast<std::uint32_t>(image.machines.size() - 1);
    }
    /// In pre-order; a composite starts in its first leaf.
    std::uint32_t state(const char* name, std::uint32_t flags = 0, std::uint32_t parent = kNone) {
        if (image.machines.empty()) machine("");
        const auto index = static_cast<std::uint32_t>(image.states.size());
        MachineRecord& m = image.machines.back();
        ++m.states.count;
        m.start = m.start == kNone || m.start == parent ? index : m.start;
        StateRecord record{};
        record.name = image.intern(name);
        record.parent = parent;
        record.machine = static_cast<std::uint32_t>(image.machines.size() - 1);
        record.last = record.start = index;
        record.flags = flags;
        record.enter = kNone;
        record.location = kNone;
        for (std::uint32_t s = parent; s != kNone; s = image.states[s].parent) {
            if (image.states[s].start == parent) image.states[s].start = index;
            image.states[s].last = index;
        }
        image.states.push_back(record);
        specs_.emplace_back();
        return index;
    }
    /// The slot that keeps when a state was entered.
    std::uint32_t clock(std::uint32_t state) {
        StateSpec& spec = specs_[state];
        if (!spec.clock) {
            spec.clock = slot("clock", SlotKind::entry_clock, 8, never);
            enter(state, {op(Op::load_now), store(*spec.clock)});
        }
        return *spec.clock;
    }
    void enter(std::uint32_t state, const Piece& piece) {
        specs_[state].enter.insert(specs_[state].enter.end(), piece.begin(), piece.end());
    }
    void entry_effect(std::uint32_t state, CallSpec call) { specs_[state].effects.push_back(std::move(call)); }
    void on(std::uint32_t state, std::uint32_t event, std::vector<Rule> rules) {
        specs_[state].answers.emplace_back(event, std::move(rules));
    }
    void at(std::uint32_t state, Piece due, std::vector<Rule> rules, std::vector<Piece> boundaries = {},
            std::uint32_t done = kNone, std::uint32_t arming = kNone, const char* name = "deadline") {
        specs_[state].deadlines.push_back({std::move(due), std::move(rules), std::move(boundaries), done, arming, name});
    }
    void after(std::uint32_t state, std::int64_t period, std::vector<Rule> rules) {
        const std::uint32_t start = clock(state);
        at(state, {constant(period), load(start), op(Op::after_period)}, std::move(rules));
    }
    void when(std::uint32_t state, std::vector<Rule> rules, std::vector<Piece> boundaries = {}, std::uint32_t done = kNone) {
        specs_[state].whens.push_back({{}, std::move(rules), std::move(boundaries), done, kNone, ""});
    }
    void refuse(std::uint32_t event, Piece guard, const char* because) {
        Rule rule;
        rule.kind = Target::refuse;
        rule.guard = std::move(guard);
        rule.because = because;
        refusals_.emplace_back(event, std::move(rule));
    }
    void named(const char* name, std::uint32_t kind, Type type, Piece piece) {
        image.named.push_back({image.intern(name), kind, {type, 0, 0, 0, 0}, code(std::move(piece)), kNone});
    }

    std::uint32_t opening_slot = kNone, opening_event = kNone;

    [[nodiscard]] std::vector<std::byte> bytes() {
        finish();
        return emit::write(image);
    }
    [[nodiscard]] Program program() {
        LoadError error;
        auto loaded = Program::load(bytes(), error);
        if (!loaded) {
            fprintf(stderr, "%s\n", error.message.c_str());
            abort();
        }
        return std::move(*loaded);
    }

  private:
    struct Timed {
        Piece due;
        std::vector<Rule> rules;
        std::vector<Piece> boundaries;
        std::uint32_t done, arming;
        std::string name;
    };
    struct StateSpec {
        std::optional<std::uint32_t> clock;
        Piece enter;
        std::vector<CallSpec> effects;
        std::vector<std::pair<std::uint32_t, std::vector<Rule>>> answers;
        std::vector<Timed> deadlines, whens;
    };

    Range add_fields(const std::vector<FieldRecord>& records) {
        const Range range{static_cast<std::uint32_t>(image.fields.size()), static_cast<std::uint32_t>(records.size())};
        image.fields.insert(image.fields.end(), records.begin(), records.end());
        return range;
    }
    Range refs(const std::vector<Piece>& pieces) {
        const Range range{static_cast<std::uint32_t>(image.code_refs.size()), static_cast<std::uint32_t>(pieces.size())};
        for (const Piece& piece : pieces) image.code_refs.push_back(code(piece));
        return range;
    }
    Range calls(const std::vector<CallSpec>& specs) {
        const Range range{static_cast<std::uint32_t>(image.calls.size()), static_cast<std::uint32_t>(specs.size())};
        for (const CallSpec& spec : specs) {
            const Range arguments{static_cast<std::uint32_t>(image.arguments.size()),
                                  static_cast<std::uint32_t>(spec.arguments.size())};
            for (const Piece& piece : spec.arguments) {
                image.arguments.push_back({code(piece), kNone, kNone, kNone, {Type::integer, 0, 0, 0, 0}, kNone});
            }
            image.calls.push_back({spec.effect, arguments, kNone});
        }
        return range;
    }
    Range limbs(const std::vector<LimbSpec>& specs) {
        const Range range{static_cast<std::uint32_t>(image.limbs.size()), static_cast<std::uint32_t>(specs.size())};
        for (const LimbSpec& spec : specs) {
            const Range operands{static_cast<std::uint32_t>(image.operands.size()),
                                 static_cast<std::uint32_t>(spec.operands.size())};
            for (const auto& [name, piece] : spec.operands) {
                image.operands.push_back({image.intern(name), code(piece), {Type::integer, 0, 0, 0, 0}});
            }
            image.limbs.push_back({spec.kind, static_cast<std::uint8_t>(spec.payload ? 1 : 0), 0, code(spec.holds),
                                   code(spec.instant), image.intern(spec.text), operands});
        }
        return range;
    }
    void add_rule(const Rule& rule, std::uint32_t owner, std::uint32_t event) {
        TransitionRecord record{};
        record.target_kind = rule.kind;
        record.flags = rule.flags;
        record.owner = owner;
        record.target = rule.to;
        record.event = event;
        record.guard = code(rule.guard);
        record.limbs = limbs(rule.limbs);
        record.actions = code(rule.actions);
        record.effects = calls(rule.effects);
        record.count_slot = rule.count_slot;
        record.at_most = rule.at_most;
        record.reason = rule.reason.empty() ? kNone : image.intern(rule.reason);
        record.because = rule.because.empty() ? kNone : image.intern(rule.because);
        record.cites = {0, rule.cited ? 1u : 0u};
        record.location = static_cast<std::uint32_t>(image.locations.size());
        record.boundaries = refs(rule.boundaries);
        record.covers = static_cast<std::uint32_t>(image.transitions.size());
        image.locations.push_back({image.intern("test.rule"), record.covers + 1, 3, image.intern("rule")});
        image.transitions.push_back(record);
    }
    Range rules(const std::vector<Rule>& list, std::uint32_t owner, std::uint32_t event) {
        const Range range{static_cast<std::uint32_t>(image.transitions.size()), static_cast<std::uint32_t>(list.size())};
        for (const Rule& rule : list) add_rule(rule, owner, event);
        return range;
    }

    void finish_state(std::uint32_t s) {
        const StateSpec& spec = specs_[s];
        StateRecord& state = image.states[s];
        state.enter = code(spec.enter);
        state.entry_effects = calls(spec.effects);
        state.deadlines = {static_cast<std::uint32_t>(image.deadlines.size()), static_cast<std::uint32_t>(spec.deadlines.size())};
        for (const Timed& timed : spec.deadlines) {
            image.deadlines.push_back({s, code(timed.due), rules(timed.rules, s, kNone), timed.done, timed.arming,
                                       image.intern(timed.name), kNone, refs(timed.boundaries)});
        }
        state.whens = {static_cast<std::uint32_t>(image.whens.size()), static_cast<std::uint32_t>(spec.whens.size())};
        for (const Timed& timed : spec.whens) {
            image.whens.push_back({s, rules(timed.rules, s, kNone), refs(timed.boundaries), timed.done, timed.arming});
        }
    }
    void finish_answers() {
        const auto events = static_cast<std::uint32_t>(image.events.size());
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> groups; // of state and event
        image.dispatch.assign(image.states.size() * events, kNone);
        for (std::uint32_t s = 0; s < specs_.size(); ++s) {
            const std::uint32_t parent = image.states[s].parent;
            for (const auto& [event, list] : specs_[s].answers) {
                const std::uint32_t outer = parent == kNone ? kNone : image.dispatch[parent * events + event];
                image.groups.push_back({rules(list, s, event), outer, s});
                groups[{s, event}] = static_cast<std::uint32_t>(image.groups.size() - 1);
            }
            for (std::uint32_t e = 0; e < events; ++e) {
                const auto own = groups.find({s, e});
                if (own != groups.end()) {
                    image.dispatch[s * events + e] = own->second;
                } else if (parent != kNone) {
                    image.dispatch[s * events + e] = image.dispatch[parent * events + e];
                }
            }
        }
    }
    void finish() {
        for (std::uint32_t s = 0; s < specs_.size(); ++s) finish_state(s);
        finish_answers();
        CaseRecord record{};
        record.name = image.intern("Case");
        record.bytes = (bytes_ + 7) / 8 * 8;
        const auto all = [](const auto& section) { return Range{0, static_cast<std::uint32_t>(section.size())}; };
        record.facts = facts_;
        record.events = all(image.events);
        record.effects = all(image.effects);
        record.machines = all(image.machines);
        record.states = all(image.states);
        record.named = all(image.named);
        record.slots = all(image.slots);
        record.opening_event = opening_event;
        record.opening_slot = opening_slot;
        record.zone_slot = record.calendar_slot = kNone;
        record.zones = {0, 1};
        record.refusals.first = static_cast<std::uint32_t>(image.transitions.size());
        for (const auto& [event, rule] : refusals_) add_rule(rule, kNone, event);
        record.refusals.count = static_cast<std::uint32_t>(refusals_.size());
        image.cases.push_back(record);
    }

    std::uint32_t bytes_ = 32; // header and eight machines
    Range facts_{0, 0};
    std::vector<StateSpec> specs_;
    std::vector<std::pair<std::uint32_t, Rule>> refusals_;
};

/// Keeps what a listener heard, as text that tests compare.
class Journal final : public Listener {
  public:
    struct Heard {
        Move move;
        std::vector<std::int64_t> arguments;
        std::uint32_t effect = none, ordinal = 0;
    };
    std::vector<Move> moves;
    std::vector<Heard> effects;
    void moved(const Move& move) override { moves.push_back(move); }
    void effect(const EffectCall& call) override {
        Heard heard{*call.move, {}, call.effect, call.ordinal};
        for (const Value& value : call.arguments) heard.arguments.push_back(value.number);
        effects.push_back(heard);
    }
};

} // namespace recourse::test
