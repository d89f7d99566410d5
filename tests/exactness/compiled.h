// A generated policy, compiled twice from one model: for the explorer as the model, for the runtime as the program.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <recourse/runtime.hpp>

#include "compiler/semantics/model.h"
#include "compiler/support/source.h"

namespace exactness {

using Place = std::pair<std::uint32_t, std::uint32_t>;   // line and column

struct Compiled {
    std::shared_ptr<const void> sources;     // what the model points into
    const recourse::support::SourceTable* texts = nullptr;
    recourse::semantics::Model model;
    recourse::Program program;
    std::vector<std::byte> bytes;            // of the program
    std::vector<Place> places;               // by transition of the model: where its rule is written
    std::vector<std::string> columns;        // records, and facts of few values, that some rule reads
};

// `in_milliseconds`: a minute of the text counts as a millisecond, so that all instants of a short life can be tried one by one.
// Empty when the policy has errors that keep it from being a program; `why` then says which.
[[nodiscard]] std::optional<Compiled> compile(const std::string& text, bool in_milliseconds, std::string* why = nullptr);

}  // namespace exactness
