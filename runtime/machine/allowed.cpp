// What a party may do, until when, and if not now, from when. Time alone is followed on a copy of the case: the truth of a window
// changes only at instants that the rules name, and the state only when a deadline fires, so looking at those is looking at all.
#include "runtime/machine/admit.h"

#include <algorithm>

namespace recourse {

using namespace machine;

namespace {

/// Whether an event would be taken, what it carries being unknown.
struct Chance {
    bool certain = false;       // whatever it carries
    bool possible = false;      // for some of what it may carry
    bool depends = false;       // something that it carries decides
    bool without_right = false; // of the first rule that would take it
    [[nodiscard]] bool open() const { return certain || possible; }
};

/// The next instant after which something may be different, and whether it was counted beyond a calendar's years.
struct Change {
    Instant last_before = never;
    bool provisional = false;
    void note(Instant t, Instant at, bool beyond) {
        if (at < t || at >= last_before || at >= max_instant) return;
        last_before = at;
        provisional = beyond;
    }
};

/// Follows one case through time alone.
class Future {
  public:
    Future(const Tables& tables, CaseRef c, Instant at, std::uint32_t party)
        : run_(tables, tables.cases[c.type()], room_, nullptr), party_(party) {
        std::memcpy(room_, c.bytes().data(), run_.type.bytes);
        move_to(at);
    }

    void move_to(Instant at) {
        advance_to(run_, at - 1);
        run_.at_event(at);
    }

    Chance chance(std::uint32_t event, Refusal& refusal) const {
        Chance chance;
        if (read_status(room_) != Status::running) {
            refusal.note(because(Reason::not_running));
            return chance;
        }
        if (declined_by_case(event, chance, refusal)) return {};
        for_each_group(event, [&](std::uint32_t group) { try_group(group, chance, refusal); });
        chance.depends = chance.depends || (chance.possible && !chance.certain);
        return chance;
    }

    Change next_change(std::uint32_t event) const {
        Change change;
        if (read_status(room_) != Status::running) return change;
        const auto due = read_number<std::int64_t>(room_ + kNextDueAt);
        if (due != never) change.note(run_.now(), due, provisional_deadline(due));
        for_each_group(event, [&](std::uint32_t group) {
            for (; group != kNone; group = run_.tables.groups[group].outer) {
                const Range rules = run_.tables.groups[group].transitions;
                for (std::uint32_t i = 0; i < rules.count; ++i) note_rule(rules.first + i, change);
            }
        });
        for_each_refusal(event, [&](std::uint32_t rule) {
            note_rule(rule, change);
            return false;
        });
        return change;
    }

    [[nodiscard]] Instant now() const { return run_.now(); }

  private:
    static Rejection because(Reason reason, std::uint32_t rule = none) { return {reason, rule, none, none, never}; }

    [[nodiscard]] Context context() const {
        Context context = run_.context;
        context.read = room_;
        context.provisional = false;
        context.party = party_;
        return context;
    }

    template <class Visit>
    void for_each_group(std::uint32_t event, Visit visit) const {
        const CaseRecord& type = run_.type;
        for (const MachineRecord& machine : run_.tables.part(run_.tables.machines, type.machines)) {
            const std::uint32_t state = active_leaf(type, machine, room_) - type.states.first;
            const std::uint32_t group = run_.tables.dispatch[type.dispatch + state * type.events.count + event];
            if (group != kNone) visit(group);
        }
    }
    template <class Visit>
    bool for_each_refusal(std::uint32_t event, Visit visit) const {
        const Range refusals = run_.type.refusals;
        for (std::uint32_t rule = refusals.first; rule < refusals.first + refusals.count; ++rule) {
            if (run_.tables.transitions[rule].event == run_.type.events.first + event && visit(rule)) return true;
        }
        return false;
    }

    [[nodiscard]] bool reads_payload(const TransitionRecord& rule) const {
        if ((rule.flags & kReadsPayload) != 0) return true;
        return std::ranges::any_of(run_.tables.part(run_.tables.limbs, rule.limbs),
                                   [](const LimbRecord& limb) { return limb.reads_payload != 0; });
    }
    /// What the event carries may be anything: limbs that read it are taken to hold.
    [[nodiscard]] bool may_hold(const TransitionRecord& rule, bool payload) const {
        Context reading = context();
        Fault fault = Fault::clear;
        if (!payload) return holds(reading, rule.guard, fault);
        return std::ranges::all_of(run_.tables.part(run_.tables.limbs, rule.limbs), [&](const LimbRecord& limb) {
            return limb.reads_payload != 0 || holds(reading, limb.code, fault);
        });
    }

    bool declined_by_case(std::uint32_t event, Chance& chance, Refusal& refusal) const {
        const bool refused = for_each_refusal(event, [&](std::uint32_t index) {
            const TransitionRecord& rule = run_.tables.transitions[index];
            const bool payload = reads_payload(rule);
            if (!may_hold(rule, payload)) return false;
            chance.depends = chance.depends || payload;
            if (!payload) refusal.note(because(Reason::refused, index));
            return !payload;
        });
        if (refused) return true;
        const EventRecord& record = run_.tables.events[run_.type.events.first + event];
        if (!used_up(run_.tables, record.count_slot, record.at_most, room_)) return false;
        refusal.note(because(Reason::used_up));
        return true;
    }

