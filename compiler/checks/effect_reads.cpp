#include "compiler/checks/effect_reads.h"

#include <algorithm>
#include <memory>

#include "compiler/explore/expressions.h"

namespace recourse::checks {

namespace {

using semantics::Action;
using semantics::EventId;
using semantics::Expr;
using semantics::ExprKind;

// An effect that reads an event: of a rule, or of the entering of a state.
struct Performed {
    TransitionId rule;    // invalid: on entering `state`
    StateId state;
    std::size_t action = 0;
    ExprId read;
    EventId event;
};

class Reads {
public:
    explicit Reads(const Model& model) : model_(model) {
        for (const TransitionId id : model.transitions.ids()) collect(model.transitions[id].actions, id, model.transitions[id].owner);
        for (const StateId id : model.states.ids()) collect(model.states[id].entry, TransitionId(), id);
    }
    [[nodiscard]] const std::vector<Performed>& all() const { return all_; }

private:
    void collect(const std::vector<Action>& actions, TransitionId rule, StateId state) {
        for (std::size_t i = 0; i < actions.size(); ++i) {
            if (actions[i].kind != semantics::ActionKind::perform || !state.valid()) continue;
            for (const ExprId argument : actions[i].arguments) read(argument, [&](ExprId id) { all_.push_back({rule, state, i, id, model_.exprs[id].event}); });
        }
    }

    // What rows choose by a condition on the event itself is read where the condition lets it.
    template <typename Tell>
    void read(ExprId id, const Tell& tell) {
        const Expr& e = model_.exprs[id];
        const bool carried = e.kind == ExprKind::event_field || e.kind == ExprKind::event_party;
        if (carried && e.occurrence != semantics::Occurrence::previous) tell(id);
        // `days from A to X`: an instant that is computed with has to be there, where one that is compared or told on may be never.
        if (e.kind == ExprKind::subtract) days_to(e, tell);
        if (e.kind == ExprKind::choose || e.kind == ExprKind::decision_result || e.kind == ExprKind::is_set) return;
        for (const ExprId child : e.children) read(child, tell);
    }

    template <typename Tell>
    void days_to(const Expr& difference, const Tell& tell) {
        for (const ExprId side : difference.children) {
            const Expr& date = model_.exprs[side];
            if (date.kind == ExprKind::date_of) instants(date.children.front(), tell);
        }
    }
    // The earlier of an event and what surely comes is there without the event.
    template <typename Tell>
    void instants(ExprId id, const Tell& tell) {
        const Expr& e = model_.exprs[id];
        if (e.kind == ExprKind::event_instant) tell(id);
        if (e.kind == ExprKind::choose || e.kind == ExprKind::smaller) return;
        for (const ExprId child : e.children) instants(child, tell);
    }

