#include "compiler/explore/step_run.h"

#include <algorithm>

#include "compiler/graph/precedence.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

namespace {

// Rules that say the same do not contradict each other.
bool same_move(const Transition& a, const Transition& b) {
    return a.target_kind == b.target_kind && a.target == b.target && a.text.reason == b.text.reason && a.actions.empty() && b.actions.empty();
}

}  // namespace

// ---- whole steps -----------------------------------------------------------------------------------------------------

void StepRun::open() {
    Situation& s = now();
    if (const auto epoch = slots.point({SlotKind::epoch})) s.known[*epoch] = 1;
    if (slots.classes() != nullptr) open_by_days();
    set_point(plans.opening, {Moment::Kind::point, 0, 0});
    for (const semantics::FactId fact : steps.type_.facts) {
        if (const auto point = slots.point({SlotKind::fact, fact.value})) give(*point);
    }
    for (const Slot& slot : slots.data()) {
        if (slot.key.kind != SlotKind::record || !slot.counted) continue;
        s.assign_number(slot.number, 0, model.records[semantics::RecordId(slot.key.id)].initial);
    }
    for (const semantics::FactId fact : steps.type_.facts) {
        const SlotKey key{SlotKind::fact, fact.value};
        if (!slots.point(key) && slots.slot(key) == nullptr) continue;
        if (model.facts[fact].check.valid() && !reader.truth(model.facts[fact].check)) return reader.drop();
    }
    if (slots.watch().on) {
        now().marks[mark::scope] = slots.watch().after.valid() ? mark::no : mark::yes;
        if (slots.watch().from.empty() && !slots.watch().at_any_step) begin_watch();
    }
    for (std::uint32_t machine = 0; machine < steps.type_.machines.size(); ++machine) {
        const StateId leaf = graph::entry_leaf(model, model.machines[steps.type_.machines[machine]].start);
        enter(machine, leaf, StateId());
        out.taken.push_back({machine, TransitionId(), 0});
    }
    watch_round();
    finish_round();
    out.accepted = true;
    settle();
    if (!steps.type_.opens_on.valid() || reader.impossible()) return;
    if (now().standing == Standing::halted) return;
    // The case is not opened where its event is refused.
    out.accepted = false;
    if (now().standing == Standing::running) take(steps.type_.opens_on);
    if (!out.accepted && (out.faulted || !out.ignored)) reader.drop();
    out.accepted = true;
}

// Whether the event at hand was answered by doing nothing: a machine ignored it, or none names it and the case ignores it.
bool StepRun::is_ignored() {
    if (ignored) return true;
    const auto answering = steps.events(now());
    const bool named = std::find(answering.begin(), answering.end(), at_hand) != answering.end();
    return !named && std::any_of(steps.type_.refusals.begin(), steps.type_.refusals.end(), [&](TransitionId id) {
        return model.transitions[id].event == at_hand && model.transitions[id].target_kind == TargetKind::ignore;
    });
}

void StepRun::event(EventId event) {
    wait_for(pending_at_first(), std::nullopt);
    if (!reader.impossible()) take(event);
}

void StepRun::take(EventId event) {
    at_hand = event;
    give_payload();
    Picks picks;
    if (const TransitionId refusal = refusing(); refusal.valid()) return note_forbidden(refusal);
    if (used_up(plans.events[event.index()].counter, model.events[event].at_most)) return;
    for (std::uint32_t machine = 0; machine < now().leaves.size(); ++machine) {
        if (const auto rule = answer(machine)) picks.push_back({machine, *rule, kNoIndex});
        if (reader.failed()) return fault(false);
    }
    if (reader.impossible()) return;
    out.accepted = !picks.empty();
    out.ignored = picks.empty() && is_ignored();
    if (picks.empty()) return;
    if (only_asked) return ask_bounds(picks);
    if (!apply(picks, 0)) return fault(false);
    settle();
}

// An act that would leave its bounds is not taken.
void StepRun::ask_bounds(const Picks& picks) {
    Written written;
    for (const Pick& pick : picks) out.accepted = out.accepted && compute(model.transitions[pick.transition].actions, written);
    for (const Slot* slot : written) now().forget_number(slots.next_of(slot->number));
    stores_.clear();
    resumptions_.clear();
}

void StepRun::time() {
    const std::vector<Moment>& all = pending_at_first();
    if (all.empty() || reader.impossible()) return reader.drop();
    const std::uint32_t first = choices_.pick(static_cast<std::uint32_t>(all.size()));
    wait_for(all, all[first]);
    if (reader.impossible()) return;
    const bool awaited = is_awaited();
    if (reader.impossible()) return;
    pass(awaited);
}

