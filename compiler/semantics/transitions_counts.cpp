// Counts on the paths of deadlines. How high a record can be in a state is bounded from above by what the rules on the way there
// count, limbs that compare the record with a constant taken into account.
#include <algorithm>

#include "compiler/semantics/transitions.h"

namespace recourse::semantics {

namespace {

ExprKind turned_round(ExprKind kind) {
    switch (kind) {
        case ExprKind::greater: return ExprKind::less;
        case ExprKind::at_least: return ExprKind::at_most;
        case ExprKind::less: return ExprKind::greater;
        case ExprKind::at_most: return ExprKind::at_least;
        default: return kind;
    }
}

ExprKind opposite(ExprKind kind) {
    switch (kind) {
        case ExprKind::greater: return ExprKind::at_most;
        case ExprKind::at_least: return ExprKind::less;
        case ExprKind::less: return ExprKind::at_least;
        case ExprKind::at_most: return ExprKind::greater;
        case ExprKind::equal: return ExprKind::not_equal;
        case ExprKind::not_equal: return ExprKind::equal;
        default: return ExprKind::constant;   // bounds nothing
    }
}

// The highest value that a condition lets a record have, when it compares the record with a constant.
std::optional<std::int64_t> ceiling(const Model& model, ExprId condition, RecordId record) {
    const Expr* test = &model.exprs[condition];
    const bool negated = test->kind == ExprKind::logical_not && test->children.size() == 1;
    if (negated) test = &model.exprs[test->children.front()];
    if (test->children.size() != 2) return std::nullopt;
    const Expr* left = &model.exprs[test->children[0]];
    const Expr* right = &model.exprs[test->children[1]];
    ExprKind kind = negated ? opposite(test->kind) : test->kind;
    if (left->kind == ExprKind::constant) {
        std::swap(left, right);
        kind = turned_round(kind);
    }
    if (left->kind != ExprKind::record || left->record != record || right->kind != ExprKind::constant) return std::nullopt;
    if (kind == ExprKind::less) return right->number - 1;
    if (kind == ExprKind::at_most || kind == ExprKind::equal) return right->number;
    if (kind == ExprKind::not_equal && right->number == model.records[record].high) return right->number - 1;
    return std::nullopt;
}

class Heights {
public:
    Heights(const Model& model, CaseId of, RecordId record) : model_(model), record_(record), high_(model.records[record].high) {
        for (const TransitionId id : model.transitions.ids()) {
            if (model.transitions[id].of == of && model.transitions[id].owner.valid()) transitions_.push_back(id);
        }
        measure(of);
    }
    // The highest value before and after the transition, and whether a count can find no room.
    struct Step { std::int64_t after; bool overflows; };
    [[nodiscard]] Step step(const Transition& transition, std::int64_t before) const {
        for (const Limb& limb : transition.limbs) {
            if (!limb.condition.valid()) continue;
            if (const auto bound = ceiling(model_, limb.condition, record_)) before = std::min(before, *bound);
        }
        std::int64_t value = before;
        bool overflows = false;
        for (const Action& action : transition.actions) {
            if (action.record != record_) continue;
            if (action.kind == ActionKind::set) value = std::min(high_, model_.exprs[action.value].type.high);
            if (action.kind != ActionKind::count) continue;
            overflows = overflows || value >= high_;
            value = std::min(value + 1, high_);
        }
        return {value, overflows};
    }
    [[nodiscard]] bool may_overflow(const Transition& transition) const {
        const auto leaves = leaves_of(transition.owner);
        return std::any_of(leaves.begin(), leaves.end(), [&](StateId leaf) {
            return at_[leaf.index()] && step(transition, *at_[leaf.index()]).overflows;
        });
    }

private:
    const Model& model_;
    RecordId record_;
    std::int64_t high_;
    std::vector<TransitionId> transitions_;
    std::vector<std::optional<std::int64_t>> at_;   // by state: of the leaves that can be entered

