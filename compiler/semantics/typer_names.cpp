// Names: what a word or path stands for in its place.
#include <algorithm>

#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

using S = syntax::ExprKind;

std::pair<Symbol*, std::string> ExprTyper::resolve(std::string_view path) {
    if (place_.scope == nullptr) return {nullptr, std::string(path)};
    for (std::size_t end = path.size(); end != std::string_view::npos && end > 0;) {
        if (Symbol* symbol = place_.scope->lookup(path.substr(0, end))) {
            return {symbol, end == path.size() ? std::string() : std::string(path.substr(end + 1))};
        }
        end = path.rfind('.', end - 1);
    }
    return {nullptr, std::string(path)};
}

// ---- members of kinds --------------------------------------------------------------------------------------------------------

namespace {

std::optional<std::size_t> index_of(const std::vector<std::string>& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

std::string sort_of_symbol(SymbolKind kind) {
    switch (kind) {
        case SymbolKind::party: return "a party";
        case SymbolKind::kind: return "a kind";
        case SymbolKind::member: return "a member of a kind";
        case SymbolKind::fact: return "a fact";
        case SymbolKind::record: return "a record";
        case SymbolKind::event: return "an event";
        case SymbolKind::effect: return "an effect";
        case SymbolKind::named: return "a named value";
        case SymbolKind::decision: return "a decision";
        case SymbolKind::state: return "a state";
        case SymbolKind::machine: return "a machine";
        case SymbolKind::parameter: case SymbolKind::decision_parameter: return "a parameter";
        case SymbolKind::outcome: return "an outcome";
        case SymbolKind::reusable: return "a reusable machine";
        case SymbolKind::calendar: return "a calendar";
        case SymbolKind::case_type: return "a case";
    }
    return "something else";
}

std::string way_to_use(SymbolKind kind, const std::string& name) {
    switch (kind) {
        case SymbolKind::state: return "ask whether the case is there, as `Trade is " + name + "`, or when, as `entered " + name + "`";
        case SymbolKind::machine: return "ask for its state, as `" + name + " is …`";
        case SymbolKind::decision: return "call it with its arguments, as `" + name + "(…)`";
        case SymbolKind::effect: return "effects are done, as `do " + name + "(…)`; they are not read";
        case SymbolKind::case_type: return "only machines are asked for their states; a promise names a state of its case alone, as `S never`";
        case SymbolKind::kind: return "name one of its members, as `" + name + ".…`";
        default: return {};
    }
}

}  // namespace

ExprId ExprTyper::member_named(const Written& written, KindId kind, const Type& expected) {
    const Kind& declared = state_.model.kinds[kind];
    const std::optional<std::size_t> index = state_.member_index(kind, written.text);
    if (!index) return ExprId();
    // A fact or field of the same kind may bear the same word: then nobody can tell which is meant.
    const Symbol* other = place_.scope != nullptr ? place_.scope->peek(written.text) : nullptr;
    if (other != nullptr && other->kind == SymbolKind::fact && other->id < state_.model.facts.size() &&
        same_sort(state_.model.facts[FactId(other->id)].type, member_type(kind))) {
        auto& finding = state_.report("ambiguous-name", written.span,
                                      "`" + written.text + "` is a member of `" + declared.name + "` and a fact of that kind as well",
                                      "write `" + declared.name + "." + written.text + "` for the member, or rename the fact");
        finding.labels.push_back({other->declared, "the fact"});
        finding.fix = diagnostics::Fix{written.span, declared.name + "." + written.text, "say the member"};
        return unknown(written);
    }
    if (other != nullptr && other->kind == SymbolKind::member) place_.scope->lookup(written.text);
    const Type type = expected.kind == TypeKind::set ? member_type(kind) : expected;
    return state_.constant(type, static_cast<std::int64_t>(*index), written.span);
}

// A word that nothing in scope declares, and whose place expects no kind: the one kind that has it.
ExprId ExprTyper::member_without_expectation(const Written& written) {
    KindId only;
    for (const KindId id : state_.model.kinds.ids()) {
        const Kind& kind = state_.model.kinds[id];
        if (!state_.member_index(id, written.text)) continue;
        if (only.valid()) {
            const std::string& first = state_.model.kinds[only].name;
            auto& finding = state_.report("ambiguous-name", written.span,
                                          "`" + written.text + "` is a member of `" + first + "` and of `" + kind.name + "`",
                                          "say which: `" + first + "." + written.text + "` or `" + kind.name + "." + written.text + "`");
            finding.labels.push_back({state_.model.kinds[only].span, "`" + first + "` is declared here"});
            finding.labels.push_back({kind.span, "`" + kind.name + "` is declared here"});
            return unknown(written);
        }
        only = id;
    }
    return only.valid() ? member_named(written, only, member_type(only)) : ExprId();
}

// ---- names that mean nothing -------------------------------------------------------------------------------------------------

ExprId ExprTyper::unknown_name(const Written& written, const Type& expected) {
    // Beyond these nobody reads the suggestions, and each costs a walk over all names.
    constexpr int kMostSuggestions = 100;
    std::vector<std::string> candidates;
    const bool suggest = ++state_.unknown_names <= kMostSuggestions;
    if (suggest && place_.scope != nullptr) candidates = place_.scope->visible();
    if (suggest && expected.of.valid()) {
        const auto& members = state_.model.kinds[expected.of].members;
        candidates.insert(candidates.end(), members.begin(), members.end());
    }
    std::optional<std::string> near = diagnostics::nearest(written.text, candidates);
    if (const std::size_t dot = written.text.find('.'); !near && dot != std::string::npos) {
        near = diagnostics::nearest(written.text.substr(0, dot), candidates);
        if (near) *near += written.text.substr(dot);
    }
    std::string hint;
    if (near) hint = "did you mean `" + *near + "`?";
    else if (expected.kind == TypeKind::kind) hint = "`" + state_.model.kinds[expected.of].name + "` has no such member";
    else hint = "declare it, or import it from the policy or library that does";
    auto& finding = state_.report("unknown-name", written.span, "there is no `" + written.text + "` here", hint);
    // Only of a bare name the place is the name's own.
    if (near && written.kind == S::name) finding.fix = diagnostics::Fix{written.span, *near, "replace with `" + *near + "`"};
    return unknown(written);
}

ExprId ExprTyper::unknown_part(const Written& written, const std::string& owner, Span declared, const std::string& part,
                               const std::vector<std::string>& parts) {
    const std::optional<std::string> near = diagnostics::nearest(part, parts);
    std::string hint;
    if (near) {
        hint = "did you mean `" + *near + "`?";
    } else if (!parts.empty()) {
        for (const std::string& each : parts) hint += (hint.empty() ? "it has " : ", ") + ("`" + each + "`");
    }
    auto& finding = state_.report("unknown-name", written.span, "`" + owner + "` has no `" + part + "`", hint);
    if (declared.valid()) finding.labels.push_back({declared, "`" + owner + "` is declared here"});
    if (near && written.kind == S::name) {
        finding.fix = diagnostics::Fix{written.span, owner + "." + *near, "replace with `" + owner + "." + *near + "`"};
    }
    return unknown(written);
}

ExprId ExprTyper::wrong_kind(const Written& written, const Symbol& symbol, std::string_view wanted) {
    auto& finding = state_.report("wrong-kind-of-name", written.span,
                                  "`" + written.text + "` is " + sort_of_symbol(symbol.kind) + ", and " + std::string(wanted) + " is wanted here",
                                  way_to_use(symbol.kind, written.text));
    if (symbol.declared.valid()) finding.labels.push_back({symbol.declared, "declared as " + sort_of_symbol(symbol.kind) + " here"});
    return unknown(written);
}

// Decisions read nothing but their parameters, so that they can be asked by themselves.
bool ExprTyper::reads_allowed(const Written& written, std::string_view what) {
    if (!place_.decision.valid()) return true;
    auto& finding = state_.report("decision-reads-case", written.span, "a decision cannot read " + std::string(what),
                                  "give the decision a parameter for it");
    finding.why = "a decision is asked with its arguments alone, by a case or by the host";
    return false;
}

// ---- events --------------------------------------------------------------------------------------------------------------------

ExprId ExprTyper::event_field(const Written& written, EventId event, std::uint32_t index, Occurrence occurrence) {
    Expr expr;
    expr.kind = ExprKind::event_field;
    expr.type = state_.model.events[event].fields[index].type;
    if (expr.type.kind != TypeKind::unknown) expr.type.optional = true;   // the event need not have happened
    expr.span = written.span;
    expr.event = event;
    expr.number = index;
    expr.occurrence = occurrence;
    return state_.add(std::move(expr));
}

// Occurrence::last of the event at hand is the one at hand; `first` and `previous` see it as the latest of all.
ExprId ExprTyper::event_value(const Written& written, EventId event, const std::string& rest, Occurrence occurrence) {
    if (!reads_allowed(written, "an event")) return unknown(written);
    const bool at_hand = place_.at_hand == event;
    const bool itself = at_hand && occurrence == Occurrence::last;
    if (at_hand && occurrence == Occurrence::previous && !place_.after_step) occurrence = Occurrence::last;
    Expr expr;
    expr.span = written.span;
    expr.event = event;
    expr.occurrence = occurrence;
    expr.type = type_of_kind(TypeKind::instant);
    if (rest.empty()) {
        expr.kind = itself ? ExprKind::now : ExprKind::event_instant;
        expr.type.optional = !itself;
        const ExprId id = state_.add(std::move(expr));
        if (!at_hand || occurrence != Occurrence::first) return id;
        Expr now;
        now.kind = ExprKind::now;
        now.type = type_of_kind(TypeKind::instant);
        now.span = written.span;
        return node(ExprKind::smaller, type_of_kind(TypeKind::instant), written.span, {id, state_.add(std::move(now))});
    }
    const Event& declared = state_.model.events[event];
    if (rest == "by" && !declared.happening && written.kind == S::name) {
        expr.kind = itself ? ExprKind::party_at_hand : ExprKind::event_party;
        expr.type = type_of_kind(TypeKind::party);
        expr.type.optional = !itself;
        return state_.add(std::move(expr));
    }
    std::vector<std::string> fields;
    for (const Field& field : declared.fields) fields.push_back(field.name);
    const std::optional<std::size_t> index = index_of(fields, rest);
    if (!index) {
        if (!declared.happening && written.kind == S::name) fields.emplace_back("by");
        return unknown_part(written, declared.name, declared.span, rest, fields);
    }
    const auto number = static_cast<std::uint32_t>(*index);
    expr.kind = ExprKind::field_at_hand;
    expr.type = declared.fields[*index].type;
    expr.number = number;
    if (itself) return state_.add(std::move(expr));
    const ExprId remembered = event_field(written, event, number, occurrence);
    if (!at_hand || occurrence != Occurrence::first) return remembered;
    const Type type = expr.type;
    const ExprId happened = node(ExprKind::is_set, type_of_kind(TypeKind::boolean), written.span, {[&] {
                                     Expr instant;
                                     instant.kind = ExprKind::event_instant;
                                     instant.type = type_of_kind(TypeKind::instant);
                                     instant.span = written.span;
                                     instant.event = event;
                                     instant.occurrence = Occurrence::first;
                                     return state_.add(std::move(instant));
                                 }()});
    return node(ExprKind::choose, type, written.span, {happened, remembered, state_.add(std::move(expr))});
}

std::optional<EventId> ExprTyper::event_of(const Written& written) {
    const auto [symbol, rest] = resolve(written.text);
    if (symbol == nullptr) {
        unknown_name(written, {});
        return std::nullopt;
    }
    if (symbol->kind == SymbolKind::event && rest.empty()) return EventId(symbol->id);
    if (symbol->kind == SymbolKind::event) {
        state_.report("wrong-kind-of-name", written.span, "`" + written.text + "` is a part of an event, and an event is wanted here");
        return std::nullopt;
    }
    wrong_kind(written, *symbol, "an event");
    return std::nullopt;
}

ExprId ExprTyper::first_or_previous(const Written& written, const Type& expected) {
    const auto [symbol, rest] = resolve(written.text);
    if (symbol == nullptr) return unknown_name(written, expected);
    if (symbol->kind != SymbolKind::event) return wrong_kind(written, *symbol, "an event");
    return event_value(written, EventId(symbol->id), rest,
                       written.kind == S::first_of ? Occurrence::first : Occurrence::previous);
}

// ---- values ------------------------------------------------------------------------------------------------------------------

ExprId ExprTyper::copy_of(ExprId id, Span span) {
    Expr copy = state_.model.exprs[id];
    copy.span = span;
    return state_.add(std::move(copy));
}

// The root is copied, so that messages show the use and windows know the name; what it is made of is shared.
ExprId ExprTyper::named_value(const Written& written, NamedId id) {
    const ExprId value = state_.declarations.named_value(id).value;
    if (!value.valid() || state_.is_unknown(value)) return unknown(written);
    if (place_.decision.valid()) {
        const bool reads_case = state_.any_of(value, [](const Expr& expr) {
            switch (expr.kind) {
                case ExprKind::opening: case ExprKind::fact: case ExprKind::record: case ExprKind::event_instant:
                case ExprKind::event_field: case ExprKind::event_party: case ExprKind::entered: case ExprKind::state_entry:
                case ExprKind::in_state: case ExprKind::has_passed:
                    return true;
                default: return false;
            }
        });
        if (reads_case && !reads_allowed(written, "`" + written.text + "`, which depends on the case")) return unknown(written);
        std::vector<DecisionId> callees;
        (void)state_.any_of(value, [&](const Expr& expr) {
            if (expr.kind == ExprKind::decision_result) callees.push_back(expr.decision);
            return false;
        });
        for (const DecisionId callee : callees) note_call(callee, written.span);
    }
    const ExprId copy = copy_of(value, written.span);
    state_.model.exprs[copy].named = id;
    return copy;
}

ExprId ExprTyper::symbol_value(const Written& written, const Symbol& symbol, const std::string& rest) {
    Expr expr;
    expr.span = written.span;
    switch (symbol.kind) {
        case SymbolKind::event: return event_value(written, EventId(symbol.id), rest, Occurrence::last);
        case SymbolKind::fact:
            if (!reads_allowed(written, "a fact of a case")) return unknown(written);
            expr.kind = ExprKind::fact;
            expr.fact = FactId(symbol.id);
            expr.type = state_.model.facts[expr.fact].type;
            return state_.add(std::move(expr));
        case SymbolKind::record:
            if (!reads_allowed(written, "a record of a case")) return unknown(written);
            expr.kind = ExprKind::record;
            expr.record = RecordId(symbol.id);
            expr.type = number_type(TypeKind::integer, state_.model.records[expr.record].low, state_.model.records[expr.record].high);
            return state_.add(std::move(expr));
        case SymbolKind::named: return named_value(written, NamedId(symbol.id));
        case SymbolKind::parameter: return copy_of(ExprId(symbol.id), written.span);
        case SymbolKind::decision_parameter: {
            if (!place_.decision.valid()) return wrong_kind(written, symbol, "a value");
            const auto& parameters = state_.model.decisions[place_.decision].parameters;
            if (symbol.id >= parameters.size()) return unknown(written);
            expr.kind = ExprKind::parameter;
            expr.decision = place_.decision;
            expr.number = symbol.id;
            expr.type = parameters[symbol.id].type;
            return state_.add(std::move(expr));
        }
        case SymbolKind::party: return state_.constant(type_of_kind(TypeKind::party), symbol.id, written.span);
        case SymbolKind::member: return state_.constant(member_type(symbol.of), symbol.id, written.span);
        default: return wrong_kind(written, symbol, "a value");
    }
}

ExprId ExprTyper::name(const Written& written, const Type& expected) {
    if (expected.of.valid() && (expected.kind == TypeKind::kind || expected.kind == TypeKind::set)) {
        if (const ExprId member = member_named(written, expected.of, expected); member.valid()) return member;
    }
    const auto [symbol, rest] = resolve(written.text);
    if (symbol == nullptr) {
        const ExprId member = expected.kind == TypeKind::unknown ? member_without_expectation(written) : ExprId();
        return member.valid() ? member : unknown_name(written, expected);
    }
    if (symbol->kind == SymbolKind::kind && !rest.empty()) {
        const Kind& kind = state_.model.kinds[KindId(symbol->id)];
        const std::optional<std::size_t> index = state_.member_index(KindId(symbol->id), rest);
        if (!index) return unknown_part(written, kind.name, kind.span, rest, kind.members);
        return state_.constant(member_type(KindId(symbol->id)), static_cast<std::int64_t>(*index), written.span);
    }
    const bool whole = rest.empty() || symbol->kind == SymbolKind::event;
    if (!whole) return unknown_part(written, written.text.substr(0, written.text.size() - rest.size() - 1), symbol->declared, rest, {});
    return symbol_value(written, *symbol, rest);
}

ExprId ExprTyper::entered(const Written& written, const Type& expected) {
    if (!reads_allowed(written, "a state of a case")) return unknown(written);
    const auto [symbol, rest] = resolve(written.text);
    if (symbol == nullptr || !rest.empty()) return unknown_name(written, expected);
    if (symbol->kind != SymbolKind::state) return wrong_kind(written, *symbol, "a state");
    Expr expr;
    expr.kind = ExprKind::entered;
    expr.type = type_of_kind(TypeKind::instant);
    expr.type.optional = true;
    expr.span = written.span;
    expr.state = StateId(symbol->id);
    return state_.add(std::move(expr));
}

}  // namespace recourse::semantics
