// Promises, proved or broken: what the policy says of every case, held against every situation that a case can come to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/explore/explorer.h"
#include "compiler/explore/time_facts.h"
#include "compiler/semantics/model.h"

namespace recourse::promises {

enum class Outcome : std::uint8_t {
    kept,
    broken,      // `witness` shows it, where a scenario can
    vacuous,     // kept because what it speaks of never comes about
    undecided    // why is said in `message`
};

struct Judged {
    Outcome outcome = Outcome::undecided;
    std::string message;                  // "a case can come from `Claim` to `Lapsed`"; empty when kept
    std::string why;                      // why that matters
    std::vector<std::string> witness;     // lines of a scenario
    std::size_t situations = 0;           // that were looked at
};

// What a verdict rests on: the search, what it found, and up to which time since the watch began it told situations apart.
using Keep = std::function<void(const explore::Explorer&, const explore::Exploration&, std::int64_t measured)>;

// One promise of a sound model; `keep` is told when it is kept or vacuous. O(situations of its case type, told apart by what the promise
// watches).
[[nodiscard]] Judged judge(const semantics::Model& model, const explore::TimeFacts& times, const semantics::Promise& promise,
                           const explore::Limits& limits = {}, const Keep& keep = {});

// "if the seller is silent", "" when nothing is assumed.
[[nodiscard]] std::string assumptions_in_words(const semantics::Model& model, const semantics::Promise& promise);
// "`Claim` or `Dispute`"
[[nodiscard]] std::string states_in_words(const semantics::Model& model, const std::vector<semantics::StateId>& states);

// A finding for each promise that is not kept.
void report(const semantics::Model& model, diagnostics::Sink& sink, const std::function<explore::Limits(semantics::CaseId)>& limits = {});

}  // namespace recourse::promises
