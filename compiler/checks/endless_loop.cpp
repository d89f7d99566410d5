#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/rounds.h"
#include "compiler/checks/silence.h"

namespace recourse::checks {

namespace {

// Whose silence alone is enough, where one party's is.
std::string why(const Model& model, const ExploredCase& explored, const explore::Round& round) {
    std::string names;
    for (std::uint32_t node = 0; node < explored.found.nodes.size() && names.empty(); ++node) {
        if (explored.at(node).leaves != round.steps.front().before) continue;
        for (const semantics::PartyId party : needed_from(model, explored, node)) names += fmt::format("{}the {}", names.empty() ? "" : " and ", model.parties[party].name);
    }
    if (names.empty()) return "the case never comes to an end by itself";
    return fmt::format("the case never comes to an end by itself: whatever others do, it needs {}", names);
}

// The machines that go round may rest where they do; another one waits meanwhile, as waits-for-ever has told.
bool only_another_waits(const Sink& sink, const Model& model, const explore::Round& round) {
    const std::vector<StateId>& leaves = round.steps.front().before;
    const bool moved_rest = std::all_of(round.steps.begin(), round.steps.end(), [&](const explore::RoundStep& step) {
        return std::all_of(step.taken.begin(), step.taken.end(), [&](const explore::Taken& taken) { return is_settled(model, step.before[taken.machine]); });
    });
    return moved_rest && std::all_of(leaves.begin(), leaves.end(), [&](StateId leaf) {
        return is_settled(model, leaf) || told_of_states(sink, "waits-for-ever", model, {leaf});
    });
}

}  // namespace

// Rounds that time alone goes: no party acts, one time limit follows another, and the case comes back to where it was. Rules that follow on
// one another without any time passing halt the case; unguarded-ring and case-halts tell those.
void endless_loop(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        if (!explored->found.exact()) continue;
        std::set<TransitionId> told;
        explore::RoundQuestion question;
        question.may = [&](const explore::RoundStep& step) {
            const bool settled = std::all_of(step.after.begin(), step.after.end(), [&](StateId leaf) { return is_settled(model, leaf); });
            if (step.trigger.cause != explore::Cause::time || settled) return false;
            return std::none_of(step.taken.begin(), step.taken.end(), [&](const explore::Taken& taken) { return told.contains(taken.transition); });
        };
        question.must = [](const explore::RoundStep& step) { return !step.taken.empty(); };
        for (;;) {
            const explore::Rounds rounds = explore::find_round(model, input.times, explored->explorer, explored->found, question);
            if (rounds.undecided) {
                report_undecided(sink, model.cases[explored->of].span, "whether time limits can follow on one another for ever", "the number of situations");
            }
            if (!rounds.round) break;
            const explore::Round& round = *rounds.round;
            for (const explore::RoundStep& step : round.steps) {
                for (const explore::Taken& taken : step.taken) told.insert(taken.transition);
            }
            if (!can_end(input, round) || only_another_waits(sink, model, round)) continue;
            Diagnostic finding = finding_at("endless-loop", model.cases[explored->of].span,
                                            fmt::format("if nobody acts, the case goes round for ever by its time limits alone: {}", round_in_words(model, round)),
                                            "let one of these time limits lead to an end after some rounds (`record`), or declare a state of the round `resting` if the case may go on");
            label_round(input, round, finding);
            for (const StateId leaf : round.steps.front().before) {
                const std::vector<StateId> moved = states_of(round);
                if (is_settled(model, leaf) || std::find(moved.begin(), moved.end(), leaf) != moved.end()) continue;
                finding.labels.push_back({own_place(model, leaf, model.states[leaf].span), "and nothing leads out of here meanwhile"});
            }
            finding.why = why(model, *explored, round);
            finding.witness = explore::scenario_lines(model, input.times, round.trace, "endless-loop");
            sink.add(std::move(finding));
        }
    }
}

}  // namespace recourse::checks
