#include "compiler/checks/smallest_edit.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/explore/order.h"
#include "compiler/explore/words.h"
#include "recourse/time.hpp"

namespace recourse::checks {

namespace {

using semantics::Expr;
using semantics::ExprKind;
using semantics::Limb;
using semantics::LimbKind;

// What may be spent on one finding. A policy whose exploration is large gets fewer tries.
constexpr std::size_t kMostTries = 60, kMostNodes = 60'000;

class Editor {
public:
    Editor(const CheckInput& input, const ExploredCase& explored, const std::vector<TransitionId>& rules, const std::function<bool(const ExploredCase&)>& wanted)
        : model_(input.model), times_(input.times), explored_(explored), rules_(rules), wanted_(wanted) {}

    std::optional<Edit> find() {
        collect();
        std::optional<Edit> best;
        std::int64_t least = 0;
        for (const Written& one : periods_) {
            const std::optional<std::int64_t> count = nearest_count(one);
            if (!count) continue;
            const std::int64_t change = change_of(one.packed, with_count(one.packed, *count));
            if (best && change >= least) continue;   // of two that are alike the rule's own
            least = change;
            best = Edit{one.place, fmt::format("{} were `{}`", in_words(one), words(with_count(one.packed, *count)))};
        }
        if (best) return best;
        for (const bool negated : {false, true}) {
            for (const Span& place : conditions_) {
                if (!works([&](Model& model) { change_condition(model, place, negated); })) continue;
                return Edit{place, negated ? "this condition were turned round" : "this condition were left out"};
            }
        }
        return std::nullopt;
    }

    std::optional<Edit> retarget(StateId to) {
        const auto keeps = [](const std::vector<bool>& before, const std::vector<bool>& after) {
            return std::equal(before.begin(), before.end(), after.begin(), after.end(), [](bool was, bool is) { return is || !was; });
        };
        for (const bool of_one_rule : {true, false}) {   // two ways of one rule are more alike than two rules
            for (const TransitionId id : model_.transitions.ids()) {
                const Transition& rule = model_.transitions[id];
                if (!may_lead_to(id, to) || !has_twin(id, of_one_rule)) continue;
                const bool found = works([&](Model& model) { model.transitions[id].target = to; },
                                         [&](const ExploredCase& made) { return keeps(explored_.states, made.states) && keeps(explored_.transitions, made.transitions); });
                if (!found) continue;
                return Edit{rule.span, fmt::format("{} led to `{}` instead of `{}`", rule_in_words(rule), model_.states[to].name, model_.states[rule.target].name)};
            }
        }
        return std::nullopt;
    }

private:
    // A period as it is written, at one place.
    struct Written {
        Span place;
        std::int64_t packed = 0;
        semantics::NamedId named;   // of a declared one
    };

    // ---- what can be changed ------------------------------------------------------------------------------------------------------

    void collect() {
        for (const TransitionId id : rules_) {
            const Transition& rule = model_.transitions[id];
            for (const Limb& limb : rule.limbs) {
                collect_periods(limb.kind == LimbKind::condition ? limb.condition : limb.instant);
                if (limb.kind == LimbKind::condition && is_own(model_, limb.span)) conditions_.insert(limb.span);
            }
            if (rule.deadline.valid()) collect_periods(model_.deadlines[rule.deadline].due);
            if (!rule.owner.valid()) continue;
            for (StateId state = rule.owner; state.valid(); state = model_.states[state].parent) collect_limits(state);
            collect_inside(rule.owner);
            collect_before(rule.owner);
        }
    }
    // A time limit that leads to the state may come too late.
    void collect_before(StateId state) {
        for (const Transition& rule : model_.transitions) {
            const bool leads = rule.trigger == semantics::Trigger::deadline && rule.target_kind == semantics::TargetKind::move && rule.owner.valid() &&
                               graph::lies_in(model_, graph::entry_leaf(model_, rule.target), state);
            if (leads) collect_periods(model_.deadlines[rule.deadline].due);
        }
    }
    void collect_limits(StateId state) {
        for (const semantics::DeadlineId id : model_.states[state].deadlines) collect_periods(model_.deadlines[id].due);
    }
    // Time limits of inner states cut the stay short as well.
    void collect_inside(StateId state) {
        for (const StateId inner : model_.states[state].children) {
            collect_limits(inner);
            collect_inside(inner);
        }
    }
    void collect_periods(ExprId id) {
        const Expr& e = model_.exprs[id];
        if (e.kind == ExprKind::constant && e.type.kind == semantics::TypeKind::period) {
            const bool declared = e.named.valid() && model_.named[e.named].kind == semantics::NamedKind::period;
            const Written one{declared ? model_.named[e.named].span : e.span, e.number, declared ? e.named : semantics::NamedId()};
            const bool known = std::any_of(periods_.begin(), periods_.end(), [&](const Written& other) { return other.place == one.place; });
            if (!known && is_own(model_, one.place)) periods_.push_back(one);
        }
        for (const ExprId child : e.children) collect_periods(child);
    }

