// One run of one way through a step: the semantics of the runtime's machine on a situation. Internal to the steps.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/explore/reader.h"
#include "compiler/explore/steps.h"

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

// A rule that a machine takes in this round.
struct Pick {
    std::uint32_t machine = 0;
    TransitionId transition;
    std::uint32_t done = kNoIndex;   // the deadline or `when` whose rule it is
};

// One for each machine, at most.
using Picks = support::ShortList<Pick, 4>;
using Written = support::ShortList<const Slot*, 4>;

// The number of `-> stay` deadlines and the like.
inline std::uint32_t done_key(DeadlineId id) { return id.value * 2; }
inline std::uint32_t done_key(WhenId id) { return id.value * 2 + 1; }

// One run of one way through a step.
struct StepRun {
    // `into` is where the step is made; what was in it is gone.
    StepRun(const Steps& of, const Situation& from, Choices& choices, Successor& into)
        : steps(of), model(of.model_), slots(of.slots_), plans(of.plans_), out(into), reader(of.model_, of.slots_, of.sums_, into.to, choices),
          choices_(choices) {
        into.begin(from);
    }
    StepRun(const StepRun&) = delete;
    StepRun& operator=(const StepRun&) = delete;

    const Steps& steps;
    const Model& model;
    Slots& slots;
    const Plans& plans;
    Successor& out;
    Reader reader;
    EventId at_hand;
    bool ignored = false;   // by one machine at least
    bool only_asked = false;   // an event is answered and not taken
    bool only_lasting = false; // the end of a step that leaves nothing is of no interest
    bool by_sender = true;     // the one of whom the promise speaks can have sent the event at hand
    const Steps::Keep* keep = nullptr;
    std::vector<Resumption>* resumed = nullptr;   // where clocks that run again are told, if anybody asks
    const Steps::Ahead* ahead = nullptr;   // of the situation that the step begins in

    Situation& now() { return out.to; }
    // Something happened, or is worth telling.
    [[nodiscard]] bool lasts() const { return out.accepted || out.faulted || !out.conflicts.empty(); }

    // ---- whole steps -----------------------------------------------------------------------------------------------------
    void open();
    // Whether the event at hand was answered by doing nothing: a machine ignored it, or none names it and the case ignores it.
    bool is_ignored();
    void event(EventId event);
    void take(EventId event);
    void ask_bounds(const Picks& picks);
    void time();
    void pass(bool only_idle);

    // ---- time ------------------------------------------------------------------------------------------------------------
    // Instants from `before` on at which deadlines fall due, or a condition of what happens by itself may turn.
    void pending(std::vector<Moment>& into);
    // The step begins where time has passed already.
    [[nodiscard]] bool has_waited() const { return ahead != nullptr && ahead->certain; }
    const std::vector<Moment>& pending_at_first() {
        if (has_waited()) return ahead->moments;
        pending(pending_);
        return pending_;
    }
    void limb_boundaries(TransitionId rule, std::vector<Moment>& into);
    void condition_boundaries(ExprId id, std::vector<Moment>& into);
    // Time passes, no further than to the first of these; to `exactly` when that is given.
    void wait_for(const std::vector<Moment>& all, std::optional<Moment> exactly);

    // ---- which rules answer ------------------------------------------------------------------------------------------------
    [[nodiscard]] bool used_up(std::uint32_t counter, std::uint32_t at_most) const {
        return at_most != 0 && counter != kNoIndex && out.to.counts[counter] >= at_most;
    }
    bool refused();
    TransitionId refusing();   // the rule of the case that refuses the event at hand; invalid when none does
    void note_forbidden(TransitionId refusal);
    bool holds(TransitionId id);
    // The first rule that holds, in precedence. A second one that contradicts it is noted.
    std::optional<TransitionId> first_of(const std::vector<TransitionId>& rules);
    static bool contradict(const Transition& a, const Transition& b);
    std::optional<TransitionId> answer(std::uint32_t machine);

