#include <recourse/bounds.h>

#include <algorithm>

#include <fmt/format.h>

#include "compiler/driver/phases.h"
#include "compiler/driver/pipeline.h"
#include "compiler/explore/bounds.h"
#include "compiler/explore/silence.h"
#include "compiler/explore/trace.h"

namespace recourse {

namespace {

using explore::kNoIndex;
using semantics::Model;

class Answer {
public:
    Answer(const Model& model, semantics::CaseId of, const std::vector<semantics::PartyId>& prompt)
        : model_(model), of_(of), times_(model), explorer_(model, times_, of, from_the_opening(prompt)) {}

    BoundsReport report(const explore::Limits& limits) {
        BoundsReport report;
        report.case_type = model_.cases[of_].name;
        const explore::Bounds bounds = explore::time_bounds(model_, explorer_, limits);
        if (!bounds.complete) report.problem = fmt::format("`{}` has more situations than can be told apart", report.case_type);
        if (!bounds.found.obstacles.empty()) report.problem = fmt::format("{} stands in the way", bounds.found.obstacles.front());
        if (!report.problem.empty()) return report;
        for (const explore::StateBounds& one : bounds.states) report.states.push_back(times_of(bounds, one));
        return report;
    }

private:
    // Nothing is watched but that these let no time limit take effect.
    static explore::Watch from_the_opening(const std::vector<semantics::PartyId>& prompt) {
        explore::Watch watch;
        watch.on = !prompt.empty();
        watch.prompt = prompt;
        return watch;
    }

    StateTimes times_of(const explore::Bounds& bounds, const explore::StateBounds& one) {
        const semantics::State& state = model_.states[one.state];
        StateTimes times;
        times.state = state.path;
        times.is_final = state.kind == semantics::StateKind::final;
        times.reached = one.reached;
        times.soonest = one.time.least;
        if (one.time.most != explore::DifferenceBounds::unbounded) times.latest = one.time.most;
        times.waits_for.assign(one.waits_for.begin(), one.waits_for.end());
        times.goes_round = one.goes_round;
        if (!one.reached) return times;
        if (one.best) times.soonest_way = way(bounds, *one.best, explore::Pace::earliest, times.state + ", soonest").first;
        if (one.worst && times.latest) {
            auto [lines, length] = way(bounds, *one.worst, explore::Pace::latest, times.state + ", latest");
            times.latest_way = std::move(lines);
            times.latest_shown = length;
        }
        return times;
    }

    std::pair<std::vector<std::string>, std::optional<std::int64_t>> way(const explore::Bounds& bounds, std::uint32_t edge, explore::Pace pace,
                                                                         const std::string& name) {
        std::vector<std::uint32_t> edges;
        if (bounds.found.edges[edge].from != kNoIndex) edges = bounds.found.path_to(bounds.found.edges[edge].from);
        edges.push_back(edge);
        const explore::Realised made = explore::realise(model_, times_, explorer_, bounds.found, edges, pace);
        if (!made.trace) return {};
        return {explore::scenario_lines(model_, times_, *made.trace, name), made.trace->steps.back().at - made.trace->steps.front().at};
    }

