#include "compiler/explore/windows.h"

#include <algorithm>

#include "compiler/explore/expressions.h"
#include "compiler/explore/step_run.h"
#include "compiler/graph/state_graph.h"

namespace recourse::explore {

namespace {

using semantics::Expr;
using semantics::ExprKind;
using semantics::LimbKind;

class WindowRun {
public:
    WindowRun(const Steps& steps, const Situation& at, std::int64_t entered, Choices& choices) : step_(steps, at, choices, made_), choices_(choices) {
        step_.reader.at_offset(entered);
        window_.begins = {Moment::Kind::point, 0, 0};   // the first instant that an act may bear
        window_.ends = {Moment::Kind::never};
    }

    // Nothing when no case is like this.
    std::optional<Window> run(TransitionId id, std::int64_t shortest) {
        const Transition& rule = step_.model.transitions[id];
        const std::size_t before = asked();
        for (std::uint32_t i = 0; i < rule.limbs.size(); ++i) {
            if (rule.limbs[i].kind != LimbKind::condition) limb(rule, i);
        }
        deadlines(rule.owner);
        if (!impossible_) measure(shortest);
        if (impossible_ || step_.reader.impossible() || step_.now().zone.empty()) return std::nullopt;
        window_.asks_data = asked() - before > asked_;
        window_.certain = window_.certain && !step_.reader.inexact() && !step_.reader.failed() && step_.reader.absent_reads().empty();
        window_.at = std::move(step_.now());
        return std::move(window_);
    }

private:
    [[nodiscard]] std::size_t asked() const {
        WayList way;
        choices_.taken(way);
        return way.size();
    }
    void limb(const Transition& rule, std::uint32_t index) {
        const semantics::Limb& limb = rule.limbs[index];
        if (moves(rule.owner, limb.instant)) {
            window_.certain = false;
            return;
        }
        const Moment at = moment(limb.instant);
        if (limb.kind == LimbKind::until) {
            if (!earlier(at, window_.ends)) return;
            window_.ends = at;
            window_.until = index;
        } else if (at.kind == Moment::Kind::never) {
            window_.certain = false;   // what it waits for may still happen while the state stands
        } else {
            Moment opens = at;   // a `from` is the last instant at which the window is shut
            opens.offset += at.kind == Moment::Kind::point ? 1 : 0;
            if (!earlier(window_.begins, opens)) return;
            window_.begins = opens;
            window_.from = index;
        }
    }

    // Those of the state and of the states around it that have not fired yet.
    void deadlines(StateId owner) {
        for (StateId at = owner; at.valid(); at = step_.model.states[at].parent) {
            for (const DeadlineId id : step_.model.states[at].deadlines) {
                if (!ends_stay(step_.model, id, owner) || step_.is_done(done_key(id))) continue;
                const ExprId due = step_.model.deadlines[id].due;
                if (moves(at, due)) {
                    window_.certain = false;
                    continue;
                }
                const Moment ends = moment(due);
                if (!earlier(ends, window_.ends)) continue;
                window_.ends = ends;
                window_.ended_by = id;
                window_.until.reset();
            }
        }
    }

    void measure(std::int64_t shortest) {
        const Moment first{Moment::Kind::point, 0, 0};
        window_.empty = earlier(window_.ends, window_.begins);
        if (window_.empty) {
            window_.until_passed = window_.until && earlier(window_.ends, first);
        } else if (shortest > 0) {
            // Its first instant is one behind what it is counted from.
            Moment least = window_.from ? window_.begins : Moment{Moment::Kind::point, 0, step_.reader.offset()};
            least.offset += shortest - (window_.from ? 1 : 0);
            window_.shorter = least.kind == Moment::Kind::point && earlier(window_.ends, least);
        }
    }

    // The instant may change while the state stands.
    [[nodiscard]] bool moves(StateId state, ExprId instant) const {
        if (step_.slots.latch(state, instant)) return true;
        bool unknown = false;   // what an act at hand carries, what a decision gives, what a `from` may be chosen by later
        walk(step_.model, instant, [&](ExprId, const Expr& e) {
            const bool at_hand = e.kind == ExprKind::now || e.kind == ExprKind::field_at_hand || e.kind == ExprKind::party_at_hand;
            const bool chosen = e.kind == ExprKind::record || e.kind == ExprKind::in_state || e.kind == ExprKind::has_passed;
            unknown = unknown || at_hand || chosen || (e.kind == ExprKind::decision_result && is_instant(e.type));
        });
        return unknown;
    }

    // The reader would note the comparisons of an earlier or later of two instants, for the search to tell situations apart by: here they
    // are asked once and decided by the situation alone.
    Moment moment(ExprId id) {
        const Expr& e = step_.model.exprs[id];
        if (e.kind == ExprKind::just_before) {
            Moment made = moment(e.children[0]);
            --made.offset;
            return made;
        }
        if (e.kind == ExprKind::choose) {
            for (std::size_t i = 0; i + 1 < e.children.size(); i += 2) {
                if (step_.reader.truth(e.children[i])) return moment(e.children[i + 1]);
            }
            return e.children.size() % 2 == 1 ? moment(e.children.back()) : Moment{Moment::Kind::absent};
        }
        if (e.kind != ExprKind::smaller && e.kind != ExprKind::larger) return step_.reader.moment(id);
        Moment best = moment(e.children[0]);
        for (std::size_t i = 1; i < e.children.size(); ++i) {
            const Moment other = moment(e.children[i]);
            if (e.kind == ExprKind::smaller ? earlier(other, best) : earlier(best, other)) best = other;
        }
        return best;
    }

    bool earlier(const Moment& a, const Moment& b) {
        if (a.kind == Moment::Kind::never || b.kind == Moment::Kind::absent) return false;
        if (b.kind == Moment::Kind::never || a.kind == Moment::Kind::absent) return true;
        const std::int64_t bound = b.offset - a.offset - 1;
        if (a.point == b.point) return bound >= 0;
        DifferenceBounds& zone = step_.now().zone;
        if (zone.upper(a.point, b.point) <= bound) return true;
        const std::int64_t back = zone.upper(b.point, a.point);
        if (back != DifferenceBounds::unbounded && back < -bound) return false;
        const bool yes = choices_.pick(2) == 0;
        ++asked_;
        const Slots::Order made = yes ? Slots::Order{a.point, b.point, bound} : Slots::Order{b.point, a.point, -bound - 1};
        window_.asked.push_back(made);
        if (!zone.tighten(made.x, made.y, made.bound)) impossible_ = true;
        return yes;
    }

    Successor made_;
    StepRun step_;
    Choices& choices_;
    Window window_;
    std::size_t asked_ = 0;
    bool impossible_ = false;
};

}  // namespace

bool ends_stay(const Model& model, DeadlineId deadline, StateId state) {
    bool always = false;
    for (const TransitionId id : model.deadlines[deadline].transitions) {
        const Transition& rule = model.transitions[id];
        const bool leaves = rule.target_kind == TargetKind::move && (!graph::lies_in(model, rule.target, state) || rule.target == state);
        if (!leaves) return false;
        always = always || rule.otherwise || rule.limbs.empty();
    }
    return always;
}

std::vector<Window> windows_on_entering(const Steps& steps, const Situation& at, std::int64_t entered, TransitionId rule, std::int64_t shortest) {
    std::vector<Window> all;
    Choices choices;
    do {
        choices.rewind();
        if (auto window = WindowRun(steps, at, entered, choices).run(rule, shortest)) all.push_back(std::move(*window));
    } while (choices.advance());
    return all;
}

}  // namespace recourse::explore
