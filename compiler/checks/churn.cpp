#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/rounds.h"

namespace recourse::checks {

namespace {

using explore::Cause;
using explore::RoundStep;

std::string acts_in_words(const Model& model, const explore::Round& round) {
    std::vector<semantics::EventId> acts;
    for (const RoundStep& step : round.steps) {
        if (step.trigger.cause == Cause::event && std::find(acts.begin(), acts.end(), step.trigger.event) == acts.end()) acts.push_back(step.trigger.event);
    }
    std::string text;
    for (std::size_t i = 0; i < acts.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == acts.size() ? " and " : ", ") + act_in_words(model, model.events[acts[i]]);
    }
    return text;
}

// An act of somebody, or time, from which nobody has anything. Acts of nobody are no one's to stop.
explore::RoundQuestion question(const Model& model, const std::set<semantics::EventId>& told) {
    explore::RoundQuestion asked;
    asked.may = [&model, &told](const RoundStep& step) {
        if (step.trigger.cause == Cause::event && (model.events[step.trigger.event].happening || told.contains(step.trigger.event))) return false;
        return !performs(model, step) && !comes_to_rest(model, step);
    };
    asked.must = [](const RoundStep& step) { return step.trigger.cause == Cause::event && moves_on(step); };
    return asked;
}

}  // namespace

// Rounds of acts that bring a case back to where it was, with nothing done for anybody on the way, and that nothing bounds. One finding for
// the act that begins a round; rounds without it are looked for again.
void churn(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        if (!explored->found.exact()) continue;
        std::set<semantics::EventId> told;
        for (;;) {
            const explore::Rounds rounds = explore::find_round(model, input.times, explored->explorer, explored->found, question(model, told));
            if (rounds.undecided) {
                report_undecided(sink, model.cases[explored->of].span, "whether acts can follow on one another for ever", "the number of situations");
            }
            if (!rounds.round) break;
            const explore::Round& round = *rounds.round;
            const auto first = std::find_if(round.steps.begin(), round.steps.end(), [](const RoundStep& step) { return step.trigger.cause == Cause::event; });
            told.insert(first->trigger.event);
            if (!can_end(input, round)) continue;
            Diagnostic finding = finding_at("churn", model.events[first->trigger.event].span,
                                            fmt::format("{} can go round for ever and bring nobody anything: {}", acts_in_words(model, round), round_in_words(model, round)),
                                            "bound an act with `at most`, set a time limit for the whole, or accept it on the state with `allow churn because \"…\"`");
            label_round(input, round, finding);
            finding.why = "whoever wants to can put the end off as long as they like";
            finding.witness = explore::scenario_lines(model, input.times, round.trace, "churn");
            sink.add(std::move(finding));
        }
    }
}

}  // namespace recourse::checks
