#include "compiler/scenarios/run.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/diagnostics/render_finding.h"
#include "compiler/scenarios/bridge.h"
#include "compiler/scenarios/coverage.h"
#include "compiler/scenarios/expectations.h"
#include "compiler/scenarios/stage.h"

namespace recourse {

std::uint32_t Coverage::percent() const {
    const CoverageCount* const counts[] = {&states, &transitions, &deadlines, &duties, &rows};
    std::uint64_t total = 0, covered = 0;
    for (const CoverageCount* count : counts) {
        total += count->total;
        covered += count->covered;
    }
    return total == 0 ? 100 : static_cast<std::uint32_t>(covered * 100 / total);
}

bool ScenarioReport::passed() const {
    return ran && std::all_of(scenarios.begin(), scenarios.end(), [](const ScenarioResult& one) { return one.passed; });
}

namespace scenarios {

using namespace semantics;

namespace {

// Plays one scenario from its first line to its last, or to the first input that fails.
class Play {
public:
    Play(const Bridge& bridge, const FollowedPromises& promises, const support::SourceTable& sources, CoverageTally& tally)
        : bridge_(bridge), sources_(sources), tally_(tally), stage_(bridge.program(), promises) {}

    // The case that a scenario of an older version has brought about.
    [[nodiscard]] Stage& stage() { return stage_; }
    void continue_from(Stage& before) { before_ = &before; }

    ScenarioResult play(const Scenario& scenario) {
        result_.name = scenario.name;
        result_.place = diagnostics::place_of(sources_, scenario.span);
        for (const ScenarioStep& step : scenario.steps) {
            const std::size_t next = static_cast<std::size_t>(&step - scenario.steps.data()) + 1;
            may_halt_ = next < scenario.steps.size() && scenario.steps[next].kind == StepKind::expect &&
                        scenario.steps[next].expect == ExpectKind::halted && scenario.steps[next].at == step.at;
            const bool goes_on = take(scenario, step);
            tell_broken(step);
            if (!goes_on) break;
        }
        if (waiting_ != nullptr && !refused_opening_ && result_.failures.empty()) {
            fail(*waiting_, {"the event that opens the case does not follow", {}, {}, {}});
        }
        tally_.add(stage_.moves());
        result_.passed = result_.failures.empty();
        result_.timeline = stage_.timeline();
        return std::move(result_);
    }

private:
    // False when the scenario cannot go on.
    bool take(const Scenario& scenario, const ScenarioStep& step) {
        switch (step.kind) {
        case StepKind::open: return open(step);
        case StepKind::event: return event(scenario, step);
        case StepKind::expect: expect(scenario, step); return true;
        case StepKind::decide: decide(step); return true;
        case StepKind::migrate: return migrate(scenario, step);
        }
        return true;
    }

    // The case comes over from what was played before, or stays there as the line says.
    bool migrate(const Scenario& scenario, const ScenarioStep& step) {
        const std::uint32_t type = bridge_.case_type(scenario.of);
        if (before_ == nullptr || !before_->is_open()) {
            fail(step, {"there is no case of the older version that could come over", {}, {}, {}});
            return false;
        }
        const StepResult result = stage_.come_from(*before_, type, step.at);
        const bool refused = result.verdict == Verdict::rejected;
        const std::string_view because = migration_because(bridge_.program(), result.rejection);
        if (refused != step.refused) {
            fail(step, {refused ? "the case does not come over" : "the case comes over, and the line says that it does not", {}, {},
                        refused ? words_of(result.rejection.reason, because) : std::string()});
            return false;
        }
        if (refused && step.because == BecauseKind::text && because != step.because_text) {
            fail(step, {"the case stays for another reason", fmt::format("\"{}\"", step.because_text), words_of(result.rejection.reason, because), {}});
        }
        return !refused;
    }

