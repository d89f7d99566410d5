#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/checks/support.h"

namespace recourse::checks {

namespace {

using graph::Edge;
using semantics::Expr;
using semantics::ExprKind;
using semantics::RecordId;
using semantics::Trigger;

constexpr int kMostRings = 200;

// The shortest wait of a period: 0 when nothing bounds it.
std::int64_t shortest(const CheckInput& input, ExprId period) {
    const Expr& e = input.model.exprs[period];
    if (e.kind == ExprKind::constant) return input.times.after(e.number).least;
    if (e.kind != ExprKind::choose) return e.kind == ExprKind::fact || e.kind == ExprKind::parameter ? 1 : 0;
    std::int64_t least = shortest(input, e.children.back());
    for (std::size_t i = 1; i < e.children.size(); i += 2) least = std::min(least, shortest(input, e.children[i]));
    return least;
}

// Whether a case that goes round can take this edge without having waited since it took it last. A deadline counted from entering
// its state waits: it fires once until that state is entered anew.
bool can_be_instant(const CheckInput& input, const Edge& edge) {
    const Model& model = input.model;
    const Transition& transition = model.transitions[edge.transition];
    if (transition.trigger == Trigger::event) return false;
    if (transition.trigger == Trigger::when) return true;
    const semantics::Deadline& deadline = model.deadlines[transition.deadline];
    if (!deadline.counted_from_entry) return true;
    const Expr& due = model.exprs[deadline.due];
    return due.kind != ExprKind::after_period || shortest(input, due.children.front()) < 1;
}

// A deadline that leads further inside its own state has fired for good, until that state is entered anew.
bool fires_once(const Model& model, const Edge& edge) {
    const Transition& transition = model.transitions[edge.transition];
    if (transition.trigger != Trigger::deadline) return false;
    const StateId state = model.deadlines[transition.deadline].state;
    return transition.target != state && graph::lies_in(model, transition.target, state);
}

bool enters(const Model& model, const Edge& edge, StateId state) {
    const StateId target = model.transitions[edge.transition].target;
    const bool stays_inside = target != state && graph::lies_in(model, target, state) && graph::lies_in(model, edge.from, state);
    return graph::lies_in(model, edge.to, state) && !stays_inside;
}

// Takes out of `instant` what fires once in a group of states whose other edges never enter its state anew; groups fall apart by that,
// until nothing changes. Leaves the groups that remain.
std::vector<std::vector<StateId>> groups_that_repeat(const CheckInput& input, std::vector<bool>& instant) {
    const auto& edges = input.graph.edges();
    for (;;) {
        auto groups = input.graph.components(instant);
        bool changed = false;
        for (const std::vector<StateId>& group : groups) {
            std::vector<std::uint32_t> inside;
            for (const StateId from : group) {
                for (const std::uint32_t index : input.graph.edges_from(from)) {
                    if (instant[index] && std::find(group.begin(), group.end(), edges[index].to) != group.end()) inside.push_back(index);
                }
            }
            for (const std::uint32_t once : inside) {
                if (!fires_once(input.model, edges[once])) continue;
                const StateId state = input.model.deadlines[input.model.transitions[edges[once].transition].deadline].state;
                const bool again = std::any_of(inside.begin(), inside.end(), [&](std::uint32_t index) {
                    return instant[index] && enters(input.model, edges[index], state);
                });
                if (again) continue;
                instant[once] = false;
                changed = true;
            }
        }
        if (!changed) return groups;
    }
}

// Rings of instant rules among the states of one group, shortest first, as far as their conditions can hold together.
class Rings {
public:
    Rings(const CheckInput& input, const std::vector<bool>& instant, const std::vector<StateId>& group)
        : input_(input), instant_(instant), group_(group.begin(), group.end()) {}

    // The first ring that can go round; empty when there is none.
    std::vector<std::uint32_t> find() {
        for (std::size_t length = 1; length <= group_.size(); ++length) {
            for (const StateId start : group_) {
                std::vector<std::uint32_t> way;
                if (follow(start, start, length, way)) return way;
            }
        }
        return {};
    }
    [[nodiscard]] bool gave_up() const { return tried_ >= kMostRings; }

private:
    // Ways of exactly `left` more edges back to the start, the start being the smallest state of the ring.
    bool follow(StateId start, StateId at, std::size_t left, std::vector<std::uint32_t>& way) {
        for (const std::uint32_t index : input_.graph.edges_from(at)) {
            const Edge& edge = input_.graph.edges()[index];
            if (!instant_[index] || !group_.contains(edge.to) || edge.to < start || gave_up()) continue;
            const bool closes = edge.to == start;
            if (closes != (left == 1) || (!closes && visited(edge.to, way))) continue;
            way.push_back(index);
            if (closes ? comes_again(way) && can_go_round(way) : follow(start, edge.to, left - 1, way)) return true;
            way.pop_back();
        }
        return false;
    }

