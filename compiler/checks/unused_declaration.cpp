#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

void unused_declaration(const CheckInput& input, Sink& sink) {
    for (const auto& unused : input.model.unused) {
        // A happening that no rule names is unanswered-happening's to tell.
        if (!is_own(input.model, unused.span) || unused.what == "happening") continue;
        Diagnostic& finding = report(sink, "unused-declaration", unused.span, fmt::format("the {} `{}` is used nowhere", unused.what, unused.name),
                                     "use it, or take it away");
        finding.why = "a reader looks for the rule that it belongs to";
    }
}

}  // namespace recourse::checks