    static std::string words_of(Reason reason, std::string_view because) {
        switch (reason) {
        case Reason::stays: return fmt::format("\"{}\"", because);
        case Reason::no_migration: return "the migration says nothing of cases that stand where it stands";
        case Reason::other_program: return "the migration was made for another text of the older version";
        case Reason::not_running: return "the case has ended";
        case Reason::late: return "something has happened at that instant already";
        case Reason::out_of_bounds: return "what it remembers leaves the bounds of this version";
        default: return "its arithmetic leaves its bounds";
        }
    }

    bool open(const ScenarioStep& step) {
        if (bridge_.model().cases[step.of].opens_on.valid()) {      // its facts wait for the event that opens it
            waiting_ = &step;
            return true;
        }
        return opened(step, &step, step.at);
    }

    StepResult open_case(CaseId of, const ScenarioStep* facts_from, Instant at, const Input* opening, std::vector<Value>& facts) {
        facts.assign(bridge_.model().cases[of].facts.size(), Value{});
        if (facts_from != nullptr) fill(facts_from->values, facts);
        return stage_.open(bridge_.case_type(of), at, facts, opening);
    }

    bool opened(const ScenarioStep& at_fault, const ScenarioStep* facts_from, Instant at) {
        std::vector<Value> facts;
        const StepResult result = open_case(at_fault.of, facts_from, at, nullptr, facts);
        if (result.verdict != Verdict::rejected && (result.verdict != Verdict::halted || may_halt_)) return true;
        fail(at_fault, {"the case cannot be opened like this", {}, {},
                        explain_opening(bridge_.program(), bridge_.case_type(at_fault.of), facts, result)});
        return false;
    }

    // The event that opens the case. One that is refused, as the scenario may say, leaves the case to be opened by another.
    bool opens(CaseId of, const ScenarioStep& step, const Input& input) {
        std::vector<Value> facts;
        const StepResult result = open_case(of, waiting_, step.at, &input, facts);
        Shortfall shortfall = answer_of(step, input, result);
        if (!shortfall.holds()) {
            if (result.verdict == Verdict::rejected) {
                shortfall.explanation = explain_opening(bridge_.program(), bridge_.case_type(of), facts, result);
            }
            fail(step, shortfall);
        } else if (result.verdict != Verdict::rejected) {
            waiting_ = nullptr;
        } else {
            refused_opening_ = true;
        }
        return shortfall.holds();
    }

    Shortfall answer_of(const ScenarioStep& step, const Input& input, const StepResult& result) {
        if (result.verdict == Verdict::halted && may_halt_) return {};
        return check_answer(bridge_, stage_, step, input, result);
    }

    void fill(const std::vector<NamedLiteral>& from, std::vector<Value>& into) const {
        for (const NamedLiteral& literal : from) into[literal.index] = given(bridge_.model(), literal.value);
    }

    // A case that opens on an event is not open before it, although the line `open at …` stands above.
    Shortfall not_open(CaseId of) const {
        const EventId opening = of.valid() ? bridge_.model().cases[of].opens_on : EventId();
        return {"no case is open here",
                opening.valid() ? "`" + bridge_.model().events[opening].name + "` first: the case opens on it"
                                : "`open at …` before this line", {}, {}};
    }

    bool event(const Scenario& scenario, const ScenarioStep& step) {
        const Event& declared = bridge_.model().events[step.event];
        std::vector<Value> fields(declared.fields.size());
        fill(step.values, fields);
        const CaseId of = step.of.valid() ? step.of : scenario.of;
        const Input input{bridge_.event(of, step.event), bridge_.party(step.party), step.at, fields, step.id};
        if (!stage_.is_open()) {
            const bool first = of.valid() && bridge_.model().cases[of].opens_on == step.event;
            if (first) return opens(of, step, input);
            fail(step, not_open(of));
            return false;
        }
        stage_.advance(step.at - 1);
        tally_.look(stage_, step.at, false);
        const StepResult answer = stage_.step(input);
        const Shortfall shortfall = answer_of(step, input, answer);
        if (!shortfall.holds()) fail(step, shortfall);
        // What follows an input that went otherwise would only repeat the news.
        return shortfall.holds();
    }

