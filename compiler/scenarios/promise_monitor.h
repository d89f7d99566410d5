// Follows one case as it is played and says at once when it breaks a promise of its policy. Written from what docs/scenarios-and-promises.md says of
// promises, apart from the search that proves them: tests/exactness holds the two against each other.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/scenarios/bridge.h"
#include "compiler/scenarios/promise_words.h"
#include "compiler/scenarios/watched_program.h"
#include "compiler/semantics/model.h"
#include "compiler/support/calendar_table.h"

namespace recourse::scenarios {

// What the monitors of all cases share: the promises in terms of the program on which they are followed. The bridge has to live as long.
// Left to the prover is `can lead to`, which speaks of what may happen, and what reads a text that no case can keep.
class FollowedPromises {
public:
    FollowedPromises(const Bridge& host, const support::SourceTable& sources);

    struct Followed {
        std::size_t index = 0;                      // in the model
        const semantics::Promise* promise = nullptr;
        std::uint32_t type = none;                  // the rest in the program's indices
        std::vector<std::uint32_t> silent, prompt, unless, events, effects;
        std::uint32_t after = none, before = none, party = none;
    };
    [[nodiscard]] const Program& host() const { return host_.program(); }
    [[nodiscard]] const WatchedProgram& watched() const { return watched_; }
    [[nodiscard]] const semantics::Model& model() const { return host_.model(); }
    [[nodiscard]] const std::vector<Followed>& all() const { return all_; }
    // Of the model's choices; null where there is none.
    [[nodiscard]] const support::CalendarTable* calendar(std::size_t choice) const;

private:
    const Bridge& host_;
    WatchedProgram watched_;
    std::vector<Followed> all_;
    std::vector<support::CalendarTable> calendars_;     // by the model's choices
};

// Plays one case through the runtime in its host's stead, plays the same on the watched program, and watches that. A copy goes on by
// itself. Costs a second step for each of the host's; `may` and `acts in time` ask what is allowed after each.
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
        Instant open_until = never; // may: the last instant at which the act is taken if nothing else happens
        std::uint32_t counts[2] = {0, 0};
    };

    [[nodiscard]] const Program& program() const { return followed_->watched().program(); }
    [[nodiscard]] CaseRef mine() { return CaseRef(std::as_writable_bytes(std::span(words_))); }
    void follow_time(Instant to);               // one instant at which something is due after the other

    void begin(std::size_t which, Instant at);
    void note_opening(std::uint32_t type, Instant at, std::span<const Value> facts);
    void note_time(Instant at);                 // that something happens then, or that nothing earlier will
    void note_event(const Input& input, bool opens);
    void note_move(const Move& move);
    void note_effect(const EffectCall& call);
    void note_end(Instant at);                  // after a step
    void judge_conditions(Instant at);
    void ask_what_may();                        // at the instant that comes next
    void note_end_of_case(Instant at);
    void enter(std::size_t which, const std::vector<semantics::StateId>& entered, Instant at);
    void count(std::size_t which, std::size_t counted, Instant at);
    void limit_takes_effect();
    void break_promise(std::size_t which, Instant at, PromiseWord how, std::vector<std::string> names = {});

    [[nodiscard]] std::uint64_t awaited(Instant due);
    [[nodiscard]] bool is_taken(const Followed& followed, Instant at, Instant& until);
    [[nodiscard]] bool holds_now(semantics::ExprId condition);
    [[nodiscard]] std::vector<semantics::StateId> entered_by(const Move& move) const;
    [[nodiscard]] bool in_any(const std::vector<semantics::StateId>& states) const;
    [[nodiscard]] bool counts_now(std::size_t which) const { return watches_[which].on && watches_[which].scope; }
    [[nodiscard]] std::vector<std::string> names_of(const std::vector<semantics::StateId>& states) const;
    [[nodiscard]] std::string counted_name(const Followed& followed, std::size_t counted) const;

    const FollowedPromises* followed_;
    std::vector<std::uint64_t> words_;          // the watched program's case, 8-byte aligned
    std::vector<Watch> watches_;                // by FollowedPromises::all; those of other case types are over
    std::vector<PromiseBreak> broken_;
    std::vector<semantics::StateId> leaves_;    // by machine of the case
    ZoneView zone_ = utc_zone;
    std::size_t calendar_ = 0;                  // of the model's choices
    std::uint32_t first_machine_ = 0;
    Instant last_ = 0;
    Instant step_before_ = 0;                   // in a step: the instant before which everything has happened
    std::uint64_t awaited_ = 0;                 // parties, a bit each, that have an act to make at the very instant that takes effect now
};

}  // namespace recourse::scenarios
