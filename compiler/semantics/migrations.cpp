#include "compiler/semantics/migrations.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/semantics/analyser.h"
#include "compiler/semantics/walk.h"

namespace recourse::semantics {

using diagnostics::Diagnostic;
using Line = syntax::Migrate::Line;

namespace {

// From the machine's top to the state.
std::vector<StateId> chain_to(const Model& model, StateId state) {
    std::vector<StateId> chain;
    for (StateId at = state; at.valid(); at = model.states[at].parent) chain.insert(chain.begin(), at);
    return chain;
}

bool is_inside(const Model& model, StateId state, StateId outer) {
    for (StateId at = state; at.valid(); at = model.states[at].parent) {
        if (at == outer) return true;
    }
    return false;
}

const std::string& machine_of(const Model& model, StateId state) { return model.machines[model.states[state].machine].name; }

// "Trade.Waiting.Asked": the machine and all states around it, whatever is needed to tell it apart.
std::string full_path(const Model& model, StateId state) {
    std::string path = machine_of(model, state);
    for (const StateId at : chain_to(model, state)) path += "." + model.states[at].name;
    return path;
}

// The state inside `outer` that lies there as `inner` lies in `from`.
StateId alike_within(const Model& into, StateId outer, const Model& of, StateId from, StateId inner) {
    std::vector<StateId> way;
    for (StateId at = inner; at != from; at = of.states[at].parent) way.insert(way.begin(), at);
    StateId at = outer;
    for (const StateId step : way) {
        const auto& children = into.states[at].children;
        const auto found = std::find_if(children.begin(), children.end(), [&](StateId one) { return into.states[one].name == of.states[step].name; });
        if (found == children.end()) return {};
        at = *found;
    }
    return at;
}

StateId start_of(const Model& model, StateId state) {
    while (!model.states[state].children.empty()) state = model.states[state].start;
    return state;
}

class Reader {
public:
    Reader(const syntax::Migrate& written, const Model& now, const Model& old, diagnostics::Sink& sink)
        : written_(written), now_(now), old_(old), sink_(sink) {}

    Migration read() {
        made_.from = static_cast<std::uint32_t>(written_.from);
        made_.span = written_.head.valid() ? written_.head : written_.span;
        if (!find_cases()) return std::move(made_);
        for (const Line& line : written_.lines) take(line);
        made_.same_names = same_ != nullptr;
        make_moves();
        find_events();
        find_records();
        find_facts();
        return std::move(made_);
    }

private:
    struct StateLine { const Line* line = nullptr; StateId old_state, state; };

    template <typename Ids, typename Name>
    static auto named(const Ids& ids, const Name& name_of, const std::string& wanted) {
        const auto found = std::find_if(ids.begin(), ids.end(), [&](auto id) { return name_of(id) == wanted; });
        using IdType = std::decay_t<decltype(*ids.begin())>;
        return found == ids.end() ? IdType() : *found;
    }

    bool find_cases() {
        const syntax::Name& of = written_.of;
        if (of.empty() && now_.cases.size() != 1) {
            sink_.error("case-not-named", made_.span, "the policy has several cases, and the block does not say which one it speaks of",
                        "write `of NAME` after the version");
            return false;
        }
        for (const CaseId id : now_.cases.ids()) {
            if (of.empty() || now_.cases[id].name == of.text) made_.of = id;
        }
        made_.case_name = of.empty() && now_.cases.size() == 1 ? now_.cases[made_.of].name : of.text;
        for (const CaseId id : old_.cases.ids()) {
            if (old_.cases[id].name == made_.case_name) made_.old_of = id;
        }
        if (made_.of.valid() && made_.old_of.valid()) return true;
        std::vector<std::string> names;
        for (const Case& one : made_.of.valid() ? old_.cases : now_.cases) names.push_back(one.name);
        const syntax::Name place{made_.case_name, of.empty() ? made_.span : of.span};
        unknown_name(sink_, "unknown-case", place, fmt::format("{} has no case `{}`", made_.of.valid() ? old_version() : "this version", made_.case_name), names);
        made_.of = {};
        return false;
    }

    [[nodiscard]] std::string old_version() const { return fmt::format("version {}", made_.from); }

    // ---- names ---------------------------------------------------------------------------------------------------------------

