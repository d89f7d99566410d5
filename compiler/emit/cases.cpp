#include "compiler/emit/cases.h"

#include "compiler/emit/code.h"
#include "compiler/emit/guards.h"
#include "compiler/emit/rules.h"
#include "compiler/emit/text.h"
#include "compiler/emit/types.h"
#include "compiler/graph/precedence.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace recourse::emit {

using namespace semantics;
using format::kNone;
using format::Op;

namespace {

// Kinds of NamedRecord beyond those of semantics::NamedKind.
constexpr std::uint32_t kNamedFact = 5, kNamedRecord = 6;

class CaseWriter {
  public:
    CaseWriter(Writer& writer, CaseId id) : writer_(writer), model_(writer.model), case_(writer.model.cases[id]) {
        slots_ = lay_out(model_, id);
        scope_.slots = &slots_;
        scope_.first_slot = size_of(writer_.image.slots);
        scope_.of = id;
    }

    void write() {
        report_sizes();
        write_slots();
        format::CaseRecord record{};
        record.name = writer_.text(case_.name);
        record.bytes = slots_.bytes;
        record.slots = {scope_.first_slot, static_cast<std::uint32_t>(slots_.slots.size())};
        record.facts = write_facts();
        record.events = write_events();
        record.effects = {0, static_cast<std::uint32_t>(model_.effects.size())};
        record.opening_event = event_within(case_.opens_on);
        record.opening_slot = scope_.slot(memory::opening());
        choose_zones(record);
        record.refusals = write_refusals();
        // States before dispatch: a state's deadlines and conditions come with it.
        record.states = write_states();
        record.machines = write_machines(record.states.first);
        record.dispatch = write_dispatch(writer_, scope_);
        record.named = write_named();
        writer_.image.cases.push_back(record);
    }

  private:
    // ---- what does not fit ------------------------------------------------------------------------------------------------

    void report_sizes() {
        for (const MemoryKey& key : slots_.unbounded) report_unbounded(key);
        if (slots_.bytes > kMaxCaseBytes) report_large();
        if (case_.machines.size() > 32) {
            too_many(case_.span, fmt::format("the case has {} machines", case_.machines.size()), "32 machines");
        }
        if (writer_.numbers.states_of_case[scope_.of.index()].size() > 0xFFFF) {
            too_many(case_.span, "the case has more than 65,535 states", "65,535 states");
        }
        for (const EventId id : case_.events) {
            const Event& event = model_.events[id];
            if (event.fields.size() > 0xFFFF) {
                too_many(event.span, fmt::format("`{}` carries {} fields", event.name, event.fields.size()), "65,535 fields");
            }
        }
    }

    void too_many(support::Span span, const std::string& what, const char* most) {
        writer_.sink.error("too-many", span, fmt::format("{}, and at most {} fit into a program", what, most),
                           "split it into two");
    }

    void report_unbounded(const MemoryKey& key) {
        const Slot& slot = slots_.slots[slots_.find(key)];
        auto& finding = writer_.sink.error(
            "unbounded-text", slots_.needs.keys.at(key).first,
            fmt::format("`{}` is read after it was given, and nothing says how long it may be", slot.name),
            "bound it where it is declared: `text, at most 200 characters` (a character may take 4 bytes of the case)");
        finding.why = "a case has a fixed size, so that it can be stored and copied as plain bytes";
        const support::Span declared = key.kind == format::SlotKind::fact
                                           ? model_.facts[FactId(key.id)].span
                                           : model_.events[EventId(key.id)].fields[key.index].span;
        finding.labels.push_back({declared, "declared here without a bound"});
    }

    void report_large() {
        std::vector<const Slot*> largest;
        for (const Slot& slot : slots_.slots) largest.push_back(&slot);
        std::ranges::stable_sort(largest, std::ranges::greater{}, &Slot::bytes);
        std::string room;
        for (std::size_t i = 0; i < largest.size() && i < 5; ++i) {
            room += fmt::format("{}`{}` {} bytes", i == 0 ? "" : ", ", largest[i]->name, largest[i]->bytes());
        }
        auto& finding = writer_.sink.error(
            "case-too-large", case_.span,
            fmt::format("a case of `{}` would take {} bytes, and {} are the most", case_.name, slots_.bytes, kMaxCaseBytes),
            "bound texts more tightly, or pass them on with the event that carries them instead of keeping them");
        finding.why = "most room is taken by " + room;
    }

