#include "compiler/semantics/duties.h"

#include "compiler/semantics/cases.h"
#include "compiler/semantics/lowered.h"
#include "compiler/semantics/states.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

// ---- a duty written out as a machine -----------------------------------------------------------------------------------------

class DutyWriter {
public:
    explicit DutyWriter(const syntax::Duty& duty) : duty_(duty) {}

    syntax::Machine machine() const {
        syntax::Machine made;
        made.name = duty_.name;
        made.span = made.head = duty_.span;
        made.items.emplace_back(syntax::StartRule{name(duty_.condition ? "dormant" : "pending"), duty_.name.span});
        if (duty_.condition) made.items.emplace_back(state("dormant", syntax::State::Kind::resting, {when(*duty_.condition, "pending")}));
        made.items.emplace_back(state("pending", syntax::State::Kind::plain, pending()));
        made.items.emplace_back(state("broken", syntax::State::Kind::resting, acts("done_late")));
        made.items.emplace_back(state("done", syntax::State::Kind::final, {}));
        made.items.emplace_back(state("done_late", syntax::State::Kind::final, {}));
        if (duty_.released) made.items.emplace_back(state("released", syntax::State::Kind::final, {}));
        return made;
    }

private:
    const syntax::Duty& duty_;

    [[nodiscard]] syntax::Name name(std::string_view text) const { return {std::string(text), duty_.name.span}; }

    // What is said of the duty is said of each rule; its reason is that of the breach.
    [[nodiscard]] syntax::Trailing trailing(bool breach) const {
        syntax::Trailing trailing = duty_.trailing;
        trailing.wins_over.clear();
        if (!breach) trailing.reason.reset();
        return trailing;
    }

    [[nodiscard]] syntax::State state(std::string_view called, syntax::State::Kind kind, std::vector<syntax::Item> items) const {
        return lowered_state(called, kind, std::move(items), duty_.name, duty_.trailing, duty_.span);
    }

    [[nodiscard]] syntax::Outcome move_to(std::string_view target, bool breach = false) const {
        syntax::Outcome outcome;
        outcome.kind = syntax::Outcome::Kind::move;
        outcome.target = name(target);
        outcome.trailing = trailing(breach);
        if (breach) outcome.actions = duty_.breach;
        outcome.span = duty_.span;
        return outcome;
    }

    [[nodiscard]] syntax::Item when(const syntax::Expr& condition, std::string_view target) const {
        return syntax::WhenRule{condition, move_to(target), duty_.span};
    }

    [[nodiscard]] std::vector<syntax::Item> acts(std::string_view target) const {
        std::vector<syntax::Item> rules;
        for (const syntax::Name& act : duty_.acts) {
            syntax::OnRule rule;
            rule.event = act;
            rule.outcome = move_to(target);
            rule.span = duty_.span;
            rules.emplace_back(std::move(rule));
        }
        return rules;
    }

    // `excused while C` defers the breach: a deadline with a condition waits until it holds.
    [[nodiscard]] std::vector<syntax::Item> pending() const {
        std::vector<syntax::Item> rules = acts("done");
        if (duty_.due || duty_.within) {
            syntax::DeadlineRule breach;
            const bool from_beginning = !duty_.due && duty_.within->kind != syntax::ExprKind::after;
            breach.kind = from_beginning ? syntax::DeadlineRule::Kind::after : syntax::DeadlineRule::Kind::at;
            breach.when = duty_.due ? *duty_.due : *duty_.within;
            breach.paused = duty_.paused;
            if (duty_.excused) {
                syntax::Expr negated;
                negated.kind = syntax::ExprKind::logical_not;
                negated.span = duty_.excused->span;
                negated.children = {*duty_.excused};
                breach.condition = std::move(negated);
                breach.unless = true;
            }
            breach.outcome = move_to("broken", true);
            breach.span = duty_.span;
            rules.emplace_back(std::move(breach));
        }
        if (duty_.released) rules.push_back(when(*duty_.released, "released"));
        return rules;
    }
};

