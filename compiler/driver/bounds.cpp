#include <recourse/bounds.h>

#include <algorithm>

#include <fmt/format.h>

#include "compiler/driver/phases.h"
#include "compiler/driver/pipeline.h"
#include "compiler/explore/bounds.h"
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

}  // namespace

BoundsReport time_bounds(const SourceSet& sources, std::string_view path, const BoundsQuestion& question, const Options& options) {
    Options quick;
    quick.checks = false;
    quick.programs = false;
    const auto pipeline = driver::run_pipeline(sources, quick);
    const driver::Unit* unit = pipeline->unit(path);
    if (unit == nullptr || !unit->is_sound()) return refused("the policy has errors: `recourse check` tells them");
    const Model& model = unit->model;
    std::optional<semantics::CaseId> of;
    for (const semantics::CaseId id : model.cases.ids()) {
        if (!of && (question.case_type.empty() || model.cases[id].name == question.case_type)) of = id;
    }
    if (!of) return refused(question.case_type.empty() ? "the policy has no case" : fmt::format("no case is called `{}`", question.case_type));
    explore::Limits limits = driver::limits_of(*unit, path, *of, options);
    limits.most_nodes *= 5;   // told apart by how long they have been open
    std::string problem;
    const auto silent = parties(model, question.silent, problem), prompt = parties(model, question.prompt, problem);
    if (!silent || !prompt) return refused(problem);
    limits.silent = *silent;
    return Answer(model, *of, *prompt).report(limits);
}

}  // namespace recourse