    // ---- slots and facts --------------------------------------------------------------------------------------------------

    void write_slots() {
        for (const Slot& slot : slots_.slots) {
            format::SlotRecord record{};
            record.name = writer_.text(slot.name);
            record.kind = slot.kind;
            record.width = slot.width;
            record.bit = slot.bit;
            record.offset = slot.offset;
            record.capacity = slot.capacity;
            record.type = type_record(slot.type);
            record.initial = slot.initial;
            record.minimum = slot.minimum;
            record.maximum = slot.maximum;
            writer_.image.slots.push_back(record);
        }
    }

    format::Range write_facts() {
        CodeScope check = scope_;
        check.fact_check = true;
        std::vector<format::FieldRecord> records;
        for (const FactId id : case_.facts) {
            const Fact& fact = model_.facts[id];
            format::FieldRecord record = field_record(writer_, Field{fact.name, fact.type, fact.span});
            record.slot = scope_.slot(memory::fact(id));
            if (fact.check.valid()) {
                record.check = value_code(writer_, check, fact.check);
                record.check_text = writer_.text(expression_text(model_, fact.check));
            }
            records.push_back(record);
        }
        return append(writer_.image.fields, records);
    }

    // ---- events -----------------------------------------------------------------------------------------------------------

    std::uint32_t event_within(EventId id) const {
        const auto found = std::ranges::find(case_.events, id);
        return found == case_.events.end() ? kNone : static_cast<std::uint32_t>(found - case_.events.begin());
    }

    format::Range write_events() {
        std::vector<format::EventRecord> records;
        for (const EventId id : case_.events) {
            const Event& event = model_.events[id];
            format::EventRecord record{};
            record.name = writer_.text(event.name);
            for (const PartyId party : event.by) record.parties |= 1u << (party.value & 31u);
            record.at_most = event.at_most;
            record.count_slot = scope_.slot(memory::count(id));
            record.fields = write_fields(writer_, event.fields);
            record.accept = accept_code(id);
            record.flags = is_ignored(id) ? 1 : 0;
            record.cites = write_cites(writer_, event.text);
            records.push_back(record);
        }
        return append(writer_.image.events, records);
    }

    bool is_ignored(EventId event) const {
        return std::ranges::any_of(case_.refusals, [&](TransitionId id) {
            const Transition& rule = model_.transitions[id];
            return rule.event == event && rule.target_kind == TargetKind::ignore;
        });
    }

    // What acceptance remembers. Loads read the case as it was, so that the order of the stores does not matter.
    format::Code accept_code(EventId id) {
        Piece piece(writer_, scope_);
        const std::uint32_t last = scope_.slot(memory::instant(id, Occurrence::last));
        const std::uint32_t first = scope_.slot(memory::instant(id, Occurrence::first));
        const std::uint32_t previous = scope_.slot(memory::instant(id, Occurrence::previous));
        const auto store = [&](Op load, std::uint32_t from, std::uint32_t to) {
            if (to == kNone) return;
            piece.op(load, from);
            piece.op(Op::store_slot, to);
        };
        store(Op::load_slot, last, previous);
        store(Op::load_now, 0, last);
        if (first != kNone) {
            piece.op(Op::load_slot, first);
            piece.op(Op::load_now);
            piece.op(Op::minimum);
            piece.op(Op::store_slot, first);
        }
        store(Op::load_party, 0, scope_.slot(memory::party(id)));
        for (std::uint32_t i = 0; i < model_.events[id].fields.size(); ++i) accept_field(piece, id, i, first);
        return piece.finish();
    }

    void accept_field(Piece& piece, EventId id, std::uint32_t index, std::uint32_t first_instant) {
        const Field& field = model_.events[id].fields[index];
        const std::uint32_t last = scope_.slot(memory::field(id, index, Occurrence::last));
        const std::uint32_t first = scope_.slot(memory::field(id, index, Occurrence::first));
        const std::uint32_t previous = scope_.slot(memory::field(id, index, Occurrence::previous));
        const bool is_text = field.type.kind == TypeKind::text;
        if (previous != kNone && is_text) {
            writer_.sink.error("computed-text", slots_.needs.keys.at(memory::field(id, index, Occurrence::previous)).first,
                               fmt::format("the text `{}` of the previous `{}` is not kept", field.name, model_.events[id].name),
                               "read the last one, or the first");
        } else if (previous != kNone) {
            piece.op(Op::load_slot, last);
            piece.op(Op::store_slot, previous);
        }
        const auto keep = [&](std::uint32_t slot) {
            if (slot == kNone) return;
            if (is_text) return piece.op(Op::store_text, slot, index);
            piece.load_given(Op::load_field, index, field.type);
            piece.op(Op::store_slot, slot);
        };
        keep(last);
        if (first == kNone) return;
        piece.op(Op::load_slot, first_instant);
        piece.op(Op::is_set);
        piece.op(Op::logical_not);
        const std::size_t not_the_first = piece.jump(Op::jump_if_false);
        keep(first);
        piece.land(not_the_first);
    }

