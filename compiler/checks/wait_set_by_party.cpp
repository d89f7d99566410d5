#include <algorithm>

#include <fmt/format.h>

#include "compiler/checks/explored.h"

namespace recourse::checks {

namespace {

using explore::DifferenceBounds;
using explore::Edge;
using explore::kNoIndex;
using explore::SlotKind;
using semantics::EventId;

// The event that carried the instant from which a point is counted; invalid when it comes from elsewhere.
EventId carried_by(const explore::Explorer& explorer, std::uint32_t point) {
    const auto& points = explorer.slots().points();
    while (points[point].key.kind == SlotKind::calendar) point = points[point].base;
    return points[point].key.kind == SlotKind::field ? EventId(points[point].key.id) : EventId();
}

// The event whose sender chose all instants that are still to come, as late as they liked.
EventId chosen_by(const ExploredCase& explored, const explore::Situation& at) {
    EventId chosen;
    for (const explore::Moment& moment : explored.explorer.steps().pending(at)) {
        const EventId event = carried_by(explored.explorer, moment.point);
        if (!event.valid() || at.zone.upper(moment.point, 0) != DifferenceBounds::unbounded) return EventId();
        chosen = event;
    }
    return chosen;
}

// All instants that are still to come were chosen by the sender of that event.
bool waits_for(const explore::Explorer& explorer, const explore::Situation& at, EventId event) {
    const auto pending = explorer.steps().pending(at);
    return !pending.empty() && std::all_of(pending.begin(), pending.end(), [&](const explore::Moment& one) { return carried_by(explorer, one.point) == event; });
}

// Somebody other than the party can move the case on.
bool others_can_move(const Model& model, const ExploredCase& explored, std::uint32_t node, semantics::PartyId party) {
    return std::any_of(explored.found.edges_from[node].begin(), explored.found.edges_from[node].end(), [&](std::uint32_t index) {
        const Edge& edge = explored.found.edges[index];
        if (edge.trigger.cause != explore::Cause::event || edge.to == kNoIndex || explored.at(edge.to).leaves == explored.at(node).leaves) return false;
        const auto& by = model.events[edge.trigger.event].by;
        return by.empty() || std::any_of(by.begin(), by.end(), [&](semantics::PartyId one) { return one != party; });
    });
}

}  // namespace

// Situations in which every time limit that runs is counted from an instant that one party wrote into an act, with nothing to bound it,
// and which nobody else can end. A wait in which no time limit runs at all is waits-for-ever's.
void wait_set_by_party(const CheckInput& input, Sink& sink) {
    const Model& model = input.model;
    for (const auto& explored : input.explored) {
        if (!explored->found.exact()) continue;
        std::set<std::pair<StateId, EventId>> told;
        for (std::uint32_t node = 0; node < explored->found.nodes.size(); ++node) {
            const explore::Situation& at = explored->at(node);
            const std::vector<StateId> waiting = unfinished(model, at);
            if (at.standing != explore::Standing::running || waiting.empty()) continue;
            const EventId event = chosen_by(*explored, at);
            if (!event.valid() || model.events[event].by.size() != 1 || told.contains({waiting.front(), event})) continue;
            const semantics::PartyId party = model.events[event].by.front();
            if (others_can_move(model, *explored, node, party)) continue;
            const semantics::State& state = model.states[waiting.front()];
            Diagnostic finding = finding_at("wait-set-by-party", own_place(model, waiting.front(), state.span),
                                            fmt::format("the {} alone decides how long a case waits in `{}`: the instant that `{}` carries may lie as late as they like", model.parties[party].name,
                                                        state.path, model.events[event].name),
                                            "bound it: add a time limit that nobody chooses, or let the window of the act depend on what it carries");
            finding.labels.front().text = "waits until the instant that was given";
            finding.labels.push_back({model.events[event].span, "given here"});
            finding.why = fmt::format("the {} could name a day in a thousand years, and nobody else could end the wait", model.parties[party].name);
            const Sought same = [&](const explore::Exploration& found, const Edge& edge) {
                if (edge.to == kNoIndex) return false;
                const explore::Situation& there = found.nodes[edge.to].at;
                return there.standing == explore::Standing::running && there.leaves == at.leaves && there.counts == at.counts &&
                       waits_for(explored->by_days(), there, event);
            };
            if (!show(input, *explored, explored->found.path_to(node), same, finding)) continue;
            told.insert({waiting.front(), event});
            sink.add(std::move(finding));
        }
    }
}

}  // namespace recourse::checks
