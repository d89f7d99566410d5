#include "compiler/driver/stages.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "compiler/diagnostics/render_finding.h"
#include "compiler/driver/library.h"
#include "compiler/driver/phases.h"
#include "compiler/driver/replay.h"
#include "compiler/driver/versions.h"
#include "compiler/syntax/language_line.h"
#include "compiler/syntax/parser.h"
#include "compiler/syntax/quotes.h"

namespace recourse::driver {

namespace {

Unit& add_unit(Pipeline& pipeline, const std::string& path, bool from_library) {
    auto unit = std::make_unique<Unit>();
    unit->id = pipeline.table.add(support::SourceFile(path, ""));
    unit->from_library = from_library;
    pipeline.units.push_back(std::move(unit));
    return *pipeline.units.back();
}

// More than anybody reads, and few enough to be shown at once.
constexpr std::size_t kMostFindingsOfAFile = 1'000;

// Leaves the first findings of one file, and one that says how many more there are; an error when any of these is. False: all are there.
bool cut_short(std::vector<diagnostics::Diagnostic>& all, const Unit& unit) {
    diagnostics::sort_and_unify(all);
    if (all.size() <= kMostFindingsOfAFile) return false;
    const auto cut = all.begin() + static_cast<std::ptrdiff_t>(kMostFindingsOfAFile);
    const auto worst = std::min_element(cut, all.end(), [](const auto& a, const auto& b) { return a.severity < b.severity; })->severity;
    const support::Span place = cut->labels.empty() ? support::Span{unit.id, 0, 0} : cut->labels.front().span;
    const std::size_t left_out = all.size() - kMostFindingsOfAFile;
    all.erase(cut, all.end());
    diagnostics::Diagnostic more;
    more.code = "too-many-errors";
    more.severity = worst;
    more.message = fmt::format("{} more findings in this file are left out", left_out);
    more.labels.push_back({place, "from here on"});
    more.hint = "mend the first ones, and ask again";
    all.push_back(std::move(more));
    return true;
}

}  // namespace

Run::Run(Pipeline& into, const Options& how) : pipeline(into), options(how) {
    if (!options.progress) return;
    options.progress = [this, tell = how.progress](const Progress& progress) {
        const std::lock_guard lock(telling);
        return tell(progress);
    };
}

std::vector<Unit*> units_of(const Pipeline& pipeline, const std::function<bool(const Unit&)>& wanted) {
    std::vector<Unit*> found;
    for (const auto& unit : pipeline.units) {
        if (wanted(*unit)) found.push_back(unit.get());
    }
    return found;
}

void add_sources(Run& run) {
    for (const std::string& path : run.pipeline.sources.paths()) add_unit(run.pipeline, path, false);
}

const std::string& text_of(const Run& run, const Unit& unit) {
    return *run.pipeline.sources.find(run.pipeline.table[unit.id].path());
}

void show(const Run& run, const Unit& unit) {
    support::SourceFile& file = run.pipeline.table[unit.id];
    if (file.text().empty()) file = support::SourceFile(file.path(), text_of(run, unit));
}

void parse(const Run& run, Unit& unit) {
    if (unit.has_tree) return;
    show(run, unit);
    unit.of_syntax = {};
    unit.tree = syntax::parse(unit.id, run.pipeline.table[unit.id], unit.of_syntax);
    if (!unit.has_head) unit.head = head_of(unit.tree);     // others may point to the one that it has
    unit.has_head = unit.has_tree = true;
}

// Both lists grow: what is found may name more.
void find_modules(Run& run, const std::function<void(Unit&)>& begin) {
    Pipeline& pipeline = run.pipeline;
    std::set<std::string> known;
    const auto know = [&](const Head& head) {
        known.insert(head.name);
        if (head.version != 0) known.insert(versioned_name(head.name, head.version));
    };
    for (const auto& unit : pipeline.units) know(unit->head);
    std::set<std::string> asked;
    for (std::size_t i = 0; run.options.find_module && i < pipeline.units.size(); ++i) {
        const std::vector<std::string> uses = pipeline.units[i]->head.uses;
        for (const std::string& name : uses) {
            if (known.contains(name) || library_file(name) || !asked.insert(name).second) continue;
            std::optional<SourceText> found = run.options.find_module(name, pipeline.table[pipeline.units[i]->id].path());
            if (!found || pipeline.sources.find(found->path) != nullptr) continue;
            pipeline.sources.add(found->path, std::move(found->text));
            Unit& unit = add_unit(pipeline, found->path, false);
            begin(unit);
            know(unit.head);
        }
    }
    for (std::size_t i = 0; i < pipeline.units.size(); ++i) {
        const std::vector<std::string> uses = pipeline.units[i]->head.uses;
        for (const std::string& name : uses) {
            const std::optional<PackedFile> file = library_file(name);
            if (!file || !known.insert(name).second) continue;
            const std::string path = fmt::format("std/{}", file->path);
            pipeline.sources.add(path, std::string(file->text));
            begin(add_unit(pipeline, path, true));
        }
    }
}

namespace {

bool are_versions(const Unit& one, const Unit& other) {
    return one.head.kind == FileKind::policy && other.head.kind == FileKind::policy && one.head.version != 0 && other.head.version != 0 &&
           one.head.version != other.head.version;
}

// The first file before this one that has its name and is no other version of it; null when there is none.
Unit* namesake_of(const std::vector<Unit*>& before, const Unit& unit) {
    const auto found = std::find_if(before.begin(), before.end(), [&](const Unit* one) { return !are_versions(*one, unit); });
    return found == before.end() ? nullptr : *found;
}

void tell_second(Run& run, Unit& first, Unit& unit) {
    parse(run, first);
    parse(run, unit);
    unit.is_second = true;
    const bool same_version = unit.head.version != 0 && unit.head.version == first.head.version;
    auto& finding = unit.of_meaning.error("duplicate-module", unit.tree.name.span,
                                          same_version ? fmt::format("another file is already version {} of `{}`", unit.head.version, unit.head.name)
                                                       : fmt::format("another file is already called `{}`", unit.head.name),
                                          same_version ? "give the newer of the two the next version, or check them apart"
                                                       : "give one of the two another name, or check them apart");
    finding.labels.front().text = "this name is taken";
    finding.labels.push_back({first.tree.name.span, "by this file"});
    finding.why = "files import one another by the names that they declare, so each name may stand for one file only, or for one file a version of a policy";
}

using Named = std::map<std::string, std::vector<Unit*>, std::less<>>;

// The files of each name in their order, without those that repeat one; these go to `second`, with the file that has their name.
Named units_by_name(const Pipeline& pipeline, std::vector<std::pair<Unit*, Unit*>>& second) {
    Named all;
    for (const auto& unit : pipeline.units) {
        if (unit->head.name.empty()) continue;
        std::vector<Unit*>& before = all[unit->head.name];
        if (Unit* first = namesake_of(before, *unit)) second.emplace_back(unit.get(), first);
        else before.push_back(unit.get());
    }
    return all;
}

}  // namespace

std::vector<Unit*> second_of_a_name(const Pipeline& pipeline) {
    std::vector<std::pair<Unit*, Unit*>> second;
    (void)units_by_name(pipeline, second);
    std::vector<Unit*> units;
    for (const auto& [unit, first] : second) units.push_back(unit);
    return units;
}

void name_modules(Run& run) {
    std::vector<std::pair<Unit*, Unit*>> second;
    for (const auto& [name, units] : units_by_name(run.pipeline, second)) {
        Unit* newest = *std::max_element(units.begin(), units.end(), [](const Unit* a, const Unit* b) { return a->head.version < b->head.version; });
        run.pipeline.by_name.emplace(name, newest);
        run.modules.emplace(name, &newest->tree);
        for (Unit* unit : units) {
            if (unit->head.version != 0) run.pipeline.by_name.emplace(versioned_name(name, unit->head.version), unit);
        }
    }
    for (const auto& [unit, first] : second) tell_second(run, *first, *unit);
}

void understand(Run& run, Unit& unit) {
    if (unit.from_library || unit.remembered) return;
    std::call_once(unit.understood, [&] {
        run.zones.with_one([&](support::ZoneReader& zones) { unit.model = semantics::analyse(unit.tree, run.modules, unit.of_meaning, zones); });
        unit.sound = !unit.of_syntax.has_errors() && !unit.of_meaning.has_errors();
    });
}

bool check_and_write(Run& run, Unit& unit) {
    const std::vector<Unit*> all = run.pipeline.with_imports(unit);
    for (Unit* one : all) understand(run, *one);
    if (!std::all_of(all.begin(), all.end(), [](const Unit* one) { return one->is_sound(); })) return true;
    bring_older(run, unit);
    bool ended = false;
    Options options = run.options;
    if (options.progress) {
        options.progress = [&](const Progress& progress) {
            ended = run.options.progress(progress) || ended;
            return ended;
        };
    }
    if (options.programs && wants_program(unit)) write_program(unit, run.pipeline.table);
    if (options.checks) {
        check(run.pipeline, unit, options);
        replay_witnesses(run.pipeline, unit);
    }
    return !ended;
}

// Errors of syntax leave holes in the tree: what the later phases would say of those holes is no news.
std::vector<diagnostics::Diagnostic> told_of(const Run& run, const Unit& unit, bool* cut) {
    if (unit.outcome) return unit.outcome->told;
    std::vector<diagnostics::Diagnostic> own = unit.of_syntax.all();
    const auto take = [&](const diagnostics::Sink& sink) { own.insert(own.end(), sink.all().begin(), sink.all().end()); };
    if (!unit.of_syntax.has_errors()) take(unit.of_meaning);
    take(unit.of_checks);
    const bool is_cut = cut_short(own, unit);
    if (cut != nullptr) *cut = is_cut;
    const std::string& text = text_of(run, unit);
    for (diagnostics::Diagnostic& diagnostic : own) syntax::quote_keywords(diagnostic, syntax::language_of_text(text), text);
    return own;
}

void gather_findings(const Run& run) {
    Pipeline& pipeline = run.pipeline;
    std::vector<diagnostics::Diagnostic> all;
    for (const auto& unit : pipeline.units) {
        if (unit->from_library) continue;
        std::vector<diagnostics::Diagnostic> own = told_of(run, *unit);
        std::move(own.begin(), own.end(), std::back_inserter(all));
    }
    diagnostics::sort_and_unify(all);
    for (const auto& diagnostic : all) {
        for (const diagnostics::Label& label : diagnostic.labels) {
            if (label.span.valid()) show(run, *pipeline.units[label.span.file.index()]);
        }
        for (const diagnostics::Edit& edit : diagnostic.fix ? diagnostic.fix->edits : std::vector<diagnostics::Edit>()) {
            if (edit.span.valid()) show(run, *pipeline.units[edit.span.file.index()]);
        }
        pipeline.findings.push_back(diagnostics::finding_of(pipeline.table, diagnostic));
    }
}

void describe_files(Pipeline& pipeline) {
    for (const auto& unit : pipeline.units) {
        if (unit->from_library) continue;
        const auto& outcome = unit->outcome;
        pipeline.files.push_back({pipeline.table[unit->id].path(), unit->head.kind, unit->head.name, outcome ? outcome->title : unit->model.title,
                                  outcome ? outcome->version : unit->model.version, outcome ? outcome->parses : !unit->of_syntax.has_errors(),
                                  unit->is_fit()});
    }
}

}  // namespace recourse::driver
