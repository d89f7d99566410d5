// Conditions: comparisons, logic, sets, states, and what has happened.
#include <algorithm>
#include <array>

#include "compiler/semantics/typer_expr.h"

namespace recourse::semantics {

using S = syntax::ExprKind;

namespace {

Type truth() { return type_of_kind(TypeKind::boolean); }

struct Comparison { S written; ExprKind kind; bool orders; };
constexpr std::array comparisons = {
    Comparison{S::equal, ExprKind::equal, false},      Comparison{S::not_equal, ExprKind::not_equal, false},
    Comparison{S::less, ExprKind::less, true},         Comparison{S::at_most, ExprKind::at_most, true},
    Comparison{S::greater, ExprKind::greater, true},   Comparison{S::at_least, ExprKind::at_least, true},
};

bool orders(ExprKind kind) {
    return std::any_of(comparisons.begin(), comparisons.end(), [&](const Comparison& c) { return c.kind == kind && c.orders; });
}

bool has_order(TypeKind kind) { return is_number(kind) || kind == TypeKind::instant || kind == TypeKind::date; }

}  // namespace

// ---- comparisons -------------------------------------------------------------------------------------------------------------

// A word that only the other side can explain: a member of a kind, or `none`.
bool ExprTyper::waits_for_the_other(const Written& written) const {
    if (written.kind == S::none) return true;
    if (written.kind != S::name || place_.scope == nullptr || written.text.find('.') != std::string::npos) return false;
    const Symbol* symbol = place_.scope->peek(written.text);
    return symbol == nullptr || symbol->kind == SymbolKind::member;
}

std::pair<ExprId, ExprId> ExprTyper::read_pair(const Written& a, const Written& b) {
    if (waits_for_the_other(a) && !waits_for_the_other(b)) {
        const ExprId right = read(b);
        return {read(a, type(right)), right};
    }
    const ExprId left = read(a);
    // The other side says nothing when it is in error itself; a bare word then has no meaning to be missed.
    if (state_.is_unknown(left) && state_.model.exprs[left].kind != ExprKind::absent && waits_for_the_other(b)) return {left, unknown(b)};
    return {left, read(b, type(left))};
}

bool ExprTyper::order_makes_sense(const Written& a, ExprId left, const Written& b, ExprId right, Span span) {
    const Type& type_a = type(left);
    if (!has_order(type_a.kind)) {
        const bool periods = type_a.kind == TypeKind::period;
        state_.report("no-order", span, said(a) + " is " + sort_name(state_.model, type_a) + ", which is neither more nor less than another",
                      periods ? "compare the instants at which periods end: a month is not a number of days" : "ask with `=` or `is one of`");
        return false;
    }
    const bool first = present(left, a, "compared by order");
    return present(right, b, "compared by order") && first;
}

bool ExprTyper::equality_makes_sense(const Written& a, ExprId left, const Written& b, ExprId right, Span span) {
    const TypeKind kind = type(left).kind;
    if (kind == TypeKind::period) {
        state_.report("no-order", span, "periods cannot be compared: a month is not a number of days",
                      "compare the instants at which they end");
        return false;
    }
    for (const auto& [none, other, written] : {std::tuple(left, right, &b), std::tuple(right, left, &a)}) {
        if (state_.model.exprs[none].kind != ExprKind::absent || type(other).optional) continue;
        state_.report("none-not-allowed", span, said(*written) + " always has a value, so that it is never none",
                      "declare it `or none`, or leave the comparison out");
        return false;
    }
    if (kind != TypeKind::text) return true;
    const auto literal = [&](ExprId id) {
        const ExprKind k = state_.model.exprs[id].kind;
        return k == ExprKind::text_literal || k == ExprKind::absent;
    };
    if (literal(left) != literal(right)) return true;
    state_.report("text-computed", span, "a text is only compared with one that is written out, as `reason = \"cracked\"`",
                  "use a kind when the policy depends on what is said");
    return false;
}

ExprId ExprTyper::compared(ExprKind kind, const Written& a, const Written& b, Span span) {
    auto [left, right] = read_pair(a, b);
    const auto silent = [&](ExprId id) { return state_.is_unknown(id) && state_.model.exprs[id].kind != ExprKind::absent; };
    if (silent(left) || silent(right)) return state_.unknown(span);
    if (!same_sort(type(left), type(right))) {
        mismatch(a, type(left), b, type(right), "compared with");
        return state_.unknown(span);
    }
    const bool sensible = orders(kind) ? order_makes_sense(a, left, b, right, span) : equality_makes_sense(a, left, b, right, span);
    if (!sensible) return state_.unknown(span);
    std::vector<ExprId> both{left, right};
    if (!same_divisors(both, span)) return state_.unknown(span);
    return node(kind, truth(), span, std::move(both));
}

ExprId ExprTyper::comparison(const Written& written, const Type&) {
    const auto row = std::find_if(comparisons.begin(), comparisons.end(), [&](const Comparison& c) { return c.written == written.kind; });
    if (written.children.size() != 2 || row == comparisons.end()) return unknown(written);
    return compared(row->kind, written.children[0], written.children[1], written.span);
}

ExprId ExprTyper::one_of(const Written& written, const Type&) {
    if (written.children.size() < 2) return unknown(written);
    std::vector<ExprId> tests;
    bool failed = false;
    for (std::size_t i = 1; i < written.children.size(); ++i) {
        tests.push_back(compared(ExprKind::equal, written.children[0], written.children[i], written.children[i].span));
        failed |= state_.is_unknown(tests.back());
    }
    if (failed) return unknown(written);
    if (tests.size() == 1) return tests.front();
    return node(ExprKind::logical_or, truth(), written.span, std::move(tests));
}

// ---- sets --------------------------------------------------------------------------------------------------------------------

ExprId ExprTyper::has_member(const Written& written, const Type&) {
    if (written.children.size() != 2) return unknown(written);
    const ExprId set = read(written.children[0]);
    if (state_.is_unknown(set)) return unknown(written);
    if (type(set).kind != TypeKind::set) {
        state_.report("type-mismatch", written.children[0].span,
                      said(written.children[0]) + " is " + sort_name(state_.model, type(set)) + ", and only a set has members",
                      type(set).kind == TypeKind::kind ? "write `=` instead of `has`" : "");
        return unknown(written);
    }
    if (!present(set, written.children[0], "asked for its members")) return unknown(written);
    const ExprId member = fitted(written.children[1], member_type(type(set).of));
    if (state_.is_unknown(member)) return unknown(written);
    return node(ExprKind::has_member, truth(), written.span, {set, member});
}

namespace {

// `a and b and c` is written as pairs and meant as a list.
void collect_parts(const Written& written, S kind, std::vector<const Written*>& into) {
    for (const Written& child : written.children) {
        if (child.kind == kind) collect_parts(child, kind, into);
        else into.push_back(&child);
    }
}

}  // namespace

// `torn and worn` where a set is wanted.
ExprId ExprTyper::members_as_set(const Written& written, const Type& expected) {
    std::int64_t mask = 0;
    std::vector<const Written*> members;
    collect_parts(written, S::logical_and, members);
    for (const Written* member : members) {
        const Written& child = *member;
        const ExprId id = fitted(child, expected);
        const std::optional<std::int64_t> bits = state_.constant_of(id);
        if (!bits && !state_.is_unknown(id)) {
            state_.report("not-constant", child.span, "a set is written as members with `and` between them",
                          "name members of `" + state_.model.kinds[expected.of].name + "`");
        }
        if (!bits) return unknown(written);
        mask |= *bits;
    }
    return state_.constant(expected, mask, written.span);
}

// ---- logic -------------------------------------------------------------------------------------------------------------------

// In an `and` each part may rely on what the others say, in an `or` on what their failing says.
ExprId ExprTyper::logic(const Written& written, const Type&) {
    const bool is_and = written.kind == S::logical_and;
    std::vector<const Written*> conditions;
    collect_parts(written, written.kind, conditions);
    std::vector<ExprId> parts;
    bool failed = false;
    for (const Written* each : conditions) {
        const std::size_t known_before = known_.size();
        for (const Written* other : conditions) {
            if (other != each) know(*other, is_and);
        }
        parts.push_back(condition(*each));
        known_.resize(known_before);
        failed |= state_.is_unknown(parts.back());
    }
    if (failed || parts.empty()) return unknown(written);
    if (parts.size() == 1) return parts.front();
    return node(is_and ? ExprKind::logical_and : ExprKind::logical_or, truth(), written.span, std::move(parts));
}

ExprId ExprTyper::negation(const Written& written, const Type&) {
    if (written.children.empty()) return unknown(written);
    const ExprId child = condition(written.children[0]);
    if (state_.is_unknown(child)) return unknown(written);
    return node(ExprKind::logical_not, truth(), written.span, {child});
}

// ---- what has happened -------------------------------------------------------------------------------------------------------

namespace {

Expr memory_of(EventId event, Occurrence occurrence, Span span) {
    Expr expr;
    expr.kind = ExprKind::event_instant;
    expr.type = type_of_kind(TypeKind::instant);
    expr.type.optional = true;
    expr.span = span;
    expr.event = event;
    expr.occurrence = occurrence;
    return expr;
}

}  // namespace

ExprId ExprTyper::happened(const Written& written, const Type&) {
    if (!reads_allowed(written, "an event")) return unknown(written);
    const std::optional<EventId> event = event_of(written);
    if (!event) return unknown(written);
    return node(ExprKind::is_set, truth(), written.span, {state_.add(memory_of(*event, Occurrence::last, written.span))});
}

// `X by I` and `no X by I`. They ask for the first X, which is the last one of an event that comes once.
ExprId ExprTyper::happened_by(const Written& written, const Type&) {
    if (written.children.empty() || !reads_allowed(written, "an event")) return unknown(written);
    const std::optional<EventId> event = event_of(written);
    const ExprId limit = instant(written.children[0]);
    if (!event || state_.is_unknown(limit)) return unknown(written);
    const bool once = state_.model.events[*event].at_most == 1;
    const ExprId when = state_.add(memory_of(*event, once ? Occurrence::last : Occurrence::first, written.span));
    if (written.kind == S::happened_by) return node(ExprKind::at_most, truth(), written.span, {when, limit});
    const ExprId over = node(ExprKind::has_passed, truth(), written.span, {limit});
    const ExprId later = node(ExprKind::greater, truth(), written.span, {when, limit});
    return node(ExprKind::logical_and, truth(), written.span, {over, later});
}

ExprId ExprTyper::passed(const Written& written, const Type&) {
    if (written.children.empty() || !reads_allowed(written, "the time of a case")) return unknown(written);
    const ExprId limit = instant(written.children[0]);
    if (state_.is_unknown(limit)) return unknown(written);
    return node(ExprKind::has_passed, truth(), written.span, {limit});
}

ExprId ExprTyper::set_test(const Written& written, const Type&) {
    if (written.children.empty()) return unknown(written);
    const Written& subject = written.children[0];
    const ExprId child = read(subject);
    if (state_.is_unknown(child)) return unknown(written);
    if (!type(child).optional && type(child).kind != TypeKind::instant) {
        state_.report("always-set", written.span, said(subject) + " always has a value, so that this is always " +
                                                      (written.kind == S::is_set ? "true" : "false"),
                      "leave the test out, or declare the value `or none`");
        return unknown(written);
    }
    const ExprId test = node(ExprKind::is_set, truth(), written.span, {child});
    return written.kind == S::is_set ? test : node(ExprKind::logical_not, truth(), written.span, {test});
}

// ---- states ------------------------------------------------------------------------------------------------------------------

namespace {

// All states below, outer ones first.
void collect_states(const Model& model, const std::vector<StateId>& from, std::vector<StateId>& into) {
    for (const StateId id : from) {
        into.push_back(id);
        collect_states(model, model.states[id].children, into);
    }
}

}  // namespace

// `Trade is Closed`: a state of the machine, or one inside the composite state, on the left.
StateId ExprTyper::state_of(const Written& left, const Written& right) {
    if (left.kind == S::missing || right.kind == S::missing) return {};
    if (left.kind != S::name || right.kind != S::name) {
        const Written& wrong = left.kind != S::name ? left : right;
        state_.report("type-mismatch", wrong.span, said(wrong) + " is neither a machine nor a state", "to compare values write `=`");
        return {};
    }
    const auto [symbol, rest] = resolve(left.text);
    if (symbol == nullptr || !rest.empty()) {
        unknown_name(left, {});
        return {};
    }
    if (symbol->kind != SymbolKind::machine && symbol->kind != SymbolKind::state) {
        wrong_kind(left, *symbol, "a machine");
        return {};
    }
    const bool machine = symbol->kind == SymbolKind::machine;
    const auto& top = machine ? state_.model.machines[MachineId(symbol->id)].states
                              : state_.model.states[StateId(symbol->id)].children;
    std::vector<StateId> states;
    collect_states(state_.model, top, states);
    std::vector<std::string> names;
    for (const StateId id : states) {
        const State& state = state_.model.states[id];
        const bool dotted = state.path.ends_with("." + right.text);
        if (state.name == right.text || state.path == right.text || dotted) return id;
        names.push_back(state.name);
    }
    // States may not be filled in yet where names are: a path that is declared says enough.
    if (Symbol* found = place_.scope->lookup(left.text + "." + right.text); found != nullptr && found->kind == SymbolKind::state) {
        return StateId(found->id);
    }
    const std::optional<std::string> near = diagnostics::nearest(right.text, names);
    auto& finding = state_.report("unknown-name", right.span, "`" + left.text + "` has no state `" + right.text + "`",
                                  near ? "did you mean `" + *near + "`?" : "name one of its states");
    finding.labels.push_back({symbol->declared, "`" + left.text + "` is declared here"});
    if (near) finding.fix = diagnostics::Fix{right.span, *near, "replace with `" + *near + "`"};
    return {};
}

ExprId ExprTyper::state_test(const Written& written, const Type&) {
    if (written.children.size() != 2 || !reads_allowed(written, "a state of a case")) return unknown(written);
    const StateId state = state_of(written.children[0], written.children[1]);
    if (!state.valid()) return unknown(written);
    Expr expr;
    expr.kind = ExprKind::in_state;
    expr.type = truth();
    expr.span = written.span;
    expr.state = state;
    const ExprId test = state_.add(std::move(expr));
    return written.kind == S::is_state ? test : node(ExprKind::logical_not, truth(), written.span, {test});
}

}  // namespace recourse::semantics
