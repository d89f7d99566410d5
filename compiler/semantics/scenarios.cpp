#include "compiler/semantics/scenarios.h"

#include "recourse/time.hpp"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;
using diagnostics::Sink;
using Written = syntax::ScenarioStep;

// Read by their numbers below.
static_assert(static_cast<int>(Written::Kind::migrate) == static_cast<int>(StepKind::migrate));
static_assert(static_cast<int>(Written::Because::Kind::text) == static_cast<int>(BecauseKind::text));

namespace {

class ScenarioReader {
public:
    explicit ScenarioReader(Analyser& analyser) : a_(analyser), model_(analyser.model), sink_(analyser.sink) {}

    Scenario read(const syntax::Scenario& written) {
        Scenario scenario;
        scenario.name = written.name.value;
        scenario.span = written.name.span.valid() ? written.name.span : written.span;
        scenario.under = static_cast<std::uint32_t>(written.under);
        under_ = written.under != 0;
        const std::size_t first = written.under == 0 ? 0 : begin_at_migration(written);
        for (std::size_t i = first; i < written.steps.size(); ++i) {
            const Written& step = written.steps[i];
            auto row = read_step(step);
            if (!row) continue;
            if (entry_ != nullptr && !scenario.of.valid()) scenario.of = entry_->id;
            scenario.steps.push_back(std::move(*row));
        }
        return scenario;
    }

private:
    Analyser& a_;
    Model& model_;
    Sink& sink_;
    CaseEntry* entry_ = nullptr;     // the case that the scenario has opened
    bool opened_ = false;
    bool under_ = false, migrated_ = false;     // opened under an older version; has come over
    bool stayed_ = false;            // it was to stay
    std::optional<std::int64_t> last_;
    Span last_place_;
    std::optional<std::size_t> zone_;   // in which its times are read
    bool lost_ = false;              // the case is not known: said once

    // ---- values and instants ---------------------------------------------------------------------------------------------

    Place constant_place() {
        Place place;
        place.scope = entry_ == nullptr ? &a_.root().scope : entry_->body->scope;
        place.constant = true;
        place.zone = zone_;
        return place;
    }

    ExprId value(const syntax::Expr& written, const Type& type) {
        const bool literal = written.kind == syntax::ExprKind::date || written.kind == syntax::ExprKind::instant;
        if (type.kind != TypeKind::instant || !literal) return a_.loud.expression(written, constant_place(), type);
        Expr constant;
        constant.type.kind = TypeKind::unknown;
        constant.span = written.span;
        if (const auto at = a_.loud.instant_literal(written, constant_place())) {
            constant.type.kind = TypeKind::instant;
            constant.number = *at;
        }
        return model_.exprs.add(std::move(constant));
    }

    std::vector<NamedLiteral> literals(const std::vector<const syntax::Argument*>& matched, const std::vector<Field>& fields) {
        std::vector<NamedLiteral> values;
        for (std::size_t i = 0; i < matched.size(); ++i) {
            if (matched[i] == nullptr) continue;
            values.push_back({static_cast<std::uint32_t>(i), value(matched[i]->value, fields[i].type), false, matched[i]->span});
        }
        return values;
    }

    std::optional<std::int64_t> instant(const std::optional<syntax::Expr>& written) {
        if (!written || written->kind == syntax::ExprKind::missing) return std::nullopt;
        if (written->kind == syntax::ExprKind::never) return never;
        return a_.loud.instant_literal(*written, constant_place());
    }

    bool read_time(const Written& written, ScenarioStep& row) {
        if (written.at.kind == syntax::ExprKind::missing) return false;
        const auto at = a_.loud.instant_literal(written.at, constant_place());
        if (!at) return false;
        row.at = *at;
        if (last_ && *at < *last_) {
            Diagnostic& diagnostic = sink_.error("scenario-goes-back", written.at.span, "this line lies before the one above it",
                                                 "put the lines in the order of their times");
            diagnostic.labels.front().text = "earlier";
            diagnostic.labels.push_back({last_place_, "the line before"});
        }
        last_ = at;
        last_place_ = written.at.span;
        return true;
    }

