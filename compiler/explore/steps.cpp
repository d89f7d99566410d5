#include "compiler/explore/steps.h"

#include <algorithm>
#include <optional>

#include "compiler/explore/reader.h"
#include "compiler/graph/precedence.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

using semantics::DeadlineId;
using semantics::EventId;
using semantics::ExprId;
using semantics::Model;
using semantics::Occurrence;
using semantics::StateId;
using semantics::TargetKind;
using semantics::Transition;
using semantics::TransitionId;
using semantics::WhenId;

namespace {

// A rule that a machine takes in this round.
struct Pick {
    std::uint32_t machine = 0;
    TransitionId transition;
    std::uint32_t done = kNoIndex;   // the deadline or `when` whose rule it is
};

// The number of `-> stay` deadlines and the like.
std::uint32_t done_key(DeadlineId id) { return id.value * 2; }
std::uint32_t done_key(WhenId id) { return id.value * 2 + 1; }

// Rules that say the same do not contradict each other.
bool same_move(const Transition& a, const Transition& b) {
    return a.target_kind == b.target_kind && a.target == b.target && a.text.reason == b.text.reason && a.actions.empty() && b.actions.empty();
}

bool is_ordered(const Transition& a, const Transition& b) {
    const auto beats = [](const Transition& winner, const Transition& loser) {
        return !loser.text.reason.empty() &&
               std::find(winner.wins_over.begin(), winner.wins_over.end(), loser.text.reason) != winner.wins_over.end();
    };
    return beats(a, b) || beats(b, a);
}

}  // namespace

// One run of one way through a step.
struct StepRun {
    StepRun(const Steps& of, Situation from, Choices& choices)
        : steps(of), model(of.model_), slots(of.slots_), out{}, reader(of.model_, of.slots_, out.to, choices), choices_(choices) {
        out.to = std::move(from);
    }
    StepRun(const StepRun&) = delete;
    StepRun& operator=(const StepRun&) = delete;

    const Steps& steps;
    const Model& model;
    Slots& slots;
    Successor out;
    Reader reader;
    EventId at_hand;
    bool ignored = false;   // by one machine at least
    const Steps::Keep* keep = nullptr;

    Situation& now() { return out.to; }

    // ---- whole steps -----------------------------------------------------------------------------------------------------

    void open() {
        Situation& s = now();
        set_point({SlotKind::opening}, {Moment::Kind::point, 0, 0});
        if (const auto epoch = slots.point({SlotKind::epoch})) s.known[*epoch] = 1;
        for (const semantics::FactId fact : steps.type_.facts) {
            if (const auto point = slots.point({SlotKind::fact, fact.value})) give(*point);
        }
        for (const Slot& slot : slots.data()) {
            if (slot.key.kind != SlotKind::record || !slot.counted) continue;
            s.numbers.assign(slot.number, 0, model.records[semantics::RecordId(slot.key.id)].initial);
        }
        for (const semantics::FactId fact : steps.type_.facts) {
            const SlotKey key{SlotKind::fact, fact.value};
            if (!slots.point(key) && slots.slot(key) == nullptr) continue;
            if (model.facts[fact].check.valid() && !reader.truth(model.facts[fact].check)) return reader.drop();
        }
        std::vector<StateId> targets;
        for (std::uint32_t machine = 0; machine < steps.type_.machines.size(); ++machine) {
            const StateId leaf = graph::entry_leaf(model, model.machines[steps.type_.machines[machine]].start);
            enter(machine, leaf, StateId());
            out.taken.push_back({machine, TransitionId(), 0});
        }
        finish_round();
        out.accepted = true;
        settle();
        if (!steps.type_.opens_on.valid() || reader.impossible()) return;
        if (now().standing == Standing::halted) return;
        // The case is not opened where its event is refused.
        out.accepted = false;
        if (now().standing == Standing::running) take(steps.type_.opens_on);
        if (reader.failed()) return reader.drop();
        if (!out.accepted && !is_ignored()) reader.drop();
        out.accepted = true;
    }

