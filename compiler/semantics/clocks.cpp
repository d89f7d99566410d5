// Pauses: the machine that says whether a deadline's clock runs, and what becomes of the last instant when it runs again.
#include "compiler/semantics/lowered.h"
#include "compiler/semantics/moving_deadlines.h"

#include "compiler/semantics/states.h"
#include "compiler/semantics/types.h"
#include "recourse/time.hpp"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

constexpr std::string_view kRunning = "running", kStanding = "standing", kResumed = "resumed";

// ---- the machine -----------------------------------------------------------------------------------------------------------------

syntax::State clock_state(std::string_view name, syntax::Expr condition, std::string_view then, Span span) {
    syntax::Outcome outcome;
    outcome.kind = syntax::Outcome::Kind::move;
    outcome.target = {std::string(then), span};
    outcome.span = span;
    syntax::State state;
    state.kind = syntax::State::Kind::resting;
    state.name = {std::string(name), span};
    state.has_body = true;
    state.span = state.head = span;
    state.items.emplace_back(syntax::WhenRule{std::move(condition), std::move(outcome), span});
    return state;
}

syntax::Machine clock_machine(const std::string& name, const syntax::Expr& condition, Span span) {
    syntax::Expr over;
    over.kind = syntax::ExprKind::logical_not;
    over.span = condition.span;
    over.children = {condition};
    syntax::Machine machine;
    machine.name = {name, span};
    machine.span = machine.head = span;
    machine.items.emplace_back(syntax::StartRule{{std::string(kRunning), span}, span});
    machine.items.emplace_back(clock_state(kRunning, condition, kStanding, span));
    machine.items.emplace_back(clock_state(kStanding, std::move(over), kResumed, span));
    machine.items.emplace_back(clock_state(kResumed, condition, kStanding, span));
    return machine;
}

Clock& build_clock(Analyser& analyser, CaseEntry& entry, const std::string& of, const syntax::Expr& condition, Span place) {
    Clock& clock = entry.clocks.emplace_back();
    clock.condition = &condition;
    clock.place = place;
    std::string name = of + "_clock";
    const auto taken = [&](const Clock& other) { return other.machine != nullptr && other.machine->name.text == name; };
    for (int number = 2; std::any_of(entry.clocks.begin(), entry.clocks.end(), taken); ++number) name = of + "_clock_" + std::to_string(number);
    clock.machine = std::make_unique<syntax::Machine>(clock_machine(name, condition, place));
    clock.id = build_lowered(analyser, entry, *clock.machine);
    analyser.model.machines[clock.id].clock = true;
    Record row{of + ".due", 0, 0, 0, place};
    row.instant = row.moves_deadline = true;
    clock.due = analyser.model.records.add(std::move(row));
    return clock;
}

// ---- the last instant ------------------------------------------------------------------------------------------------------------

ExprId of_state(Model& model, ExprKind kind, StateId state, Span span) {
    Expr expr;
    expr.kind = kind;
    expr.type = type_of_kind(kind == ExprKind::in_state ? TypeKind::boolean : TypeKind::instant);
    expr.type.optional = kind == ExprKind::entered;
    expr.state = state;
    expr.span = span;
    return model.exprs.add(std::move(expr));
}

// How the periods of a value count; nothing when they are not known, or differ.
class Counting {
public:
    void add(const Expr& period) {
        if (period.kind != ExprKind::constant) {
            known_ = false;
            return;
        }
        const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(period.number)});
        const bool exact = period.type.kind == TypeKind::duration || parts.reading == Reading::to_the_minute;
        const PauseAdds adds = exact ? PauseAdds::time : parts.unit == recourse::Unit::business_days ? PauseAdds::working_days : PauseAdds::days;
        known_ = known_ && (!adds_ || *adds_ == adds) && (!adds_ || rules_ == parts.rules);
        adds_ = adds;
        rules_ = exact ? std::uint8_t{0} : parts.rules;
    }
    [[nodiscard]] std::optional<PauseAdds> adds() const { return known_ ? adds_ : std::nullopt; }
    [[nodiscard]] bool rolls() const { return (rules_ & period_rolls) != 0; }
    [[nodiscard]] bool counts_first() const { return (rules_ & period_counts_first) != 0; }

private:
    bool known_ = true;
    std::optional<PauseAdds> adds_;
    std::uint8_t rules_ = 0;
};

// The same period, whose last day stays what it is.
ExprId without_rolling(Model& model, ExprId period) {
    Expr bare = model.exprs[period];
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(bare.number)});
    bare.number = static_cast<std::int64_t>(make_period(parts.unit, parts.reading, parts.count, static_cast<std::uint8_t>(parts.rules & ~period_rolls)).bits);
    return model.exprs.add(std::move(bare));
}

// Up to when the days are counted already: the day of what they are counted from, and that of the last pause.
ExprId counted_days(Model& model, const Clock& clock, bool first_counts, Span span) {
    const Type instant = type_of_kind(TypeKind::instant);
    ExprId anchor = clock.anchor;
    if (first_counts) {
        anchor = made_of(model, ExprKind::start_of_day, instant, span, {anchor});
        anchor = made_of(model, ExprKind::just_before, instant, span, {anchor});
    }
    const StateId resumed = state_called(model, clock.id, kResumed);
    const ExprId happened =
        made_of(model, ExprKind::is_set, type_of_kind(TypeKind::boolean), span, {of_state(model, ExprKind::entered, resumed, span)});
    const ExprId later = made_of(model, ExprKind::larger, instant, span, {anchor, of_state(model, ExprKind::entered, resumed, span)});
    return made_of(model, ExprKind::choose, instant, span, {happened, later, anchor});
}

}  // namespace

