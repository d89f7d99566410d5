#include "compiler/semantics/openings.h"

#include "compiler/semantics/lowered.h"
#include "compiler/semantics/states.h"

#include <algorithm>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

// The names of the lowered machine's own. An author reads `ends` and `open`, and the states; nobody writes the others.
constexpr std::string_view kOpen = "open", kOpened = "opened", kEnds = "ends", kHow = "how", kDormant = "dormant", kPending = "pending";

// ---- what can be opened --------------------------------------------------------------------------------------------------------

const syntax::Case* case_called(const Analyser& analyser, std::string_view name) {
    for (const CaseEntry& entry : analyser.cases) {
        if (entry.written != nullptr && entry.written->name.text == name) return entry.written;
    }
    return nullptr;
}

std::vector<const syntax::OpenedCase*> opened_by(const syntax::Case& of) {
    std::vector<const syntax::OpenedCase*> all;
    for (const syntax::Item& item : of.items) {
        if (const auto* opened = std::get_if<syntax::OpenedCase>(&item)) all.push_back(opened);
    }
    return all;
}

std::vector<syntax::Name> final_states(const syntax::Case& of) {
    std::vector<syntax::Name> names;
    for (const syntax::Item& item : of.items) {
        const auto* state = std::get_if<syntax::State>(&item);
        if (state != nullptr && state->kind == syntax::State::Kind::final) names.push_back(state->name);
    }
    return names;
}

std::vector<const syntax::Fact*> facts_of(const syntax::Case& of) {
    std::vector<const syntax::Fact*> facts;
    for (const syntax::Item& item : of.items) {
        const auto* fact = std::get_if<syntax::Fact>(&item);
        if (fact != nullptr && fact->news.empty()) facts.push_back(fact);   // others are told by events later
    }
    return facts;
}

bool is_opening(const std::optional<syntax::Expr>& bound) { return bound && bound->kind == syntax::ExprKind::opening; }

struct Fault {
    std::string message, hint;
    Span place;
    std::string there;
};

// Why cases of a type cannot be opened by others.
std::optional<Fault> fault_of(const syntax::Case& opened) {
    const std::string called = "`" + opened.name.text + "`";
    if (!opened.opens_on.empty()) {
        return Fault{called + " opens on an act, so no other case can open it", "take `opens on` away from it, or let the act be sent in the case that opens it",
                     opened.opens_on.span, "it opens on this"};
    }
    for (const syntax::Item& item : opened.items) {
        if (const auto* machine = std::get_if<syntax::Machine>(&item)) {
            return Fault{called + " is made of several machines, so it does not end in one state that could be told",
                         "give it one course of states, ending in final ones", machine->name.span, "one of its machines"};
        }
    }
    if (final_states(opened).empty()) {
        return Fault{called + " has no final state, so it never ends and nobody could be told how", "give it a `final` state", opened.name.span, "declared here"};
    }
    for (const syntax::Name& name : final_states(opened)) {
        if (name.text != kDormant && name.text != kPending) continue;
        return Fault{"a final state of " + called + " is called `" + name.text + "`, as a case that is opened is called before it ends",
                     "give that state another name", name.span, "this state"};
    }
    for (const syntax::Fact* fact : facts_of(opened)) {
        const bool other = fact->type.not_before || (fact->type.not_after && !is_opening(fact->type.not_after));
        if (!other) continue;
        return Fault{"the bounds of `" + fact->name.text + "` speak of other values, and whether these keep them cannot be shown where " + called + " is opened",
                     "take the bound away, or write `not after opening`", fact->span, "this fact"};
    }
    return std::nullopt;
}

// ---- the machine ----------------------------------------------------------------------------------------------------------------

class OpeningWriter {
public:
    OpeningWriter(const syntax::OpenedCase& written, const syntax::Case& opened) : written_(written), opened_(opened) {}

    [[nodiscard]] std::string kind_name() const { return written_.name.text + ".outcome"; }