    // ---- periods ----------------------------------------------------------------------------------------------------------------------

    static std::int64_t scale(std::int64_t count, Unit unit) { return unit != Unit::exact ? 1 : count % hour_ms == 0 ? hour_ms : count % minute_ms == 0 ? minute_ms : 1; }
    static std::int64_t unpack_count(std::int64_t packed) {
        const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(packed)});
        return parts.count / scale(parts.count, parts.unit);
    }
    static std::int64_t with_count(std::int64_t packed, std::int64_t count) {
        const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(packed)});
        return static_cast<std::int64_t>(make_period(parts.unit, parts.reading, count * scale(parts.count, parts.unit), parts.rules).bits);
    }
    // In milliseconds, at the longest.
    [[nodiscard]] std::int64_t change_of(std::int64_t from, std::int64_t to) const {
        const std::int64_t apart = times_.after(to).most - times_.after(from).most;
        return apart < 0 ? -apart : apart;
    }
    [[nodiscard]] std::string words(std::int64_t packed) const {
        semantics::Type type;
        type.kind = semantics::TypeKind::period;
        return explore::value_in_words(model_, times_, type, packed);
    }
    [[nodiscard]] std::string in_words(const Written& one) const {
        return one.named.valid() ? fmt::format("`{}`, now `{}`,", model_.named[one.named].name, words(one.packed)) : fmt::format("`{}`", words(one.packed));
    }
    static std::int64_t without_rules(std::int64_t packed) {
        const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(packed)});
        return static_cast<std::int64_t>(make_period(parts.unit, parts.reading, parts.count).bits);
    }
    // All that is read where the period is written: what a name stands for, wherever it is used. A counting regime may give it other rules
    // in another place.
    static bool stands_for(const Expr& e, const Written& one) {
        const bool same = e.kind == ExprKind::constant && without_rules(e.number) == without_rules(one.packed);
        return same && (one.named.valid() ? e.named == one.named : e.span == one.place && !e.named.valid());
    }

    // The count nearest to the present one with which it works: longer and shorter periods by turns, each time twice as far, then the
    // gap to the last that did not work is halved.
    std::optional<std::int64_t> nearest_count(const Written& one) {
        const std::int64_t now = unpack_count(one.packed);
        const auto tried = [&](std::int64_t count) {
            return works([&](Model& model) {
                for (const ExprId id : model.exprs.ids()) {
                    Expr& e = model.exprs[id];
                    if (stands_for(e, one)) e.number = with_count(e.number, count);
                }
            });
        };
        std::int64_t failed_up = now, failed_down = now;
        for (std::int64_t step = 1; step <= now * 4; step *= 2) {
            if (tried(now + step)) return halved(failed_up, now + step, tried);
            failed_up = now + step;
            if (now - step < 1) continue;
            if (tried(now - step)) return halved(failed_down, now - step, tried);
            failed_down = now - step;
        }
        return std::nullopt;
    }
    template <typename Tried>
    static std::int64_t halved(std::int64_t fails, std::int64_t works, const Tried& tried) {
        while (works - fails > 1 || fails - works > 1) {
            const std::int64_t middle = fails + (works - fails) / 2;
            (tried(middle) ? works : fails) = middle;
        }
        return works;
    }

    // ---- conditions -------------------------------------------------------------------------------------------------------------------

    // Written once, a condition may stand in several rules: those of one block share its head's.
    static void change_condition(Model& model, Span place, bool negated) {
        for (const TransitionId id : model.transitions.ids()) {
            std::vector<Limb>& limbs = model.transitions[id].limbs;
            if (!negated) std::erase_if(limbs, [&](const Limb& limb) { return limb.kind == LimbKind::condition && limb.span == place; });
            for (Limb& limb : limbs) {
                if (limb.kind != LimbKind::condition || limb.span != place) continue;
                Expr opposite;
                opposite.kind = ExprKind::logical_not;
                opposite.type = model.exprs[limb.condition].type;
                opposite.span = place;
                opposite.children = {limb.condition};
                limb.condition = model.exprs.add(std::move(opposite));
            }
        }
    }

    // ---- targets ----------------------------------------------------------------------------------------------------------------------

    // Some case takes it, in the same machine, and it is written once.
    [[nodiscard]] bool may_lead_to(TransitionId id, StateId to) const {
        const Transition& rule = model_.transitions[id];
        if (rule.target_kind != semantics::TargetKind::move || !rule.owner.valid() || !explored_.transitions[id.index()] || !is_own(model_, rule.span)) return false;
        if (rule.of != explored_.of || model_.states[rule.target].machine != model_.states[to].machine || rule.target == to) return false;
        return std::count_if(model_.transitions.begin(), model_.transitions.end(), [&](const Transition& other) { return other.span == rule.span; }) == 1;
    }
    // Another way of its state leads to the same place.
    [[nodiscard]] bool has_twin(TransitionId id, bool of_one_rule) const {
        const Transition& rule = model_.transitions[id];
        for (const TransitionId other : model_.transitions.ids()) {
            const Transition& twin = model_.transitions[other];
            const bool same = twin.owner == rule.owner && twin.of == rule.of && twin.target_kind == rule.target_kind && twin.target == rule.target;
            if (other != id && same && (twin.rule == rule.rule) == of_one_rule) return true;
        }
        return false;
    }
    [[nodiscard]] std::string rule_in_words(const Transition& rule) const {
        const std::string& state = model_.states[rule.owner].path;
        if (rule.trigger == semantics::Trigger::event) return fmt::format("{} in `{}`", act_in_words(model_, model_.events[rule.event]), state);
        return fmt::format("{} of `{}`", rule.trigger == semantics::Trigger::deadline ? "the time limit" : "the condition", state);
    }

    // ---- trying -----------------------------------------------------------------------------------------------------------------------

    template <typename Change>
    bool works(const Change& change) { return works(change, [](const ExploredCase&) { return true; }); }
    template <typename Change, typename Also>
    bool works(const Change& change, const Also& also) {
        if (tries_ == kMostTries || nodes_ > kMostNodes) return false;
        ++tries_;
        Model edited = model_;
        change(edited);
        const explore::TimeFacts times(edited);
        explore::Limits limits = explored_.limits;
        limits.most_nodes = std::min<std::size_t>(limits.most_nodes, explored_.found.nodes.size() * 4 + 500);
        const ExploredCase made(edited, times, explored_.of, limits);
        nodes_ += made.found.nodes.size();
        return made.found.exact() && wanted_(made) && also(made);
    }

    const Model& model_;
    const explore::TimeFacts& times_;
    const ExploredCase& explored_;
    const std::vector<TransitionId>& rules_;
    const std::function<bool(const ExploredCase&)>& wanted_;
    std::vector<Written> periods_;   // of the rules themselves first
    std::set<Span> conditions_;
    std::size_t tries_ = 0, nodes_ = 0;
};

}  // namespace