    format::Range write_refusals() {
        std::vector<TransitionId> refusals;
        for (const TransitionId id : case_.refusals) {
            if (model_.transitions[id].target_kind == TargetKind::refuse) refusals.push_back(id);
        }
        return write_transitions(writer_, scope_, refusals);
    }

    // ---- states -----------------------------------------------------------------------------------------------------------

    std::uint32_t state_flags(const State& state) const {
        std::uint32_t flags = 0;
        if (state.kind == StateKind::final) flags |= format::kFinal;
        if (state.kind == StateKind::resting) flags |= format::kResting;
        if (state.ends_case) flags |= format::kEndsCase;
        if (state.lets_end) flags |= format::kLetsEnd;
        if (model_.machines[state.machine].rights) flags |= format::kUnseen;
        if (!state.children.empty()) flags |= format::kComposite;
        return flags;
    }

    std::uint32_t last_within(StateId id) const {
        while (!model_.states[id].children.empty()) id = model_.states[id].children.back();
        return writer_.numbers.of(id);
    }

    format::Range write_states() {
        const auto& order = writer_.numbers.states_of_case[scope_.of.index()];
        std::vector<format::StateRecord> records;
        for (const StateId id : order) {
            const State& state = model_.states[id];
            format::StateRecord record{};
            record.name = writer_.text(state.path);
            record.parent = state.parent.valid() ? writer_.numbers.of(state.parent) : kNone;
            record.machine = writer_.numbers.of(state.machine);
            record.last = last_within(id);
            record.start = writer_.numbers.of(start_leaf(model_, id));
            record.flags = state_flags(state);
            record.enter = enter_code(id);
            record.deadlines = write_deadlines(id);
            record.whens = write_whens(id);
            record.entry_effects = write_calls(writer_, scope_, state.entry);
            record.location = write_location(writer_, state.span);
            record.latches = write_latches(id);
            records.push_back(record);
        }
        return append(writer_.image.states, records);
    }

    format::Range write_latches(StateId id) {
        std::vector<format::LatchRecord> records;
        for (const auto& [place, key] : slots_.needs.latches) {
            // Of those that name one instant, the one that gave the slot its key stands for all.
            const bool own = place.first == id && key == memory::latch(id, place.second);
            if (own) records.push_back({value_code(writer_, scope_, place.second), scope_.slot(key)});
        }
        return append(writer_.image.latches, records);
    }

    format::Code enter_code(StateId id) {
        Piece piece(writer_, scope_);
        const auto keep_now = [&](std::uint32_t slot) {
            if (slot == kNone) return;
            piece.op(Op::load_now);
            piece.op(Op::store_slot, slot);
        };
        const auto clear = [&](std::uint32_t slot) {
            if (slot == kNone) return;
            piece.push(0);
            piece.op(Op::store_slot, slot);
        };
        const auto clock = slots_.needs.clock_of_state.find(id);
        const bool is_entered = clock != slots_.needs.clock_of_state.end() && clock->second == memory::entered(id);
        if (clock != slots_.needs.clock_of_state.end() && !is_entered) keep_now(scope_.slot(clock->second));
        keep_now(scope_.slot(memory::entered(id)));
        if (const std::uint32_t arming = scope_.slot(memory::arming(id)); arming != kNone) piece.op(Op::count_slot, arming);
        for (const DeadlineId deadline : model_.states[id].deadlines) {
            clear(scope_.slot(memory::done(deadline)));
            if (const std::uint32_t kept = scope_.slot(memory::kept(deadline)); kept != kNone) {
                piece.op(Op::push_never);
                piece.op(Op::store_slot, kept);
            }
        }
        for (const WhenId when : model_.states[id].whens) clear(scope_.slot(memory::done(when)));
        for (const auto& [place, key] : slots_.needs.latches) {
            if (place.first != id || !(key == memory::latch(id, place.second))) continue;
            piece.op(Op::push_never);
            piece.op(Op::store_slot, scope_.slot(key));
        }
        return piece.finish();
    }

