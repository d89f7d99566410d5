#include "compiler/semantics/analyse.h"

#include "compiler/semantics/analyser.h"
#include "compiler/semantics/calendars.h"
#include "compiler/semantics/regimes.h"
#include "compiler/semantics/cases.h"
#include "compiler/semantics/header.h"
#include "compiler/semantics/instances.h"
#include "compiler/semantics/labels.h"
#include "compiler/semantics/modules.h"
#include "compiler/semantics/moving_deadlines.h"
#include "compiler/semantics/promises.h"
#include "compiler/semantics/refine.h"
#include "compiler/semantics/refine_condition.h"
#include "compiler/semantics/scenarios.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

Analyser::Analyser(const syntax::File& analysed, const ModuleMap& known, diagnostics::Sink& into, support::ZoneReader& read)
    : file(analysed), modules(known), sink(into), zones(read), loud(model, into, *this), quiet(model, muted, *this) {}

Scope* Analyser::new_scope(Scope* parent) { return &scopes.emplace_back(parent); }

Place place_in(const Body& body, StateId state, EventId at_hand) {
    Place place;
    place.scope = body.scope;
    place.state = state;
    place.at_hand = at_hand;
    return place;
}

namespace {

// Text that several ways lead through, as an `outcome` rule, is read for each of them: what is wrong in it is said once.
void drop_repetitions(diagnostics::Sink& sink, std::size_t from) {
    std::set<std::pair<std::string_view, support::Span>> seen;
    auto& all = sink.all();
    const auto again = [&](const Diagnostic& d) { return !d.labels.empty() && !seen.emplace(d.code, d.labels.front().span).second; };
    all.erase(std::remove_if(all.begin() + static_cast<std::ptrdiff_t>(from), all.end(), again), all.end());
}

// A name that nothing is like is missing its declaration: one finding, with all the places that miss it. (A misspelt name has a fix
// at each place, and stays.)
void gather_places(diagnostics::Sink& sink, std::size_t from) {
    std::map<std::pair<std::string_view, std::string>, std::size_t> first;
    std::vector<Diagnostic> kept;
    for (Diagnostic& diagnostic : sink.all()) {
        const bool missing = kept.size() >= from && diagnostic.code.starts_with("unknown-") && !diagnostic.fix;
        if (missing) {
            const auto [at, fresh] = first.emplace(std::pair(diagnostic.code, diagnostic.message), kept.size());
            if (!fresh) {
                kept[at->second].labels.push_back({diagnostic.labels.front().span, "and here"});
                continue;
            }
        }
        kept.push_back(std::move(diagnostic));
    }
    sink.all() = std::move(kept);
}

// Where machines unfold without end, what is said of the part that was not made is no finding.
void drop_what_was_not_made(diagnostics::Sink& sink, std::size_t from) {
    auto& all = sink.all();
    const auto limit = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(from), all.end(), [](const Diagnostic& d) { return d.code == "too-many-states"; });
    if (limit != all.end()) all.erase(limit + 1, all.end());
}

// What an import that failed brings about is no finding of its own.
void drop_consequences(Analyser& analyser, std::size_t from) {
    const auto& failed = analyser.root().failed_imports;
    if (failed.empty()) return;
    const auto follows = [&](const Diagnostic& diagnostic) {
        if (!diagnostic.code.starts_with("unknown-") || diagnostic.code == "unknown-import" || diagnostic.code == "unknown-module") return false;
        return std::any_of(failed.begin(), failed.end(), [&](const std::string& name) {
            return diagnostic.message.find("`" + name + "`") != std::string::npos || diagnostic.message.find("`" + name + ".") != std::string::npos;
        });
    };
    auto& all = analyser.sink.all();
    all.erase(std::remove_if(all.begin() + static_cast<std::ptrdiff_t>(from), all.end(), follows), all.end());
}

}  // namespace

