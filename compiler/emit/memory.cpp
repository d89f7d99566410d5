#include "compiler/emit/memory.h"

#include "compiler/graph/movement.h"
#include "compiler/emit/numbering.h"
#include "compiler/semantics/walk.h"

#include <algorithm>
#include <set>
#include <vector>

namespace recourse::emit {

using namespace semantics;
using format::SlotKind;

namespace {

class Collector {
  public:
    Collector(const Model& model, CaseId id) : model_(model), id_(id), case_(model.cases[id]), movement_(model, id) {}

    MemoryNeeds collect() {
        collect_states();
        for (const TransitionId id : case_.refusals) read_transition(id);
        for (const NamedId id : case_.named) read(model_.named[id].value);
        for (const EventId id : case_.events) {
            if (model_.events[id].at_most > 0) need(memory::count(id), model_.events[id].span);
        }
        need_choosing_facts();
        read_scenarios();
        read_migrations();
        assign_clocks();
        return std::move(needs_);
    }

  private:
    void need(const MemoryKey& key, support::Span place) { needs_.keys.try_emplace(key, MemoryUse{place}); }

    void read(ExprId root) {
        walk(model_, root, [&](ExprId, const Expr& expr) { read_one(expr); });
    }

    void read_one(const Expr& expr) {
        switch (expr.kind) {
        case ExprKind::fact: need(memory::fact(expr.fact), expr.span); break;
        case ExprKind::record: need(memory::record(expr.record), expr.span); break;
        case ExprKind::opening: need(memory::opening(), expr.span); break;
        case ExprKind::event_party: need(memory::party(expr.event), expr.span); break;
        case ExprKind::entered: need(memory::entered(expr.state), expr.span); break;
        case ExprKind::state_entry: clocked_.insert(expr.state); break;
        case ExprKind::event_instant:
            need(memory::instant(expr.event, expr.occurrence), expr.span);
            // The previous one is what was the last until now.
            if (expr.occurrence == Occurrence::previous) need(memory::instant(expr.event, Occurrence::last), expr.span);
            break;
        case ExprKind::event_field: {
            const auto index = static_cast<std::uint32_t>(expr.number);
            need(memory::field(expr.event, index, expr.occurrence), expr.span);
            if (expr.occurrence == Occurrence::previous) {
                need(memory::field(expr.event, index, Occurrence::last), expr.span);
            }
            // Whether this is the first is seen from the first instant.
            if (expr.occurrence == Occurrence::first) need(memory::instant(expr.event, Occurrence::first), expr.span);
            break;
        }
        default: break;
        }
    }

    void read_actions(const std::vector<Action>& actions) {
        for (const Action& action : actions) {
            if (action.record.valid()) need(memory::record(action.record), action.span);
            read(action.value);
            for (const ExprId argument : action.arguments) read(argument);
        }
    }

    void read_transition(TransitionId id) {
        const Transition& transition = model_.transitions[id];
        for (const semantics::Limb& limb : transition.limbs) {
            read(limb.condition);
            read(limb.instant);
        }
        read_actions(transition.actions);
        if (transition.at_most > 0) need(memory::rule_count(transition.rule), transition.span);
    }

    // Whether the state of these rules may stand once one of them has been taken: what has happened then must not happen again.
    [[nodiscard]] bool stays(StateId state, const std::vector<TransitionId>& transitions) const {
        return std::ranges::any_of(transitions, [&](TransitionId id) {
            const Transition& rule = model_.transitions[id];
            return rule.target_kind != TargetKind::move || (rule.target != state && is_within(model_, rule.target, state));
        });
    }

    void collect_states() {
        for (const MachineId machine : case_.machines) {
            for (const StateId top : model_.machines[machine].states) collect_state(top);
        }
        for (const StateId state : states_) {
            if (needs_arming(state)) {
                needs_.arming_of_state[state] = memory::arming(state);
                need(memory::arming(state), model_.states[state].span);
            }
        }
    }

