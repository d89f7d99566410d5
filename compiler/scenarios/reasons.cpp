#include "compiler/scenarios/reasons.h"

#include <fmt/format.h>

namespace recourse::scenarios {

using semantics::BecauseKind;

namespace {

// How often the event may happen, by the rule that refused or by the event itself.
std::uint32_t limit_of(const Bridge& bridge, semantics::EventId event, const Rejection& rejection) {
    const semantics::TransitionId rule = bridge.transition_of(rejection.transition);
    if (rule.valid() && bridge.model().transitions[rule].at_most != 0) return bridge.model().transitions[rule].at_most;
    return event.valid() ? bridge.model().events[event].at_most : 0;
}

std::string policy_words(const Bridge& bridge, const Rejection& rejection) {
    const semantics::TransitionId rule = bridge.transition_of(rejection.transition);
    return rule.valid() ? bridge.model().transitions[rule].because : std::string();
}

std::string times(std::uint32_t count) { return count == 1 ? "at most once" : fmt::format("at most {} times", count); }

}  // namespace

bool same_reason(const Bridge& bridge, const semantics::ScenarioStep& step, const Rejection& rejection) {
    switch (step.because) {
    case BecauseKind::none: return true;
    case BecauseKind::at_most:
        return rejection.reason == Reason::used_up && step.because_count == limit_of(bridge, step.event, rejection);
    case BecauseKind::too_late: return rejection.reason == Reason::too_late;
    case BecauseKind::too_early: return rejection.reason == Reason::too_early;
    case BecauseKind::not_here: return rejection.reason == Reason::not_here || rejection.reason == Reason::not_running;
    case BecauseKind::not_theirs: return rejection.reason == Reason::wrong_party;
    case BecauseKind::condition: return rejection.reason == Reason::condition || rejection.reason == Reason::undecided;
    case BecauseKind::late: return rejection.reason == Reason::late;
    case BecauseKind::text: return rejection.reason == Reason::refused && policy_words(bridge, rejection) == step.because_text;
    }
    return false;
}

std::string expected_reason(const semantics::ScenarioStep& step) {
    switch (step.because) {
    case BecauseKind::none: return {};
    case BecauseKind::at_most: return times(step.because_count);
    case BecauseKind::too_late: return "too late";
    case BecauseKind::too_early: return "too early";
    case BecauseKind::not_here: return "not here";
    case BecauseKind::not_theirs: return "not theirs";
    case BecauseKind::condition: return "condition";
    case BecauseKind::late: return "late";
    case BecauseKind::text: return fmt::format("\"{}\"", step.because_text);
    }
    return {};
}

std::string actual_reason(const Bridge& bridge, semantics::EventId event, const Rejection& rejection) {
    switch (rejection.reason) {
    case Reason::used_up: return times(limit_of(bridge, event, rejection));
    case Reason::too_late: return "too late";
    case Reason::too_early: return "too early";
    case Reason::not_here: return "not here";
    case Reason::not_running: return "not here (the case no longer runs)";
    case Reason::wrong_party: return "not theirs";
    case Reason::condition: return "condition";
    case Reason::undecided: return "condition (it reads a value that is not there)";
    case Reason::late: return "late";
    case Reason::refused: return fmt::format("\"{}\"", policy_words(bridge, rejection));
    case Reason::malformed_field: return "a field that is out of its bounds or missing";
    case Reason::overflow: return "a number that would pass its bounds";
    case Reason::bad_fact: return "a fact that is out of its bounds or missing";
    case Reason::before_opening: return "an instant before the opening";
    case Reason::case_too_large: return "a case that is too large";
    case Reason::beyond_time: return "an instant outside the years 1 to 9999 of UTC";
    case Reason::out_of_bounds: return "a value that would pass its bounds";
    case Reason::other_program: return "a case of another version";
    case Reason::no_migration: return "a case of which the migration says nothing";
    case Reason::stays: return "a case that stays under its version";
    case Reason::none:
    case Reason::unknown_event:
    case Reason::unknown_case_type:
    case Reason::bad_bytes: break;
    }
    return "no reason that a scenario can name";
}

}  // namespace recourse::scenarios