    // Whether the event at hand was answered by doing nothing: a machine ignored it, or none names it and the case ignores it.
    bool is_ignored() {
        if (ignored) return true;
        const auto answering = steps.events(now());
        const bool named = std::find(answering.begin(), answering.end(), at_hand) != answering.end();
        return !named && std::any_of(steps.type_.refusals.begin(), steps.type_.refusals.end(), [&](TransitionId id) {
            return model.transitions[id].event == at_hand && model.transitions[id].target_kind == TargetKind::ignore;
        });
    }

    void event(EventId event) {
        wait_for(pending(), std::nullopt);
        if (!reader.impossible()) take(event);
    }

    void take(EventId event) {
        at_hand = event;
        give_payload();
        std::vector<Pick> picks;
        if (refused() || used_up(0, event.value, model.events[event].at_most)) return;
        for (std::uint32_t machine = 0; machine < now().leaves.size(); ++machine) {
            if (const auto rule = answer(machine)) picks.push_back({machine, *rule, kNoIndex});
            if (reader.failed()) return fault(false);
        }
        if (reader.impossible()) return;
        out.accepted = !picks.empty();
        if (picks.empty()) return;
        if (!apply(picks, 0)) return fault(false);
        settle();
    }

    void time() {
        const std::vector<Moment> all = pending();
        if (all.empty() || reader.impossible()) return reader.drop();
        const std::uint32_t first = choices_.pick(static_cast<std::uint32_t>(all.size()));
        wait_for(all, all[first]);
        if (reader.impossible()) return;
        out.accepted = true;
        now().zone.assign(0, 0, 1);   // the next input comes a millisecond later
        reader.at_offset(-1);
        std::vector<Pick> picks;
        if (!survey(false, picks)) return fault(true);
        if (!picks.empty() && !apply(picks, 0)) return fault(true);
        settle();
    }

    // ---- time ------------------------------------------------------------------------------------------------------------

    // Instants from `before` on at which deadlines fall due, or a condition of what happens by itself may turn.
    std::vector<Moment> pending() {
        std::vector<Moment> all;
        if (now().standing != Standing::running) return all;
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
        return all;
    }

    void limb_boundaries(TransitionId rule, std::vector<Moment>& into) {
        for (const semantics::Limb& limb : model.transitions[rule].limbs) {
            if (limb.kind != semantics::LimbKind::condition) {
                reader.boundaries(limb.instant, into);
            } else {
                condition_boundaries(limb.condition, into);
            }
        }
    }

    void condition_boundaries(ExprId id, std::vector<Moment>& into) {
        const semantics::Expr& e = model.exprs[id];
        if (e.kind == semantics::ExprKind::has_passed) return reader.boundaries(e.children[0], into);
        for (const ExprId child : e.children) condition_boundaries(child, into);
    }

    // Time passes, no further than to the first of these; to `exactly` when that is given.
    void wait_for(const std::vector<Moment>& all, std::optional<Moment> exactly) {
        now().zone.raise(0);
        for (const Moment& one : all) reader.require(0, one.point, one.offset);
        if (exactly) reader.require(exactly->point, 0, -exactly->offset);
    }

    // ---- which rules answer ------------------------------------------------------------------------------------------------

    bool used_up(std::uint32_t kind, std::uint32_t id, std::uint32_t at_most) const {
        const auto counter = slots.counter(kind, id);
        return at_most != 0 && counter && out.to.counts[*counter] >= at_most;
    }

    bool refused() {
        for (const TransitionId id : steps.type_.refusals) {
            const Transition& rule = model.transitions[id];
            if (rule.event == at_hand && rule.target_kind == TargetKind::refuse && holds(id)) return true;
        }
        return false;
    }

    bool holds(TransitionId id) {
        const Transition& rule = model.transitions[id];
        return std::all_of(rule.limbs.begin(), rule.limbs.end(), [&](const semantics::Limb& limb) { return reader.limb(limb, rule.owner); });
    }