// ---- rights and bans -----------------------------------------------------------------------------------------------------------

constexpr std::string_view kRights = "rights";
constexpr std::string_view kStanding = "standing";

syntax::OnRule rule_of(const syntax::MayRule& written) {
    syntax::OnRule rule;
    rule.kind = written.may_not ? syntax::OnRule::Kind::refuse : syntax::OnRule::Kind::takes;
    rule.event = written.event;
    rule.window = written.window;
    rule.condition = written.condition;
    rule.unless = written.unless;
    rule.outcome.kind = written.may_not ? syntax::Outcome::Kind::missing : syntax::Outcome::Kind::stay;
    rule.outcome.trailing = written.trailing;
    rule.outcome.span = rule.span = written.span;
    if (!written.may_not) return rule;
    std::string who;
    for (const syntax::Name& party : written.by) who += (who.empty() ? "" : ", ") + party.text;
    rule.because = written.because ? *written.because : syntax::Text{who + " may not " + written.event.text, written.span};
    return rule;
}

syntax::Machine rights_machine(const std::vector<const syntax::MayRule*>& rights) {
    const Span place = rights.front()->span;
    syntax::State standing;
    standing.kind = syntax::State::Kind::resting;
    standing.name = {std::string(kStanding), place};
    standing.has_body = true;
    standing.span = standing.head = place;
    for (const syntax::MayRule* right : rights) standing.items.emplace_back(rule_of(*right));
    syntax::Machine machine;
    machine.name = {std::string(kRights), place};
    machine.span = machine.head = place;
    machine.items.emplace_back(syntax::StartRule{standing.name, place});
    machine.items.emplace_back(std::move(standing));
    return machine;
}

// ---- whose acts they are -----------------------------------------------------------------------------------------------------------

class Binder {
public:
    Binder(Analyser& analyser, CaseEntry& entry) : a_(analyser), entry_(entry), body_(*entry.body) {}

    std::vector<PartyId> parties(const std::vector<syntax::Name>& names) {
        std::vector<PartyId> all;
        for (const syntax::Name& name : names) {
            const PartyId party = party_named(a_, body_, name);
            if (!party.valid()) continue;
            if (std::find(all.begin(), all.end(), party) == all.end()) all.push_back(party);
            else body_.sink->error("party-twice", name.span, "`" + name.text + "` is named twice", "name each party once");
        }
        return all;
    }

    // The event that is owed, allowed or forbidden. Invalid, and reported, when it is none of the parties'.
    EventId act(const syntax::Name& name, const std::vector<syntax::Name>& written, const std::vector<PartyId>& by) {
        const Symbol* symbol = resolve(*body_.sink, *body_.scope, name, SymbolKind::event, "unknown-event");
        if (symbol == nullptr) return {};
        const EventId id(symbol->id);
        const Event& event = a_.model.events[id];
        if (event.happening) {
            Diagnostic& diagnostic = body_.sink->error("act-of-nobody", name.span, "`" + name.text + "` is a happening: nobody does it, so nobody has to, may or may not",
                                                       "name an event of the party's, or ask whether it has happened: `if " + name.text + " has happened`");
            diagnostic.labels.push_back({event.span, "declared here"});
            return {};
        }
        for (std::size_t i = 0; i < by.size(); ++i) {
            if (event.by.empty() || std::find(event.by.begin(), event.by.end(), by[i]) != event.by.end()) continue;
            const syntax::Name& who = written[std::min(i, written.size() - 1)];
            Diagnostic& diagnostic = body_.sink->error("act-of-others", name.span, "`" + name.text + "` is not an act of `" + who.text + "`'s",
                                                       "name an event that `" + who.text + "` may send, or add the party to the event: `by …, " + who.text + "`");
            diagnostic.why = "nobody but the event's own parties can send it, so this would never come about";
            diagnostic.labels.push_back({event.span, "declared here"});
            return {};
        }
        return id;
    }