    bool visited(StateId state, const std::vector<std::uint32_t>& way) const {
        return std::any_of(way.begin(), way.end(), [&](std::uint32_t index) { return input_.graph.edges()[index].to == state; });
    }

    // What fires once needs its state entered anew on the way.
    bool comes_again(const std::vector<std::uint32_t>& way) const {
        const Model& model = input_.model;
        const auto& edges = input_.graph.edges();
        return std::all_of(way.begin(), way.end(), [&](std::uint32_t once) {
            if (!fires_once(model, edges[once])) return true;
            const StateId state = model.deadlines[model.transitions[edges[once].transition].deadline].state;
            return std::any_of(way.begin(), way.end(), [&](std::uint32_t index) { return enters(model, edges[index], state); });
        });
    }

    // Conditions on what the ring itself changes (records that it writes, where it is, when it came there) are not held against it.
    bool can_go_round(const std::vector<std::uint32_t>& way) {
        ++tried_;
        const Model& model = input_.model;
        std::set<RecordId> written;
        for (const std::uint32_t index : way) {
            for (const auto& action : model.transitions[input_.graph.edges()[index].transition].actions) {
                if (action.kind != semantics::ActionKind::perform) written.insert(action.record);
            }
        }
        Guards guards(model, input_.times, {Trigger::when, {}, {}, {}});
        std::vector<FormulaId> parts;
        for (const std::uint32_t index : way) {
            for (const semantics::Limb& limb : model.transitions[input_.graph.edges()[index].transition].limbs) {
                const ExprId read = limb.kind == semantics::LimbKind::condition ? limb.condition : limb.instant;
                if (!reads_changing(read, written)) parts.push_back(guards.limb(limb));
            }
        }
        return !guards.can_hold(guards.all(std::move(parts))).no();
    }

    bool reads_changing(ExprId id, const std::set<RecordId>& written) const {
        const Expr& e = input_.model.exprs[id];
        if (e.kind == ExprKind::in_state || e.kind == ExprKind::entered || e.kind == ExprKind::state_entry) return !is_elsewhere(e.state);
        if (e.kind == ExprKind::record && written.contains(e.record)) return true;
        return std::any_of(e.children.begin(), e.children.end(), [&](ExprId child) { return reads_changing(child, written); });
    }

    // A clock goes round by the condition of its pause alone. What that asks of other machines is the same for all of the round: where they
    // go round in an instant, that is a ring of their own.
    [[nodiscard]] bool is_elsewhere(StateId state) const {
        const semantics::MachineId own = input_.model.states[*group_.begin()].machine;
        return input_.model.machines[own].clock && input_.model.states[state].machine != own;
    }

    const CheckInput& input_;
    const std::vector<bool>& instant_;
    std::set<StateId> group_;
    int tried_ = 0;
};

void say(const CheckInput& input, const std::vector<std::uint32_t>& ring, Sink& sink) {
    const Model& model = input.model;
    const auto edge = [&](std::size_t i) -> const Edge& { return input.graph.edges()[ring[i]]; };
    const auto place = [&](std::size_t i) {
        return own_place(model, edge(i).from, model.transitions[edge(i).transition].span);
    };
    std::string states;
    for (std::size_t i = 0; i < ring.size(); ++i) states += fmt::format("`{}`, ", model.states[edge(i).from].name);
    Diagnostic& finding = report(sink, "unguarded-ring", place(0),
                                 fmt::format("a case can go round for ever in one instant: {}and again `{}`", states, model.states[edge(0).from].name),
                                 "let one of these rules wait (`after …` in its own state), or need somebody's act");
    finding.labels.front().text = fmt::format("leads on at once to `{}`", model.states[edge(0).to].name);
    for (std::size_t i = 1; i < ring.size(); ++i) {
        finding.labels.push_back({place(i), fmt::format("which leads on at once to `{}`", model.states[edge(i).to].name)});
    }
    finding.why = "nothing would stop it, so the case would be halted";
}

}  // namespace

void unguarded_ring(const CheckInput& input, Sink& sink) {
    std::vector<bool> instant;
    for (const Edge& edge : input.graph.edges()) instant.push_back(can_be_instant(input, edge));
    if (std::none_of(instant.begin(), instant.end(), [](bool it) { return it; })) return;
    for (const std::vector<StateId>& group : groups_that_repeat(input, instant)) {
        if (!input.reached[group.front().index()]) continue;
        Rings rings(input, instant, group);
        const auto ring = rings.find();
        if (!ring.empty()) {
            say(input, ring, sink);
        } else if (rings.gave_up()) {
            const semantics::State& state = input.model.states[group.front()];
            report_undecided(sink, own_place(input.model, group.front(), state.span), "whether these states can follow on one another for ever",
                             "the number of rings");
        }
    }
}

}  // namespace recourse::checks
