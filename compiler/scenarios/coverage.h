// How much of a policy its scenarios exercise, counted over all of them.
#pragma once

#include <span>
#include <vector>

#include <recourse/scenarios.h>

#include "compiler/scenarios/bridge.h"
#include "compiler/scenarios/stage.h"
#include "compiler/support/source.h"

namespace recourse::scenarios {

class CoverageTally {
public:
    explicit CoverageTally(const Bridge& bridge);

    // Before the line at `at` is played (the case is as of just before it): which running deadlines it looks at on their near
    // side, that is within the last day before they are due. `fires_at`: the line seals `at`, so what is due then is past.
    void look(Stage& stage, Instant at, bool fires_at);
    // What a scenario's case did.
    void add(std::span<const Move> moves);
    void add_row(semantics::DecisionId decision, std::uint32_t row_in_program);

    [[nodiscard]] Coverage report(const support::SourceTable& sources) const;

private:
    void report_duties(const support::SourceTable& sources, Coverage& coverage) const;

    const Bridge& bridge_;
    std::vector<bool> states_, transitions_, near_, fired_;     // by the model's id
    std::vector<std::vector<bool>> rows_;                       // by decision, by row as written
};

}  // namespace recourse::scenarios
