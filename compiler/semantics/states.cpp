#include "compiler/semantics/states.h"

#include "compiler/semantics/duties.h"
#include "compiler/semantics/instances.h"
#include "compiler/semantics/moving_deadlines.h"
#include "compiler/semantics/openings.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace recourse::semantics {

using diagnostics::Diagnostic;

namespace {

struct Nest {
    CaseEntry& entry;
    Body& body;
    MachineId machine;
    StateId parent;
};

std::vector<StateId> build_states(Analyser& analyser, const Nest& nest, const std::vector<syntax::Item>& items);

// The state that `start` names among `children`.
StateId find_start(Analyser& analyser, const Body& body, const std::vector<syntax::Item>& items, const std::vector<StateId>& children,
                   const std::string& of, Span place) {
    const syntax::StartRule* start = nullptr;
    for (const syntax::Item& item : items) {
        const auto* written = std::get_if<syntax::StartRule>(&item);
        if (written == nullptr) continue;
        if (start == nullptr) {
            start = written;
            continue;
        }
        Diagnostic& diagnostic = body.sink->error("start-twice", written->span, of + " says twice where it starts", "keep one of the two");
        diagnostic.labels.push_back({start->span, "first said here"});
    }
    std::vector<std::string> names;
    for (const StateId child : children) names.push_back(analyser.model.states[child].name);
    if (start == nullptr) {
        if (children.empty()) return {};
        Diagnostic& diagnostic = body.sink->error("start-missing", place, of + " does not say in which of its states it starts");
        diagnostic.hint = "add `start " + names.front() + "`, or whichever state comes first";
        return children.front();
    }
    if (start->state.empty()) return children.empty() ? StateId{} : children.front();
    const auto at = std::find(names.begin(), names.end(), start->state.text);
    if (at != names.end()) return children[static_cast<std::size_t>(at - names.begin())];
    unknown_name(*body.sink, "unknown-start", start->state, of + " has no state `" + start->state.text + "` directly inside", names);
    return children.empty() ? StateId{} : children.front();
}

// What stands in a plain state's braces and cannot.
struct StrayMember {
    const Body& body;
    const syntax::State& state;

