#include "compiler/explore/explorer.h"

#include <algorithm>
#include <cstring>

#include "compiler/explore/horizon.h"
#include "compiler/explore/liveness.h"

namespace recourse::explore {

namespace {

std::size_t hash_of(const Situation& s) {
    std::size_t hash = static_cast<std::size_t>(s.standing);
    const auto mix = [&](std::size_t value) { hash = (hash ^ value) * 0x9E3779B97F4A7C15u + (hash >> 29); };
    for (const semantics::StateId leaf : s.leaves) mix(leaf.value);
    for (const std::uint16_t count : s.counts) mix(count);
    for (std::size_t i = 0; i < s.known.size(); i += sizeof(std::size_t)) {
        std::size_t some = 0;
        std::memcpy(&some, s.known.data() + i, std::min(sizeof some, s.known.size() - i));
        mix(some);
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
          horizon_(model, slots, of, told_apart(slots, limits), measured(slots, limits), limits.everywhere), blank_(steps.blank()),
          liveness_(model, slots, of, blank_),
          waiting_(model, slots, of, limits.order), clocks_by_leaf_(model.states.size()),
          epoch_(slots.classes() != nullptr ? slots.classes()->epoch() : kNoIndex), measured_(measured(slots, limits).value_or(kNoIndex)) {}

    void run() {
        // As many as most policies have: moving a list to where it may grow costs as much as a third of filling it.
        found_.nodes.reserve(512);
        found_.edges.reserve(2048);
        follow_all();
        link();
    }

private:
    void follow_all() {
        for (Successor& one : steps_.open()) add(kNoIndex, {Cause::opening, semantics::EventId()}, one);
        Steps::Ahead ahead;
        std::vector<semantics::EventId> events;
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
            const Situation& at = found_.nodes[node].at;
            if (at.standing != Standing::running) continue;
            steps_.ahead(at, ahead);
            if (!ahead.certain) followed_ = at;   // the nodes move when one is added
            const Situation& from = ahead.certain ? ahead.waited.to : followed_;
            steps_.events(from, events);
            const auto follow = [&](Trigger trigger) { steps_.each(from, trigger, &ahead, [&](Successor& one) { add(node, trigger, one); }); };
            for (const semantics::EventId event : events) {
                if (may_come(from, event)) follow({Cause::event, event});
            }
            follow({Cause::time, semantics::EventId()});
        }
    }

    // What is told apart wherever a case stands.
    static ClockBounds told_apart(const Slots& slots, const Limits& limits) {
        ClockBounds clocks = slots.clocks();
        if (const CalendarClasses* classes = slots.classes()) classes->tell_apart(clocks);
        if (const auto opening = measured(slots, limits)) clocks.greatest[*opening] = std::max(clocks.greatest[*opening], limits.measure_up_to);
        const auto since = slots.point({SlotKind::watch});
        if (since && limits.measure_watch_up_to > 0) clocks.greatest[*since] = std::max(clocks.greatest[*since], limits.measure_watch_up_to);
        return clocks;
    }
    static std::optional<std::uint32_t> measured(const Slots& slots, const Limits& limits) {
        return limits.measure_up_to > 0 ? slots.point({SlotKind::opening}) : std::nullopt;
    }

    // Somebody who is not silent can send it, or nobody need.
    [[nodiscard]] bool may_come(const Situation& from, semantics::EventId event) const {
        const bool watching = watch_.on && from.marks[mark::watching] == mark::yes;
        const auto& by = model_.events[event].by;
        const auto among = [](const std::vector<semantics::PartyId>& all, semantics::PartyId party) {
            return std::find(all.begin(), all.end(), party) != all.end();
        };
        return by.empty() || std::any_of(by.begin(), by.end(), [&](semantics::PartyId party) {
                   return !among(limits_.silent, party) && !(watching && among(watch_.silent, party));
               });
    }

    void add(std::uint32_t from, Trigger trigger, Successor& one) {
        const auto edge = static_cast<std::uint32_t>(found_.edges.size());
        Edge& made = edge_;   // filled where it has been filled before: a fresh one would be cleared first
        made.from = from;
        made.trigger = trigger;
        made.taken = one.taken;
        made.conflicts.swap(one.conflicts);
        made.absent_reads.swap(one.absent_reads);
        made.faulted = one.faulted;
        made.inexact = one.inexact;
        made.way = one.way;
        made.since_opening = one.since_opening;
        made.seen = one.seen;
        made.since_watch = one.since_watch;
        made.past_limit = one.past_limit;
        made.since_epoch = one.since_epoch;
        found_.edges.push_back(std::move(made));
        if (!one.accepted) return;
        if (!limits_.everywhere) liveness_.forget(one.to);
        const std::uint32_t node = place(one.to, edge, from == kNoIndex ? 0 : found_.nodes[from].depth + 1);
        found_.edges[edge].to = node;
    }

    // The node of what a step leaves: one that covers it, or one that waits and that it covers, or a new one.
    std::uint32_t place(const Situation& at, std::uint32_t edge, std::uint32_t depth) {
        Alike& alike = alike_to(at);
        const When when = when_of(at);
        const std::int64_t measured = measured_ == kNoIndex ? ClockBounds::never_compared : alike.clocks->greatest[measured_];
        for (std::uint32_t node = alike.first; node != kNoIndex; node = beside_[node].next) {
            if (beside_[node].when.may_cover(when, measured) && covers(found_.nodes[node].at, at, *alike.clocks)) return node;
        }
        const bool shortest = waiting_.order() == Order::shortest_ways;
        for (std::uint32_t node = alike.first; node != kNoIndex; node = beside_[node].next) {
            if (!waiting_.has(node) || !when.may_cover(beside_[node].when, measured)) continue;
            Node& other = found_.nodes[node];
            if ((shortest && other.depth != depth) || !covers(at, other.at, *alike.clocks)) continue;
            bytes_ += situation_bytes(at) - situation_bytes(other.at);
            other.at = at;
            other.parent = edge;
            other.depth = depth;
            beside_[node].when = when;
            return node;
        }
        const auto node = static_cast<std::uint32_t>(found_.nodes.size());
        (alike.first == kNoIndex ? alike.first : beside_[alike.last].next) = node;
        alike.last = node;
        beside_.push_back({when, kNoIndex});
        waiting_.add(node, at);
        bytes_ += situation_bytes(at);
        found_.nodes.emplace_back(at, edge, depth);
        return node;
    }

    // How long after an instant a situation's next input may come: no further on than so much, and back. A situation that comes at other times
    // is told from this without a look at it: thousands are of one configuration. What lies further back than `greatest` is alike.
    struct Since {
        std::int64_t there = DifferenceBounds::unbounded, back = DifferenceBounds::unbounded;
        [[nodiscard]] bool may_cover(const Since& inner, std::int64_t greatest) const {
            return (there >= inner.there || there > greatest) && (back >= inner.back || inner.back < -greatest);
        }
    };
    // Since 1970 in a search by days, where days count without limit, and since the opening where that is measured.
    struct When {
        Since epoch, opening;
        [[nodiscard]] bool may_cover(const When& inner, std::int64_t measured) const {
            return epoch.may_cover(inner.epoch, CalendarClasses::kAlways) &&
                   (measured == ClockBounds::never_compared || opening.may_cover(inner.opening, measured));
        }
    };
    [[nodiscard]] Since since(const Situation& at, std::uint32_t point) const {
        if (point == kNoIndex) return {};
        const auto [there, back] = at.zone.both_ways(0, point);
        return {there, back};
    }
    [[nodiscard]] When when_of(const Situation& at) const { return {since(at, epoch_), since(at, measured_)}; }

    // The nodes of one configuration, in the order of Beside::next, and what still tells them apart.
    struct Alike {
        std::size_t hash = 0;
        std::uint32_t first = kNoIndex, last = kNoIndex;
        const ClockBounds* clocks = nullptr;
    };
    // A table with open addressing; the index of the configuration plus one, 0 where none is.
    Alike& alike_to(const Situation& at) {
        if (2 * (alike_.size() + 1) > table_.size()) spread();
        const std::size_t hash = hash_of(at), mask = table_.size() - 1;
        for (std::size_t place = hash & mask;; place = (place + 1) & mask) {
            if (table_[place] == 0) {
                alike_.push_back({hash, kNoIndex, kNoIndex, &clocks_at(at)});
                table_[place] = static_cast<std::uint32_t>(alike_.size());
                return alike_.back();
            }
            Alike& one = alike_[table_[place] - 1];
            if (one.hash == hash && found_.nodes[one.first].at.same_configuration(at)) return one;
        }
    }
    // Of a case with one machine a state is looked up once.
    const ClockBounds& clocks_at(const Situation& at) {
        if (at.leaves.size() != 1) return horizon_.at(at.leaves);
        const ClockBounds*& known = clocks_by_leaf_[at.leaves.front().index()];
        if (known == nullptr) known = &horizon_.at(at.leaves);
        return *known;
    }
    void spread() {
        table_.assign(std::max<std::size_t>(2 * table_.size(), 256), 0);
        const std::size_t mask = table_.size() - 1;
        for (std::uint32_t index = 0; index < alike_.size(); ++index) {
            std::size_t place = alike_[index].hash & mask;
            while (table_[place] != 0) place = (place + 1) & mask;
            table_[place] = index + 1;
        }
    }

    // The edges of every node, in the order in which they were found.
    void link() {
        std::vector<std::uint32_t> count(found_.nodes.size());
        for (const Edge& edge : found_.edges) {
            if (edge.from != kNoIndex) ++count[edge.from];
        }
        found_.edges_from.resize(found_.nodes.size());
        for (std::size_t node = 0; node < count.size(); ++node) found_.edges_from[node].reserve(count[node]);
        for (std::uint32_t edge = 0; edge < found_.edges.size(); ++edge) {
            if (found_.edges[edge].from != kNoIndex) found_.edges_from[found_.edges[edge].from].push_back(edge);
        }
    }

    const Steps& steps_;
    const semantics::Model& model_;
    const Limits& limits_;
    const Watch& watch_;
    Exploration& found_;
    Situation followed_;
    Edge edge_;
    std::size_t bytes_ = 0;
    Horizon horizon_;
    Situation blank_;
    Liveness liveness_;
    Waiting waiting_;
    std::vector<const ClockBounds*> clocks_by_leaf_;
    std::vector<Alike> alike_;                // by configuration
    struct Beside {
        When when;
        std::uint32_t next = kNoIndex;        // of the same configuration
    };
    std::vector<Beside> beside_;              // by node
    std::uint32_t epoch_;                     // the point that is 1970, in a search by days
    std::uint32_t measured_;                  // the opening, where it is measured how long ago that was
    std::vector<std::uint32_t> table_;        // where a configuration is, by its hash
};

}  // namespace

bool covers(const Situation& outer, const Situation& inner, const ClockBounds& clocks) {
    for (std::size_t i = 0; i < inner.domains.size(); ++i) {
        if ((inner.domains[i] & ~outer.domains[i]) != 0) return false;
    }
    return outer.numbers.includes(inner.numbers) && outer.sums.cover(inner.sums, inner.numbers) && covers(outer.zone, inner.zone, clocks);
}

std::size_t situation_bytes(const Situation& of) {
    return sizeof of + of.leaves.bytes_outside() + of.counts.bytes_outside() + of.known.bytes_outside() + of.done.bytes_outside() +
           of.orders.bytes_outside() + of.marks.bytes_outside() + of.domains.bytes_outside() + of.numbers.bytes_outside() + of.zone.bytes_outside();
}

std::vector<std::uint32_t> Exploration::path_to(std::uint32_t node) const {
    std::vector<std::uint32_t> path;
    for (std::uint32_t at = node; at != kNoIndex; at = edges[path.back()].from) path.push_back(nodes[at].parent);
    std::reverse(path.begin(), path.end());
    return path;
}

std::vector<std::uint32_t> Exploration::way_to(std::uint32_t edge) const {
    std::vector<std::uint32_t> way;
    if (edges[edge].from != kNoIndex) way = path_to(edges[edge].from);
    way.push_back(edge);
    return way;
}

Explorer::Explorer(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch)
    : model_(model), times_(times), of_(of), slots_(model, times, of, std::move(watch)), steps_(model, slots_, of) {}

Explorer::Explorer(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch, const ByDays& days)
    : model_(model), times_(times), of_(of), slots_(model, times, of, std::move(watch), true), steps_(model, slots_, of),
      classes_(std::make_unique<CalendarClasses>(model, times, slots_, of, days)) {
    slots_.go_by(*classes_);
}

const Dates& Explorer::dates() const {
    if (dates_ == nullptr) dates_ = std::make_unique<Dates>(model_, times_);
    return *dates_;
}

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
