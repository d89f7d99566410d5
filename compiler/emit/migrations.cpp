#include "compiler/emit/migrations.h"

#include "compiler/emit/rules.h"
#include "compiler/semantics/migrations.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace recourse::emit {

using namespace semantics;
using format::Fill;
using format::FillRecord;
using format::kNone;
using format::SlotKind;

namespace {

// Where a case type's memory and deadlines lie in its program.
struct Place {
    const Model& model;
    CaseId of;
    Numbering numbers;
    CaseSlots slots;
    std::uint32_t first_slot = 0;

    Place(const Model& m, CaseId id) : model(m), of(id), numbers(number_entities(m)) {
        for (const CaseId one : m.cases.ids()) {
            CaseSlots laid = lay_out(m, one);
            if (one == id) {
                slots = std::move(laid);
                return;
            }
            first_slot += size_of(laid.slots);
        }
    }
    [[nodiscard]] std::uint32_t slot(const MemoryKey& key) const {
        const std::uint32_t local = slots.find(key);
        return local == kNone ? kNone : first_slot + local;
    }
    // The clock from which a state's entry is read; kNone when nothing reads it.
    [[nodiscard]] std::uint32_t clock(StateId state) const {
        const auto found = slots.needs.clock_of_state.find(state);
        return found == slots.needs.clock_of_state.end() ? slot(memory::entered(state)) : slot(found->second);
    }
    [[nodiscard]] std::uint32_t deadline(DeadlineId wanted) const {
        std::uint32_t index = 0;
        for (const auto& states : numbers.states_of_case) {
            for (const StateId state : states) {
                for (const DeadlineId one : model.states[state].deadlines) {
                    if (one == wanted) return index;
                    ++index;
                }
            }
        }
        return kNone;
    }
};

FillRecord constant(std::uint32_t slot, std::int64_t value) { return {slot, Fill::constant, kNone, 0, value}; }
FillRecord from_old(std::uint32_t slot, Fill kind, std::uint32_t old) { return {slot, kind, old, 0, 0}; }

class MigrationWriter {
  public:
    MigrationWriter(Writer& writer, const Migration& migration, const OldVersion& old)
        : writer_(writer), migration_(migration), now_(writer.model, migration.of), old_(*old.model, migration.old_of), shape_(old.shapes.at(migration.old_of.index())) {}

    void write() {
        format::MigrationRecord record{};
        record.from = shape_;
        record.version = migration_.from;
        record.old_type = migration_.old_of.value;
        record.type = migration_.of.value;
        record.fills = append(writer_.image.fills, shared());
        std::vector<format::StateMoveRecord> moves;
        for (const StateMove& move : migration_.moves) {
            format::StateMoveRecord made{};
            made.old_state = old_.numbers.of(move.old_leaf);
            made.state = move.leaf.valid() ? now_.numbers.of(move.leaf) : kNone;
            made.fills = append(writer_.image.fills, move.leaf.valid() ? standing(move) : std::vector<FillRecord>());
            made.because = writer_.text_or_none(move.because);
            made.location = write_location(writer_, move.span);
            moves.push_back(made);
        }
        record.moves = append(writer_.image.state_moves, moves);
        writer_.image.migrations.push_back(record);
    }

  private:
    [[nodiscard]] const Model& now() const { return now_.model; }
    [[nodiscard]] const Model& old() const { return old_.model; }

    void lacks(support::Span place, const MemoryKey& key, std::string message, std::string hint) {
        if (!said_.insert(key).second) return;
        auto& finding = writer_.sink.error("migration-not-kept", place, std::move(message), std::move(hint));
        finding.why = "a case keeps what the rules of its version read, and nothing else can be read from it later";
        if (const auto use = now_.slots.needs.keys.find(key); use != now_.slots.needs.keys.end() && use->second.first.valid()) {
            finding.labels.push_back({use->second.first, "read here"});
        }
    }
    [[nodiscard]] std::string version() const { return fmt::format("version {}", migration_.from); }

    // ---- what does not depend on where the case stands --------------------------------------------------------------------

    std::vector<FillRecord> shared() {
        for (const Slot& slot : now_.slots.slots) {
            into_ = now_.slot(slot.key);
            switch (slot.key.kind) {
            case SlotKind::fact: fact(slot.key); break;
            case SlotKind::record: record(slot.key); break;
            case SlotKind::last:
            case SlotKind::first:
            case SlotKind::previous:
            case SlotKind::party:
            case SlotKind::field:
            case SlotKind::count: event(slot.key); break;
            case SlotKind::rule_count: rule_count(slot.key); break;
            case SlotKind::entered: entered(slot.key); break;
            case SlotKind::opening: take(Fill::old_slot, slot.key, memory::opening(), migration_.span, "when a case was opened"); break;
            default: break;     // belongs to the state that the case stands in, or begins anew
            }
        }
        return std::move(fills_);
    }

