#include <algorithm>
#include <set>

#include <recourse/compiler.h>

#include "compiler/checks/checks.h"
#include "compiler/diagnostics/render_finding.h"
#include "compiler/driver/pipeline.h"
#include "compiler/driver/versions.h"
#include "compiler/emit/diagram.h"
#include "compiler/scenarios/run.h"
#include "compiler/syntax/formatter.h"
#include "compiler/syntax/parser.h"

namespace recourse {

std::string_view compiler_version() { return "0.1.0"; }

std::vector<std::string> level_names() {
    std::set<std::string> names;
    for (const checks::CheckInfo& check : checks::all_checks()) names.insert({std::string(check.code), std::string(check.group)});
    return {names.begin(), names.end()};
}

std::string_view name_of(FileKind kind) {
    switch (kind) {
    case FileKind::policy: return "policy";
    case FileKind::library: return "library";
    case FileKind::calendar: return "calendar";
    case FileKind::counting: return "counting regime";
    case FileKind::unknown: break;
    }
    return "unknown";
}

Analysis analyse(SourceSet sources, const Options& options) {
    return Analysis(driver::run_pipeline(std::move(sources), options));
}

FileHeader header_of(std::string_view text) {
    support::SourceTable table;
    const support::FileId id = table.add(support::SourceFile("", std::string(text)));
    diagnostics::Sink ignored;
    driver::Head head = driver::head_of(syntax::parse(id, table[id], ignored));
    return {head.kind, std::move(head.name), std::move(head.uses), head.version};
}

Analysis::Analysis(std::shared_ptr<const driver::Pipeline> pipeline) : pipeline_(std::move(pipeline)) {}

const std::vector<Finding>& Analysis::findings() const { return pipeline_->findings; }

bool Analysis::has_errors() const {
    return std::any_of(findings().begin(), findings().end(), [](const Finding& one) { return one.severity == Severity::error; });
}

const std::vector<FileInfo>& Analysis::files() const { return pipeline_->files; }

const FileInfo* Analysis::file(std::string_view path) const {
    const auto found = std::find_if(files().begin(), files().end(), [&](const FileInfo& one) { return one.path == path; });
    return found == files().end() ? nullptr : &*found;
}

const SourceSet& Analysis::sources() const { return pipeline_->sources; }

std::optional<std::vector<std::byte>> Analysis::compile(std::string_view path) const {
    const driver::Unit* unit = pipeline_->unit(path);
    if (unit == nullptr || !unit->is_fit()) return std::nullopt;
    return unit->program;
}

std::optional<std::string> Analysis::formatted(std::string_view path) const {
    const driver::Unit* unit = pipeline_->unit(path);
    if (unit == nullptr || unit->of_syntax.has_errors()) return std::nullopt;
    return syntax::format(unit->tree, pipeline_->table[unit->id]);
}

std::vector<CaseInfo> Analysis::cases(std::string_view path) const {
    const driver::Unit* unit = pipeline_->unit(path);
    if (unit == nullptr) return {};
    const semantics::Model& model = unit->model;
    std::vector<CaseInfo> cases;
    for (const semantics::CaseId id : model.cases.ids()) {
        const semantics::Case& of = model.cases[id];
        CaseInfo info;
        info.name = of.name;
        info.place = diagnostics::place_of(pipeline_->table, of.span);
        for (const semantics::State& state : model.states) {
            if (state.of != id) continue;
            const StateInfo::Kind kind = state.kind == semantics::StateKind::final     ? StateInfo::Kind::final
                                         : state.kind == semantics::StateKind::resting ? StateInfo::Kind::resting
                                         : state.children.empty()                      ? StateInfo::Kind::plain
                                                                                       : StateInfo::Kind::composite;
            info.states.push_back({state.path, kind, diagnostics::place_of(pipeline_->table, state.span)});
        }
        for (const semantics::EventId event : of.events) info.events.push_back(model.events[event].name);
        const auto belongs = [&](const semantics::Transition& one) { return one.of == id; };
        info.transitions = static_cast<std::uint32_t>(std::count_if(model.transitions.begin(), model.transitions.end(), belongs));
        const auto runs_here = [&](const semantics::Deadline& one) { return one.state.valid() && model.states[one.state].of == id; };
        info.deadlines = static_cast<std::uint32_t>(std::count_if(model.deadlines.begin(), model.deadlines.end(), runs_here));
        cases.push_back(std::move(info));
    }
    return cases;
}

std::vector<ScenarioName> Analysis::scenarios(std::string_view path) const {
    const driver::Unit* unit = pipeline_->unit(path);
    if (unit == nullptr) return {};
    std::vector<ScenarioName> names;
    for (const semantics::Scenario& scenario : unit->model.scenarios) {
        names.push_back({scenario.name, diagnostics::place_of(pipeline_->table, scenario.span)});
    }
    return names;
}

ScenarioReport Analysis::run_scenarios(std::string_view path) const {
    ScenarioReport report;
    const driver::Unit* unit = pipeline_->unit(path);
    if (unit != nullptr && !unit->program.empty()) report = scenarios::run(unit->model, pipeline_->table, unit->program, driver::before_of(*unit));
    report.path = path;
    return report;
}

std::optional<std::string> Analysis::diagram(std::string_view path, std::string_view case_type, DiagramFormat format,
                                             std::string_view language) const {
    const driver::Unit* unit = pipeline_->unit(path);
    if (unit == nullptr || !unit->is_sound()) return std::nullopt;
    emit::DiagramInput input{&unit->model, &pipeline_->table, {}, std::string(language)};
    for (const semantics::CaseId id : unit->model.cases.ids()) {
        const bool wanted = case_type.empty() || unit->model.cases[id].name == case_type;
        if (wanted && !input.of.valid()) input.of = id;
    }
    if (!input.of.valid()) return std::nullopt;
    switch (format) {
    case DiagramFormat::dot: return emit::state_diagram(input, emit::DiagramFormat::dot);
    case DiagramFormat::mermaid: return emit::state_diagram(input, emit::DiagramFormat::mermaid);
    case DiagramFormat::json: return emit::state_diagram(input, emit::DiagramFormat::json);
    case DiagramFormat::svg:
    case DiagramFormat::scxml: break;
    }
    return std::nullopt;
}

}  // namespace recourse
