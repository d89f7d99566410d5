#include "compiler/semantics/cases.h"

#include "compiler/semantics/duties.h"
#include "compiler/semantics/instances.h"
#include "compiler/semantics/moving_deadlines.h"
#include "compiler/semantics/openings.h"
#include "compiler/semantics/powers.h"
#include "compiler/semantics/known_later.h"
#include "compiler/semantics/states.h"
#include "compiler/semantics/transitions.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

static_assert(static_cast<int>(syntax::NamedValue::Kind::condition) == static_cast<int>(NamedKind::condition));

bool is_case(const Body& body) { return !body.instance.valid() && !body.machine.valid(); }

void misplaced(const Body& body, Span place, std::string message, std::string hint) {
    body.sink->error("misplaced-declaration", place, std::move(message), std::move(hint));
}

std::uint32_t limit_of(const Body& body, const std::optional<std::int64_t>& written, Span place) {
    if (!written) return 0;
    if (*written < 1 || *written > 1'000'000) {
        body.sink->error("bad-limit", place, "a limit is between 1 and 1000000 times", "write `at most once` or `at most 3 times`");
        return 1;
    }
    return static_cast<std::uint32_t>(*written);
}

struct MemberDeclarer {
    Analyser& analyser;
    Body& body;

    [[nodiscard]] bool declare(const syntax::Name& name, SymbolKind kind, std::uint32_t id) const {
        return declare_name(*body.sink, *body.scope, name, {kind, id, {}, name.span, false});
    }
    void operator()(const syntax::Fact& written) const {
        if (!is_case(body)) {
            misplaced(body, written.span, "facts belong to the case", "move the fact to the case, or make it a parameter of the machine");
            return;
        }
        const FactId id = analyser.model.facts.add({written.name.text, {}, {}, rule_text(body, written.trailing), written.name.span});
        if (!declare(written.name, SymbolKind::fact, id.value)) return;
        analyser.model.cases[body.of].facts.push_back(id);
        body.facts.emplace_back(&written, id);
    }
    void operator()(const syntax::Record& written) const {
        const RecordId id = analyser.model.records.add({body.prefix + written.name.text, 0, 0, 0, written.name.span});
        if (!declare(written.name, SymbolKind::record, id.value)) return;
        analyser.model.cases[body.of].records.push_back(id);
        body.records.emplace_back(&written, id);
    }
    void operator()(const syntax::Event& written) const {
        Event event;
        event.name = body.prefix + written.name.text;
        event.happening = written.happening;
        event.at_most = limit_of(body, written.at_most, written.at_most_span);
        event.instance = body.instance;
        event.machine = body.machine;
        event.text = rule_text(body, written.trailing);
        event.span = written.name.span;
        const EventId id = analyser.model.events.add(std::move(event));
        if (!declare(written.name, SymbolKind::event, id.value)) return;
        analyser.model.cases[body.of].events.push_back(id);
        body.events.emplace_back(&written, id);
    }
    void operator()(const syntax::Effect& written) const {
        const EffectId id = analyser.model.effects.add(
            {body.prefix + written.name.text, {}, rule_text(body, written.trailing), written.name.span});
        if (declare(written.name, SymbolKind::effect, id.value)) body.effects.emplace_back(&written, id);
    }
    void operator()(const syntax::NamedValue& written) const {
        Named named;
        named.kind = static_cast<NamedKind>(written.kind);
        named.name = body.prefix + written.name.text;
        named.of = body.of;
        named.span = written.name.span;
        const NamedId id = analyser.model.named.add(std::move(named));
        analyser.named.push_back({&written, body.unit, body.scope, body.typer, body.sink, &body, NamedEntry::Progress::waiting});
        if (declare(written.name, SymbolKind::named, id.value)) body.named.push_back(id);
        analyser.model.cases[body.of].named.push_back(id);
    }
    void operator()(const syntax::OutcomeNames& written) const {
        if (!body.instance.valid()) {
            misplaced(body, written.span, "outcomes belong to a reusable machine", "a case's machine moves to states of its own");
            return;
        }
        for (const syntax::Name& name : written.names) {
            if (declare(name, SymbolKind::outcome, static_cast<std::uint32_t>(body.outcomes.size()))) {
                body.outcomes[name.text] = {name.span, false};
            }
        }
    }
    void operator()(const syntax::OnRule& written) const {
        const bool anywhere = written.kind == syntax::OnRule::Kind::ignore || written.kind == syntax::OnRule::Kind::refuse;
        if (body.instance.valid() || (is_case(body) && anywhere)) return;
        misplaced(body, written.span, "this rule stands in no state", "move it into the state in which it holds");
    }
    void operator()(const syntax::OutcomeRule& written) const {
        misplaced(body, written.span, "`outcome … ->` belongs in a state that is a machine's instance",
                  "write it inside `state NAME = MACHINE(…) { … }`");
    }
    void rule_outside(Span place) const {
        if (!body.instance.valid()) misplaced(body, place, "this rule stands in no state", "move it into the state in which it holds");
    }
    void operator()(const syntax::DeadlineRule& written) const { rule_outside(written.span); }
    void operator()(const syntax::WhenRule& written) const { rule_outside(written.span); }
    void operator()(const syntax::DoOnEntry& written) const { rule_outside(written.span); }
    void beside_the_states(Span place, std::string_view what) const {
        if (!is_case(body)) misplaced(body, place, std::string(what) + " belong to the case", "move it to the case, beside its states and machines");
    }
    void operator()(const syntax::Duty& written) const { beside_the_states(written.span, "duties"); }
    void operator()(const syntax::MayRule& written) const { beside_the_states(written.span, written.may_not ? "bans" : written.acts_for.empty() ? "rights" : "powers to act for another"); }
    void operator()(const syntax::OpenedCase& written) const { beside_the_states(written.span, "cases that are opened"); }
    void operator()(const syntax::StartRule&) const {}   // with the states
    void operator()(const syntax::State&) const {}
    void operator()(const syntax::Machine&) const {}
};