    StateId find_state(const Model& model, CaseId of, const syntax::Name& name, const std::string& whose) {
        std::vector<StateId> found;
        std::vector<std::string> names;
        for (const StateId id : model.states.ids()) {
            const State& state = model.states[id];
            if (state.of != of || model.machines[state.machine].rights) continue;
            names.push_back(state.path);
            if (state.path == name.text) return id;
            if (("." + full_path(model, id)).ends_with("." + name.text)) found.push_back(id);
        }
        if (found.size() == 1) return found.front();
        if (found.empty()) unknown_name(sink_, "unknown-state", name, fmt::format("{} has no state `{}`", whose, name.text), names);
        else sink_.error("unknown-state", name.span, fmt::format("{} has several states `{}`", whose, name.text), "write the states or the machine around it as well, as in `Claim.Asked`");
        return {};
    }

    template <typename Id, typename Row>
    Id find(const support::Table<Id, Row>& rows, const std::vector<Id>& ids, const syntax::Name& name, const char* code, const char* what, const std::string& whose) {
        std::vector<std::string> names;
        for (const Id id : ids) {
            if (rows[id].name == name.text) return id;
            names.push_back(rows[id].name);
        }
        unknown_name(sink_, code, name, fmt::format("{} has no {} `{}`", whose, what, name.text), names);
        return {};
    }

    void mismatch(support::Span span, std::string message, std::string hint) {
        sink_.error("migration-mismatch", span, std::move(message), std::move(hint));
    }

    // ---- lines ---------------------------------------------------------------------------------------------------------------

    void take(const Line& line) {
        const std::string old = old_version(), ours = "this version";
        switch (line.kind) {
            case Line::Kind::same_names:
                if (same_ != nullptr) twice(line.span, same_->span, "`same names`");
                same_ = &line;
                return;
            case Line::Kind::state:
            case Line::Kind::stays: return take_state(line);
            case Line::Kind::event: {
                const EventId from = find(old_.events, old_.cases[made_.old_of].events, line.old_name, "unknown-event", "event", old);
                const EventId to = find(now_.events, now_.cases[made_.of].events, line.name, "unknown-event", "event", ours);
                if (from.valid() && to.valid() && once(events_, to.value, line)) made_.events.push_back({from, to, line.span});
                return;
            }
            case Line::Kind::forgotten: {
                const EventId to = find(now_.events, now_.cases[made_.of].events, line.name, "unknown-event", "event", ours);
                if (to.valid() && once(events_, to.value, line)) made_.forgotten.push_back(to);
                return;
            }
            case Line::Kind::record: return take_record(line);
            case Line::Kind::fact: return take_fact(line);
        }
    }

    void twice(support::Span again, support::Span first, const std::string& what) {
        Diagnostic& finding = sink_.error("migration-twice", again, fmt::format("{} is said twice", what), "keep one of the two");
        finding.labels.front().text = "said again here";
        finding.labels.push_back({first, "first said here"});
    }

    bool once(std::map<std::uint32_t, support::Span>& seen, std::uint32_t id, const Line& line) {
        const auto [at, fresh] = seen.emplace(id, line.span);
        if (!fresh) twice(line.span, at->second, fmt::format("what becomes of `{}`", line.name.empty() ? line.old_name.text : line.name.text));
        return fresh;
    }

    void take_state(const Line& line) {
        StateLine made{&line, find_state(old_, made_.old_of, line.old_name, old_version()), {}};
        if (line.kind == Line::Kind::state) made.state = find_state(now_, made_.of, line.name, "this version");
        if (!made.old_state.valid() || (line.kind == Line::Kind::state && !made.state.valid())) return;
        const auto [at, fresh] = lines_.emplace(made.old_state, made);
        if (!fresh) return twice(line.span, at->second.line->span, fmt::format("what becomes of `{}`", line.old_name.text));
        if (!made.state.valid() || machine_of(old_, made.old_state) == machine_of(now_, made.state)) return;
        mismatch(line.span, fmt::format("`{}` and `{}` are states of different machines", line.old_name.text, line.name.text),
                 "lead it to a state of the machine of that name, or let these cases stay");
        lines_.erase(made.old_state);
    }

