#include "compiler/semantics/modules.h"

#include "compiler/semantics/header.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;
using syntax::File;

namespace {

struct Link { const File* file; Span place; };   // the place at which the next module is imported

// Of those that have names to import.
std::vector<std::string> module_names(const ModuleMap& modules) {
    std::vector<std::string> names;
    for (const auto& [name, file] : modules) {
        if (file->kind != File::Kind::calendar && file->kind != File::Kind::counting) names.push_back(name);
    }
    return names;
}

// The chain ends with an import of its first file.
void report_ring(Analyser& analyser, const std::vector<Link>& chain) {
    const std::string& mine = analyser.file.name.text;
    if (chain.size() == 1) {
        analyser.sink.error("imports-itself", chain.front().place, "`" + mine + "` imports itself",
                            "take the import away: a file knows its own names").labels.front().text = "this is the same file";
        return;
    }
    for (const Link& link : chain) {
        if (link.file->name.text < mine) return;
    }
    std::string ring = mine;
    for (std::size_t i = 1; i <= chain.size(); ++i) ring += " -> " + chain[i % chain.size()].file->name.text;
    Diagnostic& diagnostic = analyser.sink.error("ring-of-imports", chain.front().place, "the imports go round in a ring: " + ring,
                                                 "move what they share into a library that imports none of them");
    diagnostic.labels.clear();
    for (std::size_t i = 0; i < chain.size(); ++i) {
        diagnostic.labels.push_back({chain[i].place, "imports `" + chain[(i + 1) % chain.size()].file->name.text + "`"});
    }
}

void declare_party(Analyser& analyser, Unit& unit, const syntax::Name& name) {
    // Parties are roles, known by their word: a library's `platform` is the policy's.
    const auto [known, fresh] = analyser.parties.try_emplace(name.text);
    if (fresh) known->second = analyser.model.parties.add({name.text, name.span});
    const PartyId id = known->second;
    if (declare_name(*unit.sink, unit.scope, name, {SymbolKind::party, id.value, {}, name.span, false})) unit.own.insert(name.text);
}

void declare_kind(Analyser& analyser, Unit& unit, const syntax::Kind& written) {
    Kind kind{written.name.text, {}, {}, written.name.span};
    std::map<std::string_view, Span> seen;
    for (const syntax::Name& member : written.members) {
        const auto [same, fresh] = seen.emplace(member.text, member.span);
        if (!fresh) {
            report_duplicate(*unit.sink, member.text, member.span, same->second, "duplicate-member");
            continue;
        }
        kind.members.push_back(member.text);
        kind.member_spans.push_back(member.span);
    }
    const KindId id = analyser.model.kinds.add(std::move(kind));
    if (declare_name(*unit.sink, unit.scope, written.name, {SymbolKind::kind, id.value, id, written.name.span, false})) {
        unit.own.insert(written.name.text);
    }
}

// Declares one name of the top level; what it means is typed later.
void declare_item(Analyser& analyser, Unit& unit, const syntax::TopItem& item) {
    const auto own = [&](const syntax::Name& name, SymbolKind kind, std::uint32_t id) {
        if (declare_name(*unit.sink, unit.scope, name, {kind, id, {}, name.span, false})) unit.own.insert(name.text);
    };
    if (const auto* party = std::get_if<syntax::Party>(&item)) {
        for (const syntax::Name& name : party->names) declare_party(analyser, unit, name);
    } else if (const auto* kind = std::get_if<syntax::Kind>(&item)) {
        declare_kind(analyser, unit, *kind);
    } else if (const auto* value = std::get_if<syntax::NamedValue>(&item)) {
        Named named;
        named.kind = static_cast<NamedKind>(value->kind);
        named.name = value->name.text;
        named.span = value->name.span;
        const NamedId id = analyser.model.named.add(std::move(named));
        analyser.named.push_back({value, &unit, &unit.scope, unit.typer, unit.sink, nullptr, NamedEntry::Progress::waiting});
        own(value->name, SymbolKind::named, id.value);
    } else if (const auto* decision = std::get_if<syntax::Decision>(&item)) {
        Decision row;
        row.name = decision->name.text;
        row.span = decision->name.span;
        const DecisionId id = analyser.model.decisions.add(std::move(row));
        analyser.decisions.push_back({decision, &unit, NamedEntry::Progress::waiting});
        own(decision->name, SymbolKind::decision, id.value);
    } else if (const auto* effect = std::get_if<syntax::Effect>(&item)) {
        const EffectId id = analyser.model.effects.add({effect->name.text, {}, {}, effect->name.span});
        analyser.effects.emplace_back(effect, &unit);
        own(effect->name, SymbolKind::effect, id.value);
    } else if (const auto* machine = std::get_if<syntax::Machine>(&item)) {
        analyser.reusables.push_back({machine, &unit, std::nullopt});
        own(machine->name, SymbolKind::reusable, static_cast<std::uint32_t>(analyser.reusables.size() - 1));
    }
}

void load_unit(Analyser& analyser, const File& file, std::vector<Link>& chain) {
    auto& slot = analyser.units[&file];
    slot = std::make_unique<Unit>();
    Unit& unit = *slot;
    unit.file = &file;
    unit.root = analyser.unit_order.empty();
    unit.sink = unit.root ? &analyser.sink : &analyser.muted;
    unit.typer = unit.root ? &analyser.loud : &analyser.quiet;
    analyser.unit_order.push_back(&unit);
    read_unit_header(analyser, unit);
    for (const syntax::TopItem& item : file.items) declare_item(analyser, unit, item);
    for (const syntax::TopItem& item : file.items) {
        const auto* import = std::get_if<syntax::Import>(&item);
        if (import == nullptr) continue;
        const auto found = analyser.modules.find(import->module.text);
        const File* target = found == analyser.modules.end() ? nullptr : found->second;
        // The root may stand in the map as another tree of the same name.
        if (!analyser.unit_order.empty() && import->module.text == analyser.file.name.text) target = &analyser.file;
        if (target == nullptr) continue;
        chain.push_back({&file, import->module.span});
        if (target == chain.front().file) report_ring(analyser, chain);
        else if (!analyser.units.contains(target)) load_unit(analyser, *target, chain);
        chain.pop_back();
    }
}

Unit* imported_unit(Analyser& analyser, Unit& unit, const syntax::Name& module) {
    if (module.empty()) return nullptr;
    const auto found = analyser.modules.find(module.text);
    if (found == analyser.modules.end()) {
        unknown_name(*unit.sink, "unknown-module", module, "there is no policy or library `" + module.text + "`",
                     module_names(analyser.modules));
        return nullptr;
    }
    if (found->second->kind == File::Kind::calendar) {
        unit.sink->error("import-of-calendar", module.span, "`" + module.text + "` is a calendar, which has no names to import",
                         "name it in the header: `calendar " + module.text + "`");
        return nullptr;
    }
    if (found->second->kind == File::Kind::counting) {
        unit.sink->error("import-of-regime", module.span, "`" + module.text + "` is a counting regime, which has no names to import",
                         "name it in the header: `counting " + module.text + "`");
        return nullptr;
    }
    if (module.text == analyser.file.name.text) return &unit == &analyser.root() ? nullptr : &analyser.root();
    return analyser.units.at(found->second).get();
}

std::vector<std::string> names_of(const Unit& unit) { return {unit.own.begin(), unit.own.end()}; }

void bind_name(Unit& unit, Unit& from, const syntax::Import::Item& item) {
    if (item.name.empty()) return;
    const syntax::Name& known_as = item.alias.empty() ? item.name : item.alias;
    const std::string module = from.file->name.text;
    if (!from.own.contains(item.name.text)) {
        Diagnostic& diagnostic = unknown_name(*unit.sink, "unknown-import", item.name,
                                              "`" + module + "` declares no `" + item.name.text + "`", names_of(from));
        const bool passed_on = std::any_of(from.imported.begin(), from.imported.end(), [&](const auto& i) { return i.first == item.name.text; });
        if (passed_on) diagnostic.hint = "`" + module + "` imports it itself: import it from where it is declared";
        unit.failed_imports.insert(known_as.text);
        return;
    }
    Symbol symbol = *from.scope.lookup(item.name.text);
    symbol.used = false;
    symbol.declared = known_as.span;
    const bool before = unit.scope.own().contains(known_as.text);
    if (before) {
        const Symbol& first = unit.scope.own().find(known_as.text)->second;
        const bool same = first.kind == symbol.kind && first.id == symbol.id;
        report_duplicate(*unit.sink, known_as.text, known_as.span, first.declared, same ? "imported-twice" : "duplicate-name");
        if (same) unit.sink->all().back().message = "`" + known_as.text + "` is imported twice";
        return;
    }
    unit.scope.declare(known_as.text, symbol);
    unit.imported.emplace_back(known_as.text, known_as.span);
}

void bind_imports(Analyser& analyser, Unit& unit) {
    for (const syntax::TopItem& item : unit.file->items) {
        const auto* import = std::get_if<syntax::Import>(&item);
        if (import == nullptr) continue;
        Unit* from = imported_unit(analyser, unit, import->module);
        if (from == nullptr) {
            for (const auto& name : import->items) unit.failed_imports.insert(name.alias.empty() ? name.name.text : name.alias.text);
            continue;
        }
        for (const auto& name : import->items) bind_name(unit, *from, name);
    }
}

}  // namespace

