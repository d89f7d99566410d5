#include "compiler/explore/guards.h"

#include "compiler/explore/words.h"

namespace recourse::explore {

Guards::Guards(const semantics::Model& model, const TimeFacts& times, const Place& place)
    : model_(model), times_(times), place_(place), translator_(model, times, place, store_) {}

FormulaId Guards::limb(const semantics::Limb& limb) {
    switch (limb.kind) {
        case semantics::LimbKind::from: return translator_.passed(limb.instant);
        case semantics::LimbKind::until: return store_.opposite(translator_.passed(limb.instant));
        case semantics::LimbKind::condition: return translator_.truth(limb.condition);
    }
    return store_.truth();
}

FormulaId Guards::limbs(const semantics::Transition& transition, Limbs which) {
    std::vector<FormulaId> parts;
    for (const semantics::Limb& it : transition.limbs) {
        if (which == Limbs::all || it.from_branch == (which == Limbs::branch)) parts.push_back(limb(it));
    }
    return store_.all(std::move(parts));
}

FormulaId Guards::row(const semantics::DecisionRow& row) {
    return row.condition.valid() ? translator_.truth(row.condition) : store_.truth();
}

Answer Guards::can_hold(FormulaId formula, Solver& by) {
    Solution solution = by.decide(store_, formula);
    Answer answer;
    answer.verdict = solution.verdict;
    answer.obstacle = std::move(solution.obstacle);
    if (answer.yes()) {
        answer.witness = witness_in_words(model_, times_, translator_, store_, solution, place_);
        answer.solution = std::move(solution);
    }
    return answer;
}

FormulaId Guards::like(const Answer& example) {
    constexpr std::int64_t kHandful = 64;
    std::vector<FormulaId> same;
    for (const VariableId id : example.solution.used) {
        const Variable& variable = store_[id];
        if (variable.role == Role::unknown || variable.type.kind == semantics::TypeKind::instant) continue;
        if (variable.high - variable.low < kHandful) same.push_back(store_.is(id, example.solution.values[id.index()]));
    }
    return same.empty() ? store_.falsity() : store_.all(std::move(same));
}

}  // namespace recourse::explore
