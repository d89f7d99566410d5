#include "compiler/driver/replay.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <recourse/compiler.h>

#include "compiler/driver/draft.h"
#include "compiler/driver/replay_decisions.h"

namespace recourse::driver {

namespace {

bool is_scenario(const diagnostics::Diagnostic& finding) {
    return !finding.witness.empty() && finding.witness.front().starts_with("scenario ");
}

// The scenario under a name that no other has; under the version that it says.
std::vector<std::string> renamed(std::vector<std::string> lines, const std::string& name) {
    lines.front() = fmt::format("scenario \"{}\"{}", name, lines.front().substr(lines.front().rfind('"') + 1));
    return lines;
}

}  // namespace

void replay_witnesses(const Pipeline& pipeline, Unit& unit) {
    std::vector<diagnostics::Diagnostic*> shown;
    for (diagnostics::Diagnostic& finding : unit.of_checks.all()) shown.push_back(&finding);
    replay_witnesses(pipeline, unit, std::move(shown));
}

void replay_witnesses(const Pipeline& pipeline, const Unit& unit, std::vector<diagnostics::Diagnostic*> shown) {
    std::vector<diagnostics::Diagnostic*> asked;
    std::copy_if(shown.begin(), shown.end(), std::back_inserter(asked), [](const diagnostics::Diagnostic* finding) { return asks_decision(*finding); });
    std::erase_if(shown, [](const diagnostics::Diagnostic* finding) { return !is_scenario(*finding); });
    replay_decisions(pipeline, unit, asked);
    if (shown.empty()) return;
    const std::string path = pipeline.table[unit.id].path();
    std::vector<std::vector<std::string>> played;
    for (std::size_t i = 0; i < shown.size(); ++i) played.push_back(renamed(shown[i]->witness, fmt::format("witness {}", i)));
    SourceSet sources = sources_with(pipeline, unit, played);
    Options options;
    options.checks = false;
    const ScenarioReport report = analyse(std::move(sources), options).run_scenarios(path);
    if (!report.ran) return;   // what keeps the program from being written is told as well, and nothing can be played before it is mended
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const std::string name = fmt::format("witness {}", i);
        const ScenarioResult* result = nullptr;
        for (const ScenarioResult& one : report.scenarios) {
            if (one.name == name) result = &one;
        }
        if (result == nullptr) {
            refute(*shown[i], "its scenario cannot be read");
            continue;
        }
        // What shows a fault may break a promise beside.
        const auto failure = std::find_if(result->failures.begin(), result->failures.end(), [](const ScenarioFailure& one) { return one.promise.empty(); });
        if (failure != result->failures.end()) refute(*shown[i], failure->message);
    }
}

}  // namespace recourse::driver
