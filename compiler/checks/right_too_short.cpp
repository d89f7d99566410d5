#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "compiler/checks/rights.h"
#include "compiler/explore/words.h"
#include "recourse/time.hpp"

namespace recourse::checks {

namespace {

using explore::Cause;
using explore::Edge;

// The same act has another rule in the state, in one around it, or in one to which time alone leads the case: there it stands open longer, or
// is measured anew.
bool goes_on(const Model& model, const Transition& right) {
    const auto answers = [&](StateId state) {
        for (StateId at = state; at.valid(); at = model.states[at].parent) {
            const auto& rules = model.states[at].on;
            const bool here = std::any_of(rules.begin(), rules.end(), [&](TransitionId id) {
                return model.transitions[id].event == right.event && model.transitions[id].span != right.span;
            });
            if (here) return true;
        }
        return false;
    };
    if (answers(right.owner)) return true;
    std::vector<StateId> open{right.owner};
    for (std::size_t i = 0; i < open.size(); ++i) {
        for (const Transition& rule : model.transitions) {
            const bool by_itself = rule.trigger != semantics::Trigger::event && rule.target_kind == semantics::TargetKind::move && rule.owner.valid();
            if (!by_itself || !graph::lies_in(model, open[i], rule.owner)) continue;
            const StateId next = graph::entry_leaf(model, rule.target);
            if (std::find(open.begin(), open.end(), next) != open.end()) continue;
            if (answers(next)) return true;
            open.push_back(next);
        }
    }
    return false;
}

// The end of the declared minimum, counted from an instant.
std::int64_t end_of(const CheckInput& input, std::int64_t minimum, std::int64_t from) {
    const TimeResult exact = after(input.times.zone().view(), nullptr, Period{static_cast<std::uint64_t>(minimum)}, from);
    return exact.ok ? exact.value : from + input.times.after(minimum).most;   // working days, at the longest
}

// The case that comes to the state, and the act at the end of the minimum: too late.
bool show_too_late(const CheckInput& input, const Coming& coming, Diagnostic& finding) {
    const ExploredCase& explored = *coming.explored;
    const semantics::EventId event = input.model.transitions[coming.rule].event;
    explore::Exploration way;
    for (const std::uint32_t edge : explored.way_to(coming.edge)) way.edges.push_back(explored.found.edges[edge]);
    if (std::any_of(way.edges.begin(), way.edges.end(), [](const Edge& edge) { return edge.inexact; })) return false;
    explore::Ending ending;
    ending.held = {way.edges.size() - 1, coming.entered, coming.window.asked};
    auto answers = explored.explorer.steps().answers(coming.after, event);
    std::stable_sort(answers.begin(), answers.end(), [](const auto& a, const auto& b) { return a.taken && !b.taken; });
    for (const auto& answer : answers) {
        Edge act;
        act.trigger = {Cause::event, event};
        act.way = answer.way;
        way.edges.push_back(act);
        std::vector<std::uint32_t> edges(way.edges.size());
        std::iota(edges.begin(), edges.end(), 0u);
        auto made = explore::realise(input.model, input.times, explored.explorer, way, edges, explore::Pace::earliest, ending);
        way.edges.pop_back();
        if (!made.trace || made.trace->steps.size() < 2) continue;
        auto& steps = made.trace->steps;
        explore::TraceStep& last = steps.back();
        last.at = end_of(input, *input.model.events[event].open_at_least, steps[steps.size() - 2].at);
        last.refused = last.unfinished = true;   // what the case is in by then is beside the point
        finding.witness = explore::scenario_lines(input.model, input.times, *made.trace, std::string(finding.code));
        return true;
    }
    return false;
}

}  // namespace

// A right that stands open for less than its event says it does (`open at least …`), for some case that comes to it.
void right_too_short(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const Right& right : *input.rights) {
        const Coming* shown = right.shorter ? &*right.shorter : right.empty ? &*right.empty : nullptr;
        if (shown == nullptr || (right.open == 0 && !right.taken)) continue;   // right-always-empty, clauses-at-odds
        const Transition& rule = model.transitions[shown->rule];
        const semantics::Event& event = model.events[rule.event];
        if (!event.open_at_least || goes_on(model, rule)) continue;
        semantics::Type period;
        period.kind = semantics::TypeKind::period;
        const std::string minimum = explore::value_in_words(model, input.times, period, *event.open_at_least);
        Diagnostic finding = finding_at("right-too-short", right.span,
                                        fmt::format("{} can have less than {} for `{}` in `{}`", senders_in_words(model, event), minimum, event.name,
                                                    model.states[rule.owner].path),
                                        "let the window and the state's time limits leave that much time, or say less where the event is declared");
        finding.labels.front().text = "open for less than that here";
        finding.labels.push_back({own_place(model, rule.owner, event.open_at_least_span), "so long, says the policy"});
        const explore::Window& window = shown->window;
        if (window.ended_by.valid()) {
            const semantics::Deadline& ends = model.deadlines[window.ended_by];
            finding.labels.push_back({own_place(model, ends.state, ends.span), "ends it"});
        }
        finding.why = fmt::format("{} would have been promised more time than there is", senders_in_words(model, event));
        const bool is_shown = window.from || window.empty ? show_in_vain(input, *shown, finding) : show_too_late(input, *shown, finding);
        if (is_shown) sink.add(std::move(finding));
    }
}

}  // namespace recourse::checks
