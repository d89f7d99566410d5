#include <map>

#include <fmt/format.h>

#include "compiler/checks/explored.h"
#include "compiler/graph/precedence.h"

namespace recourse::checks {

namespace {

using semantics::TargetKind;
using semantics::Trigger;

// Rules that compete: of one state, and of one event, one deadline, or all `when`s. Pairs of two deadlines are another check's.
class Rivals {
public:
    Rivals(const CheckInput& input, Sink& sink) : input_(input), model_(input.model), sink_(sink) {}

    void check(const std::vector<TransitionId>& rules) {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            for (std::size_t j = i + 1; j < rules.size(); ++j) {
                if (can_contradict(model_.transitions[rules[i]], model_.transitions[rules[j]])) compare(rules, rules[i], rules[j]);
            }
        }
    }

private:
    // A refusal stands before every rule and an `otherwise` behind: neither contradicts the rest.
    bool can_contradict(const Transition& a, const Transition& b) const {
        if (a.target_kind == TargetKind::refuse || b.target_kind == TargetKind::refuse) return false;
        if (a.otherwise != b.otherwise || (a.otherwise && a.rule == b.rule)) return false;
        return !graph::is_ordered(a, b) && !same_outcome(model_, a, b);
    }

    void compare(const std::vector<TransitionId>& rules, TransitionId first, TransitionId second) {
        const Transition& a = model_.transitions[first];
        const Transition& b = model_.transitions[second];
        // Where all situations are known, they tell; else, and in states that no case comes to, the conditions by themselves.
        const ExploredCase* explored = explored_of(input_, a.of);
        if (explored != nullptr && a.owner.valid() && explored->states[a.owner.index()]) {
            const auto met = explored->conflicts.find(std::minmax(first, second));
            if (met == explored->conflicts.end()) return;
            Diagnostic finding = finding_of(a, b, own_place(model_, b.owner, b.span));
            if (show(input_, *explored, explored->way_to(met->second), in_conflict(first, second), finding)) sink_.add(std::move(finding));
            return;
        }
        Guards guards(model_, input_.times, place_of(model_, a));
        std::vector<FormulaId> parts{enabled(guards, model_, rules, first), enabled(guards, model_, rules, second)};
        if (a.trigger == Trigger::deadline) parts.push_back(guards.passed(model_.deadlines[a.deadline].due));
        const Answer answer = guards.can_hold(guards.all(std::move(parts)));
        const Span place = own_place(model_, b.owner, b.span);
        if (answer.no()) return;
        if (answer.undecided()) {
            report_undecided(sink_, place, fmt::format("whether two rules for {} can hold together", subject(a)), answer.obstacle);
            return;
        }
        say(a, b, place, answer);
    }

    void say(const Transition& a, const Transition& b, Span place, const Answer& answer) {
        Diagnostic finding = finding_of(a, b, place);
        finding.witness = answer.witness;
        // Nobody is harmed by an overlap that no case can come to; the state itself is reported.
        const ExploredCase* explored = explored_of(input_, a.of);
        const bool reached = explored == nullptr ? input_.reached[a.owner.index()] : explored->states[a.owner.index()];
        if (!reached) finding.severity = diagnostics::Severity::note;
        sink_.add(std::move(finding));
    }

    Diagnostic finding_of(const Transition& a, const Transition& b, Span place) const {
        const std::string& state = model_.states[a.owner].name;
        Diagnostic finding = finding_at("conflicting-transitions", place,
                                     fmt::format("two rules of `{}` can both answer {}: one {}, the other {}", state, subject(a),
                                                 outcome_in_words(model_, a), outcome_in_words(model_, b)),
                                     "make their conditions or windows exclude each other, turn one into `otherwise`, or give one a reason with "
                                     "`as` and let the other say `wins over`");
        finding.labels.front().text = outcome_in_words(model_, b);
        finding.labels.push_back({own_place(model_, a.owner, a.span), outcome_in_words(model_, a)});
        finding.why = "the policy would leave open what happens to the case";
        return finding;
    }

    std::string subject(const Transition& rule) const {
        if (rule.trigger == Trigger::event) return act_in_words(model_, model_.events[rule.event]);
        return rule.trigger == Trigger::deadline ? "the same deadline" : "the same moment";
    }

    const CheckInput& input_;
    const Model& model_;
    Sink& sink_;
};

}  // namespace

void conflicting_transitions(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    Rivals rivals(input, sink);
    for (const semantics::State& state : model.states) {
        std::map<semantics::EventId, std::vector<TransitionId>> by_event;
        for (const TransitionId id : state.on) by_event[model.transitions[id].event].push_back(id);
        for (const auto& [event, rules] : by_event) rivals.check(rules);
        for (const auto deadline : state.deadlines) rivals.check(model.deadlines[deadline].transitions);
        std::vector<TransitionId> by_themselves;
        for (const auto when : state.whens) {
            const auto& more = model.whens[when].transitions;
            by_themselves.insert(by_themselves.end(), more.begin(), more.end());
        }
        rivals.check(by_themselves);
    }
}

}  // namespace recourse::checks
