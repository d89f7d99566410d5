#include <fmt/format.h>

#include "compiler/explore/words.h"
#include "compiler/promises/judge.h"

namespace recourse::promises {

using semantics::Model;
using semantics::Promise;

std::string states_in_words(const Model& model, const std::vector<semantics::StateId>& states) {
    std::string text;
    for (const semantics::StateId state : states) text += fmt::format("{}`{}`", text.empty() ? "" : " or ", model.states[state].path);
    return text;
}

std::string assumptions_in_words(const Model& model, const Promise& promise) {
    std::string text;
    const auto add = [&](const std::string& one) { text += (text.empty() ? "if " : " and ") + one; };
    for (const semantics::PartyId party : promise.silent) add(fmt::format("the {} is silent", model.parties[party].name));
    for (const semantics::PartyId party : promise.prompt) add(fmt::format("the {} acts in time", model.parties[party].name));
    const explore::TimeFacts times(model);
    for (const semantics::ExprId condition : promise.given) add(explore::expression_in_words(model, times, condition));
    return text;
}

void report(const Model& model, diagnostics::Sink& sink, const std::function<explore::Limits(semantics::CaseId)>& limits) {
    const explore::TimeFacts times(model);
    for (const Promise& promise : model.promises) {
        const Judged judged = judge(model, times, promise, limits ? limits(promise.of) : explore::Limits{});
        if (judged.outcome == Outcome::kept) continue;
        diagnostics::Diagnostic finding;
        finding.labels.push_back({promise.span, judged.outcome == Outcome::broken ? "promised here" : ""});
        finding.why = judged.why;
        finding.witness = judged.witness;
        switch (judged.outcome) {
            case Outcome::broken:
                finding.code = "broken-promise";
                finding.severity = diagnostics::Severity::error;
                finding.message = fmt::format("\"{}\" is not kept: {}", promise.title, judged.message);
                finding.hint = "change the rules so that it is kept, or promise less";
                break;
            case Outcome::vacuous:
                finding.code = "vacuous-promise";
                finding.severity = diagnostics::Severity::warning;
                finding.message = fmt::format("\"{}\" promises nothing: {}", promise.title, judged.message);
                finding.hint = "speak of something that can come about, or take the promise away";
                break;
            default:
                finding.code = "undecided-promise";
                finding.severity = diagnostics::Severity::error;
                finding.message = fmt::format("\"{}\" cannot be decided: {}", promise.title, judged.message);
                finding.hint = "promise something simpler, or split the promise";
                break;
        }
        sink.add(std::move(finding));
    }
}

}  // namespace recourse::promises
