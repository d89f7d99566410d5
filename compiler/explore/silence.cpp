#include "compiler/explore/silence.h"

#include <algorithm>

#include "compiler/explore/bounds.h"
#include "compiler/explore/rounds.h"

namespace recourse::explore {

namespace {

using semantics::Model;

bool watches(const Exploration& found, std::uint32_t node) {
    return found.nodes[node].at.standing == Standing::running && found.nodes[node].at.marks[mark::watching] == mark::yes;
}

// Waits without a time limit while the party is silent. True when there is one.
bool find_waits(const Model& model, const Explorer& explorer, const Exploration& found, semantics::PartyId silent, std::set<std::string>& names) {
    bool waits = false;
    for (std::uint32_t node = 0; node < found.nodes.size(); ++node) {
        const Situation& at = found.nodes[node].at;
        if (!watches(found, node) || !explorer.steps().pending(at).empty()) continue;
        waits = true;
        for (const std::uint32_t index : found.edges_from[node]) {
            const Edge& edge = found.edges[index];
            if (edge.trigger.cause != Cause::event || edge.to == kNoIndex) continue;
            const semantics::Event& event = model.events[edge.trigger.event];
            if (event.happening) names.insert("");
            for (const semantics::PartyId party : event.by) names.insert(model.parties[party].name);
        }
        for (const semantics::EventId event : explorer.steps().events(at)) {
            const auto& by = model.events[event].by;
            if (std::find(by.begin(), by.end(), silent) == by.end()) continue;
            const auto answers = explorer.steps().answers(at, event);
            if (std::any_of(answers.begin(), answers.end(), [](const auto& one) { return one.taken; })) names.insert(model.parties[silent].name);
        }
    }
    return waits;
}

bool goes_round(const Exploration& found) {
    std::vector<std::vector<std::uint32_t>> successors(found.nodes.size());
    for (const Edge& edge : found.edges) {
        if (edge.from != kNoIndex && edge.to != kNoIndex && watches(found, edge.from) && watches(found, edge.to)) successors[edge.from].push_back(edge.to);
    }
    return !groups_of(successors).empty();
}

// The latest end that the search shows. False when one lies beyond what it tells apart.
bool read_latest(const Exploration& found, std::int64_t exact_until, SilenceBound& bound) {
    std::optional<std::uint32_t> worst;
    bound.latest = 0;   // a case that never has anybody wait for it
    for (std::uint32_t index = 0; index < found.edges.size(); ++index) {
        const Edge& edge = found.edges[index];
        if (edge.to == kNoIndex || !edge.since_watch) continue;
        if (edge.since_watch->most > exact_until) return false;   // it has not ended by then
        if (!ends_silence(edge)) continue;
        if (worst && edge.since_watch->most <= *bound.latest) continue;
        bound.latest = edge.since_watch->most;
        worst = index;
    }
    if (!worst) return true;
    if (found.edges[*worst].from != kNoIndex) bound.worst = found.path_to(found.edges[*worst].from);
    bound.worst.push_back(*worst);
    return true;
}

}  // namespace

Watch silence_watch(semantics::PartyId silent) {
    Watch watch;
    watch.on = watch.at_any_step = watch.to_end = watch.to_rest = true;
    watch.silent = {silent};
    return watch;
}

SilenceBound silence_bound(const Model& model, Explorer& explorer, semantics::PartyId silent, Limits limits) {
    constexpr std::int64_t kFirst = std::int64_t{64} * 86'400'000;
    SilenceBound bound;
    limits.measure_watch_up_to = 0;
    bound.found = explorer.explore(limits);
    if (bound.found.finish != Finish::complete) return bound;
    if (find_waits(model, explorer, bound.found, silent, bound.waits_for)) {
        bound.complete = true;
        return bound;
    }
    bound.goes_round = goes_round(bound.found);
    for (std::int64_t until = kFirst; until <= kLongestMeasured; until *= 4) {
        limits.measure_watch_up_to = bound.measured = until;
        bound.found = explorer.explore(limits);
        if (bound.found.finish != Finish::complete) return bound;
        bound.worst.clear();
        if (read_latest(bound.found, until, bound)) {
            bound.complete = true;
            return bound;
        }
    }
    bound.latest.reset();
    bound.complete = true;
    return bound;
}

}  // namespace recourse::explore
