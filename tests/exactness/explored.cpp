#include <algorithm>

#include "compiler/explore/explorer.h"
#include "tests/exactness/configurations.h"
#include "tests/exactness/written.h"

namespace exactness {

using namespace recourse;
using namespace recourse::explore;

namespace {

// The least time that a situation takes from the opening, by its zone.
std::int64_t least_time(const Explorer& explorer, const Situation& at) {
    const auto opening = explorer.slots().point(SlotKey{SlotKind::opening});
    const std::int64_t upper = at.zone.upper(*opening, 0);
    return upper == DifferenceBounds::unbounded ? 0 : -upper;
}

}  // namespace

Claims explore_all(const Compiled& compiled, bool everywhere) {
    Claims claims;
    const TimeFacts times(compiled.model);
    Explorer explorer(compiled.model, times, semantics::CaseId(0));
    Limits limits;
    limits.most_nodes = 10'000;
    limits.everywhere = everywhere;
    const Exploration found = explorer.explore(limits);
    claims.exact = found.exact();
    for (const std::string& obstacle : found.obstacles) claims.obstacles += obstacle + "; ";
    // What a clock that stands still looks back on has no bound, and no rule compares it with the present.
    constexpr std::int64_t kLooksAsFarAsItLikes = std::int64_t{1} << 49;
    for (const std::int64_t one : explorer.slots().clocks().greatest) {
        if (one < kLooksAsFarAsItLikes) claims.greatest = std::max(claims.greatest, one);
    }
    claims.inexact = std::any_of(found.edges.begin(), found.edges.end(), [](const Edge& edge) { return edge.inexact; });

    std::vector<Seen> by_node(found.nodes.size());
    for (std::size_t n = 0; n < found.nodes.size(); ++n) {
        const Node& node = found.nodes[n];
        const Edge& edge = found.edges[node.parent];
        Seen seen;
        if (edge.from != kNoIndex) {
            seen = by_node[edge.from];
            if (edge.trigger.cause == explore::Cause::event) ++seen.events;
        }
        seen.time = node.at.standing == Standing::running ? least_time(explorer, node.at) : seen.time + claims.greatest + 2;
        by_node[n] = seen;
        const std::string place = place_of(compiled, node.at);
        claims.places.insert(place);
        if (node.at.standing == Standing::running && explorer.steps().pending(node.at).empty()) claims.waits.insert(place);
        if (!everywhere) continue;   // values that no rule ahead reads are forgotten
        for (const std::string& text : written(compiled, explorer.slots(), node.at)) {
            auto [known, fresh] = claims.reached.configurations.try_emplace(text, seen);
            if (!fresh && seen.events <= known->second.events && seen.time <= known->second.time) known->second = seen;
        }
    }
    for (const Edge& edge : found.edges) {
        if (edge.to == kNoIndex) continue;
        Seen seen = edge.from == kNoIndex ? Seen{} : by_node[edge.from];
        seen.events += edge.trigger.cause == explore::Cause::event ? 1 : 0;
        seen.time += claims.greatest + 2;
        for (const Taken& taken : edge.taken) {
            if (!taken.transition.valid()) continue;
            auto [known, fresh] = claims.reached.rules.try_emplace(compiled.places[taken.transition.index()], seen);
            if (!fresh && seen.events <= known->second.events && seen.time <= known->second.time) known->second = seen;
        }
    }
    claims.reached.work = found.nodes.size();
    return claims;
}

}  // namespace exactness
