// One case of the search: what the atoms taken so far leave open. Used by search.cpp alone.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/explore/difference_bounds.h"
#include "compiler/explore/formula.h"

namespace recourse::explore {

enum class Known : std::uint8_t { no, maybe, yes };

// A quotient as the runtime rounds it; nothing for a divisor that is not positive.
[[nodiscard]] std::optional<std::int64_t> divided(std::int64_t number, std::int64_t divisor, semantics::Rounding rounding);

class SearchState {
public:
    SearchState(const FormulaStore& store, const std::vector<VariableId>& used);

    // Whether the intervals and holes alone decide it.
    [[nodiscard]] Known judge(FormulaId formula) const;
    // Takes the formula as true. False when that contradicts what was taken before.
    bool assert_true(FormulaId formula);
    bool assert_atom(const Atom& atom);
    // Drops `any`s that hold, takes the last way out of those that have one; false on a contradiction.
    bool simplify();
    // Draws the conclusions of comparisons of pairs; false on a contradiction.
    bool close_pairs();
    [[nodiscard]] bool pairs_changed() const { return pairs_changed_; }
    // Narrows intervals by sums and by computed values; false on a contradiction. Stops after a few rounds: it may creep.
    bool narrow();
    // Of the variables that sums and computed values rest on, the one that is least known; zero when all are fixed.
    [[nodiscard]] VariableId least_known() const;
    [[nodiscard]] Atom lower_half(VariableId variable) const;
    // Gives variables their values for good, except those that nothing is known of: judge() then tells whether these matter.
    void fix(const Assignment& values);
    [[nodiscard]] bool has_choices() const { return !choices_.empty(); }
    // The open `any` with the fewest ways, taken out; its ways that are not yet refuted.
    std::vector<FormulaId> take_choice();

    // Values that fit intervals and pairs. When one runs into a hole or two meet that must differ, `clash` is that exclusion (to be
    // split on) and the result is false.
    bool assign(Assignment& values, Atom& clash) const;

private:
    [[nodiscard]] Known judge_atom(const Atom& atom) const;
    [[nodiscard]] Known judge_sum(const SumAtom& sum) const;
    [[nodiscard]] bool is_hole(VariableId variable, std::int64_t value) const;
    bool narrow_by(const SumAtom& sum, bool upwards, bool& changed);
    bool narrow_computed(VariableId variable, bool& changed);
    [[nodiscard]] bool interval(const Term& term, std::int64_t& least, std::int64_t& most) const;
    bool shrink(VariableId variable, std::int64_t low, std::int64_t high);
    [[nodiscard]] std::int64_t low(VariableId v) const { return low_[v.index()]; }
    [[nodiscard]] std::int64_t high(VariableId v) const { return high_[v.index()]; }
    [[nodiscard]] DifferenceBounds pairs_matrix(std::vector<VariableId>& members) const;
    [[nodiscard]] bool pick(VariableId variable, std::int64_t least, std::int64_t most, std::int64_t& value) const;

    const FormulaStore* store_;
    const std::vector<VariableId>* used_;
    std::vector<std::int64_t> low_, high_;
    std::vector<std::pair<VariableId, std::int64_t>> holes_;
    std::vector<Atom> pairs_;          // x − y <= bound, and x − y != bound
    std::vector<std::uint32_t> sums_;
    std::vector<FormulaId> choices_;   // `any`s not yet decided
    bool pairs_changed_ = false;
};

}  // namespace recourse::explore