    void take(const TransitionRecord& rule, bool payload, Chance& chance) const {
        if (!chance.open()) chance.without_right = (rule.flags & kWithoutRight) != 0;
        if (payload) {
            chance.possible = true;
        } else {
            chance.certain = true;
        }
    }

    void try_group(std::uint32_t index, Chance& chance, Refusal& refusal) const {
        while (index != kNone) {
            const GroupRecord& group = run_.tables.groups[index];
            if (!hands_out(group, chance, refusal)) return;
            index = group.outer;
        }
    }

    /// Tries the rules of one group; true when the event may be handed to the state around.
    bool hands_out(const GroupRecord& group, Chance& chance, Refusal& refusal) const {
        bool maybe_outside = false;
        for (std::uint32_t i = 0; i < group.transitions.count; ++i) {
            const std::uint32_t index = group.transitions.first + i;
            const TransitionRecord& rule = run_.tables.transitions[index];
            const bool payload = reads_payload(rule);
            const bool used = used_up(run_.tables, rule.count_slot, rule.at_most, room_);
            if (used || !may_hold(rule, payload)) {
                if (rule.target_kind == Target::refuse || rule.target_kind == Target::outside) continue;
                Context reading = context();
                refusal.note(failed_limb(reading, index, false));
                continue;
            }
            switch (rule.target_kind) {
            case Target::move:
            case Target::stay: take(rule, payload, chance); break;
            case Target::outside: maybe_outside = true; break;
            case Target::ignore: break;
            case Target::refuse:
                chance.depends = chance.depends || payload;
                if (!payload) refusal.note(because(Reason::refused, index));
                break;
            }
            if (!payload) return rule.target_kind == Target::outside;
        }
        return maybe_outside;
    }

    void note_rule(std::uint32_t index, Change& change) const {
        const TransitionRecord& rule = run_.tables.transitions[index];
        const auto note = [&](Code code) {
            if (code == kNone) return;
            Context reading = context();
            const Outcome at = evaluate(reading, code);
            if (at.fault == Fault::clear) change.note(run_.now(), at.value, reading.provisional);
        };
        for (const LimbRecord& limb : run_.tables.part(run_.tables.limbs, rule.limbs)) {
            if (limb.reads_payload == 0) note(limb.instant);
        }
        for (const Code code : run_.tables.part(run_.tables.code_refs, rule.boundaries)) note(code);
    }

    [[nodiscard]] bool provisional_deadline(Instant due) const {
        for (const MachineRecord& machine : run_.tables.part(run_.tables.machines, run_.type.machines)) {
            for (auto s = active_leaf(run_.type, machine, room_); s != kNone; s = run_.tables.states[s].parent) {
                for (const DeadlineRecord& d : run_.tables.part(run_.tables.deadlines, run_.tables.states[s].deadlines)) {
                    Context reading = context();
                    if (due_of(reading, d).value == due && reading.provisional) return true;
                }
            }
        }
        return false;
    }

    alignas(8) std::byte room_[kMaxCaseBytes];
    Run run_;
    std::uint32_t party_;
};

// A machine that returns for ever to where it was has no last instant; nobody asks beyond this many changes.
constexpr int most_changes = 256;

/// Follows time until the event is no longer open (or is, when it is not now).
void follow(Future& future, std::uint32_t event, Permission& permission) {
    for (int i = 0; i < most_changes; ++i) {
        const Change change = future.next_change(event);
        if (change.last_before == never) return;
        future.move_to(change.last_before + 1);
        Refusal ignored;
        const Chance chance = future.chance(event, ignored);
        if (chance.open() == permission.allowed) continue;
        permission.provisional = change.provisional;
        if (permission.allowed) {
            permission.until = change.last_before;
        } else {
            permission.from = future.now();
            permission.depends_on_fields = chance.depends;   // what will be accepted then may depend on them as well
        }
        return;
    }
}

} // namespace

void allowed(const Program& program, CaseRef c, std::uint32_t party, Instant at, PermissionListener& listener) {
    const Tables& tables = program.tables();
    if (!is_case_of(tables, c.bytes()) || party >= 32 || !in_range(at)) return;
    const Range events = tables.cases[c.type()].events;
    const Instant from = std::max(at, c.sealed() + 1);
    for (std::uint32_t event = 0; event < events.count; ++event) {
        if (((tables.events[events.first + event].parties >> party) & 1u) == 0) continue;
        Future future(tables, c, from, party);
        Refusal refusal;
        const Chance chance = future.chance(event, refusal);
        Permission permission;
        permission.event = event;
        permission.allowed = chance.open();
        permission.depends_on_fields = chance.open() && chance.depends;
        permission.without_right = chance.open() && chance.without_right;
        if (!permission.allowed) permission.why_not = refusal.best();
        follow(future, event, permission);
        listener.permission(permission);
    }
}

} // namespace recourse