    // A constant of the wanted type, as far as a record or a fact of a running case can be given one.
    std::optional<std::int64_t> constant(const syntax::Expr& written, const Type& type) {
        using Kind = syntax::ExprKind;
        const bool negative = written.kind == Kind::negate && written.children.size() == 1;
        const syntax::Expr& plain = negative ? written.children.front() : written;
        if (type.kind == TypeKind::integer && plain.kind == Kind::integer) return negative ? -plain.number : plain.number;
        if (type.kind == TypeKind::boolean && plain.kind == Kind::boolean) return plain.number != 0 ? 1 : 0;
        if (type.optional && plain.kind == Kind::none) return std::numeric_limits<std::int64_t>::min();
        if (type.kind == TypeKind::kind && plain.kind == Kind::name && type.of.valid()) {
            const auto& members = now_.kinds[type.of].members;
            const auto found = std::find(members.begin(), members.end(), plain.text);
            if (found != members.end()) return found - members.begin();
        }
        return std::nullopt;
    }

    void take_record(const Line& line) {
        const RecordId id = find(now_.records, now_.cases[made_.of].records, line.name, "unknown-record", "record", "this version");
        if (!id.valid() || !line.value || !once(records_, id.value, line)) return;
        const Record& record = now_.records[id];
        Type type;
        type.kind = TypeKind::integer;
        if (const auto value = constant(*line.value, type)) {
            if (*value >= record.low && *value <= record.high) made_.given.push_back({id, {}, *value, line.span});
            else mismatch(line.value->span, fmt::format("`{}` is {} to {}", record.name, record.low, record.high), "give it a value within its bounds");
            return;
        }
        if (line.value->kind != syntax::ExprKind::name) return mismatch(line.value->span, "a record begins with a whole number or with what a record of the old version was", "write one of the two");
        const RecordId from = find(old_.records, old_.cases[made_.old_of].records, {line.value->text, line.value->span}, "unknown-record", "record", old_version());
        if (from.valid()) made_.records.push_back({from, id, line.span});
    }

    void take_fact(const Line& line) {
        const FactId id = find(now_.facts, now_.cases[made_.of].facts, line.name, "unknown-fact", "fact", "this version");
        if (!id.valid() || !line.value || !once(facts_, id.value, line)) return;
        const auto value = constant(*line.value, now_.facts[id].type);
        const Type& type = now_.facts[id].type;
        if (value && (*value == std::numeric_limits<std::int64_t>::min() || type.kind != TypeKind::integer || (*value >= type.low && *value <= type.high))) {
            made_.given.push_back({{}, id, *value, line.span});
            return;
        }
        mismatch(line.value->span, fmt::format("this is no value that `{}` can be given here", line.name.text),
                 "give it a whole number within its bounds, `true` or `false`, a member of its kind, or `none`");
    }

    // ---- states --------------------------------------------------------------------------------------------------------------

    void make_moves() {
        counted_ = counted_states(now_);
        check_machines();
        for (const StateId leaf : old_.states.ids()) {
            const State& state = old_.states[leaf];
            if (state.of == made_.old_of && state.children.empty()) move(leaf);
        }
    }

    // Where its machine stands has to come from somewhere.
    void check_machines() {
        for (const MachineId id : now_.cases[made_.of].machines) {
            const Machine& machine = now_.machines[id];
            const auto& old = old_.cases[made_.old_of].machines;
            if (std::any_of(old.begin(), old.end(), [&](MachineId one) { return old_.machines[one].name == machine.name; })) continue;
            const char* what = machine.duty.valid() ? "duty" : machine.opening.valid() ? "case to open called" : machine.rights ? "right beside its states" : "machine";
            mismatch(made_.span, machine.name.empty() || machine.rights ? fmt::format("{} has no {}", old_version(), what) : fmt::format("{} has no {} `{}`", old_version(), what, machine.name),
                     "let the cases stay where they are: a case that comes over has to stand somewhere in each machine");
        }
    }

    [[nodiscard]] bool has_machine(const std::string& name) const {
        const auto& machines = now_.cases[made_.of].machines;
        return std::any_of(machines.begin(), machines.end(), [&](MachineId id) { return now_.machines[id].name == name; });
    }

