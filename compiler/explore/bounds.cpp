#include "compiler/explore/bounds.h"

#include <algorithm>

#include "compiler/explore/rounds.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

using semantics::Model;
using semantics::StateId;

namespace {

// What makes time unbounded, in a search that does not measure: waits without a time limit, and rounds.
class Waits {
public:
    Waits(const Model& model, const Explorer& explorer, const Exploration& found)
        : model_(model), explorer_(explorer), found_(found), from_a_state_(!explorer.slots().watch().from.empty()) {
        find_waits();
        find_rounds();
    }

    // By node: one of the waits or rounds lies on a way to it.
    void mark(std::vector<std::set<std::string>>& names, std::vector<bool>& unbounded, std::vector<bool>& round) const {
        names.resize(found_.nodes.size());
        unbounded.resize(found_.nodes.size());
        round.resize(found_.nodes.size());
        std::vector<std::uint32_t> todo;
        for (std::uint32_t node = 0; node < found_.nodes.size(); ++node) {
            for (const std::uint32_t edge : found_.edges_from[node]) {
                const std::uint32_t to = found_.edges[edge].to;
                if (to == kNoIndex || (!waits_[node] && !rounds_[node])) continue;
                unbounded[to] = unbounded[to] || waits_[node];
                round[to] = round[to] || rounds_[node];
                if (waits_[node]) names[to].insert(enders_[node].begin(), enders_[node].end());
                todo.push_back(to);
            }
        }
        while (!todo.empty()) {
            const std::uint32_t node = todo.back();
            todo.pop_back();
            for (const std::uint32_t edge : found_.edges_from[node]) {
                const std::uint32_t to = found_.edges[edge].to;
                if (to == kNoIndex) continue;
                const auto marks = [&] { return names[to].size() + (unbounded[to] ? 1 : 0) + (round[to] ? 1 : 0); };
                const std::size_t before = marks();
                names[to].insert(names[node].begin(), names[node].end());
                unbounded[to] = unbounded[to] || unbounded[node];
                round[to] = round[to] || round[node];
                if (marks() != before) todo.push_back(to);
            }
        }
    }

private:
    void find_waits() {
        waits_.resize(found_.nodes.size());
        enders_.resize(found_.nodes.size());
        for (std::uint32_t node = 0; node < found_.nodes.size(); ++node) {
            if (!counts(node) || found_.nodes[node].at.standing != Standing::running || !explorer_.steps().pending(found_.nodes[node].at).empty()) continue;
            waits_[node] = true;
            for (const std::uint32_t edge : found_.edges_from[node]) {
                if (found_.edges[edge].trigger.cause != Cause::event || found_.edges[edge].to == kNoIndex) continue;
                const semantics::Event& event = model_.events[found_.edges[edge].trigger.event];
                if (event.happening) enders_[node].insert("");
                for (const semantics::PartyId party : event.by) enders_[node].insert(model_.parties[party].name);
            }
        }
    }

    // Nodes that lead back to themselves.
    void find_rounds() {
        rounds_.resize(found_.nodes.size());
        std::vector<std::vector<std::uint32_t>> successors(found_.nodes.size());
        for (const Edge& edge : found_.edges) {
            if (edge.from != kNoIndex && edge.to != kNoIndex && counts(edge.from)) successors[edge.from].push_back(edge.to);
        }
        for (const auto& group : groups_of(successors)) {
            for (const std::uint32_t node : group) rounds_[node] = true;
        }
    }

    // Time runs there.
    [[nodiscard]] bool counts(std::uint32_t node) const { return !from_a_state_ || found_.nodes[node].at.marks[mark::watching] == mark::yes; }

