#include "compiler/emit/program.h"

#include "compiler/emit/cases.h"
#include "compiler/emit/migrations.h"
#include "compiler/emit/rule_keys.h"
#include "compiler/emit/tables.h"
#include "compiler/emit/writer.h"

#include <algorithm>

namespace recourse::emit {

namespace {

bool has_errors_since(const diagnostics::Sink& sink, std::size_t before) {
    const auto& all = sink.all();
    return std::any_of(all.begin() + static_cast<std::ptrdiff_t>(before), all.end(),
                       [](const diagnostics::Diagnostic& d) { return d.severity == diagnostics::Severity::error; });
}

} // namespace

std::vector<std::byte> emit_program(const EmitInput& input, diagnostics::Sink& sink) {
    const std::size_t before = sink.all().size();
    Writer writer{*input.model, input.sources, sink, number_entities(*input.model), {}, {}, {}};
    writer.rule_keys = rule_keys(writer.model);
    write_policy(writer);
    write_names(writer);
    write_clauses(writer);
    write_zones(writer);
    write_calendars(writer);
    write_decisions(writer);
    for (const semantics::CaseId id : input.model->cases.ids()) write_case(writer, id);
    write_openings(writer);
    write_migrations(writer, input);
    if (has_errors_since(sink, before)) return {};
    return write(writer.image);
}

} // namespace recourse::emit
