#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/scenarios/lint.h"
#include "compiler/scenarios/run.h"

namespace recourse::scenarios {

using namespace semantics;

namespace {

class Finder {
public:
    Finder(const Model& model, const support::SourceTable& sources, diagnostics::Sink& sink)
        : model_(model), path_(sources[model.span.file].path()), sink_(sink) {}

    void tell(const Coverage& coverage) {
        for (const auto& missed : coverage.states.missed) {
            if (const Span span = own(missed.place); span.valid()) states_.insert(span);
        }
        for (const auto& missed : coverage.states.missed) say(missed);
        for (const auto& missed : coverage.transitions.missed) {
            if (!follows(missed.place)) say(missed);
        }
        for (const auto& missed : coverage.deadlines.missed) {
            if (!is_told(missed.place)) say(missed);
        }
        for (const auto& missed : coverage.duties.missed) say(missed);
        for (const auto& missed : coverage.rows.missed) say(missed);
    }

private:
    // The place in the policy's own file. What a library's machine leaves untried is `recourse test --coverage`'s to list.
    [[nodiscard]] Span own(const Place& place) const {
        return place.path == path_ ? Span{model_.span.file, place.first, place.last} : Span{};
    }

    [[nodiscard]] bool is_missed(StateId state) const {
        for (; state.valid() && !model_.states[state].children.empty(); state = model_.states[state].start) {
            if (states_.contains(model_.states[state].span)) return true;
        }
        return state.valid() && states_.contains(model_.states[state].span);
    }

    // A rule out of or into a state that no scenario enters is as little taken.
    [[nodiscard]] bool follows(const Place& place) const {
        const Span span = own(place);
        return std::any_of(model_.transitions.begin(), model_.transitions.end(), [&](const Transition& rule) {
            return rule.span == span && (is_missed(rule.owner) || (rule.target_kind == TargetKind::move && is_missed(rule.target)));
        });
    }

    // A deadline that never fires has rules that are never taken.
    [[nodiscard]] bool is_told(const Place& place) const {
        const Span span = own(place);
        return std::any_of(model_.deadlines.begin(), model_.deadlines.end(), [&](const Deadline& deadline) {
            if (deadline.span != span) return false;
            return is_missed(deadline.state) || std::any_of(deadline.transitions.begin(), deadline.transitions.end(), [&](TransitionId rule) {
                return told_.contains(model_.transitions[rule].span) || is_missed(model_.transitions[rule].target);
            });
        });
    }

    void say(const CoverageCount::Missed& missed) {
        const Span span = own(missed.place);
        if (!span.valid() || !told_.insert(span).second) return;
        auto& finding = sink_.note("uncovered", span, missed.what, "add a scenario that comes there; `recourse test --coverage` lists all that is left out");
        finding.why = "what no scenario tries can be changed without any of them failing";
    }

    const Model& model_;
    const std::string& path_;
    diagnostics::Sink& sink_;
    std::set<Span> states_, told_;
};

}  // namespace

bool find_uncovered(const Model& model, const support::SourceTable& sources, std::span<const std::byte> program, diagnostics::Sink& sink,
                    const std::vector<Before>& older) {
    if (model.scenarios.empty()) return true;
    const ScenarioReport report = run(model, sources, program, older);
    Finder(model, sources, sink).tell(report.coverage);
    return report.passed();
}

}  // namespace recourse::scenarios
