#include "compiler/checks/rights.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "compiler/explore/rounds.h"

namespace recourse::checks {

using explore::Cause;
using explore::DifferenceBounds;
using explore::Edge;
using explore::Window;
using semantics::LimbKind;

namespace {

// A window that may be shut when the case comes: one that runs for a time from entering alone (`within 5 days`) is not.
bool has_window(const Model& model, const Transition& rule) {
    return std::any_of(rule.limbs.begin(), rule.limbs.end(), [&](const semantics::Limb& limb) {
        if (limb.kind != LimbKind::until) return limb.kind == LimbKind::from;
        const semantics::Expr& e = model.exprs[limb.instant];
        return e.kind != semantics::ExprKind::after_period || model.exprs[e.children[1]].kind != semantics::ExprKind::state_entry;
    });
}

bool is_right(const Model& model, const Transition& rule) {
    const bool moves = rule.target_kind == semantics::TargetKind::move || rule.target_kind == semantics::TargetKind::stay;
    if (!moves || rule.trigger != semantics::Trigger::event || !rule.owner.valid() || model.events[rule.event].happening) return false;
    return (has_window(model, rule) || model.events[rule.event].open_at_least) && is_own(model, rule.span);
}

// The instant of the step, from what it leaves as `before`.
std::int64_t entered_by(const Edge& edge) { return edge.trigger.cause == Cause::time ? -1 : 0; }

explore::Situation left_by(const explore::Explorer& explorer, const explore::Exploration& found, std::uint32_t index) {
    const Edge& edge = found.edges[index];
    if (found.nodes[edge.to].parent == index) return found.nodes[edge.to].at;
    const auto& steps = explorer.steps();
    const auto keep = [](explore::Situation&, std::int64_t) {};
    return steps.again(edge.from == explore::kNoIndex ? steps.blank() : found.nodes[edge.from].at, edge.trigger, edge.way, keep).to;
}

std::vector<StateId> leaves_before(const explore::Exploration& found, const Edge& edge) {
    if (edge.from == explore::kNoIndex) return {};
    return found.nodes[edge.from].at.leaves;
}

void note_start(const Coming& coming, Starts& into) {
    ++into.ways;
    const explore::Slots& slots = coming.explored->explorer.slots();
    const explore::Situation& at = coming.window.at;
    for (std::uint32_t point = 1; point < slots.points().size(); ++point) {
        if (at.known[point] == 0 || slots.points()[point].key.kind == explore::SlotKind::calendar) continue;
        const std::int64_t most = at.zone.upper(0, point), back = at.zone.upper(point, 0);
        const explore::Reach reach{back == DifferenceBounds::unbounded ? std::numeric_limits<std::int64_t>::min() : coming.entered - back,
                                   most == DifferenceBounds::unbounded ? most : most + coming.entered};
        const auto [since, fresh] = into.since.try_emplace(point, Starts::Since{reach, 0});
        ++since->second.ways;
        explore::Reach& all = since->second.reach;
        all = {std::min(all.least, reach.least), std::max(all.most, reach.most)};
    }
}

class Survey {
public:
    explicit Survey(const CheckInput& input) : input_(input), model_(input.model) {
        for (const TransitionId id : model_.transitions.ids()) {
            const Transition& rule = model_.transitions[id];
            if (!is_right(model_, rule) || !input.reached[rule.owner.index()]) continue;
            by_state_[rule.owner].push_back(id);
            Right& right = rights_[rule.span];
            if (right.rule.valid()) continue;
            right.span = rule.span;
            right.rule = id;
        }
        for (const Transition& rule : model_.transitions) leads_.push_back(rule.target_kind == semantics::TargetKind::move && leads_to_one(rule.target));
    }