    // `E.by = shop`, when others may send it as well. Who acts for one of them is one of them.
    [[nodiscard]] std::optional<syntax::Expr> sender(const syntax::Name& act, EventId event, const std::vector<syntax::Name>& names,
                                                     const std::vector<PartyId>& by) const {
        const std::vector<PartyId>& senders = a_.model.events[event].by;
        std::vector<PartyId> meant = by;
        for (const auto& [agent, of] : entry_.norms.acting[event]) {
            if (std::find(by.begin(), by.end(), of) != by.end()) meant.push_back(agent);
        }
        const bool all = std::all_of(senders.begin(), senders.end(), [&](PartyId one) { return std::find(meant.begin(), meant.end(), one) != meant.end(); });
        if (all || by.size() != names.size()) return std::nullopt;   // what is wrong with a name has been said
        const Span span = support::cover(names.front().span, names.back().span);
        const auto word = [](std::string text, Span place) {
            syntax::Expr expr;
            expr.kind = syntax::ExprKind::name;
            expr.text = std::move(text);
            expr.span = place;
            return expr;
        };
        syntax::Expr test;
        test.kind = syntax::ExprKind::is_one_of;
        test.span = span;
        test.children.push_back(word(act.text + ".by", span));
        for (const syntax::Name& name : names) test.children.push_back(word(name.text, name.span));
        for (std::size_t i = by.size(); i < meant.size(); ++i) test.children.push_back(word(a_.model.parties[meant[i]].name, span));
        return test;
    }

    static void guard(syntax::OnRule& rule, std::optional<syntax::Expr> test) {
        if (!test) return;
        if (!rule.condition) {
            rule.condition = std::move(test);
            return;
        }
        syntax::Expr both;
        both.kind = syntax::ExprKind::logical_and;
        both.span = rule.condition->span;
        both.children = {std::move(*test), std::move(*rule.condition)};
        rule.condition = std::move(both);
        rule.unless = false;
    }

private:
    Analyser& a_;
    CaseEntry& entry_;
    Body& body_;
};

void bind_duty(Analyser& analyser, CaseEntry& entry, LoweredDuty& lowered) {
    Binder binder(analyser, entry);
    const syntax::Duty& written = *lowered.written;
    const std::vector<PartyId> by = binder.parties(written.by);
    std::vector<EventId> acts;
    std::map<std::string_view, Span> seen;
    for (const syntax::Name& name : written.acts) {
        const auto [first, fresh] = seen.emplace(name.text, name.span);
        if (!fresh) {
            Diagnostic& diagnostic = entry.body->sink->error("act-twice", name.span, "`" + name.text + "` is named twice", "name each act once");
            diagnostic.labels.push_back({first->second, "named first here"});
            continue;
        }
        const EventId act = binder.act(name, written.by, by);
        if (!act.valid()) continue;
        acts.push_back(act);
        const auto test = binder.sender(name, act, written.by, by);
        for (syntax::Item& item : lowered.machine->items) {
            auto* state = std::get_if<syntax::State>(&item);
            if (state == nullptr) continue;
            for (syntax::Item& inner : state->items) {
                auto* rule = std::get_if<syntax::OnRule>(&inner);
                if (rule != nullptr && rule->event.span == name.span) Binder::guard(*rule, test);
            }
        }
    }
    Duty& row = analyser.model.duties[lowered.id];
    row.by = by;
    row.acts = std::move(acts);
}

}  // namespace

