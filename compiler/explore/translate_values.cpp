// Values: each expression as cases of a condition and a term.
#include <algorithm>

#include "compiler/explore/translate.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::ExprId;
using semantics::ExprKind;
using semantics::TypeKind;

namespace {

constexpr std::size_t kMostCases = 64;
constexpr int kDeepestCalls = 16;
constexpr std::int64_t kAbsent = std::numeric_limits<std::int64_t>::min();

Term special(Term::Kind kind) { return {kind, 0, {}}; }

}  // namespace

Cases Translator::cases(ExprId id, const Call* call) {
    const Expr& e = expr(id);
    switch (e.kind) {
        case ExprKind::constant: return constant(e);
        case ExprKind::text_literal: return {{store_.truth(), number(text_index(e.text))}};
        case ExprKind::absent: return {{store_.truth(), special(Term::Kind::absent)}};
        case ExprKind::never: return {{store_.truth(), special(Term::Kind::never)}};
        case ExprKind::now: return {{store_.truth(), of(now())}};
        case ExprKind::parameter:
            if (call != nullptr) return cases((*call->arguments)[static_cast<std::size_t>(e.number)], call->outer);
            return variable(e, id);
        case ExprKind::fact: case ExprKind::record: case ExprKind::opening: case ExprKind::field_at_hand:
        case ExprKind::party_at_hand: case ExprKind::event_instant: case ExprKind::event_field: case ExprKind::event_party:
        case ExprKind::entered: case ExprKind::state_entry: return variable(e, id);
        case ExprKind::choose: return chosen(e, call);
        case ExprKind::smaller: case ExprKind::larger: return extreme(e, call);
        case ExprKind::decision_result: return decided(e, id, call);
        case ExprKind::add: case ExprKind::subtract: case ExprKind::multiply: case ExprKind::negate:
        case ExprKind::divide: case ExprKind::just_before: return arithmetic(e, id, call);
        case ExprKind::after_period: case ExprKind::before_period: case ExprKind::end_of_day: case ExprKind::start_of_day:
        case ExprKind::end_of_date: case ExprKind::start_of_date: case ExprKind::date_of: case ExprKind::roll:
            return calendar(e, id, call);
        default: break;
    }
    if (e.type.kind == TypeKind::boolean) return two(truth(id, call), number(1), number(0));
    return unknown("an expression that the reasoning does not follow", e, id);
}

FormulaId Translator::outside(ExprId value, std::int64_t low, std::int64_t high) {
    std::vector<FormulaId> parts;
    for (const Case& it : cases(value, nullptr)) {
        if (it.value.kind != Term::Kind::number) continue;
        if (low > -kWide) parts.push_back(store_.all({it.when, store_.compare(it.value, ExprKind::less, number(low))}));
        if (high < kWide) parts.push_back(store_.all({it.when, store_.compare(it.value, ExprKind::greater, number(high))}));
    }
    return store_.any(std::move(parts));
}

Cases Translator::constant(const Expr& e) {
    if (e.number == kAbsent && e.type.optional) return {{store_.truth(), special(Term::Kind::absent)}};
    if (e.number == never && e.type.kind == TypeKind::instant) return {{store_.truth(), special(Term::Kind::never)}};
    return {{store_.truth(), number(e.number)}};
}

Cases Translator::two(FormulaId when, Term yes, Term no) {
    if (when == store_.truth()) return {{when, std::move(yes)}};
    if (when == store_.falsity()) return {{store_.truth(), std::move(no)}};
    return {{when, std::move(yes)}, {store_.opposite(when), std::move(no)}};
}

Cases Translator::variable(const Expr& e, ExprId id) {
    const VariableId value = value_variable(e, id);
    const bool may_never_be = e.kind == ExprKind::event_instant || e.kind == ExprKind::entered ||
                              (e.kind == ExprKind::record && model_.records[e.record].instant);
    if (may_never_be) return two(store_.is(companion(Role::not_yet, value), 1), special(Term::Kind::never), of(value));
    if (e.type.optional) return two(store_.is(companion(Role::absence, value), 1), special(Term::Kind::absent), of(value));
    return {{store_.truth(), of(value)}};
}