std::optional<Edit> smallest_edit(const CheckInput& input, const ExploredCase& explored, const std::vector<TransitionId>& rules,
                                  const std::function<bool(const ExploredCase&)>& wanted) {
    return Editor(input, explored, rules, wanted).find();
}

std::optional<Edit> other_target(const CheckInput& input, const ExploredCase& explored, StateId state) {
    return Editor(input, explored, {}, [&](const ExploredCase& edited) { return edited.states[state.index()]; }).retarget(state);
}

void show_how_near(const CheckInput& input, const ExploredCase& explored, std::vector<TransitionId> rules, const std::string& effect,
                   const std::function<bool(const ExploredCase&)>& wanted, Diagnostic& finding) {
    const Model& model = input.model;
    std::erase_if(rules, [&](TransitionId id) { return !model.transitions[id].owner.valid() || !explored.states[model.transitions[id].owner.index()]; });
    if (rules.empty()) return;
    const Transition& first = model.transitions[rules.front()];
    if (first.trigger == semantics::Trigger::event) show_nearest_miss(input, explored, first.owner, first.event, finding);
    if (finding.witness.empty()) show_overtaken(input, explored, first.owner, finding);
    show_smallest_edit(input, explored, rules, effect, wanted, finding);
}

void show_smallest_edit(const CheckInput& input, const ExploredCase& explored, const std::vector<TransitionId>& rules, const std::string& effect,
                        const std::function<bool(const ExploredCase&)>& wanted, Diagnostic& finding) {
    // What has a witness is looked at once more, by the shortest ways: then is the time to try.
    if (explored.limits.order == explore::Order::fewest_situations && !finding.witness.empty()) return;
    const std::optional<Edit> edit = smallest_edit(input, explored, rules, wanted);
    if (!edit) return;
    finding.hint += fmt::format("; {} if {}", effect, edit->words);
    finding.labels.push_back({edit->place, fmt::format("{} if {}", effect, edit->words)});
}

}  // namespace recourse::checks
