#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"
#include "compiler/syntax/language_line.h"

namespace recourse::checks {

namespace {

using semantics::ExprKind;

// A time counted from what may come again while it runs.
struct Counted {
    StateId owner;                       // the state whose rule reads it
    ExprId from;                         // event_instant, or state_entry
    Span span;                           // where it is written
    bool is_answered = false;            // the author says that it is meant
};

// Every `P after X` in an expression, X the last acceptance of an event or a choice among such. `is_start`: what is looked at is such an X.
void collect_events(const Model& model, ExprId id, const Counted& like, bool is_start, std::vector<Counted>& into) {
    if (!id.valid()) return;
    const semantics::Expr& expr = model.exprs[id];
    Counted inner = like;
    inner.is_answered = like.is_answered || (expr.named.valid() && !model.named[expr.named].text.reading.empty());
    if (is_start && expr.kind == ExprKind::event_instant && expr.occurrence == semantics::Occurrence::last) {
        into.push_back({like.owner, id, expr.span, inner.is_answered});
    }
    const bool counts = is_start || expr.kind == ExprKind::after_period;
    for (const ExprId child : expr.children) collect_events(model, child, inner, counts, into);
}

bool is_within_of_entering(const Model& model, const semantics::Limb& limb) {
    if (limb.kind != semantics::LimbKind::until || !limb.instant.valid()) return false;
    const semantics::Expr& expr = model.exprs[limb.instant];
    return expr.kind == ExprKind::after_period &&
           std::any_of(expr.children.begin(), expr.children.end(), [&](ExprId child) { return model.exprs[child].kind == ExprKind::state_entry; });
}

std::vector<Counted> counted_in(const Model& model) {
    std::vector<Counted> all;
    for (const Transition& rule : model.transitions) {
        if (!rule.owner.valid()) continue;
        const Counted like{rule.owner, {}, {}, !rule.text.reading.empty()};
        for (const semantics::Limb& limb : rule.limbs) {
            if (is_within_of_entering(model, limb)) all.push_back({rule.owner, limb.instant, limb.span, like.is_answered});
            else collect_events(model, limb.instant, like, false, all);
        }
        if (rule.deadline.valid() && !model.deadlines[rule.deadline].counted_from_entry) collect_events(model, model.deadlines[rule.deadline].due, like, false, all);
    }
    return all;
}

bool lies_there(const Model& model, const explore::Situation& at, StateId state) {
    return std::any_of(at.leaves.begin(), at.leaves.end(), [&](StateId leaf) { return graph::lies_in(model, leaf, state); });
}

bool accepts(const explore::Edge& edge, semantics::EventId event) {
    return edge.trigger.cause == explore::Cause::event && edge.trigger.event == event && edge.to != explore::kNoIndex;
}

// The edge takes the event once more while the case stays where the time is read.
bool takes_again(const Model& model, const explore::Exploration& found, const explore::Edge& edge, const Counted& counted) {
    const semantics::EventId event = model.exprs[counted.from].event;
    if (edge.from == explore::kNoIndex || !accepts(edge, event)) return false;
    if (!lies_there(model, found.nodes[edge.from].at, counted.owner) || !lies_there(model, found.nodes[edge.to].at, counted.owner)) return false;
    const auto way = found.path_to(edge.from);
    return std::any_of(way.begin(), way.end(), [&](std::uint32_t before) { return accepts(found.edges[before], event); });
}

// The edge comes back into the state after it has been left.
bool enters_again(const Model& model, const explore::Exploration& found, const explore::Edge& edge, const Counted& counted) {
    if (edge.from == explore::kNoIndex || edge.to == explore::kNoIndex) return false;
    if (lies_there(model, found.nodes[edge.from].at, counted.owner) || !lies_there(model, found.nodes[edge.to].at, counted.owner)) return false;
    const auto way = found.path_to(edge.from);
    return std::any_of(way.begin(), way.end(), [&](std::uint32_t before) { return lies_there(model, found.nodes[found.edges[before].to].at, counted.owner); });
}

Diagnostic event_finding(const CheckInput& input, const Counted& counted) {
    const std::string& event = input.model.events[input.model.exprs[counted.from].event].name;
    Diagnostic finding = finding_at("moving-start", counted.span, fmt::format("this time is counted from the last `{}`, and each further one moves it", event),
                                    fmt::format("count from `first {}`, or say with `reading \"…\"` that it is meant to begin anew", event));
    finding.labels.front().text = "may come again while the time runs";
    finding.why = "the text reads as if the time were counted from one beginning, and whoever repeats the act puts the end off";
    const std::string& text = input.written.source.text();
    // The word that the fix writes is English.
    const bool is_english = syntax::language_of_text(text) == syntax::Language::english;
    if (is_english && std::string_view(text).substr(counted.span.begin, counted.span.end - counted.span.begin) == event) {
        finding.fix = diagnostics::Fix(counted.span, "first " + event, fmt::format("count from `first {}`", event));
    }
    return finding;
}

Diagnostic entry_finding(const CheckInput& input, const Counted& counted) {
    Diagnostic finding = finding_at("moving-start", counted.span,
                                    fmt::format("this window is counted anew each time the case comes back to `{}`", input.model.states[counted.owner].path),
                                    "count it from what began it, as `within 15 days after X`, or say with `reading \"…\"` that it is meant to begin anew");
    finding.labels.front().text = "of entering the state, which a case may enter again";
    finding.why = "the text reads as if the time were counted from one beginning";
    return finding;
}

}  // namespace

// A window or deadline that reads as if it were counted from one beginning, and whose beginning a case moves: it is counted from an event that
// is taken again while it runs, or from the entering of a state that is entered again. (A time limit that an act at will begins anew, by
// entering the state, is restarted-deadline's.)
void moving_start(const CheckInput& input, Sink& sink) {
    std::set<Span> told;
    for (const Counted& counted : counted_in(input.model)) {
        if (counted.is_answered || !is_own(input.model, counted.span) || told.contains(counted.span)) continue;
        const ExploredCase* explored = explored_of(input, input.model.states[counted.owner].of);
        if (explored == nullptr) continue;
        const bool of_event = input.model.exprs[counted.from].kind == ExprKind::event_instant;
        const Sought moves = [&](const explore::Exploration& found, const explore::Edge& edge) {
            return of_event ? takes_again(input.model, found, edge, counted) : enters_again(input.model, found, edge, counted);
        };
        const auto& edges = explored->found.edges;
        const auto edge = std::find_if(edges.begin(), edges.end(), [&](const explore::Edge& one) { return moves(explored->found, one); });
        if (edge == edges.end()) continue;
        Diagnostic finding = of_event ? event_finding(input, counted) : entry_finding(input, counted);
        if (!show(input, *explored, explored->way_to(static_cast<std::uint32_t>(edge - edges.begin())), moves, finding)) continue;
        told.insert(counted.span);
        sink.add(std::move(finding));
    }
}

}  // namespace recourse::checks