// What happens by itself at this instant; `only_idle`: the watch assumes that it moves nothing.
void StepRun::pass(bool only_idle) {
    out.accepted = true;
    now().zone.assign(0, 0, 1);   // the next input comes a millisecond later
    reader.at_offset(-1);
    Picks picks;
    if (!survey(false, picks)) return fault(true);
    if (!picks.empty() && !apply(picks, 0)) return fault(true);
    settle();
    if (only_idle && !out.taken.empty()) assumption_fails();
}

// ---- time ------------------------------------------------------------------------------------------------------------

// Instants from `before` on at which deadlines fall due, or a condition of what happens by itself may turn.
void StepRun::pending(std::vector<Moment>& all) {
    if (now().standing != Standing::running) return;
    for (const StateId leaf : now().leaves) {
        for (StateId at = leaf; at.valid(); at = model.states[at].parent) {
            for (const Slots::Latch& latch : slots.latches(at)) {
                if (now().known[latch.point] == 0) reader.boundaries(latch.instant, all);
            }
            for (const DeadlineId id : model.states[at].deadlines) {
                if (is_done(done_key(id))) continue;
                const auto latch = slots.latch(at, model.deadlines[id].due);
                if (!latch || now().known[*latch] == 0) reader.boundaries(model.deadlines[id].due, all);
                for (const TransitionId rule : model.deadlines[id].transitions) limb_boundaries(rule, all);
            }
            for (const WhenId id : model.states[at].whens) {
                if (is_done(done_key(id))) continue;
                for (const TransitionId rule : model.whens[id].transitions) limb_boundaries(rule, all);
            }
        }
    }
    std::erase_if(all, [&](const Moment& one) { return reader.passed(one); });
}

void StepRun::limb_boundaries(TransitionId rule, std::vector<Moment>& into) {
    for (const semantics::Limb& limb : model.transitions[rule].limbs) {
        if (limb.kind != semantics::LimbKind::condition) {
            reader.boundaries(limb.instant, into);
        } else {
            condition_boundaries(limb.condition, into);
        }
    }
}

void StepRun::condition_boundaries(ExprId id, std::vector<Moment>& into) {
    const semantics::Expr& e = model.exprs[id];
    if (e.kind == semantics::ExprKind::has_passed) return reader.boundaries(e.children[0], into);
    for (const ExprId child : e.children) condition_boundaries(child, into);
}

// Time passes, no further than to the first of these; to `exactly` when that is given.
void StepRun::wait_for(const std::vector<Moment>& all, std::optional<Moment> exactly) {
    if (!has_waited()) {
        now().zone.raise(0);
        for (const Moment& one : all) reader.require(0, one.point, one.offset);
    } else if (now().zone.empty()) {
        return reader.drop();
    }
    if (exactly) reader.require(exactly->point, 0, -exactly->offset);
}

// ---- which rules answer ------------------------------------------------------------------------------------------------

bool StepRun::refused() { return refusing().valid(); }

TransitionId StepRun::refusing() {
    for (const TransitionId id : steps.type_.refusals) {
        const Transition& rule = model.transitions[id];
        if (rule.event == at_hand && rule.target_kind == TargetKind::refuse && holds(id)) return id;
    }
    return {};
}

// What one rule beside the states allows and another forbids, to the same party at the same instant.
void StepRun::note_forbidden(TransitionId refusal) {
    if (model.transitions[refusal].norm != semantics::Norm::ban) return;
    for (std::uint32_t machine = 0; machine < now().leaves.size(); ++machine) {
        if (!model.machines[steps.type_.machines[machine]].rights) continue;
        if (const auto right = answer(machine); right && !reader.failed()) out.conflicts.emplace_back(refusal, *right);
    }
    reader.forget_failure();
}

bool StepRun::holds(TransitionId id) {
    const Transition& rule = model.transitions[id];
    return std::all_of(rule.limbs.begin(), rule.limbs.end(), [&](const semantics::Limb& limb) { return reader.limb(limb, rule.owner); });
}

// The first rule that holds, in precedence. A second one that contradicts it is noted.
std::optional<TransitionId> StepRun::first_of(const std::vector<TransitionId>& rules) {
    std::optional<TransitionId> found;
    for (const TransitionId id : rules) {
        const Transition& rule = model.transitions[id];
        if (used_up(plans.counters[id.index()], rule.at_most)) continue;
        if (found && !contradict(model.transitions[*found], rule)) continue;
        if (!holds(id) || reader.impossible() || reader.failed()) continue;
        if (found) {
            out.conflicts.emplace_back(*found, id);
        } else {
            found = id;
        }
    }
    return found;
}

