#include "compiler/emit/rules.h"

#include "compiler/emit/code.h"
#include "compiler/emit/guards.h"
#include "compiler/emit/quote.h"
#include "compiler/emit/text.h"
#include "compiler/emit/types.h"
#include "compiler/graph/precedence.h"

#include <algorithm>
#include <map>
#include <utility>

namespace recourse::emit {

using namespace semantics;
using format::kNone;
using format::Op;

namespace {

format::Target target_of(TargetKind kind) {
    switch (kind) {
    case TargetKind::move: return format::Target::move;
    case TargetKind::stay: return format::Target::stay;
    case TargetKind::ignore: return format::Target::ignore;
    case TargetKind::refuse: return format::Target::refuse;
    case TargetKind::outside: return format::Target::outside;
    }
    return format::Target::stay;
}

// All right-hand sides are read before anything is written, so that `set a = b, set b = a` swaps.
format::Code write_actions(Writer& writer, const CodeScope& scope, const std::vector<Action>& actions) {
    Piece piece(writer, scope);
    std::vector<std::uint32_t> stores;
    for (const Action& action : actions) {
        if (action.kind != ActionKind::set) continue;
        piece.value(action.value);
        stores.push_back(scope.slot(memory::record(action.record)));
    }
    std::ranges::reverse(stores);
    for (const std::uint32_t slot : stores) piece.op(Op::store_slot, slot);
    for (const Action& action : actions) {
        if (action.kind == ActionKind::count) piece.op(Op::count_slot, scope.slot(memory::record(action.record)));
    }
    return piece.finish();
}

format::ArgumentRecord write_argument(Writer& writer, const CodeScope& scope, ExprId id) {
    format::ArgumentRecord record{kNone, kNone, kNone, kNone, type_record(writer.model.exprs[id].type), kNone};
    const Expr& expr = writer.model.exprs[id];
    if (!is_text(writer.model, id)) {
        record.code = value_code(writer, scope, id);
        return record;
    }
    if (expr.kind == ExprKind::text_literal) record.type.type = format::Type::text;
    const TextPlace place = text_place(writer, scope, id);
    switch (place.kind) {
    case TextPlace::Kind::literal: record.text = place.index; break;
    case TextPlace::Kind::field: record.text_field = place.index; break;
    case TextPlace::Kind::slot: record.text_slot = place.index; break;
    case TextPlace::Kind::parameter:
    case TextPlace::Kind::absent: break; // all of them kNone: not given
    }
    return record;
}

bool reads_payload_of(const Writer& writer, format::Range limbs) {
    for (std::uint32_t i = 0; i < limbs.count; ++i) {
        if (writer.image.limbs[limbs.first + i].reads_payload != 0) return true;
    }
    return false;
}

format::TransitionRecord write_transition(Writer& writer, const CodeScope& around, TransitionId id) {
    const Transition& transition = writer.model.transitions[id];
    const CodeScope scope = around.in(transition.owner);
    format::TransitionRecord record{};
    record.target_kind = target_of(transition.target_kind);
    record.owner = transition.owner.valid() ? writer.numbers.of(transition.owner) : kNone;
    record.target = transition.target.valid() ? writer.numbers.of(transition.target) : kNone;
    record.event = transition.event.valid() ? writer.numbers.of(transition.event) : kNone;
    record.count_slot = transition.at_most > 0 ? scope.slot(memory::rule_count(transition.rule)) : kNone;
    record.at_most = transition.at_most;
    Piece guard(writer, scope);
    guard.guard(transition);
    record.guard = guard.finish();
    record.limbs = write_limbs(writer, scope, transition);
    record.actions = write_actions(writer, scope, transition.actions);
    record.effects = write_calls(writer, scope, transition.actions);
    record.reason = writer.text_or_none(transition.text.reason);
    record.because = writer.text_or_none(transition.because);
    record.cites = write_cites(writer, transition.text);
    record.location = write_location(writer, transition.span);
    Boundaries boundaries(writer, scope);
    boundaries.add(transition);
    record.boundaries = boundaries.finish();
    record.covers = writer.numbers.first_rule[scope.of.index()] + transition.rule;
    record.key = writer.rule_keys[id.index()];
    if (transition.otherwise) record.flags |= format::kOtherwise;
    if (transition.without_right) record.flags |= format::kWithoutRight;
    if (reads_payload_of(writer, record.limbs)) record.flags |= format::kReadsPayload;
    return record;
}

std::uint32_t clause_index(Writer& writer, const Citation& cite) {
    const std::vector<Clause>& listed = writer.model.clauses;
    const auto found = std::ranges::find_if(
        listed, [&](const Clause& c) { return c.source == cite.source && c.clause == cite.clause; });
    if (found != listed.end()) return static_cast<std::uint32_t>(found - listed.begin());
    // A source that lists no clauses may be cited all the same.
    const format::Str source = writer.text(cite.source), clause = writer.text(as_cited(cite.source, cite.clause));
    auto& all = writer.image.clauses;
    for (std::uint32_t i = static_cast<std::uint32_t>(listed.size()); i < all.size(); ++i) {
        if (all[i].source == source && all[i].clause == clause) return i;
    }
    const auto same_source = std::ranges::find(listed, cite.source, &Clause::source);
    const format::Str title = same_source == listed.end() ? kNone : writer.text_or_none(same_source->source_title);
    all.push_back({source, title, clause, kNone});
    return size_of(all) - 1;
}

// The rules of one state on one event.
struct StateGroup {
    EventId event;
    std::vector<TransitionId> transitions;
    std::uint32_t record = kNone;
};

std::vector<StateGroup> groups_of(const Model& model, StateId state) {
    std::vector<StateGroup> groups;
    for (const TransitionId id : model.states[state].on) {
        const EventId event = model.transitions[id].event;
        auto found = std::ranges::find(groups, event, &StateGroup::event);
        if (found == groups.end()) found = groups.insert(groups.end(), StateGroup{event, {}, kNone});
        found->transitions.push_back(id);
    }
    for (StateGroup& group : groups) group.transitions = graph::in_precedence(model, std::move(group.transitions));
    return groups;
}

} // namespace

format::Range write_transitions(Writer& writer, const CodeScope& scope, const std::vector<TransitionId>& transitions) {
    std::vector<format::TransitionRecord> records;
    records.reserve(transitions.size());
    for (const TransitionId id : transitions) records.push_back(write_transition(writer, scope, id));
    return append(writer.image.transitions, records);
}

format::Range write_calls(Writer& writer, const CodeScope& scope, const std::vector<Action>& actions) {
    std::vector<format::CallRecord> calls;
    for (const Action& action : actions) {
        if (action.kind != ActionKind::perform) continue;
        std::vector<format::ArgumentRecord> arguments;
        const std::vector<Field>& parameters = writer.model.effects[action.effect].parameters;
        for (std::size_t i = 0; i < action.arguments.size(); ++i) {
            arguments.push_back(write_argument(writer, scope, action.arguments[i]));
            // Printed as it is declared, whatever the type of what is passed.
            if (i >= parameters.size()) continue;
            arguments.back().type = type_record(parameters[i].type);
            if (may_leave(writer.model, action.arguments[i], parameters[i].type)) {
                arguments.back().bounds = writer.image.effects[action.effect.index()].parameters.first + static_cast<std::uint32_t>(i);
            }
        }
        calls.push_back({action.effect.value, append(writer.image.arguments, arguments), write_location(writer, action.span)});
    }
    return append(writer.image.calls, calls);
}

format::Range write_cites(Writer& writer, const RuleText& text) {
    std::vector<std::uint32_t> cites;
    for (const Citation& cite : text.cites) cites.push_back(clause_index(writer, cite));
    return append(writer.image.cites, cites);
}

std::uint32_t write_location(Writer& writer, support::Span span) {
    if (!span.valid() || writer.sources == nullptr || span.file.index() >= writer.sources->size()) return kNone;
    const auto [known, is_new] = writer.locations.try_emplace(span, size_of(writer.image.locations));
    if (!is_new) return known->second;
    const support::SourceFile& file = (*writer.sources)[span.file];
    const support::LineColumn at = file.locate(span.begin);
    writer.image.locations.push_back({writer.text(file.path()), at.line, at.column, writer.text(quoted_rule(file, at.line))});
    return known->second;
}

std::uint32_t write_dispatch(Writer& writer, const CodeScope& scope) {
    const Case& type = writer.model.cases[scope.of];
    const auto& states = writer.numbers.states_of_case[scope.of.index()];
    const std::uint32_t first = size_of(writer.image.dispatch);
    // The answering group by state and event; states are in pre-order, so that a parent's is known before its children's.
    std::map<std::pair<StateId, EventId>, std::uint32_t> answers;
    for (const StateId state : states) {
        const StateId parent = writer.model.states[state].parent;
        for (const EventId event : type.events) {
            const auto outer = answers.find({parent, event});
            if (outer != answers.end()) answers[{state, event}] = outer->second;
        }
        for (const StateGroup& group : groups_of(writer.model, state)) {
            const bool hands_out = std::ranges::any_of(group.transitions, [&](TransitionId id) {
                return writer.model.transitions[id].target_kind == TargetKind::outside;
            });
            const auto outer = answers.find({state, group.event});
            const std::uint32_t outside = hands_out && outer != answers.end() ? outer->second : kNone;
            const format::Range rules = write_transitions(writer, scope, group.transitions);
            answers[{state, group.event}] = size_of(writer.image.groups);
            writer.image.groups.push_back({rules, outside, writer.numbers.of(state)});
        }
        for (const EventId event : type.events) {
            const auto found = answers.find({state, event});
            writer.image.dispatch.push_back(found == answers.end() ? kNone : found->second);
        }
    }
    return first;
}

} // namespace recourse::emit
