#include <recourse/bounds.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/driver/phases.h"
#include "compiler/driver/pipeline.h"
#include "compiler/explore/bounds_by_days.h"
#include "recourse/time.hpp"

namespace recourse {

namespace {

using semantics::Model;

// The last day of the calendar's own years, where some period is counted by them; else empty.
std::string calendar_until(const Model& model, const explore::TimeFacts& times, const explore::Explorer& explorer) {
    const auto& points = explorer.slots().points();
    const bool by_calendar = std::any_of(points.begin(), points.end(), [](const explore::Point& point) {
        if (point.key.operation == semantics::ExprKind::roll) return true;
        const bool period = point.key.operation == semantics::ExprKind::after_period || point.key.operation == semantics::ExprKind::before_period;
        return period && unpack(Period{static_cast<std::uint64_t>(point.key.period)}).unit == Unit::business_days;
    });
    const auto last = explore::Dates(model, times).last_day();
    if (!last || !by_calendar) return {};
    std::array<char, time_text_max> text{};
    return std::string(text.data(), format_date(text, *last));
}

class Answer {
public:
    Answer(const Model& model, semantics::CaseId of, explore::Watch watch)
        : model_(model), of_(of), times_(model), watch_(std::move(watch)), explorer_(model, times_, of, watch_) {}

    BoundsReport report(const explore::Limits& limits, const std::string& opened) {
        BoundsReport report;
        report.case_type = model_.cases[of_].name;
        explore::ByDays days;
        if (!opened.empty()) days.opened = opening(opened, report.problem);
        if (!report.problem.empty()) return report;
        const explore::Bounds bounds = explore::time_bounds(model_, explorer_, limits);
        if (!bounds.complete) report.problem = fmt::format("`{}` has more situations than can be told apart", report.case_type);
        if (!bounds.found.obstacles.empty()) report.problem = fmt::format("{} stands in the way", bounds.found.obstacles.front());
        if (!report.problem.empty()) return report;
        report.calendar_until = calendar_until(model_, times_, explorer_);
        std::vector<std::size_t> open;   // states with a time that no date that was tried attains
        for (const explore::StateBounds& one : bounds.states) {
            report.states.push_back(times_of(bounds, one));
            const StateTimes& times = report.states.back();
            if (times.reached && (days.opened || !is_attained(times))) open.push_back(report.states.size() - 1);
        }
        if (!open.empty()) narrow(report, limits, bounds, open, days);
        return report;
    }

private:
    // Days are those of the policy's zone; a date is any instant of it.
    std::optional<explore::Reach> opening(const std::string& text, std::string& problem) const {
        const ZoneView zone = times_.zone().transitions.empty() ? utc_zone : times_.zone().view();
        if (const ParsedDate date = parse_date(text); date.error == TextError::none) {
            return explore::Reach{start_of_date(zone, date.value).value, end_of_date(zone, date.value).value};
        }
        const ParsedInstant instant = parse_instant(text, &zone);
        if (instant.error == TextError::none) return explore::Reach{instant.value, instant.value};
        problem = fmt::format("`{}` is neither a date nor an instant: {}", text, describe(instant.error));
        return std::nullopt;
    }

    // Some date that was tried attains both times to the millisecond.
    static bool is_attained(const StateTimes& times) {
        return times.soonest_shown == times.soonest && (!times.latest || times.latest_shown == times.latest);
    }

    void narrow(BoundsReport& report, const explore::Limits& limits, const explore::Bounds& bounds, const std::vector<std::size_t>& open, const explore::ByDays& days) {
        explore::BoundsByDays exact = explore::bounds_by_days(model_, times_, of_, watch_, limits, bounds, open, days);
        report.undecided = std::move(exact.problem);
        for (std::size_t index = 0; index < open.size(); ++index) {
            StateTimes& times = report.states[open[index]];
            const explore::TimesByDays& state = exact.times[index];
            if (report.undecided.empty()) times.reached = state.reached;
            const auto lines = [&](const explore::Attained& one, const char* which) {
                return explore::scenario_lines(model_, times_, one.trace, times.state + which);
            };
            if (state.soonest) {
                times.soonest_way = lines(*state.soonest, ", soonest");
                days.opened ? void(times.soonest_date = date_of(state.soonest->time)) : void(times.soonest_shown = times.soonest = state.soonest->time);
            }
            if (state.latest) {
                times.latest_way = lines(*state.latest, ", latest");
                days.opened ? void(times.latest_date = date_of(state.latest->time)) : void(times.latest_shown = times.latest = state.latest->time);
            }
        }
    }

    [[nodiscard]] StateDate date_of(std::int64_t at) const {
        const ZoneView zone = times_.zone().transitions.empty() ? utc_zone : times_.zone().view();
        std::array<char, time_text_max> text{};
        StateDate date{at, std::string(text.data(), format_local(text, zone, at)), {}};
        date.rfc3339 = std::string(text.data(), format_rfc3339(text, zone, at));
        return date;
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
        if (one.best) {
            auto [lines, length] = way(bounds, *one.best, explore::Pace::earliest, times.state + ", soonest");
            times.soonest_way = std::move(lines);
            times.soonest_shown = length;
        }
        if (one.worst && times.latest) {
            auto [lines, length] = way(bounds, *one.worst, explore::Pace::latest, times.state + ", latest");
            times.latest_way = std::move(lines);
            times.latest_shown = length;
        }
        return times;
    }

