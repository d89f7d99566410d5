#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using semantics::ExprKind;

// Something in the policy asks how the duty stands, or when it came to stand so: a rule, a named value, another duty, a promise.
bool is_read(const Model& model, const semantics::Duty& duty) {
    const auto of_it = [&](StateId state) { return state.valid() && model.states[state].machine == duty.machine; };
    const bool in_expression = std::any_of(model.exprs.begin(), model.exprs.end(), [&](const semantics::Expr& one) {
        return (one.kind == ExprKind::in_state || one.kind == ExprKind::entered) && of_it(one.state);
    });
    return in_expression || std::any_of(model.promises.begin(), model.promises.end(), [&](const semantics::Promise& promise) {
               return std::any_of(promise.from.begin(), promise.from.end(), of_it) || std::any_of(promise.to.begin(), promise.to.end(), of_it);
           });
}

}  // namespace

// A breach of which nothing follows: no effect, no record, and nobody asks for it.
void duty_without_consequence(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const semantics::Duty& duty : model.duties) {
        if (duty.has_consequence || is_read(model, duty)) continue;
        Diagnostic& finding = report(sink, "duty-without-consequence", duty.span, fmt::format("nothing follows when the duty `{}` is broken", duty.name),
                                     fmt::format("say what does: `otherwise do …`, or a rule that asks for it, such as `when {} is broken -> …`", duty.name));
        finding.labels.front().text = "nobody asks how it stands";
        finding.why = "who relies on it gains nothing from its breach";
    }
}

}  // namespace recourse::checks
