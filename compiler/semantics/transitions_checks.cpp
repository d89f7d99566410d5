#include "compiler/semantics/transitions.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

diagnostics::Sink& sink_of(const Analyser& analyser, const CaseEntry& entry, StateId state) {
    return state.valid() ? *analyser.states[state.index()].sources.back().body->sink : *entry.body->sink;
}

// The transitions that compete with `id`: of the same state, on the same event, or all of its deadlines, or of its `when`s.
std::vector<TransitionId> rivals(const Model& model, TransitionId id) {
    const Transition& transition = model.transitions[id];
    std::vector<TransitionId> all;
    if (!transition.owner.valid()) return model.cases[transition.of].refusals;
    const State& state = model.states[transition.owner];
    if (transition.trigger == Trigger::event) {
        for (const TransitionId other : state.on) {
            if (model.transitions[other].event == transition.event) all.push_back(other);
        }
    } else if (transition.trigger == Trigger::deadline) {
        for (const DeadlineId deadline : state.deadlines) {
            const auto& more = model.deadlines[deadline].transitions;
            all.insert(all.end(), more.begin(), more.end());
        }
    } else {
        for (const WhenId when : state.whens) {
            const auto& more = model.whens[when].transitions;
            all.insert(all.end(), more.begin(), more.end());
        }
    }
    return all;
}

void check_wins_over(Analyser& analyser, const CaseEntry& entry, TransitionId id) {
    const Model& model = analyser.model;
    const Transition& transition = model.transitions[id];
    std::vector<std::string> reasons;
    for (const TransitionId other : rivals(model, id)) {
        const std::string& reason = model.transitions[other].text.reason;
        if (model.transitions[other].rule != transition.rule && !reason.empty()) reasons.push_back(reason);
    }
    for (const std::string& beaten : transition.wins_over) {
        if (std::find(reasons.begin(), reasons.end(), beaten) != reasons.end()) continue;
        Diagnostic& diagnostic = sink_of(analyser, entry, transition.owner).error(
            "unknown-reason", transition.span, "no other rule here goes by `as " + beaten + "`, so there is nothing to win over");
        const auto near = diagnostics::nearest(beaten, reasons);
        diagnostic.hint = near ? "did you mean `" + *near + "`?" : "give the other rule a reason with `as`; it must be of the same state and event";
    }
}

// `outside` needs a state around that answers the event.
void check_outside(Analyser& analyser, const CaseEntry& entry, TransitionId id) {
    const Model& model = analyser.model;
    const Transition& transition = model.transitions[id];
    if (transition.target_kind != TargetKind::outside) return;
    for (StateId at = model.states[transition.owner].parent; at.valid(); at = model.states[at].parent) {
        for (const TransitionId other : model.states[at].on) {
            if (model.transitions[other].event == transition.event) return;
        }
    }
    sink_of(analyser, entry, transition.owner)
        .error("outside-nobody", transition.span, "no state around this one has a rule for `" + model.events[transition.event].name + "`",
               "say what happens here, or add the rule to the state around");
}

// The highest value that a limb lets a record have, when it compares the record with a constant.
std::optional<std::int64_t> ceiling(const Model& model, ExprId limb, RecordId record, std::int64_t high) {
    const Expr& test = model.exprs[limb];
    if (test.children.size() != 2) return std::nullopt;
    const Expr* left = &model.exprs[test.children[0]];
    const Expr* right = &model.exprs[test.children[1]];
    ExprKind kind = test.kind;
    if (left->kind == ExprKind::constant) {
        std::swap(left, right);
        kind = kind == ExprKind::greater ? ExprKind::less : kind == ExprKind::at_least ? ExprKind::at_most
             : kind == ExprKind::equal || kind == ExprKind::not_equal                   ? kind : ExprKind::constant;
    }
    if (left->kind != ExprKind::record || left->record != record || right->kind != ExprKind::constant) return std::nullopt;
    if (kind == ExprKind::less) return right->number - 1;
    if (kind == ExprKind::at_most || kind == ExprKind::equal) return right->number;
    if (kind == ExprKind::not_equal && right->number == high) return high - 1;
    return std::nullopt;
}

// A negated comparison bounds as well: `unless r = 3`, `unless r >= 3`.
std::optional<std::int64_t> ceiling_of_limb(const Model& model, ExprId limb, RecordId record, std::int64_t high) {
    const Expr& test = model.exprs[limb];
    if (test.kind != ExprKind::logical_not || test.children.size() != 1) return ceiling(model, limb, record, high);
    const Expr& inner = model.exprs[test.children.front()];
    if (inner.children.size() != 2) return std::nullopt;
    const Expr& left = model.exprs[inner.children[0]];
    const Expr& right = model.exprs[inner.children[1]];
    if (left.kind != ExprKind::record || left.record != record || right.kind != ExprKind::constant) return std::nullopt;
    if (inner.kind == ExprKind::at_least) return right.number - 1;
    if (inner.kind == ExprKind::greater) return right.number;
    if (inner.kind == ExprKind::equal && right.number == high) return high - 1;
    return std::nullopt;
}

// Law 9: on a deadline's path nobody is there to be refused, so a count must be known to have room.
void check_counts(Analyser& analyser, const CaseEntry& entry, TransitionId id) {
    const Model& model = analyser.model;
    const Transition& transition = model.transitions[id];
    if (transition.trigger == Trigger::event) return;
    std::map<RecordId, std::int64_t> counted;
    for (const Action& action : transition.actions) {
        if (action.kind == ActionKind::set) counted.erase(action.record);   // its bounds are the expression's
        if (action.kind != ActionKind::count) continue;
        const std::int64_t times = ++counted[action.record];
        const Record& record = model.records[action.record];
        std::int64_t highest = record.high;
        for (const Limb& limb : transition.limbs) {
            if (!limb.condition.valid()) continue;
            if (const auto bound = ceiling_of_limb(model, limb.condition, action.record, record.high)) highest = std::min(highest, *bound);
        }
        if (highest <= record.high - times) continue;
        Diagnostic& diagnostic = sink_of(analyser, entry, transition.owner).error(
            "count-on-deadline", action.span, "`" + record.name + "` may already be at " + std::to_string(record.high) + " when this happens by itself",
            "add `if " + record.name + " < " + std::to_string(record.high - times + 1) + "` and say with `otherwise` what happens then");
        diagnostic.why = "nobody is there to be refused, so the case would be stuck";
        diagnostic.labels.push_back({record.span, "declared here"});
    }
}

}  // namespace

void check_rules(Analyser& analyser, CaseEntry& entry) {
    for (const TransitionId id : analyser.model.transitions.ids()) {
        if (analyser.model.transitions[id].of != entry.id) continue;
        check_wins_over(analyser, entry, id);
        check_outside(analyser, entry, id);
        check_counts(analyser, entry, id);
    }
}

}  // namespace recourse::semantics