    std::vector<Right> run() {
        for (const auto& explored : input_.explored) {
            if (!explored->found.exact()) continue;
            note_taken(*explored);
            each_coming(*explored, [](TransitionId) { return true; }, [&](Coming& coming, const explore::Situation& after) { note(coming, after); });
        }
        // Who comes when is asked only of a right that some come too late for.
        for (const auto& explored : input_.explored) {
            if (!explored->found.exact()) continue;
            const auto late = [&](TransitionId id) { return rights_[model_.transitions[id].span].late.has_value(); };
            each_coming(*explored, late, [&](Coming& coming, const explore::Situation&) {
                if (is_opening(coming)) return;
                Right& right = rights_[model_.transitions[coming.rule].span];
                note_start(coming, is_empty(coming.window) ? right.empty_starts : right.open_starts);
            });
        }
        std::vector<Right> all;
        for (auto& [span, right] : rights_) all.push_back(std::move(right));
        return all;
    }

private:
    static bool is_empty(const Window& window) { return window.certain && window.empty; }
    static bool is_opening(const Coming& coming) { return coming.explored->found.edges[coming.edge].trigger.cause == Cause::opening; }

    [[nodiscard]] bool leads_to_one(StateId target) const {
        for (StateId at = graph::entry_leaf(model_, target); at.valid(); at = model_.states[at].parent) {
            if (by_state_.contains(at)) return true;
        }
        return false;
    }

    void note_taken(const ExploredCase& explored) {
        for (const auto& [state, rules] : by_state_) {
            for (const TransitionId id : rules) {
                if (explored.transitions[id.index()]) rights_[model_.transitions[id].span].taken = true;
            }
        }
    }

    // The surveyed states that a step enters.
    void entered_by_step(const ExploredCase& explored, const Edge& edge, std::vector<StateId>& into) const {
        into.clear();
        const auto leads = [&](const explore::Taken& taken) { return !taken.transition.valid() || leads_[taken.transition.index()]; };
        if (std::none_of(edge.taken.begin(), edge.taken.end(), leads)) return;
        if (edge.taken.size() == 1 && edge.from != explore::kNoIndex && edge.taken[0].transition.valid()) {
            const Transition& rule = model_.transitions[edge.taken[0].transition];
            into = explore::entered_states(model_, explored.at(edge.from).leaves[edge.taken[0].machine], rule);
            std::erase_if(into, [&](StateId state) { return !by_state_.contains(state); });
            return;
        }
        for (const StateId state : entered_states(model_, explored.of, leaves_before(explored.found, edge), {edge.taken.begin(), edge.taken.end()})) {
            if (by_state_.contains(state)) into.push_back(state);
        }
    }

    // Each case that comes to the state of a surveyed rule, with each way in which its window lies then.
    template <typename Wanted, typename See>
    void each_coming(const ExploredCase& explored, Wanted wanted, See see) {
        std::vector<StateId> entered;
        for (std::uint32_t index = 0; index < explored.found.edges.size() && !by_state_.empty(); ++index) {
            const Edge& edge = explored.found.edges[index];
            if (edge.to == explore::kNoIndex || edge.inexact || explored.at(edge.to).standing != explore::Standing::running) continue;
            entered_by_step(explored, edge, entered);
            std::optional<explore::Situation> after;
            for (const StateId state : entered) {
                for (const TransitionId id : by_state_.at(state)) {
                    if (!wanted(id)) continue;
                    if (!after) after = left_by(explored.explorer, explored.found, index);
                    const std::int64_t at = entered_by(edge);
                    for (Window& window : explore::windows_on_entering(explored.explorer.steps(), *after, at, id, shortest_of(id))) {
                        Coming coming{&explored, index, id, at, {}, std::move(window)};
                        see(coming, *after);
                    }
                }
            }
        }
    }

    [[nodiscard]] std::int64_t shortest_of(TransitionId id) const {
        const auto& minimum = model_.events[model_.transitions[id].event].open_at_least;
        return minimum ? input_.times.after(*minimum).least : 0;
    }

