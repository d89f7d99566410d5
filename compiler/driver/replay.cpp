#include "compiler/driver/replay.h"

#include <algorithm>

#include <fmt/format.h>

#include <recourse/compiler.h>

namespace recourse::driver {

namespace {

bool is_scenario(const diagnostics::Diagnostic& finding) {
    return !finding.witness.empty() && finding.witness.front().starts_with("scenario ");
}

// The scenario under a name that no other has.
std::string renamed(const std::vector<std::string>& lines, const std::string& name) {
    std::string text = fmt::format("\nscenario \"{}\" {{\n", name);
    for (std::size_t i = 1; i < lines.size(); ++i) text.append(lines[i]).append("\n");
    return text;
}

void refute(diagnostics::Diagnostic& finding, const std::string& reason) {
    finding.message = fmt::format("internal: the finding `{}` is not borne out by the runtime ({})", finding.code, reason);
    finding.code = "unproved-finding";
    finding.severity = diagnostics::Severity::error;
    finding.why = "the compiler's reasoning and the runtime disagree, which is a fault of Recourse and not of the policy";
    finding.hint = "please report it with this policy";
}

}  // namespace

void replay_witnesses(const Pipeline& pipeline, Unit& unit) {
    std::vector<diagnostics::Diagnostic*> shown;
    for (diagnostics::Diagnostic& finding : unit.of_checks.all()) shown.push_back(&finding);
    replay_witnesses(pipeline, unit, std::move(shown));
}

void replay_witnesses(const Pipeline& pipeline, const Unit& unit, std::vector<diagnostics::Diagnostic*> shown) {
    std::erase_if(shown, [](const diagnostics::Diagnostic* finding) { return !is_scenario(*finding); });
    if (shown.empty()) return;
    const std::string path = pipeline.table[unit.id].path();
    SourceSet sources;
    for (const Unit* one : pipeline.with_imports(unit)) {
        if (one->from_library) continue;   // the compiler adds those by itself
        const std::string other = pipeline.table[one->id].path();
        std::string text = *pipeline.sources.find(other);
        for (std::size_t i = 0; other == path && i < shown.size(); ++i) text += renamed(shown[i]->witness, fmt::format("witness {}", i));
        sources.add(other, std::move(text));
    }
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
