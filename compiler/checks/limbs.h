// Conditions and windows judged one by one, for the checks of guards that are always or never true.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/checks/support.h"

namespace recourse::checks {

// A condition or window as written. In a reusable machine it stands for one in each instance; a verdict holds when all agree.
struct LimbVerdict {
    StateId owner;
    semantics::LimbKind kind = semantics::LimbKind::condition;
    bool never_holds = true;
    bool always_holds = true;
    std::string obstacle;   // of the first instance that could not be decided
};

// Conditions that hold whenever the rest of their rule does, in each rule and instance that has them, by place. Of two that say the same the
// later is told. Asking whether something is there, or has happened, is a courtesy to the reader and never told.
[[nodiscard]] std::vector<Span> implied_limbs(const CheckInput& input);

[[nodiscard]] std::map<Span, LimbVerdict> judge_limbs(const CheckInput& input);

// Rules whose conditions exclude each other although each can hold by itself, by place.
[[nodiscard]] std::map<Span, StateId> impossible_together(const CheckInput& input);

}  // namespace recourse::checks