    // What stands before `migrates` is read with the older version (compiler/driver/versions.h); here its opening says which case it is.
    std::size_t begin_at_migration(const syntax::Scenario& written) {
        const auto migrates = [](const Written& one) { return one.kind == Written::Kind::migrate; };
        const auto found = std::find_if(written.steps.begin(), written.steps.end(), migrates);
        if (found == written.steps.end()) {
            sink_.error("scenario-migrates", written.under_span, "the scenario is opened under another version and never comes to this one",
                        "write `at … migrates` where the case comes over, or move the scenario to the file of that version");
            return written.steps.size();
        }
        for (auto step = written.steps.begin(); step != found && entry_ == nullptr; ++step) {
            if (step->kind != Written::Kind::open) continue;
            if (!find_case(*step)) break;
            choose_zone(*step);
        }
        if (entry_ == nullptr && a_.cases.size() == 1) entry_ = &a_.cases.front();
        opened_ = entry_ != nullptr;
        return static_cast<std::size_t>(found - written.steps.begin());
    }

    // ---- steps -----------------------------------------------------------------------------------------------------------

    std::optional<ScenarioStep> read_step(const Written& written) {
        ScenarioStep row;
        row.kind = static_cast<StepKind>(written.kind);
        row.span = written.span;
        if (!read_parts(written, row)) return std::nullopt;
        return row;
    }

    bool read_parts(const Written& written, ScenarioStep& row) {
        if (written.kind == Written::Kind::decide) return decide(written, row);
        if (written.kind == Written::Kind::migrate && !may_migrate(written)) return false;
        if (stayed_) {
            sink_.error("scenario-migrates", written.span, "the case has stayed under its version, which this line does not speak of",
                        "take the line away, or try what follows in the file of that version");
            return false;
        }
        const bool opens = written.kind == Written::Kind::open;
        if (opens ? !find_case(written) : !opened_ && !open_by_event(written)) return false;
        if (entry_ == nullptr) return false;
        row.of = entry_->id;
        if (opens) choose_zone(written);
        const bool timed = read_time(written, row);
        if (opens) {
            open(written, row);
            return timed;
        }
        if (written.kind == Written::Kind::migrate) {
            stayed_ = row.refused = written.refused;
            because(written, row);
            return timed;
        }
        return (written.kind == Written::Kind::event ? event(written, row) : expect(written, row)) && timed;
    }

    // Once, and in a scenario that says under which version it begins.
    bool may_migrate(const Written& written) {
        if (under_ && !migrated_) {
            migrated_ = true;
            return true;
        }
        sink_.error("scenario-migrates", written.span,
                    under_ ? "the case has come to this version already" : "the scenario does not say from which version the case comes",
                    under_ ? "take the line away" : "write `opened under 2` after the scenario's name");
        return false;
    }

    // When a fact chooses the time zone, the scenario's times are read in the one that its fact chooses.
    void choose_zone(const Written& written) {
        if (model_.zone_fact.empty()) return;
        for (const syntax::Argument& argument : written.arguments) {
            if (argument.name.text != model_.zone_fact) continue;
            const auto& facts = model_.cases[entry_->id].facts;
            const auto fact = std::find_if(facts.begin(), facts.end(), [&](FactId id) { return model_.facts[id].name == model_.zone_fact; });
            if (fact == facts.end()) return;
            const auto member = a_.loud.constant_of(value(argument.value, model_.facts[*fact].type));
            for (std::size_t i = 0; i < model_.zones.size(); ++i) {
                if (member && model_.zones[i].member == *member) zone_ = i;
            }
        }
    }

