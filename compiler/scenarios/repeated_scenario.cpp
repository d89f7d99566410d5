#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/scenarios/bridge.h"
#include "compiler/scenarios/lint.h"

namespace recourse::scenarios {

using namespace semantics;

namespace {

bool is_input(const ScenarioStep& step) { return step.kind == StepKind::open || step.kind == StepKind::event; }

bool same_value(const Model& model, ExprId a, ExprId b) {
    if (!a.valid() || !b.valid()) return a.valid() == b.valid();
    const Value x = value_of(model, a), y = value_of(model, b);
    return model.exprs[a].kind == model.exprs[b].kind && x.number == y.number && x.text == y.text;
}

bool same_values(const Model& model, const std::vector<NamedLiteral>& a, const std::vector<NamedLiteral>& b) {
    // They may be given in any order.
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const NamedLiteral& one) {
        return std::any_of(b.begin(), b.end(), [&](const NamedLiteral& other) {
            return one.index == other.index && one.undecided == other.undecided && same_value(model, one.value, other.value);
        });
    });
}

bool same_step(const Model& model, const ScenarioStep& a, const ScenarioStep& b) {
    const auto plain = [](const ScenarioStep& s) {
        return std::tie(s.kind, s.at, s.of, s.party, s.event, s.id, s.refused, s.expect, s.states, s.reason, s.fact, s.record, s.named, s.effect, s.decision, s.from,
                        s.until, s.because, s.because_count, s.because_text);
    };
    return plain(a) == plain(b) && same_values(model, a.values, b.values) && same_value(model, a.value, b.value) && same_values(model, a.results, b.results);
}

// Whether `whole` checks everything that `part` does: its lines are among those of the other, in their order, and nothing is put in between
// that `part` does not put in itself.
bool is_checked_by(const Model& model, const Scenario& part, const Scenario& whole) {
    auto at = whole.steps.begin();
    for (const ScenarioStep& step : part.steps) {
        while (at != whole.steps.end() && !same_step(model, step, *at)) {
            if (is_input(*at)) return false;
            ++at;
        }
        if (at == whole.steps.end()) return false;
        ++at;
    }
    return true;
}

// All of the scenario of that name, with the empty lines before the next thing.
support::Span whole_of(const syntax::File& file, const support::SourceFile& source, support::Span name) {
    support::Span span = name;
    for (const syntax::TopItem& item : file.items) {
        if (const auto* scenario = std::get_if<syntax::Scenario>(&item); scenario != nullptr && scenario->name.span == name) span = scenario->span;
    }
    const std::string& text = source.text();
    while (span.end < text.size() && (text[span.end] == ' ' || text[span.end] == '\t')) ++span.end;
    if (span.end < text.size() && text[span.end] == '\n') ++span.end;
    while (span.end < text.size() && text[span.end] == '\n') ++span.end;
    return span;
}

}  // namespace

void find_repeated(const Model& model, const syntax::File& file, const support::SourceFile& source, diagnostics::Sink& sink) {
    std::set<std::size_t> told;
    for (std::size_t i = 0; i < model.scenarios.size(); ++i) {
        const Scenario& part = model.scenarios[i];
        for (std::size_t j = 0; j < model.scenarios.size() && !part.steps.empty(); ++j) {
            // Of two that are the same, the later one repeats.
            // What is done under an older version is not among the steps.
            if (part.under != 0 || model.scenarios[j].under != 0) continue;
            if (i == j || told.contains(j) || !is_checked_by(model, part, model.scenarios[j])) continue;
            if (i < j && is_checked_by(model, model.scenarios[j], part)) continue;
            const bool same = part.steps.size() == model.scenarios[j].steps.size();
            auto& finding = sink.warning("repeated-scenario", part.span,
                                         same ? fmt::format("\"{}\" says the same as \"{}\"", part.name, model.scenarios[j].name)
                                              : fmt::format("all that \"{}\" checks, \"{}\" checks as well", part.name, model.scenarios[j].name),
                                         "take it away, or let it try something else");
            finding.labels.front().text = "repeats another";
            finding.labels.push_back({model.scenarios[j].span, "this one"});
            finding.why = "a reader takes each scenario for another case, and looks for what is different";
            finding.fix = diagnostics::Fix(whole_of(file, source, part.span), "", fmt::format("take \"{}\" away", part.name));
            told.insert(i);
            break;
        }
    }
}

}  // namespace recourse::scenarios
