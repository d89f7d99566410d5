// The straight road of an event: laid at loading, taken in a step.
#include "runtime/machine/direct.h"

#include <algorithm>

namespace recourse::machine {
namespace {

// ---- at loading

/// Lays the straight road of one leaf and event; leaves the entry empty where some rule asks for more than it has.
class Road {
  public:
    Road(Tables& tables, const CaseRecord& type) : t_(tables), type_(type) {}

    void lay(std::uint32_t leaf, std::uint32_t event) {
        const std::uint32_t entry = type_.dispatch + (leaf - type_.states.first) * type_.events.count + event;
        if (t_.dispatch[entry] == kNone || !remembers_simply(t_.events[type_.events.first + event])) return;
        const Range rules = t_.groups[t_.dispatch[entry]].transitions;
        const auto first = static_cast<std::uint32_t>(t_.direct_rules.size());
        const std::size_t codes = t_.direct_codes.size();
        const std::size_t calls = t_.direct_calls.size();
        const std::size_t clocks = t_.direct_clocks.size();
        if (rules.count > kMaxDirectRules || first + rules.count > kMostDirectRules) return;
        for (std::uint32_t i = 0; i < rules.count; ++i) {
            if (add(leaf, rules.first + i)) continue;
            t_.direct_rules.resize(first);
            t_.direct_codes.resize(codes);
            t_.direct_calls.resize(calls);
            t_.direct_clocks.resize(clocks);
            return;
        }
        t_.direct[entry] = {first, rules.count};
    }

  private:
    [[nodiscard]] bool remembers_simply(const EventRecord& event) const {
        if (event.count_slot != kNone) {
            const SlotRecord& slot = t_.slots[event.count_slot];
            if (slot.maximum > most_of_width(slot.width)) return false;
        }
        return event.accept == kNone || t_.quick[event.accept].kind == QuickKind::store_field;
    }

    bool add(std::uint32_t leaf, std::uint32_t index) {
        const TransitionRecord& rule = t_.transitions[index];
        const bool plain = rule.target_kind == Target::move || rule.target_kind == Target::stay;
        if (!plain || rule.actions != kNone || rule.count_slot != kNone) return false;
        Done done;
        plan_rule(t_, rule, leaf, done);
        DirectRule direct{};
        direct.transition = index;
        direct.guard = rule.guard;
        direct.to = done.to;
        direct.ends = (t_.traits[done.to] & kInFinal) != 0;
        direct.effects.first = static_cast<std::uint32_t>(t_.direct_calls.size());
        direct.clocks.first = static_cast<std::uint32_t>(t_.direct_clocks.size());
        if (!add_calls(rule.effects)) return false;
        for (std::uint32_t i = done.depth; i-- > 0;) {
            const StateRecord& state = t_.states[done.entered[i]];
            direct.ends = direct.ends || (state.flags & kEndsCase) != 0;
            if (!add_calls(state.entry_effects) || !add_enter(state.enter)) return false;
        }
        direct.effects.count = static_cast<std::uint32_t>(t_.direct_calls.size()) - direct.effects.first;
        direct.clocks.count = static_cast<std::uint32_t>(t_.direct_clocks.size()) - direct.clocks.first;
        add_dues(direct);
        t_.direct_rules.push_back(direct);
        return true;
    }

    bool add_enter(Code code) {
        if (code == kNone) return true;
        const Quick& quick = t_.quick[code];
        if (quick.kind != QuickKind::store_now || quick.low > min_instant || quick.high < max_instant) return false;
        t_.direct_clocks.push_back(quick.offset);
        return true;
    }

    /// Arguments that cannot fail, so that they need not be tried before the case is changed.
    [[nodiscard]] bool sure(const ArgumentRecord& argument) const {
        if (argument.code == kNone) return true;
        const QuickKind kind = t_.quick[argument.code].kind;
        return kind == QuickKind::constant || kind == QuickKind::now || kind == QuickKind::slot;
    }

    bool add_calls(Range calls) {
        if (calls.count == 0) return true;
        t_.direct_calls.push_back(calls);
        return std::ranges::all_of(t_.part(t_.calls, calls), [this](const CallRecord& call) {
            return std::ranges::all_of(t_.part(t_.arguments, call.arguments), [this](const ArgumentRecord& a) { return sure(a); });
        });
    }

    void add_dues(DirectRule& direct) {
        direct.calm = true;
        direct.dues.first = static_cast<std::uint32_t>(t_.direct_codes.size());
        for (std::uint32_t s = direct.to; s != kNone && !direct.ends; s = t_.states[s].parent) {
            if (t_.states[s].whens.count > 0) direct.calm = false;
            for (const DeadlineRecord& deadline : t_.part(t_.deadlines, t_.states[s].deadlines)) {
                if (deadline.done_slot != kNone) direct.calm = false;
                t_.direct_codes.push_back(deadline.due);
            }
        }
        direct.dues.count = static_cast<std::uint32_t>(t_.direct_codes.size()) - direct.dues.first;
    }

