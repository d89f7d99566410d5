#include "compiler/semantics/labels.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

// Every word that a label may be for.
std::set<std::string, std::less<>> labelled_names(const Analyser& analyser) {
    const Model& model = analyser.model;
    std::set<std::string, std::less<>> names;
    for (const auto& [name, symbol] : analyser.unit_order.front()->scope.own()) names.insert(name);
    for (const Kind& kind : model.kinds) {
        for (const std::string& member : kind.members) names.insert({member, kind.name + "." + member});
    }
    for (const CaseEntry& entry : analyser.cases) {
        for (const Body* body : entry.bodies) {
            for (const auto& [name, symbol] : body->scope->own()) names.insert(name);
        }
        names.insert(entry.reasons.begin(), entry.reasons.end());
    }
    for (const Event& event : model.events) {
        for (const Field& field : event.fields) names.insert({field.name, event.name + "." + field.name});
    }
    for (const Decision& decision : model.decisions) {
        for (const Field& field : decision.results) names.insert(field.name);
        for (const DecisionRow& row : decision.rows) names.insert(row.name);
    }
    for (const auto& [name, span] : analyser.unit_order.front()->imported) names.insert(name);
    names.insert(model.name);
    return names;
}

// Reasons of machines that no case makes: a library's labels are for them.
void add_reasons(const syntax::Trailing& trailing, std::set<std::string, std::less<>>& names) {
    if (trailing.reason) names.insert(trailing.reason->text);
}
void add_reasons(const syntax::Outcome& outcome, std::set<std::string, std::less<>>& names) {
    add_reasons(outcome.trailing, names);
    for (const syntax::Branch& branch : outcome.branches) add_reasons(branch.outcome, names);
}
void add_machine(const std::vector<syntax::Item>& items, std::set<std::string, std::less<>>& names) {
    for (const syntax::Item& item : items) {
        if (const auto* state = std::get_if<syntax::State>(&item)) {
            names.insert(state->name.text);
            add_machine(state->items, names);
        } else if (const auto* on = std::get_if<syntax::OnRule>(&item)) {
            add_reasons(on->outcome, names);
        } else if (const auto* deadline = std::get_if<syntax::DeadlineRule>(&item)) {
            add_reasons(deadline->outcome, names);
            if (deadline->otherwise) add_reasons(*deadline->otherwise, names);
        } else if (const auto* when = std::get_if<syntax::WhenRule>(&item)) {
            add_reasons(when->outcome, names);
        } else if (const auto* event = std::get_if<syntax::Event>(&item)) {
            names.insert(event->name.text);
        } else if (const auto* named = std::get_if<syntax::NamedValue>(&item)) {
            names.insert(named->name.text);
        } else if (const auto* record = std::get_if<syntax::Record>(&item)) {
            names.insert(record->name.text);
        } else if (const auto* outcomes = std::get_if<syntax::OutcomeNames>(&item)) {
            for (const syntax::Name& name : outcomes->names) names.insert(name.text);
        }
    }
}

std::string_view word_of(NamedKind kind) {
    switch (kind) {
        case NamedKind::period: return "period";
        case NamedKind::deadline: return "deadline";
        case NamedKind::moment: return "moment";
        case NamedKind::amount: return "amount";
        case NamedKind::condition: return "condition";
    }
    return "name";
}

// Names are known by path in scopes further out: a thing is used when any of its names is.
using Used = std::set<std::pair<SymbolKind, std::uint32_t>>;
Used used_symbols(const Analyser& analyser) {
    Used used;
    const auto collect = [&](const Scope& scope) {
        for (const auto& [name, symbol] : scope.own()) {
            if (symbol.used) used.emplace(symbol.kind, symbol.id);
        }
    };
    for (const Scope& scope : analyser.scopes) collect(scope);
    for (const Unit* unit : analyser.unit_order) collect(unit->scope);
    return used;
}

// What kind of thing an unused symbol is, for the report; nothing when it counts as used.
std::optional<std::string> unused_as(const Analyser& analyser, const Used& used, const Symbol& symbol) {
    if (symbol.kind == SymbolKind::event) {
        if (analyser.received.contains(EventId(symbol.id))) return std::nullopt;
        return analyser.model.events[EventId(symbol.id)].happening ? "happening" : "event";
    }
    if (symbol.kind == SymbolKind::effect) return analyser.performed.contains(EffectId(symbol.id)) ? std::nullopt : std::optional<std::string>("effect");
    if (used.contains({symbol.kind, symbol.id})) return std::nullopt;
    switch (symbol.kind) {
        case SymbolKind::record:
            if (analyser.written_records.contains(RecordId(symbol.id))) return std::nullopt;
            return "record";
        case SymbolKind::party: return "party";
        case SymbolKind::kind: return "kind";
        case SymbolKind::fact: return "fact";
        case SymbolKind::reusable: return "machine";
        case SymbolKind::parameter: return "parameter";
        case SymbolKind::named: return std::string(word_of(analyser.model.named[NamedId(symbol.id)].kind));
        default: return std::nullopt;   // states and machines are for the state graph, decisions come later
    }
}

