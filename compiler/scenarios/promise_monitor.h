// Follows one case as it is played and says at once when it breaks a promise of its policy. Written from what docs/language.md says of
// promises, apart from the search that proves them: tests/exactness holds the two against each other.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/scenarios/bridge.h"
#include "compiler/scenarios/fact_conditions.h"
#include "compiler/semantics/model.h"
#include "compiler/support/calendar_table.h"

namespace recourse::scenarios {

// A promise that the case has broken.
struct PromiseBreak {
    std::size_t promise = 0;    // index in the model
    Instant at = 0;             // of a time that has run out: its last instant
    std::string how;            // "`Refunded` was not entered by 2024-03-06 10:00"
};

// Why a promise is left to the prover, to follow "it"; empty when it is followed. `can lead to` speaks of what may happen, `may` of what
// is possible at every instant, `never` and `always` of conditions at every step; conditions that read more than facts are read by the
// search alone.
[[nodiscard]] std::string not_followed(const semantics::Model& model, const semantics::Promise& promise);

// What the monitors of all cases share: the promises in terms of the program. The bridge has to live as long.
class FollowedPromises {
public:
    explicit FollowedPromises(const Bridge& bridge);

    struct Followed {
        std::size_t index = 0;                      // in the model
        const semantics::Promise* promise = nullptr;
        std::uint32_t type = none;                  // the rest in the program's indices
        std::vector<std::uint32_t> silent, prompt, unless, events, effects;
        std::uint32_t after = none, before = none, party = none;
    };
    [[nodiscard]] const Bridge& bridge() const { return bridge_; }
    [[nodiscard]] const std::vector<Followed>& all() const { return all_; }
    // Null where there is none.
    [[nodiscard]] const support::CalendarTable* calendar(const CaseFacts& facts) const;

private:
    const Bridge& bridge_;
    std::vector<Followed> all_;
    std::vector<support::CalendarTable> calendars_;     // by the model's choices
};

// Plays one case through the runtime in its host's stead, and watches. A copy goes on by itself.
class PromiseMonitor {
public:
    explicit PromiseMonitor(const FollowedPromises& promises) : followed_(&promises) {}

    // As the runtime's functions of these names; a case that is not opened is not watched.
    StepResult open(std::span<std::byte> bytes, std::uint32_t type, Instant at, std::span<const Value> facts, Listener& listener,
                    const Input* opening);
    StepResult step(CaseRef c, const Input& input, Listener& listener);
    StepResult advance(CaseRef c, Instant to, Listener& listener);

    // All that have been broken so far, in order.
    [[nodiscard]] const std::vector<PromiseBreak>& broken() const { return broken_; }
    // The same text for monitors that will judge the same: for those who play every way that a case can go.
    [[nodiscard]] std::string standing() const;

private:
    struct Tee;
    using Followed = FollowedPromises::Followed;

    // How one promise stands.
    struct Watch {
        bool on = false;            // it watches
        bool over = false;          // nothing is promised any more
        bool broken = false;
        bool scope = false;         // between `after` and `before`
        Instant limit = never;      // of `within`
        std::uint32_t counts[2] = {0, 0};
    };

    void begin(std::size_t which, Instant at);
    void note_opening(CaseRef c, Instant at, std::span<const Value> facts);
    void note_time(Instant at);                 // that something happens then, or that nothing earlier will
    void note_event(const Input& input, bool opens);
    void note_move(const Move& move);
    void note_effect(const EffectCall& call);
    void note_end(CaseRef c, Instant at);       // after a step
    void enter(std::size_t which, const std::vector<semantics::StateId>& entered, Instant at);
    void count(std::size_t which, std::size_t counted, Instant at);
    void look_ahead(CaseRef c, Instant to);
    void limit_takes_effect(Instant at);
    void break_promise(std::size_t which, Instant at, std::string how);

    [[nodiscard]] std::vector<semantics::StateId> entered_by(const Move& move) const;
    [[nodiscard]] bool in_any(const std::vector<semantics::StateId>& states) const;
    [[nodiscard]] bool counts_now(std::size_t which) const { return watches_[which].on && watches_[which].scope; }
    [[nodiscard]] std::string when(Instant at) const;
    [[nodiscard]] std::string counted_name(const Followed& followed, std::size_t counted) const;

    const FollowedPromises* followed_;
    std::vector<Watch> watches_;                // by FollowedPromises::all; those of other case types are over
    std::vector<PromiseBreak> broken_;
    std::vector<semantics::StateId> leaves_;    // by machine of the case
    CaseFacts facts_;
    ZoneView zone_ = utc_zone;
    std::uint32_t first_machine_ = 0;
    Instant last_ = 0;
    // Parties, a bit each, that have an act to make at the very instant of a time limit that is about to take effect.
    struct Ahead { Instant due; std::uint64_t parties; };
    std::vector<Ahead> ahead_;
};

}  // namespace recourse::scenarios
