#include "compiler/scenarios/fact_conditions.h"

#include <algorithm>

namespace recourse::scenarios {

using namespace semantics;

namespace {

class Evaluation {
public:
    Evaluation(const Model& model, const CaseFacts& facts) : model_(model), facts_(facts) {}

    // Nothing when it cannot be computed. An absent value is one whose number is `absent`.
    std::optional<KeptValue> value(ExprId id) const {
        const Expr& e = model_.exprs[id];
        switch (e.kind) {
            case ExprKind::constant: return KeptValue{e.number, {}};
            case ExprKind::text_literal: return KeptValue{0, e.text};
            case ExprKind::never: return KeptValue{never, {}};
            case ExprKind::opening: return KeptValue{facts_.opening, {}};
            case ExprKind::fact: return fact(e.fact);
            case ExprKind::equal:
            case ExprKind::not_equal:
            case ExprKind::less:
            case ExprKind::at_most:
            case ExprKind::greater:
            case ExprKind::at_least: return compared(e);
            case ExprKind::logical_and:
            case ExprKind::logical_or: return joined(e);
            case ExprKind::logical_not: return negated(e);
            case ExprKind::is_set: return is_set(e);
            case ExprKind::has_member: return has_member(e);
            case ExprKind::add:
            case ExprKind::subtract: return computed(e);
            default: return std::nullopt;
        }
    }

private:
    static KeptValue truth(bool of) { return {of ? 1 : 0, {}}; }

    std::optional<KeptValue> fact(FactId id) const {
        const auto& declared = model_.cases[facts_.of].facts;
        const auto at = std::find(declared.begin(), declared.end(), id);
        const auto index = static_cast<std::size_t>(at - declared.begin());
        if (index >= facts_.values.size()) return std::nullopt;
        return facts_.values[index];
    }

    // A value that is there.
    std::optional<KeptValue> present(ExprId id) const {
        const auto found = value(id);
        return found && found->number == absent ? std::nullopt : found;
    }

    std::optional<KeptValue> compared(const Expr& e) const {
        const auto a = present(e.children[0]), b = present(e.children[1]);
        if (!a || !b) return std::nullopt;
        const bool same = a->number == b->number && a->text == b->text;
        switch (e.kind) {
            case ExprKind::equal: return truth(same);
            case ExprKind::not_equal: return truth(!same);
            case ExprKind::less: return truth(a->number < b->number);
            case ExprKind::at_most: return truth(a->number <= b->number);
            case ExprKind::greater: return truth(a->number > b->number);
            default: return truth(a->number >= b->number);
        }
    }

    // From left to right, no further than it takes.
    std::optional<KeptValue> joined(const Expr& e) const {
        const bool deciding = e.kind == ExprKind::logical_or;
        for (const ExprId child : e.children) {
            const auto one = present(child);
            if (!one || (one->number != 0) == deciding) return one;
        }
        return truth(!deciding);
    }

    std::optional<KeptValue> negated(const Expr& e) const {
        const auto one = present(e.children[0]);
        return one ? std::optional(truth(one->number == 0)) : std::nullopt;
    }

    std::optional<KeptValue> is_set(const Expr& e) const {
        const auto one = value(e.children[0]);
        return one ? std::optional(truth(one->number != absent)) : std::nullopt;
    }

    std::optional<KeptValue> has_member(const Expr& e) const {
        const auto set = present(e.children[0]), member = present(e.children[1]);
        if (!set || !member || member->number < 0 || member->number > 62) return std::nullopt;
        return truth((set->number >> member->number & 1) != 0);
    }

    std::optional<KeptValue> computed(const Expr& e) const {
        std::optional<KeptValue> sum = present(e.children[0]);
        for (std::size_t i = 1; i < e.children.size() && sum; ++i) {
            const auto next = present(e.children[i]);
            std::int64_t result = 0;
            if (!next) return std::nullopt;
            const bool over = e.kind == ExprKind::add ? __builtin_add_overflow(sum->number, next->number, &result)
                                                      : __builtin_sub_overflow(sum->number, next->number, &result);
            sum = over ? std::nullopt : std::optional(KeptValue{result, {}});
        }
        return sum;
    }

    const Model& model_;
    const CaseFacts& facts_;
};

bool is_known_kind(const Expr& e) {
    switch (e.kind) {
        case ExprKind::constant:
        case ExprKind::text_literal:
        case ExprKind::never:
        case ExprKind::opening:
        case ExprKind::fact:
        case ExprKind::equal:
        case ExprKind::not_equal:
        case ExprKind::less:
        case ExprKind::at_most:
        case ExprKind::greater:
        case ExprKind::at_least:
        case ExprKind::logical_and:
        case ExprKind::logical_or:
        case ExprKind::logical_not:
        case ExprKind::is_set:
        case ExprKind::has_member:
        case ExprKind::add:
        case ExprKind::subtract: return true;
        default: return false;
    }
}

}  // namespace

bool reads_facts_alone(const Model& model, ExprId condition) {
    const Expr& e = model.exprs[condition];
    if (e.kind == ExprKind::is_set && model.exprs[e.children[0]].kind == ExprKind::fact) return true;
    // What a rule makes of an absent value is the runtime's affair.
    if (e.kind == ExprKind::fact && e.type.optional) return false;
    return is_known_kind(e) && std::all_of(e.children.begin(), e.children.end(), [&](ExprId child) { return reads_facts_alone(model, child); });
}

bool holds(const Model& model, ExprId condition, const CaseFacts& facts) {
    const auto found = Evaluation(model, facts).value(condition);
    return found && found->number == 1;
}

}  // namespace recourse::scenarios
