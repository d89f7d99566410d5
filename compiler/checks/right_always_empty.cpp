#include <fmt/format.h>

#include "compiler/checks/rights.h"
#include "compiler/checks/smallest_edit.h"
#include "compiler/explore/words.h"

namespace recourse::checks {

namespace {

// The rule by which the case that shows it came to the state.
const Transition* way_in(const Model& model, const Coming& coming) {
    const Transition* last = nullptr;
    for (const explore::Taken& taken : coming.explored->found.edges[coming.edge].taken) {
        if (taken.transition.valid() && model.transitions[taken.transition].target_kind == semantics::TargetKind::move) last = &model.transitions[taken.transition];
    }
    return last;
}

}  // namespace

// A right whose last day has passed whenever a case comes to the state of its rule. One whose own clauses shut each other out is
// clauses-at-odds.
void right_always_empty(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const Right& right : *input.rights) {
        if (right.taken || right.open > 0 || !right.empty || !right.empty->window.until_passed) continue;
        const Transition& rule = model.transitions[right.empty->rule];
        const semantics::Event& event = model.events[rule.event];
        const semantics::Limb& until = rule.limbs[*right.empty->window.until];
        const std::string& state = model.states[rule.owner].path;
        Diagnostic finding = finding_at("right-always-empty", right.span,
                                        fmt::format("whoever comes to `{}` finds `{}` closed: `{}` has always passed by then", state, event.name,
                                                    explore::expression_in_words(model, input.times, until.instant)),
                                        "count the window from something later, such as entering the state (`within … `), or take the right away");
        finding.labels.front().text = "closed before anybody can come here";
        if (auto place = declared_at(model, until.instant, "closes here")) finding.labels.push_back(std::move(*place));
        const Transition* in = way_in(model, *right.empty);
        if (in != nullptr && in->span.valid()) finding.labels.push_back({own_place(model, in->owner, in->span), "by this way a case comes here"});
        finding.why = fmt::format("the text gives {} a right that nobody can ever use", senders_in_words(model, event));
        if (!show_in_vain(input, *right.empty, finding)) continue;
        show_smallest_edit(input, *right.empty->explored, {right.empty->rule}, "some case would find it open",
                           [&](const ExploredCase& edited) { return edited.transitions[right.empty->rule.index()]; }, finding);
        sink.add(std::move(finding));
    }
}

}  // namespace recourse::checks