// The names of a body are known to the bodies around it by path: `Dispute.submit`, and by every shorter end that is unambiguous.
void declare_inner_names(CaseEntry& entry) {
    std::map<Scope*, std::map<std::string, std::vector<Symbol>>> ends;
    for (const Body* body : entry.bodies) {
        for (const auto& [name, symbol] : body->scope->own()) {
            const bool member = symbol.kind == SymbolKind::event || symbol.kind == SymbolKind::record || symbol.kind == SymbolKind::effect ||
                                symbol.kind == SymbolKind::named;
            if (!member || body->prefix.empty() || name.find('.') != std::string::npos) continue;
            for (const Body* outer = body->outer; outer != nullptr; outer = outer->outer) {
                std::string path = body->prefix + name;
                if (!outer->prefix.empty() && path.starts_with(outer->prefix)) path.erase(0, outer->prefix.size());
                for (;;) {
                    ends[outer->scope][path].push_back(symbol);
                    const std::size_t dot = path.find('.');
                    if (dot == std::string::npos) break;
                    path.erase(0, dot + 1);
                }
            }
        }
    }
    for (auto& [scope, paths] : ends) {
        for (const auto& [path, symbols] : paths) {
            if (symbols.size() == 1) scope->declare(path, symbols.front());
        }
    }
}

void type_facts(Analyser& analyser, Body& body) {
    for (const auto& [written, id] : body.facts) {
        Place place = place_in(body);
        place.role = Place::Role::given;
        const Type type = body.typer->type_of(written->type, place);
        analyser.model.facts[id].type = type;
    }
}

// A record's limit: a constant.
std::optional<std::int64_t> record_limit(Analyser& analyser, const Body& body, const syntax::Expr& written) {
    Place place = place_in(body);
    place.constant = true;
    Type integer;
    integer.kind = TypeKind::integer;
    const ExprId id = body.typer->expression(written, place, integer);
    if (analyser.model.exprs[id].type.kind == TypeKind::unknown) return std::nullopt;
    return body.typer->constant_of(id);
}

void type_records(Analyser& analyser, Body& body) {
    for (const auto& [written, id] : body.records) {
        const auto low = record_limit(analyser, body, written->low), high = record_limit(analyser, body, written->high);
        Record& row = analyser.model.records[id];
        row.low = low.value_or(0);
        row.high = high.value_or(row.low);
        row.initial = row.low;
        if (low && high && (*high < *low || *low < -1'000'000'000 || *high > 1'000'000'000)) {
            body.sink->error("bad-record-limits", written->span, "the record's limits must go upwards, within a thousand million either way",
                             "write the lowest value, `..`, the highest");
            row.high = row.low;
            continue;
        }
        if (!written->initial) continue;
        const auto initial = record_limit(analyser, body, *written->initial);
        Record& again = analyser.model.records[id];
        if (initial && low && high && (*initial < *low || *initial > *high)) {
            body.sink->error("bad-record-start", written->initial->span,
                             "`" + written->name.text + "` begins outside " + std::to_string(*low) + ".." + std::to_string(*high),
                             "begin within the limits");
        } else if (initial) {
            again.initial = *initial;
        }
    }
}

