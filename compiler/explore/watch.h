// What a search follows beside the rules of a case, so that a promise about it can be judged: since when the promise watches, whether
// what it speaks of has come, how often something happened. It is part of a situation, but moves nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/semantics/model.h"

namespace recourse::explore {

struct Watch {
    bool on = false;                                 // false: nothing is followed
    // It begins when one of these states is entered while `given` holds; at the opening where there are none. A later entering does
    // not begin it anew while it watches.
    std::vector<semantics::StateId> from;
    std::vector<semantics::ExprId> given;
    bool at_any_step = false;                        // or after any step (any entering of `from`): both are followed, that it begins there and not
    // It ends when one of these is entered (or the case ends), and for ever once an event of `unless` is accepted.
    std::vector<semantics::StateId> to;
    bool to_end = false;
    bool to_rest = false;                            // or when every machine has ended or rests
    bool being_there_counts = false;                 // a state of `to` in which the case is already when it begins
    std::vector<semantics::EventId> unless;
    std::optional<std::int64_t> within;              // packed period from its beginning
    // States that begin it, counts and conditions are looked at only between the last `after` and the next `before`.
    semantics::EventId after, before;
    struct Counted {
        semantics::EventId event;
        semantics::EffectId effect;
        semantics::StateId state;
    };
    std::vector<Counted> counted;
    std::uint32_t most = 0;                          // counts beyond it are alike
    semantics::ExprId condition;                     // looked at after every step
    // Of whose sending of which event the promise speaks.
    semantics::PartyId sender;
    semantics::EventId sent;
    // These hold while it watches: the silent send nothing, the prompt let no time limit take effect at whose instant they have an act to make.
    std::vector<semantics::PartyId> silent, prompt;
};

// Marks of a situation: how the watch stands, whether its scope is open, then one count for each of Watch::counted.
namespace mark {
inline constexpr std::size_t watching = 0, scope = 1, counts = 2;
inline constexpr std::uint16_t no = 0, yes = 1, over = 2;   // over: nothing is promised any more
}  // namespace mark

// What a step meant to the watch.
enum Seen : std::uint16_t {
    kBegan = 1,        // it began to watch
    kReached = 2,      // `to` was reached while it watched
    kMissed = 4,       // the case ended or halted while it watched
    kHolds = 8,        // the condition holds after the step, or does not
    kFails = 16,
    kTooOften = 32,    // some count went over `most`
    kFirst = 64,       // the first, the second of `counted` happened
    kSecond = 128,
    kLooks = 256,      // it watches and its scope is open
    kSent = 512,       // `sent` was accepted of `sender`
};

}  // namespace recourse::explore
