#include "compiler/semantics/analyser.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;
using diagnostics::Sink;

std::string_view word_for(SymbolKind kind) {
    switch (kind) {
        case SymbolKind::party: return "a party";
        case SymbolKind::kind: return "a kind";
        case SymbolKind::member: return "a kind's member";
        case SymbolKind::fact: return "a fact";
        case SymbolKind::record: return "a record";
        case SymbolKind::event: return "an event";
        case SymbolKind::effect: return "an effect";
        case SymbolKind::named: return "a named value";
        case SymbolKind::decision: return "a decision";
        case SymbolKind::state: return "a state";
        case SymbolKind::machine: return "a machine of the case";
        case SymbolKind::parameter: return "a parameter of the machine";
        case SymbolKind::decision_parameter: return "a parameter of the decision";
        case SymbolKind::outcome: return "an outcome of the machine";
        case SymbolKind::reusable: return "a reusable machine";
        case SymbolKind::calendar: return "a calendar";
        case SymbolKind::case_type: return "a case";
    }
    return "a name";
}

Diagnostic& unknown_name(Sink& sink, std::string_view code, const syntax::Name& name, std::string message,
                         const std::vector<std::string>& candidates) {
    Diagnostic& diagnostic = sink.error(code, name.span, std::move(message));
    diagnostic.labels.front().text = "not known here";
    if (const auto near = diagnostics::nearest(name.text, candidates)) {
        diagnostic.hint = "did you mean `" + *near + "`?";
        diagnostic.fix = diagnostics::Fix{name.span, *near, "replace with `" + *near + "`"};
    }
    return diagnostic;
}

void report_duplicate(Sink& sink, const std::string& name, Span again, Span first, std::string_view code) {
    Diagnostic& diagnostic = sink.error(code, again, "`" + name + "` is declared twice", "rename one of the two, or take one away");
    diagnostic.labels.front().text = "declared again here";
    diagnostic.labels.push_back({first, "first declared here"});
}

bool declare_name(Sink& sink, Scope& scope, const syntax::Name& name, Symbol symbol) {
    if (name.empty()) return false;
    if (!scope.declare(name.text, symbol)) {
        report_duplicate(sink, name.text, name.span, scope.own().find(name.text)->second.declared);
        return false;
    }
    const Symbol* outer = scope.parent() == nullptr ? nullptr : scope.parent()->peek(name.text);
    const bool itself = outer != nullptr && outer->kind == symbol.kind && outer->id == symbol.id;   // known outside by its path's end
    if (outer != nullptr && !itself) {
        Diagnostic& diagnostic = sink.warning("shadowed-name", name.span,
                                              "`" + name.text + "` hides " + std::string(word_for(outer->kind)) + " of the same name",
                                              "give one of the two another name, so that a reader cannot mistake them");
        diagnostic.labels.front().text = std::string(word_for(symbol.kind)) + " from here on";
        diagnostic.labels.push_back({outer->declared, "hidden inside"});
    }
    return true;
}

Symbol* resolve(Sink& sink, Scope& scope, const syntax::Name& name, SymbolKind wanted, std::string_view code, bool use) {
    if (name.empty()) return nullptr;
    Symbol* found = scope.find(name.text);
    const std::string what(word_for(wanted));
    if (found == nullptr) {
        const std::string bare = what.substr(what.find(' ') + 1);
        unknown_name(sink, code, name, "there is no " + bare + " `" + name.text + "` here", scope.visible({wanted}));
        return nullptr;
    }
    if (found->kind != wanted) {
        Diagnostic& diagnostic = unknown_name(sink, code, name,
                                              "`" + name.text + "` is " + std::string(word_for(found->kind)) + ", and " + what + " is needed here",
                                              scope.visible({wanted}));
        diagnostic.labels.front().text = what + " is needed";
        if (found->declared.valid()) diagnostic.labels.push_back({found->declared, "declared here"});
        return nullptr;
    }
    if (use) found->used = true;
    return found;
}

