#include <set>

#include <fmt/format.h>

#include "compiler/checks/support.h"
#include "compiler/semantics/types.h"

namespace recourse::checks {

namespace {

using semantics::Action;
using semantics::ActionKind;
using semantics::Decision;
using semantics::Expr;
using semantics::ExprKind;
using semantics::RecordId;
using semantics::Trigger;
using semantics::Type;

// What a value computed on the way of a deadline is for.
struct Receiver {
    std::string name;   // "`amount` of `pay`"
    Type type;
    Span declared;
};

// "at least 0.00 CNY and at most 1000.00 CNY"; a side that nothing bounds is left out.
std::string bounds_in_words(const Type& type) {
    std::string words;
    if (type.low > semantics::least_number) words = fmt::format("at least {}", semantics::number_text(type, type.low));
    if (type.high >= semantics::most_number) return words;
    return words + (words.empty() ? "" : " and ") + fmt::format("at most {}", semantics::number_text(type, type.high));
}

class Values {
public:
    Values(const CheckInput& input, Sink& sink) : input_(input), model_(input.model), sink_(sink) {}

    // A rule that fires by itself: what it computes, and the entry of the states that it leads to.
    void check(const Transition& rule) {
        rule_ = &rule;
        written_.clear();
        for (const Action& action : rule.actions) {
            if (action.kind != ActionKind::perform) written_.insert(action.record);
        }
        if (rule.trigger == Trigger::deadline) decisions(model_.deadlines[rule.deadline].due);
        for (const semantics::Limb& limb : rule.limbs) decisions(limb.kind == semantics::LimbKind::condition ? limb.condition : limb.instant);
        for (const Action& action : rule.actions) check(action);
        if (rule.target_kind != semantics::TargetKind::move) return;
        for (StateId at = graph::entry_leaf(model_, rule.target); at.valid(); at = model_.states[at].parent) {
            const bool stands = at != rule.target && graph::lies_in(model_, rule.target, at) && graph::lies_in(model_, rule.owner, at);
            if (stands) continue;
            for (const Action& action : model_.states[at].entry) check(action);
        }
    }

private:
    void check(const Action& action) {
        if (action.kind == ActionKind::set && !model_.records[action.record].instant) {
            const semantics::Record& record = model_.records[action.record];
            Type type = semantics::number_type(semantics::TypeKind::integer, record.low, record.high);
            // All right-hand sides are read before anything is written.
            flow(action.value, {fmt::format("`{}`", record.name), type, record.span}, false);
        }
        if (action.kind != ActionKind::perform) return;
        const auto& parameters = model_.effects[action.effect].parameters;
        for (std::size_t i = 0; i < action.arguments.size() && i < parameters.size(); ++i) {
            const std::string name = fmt::format("`{}` of `{}`", parameters[i].name, model_.effects[action.effect].name);
            flow(action.arguments[i], {name, parameters[i].type, parameters[i].span}, true);
        }
    }

    // `after`: read after the rule has written its records, so that its conditions say nothing of those.
    void flow(ExprId value, const Receiver& receiver, bool after) {
        decisions(value);
        bounds(value, receiver, after);
    }

    void decisions(ExprId id) {
        if (!id.valid()) return;
        const Expr& e = model_.exprs[id];
        for (const ExprId child : e.children) decisions(child);
        if (e.kind != ExprKind::decision_result) return;
        const Decision& decision = model_.decisions[e.decision];
        undecided(id, decision);
        for (const semantics::DecisionRow& row : decision.rows) {
            const auto& result = row.results[static_cast<std::size_t>(e.number)];
            if (!result.value.valid()) continue;
            const Type& declared = decision.results[static_cast<std::size_t>(e.number)].type;
            if (within(model_.exprs[result.value].type, declared)) continue;
            bounds(id, {fmt::format("the result of `{}`", decision.name), declared, decision.span}, true);
            return;
        }
    }