void collect_scope(const Analyser& analyser, const Used& used, const Scope& scope, std::vector<Model::Unused>& unused) {
    for (const auto& [name, symbol] : scope.own()) {
        if (name.find('.') != std::string::npos) continue;
        if (const auto what = unused_as(analyser, used, symbol)) unused.push_back({*what, name, symbol.declared});
    }
}

void collect_imports(Analyser& analyser, bool decisions) {
    Unit& root = analyser.root();
    for (const auto& [name, span] : root.imported) {
        const Symbol& symbol = root.scope.own().find(name)->second;
        const bool decision = symbol.kind == SymbolKind::decision;
        const bool performed = symbol.kind == SymbolKind::effect && analyser.performed.contains(EffectId(symbol.id));
        if (decision == decisions && !symbol.used && !performed) analyser.model.unused.push_back({"import", name, span});
    }
}

bool is_import(const Unit& unit, const std::string& name) {
    return std::any_of(unit.imported.begin(), unit.imported.end(), [&](const auto& import) { return import.first == name; });
}

}  // namespace

void collect_unused_members(const Analyser& analyser, const Body& body, std::vector<Model::Unused>& unused) {
    collect_scope(analyser, used_symbols(analyser), *body.scope, unused);
}

void collect_unused(Analyser& analyser) {
    const Used used = used_symbols(analyser);
    std::vector<Model::Unused>& unused = analyser.model.unused;
    const Unit& root = analyser.root();
    if (analyser.model.is_policy) {
        for (const auto& [name, symbol] : root.scope.own()) {
            if (is_import(root, name) || name.find('.') != std::string::npos) continue;
            if (const auto what = unused_as(analyser, used, symbol)) unused.push_back({*what, name, symbol.declared});
        }
    }
    for (const CaseEntry& entry : analyser.cases) {
        for (const Body* body : entry.bodies) {
            // What an instance leaves unused is said of the machine's declaration.
            if (body->instance.valid()) continue;
            std::vector<Model::Unused> found;
            collect_scope(analyser, used, *body->scope, found);
            // Names of bodies further in stand here too, by their unambiguous ends.
            std::erase_if(found, [&](const Model::Unused& row) {
                const Symbol& symbol = body->scope->own().find(row.name)->second;
                const bool event = symbol.kind == SymbolKind::event, record = symbol.kind == SymbolKind::record, named = symbol.kind == SymbolKind::named;
                if (event) return std::none_of(body->events.begin(), body->events.end(), [&](const auto& e) { return e.second.value == symbol.id; });
                if (record) return std::none_of(body->records.begin(), body->records.end(), [&](const auto& r) { return r.second.value == symbol.id; });
                return named && std::find(body->named.begin(), body->named.end(), NamedId(symbol.id)) == body->named.end();
            });
            unused.insert(unused.end(), found.begin(), found.end());
        }
    }
    collect_imports(analyser, false);
}

void collect_unused_decisions(Analyser& analyser) {
    collect_imports(analyser, true);
    if (analyser.model.is_policy) {
        const Used used = used_symbols(analyser);
        const Unit& root = analyser.root();
        for (const auto& [name, symbol] : root.scope.own()) {
            if (symbol.kind != SymbolKind::decision || is_import(root, name) || used.contains({symbol.kind, symbol.id})) continue;
            analyser.model.unused.push_back({"decision", name, symbol.declared});
        }
    }
    auto& unused = analyser.model.unused;
    std::sort(unused.begin(), unused.end(), [](const auto& a, const auto& b) { return std::tie(a.span, a.name) < std::tie(b.span, b.name); });
}

void read_labels(Analyser& analyser) {
    auto names = labelled_names(analyser);
    for (const Reusable& reusable : analyser.reusables) {
        if (reusable.unit->root) add_machine(reusable.written->items, names);
    }
    std::map<std::pair<std::string, std::string>, Span> seen;
    auto& languages = analyser.model.languages;
    for (const syntax::TopItem& item : analyser.file.items) {
        const auto* label = std::get_if<syntax::LabelItem>(&item);
        if (label == nullptr || label->of.empty()) continue;
        if (!names.contains(label->of.text)) {
            // In a refined policy: of what has been removed since.
            if (label->of.span.file != analyser.file.id) continue;
            unknown_name(analyser.sink, "unknown-label", label->of, "nothing is called `" + label->of.text + "`, so it needs no label",
                         {names.begin(), names.end()});
        }
        std::optional<std::pair<Span, Span>> again;   // said once a line
        for (const auto& in : label->texts) {
            if (std::find(languages.begin(), languages.end(), in.language) == languages.end()) languages.push_back(in.language);
            const auto [at, fresh] = seen.emplace(std::pair(label->of.text, in.language), in.text.span);
            if (fresh) analyser.model.labels.push_back({label->of.text, in.language, in.text.value, in.text.span});
            else if (!again) again = {in.text.span, at->second};
        }
        if (!again) continue;
        Diagnostic& diagnostic = analyser.sink.error("label-twice", again->first, "`" + label->of.text + "` has two labels in one language", "keep one");
        diagnostic.labels.push_back({again->second, "the first one"});
    }
}

}  // namespace recourse::semantics
