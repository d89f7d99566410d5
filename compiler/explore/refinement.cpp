#include "compiler/explore/refinement.h"

#include <algorithm>
#include <numeric>

namespace recourse::explore {

Refinement::Refinement(const semantics::Model& model, const TimeFacts& times, semantics::CaseId of, Watch watch, const ByDays& days)
    : model_(model), times_(times), explorer_(model, times, of, std::move(watch), days) {}

Exploration Refinement::search(const Limits& limits) {
    // Situations that days tell apart are many of one configuration, each held against all others: a quarter takes long enough.
    Limits own = limits;
    own.most_nodes = std::max<std::size_t>(limits.most_nodes / kPartOfOne, 1);
    Exploration found = explorer_.explore(own);
    looked_at_ += found.nodes.size();
    if (found.finish == Finish::complete && looked_at_ > limits.most_nodes * kMostTogether) found.finish = Finish::too_many;
    return found;
}

std::vector<CalendarClasses::Visit> Refinement::open_on(const Exploration& found, const std::vector<std::uint32_t>& edges) {
    CalendarClasses& classes = *explorer_.classes();
    std::vector<CalendarClasses::Visit> visits;
    Situation at = explorer_.steps().blank();
    classes.listen(&visits);
    for (const std::uint32_t edge : edges) {
        const Edge& taken = found.edges[edge];
        at = explorer_.steps().again(at, taken.trigger, taken.way, [](Situation&, std::int64_t) {}).to;
    }
    classes.listen(nullptr);
    std::erase_if(visits, [&](const CalendarClasses::Visit& one) { return classes.at(one).exact(); });
    std::sort(visits.begin(), visits.end());
    visits.erase(std::unique(visits.begin(), visits.end()), visits.end());
    return visits;
}

void Refinement::split(std::vector<CalendarClasses::Visit> visits) {
    ++rounds_;
    explorer_.classes()->split(visits);
}

Refinement::Attempt Refinement::show_or_split(const Exploration& found, const std::vector<Way>& ways) {
    struct Open {
        std::size_t pieces = 0;
        std::vector<CalendarClasses::Visit> visits;
    };
    std::vector<Open> all;
    const CalendarClasses& classes = *explorer_.classes();
    Attempt attempt;
    // The shortest ways: of many more are alike, and a long one takes long to follow.
    const std::size_t most = std::size_t{1} << std::min<std::size_t>(rounds_ / 2, 10);
    std::vector<std::size_t> order(ways.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ways[a].edges.size() < ways[b].edges.size(); });
    order.resize(std::min(order.size(), kLeastFollowed + 4 * most));
    for (const std::size_t index : order) {
        Open open{0, open_on(found, ways[index].edges)};
        for (const CalendarClasses::Visit& one : open.visits) open.pieces = std::max(open.pieces, classes.at(one).last - classes.at(one).first);
        if (open.visits.empty()) {
            Realised made = realise(model_, times_, explorer_, found, ways[index].edges, ways[index].pace, ways[index].ending);
            if (made.trace) return {index, std::move(made.trace), false};
            attempt.stuck = true;
            continue;
        }
        all.push_back(std::move(open));
    }
    if (all.empty() || attempt.stuck) return attempt;
    std::stable_sort(all.begin(), all.end(), [](const Open& a, const Open& b) { return a.pieces < b.pieces; });
    const std::size_t some = std::min(all.size(), most);
    std::vector<CalendarClasses::Visit> visits;
    for (std::size_t index = 0; index < some; ++index) visits.insert(visits.end(), all[index].visits.begin(), all[index].visits.end());
    split(std::move(visits));
    return attempt;
}

}  // namespace recourse::explore