// Cases with one value become one case.
Cases Translator::merged(Cases all) {
    Cases result;
    for (Case& it : all) {
        if (it.when == store_.falsity()) continue;
        const auto same = std::find_if(result.begin(), result.end(), [&](const Case& other) { return other.value == it.value; });
        if (same == result.end()) {
            result.push_back(std::move(it));
        } else {
            same->when = store_.any({same->when, it.when});
        }
    }
    return result;
}

Cases Translator::chosen(const Expr& e, const Call* call) {
    Cases all;
    FormulaId rest = store_.truth();
    for (std::size_t i = 0; i < e.children.size(); i += 2) {
        const bool last = i + 1 == e.children.size();
        const FormulaId here = last ? store_.truth() : truth(e.children[i], call);
        for (Case& it : cases(e.children[last ? i : i + 1], call)) {
            all.push_back({store_.all({rest, here, it.when}), std::move(it.value)});
        }
        rest = store_.all({rest, store_.opposite(here)});
    }
    return merged(std::move(all));
}

Cases Translator::paired(const Cases& a, const Cases& b, const Combine& combine) {
    Cases all;
    for (const Case& x : a) {
        for (const Case& y : b) {
            const FormulaId when = store_.all({x.when, y.when});
            if (when == store_.falsity()) continue;
            for (Case& it : combine(x.value, y.value)) all.push_back({store_.all({when, it.when}), std::move(it.value)});
        }
    }
    return merged(std::move(all));
}

// The smaller or larger of two and more; `never` is later than everything.
Cases Translator::extreme(const Expr& e, const Call* call) {
    const ExprKind first_wins = e.kind == ExprKind::smaller ? ExprKind::at_most : ExprKind::at_least;
    Cases result = cases(e.children[0], call);
    for (std::size_t i = 1; i < e.children.size(); ++i) {
        result = paired(result, cases(e.children[i], call), [&](const Term& x, const Term& y) {
            return two(store_.compare(x, first_wins, y), x, y);
        });
        if (result.size() > kMostCases) return unknown("a choice among too many values", e, e.children[0]);
    }
    return result;
}

// The rows of a decision in their order: the first that holds gives the value.
Cases Translator::decided(const Expr& e, ExprId id, const Call* call) {
    const semantics::Decision& decision = model_.decisions[e.decision];
    const int depth = call == nullptr ? 1 : call->depth + 1;
    if (depth > kDeepestCalls) return unknown("decisions that ask decisions, too deep", e, id);
    const Call inner{&e.children, call, depth};
    Cases all;
    FormulaId rest = store_.truth();
    for (const std::uint32_t index : decision.order) {
        const semantics::DecisionRow& row = decision.rows[index];
        const FormulaId here = row.condition.valid() ? truth(row.condition, &inner) : store_.truth();
        const FormulaId when = store_.all({rest, here});
        rest = store_.all({rest, store_.opposite(here)});
        if (when == store_.falsity()) continue;
        const auto& result = row.results[static_cast<std::size_t>(e.number)];
        Cases values = result.undecided || result.up_to || !result.value.valid()
                           ? unknown("a result of `" + decision.name + "` that the text leaves open", e, id)
                           : cases(result.value, &inner);
        for (Case& it : values) all.push_back({store_.all({when, it.when}), std::move(it.value)});
    }
    if (rest != store_.falsity()) {
        for (Case& it : unknown("a value for which `" + decision.name + "` has no row", e, id)) all.push_back({rest, it.value});
    }
    all = merged(std::move(all));
    return all.size() > kMostCases ? unknown("a decision with too many different results", e, id) : all;
}

Cases Translator::unknown(const std::string& why, const Expr& e, ExprId id) {
    Variable made;
    made.role = Role::unknown;
    made.type = e.type;
    made.source = id;
    made.name = why;
    bound_by_type(made);
    const FormulaStore::Key key{static_cast<std::int64_t>(Role::unknown), id.value, static_cast<std::int64_t>(store_.variable_count())};
    return {{store_.truth(), of(store_.variable(key, std::move(made)))}};
}

// ---- Arithmetic ------------------------------------------------------------------------------------------------------------------

