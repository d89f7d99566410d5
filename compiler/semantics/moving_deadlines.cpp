#include "compiler/semantics/moving_deadlines.h"

#include "compiler/semantics/types.h"

#include <algorithm>
#include <variant>

namespace recourse::semantics {

using diagnostics::Diagnostic;

ExprId made_of(Model& model, ExprKind kind, Type type, Span span, std::vector<ExprId> children) {
    Expr expr;
    expr.kind = kind;
    expr.type = std::move(type);
    expr.span = span;
    for (const ExprId child : children) expr.parts += model.exprs[child].parts;
    expr.children = std::move(children);
    return model.exprs.add(std::move(expr));
}

ExprId kept_instant(Model& model, RecordId record, Span span) {
    Expr expr;
    expr.kind = ExprKind::record;
    expr.type = type_of_kind(TypeKind::instant);
    expr.type.optional = true;
    expr.record = record;
    expr.span = span;
    return model.exprs.add(std::move(expr));
}

namespace {

// As often as rules may extend one deadline, all together: each number of extensions is a last instant of its own to the prover.
constexpr std::uint32_t kMostExtensions = 16;

// The deadline that an action names, told when it is none that can be moved.
std::optional<NamedId> deadline_of(Analyser& analyser, const Body& body, const syntax::Action& written) {
    Symbol* symbol = body.scope->find(written.target.text);
    const bool is_named = symbol != nullptr && symbol->kind == SymbolKind::named;
    if (is_named && analyser.model.named[NamedId(symbol->id)].kind == NamedKind::deadline && analyser.model.named[NamedId(symbol->id)].of.valid()) {
        symbol->used = true;
        return NamedId(symbol->id);
    }
    Diagnostic& diagnostic = body.sink->error("unknown-deadline", written.target.span, "`" + written.target.text + "` is no deadline of this case",
                                              "declare it in the case: `deadline " + written.target.text + " = 30 days after …`");
    diagnostic.why = "only a deadline of the case itself can be moved: it is one for each case";
    if (symbol != nullptr && symbol->declared.valid()) diagnostic.labels.push_back({symbol->declared, "declared here"});
    return std::nullopt;
}

// Goes over all that rules of a body do.
class MoverFinder {
public:
    MoverFinder(Analyser& analyser, Body& body) : a_(analyser), body_(body) {}
    void items(const std::vector<syntax::Item>& all) {
        for (const syntax::Item& item : all) std::visit([&](const auto& one) { look(one); }, item);
    }

private:
    Analyser& a_;
    Body& body_;

    template <typename Other>
    void look(const Other&) {}
    void look(const syntax::State& state) { items(state.items); }
    void look(const syntax::OnRule& rule) { outcome(rule.outcome, bound_of(rule)); }
    void look(const syntax::DeadlineRule& rule) {
        outcome(rule.outcome, 0);
        if (rule.otherwise) outcome(*rule.otherwise, 0);
    }
    void look(const syntax::WhenRule& rule) { outcome(rule.outcome, 0); }
    void look(const syntax::OutcomeRule& rule) { outcome(rule.outcome, 0); }
    void look(const syntax::Duty& duty) { actions(duty.breach, 1); }   // a duty is broken once

    // How often the rule can be taken in a case; 0 when nothing says.
    [[nodiscard]] std::uint32_t bound_of(const syntax::OnRule& rule) const {
        const Symbol* symbol = body_.scope->peek(rule.event.text);
        const bool known = symbol != nullptr && symbol->kind == SymbolKind::event;
        const std::uint32_t of_event = known ? a_.model.events[EventId(symbol->id)].at_most : 0;
        const auto of_rule = static_cast<std::uint32_t>(std::clamp<std::int64_t>(rule.at_most.value_or(0), 0, 1'000'000));
        if (of_event == 0 || of_rule == 0) return std::max(of_event, of_rule);
        return std::min(of_event, of_rule);
    }

    void outcome(const syntax::Outcome& written, std::uint32_t bound) {
        actions(written.actions, bound);
        for (const syntax::Branch& branch : written.branches) outcome(branch.outcome, bound);
    }

    void actions(const std::vector<syntax::Action>& all, std::uint32_t bound) {
        for (const syntax::Action& action : all) {
            if (action.kind == syntax::Action::Kind::extend) extension(action, bound);
            if (action.kind == syntax::Action::Kind::restart) restart(action);
        }
    }

    void extension(const syntax::Action& written, std::uint32_t bound) {
        const auto id = deadline_of(a_, body_, written);
        if (!id) return;
        MovingDeadline& moving = a_.moving[*id];
        const std::string name = a_.model.named[*id].name;
        if (bound == 0) {
            Diagnostic& diagnostic = body_.sink->error("extension-without-bound", written.span, "nothing says how often `" + name + "` may be extended",
                                                       "bound the rule, as `on … at most once …`, or the event, as `event … , at most 2 times`");
            diagnostic.why = "a deadline that can be extended for ever never comes, and nobody can rely on it";
            return;
        }
        std::int64_t sum = bound;
        for (const Extension& other : moving.extensions) sum += a_.model.records[other.times].high;
        if (sum > kMostExtensions) {
            body_.sink->error("extension-without-bound", written.span,
                              "`" + name + "` may be extended " + std::to_string(sum) + " times: at most " + std::to_string(kMostExtensions) + " can be followed",
                              "give the rules that extend it a lower limit, or `restart` it")
                .why = "each extension is a last day of its own, and all of them are proved";
            return;
        }
        Record row{name + ".extended", 0, bound, 0, written.span};
        if (!moving.extensions.empty()) row.name += " (" + std::to_string(moving.extensions.size() + 1) + ")";
        row.moves_deadline = true;
        moving.extensions.push_back({&written, &body_, a_.model.records.add(std::move(row))});
    }

