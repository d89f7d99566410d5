// One call of open, step or advance on one case. A round picks rules against the case as it stands (`live`), applies them together
// to a copy (`after`), and only when all arithmetic has held makes the copy the case and tells the listener: what fails leaves no
// trace. Nothing here allocates.
#pragma once

#include "runtime/machine/evaluate.h"

namespace recourse::machine {

/// A rule that a machine takes in this round.
struct Pick {
    std::uint32_t machine;
    std::uint32_t transition; // kNone for the opening
    std::uint32_t deadline;   // kNone for events and `when`s
    std::uint32_t when;       // kNone for events and deadlines
    Instant due;
};

/// The room for one round's picks, one a machine.
struct Picks {
    Pick of[kMaxMachines];
    std::uint32_t count = 0;
    void add(const Pick& pick) { of[count++] = pick; }
};

/// Why an event is not taken: the best reason met so far.
class Refusal {
  public:
    void note(const Rejection& rejection);
    [[nodiscard]] const Rejection& best() const { return best_; }

  private:
    Rejection best_{Reason::not_here, none, none, none, never};
};

struct Run {
    Run(const Tables& program, const CaseRecord& of, std::byte* bytes, Listener* to)
        : tables(program), type(of), live(bytes), listener(to) {
        context.tables = &program;
        context.type = &of;
    }

    const Tables& tables;
    const CaseRecord& type;
    std::byte* live;
    Listener* listener;            // null: nobody is told (what-if questions)
    const Input* input = nullptr;  // the event at hand
    std::uint32_t event = kNone;   // its index within the section
    std::uint32_t moves = 0;
    Fault fault = Fault::clear;    // why the last round failed
    std::uint32_t blamed = kNone;  // the rule whose arithmetic failed
    Context context;               // what code looks at now; one for the whole call, see `reading`
    alignas(8) std::byte after[kMaxCaseBytes]; // deliberately not initialised: a round copies what it needs

    /// The context, turned to these bytes. Whoever turns it and hands control on turns it again.
    Context& reading(const std::byte* bytes) {
        context.read = bytes;
        return context;
    }
    [[nodiscard]] Instant now() const { return context.now; }
    [[nodiscard]] Instant before() const { return context.before; }
    void at_event(Instant t) { context.now = context.before = t; }
    void at_deadline(Instant d) { context.now = d, context.before = d + 1; }
    /// The event at hand, or null for what happens by itself.
    void carry(const Input* carried) {
        input = carried;
        context.fields = carried == nullptr ? std::span<const Value>{} : carried->fields;
        context.party = carried == nullptr ? none : carried->by;
    }
};

// ---- apply.cpp: what a round does to a case

/// Applies the picks together: memory and counts of the event at hand, actions, entering, effects. False, with run.fault, when some
/// arithmetic fails; the case is then as before.
bool apply(Run& run, const Picks& picks, Cause cause);

/// What one pick does, kept until the round is decided: from which leaf to which, and the states entered on the way, innermost first.
struct Done {
    std::uint32_t from = kNone;
    std::uint32_t to = kNone;
    std::uint32_t arming = 1; // as in Move
    std::uint32_t depth = 0; // of the states entered; 0 when the rule stays
    bool has_effects = false;
    std::uint32_t entered[kMaxDepth]; // deliberately not initialised beyond `depth`
    Done() {}
};
/// Which leaf a rule leads to from a leaf, and how far out the states are entered anew: ancestors of the target that are active stay.
void plan_rule(const Tables& tables, const TransitionRecord& rule, std::uint32_t from, Done& done);

/// Why the last round failed.
Rejection why_failed(const Run& run);

/// Evaluates the arguments of calls, and tells them when there is a move to tell of. Twice a round, because keeping the arguments
/// would need room that has no bound.
Fault make_calls(Context& context, Range range, const Move* move, Listener* listener, std::uint32_t& ordinal);

// ---- settle.cpp: what happens by itself

/// What moves by itself at this instant, and when something next will.
struct Survey {
    Picks picks;
    Instant next = never; // meaningful when nothing is picked
};
/// False, with run.fault, when a formula fails. `whens`: whether conditions are looked at, or deadlines alone.
bool survey(Run& run, Survey& found, bool whens);

/// Rounds until nothing moves by itself; then writes next_due. On a fault the case becomes halted.
void settle(Run& run);

/// Fires everything due up to and including `to`, in order, and seals it.
void advance_to(Run& run, Instant to);

/// Ends the case as stuck.
void halt(Run& run);

/// When a deadline is due; `never` when its start has not happened.
Outcome due_of(Context& context, const DeadlineRecord& deadline);
inline bool is_done(const Tables& tables, std::uint32_t slot, const std::byte* bytes) {
    return slot != kNone && load_slot(tables.slots[slot], bytes) != 0;
}

// ---- answer.cpp: which rules answer an event

enum class Answer : std::uint8_t { taken, ignored, declined, faulted };

/// Finds the rules that take the event at hand, one a machine, or the reason why none does.
Answer answer(Run& run, Picks& picks, Refusal& refusal);

/// Why a rule that names the event does not hold now. `payload`: whether limbs that read what the event carries are looked at.
Rejection failed_limb(Context& context, std::uint32_t transition, bool payload);

// ---- admit.cpp; admit.h has the rest of the checks that come before the machine

/// Used up: at most N times over the whole case.
inline bool used_up(const Tables& tables, std::uint32_t slot, std::uint32_t at_most, const std::byte* bytes) {
    return at_most != 0 && slot != kNone && load_slot(tables.slots[slot], bytes) >= at_most;
}

// ---- step.cpp

/// The event itself, once it is admitted and the case has done advance(at - 1) and runs.
StepResult take_event(Run& run, const Input& input);

/// What a call gives back when the case stands as `live` says.
StepResult result_of(const Run& run);

} // namespace recourse::machine