    [[nodiscard]] syntax::Machine machine() const {
        syntax::Machine made;
        made.name = written_.name;
        made.span = made.head = written_.span;
        made.items.emplace_back(record());
        made.items.emplace_back(ends());
        made.items.emplace_back(effect());
        made.items.emplace_back(syntax::StartRule{name(kDormant), written_.name.span});
        made.items.emplace_back(state(kDormant, syntax::State::Kind::resting, {is_opened()}));
        made.items.emplace_back(state(kPending, syntax::State::Kind::resting, {has_ended()}));
        for (const syntax::Name& end : final_states(opened_)) made.items.emplace_back(state(end.text, syntax::State::Kind::final, {}));
        return made;
    }

private:
    const syntax::OpenedCase& written_;
    const syntax::Case& opened_;

    [[nodiscard]] syntax::Name name(std::string_view text) const { return {std::string(text), written_.name.span}; }
    [[nodiscard]] syntax::Expr expr(syntax::ExprKind kind) const {
        syntax::Expr made;
        made.kind = kind;
        made.span = written_.name.span;
        return made;
    }
    [[nodiscard]] syntax::Expr number(std::int64_t value) const {
        syntax::Expr made = expr(syntax::ExprKind::integer);
        made.number = value;
        return made;
    }
    [[nodiscard]] syntax::Expr word(std::string text) const {
        syntax::Expr made = expr(syntax::ExprKind::name);
        made.text = std::move(text);
        return made;
    }
    [[nodiscard]] syntax::Expr equal(syntax::Expr left, syntax::Expr right) const {
        syntax::Expr made = expr(syntax::ExprKind::equal);
        made.children = {std::move(left), std::move(right)};
        return made;
    }
    [[nodiscard]] syntax::Outcome move_to(std::string_view target) const {
        syntax::Outcome made;
        made.kind = syntax::Outcome::Kind::move;
        made.target = name(target);
        made.trailing = written_.trailing;
        made.span = written_.span;
        return made;
    }

    [[nodiscard]] syntax::Record record() const { return {name(kOpened), number(0), number(1), std::nullopt, written_.name.span, {}}; }
    [[nodiscard]] syntax::Event ends() const {
        syntax::Event made;
        made.happening = true;
        made.name = name(kEnds);
        made.span = written_.name.span;
        syntax::Field how;
        how.name = name(kHow);
        how.span = written_.name.span;
        how.type.base = syntax::TypeRef::Base::kind;
        how.type.kind = name(kind_name());
        how.type.span = written_.name.span;
        made.fields.push_back(std::move(how));
        return made;
    }
    [[nodiscard]] syntax::Effect effect() const {
        syntax::Effect made;
        made.name = name(kOpen);
        made.span = written_.name.span;
        for (const syntax::Fact* fact : facts_of(opened_)) {
            syntax::Field parameter{fact->name, fact->type, fact->span};
            parameter.type.not_after.reset();   // check_instants_given
            made.parameters.push_back(std::move(parameter));
        }
        return made;
    }
    [[nodiscard]] syntax::State state(std::string_view called, syntax::State::Kind kind, std::vector<syntax::Item> items) const {
        return lowered_state(called, kind, std::move(items), written_.name, written_.trailing, written_.span);
    }
    [[nodiscard]] syntax::Item is_opened() const {
        return syntax::WhenRule{equal(word(std::string(kOpened)), number(1)), move_to(kPending), written_.span};
    }
    [[nodiscard]] syntax::Item has_ended() const {
        syntax::OnRule rule;
        rule.event = name(kEnds);
        rule.span = written_.span;
        const std::vector<syntax::Name> ends = final_states(opened_);
        if (ends.size() == 1) {
            rule.outcome = move_to(ends.front().text);
            return rule;
        }
        rule.outcome.kind = syntax::Outcome::Kind::branches;
        rule.outcome.span = written_.span;
        for (const syntax::Name& end : ends) {
            syntax::Branch branch;
            branch.condition = equal(word(std::string(kEnds) + "." + std::string(kHow)), word(end.text));
            branch.outcome = move_to(end.text);
            branch.span = written_.span;
            rule.outcome.branches.push_back(std::move(branch));
        }
        return rule;
    }
};

