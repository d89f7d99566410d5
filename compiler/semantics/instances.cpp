#include "compiler/semantics/instances.h"

#include "compiler/semantics/cases.h"
#include "compiler/semantics/labels.h"
#include "compiler/semantics/states.h"
#include "recourse/time.hpp"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;
using diagnostics::Severity;
using diagnostics::Sink;

namespace {

// `outcome` lines of a machine's declaration.
std::vector<std::string> outcomes_of(const syntax::Machine& machine) {
    std::vector<std::string> names;
    for (const syntax::Item& item : machine.items) {
        const auto* outcomes = std::get_if<syntax::OutcomeNames>(&item);
        if (outcomes == nullptr) continue;
        for (const syntax::Name& name : outcomes->names) names.push_back(name.text);
    }
    return names;
}

void match_outcomes(Body& inner, Sink& sink) {
    const syntax::State& written = *inner.made_at;
    const auto names = outcomes_of(*inner.reusable);
    const std::string& machine = inner.reusable->name.text;
    for (const syntax::Item& item : written.items) {
        const auto* rule = std::get_if<syntax::OutcomeRule>(&item);
        if (rule == nullptr || rule->outcome_name.empty()) continue;
        const syntax::Name& name = rule->outcome_name;
        if (std::find(names.begin(), names.end(), name.text) == names.end()) {
            unknown_name(sink, "unknown-outcome", name, "the machine `" + machine + "` has no outcome `" + name.text + "`", names);
            continue;
        }
        const auto [at, fresh] = inner.handlers.emplace(name.text, rule);
        if (!fresh) report_duplicate(sink, name.text, name.span, at->second->outcome_name.span, "outcome-twice");
    }
    std::string missing;
    for (const std::string& name : names) {
        if (!inner.handlers.contains(name)) missing += (missing.empty() ? "`" : ", `") + name + "`";
    }
    if (missing.empty()) return;
    Diagnostic& diagnostic = sink.error("outcome-missing", written.name.span, "nothing is said for when `" + machine + "` ends with " + missing,
                                        "add `outcome NAME -> STATE` for each");
    diagnostic.labels.push_back({inner.reusable->name.span, "the machine's declaration"});
}

bool ring_of_machines(Body& outer, const syntax::Machine& machine, const syntax::State& written) {
    std::vector<const Body*> around;
    for (const Body* at = &outer; at != nullptr; at = at->outer) {
        around.push_back(at);
        if (at->reusable != &machine) continue;
        Diagnostic& diagnostic = outer.sink->error("ring-of-machines", written.instance_of.span,
                                                   "the machine `" + machine.name.text + "` would be made within itself, and so without end",
                                                   "go back to an earlier state instead");
        diagnostic.labels.front().text = "made here";
        diagnostic.labels.push_back({machine.name.span, "while making this one"});
        return true;
    }
    return false;
}

constexpr int kMostMachinesWithin = 16;

bool too_deep(const Body& outer, const syntax::State& written) {
    int depth = 0;
    for (const Body* at = &outer; at != nullptr; at = at->outer) ++depth;
    if (depth <= kMostMachinesWithin) return false;
    outer.sink->error("nesting-too-deep", written.instance_of.span,
                      "machines are made within one another more than " + std::to_string(kMostMachinesWithin) + " deep",
                      "make this one in the case, beside the others");
    return true;
}

// A value that stands for any of its type, to try a machine by itself.
Expr placeholder(Analyser& analyser, const Type& type, Span place) {
    Expr expr;
    expr.type = type;
    expr.span = place;
    const std::int64_t some = std::min(std::max<std::int64_t>(1, type.low), type.high);
    switch (type.kind) {
        case TypeKind::instant: expr.kind = ExprKind::opening; break;
        case TypeKind::boolean: expr.number = 1; break;
        case TypeKind::period: expr.number = static_cast<std::int64_t>(make_period(recourse::Unit::days, recourse::Reading::to_the_minute, 1).bits); break;
        case TypeKind::party: expr.number = static_cast<std::int64_t>(analyser.model.parties.add({"somebody", place}).index()); break;
        case TypeKind::kind: break;
        default: expr.number = some; break;
    }
    return expr;
}

bool may_be_parameter(const Type& type) {
    return type.kind != TypeKind::text && type.kind != TypeKind::set && type.kind != TypeKind::date && !type.optional;
}

}  // namespace