void load_modules(Analyser& analyser) {
    std::vector<Link> chain;
    load_unit(analyser, analyser.file, chain);
    for (Unit* unit : analyser.unit_order) bind_imports(analyser, *unit);
}

void type_top_items(Analyser& analyser) {
    for (std::size_t i = 0; i < analyser.effects.size(); ++i) {
        const auto [written, unit] = analyser.effects[i];
        const ReadingOf reading(analyser, *unit);
        auto fields = fields_of(*unit->sink, *unit->typer, written->parameters, unit->scope, Place::Role::computed);
        Effect& effect = analyser.model.effects[EffectId(i)];
        effect.parameters = std::move(fields);
        effect.text = rule_text(*unit, *unit->sink, written->trailing);
    }
    for (const DecisionId id : analyser.model.decisions.ids()) {
        analyser.decision_signature(id);
    }
    analyser.type_named_values();
    for (const DecisionId id : analyser.model.decisions.ids()) {
        const DecisionEntry& entry = analyser.decisions[id.index()];
        const ReadingOf reading(analyser, *entry.unit);
        Place place;
        place.scope = &entry.unit->scope;
        place.decision = id;
        entry.unit->typer->decision_rows(*entry.written, id, place);
        for (const syntax::DecisionRow& row : entry.written->rows) (void)rule_text(*entry.unit, *entry.unit->sink, row.trailing);   // citations
    }
}

}  // namespace recourse::semantics
