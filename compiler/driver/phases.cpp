#include "compiler/driver/phases.h"

#include <algorithm>

#include "compiler/checks/checks.h"
#include "compiler/emit/program.h"
#include "compiler/promises/judge.h"
#include "compiler/promises/migrations.h"
#include "compiler/driver/versions.h"
#include "compiler/scenarios/lint.h"

namespace recourse::driver {

namespace {

// The level that a code has been given, or else its group.
std::optional<Level> level_of(std::string_view code, const Options& options) {
    if (const auto own = options.levels.find(code); own != options.levels.end()) return own->second;
    for (const checks::CheckInfo& check : checks::all_checks()) {
        if (check.code != code) continue;
        if (const auto group = options.levels.find(check.group); group != options.levels.end()) return group->second;
    }
    return std::nullopt;
}

// Drops or changes the findings whose codes have a level.
void apply_levels(diagnostics::Sink& sink, const Options& options) {
    std::erase_if(sink.all(), [&](const diagnostics::Diagnostic& one) {
        return level_of(one.code, options) == Level::off;
    });
    for (diagnostics::Diagnostic& one : sink.all()) {
        const std::optional<Level> level = level_of(one.code, options);
        if (!level) continue;
        one.severity = *level == Level::error     ? diagnostics::Severity::error
                       : *level == Level::warning ? diagnostics::Severity::warning
                                                  : diagnostics::Severity::note;
    }
}

// What is found in the rules that a policy takes over comes of what it changes: it is told where it says what it refines, and points to
// both. A note there is advice to whoever wrote them, and has been given; and a promise that speaks of cases that are not the
// refinement's is kept by the others.
void tell_at_refinement(const Unit& unit, diagnostics::Sink& found) {
    const auto is_own = [&](const diagnostics::Diagnostic& one) { return one.labels.empty() || one.labels.front().span.file == unit.id; };
    const auto is_of_others = [](const diagnostics::Diagnostic& one) { return one.severity == diagnostics::Severity::note || one.code == "vacuous-promise"; };
    std::erase_if(found.all(), [&](const diagnostics::Diagnostic& one) { return !is_own(one) && is_of_others(one); });
    for (diagnostics::Diagnostic& one : found.all()) {
        const bool mends_elsewhere = one.fix && std::any_of(one.fix->edits.begin(), one.fix->edits.end(), [&](const diagnostics::Edit& edit) { return edit.span.file != unit.id; });
        if (mends_elsewhere) one.fix.reset();
        if (is_own(one)) continue;
        one.labels.insert(one.labels.begin(), {unit.tree.refines.span, "with what is changed here"});
    }
}

}  // namespace

explore::Limits limits_of(const Unit& unit, std::string_view path, semantics::CaseId of, const Options& options) {
    explore::Limits limits;
    limits.most_nodes = options.budget.situations;
    limits.most_bytes = options.budget.megabytes << 20;
    if (options.progress) {
        limits.stop = [&options, path, name = std::string_view(unit.model.cases[of].name)](std::size_t situations) {
            return options.progress({path, name, situations});
        };
    }
    return limits;
}

void check(const Pipeline& pipeline, Unit& unit, const Options& options) {
    const support::SourceFile& source = pipeline.table[unit.id];
    const std::string_view path = source.path();
    const auto limits = [&](semantics::CaseId of) { return limits_of(unit, path, of, options); };
    std::vector<const syntax::File*> imports;
    for (const Unit* one : pipeline.with_imports(unit)) {
        if (one != &unit && one->head.name != unit.head.name) imports.push_back(&one->tree);
    }
    bool scenarios_pass = true;
    const auto more = [&](diagnostics::Sink& found) {
        promises::report(unit.model, found, limits);
        for (const semantics::Migration& migration : unit.model.migrations) {
            const auto older = std::find_if(unit.older.begin(), unit.older.end(), [&](const auto& one) { return one->version == migration.from; });
            if (older != unit.older.end()) promises::judge_migration(unit.model, migration, (*older)->model, found, limits(migration.of));
        }
        scenarios::find_repeated(unit.model, unit.tree, source, found);
        if (!unit.program.empty()) scenarios_pass = scenarios::find_uncovered(unit.model, pipeline.table, unit.program, found, before_of(unit));
    };
    diagnostics::Sink found;     // apart from what keeps the program from being made, whose level is nobody's to choose
    checks::run_checks(unit.model, checks::Written(unit.tree, source, std::move(imports)), found, more, limits);
    // What has to be mended first will want other scenarios. Looked at all the same, so that no `allow` of it seems idle.
    if (!scenarios_pass || found.has_errors()) std::erase_if(found.all(), [](const diagnostics::Diagnostic& one) { return one.code == "uncovered"; });
    if (!unit.head.refines.empty()) tell_at_refinement(unit, found);
    apply_levels(found, options);
    for (diagnostics::Diagnostic& finding : found.all()) unit.of_checks.add(std::move(finding));
}

bool wants_program(const Unit& unit) {
    return unit.tree.kind == syntax::File::Kind::policy ||
           (unit.tree.kind == syntax::File::Kind::library && !unit.model.scenarios.empty());
}

void write_program(Unit& unit, const support::SourceTable& sources) {
    emit::EmitInput input{&unit.model, &sources, {}};
    for (const auto& older : unit.older) input.older.push_back({older->version, &older->model, older->shapes});
    unit.program = emit::emit_program(input, unit.of_checks);
}

}  // namespace recourse::driver
