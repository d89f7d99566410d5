// What rules still read, by where a case stands. A column that no rule ahead reads before it is written anew tells nothing: a situation
// forgets it, and is one with those that differed in it alone (live variables, as compilers know them; inactive clocks: Daws and Yovine,
// "Reducing the number of clock variables of timed automata", 1996).
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "compiler/explore/slots.h"
#include "compiler/semantics/model.h"
#include "compiler/support/short_list.h"

namespace recourse::explore {

struct Situation;

class Liveness {
public:
    // `blank`: a situation of which nothing is known; it has to live as long. Instants that are compared with each other, and the one that
    // time is counted from, are never forgotten; nothing is while something is watched.
    // O(rules + states · columns / 64) for each round of states that lead to one another.
    Liveness(const semantics::Model& model, const Slots& slots, semantics::CaseId of, const Situation& blank);

    // O(columns that are dead there).
    void forget(Situation& at);

private:
    using ExprId = semantics::ExprId;
    using StateId = semantics::StateId;
    using Bits = std::vector<std::uint64_t>;   // points, then counters, then data
    struct Road {
        StateId to;
        Bits anew;                             // what taking it writes without reading it
    };
    struct Dead {
        support::ShortList<std::uint8_t, 32> points;   // by point: 1 where it is dead, as Situation::known says which have happened
        std::vector<std::uint32_t> counters;
        std::vector<const Slot*> data;
    };

    void choose_columns();
    void keep_for_days();
    [[nodiscard]] bool may_be_forgotten(std::uint32_t point) const;
    void collect(StateId leaf);
    void collect_road(StateId leaf, semantics::TransitionId rule);
    void follow_roads(const std::vector<StateId>& leaves);
    void last_feeds_previous(Bits& live) const;
    void read_rule(semantics::TransitionId rule);
    void read_actions(const std::vector<semantics::Action>& actions);
    void read(ExprId id);
    void read_column(const SlotKey& key);
    [[nodiscard]] const Dead& dead_at(const Situation& at);
    [[nodiscard]] Dead listed(const Bits& live) const;
    void forget_point(Situation& at, std::uint32_t point) const;

    [[nodiscard]] std::size_t counter_bit(std::uint32_t counter) const { return slots_.points().size() + counter; }
    [[nodiscard]] std::size_t data_bit(std::size_t slot) const { return slots_.points().size() + slots_.counters() + slot; }
    static void set(Bits& bits, std::size_t bit) { bits[bit / 64] |= std::uint64_t{1} << bit % 64; }
    [[nodiscard]] static bool has(const Bits& bits, std::size_t bit) { return (bits[bit / 64] >> bit % 64 & 1) != 0; }
    static bool unite(Bits& into, const Bits& with, const Bits* without);

    const semantics::Model& model_;
    const Slots& slots_;
    semantics::CaseId of_;
    const Situation& blank_;
    std::size_t words_ = 0;
    Bits kept_;                                // columns that are never forgotten
    std::vector<Bits> live_;                   // by state; empty for a composite
    std::vector<std::vector<Road>> roads_;     // by state
    std::vector<std::pair<std::size_t, std::size_t>> fed_;   // bit of a previous value, bit of the last that it comes from
    Bits* read_ = nullptr;                     // being collected
    std::map<std::vector<StateId>, Dead> dead_;
    std::vector<const Dead*> by_leaf_;         // of a case with one machine
};

}  // namespace recourse::explore
