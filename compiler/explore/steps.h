// The semantics that the search walks over: how a case opens, takes an event and lets time pass, on situations instead of single
// cases. It says the same as runtime/machine, law by law; tests/exactness holds the two against each other.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/explore/plans.h"
#include "compiler/explore/situation.h"
#include "compiler/explore/slots.h"
#include "compiler/semantics/model.h"
#include "recourse/time.hpp"

namespace recourse::explore {

// What begins a step.
enum class Cause : std::uint8_t { opening, event, time };
struct Trigger {
    Cause cause = Cause::opening;
    semantics::EventId event;
    friend bool operator==(const Trigger&, const Trigger&) = default;
};

// A rule that a machine took; the opening takes none.
struct Taken {
    std::uint32_t machine = 0;   // index within the case
    semantics::TransitionId transition;
    std::uint32_t round = 0;
};

using TakenList = support::ShortList<Taken, 1>;   // one, mostly

// A last instant whose clock runs again: the point now lies behind `due` by the time since `stopped`. Where `due` is counted from the
// point itself, what it was before the step is meant.
struct Resumption {
    std::uint32_t point = 0;
    Moment due, stopped;
    PauseAdds adds = PauseAdds::time;
    std::optional<Moment> counted;   // of days: up to when they are counted already
};

// One way through a step: what happened on it, and what it leaves.
struct Successor {
    Situation to;
    TakenList taken;
    std::vector<std::pair<semantics::TransitionId, semantics::TransitionId>> conflicts;   // both enabled, neither declared to win
    std::vector<semantics::ExprId> absent_reads;
    bool accepted = false;   // an event that a machine took; time that passed
    bool ignored = false;    // an event that nobody took and that was answered by doing nothing
    bool faulted = false;    // arithmetic or an undecided decision stood in the way: the event is rejected, a deadline halts the case
    bool inexact = false;    // a comparison could not be followed
    Reach since_opening;     // how long after the opening the step may come; `most` is DifferenceBounds::unbounded where nothing bounds it
    Reach since_epoch;       // when it may come, in a search by classes of days
    // Of the watch: what the step meant to it (Seen), and how long after its beginning, and after its time limit, the step may come.
    std::uint16_t seen = 0;
    std::optional<Reach> since_watch, past_limit;
    WayList way;   // the choices, to go the same way again
    // Nothing has happened yet; what memory there is stays.
    void begin(const Situation& from);
};

class Steps {
public:
    // The model and the columns have to live as long. O(rules).
    Steps(const semantics::Model& model, Slots& slots, semantics::CaseId of);

    // All ways in which a case opens.
    [[nodiscard]] std::vector<Successor> open() const;
    // All ways in which the trigger can go on from a situation, rejections left out: what is rejected changes nothing that a later
    // input would not change as well.
    // `ahead`: what is ahead of the situation, when it is at hand; where it is certain, `from` is not looked at.
    struct Ahead;
    [[nodiscard]] std::vector<Successor> next(const Situation& from, Trigger trigger, const Ahead* ahead = nullptr) const;
    // The same, each way shown as it is found, in the same order, and its memory used again for the next. `from` has to stay as it is
    // meanwhile, and nothing else may be asked of these steps.
    using Visit = std::function<void(Successor&)>;
    void each(const Situation& from, Trigger trigger, const Ahead* ahead, const Visit& visit) const;
    // Sees a step's end before what only the step could read is forgotten; the second argument is the step's instant from `before`.
    using Keep = std::function<void(Situation&, std::int64_t)>;
    // The one way that was taken before, from the situation that it was taken from, which may have more points and rows than the
    // columns ask for: they are left alone.
    // `resumed`, where it is asked for: the clocks that ran again.
    [[nodiscard]] Successor again(const Situation& from, Trigger trigger, const WayList& way, const Keep& keep,
                                  std::vector<Resumption>* resumed = nullptr) const;
    // Events that the leaves of a situation answer at all.
    [[nodiscard]] std::vector<semantics::EventId> events(const Situation& at) const;
    void events(const Situation& at, std::vector<semantics::EventId>& into) const;
    // Nothing is known yet.
    [[nodiscard]] Situation blank() const;
    // How the situation answers an event, whatever it carries, in each way: taken or not, and when and in which case that is so. An
    // event that is ignored is not taken.
    struct Answered {
        bool taken = false;
        bool by_sender = true;   // of the watch, if it has one
        Situation at;
        WayList way;
    };
    [[nodiscard]] std::vector<Answered> answers(const Situation& from, semantics::EventId event) const;
    // Instants still to come at which something may happen by itself: the case waits for ever where there are none.
    [[nodiscard]] std::vector<Moment> pending(const Situation& at) const;
    // The same for many steps from one situation, and what it is once time has passed, no further than to the first of these: there each
    // step begins. Not `certain`: it depends on what the situation leaves open, and each step asks anew.
    struct Ahead {
        std::vector<Moment> moments;
        Successor waited;
        bool certain = false;
    };
    [[nodiscard]] Ahead ahead(const Situation& at) const;
    void ahead(const Situation& at, Ahead& into) const;

private:
    friend struct StepRun;
    [[nodiscard]] bool can_last(const Situation& at, semantics::EventId event) const;

    // Which transitions answer, by state: [event][state] in precedence, deadlines and `when`s likewise.
    const semantics::Model& model_;
    Slots& slots_;
    semantics::CaseId of_;
    const semantics::Case& type_;
    Plans plans_;
    std::vector<std::vector<std::vector<semantics::TransitionId>>> on_;   // by state, by event of the case
    std::vector<std::vector<semantics::TransitionId>> deadline_rules_, when_rules_;
    mutable SumJudge sums_;   // what it remembers changes no answer
    mutable Successor made_;  // memory of `each`, kept from step to step
    mutable Choices choices_;
};

}  // namespace recourse::explore
