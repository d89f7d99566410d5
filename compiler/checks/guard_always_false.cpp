#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/limbs.h"
#include "compiler/checks/smallest_edit.h"

namespace recourse::checks {

namespace {

std::string never_in_words(semantics::LimbKind kind) {
    switch (kind) {
        case semantics::LimbKind::from: return "this window never opens";
        case semantics::LimbKind::until: return "this window is always shut";
        case semantics::LimbKind::condition: return "this condition can never hold";
    }
    return {};
}

// The rules of which it is a part, or which stand there.
void show_rules(const CheckInput& input, Span place, Diagnostic& finding) {
    const Model& model = input.model;
    std::vector<TransitionId> rules;
    for (const TransitionId id : model.transitions.ids()) {
        const Transition& rule = model.transitions[id];
        const bool part = std::any_of(rule.limbs.begin(), rule.limbs.end(), [&](const semantics::Limb& limb) { return limb.span == place; });
        if (part || rule.span == place) rules.push_back(id);
    }
    const ExploredCase* explored = rules.empty() ? nullptr : explored_of(input, model.transitions[rules.front()].of);
    if (explored == nullptr) return;
    show_how_near(input, *explored, rules, "some case would take the rule",
                  [&](const ExploredCase& edited) { return std::any_of(rules.begin(), rules.end(), [&](TransitionId id) { return edited.transitions[id.index()]; }); }, finding);
}

// That the window of the rule around it is never open has been said, with the two clauses that shut it.
bool told_already(const CheckInput& input, const Sink& sink, Span limb) {
    return std::any_of(input.model.transitions.begin(), input.model.transitions.end(), [&](const Transition& rule) {
        const bool around = rule.span.file == limb.file && rule.span.begin <= limb.begin && limb.end <= rule.span.end;
        return around && told_within(sink, rule.span, {"clauses-at-odds", "right-always-empty"});
    });
}

}  // namespace

void guard_always_false(const CheckInput& input, Sink& sink) {
    constexpr std::string_view kWhy = "the rule reads as if it gave somebody something, and it never does";
    for (const auto& [span, verdict] : judge_limbs(input)) {
        if (!verdict.obstacle.empty()) report_undecided(sink, span, "whether this can hold", verdict.obstacle);
        if (!verdict.never_holds || told_already(input, sink, span)) continue;
        Diagnostic& finding = report(sink, "guard-always-false", span, never_in_words(verdict.kind),
                                     "mend the condition, or take the rule away");
        finding.why = kWhy;
        show_rules(input, span, finding);
    }
    for (const auto& [span, owner] : impossible_together(input)) {
        if (told_already(input, sink, span)) continue;
        Diagnostic& finding = report(sink, "guard-always-false", span, "the conditions and windows of this rule can never hold together",
                                     "each of them can hold by itself: mend one of them, or take the rule away");
        finding.why = kWhy;
        show_rules(input, span, finding);
    }
}

}  // namespace recourse::checks