Model Analyser::run() {
    const std::size_t before = sink.all().size();
    load_modules(*this);
    model.counting = root().counting;
    read_header(*this);
    if (file.kind == syntax::File::Kind::calendar) {
        analyse_calendar(*this);
        return std::move(model);
    }
    if (file.kind == syntax::File::Kind::counting) {
        analyse_regime(*this);
        return std::move(model);
    }
    declare_cases(*this);
    type_top_items(*this);
    try_machines(*this);
    build_cases(*this);
    resolve_header_choices(*this);
    define_cases(*this);
    type_named_values();
    if (!file.refines.empty()) settle_condition(*this);
    collect_unused(*this);
    read_labels(*this);
    read_promises(*this);
    read_scenarios(*this);
    collect_unused_decisions(*this);
    drop_what_was_not_made(sink, before);
    drop_consequences(*this, before);
    drop_repetitions(sink, before);
    gather_places(sink, before);
    return std::move(model);
}

// ---- named values, typed when first read ------------------------------------------------------------------------------------

void Analyser::report_ring(NamedId id) {
    const auto start = std::find(chain_.begin(), chain_.end(), id);
    std::string ring;
    for (auto at = start; at != chain_.end(); ++at) ring += model.named[*at].name + " -> ";
    ring += model.named[id].name;
    Diagnostic& diagnostic = named[id.index()].sink->error("ring-of-names", model.named[id].span,
                                                            "`" + model.named[id].name + "` is said in terms of itself: " + ring,
                                                            "say one of them without the others");
    diagnostic.labels.clear();
    for (auto at = start; at != chain_.end(); ++at) {
        const NamedId next = at + 1 == chain_.end() ? id : *(at + 1);
        diagnostic.labels.push_back({model.named[*at].span, "needs `" + model.named[next].name + "`"});
    }
}

namespace {

Type type_of_named(NamedKind kind) {
    Type type;
    switch (kind) {
        case NamedKind::period: type.kind = TypeKind::period; break;
        case NamedKind::deadline:
        case NamedKind::moment: type.kind = TypeKind::instant; break;
        case NamedKind::condition: type.kind = TypeKind::boolean; break;
        case NamedKind::amount: break;
    }
    return type;
}

}  // namespace

void Analyser::type_named(NamedId id) {
    const NamedEntry entry = named[id.index()];
    const syntax::NamedValue& written = *entry.written;
    const ReadingOf reading(*this, *entry.unit);
    Place place;
    place.scope = entry.scope;
    place.begins = model.named[id].kind == NamedKind::moment;
    ExprId value = entry.typer->rows(written.value, place, type_of_named(model.named[id].kind));
    const auto wrap = [&](ExprKind kind) {
        Expr expr;
        expr.kind = kind;
        expr.type = model.exprs[value].type;
        expr.span = written.span;
        expr.parts = model.exprs[value].parts + 1;
        expr.children = {value};
        value = model.exprs.add(std::move(expr));
    };
    value = moved_value(*this, id, value);
    const bool pauses = written.paused && (moving.count(id) == 0 || moving.at(id).clock == nullptr);
    if (pauses) {
        entry.sink->error("pause-misplaced", written.paused->span, "only the clock of a case's own deadline can stand still",
                          "declare `" + written.name.text + "` as a `deadline` of the case, beside its states")
            .why = "a clock is one for each case: in a reusable machine, a period or the top of a file there is none";
    }
    const bool instant = model.named[id].kind == NamedKind::deadline || model.named[id].kind == NamedKind::moment;
    if (!instant && (written.end_of_that_day || written.start_of_that_day || written.rolling)) {
        entry.sink->error("suffix-needs-instant", written.span, "only a `deadline` or `moment` can end, begin or roll with its day",
                          "take the suffix away, or declare `" + written.name.text + "` as a deadline");
    } else {
        if (written.end_of_that_day) wrap(ExprKind::end_of_day);
        if (written.start_of_that_day) wrap(ExprKind::start_of_day);
        if (written.rolling) model.named[id].before_rolling = value;
        if (written.rolling) wrap(ExprKind::roll);
    }
    Named& row = model.named[id];
    row.value = value;
    row.type = model.exprs[value].type;
    row.text = rule_text(*entry.unit, *entry.sink, written.trailing);
}

// Deeper than any text that a person reads, and shallow enough for every later walk over expressions.
constexpr std::size_t kMostNamesInAChain = 200;
// Far more than a policy has, and few enough for every check to go over them.
constexpr std::size_t kMostUnfoldedStates = 5'000;