    void stray(Span place, std::string_view what) const {
        body.sink->error("misplaced-declaration", place, std::string(what) + " cannot stand in a state", "move it to the case or machine around it");
    }
    void not_in_final(Span place) const {
        if (state.kind != syntax::State::Kind::final) return;
        Diagnostic& diagnostic = body.sink->error("rule-in-final-state", place, "the state `" + state.name.text + "` is final, so nothing happens in it any more",
                                                  "take the rule away, or make the state a plain or `resting` one");
        diagnostic.labels.push_back({state.name.span, "declared final here"});
    }
    void operator()(const syntax::Fact& item) const { stray(item.span, "a fact"); }
    void operator()(const syntax::Record& item) const { stray(item.span, "a record"); }
    void operator()(const syntax::Event& item) const { stray(item.span, item.happening ? "a happening" : "an event"); }
    void operator()(const syntax::Effect& item) const { stray(item.span, "an effect"); }
    void operator()(const syntax::OutcomeNames& item) const {
        if (!item.names.empty()) stray(item.span, "a list of outcomes");
    }
    void operator()(const syntax::NamedValue& item) const { stray(item.span, "a named value"); }
    void operator()(const syntax::Machine& item) const { stray(item.head, "a machine"); }
    void operator()(const syntax::Duty& item) const { stray(item.span, "a duty"); }
    void operator()(const syntax::MayRule& item) const { stray(item.span, item.may_not ? "a ban (`may not`)" : item.acts_for.empty() ? "a right (`may`)" : "`may act for`"); }
    void operator()(const syntax::OpenedCase& item) const { stray(item.span, "`opens`"); }
    void operator()(const syntax::OnRule& item) const { not_in_final(item.span); }
    void operator()(const syntax::DeadlineRule& item) const { not_in_final(item.span); }
    void operator()(const syntax::WhenRule& item) const { not_in_final(item.span); }
    void operator()(const syntax::DoOnEntry&) const {}
    void operator()(const syntax::OutcomeRule& item) const {
        if (state.instance_of.empty()) stray(item.span, "`outcome … ->`, outside a machine's instance,");
    }
    void operator()(const syntax::StartRule& item) const {
        if (!state.instance_of.empty()) stray(item.span, "`start`: the machine says itself where it starts, and it");
    }
    void operator()(const syntax::State& item) const {
        if (!state.instance_of.empty()) stray(item.head, "a state of one's own, beside those of the machine,");
        not_in_final(item.head);
    }
};

void check_state(Analyser& analyser, const Nest& nest, const syntax::State& written) {
    for (const syntax::Item& item : written.items) std::visit(StrayMember{nest.body, written}, item);
    const bool final = written.kind == syntax::State::Kind::final;
    if (written.ends_case && !final) {
        nest.body.sink->error("ends-case-not-final", written.head, "only a final state can end the case", "write `final " + written.name.text + " ends case`");
    }
    if (!final) return;
    if (nest.parent.valid()) {
        Diagnostic& diagnostic = nest.body.sink->error("final-inside-state", written.name.span,
                                                       "the final state `" + written.name.text + "` stands inside another state, whose rules would still hold",
                                                       nest.body.instance.valid() ? "let the machine end in an `outcome` instead" : "move it to the top of the machine");
        diagnostic.labels.push_back({analyser.model.states[nest.parent].span, "inside this one"});
    }
    if (!written.instance_of.empty()) {
        nest.body.sink->error("rule-in-final-state", written.instance_of.span, "a final state cannot be a machine of its own", "take `final` away");
    }
}

StateId add_state(Analyser& analyser, const Nest& nest, const syntax::State& written) {
    State row;
    row.name = written.name.text;
    row.kind = static_cast<StateKind>(written.kind);
    row.ends_case = written.ends_case;
    row.of = nest.entry.id;
    row.machine = nest.machine;
    row.parent = nest.parent;
    row.text = rule_text(nest.body, written.trailing);
    row.span = written.name.span;
    row.head = written.head;
    const StateId id = analyser.model.states.add(std::move(row));
    analyser.states.push_back({&written, &nest.body, {{&written.items, &nest.body}}});
    check_state(analyser, nest, written);
    if (written.instance_of.empty()) {
        auto children = build_states(analyser, {nest.entry, nest.body, nest.machine, id}, written.items);
        const StateId start = find_start(analyser, nest.body, written.items, children, "the state `" + written.name.text + "`", written.head);
        State& again = analyser.model.states[id];
        again.children = std::move(children);
        again.start = start;
        return id;
    }
    Body* inner = make_instance(analyser, nest.entry, nest.body, id, written);
    if (inner != nullptr) fill_instance(analyser, nest.entry, *inner, nest.machine);
    return id;
}

std::vector<StateId> build_states(Analyser& analyser, const Nest& nest, const std::vector<syntax::Item>& items) {
    std::vector<StateId> states;
    std::map<std::string_view, Span> seen;
    for (const syntax::Item& item : items) {
        const auto* written = std::get_if<syntax::State>(&item);
        if (written == nullptr || written->name.empty()) continue;
        const auto [same, fresh] = seen.emplace(written->name.text, written->name.span);
        if (!fresh) {
            report_duplicate(*nest.body.sink, written->name.text, written->name.span, same->second);
            continue;
        }
        if (nest.body.instance.valid() && !analyser.may_unfold(nest.body, written->name.span)) break;
        states.push_back(add_state(analyser, nest, *written));
    }
    return states;
}

MachineId build_machine(Analyser& analyser, CaseEntry& entry, Body& body, const syntax::Name& name, Span place) {
    Machine row;
    row.name = name.text;
    row.of = entry.id;
    row.span = place;
    const MachineId id = analyser.model.machines.add(std::move(row));
    analyser.model.cases[entry.id].machines.push_back(id);
    if (!name.empty()) body.machine = id;
    auto states = build_states(analyser, {entry, body, id, {}}, *body.items);
    const std::string of = name.empty() ? "the case `" + analyser.model.cases[entry.id].name + "`" : "the machine `" + name.text + "`";
    if (states.empty()) {
        body.sink->error("no-states", place, of + " has no states", "add `start NAME` and a `state NAME { … }`");
    }
    const StateId start = find_start(analyser, body, *body.items, states, of, place);
    analyser.model.machines[id].states = std::move(states);
    analyser.model.machines[id].start = start;
    return id;
}

MachineId build_parallel(Analyser& analyser, CaseEntry& entry, const syntax::Machine& written, bool lowered) {
    Body& outer = *entry.body;
    if (written.has_parameters) {
        outer.sink->error("machine-with-parameters", written.head, "a machine of a case takes no parameters",
                          "move it out of the case, and make it here with `state NAME = " + written.name.text + "(…)`");
    }
    Body& body = analyser.bodies.emplace_back();
    body.unit = outer.unit;
    body.scope = analyser.new_scope(outer.scope);
    body.sink = outer.sink;
    body.typer = outer.typer;
    body.of = entry.id;
    body.outer = &outer;
    body.items = &written.items;
    body.prefix = written.name.text + ".";
    body.lowered = lowered;
    entry.bodies.push_back(&body);
    const MachineId id = build_machine(analyser, entry, body, written.name, written.name.span);
    declare_name(*outer.sink, *outer.scope, written.name, {SymbolKind::machine, id.value, {}, written.name.span, false});
    return id;
}

// ---- names -----------------------------------------------------------------------------------------------------------------------

// The words of a state's path as seen from a body around it.
std::vector<std::string> words_from(const Analyser& analyser, const Body& body, StateId state) {
    std::vector<std::string> words;
    const MachineId machine = analyser.model.states[state].machine;
    for (StateId at = state; at.valid() && at != body.instance; at = analyser.model.states[at].parent) {
        words.insert(words.begin(), analyser.model.states[at].name);
    }
    const std::string& name = analyser.model.machines[machine].name;
    if (!body.instance.valid() && !body.machine.valid() && !name.empty()) words.insert(words.begin(), name);
    return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from) {
    std::string path;
    for (std::size_t i = from; i < words.size(); ++i) path += (path.empty() ? "" : ".") + words[i];
    return path;
}

using StatesIn = std::map<const Body*, std::vector<StateId>>;

// The states of a case by the bodies that they stand in, at whatever depth. O(states · depth).
StatesIn states_in(const Analyser& analyser, const CaseEntry& entry) {
    StatesIn inside;
    for (std::size_t i = 0; i < analyser.model.states.size(); ++i) {
        const StateId id(i);
        if (analyser.model.states[id].of != entry.id) continue;
        for (const Body* at = analyser.states[i].outer; at != nullptr; at = at->outer) inside[at].push_back(id);
    }
    return inside;
}

// All paths by which a body knows its states: the full ones, and their ends when they are unambiguous. From the longest to the shortest.
std::vector<std::pair<StateId, std::vector<std::string>>> paths_in(const Analyser& analyser, const StatesIn& inside, const Body& body) {
    std::vector<std::pair<StateId, std::vector<std::string>>> states;
    const auto own = inside.find(&body);
    if (own == inside.end()) return states;
    for (const StateId id : own->second) states.emplace_back(id, words_from(analyser, body, id));
    std::unordered_map<std::string, int> count;
    std::unordered_set<std::string> full;
    // How a duty stands is never asked without its name: `repay.broken`.
    const auto is_lowered = [&](StateId id) { return analyser.states[id.index()].outer->lowered; };
    for (const auto& [id, words] : states) {
        full.insert(joined(words, 0));
        if (is_lowered(id)) continue;
        for (std::size_t i = 0; i < words.size(); ++i) ++count[joined(words, i)];
    }
    for (auto& [id, words] : states) {
        std::vector<std::string> paths{joined(words, 0)};
        for (std::size_t i = 1; i < words.size() && !is_lowered(id); ++i) {
            std::string path = joined(words, i);
            if (count[path] == 1 && !full.contains(path)) paths.push_back(std::move(path));
        }
        words = std::move(paths);
    }
    return states;
}

}  // namespace