    // "closes", "after answer_time", "the earlier of A, B"; of a duty its own name.
    std::string deadline_name(const Deadline& deadline) const {
        const semantics::DutyId duty = model_.machines[model_.states[deadline.state].machine].duty;
        if (duty.valid()) return model_.duties[duty].name;
        if (deadline.named.valid()) return model_.named[deadline.named].name;
        const Expr& due = model_.exprs[deadline.due];
        const bool counted = deadline.counted_from_entry && due.kind == ExprKind::after_period && !due.named.valid();
        return counted ? "after " + expression_text(model_, due.children[0]) : expression_text(model_, deadline.due);
    }

    format::Range write_deadlines(StateId id) {
        std::vector<format::DeadlineRecord> records;
        for (const DeadlineId deadline : model_.states[id].deadlines) {
            const Deadline& from = model_.deadlines[deadline];
            format::DeadlineRecord record{};
            record.state = writer_.numbers.of(id);
            record.due = due_code(id, deadline);
            record.transitions = write_transitions(writer_, scope_, graph::in_precedence(model_, from.transitions));
            record.done_slot = scope_.slot(memory::done(deadline));
            record.arming_slot = scope_.slot(memory::arming(id));
            record.name = writer_.text(deadline_name(from));
            record.location = write_location(writer_, from.span);
            Boundaries boundaries(writer_, scope_);
            boundaries.add(from.due);
            for (const TransitionId rule : from.transitions) boundaries.add(model_.transitions[rule]);
            record.boundaries = boundaries.finish();
            records.push_back(record);
        }
        return append(writer_.image.deadlines, records);
    }

    // Of one that came from an older version with its instant, that instant.
    format::Code due_code(StateId id, DeadlineId deadline) {
        const CodeScope scope = scope_.in(id);
        const std::uint32_t kept = scope_.slot(memory::kept(deadline));
        if (kept == kNone) return instant_code(writer_, scope, model_.deadlines[deadline].due);
        Piece piece(writer_, scope);
        piece.op(Op::load_slot, kept);
        piece.op(Op::is_set);
        const std::size_t counted = piece.jump(Op::jump_if_false);
        piece.op(Op::load_slot, kept);
        const std::size_t done = piece.jump(Op::jump);
        piece.land(counted);
        piece.instant(model_.deadlines[deadline].due);
        piece.land(done);
        return piece.finish();
    }

    format::Range write_whens(StateId id) {
        std::vector<format::WhenRecord> records;
        for (const WhenId when : model_.states[id].whens) {
            const When& from = model_.whens[when];
            format::WhenRecord record{};
            record.state = writer_.numbers.of(id);
            record.transitions = write_transitions(writer_, scope_, graph::in_precedence(model_, from.transitions));
            record.done_slot = scope_.slot(memory::done(when));
            record.arming_slot = scope_.slot(memory::arming(id));
            Boundaries boundaries(writer_, scope_);
            boundaries.add(from.condition);
            for (const TransitionId rule : from.transitions) boundaries.add(model_.transitions[rule]);
            record.boundaries = boundaries.finish();
            records.push_back(record);
        }
        return append(writer_.image.whens, records);
    }

    format::Range write_machines(std::uint32_t first_state) {
        std::vector<format::MachineRecord> records;
        const auto& order = writer_.numbers.states_of_case[scope_.of.index()];
        for (std::size_t i = 0; i < case_.machines.size(); ++i) {
            const Machine& machine = model_.machines[case_.machines[i]];
            std::uint32_t count = 0;
            for (const StateId id : order) count += model_.states[id].machine == case_.machines[i] ? 1 : 0;
            const StateId start = machine.start.valid() ? machine.start : machine.states.front();
            records.push_back({writer_.text(machine.name), slots_.state_offsets[i], slots_.state_width,
                               {first_state, count}, writer_.numbers.of(start_leaf(model_, start))});
            first_state += count;
        }
        return append(writer_.image.machines, records);
    }

    // ---- named values -----------------------------------------------------------------------------------------------------

