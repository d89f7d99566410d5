#include "compiler/emit/diagram_parts.h"

#include "compiler/emit/numbering.h"
#include "compiler/emit/text.h"
#include "compiler/semantics/walk.h"

#include <algorithm>
#include <array>

#include <recourse/time.hpp>

namespace recourse::emit {

using namespace semantics;

namespace {

// "agreed by silence" of a reason that has no label.
std::string spoken(std::string name) {
    std::ranges::replace(name, '_', ' ');
    return name;
}

// "5 天", "3 个工作日": Chinese wants a measure word between some numbers and units. A duration is a period of exact
// milliseconds, and packed as one.
std::string chinese_period(std::int64_t packed) {
    const PeriodParts parts = unpack(Period{static_cast<std::uint64_t>(packed)});
    const auto with = [](std::int64_t count, const char* unit) { return std::to_string(count) + " " + unit; };
    const bool whole = parts.reading == Reading::whole;
    switch (parts.unit) {
    case Unit::exact:
        if (parts.count % hour_ms == 0) return with(parts.count / hour_ms, "小时");
        if (parts.count % minute_ms == 0) return with(parts.count / minute_ms, "分钟");
        return with(parts.count / second_ms, "秒");
    case Unit::days: return with(parts.count, whole ? "个整日" : "天");
    case Unit::weeks: return with(parts.count, "周");
    case Unit::months: return with(parts.count, "个月");
    case Unit::years: return with(parts.count, "年");
    case Unit::business_days: return with(parts.count, "个工作日");
    }
    return {};
}

} // namespace

// ---- words -----------------------------------------------------------------------------------------------------------------

std::string DiagramWords::label(const std::string& name) const {
    const std::string* english = nullptr;
    for (const LabelText& label : model_.labels) {
        if (label.of != name) continue;
        if (label.language == language_ || (zh() && label.language.starts_with("zh"))) return label.text;
        if (label.language == "en") english = &label.text;
    }
    return english != nullptr ? *english : name;
}

std::string DiagramWords::state(StateId id) const {
    const State& state = model_.states[id];
    const std::string by_path = label(state.path);
    return by_path != state.path ? by_path : label(state.name);
}

std::string DiagramWords::event(EventId id) const {
    const std::string& name = model_.events[id].name;
    const std::string by_path = label(name);
    const std::size_t dot = name.rfind('.');
    return by_path != name || dot == std::string::npos ? by_path : label(name.substr(dot + 1));
}

std::string DiagramWords::parties(const Event& event) const {
    if (event.by.size() > 2 && event.by.size() == model_.parties.size()) return zh() ? "任何一方" : "anyone";
    std::string text;
    for (const PartyId id : event.by) text += (text.empty() ? "" : zh() ? "、" : ", ") + label(model_.parties[id].name);
    return text;
}

std::string DiagramWords::period(ExprId id) const {
    const Expr& expr = model_.exprs[id];
    const bool is_length = expr.type.kind == TypeKind::period || expr.type.kind == TypeKind::duration;
    if (expr.kind != ExprKind::constant || !is_length) return expression_text(model_, id);
    const std::string length = zh() ? chinese_period(expr.number) : period_text(expr.number, model_.counting);
    if (!expr.named.valid()) return length;
    return label(model_.named[expr.named].name) + " (" + length + ")";
}

std::string DiagramWords::instant(ExprId id, bool by_name) const {
    const Expr& expr = model_.exprs[id];
    if (by_name && expr.named.valid()) return label(model_.named[expr.named].name);
    const bool counted = expr.kind == ExprKind::after_period || expr.kind == ExprKind::before_period;
    if (!zh() || !counted) return by_name ? expression_text(model_, id) : definition_text(model_, id);
    return instant(expr.children[1]) + (expr.kind == ExprKind::after_period ? " 后 " : " 前 ") + period(expr.children[0]);
}

ExprId DiagramWords::period_since_entry(ExprId instant) const {
    if (!instant.valid()) return {};
    const Expr& expr = model_.exprs[instant];
    const bool counted = expr.kind == ExprKind::after_period && expr.children.size() == 2 && !expr.named.valid() &&
                         model_.exprs[expr.children[1]].kind == ExprKind::state_entry;
    return counted ? expr.children[0] : ExprId();
}

std::string DiagramWords::due(const Deadline& deadline) const {
    if (const ExprId length = period_since_entry(deadline.due); length.valid()) {
        return zh() ? period(length) + "后" : "after " + period(length);
    }
    std::string text = instant(deadline.due);
    if (model_.exprs[deadline.due].named.valid()) {
        const std::string definition = instant(deadline.due, false);
        // A definition in rows would not fit an arrow.
        if (definition.find(", ") == std::string::npos) text += " (" + definition + ")";
    }
    return zh() ? "到 " + text : "at " + text;
}

std::string DiagramWords::limb(const semantics::Limb& limb) const {
    if (limb.kind == LimbKind::condition) return (zh() ? "若 " : "if ") + expression_text(model_, limb.condition);
    const ExprId length = period_since_entry(limb.instant);
    if (limb.kind == LimbKind::until) {
        if (length.valid()) return zh() ? period(length) + "内" : "within " + period(length);
        const std::string text = instant(limb.instant);
        return zh() ? "至 " + text : "until " + text;
    }
    const std::string text = length.valid() ? period(length) + (zh() ? "后" : " after entering") : instant(limb.instant);
    return zh() ? "自 " + text + " 起" : "from " + text;
}

std::string DiagramWords::when(ExprId condition) const {
    return (zh() ? "一旦 " : "when ") + expression_text(model_, condition);
}

std::string DiagramWords::call(const Action& action) const {
    std::string text = label(model_.effects[action.effect].name) + "(";
    for (std::size_t i = 0; i < action.arguments.size(); ++i) {
        text += (i > 0 ? ", " : "") + expression_text(model_, action.arguments[i]);
    }
    return text + ")";
}

std::string DiagramWords::takes(EventId id) const { return (zh() ? "接受 " : "takes ") + event(id); }

std::string DiagramWords::times(std::uint32_t at_most) const {
    if (zh()) return "限 " + std::to_string(at_most) + " 次";
    return at_most == 1 ? "at most once" : "at most " + std::to_string(at_most) + " times";
}

// ---- arrows and boxes ------------------------------------------------------------------------------------------------------

namespace {

bool is_part(const Model& model, ExprId whole, ExprId part) {
    bool found = false;
    walk(model, whole, [&](ExprId id, const Expr&) { found = found || id == part; });
    return found;
}

Arrow arrow_of(const Model& model, TransitionId id, ArrowKind kind, const DiagramWords& words) {
    const Transition& rule = model.transitions[id];
    Arrow arrow;
    arrow.kind = kind;
    arrow.from = rule.owner;
    arrow.to = rule.target;
    arrow.rule = id;
    arrow.late = rule.without_right;
    if (rule.event.valid()) {
        const Event& event = model.events[rule.event];
        arrow.who = words.parties(event);
        arrow.what = words.event(rule.event);
        const std::uint32_t most = rule.at_most > 0 ? rule.at_most : event.at_most;
        if (most > 0) arrow.conditions.push_back(words.times(most));
    }
    for (const semantics::Limb& limb : rule.limbs) {
        // The head of a `when`, whole or in its parts, is what the arrow says itself.
        if (!rule.when.valid() || !is_part(model, model.whens[rule.when].condition, limb.condition)) {
            arrow.conditions.push_back(words.limb(limb));
        }
    }
    if (rule.otherwise) arrow.conditions.push_back(words.otherwise());
    if (const std::string& reason = rule.text.reason; !reason.empty()) {
        arrow.reason = words.label(reason);
        if (arrow.reason == reason) arrow.reason = spoken(reason);
    }
    return arrow;
}

} // namespace

std::vector<Arrow> arrows_of(const Model& model, CaseId type, const DiagramWords& words) {
    std::vector<Arrow> arrows;
    const auto add = [&](const std::vector<TransitionId>& rules, ArrowKind kind, const std::string& what) {
        for (const TransitionId id : rules) {
            if (model.transitions[id].target_kind != TargetKind::move) continue;
            arrows.push_back(arrow_of(model, id, kind, words));
            if (!what.empty()) arrows.back().what = what;
        }
    };
    const Numbering numbers = number_entities(model);
    for (const StateId id : numbers.states_of_case[type.index()]) {
        const State& state = model.states[id];
        add(state.on, ArrowKind::event, {});
        for (const DeadlineId deadline : state.deadlines) {
            add(model.deadlines[deadline].transitions, ArrowKind::deadline, words.due(model.deadlines[deadline]));
        }
        for (const WhenId when : state.whens) {
            add(model.whens[when].transitions, ArrowKind::condition, words.when(model.whens[when].condition));
        }
    }
    return arrows;
}

Box box_of(const Model& model, StateId id, const DiagramWords& words) {
    const State& state = model.states[id];
    Box box{id, words.state(id), {}};
    for (const Action& action : state.entry) {
        if (action.kind == ActionKind::perform) box.notes.push_back(words.call(action));
    }
    std::vector<EventId> taken;
    for (const TransitionId rule : state.on) {
        const Transition& transition = model.transitions[rule];
        if (transition.target_kind == TargetKind::stay && std::ranges::find(taken, transition.event) == taken.end()) {
            taken.push_back(transition.event);
        }
    }
    for (const EventId event : taken) box.notes.push_back(words.takes(event));
    return box;
}

std::string state_diagram(const DiagramInput& input, DiagramFormat format) {
    switch (format) {
    case DiagramFormat::dot: return dot_diagram(input);
    case DiagramFormat::mermaid: return mermaid_diagram(input);
    case DiagramFormat::json: return json_diagram(input);
    }
    return {};
}

} // namespace recourse::emit