void fill_instance(Analyser& analyser, CaseEntry& entry, Body& inner, MachineId machine) {
    const StateId id = inner.instance;
    analyser.states[id.index()].sources.push_back({inner.items, &inner});
    auto children = build_states(analyser, {entry, inner, machine, id}, *inner.items);
    for (const syntax::Item& item : *inner.items) {
        if (const auto* nested = std::get_if<syntax::Machine>(&item)) {
            inner.sink->error("misplaced-declaration", nested->head, "a reusable machine cannot hold machines of its own",
                              "put them side by side in the case");
        }
    }
    const std::string of = "the machine `" + inner.reusable->name.text + "`";
    if (children.empty()) inner.sink->error("no-states", inner.reusable->head, of + " has no states", "add `start NAME` and a `state NAME { … }`");
    const StateId start = find_start(analyser, inner, *inner.items, children, of, inner.reusable->head);
    State& row = analyser.model.states[id];
    row.children = std::move(children);
    row.start = start;
    row.instance_of = inner.reusable->name.text;
}

MachineId build_lowered(Analyser& analyser, CaseEntry& entry, const syntax::Machine& written) {
    const MachineId id = build_parallel(analyser, entry, written, true);
    for (const StateId state : analyser.model.machines[id].states) {
        State& row = analyser.model.states[state];
        row.lets_end = row.kind == StateKind::resting;
    }
    return id;
}

