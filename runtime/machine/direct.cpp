// Laying the straight roads, at loading.
#include "runtime/machine/direct.h"

#include <algorithm>

namespace recourse::machine {
namespace {

template <class Record>
std::uint32_t size_of(const std::vector<Record>& records) {
    return static_cast<std::uint32_t>(records.size());
}

// ---- checks of what an event carries

DirectField bounds_of(const Tables& tables, const FieldRecord& field) {
    constexpr DirectField nothing{1, 0};
    const auto within = [&field](std::int64_t low, std::int64_t high) {
        return DirectField{std::max(low, field.low), std::min(high, field.high)};
    };
    switch (field.type.type) {
    case Type::text: return field.low <= 0 && field.high == INT64_MAX ? DirectField{absent + 1, INT64_MAX} : nothing;
    case Type::kind: return within(0, std::int64_t{tables.kinds[field.type.detail].members.count} - 1);
    case Type::set: return within(0, (std::int64_t{1} << tables.kinds[field.type.detail].members.count) - 1);
    case Type::party: return within(0, static_cast<std::int64_t>(tables.parties.size()) - 1);
    case Type::boolean: return within(0, 1);
    case Type::instant: return within(min_instant, max_instant);
    case Type::date: return within(min_day, max_day);
    case Type::period: return nothing;
    default: return within(absent + 1, INT64_MAX);
    }
}

std::uint64_t senders_of(const EventRecord& event) { return event.parties == 0 ? 1 : std::uint64_t{event.parties} << 1; }

/// False when a step remembers more of the event than one field and its count.
bool remember(const Tables& tables, const EventRecord& event, DirectEvent& direct) {
    direct.stores = event.accept != kNone;
    direct.counts = event.count_slot != kNone;
    direct.remembers = direct.stores || direct.counts;
    if (direct.counts) {
        const SlotRecord& slot = tables.slots[event.count_slot];
        if (slot.maximum > most_of_width(slot.width)) return false;
        direct.count.width = slot.width;
        direct.count.bit = slot.bit;
        direct.count.offset = slot.offset;
        direct.count.high = event.at_most == 0 ? slot.maximum : std::min<std::int64_t>(slot.maximum, event.at_most);
    }
    if (direct.stores) direct.field = tables.quick[event.accept];
    return !direct.stores || direct.field.kind == QuickKind::store_field;
}

// ---- rules

/// Lays the roads of one case type; leaves an entry empty where some rule asks for more than a road has.
class Roads {
  public:
    Roads(Tables& tables, const CaseRecord& type, std::vector<std::uint32_t>& first)
        : t_(tables), type_(type), first_(first) {}

    /// The rules with which a leaf answers an event (within the case type); first_ says where they are.
    void lay(std::uint32_t leaf, std::uint32_t event) {
        const std::uint32_t entry = type_.dispatch + (leaf - type_.states.first) * type_.events.count + event;
        if (t_.dispatch[entry] == kNone) return;
        const Range rules = t_.groups[t_.dispatch[entry]].transitions;
        const std::uint32_t first = size_of(t_.direct_rules);
        if (rules.count == 0 || rules.count > kMaxDirectRules || first + rules.count > kMostDirectRules) return;
        const std::size_t calls = t_.direct_calls.size();
        const std::size_t arguments = t_.direct_arguments.size();
        for (std::uint32_t i = 0; i < rules.count; ++i) {
            if (add(leaf, rules.first + i, &t_.direct_events[type_.events.first + event])) continue;
            t_.direct_rules.resize(first);
            t_.direct_calls.resize(calls);
            t_.direct_arguments.resize(arguments);
            return;
        }
        for (std::uint32_t i = 0; i + 1 < rules.count; ++i) t_.direct_rules[first + i].another = true;
        first_[entry] = first;
    }

  private:
    bool add(std::uint32_t leaf, std::uint32_t index, const DirectEvent* event) {
        const TransitionRecord& rule = t_.transitions[index];
        const bool plain = rule.target_kind == Target::move || rule.target_kind == Target::stay;
        if (!plain || rule.actions != kNone || rule.count_slot != kNone) return false;
        Done done;
        plan_rule(t_, rule, leaf, done);
        DirectRule direct;
        direct.guard.kind = QuickKind::constant;
        direct.guard.value = 1;
        if (rule.guard != kNone) direct.guard = t_.quick[rule.guard];
        direct.guard_code = rule.guard;
        direct.always = direct.guard.kind == QuickKind::constant && direct.guard.value != 0;
        direct.event = event;
        direct.leaf = done.to - type_.states.first;
        direct.ends = (t_.traits[done.to] & kInFinal) != 0;
        direct.machine = type_.machines.first;
        direct.from = leaf;
        direct.to = done.to;
        direct.transition = index;
        direct.calls.first = size_of(t_.direct_calls);
        if (!add_calls(rule.effects)) return false;
        for (std::uint32_t i = done.depth; i-- > 0;) {
            const StateRecord& state = t_.states[done.entered[i]];
            direct.ends = direct.ends || (state.flags & kEndsCase) != 0;
            if (!add_calls(state.entry_effects) || !add_enter(state.enter, direct)) return false;
        }
        direct.calls.count = size_of(t_.direct_calls) - direct.calls.first;
        add_dues(done.to, direct);
        direct.due = next_due(direct);
        t_.direct_rules.push_back(direct);
        return true;
    }

