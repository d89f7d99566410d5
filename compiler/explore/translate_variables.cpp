// Variables: the values that a policy reads, their bounds, what is always true of them, and instants that the calendar decides.
#include <algorithm>

#include "compiler/explore/translate.h"
#include "recourse/time.hpp"

namespace recourse::explore {

using semantics::ExprId;
using semantics::ExprKind;
using semantics::Occurrence;
using semantics::TypeKind;

namespace {

constexpr std::int64_t kTexts = std::int64_t{1} << 32;   // literals count from 0; whatever is larger is another text

FormulaStore::Key key_of(const semantics::Expr& e) {
    return {static_cast<std::int64_t>(Role::value), static_cast<std::int64_t>(e.kind), static_cast<std::int64_t>(e.occurrence),
            e.event.value, e.fact.value, e.record.value, e.state.value, e.kind == ExprKind::opening ? 0 : e.number};
}

FormulaStore::Key key_of(ExprKind kind, const Term& period, const Term& anchor) {
    FormulaStore::Key key{static_cast<std::int64_t>(Role::period_end), static_cast<std::int64_t>(kind)};
    for (const Term& term : {period, anchor}) {
        key.push_back(term.offset);
        key.push_back(static_cast<std::int64_t>(term.parts.size()));
        for (const Part& part : term.parts) {
            key.push_back(part.factor);
            key.push_back(part.variable.value);
        }
    }
    return key;
}

}  // namespace

void Translator::bound_by_type(Variable& made) const {
    const semantics::Type& type = made.type;
    made.low = type.low;
    made.high = type.high;
    const auto within = [&](std::int64_t low, std::int64_t high) {
        made.low = std::max(made.low, low);
        made.high = std::min(made.high, high);
    };
    switch (type.kind) {
        case TypeKind::boolean: within(0, 1); break;
        case TypeKind::instant: within(min_instant, max_instant); break;
        case TypeKind::date: within(min_day, max_day); break;
        case TypeKind::party: within(0, std::max<std::int64_t>(static_cast<std::int64_t>(model_.parties.size()), 1) - 1); break;
        case TypeKind::kind:
            if (type.of.valid()) within(0, static_cast<std::int64_t>(model_.kinds[type.of].members.size()) - 1);
            break;
        case TypeKind::text:   // low and high count its characters
            made.low = 0;
            made.high = kTexts;
            break;
        default: break;
    }
}

VariableId Translator::value_variable(const Expr& e, ExprId id) {
    const FormulaStore::Key key = key_of(e);
    if (const auto found = store_.known(key)) return *found;
    Variable made;
    made.type = e.type;
    made.source = id;
    if (e.kind == ExprKind::record && !model_.records[e.record].instant) {
        made.type.kind = TypeKind::integer;
        made.type.low = model_.records[e.record].low;
        made.type.high = model_.records[e.record].high;
    }
    if (e.kind == ExprKind::fact) made.type = model_.facts[e.fact].type;
    bound_by_type(made);
    const VariableId variable = store_.variable(key, std::move(made));
    note_axioms(e, variable);
    return variable;
}

void Translator::note_axioms(const Expr& e, VariableId variable) {
    const auto not_after = [&](const Term& a, const Term& b) { return store_.compare(a, ExprKind::at_most, b); };
    switch (e.kind) {
        case ExprKind::fact:
            if (model_.facts[e.fact].check.valid()) store_.add_axiom(variable, truth(model_.facts[e.fact].check));
            break;
        case ExprKind::opening:
        case ExprKind::state_entry: store_.add_axiom(variable, not_after(of(variable), of(now()))); break;
        case ExprKind::event_instant:
        case ExprKind::entered: {
            const FormulaId not_yet = store_.is(companion(Role::not_yet, variable), 1);
            store_.add_axiom(variable, store_.any({not_yet, not_after(of(variable), of(now()))}));
            if (e.occurrence == Occurrence::last) break;
            // `first X` and `previous X` lie no later than `X`. At `X` itself, the one at hand has happened and is no `previous` yet.
            Expr last = e;
            last.occurrence = Occurrence::last;
            const VariableId latest = value_variable(last, store_[variable].source);
            store_.add_axiom(variable, store_.any({not_yet, store_.all({store_.is(companion(Role::not_yet, latest), 0),
                                                                        not_after(of(variable), of(latest))})}));
            break;
        }
        case ExprKind::party_at_hand:
            if (place_.at_hand.valid()) {
                std::vector<FormulaId> senders;
                for (const semantics::PartyId party : model_.events[place_.at_hand].by) senders.push_back(store_.is(variable, party.value));
                if (!senders.empty()) store_.add_axiom(variable, store_.any(std::move(senders)));
            }
            break;
        default: break;
    }
}

VariableId Translator::companion(Role role, VariableId of) {
    Variable made;
    made.role = role;
    made.of = of;
    made.low = 0;
    made.high = 1;
    return store_.variable({static_cast<std::int64_t>(role), of.value}, std::move(made));
}

VariableId Translator::now() {
    const FormulaStore::Key key{static_cast<std::int64_t>(Role::value), static_cast<std::int64_t>(ExprKind::now)};
    if (const auto found = store_.known(key)) return *found;
    Variable made;
    made.type.kind = TypeKind::instant;
    made.name = "now";
    bound_by_type(made);
    return store_.variable(key, std::move(made));
}

// ---- Instants that the calendar decides ------------------------------------------------------------------------------------------

Cases Translator::calendar(const Expr& e, ExprId id, const Call* call) {
    const bool with_period = e.kind == ExprKind::after_period || e.kind == ExprKind::before_period;
    const Cases periods = with_period ? cases(e.children[0], call) : Cases{{store_.truth(), number(0)}};
    return paired(periods, cases(e.children.back(), call), [&](const Term& period, const Term& anchor) -> Cases {
        if (period.kind != Term::Kind::number) return {{store_.truth(), period}};
        if (anchor.kind != Term::Kind::number) return {{store_.truth(), anchor}};   // what has not happened lies later than everything
        return {{store_.truth(), period_end(e.kind, period, anchor, e, id)}};
    });
}

Term Translator::period_end(ExprKind kind, const Term& period, const Term& anchor, const Expr& e, ExprId id) {
    const bool after = kind == ExprKind::after_period;
    if ((after || kind == ExprKind::before_period) && period.constant()) {
        const Reach reach = after ? times_.after(period.offset) : times_.before(period.offset);
        if (reach.least == reach.most) {   // hours are exact
            Term result = anchor;
            result.offset += after ? reach.least : -reach.least;
            return result;
        }
    }
    const FormulaStore::Key key = key_of(kind, period, anchor);
    if (const auto found = store_.known(key)) return of(*found);
    Variable made;
    made.role = Role::period_end;
    made.type = e.type;
    made.source = id;
    bound_by_type(made);
    const VariableId variable = store_.variable(key, std::move(made));
    relate_period_ends(variable, kind, period, anchor);
    return of(variable);
}

// What holds of such an instant whatever the date: how far it lies from its anchor, and from others of the same anchor.
void Translator::relate_period_ends(VariableId fresh, ExprKind kind, const Term& period, const Term& anchor) {
    const auto between = [&](const Term& later, const Term& earlier, std::int64_t least, std::int64_t most) {
        Term from = earlier, to = earlier;
        from.offset += least;
        to.offset += most;
        return store_.all({store_.compare(from, ExprKind::at_most, later), store_.compare(later, ExprKind::at_most, to)});
    };
    const Reach day{0, times_.longest_day()};
    const Reach any{0, kWide};
    const Term self = of(fresh);
    switch (kind) {
        case ExprKind::after_period: {
            const Reach reach = period.constant() ? times_.after(period.offset) : any;
            store_.add_axiom(fresh, between(self, anchor, reach.least, reach.most));
            break;
        }
        case ExprKind::before_period: {
            const Reach reach = period.constant() ? times_.before(period.offset) : any;
            store_.add_axiom(fresh, between(anchor, self, reach.least, reach.most));
            break;
        }
        case ExprKind::end_of_day: store_.add_axiom(fresh, between(self, anchor, day.least, day.most)); break;
        case ExprKind::start_of_day: store_.add_axiom(fresh, between(anchor, self, day.least, day.most)); break;
        case ExprKind::roll: store_.add_axiom(fresh, between(self, anchor, any.least, any.most)); break;
        default: break;
    }
    for (const PeriodEnd& other : period_ends_) {
        if (other.kind != kind || other.anchor != anchor || !other.period.constant() || !period.constant()) continue;
        for (const bool ours_is_longer : {true, false}) {
            const auto apart = ours_is_longer ? times_.apart(other.period.offset, period.offset) : times_.apart(period.offset, other.period.offset);
            if (!apart) continue;
            const bool ours_is_later = ours_is_longer == (kind == ExprKind::after_period);
            const Term& later = ours_is_later ? self : of(other.variable);
            const Term& earlier = ours_is_later ? of(other.variable) : self;
            const FormulaId relation = between(later, earlier, apart->least, apart->most);
            // Only of interest when both are spoken of; an axiom of the younger brings in the older, which does no harm.
            store_.add_axiom(fresh, relation);
            break;
        }
    }
    period_ends_.push_back({fresh, kind, period, anchor});
}

}  // namespace recourse::explore