    bool find_case(const Written& written) {
        if (opened_) {
            sink_.error("opened-twice", written.span, "the scenario has opened a case already", "write another scenario for another case");
            return false;
        }
        opened_ = true;
        if (written.case_name.empty()) {
            if (a_.cases.size() == 1) entry_ = &a_.cases.front();
            else if (a_.cases.empty()) sink_.error("unknown-case", written.span, "there is no case to open", "declare one with `case NAME { … }`");
            else sink_.error("case-not-named", written.span, "the policy has several cases, and the scenario does not say which one it opens", "write its name after `open`");
            return entry_ != nullptr;
        }
        const Symbol* symbol = resolve(sink_, a_.root().scope, written.case_name, SymbolKind::case_type, "unknown-case");
        if (symbol != nullptr) entry_ = &a_.cases[symbol->id];
        return entry_ != nullptr;
    }

    // A case that opens on an event may be opened by it.
    bool open_by_event(const Written& written) {
        if (lost_) return false;
        if (written.kind == Written::Kind::event) {
            for (CaseEntry& entry : a_.cases) {
                const EventId opening = model_.cases[entry.id].opens_on;
                if (!opening.valid() || model_.events[opening].name != written.event.text) continue;
                entry_ = &entry;
                opened_ = true;
                check_facts({}, written.span);
                return true;
            }
        }
        lost_ = true;
        sink_.error("scenario-not-opened", written.span, "no case is open yet", "begin with a line such as `open at 2024-03-01 10:00 with …`");
        return false;
    }

    std::vector<NamedLiteral> check_facts(const std::vector<syntax::Argument>& arguments, Span place) {
        std::vector<Field> facts;
        for (const FactId id : model_.cases[entry_->id].facts) facts.push_back({model_.facts[id].name, model_.facts[id].type, model_.facts[id].span});
        const auto matched = match_arguments(sink_, "the case `" + model_.cases[entry_->id].name + "`", place, parameters_of(facts), arguments, false,
                                             "fact-missing", "unknown-fact");
        return literals(matched, facts);
    }

    void open(const Written& written, ScenarioStep& row) { row.values = check_facts(written.arguments, written.span); }

    Symbol* in_case(const syntax::Name& name, SymbolKind wanted, std::string_view code) {
        return resolve(sink_, *entry_->body->scope, name, wanted, code, false);
    }

    void because(const Written& written, ScenarioStep& row) {
        row.because = static_cast<BecauseKind>(written.because.kind);
        row.because_count = static_cast<std::uint32_t>(std::clamp<std::int64_t>(written.because.count, 0, 1'000'000));
        row.because_text = written.because.text.value;
    }

    bool party_and_event(const Written& written, ScenarioStep& row) {
        const Symbol* symbol = in_case(written.event, SymbolKind::event, "unknown-event");
        if (!written.happens) {
            const Symbol* party = in_case(written.party, SymbolKind::party, "unknown-party");
            if (party == nullptr) return false;
            row.party = PartyId(party->id);
        }
        if (symbol == nullptr) return false;
        row.event = EventId(symbol->id);
        const Event& event = model_.events[row.event];
        if (event.happening == written.happens) return true;
        Diagnostic& diagnostic = sink_.error("happening-or-event", written.event.span,
                                             event.happening ? "`" + event.name + "` is a happening, nobody's act" : "`" + event.name + "` is somebody's act",
                                             event.happening ? "write `happens " + event.name + "`" : "write the party before it");
        diagnostic.labels.push_back({event.span, "declared here"});
        return false;
    }

    bool event(const Written& written, ScenarioStep& row) {
        if (!party_and_event(written, row)) return false;
        const std::vector<Field> fields = model_.events[row.event].fields;
        const auto matched = match_arguments(sink_, "the event `" + written.event.text + "`", written.event.span, parameters_of(fields),
                                             written.arguments, false, "field-missing", "unknown-field");
        row.values = literals(matched, fields);
        row.refused = written.refused;
        if (written.id) row.id = written.id->value;
        because(written, row);
        return true;
    }

