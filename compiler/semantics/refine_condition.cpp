#include "compiler/semantics/refine_condition.h"

#include <optional>
#include <utility>

#include "compiler/semantics/refine.h"

namespace recourse::semantics {

namespace {

// The first place that reads something else than facts and constants.
std::optional<Span> reads_more(const Model& model, ExprId id, bool is_whole) {
    const Expr& expr = model.exprs[id];
    if (!is_whole && expr.named.valid()) return expr.span;
    switch (expr.kind) {
        case ExprKind::record:
        case ExprKind::now:
        case ExprKind::event_instant:
        case ExprKind::event_field:
        case ExprKind::event_party:
        case ExprKind::field_at_hand:
        case ExprKind::party_at_hand:
        case ExprKind::entered:
        case ExprKind::state_entry:
        case ExprKind::in_state:
        case ExprKind::has_passed:
        case ExprKind::opening:
        case ExprKind::decision_result: return expr.span;
        default: break;
    }
    for (const ExprId child : expr.children) {
        if (const auto found = reads_more(model, child, false)) return found;
    }
    return std::nullopt;
}

FactId first_fact(const Model& model, ExprId id) {
    const Expr& expr = model.exprs[id];
    if (expr.kind == ExprKind::fact) return expr.fact;
    for (const ExprId child : expr.children) {
        if (const FactId found = first_fact(model, child); found.valid()) return found;
    }
    return {};
}

// Said of the first fact that it reads, in its own words.
void demand(Model& model, ExprId condition) {
    const FactId fact = first_fact(model, condition);
    if (!fact.valid()) return;
    Expr said = model.exprs[condition];
    said.named = {};
    const ExprId alone = model.exprs.add(said);
    const ExprId before = model.facts[fact].check;
    if (!before.valid()) {
        model.facts[fact].check = alone;
        return;
    }
    Expr both;
    both.kind = ExprKind::logical_and;
    both.type = said.type;
    both.span = said.span;
    both.parts = said.parts + model.exprs[before].parts + 1;
    both.children = {before, alone};
    model.facts[fact].check = model.exprs.add(std::move(both));
}

}  // namespace

void settle_condition(Analyser& analyser) {
    for (const CaseEntry& entry : analyser.cases) {
        if (entry.written == nullptr) continue;
        Symbol* symbol = entry.body->scope->find(kApplies);
        if (symbol == nullptr || symbol->kind != SymbolKind::named) continue;
        symbol->used = true;    // by who opens a case
        const Named& condition = analyser.model.named[NamedId(symbol->id)];
        if (!condition.value.valid()) continue;
        const std::optional<Span> more = reads_more(analyser.model, condition.value, true);
        if (!more) {
            if (analyser.model.exprs[condition.value].type.kind == TypeKind::boolean) demand(analyser.model, condition.value);
            continue;
        }
        analyser.sink.error("applies-reads-more", *more, "whether a refinement applies is decided by facts, and this is more than a fact",
                            "compare facts with constants or with one another")
            .why = "a case has nothing but its facts when it is opened, and it keeps the policy under which that was";
    }
}

}  // namespace recourse::semantics