    void move(StateId leaf) {
        if (!has_machine(machine_of(old_, leaf))) return;       // what this version does not have is left behind
        StateMove made;
        made.old_leaf = leaf;
        for (StateId at = leaf; at.valid(); at = old_.states[at].parent) {
            const auto line = lines_.find(at);
            if (line == lines_.end()) continue;
            by_line(made, line->second);
            return;
        }
        const bool unseen = old_.machines[old_.states[leaf].machine].rights;
        if (same_ == nullptr && !unseen) return;
        for (const StateId id : now_.states.ids()) {
            const State& state = now_.states[id];
            if (state.of == made_.of && state.children.empty() && full_path(now_, id) == full_path(old_, leaf)) made.leaf = id;
        }
        if (!made.leaf.valid()) return;
        made.state = made.leaf;
        made.old_state = leaf;
        made.clock = unseen ? MoveClock::unsaid : static_cast<MoveClock>(same_->clock);
        made.span = unseen ? made_.span : same_->span;
        finish(std::move(made), false);
    }

    void by_line(StateMove made, const StateLine& from) {
        made.old_state = from.old_state;
        made.span = from.line->span;
        if (!from.state.valid()) {
            made.because = from.line->because.value;
            made_.moves.push_back(std::move(made));
            return;
        }
        made.state = from.state;
        made.clock = static_cast<MoveClock>(from.line->clock);
        const StateId alike = alike_within(now_, from.state, old_, from.old_state, made.old_leaf);
        made.leaf = start_of(now_, alike.valid() ? alike : from.state);
        finish(std::move(made), true);
    }

    void finish(StateMove made, bool has_own_line) {
        const State &from = old_.states[made.old_leaf], &to = now_.states[made.leaf];
        if ((from.kind == StateKind::final) != (to.kind == StateKind::final)) {
            mismatch(made.span, fmt::format("`{}` {} final, and `{}` {}", from.path, from.kind == StateKind::final ? "is" : "is not", to.path, to.kind == StateKind::final ? "is" : "is not"),
                     "a migration ends nothing and begins nothing: lead it to a state of the same kind, or let these cases stay");
            return;
        }
        if (clock_fits(made, has_own_line)) made_.moves.push_back(std::move(made));
    }

    bool clock_fits(StateMove& made, bool has_own_line) {
        bool counted = false, timed = false;
        for (const StateId at : chain_to(now_, made.leaf)) {
            counted = counted || counted_[at.index()];
            timed = timed || !now_.states[at].deadlines.empty();
        }
        const std::string& to = now_.states[made.leaf].path;
        if (counted && made.clock == MoveClock::unsaid) {
            complain(made, fmt::format("`{}` counts from entering it, and nothing says from when for a case that comes over", to),
                     "write `running on`, `counted anew`, `deadlines kept` or `deadlines cancelled` behind it");
            return false;
        }
        if (!counted && !timed) {
            if (has_own_line && made.clock != MoveClock::unsaid) {
                complain(made, fmt::format("nothing is counted in `{}`", to), "take the words behind it away");
                return false;
            }
            made.clock = MoveClock::unsaid;
            return true;
        }
        return made.clock == MoveClock::unsaid || made.clock == MoveClock::anew || has_counterparts(made);
    }

    // Once a line. `deadline`: of which one it is said, if of one.
    void complain(const StateMove& made, std::string message, std::string hint, support::Span deadline = {}) {
        if (!said_.insert(made.span).second) return;
        Diagnostic& finding = sink_.error("migration-clock", made.span, std::move(message), std::move(hint));
        if (deadline.valid()) finding.labels.push_back({deadline, "which instant is it to keep?"});
    }

    bool has_counterparts(const StateMove& made) {
        for (const StateId at : chain_to(now_, made.leaf)) {
            if (counted_[at.index()] && !counterpart(now_, old_, made, at).valid()) {
                complain(made, fmt::format("no state of {} says since when a case is in `{}`", old_version(), now_.states[at].path), "write `counted anew`");
                return false;
            }
            if (made.clock != MoveClock::kept) continue;
            for (const DeadlineId id : now_.states[at].deadlines) {
                if (counterpart(now_, old_, made, id).valid()) continue;
                complain(made, fmt::format("{} has no deadline in `{}` that stands for this one of `{}`", old_version(), old_.states[made.old_leaf].path, now_.states[at].path),
                         "write `running on` or `counted anew`", now_.deadlines[id].span);
                return false;
            }
        }
        return true;
    }

    // ---- what is remembered ----------------------------------------------------------------------------------------------------

    void find_events() {
        for (const EventId id : now_.cases[made_.of].events) {
            if (!made_.same_names || events_.contains(id.value)) continue;
            const EventId old = named(old_.cases[made_.old_of].events, [&](EventId one) { return old_.events[one].name; }, now_.events[id].name);
            if (old.valid()) made_.events.push_back({old, id, same_->span});
        }
    }