    // ---- expectations ----------------------------------------------------------------------------------------------------

    bool expect(const Written& written, ScenarioStep& row) {
        switch (written.expect) {
            case Written::Expect::none: return false;
            case Written::Expect::state: row.expect = ExpectKind::states; return states(written, row);
            case Written::Expect::value: row.expect = ExpectKind::value; return expected_value(written, row);
            case Written::Expect::may: row.expect = ExpectKind::may; return may(written, row);
            case Written::Expect::may_not: row.expect = ExpectKind::may_not; return may(written, row);
            case Written::Expect::effect: row.expect = ExpectKind::effect; return effect(written, row);
            case Written::Expect::no_effect: row.expect = ExpectKind::no_effect; return effect(written, row);
            case Written::Expect::ended: row.expect = ExpectKind::ended; return true;
            case Written::Expect::resting: row.expect = ExpectKind::resting; return true;
            case Written::Expect::running: row.expect = ExpectKind::running; return true;
            case Written::Expect::halted: row.expect = ExpectKind::halted; return true;
            case Written::Expect::results: return false;
        }
        return false;
    }

    bool states(const Written& written, ScenarioStep& row) {
        bool good = true;
        for (const syntax::Name& name : written.states) {
            const StateId state = state_of_case(a_, *entry_, name);
            if (state.valid()) row.states.push_back(state);
            else good = false;
        }
        if (written.reason) {
            row.reason = written.reason->text;
            if (!entry_->reasons.contains(row.reason)) {
                unknown_name(sink_, "unknown-reason", *written.reason, "no rule goes by `as " + row.reason + "`",
                             {entry_->reasons.begin(), entry_->reasons.end()});
                good = false;
            }
        }
        if (written.until && good) good = pending_until(written, row);
        return good && !row.states.empty();
    }

    // `expect repay is pending until …`: the instant at which the duty is broken if nothing is done.
    bool pending_until(const Written& written, ScenarioStep& row) {
        const StateId last = row.states.empty() ? StateId() : row.states.back();
        const DutyId duty = last.valid() ? model_.machines[model_.states[last].machine].duty : DutyId();
        if (row.states.size() == 1 && duty.valid() && model_.states[last].name == "pending") {
            row.until = instant(written.until);
            return row.until.has_value();
        }
        sink_.error("until-without-duty", written.until->span, "only of one duty that is pending can it be said until when",
                    "write `expect DUTY is pending until …`, and other states in a line of their own");
        return false;
    }

    bool expected_value(const Written& written, ScenarioStep& row) {
        const syntax::Name name{written.left.text, written.left.span};
        if (name.empty()) return false;
        Symbol* symbol = entry_->body->scope->find(name.text);
        Type type;
        if (symbol != nullptr && symbol->kind == SymbolKind::fact) {
            row.fact = FactId(symbol->id);
            type = model_.facts[row.fact].type;
        } else if (symbol != nullptr && symbol->kind == SymbolKind::record) {
            row.record = RecordId(symbol->id);
            type.kind = TypeKind::integer;   // beyond the record's limits it is a wrong expectation, not a wrong type
        } else if (symbol != nullptr && symbol->kind == SymbolKind::named) {
            row.named = NamedId(symbol->id);
            type = model_.named[row.named].type;
        } else {
            unknown_name(sink_, "unknown-value", name, "there is no fact, record, deadline or other value `" + name.text + "`",
                         entry_->body->scope->visible({SymbolKind::fact, SymbolKind::record, SymbolKind::named}));
            return false;
        }
        type.low = std::numeric_limits<std::int64_t>::min();
        type.high = std::numeric_limits<std::int64_t>::max();
        row.value = value(written.right, type);
        return model_.exprs[row.value].type.kind != TypeKind::unknown;
    }

