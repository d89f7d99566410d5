// The search: every situation that a case of one type can come to, in the order asked for (order.h). It knows `open` and
// `next` alone; what they mean is in steps.h.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/explore/calendar_classes.h"
#include "compiler/explore/order.h"
#include "compiler/explore/steps.h"

namespace recourse::explore {

struct Node {
    Node(const Situation& is, std::uint32_t by, std::uint32_t steps) : at(is), parent(by), depth(steps) {}

    Situation at;
    std::uint32_t parent = kNoIndex;   // the edge that leaves just this; kNoIndex: the opening
    std::uint32_t depth = 0;           // steps from the opening, on that way
};

struct Edge {
    std::uint32_t from = kNoIndex;     // kNoIndex: the opening
    std::uint32_t to = kNoIndex;       // a node that covers what the step leaves; kNoIndex when an event was not taken
    Trigger trigger;
    TakenList taken;
    std::vector<std::pair<semantics::TransitionId, semantics::TransitionId>> conflicts;
    std::vector<semantics::ExprId> absent_reads;
    bool faulted = false, inexact = false;
    WayList way;
    Reach since_opening;               // how long after the opening the step may come; exact up to Limits::measure_up_to
    std::uint16_t seen = 0;            // by the watch, as in Successor
    std::optional<Reach> since_watch, past_limit;
    Reach since_epoch;                 // as in Successor
};

struct Limits {
    std::size_t most_nodes = 20'000;
    std::size_t most_bytes = std::size_t{1} << 30;             // of all situations, as situation_bytes counts them
    Order order = Order::shortest_ways;
    std::function<bool(std::size_t situations)> stop;          // asked now and then; true ends the search
    // These never act; everybody else may do anything. (What a watch assumes of parties holds as well, while it is on.)
    std::vector<semantics::PartyId> silent;
    // Everything that some rule reads tells situations apart wherever a case stands, not only where the rule lies ahead, and nothing is
    // forgotten: more situations, whose closure is seen without knowing the roads between states. Otherwise a situation says nothing of
    // columns that no rule ahead reads (liveness.h).
    bool everywhere = false;
    // Tells cases apart by how long they have been open, up to so many milliseconds; 0 does not.
    std::int64_t measure_up_to = 0;
    // The same for how long the watch has been on.
    std::int64_t measure_watch_up_to = 0;
};

enum class Finish : std::uint8_t { complete, too_many, too_large, stopped };

struct Exploration {
    Finish finish = Finish::complete;
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    std::vector<std::vector<std::uint32_t>> edges_from;   // by node
    std::vector<std::string> obstacles;                   // what could not be followed exactly
    [[nodiscard]] bool exact() const { return finish == Finish::complete && obstacles.empty(); }
    // The edges that lead from the opening to a node, the opening first.
    [[nodiscard]] std::vector<std::uint32_t> path_to(std::uint32_t node) const;
    // The same to the end of an edge.
    [[nodiscard]] std::vector<std::uint32_t> way_to(std::uint32_t edge) const;
};

// Whether everything that can happen in `inner` can happen in `outer`, which is of the same configuration. O(n²).
[[nodiscard]] bool covers(const Situation& outer, const Situation& inner, const ClockBounds& clocks);

// What a situation takes in memory, near enough.
[[nodiscard]] std::size_t situation_bytes(const Situation& of);

// Explores one case type. The columns are made here and kept for as long as the result is read.
class Explorer {
public:
    // `watch`: what is followed beside the rules.
    Explorer(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch = {});
    // The same by classes of days (refinement.h).
    Explorer(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch, const ByDays& days);
    [[nodiscard]] Exploration explore(const Limits& limits = {});
    [[nodiscard]] const Steps& steps() const { return steps_; }
    [[nodiscard]] const Slots& slots() const { return slots_; }
    [[nodiscard]] semantics::CaseId of() const { return of_; }
    // Null when the search does not go by days.
    [[nodiscard]] CalendarClasses* classes() const { return classes_.get(); }
    // What the calendar makes of instants, for the ways of its searches; made when it is first asked for.
    [[nodiscard]] const Dates& dates() const;

private:
    const semantics::Model& model_;
    const TimeFacts& times_;
    semantics::CaseId of_;
    Slots slots_;
    Steps steps_;
    std::unique_ptr<CalendarClasses> classes_;
    mutable std::unique_ptr<Dates> dates_;
};

}  // namespace recourse::explore
