// The rights of a policy, each with what becomes of its window for every case that comes to its state: what the checks of empty and late rights
// share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/checks/explored.h"
#include "compiler/explore/windows.h"

namespace recourse::checks {

// A case that comes to the state of a right: the edge that enters it, and one way in which its window lies then.
struct Coming {
    const ExploredCase* explored = nullptr;
    std::uint32_t edge = 0;
    TransitionId rule;
    std::int64_t entered = 0;        // the instant of entering from `before`
    explore::Situation after;        // what the edge leaves, before the window narrows it
    explore::Window window;
};

// When cases come to the state, as a distance from each instant that they remember: over all ways of one kind.
struct Starts {
    std::size_t ways = 0;
    struct Since {
        explore::Reach reach;
        std::size_t ways = 0;   // in which the instant was there
    };
    std::map<std::uint32_t, Since> since;   // by point
};

// A rule by which a party may act within a window, in a state that cases come to. In a reusable machine, or inside a composite state, it
// stands for one in each copy.
struct Right {
    Span span;
    TransitionId rule;               // the first of its copies
    bool taken = false;              // by some case
    std::size_t open = 0;            // ways in which the window holds an instant of the stay, or may
    // The first way in which it does not; one in which something else than lateness shuts it before any other.
    std::optional<Coming> empty;
    std::optional<Coming> shorter;      // the first in which it is open for less than its event says
    // The first that comes by a step of the case: what has passed when a case is opened is nothing that anybody missed in it.
    std::optional<Coming> late;
    Starts open_starts, empty_starts;   // without openings
};

// The rights of the policy's own file that have windows, in the order of their places: what `CheckInput::rights` holds. O(edges).
[[nodiscard]] std::vector<Right> rights_of(const CheckInput& input);

// The instant that a point of the case type is counted from in the end, by way of the calendar.
[[nodiscard]] std::uint32_t root_of(const explore::Slots& slots, std::uint32_t point);

// The scenario that comes to the state and there acts in vain, under the window's assumptions.
[[nodiscard]] bool show_in_vain(const CheckInput& input, const Coming& coming, Diagnostic& finding, explore::Pace pace = explore::Pace::earliest);

// "C.2.4" or "C.2.4, G.1"; empty without citations.
[[nodiscard]] std::string cited(const semantics::RuleText& text);
// "5 days", of milliseconds: "12 days", "36 hours", "90 seconds".
[[nodiscard]] std::string time_in_words(std::int64_t milliseconds);
// The place where the instant of a limb is declared under a name of its own, with its clause; nothing when it is written out.
[[nodiscard]] std::optional<diagnostics::Label> declared_at(const Model& model, ExprId instant, const std::string& text);

}  // namespace recourse::checks
