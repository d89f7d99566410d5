#include "compiler/driver/phases.h"

#include "compiler/checks/checks.h"
#include "compiler/emit/program.h"
#include "compiler/promises/judge.h"

namespace recourse::driver {

namespace {

// Drops or changes the findings whose codes have a level.
void apply_levels(diagnostics::Sink& sink, const Options& options) {
    std::erase_if(sink.all(), [&](const diagnostics::Diagnostic& one) {
        const auto level = options.levels.find(one.code);
        return level != options.levels.end() && level->second == Level::off;
    });
    for (diagnostics::Diagnostic& one : sink.all()) {
        const auto level = options.levels.find(one.code);
        if (level == options.levels.end()) continue;
        one.severity = level->second == Level::error     ? diagnostics::Severity::error
                       : level->second == Level::warning ? diagnostics::Severity::warning
                                                         : diagnostics::Severity::note;
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

void check(Unit& unit, std::string_view path, const Options& options) {
    const auto limits = [&](semantics::CaseId of) { return limits_of(unit, path, of, options); };
    checks::run_checks(unit.model, unit.of_checks, [&](diagnostics::Sink& found) { promises::report(unit.model, found, limits); }, limits);
    apply_levels(unit.of_checks, options);
}

bool wants_program(const Unit& unit) {
    return unit.tree.kind == syntax::File::Kind::policy ||
           (unit.tree.kind == syntax::File::Kind::library && !unit.model.scenarios.empty());
}

void write_program(Unit& unit, const support::SourceTable& sources) {
    unit.program = emit::emit_program({&unit.model, &sources}, unit.of_checks);
}

}  // namespace recourse::driver
