#include "compiler/checks/silence.h"

#include <algorithm>

namespace recourse::checks {

using explore::Edge;
using explore::kNoIndex;
using semantics::PartyId;

namespace {

// Somebody else can send it, or nobody need.
bool without(const Model& model, PartyId silent, const explore::Trigger& trigger) {
    if (trigger.cause != explore::Cause::event) return true;
    const auto& by = model.events[trigger.event].by;
    return by.empty() || std::any_of(by.begin(), by.end(), [&](PartyId party) { return party != silent; });
}

// What has halted is case-halts's to tell.
template <typename Allowed>
bool can_end(const Model& model, const ExploredCase& explored, std::uint32_t node, const Allowed& allowed) {
    std::vector<bool> seen(explored.found.nodes.size());
    std::vector<std::uint32_t> todo = {node};
    seen[node] = true;
    while (!todo.empty()) {
        const std::uint32_t at = todo.back();
        todo.pop_back();
        if (explored.at(at).standing != explore::Standing::running || unfinished(model, explored.at(at)).empty()) return true;
        for (const std::uint32_t index : explored.found.edges_from[at]) {
            const Edge& edge = explored.found.edges[index];
            if (edge.to == kNoIndex || seen[edge.to] || !allowed(edge.trigger)) continue;
            seen[edge.to] = true;
            todo.push_back(edge.to);
        }
    }
    return false;
}

}  // namespace

std::set<PartyId> needed_from(const Model& model, const ExploredCase& explored, std::uint32_t node) {
    std::set<PartyId> needed;
    if (!can_end(model, explored, node, [](const explore::Trigger&) { return true; })) return needed;
    for (const PartyId party : model.parties.ids()) {
        if (!can_end(model, explored, node, [&](const explore::Trigger& trigger) { return without(model, party, trigger); })) needed.insert(party);
    }
    return needed;
}

}  // namespace recourse::checks