    bool may(const Written& written, ScenarioStep& row) {
        if (!party_and_event(written, row)) return false;
        row.from = instant(written.from);
        row.until = instant(written.until);
        because(written, row);
        return true;
    }

    bool effect(const Written& written, ScenarioStep& row) {
        const Symbol* symbol = in_case(written.event, SymbolKind::effect, "unknown-effect");
        if (symbol == nullptr) return false;
        row.effect = EffectId(symbol->id);
        if (written.expect == Written::Expect::no_effect) return true;
        // What is not given is not compared.
        const std::vector<Field> fields = model_.effects[row.effect].parameters;
        const auto matched = match_arguments(sink_, "the effect `" + written.event.text + "`", written.event.span, parameters_of(fields),
                                             written.arguments, true);
        row.values = literals(matched, fields);
        return true;
    }

    // ---- decisions -------------------------------------------------------------------------------------------------------

    bool decide(const Written& written, ScenarioStep& row) {
        const Symbol* symbol = resolve(sink_, a_.root().scope, written.event, SymbolKind::decision, "unknown-decision");
        if (symbol == nullptr) return false;
        row.decision = DecisionId(symbol->id);
        row.expect = ExpectKind::results;
        const std::vector<Field> parameters = model_.decisions[row.decision].parameters, results = model_.decisions[row.decision].results;
        const std::string of = "the decision `" + written.event.text + "`";
        row.values = literals(match_arguments(sink_, of, written.event.span, parameters_of(parameters), written.arguments, false), parameters);
        const auto matched = match_arguments(sink_, of, written.event.span, parameters_of(results), written.results, true, "missing-argument", "unknown-result");
        for (std::size_t i = 0; i < matched.size(); ++i) {
            if (matched[i] == nullptr) continue;
            NamedLiteral literal{static_cast<std::uint32_t>(i), {}, false, matched[i]->span};
            const syntax::Expr& expected = matched[i]->value;
            literal.undecided = expected.kind == syntax::ExprKind::name && expected.text == "undecided";
            if (!literal.undecided) literal.value = value(expected, results[i].type);
            row.results.push_back(std::move(literal));
        }
        return true;
    }
};

// The first state below that goes by the name, outer ones first.
StateId state_within(const Model& model, const std::vector<StateId>& from, const std::string& name) {
    for (const StateId id : from) {
        const State& state = model.states[id];
        if (state.name == name || state.path == name || state.path.ends_with("." + name)) return id;
        const StateId inner = state_within(model, state.children, name);
        if (inner.valid()) return inner;
    }
    return {};
}

}  // namespace

StateId state_of_case(Analyser& analyser, CaseEntry& entry, const syntax::Name& name) {
    const Model& model = analyser.model;
    const std::size_t dot = name.text.find('.');
    const Symbol* known = entry.body->scope->find(name.text);
    const Symbol* machine = dot == std::string::npos || known != nullptr ? nullptr : entry.body->scope->find(name.text.substr(0, dot));
    if (machine != nullptr && machine->kind == SymbolKind::machine) {
        const StateId found = state_within(model, model.machines[MachineId(machine->id)].states, name.text.substr(dot + 1));
        if (found.valid()) return found;
    }
    const Symbol* symbol = resolve(analyser.sink, *entry.body->scope, name, SymbolKind::state, "unknown-state", false);
    return symbol == nullptr ? StateId() : StateId(symbol->id);
}

void read_scenarios(Analyser& analyser) {
    std::map<std::string, Span> seen;
    for (const syntax::TopItem& item : analyser.file.items) {
        const auto* written = std::get_if<syntax::Scenario>(&item);
        if (written == nullptr) continue;
        const auto [at, fresh] = seen.emplace(written->name.value, written->name.span);
        if (!fresh) report_duplicate(analyser.sink, written->name.value, written->name.span, at->second, "scenario-twice");
        analyser.model.scenarios.push_back(ScenarioReader(analyser).read(*written));
    }
}

}  // namespace recourse::semantics
