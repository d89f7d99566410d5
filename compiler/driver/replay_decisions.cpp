#include "compiler/driver/replay_decisions.h"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <recourse/runtime.hpp>

#include "compiler/driver/draft.h"
#include "compiler/emit/program.h"
#include "compiler/explore/time_facts.h"
#include "compiler/explore/words.h"
#include "compiler/scenarios/bridge.h"

namespace recourse::driver {

namespace {

using diagnostics::Diagnostic;
using semantics::Decision;
using semantics::DecisionId;
using semantics::Model;

constexpr std::string_view kAsk = "decide ";

const Decision* decision_named(const Model& model, std::string_view line) {
    line.remove_prefix(kAsk.size());
    const std::string_view name = line.substr(0, line.find('('));
    const auto found = std::find_if(model.decisions.begin(), model.decisions.end(), [&](const Decision& one) { return one.name == name; });
    return found == model.decisions.end() ? nullptr : &*found;
}

std::string title_of(std::size_t index) { return fmt::format("inputs {}", index); }

// The lines as a scenario that can be read; what it expects is not looked at.
std::vector<std::string> scenario_of(const Model& model, const Diagnostic& finding, std::size_t index) {
    std::vector<std::string> lines = {fmt::format("scenario \"{}\" {{", title_of(index))};
    for (const std::string& line : finding.witness) {
        const Decision* decision = decision_named(model, line);
        const std::string result = decision == nullptr || decision->results.empty() ? "" : decision->results.front().name;
        lines.push_back(fmt::format("  {} expect {} = undecided", line, result));
    }
    lines.emplace_back("}");
    return lines;
}

// A model with every row of these decisions as a decision by itself, under a name that no decision can have.
class Draft {
public:
    Draft(const Unit& unit, const support::SourceTable& sources, const std::vector<DecisionId>& asked) : model_(unit.model), times_(unit.model) {
        Model model = unit.model;
        for (const DecisionId id : asked) {
            for (std::size_t row = 0; row < unit.model.decisions[id].rows.size(); ++row) {
                Decision alone = unit.model.decisions[id];
                alone.name = name_of(id, row);
                alone.rows = {unit.model.decisions[id].rows[row]};
                alone.rows.front().beats.clear();
                alone.order = {0};
                model.decisions.add(std::move(alone));
            }
        }
        diagnostics::Sink unfit;
        const std::vector<std::byte> bytes = emit::emit_program({&model, &sources}, unfit);
        LoadError error;
        if (!bytes.empty()) program_ = Program::load(bytes, error);
    }

    [[nodiscard]] bool runs() const { return program_.has_value(); }

    [[nodiscard]] DecisionResult ask(const semantics::ScenarioStep& step) const { return ask(model_.decisions[step.decision].name, step); }
    [[nodiscard]] DecisionResult ask(const semantics::ScenarioStep& step, std::size_t row) const { return ask(name_of(step.decision, row), step); }
    // The row's condition holds, whatever it then gives.
    [[nodiscard]] bool holds(const semantics::ScenarioStep& step, std::size_t row) const {
        const DecisionResult result = ask(step, row);
        return result.row != none || result.rejection.reason == Reason::overflow || result.rejection.reason == Reason::out_of_bounds;
    }
    [[nodiscard]] std::string row_name(const DecisionResult& result) const { return std::string(program_->row_name(result.row)); }

    // "payer = seller, share = 25%": as a scenario expects it. Nothing when a result would leave its bounds.
    [[nodiscard]] std::optional<std::string> results(DecisionId of, const DecisionResult& result) const {
        if (result.rejection.reason != Reason::none) return std::nullopt;
        std::string text;
        const auto& fields = model_.decisions[of].results;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const Value value = i < result.count ? result.results[i] : Value{};
            const semantics::Type& type = fields[i].type;
            std::string words = "undecided";
            if (!result.undecided) {
                if (type.kind == semantics::TypeKind::text) words = fmt::format("\"{}\"", value.text);
                else words = value.number == absent ? "none" : explore::value_in_words(model_, times_, type, value.number);
            }
            text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", fields[i].name, words);
        }
        return text;
    }

private:
    static std::string name_of(DecisionId id, std::size_t row) { return fmt::format("{}/{}", id.index(), row); }

    [[nodiscard]] DecisionResult ask(const std::string& name, const semantics::ScenarioStep& step) const {
        std::vector<Value> parameters(model_.decisions[step.decision].parameters.size());
        for (const semantics::NamedLiteral& literal : step.values) parameters[literal.index] = scenarios::value_of(model_, literal.value);
        return decide(*program_, program_->find_decision(name), parameters);
    }

    const Model& model_;
    explore::TimeFacts times_;
    std::optional<Program> program_;
};

// What the answers show of one finding.
class Judgement {
public:
    Judgement(const Draft& draft, const Model& model, const semantics::Scenario& scenario, Diagnostic& finding)
        : draft_(draft), model_(model), scenario_(scenario), finding_(finding) {}

    // Nothing, or what speaks against the finding.
    std::optional<std::string> run() {
        std::vector<std::string> lines = {fmt::format("scenario \"{}\" {{", finding_.code)};
        for (std::size_t i = 0; i < scenario_.steps.size(); ++i) {
            line_ = "  " + finding_.witness[i];
            lines_.clear();
            if (auto problem = judge(scenario_.steps[i])) return problem;
            lines.insert(lines.end(), lines_.begin(), lines_.end());
        }
        lines.emplace_back("}");
        finding_.witness = std::move(lines);
        return std::nullopt;
    }

private:
    std::optional<std::string> judge(const semantics::ScenarioStep& step) {
        const Decision& decision = model_.decisions[step.decision];
        if (draft_.ask(step).rejection.reason == Reason::malformed_field) return "`decide` does not take its inputs";
        if (finding_.code == "missing-rows") return unanswered(decision, step);
        if (finding_.code == "overlapping-rows") return answered_twice(decision, step);
        return answered_by_another(decision, step);
    }

