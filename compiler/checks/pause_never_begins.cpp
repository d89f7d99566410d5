#include <fmt/format.h>

#include "compiler/checks/smallest_edit.h"

namespace recourse::checks {

// A deadline whose clock stands still in no case: the condition of its pause comes about in none.
void pause_never_begins(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const semantics::Machine& machine : model.machines) {
        if (!machine.clock) continue;
        const ExploredCase* explored = explored_of(input, machine.of);
        if (explored == nullptr) continue;
        const auto reached = [&](StateId state) { return state != machine.start && explored->states[state.index()]; };
        if (std::any_of(machine.states.begin(), machine.states.end(), reached)) continue;
        if (told_within(sink, machine.span, {"guard-always-false", "blocked-machine"})) continue;
        Diagnostic& finding = report(sink, "pause-never-begins", machine.span, "this clock never stands still",
                                     "mend the condition behind `paused while`, or take the pause away");
        finding.labels.front().text = "no case ever meets the condition of its pause";
        finding.why = "time that the policy promises to give back runs in every case";
    }
}

}  // namespace recourse::checks
