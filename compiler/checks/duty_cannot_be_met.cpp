#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

namespace {

// The first step of a case by which the duty is broken, or else begins.
std::optional<std::uint32_t> shown_by(const ExploredCase& explored, const Model& model, const semantics::Duty& duty) {
    std::optional<std::uint32_t> begins;
    for (std::uint32_t index = 0; index < explored.found.edges.size(); ++index) {
        for (const explore::Taken& taken : explored.found.edges[index].taken) {
            if (!taken.transition.valid()) continue;
            const StateId target = model.transitions[taken.transition].target;
            if (target == duty.broken) return index;
            if (target == duty.pending && !begins) begins = index;
        }
    }
    return begins;
}

}  // namespace

// A duty that begins, and that no case ever fulfils in time.
void duty_cannot_be_met(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const semantics::Duty& duty : model.duties) {
        const ExploredCase* explored = explored_of(input, duty.of);
        if (explored == nullptr || !explored->states[duty.pending.index()] || explored->states[duty.done.index()]) continue;
        Diagnostic finding = finding_at("duty-cannot-be-met", duty.span, fmt::format("the duty `{}` can never be fulfilled in time", duty.name),
                                        "give it a later last instant, let it begin earlier, or lift the ban on what it asks for");
        finding.labels.front().text = explored->states[duty.broken.index()] ? "it is always broken" : "nothing that it asks for is ever accepted while it is pending";
        finding.why = "the policy would ask for what it does not let anybody do";
        const auto edge = shown_by(*explored, model, duty);
        if (edge && !show(input, *explored, explored->way_to(*edge), finding)) continue;
        sink.add(std::move(finding));
    }
}

}  // namespace recourse::checks