    const Model& model_;
    std::vector<Performed> all_;
};

// Some path of the rules leads to the effect without the event; a first look, which needs no search.
bool drawn_without(const CheckInput& input, const Performed& one) {
    const Model& model = input.model;
    if (one.rule.valid() && model.transitions[one.rule].trigger == semantics::Trigger::event && model.transitions[one.rule].event == one.event) return false;
    if (model.cases[model.states[one.state].of].opens_on == one.event) return false;
    const auto is_event = [&](TransitionId id) { return model.transitions[id].trigger == semantics::Trigger::event && model.transitions[id].event == one.event; };
    std::vector<StateId> open = graph::start_leaves(model);
    std::vector<bool> seen(model.states.size());
    for (const StateId leaf : open) seen[leaf.index()] = true;
    while (!open.empty()) {
        const StateId leaf = open.back();
        open.pop_back();
        for (const std::uint32_t index : input.graph.edges_from(leaf)) {
            const graph::Edge& edge = input.graph.edges()[index];
            if (seen[edge.to.index()] || is_event(edge.transition)) continue;
            seen[edge.to.index()] = true;
            open.push_back(edge.to);
        }
    }
    return std::any_of(input.graph.leaves().begin(), input.graph.leaves().end(), [&](StateId leaf) {
        return seen[leaf.index()] && graph::lies_in(model, leaf, one.state);
    });
}

// Days to what has not happened cannot be counted: an act is refused then, and a case that nobody is there to be refused in is halted (law 9).
// The search follows no effect and moves on; the scenario says what the runtime does.
void stop_at_the_end(std::vector<std::string>& lines) {
    const auto asks = [](const std::string& line) { return line.find(" expect ") != std::string::npos; };
    const auto last = std::find_if(lines.rbegin(), lines.rend(), asks);
    if (last == lines.rend()) return;
    const std::size_t at = static_cast<std::size_t>(lines.rend() - last) - 1;
    std::string& asked = lines[at];
    const std::string when = asked.substr(0, asked.find(" expect "));
    const bool by_an_act = at > 0 && !asks(lines[at - 1]) && lines[at - 1].starts_with(when + " ");
    if (by_an_act) {
        lines[at - 1] += " refused";
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
        asked = when + " expect halted";
    }
}

// Whether some case performs it before the event: the effect stands under a name of its own, and how often it comes until then is watched.
std::optional<EarlyRead> search(const CheckInput& input, const Performed& one) {
    const ExploredCase* explored = explored_of(input, input.model.states[one.state].of);
    if (explored == nullptr) return std::nullopt;
    Model model = input.model;
    auto& actions = one.rule.valid() ? model.transitions[one.rule].actions : model.states[one.state].entry;
    const semantics::EffectId apart = model.effects.add(semantics::Effect(model.effects[actions[one.action].effect]));
    actions[one.action].effect = apart;
    explore::Watch watch;
    watch.on = true;
    watch.before = one.event;
    watch.counted = {{{}, apart, {}}};
    const explore::TimeFacts times(model);
    explore::Explorer explorer(model, times, explored->of, watch);
    const explore::Exploration found = explorer.explore(explored->limits);
    const auto early = [&](const explore::Trace& trace) {
        EarlyRead made{one.read, explore::scenario_lines(model, times, trace, "read-before-known")};
        if (model.exprs[one.read].kind == ExprKind::event_instant) stop_at_the_end(made.witness);
        return made;
    };
    const WaysIn ways_in = [](const explore::Exploration& of) {
        std::vector<explore::Way> ways;
        for (std::uint32_t index = 0; index < of.edges.size(); ++index) {
            if ((of.edges[index].seen & explore::kTooOften) != 0) ways.push_back({of.way_to(index)});
        }
        return ways;
    };
    bool by_dates = false;
    explore::Ending few;
    few.most_dates = explore::kFewDates;
    for (const explore::Way& way : ways_in(found)) {
        if (std::any_of(way.edges.begin(), way.edges.end(), [&](std::uint32_t at) { return found.edges[at].inexact; })) continue;
        const explore::Realised made = explore::realise(model, times, explorer, found, way.edges, explore::Pace::earliest, few);
        if (made.trace) return early(*made.trace);
        by_dates = by_dates || !made.any_date;
    }
    if (!by_dates) return std::nullopt;
    ByClasses by;
    by.refinement = std::make_unique<explore::Refinement>(model, times, explored->of, watch);
    const auto shown = shown_by_days(model, *explored, by, ways_in);
    if (!by.undecided.empty()) explored->by_classes->undecided = by.undecided;
    return shown ? std::optional(early(shown->trace)) : std::nullopt;
}

}  // namespace

std::vector<EarlyRead> early_reads(const CheckInput& input) {
    std::vector<EarlyRead> all;
    std::set<Span> told;
    const Reads reads(input.model);
    for (const Performed& one : reads.all()) {
        const Span place = input.model.exprs[one.read].span;
        if (!is_own(input.model, place) || told.contains(place) || !drawn_without(input, one)) continue;
        auto early = search(input, one);
        if (!early) continue;
        told.insert(place);
        all.push_back(std::move(*early));
    }
    return all;
}

}  // namespace recourse::checks
