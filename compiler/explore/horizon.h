// How far back rules still look, by where a case stands: what no rule that lies ahead reads before it happens anew does not tell two
// situations apart (static guard analysis: Behrmann, Bouyer, Fleury and Larsen, "Static guard analysis in timed automata
// verification", 2003).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "compiler/explore/slots.h"
#include "compiler/semantics/model.h"

namespace recourse::explore {

class Horizon {
public:
    // Instants that are compared with each other, and the one that is `measured` whatever rules read, count as read everywhere; all do
    // while something is watched, or when `alike_everywhere`.
    // O(states · transitions · instants remembered) to make, at worst.
    Horizon(const semantics::Model& model, Slots& slots, semantics::CaseId of, const ClockBounds& everywhere,
            std::optional<std::uint32_t> measured, bool alike_everywhere);

    // What can still be told apart while the machines stand in these leaves; stays where it is. O(log of the combinations asked for).
    [[nodiscard]] const ClockBounds& at(const std::vector<semantics::StateId>& leaves);

private:
    using ExprId = semantics::ExprId;
    using StateId = semantics::StateId;
    struct Road {
        StateId to;
        std::vector<std::uint32_t> anew;   // columns that taking it sets
    };

    void choose_columns();
    [[nodiscard]] bool varies(std::uint32_t point) const;
    void collect(StateId leaf);
    void collect_roads(StateId leaf, semantics::TransitionId rule);
    void follow_roads();
    void read_rule(semantics::TransitionId rule);
    void read_instant(ExprId id, std::int64_t shift);
    void read_condition(ExprId id);
    void read_all(ExprId id);
    void note(std::uint32_t point, std::int64_t distance);
    void note_with_hangers(std::uint32_t point);
    [[nodiscard]] std::optional<Moment> simple(ExprId id);

    const semantics::Model& model_;
    Slots& slots_;
    semantics::CaseId of_;
    ClockBounds everywhere_;
    std::optional<std::uint32_t> measured_;
    std::vector<std::uint32_t> columns_;                 // points whose bound depends on the state
    std::vector<std::uint32_t> column_of_;               // by point
    std::vector<StateId> leaves_;
    std::vector<std::vector<std::int64_t>> bounds_;      // by state, by column; empty for a composite
    std::vector<std::vector<Road>> roads_;               // by state
    std::vector<std::int64_t>* noted_ = nullptr;         // the bounds being collected
    std::map<std::vector<StateId>, ClockBounds> known_;
};

}  // namespace recourse::explore
