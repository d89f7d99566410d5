// Deadlines that the course of a case moves: `extend`, `restart`, `paused while`. Each is made of parts that the language has already
// (decisions 0029 and 0030): an extension is a count, of which the deadline is a formula; a new start is an instant that a rule keeps; a pause
// is a small machine of the case that says whether the clock runs, and an instant that is moved when it runs again.
#pragma once

#include "compiler/semantics/analyser.h"

namespace recourse::semantics {

// What keeps how the case's deadlines are extended and counted anew, once names are declared and before anything is typed. O(rules).
void find_moving_deadlines(Analyser& analyser, CaseEntry& entry);
// The value of a named deadline with all that moves it, from the one that is written.
ExprId moved_value(Analyser& analyser, NamedId id, ExprId written);
// What `extend` or `restart` does, as counts and sets; empty after an error.
std::vector<Action> moving_actions(Analyser& analyser, const Body& body, const syntax::Action& written);

// The machines of a case's clocks, after its own and those of its duties (clocks.cpp).
void build_clocks(Analyser& analyser, CaseEntry& entry);
// The last instant with its pauses; `base` without them. `place` is where the condition is read.
ExprId paused_value(Analyser& analyser, Clock& clock, const Body& body, const Place& place, ExprId base);
// What happens when a clock runs again, once the rules are built.
void finish_clocks(Analyser& analyser, CaseEntry& entry);

// Rows of a value: `change` gives what becomes of each value that is no choice. Invalid when it gives nothing for one of them.
template <typename Change>
ExprId change_rows(Model& model, ExprId value, const Change& change) {
    if (model.exprs[value].kind != ExprKind::choose) return change(value);
    Expr rows = model.exprs[value];
    for (std::size_t i = 0; i < rows.children.size(); ++i) {
        const bool is_condition = i % 2 == 0 && i + 1 < rows.children.size();
        if (is_condition) continue;
        rows.children[i] = change_rows(model, rows.children[i], change);
        if (!rows.children[i].valid()) return {};
    }
    return model.exprs.add(std::move(rows));
}
// A new expression of these parts.
ExprId made_of(Model& model, ExprKind kind, Type type, Span span, std::vector<ExprId> children);
// An instant that a record keeps: never until a rule writes it.
ExprId kept_instant(Model& model, RecordId record, Span span);

}  // namespace recourse::semantics