    // The first rule that holds, in precedence. A second one that contradicts it is noted.
    std::optional<TransitionId> first_of(const std::vector<TransitionId>& rules) {
        std::optional<TransitionId> found;
        for (const TransitionId id : rules) {
            const Transition& rule = model.transitions[id];
            if (used_up(1, rule.rule, rule.at_most)) continue;
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

    static bool contradict(const Transition& a, const Transition& b) {
        if (a.target_kind == TargetKind::refuse || b.target_kind == TargetKind::refuse || a.otherwise != b.otherwise) return false;
        if (a.otherwise && a.rule == b.rule) return false;
        return !is_ordered(a, b) && !same_move(a, b);
    }

    std::optional<TransitionId> answer(std::uint32_t machine) {
        const auto local = static_cast<std::size_t>(std::find(steps.type_.events.begin(), steps.type_.events.end(), at_hand) - steps.type_.events.begin());
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

    [[nodiscard]] bool is_done(std::uint32_t key) const { return std::binary_search(out.to.done.begin(), out.to.done.end(), key); }

    // Keeps what has passed by now (law 5).
    void latch_passed() {
        for (const StateId leaf : now().leaves) {
            for (StateId at = leaf; at.valid(); at = model.states[at].parent) {
                for (const Slots::Latch& latch : slots.latches(at)) {
                    if (now().known[latch.point] != 0 || !reader.passed(latch.instant)) continue;
                    latch.compared ? set_point(latch.point, reader.moment(latch.instant)) : give(latch.point);
                }
            }
        }
    }

    bool survey(bool whens, std::vector<Pick>& picks) {
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

    [[nodiscard]] bool at_final(StateId state) const { return model.states[state].kind == semantics::StateKind::final; }

    // Earliest due first, then as declared.
    void overdue(StateId state, Pick& pick) {
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

    void conditions(StateId state, Pick& pick) {
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

    void settle() {
        at_hand = EventId();
        const std::size_t most = model.states.size() * 2 + 8;
        for (std::uint32_t round = 1; now().standing == Standing::running && !reader.impossible(); ++round) {
            std::vector<Pick> picks;
            if (!survey(true, picks)) return fault(true);
            if (picks.empty() || reader.impossible()) return;
            if (round > most || !apply(picks, round)) return fault(true);
        }
    }

    // ---- what a round does -----------------------------------------------------------------------------------------------------

    // Instants and data that are written together: all values are read before any is written.
    bool apply(const std::vector<Pick>& picks, std::uint32_t round) {
        if (at_hand.valid()) remember();
        std::vector<const Slot*> written;
        for (const Pick& pick : picks) {
            if (!compute(model.transitions[pick.transition].actions, written)) return false;
        }
        for (const Slot* slot : written) now().numbers.assign(slot->number, slots.next_of(slot->number), 0);
        for (const Slot* slot : written) now().numbers.forget(slots.next_of(slot->number));
        for (const Pick& pick : picks) {
            const Transition& rule = model.transitions[pick.transition];
            out.taken.push_back({pick.machine, pick.transition, round});
            if (const auto counter = slots.counter(1, rule.rule); counter && rule.at_most > 0) ++now().counts[*counter];
            if (pick.done != kNoIndex) mark_done(pick.done);
            if (rule.target_kind != TargetKind::move) continue;
            StateId outer = model.states[rule.target].parent;
            while (outer.valid() && !graph::lies_in(model, now().leaves[pick.machine], outer)) outer = model.states[outer].parent;
            enter(pick.machine, graph::entry_leaf(model, rule.target), outer);
        }
        finish_round();
        return !reader.impossible();
    }

    void mark_done(std::uint32_t key) {
        auto& done = now().done;
        const auto at = std::lower_bound(done.begin(), done.end(), key);
        if (at == done.end() || *at != key) done.insert(at, key);
    }

    // The next values of records, each within its bounds. False when one is not.
    bool compute(const std::vector<semantics::Action>& actions, std::vector<const Slot*>& written) {
        DifferenceBounds& numbers = now().numbers;
        for (const semantics::Action& action : actions) {
            if (action.kind == semantics::ActionKind::perform) continue;
            const Slot* slot = slots.slot({SlotKind::record, action.record.value});
            const std::uint32_t next = slots.next_of(slot->number);
            const bool again = std::find(written.begin(), written.end(), slot) != written.end();
            if (action.kind == semantics::ActionKind::count) {
                numbers.assign(next, again ? next : slot->number, 1);
            } else {
                store(next, reader.number(action.value));
            }
            if (!again) written.push_back(slot);
            const semantics::Record& record = model.records[action.record];
            Number value, low, high;
            value.parts = {{next, 1}};
            low.low = low.high = record.low;
            high.low = high.high = record.high;
            if (!reader.at_most(low, value) || !reader.at_most(value, high) || reader.failed()) return false;
        }
        return true;
    }

    void store(std::uint32_t row, const Number& value) {
        DifferenceBounds& numbers = now().numbers;
        if (value.parts.size() == 1 && value.parts[0].second == 1 && value.low == value.high) return numbers.assign(row, value.parts[0].first, value.low);
        if (value.constant()) return numbers.assign(row, 0, value.low);
        numbers.forget(row);
        const auto [low, high] = reader.range(value);
        if (!numbers.tighten(row, 0, high) || !numbers.tighten(0, row, -low)) reader.drop();
        if (low != high) out.inexact = true;
    }

    // Enters the states from `leaf` outwards until, and without, `outer`.
    void enter(std::uint32_t machine, StateId leaf, StateId outer) {
        const StateId from = now().leaves[machine];
        for (StateId left = from; left.valid() && left != outer; left = model.states[left].parent) leave(left);
        now().leaves[machine] = leaf;
        const Moment instant{Moment::Kind::point, 0, reader.offset()};
        for (StateId at = leaf; at.valid() && at != outer; at = model.states[at].parent) {
            set_point({SlotKind::entered, at.value}, instant);
            if (model.states[at].ends_case) now().standing = Standing::ended;
        }
    }

    void leave(StateId state) {
        std::erase_if(now().done, [&](std::uint32_t key) {
            return (key % 2 == 0 ? model.deadlines[DeadlineId(key / 2)].state : model.whens[WhenId(key / 2)].state) == state;
        });
        for (const Slots::Latch& latch : slots.latches(state)) clear_point(latch.point);
        if (slots.remembered(state)) return;
        if (const auto point = slots.point({SlotKind::entered, state.value})) clear_point(*point);
    }

    void finish_round() {
        const bool all = std::all_of(now().leaves.begin(), now().leaves.end(), [&](StateId leaf) {
            for (StateId at = leaf; at.valid(); at = model.states[at].parent) {
                if (at_final(at)) return true;
            }
            return false;
        });
        if (all) now().standing = Standing::ended;
    }

    void fault(bool halts) {
        out.faulted = true;
        if (halts) now().standing = Standing::halted;
        if (!halts) out.accepted = false;
    }

    // ---- instants and data at hand -------------------------------------------------------------------------------------------

    void set_point(const SlotKey& key, const Moment& value) {
        if (const auto point = slots.point(key)) set_point(*point, value);
    }
    void set_point(std::uint32_t point, const Moment& value) {
        if (value.kind != Moment::Kind::point) return clear_point(point);
        now().zone.assign(point, value.point, value.offset);
        now().known[point] = 1;
        hang(point);
    }
    // An instant of which nothing is known but that it is there.
    void give(std::uint32_t point) {
        now().zone.forget(point);
        now().known[point] = 1;
        hang(point);
    }
    void clear_point(std::uint32_t point) {
        now().zone.forget(point);
        now().known[point] = 0;
        for (const std::uint32_t one : slots.points()[point].hangers) clear_point(one);
    }
    // The instants that the calendar counts from this one.
    void hang(std::uint32_t point) {
        for (const std::uint32_t one : slots.points()[point].hangers) {
            const Point& made = slots.points()[one];
            now().zone.forget(one);
            now().known[one] = 1;
            reader.require(one, point, made.key.offset + made.reach.most);
            reader.require(point, one, -(made.key.offset + made.reach.least));
            for (const std::uint32_t other : slots.points()[point].hangers) {
                if (other == one) break;
                relate(point, other, one);
            }
            hang(one);
        }
    }
    // Two periods of one unit from one instant differ by a period of that unit.
    void relate(std::uint32_t, std::uint32_t earlier, std::uint32_t later) {
        if (const auto apart = slots.apart(earlier, later)) {
            reader.require(later, earlier, apart->most);
            reader.require(earlier, later, -apart->least);
        }
    }

    // What the event carries: anything of its type.
    void give_payload() {
        Situation& s = now();
        for (std::uint32_t point = 0; point < slots.points().size(); ++point) {
            const SlotKey& key = slots.points()[point].key;
            if (key.kind == SlotKind::at_hand && key.id == at_hand.value) give(point);
        }
        for (const Slot& slot : slots.data()) {
            const bool field = slot.key.kind == SlotKind::at_hand && slot.key.id == at_hand.value;
            const bool party = slot.key.kind == SlotKind::party_at_hand;
            if (field || party) steps_open(slot);
            if (party) {
                std::uint64_t senders = 0;
                for (const semantics::PartyId by : model.events[at_hand].by) senders |= std::uint64_t{1} << by.index();
                s.domain(slot.domain) = senders != 0 ? senders : 1;
            }
        }
    }
    void steps_open(const Slot& slot) { open_slot(slots, slot, now()); }

    // The event at hand becomes the last one: its instant, what it carried, who sent it; the last becomes the previous.
    void remember() {
        const auto instant = [&](Occurrence which) { return slots.point({SlotKind::instant, at_hand.value, 0, which}); };
        const Moment stamp{Moment::Kind::point, 0, reader.offset()};
        const auto first = instant(Occurrence::first), last = instant(Occurrence::last), previous = instant(Occurrence::previous);
        const bool is_first = !first || now().known[*first] == 0;
        for (const Occurrence which : {Occurrence::previous, Occurrence::last}) {
            const SlotKind from = which == Occurrence::previous ? SlotKind::field : SlotKind::at_hand;
            copy_fields(from, which);
        }
        if (is_first) copy_fields(SlotKind::at_hand, Occurrence::first);
        if (previous && last) now().known[*last] != 0 ? set_point(*previous, {Moment::Kind::point, *last, 0}) : clear_point(*previous);
        if (last) set_point(*last, stamp);
        if (first && is_first) set_point(*first, stamp);
        if (const Slot* party = slots.slot({SlotKind::party, at_hand.value})) {
            if (const Slot* by = slots.slot({SlotKind::party_at_hand})) now().copy_domain(party->domain, by->domain);
        }
        if (const auto counter = slots.counter(0, at_hand.value)) ++now().counts[*counter];
    }

    void copy_fields(SlotKind from, Occurrence into) {
        const auto& fields = model.events[at_hand].fields;
        for (std::uint32_t index = 0; index < fields.size(); ++index) {
            const SlotKey source = from == SlotKind::at_hand ? SlotKey{SlotKind::at_hand, at_hand.value, index}
                                                             : SlotKey{SlotKind::field, at_hand.value, index, Occurrence::last};
            const SlotKey target{SlotKind::field, at_hand.value, index, into};
            if (const auto point = slots.point(target)) {
                const auto given = slots.point(source);
                if (given) set_point(*point, now().known[*given] != 0 ? Moment{Moment::Kind::point, *given, 0} : Moment{Moment::Kind::never});
            }
            const Slot* to = slots.slot(target);
            const Slot* value = slots.slot(source);
            if (to == nullptr || value == nullptr) continue;
            if (to->absence != kNoIndex && value->absence != kNoIndex) now().copy_domain(to->absence, value->absence);
            if (to->counted) {
                now().numbers.assign(to->number, value->number, 0);
            } else {
                const std::uint32_t count = to->type.kind == semantics::TypeKind::set ? to->classes : 1;
                for (std::uint32_t i = 0; i < count; ++i) now().copy_domain(to->domain + i, value->domain + i);
            }
        }
    }

    // Forgets what only this step could read.
    void close() {
        if (now().standing == Standing::running && !reader.impossible()) reader.decide_orders();
        if (keep != nullptr && !reader.impossible()) (*keep)(now(), reader.offset());
        for (std::uint32_t point = 0; point < slots.points().size(); ++point) {
            if (slots.points()[point].key.kind != SlotKind::at_hand) continue;
            now().zone.forget(point);
            now().known[point] = 0;
        }
        for (const Slot& slot : slots.data()) {
            if (slot.key.kind == SlotKind::at_hand || slot.key.kind == SlotKind::party_at_hand) steps_open(slot);
        }
        if (const auto opening = slots.point({SlotKind::opening})) {
            const std::int64_t most = now().zone.upper(0, *opening);
            out.since_opening = {-now().zone.upper(*opening, 0) + reader.offset(),
                                 most == DifferenceBounds::unbounded ? most : most + reader.offset()};
        }
        if (now().standing != Standing::running && keep == nullptr) {
            // Nothing happens any more: what is known of instants and data does not matter.
            now().zone = DifferenceBounds(now().zone.size());
            now().orders.clear();
        }
        out.absent_reads = reader.absent_reads();
        out.inexact = out.inexact || reader.inexact();
    }

private:
    Choices& choices_;
};

Steps::Steps(const Model& model, Slots& slots, semantics::CaseId of) : model_(model), slots_(slots), of_(of), type_(model.cases[of]) {
    on_.resize(model.states.size());
    for (const StateId state : model.states.ids()) {
        if (model.states[state].of != of) continue;
        auto& by_event = on_[state.index()];
        by_event.resize(type_.events.size());
        for (const TransitionId id : model.states[state].on) {
            const auto found = std::find(type_.events.begin(), type_.events.end(), model.transitions[id].event);
            if (found != type_.events.end()) by_event[static_cast<std::size_t>(found - type_.events.begin())].push_back(id);
        }
        for (auto& rules : by_event) rules = graph::in_precedence(model, std::move(rules));
    }
    for (const semantics::Deadline& deadline : model.deadlines) deadline_rules_.push_back(graph::in_precedence(model, deadline.transitions));
    for (const semantics::When& when : model.whens) when_rules_.push_back(graph::in_precedence(model, when.transitions));
}

Situation Steps::blank() const {
    Situation made;
    made.leaves.resize(type_.machines.size());
    made.counts.resize(slots_.counters());
    made.known.resize(slots_.points().size());
    made.known[0] = 1;
    made.domains = slots_.full_domains();
    made.numbers = DifferenceBounds(slots_.numbers());
    made.zone = DifferenceBounds(slots_.points().size());
    for (const Slot& slot : slots_.data()) open_slot(slots_, slot, made);
    return made;
}

std::vector<EventId> Steps::events(const Situation& at) const {
    std::vector<EventId> all;
    if (at.standing != Standing::running) return all;
    for (std::size_t local = 0; local < type_.events.size(); ++local) {
        const bool named = std::any_of(at.leaves.begin(), at.leaves.end(), [&](StateId leaf) {
            for (StateId state = leaf; state.valid(); state = model_.states[state].parent) {
                if (!on_[state.index()][local].empty()) return true;
            }
            return false;
        });
        if (named) all.push_back(type_.events[local]);
    }
    return all;
}

namespace {

void run(StepRun& step, Trigger trigger) {
    switch (trigger.cause) {
        case Cause::opening: step.open(); break;
        case Cause::event: step.event(trigger.event); break;
        case Cause::time: step.time(); break;
    }
    step.close();
}

}  // namespace

std::vector<Successor> Steps::next(const Situation& from, Trigger trigger) const {
    std::vector<Successor> all;
    Choices choices;
    do {
        choices.rewind();
        StepRun step(*this, from, choices);
        explore::run(step, trigger);
        if (step.reader.impossible() || (!step.out.accepted && !step.out.faulted && step.out.conflicts.empty())) continue;
        step.out.way = choices.taken();
        all.push_back(std::move(step.out));
    } while (choices.advance());
    return all;
}

std::vector<Successor> Steps::open() const { return next(blank(), {Cause::opening, EventId()}); }

Successor Steps::again(const Situation& from, Trigger trigger, const std::vector<std::uint8_t>& way, const Keep& keep) const {
    Choices choices = Choices::replay(way);
    StepRun step(*this, from, choices);
    step.keep = &keep;
    explore::run(step, trigger);
    step.out.way = way;
    return std::move(step.out);
}

std::vector<Moment> Steps::pending(const Situation& at) const {
    Choices choices;
    StepRun step(*this, at, choices);
    return step.pending();
}

}  // namespace recourse::explore