void build_clocks(Analyser& analyser, CaseEntry& entry) {
    for (const syntax::Item& item : *entry.body->items) {
        const auto* named = std::get_if<syntax::NamedValue>(&item);
        if (named == nullptr || !named->paused || named->kind != syntax::NamedValue::Kind::deadline) continue;
        const auto row = std::find_if(analyser.named.begin(), analyser.named.end(),
                                      [&](const NamedEntry& one) { return one.written == named && one.body == entry.body; });
        const NamedId id(static_cast<std::size_t>(row - analyser.named.begin()));
        Clock& clock = build_clock(analyser, entry, named->name.text, *named->paused, named->name.span);
        analyser.moving[id].clock = &clock;
    }
    // States grow while clocks are made; those of clocks hold no rules that pause.
    const std::size_t states = analyser.model.states.size();
    for (std::size_t i = 0; i < states; ++i) {
        if (analyser.model.states[StateId(i)].of != entry.id) continue;
        const std::vector<StateSource> sources = analyser.states[i].sources;
        for (const StateSource& source : sources) {
            if (source.items == nullptr) continue;
            for (const syntax::Item& item : *source.items) {
                const auto* rule = std::get_if<syntax::DeadlineRule>(&item);
                if (rule == nullptr || !rule->paused || source.body->instance.valid()) continue;
                const std::string of = source.body->lowered ? source.body->prefix.substr(0, source.body->prefix.find('.')) : std::string();
                const std::string name = of.empty() ? analyser.model.states[StateId(i)].name : of;
                entry.paused_rules[rule] = &build_clock(analyser, entry, name, *rule->paused, rule->span);
            }
        }
    }
}

ExprId paused_value(Analyser& analyser, Clock& clock, const Body& body, const Place& place, ExprId base) {
    Model& model = analyser.model;
    if (model.exprs[base].type.kind == TypeKind::unknown) return base;
    const Span span = clock.place;
    Counting counting;
    const ExprId anchor = change_rows(model, base, [&](ExprId value) {
        if (model.exprs[value].kind != ExprKind::after_period) return ExprId();
        counting.add(model.exprs[model.exprs[value].children[0]]);
        return model.exprs[value].children[1];
    });
    if (!anchor.valid() || !counting.adds()) {
        body.sink->error("moving-needs-period", span, "a clock that stands still wants one period that is counted from something",
                         "write `30 days after applied, paused while …`; of several rows, all in hours, in days or in business days")
            .why = "what a pause adds is said by how the period counts: exact time, days, or working days";
        return base;
    }
    clock.anchor = anchor;
    clock.adds = *counting.adds();
    if (counting.rolls()) {
        base = change_rows(model, base, [&](ExprId value) {
            Expr bare = model.exprs[value];
            bare.children[0] = without_rolling(model, bare.children[0]);
            return model.exprs.add(std::move(bare));
        });
    }
    const Type truth = type_of_kind(TypeKind::boolean), instant = type_of_kind(TypeKind::instant);
    const StateId standing = state_called(model, clock.id, kStanding), resumed = state_called(model, clock.id, kResumed);
    const ExprId happened = made_of(model, ExprKind::is_set, truth, span, {of_state(model, ExprKind::entered, resumed, span)});
    const ExprId later = made_of(model, ExprKind::greater, truth, span, {of_state(model, ExprKind::entered, resumed, span), anchor});
    const ExprId shifted = made_of(model, ExprKind::logical_and, truth, span, {happened, later});
    clock.before = made_of(model, ExprKind::choose, instant, span, {shifted, kept_instant(model, clock.due, span), base});
    const ExprId condition = body.typer->condition(*clock.condition, place);
    const ExprId stands = made_of(model, ExprKind::logical_or, truth, span, {of_state(model, ExprKind::in_state, standing, span), condition});
    const ExprId never = made_of(model, ExprKind::never, instant, span, {});
    const ExprId due = made_of(model, ExprKind::choose, instant, span, {stands, never, clock.before});
    clock.first_day_counts = counting.counts_first();
    return counting.rolls() ? made_of(model, ExprKind::roll, instant, span, {due}) : due;
}

void finish_clocks(Analyser& analyser, CaseEntry& entry) {
    Model& model = analyser.model;
    for (Clock& clock : entry.clocks) {
        if (!clock.before.valid()) continue;
        const StateId standing = state_called(model, clock.id, kStanding);
        const Type instant = type_of_kind(TypeKind::instant);
        const Span span = clock.place;
        const ExprId stopped = made_of(model, ExprKind::larger, instant, span, {clock.anchor, of_state(model, ExprKind::entered, standing, span)});
        const ExprId counted = clock.adds == PauseAdds::time ? made_of(model, ExprKind::never, instant, span, {})
                                                               : counted_days(model, clock, clock.first_day_counts, span);
        Action action;
        action.kind = ActionKind::set;
        action.record = clock.due;
        action.span = span;
        action.value = made_of(model, ExprKind::resumed, instant, span, {clock.before, stopped, counted});
        model.exprs[action.value].number = static_cast<std::int64_t>(clock.adds);
        for (const WhenId when : model.states[standing].whens) {
            for (const TransitionId rule : model.whens[when].transitions) model.transitions[rule].actions.push_back(action);
        }
    }
}

}  // namespace recourse::semantics
