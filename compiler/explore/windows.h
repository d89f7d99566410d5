// How long a right stands open for a case that has just come to the state of its rule: from the later of entering and the rule's `from`
// to the earlier of its `until` and the deadlines that surely end the stay. What the rule asks beside its window is not looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/explore/steps.h"

namespace recourse::explore {

// One way in which the window lies. What was asked of instants to tell it from the others is in `asked`, and the situation is narrowed
// to it.
struct Window {
    bool empty = false;                           // it holds no instant of the stay
    bool shorter = false;                         // than the minimum asked for, and not empty
    bool until_passed = false;                    // the `until` that shuts it lay behind already on entering
    std::optional<std::uint32_t> from, until;     // the limbs that begin and end it; without: entering, nothing
    semantics::DeadlineId ended_by;               // the deadline that ends it; may be invalid
    Moment begins, ends;                          // the first and the last instant; `ends` may be never
    Situation at;
    std::vector<Slots::Order> asked;
    bool asks_data = false;                       // the way is chosen by more than instants
    // Something of it may move while the state stands, or was not followed exactly: nothing is claimed.
    bool certain = true;
};

// `at`: what a step leaves that entered the rule's state, its own instant so far from `before` (0 after an event, −1 after time).
// `shortest`: a minimum in milliseconds, counted from entering or from the end of what a `from` waits for; 0 asks for none. O(ways · points²).
[[nodiscard]] std::vector<Window> windows_on_entering(const Steps& steps, const Situation& at, std::int64_t entered, semantics::TransitionId rule,
                                                      std::int64_t shortest = 0);

// Whether the deadline moves the case out of the state, or to it anew, whatever else holds.
[[nodiscard]] bool ends_stay(const semantics::Model& model, semantics::DeadlineId deadline, semantics::StateId state);

}  // namespace recourse::explore
