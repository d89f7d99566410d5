#include "compiler/driver/versions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include <recourse/runtime.hpp>

#include "compiler/emit/program.h"
#include "compiler/semantics/migrations.h"
#include "compiler/syntax/language_line.h"
#include "compiler/syntax/quotes.h"

namespace recourse::driver {

namespace {

using diagnostics::Diagnostic;
using support::Span;

// The versions that a file names, with the places where it does.
std::map<std::uint32_t, std::vector<Span>> named_versions(const syntax::File& file) {
    std::map<std::uint32_t, std::vector<Span>> named;
    const auto name = [&](std::int64_t version, Span span) { named[static_cast<std::uint32_t>(std::clamp<std::int64_t>(version, 0, 1'000'000'000))].push_back(span); };
    for (const syntax::TopItem& item : file.items) {
        if (const auto* migrate = std::get_if<syntax::Migrate>(&item)) name(migrate->from, migrate->from_span);
        const auto* scenario = std::get_if<syntax::Scenario>(&item);
        if (scenario != nullptr && scenario->under != 0) name(scenario->under, scenario->under_span);
    }
    return named;
}

const Unit* find_version(const Run& run, const syntax::File& file, std::uint32_t version) {
    const auto found = run.pipeline.by_name.find(versioned_name(file.name.text, version));
    return found == run.pipeline.by_name.end() ? nullptr : found->second;
}

// What the scenarios do before their case comes over, as scenarios of the older version.
std::vector<syntax::Scenario> beginnings(const syntax::File& file, std::uint32_t version) {
    std::vector<syntax::Scenario> all;
    for (const syntax::TopItem& item : file.items) {
        const auto* scenario = std::get_if<syntax::Scenario>(&item);
        if (scenario == nullptr || scenario->under != version) continue;
        syntax::Scenario begin = *scenario;
        begin.under = 0;
        const auto migrates = std::find_if(begin.steps.begin(), begin.steps.end(), [](const auto& step) { return step.kind == syntax::ScenarioStep::Kind::migrate; });
        begin.steps.erase(migrates, begin.steps.end());
        all.push_back(std::move(begin));
    }
    return all;
}

semantics::Model analysed(Run& run, const syntax::File& file, diagnostics::Sink& sink) {
    semantics::Model model;
    run.zones.with_one([&](support::ZoneReader& zones) { model = semantics::analyse(file, run.modules, sink, zones); });
    return model;
}

std::vector<std::uint64_t> shapes_of(const std::vector<std::byte>& bytes) {
    std::vector<std::uint64_t> shapes;
    LoadError error;
    if (const auto program = Program::load(bytes, error)) {
        for (std::uint32_t type = 0; type < program->case_count(); ++type) shapes.push_back(program->shape(type));
    }
    return shapes;
}

std::vector<std::unique_ptr<OlderVersion>> older_of(Run& run, const Unit& unit, semantics::Model& model, std::uint32_t version, diagnostics::Sink& sink);

// An older version from its tree: its own program, byte for byte, and its model with the beginnings of the newer one's scenarios.
std::unique_ptr<OlderVersion> make_version(Run& run, const Unit& of, const syntax::File& newer, diagnostics::Sink& sink) {
    auto made = std::make_unique<OlderVersion>();
    made->version = of.head.version;
    diagnostics::Sink muted;    // the older version's own findings are told of its own file
    made->model = analysed(run, of.tree, muted);
    {
        const std::vector<std::unique_ptr<OlderVersion>> before = older_of(run, of, made->model, of.head.version, muted);
        emit::EmitInput input{&made->model, &run.pipeline.table, {}};
        for (const auto& one : before) input.older.push_back({one->version, &one->model, one->shapes});
        made->program = emit::emit_program(input, muted);
    }
    made->shapes = shapes_of(made->program);
    syntax::File file = of.tree;
    std::erase_if(file.items, [](const syntax::TopItem& item) {
        return std::holds_alternative<syntax::Scenario>(item) || std::holds_alternative<syntax::Promise>(item);
    });
    for (syntax::Scenario& begin : beginnings(newer, made->version)) file.items.emplace_back(std::move(begin));
    diagnostics::Sink found;
    made->beginnings = analysed(run, file, found);
    for (const Diagnostic& one : found.all()) {
        if (!one.labels.empty() && one.labels.front().span.file == newer.id) sink.add(one);
    }
    return made;
}

void tell_unknown(diagnostics::Sink& sink, Span span, std::string message, std::string hint) {
    auto& finding = sink.error("unknown-version", span, std::move(message), std::move(hint));
    finding.why = "what becomes of a case is held against the version under which it was opened";
}

// The older versions that a file names; `model` gets its migrations. Only what is wrong with the newer file is told.
std::vector<std::unique_ptr<OlderVersion>> older_of(Run& run, const Unit& unit, semantics::Model& model, std::uint32_t version, diagnostics::Sink& sink) {
    std::vector<std::unique_ptr<OlderVersion>> older;
    for (const auto& [number, places] : named_versions(unit.tree)) {
        const Unit* of = find_version(run, unit.tree, number);
        if (version == 0 || number >= version) {
            tell_unknown(sink, places.front(), version == 0 ? "a policy whose cases come from an older version has a version of its own" : fmt::format("version {} is no older version than this one, which is {}", number, version),
                         version == 0 ? "write a line `version …` into the header" : "name an older version");
        } else if (of == nullptr) {
            tell_unknown(sink, places.front(), fmt::format("version {} of `{}` is not here", number, unit.head.name), "check its file together with this one");
        } else if (std::unique_ptr<OlderVersion> made = make_version(run, *of, unit.tree, sink); !made->shapes.empty()) {
            older.push_back(std::move(made));
        }
    }
    std::map<std::pair<std::uint32_t, std::string>, Span> seen;
    for (const syntax::TopItem& item : unit.tree.items) {
        const auto* written = std::get_if<syntax::Migrate>(&item);
        if (written == nullptr) continue;
        const auto of = std::find_if(older.begin(), older.end(), [&](const auto& one) { return one->version == static_cast<std::uint64_t>(written->from); });
        if (of == older.end()) continue;
        semantics::Migration made = semantics::read_migration(*written, model, (*of)->model, sink);
        if (!made.of.valid()) continue;
        const auto [first, fresh] = seen.emplace(std::pair(made.from, made.case_name), made.span);
        if (fresh) {
            model.migrations.push_back(std::move(made));
            continue;
        }
        auto& finding = sink.error("migration-twice", made.span, fmt::format("what becomes of the cases of version {} is said twice", made.from), "put both into one block");
        finding.labels.push_back({first->second, "first said here"});
    }
    return older;
}

}  // namespace

void bring_older(Run& run, Unit& unit) {
    if (unit.tree.kind != syntax::File::Kind::policy || unit.is_second) return;
    unit.older = older_of(run, unit, unit.model, unit.head.version, unit.of_checks);
    if (unit.of_checks.has_errors()) unit.model.migrations.clear();
}

std::vector<scenarios::Before> before_of(const Unit& unit) {
    std::vector<scenarios::Before> all;
    for (const auto& one : unit.older) all.push_back({one->version, &one->beginnings, one->program});
    return all;
}

// ---- dates in force ------------------------------------------------------------------------------------------------------------

namespace {

constexpr std::int32_t kEver = std::numeric_limits<std::int32_t>::max();

struct Dated {
    Unit* unit = nullptr;
    const syntax::HeaderLine* line = nullptr;
    std::int32_t from = -kEver, until = kEver;
};

std::int32_t day_of(const syntax::Expr& written, std::int32_t otherwise) {
    if (written.kind != syntax::ExprKind::date) return otherwise;
    const ParsedDate parsed = parse_date(written.text);
    return parsed.error == TextError::none ? parsed.value : otherwise;
}

std::string in_words(std::int32_t day) {
    const Civil civil = civil_from_days(day);
    return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

void tell(Run& run, const Dated& of, Diagnostic finding) {
    if (!of.unit->outcome) {
        of.unit->of_checks.add(std::move(finding));
        return;
    }
    const std::string& text = text_of(run, *of.unit);
    syntax::quote_keywords(finding, syntax::language_of_text(text), text);
    if (finding.severity == diagnostics::Severity::error) of.unit->outcome->compiles = false;
    of.unit->outcome->told.push_back(std::move(finding));
}

void compare(Run& run, const Dated& earlier, const Dated& later) {
    Diagnostic finding;
    finding.labels.push_back({later.line->span, fmt::format("version {}", later.unit->head.version)});
    finding.labels.push_back({earlier.line->span, fmt::format("version {}", earlier.unit->head.version)});
    if (earlier.until >= later.from) {
        finding.code = "versions-overlap";
        finding.message = later.from == -kEver ? fmt::format("versions {} and {} of `{}` are both in force", earlier.unit->head.version, later.unit->head.version, later.unit->head.name)
                                               : fmt::format("on {} versions {} and {} of `{}` are both in force", in_words(later.from), earlier.unit->head.version, later.unit->head.version, later.unit->head.name);
        finding.why = "a case is opened under one version, and nothing says which of the two this is";
        finding.hint = later.from == -kEver ? fmt::format("say from when version {} is in force", later.unit->head.version)
                                            : fmt::format("end version {} on the day before: `until {}`", earlier.unit->head.version, in_words(later.from - 1));
        return tell(run, later, std::move(finding));
    }
    if (earlier.until == later.from - 1) return;
    finding.code = "versions-gap";
    finding.severity = diagnostics::Severity::warning;
    finding.message = fmt::format("from {} to {} no version of `{}` is in force", in_words(earlier.until + 1), in_words(later.from - 1), later.unit->head.name);
    finding.why = "no case can be opened on these days";
    finding.hint = "let one version end on the day before the next one begins";
    tell(run, later, std::move(finding));
}

}  // namespace

void judge_versions(Run& run) {
    std::map<std::string_view, std::vector<Unit*>> policies;
    for (const auto& [name, unit] : run.pipeline.by_name) {
        if (unit->head.kind == FileKind::policy && name != unit->head.name) policies[unit->head.name].push_back(unit);
    }
    for (auto& [name, units] : policies) {
        if (units.size() < 2) continue;
        std::vector<Dated> all;
        for (Unit* unit : units) {
            parse(run, *unit);
            const auto& header = unit->tree.header;
            const auto line = std::find_if(header.begin(), header.end(), [](const auto& one) { return one.kind == syntax::HeaderLine::Kind::version; });
            if (line != header.end()) all.push_back({unit, &*line, day_of(line->from, -kEver), day_of(line->until, kEver)});
        }
        std::sort(all.begin(), all.end(), [](const Dated& a, const Dated& b) { return std::pair(a.from, a.unit->head.version) < std::pair(b.from, b.unit->head.version); });
        for (std::size_t i = 1; i < all.size(); ++i) compare(run, all[i - 1], all[i]);
    }
}

}  // namespace recourse::driver
