// Asking a decision: its arguments by name or place, and the result that is meant.
#include <algorithm>

#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

namespace {

// The names of a call's arguments: `unit` of the call has them with commas between, empty where an argument has none.
std::vector<std::string> argument_names(const Written& call) {
    std::vector<std::string> names(call.children.size());
    std::size_t at = 0;
    for (std::string& name : names) {
        if (at > call.unit.size()) break;
        const std::size_t comma = std::min(call.unit.find(',', at), call.unit.size());
        name = call.unit.substr(at, comma - at);
        at = comma + 1;
    }
    return names;
}

}  // namespace

std::vector<ExprId> ExprTyper::arguments(const Written& call, DecisionId decision) {
    const Decision& asked = state_.declarations.decision_signature(decision);
    const std::vector<Field> parameters = asked.parameters;   // typing arguments may add decisions
    const std::vector<std::string> names = argument_names(call);
    const std::string owner = asked.name;
    const Span declared = asked.span;
    std::vector<ExprId> given(parameters.size());
    bool failed = false;
    for (std::size_t i = 0; i < call.children.size(); ++i) {
        const Written& argument = call.children[i];
        std::size_t index = i;
        if (!names[i].empty()) {
            const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const Field& f) { return f.name == names[i]; });
            index = static_cast<std::size_t>(found - parameters.begin());
            if (found == parameters.end()) {
                std::vector<std::string> known;
                for (const Field& field : parameters) known.push_back(field.name);
                unknown_part(argument, owner, declared, names[i], known);
                failed = true;
                continue;
            }
        }
        if (index >= parameters.size()) {
            auto& finding = state_.report("wrong-arguments", argument.span, "`" + owner + "` takes " + std::to_string(parameters.size()) +
                                              (parameters.size() == 1 ? " argument" : " arguments") + ", and this is one more");
            finding.labels.push_back({declared, "`" + owner + "` is declared here"});
            failed = true;
            break;
        }
        if (given[index].valid()) {
            state_.report("wrong-arguments", argument.span, "`" + parameters[index].name + "` is given twice", "leave one out");
            failed = true;
        }
        given[index] = fitted(argument, parameters[index].type);
    }
    for (std::size_t i = 0; i < parameters.size() && !failed; ++i) {
        if (given[i].valid()) continue;
        auto& finding = state_.report("wrong-arguments", call.span, "`" + owner + "` is asked without `" + parameters[i].name + "`",
                                      "add `" + parameters[i].name + ": …`" +
                                          (parameters[i].type.optional ? ", or `" + parameters[i].name + ": none`" : ""));
        finding.labels.push_back({parameters[i].span, "the parameter"});
        failed = true;
    }
    if (failed) return {ExprId()};
    return given;
}

// Decisions may ask others but not in a ring: each would wait for the other's answer.
void ExprTyper::note_call(DecisionId callee, Span span) {
    if (!place_.decision.valid()) return;
    state_.decision_calls[place_.decision].emplace(callee, span);
    std::vector<DecisionId> trail{callee};
    std::set<DecisionId> seen;
    const std::function<bool()> returns = [&] {
        if (trail.back() == place_.decision) return true;
        if (!seen.insert(trail.back()).second) return false;
        for (const auto& [next, where] : state_.decision_calls[trail.back()]) {
            trail.push_back(next);
            if (returns()) return true;
            trail.pop_back();
        }
        return false;
    };
    if (!returns() || !state_.rings_reported.emplace(trail.begin(), trail.end()).second) return;
    std::string ring = "`" + state_.model.decisions[place_.decision].name + "`";
    for (const DecisionId id : trail) ring += " asks `" + state_.model.decisions[id].name + "`";
    auto& finding = state_.report("ring-of-decisions", span, "decisions ask each other in a ring: " + ring,
                                  "let one of them decide without the other");
    finding.why = "none of them could be answered before the other";
    for (std::size_t i = 0; i + 1 < trail.size(); ++i) {
        const Span where = state_.decision_calls[trail[i]][trail[i + 1]];
        finding.labels.push_back({where, "`" + state_.model.decisions[trail[i]].name + "` asks `" +
                                             state_.model.decisions[trail[i + 1]].name + "` here"});
    }
}

ExprId ExprTyper::called(const Written& call, const std::string* result, Span result_span) {
    const auto [symbol, rest] = resolve(call.text);
    if (symbol == nullptr || (!rest.empty() && symbol->kind == SymbolKind::decision)) {
        Written name = call;
        name.kind = syntax::ExprKind::call;
        return unknown_name(name, {});
    }
    if (symbol->kind != SymbolKind::decision) return wrong_kind(call, *symbol, "a decision");
    const DecisionId decision(symbol->id);
    note_call(decision, call.span);
    const std::vector<ExprId> given = arguments(call, decision);
    const Decision& asked = state_.declarations.decision_signature(decision);
    std::vector<std::string> results;
    for (const Field& field : asked.results) results.push_back(field.name);
    std::size_t index = 0;
    if (result != nullptr) {
        index = static_cast<std::size_t>(std::find(results.begin(), results.end(), *result) - results.begin());
        if (index == results.size()) return unknown_part(call, asked.name, asked.span, *result, results);
    } else if (results.size() != 1) {
        if (results.empty()) return state_.unknown(call.span);
        auto& finding = state_.report("which-result", call.span, "`" + asked.name + "` has " + std::to_string(results.size()) + " results",
                                      "say which is meant, as `" + asked.name + "(…)." + results.front() + "`");
        finding.labels.push_back({asked.span, "`" + asked.name + "` is declared here"});
        return state_.unknown(call.span);
    }
    for (const ExprId id : given) {
        if (!id.valid() || (state_.is_unknown(id) && state_.model.exprs[id].kind != ExprKind::absent)) return state_.unknown(call.span);
    }
    Expr expr;
    expr.kind = ExprKind::decision_result;
    expr.type = asked.results[index].type;
    expr.span = result_span;
    expr.number = static_cast<std::int64_t>(index);
    expr.decision = decision;
    expr.children = given;
    return state_.add(std::move(expr));
}

ExprId ExprTyper::call(const Written& written, const Type&) { return called(written, nullptr, written.span); }

ExprId ExprTyper::field_of_call(const Written& written, const Type&) {
    if (written.children.empty()) return unknown(written);
    return called(written.children[0], &written.text, written.span);
}

}  // namespace recourse::semantics
