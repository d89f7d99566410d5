#include "compiler/checks/support.h"

#include <algorithm>

#include <fmt/format.h>

namespace recourse::checks {

using semantics::Action;
using semantics::TargetKind;

bool is_own(const Model& model, Span place) { return place.file == model.span.file; }

// Cases, promises and clauses are never imported: where one of another file is the model's, that file is refined.
bool is_answered_for(const Model& model, Span place) {
    if (is_own(model, place)) return true;
    const auto stands_there = [&](const auto& one) { return one.span.file == place.file; };
    return std::any_of(model.cases.begin(), model.cases.end(), stands_there) || std::any_of(model.promises.begin(), model.promises.end(), stands_there) ||
           std::any_of(model.clauses.begin(), model.clauses.end(), stands_there);
}

Span own_place(const Model& model, StateId owner, Span place) {
    for (StateId at = owner; !is_own(model, place) && at.valid(); at = model.states[at].parent) place = model.states[at].span;
    return place;
}

bool same_expression(const Model& model, ExprId a, ExprId b) {
    if (a == b) return true;
    if (!a.valid() || !b.valid()) return false;
    const semantics::Expr& x = model.exprs[a];
    const semantics::Expr& y = model.exprs[b];
    const auto own = [](const semantics::Expr& e) {
        return std::tie(e.kind, e.number, e.text, e.rounding, e.occurrence, e.event, e.fact, e.record, e.state, e.decision);
    };
    return own(x) == own(y) && x.type.kind == y.type.kind && x.type.divisor == y.type.divisor &&
           std::equal(x.children.begin(), x.children.end(), y.children.begin(), y.children.end(),
                      [&](ExprId p, ExprId q) { return same_expression(model, p, q); });
}

bool same_outcome(const Model& model, const Transition& a, const Transition& b) {
    const auto same_action = [&](const Action& x, const Action& y) {
        const bool values = (!x.value.valid() && !y.value.valid()) || same_expression(model, x.value, y.value);
        return x.kind == y.kind && x.record == y.record && x.effect == y.effect && values &&
               std::equal(x.arguments.begin(), x.arguments.end(), y.arguments.begin(), y.arguments.end(),
                          [&](ExprId p, ExprId q) { return same_expression(model, p, q); });
    };
    return a.target_kind == b.target_kind && a.target == b.target && a.without_right == b.without_right && a.at_most == b.at_most &&
           a.text.reason == b.text.reason && a.because == b.because &&
           std::equal(a.actions.begin(), a.actions.end(), b.actions.begin(), b.actions.end(), same_action);
}

std::string outcome_in_words(const Model& model, const Transition& transition) {
    switch (transition.target_kind) {
        case TargetKind::move: return fmt::format("moves to `{}`", model.states[transition.target].name);
        case TargetKind::stay: return transition.actions.empty() ? "stays" : "stays, and counts or acts";
        case TargetKind::ignore: return "ignores it";
        case TargetKind::refuse: return "refuses it";
        case TargetKind::outside: return "hands it out";
    }
    return "stays";
}

std::string senders_in_words(const Model& model, const semantics::Event& event) {
    std::string text;
    for (const semantics::PartyId party : event.by) text.append(text.empty() ? "the " : " or the ").append(model.parties[party].name);
    return text.empty() ? "somebody" : text;
}

std::string act_in_words(const Model& model, const semantics::Event& event) {
    return event.by.empty() ? fmt::format("`{}`", event.name) : fmt::format("{}'s `{}`", senders_in_words(model, event), event.name);
}

std::vector<std::string> title_languages(const Written& written) {
    // Read off the words: a file may be translated keyword by keyword, and its title stays as it is.
    const auto own = [](const std::string& text) {
        return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE3; }) ? "zh" : "en";
    };
    std::vector<std::string> languages;
    for (const syntax::HeaderLine& line : written.file.header) {
        if (line.kind == syntax::HeaderLine::Kind::title) languages.push_back(line.language.empty() ? own(line.text.value) : line.language.text);
    }
    return languages;
}

bool ended_from_outside(const CheckInput& input, semantics::MachineId machine) {
    const Model& model = input.model;
    return std::any_of(input.graph.leaves().begin(), input.graph.leaves().end(), [&](StateId leaf) {
        const semantics::State& state = model.states[leaf];
        return state.ends_case && state.machine != machine && state.of == model.machines[machine].of && input.reached[leaf.index()];
    });
}

explore::Place place_of(const Model&, const Transition& transition) {
    return {transition.trigger, transition.event, transition.owner, {}};
}

FormulaId enabled(Guards& guards, const Model& model, const std::vector<TransitionId>& rivals, TransitionId id) {
    const Transition& transition = model.transitions[id];
    std::vector<FormulaId> parts{guards.limbs(transition)};
    for (const TransitionId other : rivals) {
        const Transition& way = model.transitions[other];
        if (transition.otherwise && other != id && way.rule == transition.rule && !way.otherwise) {
            parts.push_back(guards.opposite(guards.limbs(way)));
        }
    }
    return guards.all(std::move(parts));
}

bool told_within(const Sink& sink, Span rule, std::initializer_list<std::string_view> codes) {
    return std::any_of(sink.all().begin(), sink.all().end(), [&](const Diagnostic& one) {
        if (std::find(codes.begin(), codes.end(), one.code) == codes.end()) return false;
        return std::any_of(one.labels.begin(), one.labels.end(), [&](const diagnostics::Label& label) {
            return label.span.file == rule.file && label.span.begin >= rule.begin && label.span.begin < rule.end;
        });
    });
}

void report_undecided(Sink& sink, Span place, const std::string& what, const std::string& obstacle) {
    Diagnostic& finding = report(sink, "undecided-guard", place, fmt::format("the compiler cannot decide {}: {} stands in the way", what, obstacle),
                                 "compare one value with a constant or with one other value; name an amount that is computed from several");
    finding.why = "what is not decided is not proved: a contradiction could hide here";
}

Diagnostic finding_at(std::string_view code, Span place, std::string message, std::string hint) {
    Sink made;
    const auto checks = all_checks();
    const auto found = std::find_if(checks.begin(), checks.end(), [&](const CheckInfo& check) { return check.code == code; });
    Diagnostic& finding = made.error(code, place, std::move(message), std::move(hint));
    if (found != checks.end()) finding.severity = found->severity;
    return finding;
}

Diagnostic& report(Sink& sink, std::string_view code, Span place, std::string message, std::string hint) {
    sink.add(finding_at(code, place, std::move(message), std::move(hint)));
    return sink.all().back();
}

}  // namespace recourse::checks
