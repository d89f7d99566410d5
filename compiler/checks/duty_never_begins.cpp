#include <fmt/format.h>

#include "compiler/checks/smallest_edit.h"

namespace recourse::checks {

// A duty whose condition comes about in no case.
void duty_never_begins(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const semantics::Duty& duty : model.duties) {
        const ExploredCase* explored = explored_of(input, duty.of);
        if (explored == nullptr || !duty.dormant.valid() || explored->states[duty.pending.index()]) continue;
        if (told_within(sink, duty.whole, {"guard-always-false", "blocked-machine"})) continue;
        Diagnostic& finding = report(sink, "duty-never-begins", duty.span, fmt::format("the duty `{}` never begins", duty.name),
                                     "mend the condition behind its `if`, or take the duty away");
        finding.labels.front().text = "no case ever meets its condition";
        finding.why = "what the policy promises here is owed in no case";
    }
}

}  // namespace recourse::checks