namespace {

void build_written_machines(Analyser& analyser, CaseEntry& entry) {
    Body& own = *entry.body;
    const syntax::Machine* first_machine = nullptr;
    const syntax::State* first_state = nullptr;
    for (const syntax::Item& item : *own.items) {
        if (const auto* machine = std::get_if<syntax::Machine>(&item); machine != nullptr && first_machine == nullptr) first_machine = machine;
        if (const auto* state = std::get_if<syntax::State>(&item); state != nullptr && first_state == nullptr) first_state = state;
    }
    if (first_machine == nullptr) {
        build_machine(analyser, entry, own, {}, entry.written->name.span);
        return;
    }
    if (first_state != nullptr) {
        Diagnostic& diagnostic = own.sink->error("states-beside-machines", first_state->name.span, "a case has either states or machines that hold them, not both",
                                                 "put this state into a machine");
        diagnostic.labels.push_back({first_machine->name.span, "a machine"});
    }
    for (const syntax::Item& item : *own.items) {
        if (const auto* machine = std::get_if<syntax::Machine>(&item)) build_parallel(analyser, entry, *machine, false);
        if (const auto* start = std::get_if<syntax::StartRule>(&item); start != nullptr && first_state == nullptr) {
            own.sink->error("misplaced-declaration", start->span, "the case has machines, and each says where it starts", "move `start` into its machine");
        }
    }
}

}  // namespace

void build_machines(Analyser& analyser, CaseEntry& entry) {
    if (entry.written == nullptr) return;   // a probe brings its own
    build_written_machines(analyser, entry);
    build_duties(analyser, entry);
    build_clocks(analyser, entry);
    build_openings(analyser, entry);
}