    format::Range write_named() {
        std::vector<format::NamedRecord> records;
        const auto add_kept = [&](std::uint32_t kind, const MemoryKey& key, support::Span span) {
            const std::uint32_t local = slots_.find(key);
            if (local == kNone || slots_.slots[local].width == kTextWidth) return;
            Piece piece(writer_, scope_);
            piece.op(Op::load_slot, scope_.slot(key));
            const Slot& slot = slots_.slots[local];
            records.push_back({writer_.text(slot.name), kind, type_record(slot.type), piece.finish(), write_location(writer_, span)});
        };
        for (const FactId id : case_.facts) add_kept(kNamedFact, memory::fact(id), model_.facts[id].span);
        for (const RecordId id : case_.records) add_kept(kNamedRecord, memory::record(id), model_.records[id].span);
        for (const NamedId id : case_.named) {
            const Named& named = model_.named[id];
            if (!named.value.valid()) continue;
            records.push_back({writer_.text(named.name), static_cast<std::uint32_t>(named.kind), type_record(named.type),
                               named_code(named), write_location(writer_, named.span)});
        }
        return append(writer_.image.named, records);
    }

    // A share that no rule has rounded yet is shown to the nearest unit.
    format::Code named_code(const Named& named) {
        const std::int64_t divisor = model_.exprs[named.value].type.divisor;
        Piece piece(writer_, scope_);
        piece.value(named.value);
        if (divisor != 1) {
            piece.push(divisor);
            piece.op(Op::divide_half_even);
        }
        return piece.finish();
    }

    // ---- zone and calendar ------------------------------------------------------------------------------------------------

    // One entry, or one for every member of the fact's kind: the program's first where nothing is said of a member.
    template <typename Choice, typename Index>
    format::Range choices(const std::vector<Choice>& declared, const std::string& fact, Index&& index, std::uint32_t& slot) {
        std::vector<std::uint32_t> entries;
        slot = kNone;
        if (!declared.empty()) entries.assign(1, index(declared.front()));
        const auto chooser = std::ranges::find_if(case_.facts, [&](FactId id) { return model_.facts[id].name == fact; });
        if (!fact.empty() && chooser != case_.facts.end() && !declared.empty()) {
            slot = scope_.slot(memory::fact(*chooser));
            const Bounds bounds = bounds_of(model_, model_.facts[*chooser].type);
            entries.assign(static_cast<std::size_t>(bounds.high + 1), entries.front());
            for (const Choice& choice : declared) {
                if (choice.member >= 0 && choice.member <= bounds.high) {
                    entries[static_cast<std::size_t>(choice.member)] = index(choice);
                }
            }
        }
        return append(writer_.image.choices, entries);
    }

    void choose_zones(format::CaseRecord& record) {
        const auto zone = [&](const ZoneChoice& choice) {
            const format::Str name = writer_.text(choice.zone);
            const auto found = std::ranges::find(writer_.image.zones, name, &format::ZoneRecord::name);
            return static_cast<std::uint32_t>(found - writer_.image.zones.begin());
        };
        const auto calendar = [](const CalendarChoice& choice) { return choice.calendar.value; };
        record.zones = choices(model_.zones, model_.zone_fact, zone, record.zone_slot);
        record.calendars = choices(model_.calendars, model_.calendar_fact, calendar, record.calendar_slot);
    }

    Writer& writer_;
    const Model& model_;
    const Case& case_;
    CaseSlots slots_;
    CodeScope scope_;
};

} // namespace

format::FieldRecord field_record(Writer& writer, const Field& field) {
    const Bounds bounds = bounds_of(writer.model, field.type);
    format::FieldRecord record{};
    record.name = writer.text(field.name);
    record.type = type_record(field.type);
    record.slot = kNone;
    record.low = field.type.kind == TypeKind::text ? std::max<std::int64_t>(bounds.low, 0) : bounds.low;
    record.high = bounds.high;
    record.check = kNone;
    record.check_text = kNone;
    return record;
}

format::Range write_fields(Writer& writer, const std::vector<Field>& fields) {
    std::vector<format::FieldRecord> records;
    for (const Field& field : fields) records.push_back(field_record(writer, field));
    return append(writer.image.fields, records);
}

void write_case(Writer& writer, CaseId id) { CaseWriter(writer, id).write(); }

} // namespace recourse::emit