    Tables& t_;
    const CaseRecord& type_;
};

// ---- in a step

/// The rule that takes the event; null when none does or some guard fails.
const DirectRule* enabled(Context& context, Range rules) {
    for (std::uint32_t i = 0; i < rules.count; ++i) {
        const DirectRule& rule = context.tables->direct_rules[rules.first + i];
        Fault fault = Fault::clear;
        if (holds(context, rule.guard, fault)) return &rule;
        if (fault != Fault::clear) return nullptr;
    }
    return nullptr;
}

/// Whether everything that is to be stored can be: the field remembered and the count.
bool can_store(const Tables& tables, const EventRecord& event, const Input& input, const std::byte* live) {
    if (event.accept != kNone) {
        const Quick& quick = tables.quick[event.accept];
        if (quick.index >= input.fields.size()) return false;
        const std::int64_t number = input.fields[quick.index].number;
        if (number < quick.low || number > quick.high) return false;
    }
    if (event.count_slot == kNone) return true;
    const SlotRecord& slot = tables.slots[event.count_slot];
    const std::int64_t present = load_slot(slot, live);
    return present >= 0 && present < slot.maximum && (event.at_most == 0 || present < event.at_most);
}

void store(const Tables& tables, const EventRecord& event, const Input& input, std::byte* live) {
    if (event.accept != kNone) {
        const Quick& quick = tables.quick[event.accept];
        store_number(live + quick.offset, quick.width, quick.bit, input.fields[quick.index].number);
    }
    if (event.count_slot != kNone) {
        const SlotRecord& slot = tables.slots[event.count_slot];
        store_slot(slot, live, load_slot(slot, live) + 1);
    }
}

void enter(const Tables& tables, const DirectRule& rule, Instant now, std::byte* live) {
    const std::uint32_t* clock = tables.direct_clocks.data() + rule.clocks.first;
    for (std::uint32_t i = rule.clocks.count; i > 0; --i) write_number(live + *clock++, now);
    if (rule.ends) write_status(live, Status::ended);
}

/// When something is due next; false when something is at once, or cannot be said.
bool next_due(const Tables& tables, Context& context, const DirectRule& rule, Instant& next) {
    next = never;
    const Code* code = tables.direct_codes.data() + rule.dues.first;
    for (std::uint32_t i = rule.dues.count; i > 0; --i) {
        const Outcome due = evaluate(context, *code++);
        if (due.fault != Fault::clear || due.value < context.before) return false;
        next = std::min(next, due.value);
    }
    return rule.calm;
}

void tell(const Tables& tables, Context& context, const DirectRule& rule, const Move& move, Listener& listener) {
    listener.moved(move);
    if (rule.effects.count == 0) return;
    std::uint32_t ordinal = 0;
    for (std::uint32_t i = 0; i < rule.effects.count; ++i) {
        make_calls(context, tables.direct_calls[rule.effects.first + i], &move, &listener, ordinal);
    }
}

} // namespace

void derive_direct(Tables& tables) {
    tables.direct.assign(tables.dispatch.size(), {0, 0});
    for (const CaseRecord& type : tables.cases) {
        if (type.machines.count != 1 || type.refusals.count > 0) continue;
        Road road(tables, type);
        for (std::uint32_t s = type.states.first; s < type.states.first + type.states.count; ++s) {
            if (tables.states[s].start != s) continue; // not a leaf
            for (std::uint32_t event = 0; event < type.events.count; ++event) road.lay(s, event);
        }
    }
}

// Flattened: the pieces above run once a step each, and their calls would cost as much as they do.
[[gnu::flatten]] Taken take_directly(const Tables& tables, const CaseRecord& type, std::byte* live, const Input& input, Listener& listener) {
    const MachineRecord& machine = tables.machines[type.machines.first];
    const std::uint32_t leaf = active_leaf(type, machine, live);
    const Range rules = tables.direct[type.dispatch + (leaf - type.states.first) * type.events.count + input.event];
    if (rules.count == 0) return Taken::not_at_all;
    Context context;
    context.tables = &tables;
    context.type = &type;
    context.read = live;
    context.now = context.before = input.at;
    context.fields = input.fields;
    context.party = input.by;
    const EventRecord& event = tables.events[type.events.first + input.event];
    const DirectRule* rule = enabled(context, rules);
    if (rule == nullptr || !can_store(tables, event, input, live)) return Taken::not_at_all;

    store(tables, event, input, live);
    set_leaf(type, machine, live, rule->to);
    enter(tables, *rule, input.at, live);
    Move move;
    move.machine = type.machines.first;
    move.from = leaf;
    move.to = rule->to;
    move.transition = rule->transition;
    move.at = input.at;
    move.id = input.id;
    tell(tables, context, *rule, move, listener);
    // What happens by itself has no event at hand.
    context.fields = {};
    context.party = none;
    Instant next = never;
    if (!next_due(tables, context, *rule, next)) return Taken::unsettled;
    write_number(live + kNextDueAt, next);
    return Taken::whole;
}

} // namespace recourse::machine