    void take(Fill kind, const MemoryKey& key, const MemoryKey& from, support::Span place, const std::string& what) {
        const std::uint32_t slot = old_.slot(from);
        if (slot == kNone) {
            return lacks(place, key, fmt::format("{} is read in this version, and {} does not keep it", what, version()),
                         key.kind == SlotKind::fact ? "say what it is in the cases that come over: `fact NAME = …`" : "let these cases stay, or read it no more");
        }
        if (!fits(key, from)) {
            writer_.sink.error("migration-mismatch", place, fmt::format("{} is of another type in {}", what, version()),
                               "let these cases stay, or give it another name in this version");
            return;
        }
        fills_.push_back(from_old(into_, kind, slot));
    }

    // Whether one slot's numbers, or texts, are the other's.
    [[nodiscard]] bool fits(const MemoryKey& key, const MemoryKey& from) const {
        const Slot &a = now_.slots.slots[now_.slots.find(key)], &b = old_.slots.slots[old_.slots.find(from)];
        if (a.kind == SlotKind::text || b.kind == SlotKind::text) return a.kind == b.kind && a.capacity >= b.capacity;
        return same_type(now(), a.type, old(), b.type);
    }

    void fact(const MemoryKey& key) {
        const FactId id(key.id);
        for (const Migration::Given& given : migration_.given) {
            if (given.fact == id) return fills_.push_back(constant(into_, given.value));
        }
        const std::string& name = now().facts[id].name;
        for (const Migration::SameFact& same : migration_.facts) {
            if (same.fact == id) return take(Fill::old_slot, key, memory::fact(same.old_fact), migration_.span, fmt::format("the fact `{}`", name));
        }
        lacks(migration_.span, key, fmt::format("{} has no fact `{}`", version(), name), fmt::format("say what it is in the cases that come over: `fact {} = …`", name));
    }

    void record(const MemoryKey& key) {
        const RecordId id(key.id);
        for (const Migration::Given& given : migration_.given) {
            if (given.record == id) return fills_.push_back(constant(into_, given.value));
        }
        const std::string& name = now().records[id].name;
        for (const Migration::SameRecord& same : migration_.records) {
            if (same.record == id) return take(Fill::old_slot, key, memory::record(same.old_record), same.span, fmt::format("the record `{}`", name));
        }
        lacks(migration_.span, key, fmt::format("nothing says what the record `{}` is in a case that comes over", name),
              fmt::format("write `record {} = …`, with a number or a record of {}", name, version()));
    }

    void event(const MemoryKey& key) {
        const EventId id(key.id);
        if (std::ranges::find(migration_.forgotten, id) != migration_.forgotten.end()) return;
        const std::string& name = now().events[id].name;
        for (const Migration::SameEvent& same : migration_.events) {
            if (same.event == id) return event(key, same);
        }
        const auto& known = old().cases[migration_.old_of].events;
        const bool is_new = std::ranges::none_of(known, [&](EventId one) { return old().events[one].name == name; });
        if (is_new) return;     // it cannot have happened
        lacks(migration_.span, key, fmt::format("nothing says whether `{}` has happened in a case that comes over", name),
              fmt::format("write `event {} -> {}`, `event {} forgotten` or `same names`", name, name, name));
    }

    void event(const MemoryKey& key, const Migration::SameEvent& same) {
        const Event &ours = now().events[same.event], &theirs = old().events[same.old_event];
        MemoryKey from = key;
        from.id = same.old_event.value;
        std::string what = fmt::format("what `{}` was", theirs.name);
        if (key.kind == SlotKind::count) what = fmt::format("how often `{}` was accepted", theirs.name);
        if (key.kind == SlotKind::last || key.kind == SlotKind::first || key.kind == SlotKind::previous) what = fmt::format("when `{}` happened", theirs.name);
        if (key.kind == SlotKind::field) {
            const std::string& field = ours.fields[key.index].name;
            const auto found = std::ranges::find(theirs.fields, field, &Field::name);
            what = fmt::format("`{}.{}`", theirs.name, field);
            if (found == theirs.fields.end()) return forgets(key, same, what, ours.name);
            from.index = static_cast<std::uint32_t>(found - theirs.fields.begin());
        }
        if (old_.slot(from) == kNone) return forgets(key, same, what, ours.name);
        take(key.kind == SlotKind::count ? Fill::old_count : Fill::old_slot, key, from, same.span, what);
    }

    void forgets(const MemoryKey& key, const Migration::SameEvent& same, const std::string& what, const std::string& name) {
        lacks(same.span, key, fmt::format("{} is read in this version, and {} does not keep it", what, version()),
              fmt::format("write `event {} forgotten` if these cases begin as if it had not happened, or let them stay", name));
    }