    // One place for all that name the same instant.
    void latch(StateId state, ExprId instant) {
        if (!instant.valid() || needs_.latches.contains({state, instant}) || !movement_.moves(state, instant)) return;
        const NamedId named = model_.exprs[instant].named;
        MemoryKey key = memory::latch(state, instant);
        for (const auto& [place, kept] : needs_.latches) {
            if (place.first == state && named.valid() && model_.exprs[place.second].named == named) key = kept;
        }
        needs_.latches[{state, instant}] = key;
        need(key, model_.exprs[instant].span);
    }

    void latch_windows(StateId state, TransitionId rule) {
        for (const semantics::Limb& limb : model_.transitions[rule].limbs) {
            if (limb.kind == LimbKind::until) latch(state, limb.instant);
        }
    }

    void latch_all(StateId id) {
        const State& state = model_.states[id];
        for (const TransitionId rule : state.on) latch_windows(id, rule);
        for (const DeadlineId deadline : state.deadlines) {
            latch(id, model_.deadlines[deadline].due);
            for (const TransitionId rule : model_.deadlines[deadline].transitions) latch_windows(id, rule);
        }
        for (const WhenId when : state.whens) {
            for (const TransitionId rule : model_.whens[when].transitions) latch_windows(id, rule);
        }
    }

    void collect_state(StateId id) {
        const State& state = model_.states[id];
        states_.push_back(id);
        latch_all(id);
        read_actions(state.entry);
        for (const TransitionId transition : state.on) read_transition(transition);
        for (const DeadlineId deadline : state.deadlines) {
            read(model_.deadlines[deadline].due);
            for (const TransitionId transition : model_.deadlines[deadline].transitions) read_transition(transition);
            if (stays(id, model_.deadlines[deadline].transitions)) need(memory::done(deadline), model_.deadlines[deadline].span);
        }
        for (const WhenId when : state.whens) {
            read(model_.whens[when].condition);
            for (const TransitionId transition : model_.whens[when].transitions) read_transition(transition);
            if (stays(id, model_.whens[when].transitions)) need(memory::done(when), model_.whens[when].span);
        }
        for (const StateId child : state.children) collect_state(child);
    }

    void need_choosing_facts() {
        for (const FactId id : case_.facts) {
            const Fact& fact = model_.facts[id];
            if (fact.name == model_.zone_fact || fact.name == model_.calendar_fact) need(memory::fact(id), fact.span);
        }
    }

    // A scenario may expect the value of a fact or a record that no rule reads.
    void read_scenarios() {
        for (const Scenario& scenario : model_.scenarios) {
            for (const ScenarioStep& step : scenario.steps) {
                if (step.expect != ExpectKind::value) continue;
                if (std::ranges::find(case_.facts, step.fact) != case_.facts.end()) need(memory::fact(step.fact), step.span);
                if (std::ranges::find(case_.records, step.record) != case_.records.end()) {
                    need(memory::record(step.record), step.span);
                }
            }
        }
    }

    // What a case that comes from an older version brings with it: deadlines that keep their instant, or fall away.
    void read_migrations() {
        for (const Migration& migration : model_.migrations) {
            if (migration.of != id_) continue;
            for (const StateMove& move : migration.moves) {
                for (StateId at = move.leaf; at.valid(); at = model_.states[at].parent) {
                    for (const DeadlineId deadline : model_.states[at].deadlines) {
                        if (move.clock == MoveClock::kept) need(memory::kept(deadline), model_.deadlines[deadline].span);
                        if (move.clock == MoveClock::cancelled) need(memory::done(deadline), model_.deadlines[deadline].span);
                    }
                }
            }
        }
    }

    // ---- clocks: states of one machine that are never active together share one ------------------------------------------

