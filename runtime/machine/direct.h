// The straight road of an event: what a step does in a case of one machine when nothing can fail on the way. The loader lays it from
// the same records that the rounds of apply.cpp and settle.cpp walk, with all that the step needs gathered in a few flat entries. An
// event that meets anything else (a fault, a rule that does more, no rule at all) takes the rounds instead, before a byte has changed.
// Tests compare the two over random histories. How a step takes the road is in direct_take.h.
#pragma once

#include "runtime/machine/run.h"

namespace recourse::machine {

inline constexpr std::uint32_t kMaxDirectRules = 4;      // a leaf's answers to one event; more take the rounds
inline constexpr std::uint32_t kMaxDirectClocks = 4;     // of the states that a rule enters; more take the rounds
inline constexpr std::uint32_t kMaxDirectDues = 2;       // deadlines that run afterwards; with more the rounds settle the case
inline constexpr std::size_t kMostDirectRules = 1 << 16; // of a program: bounds the memory that this may use

/// A case type as a road begins in it. One that has no roads has no states here either.
struct alignas(32) DirectCase {
    std::uint32_t bytes = 0;
    std::uint32_t state_offset = 0; // of its machine's active leaf
    std::uint32_t state_width = 0;
    std::uint32_t states = 0;
    std::uint32_t events = 0;
    std::uint32_t roads = 0;        // first entry in direct, beside CaseRecord::dispatch
};

/// What is certain to be of a field's type: the numbers from low to high, with any text. Others are asked of `fits`.
struct DirectField {
    std::int64_t low, high;
};

/// An event as it is checked and remembered.
struct DirectEvent {
    std::uint64_t senders = 0;     // bit 0: nobody, for a happening; bit p + 1: party p
    std::uint32_t fields = 0;
    std::uint32_t first_field = 0; // in direct_fields
    const DirectField* bounds = nullptr; // of its fields
    bool remembers = false;        // stores or counts
    bool stores = false;           // `field` is to be kept
    bool counts = false;           // `count` is to be raised
    Quick field;                   // store_field
    Quick count;                   // the slot; it can be raised while it is from 0 to below count.high
};

/// How a step learns what is due next.
enum class NextDue : std::uint8_t {
    never,  // nothing is
    after,  // `wait` after the step, for steps from `first` to `last`: all deadlines count from states that the step enters
    looked, // from `dues`
};

/// When a deadline is due.
struct DirectDue {
    Quick quick;
    Code code = kNone;
};

/// A rule as a leaf takes it.
struct DirectRule {
    const DirectEvent* event = nullptr;
    Quick guard;             // a true constant when it always holds
    bool always = false;     // it does
    Code guard_code = kNone;
    std::uint32_t leaf = 0;  // that it leads to, as the case holds it
    bool another = false;    // a further rule answers when this one's guard does not hold
    bool ends = false;       // the case has ended there
    bool calm = false;       // deadlines are all that has to be looked at there
    NextDue due = NextDue::looked;
    std::uint8_t clock_count = 0;
    std::uint8_t due_count = 0;
    std::uint16_t clocks[kMaxDirectClocks] = {}; // where the states entered keep the instant, in slots of 8 bytes that hold any
    std::int64_t wait = 0;
    Instant first = 0, last = 0;
    DirectDue dues[kMaxDirectDues];              // the deadlines that may fire from there
    Range calls{};           // direct_calls: the rule's, then those of the states entered
    std::uint32_t machine = kNone, from = kNone, to = kNone, transition = kNone; // as the move tells them
};

/// An argument that cannot fail, so that it need not be tried before the case is changed.
enum class DirectFrom : std::uint8_t { constant, now, slot, text_slot, text_field };
struct DirectArgument {
    DirectFrom from = DirectFrom::constant;
    std::uint32_t index = 0; // of the slot of a text, or of the event's field
    Quick slot;
    Value value;             // constant
};
struct DirectCall {
    std::uint32_t effect;
    Range arguments; // direct_arguments
};

/// Fills tables.direct and what hangs on it. O(states · events · rules of an entry, up to the bounds above).
void derive_direct(Tables& tables);

} // namespace recourse::machine
