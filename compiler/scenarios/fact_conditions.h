// Conditions that read nothing but a case's facts and its opening, evaluated exactly on one case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/semantics/model.h"

namespace recourse::scenarios {

// A value kept: the runtime's texts are good during a call only.
struct KeptValue {
    std::int64_t number = absent;
    std::string text;
};

// The facts of one case, in declared order.
struct CaseFacts {
    semantics::CaseId of;
    Instant opening = 0;
    std::vector<KeptValue> values;
};

// Whether `holds` can tell of the condition in every case. O(size of the condition).
[[nodiscard]] bool reads_facts_alone(const semantics::Model& model, semantics::ExprId condition);

// Whether the condition holds; one that comes to read a value that is not there, or overflows, does not.
[[nodiscard]] bool holds(const semantics::Model& model, semantics::ExprId condition, const CaseFacts& facts);

}  // namespace recourse::scenarios
