// The straight road of an event: what a step does in a case of one machine when nothing can fail on the way. The loader lays it from
// the same records that the rounds of apply.cpp and settle.cpp walk; an event that meets anything else (a fault, a rule that does
// more, no rule at all) takes those instead, before a byte has changed. Tests compare the two over random histories.
#pragma once

#include "runtime/machine/run.h"

namespace recourse::machine {

/// A rule as a leaf takes it.
struct DirectRule {
    std::uint32_t transition;
    Code guard;
    std::uint32_t to;  // the leaf that it leads to
    Range clocks;      // direct_clocks: where the states entered keep the instant, in slots of 8 bytes that hold any
    Range effects;     // direct_calls: the rule's, then those of the states entered
    Range dues;        // direct_codes: the deadlines that may fire from `to`
    bool ends;         // the case has ended in `to`
    bool calm;         // `dues` is all that has to be looked at in `to`
};

inline constexpr std::uint32_t kMaxDirectRules = 4;      // a leaf's answers to one event; more take the rounds
inline constexpr std::size_t kMostDirectRules = 1 << 16; // of a program: bounds the memory that this may use

/// Fills tables.direct and what hangs on it. O(states · events · rules of an entry, up to the bounds above).
void derive_direct(Tables& tables);

enum class Taken : std::uint8_t { not_at_all, unsettled, whole };

/// Does the whole event, or the event but for what happens by itself afterwards, or nothing at all. The event has been admitted, the
/// case runs, and nothing is due before the event.
Taken take_directly(const Tables& tables, const CaseRecord& type, std::byte* live, const Input& input, Listener& listener);

} // namespace recourse::machine