const Named& Analyser::named_value(NamedId id) {
    NamedEntry& entry = named[id.index()];
    if (entry.progress == NamedEntry::Progress::done) return model.named[id];
    const bool ring = entry.progress == NamedEntry::Progress::running;
    if (ring || chain_.size() >= kMostNamesInAChain) {
        if (ring) {
            report_ring(id);
        } else {
            entry.sink->error("nesting-too-deep", model.named[id].span,
                              "names are defined by one another more than " + std::to_string(kMostNamesInAChain) + " deep",
                              "define this one without the others");
        }
        // What is read from here on is unknown: its readers say nothing more.
        Named& row = model.named[id];
        row.type = Type{};
        if (!row.value.valid()) {
            Expr unknown;
            unknown.span = row.span;
            row.value = model.exprs.add(std::move(unknown));
        }
        return model.named[id];
    }
    entry.progress = NamedEntry::Progress::running;
    chain_.push_back(id);
    if (entry.body != nullptr) type_arguments(*this, *entry.body);
    type_named(id);
    chain_.pop_back();
    named[id.index()].progress = NamedEntry::Progress::done;
    return model.named[id];
}

bool Analyser::may_unfold(const Body& instance, Span state) {
    if (unfolded_ > kMostUnfoldedStates) return false;
    if (++unfolded_ <= kMostUnfoldedStates) return true;
    Diagnostic& diagnostic = sink.error("too-many-states", instance.made_at == nullptr ? state : instance.made_at->instance_of.span,
                                        "machines made within machines unfold into more than " + std::to_string(kMostUnfoldedStates) + " states",
                                        "make each inner machine in one state only, and come back to that state for the second time");
    diagnostic.why = "each place that makes a machine has states of its own: two places in each of ten machines are a thousand";
    return false;
}

const std::vector<StateId>& Analyser::states_named(const std::string& name) const {
    for (; indexed_ < model.states.size(); ++indexed_) {
        states_by_name_[model.states[StateId(indexed_)].name].push_back(StateId(indexed_));
    }
    static const std::vector<StateId> nobody;
    const auto found = states_by_name_.find(name);
    return found == states_by_name_.end() ? nobody : found->second;
}

void Analyser::type_named_values() {
    for (std::size_t i = 0; i < named.size(); ++i) named_value(NamedId(i));
}

const Decision& Analyser::decision_signature(DecisionId id) {
    DecisionEntry& entry = decisions[id.index()];
    if (entry.signature != NamedEntry::Progress::waiting) return model.decisions[id];
    entry.signature = NamedEntry::Progress::done;
    const ReadingOf reading(*this, *entry.unit);
    Place place;
    place.scope = &entry.unit->scope;
    place.decision = id;
    // Made beside the table: typing may ask for other decisions.
    Decision row = model.decisions[id];
    entry.unit->typer->decision_signature(*entry.written, row, place);
    row.text = rule_text(*entry.unit, *entry.unit->sink, entry.written->trailing);
    model.decisions[id] = std::move(row);
    return model.decisions[id];
}

namespace {

Model analyse_refinement(const syntax::File& file, const ModuleMap& modules, diagnostics::Sink& sink, support::ZoneReader& zones) {
    const std::size_t before = sink.all().size();
    const std::optional<syntax::File> whole = whole_of(file, modules, sink);
    if (!whole) {
        Model unknown;
        unknown.name = file.name.text;
        unknown.is_policy = true;
        unknown.span = file.name.span;
        return unknown;
    }
    Model model = Analyser(*whole, modules, sink, zones).run();
    const auto is_elsewhere = [&](const Diagnostic& one) { return !one.labels.empty() && one.labels.front().span.file != file.id; };
    diagnostics::Sink told_there;
    if (std::any_of(sink.all().begin() + static_cast<std::ptrdiff_t>(before), sink.all().end(), is_elsewhere)) {
        for (const syntax::File* refined : refined_by(file, modules)) (void)analyse(*refined, modules, told_there, zones);
    }
    tell_at_refinement(file, told_there, before, sink);
    return model;
}

}  // namespace

Model analyse(const syntax::File& file, const ModuleMap& modules, diagnostics::Sink& sink, support::ZoneReader& zones) {
    if (!file.refines.empty()) return analyse_refinement(file, modules, sink, zones);
    return Analyser(file, modules, sink, zones).run();
}

Model analyse(const syntax::File& file, const ModuleMap& modules, diagnostics::Sink& sink) {
    support::ZoneReader zones;
    return analyse(file, modules, sink, zones);
}

}  // namespace recourse::semantics