void type_events(Analyser& analyser, Body& body) {
    for (const auto& [written, id] : body.events) {
        auto fields = fields_of(*body.sink, *body.typer, written->fields, *body.scope, Place::Role::given);
        std::vector<PartyId> by;
        for (const syntax::Name& name : written->by) {
            const PartyId party = party_named(analyser, body, name);
            if (!party.valid()) continue;
            const auto same = std::count_if(written->by.begin(), written->by.end(), [&](const syntax::Name& n) { return n.text == name.text; });
            // Two parameters of a machine may be given the same party.
            if (std::find(by.begin(), by.end(), party) == by.end()) by.push_back(party);
            else if (same > 1) body.sink->error("party-twice", name.span, "`" + name.text + "` is named twice", "name each party once");
        }
        if (written->happening && !written->by.empty()) {
            body.sink->error("happening-by-party", written->by.front().span, "a happening is nobody's act", "declare it as an `event`");
            by.clear();
        }
        Event& event = analyser.model.events[id];
        event.fields = std::move(fields);
        event.by = std::move(by);
    }
    for (const auto& [written, id] : body.effects) {
        auto parameters = fields_of(*body.sink, *body.typer, written->parameters, *body.scope, Place::Role::computed);
        analyser.model.effects[id].parameters = std::move(parameters);
    }
}

// How long the event's windows have to stay open at least: one period, which a reader can hold against each of them.
void type_minimums(Analyser& analyser, Body& body) {
    for (const auto& [written, id] : body.events) {
        if (!written->open_at_least) continue;
        Place place;
        place.scope = body.scope;
        const ExprId period = body.typer->period(*written->open_at_least, place);
        Event& event = analyser.model.events[id];
        event.open_at_least = body.typer->constant_of(period);
        event.open_at_least_span = written->open_at_least->span;
        if (event.open_at_least || analyser.model.exprs[period].type.kind == TypeKind::unknown) continue;
        body.sink->error("not-constant", written->open_at_least->span, "what `" + written->name.text + "` has to stay open depends on the case",
                         "give one period, such as `open at least 3 days`");
    }
}

void resolve_opening(Analyser& analyser, CaseEntry& entry) {
    const syntax::Case& written = *entry.written;
    if (written.opens_on.empty()) return;
    Body& body = *entry.body;
    const Symbol* symbol = resolve(*body.sink, *body.scope, written.opens_on, SymbolKind::event, "unknown-event");
    if (symbol == nullptr) return;
    const EventId id(symbol->id);
    analyser.model.cases[entry.id].opens_on = id;
    std::vector<PartyId> by;
    for (const syntax::Name& name : written.opens_by) {
        if (const PartyId party = party_named(analyser, body, name); party.valid()) by.push_back(party);
    }
    Event& event = analyser.model.events[id];
    if (event.by.empty() && !event.happening) event.by = by;
    for (std::size_t i = 0; i < by.size(); ++i) {
        if (std::find(event.by.begin(), event.by.end(), by[i]) != event.by.end()) continue;
        Diagnostic& diagnostic = body.sink->error("opening-party", written.opens_by[i].span,
                                                  "`" + written.opens_by[i].text + "` cannot send `" + event.name + "`",
                                                  "name one of the event's own parties");
        diagnostic.labels.push_back({event.span, "declared here"});
    }
}

void check_senders(Analyser& analyser, const Body& body) {
    for (const auto& [written, id] : body.events) {
        if (written->happening || !written->by.empty() || !analyser.model.events[id].by.empty()) continue;
        body.sink->error("event-by-nobody", written->name.span, "nobody may send `" + written->name.text + "`",
                         "write `by` and a party, or declare it as a `happening`");
    }
}

}  // namespace

PartyId party_named(Analyser& analyser, const Body& body, const syntax::Name& name) {
    Symbol* found = body.scope->find(name.text);
    if (found == nullptr || found->kind != SymbolKind::parameter) {
        const Symbol* party = resolve(*body.sink, *body.scope, name, SymbolKind::party, "unknown-party");
        return party == nullptr ? PartyId{} : PartyId(party->id);
    }
    found->used = true;
    const Expr& argument = analyser.model.exprs[ExprId(found->id)];
    if (argument.type.kind == TypeKind::unknown) return {};
    const auto constant = body.typer->constant_of(ExprId(found->id));
    if (argument.type.kind == TypeKind::party && constant) return PartyId(static_cast<std::size_t>(*constant));
    Diagnostic& diagnostic = body.sink->error("unknown-party", name.span, "`" + name.text + "` is not known to be one party of the policy",
                                              "give a party by its name where the machine is made");
    diagnostic.labels.push_back({argument.span, "what is given here"});
    return {};
}