    void restart(const syntax::Action& written) {
        const auto id = deadline_of(a_, body_, written);
        if (!id) return;
        MovingDeadline& moving = a_.moving[*id];
        if (moving.restarted.valid()) return;
        Record row{a_.model.named[*id].name + ".restarted", 0, 0, 0, written.span};
        row.instant = row.moves_deadline = true;
        moving.restarted = a_.model.records.add(std::move(row));
    }
};

// D after X, counted from the instant that `restart` keeps.
ExprId restarted_value(Analyser& analyser, const NamedEntry& entry, RecordId restarted, ExprId written) {
    Model& model = analyser.model;
    const ExprId anew = change_rows(model, written, [&](ExprId value) {
        if (model.exprs[value].kind != ExprKind::after_period) return ExprId();
        Expr counted = model.exprs[value];
        counted.children[1] = kept_instant(model, restarted, counted.span);
        return model.exprs.add(std::move(counted));
    });
    if (!anew.valid()) {
        entry.sink->error("moving-needs-period", entry.written->name.span, "`" + entry.written->name.text + "` is counted anew by a rule, but it is not counted from anything",
                          "write it as a period after something, such as `30 days after applied`");
        return written;
    }
    const Type type = model.exprs[written].type;
    const Span span = model.exprs[written].span;
    const ExprId is_set = made_of(model, ExprKind::is_set, type_of_kind(TypeKind::boolean), span, {kept_instant(model, restarted, span)});
    return made_of(model, ExprKind::choose, type, span, {is_set, anew, written});
}

// The last instant for each number of extensions.
ExprId extended_value(Analyser& analyser, const Extension& extension, ExprId base) {
    Model& model = analyser.model;
    const ReadingOf reading(analyser, *extension.body->unit);
    const ExprId period = extension.body->typer->period(extension.written->value, place_in(*extension.body));
    if (model.exprs[period].type.kind == TypeKind::unknown) return base;
    const Record& times = model.records[extension.times];
    const Span span = extension.written->span;
    const Type type = model.exprs[base].type;
    std::vector<ExprId> rows;
    ExprId due = base;
    for (std::int64_t count = 0; count < times.high; ++count) {
        Expr read;
        read.kind = ExprKind::record;
        read.record = extension.times;
        read.type = number_type(TypeKind::integer, 0, times.high);
        read.span = span;
        Expr number;
        number.number = count;
        number.type = number_type(TypeKind::integer, count, count);
        number.span = span;
        const ExprId left = model.exprs.add(std::move(read)), right = model.exprs.add(std::move(number));
        rows.push_back(made_of(model, ExprKind::equal, type_of_kind(TypeKind::boolean), span, {left, right}));
        rows.push_back(due);
        due = made_of(model, ExprKind::after_period, type, span, {period, due});
    }
    rows.push_back(due);
    return made_of(model, ExprKind::choose, type, span, std::move(rows));
}

}  // namespace

void find_moving_deadlines(Analyser& analyser, CaseEntry& entry) {
    for (Body* body : entry.bodies) {
        if (body->items == nullptr || body->lowered) continue;
        MoverFinder(analyser, *body).items(*body->items);
    }
}

ExprId moved_value(Analyser& analyser, NamedId id, ExprId written) {
    const auto found = analyser.moving.find(id);
    if (found == analyser.moving.end() || analyser.model.exprs[written].type.kind == TypeKind::unknown) return written;
    const NamedEntry entry = analyser.named[id.index()];
    MovingDeadline& moving = found->second;
    ExprId value = written;
    if (moving.restarted.valid()) value = restarted_value(analyser, entry, moving.restarted, value);
    if (moving.clock != nullptr) {
        Place place;
        place.scope = entry.scope;
        value = paused_value(analyser, *moving.clock, *entry.body, place, value);
    }
    for (const Extension& extension : moving.extensions) value = extended_value(analyser, extension, value);
    return value;
}

std::vector<Action> moving_actions(Analyser& analyser, const Body& body, const syntax::Action& written) {
    const Symbol* symbol = body.scope->peek(written.target.text);
    const auto found = symbol == nullptr || symbol->kind != SymbolKind::named ? analyser.moving.end() : analyser.moving.find(NamedId(symbol->id));
    if (found == analyser.moving.end()) return {};   // told where it was looked for
    const MovingDeadline& moving = found->second;
    Action action;
    action.span = written.span;
    std::vector<Action> all;
    if (written.kind == syntax::Action::Kind::extend) {
        const auto same = std::find_if(moving.extensions.begin(), moving.extensions.end(),
                                       [&](const Extension& one) { return one.written == &written && one.body == &body; });
        if (same == moving.extensions.end()) return {};
        action.record = same->times;
        all.push_back(action);
        return all;
    }
    // Counted anew, it has not been extended yet.
    action.kind = ActionKind::set;
    action.record = moving.restarted;
    action.value = made_of(analyser.model, ExprKind::now, type_of_kind(TypeKind::instant), written.span, {});
    all.push_back(action);
    for (const Extension& extension : moving.extensions) {
        Expr zero;
        zero.type = number_type(TypeKind::integer, 0, 0);
        zero.span = written.span;
        action.record = extension.times;
        action.value = analyser.model.exprs.add(std::move(zero));
        all.push_back(action);
    }
    return all;
}

}  // namespace recourse::semantics
