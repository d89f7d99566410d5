// Which situation is followed next. Breadth first finds the shortest way to each. Going through the states as cases do finds fewer: what
// leads into a state has been gathered before it is left, so that the largest situations come first and cover the others (Herbreteau
// and Tran, "Improving search order for reachability testing in timed automata", 2015).
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "compiler/explore/situation.h"
#include "compiler/explore/slots.h"
#include "compiler/semantics/model.h"

namespace recourse::explore {

enum class Order : std::uint8_t { shortest_ways, fewest_situations };

// Every rule that may act in a leaf: its own and those of the states around it.
[[nodiscard]] std::vector<semantics::TransitionId> rules_of(const semantics::Model& model, semantics::StateId leaf);

// The situations that wait to be followed.
class Waiting {
public:
    // O(states + rules).
    Waiting(const semantics::Model& model, const Slots& slots, semantics::CaseId of, Order order);
    void add(std::uint32_t node, const Situation& at);
    [[nodiscard]] bool empty() const { return queue_.empty(); }
    [[nodiscard]] std::uint32_t next();
    [[nodiscard]] bool has(std::uint32_t node) const { return waits_[node]; }
    [[nodiscard]] Order order() const { return order_; }

private:
    using Place = std::pair<std::uint64_t, std::uint32_t>;   // what comes first, then who came first
    void rank_from(const semantics::Model& model, semantics::StateId start);
    [[nodiscard]] std::uint64_t place_of(const Situation& at) const;

    Order order_;
    std::vector<std::uint32_t> ranks_;                              // by state: later ones lie further on
    std::vector<std::pair<std::uint32_t, std::int64_t>> records_;   // row, lowest value
    std::uint32_t unranked_ = 0;
    std::vector<bool> waits_;                                       // by node
    std::priority_queue<Place, std::vector<Place>, std::greater<>> queue_;
};

}  // namespace recourse::explore