    bool add_enter(Code code, DirectRule& direct) {
        if (code == kNone) return true;
        const Quick& quick = t_.quick[code];
        if (quick.kind != QuickKind::store_now || quick.low > min_instant || quick.high < max_instant) return false;
        if (direct.clock_count == kMaxDirectClocks) return false;
        direct.clocks[direct.clock_count++] = static_cast<std::uint16_t>(quick.offset); // below kMaxCaseBytes
        return true;
    }

    bool add_calls(Range calls) {
        for (const CallRecord& call : t_.part(t_.calls, calls)) {
            t_.direct_calls.push_back({call.effect, {size_of(t_.direct_arguments), call.arguments.count}});
            for (const ArgumentRecord& argument : t_.part(t_.arguments, call.arguments)) {
                if (!add_argument(argument)) return false;
            }
        }
        return true;
    }

    bool add_argument(const ArgumentRecord& argument) {
        if (argument.bounds != kNone) return false; // its value may not fit
        DirectArgument direct;
        if (argument.code != kNone) {
            direct.slot = t_.quick[argument.code];
            switch (direct.slot.kind) {
            case QuickKind::constant: direct.value = Value::of(direct.slot.value); break;
            case QuickKind::now: direct.from = DirectFrom::now; break;
            case QuickKind::slot: direct.from = DirectFrom::slot; break;
            default: return false;
            }
        } else if (argument.text_slot != kNone) {
            direct.from = DirectFrom::text_slot;
            direct.index = argument.text_slot;
        } else if (argument.text_field != kNone) {
            direct.from = DirectFrom::text_field;
            direct.index = argument.text_field;
        } else if (argument.text != kNone) {
            direct.value = Value::of_text(t_.string(argument.text));
        }
        t_.direct_arguments.push_back(direct);
        return true;
    }

    void add_dues(std::uint32_t leaf, DirectRule& direct) {
        direct.calm = true;
        for (std::uint32_t s = leaf; s != kNone && !direct.ends; s = t_.states[s].parent) {
            if (t_.states[s].whens.count > 0 || t_.states[s].latches.count > 0) direct.calm = false;
            for (const DeadlineRecord& deadline : t_.part(t_.deadlines, t_.states[s].deadlines)) {
                if (deadline.done_slot != kNone || direct.due_count == kMaxDirectDues) {
                    direct.calm = false;
                } else {
                    direct.dues[direct.due_count++] = {t_.quick[deadline.due], deadline.due};
                }
            }
        }
    }

    /// The way to look, and the wait where all deadlines count from instants that the rule's step writes.
    static NextDue next_due(DirectRule& direct) {
        direct.wait = INT64_MAX;
        direct.first = min_instant;
        direct.last = max_instant;
        for (std::uint32_t i = 0; i < direct.due_count; ++i) {
            const Quick& quick = direct.dues[i].quick;
            const std::span<const std::uint16_t> clocks(direct.clocks, direct.clock_count);
            const bool entered = std::ranges::find(clocks, quick.offset) != clocks.end();
            if (quick.kind != QuickKind::slot_plus || !entered || quick.value < 0) return NextDue::looked;
            direct.wait = std::min(direct.wait, quick.value);
            direct.first = std::max(direct.first, quick.low);
            direct.last = std::min(direct.last, quick.high);
        }
        return direct.due_count == 0 ? NextDue::never : NextDue::after;
    }

    Tables& t_;
    const CaseRecord& type_;
    std::vector<std::uint32_t>& first_;
};

bool has_roads(const Tables& tables, const CaseRecord& type) {
    if (type.machines.count != 1 || type.refusals.count > 0) return false;
    const Range states = tables.machines[type.machines.first].states;
    return states.first == type.states.first && states.count == type.states.count;
}

} // namespace

void derive_direct(Tables& tables) {
    for (const FieldRecord& field : tables.fields) tables.direct_fields.push_back(bounds_of(tables, field));
    std::vector<bool> simple;
    for (const EventRecord& event : tables.events) {
        DirectEvent direct;
        direct.senders = senders_of(event);
        direct.fields = event.fields.count;
        direct.first_field = event.fields.first;
        direct.bounds = tables.direct_fields.data() + event.fields.first;
        simple.push_back(remember(tables, event, direct));
        tables.direct_events.push_back(direct);
    }
    std::vector<std::uint32_t> first(tables.dispatch.size(), kNone);
    for (const CaseRecord& type : tables.cases) {
        tables.direct_cases.emplace_back();
        if (!has_roads(tables, type)) continue;
        const MachineRecord& machine = tables.machines[type.machines.first];
        tables.direct_cases.back() = {type.bytes,        machine.state_offset, machine.state_width, type.states.count,
                                      type.events.count, type.dispatch};
        Roads roads(tables, type, first);
        for (std::uint32_t s = type.states.first; s < type.states.first + type.states.count; ++s) {
            if (tables.states[s].start != s) continue; // not a leaf
            for (std::uint32_t event = 0; event < type.events.count; ++event) {
                if (simple[type.events.first + event]) roads.lay(s, event);
            }
        }
    }
    for (const std::uint32_t rule : first) tables.direct.push_back(rule == kNone ? nullptr : &tables.direct_rules[rule]);
}

} // namespace recourse::machine
