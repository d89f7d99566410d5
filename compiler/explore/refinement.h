// Real dates for what a search by bounds leaves open. A search by bounds takes a calendar period for anything between its shortest and its
// longest length; what it does not find does not exist. What it finds may need lengths that no date has together. Then the search is made
// again by classes of days (calendar_classes.h): each way that it finds is followed, the classes on which it turns are split, until a way
// lies within pieces alone, which some date realises, or no way is left, which proves that none does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/explore/explorer.h"
#include "compiler/explore/trace.h"

namespace recourse::explore {

// A way to be shown: edges of an exploration, the opening first.
struct Way {
    std::vector<std::uint32_t> edges;
    Ending ending = {};
    Pace pace = Pace::earliest;
};

class Refinement {
public:
    static constexpr std::size_t kPartOfOne = 4, kMostTogether = 2, kLeastFollowed = 64;

    // The model and the facts have to live as long. O(days looked at) to make.
    Refinement(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch, const ByDays& days = {});

    [[nodiscard]] Explorer& explorer() { return explorer_; }
    // The search by the classes as they are. Each may look at a quarter of what `limits` allow, all together at twice as much; beyond that
    // it counts as ended for size.
    [[nodiscard]] Exploration search(const Limits& limits);

    // The classes that a way turns on and that are not yet one piece; none: dates realise it.
    [[nodiscard]] std::vector<CalendarClasses::Visit> open_on(const Exploration& found, const std::vector<std::uint32_t>& edges);

    // Shows the first way that lies within pieces alone, or else splits classes on some of them: on more in each round, the ways nearest to
    // being shown first.
    struct Attempt {
        std::optional<std::size_t> shown;   // which way
        std::optional<Trace> trace;
        bool stuck = false;                 // nothing was left to split, and no date shows it
    };
    [[nodiscard]] Attempt show_or_split(const Exploration& found, const std::vector<Way>& ways);

    void split(std::vector<CalendarClasses::Visit> visits);
    [[nodiscard]] std::size_t rounds() const { return rounds_; }

private:
    const semantics::Model& model_;
    const TimeFacts& times_;
    Explorer explorer_;
    std::size_t rounds_ = 0, looked_at_ = 0;
};

}  // namespace recourse::explore
