#include "compiler/explore/explorer.h"

#include <algorithm>
#include <unordered_map>

namespace recourse::explore {

namespace {

std::size_t hash_of(const Situation& s) {
    std::size_t hash = static_cast<std::size_t>(s.standing);
    const auto mix = [&](std::size_t value) { hash = (hash ^ value) * 0x9E3779B97F4A7C15u + (hash >> 29); };
    for (const semantics::StateId leaf : s.leaves) mix(leaf.value);
    for (const std::uint16_t count : s.counts) mix(count);
    for (const std::uint8_t known : s.known) mix(known);
    for (const std::uint32_t done : s.done) mix(done);
    for (const std::uint8_t order : s.orders) mix(order);
    for (const std::uint16_t one : s.marks) mix(one);
    return hash;
}

class Search {
public:
    Search(const Steps& steps, const semantics::Model& model, const Slots& slots, const Limits& limits, Exploration& found)
        : steps_(steps), model_(model), limits_(limits), watch_(slots.watch()), found_(found), clocks_(slots.clocks()),
          opening_(slots.point({SlotKind::opening}).value_or(0)) {
        if (limits.measure_up_to > 0) clocks_.greatest[opening_] = std::max(clocks_.greatest[opening_], limits.measure_up_to);
        const auto since = slots.point({SlotKind::watch});
        if (since && limits.measure_watch_up_to > 0) clocks_.greatest[*since] = std::max(clocks_.greatest[*since], limits.measure_watch_up_to);
    }

    void run() {
        for (Successor& one : steps_.open()) add(kNoIndex, {Cause::opening, semantics::EventId()}, std::move(one));
        for (std::uint32_t node = 0; node < found_.nodes.size(); ++node) {
            if (found_.nodes.size() > limits_.most_nodes) {
                found_.finish = Finish::too_many;
                return;
            }
            if (bytes_ > limits_.most_bytes) {
                found_.finish = Finish::too_large;
                return;
            }
            if (node % 64 == 63 && limits_.stop && limits_.stop(found_.nodes.size())) {
                found_.finish = Finish::stopped;
                return;
            }
            if (found_.nodes[node].at.standing != Standing::running) continue;
            for (const semantics::EventId event : steps_.events(found_.nodes[node].at)) {
                if (may_come(node, event)) follow(node, {Cause::event, event});
            }
            follow(node, {Cause::time, semantics::EventId()});
        }
    }

private:
    [[nodiscard]] bool watching(std::uint32_t node) const {
        return watch_.on && found_.nodes[node].at.marks[mark::watching] == mark::yes;
    }
    // Somebody who is not silent can send it, or nobody need.
    [[nodiscard]] bool may_come(std::uint32_t node, semantics::EventId event) const {
        const auto& by = model_.events[event].by;
        const auto among = [](const std::vector<semantics::PartyId>& all, semantics::PartyId party) {
            return std::find(all.begin(), all.end(), party) != all.end();
        };
        return by.empty() || std::any_of(by.begin(), by.end(), [&](semantics::PartyId party) {
                   return !among(limits_.silent, party) && !(watching(node) && among(watch_.silent, party));
               });
    }

    void follow(std::uint32_t node, Trigger trigger) {
        // The situations move when nodes are added.
        const Situation from = found_.nodes[node].at;
        for (Successor& one : steps_.next(from, trigger)) add(node, trigger, std::move(one));
    }

    void add(std::uint32_t from, Trigger trigger, Successor one) {
        const auto edge = static_cast<std::uint32_t>(found_.edges.size());
        found_.edges.push_back({from, kNoIndex, trigger, std::move(one.taken), std::move(one.conflicts), std::move(one.absent_reads),
                                one.faulted, one.inexact, std::move(one.way), one.since_opening, one.seen, one.since_watch, one.past_limit});
        if (from != kNoIndex) found_.edges_from[from].push_back(edge);
        if (!one.accepted) return;
        auto& alike = index_[hash_of(one.to)];
        for (const std::uint32_t node : alike) {
            if (covered(found_.nodes[node].at, one.to)) {
                found_.edges[edge].to = node;
                return;
            }
        }
        alike.push_back(static_cast<std::uint32_t>(found_.nodes.size()));
        found_.edges[edge].to = alike.back();
        bytes_ += situation_bytes(one.to);
        found_.nodes.push_back({std::move(one.to), edge, from == kNoIndex ? 0 : found_.nodes[from].depth + 1});
        found_.edges_from.emplace_back();
    }

    // Whether everything that can happen in `inner` can happen in `outer`.
    [[nodiscard]] bool covered(const Situation& outer, const Situation& inner) const {
        if (!outer.same_configuration(inner)) return false;
        for (std::size_t i = 0; i < inner.domains.size(); ++i) {
            if ((inner.domains[i] & ~outer.domains[i]) != 0) return false;
        }
        return outer.numbers.includes(inner.numbers) && covers(outer.zone, inner.zone, clocks_);
    }

    const Steps& steps_;
    const semantics::Model& model_;
    const Limits& limits_;
    const Watch& watch_;
    Exploration& found_;
    ClockBounds clocks_;
    std::uint32_t opening_;
    std::size_t bytes_ = 0;
    std::unordered_map<std::size_t, std::vector<std::uint32_t>> index_;
};

}  // namespace

std::size_t situation_bytes(const Situation& of) {
    const auto square = [](const DifferenceBounds& bounds) { return std::size_t{bounds.size()} * bounds.size() * sizeof(std::int64_t); };
    return sizeof of + of.leaves.size() * sizeof(semantics::StateId) + of.counts.size() * 2 + of.known.size() + of.done.size() * 4 +
           of.orders.size() + of.marks.size() * 2 + of.domains.size() * 8 + square(of.numbers) + square(of.zone);
}

std::vector<std::uint32_t> Exploration::path_to(std::uint32_t node) const {
    std::vector<std::uint32_t> path;
    for (std::uint32_t at = node; at != kNoIndex; at = edges[path.back()].from) path.push_back(nodes[at].parent);
    std::reverse(path.begin(), path.end());
    return path;
}

Explorer::Explorer(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch)
    : model_(model), of_(of), slots_(model, times, of, std::move(watch)), steps_(model, slots_, of) {}

Exploration Explorer::explore(const Limits& limits) {
    for (;;) {
        const std::size_t orders = slots_.orders().size();
        Exploration found;
        Search(steps_, model_, slots_, limits, found).run();
        // Instants that turned out to be compared with one another have to be told apart from the beginning.
        if (slots_.orders().size() != orders && found.finish == Finish::complete) continue;
        found.obstacles = slots_.obstacles();
        return found;
    }
}

}  // namespace recourse::explore