bool StepRun::contradict(const Transition& a, const Transition& b) {
    if (a.target_kind == TargetKind::refuse || b.target_kind == TargetKind::refuse || a.otherwise != b.otherwise) return false;
    if (a.otherwise && a.rule == b.rule) return false;
    return !graph::is_ordered(a, b) && !same_move(a, b);
}

std::optional<TransitionId> StepRun::answer(std::uint32_t machine) {
    const std::uint32_t local = plans.events[at_hand.index()].local;
    for (StateId at = now().leaves[machine]; at.valid(); at = model.states[at].parent) {
        const auto& rules = steps.on_[at.index()][local];
        if (rules.empty()) continue;
        const auto found = first_of(rules);
        if (!found) return std::nullopt;
        const TargetKind kind = model.transitions[*found].target_kind;
        if (kind == TargetKind::outside) continue;
        if (kind == TargetKind::ignore) ignored = true;
        return kind == TargetKind::refuse || kind == TargetKind::ignore ? std::nullopt : found;
    }
    return std::nullopt;
}

// ---- what happens by itself ----------------------------------------------------------------------------------------------

bool StepRun::is_done(std::uint32_t key) const { return std::binary_search(out.to.done.begin(), out.to.done.end(), key); }

// Keeps what has passed by now (law 5).
void StepRun::latch_passed() {
    for (const StateId leaf : now().leaves) {
        for (StateId at = leaf; at.valid(); at = model.states[at].parent) {
            for (const Slots::Latch& latch : slots.latches(at)) {
                if (now().known[latch.point] != 0 || !reader.passed(latch.instant)) continue;
                latch.compared ? set_point(latch.point, reader.moment(latch.instant)) : give(latch.point);
            }
        }
    }
}

bool StepRun::survey(bool whens, Picks& picks) {
    latch_passed();
    for (std::uint32_t machine = 0; machine < now().leaves.size(); ++machine) {
        for (StateId at = now().leaves[machine]; at.valid(); at = model.states[at].parent) {
            if (at_final(at)) break;
            Pick pick{machine, TransitionId(), kNoIndex};
            overdue(at, pick);
            if (whens && !pick.transition.valid()) conditions(at, pick);
            if (reader.failed()) return false;
            if (!pick.transition.valid()) continue;
            picks.push_back(pick);
            break;
        }
    }
    return true;
}

bool StepRun::at_final(StateId state) const { return model.states[state].kind == semantics::StateKind::final; }

// Earliest due first, then as declared.
void StepRun::overdue(StateId state, Pick& pick) {
    std::optional<Moment> earliest;
    for (const DeadlineId id : model.states[state].deadlines) {
        const ExprId due = model.deadlines[id].due;
        if (is_done(done_key(id)) || !reader.passed(due, state)) continue;
        const auto rule = first_of(steps.deadline_rules_[id.index()]);
        if (!rule || reader.impossible()) continue;
        if (pick.transition.valid()) {
            if (!earliest) earliest = reader.moment(model.deadlines[DeadlineId(pick.done / 2)].due, state);
            const Moment other = reader.moment(due, state);
            if (!reader.earlier(other, *earliest)) {
                // One instant, two results.
                if (contradict(model.transitions[pick.transition], model.transitions[*rule]) && !reader.earlier(*earliest, other)) {
                    out.conflicts.emplace_back(pick.transition, *rule);
                }
                continue;
            }
            earliest = other;
        }
        pick.transition = *rule;
        pick.done = done_key(id);
    }
}

void StepRun::conditions(StateId state, Pick& pick) {
    for (const WhenId id : model.states[state].whens) {
        if (is_done(done_key(id))) continue;
        const auto rule = first_of(steps.when_rules_[id.index()]);
        if (!rule) continue;
        if (pick.transition.valid()) {
            if (contradict(model.transitions[pick.transition], model.transitions[*rule])) out.conflicts.emplace_back(pick.transition, *rule);
            continue;
        }
        pick.transition = *rule;
        pick.done = done_key(id);
    }
}

// Law 12, of states that have rules of their own: asked once nothing is left to happen by itself.
void StepRun::rest() {
    const auto& leaves = now().leaves;
    const bool all = std::all_of(leaves.begin(), leaves.end(), [&](StateId leaf) { return plans.states[leaf.index()].may_end; });
    if (all) now().standing = Standing::ended;
}

void StepRun::settle() {
    at_hand = EventId();
    const std::size_t most = model.states.size() * 2 + 8;
    Picks picks;
    for (std::uint32_t round = 1; now().standing == Standing::running && !reader.impossible(); ++round) {
        picks.clear();
        if (!survey(true, picks)) return fault(true);
        if (reader.impossible()) return;
        if (picks.empty()) return rest();
        if (round > most || !apply(picks, round)) return fault(true);
    }
}
}  // namespace recourse::explore
