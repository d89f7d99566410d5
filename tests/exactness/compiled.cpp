#include "tests/exactness/compiled.h"

#include "compiler/driver/pipeline.h"
#include "compiler/emit/program.h"
#include "compiler/explore/slots.h"
#include "recourse/time.hpp"

namespace exactness {

using namespace recourse;
using semantics::ExprKind;
using semantics::TypeKind;

namespace {

std::int64_t shortened(std::int64_t period) {
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(period)});
    if (parts.unit != Unit::exact) return period;
    return static_cast<std::int64_t>(make_period(parts.unit, parts.reading, parts.count / 60'000).bits);
}

void shorten(semantics::Model& model) {
    for (semantics::Expr& expr : model.exprs) {
        if (expr.kind != ExprKind::constant) continue;
        if (expr.type.kind == TypeKind::duration) expr.number /= 60'000;
        if (expr.type.kind == TypeKind::period) expr.number = shortened(expr.number);
    }
    for (semantics::Promise& promise : model.promises) {
        if (promise.within) promise.within = shortened(*promise.within);
    }
}

void find_columns(Compiled& compiled) {
    const semantics::Model& model = compiled.model;
    const explore::TimeFacts times(model);
    const explore::Slots slots(model, times, semantics::CaseId(0));
    const semantics::Case& type = model.cases[semantics::CaseId(0)];
    const auto add = [&](explore::SlotKind kind, std::uint32_t id, const std::string& name) {
        bool kept = false;
        for (std::uint32_t n = 0; n < compiled.program.named_count(0); ++n) kept = kept || compiled.program.named_name(0, n) == name;
        if (kept && slots.slot({kind, id}) != nullptr) compiled.columns.push_back(name);
    };
    for (const auto id : type.records) add(explore::SlotKind::record, id.value, model.records[id].name);
    for (const auto id : type.facts) {
        const TypeKind kind = model.facts[id].type.kind;
        if (kind == TypeKind::kind || kind == TypeKind::boolean) add(explore::SlotKind::fact, id.value, model.facts[id].name);
    }
}

}  // namespace

std::optional<Compiled> compile(const std::string& text, bool in_milliseconds, std::string* why) {
    SourceSet sources;
    sources.add("t.rule", text);
    Options options;
    options.checks = false;   // what they find does not matter here
    const auto pipeline = driver::run_pipeline(std::move(sources), options);
    const driver::Unit* unit = pipeline->unit("t.rule");
    if (unit == nullptr || unit->program.empty() || unit->model.cases.empty()) {
        if (why != nullptr) *why = render(pipeline->findings, pipeline->sources);
        return std::nullopt;
    }
    semantics::Model model = unit->model;
    std::vector<std::byte> bytes = unit->program;
    if (in_milliseconds) {
        shorten(model);
        diagnostics::Sink sink;
        bytes = emit::emit_program({&model, &pipeline->table}, sink);
    }
    LoadError error;
    std::optional<Program> program = Program::load(bytes, error);
    if (!program) {
        if (why != nullptr) *why = error.message;
        return std::nullopt;
    }
    Compiled made{pipeline, &pipeline->table, std::move(model), std::move(*program), std::move(bytes), {}, {}};
    for (const semantics::Transition& transition : made.model.transitions) {
        const auto at = pipeline->table[transition.span.file].locate(transition.span.begin);
        made.places.emplace_back(at.line, at.column);
    }
    find_columns(made);
    return made;
}

}  // namespace exactness