    void note(Coming& coming, const explore::Situation& after) {
        Right& right = rights_[model_.transitions[coming.rule].span];
        const bool empty = is_empty(coming.window), opening = is_opening(coming);
        right.open += empty ? 0 : 1;
        if (coming.window.certain && coming.window.shorter && !right.shorter) {
            right.shorter = coming;
            right.shorter->after = after;
        }
        if (!empty) return;
        const bool tells_more = !right.empty || (right.empty->window.until_passed && !coming.window.until_passed);
        if (!tells_more && (opening || right.late)) return;
        coming.after = after;
        if (!opening && !right.late) right.late = coming;
        if (tells_more) right.empty = std::move(coming);
    }

    const CheckInput& input_;
    const Model& model_;
    std::map<StateId, std::vector<TransitionId>> by_state_;
    std::vector<bool> leads_;   // by transition: to a state of `by_state_`, or into one
    std::map<Span, Right> rights_;
};

// What the answer takes for granted is part of what the window does.
bool agrees(const explore::Situation& answer, const explore::Situation& window) {
    for (std::size_t i = 0; i < answer.domains.size(); ++i) {
        if ((answer.domains[i] & ~window.domains[i]) != 0) return false;
    }
    return window.numbers.includes(answer.numbers);
}

}  // namespace

std::uint32_t root_of(const explore::Slots& slots, std::uint32_t point) {
    while (slots.points()[point].key.kind == explore::SlotKind::calendar) point = slots.points()[point].base;
    return point;
}

std::vector<Right> rights_of(const CheckInput& input) { return Survey(input).run(); }

namespace {

// A way to the state of a right, and what its window does there.
struct InVain {
    const explore::Explorer& explorer;
    const explore::Exploration& found;
    std::vector<std::uint32_t> edges;
    std::int64_t entered = 0;
    const explore::Situation& after;
    const Window& window;
    semantics::EventId event;
    explore::Pace pace = explore::Pace::earliest;
};

explore::Ending ending_of(const InVain& one) {
    explore::Ending ending;
    ending.most_dates = explore::kFewDates;
    ending.held = {one.edges.size() - 1, one.entered, one.window.asked};
    return ending;
}

// The scenario that comes to the state and acts there, or only comes there where that says it all; and whether other dates may show more.
explore::Realised realise_in_vain(const CheckInput& input, const InVain& one) {
    constexpr std::size_t kMostTries = 16;
    explore::Exploration way;
    for (const std::uint32_t edge : one.edges) way.edges.push_back(one.found.edges[edge]);
    if (std::any_of(way.edges.begin(), way.edges.end(), [](const Edge& edge) { return edge.inexact; })) return {std::nullopt, true};
    const explore::Ending ending = ending_of(one);
    const auto tried = [&] {
        std::vector<std::uint32_t> edges(way.edges.size());
        std::iota(edges.begin(), edges.end(), 0u);
        return explore::realise(input.model, input.times, one.explorer, way, edges, one.pace, ending);
    };
    Edge refused;
    refused.trigger = {Cause::event, one.event};
    way.edges.push_back(refused);
    std::size_t tries = 0;
    for (const auto& answer : one.explorer.steps().answers(one.after, one.event)) {
        if (answer.taken || !agrees(answer.at, one.window.at) || ++tries > kMostTries) continue;
        way.edges.back().way = answer.way;
        if (auto made = tried(); made.trace) return made;
    }
    way.edges.pop_back();
    auto made = tried();
    if (one.window.asks_data) made.trace.reset();
    return made;
}

// The window is shut by the same.
bool shut_alike(const Window& a, const Window& b) {
    return a.certain && a.empty && a.until_passed == b.until_passed && a.until == b.until && a.ended_by == b.ended_by;
}

// No date that was tried shows it: other ways to the state whose window is shut by the same, by classes of days.
std::optional<explore::Trace> by_days(const CheckInput& input, const Coming& coming, explore::Pace pace) {
    const ExploredCase& explored = *coming.explored;
    const Transition& rule = input.model.transitions[coming.rule];
    const auto shut = [&](const explore::Exploration& found, std::uint32_t index, const auto& tell) {
        const explore::Explorer& explorer = explored.by_days();
        const explore::Situation after = left_by(explorer, found, index);
        for (const Window& window : explore::windows_on_entering(explorer.steps(), after, entered_by(found.edges[index]), coming.rule)) {
            if (shut_alike(window, coming.window)) tell(InVain{explorer, found, found.way_to(index), entered_by(found.edges[index]), after, window, rule.event, pace});
        }
    };
    const bool opens = explored.found.edges[coming.edge].trigger.cause == Cause::opening;
    const WaysIn ways_in = [&](const explore::Exploration& found) {
        std::vector<explore::Way> ways;
        for (std::uint32_t index = 0; index < found.edges.size(); ++index) {
            const Edge& edge = found.edges[index];
            if (edge.to == explore::kNoIndex || found.nodes[edge.to].at.standing != explore::Standing::running || edge.inexact) continue;
            if (!opens && edge.trigger.cause == Cause::opening) continue;
            if (!entered_states(input.model, explored.of, leaves_before(found, edge), edge.taken).contains(rule.owner)) continue;
            shut(found, index, [&](const InVain& one) { ways.push_back({one.edges, ending_of(one), pace}); });
        }
        return ways;
    };
    const auto shown = shown_by_days(input.model, input.times, explored, ways_in);
    if (!shown) return std::nullopt;
    std::optional<explore::Trace> trace;
    shut(*explored.by_classes->found, shown->way.edges.back(), [&](const InVain& one) {
        if (!trace) trace = realise_in_vain(input, one).trace;
    });
    return trace || coming.window.asks_data ? trace : shown->trace;
}

}  // namespace

bool show_in_vain(const CheckInput& input, const Coming& coming, Diagnostic& finding, explore::Pace pace) {
    const ExploredCase& explored = *coming.explored;
    auto made = realise_in_vain(input, {explored.explorer, explored.found, explored.way_to(coming.edge), coming.entered, coming.after, coming.window,
                                        input.model.transitions[coming.rule].event, pace});
    if (!made.trace && !made.any_date) made.trace = by_days(input, coming, pace);
    if (made.trace) finding.witness = explore::scenario_lines(input.model, input.times, *made.trace, std::string(finding.code));
    return made.trace.has_value();
}

std::string cited(const semantics::RuleText& text) {
    std::string all;
    for (const semantics::Citation& cite : text.cites) {
        all += all.empty() ? "" : ", ";
        all += cite.source.empty() ? cite.clause : cite.clause.empty() ? cite.source : cite.source + "." + cite.clause;
    }
    return all;
}

std::string time_in_words(std::int64_t milliseconds) {
    const auto counted = [](std::int64_t number, std::string_view unit) { return fmt::format("{} {}{}", number, unit, number == 1 ? "" : "s"); };
    std::string text;
    const auto part = [&](std::int64_t unit, std::string_view name) {
        if (milliseconds >= unit) text += (text.empty() ? "" : " ") + counted(milliseconds / unit, name);
        milliseconds %= unit;
    };
    part(86'400'000, "day");
    part(3'600'000, "hour");
    part(60'000, "minute");
    part(1'000, "second");
    if (milliseconds > 0 || text.empty()) text += (text.empty() ? "" : " ") + std::to_string(milliseconds) + " ms";
    return text;
}

std::optional<diagnostics::Label> declared_at(const Model& model, ExprId instant, const std::string& text) {
    const semantics::NamedId named = model.exprs[instant].named;
    if (!named.valid() || !is_own(model, model.named[named].span)) return std::nullopt;
    const std::string clause = cited(model.named[named].text);
    return diagnostics::Label{model.named[named].span, clause.empty() ? text : fmt::format("{} ({})", text, clause)};
}

}  // namespace recourse::checks
