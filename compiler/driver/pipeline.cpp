#include "compiler/driver/pipeline.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "compiler/diagnostics/render_finding.h"
#include "compiler/driver/library.h"
#include "compiler/driver/phases.h"
#include "compiler/driver/replay.h"
#include "compiler/semantics/analyse.h"
#include "compiler/syntax/language_line.h"
#include "compiler/syntax/parser.h"
#include "compiler/syntax/quotes.h"

namespace recourse::driver {

namespace {

void add_unit(Pipeline& pipeline, std::string path, std::string text, bool from_library) {
    auto unit = std::make_unique<Unit>();
    unit->id = pipeline.table.add(support::SourceFile(std::move(path), std::move(text)));
    unit->from_library = from_library;
    unit->tree = syntax::parse(unit->id, pipeline.table[unit->id], unit->of_syntax);
    unit->uses = modules_used(unit->tree);
    pipeline.units.push_back(std::move(unit));
}

void parse_sources(Pipeline& pipeline) {
    for (const std::string& path : pipeline.sources.paths()) add_unit(pipeline, path, *pipeline.sources.find(path), false);
}

// Files of the packed library are parsed only when something names them; what they name in turn follows, since the list grows.
void parse_library(Pipeline& pipeline) {
    std::set<std::string> known;
    for (const auto& unit : pipeline.units) known.insert(unit->tree.name.text);
    for (std::size_t i = 0; i < pipeline.units.size(); ++i) {
        const std::set<std::string> uses = pipeline.units[i]->uses;
        for (const std::string& name : uses) {
            const std::optional<PackedFile> file = library_file(name);
            if (!file || !known.insert(name).second) continue;
            const std::string path = fmt::format("std/{}", file->path);
            pipeline.sources.add(path, std::string(file->text));
            add_unit(pipeline, path, std::string(file->text), true);
        }
    }
}

semantics::ModuleMap name_modules(Pipeline& pipeline) {
    semantics::ModuleMap modules;
    for (const auto& unit : pipeline.units) {
        if (unit->tree.name.empty()) continue;
        const auto [first, is_new] = modules.emplace(unit->tree.name.text, &unit->tree);
        if (is_new) continue;
        auto& finding = unit->of_meaning.error("duplicate-module", unit->tree.name.span,
                                               fmt::format("another file is already called `{}`", unit->tree.name.text),
                                               "give one of the two another name, or check them apart");
        finding.labels.front().text = "this name is taken";
        finding.labels.push_back({first->second->name.span, "by this file"});
        finding.why = "files import one another by the names that they declare, so each name may stand for one file only";
    }
    return modules;
}

void analyse_units(Pipeline& pipeline, const semantics::ModuleMap& modules) {
    support::ZoneReader zones;
    for (const auto& unit : pipeline.units) {
        if (unit->from_library) continue;
        unit->model = semantics::analyse(unit->tree, modules, unit->of_meaning, zones);
    }
}

void check_and_write(Pipeline& pipeline, Unit& unit, const Options& options) {
    if (unit.from_library) return;
    const std::vector<const Unit*> all = pipeline.with_imports(unit);
    if (!std::all_of(all.begin(), all.end(), [](const Unit* one) { return one->is_sound(); })) return;
    if (options.programs && wants_program(unit)) write_program(unit, pipeline.table);
    if (options.checks) {
        check(pipeline, unit, options);
        replay_witnesses(pipeline, unit);
    }
}

// Units are checked by themselves: what is found does not depend on how many are checked at once.
void check_and_write(Pipeline& pipeline, Options options) {
    std::mutex telling;
    if (options.progress) {
        options.progress = [&telling, tell = std::move(options.progress)](const Progress& progress) {
            const std::lock_guard lock(telling);
            return tell(progress);
        };
    }
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < pipeline.units.size(); i = next++) check_and_write(pipeline, *pipeline.units[i], options);
    };
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < options.threads && i < pipeline.units.size(); ++i) others.emplace_back(work);
    work();
}

// More than anybody reads, and few enough to be shown at once.
constexpr std::size_t kMostFindingsOfAFile = 1'000;

