// Which rules answer an event, and why none does (laws 6 and 7).
#include "runtime/machine/run.h"

namespace recourse::machine {
namespace {

Rejection because(Reason reason, std::uint32_t transition) { return {reason, transition, none, none, never}; }

Reason reason_of_limb(Limb kind) {
    switch (kind) {
    case Limb::from: return Reason::too_early;
    case Limb::until: return Reason::too_late;
    case Limb::count: return Reason::used_up;
    case Limb::condition: break;
    }
    return Reason::condition;
}

enum class Found : std::uint8_t { rule, ignored, declined, faulted };

/// Asks one machine, from the group of its active leaf outwards.
class Ask {
  public:
    Ask(Run& run, Refusal& refusal) : run_(run), refusal_(refusal), context_(run.reading(run.live)) {}

    Found group(std::uint32_t index, std::uint32_t& rule) {
        while (index != kNone) {
            const GroupRecord& group = run_.tables.groups[index];
            const Found found = rules(group, rule);
            if (found != Found::rule || run_.tables.transitions[rule].target_kind != Target::outside) return found;
            index = group.outer;
        }
        return Found::declined;
    }

    bool refuses(std::uint32_t index, bool& faulted) {
        Fault fault = Fault::clear;
        const bool refused = holds(context_, run_.tables.transitions[index].guard, fault);
        faulted = fault != Fault::clear;
        if (faulted) blame(fault, index);
        if (refused) refusal_.note(because(Reason::refused, index));
        return refused;
    }

  private:
    Found blame(Fault fault, std::uint32_t rule) {
        run_.fault = fault;
        run_.blamed = rule;
        return Found::faulted;
    }

    /// The first enabled rule of a group. Rules that refuse come first, `otherwise` last.
    Found rules(const GroupRecord& group, std::uint32_t& rule) {
        for (std::uint32_t i = 0; i < group.transitions.count; ++i) {
            const std::uint32_t index = group.transitions.first + i;
            const TransitionRecord& transition = run_.tables.transitions[index];
            if (used_up(run_.tables, transition.count_slot, transition.at_most, run_.live)) {
                refusal_.note(failed_limb(context_, index, true));
                continue;
            }
            Fault fault = Fault::clear;
            const bool enabled = holds(context_, transition.guard, fault);
            if (fault != Fault::clear) return blame(fault, index);
            if (transition.target_kind == Target::refuse) {
                if (!enabled) continue;
                refusal_.note(because(Reason::refused, index));
                return Found::declined;
            }
            if (enabled) {
                rule = index;
                return transition.target_kind == Target::ignore ? Found::ignored : Found::rule;
            }
            if (transition.target_kind != Target::outside) refusal_.note(failed_limb(context_, index, true));
        }
        return Found::declined;
    }

    Run& run_;
    Refusal& refusal_;
    Context& context_;
};

} // namespace

void Refusal::note(const Rejection& rejection) {
    // The policy's own words first, then the rule that was met first.
    const bool better = best_.reason == Reason::not_here ||
                        (rejection.reason == Reason::refused && best_.reason != Reason::refused);
    if (better) best_ = rejection;
}

Rejection failed_limb(Context& context, std::uint32_t transition, bool payload) {
    const Tables& tables = *context.tables;
    const TransitionRecord& rule = tables.transitions[transition];
    Rejection rejection = because(Reason::condition, transition);
    for (std::uint32_t i = 0; i < rule.limbs.count; ++i) {
        const LimbRecord& limb = tables.limbs[rule.limbs.first + i];
        if (!payload && limb.reads_payload != 0) continue;
        Fault fault = Fault::clear;
        if (holds(context, limb.code, fault)) continue;
        rejection.limb = rule.limbs.first + i;
        rejection.reason = fault == Fault::clear ? reason_of_limb(limb.kind) : reason_of(fault);
        if (limb.instant != kNone) {
            const Outcome boundary = evaluate(context, limb.instant);
            if (boundary.fault == Fault::clear) rejection.boundary = boundary.value;
        }
        return rejection;
    }
    if (used_up(tables, rule.count_slot, rule.at_most, context.read)) rejection.reason = Reason::used_up;
    return rejection;
}

Answer answer(Run& run, Picks& picks, Refusal& refusal) {
    const Tables& tables = run.tables;
    const EventRecord& event = tables.events[run.event];
    Ask ask(run, refusal);
    for (std::uint32_t i = 0; i < run.type.refusals.count; ++i) {
        const std::uint32_t index = run.type.refusals.first + i;
        if (tables.transitions[index].event != run.event) continue;
        bool faulted = false;
        if (ask.refuses(index, faulted)) return Answer::declined;
        if (faulted) return Answer::faulted;
    }
    if (used_up(tables, event.count_slot, event.at_most, run.live)) {
        refusal.note(because(Reason::used_up, none));
        return Answer::declined;
    }
    const std::uint32_t local_event = run.event - run.type.events.first;
    bool ignored = false;
    bool named = false;
    for (std::uint32_t i = 0; i < run.type.machines.count; ++i) {
        const std::uint32_t machine = run.type.machines.first + i;
        const std::uint32_t state = active_leaf(run.type, tables.machines[machine], run.live) - run.type.states.first;
        const std::uint32_t group = tables.dispatch[run.type.dispatch + state * run.type.events.count + local_event];
        if (group == kNone) continue;
        named = true;
        std::uint32_t rule = kNone;
        switch (ask.group(group, rule)) {
        case Found::rule: picks.add({machine, rule, kNone, kNone, 0}); break;
        case Found::ignored: ignored = true; break;
        case Found::declined: break;
        case Found::faulted: return Answer::faulted;
        }
    }
    if (picks.count > 0) return Answer::taken;
    if (ignored || (!named && (event.flags & 1u) != 0)) return Answer::ignored;
    return Answer::declined;
}

} // namespace recourse::machine
