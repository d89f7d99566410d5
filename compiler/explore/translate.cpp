// Conditions: comparisons, sets, states, windows.
#include "compiler/explore/translate.h"

#include <algorithm>

#include "compiler/graph/state_graph.h"

namespace recourse::explore {

using semantics::ExprId;
using semantics::ExprKind;
using semantics::StateId;
using semantics::TypeKind;

Translator::Translator(const semantics::Model& model, const TimeFacts& times, const Place& place, FormulaStore& store)
    : model_(model), times_(times), place_(place), store_(store) {}

FormulaId Translator::truth(ExprId condition) { return truth(condition, nullptr); }
FormulaId Translator::passed(ExprId instant) { return instant_passed(cases(instant, nullptr)); }

FormulaId Translator::truth(ExprId id, const Call* call) {
    if (call != nullptr) return translated(id, call);
    if (const auto known = truths_.find(id); known != truths_.end()) return known->second;
    const FormulaId made = translated(id, call);
    truths_.emplace(id, made);
    return made;
}

FormulaId Translator::translated(ExprId id, const Call* call) {
    const Expr& e = expr(id);
    switch (e.kind) {
        case ExprKind::constant: return e.number != 0 ? store_.truth() : store_.falsity();
        case ExprKind::logical_and:
        case ExprKind::logical_or: {
            std::vector<FormulaId> parts;
            for (const ExprId child : e.children) parts.push_back(truth(child, call));
            return e.kind == ExprKind::logical_and ? store_.all(std::move(parts)) : store_.any(std::move(parts));
        }
        case ExprKind::logical_not: return store_.opposite(truth(e.children[0], call));
        case ExprKind::equal: case ExprKind::not_equal: case ExprKind::less:
        case ExprKind::at_most: case ExprKind::greater: case ExprKind::at_least: return comparison(e.children[0], e.kind, e.children[1], call);
        case ExprKind::in_state: return in_state(e.state);
        case ExprKind::has_passed: return instant_passed(cases(e.children[0], call));
        case ExprKind::is_set: {
            if (expr(e.children[0]).type.kind == TypeKind::set) return store_.opposite(is_absent(e.children[0], call));
            std::vector<FormulaId> given;
            for (const Case& it : cases(e.children[0], call)) {
                if (it.value.kind == Term::Kind::number) given.push_back(it.when);
            }
            return store_.any(std::move(given));
        }
        case ExprKind::has_member: {
            std::vector<FormulaId> ways;
            for (const Case& it : cases(e.children[1], call)) {
                for (std::int64_t member = 0; member < members_of(expr(e.children[0])); ++member) {
                    const FormulaId same = store_.compare(it.value, ExprKind::equal, number(member));
                    if (same != store_.falsity()) ways.push_back(store_.all({it.when, same, has_member(e.children[0], member, call)}));
                }
            }
            return store_.any(std::move(ways));
        }
        default: break;
    }
    std::vector<FormulaId> ways;
    for (const Case& it : cases(id, call)) ways.push_back(store_.all({it.when, store_.compare(it.value, ExprKind::equal, number(1))}));
    return store_.any(std::move(ways));
}

FormulaId Translator::comparison(ExprId left, ExprKind kind, ExprId right, const Call* call) {
    if (expr(left).type.kind == TypeKind::set || expr(right).type.kind == TypeKind::set) {
        const FormulaId same = sets_equal(left, right, call);
        return kind == ExprKind::not_equal ? store_.opposite(same) : same;
    }
    std::vector<FormulaId> ways;
    const Cases values = cases(right, call);
    for (const Case& a : cases(left, call)) {
        for (const Case& b : values) ways.push_back(store_.all({a.when, b.when, store_.compare(a.value, kind, b.value)}));
    }
    return store_.any(std::move(ways));
}

FormulaId Translator::same(ExprId a, ExprId b) { return comparison(a, ExprKind::equal, b, nullptr); }

// I has passed: I lies before the step. At an event it lies before the event's stamp; a deadline or a `when` comes after everything
// stamped with its instant, so that there an instant has passed once it is reached.
FormulaId Translator::instant_passed(const Cases& instants) {
    Term limit = of(now());
    if (place_.trigger != semantics::Trigger::event) limit.offset = 1;
    std::vector<FormulaId> ways;
    for (const Case& it : instants) ways.push_back(store_.all({it.when, store_.compare(it.value, ExprKind::less, limit)}));
    return store_.any(std::move(ways));
}

namespace {

void collect_leaves(const semantics::Model& model, StateId state, std::vector<StateId>& leaves) {
    if (model.states[state].children.empty()) leaves.push_back(state);
    for (const StateId child : model.states[state].children) collect_leaves(model, child, leaves);
}

}  // namespace

const std::vector<StateId>& Translator::leaves_of(semantics::MachineId machine) {
    auto [found, fresh] = leaves_.try_emplace(machine);
    if (fresh) {
        for (const StateId state : model_.machines[machine].states) collect_leaves(model_, state, found->second);
    }
    return found->second;
}

FormulaId Translator::in_state(StateId state) {
    const semantics::MachineId machine = model_.states[state].machine;
    if (!machine.valid()) return store_.truth();
    const auto& leaves = leaves_of(machine);
    const FormulaStore::Key key{static_cast<std::int64_t>(Role::place), machine.value};
    const bool fresh = !store_.known(key);
    Variable made;
    made.role = Role::place;
    made.machine = machine.value;
    made.low = 0;
    made.high = static_cast<std::int64_t>(leaves.size()) - 1;
    const VariableId place = store_.variable(key, std::move(made));
    const auto range = [&](StateId outer) {
        const auto inside = [&](StateId leaf) { return graph::lies_in(model_, leaf, outer); };
        const auto first = std::find_if(leaves.begin(), leaves.end(), inside);
        const auto last = std::find_if_not(first, leaves.end(), inside);
        return store_.all({store_.atom(kZero, place, Relation::at_most, -(first - leaves.begin())),
                           store_.atom(place, kZero, Relation::at_most, last - leaves.begin() - 1)});
    };
    if (fresh && place_.in.valid() && model_.states[place_.in].machine == machine) store_.add_axiom(place, range(place_.in));
    return range(state);
}

// ---- Sets --------------------------------------------------------------------------------------------------------------------------

std::int64_t Translator::members_of(const Expr& e) const {
    return e.type.of.valid() ? static_cast<std::int64_t>(model_.kinds[e.type.of].members.size()) : 0;
}

FormulaId Translator::has_member(ExprId id, std::int64_t member, const Call* call) {
    const Expr& e = expr(id);
    switch (e.kind) {
        case ExprKind::constant:
            return ((static_cast<std::uint64_t>(e.number) >> member) & 1) != 0 ? store_.truth() : store_.falsity();
        case ExprKind::absent: return store_.falsity();
        case ExprKind::parameter:
            if (call != nullptr) return has_member((*call->arguments)[static_cast<std::size_t>(e.number)], member, call->outer);
            return member_of_variable(e, id, member);
        case ExprKind::choose: {
            std::vector<FormulaId> ways;
            FormulaId rest = store_.truth();
            for (std::size_t i = 0; i + 1 < e.children.size(); i += 2) {
                const FormulaId here = truth(e.children[i], call);
                ways.push_back(store_.all({rest, here, has_member(e.children[i + 1], member, call)}));
                rest = store_.all({rest, store_.opposite(here)});
            }
            ways.push_back(store_.all({rest, has_member(e.children.back(), member, call)}));
            return store_.any(std::move(ways));
        }
        default: return member_of_variable(e, id, member);
    }
}

FormulaId Translator::member_of_variable(const Expr& e, ExprId id, std::int64_t member) {
    const VariableId whole = value_variable(e, id);
    Variable made;
    made.role = Role::member;
    made.of = whole;
    made.set_member = static_cast<std::uint32_t>(member);
    made.low = 0;
    made.high = 1;
    const FormulaStore::Key key{static_cast<std::int64_t>(Role::member), whole.value, member};
    const bool fresh = !store_.known(key);
    const VariableId bit = store_.variable(key, std::move(made));
    if (fresh && e.type.optional) {
        store_.add_axiom(bit, store_.any({store_.is(bit, 0), store_.is(companion(Role::absence, whole), 0)}));
    }
    return store_.is(bit, 1);
}

FormulaId Translator::is_absent(ExprId id, const Call* call) {
    const Expr& e = expr(id);
    if (e.kind == ExprKind::absent) return store_.truth();
    if (e.kind == ExprKind::parameter && call != nullptr) {
        return is_absent((*call->arguments)[static_cast<std::size_t>(e.number)], call->outer);
    }
    if (e.kind == ExprKind::constant || e.kind == ExprKind::choose || !e.type.optional) return store_.falsity();
    return store_.is(companion(Role::absence, value_variable(e, id)), 1);
}

FormulaId Translator::sets_equal(ExprId left, ExprId right, const Call* call) {
    const auto iff = [&](FormulaId a, FormulaId b) {
        return store_.any({store_.all({a, b}), store_.all({store_.opposite(a), store_.opposite(b)})});
    };
    const std::int64_t members = std::max(members_of(expr(left)), members_of(expr(right)));
    std::vector<FormulaId> parts{iff(is_absent(left, call), is_absent(right, call))};
    for (std::int64_t member = 0; member < members; ++member) {
        parts.push_back(iff(has_member(left, member, call), has_member(right, member, call)));
    }
    return store_.all(std::move(parts));
}

}  // namespace recourse::explore