    std::pair<std::vector<std::string>, std::optional<std::int64_t>> way(const explore::Bounds& bounds, std::uint32_t edge, explore::Pace pace,
                                                                         const std::string& name) {
        explore::Ending few;
        few.most_dates = explore::kFewDates;
        if (!watch_.from.empty()) few.since = explore::Since::watch;
        const std::vector<std::uint32_t> edges = bounds.found.way_to(edge);
        const explore::Realised made = explore::realise(model_, times_, explorer_, bounds.found, edges, pace, few);
        if (!made.trace) return {};
        // A step of the trace is an edge of the way; time counts from the one at which the watch began last.
        std::size_t begins = 0;
        for (std::size_t i = 0; i < edges.size() && !watch_.from.empty(); ++i) {
            if ((bounds.found.edges[edges[i]].seen & explore::kBegan) != 0) begins = i;
        }
        return {explore::scenario_lines(model_, times_, *made.trace, name), made.trace->steps.back().at - made.trace->steps[begins].at};
    }

    const Model& model_;
    semantics::CaseId of_;
    explore::TimeFacts times_;
    explore::Watch watch_;
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

// Nothing is watched but that these let no time limit take effect.
explore::Watch from_the_opening(const std::vector<semantics::PartyId>& prompt) {
    explore::Watch watch;
    watch.on = !prompt.empty();
    watch.prompt = prompt;
    return watch;
}

// The state of the case type that has this path.
std::optional<semantics::StateId> state_called(const Model& model, semantics::CaseId of, const std::string& path) {
    for (const semantics::StateId id : model.states.ids()) {
        if (model.states[id].of == of && model.states[id].path == path) return id;
    }
    return std::nullopt;
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

SilenceTimes silence_of(const Model& model, semantics::CaseId of, semantics::PartyId party, const explore::Limits& limits, SilenceReport& report) {
    const explore::TimeFacts facts(model);
    explore::Explorer explorer(model, facts, of, explore::silence_watch(party));
    const explore::SilenceBound bound = explore::silence_bound(model, explorer, party, limits);
    SilenceTimes times;
    times.party = model.parties[party].name;
    if (!bound.complete) report.problem = fmt::format("`{}` has more situations than can be told apart", model.cases[of].name);
    if (!bound.found.obstacles.empty()) report.problem = fmt::format("{} stands in the way", bound.found.obstacles.front());
    if (!report.problem.empty()) return times;
    report.calendar_until = calendar_until(model, facts, explorer);
    times.latest = bound.latest;
    times.waits_for.assign(bound.waits_for.begin(), bound.waits_for.end());
    times.goes_round = bound.goes_round;
    if (bound.worst.empty()) return times;
    const auto tell = [&](const explore::Trace& trace) {
        times.latest_way = explore::scenario_lines(model, facts, trace, fmt::format("{} silent, latest", times.party));
        times.latest_shown = times.latest;
    };
    explore::Ending ending;
    ending.most_dates = explore::kFewDates;
    ending.since = explore::Since::watch;
    const explore::Realised made = explore::realise(model, facts, explorer, bound.found, bound.worst, explore::Pace::latest, ending);
    if (made.trace) tell(*made.trace);
    if (made.trace || made.any_date) return times;
    // No date that was tried attains it.
    const explore::BoundsByDays exact = explore::silence_by_days(model, facts, of, party, limits, bound);
    if (!exact.problem.empty()) {
        report.undecided = exact.problem;
        return times;
    }
    const auto& latest = exact.times.front().latest;
    times.latest = latest ? latest->time : 0;
    if (latest) tell(latest->trace);
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
        report.parties.push_back(silence_of(*asked->model, asked->of, party, asked->limits, report));
    }
    return report;
}

BoundsReport time_bounds(const SourceSet& sources, std::string_view path, const BoundsQuestion& question, const Options& options) {
    std::string problem;
    auto asked = ask(sources, path, question.case_type, options, problem);
    if (!asked) return refused(problem);
    const auto silent = parties(*asked->model, question.silent, problem), prompt = parties(*asked->model, question.prompt, problem);
    if (!silent || !prompt) return refused(problem);
    if (question.from.empty()) {
        asked->limits.silent = *silent;
        return Answer(*asked->model, asked->of, from_the_opening(*prompt)).report(asked->limits, question.opened);
    }
    const auto from = state_called(*asked->model, asked->of, question.from);
    if (!from) return refused(fmt::format("`{}` has no state called `{}`", asked->model->cases[asked->of].name, question.from));
    return Answer(*asked->model, asked->of, explore::from_state(*from, *silent, *prompt)).report(asked->limits, question.opened);
}

}  // namespace recourse
