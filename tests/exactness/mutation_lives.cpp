#include "tests/exactness/mutation_lives.h"

#include "compiler/explore/explorer.h"

namespace exactness {

using namespace recourse;
using namespace recourse::explore;
using semantics::TypeKind;

namespace {

LivedCase life_of(const semantics::Model& model, const Trace& trace) {
    LivedCase life{model.cases[trace.of].name, trace.facts, {}, false};
    const auto party = [&](semantics::PartyId id) { return id.valid() ? model.parties[id].name : std::string(); };
    for (const TraceStep& step : trace.steps) {
        const bool opening = step.trigger.cause == explore::Cause::opening;
        const semantics::EventId event = opening ? model.cases[trace.of].opens_on : step.trigger.event;
        life.acts.push_back({event.valid() ? model.events[event].name : "", party(step.by), step.at, step.fields});
    }
    return life;
}

}  // namespace

Lives lives_of(const semantics::Model& model) {
    Lives lives;
    const TimeFacts times(model);
    for (const semantics::CaseId id : model.cases.ids()) {
        Explorer explorer(model, times, id);
        const Exploration found = explorer.explore();
        if (found.finish != Finish::complete) lives.obstacle = "the search did not come to its end";
        if (!found.obstacles.empty()) lives.obstacle = found.obstacles.front();
        for (std::uint32_t edge = 0; edge < found.edges.size(); ++edge) {
            const std::uint32_t from = found.edges[edge].from;
            std::vector<std::uint32_t> way = from == kNoIndex ? std::vector<std::uint32_t>{} : found.path_to(from);
            way.push_back(edge);
            for (const Pace pace : {Pace::earliest, Pace::latest}) {
                const Realised real = realise(model, times, explorer, found, way, pace);
                if (real.trace) lives.all.push_back(life_of(model, *real.trace));
            }
        }
    }
    return lives;
}

std::set<std::int64_t> turning_numbers(const semantics::Model& model) {
    std::set<std::int64_t> numbers{0, 1, 3, 999, 1000};
    for (const semantics::Expr& e : model.exprs) {
        const bool counts = e.type.kind == TypeKind::money || e.type.kind == TypeKind::integer || e.type.kind == TypeKind::percent;
        if (e.kind != semantics::ExprKind::constant || !counts) continue;
        for (const std::int64_t by : {-1, 0, 1}) numbers.insert(e.number + by);
    }
    return numbers;
}

}  // namespace exactness