    std::optional<std::string> unanswered(const Decision& decision, const semantics::ScenarioStep& step) {
        for (std::size_t row = 0; row < decision.rows.size(); ++row) {
            if (draft_.holds(step, row)) return fmt::format("`{}` answers", decision.rows[row].name);
        }
        const DecisionResult result = draft_.ask(step);
        if (result.row != none || !result.undecided) return "`decide` has an answer";
        show(step.decision, result, "no row holds");
        return std::nullopt;
    }

    std::optional<std::string> answered_twice(const Decision& decision, const semantics::ScenarioStep& step) {
        const auto second = row_at(decision, 0), first = row_at(decision, 1);
        if (!first || !second) return "its rows are not found";
        for (std::size_t row = 0; row < decision.rows.size(); ++row) {
            const auto& beaten = decision.rows[row].beats;
            const bool beats = std::any_of(beaten.begin(), beaten.end(), [&](std::size_t other) { return other == *first || other == *second; });
            if (beats && draft_.holds(step, row)) return fmt::format("`{}` overrides it", decision.rows[row].name);
        }
        std::vector<std::optional<std::string>> answers;
        for (const std::size_t row : {*first, *second}) {
            if (!draft_.holds(step, row)) return fmt::format("`{}` does not hold", decision.rows[row].name);
            const DecisionResult result = draft_.ask(step, row);
            answers.push_back(draft_.results(step.decision, result));
            const bool ceiling = std::any_of(std::begin(result.up_to), std::end(result.up_to), [](bool one) { return one; });
            if (answers.back() && ceiling) *answers.back() += " at most";   // told apart from the plain result
            show(step.decision, result, fmt::format("by `{}`", decision.rows[row].name));
        }
        if (answers[0] && answers[0] == answers[1]) return "both rows give the same";
        return std::nullopt;
    }

    std::optional<std::string> answered_by_another(const Decision& decision, const semantics::ScenarioStep& step) {
        const auto row = row_at(decision, 0);
        if (!row || !draft_.holds(step, *row)) return "its row does not hold";
        const DecisionResult result = draft_.ask(step);
        if (result.row == none || draft_.row_name(result) == decision.rows[*row].name) return "its row answers";
        show(step.decision, result, fmt::format("by `{}`", draft_.row_name(result)));
        return std::nullopt;
    }

    void show(DecisionId of, const DecisionResult& result, const std::string& why) {
        const auto given = draft_.results(of, result);
        lines_.push_back(given ? fmt::format("{} expect {}  # {}", line_, *given, why) : fmt::format("{}  # {}: the result leaves its bounds", line_, why));
    }

    // The row that a label stands at.
    [[nodiscard]] std::optional<std::size_t> row_at(const Decision& decision, std::size_t label) const {
        if (label >= finding_.labels.size()) return std::nullopt;
        const auto found = std::find_if(decision.rows.begin(), decision.rows.end(), [&](const auto& row) { return row.span == finding_.labels[label].span; });
        return found == decision.rows.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - decision.rows.begin()));
    }

    const Draft& draft_;
    const Model& model_;
    const semantics::Scenario& scenario_;
    Diagnostic& finding_;
    std::string line_;
    std::vector<std::string> lines_;
};

}  // namespace

bool asks_decision(const Diagnostic& finding) { return !finding.witness.empty() && finding.witness.front().starts_with(kAsk); }

void replay_decisions(const Pipeline& pipeline, const Unit& unit, const std::vector<Diagnostic*>& shown) {
    if (shown.empty()) return;
    std::vector<std::vector<std::string>> played;
    for (std::size_t i = 0; i < shown.size(); ++i) played.push_back(scenario_of(unit.model, *shown[i], i));
    Options options;
    options.checks = options.programs = false;
    const std::string path = pipeline.table[unit.id].path();
    const auto read = run_pipeline(sources_with(pipeline, unit, played), options);
    const Unit* drafted = read->unit(path);
    if (drafted == nullptr || !drafted->is_sound()) {
        // The policy is sound, so one of the scenarios is not: which one shows when each stands alone.
        if (shown.size() == 1) refute(*shown.front(), "its inputs cannot be read");
        for (std::size_t i = 0; i < shown.size() && shown.size() > 1; ++i) replay_decisions(pipeline, unit, {shown[i]});
        return;
    }
    std::vector<DecisionId> asked;
    const Model& model = drafted->model;
    for (const Diagnostic* finding : shown) {
        const Decision* decision = decision_named(model, finding->witness.front());
        if (decision == nullptr) continue;
        const DecisionId id(static_cast<std::size_t>(decision - &*model.decisions.begin()));
        if (std::find(asked.begin(), asked.end(), id) == asked.end()) asked.push_back(id);
    }
    const Draft draft(*drafted, read->table, asked);
    if (!draft.runs()) return;   // what keeps the program from being written is told as well
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto scenario = std::find_if(model.scenarios.begin(), model.scenarios.end(), [&](const auto& one) { return one.name == title_of(i); });
        if (scenario == model.scenarios.end() || scenario->steps.size() != shown[i]->witness.size()) {
            refute(*shown[i], "its inputs cannot be read");
            continue;
        }
        if (const auto problem = Judgement(draft, model, *scenario, *shown[i]).run()) refute(*shown[i], *problem);
    }
}

}  // namespace recourse::driver