Body* make_instance(Analyser& analyser, CaseEntry& entry, Body& outer, StateId state, const syntax::State& written) {
    const Symbol* symbol = resolve(*outer.sink, *outer.scope, written.instance_of, SymbolKind::reusable, "unknown-machine");
    if (symbol == nullptr) return nullptr;
    const Reusable& reusable = analyser.reusables[symbol->id];
    if (ring_of_machines(outer, *reusable.written, written)) return nullptr;
    if (too_deep(outer, written)) return nullptr;
    Body& inner = analyser.bodies.emplace_back();
    inner.unit = reusable.unit;
    inner.scope = analyser.new_scope(&reusable.unit->scope);
    inner.scratch = std::make_unique<Sink>();
    inner.scratch_typer = std::make_unique<Typer>(analyser.model, *inner.scratch, analyser);
    inner.sink = inner.scratch.get();
    inner.typer = inner.scratch_typer.get();
    inner.of = entry.id;
    inner.machine = outer.machine;
    inner.instance = state;
    inner.outer = &outer;
    inner.items = &reusable.written->items;
    inner.reusable = reusable.written;
    inner.made_at = &written;
    inner.arguments_typed = false;
    match_outcomes(inner, *outer.sink);
    entry.bodies.push_back(&inner);
    return &inner;
}

void declare_parameters(Analyser& analyser, Body& body) {
    if (body.reusable == nullptr) return;
    for (const syntax::Field& parameter : body.reusable->parameters) {
        Expr unknown;
        unknown.span = parameter.span;
        const ExprId id = analyser.model.exprs.add(std::move(unknown));
        body.parameters.push_back(id);
        declare_name(*body.sink, *body.scope, parameter.name, {SymbolKind::parameter, id.value, {}, parameter.name.span, false});
    }
}

void type_arguments(Analyser& analyser, Body& body) {
    if (body.arguments_typed || body.parameters.empty()) return;
    body.arguments_typed = true;
    std::vector<Type> types;
    std::vector<Parameter> parameters;
    {
        const ReadingOf reading(analyser, *body.unit);
        Place place;
        place.scope = &body.unit->scope;
        for (const syntax::Field& parameter : body.reusable->parameters) {
            types.push_back(body.typer->type_of(parameter.type, place));
            parameters.push_back({parameter.name.text, false});
            if (may_be_parameter(types.back())) continue;
            body.sink->error("parameter-type", parameter.span, "a machine's parameter cannot be " + body.typer->describe(types.back()),
                             "parameters are parties, periods, instants, kinds, numbers, money and yes or no");
        }
    }
    if (body.probe) {
        for (std::size_t i = 0; i < types.size(); ++i) {
            Expr value = placeholder(analyser, types[i], body.reusable->parameters[i].span);
            analyser.model.exprs[body.parameters[i]] = std::move(value);
        }
        return;
    }
    Body& outer = *body.outer;
    if (outer.instance.valid()) type_arguments(analyser, outer);
    const ReadingOf reading(analyser, *outer.unit);
    const auto matched = match_arguments(*outer.sink, "the machine `" + body.reusable->name.text + "`", body.made_at->instance_of.span, parameters,
                                         body.made_at->arguments, false);
    for (std::size_t i = 0; i < matched.size(); ++i) {
        if (matched[i] == nullptr) continue;
        const ExprId value = outer.typer->expression(matched[i]->value, place_in(outer, body.instance), types[i]);
        Expr copy = analyser.model.exprs[value];
        analyser.model.exprs[body.parameters[i]] = std::move(copy);
    }
}