    const Model& model_;
    const Explorer& explorer_;
    const Exploration& found_;
    bool from_a_state_;
    std::vector<bool> waits_, rounds_;
    std::vector<std::set<std::string>> enders_;
};

// Reads best and worst times off a search that is exact up to `exact_until`. False when a time lies beyond; with `last`, the state
// is then taken to have no bound: a round leads there, or the time is counted from an instant that may be as late as one likes.
bool read_times(const Model& model, const Explorer& explorer, const Exploration& found, std::int64_t exact_until, bool last, std::vector<StateBounds>& by_state) {
    bool complete = true;
    for (std::uint32_t index = 0; index < found.edges.size(); ++index) {
        const Edge& edge = found.edges[index];
        const std::optional<Reach> time = counted_time(explorer, edge);
        if (edge.to == kNoIndex || !time) continue;
        for (const StateId entered : entered_by(model, edge, explorer.of())) {
            StateBounds& one = by_state[entered.index()];
            if (!one.best || time->least < one.time.least) {
                one.time.least = time->least;
                one.best = index;
            }
            if (one.time.most == DifferenceBounds::unbounded) continue;
            if (time->most > exact_until) {
                complete = complete && last;
                one.time.most = DifferenceBounds::unbounded;
                one.worst.reset();
            } else if (!one.worst || time->most > one.time.most) {
                one.time.most = time->most;
                one.worst = index;
            }
        }
    }
    return complete;
}

}  // namespace

std::vector<StateId> entered_by(const Model& model, const Edge& edge, semantics::CaseId of) {
    std::vector<StateId> all;
    const auto add = [&](StateId leaf) {
        for (; leaf.valid(); leaf = model.states[leaf].parent) all.push_back(leaf);
    };
    for (const Taken& taken : edge.taken) {
        if (!taken.transition.valid()) {
            add(graph::entry_leaf(model, model.machines[model.cases[of].machines[taken.machine]].start));
        } else if (model.transitions[taken.transition].target_kind == semantics::TargetKind::move) {
            add(graph::entry_leaf(model, model.transitions[taken.transition].target));
        }
    }
    return all;
}

Watch from_state(StateId state, std::vector<semantics::PartyId> silent, std::vector<semantics::PartyId> prompt) {
    Watch watch;
    watch.on = watch.at_any_step = watch.to_end = true;
    watch.from = {state};
    watch.silent = std::move(silent);
    watch.prompt = std::move(prompt);
    return watch;
}

std::optional<Reach> counted_time(const Explorer& explorer, const Edge& edge) {
    if (explorer.slots().watch().from.empty()) return edge.since_opening;
    return edge.since_watch;
}

Bounds time_bounds(const Model& model, Explorer& explorer, Limits limits) {
    constexpr std::int64_t kFirst = std::int64_t{64} * 86'400'000;
    Bounds bounds;
    const bool from_a_state = !explorer.slots().watch().from.empty();
    std::int64_t& measure = from_a_state ? limits.measure_watch_up_to : limits.measure_up_to;
    measure = 0;
    const Exploration plain = explorer.explore(limits);
    if (plain.finish != Finish::complete) return bounds;
    std::vector<std::set<std::string>> names;
    std::vector<bool> unbounded, round;
    Waits(model, explorer, plain).mark(names, unbounded, round);

    std::vector<StateBounds> by_state(model.states.size());
    for (const StateId id : model.states.ids()) by_state[id.index()].state = id;
    for (const Edge& edge : plain.edges) {
        if (edge.to == kNoIndex || !counted_time(explorer, edge)) continue;
        for (const StateId entered : entered_by(model, edge, explorer.of())) {
            StateBounds& one = by_state[entered.index()];
            one.reached = true;
            one.goes_round = one.goes_round || round[edge.to];   // it may yet be that every time round takes from the same time limit
            if (edge.from == kNoIndex || !unbounded[edge.to]) continue;
            one.time.most = DifferenceBounds::unbounded;
            one.waits_for.insert(names[edge.to].begin(), names[edge.to].end());
        }
    }
    // A search that told all times apart would not end where a case can go round. One that tells them apart up to a limit does; the
    // limit is raised until every time that is bounded lies below it.
    for (std::int64_t until = kFirst; until <= kLongestMeasured && !bounds.complete; until *= 4) {
        measure = until;
        bounds.found = explorer.explore(limits);
        bounds.measured = until;
        if (bounds.found.finish != Finish::complete) return bounds;
        std::vector<StateBounds> measured = by_state;
        bounds.complete = read_times(model, explorer, bounds.found, until, until == kLongestMeasured, measured);
        if (bounds.complete) by_state = std::move(measured);
    }
    for (StateBounds& one : by_state) {
        if (model.states[one.state].of == explorer.of()) bounds.states.push_back(std::move(one));
    }
    return bounds;
}

}  // namespace recourse::explore
