#include "compiler/semantics/powers.h"

#include <algorithm>

#include "compiler/semantics/cases.h"

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

bool has(const std::vector<PartyId>& all, PartyId one) { return std::find(all.begin(), all.end(), one) != all.end(); }

syntax::Expr expr_at(syntax::ExprKind kind, Span span) {
    syntax::Expr made;
    made.kind = kind;
    made.span = span;
    return made;
}

syntax::Expr word(std::string text, Span span) {
    syntax::Expr made = expr_at(syntax::ExprKind::name, span);
    made.text = std::move(text);
    return made;
}

// `refuse E if E.by = agent and not C because "…"`. Nothing where the power has no condition.
std::optional<syntax::OnRule> refusal(const syntax::MayRule& power, const std::string& event, const std::string& agent) {
    if (!power.condition) return std::nullopt;
    syntax::Expr sent = expr_at(syntax::ExprKind::equal, power.span);
    sent.children = {word(event + ".by", power.span), word(agent, power.span)};
    syntax::Expr lacks = expr_at(syntax::ExprKind::logical_not, power.condition->span);
    lacks.children = {*power.condition};
    syntax::Expr both = expr_at(syntax::ExprKind::logical_and, power.condition->span);
    both.children = {std::move(sent), std::move(lacks)};
    syntax::OnRule rule;
    rule.kind = syntax::OnRule::Kind::refuse;
    rule.event = {event, power.span};
    rule.condition = std::move(both);
    rule.because = syntax::Text{agent + " may not act for " + power.acts_for.text + " now", power.span};
    rule.outcome.trailing = power.trailing;
    rule.outcome.span = rule.span = power.span;
    return rule;
}

class Giver {
public:
    Giver(Analyser& analyser, CaseEntry& entry) : a_(analyser), entry_(entry), body_(*entry.body) {}

    void give(const syntax::MayRule& power) {
        const PartyId of = party_named(a_, body_, power.acts_for);
        if (!of.valid()) return;
        for (const syntax::Name& name : power.by) {
            const PartyId agent = party_named(a_, body_, name);
            if (!agent.valid()) continue;
            if (agent == of) {
                body_.sink->error("acts-for-itself", name.span, "`" + name.text + "` acts for itself anyway", "name another party, or take the line away");
                continue;
            }
            give(power, name, agent, of);
        }
    }

private:
    Analyser& a_;
    CaseEntry& entry_;
    Body& body_;

    // What is the agent's own act stays its own.
    void give(const syntax::MayRule& power, const syntax::Name& name, PartyId agent, PartyId of) {
        bool any = false;
        for (const EventId id : a_.model.cases[entry_.id].events) {
            Event& event = a_.model.events[id];
            auto& acting = entry_.norms.acting[id];
            const auto is_agent_already = std::find_if(acting.begin(), acting.end(), [&](const auto& one) { return one.first == agent; });
            const bool own = has(event.by, agent) && is_agent_already == acting.end();
            if (event.happening || own || !has(event.by, of)) continue;
            any = true;
            if (is_agent_already != acting.end()) {
                tell_twice(power, event, name);
                return;
            }
            event.by.push_back(agent);
            acting.emplace_back(agent, of);
            if (auto rule = refusal(power, event.name, name.text)) entry_.norms.without_power.push_back(std::move(*rule));
        }
        if (any) return;
        Diagnostic& diagnostic = body_.sink->error("acts-for-nobody", power.acts_for.span,
                                                   "there is nothing that `" + name.text + "` could do for `" + power.acts_for.text + "`",
                                                   "name a party that has acts of its own, which `" + name.text + "` has not");
        diagnostic.why = "the line would change nothing";
    }

    void tell_twice(const syntax::MayRule& power, const Event& event, const syntax::Name& name) {
        Diagnostic& diagnostic = body_.sink->error("acts-for-both", power.span, "`" + name.text + "` would act for several who may send `" + event.name + "`, or for one twice",
                                                   "let somebody else act for one of them, or say it in one line");
        diagnostic.labels.push_back({event.span, "nobody could tell for whom this is sent"});
        diagnostic.why = "an act has to be somebody's";
    }
};

}  // namespace

void give_powers(Analyser& analyser, CaseEntry& entry) {
    Giver giver(analyser, entry);
    for (const syntax::MayRule* power : entry.norms.powers) giver.give(*power);
}

}  // namespace recourse::semantics
