#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

// A duty that nobody can break: its last instant comes in no case while it is pending and not excused.
void duty_never_broken(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const semantics::Duty& duty : model.duties) {
        const ExploredCase* explored = explored_of(input, duty.of);
        if (explored == nullptr || !explored->states[duty.pending.index()] || explored->states[duty.broken.index()]) continue;
        if (told_within(sink, duty.whole, {"guard-always-false", "duty-cannot-be-met"})) continue;
        Diagnostic& finding = report(sink, "duty-never-broken", duty.span, fmt::format("the duty `{}` can never be broken", duty.name),
                                     duty.may_be_excused || duty.released.valid()
                                         ? "mend its last instant, or what excuses or releases it"
                                         : "mend its last instant: it comes in no case while the duty is pending");
        finding.labels.front().text = "no case comes to its last instant without it";
        finding.why = "a duty that cannot be broken asks nothing of anybody";
    }
}

}  // namespace recourse::checks
