#include "tests/certify/claims.h"

#include <algorithm>

#include "tests/certify/inclusion.h"

namespace certify {

using recourse::explore::Cause;
using recourse::explore::Situation;
using recourse::explore::Standing;
using recourse::explore::Successor;
using recourse::explore::Trigger;
using recourse::semantics::ClaimKind;
using recourse::semantics::EventId;
using recourse::semantics::PartyId;
using recourse::semantics::State;
using recourse::semantics::StateId;
using recourse::semantics::StateKind;

namespace mark = recourse::explore::mark;

namespace {

constexpr std::int64_t longest = std::int64_t{4'096} * 86'400'000;   // of what takes "some bounded time"

template <typename List, typename One>
bool among(const List& all, const One& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

bool allows_waiting(const State& state) {
    return std::any_of(state.text.allows.begin(), state.text.allows.end(), [](const auto& allow) {
        return allow.code == "waits-for-ever" || allow.code == "no-way-out" || allow.code == "no-final-reachable";
    });
}

}  // namespace

// ---- assumptions -------------------------------------------------------------------------------------------------------------

bool Claims::watches(const Situation& at) const { return promise_ != nullptr && at.marks[mark::watching] == mark::yes; }
bool Claims::looks(const Situation& at) const { return watches(at) && at.marks[mark::scope] == mark::yes; }

bool Claims::may_come(const Situation& at, EventId event) const {
    const auto& by = model_.events[event].by;
    if (by.empty() || !watches(at)) return true;
    return std::any_of(by.begin(), by.end(), [&](PartyId party) { return !among(promise_->silent, party); });
}

// ---- of all cases --------------------------------------------------------------------------------------------------------------

// No time limit runs, and some machine is where it ought not to stay.
bool Claims::waits_unfinished(const Situation& at) const {
    if (at.standing != Standing::running || !steps_.pending(at).empty()) return false;
    bool unfinished = false, allowed = false;
    for (const StateId leaf : at.leaves) {
        bool settled = false;
        for (StateId around = leaf; around.valid(); around = model_.states[around].parent) {
            settled = settled || model_.states[around].kind != StateKind::plain;
            allowed = allowed || allows_waiting(model_.states[around]);
        }
        unfinished = unfinished || !settled;
    }
    return unfinished && !allowed;
}

std::string Claims::wrong_there(const Situation& at) const {
    if (promise_ != nullptr) return breaks_there(at);
    if (at.standing == Standing::halted) return "the case halts";
    if (waits_unfinished(at)) return "the case waits for ever: no time limit runs";
    return {};
}

std::string Claims::wrong_on(const Situation* from, Trigger trigger, const Successor& step) const {
    if (promise_ != nullptr) return step.accepted ? breaks_on(from, trigger, step) : std::string();
    if (!step.conflicts.empty()) return "two rules contradict each other";
    if (step.faulted && trigger.cause == Cause::time) return "what should happen by itself cannot be carried out";
    return {};
}

std::string Claims::wrong_in_all(std::uint16_t seen) const {
    const bool nowhere = promise_ != nullptr && promise_->claim == ClaimKind::can_lead_to && (seen & recourse::explore::kReached) == 0;
    return nowhere ? "no case comes there" : "";
}

// ---- of a promise ----------------------------------------------------------------------------------------------------------------

// One of the states that `may` and `may not` name, or any where they name none.
bool Claims::speaks_of(const Situation& at) const {
    if (promise_->from.empty()) return true;
    for (StateId leaf : at.leaves) {
        for (; leaf.valid(); leaf = model_.states[leaf].parent) {
            if (among(promise_->from, leaf)) return true;
        }
    }
    return false;
}

// In some value of the situation no way takes the event, whatever it carries.
bool Claims::can_be_refused(const Situation& at) const {
    const auto answers = steps_.answers(at, promise_->events.front());
    // Plain inclusion: nothing is out of sight.
    const std::vector<std::int64_t> all(at.known.size(), recourse::explore::DifferenceBounds::unbounded - 1);
    return std::any_of(answers.begin(), answers.end(), [&](const auto& refused) {
        return !refused.taken && std::none_of(answers.begin(), answers.end(), [&](const auto& taken) { return taken.taken && stands_for(taken.at, refused.at, all); });
    });
}

std::string Claims::breaks_there(const Situation& at) const {
    const bool running = at.standing == Standing::running;
    switch (promise_->claim) {
        case ClaimKind::leads_to:
        case ClaimKind::ends:
            if (watches(at) && running && steps_.pending(at).empty()) return "the case waits for ever and has not come there";
            return {};
        case ClaimKind::at_most:
            return at.marks[mark::counts] > promise_->most ? "it has happened too often" : "";
        case ClaimKind::never_both:
            return at.marks[mark::counts] > 0 && at.marks[mark::counts + 1] > 0 ? "both have happened" : "";
        case ClaimKind::may:
            return looks(at) && running && speaks_of(at) && can_be_refused(at) ? "the event can be refused" : "";
        default: return {};
    }
}

std::string Claims::breaks_on(const Situation* from, Trigger trigger, const Successor& step) const {
    const auto seen = [&](std::uint16_t what) { return (step.seen & what) != 0; };
    switch (promise_->claim) {
        case ClaimKind::leads_to:
        case ClaimKind::ends: return seen(recourse::explore::kMissed) ? "the case comes to its end elsewhere" : too_slow(step);
        case ClaimKind::never_leads_to: return seen(recourse::explore::kReached) ? "the case comes there" : "";
        case ClaimKind::never: return seen(recourse::explore::kHolds) ? "the condition holds" : "";
        case ClaimKind::always: return seen(recourse::explore::kFails) ? "the condition fails" : "";
        case ClaimKind::at_most:
        case ClaimKind::never_both: return seen(recourse::explore::kTooOften) ? "it happens too often" : "";
        case ClaimKind::may_not: {
            const bool sent = from != nullptr && trigger.cause == Cause::event && trigger.event == promise_->events.front();
            return sent && looks(*from) && speaks_of(*from) ? "the event is taken" : "";
        }
        case ClaimKind::may:
        case ClaimKind::can_lead_to: break;
    }
    return {};
}

std::string Claims::too_slow(const Successor& step) const {
    if (promise_->within) return step.past_limit && step.past_limit->most > 0 ? "the case is not there in time" : "";
    const bool bounded = !step.since_watch || (measured_ <= longest && step.since_watch->most <= measured_);
    return bounded ? "" : "no time bounds how long the case takes";
}

}  // namespace certify