namespace {

// What of a machine's declaration nobody uses; names of the machine itself only.
void collect_unused_inside(const Analyser& analyser, const Body& body, std::vector<Model::Unused>& unused) {
    for (const auto& [name, outcome] : body.outcomes) {
        if (!outcome.second) unused.push_back({"outcome", name, outcome.first});
    }
    collect_unused_members(analyser, body, unused);
}

// Makes the machine in a case of its own that is thrown away. True when nothing is wrong with it.
bool try_machine(Analyser& analyser, const Reusable& reusable, Sink& sink, Typer& typer, std::vector<Model::Unused>* unused) {
    const Model model = analyser.model;
    const auto states = analyser.states;
    const auto named = analyser.named;
    const auto received = analyser.received;
    const auto performed = analyser.performed;
    const auto written_records = analyser.written_records;
    const std::size_t before = sink.all().size();

    CaseEntry entry;
    Case row;
    row.name = reusable.written->name.text;
    entry.id = analyser.model.cases.add(std::move(row));
    static const std::vector<syntax::Item> nothing;
    Body& own = analyser.bodies.emplace_back();
    own.unit = reusable.unit;
    own.scope = analyser.new_scope(&reusable.unit->scope);
    own.sink = &sink;
    own.typer = &typer;
    own.of = entry.id;
    own.items = &nothing;
    own.probe = true;
    Machine machine;
    machine.of = entry.id;
    const MachineId machine_id = analyser.model.machines.add(std::move(machine));
    State state;
    state.name = reusable.written->name.text;
    state.of = entry.id;
    state.machine = machine_id;
    state.span = reusable.written->name.span;
    const StateId id = analyser.model.states.add(std::move(state));
    analyser.states.push_back({nullptr, &own, {}});
    Body& inner = analyser.bodies.emplace_back();
    inner.unit = reusable.unit;
    inner.scope = analyser.new_scope(&reusable.unit->scope);
    inner.sink = &sink;
    inner.typer = &typer;
    inner.of = entry.id;
    inner.instance = id;
    inner.outer = &own;
    inner.items = &reusable.written->items;
    inner.reusable = reusable.written;
    inner.arguments_typed = false;
    inner.probe = true;
    entry.body = &own;
    entry.bodies = {&own, &inner};
    fill_instance(analyser, entry, inner, machine_id);
    build_case(analyser, entry);
    define_case(analyser, entry);
    if (unused != nullptr) collect_unused_inside(analyser, inner, *unused);

    analyser.go_back_to(model);
    analyser.states = states;
    analyser.named = named;
    analyser.received = received;
    analyser.performed = performed;
    analyser.written_records = written_records;
    const auto& all = sink.all();
    return std::none_of(all.begin() + static_cast<std::ptrdiff_t>(before), all.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

bool is_sound(Analyser& analyser, const syntax::Machine& written) {
    const auto at = std::find_if(analyser.reusables.begin(), analyser.reusables.end(), [&](const Reusable& r) { return r.written == &written; });
    if (at == analyser.reusables.end()) return false;
    if (!at->sound) at->sound = try_machine(analyser, *at, analyser.muted, analyser.quiet, nullptr);
    return *at->sound;
}

}  // namespace

void try_machines(Analyser& analyser) {
    for (Reusable& reusable : analyser.reusables) {
        if (!reusable.unit->root) continue;
        std::vector<Model::Unused> unused;
        reusable.sound = try_machine(analyser, reusable, analyser.sink, analyser.loud, &unused);
        analyser.model.unused.insert(analyser.model.unused.end(), unused.begin(), unused.end());
    }
}

void judge_instances(Analyser& analyser, CaseEntry& entry) {
    // Inner instances first: what is wrong with one may be for its outer one to report.
    for (auto at = entry.bodies.rbegin(); at != entry.bodies.rend(); ++at) {
        Body& body = **at;
        if (body.scratch == nullptr || !body.scratch->has_errors() || !is_sound(analyser, *body.reusable)) continue;
        for (Diagnostic diagnostic : body.scratch->all()) {
            if (diagnostic.severity != Severity::error) continue;
            diagnostic.labels.insert(diagnostic.labels.begin(), {body.made_at->instance_of.span, "in what is made here"});
            body.outer->sink->add(std::move(diagnostic));
        }
    }
}

}  // namespace recourse::semantics