    void assign_clocks() {
        for (const StateId state : clocked_) {
            // What remembers the last entering for good also tells when the present stay began.
            if (needs_.has(memory::entered(state))) {
                needs_.clock_of_state[state] = memory::entered(state);
                continue;
            }
            std::uint32_t around = 0;
            for (StateId outer = model_.states[state].parent; outer.valid(); outer = model_.states[outer].parent) {
                if (clocked_.contains(outer)) ++around;
            }
            const MemoryKey key{SlotKind::entry_clock, model_.states[state].machine.value, around, Occurrence::last};
            needs_.clock_of_state[state] = key;
            need(key, model_.states[state].span);
        }
    }

    // ---- armings: only where one deadline can fire twice and something comes of it ----------------------------------------

    [[nodiscard]] bool needs_arming(StateId id) const {
        const State& state = model_.states[id];
        const auto effect_of = [&](const std::vector<TransitionId>& transitions) {
            return std::ranges::any_of(transitions, [&](TransitionId t) { return leads_to_effect(model_.transitions[t]); });
        };
        const bool effects =
            std::ranges::any_of(state.deadlines, [&](DeadlineId d) { return effect_of(model_.deadlines[d].transitions); }) ||
            std::ranges::any_of(state.whens, [&](WhenId w) { return effect_of(model_.whens[w].transitions); });
        return effects && (comes_over() || can_be_entered_again(id));
    }

    // A case that comes from an older version may have been in the state before, and what it did there has its ids already.
    [[nodiscard]] bool comes_over() const {
        return std::ranges::any_of(model_.migrations, [&](const Migration& one) { return one.of == id_; });
    }

    [[nodiscard]] bool leads_to_effect(const Transition& transition) const {
        const auto performs = [](const std::vector<Action>& actions) {
            return std::ranges::any_of(actions, [](const Action& a) { return a.kind == ActionKind::perform; });
        };
        if (performs(transition.actions)) return true;
        if (transition.target_kind != TargetKind::move) return false;
        for (StateId entered = start_leaf(model_, transition.target); entered.valid();
             entered = model_.states[entered].parent) {
            // States around the target that are active stay as they are.
            const bool stays = transition.target != entered && is_within(model_, transition.target, entered) &&
                               is_within(model_, transition.owner, entered);
            if (!stays && performs(model_.states[entered].entry)) return true;
        }
        return false;
    }

    // Whether a way leads from inside a state to a move that enters it.
    [[nodiscard]] bool can_be_entered_again(StateId id) const {
        std::set<StateId> reached;
        std::vector<StateId> todo;
        for (const StateId state : states_) {
            if (model_.states[state].children.empty() && is_within(model_, state, id)) {
                reached.insert(state);
                todo.push_back(state);
            }
        }
        while (!todo.empty()) {
            const StateId leaf = todo.back();
            todo.pop_back();
            for (const TransitionId t : moves_from(leaf)) {
                const Transition& transition = model_.transitions[t];
                const StateId next = start_leaf(model_, transition.target);
                const bool stays_inside = transition.target != id && is_within(model_, transition.target, id) &&
                                          is_within(model_, leaf, id);
                if (is_within(model_, next, id) && !stays_inside) return true;
                if (reached.insert(next).second) todo.push_back(next);
            }
        }
        return false;
    }

    [[nodiscard]] std::vector<TransitionId> moves_from(StateId leaf) const {
        std::vector<TransitionId> all;
        const auto add = [&](const std::vector<TransitionId>& some) {
            for (const TransitionId id : some) {
                if (model_.transitions[id].target_kind == TargetKind::move) all.push_back(id);
            }
        };
        for (StateId state = leaf; state.valid(); state = model_.states[state].parent) {
            add(model_.states[state].on);
            for (const DeadlineId id : model_.states[state].deadlines) add(model_.deadlines[id].transitions);
            for (const WhenId id : model_.states[state].whens) add(model_.whens[id].transitions);
        }
        return all;
    }

    const Model& model_;
    CaseId id_;
    const Case& case_;
    graph::Movement movement_;
    MemoryNeeds needs_;
    std::set<StateId> clocked_;
    std::vector<StateId> states_;
};

} // namespace

MemoryNeeds needed_memory(const Model& model, CaseId type) { return Collector(model, type).collect(); }

} // namespace recourse::emit
