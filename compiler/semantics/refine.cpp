#include "compiler/semantics/refine.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "compiler/semantics/analyser.h"
#include "compiler/semantics/refine_merge.h"

namespace recourse::semantics {

using diagnostics::Diagnostic;
using diagnostics::Sink;
using syntax::File;
using syntax::HeaderLine;

namespace {

const File* policy_named(const std::string& name, const ModuleMap& modules) {
    const auto found = modules.find(name);
    return found == modules.end() ? nullptr : found->second;
}

std::vector<std::string> policies_beside(const File& file, const ModuleMap& modules) {
    std::vector<std::string> names;
    for (const auto& [name, other] : modules) {
        if (other->kind == File::Kind::policy && name != file.name.text) names.push_back(name);
    }
    return names;
}

// The chain from the file on comes back to it, or to a policy in it.
bool goes_round(const File& file, const ModuleMap& modules, std::string& ring) {
    std::vector<std::string> seen = {file.name.text};
    for (const File* at = &file; at != nullptr && !at->refines.empty(); at = policy_named(at->refines.text, modules)) {
        const bool again = std::find(seen.begin(), seen.end(), at->refines.text) != seen.end();
        seen.push_back(at->refines.text);
        if (!again) continue;
        ring = seen.front();
        for (std::size_t i = 1; i < seen.size(); ++i) ring += " -> " + seen[i];
        return true;
    }
    return false;
}

// What is refined, if it can be.
const File* refined_policy(const File& file, const ModuleMap& modules, Sink& sink) {
    const File* of = policy_named(file.refines.text, modules);
    if (std::string ring; goes_round(file, modules, ring)) {
        sink.error("ring-of-refinements", file.refines.span, "the policies refine one another in a ring: " + ring,
                   "let one of them say what holds without the others").why = "what a policy says would never be said to the end";
        return nullptr;
    }
    if (of == nullptr) {
        unknown_name(sink, "unknown-module", file.refines, "there is no policy `" + file.refines.text + "`", policies_beside(file, modules));
        return nullptr;
    }
    if (of->kind == File::Kind::policy) return of;
    sink.error("refines-no-policy", file.refines.span, "`" + file.refines.text + "` is no policy, and only a policy can be refined",
               "import its names, and say here what holds");
    return nullptr;
}

bool is_inherited(HeaderLine::Kind kind) {
    return kind == HeaderLine::Kind::time_zone || kind == HeaderLine::Kind::time_zone_by || kind == HeaderLine::Kind::calendar ||
           kind == HeaderLine::Kind::calendar_by || kind == HeaderLine::Kind::counting;
}

// Own titles, version and sources; days are counted as in the refined policy, or its rules would mean something else here.
void merge_headers(const File& file, File& whole, Sink& sink) {
    std::erase_if(whole.header, [](const HeaderLine& line) { return !is_inherited(line.kind) && line.kind != HeaderLine::Kind::source; });
    std::vector<HeaderLine> inherited = std::exchange(whole.header, {});
    for (const HeaderLine& line : file.header) {
        if (!is_inherited(line.kind)) {
            whole.header.push_back(line);
            continue;
        }
        Diagnostic& finding = sink.error("inherited-header-line", line.span, "a refinement has the time zone, calendar and counting regime of what it refines",
                                         "take the line away");
        finding.why = "rules that are taken over say `5 days` as the refined policy counts them";
        for (const HeaderLine& other : inherited) {
            if (other.kind == line.kind) finding.labels.push_back({other.span, "said here"});
        }
    }
    std::move(inherited.begin(), inherited.end(), std::back_inserter(whole.header));
}

// Each case knows by the name `applies` whether the refinement holds for it.
void add_condition(syntax::Case& to, const HeaderLine& line, const syntax::Name& name) {
    syntax::NamedValue condition;
    condition.kind = syntax::NamedValue::Kind::condition;
    condition.name = name;
    condition.span = line.span;
    condition.value.span = line.from.span;
    condition.value.rows.push_back({std::nullopt, line.from, line.from.span});
    for (syntax::Item& item : to.items) {
        auto* outer = std::get_if<syntax::NamedValue>(&item);
        if (outer == nullptr || outer->name.text != kApplies || outer->value.rows.size() != 1) continue;
        syntax::Expr both;
        both.kind = syntax::ExprKind::logical_and;
        both.span = line.from.span;
        both.children = {outer->value.rows.front().value, line.from};
        for (syntax::Expr& part : both.children) part.parenthesised = true;
        condition.value.rows.front().value = std::move(both);
        *outer = std::move(condition);
        return;
    }
    to.items.emplace_back(std::move(condition));
}

void add_conditions(const File& file, bool of_refinement, File& whole, Sink& sink) {
    const auto line = std::find_if(file.header.begin(), file.header.end(), [](const HeaderLine& one) { return one.kind == HeaderLine::Kind::applies; });
    if (line == file.header.end()) {
        sink.error("applies-missing", file.name.span, "the policy does not say to which cases it applies",
                   "add a line such as `applies if goods = fresh` to the header").why =
            "which policy a case is opened under is decided by its facts: there is no default";
        return;
    }
    const std::uint32_t begin = line->span.begin;
    const syntax::Name name{std::string(kApplies), {line->span.file, begin, begin + static_cast<std::uint32_t>(kApplies.size())}};
    for (syntax::TopItem& item : whole.items) {
        auto* of = std::get_if<syntax::Case>(&item);
        if (of == nullptr) continue;
        const auto taken = std::find_if(of->items.begin(), of->items.end(), [](const syntax::Item& one) {
            const auto* named = std::get_if<syntax::NamedValue>(&one);
            return named != nullptr && named->name.text == kApplies;
        });
        if (taken != of->items.end() && !of_refinement) {
            Diagnostic& finding = sink.error("duplicate-name", name.span, "the refined policy calls something else `applies`", "give that another name there");
            finding.labels.push_back({std::get<syntax::NamedValue>(*taken).name.span, "declared here"});
            continue;
        }
        add_condition(*of, *line, name);
    }
}

// Names of the refined policy are known without an import.
void check_imports(const File& file, const std::vector<const File*>& refined, Sink& sink) {
    for (const syntax::TopItem& item : file.items) {
        const auto* import = std::get_if<syntax::Import>(&item);
        if (import == nullptr) continue;
        const auto same = std::find_if(refined.begin(), refined.end(), [&](const File* one) { return one->name.text == import->module.text; });
        if (same == refined.end()) continue;
        sink.error("import-of-refined", import->module.span, "`" + import->module.text + "` is refined here, so its names are known already",
                   "take the import away");
    }
}

}  // namespace

std::vector<const File*> refined_by(const File& file, const ModuleMap& modules) {
    std::vector<const File*> chain;
    for (const File* at = &file; !at->refines.empty();) {
        at = policy_named(at->refines.text, modules);
        if (at == nullptr || at == &file || at->name.text == file.name.text || std::find(chain.begin(), chain.end(), at) != chain.end()) break;
        chain.push_back(at);
    }
    return chain;
}

std::optional<File> whole_of(const File& file, const ModuleMap& modules, Sink& sink) {
    const File* of = refined_policy(file, modules, sink);
    if (of == nullptr) return std::nullopt;
    File whole;
    if (of->refines.empty()) {
        whole = *of;
    } else {
        Sink told_there;    // to its own author
        std::optional<File> next = whole_of(*of, modules, told_there);
        if (!next) return std::nullopt;
        whole = std::move(*next);
    }
    std::erase_if(whole.items, [](const syntax::TopItem& item) { return std::holds_alternative<syntax::Scenario>(item); });
    whole.id = file.id;
    whole.name = file.name;
    whole.refines = file.refines;
    whole.span = file.span;
    whole.comments.clear();
    merge_headers(file, whole, sink);
    check_imports(file, refined_by(file, modules), sink);
    Merger(file, sink).merge(whole);
    add_conditions(file, !of->refines.empty(), whole, sink);
    return whole;
}

void tell_at_refinement(const File& file, const Sink& told_there, std::size_t from, Sink& sink) {
    std::vector<Diagnostic> kept(std::make_move_iterator(sink.all().begin()), std::make_move_iterator(sink.all().begin() + static_cast<std::ptrdiff_t>(from)));
    for (std::size_t i = from; i < sink.all().size(); ++i) {
        Diagnostic& finding = sink.all()[i];
        const bool is_own = finding.labels.empty() || finding.labels.front().span.file == file.id;
        const bool told = !is_own && std::any_of(told_there.all().begin(), told_there.all().end(), [&](const Diagnostic& one) {
            return one.code == finding.code && !one.labels.empty() && one.labels.front().span == finding.labels.front().span;
        });
        if (!is_own && (told || finding.severity != diagnostics::Severity::error)) continue;
        if (!is_own) {
            finding.labels.insert(finding.labels.begin(), {file.refines.span, "with what is changed here"});
            finding.fix.reset();
        }
        kept.push_back(std::move(finding));
    }
    sink.all() = std::move(kept);
}

}  // namespace recourse::semantics
