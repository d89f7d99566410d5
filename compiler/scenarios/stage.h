// One case on the stage: opened, stepped and advanced as a scenario says, with what it did written down.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/scenarios/promise_monitor.h"

namespace recourse::scenarios {

// An effect with its texts kept: the runtime's are good during the call only.
struct PerformedEffect {
    std::uint32_t effect = none;
    Instant at = 0;
    struct Argument { std::int64_t number = absent; std::string text; };
    std::vector<Argument> arguments;
};

class Stage : private Listener {
public:
    Stage(const Program& program, const FollowedPromises& promises) : program_(program), promises_(promises), monitor_(promises) {}

    // Opens a case; `opening` is the event that opens it, if one does.
    StepResult open(std::uint32_t type, Instant at, std::span<const Value> facts, const Input* opening);
    StepResult step(const Input& input);
    void advance(Instant to);
    // Takes over the case of another stage, which plays an older version of this policy. No promise is followed from there on.
    StepResult come_from(Stage& older, std::uint32_t type, Instant at);

    [[nodiscard]] bool is_open() const { return is_open_; }
    [[nodiscard]] CaseRef at_hand() { return CaseRef(std::as_writable_bytes(std::span(words_))); }
    [[nodiscard]] std::uint32_t type() const { return type_; }
    [[nodiscard]] ZoneView zone();

    // Every move so far, and the effects since the last line of input.
    [[nodiscard]] const std::vector<Move>& moves() const { return moves_; }
    [[nodiscard]] const std::vector<PerformedEffect>& effects() const { return effects_; }
    // Promises that the case has broken, in order.
    [[nodiscard]] const std::vector<PromiseBreak>& broken() const { return monitor_.broken(); }
    // What happened so far, a line each.
    [[nodiscard]] const std::vector<std::string>& timeline() const { return timeline_; }

    // Words for messages.
    [[nodiscard]] std::string when(Instant at);
    [[nodiscard]] std::string words(const TypeInfo& type, const Value& value);
    [[nodiscard]] std::string words(const PerformedEffect& effect);
    [[nodiscard]] std::string present_states();     // "Claim.SellerDecides", "Trade is Closed and Refund is Paid"

private:
    void moved(const Move& move) override;
    void effect(const EffectCall& call) override;
    void note_input(std::size_t line, Instant at, std::string_view what, const StepResult& result);

    const Program& program_;
    const FollowedPromises& promises_;
    PromiseMonitor monitor_;
    std::vector<std::uint64_t> words_;      // the case's bytes, 8-byte aligned
    std::uint32_t type_ = none;
    bool is_open_ = false;
    std::vector<Move> moves_;
    std::vector<PerformedEffect> effects_;
    std::vector<std::string> timeline_;
};

}  // namespace recourse::scenarios