Cases Translator::arithmetic(const Expr& e, ExprId id, const Call* call) {
    const auto scaled = [](Term term, std::int64_t factor, std::int64_t offset) {
        if (term.kind != Term::Kind::number) return term;
        term.offset = term.offset * factor + offset;
        for (Part& part : term.parts) part.factor *= factor;
        return term;
    };
    Cases result = cases(e.children[0], call);
    if (e.kind == ExprKind::negate || e.kind == ExprKind::just_before) {
        for (Case& it : result) it.value = e.kind == ExprKind::negate ? scaled(it.value, -1, 0) : scaled(it.value, 1, -1);
        return result;
    }
    if (e.kind == ExprKind::divide && e.children.size() > 1) return unknown("a quotient by a number that varies", e, id);
    if (e.kind == ExprKind::divide) {
        for (Case& it : result) it.value = quotient(it.value, e, id);
        return result;
    }
    for (std::size_t i = 1; i < e.children.size(); ++i) {
        result = paired(result, cases(e.children[i], call), [&](const Term& x, const Term& y) -> Cases {
            if (x.kind != Term::Kind::number) return {{store_.truth(), x}};   // absent and never stay what they are
            if (y.kind != Term::Kind::number) return {{store_.truth(), y}};
            if (e.kind == ExprKind::multiply) return {{store_.truth(), product(x, y, e, id)}};
            Term sum = scaled(y, e.kind == ExprKind::add ? 1 : -1, 0);
            sum.offset += x.offset;
            sum.parts.insert(sum.parts.end(), x.parts.begin(), x.parts.end());
            return {{store_.truth(), std::move(sum)}};
        });
        if (result.size() > kMostCases) return unknown("a sum with too many cases", e, id);
    }
    return result;
}

Term Translator::product(const Term& a, const Term& b, const Expr& e, ExprId id) {
    constexpr std::int64_t kFactor = std::int64_t{1} << 40;   // beyond, products of bounded values may overflow
    const Term& factor = a.constant() ? a : b;
    const Term& other = a.constant() ? b : a;
    const bool small = factor.constant() && factor.offset > -kFactor && factor.offset < kFactor;
    std::int64_t offset = 0;
    if (small && !__builtin_mul_overflow(other.offset, factor.offset, &offset)) {
        Term result{Term::Kind::number, offset, other.parts};
        for (Part& part : result.parts) part.factor *= factor.offset;
        return result;
    }
    Variable made;
    made.role = Role::computed;
    made.operation = ExprKind::multiply;
    made.operands = {a, b};
    made.source = id;
    made.type = e.type;
    made.type.optional = false;
    bound_by_type(made);
    return of(store_.variable({static_cast<std::int64_t>(Role::computed), id.value, static_cast<std::int64_t>(store_.variable_count())}, std::move(made)));
}

Term Translator::quotient(const Term& a, const Expr& e, ExprId id) {
    if (a.kind != Term::Kind::number) return a;
    const std::int64_t divisor = expr(e.children[0]).type.divisor;
    if (divisor == 1) return a;
    Variable made;
    made.role = Role::computed;
    made.operation = ExprKind::divide;
    made.rounding = e.rounding;
    made.divisor = divisor;
    made.operands = {a};
    made.source = id;
    made.type = e.type;
    made.type.optional = false;
    bound_by_type(made);
    FormulaStore::Key key{static_cast<std::int64_t>(Role::computed), divisor, static_cast<std::int64_t>(e.rounding), a.offset};
    for (const Part& part : a.parts) {
        key.push_back(part.factor);
        key.push_back(part.variable.value);
    }
    const bool fresh = !store_.known(key);
    const VariableId result = store_.variable(key, std::move(made));
    if (fresh) {
        // number − divisor < divisor · result < number + divisor, whatever the rounding.
        const Term scaled{Term::Kind::number, 0, {{divisor, result}}};
        Term below = a, above = a;
        below.offset -= divisor;
        above.offset += divisor;
        store_.add_axiom(result, store_.all({store_.compare(below, ExprKind::less, scaled), store_.compare(scaled, ExprKind::less, above)}));
    }
    return of(result);
}

std::int64_t Translator::text_index(const std::string& text) {
    const std::int64_t index = std::find(texts_.begin(), texts_.end(), text) - texts_.begin();
    if (index == static_cast<std::int64_t>(texts_.size())) texts_.push_back(text);
    return index;
}

}  // namespace recourse::explore