void name_states(Analyser& analyser, CaseEntry& entry) {
    const StatesIn inside = states_in(analyser, entry);
    for (const auto& [id, paths] : paths_in(analyser, inside, *entry.body)) analyser.model.states[id].path = paths.back();
    for (Body* body : entry.bodies) {
        if (body->instance.valid()) body->prefix = analyser.model.states[body->instance].path + ".";
    }
}

void declare_states(Analyser& analyser, CaseEntry& entry) {
    const StatesIn inside = states_in(analyser, entry);
    for (Body* body : entry.bodies) {
        if (body->probe && !body->instance.valid()) continue;   // the state that a probe is made in has no name
        for (const auto& [id, paths] : paths_in(analyser, inside, *body)) {
            const Symbol symbol{SymbolKind::state, id.value, {}, analyser.model.states[id].span, true};
            const bool top = paths.front().find('.') == std::string::npos;
            for (const std::string& path : paths) {
                if (top && !body->lowered) declare_name(*body->sink, *body->scope, {path, symbol.declared}, symbol);
                else body->scope->declare(path, symbol);
            }
        }
    }
}

// ---- targets ---------------------------------------------------------------------------------------------------------------------

namespace {

// The states that a rule written in `body` may lead to, from those of `owner`'s machine.
bool reachable_by_name(const Analyser& analyser, const Body& body, StateId owner, StateId state) {
    return analyser.model.states[state].machine == analyser.model.states[owner].machine && analyser.states[state.index()].outer == &body;
}

std::vector<StateId> named_in_machine(const Analyser& analyser, const Body& body, StateId owner, const std::string& name) {
    std::vector<StateId> found;
    for (const StateId id : analyser.states_named(name)) {
        if (reachable_by_name(analyser, body, owner, id)) found.push_back(id);
    }
    return found;
}

}  // namespace

std::optional<Target> peek_target(const Analyser& analyser, const Body& body, StateId owner, const std::string& name) {
    const auto candidates = named_in_machine(analyser, body, owner, name);
    for (StateId level = owner;; level = analyser.model.states[level].parent) {
        for (const StateId id : candidates) {
            if (analyser.model.states[id].parent == level) return Target{id, {}};
        }
        if (!level.valid()) break;
    }
    if (body.outcomes.contains(name)) return Target{{}, name};
    if (candidates.size() == 1) return Target{candidates.front(), {}};
    return std::nullopt;
}

std::optional<Target> find_target(Analyser& analyser, const Body& body, StateId owner, const syntax::Name& name) {
    if (name.empty()) return std::nullopt;
    if (auto found = peek_target(analyser, body, owner, name.text)) return found;
    const auto several = named_in_machine(analyser, body, owner, name.text);
    if (several.size() > 1) {
        Diagnostic& diagnostic = body.sink->error("ambiguous-state", name.span, "there are several states `" + name.text + "`, none of them nearer than the others",
                                                  "give them different names");
        for (const StateId id : several) diagnostic.labels.push_back({analyser.model.states[id].span, "one of them"});
        return std::nullopt;
    }
    std::vector<std::string> names;
    StateId elsewhere;
    for (const StateId id : analyser.model.states.ids()) {
        const State& state = analyser.model.states[id];
        if (reachable_by_name(analyser, body, owner, id)) names.push_back(state.name);
        else if (state.name == name.text && state.of == body.of && analyser.states[id.index()].outer->instance == body.instance) elsewhere = id;
    }
    if (elsewhere.valid()) {
        Diagnostic& diagnostic = body.sink->error("target-in-other-machine", name.span, "`" + name.text + "` is a state of another machine",
                                                  "a rule moves its own machine only; let the other one react with `when` or to the same event");
        diagnostic.labels.push_back({analyser.model.states[elsewhere].span, "declared here"});
        return std::nullopt;
    }
    for (const auto& [outcome, declared] : body.outcomes) names.push_back(outcome);
    unknown_name(*body.sink, "unknown-state", name, "there is no state `" + name.text + "` to go to", names);
    return std::nullopt;
}

}  // namespace recourse::semantics