    // Of each decision the rows are judged once: what no row answers, or one leaves open.
    void undecided(ExprId id, const Decision& decision) {
        const Expr& e = model_.exprs[id];
        bool open = false;
        for (const semantics::DecisionRow& row : decision.rows) open = open || row.results[static_cast<std::size_t>(e.number)].undecided;
        if (!open) open = has_hole(e.decision, decision);
        const Span place = own_place(model_, rule_->owner, e.span);
        if (!open || !said_.insert(place).second) return;
        Diagnostic& finding = report(sink_, "undecided-on-deadline", place,
                                     fmt::format("`{}` may be undecided, and it is asked when nobody acts", decision.name),
                                     "ask it in a rule on somebody's act, or give it rows for everything");
        finding.why = "nobody is there to be told, so the case would be stuck";
        finding.labels.push_back({own_place(model_, rule_->owner, decision.span), "the text leaves something open here"});
    }

    bool has_hole(semantics::DecisionId id, const Decision& decision) {
        Guards guards(model_, input_.times, {Trigger::event, {}, {}, id});
        std::vector<FormulaId> none;
        for (const semantics::DecisionRow& row : decision.rows) none.push_back(guards.opposite(guards.row(row)));
        return !guards.can_hold(guards.all(std::move(none))).no();
    }

    static bool within(const Type& is, const Type& wanted) {
        if (!semantics::is_number(is.kind) || !semantics::is_number(wanted.kind) || is.divisor != 1) return true;
        return is.low >= wanted.low && is.high <= wanted.high;
    }

    bool reads_written(ExprId id) const {
        const Expr& e = model_.exprs[id];
        if (e.kind == ExprKind::record && written_.contains(e.record)) return true;
        for (const ExprId child : e.children) {
            if (reads_written(child)) return true;
        }
        return false;
    }

    void bounds(ExprId value, const Receiver& receiver, bool after) {
        const Expr& e = model_.exprs[value];
        if (e.kind != ExprKind::decision_result && within(e.type, receiver.type)) return;
        Guards guards(model_, input_.times, place_of(model_, *rule_));
        std::vector<FormulaId> parts{guards.outside(value, receiver.type.low, receiver.type.high)};
        if (!after || !reads_written(value)) parts.push_back(enabled(guards, model_, rivals(), id_of_rule()));
        const Answer answer = guards.can_hold(guards.all(std::move(parts)));
        if (answer.no()) return;
        const Span place = own_place(model_, rule_->owner, e.span);
        if (!said_.insert(place).second) return;
        if (answer.undecided()) {
            report_undecided(sink_, place, fmt::format("whether this stays within the bounds of {}", receiver.name), answer.obstacle);
            return;
        }
        say(place, receiver, answer);
    }

    void say(Span place, const Receiver& receiver, const Answer& answer) {
        Diagnostic& finding = report(sink_, "value-out-of-bounds", place,
                                     fmt::format("this can leave the bounds of {}: {}", receiver.name, bounds_in_words(receiver.type)),
                                     "add a condition that keeps it inside, or bound it: `the larger of …`, `the smaller of …`");
        finding.why = "it happens by itself: nobody is there to be refused, so the case would be stuck";
        finding.witness = answer.witness;
        if (receiver.declared.valid() && is_own(model_, receiver.declared)) finding.labels.push_back({receiver.declared, "declared here"});
    }

    [[nodiscard]] const std::vector<TransitionId>& rivals() const {
        return rule_->trigger == Trigger::deadline ? model_.deadlines[rule_->deadline].transitions : model_.whens[rule_->when].transitions;
    }
    [[nodiscard]] TransitionId id_of_rule() const {
        for (const TransitionId id : rivals()) {
            if (&model_.transitions[id] == rule_) return id;
        }
        return {};
    }

    const CheckInput& input_;
    const Model& model_;
    Sink& sink_;
    const Transition* rule_ = nullptr;
    std::set<RecordId> written_;
    std::set<Span> said_;
};

}  // namespace

void value_out_of_bounds(const CheckInput& input, Sink& sink) {
    Values values(input, sink);
    for (const Transition& rule : input.model.transitions) {
        if (rule.trigger == Trigger::event || !rule.owner.valid() || !input.reached[rule.owner.index()]) continue;
        values.check(rule);
    }
}

}  // namespace recourse::checks