namespace {

void check_citation(const Unit& unit, Sink& sink, const syntax::Citation& cite) {
    if (unit.sources.empty() || unit.unnamed_source) return;
    if (!unit.sources.contains(cite.source)) {
        const syntax::Name name{cite.source, {cite.span.file, cite.span.begin, cite.span.begin + static_cast<std::uint32_t>(cite.source.size())}};
        unknown_name(sink, "unknown-source", name, "the header declares no source `" + cite.source + "`",
                     {unit.sources.begin(), unit.sources.end()});
        return;
    }
    if (cite.clause.empty() || !unit.sources_with_clauses.contains(cite.source)) return;
    // A clause below a listed one is covered by it: `2.4` by `2`.
    std::string clause = cite.source + "." + cite.clause;
    while (clause.size() > cite.source.size()) {
        if (unit.clauses.contains(clause)) return;
        clause.resize(clause.rfind('.'));
    }
    Diagnostic& diagnostic = sink.warning("unknown-clause", cite.span, "source `" + cite.source + "` lists no clause " + cite.clause,
                                          "add the clause to the source in the header, or mend the number");
    diagnostic.labels.front().text = "cited here";
}

}  // namespace

RuleText rule_text(const Unit& unit, Sink& sink, const syntax::Trailing& trailing) {
    RuleText text;
    if (trailing.reason) {
        text.reason = trailing.reason->text;
        text.reason_span = trailing.reason->span;
    }
    for (const syntax::Citation& cite : trailing.cites) {
        check_citation(unit, sink, cite);
        text.cites.push_back({cite.source, cite.clause, cite.span});
    }
    if (trailing.reading) text.reading = trailing.reading->value;
    for (const auto& allow : trailing.allows) text.allows.push_back({allow.code.text, allow.because.value, allow.span});
    return text;
}

RuleText rule_text(const Body& body, const syntax::Trailing& trailing) { return rule_text(*body.unit, *body.sink, trailing); }

std::vector<Parameter> parameters_of(const std::vector<Field>& fields) {
    std::vector<Parameter> parameters;
    for (const Field& field : fields) parameters.push_back({field.name, field.type.optional});
    return parameters;
}

std::vector<const syntax::Argument*> match_arguments(Sink& sink, const std::string& of, Span place, const std::vector<Parameter>& parameters,
                                                     const std::vector<syntax::Argument>& arguments, bool partial,
                                                     std::string_view missing_code, std::string_view unknown_code) {
    std::vector<const syntax::Argument*> matched(parameters.size(), nullptr);
    std::vector<std::string> names;
    for (const Parameter& parameter : parameters) names.push_back(parameter.name);
    std::size_t position = 0;
    bool broken = false;
    for (const syntax::Argument& argument : arguments) {
        std::size_t index = position;
        if (!argument.name.empty()) {
            index = static_cast<std::size_t>(std::find(names.begin(), names.end(), argument.name.text) - names.begin());
            if (index == names.size()) {
                unknown_name(sink, unknown_code, argument.name, of + " has no `" + argument.name.text + "`", names);
                broken = true;
                continue;
            }
        } else if (++position > parameters.size()) {
            const std::string most = parameters.empty() ? "nothing" : std::to_string(parameters.size());
            sink.error("extra-argument", argument.span, of + " takes " + most + ", and this is one more", "take it away")
                .labels.front().text = "one too many";
            return matched;
        }
        if (matched[index] != nullptr) {
            report_duplicate(sink, names[index], argument.span, matched[index]->span, "repeated-argument");
            continue;
        }
        matched[index] = &argument;
    }
    if (partial || broken) return matched;
    std::string missing;
    for (std::size_t i = 0; i < matched.size(); ++i) {
        if (matched[i] == nullptr && !parameters[i].optional) missing += (missing.empty() ? "`" : ", `") + names[i] + "`";
    }
    if (!missing.empty()) sink.error(missing_code, place, of + " needs " + missing, "give it by name").labels.front().text = "not given here";
    return matched;
}

std::vector<Field> fields_of(Sink& sink, Typer& typer, const std::vector<syntax::Field>& written, Scope& scope,
                             Place::Role role) {
    std::vector<Field> fields;
    Place place;
    place.scope = &scope;
    place.role = role;
    place.constant = true;   // only a fact's bound may read what a case knows: it is checked when the case opens
    for (const syntax::Field& field : written) {
        const auto same = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == field.name.text; });
        if (same != fields.end()) {
            report_duplicate(sink, field.name.text, field.name.span, same->span);
            continue;
        }
        fields.push_back({field.name.text, typer.type_of(field.type, place), field.name.span});
    }
    return fields;
}

}  // namespace recourse::semantics
