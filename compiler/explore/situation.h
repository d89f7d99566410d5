// A situation: one configuration of a case, with what is known of its instants and data. And the choices by which one step of the
// semantics splits it where a rule asks for what is still open.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "compiler/explore/difference_bounds.h"
#include "compiler/explore/sums.h"
#include "compiler/semantics/model.h"
#include "compiler/support/short_list.h"

namespace recourse::explore {

enum class Standing : std::uint8_t { running, ended, halted };

struct Situation {
    support::ShortList<semantics::StateId, 2> leaves;   // by machine of the case
    support::ShortList<std::uint16_t, 8> counts;        // by counter of Slots
    support::ShortList<std::uint8_t, 32> known;         // by point: 0 while it has not happened
    support::ShortList<std::uint32_t, 2> done;          // deadlines (2·id) and `when`s (2·id + 1) that have happened and stay, sorted
    support::ShortList<std::uint8_t, 8> orders;         // by comparison of two instants (Slots::orders): 0 one is missing, 1 it holds, 2 it does not
    Standing standing = Standing::running;
    support::ShortList<std::uint16_t, 4> marks;         // of the watch (watch.h); none when nothing is watched
    support::ShortList<std::uint64_t, 4> domains;       // by domain: the classes that are still possible
    // Where a domain's classes are kept, when a way is gone over again to find out what every step carried: what a copy turns out to
    // be is then known of the original as well. Empty in the search, where each domain is its own place.
    std::vector<std::uint32_t> places;
    DifferenceBounds numbers{1};              // row 0 is zero
    Sums sums;                                // of the same rows; what writes a number does so by the two functions below
    DifferenceBounds zone{1};                 // point 0 is `before`: the first instant that the next input may bear

    [[nodiscard]] std::uint64_t& domain(std::uint32_t index) { return domains[places.empty() ? index : places[index]]; }
    [[nodiscard]] std::uint64_t domain(std::uint32_t index) const { return domains[places.empty() ? index : places[index]]; }
    void open_domain(std::uint32_t index, std::uint64_t classes) {
        if (places.empty()) {
            domains[index] = classes;
        } else {
            places[index] = static_cast<std::uint32_t>(domains.size());
            domains.push_back(classes);
        }
    }
    void copy_domain(std::uint32_t into, std::uint32_t from) {
        if (places.empty()) {
            domains[into] = domains[from];
        } else {
            places[into] = places[from];
        }
    }

    void assign_number(std::uint32_t row, std::uint32_t from, std::int64_t offset) {
        row == from ? sums.shift(row, offset) : sums.forget(row, numbers);
        numbers.assign(row, from, offset);
    }
    void forget_number(std::uint32_t row) {
        sums.forget(row, numbers);
        numbers.forget(row);
    }

    // The parts that are compared as they are; the rest is compared by inclusion.
    [[nodiscard]] bool same_configuration(const Situation& other) const {
        return leaves == other.leaves && counts == other.counts && known == other.known && done == other.done && orders == other.orders &&
               standing == other.standing && marks == other.marks;
    }
};

// The answers that were given on a way; a few, mostly.
using WayList = support::ShortList<std::uint8_t, 8>;

// One way through a step. The step is run from its beginning for every way: each time it has to choose it asks here, and the answers
// given before are given again, so that the semantics read like those of a single case.
class Choices {
public:
    // One of 0 … options − 1.
    std::uint32_t pick(std::uint32_t options) {
        if (next_ == made_.size()) made_.push_back({0, options});
        return made_[next_++].taken;
    }
    // The same among more than a choice can number.
    std::uint32_t pick_of_many(std::uint32_t options) {
        constexpr std::uint32_t most = 128;
        if (options <= most) return pick(options);
        const std::uint32_t block = pick_of_many((options + most - 1) / most);
        return block * most + pick(std::min(most, options - block * most));
    }
    // Turns to the next way; false when all have been gone.
    bool advance() {
        while (!made_.empty() && made_.back().taken + 1 == made_.back().options) made_.pop_back();
        if (made_.empty()) return false;
        ++made_.back().taken;
        next_ = 0;
        return true;
    }
    void rewind() { next_ = 0; }
    void clear() {
        made_.clear();
        next_ = 0;
    }
    [[nodiscard]] bool is_empty() const { return next_ == 0; }
    void taken(WayList& into) const {
        into.clear();
        for (std::size_t i = 0; i < next_; ++i) into.push_back(static_cast<std::uint8_t>(made_[i].taken));
    }
    // The way that was taken before.
    static Choices replay(const WayList& taken) {
        Choices choices;
        for (const std::uint8_t one : taken) choices.made_.push_back({one, one + 1u});
        return choices;
    }

private:
    struct Made {
        std::uint32_t taken, options;
    };
    std::vector<Made> made_;
    std::size_t next_ = 0;
};

}  // namespace recourse::explore