    const Model& model_;
    semantics::CaseId of_;
    explore::TimeFacts times_;
    explore::Explorer explorer_;
};

BoundsReport refused(std::string problem) {
    BoundsReport report;
    report.problem = std::move(problem);
    return report;
}

// The parties of these names; the first name that none has is the problem.
std::optional<std::vector<semantics::PartyId>> parties(const Model& model, const std::vector<std::string>& names, std::string& problem) {
    std::vector<semantics::PartyId> found;
    for (const std::string& name : names) {
        for (const semantics::PartyId id : model.parties.ids()) {
            if (model.parties[id].name == name) found.push_back(id);
        }
        if (!found.empty() && model.parties[found.back()].name == name) continue;
        problem = fmt::format("no party is called `{}`", name);
        return std::nullopt;
    }
    return found;
}

struct Asked {
    std::shared_ptr<const driver::Pipeline> pipeline;
    const Model* model = nullptr;
    semantics::CaseId of;
    explore::Limits limits;
};

// The case type of a policy that is asked for; `problem` says why there is none.
std::optional<Asked> ask(const SourceSet& sources, std::string_view path, std::string_view case_type, const Options& options, std::string& problem) {
    Options quick;
    quick.checks = false;
    quick.programs = false;
    Asked asked{driver::run_pipeline(sources, quick), nullptr, semantics::CaseId(), {}};
    const driver::Unit* unit = asked.pipeline->unit(path);
    if (unit == nullptr || !unit->is_sound()) {
        problem = "the policy has errors: `recourse check` tells them";
        return std::nullopt;
    }
    asked.model = &unit->model;
    for (const semantics::CaseId id : unit->model.cases.ids()) {
        if (!asked.of.valid() && (case_type.empty() || unit->model.cases[id].name == case_type)) asked.of = id;
    }
    if (!asked.of.valid()) {
        problem = case_type.empty() ? "the policy has no case" : fmt::format("no case is called `{}`", case_type);
        return std::nullopt;
    }
    asked.limits = driver::limits_of(*unit, path, asked.of, options);
    asked.limits.most_nodes *= 5;   // told apart by how long they have been open
    return asked;
}

bool takes_part(const Model& model, semantics::CaseId of, semantics::PartyId party) {
    const auto& events = model.cases[of].events;
    return std::any_of(events.begin(), events.end(), [&](semantics::EventId event) {
        const auto& by = model.events[event].by;
        return std::find(by.begin(), by.end(), party) != by.end();
    });
}

SilenceTimes silence_of(const Model& model, semantics::CaseId of, semantics::PartyId party, const explore::Limits& limits, std::string& problem) {
    const explore::TimeFacts facts(model);
    explore::Explorer explorer(model, facts, of, explore::silence_watch(party));
    const explore::SilenceBound bound = explore::silence_bound(model, explorer, party, limits);
    SilenceTimes times;
    times.party = model.parties[party].name;
    if (!bound.complete) problem = fmt::format("`{}` has more situations than can be told apart", model.cases[of].name);
    if (!bound.found.obstacles.empty()) problem = fmt::format("{} stands in the way", bound.found.obstacles.front());
    if (!problem.empty()) return times;
    times.latest = bound.latest;
    times.waits_for.assign(bound.waits_for.begin(), bound.waits_for.end());
    times.goes_round = bound.goes_round;
    if (bound.worst.empty()) return times;
    const explore::Realised made = explore::realise(model, facts, explorer, bound.found, bound.worst, explore::Pace::latest);
    if (made.trace) times.latest_way = explore::scenario_lines(model, facts, *made.trace, fmt::format("{} silent, latest", times.party));
    return times;
}

}  // namespace

SilenceReport silence_bounds(const SourceSet& sources, std::string_view path, std::string_view case_type, const Options& options) {
    SilenceReport report;
    const auto asked = ask(sources, path, case_type, options, report.problem);
    if (!asked) return report;
    report.case_type = asked->model->cases[asked->of].name;
    for (const semantics::PartyId party : asked->model->parties.ids()) {
        if (!takes_part(*asked->model, asked->of, party) || !report.problem.empty()) continue;
        report.parties.push_back(silence_of(*asked->model, asked->of, party, asked->limits, report.problem));
    }
    return report;
}

BoundsReport time_bounds(const SourceSet& sources, std::string_view path, const BoundsQuestion& question, const Options& options) {
    std::string problem;
    auto asked = ask(sources, path, question.case_type, options, problem);
    if (!asked) return refused(problem);
    const auto silent = parties(*asked->model, question.silent, problem), prompt = parties(*asked->model, question.prompt, problem);
    if (!silent || !prompt) return refused(problem);
    asked->limits.silent = *silent;
    return Answer(*asked->model, asked->of, *prompt).report(asked->limits);
}

}  // namespace recourse
