#include "compiler/scenarios/expectations.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/emit/text.h"
#include "compiler/scenarios/reasons.h"

namespace recourse::scenarios {

using semantics::ExpectKind;
using semantics::ScenarioStep;

namespace {

// The model has a thing that the program lacks: emit and model disagree, which no policy can cause.
Shortfall missing(std::string_view what) {
    return {fmt::format("the compiled program lacks {}: this is a fault of the compiler", what), {}, {}, {}};
}

std::string literal(const Bridge& bridge, Stage& stage, semantics::ExprId id) {
    if (!id.valid()) return "none";
    const semantics::Expr& expr = bridge.model().exprs[id];
    if (expr.kind == semantics::ExprKind::constant && expr.type.kind == semantics::TypeKind::instant) return stage.when(expr.number);
    return emit::expression_text(bridge.model(), id);
}

bool equal(const Value& a, std::int64_t number, std::string_view text, bool is_text) {
    return a.number == number && (!is_text || a.number == absent || a.text == text);
}

// ---- states -------------------------------------------------------------------------------------------------------------------

std::string names_of_states(const Bridge& bridge, const ScenarioStep& step) {
    std::string names;
    for (const semantics::StateId id : step.states) {
        if (!names.empty()) names += " and ";
        names += bridge.model().states[id].path;
    }
    return names;
}

// Why the state's machine is where it is: the reason of the rule that last moved it; a rule that stays counts only if it gives one.
std::string_view last_reason(const Bridge& bridge, const Stage& stage, semantics::StateId state) {
    const semantics::Model& model = bridge.model();
    const std::vector<Move>& moves = stage.moves();
    for (auto move = moves.rbegin(); move != moves.rend(); ++move) {
        const semantics::StateId entered = bridge.state_of(move->to);
        if (move->transition == none || !entered.valid() || model.states[entered].machine != model.states[state].machine) continue;
        const std::string_view reason = bridge.program().reason_name(move->transition);
        if (move->from != move->to || !reason.empty()) return reason;
    }
    return {};
}

// When what runs in a state is due; never when nothing does.
class DueIn : public DeadlineListener {
public:
    explicit DueIn(std::uint32_t state) : state_(state) {}
    void deadline(const DeadlineInfo& deadline) override {
        if (deadline.state == state_ && deadline.deadline != none) due = std::min(due, deadline.due);
    }
    Instant due = never;

private:
    std::uint32_t state_;
};

// A duty stands until its own deadline: the last instant at which it can be fulfilled in time.
Shortfall check_pending_until(const Bridge& bridge, Stage& stage, const ScenarioStep& step) {
    const std::uint32_t state = bridge.state(step.states.front());
    DueIn listener(state);
    deadlines(bridge.program(), stage.at_hand(), listener);
    if (listener.due == *step.until) return {};
    const std::string expected = names_of_states(bridge, step);
    const auto shown = [&](Instant until) { return until == never ? expected + " without end" : fmt::format("{} until {}", expected, stage.when(until)); };
    return {"the duty has another last instant", shown(*step.until), shown(listener.due), {}};
}

Shortfall check_states(const Bridge& bridge, Stage& stage, const ScenarioStep& step) {
    const Program& program = bridge.program();
    const std::string expected = names_of_states(bridge, step);
    for (const semantics::StateId id : step.states) {
        const std::uint32_t state = bridge.state(id);
        if (state == none) return missing("state " + bridge.model().states[id].path);
        if (in_state(program, stage.at_hand(), state)) continue;
        return {"the case is in another state", expected, stage.present_states(), {}};
    }
    if (step.until) {
        if (Shortfall wrong = check_pending_until(bridge, stage, step); !wrong.holds()) return wrong;
    }
    if (step.reason.empty()) return {};
    // `as` belongs to the state that it follows.
    const std::string_view reason = last_reason(bridge, stage, step.states.back());
    if (reason == step.reason) return {};
    return {"the case came here for another reason", fmt::format("{} as {}", expected, step.reason),
            reason.empty() ? expected + " by a rule without a reason" : fmt::format("{} as {}", expected, reason), {}};
}

// Every machine has ended or rests, and one rests.
bool rests(const Program& program, Stage& stage) {
    bool any = false;
    const std::uint32_t first = program.first_machine(stage.type());
    for (std::uint32_t i = first; i < first + program.machine_count(stage.type()); ++i) {
        const std::uint32_t state = active_state(program, stage.at_hand(), i);
        any = any || program.state_is_resting(state);
        if (!program.state_is_resting(state) && !program.state_is_final(state)) return false;
    }
    return any;
}

Shortfall check_status(const Bridge& bridge, Stage& stage, const ScenarioStep& step) {
    const Status status = stage.at_hand().status();
    const bool resting = status == Status::running && rests(bridge.program(), stage);
    bool holds = false;
    std::string_view expected;
    switch (step.expect) {
    case ExpectKind::ended: holds = status == Status::ended; expected = "the case has ended"; break;
    case ExpectKind::halted: holds = status == Status::halted; expected = "the case is halted"; break;
    case ExpectKind::resting: holds = resting; expected = "the case rests"; break;
    default: holds = status == Status::running; expected = "the case runs"; break;
    }
    if (holds) return {};
    const std::string_view actual = status == Status::ended    ? "it has ended"
                                    : status == Status::halted ? "it is halted"
                                    : resting                  ? "it rests"
                                                               : "it runs";
    return {"the case is not as expected", std::string(expected), fmt::format("{}, in {}", actual, stage.present_states()), {}};
}

// ---- values ---------------------------------------------------------------------------------------------------------------------

Shortfall check_value(const Bridge& bridge, Stage& stage, const ScenarioStep& step, semantics::CaseId of) {
    const semantics::Model& model = bridge.model();
    const std::string& name = step.named.valid()    ? model.named[step.named].name
                              : step.record.valid() ? model.records[step.record].name
                                                    : model.facts[step.fact].name;
    const std::uint32_t index = bridge.named(of, name);
    if (index == none) return missing("the value " + name);
    const NamedValue actual = named_value(bridge.program(), stage.at_hand(), index);
    const TypeInfo type = bridge.program().named_type(stage.type(), index);
    const Value expected = value_of(model, step.value);
    const bool same = actual.ok && equal(actual.value, expected.number, expected.text, type.type == ValueType::text);
    if (same) return {};
    const std::string shown = actual.ok ? stage.words(type, actual.value) : "it cannot be computed: it leaves its bounds";
    return {fmt::format("`{}` has another value", name), fmt::format("{} = {}", name, literal(bridge, stage, step.value)),
            fmt::format("{} = {}{}", name, shown, actual.provisional ? " (provisional: beyond the calendar's years)" : ""), {}};
}

// ---- effects ----------------------------------------------------------------------------------------------------------------------

bool matches(const Bridge& bridge, const ScenarioStep& step, const PerformedEffect& performed) {
    if (performed.effect != bridge.effect(step.effect)) return false;
    return std::all_of(step.values.begin(), step.values.end(), [&](const semantics::NamedLiteral& literal) {
        if (literal.index >= performed.arguments.size()) return false;
        const PerformedEffect::Argument& actual = performed.arguments[literal.index];
        const TypeInfo type = bridge.program().effect_parameter(performed.effect, literal.index).type;
        return equal(value_of(bridge.model(), literal.value), actual.number, actual.text, type.type == ValueType::text);
    });
}

Shortfall check_effect(const Bridge& bridge, Stage& stage, const ScenarioStep& step) {
    const semantics::Effect& effect = bridge.model().effects[step.effect];
    const auto& performed = stage.effects();
    const bool found = std::any_of(performed.begin(), performed.end(), [&](const auto& one) { return matches(bridge, step, one); });
    const bool wanted = step.expect == ExpectKind::effect;
    if (found == wanted) return {};
    std::string expected = wanted ? effect.name + "(" : "no " + effect.name;
    for (std::size_t i = 0; wanted && i < step.values.size(); ++i) {
        const auto& [index, value, undecided, span] = step.values[i];
        expected += fmt::format("{}{}: {}", i == 0 ? "" : ", ", effect.parameters[index].name, literal(bridge, stage, value));
    }
    if (wanted) expected += ")";
    std::string actual;
    for (const PerformedEffect& one : performed) actual += (actual.empty() ? "" : ", ") + stage.words(one);
    if (actual.empty()) actual = "no effect";
    return {wanted ? "this effect was not produced since the last line of input" : "this effect was produced since the last line of input",
            std::move(expected), std::move(actual), {}};
}

// ---- rights -----------------------------------------------------------------------------------------------------------------------

class OnePermission : public PermissionListener {
public:
    explicit OnePermission(std::uint32_t event) : event_(event) {}
    void permission(const Permission& permission) override {
        if (permission.event == event_) found = permission;
    }
    std::optional<Permission> found;

private:
    std::uint32_t event_;
};

std::string window(Stage& stage, std::optional<Instant> from, std::optional<Instant> until) {
    std::string shown;
    if (from) shown += *from == never ? " never" : " from " + stage.when(*from);
    if (until) shown += *until == never ? " without end" : " until " + stage.when(*until);
    return shown;
}

Shortfall check_right(const Bridge& bridge, Stage& stage, const ScenarioStep& step, semantics::CaseId of) {
    const semantics::Model& model = bridge.model();
    const std::uint32_t event = bridge.event(of, step.event);
    const std::uint32_t party = bridge.party(step.party);
    if (event == none || party == none) return missing("event " + model.events[step.event].name);
    const Instant asked = std::max(step.at, stage.at_hand().sealed()) + 1;
    OnePermission listener(event);
    allowed(bridge.program(), stage.at_hand(), party, asked, listener);
    Permission right = listener.found.value_or(Permission{});
    if (!listener.found) right.why_not.reason = Reason::wrong_party;

    const std::string who = model.parties[step.party].name + " may ";
    const std::string& what = model.events[step.event].name;
    const bool wanted = step.expect == ExpectKind::may || step.from;    // `may ship from T` is of one who may not yet
    const Input input{event, party, asked, {}, {}};
    const StepResult refusal{Verdict::rejected, right.why_not, 0};
    const std::string why = right.allowed ? std::string() : explain(bridge.program(), stage.at_hand(), input, refusal);
    const std::string actual = right.allowed
        ? fmt::format("{}{}{}", who, what, window(stage, {}, right.until))
        : fmt::format("{}not {} because {}{}", who, what, actual_reason(bridge, step.event, right.why_not),
                      right.from == never ? "" : ", but" + window(stage, right.from, {}));
    if (wanted) {
        const std::string expected = who + what + window(stage, step.from, step.until);
        const bool from_holds = !step.from || (right.allowed ? *step.from <= asked : right.from == *step.from);
        const bool holds = (right.allowed || step.from) && from_holds && (!step.until || right.until == *step.until);
        if (holds) return {};
        return {right.allowed ? "the right has other bounds" : "this is not allowed now", expected, actual, why};
    }
    if (!right.allowed && same_reason(bridge, step, right.why_not)) return {};
    std::string expected = fmt::format("{}not {}", who, what);
    if (step.because != semantics::BecauseKind::none) expected += " because " + expected_reason(step);
    return {right.allowed ? "this is allowed now" : "this is not allowed for another reason", std::move(expected), actual, why};
}

}  // namespace

Shortfall check_expectation(const Bridge& bridge, Stage& stage, const ScenarioStep& step) {
    if (!stage.is_open()) return {"no case is open here", {}, {}, {}};
    switch (step.expect) {
    case ExpectKind::states: return check_states(bridge, stage, step);
    case ExpectKind::value: return check_value(bridge, stage, step, step.of);
    case ExpectKind::may:
    case ExpectKind::may_not: return check_right(bridge, stage, step, step.of);
    case ExpectKind::effect:
    case ExpectKind::no_effect: return check_effect(bridge, stage, step);
    case ExpectKind::ended:
    case ExpectKind::resting:
    case ExpectKind::running:
    case ExpectKind::halted: return check_status(bridge, stage, step);
    case ExpectKind::results:
    case ExpectKind::none: break;
    }
    return {};
}

Shortfall check_answer(const Bridge& bridge, Stage& stage, const ScenarioStep& step, const Input& input, const StepResult& result) {
    const std::string& name = bridge.model().events[step.event].name;
    const auto why = [&] { return explain(bridge.program(), stage.at_hand(), input, result); };
    if (result.verdict == Verdict::halted) return {fmt::format("`{}` halts the case", name), {}, {}, why()};
    const bool was_refused = result.verdict == Verdict::rejected;
    if (!step.refused) {
        if (!was_refused) return {};
        return {fmt::format("`{}` is refused", name), "it is accepted",
                "refused because " + actual_reason(bridge, step.event, result.rejection), why()};
    }
    std::string expected = "refused";
    if (step.because != semantics::BecauseKind::none) expected += " because " + expected_reason(step);
    if (!was_refused) {
        return {fmt::format("`{}` is not refused", name), expected,
                result.verdict == Verdict::ignored ? "it is ignored" : "it is accepted", {}};
    }
    if (same_reason(bridge, step, result.rejection)) return {};
    return {fmt::format("`{}` is refused for another reason", name), expected,
            "refused because " + actual_reason(bridge, step.event, result.rejection), why()};
}

Shortfall check_decision(const Bridge& bridge, Stage& stage, const ScenarioStep& step, std::uint32_t& row) {
    const semantics::Decision& decision = bridge.model().decisions[step.decision];
    const std::uint32_t index = bridge.decision(step.decision);
    if (index == none) return missing("decision " + decision.name);
    std::vector<Value> parameters(decision.parameters.size());
    for (const auto& literal : step.values) parameters[literal.index] = value_of(bridge.model(), literal.value);
    const DecisionResult result = decide(bridge.program(), index, parameters);
    row = result.row;
    if (result.row == none && !result.undecided) {
        return {fmt::format("`{}` gives no answer", decision.name), {}, {},
                actual_reason(bridge, semantics::EventId(), result.rejection)};
    }
    for (const semantics::NamedLiteral& wanted : step.results) {
        const FieldInfo field = bridge.program().decision_result(index, wanted.index);
        const Value expected = value_of(bridge.model(), wanted.value);
        const Value actual = wanted.index < result.count ? result.results[wanted.index] : Value{};
        const bool same = wanted.undecided ? result.undecided
                                           : !result.undecided && equal(actual, expected.number, expected.text,
                                                                        field.type.type == ValueType::text);
        if (same) continue;
        std::string shown = result.undecided ? "undecided" : stage.words(field.type, actual);
        if (!result.undecided && result.up_to[wanted.index]) shown = "up to " + shown;
        if (result.row != none) shown += fmt::format(", by row `{}`", bridge.program().row_name(result.row));
        return {fmt::format("`{}` answers otherwise", decision.name),
                fmt::format("{} = {}", field.name, wanted.undecided ? "undecided" : literal(bridge, stage, wanted.value)),
                fmt::format("{} = {}", field.name, shown), {}};
    }
    return {};
}

}  // namespace recourse::scenarios
