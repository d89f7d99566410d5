// All checks of a policy: what its rules say against one another. One check is one .cpp and one line of checks.def.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "compiler/checks/written.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/explore/explorer.h"
#include "compiler/explore/time_facts.h"
#include "compiler/graph/state_graph.h"
#include "compiler/semantics/model.h"

namespace recourse::checks {

struct ExploredCase;   // explored.h
struct Right;          // rights.h

struct CheckInput {
    const semantics::Model& model;
    const Written& written;         // the file that the model was made of
    const graph::StateGraph& graph;
    const explore::TimeFacts& times;
    std::vector<bool> reached;      // by state: some case can come there, guards aside
    std::vector<std::shared_ptr<const ExploredCase>> explored = {};   // each case type's situations
    std::shared_ptr<const std::vector<Right>> rights = {};            // what becomes of them in these situations
};

// Runs every check over a model without errors, and lets `allow` take effect.
void run_checks(const CheckInput& input, diagnostics::Sink& sink, const std::function<void(diagnostics::Sink&)>& more = {});
// The same, with the graph lowered and the zone read here. `more` adds what others find in the policy, which `allow` accepts as well;
// it is not asked where the search had to be ended.
// `limits` is asked for each case type.
using LimitsOf = std::function<explore::Limits(semantics::CaseId)>;
void run_checks(const semantics::Model& model, const Written& written, diagnostics::Sink& sink, const std::function<void(diagnostics::Sink&)>& more = {},
                const LimitsOf& limits = {});

struct CheckInfo {
    void (*run)(const CheckInput&, diagnostics::Sink&);   // null for a finding that other checks make
    std::string_view code;
    diagnostics::Severity severity;
    std::string_view group;
    int law;                        // that the runtime could not keep for a policy with the finding; 0: `allow` may accept it
    std::string_view title;
};
[[nodiscard]] std::span<const CheckInfo> all_checks();

#define CHECK(function, code, severity, group, law, title) void function(const CheckInput& input, diagnostics::Sink& sink);
#include "compiler/checks/checks.def"

}  // namespace recourse::checks