    // ---- what happens by itself ----------------------------------------------------------------------------------------------
    [[nodiscard]] bool is_done(std::uint32_t key) const;
    // Keeps what has passed by now (law 5).
    void latch_passed();
    bool survey(bool whens, Picks& picks);
    [[nodiscard]] bool at_final(StateId state) const;
    // Earliest due first, then as declared.
    void overdue(StateId state, Pick& pick);
    void conditions(StateId state, Pick& pick);
    void settle();
    void rest();

    // ---- what a round does -----------------------------------------------------------------------------------------------------
    // Instants and data that are written together: all values are read before any is written.
    bool apply(const Picks& picks, std::uint32_t round);
    void mark_done(std::uint32_t key);
    // The next values of records, each within its bounds. False when one is not.
    bool compute(const std::vector<semantics::Action>& actions, Written& written);
    // The instants that records keep (step_clock.cpp): read before anything is written, and written then.
    void compute_instant(const semantics::Action& action);
    void store_instants();
    void resume(const Resumption& resumption);
    void store(std::uint32_t row, const Number& value);
    // Enters the states from `leaf` outwards until, and without, `outer`.
    void enter(std::uint32_t machine, StateId leaf, StateId outer);
    void leave(StateId state);
    void finish_round();
    void fault(bool halts);

    // ---- instants and data at hand -------------------------------------------------------------------------------------------
    void set_point(std::uint32_t point, const Moment& value);   // kNoIndex: one that nobody asks for
    // An instant of which nothing is known but that it is there.
    void give(std::uint32_t point);
    void clear_point(std::uint32_t point);
    // The instants that the calendar counts from this one.
    void hang(std::uint32_t point);
    // Where the search goes by classes of days (step_days.cpp): the openings that are looked at; the class of an instant that the calendar
    // makes, by what it is counted from; of an instant that is a date.
    void open_by_days();
    void place_by_days(std::uint32_t made);
    void place_date(std::uint32_t point);
    std::uint32_t chosen_of(std::uint32_t domain, const std::vector<std::uint64_t>& members);
    // Two periods of one unit from one instant differ by a period of that unit.
    void same_as_others(std::uint32_t point);
    [[nodiscard]] Reach since(std::uint32_t point, std::int64_t offset);
    void relate(std::uint32_t earlier, std::uint32_t later);
    // What the event carries: anything of its type.
    void give_payload();
    void steps_open(const Slot& slot);
    // The event at hand becomes the last one: its instant, what it carried, who sent it; the last becomes the previous.
    void remember();
    void keep_fields(const std::vector<Plans::Kept>& fields);
    // Forgets what only this step could read.
    void close();

    // ---- the watch (step_watch.cpp) --------------------------------------------------------------------------------------------
    void begin_watch();
    [[nodiscard]] bool is_watching() const;
    void come();
    std::uint64_t watched_senders(std::uint64_t senders);
    void sent_by(const std::vector<semantics::PartyId>& parties);
    void watch_event(EventId event);
    void watch_effects(const std::vector<semantics::Action>& actions);
    // States that are entered at once, the innermost first.
    void watch_entered(const std::vector<StateId>& entered);
    // What all machines have entered in a round, once all of them have moved: what a promise reads then is read of the case as it stands.
    void watch_round();
    // After the step: conditions, and whether the case has ended.
    void judge_watch();
    [[nodiscard]] bool is_at_rest() const;
    // Its times are read off, and its end takes effect.
    void close_watch();
    // Whether a party that the watch takes for prompt has an act to make now, whatever that act may carry.
    bool is_awaited();
    bool could_take(EventId event);
    void assumption_fails();
    void count(std::size_t which);
    [[nodiscard]] bool looks() const;

private:
    bool reached_ = false;      // in this step: the watch ends with it
    bool begins_anew_ = false;  // and has begun again since
    std::vector<std::vector<StateId>> entered_;   // in this round, for the watch
    std::vector<std::pair<std::uint32_t, Moment>> stores_;   // points that records keep, and what they become in this round
    std::vector<Resumption> resumptions_;
    Choices& choices_;
    std::vector<Moment> pending_;
};

}  // namespace recourse::explore
