#include "compiler/checks/limbs.h"

namespace recourse::checks {

void guard_always_true(const CheckInput& input, Sink& sink) {
    for (const auto& [span, verdict] : judge_limbs(input)) {
        if (!verdict.always_holds || !verdict.obstacle.empty() || verdict.never_holds) continue;
        const bool window = verdict.kind != semantics::LimbKind::condition;
        Diagnostic& finding = report(sink, "guard-always-true", span, window ? "this window is always open" : "this condition always holds",
                                     window ? "take the window away, or count it from something later" : "take the condition away, or mend it");
        finding.why = "the rule reads as if it were limited, and it is not";
    }
    for (const Span span : implied_limbs(input)) {
        Diagnostic& finding = report(sink, "guard-always-true", span, "this always holds where the rest of the rule does", "take it away, or mend it");
        finding.labels.front().text = "limits nothing that is not limited already";
        finding.why = "the rule reads as if it asked one thing more, and it does not";
    }
}

}  // namespace recourse::checks