void build_duties(Analyser& analyser, CaseEntry& entry) {
    std::vector<const syntax::MayRule*> rights;
    for (const syntax::Item& item : *entry.body->items) {
        if (const auto* duty = std::get_if<syntax::Duty>(&item)) {
            auto machine = std::make_unique<syntax::Machine>(DutyWriter(*duty).machine());
            const MachineId id = build_lowered(analyser, entry, *machine);
            Duty row;
            row.name = duty->name.text;
            row.of = entry.id;
            row.machine = id;
            row.may_be_excused = duty->excused.has_value();
            row.has_consequence = !duty->breach.empty();
            row.span = duty->name.span;
            row.whole = duty->span;
            const DutyId made = analyser.model.duties.add(std::move(row));
            analyser.model.machines[id].duty = made;
            entry.duties.push_back({duty, std::move(machine), made});
        } else if (const auto* norm = std::get_if<syntax::MayRule>(&item)) {
            if (!norm->acts_for.empty()) entry.norms.powers.push_back(norm);
            else if (norm->may_not) entry.norms.bans.emplace_back(norm, rule_of(*norm));
            else rights.push_back(norm);
        }
    }
    entry.norms.written = rights;
    if (rights.empty()) return;
    entry.norms.rights = std::make_unique<syntax::Machine>(rights_machine(rights));
    entry.norms.machine = build_lowered(analyser, entry, *entry.norms.rights);
    analyser.model.machines[entry.norms.machine].rights = true;
}

void bind_duties(Analyser& analyser, CaseEntry& entry) {
    for (LoweredDuty& duty : entry.duties) bind_duty(analyser, entry, duty);
    Binder binder(analyser, entry);
    const auto bind = [&](const syntax::MayRule& written, syntax::OnRule& rule) {
        const std::vector<PartyId> by = binder.parties(written.by);
        const EventId act = binder.act(written.event, written.by, by);
        if (act.valid()) Binder::guard(rule, binder.sender(written.event, act, written.by, by));
    };
    for (auto& [written, rule] : entry.norms.bans) bind(*written, rule);
    if (entry.norms.rights == nullptr) return;
    auto& items = std::get<syntax::State>(entry.norms.rights->items.back()).items;
    for (std::size_t i = 0; i < items.size(); ++i) bind(*entry.norms.written[i], std::get<syntax::OnRule>(items[i]));
}

void finish_duties(Analyser& analyser, CaseEntry& entry) {
    Model& model = analyser.model;
    for (const LoweredDuty& lowered : entry.duties) {
        Duty& duty = model.duties[lowered.id];
        const auto state = [&](std::string_view name) { return state_called(model, duty.machine, name); };
        duty.dormant = state("dormant");
        duty.pending = state("pending");
        duty.done = state("done");
        duty.broken = state("broken");
        duty.done_late = state("done_late");
        duty.released = state("released");
        if (!model.states[duty.pending].deadlines.empty()) duty.deadline = model.states[duty.pending].deadlines.front();
        duty.text = rule_text(*entry.body, lowered.written->trailing);
    }
    // A rule is known by its place.
    const auto mark = [&](const std::vector<TransitionId>& rules, const syntax::MayRule& written) {
        for (const TransitionId id : rules) {
            Transition& rule = model.transitions[id];
            if (rule.span != written.span) continue;
            rule.norm = written.may_not ? Norm::ban : Norm::right;
            for (const syntax::Name& name : written.by) {
                const Symbol* symbol = entry.body->scope->find(name.text);
                if (symbol != nullptr && symbol->kind == SymbolKind::party) rule.by.push_back(PartyId(symbol->id));
            }
        }
    };
    for (const auto& [written, rule] : entry.norms.bans) mark(model.cases[entry.id].refusals, *written);
    for (const syntax::MayRule* power : entry.norms.powers) {
        for (const TransitionId id : model.cases[entry.id].refusals) {
            if (model.transitions[id].span == power->span) model.transitions[id].norm = Norm::power;
        }
    }
    if (entry.norms.rights == nullptr) return;
    const StateId standing = model.machines[entry.norms.machine].states.front();
    for (const syntax::MayRule* right : entry.norms.written) mark(model.states[standing].on, *right);
}

}  // namespace recourse::semantics
