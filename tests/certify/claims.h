// What must not be, of cases by themselves (docs/language.md, sections 4 to 7) and of what a promise says (docs/scenarios-and-promises.md): stated again,
// without the checks' help.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/explore/steps.h"
#include "compiler/semantics/model.h"

namespace certify {

class Claims {
public:
    // `promise` null: of all cases of the type. `measured`: up to which time since the watch began situations are told apart.
    Claims(const recourse::semantics::Model& model, const recourse::explore::Steps& steps, const recourse::semantics::Promise* promise,
           std::int64_t measured)
        : model_(model), steps_(steps), promise_(promise), measured_(measured) {}

    // Somebody may send it there: a party that is not assumed silent, or it happens by itself.
    [[nodiscard]] bool may_come(const recourse::explore::Situation& at, recourse::semantics::EventId event) const;

    // What is wrong with being there; nothing when all is well.
    [[nodiscard]] std::string wrong_there(const recourse::explore::Situation& at) const;
    // What is wrong with a step; `from` null: the opening.
    [[nodiscard]] std::string wrong_on(const recourse::explore::Situation* from, recourse::explore::Trigger trigger,
                                       const recourse::explore::Successor& step) const;
    // What is wrong when the steps meant all of this to the watch (Seen) and nothing else.
    [[nodiscard]] std::string wrong_in_all(std::uint16_t seen) const;

private:
    using Situation = recourse::explore::Situation;
    [[nodiscard]] bool watches(const Situation& at) const;
    [[nodiscard]] bool looks(const Situation& at) const;
    [[nodiscard]] bool speaks_of(const Situation& at) const;
    [[nodiscard]] bool waits_unfinished(const Situation& at) const;
    [[nodiscard]] std::string breaks_there(const Situation& at) const;
    [[nodiscard]] std::string breaks_on(const Situation* from, recourse::explore::Trigger trigger, const recourse::explore::Successor& step) const;
    [[nodiscard]] std::string too_slow(const recourse::explore::Successor& step) const;
    [[nodiscard]] bool can_be_refused(const Situation& at) const;

    const recourse::semantics::Model& model_;
    const recourse::explore::Steps& steps_;
    const recourse::semantics::Promise* promise_;
    std::int64_t measured_;
};

}  // namespace certify