    void find_records() {
        for (const RecordId id : now_.cases[made_.of].records) {
            if (!made_.same_names || records_.contains(id.value)) continue;
            const RecordId old = named(old_.cases[made_.old_of].records, [&](RecordId one) { return old_.records[one].name; }, now_.records[id].name);
            if (old.valid()) made_.records.push_back({old, id, same_->span});
        }
    }

    void find_facts() {
        for (const FactId id : now_.cases[made_.of].facts) {
            if (facts_.contains(id.value)) continue;
            const FactId old = named(old_.cases[made_.old_of].facts, [&](FactId one) { return old_.facts[one].name; }, now_.facts[id].name);
            if (old.valid()) made_.facts.push_back({old, id});
        }
    }

    const syntax::Migrate& written_;
    const Model &now_, &old_;
    diagnostics::Sink& sink_;
    Migration made_;
    const Line* same_ = nullptr;
    std::map<StateId, StateLine> lines_;
    std::map<std::uint32_t, support::Span> events_, records_, facts_;
    std::vector<bool> counted_;
    std::set<support::Span> said_;
};

}  // namespace

Migration read_migration(const syntax::Migrate& written, const Model& now, const Model& old, diagnostics::Sink& sink) {
    return Reader(written, now, old, sink).read();
}

StateId counterpart(const Model& now, const Model& old, const StateMove& move, StateId state) {
    if (is_inside(now, state, move.state)) return alike_within(old, move.old_state, now, move.state, state);
    for (StateId at = old.states[move.old_state].parent; at.valid(); at = old.states[at].parent) {
        if (old.states[at].name == now.states[state].name) return at;
    }
    return {};
}

DeadlineId counterpart(const Model& now, const Model& old, const StateMove& move, DeadlineId deadline) {
    const Deadline& wanted = now.deadlines[deadline];
    const StateId state = counterpart(now, old, move, wanted.state);
    if (!state.valid()) return {};
    const auto name_of = [](const Model& model, const Deadline& one) { return one.named.valid() ? model.named[one.named].name : std::string(); };
    std::vector<DeadlineId> alike;
    for (const DeadlineId id : old.states[state].deadlines) {
        const Deadline& one = old.deadlines[id];
        if (!name_of(now, wanted).empty() && name_of(old, one) == name_of(now, wanted)) return id;
        if (one.counted_from_entry == wanted.counted_from_entry) alike.push_back(id);
    }
    const auto& own = now.states[wanted.state].deadlines;
    const auto same = std::count_if(own.begin(), own.end(), [&](DeadlineId id) { return now.deadlines[id].counted_from_entry == wanted.counted_from_entry; });
    return alike.size() == 1 && same == 1 ? alike.front() : DeadlineId();
}

std::vector<bool> counted_states(const Model& model) {
    std::vector<bool> counted(model.states.size(), false);
    const auto look = [&](ExprId root) {
        if (!root.valid()) return;
        walk(model, root, [&](ExprId, const Expr& expr) {
            if (expr.kind == ExprKind::state_entry) counted[expr.state.index()] = true;
        });
    };
    for (const Deadline& one : model.deadlines) look(one.due);
    for (const When& one : model.whens) look(one.condition);
    for (const Transition& rule : model.transitions) {
        for (const Limb& limb : rule.limbs) {
            look(limb.condition);
            look(limb.instant);
        }
    }
    return counted;
}

bool same_type(const Model& now, const Type& type, const Model& old, const Type& old_type) {
    if (type.kind != old_type.kind || type.currency != old_type.currency || type.divisor != old_type.divisor) return false;
    if (old_type.optional && !type.optional) return false;
    const auto begins_with = [](const auto& whole, const auto& part, const auto& name_of) {
        return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin(), [&](const auto& a, const auto& b) { return name_of(a) == name_of(b); });
    };
    if (type.kind == TypeKind::kind || type.kind == TypeKind::set) {
        return type.of.valid() && old_type.of.valid() && begins_with(now.kinds[type.of].members, old.kinds[old_type.of].members, [](const std::string& one) { return one; });
    }
    if (type.kind != TypeKind::party) return true;
    return begins_with(now.parties, old.parties, [](const Party& one) { return one.name; });
}

}  // namespace recourse::semantics
