#include <fmt/format.h>

#include "compiler/checks/explored.h"
#include "compiler/graph/precedence.h"

namespace recourse::checks {

namespace {

using semantics::DeadlineId;

class Deadlines {
public:
    Deadlines(const CheckInput& input, Sink& sink) : input_(input), model_(input.model), sink_(sink) {}

    void compare(DeadlineId a, DeadlineId b) {
        for (const TransitionId x : model_.deadlines[a].transitions) {
            for (const TransitionId y : model_.deadlines[b].transitions) {
                const Transition& first = model_.transitions[x];
                const Transition& second = model_.transitions[y];
                const bool settled = graph::is_ordered(first, second) || first.otherwise != second.otherwise || same_outcome(model_, first, second);
                if (!settled && compare(a, b, x, y)) return;   // one finding for two deadlines
            }
        }
    }

private:
    bool compare(DeadlineId a, DeadlineId b, TransitionId x, TransitionId y) {
        const semantics::Deadline& first = model_.deadlines[a];
        const semantics::Deadline& second = model_.deadlines[b];
        const Transition& one = model_.transitions[x];
        const Transition& other = model_.transitions[y];
        // Where all situations are known, they tell; else, and in states that no case comes to, only deadlines that are the same instant
        // whatever the facts.
        const ExploredCase* explored = explored_of(input_, one.of);
        if (explored != nullptr && explored->states[first.state.index()]) {
            const auto met = explored->conflicts.find(std::minmax(x, y));
            if (met == explored->conflicts.end()) return false;
            Diagnostic finding = finding_of(first, second, one, other, "can fall");
            if (!show(input_, *explored, explored->way_to(met->second), in_conflict(x, y), finding)) return false;
            sink_.add(std::move(finding));
            return true;
        }
        Guards guards(model_, input_.times, place_of(model_, model_.transitions[x]));
        const FormulaId same = guards.same(first.due, second.due);
        if (!guards.can_fail(same).no()) return false;
        const Answer answer = guards.can_hold(guards.all({guards.passed(first.due), enabled(guards, model_, first.transitions, x),
                                                          enabled(guards, model_, second.transitions, y)}));
        if (!answer.yes()) return false;
        Diagnostic finding = finding_of(first, second, one, other, "always fall");
        finding.witness = answer.witness;
        if (!input_.reached[first.state.index()]) finding.severity = diagnostics::Severity::note;
        sink_.add(std::move(finding));
        return true;
    }

    Diagnostic finding_of(const semantics::Deadline& first, const semantics::Deadline& second, const Transition& one, const Transition& other,
                          const char* how) const {
        Diagnostic finding = finding_at("conflicting-deadlines", own_place(model_, second.state, second.span),
                                     fmt::format("two deadlines of `{}` {} on the same instant: one {}, the other {}", model_.states[first.state].name,
                                                 how, outcome_in_words(model_, one), outcome_in_words(model_, other)),
                                     "keep one of them, join them into one with `if … otherwise …`, or let one say `wins over`");
        finding.labels.front().text = outcome_in_words(model_, other);
        finding.labels.push_back({own_place(model_, first.state, first.span), outcome_in_words(model_, one)});
        finding.why = "when the time is up, the policy would leave open what happens to the case";
        return finding;
    }

    const CheckInput& input_;
    const Model& model_;
    Sink& sink_;
};

}  // namespace

void conflicting_deadlines(const CheckInput& input, Sink& sink) {
    Deadlines deadlines(input, sink);
    for (const semantics::State& state : input.model.states) {
        for (std::size_t i = 0; i < state.deadlines.size(); ++i) {
            for (std::size_t j = i + 1; j < state.deadlines.size(); ++j) deadlines.compare(state.deadlines[i], state.deadlines[j]);
        }
    }
}

}  // namespace recourse::checks