    [[nodiscard]] std::vector<StateId> leaves_of(StateId state) const {
        std::vector<StateId> leaves;
        for (const StateId child : model_.states[state].children) {
            const auto more = leaves_of(child);
            leaves.insert(leaves.end(), more.begin(), more.end());
        }
        if (leaves.empty()) leaves.push_back(state);
        return leaves;
    }
    [[nodiscard]] bool writes(const Transition& transition) const {
        return std::any_of(transition.actions.begin(), transition.actions.end(),
                           [&](const Action& a) { return a.kind != ActionKind::perform && a.record == record_; });
    }
    // True when that raised it.
    bool raise(StateId state, std::int64_t value) {
        while (state.valid() && model_.states[state].start.valid()) state = model_.states[state].start;
        if (!state.valid()) return false;
        auto& known = at_[state.index()];
        if (known && *known >= value) return false;
        known = value;
        return true;
    }
    // A round raises something by one at least, so there are no more of them than states and steps of the record; a record of more
    // than a thousand steps that still rises then is taken to go to the top.
    void measure(CaseId of) {
        at_.resize(model_.states.size());
        std::set<MachineId> writers;
        for (const TransitionId id : transitions_) {
            if (writes(model_.transitions[id])) writers.insert(model_.states[model_.transitions[id].owner].machine);
        }
        for (const MachineId machine : model_.cases[of].machines) raise(model_.machines[machine].start, model_.records[record_].initial);
        // A record that two machines write can have any value whenever either looks.
        if (writers.size() > 1) {
            for (const StateId id : model_.states.ids()) {
                if (model_.states[id].of == of) raise(id, high_);
            }
            return;
        }
        const std::int64_t steps = std::min<std::int64_t>(high_ - model_.records[record_].low, 1000);
        const std::size_t most = at_.size() * static_cast<std::size_t>(steps + 1);
        std::vector<std::vector<StateId>> leaves;
        for (const TransitionId id : transitions_) leaves.push_back(leaves_of(model_.transitions[id].owner));
        std::size_t rounds = 0;
        for (bool changed = true; changed;) {
            changed = false;
            const bool ring = ++rounds > most;
            for (std::size_t i = 0; i < transitions_.size(); ++i) changed = spread(model_.transitions[transitions_[i]], leaves[i], ring) || changed;
        }
    }
    bool spread(const Transition& transition, const std::vector<StateId>& leaves, bool ring) {
        bool changed = false;
        for (const StateId leaf : leaves) {
            if (!at_[leaf.index()]) continue;
            const std::int64_t after = step(transition, *at_[leaf.index()]).after;
            StateId target = transition.target_kind == TargetKind::move ? transition.target : leaf;
            while (model_.states[target].start.valid()) target = model_.states[target].start;
            const auto& before = at_[target.index()];
            changed = raise(target, ring && before && after > *before ? high_ : after) || changed;
        }
        return changed;
    }
};

}  // namespace

void check_counts(Analyser& analyser, CaseEntry& entry) {
    const Model& model = analyser.model;
    std::map<RecordId, Heights> heights;
    for (const TransitionId id : model.transitions.ids()) {
        const Transition& transition = model.transitions[id];
        if (transition.of != entry.id || transition.trigger == Trigger::event || !transition.owner.valid()) continue;
        std::set<RecordId> said;
        for (const Action& action : transition.actions) {
            if (action.kind != ActionKind::count || !said.insert(action.record).second) continue;
            const auto [at, fresh] = heights.try_emplace(action.record, model, entry.id, action.record);
            if (!at->second.may_overflow(transition)) continue;
            const Record& record = model.records[action.record];
            const std::string bare = record.name.substr(record.name.rfind('.') + 1);
            auto& diagnostic = sink_of(analyser, entry, transition.owner)
                                   .error("count-on-deadline", action.span,
                                          "`" + bare + "` may already be at " + std::to_string(record.high) + " when this happens by itself",
                                          "add `if " + bare + " < " + std::to_string(record.high) + "` and say what happens otherwise");
            diagnostic.why = "nobody is there to be refused, so the case would be stuck";
            diagnostic.labels.push_back({record.span, "declared here"});
        }
    }
}

}  // namespace recourse::semantics
