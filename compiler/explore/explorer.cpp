#include "compiler/explore/explorer.h"

#include <algorithm>
#include <unordered_map>

#include "compiler/explore/horizon.h"

namespace recourse::explore {

namespace {

std::size_t hash_of(const Situation& s) {
    std::size_t hash = static_cast<std::size_t>(s.standing);
    const auto mix = [&](std::size_t value) { hash = (hash ^ value) * 0x9E3779B97F4A7C15u + (hash >> 29); };
    for (const semantics::StateId leaf : s.leaves) mix(leaf.value);
    for (const std::uint16_t count : s.counts) mix(count);
    for (std::size_t i = 0; i < s.known.size(); i += 64) {
        std::size_t bits = 0;   // each is 0 or 1
        for (std::size_t j = i; j < std::min(i + 64, s.known.size()); ++j) bits = bits << 1 | s.known[j];
        mix(bits);
    }
    for (const std::uint32_t done : s.done) mix(done);
    for (const std::uint8_t order : s.orders) mix(order);
    for (const std::uint16_t one : s.marks) mix(one);
    return hash;
}

class Search {
public:
    Search(const Steps& steps, const semantics::Model& model, Slots& slots, semantics::CaseId of, const Limits& limits, Exploration& found)
        : steps_(steps), model_(model), limits_(limits), watch_(slots.watch()), found_(found),
          horizon_(model, slots, of, told_apart(slots, limits), measured(slots, limits), limits.everywhere),
          waiting_(model, slots, of, limits.order) {}

    void run() {
        for (Successor& one : steps_.open()) add(kNoIndex, {Cause::opening, semantics::EventId()}, one);
        for (std::size_t followed = 1; !waiting_.empty(); ++followed) {
            const std::uint32_t node = waiting_.next();
            if (found_.nodes.size() > limits_.most_nodes) {
                found_.finish = Finish::too_many;
                return;
            }
            if (bytes_ > limits_.most_bytes) {
                found_.finish = Finish::too_large;
                return;
            }
            if (followed % 64 == 0 && limits_.stop && limits_.stop(found_.nodes.size())) {
                found_.finish = Finish::stopped;
                return;
            }
            if (found_.nodes[node].at.standing != Standing::running) continue;
            const Steps::Ahead ahead = steps_.ahead(found_.nodes[node].at);
            for (const semantics::EventId event : steps_.events(found_.nodes[node].at)) {
                if (may_come(node, event)) follow(node, {Cause::event, event}, ahead);
            }
            follow(node, {Cause::time, semantics::EventId()}, ahead);
        }
    }

private:
    // What is told apart wherever a case stands.
    static ClockBounds told_apart(const Slots& slots, const Limits& limits) {
        ClockBounds clocks = slots.clocks();
        if (const auto opening = measured(slots, limits)) clocks.greatest[*opening] = std::max(clocks.greatest[*opening], limits.measure_up_to);
        const auto since = slots.point({SlotKind::watch});
        if (since && limits.measure_watch_up_to > 0) clocks.greatest[*since] = std::max(clocks.greatest[*since], limits.measure_watch_up_to);
        return clocks;
    }
    static std::optional<std::uint32_t> measured(const Slots& slots, const Limits& limits) {
        return limits.measure_up_to > 0 ? slots.point({SlotKind::opening}) : std::nullopt;
    }

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

    void follow(std::uint32_t node, Trigger trigger, const Steps::Ahead& ahead) {
        // All of them are made before the first is added: the situations move then.
        for (Successor& one : steps_.next(found_.nodes[node].at, trigger, &ahead)) add(node, trigger, one);
    }

    void add(std::uint32_t from, Trigger trigger, Successor& one) {
        const auto edge = static_cast<std::uint32_t>(found_.edges.size());
        found_.edges.push_back({from, kNoIndex, trigger, std::move(one.taken), std::move(one.conflicts), std::move(one.absent_reads),
                                one.faulted, one.inexact, std::move(one.way), one.since_opening, one.seen, one.since_watch, one.past_limit});
        if (from != kNoIndex) found_.edges_from[from].push_back(edge);
        if (!one.accepted) return;
        const std::uint32_t node = place(one.to, edge, from == kNoIndex ? 0 : found_.nodes[from].depth + 1);
        found_.edges[edge].to = node;
    }

    // The node of what a step leaves: one that covers it, or one that waits and that it covers, or a new one.
    std::uint32_t place(Situation& at, std::uint32_t edge, std::uint32_t depth) {
        Alike& alike = alike_to(at);
        for (const std::uint32_t node : alike.nodes) {
            if (covers(found_.nodes[node].at, at, *alike.clocks)) return node;
        }
        const bool shortest = waiting_.order() == Order::shortest_ways;
        for (const std::uint32_t node : alike.nodes) {
            Node& other = found_.nodes[node];
            if (!waiting_.has(node) || (shortest && other.depth != depth) || !covers(at, other.at, *alike.clocks)) continue;
            bytes_ += situation_bytes(at) - situation_bytes(other.at);
            other = {std::move(at), edge, depth};
            return node;
        }
        const auto node = static_cast<std::uint32_t>(found_.nodes.size());
        alike.nodes.push_back(node);
        waiting_.add(node, at);
        bytes_ += situation_bytes(at);
        found_.nodes.push_back({std::move(at), edge, depth});
        found_.edges_from.emplace_back();
        return node;
    }

    // The nodes of one configuration, and what still tells them apart.
    struct Alike {
        std::vector<std::uint32_t> nodes;
        const ClockBounds* clocks = nullptr;
    };
    Alike& alike_to(const Situation& at) {
        auto& all = index_[hash_of(at)];
        for (Alike& one : all) {
            if (found_.nodes[one.nodes.front()].at.same_configuration(at)) return one;
        }
        return all.emplace_back(Alike{{}, &horizon_.at(at.leaves)});
    }

    // Whether everything that can happen in `inner` can happen in `outer`, which is of the same configuration.
    [[nodiscard]] static bool covers(const Situation& outer, const Situation& inner, const ClockBounds& clocks) {
        for (std::size_t i = 0; i < inner.domains.size(); ++i) {
            if ((inner.domains[i] & ~outer.domains[i]) != 0) return false;
        }
        return outer.numbers.includes(inner.numbers) && outer.sums.cover(inner.sums, inner.numbers) && explore::covers(outer.zone, inner.zone, clocks);
    }

    const Steps& steps_;
    const semantics::Model& model_;
    const Limits& limits_;
    const Watch& watch_;
    Exploration& found_;
    std::size_t bytes_ = 0;
    Horizon horizon_;
    Waiting waiting_;
    std::unordered_map<std::size_t, std::vector<Alike>> index_;   // by hash of the configuration
};

}  // namespace

std::size_t situation_bytes(const Situation& of) {
    const auto square = [](const DifferenceBounds& bounds) { return bounds.rows() * (bounds.rows() + 1) * sizeof(std::int64_t); };
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
        Search(steps_, model_, slots_, of_, limits, found).run();
        // Instants that turned out to be compared with one another have to be told apart from the beginning.
        if (slots_.orders().size() != orders && found.finish == Finish::complete) continue;
        found.obstacles = slots_.obstacles();
        return found;
    }
}

}  // namespace recourse::explore