KindId add_kind(Analyser& analyser, CaseEntry& entry, const OpeningWriter& writer, const syntax::Case& opened, const syntax::Name& place) {
    Kind kind;
    kind.name = writer.kind_name();
    kind.span = place.span;
    for (const syntax::Name& end : final_states(opened)) {
        kind.members.push_back(end.text);
        kind.member_spans.push_back(end.span);
    }
    const KindId id = analyser.model.kinds.add(std::move(kind));
    entry.body->scope->declare(writer.kind_name(), {SymbolKind::kind, id.value, id, place.span, true});
    return id;
}

// The types of case from `at` back to itself, by what opens what.
bool leads_back(const Analyser& analyser, const syntax::Case& start, const syntax::Case& at, std::vector<const syntax::OpenedCase*>& way,
                std::set<const syntax::Case*>& seen) {
    for (const syntax::OpenedCase* one : opened_by(at)) {
        const syntax::Case* next = case_called(analyser, one->case_type.text);
        if (next == nullptr) continue;
        way.push_back(one);
        if (next == &start) return true;
        if (seen.insert(next).second && leads_back(analyser, start, *next, way, seen)) return true;
        way.pop_back();
    }
    return false;
}

// An instant that lies no later than the step in which it is read.
bool has_passed_surely(const Analyser& analyser, ExprId id) {
    const Expr& expr = analyser.model.exprs[id];
    switch (expr.kind) {
        case ExprKind::absent:
        case ExprKind::opening:
        case ExprKind::now:
        case ExprKind::event_instant:
        case ExprKind::entered:
        case ExprKind::state_entry: return true;
        case ExprKind::fact: {
            for (const CaseEntry& entry : analyser.cases) {
                for (const auto& [written, fact] : entry.body->facts) {
                    if (fact == expr.fact) return is_opening(written->type.not_after);
                }
            }
            return false;
        }
        case ExprKind::smaller:
            return std::any_of(expr.children.begin(), expr.children.end(), [&](ExprId child) { return has_passed_surely(analyser, child); });
        case ExprKind::larger:
            return std::all_of(expr.children.begin(), expr.children.end(), [&](ExprId child) { return has_passed_surely(analyser, child); });
        default: return false;
    }
}

}  // namespace

void refuse_rings_of_openings(Analyser& analyser) {
    std::set<const syntax::Case*> told;
    for (const CaseEntry& entry : analyser.cases) {
        if (entry.written == nullptr || told.contains(entry.written)) continue;
        std::vector<const syntax::OpenedCase*> way;
        std::set<const syntax::Case*> seen;
        if (!leads_back(analyser, *entry.written, *entry.written, way, seen)) continue;
        std::string ring = "`" + entry.written->name.text + "`";
        for (const syntax::OpenedCase* one : way) {
            ring += " opens `" + one->case_type.text + "`";
            told.insert(case_called(analyser, one->case_type.text));
        }
        Diagnostic& diagnostic = entry.body->sink->error("ring-of-openings", way.front()->span, "cases open one another without end: " + ring,
                                                         "let the last of them end without opening another");
        diagnostic.why = "nothing would bound how many cases come of one";
        for (std::size_t i = 1; i < way.size(); ++i) diagnostic.labels.push_back({way[i]->span, "and here"});
    }
}

