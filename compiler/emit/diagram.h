// The states of a case type as a picture or as data.
#pragma once

#include "compiler/semantics/model.h"
#include "compiler/support/source.h"

#include <cstdint>
#include <string>

namespace recourse::emit {

enum class DiagramFormat : std::uint8_t { dot, mermaid, json };

struct DiagramInput {
    const semantics::Model* model = nullptr;
    const support::SourceTable* sources = nullptr; // places in JSON; may be null
    semantics::CaseId of;
    std::string language = "en"; // "zh" gives Chinese words, and labels where the policy has them
};

// DOT for graphviz, a Mermaid stateDiagram-v2, or JSON with every rule and its place. The same model gives the same text.
// O(size of the case type).
[[nodiscard]] std::string state_diagram(const DiagramInput& input, DiagramFormat format);

} // namespace recourse::emit
