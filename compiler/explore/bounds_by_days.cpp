#include "compiler/explore/bounds_by_days.h"

#include <algorithm>
#include <functional>

namespace recourse::explore {

using semantics::Model;
using semantics::StateId;

namespace {

// Which of the times that are asked for end with an edge, by their places in the result.
using Ends = std::function<std::vector<std::size_t>(const Edge&)>;

// A figure that is not known yet: the edges that end it.
struct Figure {
    std::size_t place = 0;   // in the result
    bool latest = false;
    std::vector<std::uint32_t> edges = {};   // the furthest first
};

class Narrowing {
public:
    Narrowing(const Model& model, const TimeFacts& times, const Limits& limits, Since since, Refinement& refinement, Ends ends)
        : model_(model), times_(times), limits_(limits), since_(since), refinement_(refinement), ends_(std::move(ends)) {}

    BoundsByDays run(std::size_t asked, std::vector<Figure> figures) {
        BoundsByDays result;
        result.times.resize(asked);
        open_ = std::move(figures);
        while (!open_.empty()) {
            found_ = refinement_.search(limits_);
            if (found_.finish != Finish::complete) {
                result.problem = "more situations than can be told apart when days are";
                return result;
            }
            read();
            settle(result);
            if (!result.problem.empty()) return result;
        }
        return result;
    }

private:
    [[nodiscard]] std::int64_t time_of(const Figure& figure, std::uint32_t index) const {
        const Edge& edge = found_.edges[index];
        const Reach& reach = since_ == Since::watch ? *edge.since_watch : since_ == Since::epoch ? edge.since_epoch : edge.since_opening;
        return figure.latest ? reach.most : reach.least;
    }
    // Whether a figure that is as far as `a` leaves one that is as far as `b` behind.
    [[nodiscard]] static bool further(const Figure& figure, std::int64_t a, std::int64_t b) { return figure.latest ? a > b : a < b; }

    void read() {
        for (Figure& figure : open_) figure.edges.clear();
        for (std::uint32_t index = 0; index < found_.edges.size(); ++index) {
            if (found_.edges[index].to == kNoIndex) continue;
            for (const std::size_t place : ends_(found_.edges[index])) {
                for (Figure& figure : open_) {
                    if (figure.place == place) figure.edges.push_back(index);
                }
            }
        }
        for (Figure& figure : open_) {
            std::stable_sort(figure.edges.begin(), figure.edges.end(),
                             [&](std::uint32_t a, std::uint32_t b) { return further(figure, time_of(figure, a), time_of(figure, b)); });
        }
    }

    // Figures whose furthest edge lies within pieces alone are known. Of the others, classes are split on the edges that no known one
    // leaves behind: on more of them in each round.
    void settle(BoundsByDays& result) {
        std::vector<CalendarClasses::Visit> visits;
        const std::size_t some = std::size_t{1} << std::min<std::size_t>(refinement_.rounds() / 2, 10);
        std::erase_if(open_, [&](const Figure& figure) {
            TimesByDays& times = result.times[figure.place];
            times.reached = times.reached || !figure.edges.empty();
            if (figure.edges.empty()) return true;   // no date leads there
            std::optional<std::int64_t> known;
            std::size_t taken = 0;
            std::vector<CalendarClasses::Visit> here;
            for (const std::uint32_t edge : figure.edges) {
                if (taken == some || (known && !further(figure, time_of(figure, edge), *known))) break;
                const auto way = found_.way_to(edge);
                auto open = refinement_.open_on(found_, way);
                if (open.empty()) {
                    known = time_of(figure, edge);
                    if (here.empty()) return attain(figure, way, *known, result);
                    continue;
                }
                ++taken;
                here.insert(here.end(), open.begin(), open.end());
            }
            visits.insert(visits.end(), here.begin(), here.end());
            return false;
        });
        if (!visits.empty()) refinement_.split(std::move(visits));
    }

    bool attain(const Figure& figure, const std::vector<std::uint32_t>& way, std::int64_t time, BoundsByDays& result) {
        Ending ending;
        ending.since = since_;
        Realised made = realise(model_, times_, refinement_.explorer(), found_, way, figure.latest ? Pace::latest : Pace::earliest, ending);
        const bool inexact = std::any_of(way.begin(), way.end(), [&](std::uint32_t edge) { return found_.edges[edge].inexact; });
        TimesByDays& times = result.times[figure.place];
        if (made.trace && !inexact) {
            (figure.latest ? times.latest : times.soonest) = Attained{time, std::move(*made.trace)};
        } else {
            result.problem = "a computation that the search cannot follow exactly";
        }
        return true;
    }

    const Model& model_;
    const TimeFacts& times_;
    const Limits& limits_;
    Since since_;
    Refinement& refinement_;
    Ends ends_;
    Exploration found_;
    std::vector<Figure> open_;
};

}  // namespace

BoundsByDays bounds_by_days(const Model& model, const TimeFacts& times, semantics::CaseId of, const Watch& watch, Limits limits, const Bounds& by_bounds,
                            const std::vector<std::size_t>& asked, ByDays days) {
    const bool from_a_state = !watch.from.empty();
    (from_a_state ? limits.measure_watch_up_to : limits.measure_up_to) = by_bounds.measured;
    days.ahead = std::max(days.ahead, by_bounds.measured);
    Refinement refinement(model, times, of, watch, days);
    std::vector<Figure> figures;
    for (std::size_t place = 0; place < asked.size(); ++place) {
        figures.push_back({place, false});
        if (by_bounds.states[asked[place]].time.most != DifferenceBounds::unbounded) figures.push_back({place, true});
    }
    const Ends ends = [&](const Edge& edge) {
        std::vector<std::size_t> places;
        if (!counted_time(refinement.explorer(), edge)) return places;
        for (const StateId entered : entered_by(model, edge, of)) {
            for (std::size_t place = 0; place < asked.size(); ++place) {
                if (by_bounds.states[asked[place]].state == entered) places.push_back(place);
            }
        }
        return places;
    };
    return Narrowing(model, times, limits, days.opened ? Since::epoch : from_a_state ? Since::watch : Since::opening, refinement, ends).run(asked.size(), std::move(figures));
}

BoundsByDays silence_by_days(const Model& model, const TimeFacts& times, semantics::CaseId of, semantics::PartyId silent, Limits limits,
                             const SilenceBound& by_bounds) {
    limits.measure_watch_up_to = by_bounds.measured;
    Refinement refinement(model, times, of, silence_watch(silent), {std::nullopt, by_bounds.measured});
    const Ends ends = [](const Edge& edge) { return ends_silence(edge) ? std::vector<std::size_t>{0} : std::vector<std::size_t>{}; };
    return Narrowing(model, times, limits, Since::watch, refinement, ends).run(1, {{0, true}});
}

}  // namespace recourse::explore