    void expect(const Scenario& scenario, const ScenarioStep& written) {
        ScenarioStep step = written;
        if (!step.of.valid()) step.of = scenario.of;
        if (!stage_.is_open()) {
            fail(written, not_open(step.of));
            return;
        }
        stage_.advance(step.at - 1);
        tally_.look(stage_, step.at, true);
        stage_.advance(step.at);
        if (const Shortfall shortfall = check_expectation(bridge_, stage_, step); !shortfall.holds()) fail(written, shortfall);
    }

    void decide(const ScenarioStep& step) {
        std::uint32_t row = none;
        const Shortfall shortfall = check_decision(bridge_, stage_, step, row);
        tally_.add_row(step.decision, row);
        if (!shortfall.holds()) fail(step, shortfall);
    }

    void fail(const ScenarioStep& step, const Shortfall& shortfall) {
        result_.failures.push_back({diagnostics::place_of(sources_, step.span), shortfall.message, shortfall.expected,
                                    shortfall.actual, shortfall.explanation, {}});
    }

    // Promises that this line has seen broken.
    void tell_broken(const ScenarioStep& step) {
        for (; told_ < stage_.broken().size(); ++told_) {
            const PromiseBreak& one = stage_.broken()[told_];
            const Promise& promise = bridge_.model().promises[one.promise];
            fail(step, {fmt::format("the promise \"{}\" is broken at {}: {}", promise.title, stage_.when(one.at), in_words(one, bridge_.program(), stage_.zone())),
                        {}, {}, {}});
            result_.failures.back().promise = promise.title;
        }
    }

    const Bridge& bridge_;
    const support::SourceTable& sources_;
    CoverageTally& tally_;
    Stage stage_;
    const ScenarioStep* waiting_ = nullptr;     // an `open` whose event has yet to come
    Stage* before_ = nullptr;                   // of the older version under which the scenario begins
    bool may_halt_ = false;                     // the next line expects that the input halts the case
    std::size_t told_ = 0;                      // of the stage's broken promises
    bool refused_opening_ = false;              // one came and was refused, as the scenario says
    ScenarioResult result_;
};

}  // namespace

namespace {

// What a scenario does under the older version, and then the rest of it.
ScenarioResult play_from(const Before* older, const Scenario& scenario, const support::SourceTable& sources, Play& rest) {
    const Scenario* begin = nullptr;
    for (std::size_t i = 0; older != nullptr && i < older->model->scenarios.size(); ++i) {
        if (older->model->scenarios[i].name == scenario.name) begin = &older->model->scenarios[i];
    }
    LoadError error;
    const std::optional<Program> program = begin == nullptr ? std::nullopt : Program::load(older->program, error);
    if (!program) return rest.play(scenario);       // says that no case comes over
    const Bridge bridge(*older->model, sources, *program);
    const FollowedPromises promises(bridge, sources);
    CoverageTally tally(bridge);
    Play before(bridge, promises, sources, tally);
    ScenarioResult result = before.play(*begin);
    if (!result.passed) return result;
    rest.continue_from(before.stage());
    return rest.play(scenario);
}

}  // namespace

ScenarioReport run(const Model& model, const support::SourceTable& sources, std::span<const std::byte> bytes, const std::vector<Before>& older) {
    ScenarioReport report;
    LoadError error;
    const std::optional<Program> program = Program::load(bytes, error);
    if (!program) return report;
    report.ran = true;
    const Bridge bridge(model, sources, *program);
    const FollowedPromises promises(bridge, sources);
    CoverageTally tally(bridge);
    for (const Scenario& scenario : model.scenarios) {
        Play play(bridge, promises, sources, tally);
        const auto before = std::find_if(older.begin(), older.end(), [&](const Before& one) { return one.version == scenario.under; });
        report.scenarios.push_back(scenario.under == 0 ? play.play(scenario)
                                                       : play_from(before == older.end() ? nullptr : &*before, scenario, sources, play));
    }
    report.coverage = tally.report(sources);
    return report;
}

}  // namespace scenarios

}  // namespace recourse
