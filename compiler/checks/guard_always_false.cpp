#include <fmt/format.h>

#include "compiler/checks/limbs.h"

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

}  // namespace

void guard_always_false(const CheckInput& input, Sink& sink) {
    constexpr std::string_view kWhy = "the rule reads as if it gave somebody something, and it never does";
    for (const auto& [span, verdict] : judge_limbs(input)) {
        if (!verdict.obstacle.empty()) report_undecided(sink, span, "whether this can hold", verdict.obstacle);
        if (!verdict.never_holds) continue;
        Diagnostic& finding = report(sink, "guard-always-false", span, never_in_words(verdict.kind),
                                     "mend the condition, or take the rule away");
        finding.why = kWhy;
    }
    for (const auto& [span, owner] : impossible_together(input)) {
        Diagnostic& finding = report(sink, "guard-always-false", span, "the conditions and windows of this rule can never hold together",
                                     "each of them can hold by itself: mend one of them, or take the rule away");
        finding.why = kWhy;
    }
}

}  // namespace recourse::checks