void build_openings(Analyser& analyser, CaseEntry& entry) {
    for (const syntax::OpenedCase* written : opened_by(*entry.written)) {
        diagnostics::Sink& sink = *entry.body->sink;
        const Symbol* symbol = resolve(sink, analyser.root().scope, written->case_type, SymbolKind::case_type, "unknown-case");
        const syntax::Case* opened = symbol == nullptr ? nullptr : case_called(analyser, written->case_type.text);
        if (opened == nullptr) continue;
        if (const auto fault = fault_of(*opened)) {
            Diagnostic& diagnostic = sink.error("cannot-be-opened", written->case_type.span, fault->message, fault->hint);
            diagnostic.labels.push_back({fault->place, fault->there});
            continue;
        }
        const OpeningWriter writer(*written, *opened);
        Opening row;
        row.name = written->name.text;
        row.of = entry.id;
        row.opened = CaseId(symbol->id);
        row.outcomes = add_kind(analyser, entry, writer, *opened, written->name);
        row.span = written->name.span;
        auto machine = std::make_unique<syntax::Machine>(writer.machine());
        row.machine = build_lowered(analyser, entry, *machine);
        const MachineId id = row.machine;
        const OpeningId made = analyser.model.openings.add(std::move(row));
        analyser.model.machines[id].opening = made;
        entry.openings.push_back({written, opened, std::move(machine), made});
    }
}

void bind_openings(Analyser& analyser, CaseEntry& entry) {
    for (const LoweredOpening& lowered : entry.openings) {
        Opening& row = analyser.model.openings[lowered.id];
        const auto body = std::find_if(entry.bodies.begin(), entry.bodies.end(), [&](const Body* one) { return one->machine == row.machine; });
        row.effect = (*body)->effects.front().second;
        row.count = (*body)->records.front().second;
        row.ends = (*body)->events.front().second;
    }
}

void finish_openings(Analyser& analyser, CaseEntry& entry) {
    for (const LoweredOpening& lowered : entry.openings) {
        Opening& row = analyser.model.openings[lowered.id];
        row.dormant = state_called(analyser.model, row.machine, kDormant);
        row.pending = state_called(analyser.model, row.machine, kPending);
        row.text = rule_text(*entry.body, lowered.written->trailing);
    }
}

OpeningId opening_named(Analyser& analyser, const Body& body, const syntax::Name& name) {
    const Symbol* symbol = body.scope->lookup(name.text + "." + std::string(kOpen));
    std::vector<std::string> names;
    for (const OpeningId id : analyser.model.openings.ids()) {
        const Opening& opening = analyser.model.openings[id];
        if (symbol != nullptr && symbol->kind == SymbolKind::effect && opening.effect == EffectId(symbol->id)) return id;
        if (opening.of == body.of) names.push_back(opening.name);
    }
    unknown_name(*body.sink, "unknown-opening", name, "this case opens nothing that it calls `" + name.text + "`", names).why =
        "`open` needs a line `opens " + name.text + " : CASE` in the case";
    return {};
}

void check_instants_given(Analyser& analyser, const Body& body, OpeningId opening, const Action& call) {
    const Opening& row = analyser.model.openings[opening];
    const auto opened = std::find_if(analyser.cases.begin(), analyser.cases.end(), [&](const CaseEntry& one) { return one.id == row.opened; });
    const std::vector<const syntax::Fact*> facts = facts_of(*opened->written);
    for (std::size_t i = 0; i < facts.size() && i < call.arguments.size(); ++i) {
        if (!facts[i]->type.not_after || has_passed_surely(analyser, call.arguments[i])) continue;
        if (analyser.model.exprs[call.arguments[i]].type.kind == TypeKind::unknown) continue;
        Diagnostic& diagnostic = body.sink->error("opened-after-fact", analyser.model.exprs[call.arguments[i]].span,
                                                  "`" + facts[i]->name.text + "` may lie after the opening of `" + row.name + "`, and it is declared not to",
                                                  "give the instant of something that has happened, or take `not after opening` away from the fact");
        diagnostic.why = "the case could not be opened then, and nobody is there to be refused";
        diagnostic.labels.push_back({facts[i]->span, "declared here"});
    }
}

}  // namespace recourse::semantics
