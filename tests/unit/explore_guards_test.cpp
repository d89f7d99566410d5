// Guards against enumeration: random conditions built from the model's expressions, evaluated as the runtime would.
#include "tests/unit/random_conditions.h"

namespace {

using namespace random_conditions;

TEST(Guards, AgreeWithEnumerationOfWorlds) {
    int satisfiable = 0, total = 0;
    for (unsigned seed = 0; seed < 1000; ++seed) {
        RandomConditions random(seed);
        std::vector<ExprId> conditions{random.condition(2), random.condition(2), random.condition(1)};
        const TimeFacts times(random.model);
        Guards guards(random.model, times, {});
        std::vector<FormulaId> parts;
        for (const ExprId it : conditions) parts.push_back(guards.truth(it));
        const Answer answer = guards.can_hold(guards.all(parts));
        Expr both;
        both.kind = ExprKind::logical_and;
        both.children = {conditions[0], conditions[1]};
        both.children = {random.model.exprs.add(both), conditions[2]};
        const bool fits = random.some_world_fits(random.model.exprs.add(both));
        ASSERT_FALSE(answer.undecided()) << "seed " << seed << ": " << answer.obstacle;
        ASSERT_EQ(answer.yes(), fits) << "seed " << seed;
        satisfiable += fits ? 1 : 0;
        ++total;
    }
    EXPECT_GT(satisfiable, total / 4);
    EXPECT_LT(satisfiable, total);
}

TEST(Guards, AtADeadlineAnInstantHasPassedOnceItIsReached) {
    RandomConditions random(1);
    Expr due;
    due.kind = ExprKind::opening;
    due.type.kind = TypeKind::instant;
    const ExprId opening = random.model.exprs.add(due);
    const TimeFacts times(random.model);
    Guards at_event(random.model, times, {Trigger::event, {}, {}, {}});
    EXPECT_TRUE(at_event.can_fail(at_event.passed(opening)).yes());
    Guards at_deadline(random.model, times, {Trigger::deadline, {}, {}, {}});
    EXPECT_TRUE(at_deadline.can_fail(at_deadline.passed(opening)).no());
}

}  // namespace