    // The rule of the old version that answers the same event in the state of the same name.
    void rule_count(const MemoryKey& key) {
        const auto path = [](const Model& model, const Transition& rule) { return rule.owner.valid() ? model.states[rule.owner].path : std::string(); };
        const auto ours = std::ranges::find_if(now().transitions, [&](const Transition& one) { return one.of == migration_.of && one.rule == key.id && one.at_most > 0; });
        if (ours == now().transitions.end() || !ours->event.valid()) return;
        if (std::ranges::find(migration_.forgotten, ours->event) != migration_.forgotten.end()) return;
        const std::string& event = now().events[ours->event].name;
        std::set<std::uint32_t> counted;
        bool any = false;
        for (const Transition& one : old().transitions) {
            if (one.of != migration_.old_of || !one.event.valid() || old().events[one.event].name != event || path(old(), one) != path(now(), *ours)) continue;
            any = true;
            if (one.at_most > 0) counted.insert(one.rule);
        }
        if (counted.size() == 1) return take(Fill::old_count, key, memory::rule_count(*counted.begin()), migration_.span, "how often a rule was taken");
        if (!any) return;
        lacks(migration_.span, key, fmt::format("how often the rule on `{}` was taken counts in this version, and {} does not keep it", event, version()),
              fmt::format("write `event {} forgotten` if these cases count from nought, or let them stay", event));
    }

    // When a state was entered, for rules that ask it for good.
    void entered(const MemoryKey& key) {
        const StateId id(key.id);
        std::set<StateId> sources;
        for (const StateMove& move : migration_.moves) {
            for (StateId at = move.leaf; at.valid(); at = now().states[at].parent) {
                if (at != id) continue;
                if (const StateId source = counterpart(now(), old(), move, id); source.valid()) sources.insert(source);
            }
        }
        if (sources.empty()) return;    // no case of the old version has been there
        const std::string what = fmt::format("when `{}` was entered", now().states[id].path);
        if (sources.size() == 1) return take(Fill::old_slot, key, memory::entered(*sources.begin()), migration_.span, what);
        lacks(migration_.span, key, fmt::format("{} is read in this version, and several states of {} lead to it", what, version()), "let these cases stay");
    }

    // ---- clocks and deadlines of the states that a move leads to ------------------------------------------------------------

    std::vector<FillRecord> standing(const StateMove& move) {
        fills_.clear();
        for (StateId at = move.leaf; at.valid(); at = now().states[at].parent) {
            clock(move, at);
            for (const DeadlineId deadline : now().states[at].deadlines) keep(move, deadline);
            marks(move, at);
        }
        return std::move(fills_);
    }

    void clock(const StateMove& move, StateId state) {
        const auto key = now_.slots.needs.clock_of_state.find(state);
        if (key == now_.slots.needs.clock_of_state.end() || move.clock == MoveClock::unsaid) return;
        into_ = now_.slot(key->second);
        if (move.clock == MoveClock::anew) return fills_.push_back(from_old(into_, Fill::now, kNone));
        const StateId source = counterpart(now(), old(), move, state);
        const std::uint32_t slot = source.valid() ? old_.clock(source) : kNone;
        if (slot == kNone) {
            return lacks(move.span, key->second, fmt::format("{} does not keep since when a case is in `{}`", version(), old().states[move.old_leaf].path),
                         "write `counted anew`");
        }
        fills_.push_back(from_old(into_, Fill::old_slot, slot));
    }

    void keep(const StateMove& move, DeadlineId deadline) {
        const std::uint32_t done = now_.slot(memory::done(deadline)), kept = now_.slot(memory::kept(deadline));
        if (move.clock == MoveClock::cancelled) return fills_.push_back(constant(done, 1));
        if (move.clock == MoveClock::anew) return;
        const DeadlineId source = counterpart(now(), old(), move, deadline);
        if (!source.valid()) return;
        if (const std::uint32_t was_done = old_.slot(memory::done(source)); done != kNone && was_done != kNone) {
            fills_.push_back(from_old(done, Fill::old_slot, was_done));
        }
        if (move.clock == MoveClock::kept) fills_.push_back(from_old(kept, Fill::old_due, old_.deadline(source)));
    }

    // `when`s that have happened have happened, where the two versions have as many.
    void marks(const StateMove& move, StateId state) {
        if (move.clock == MoveClock::anew) return;
        const StateId source = counterpart(now(), old(), move, state);
        if (!source.valid() || old().states[source].whens.size() != now().states[state].whens.size()) return;
        for (std::size_t i = 0; i < now().states[state].whens.size(); ++i) {
            const std::uint32_t done = now_.slot(memory::done(now().states[state].whens[i])), was_done = old_.slot(memory::done(old().states[source].whens[i]));
            if (done != kNone && was_done != kNone) fills_.push_back(from_old(done, Fill::old_slot, was_done));
        }
    }

    Writer& writer_;
    const Migration& migration_;
    Place now_, old_;
    std::uint64_t shape_;
    std::vector<FillRecord> fills_;
    std::uint32_t into_ = kNone;
    std::set<MemoryKey> said_;
};

} // namespace

void write_migrations(Writer& writer, const EmitInput& input) {
    for (const Migration& migration : input.model->migrations) {
        const auto old = std::ranges::find(input.older, migration.from, &OldVersion::version);
        if (old != input.older.end() && migration.of.valid()) MigrationWriter(writer, migration, *old).write();
    }
}

} // namespace recourse::emit