void build_case(Analyser& analyser, CaseEntry& entry) {
    Body& own = *entry.body;
    for (const syntax::Item& item : *own.items) std::visit(MemberDeclarer{analyser, own}, item);
    build_machines(analyser, entry);
    name_states(analyser, entry);
    for (Body* body : entry.bodies) {
        if (body == &own) continue;
        declare_parameters(analyser, *body);
        for (const syntax::Item& item : *body->items) std::visit(MemberDeclarer{analyser, *body}, item);
    }
    declare_states(analyser, entry);
    declare_inner_names(entry);
    find_moving_deadlines(analyser, entry);
    // Facts before what may read them; an instance's arguments before its own members, which may read its parameters.
    for (Body* body : entry.bodies) {
        if (body->instance.valid()) continue;
        const ReadingOf reading(analyser, *body->unit);
        type_facts(analyser, *body);
        type_events(analyser, *body);
        type_records(analyser, *body);
        type_minimums(analyser, *body);
    }
    if (entry.written != nullptr) resolve_opening(analyser, entry);
    for (Body* body : entry.bodies) {
        if (!body->instance.valid()) continue;
        type_arguments(analyser, *body);
        const ReadingOf reading(analyser, *body->unit);
        type_events(analyser, *body);
        type_records(analyser, *body);
        type_minimums(analyser, *body);
    }
    give_powers(analyser, entry);
    for (const Body* body : entry.bodies) check_senders(analyser, *body);
}

void define_case(Analyser& analyser, CaseEntry& entry) {
    for (const Body* body : entry.bodies) {
        const ReadingOf reading(analyser, *body->unit);
        for (const auto& [written, id] : body->facts) {
            Expr subject;
            subject.kind = ExprKind::fact;
            subject.type = analyser.model.facts[id].type;
            subject.span = written->name.span;
            subject.fact = id;
            const ExprId read = analyser.model.exprs.add(std::move(subject));
            const ExprId check = body->typer->field_check(written->type, analyser.model.facts[id].type, read, place_in(*body));
            analyser.model.facts[id].check = check;
        }
        for (const NamedId id : body->named) analyser.named_value(id);
    }
    bind_duties(analyser, entry);
    bind_openings(analyser, entry);
    build_rules(analyser, entry);
    finish_duties(analyser, entry);
    finish_clocks(analyser, entry);
    finish_openings(analyser, entry);
    judge_instances(analyser, entry);
    // After the case's own: what it can read of the policy.
    std::vector<NamedId>& named = analyser.model.cases[entry.id].named;
    std::set<NamedId> readable;
    for (const auto& [name, symbol] : analyser.root().scope.own()) {
        if (symbol.kind == SymbolKind::named) readable.insert(NamedId(symbol.id));
    }
    named.insert(named.end(), readable.begin(), readable.end());
}

void declare_cases(Analyser& analyser) {
    Unit& unit = analyser.root();
    for (const syntax::TopItem& item : analyser.file.items) {
        const auto* written = std::get_if<syntax::Case>(&item);
        if (written == nullptr || !analyser.model.is_policy) continue;
        Case row;
        row.name = written->name.text;
        row.span = written->name.span;
        const CaseId id = analyser.model.cases.add(std::move(row));
        declare_name(analyser.sink, unit.scope, written->name, {SymbolKind::case_type, id.value, {}, written->name.span, true});
        Body& body = analyser.bodies.emplace_back();
        body.unit = &unit;
        body.scope = analyser.new_scope(&unit.scope);
        body.sink = unit.sink;
        body.typer = unit.typer;
        body.of = id;
        body.items = &written->items;
        if (has_later_facts(written->items)) body.items = &analyser.unfolded.emplace_back(unfold_later_facts(written->items, *body.sink));
        CaseEntry& entry = analyser.cases.emplace_back();
        entry.written = written;
        entry.id = id;
        entry.body = &body;
        entry.bodies = {&body};
    }
}

void build_cases(Analyser& analyser) {
    refuse_rings_of_openings(analyser);
    for (CaseEntry& entry : analyser.cases) build_case(analyser, entry);
}

void define_cases(Analyser& analyser) {
    for (CaseEntry& entry : analyser.cases) define_case(analyser, entry);
}

}  // namespace recourse::semantics