// Leaves the first findings of one file, and one that says how many more there are; an error when any of these is.
void cut_short(std::vector<diagnostics::Diagnostic>& all, const Unit& unit) {
    diagnostics::sort_and_unify(all);
    if (all.size() <= kMostFindingsOfAFile) return;
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
}

// Errors of syntax leave holes in the tree: what the later phases would say of those holes is no news.
void gather_findings(Pipeline& pipeline) {
    std::vector<diagnostics::Diagnostic> all;
    for (const auto& unit : pipeline.units) {
        if (unit->from_library) continue;
        std::vector<diagnostics::Diagnostic> own = unit->of_syntax.all();
        const auto take = [&](const diagnostics::Sink& sink) { own.insert(own.end(), sink.all().begin(), sink.all().end()); };
        if (!unit->of_syntax.has_errors()) take(unit->of_meaning);
        take(unit->of_checks);
        cut_short(own, *unit);
        const std::string& text = pipeline.table[unit->id].text();
        for (diagnostics::Diagnostic& diagnostic : own) syntax::quote_keywords(diagnostic, syntax::language_of_text(text), text);
        std::move(own.begin(), own.end(), std::back_inserter(all));
    }
    diagnostics::sort_and_unify(all);
    for (const auto& diagnostic : all) pipeline.findings.push_back(diagnostics::finding_of(pipeline.table, diagnostic));
}

void describe_files(Pipeline& pipeline) {
    for (const auto& unit : pipeline.units) {
        if (unit->from_library) continue;
        pipeline.files.push_back({pipeline.table[unit->id].path(), kind_of(unit->tree), unit->tree.name.text, unit->model.title,
                                  unit->model.version, !unit->of_syntax.has_errors(), unit->is_fit()});
    }
}

}  // namespace

std::shared_ptr<const Pipeline> run_pipeline(SourceSet sources, const Options& options) {
    auto pipeline = std::make_shared<Pipeline>();
    pipeline->sources = std::move(sources);
    parse_sources(*pipeline);
    parse_library(*pipeline);
    analyse_units(*pipeline, name_modules(*pipeline));
    for (const auto& unit : pipeline->units) pipeline->by_name.emplace(unit->tree.name.text, unit.get());
    check_and_write(*pipeline, options);
    gather_findings(*pipeline);
    describe_files(*pipeline);
    return pipeline;
}

std::vector<const Unit*> Pipeline::with_imports(const Unit& of) const {
    std::vector<const Unit*> all = {&of};
    std::set<const Unit*> seen = {&of};
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const std::string& name : all[i]->uses) {
            const auto used = by_name.find(name);
            if (used != by_name.end() && seen.insert(used->second).second) all.push_back(used->second);
        }
    }
    std::sort(all.begin() + 1, all.end(), [](const Unit* a, const Unit* b) { return a->tree.name.text < b->tree.name.text; });
    return all;
}

const Unit* Pipeline::unit(std::string_view path) const {
    const auto found = std::find_if(units.begin(), units.end(),
                                    [&](const auto& one) { return !one->from_library && table[one->id].path() == path; });
    return found == units.end() ? nullptr : found->get();
}

FileKind kind_of(const syntax::File& file) {
    switch (file.kind) {
    case syntax::File::Kind::policy: return FileKind::policy;
    case syntax::File::Kind::library: return FileKind::library;
    case syntax::File::Kind::calendar: return FileKind::calendar;
    case syntax::File::Kind::missing: break;
    }
    return FileKind::unknown;
}

std::set<std::string> modules_used(const syntax::File& file) {
    std::set<std::string> used;
    for (const auto& item : file.items) {
        if (const auto* import = std::get_if<syntax::Import>(&item)) used.insert(import->module.text);
    }
    for (const syntax::HeaderLine& line : file.header) {
        if (line.kind == syntax::HeaderLine::Kind::calendar) used.insert(line.name.text);
        if (line.kind == syntax::HeaderLine::Kind::calendar_by) {
            for (const auto& [member, calendar] : line.by_names) used.insert(calendar.text);
        }
    }
    used.erase("");
    return used;
}

}  // namespace recourse::driver
