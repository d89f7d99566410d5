// Opening a case: facts, first states, and for a case that opens on an event, the event.
#include "runtime/machine/admit.h"

namespace recourse {

using namespace machine;

namespace {

StepResult rejected(Reason reason, std::uint32_t field = none) {
    return {Verdict::rejected, Rejection{reason, none, none, field, never}, 0};
}

/// Slots at their initial values and facts in theirs. Gives the first fact that does not fit, or the number of facts.
std::uint32_t fill(const Tables& tables, const CaseRecord& type, std::span<const Value> facts, Instant at,
                   std::byte* bytes) {
    for (const SlotRecord& slot : tables.part(tables.slots, type.slots)) {
        if (slot.width == kTextWidth) {
            store_text(slot, bytes, {});
        } else {
            store_slot(slot, bytes, slot.initial);
        }
    }
    if (type.opening_slot != kNone) store_slot(tables.slots[type.opening_slot], bytes, at);
    for (std::uint32_t i = 0; i < type.facts.count; ++i) {
        const FieldRecord& fact = tables.fields[type.facts.first + i];
        if (!fits(tables, fact, facts[i])) return i;
        if (fact.slot == kNone) continue;
        const SlotRecord& slot = tables.slots[fact.slot];
        // An optional instant that is not given has not happened.
        const bool unhappened = fact.type.type == Type::instant && facts[i].number == absent;
        const bool kept = slot.width == kTextWidth ? store_text(slot, bytes, facts[i])
                                                   : store_slot(slot, bytes, unhappened ? never : facts[i].number);
        if (!kept) return i;
    }
    return type.facts.count;
}

/// The conditions that facts must meet together ("not after opening"). Gives the fact whose condition fails.
std::uint32_t check(Run& run, std::span<const Value> facts) {
    Context context = run.reading(run.live);
    context.fields = facts;
    for (std::uint32_t i = 0; i < run.type.facts.count; ++i) {
        Fault fault = Fault::clear;
        if (!holds(context, run.tables.fields[run.type.facts.first + i].check, fault)) return i;
    }
    return run.type.facts.count;
}

void write_header(const Tables& tables, std::uint32_t type, Instant at, std::byte* bytes) {
    const CaseHeader header{at - 1, never, static_cast<std::uint16_t>(type), static_cast<std::uint8_t>(Status::running), 0,
                            tables.program_word()};
    write_number(bytes, header);
}

/// Opens in zeroed bytes; `opening` has been admitted.
StepResult open_in(const Program& program, std::span<std::byte> bytes, std::uint32_t index, Instant at,
                   std::span<const Value> facts, Listener* listener, const Input* opening) {
    const Tables& tables = program.tables();
    const CaseRecord& type = tables.cases[index];
    write_header(tables, index, at, bytes.data());
    if (const auto bad = fill(tables, type, facts, at, bytes.data()); bad < type.facts.count) {
        return rejected(Reason::bad_fact, bad);
    }
    Run run(tables, type, bytes.data(), listener);
    run.at_event(at);
    if (const auto bad = check(run, facts); bad < type.facts.count) return rejected(Reason::bad_fact, bad);

    Picks picks;
    for (std::uint32_t i = 0; i < type.machines.count; ++i) {
        const std::uint32_t machine = type.machines.first + i;
        set_leaf(type, tables.machines[machine], bytes.data(), tables.machines[machine].start);
        picks.add({machine, kNone, kNone, kNone, 0});
    }
    if (!apply(run, picks, Cause::opening)) return {Verdict::rejected, why_failed(run), 0};
    settle(run);
    if (opening == nullptr || run.fault != Fault::clear) return result_of(run);
    if (read_status(run.live) != Status::running) return rejected(Reason::not_running);
    return take_event(run, *opening);
}

bool opens_with(const Tables& tables, const CaseRecord& type, Instant at, const Input* opening, StepResult& why) {
    if (type.opening_event == kNone) {
        why = rejected(Reason::unknown_event);
        return opening == nullptr;
    }
    if (opening == nullptr || opening->event != type.opening_event) {
        why = rejected(Reason::unknown_event);
        return false;
    }
    if (opening->at != at) {
        why = rejected(Reason::before_opening);
        return false;
    }
    why = {Verdict::rejected, admit(tables, type, *opening), 0};
    return why.rejection.reason == Reason::none;
}

} // namespace

StepResult open(const Program& program, std::span<std::byte> bytes, std::uint32_t type, Instant at,
                std::span<const Value> facts, Listener& listener, const Input* opening) {
    const Tables& tables = program.tables();
    if (type >= tables.cases.size()) return rejected(Reason::unknown_case_type);
    const CaseRecord& record = tables.cases[type];
    if (bytes.size() < record.bytes || reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) {
        return rejected(Reason::case_too_large);
    }
    if (!in_range(at)) return rejected(Reason::beyond_time);
    if (facts.size() != record.facts.count) {
        return rejected(Reason::bad_fact,
                        static_cast<std::uint32_t>(std::min<std::size_t>(facts.size(), record.facts.count)));
    }
    StepResult why;
    if (!opens_with(tables, record, at, opening, why)) return why;

    // The listener hears only of a case that opens, whose bytes it may look at: when an event may still be refused, it is tried in silence
    // first; without one, nothing is told before it is sure that the case opens.
    alignas(8) std::byte room[kMaxCaseBytes];
    const std::span<std::byte> spare(room, record.bytes), into = bytes.first(record.bytes);
    if (opening != nullptr) {
        std::memset(room, 0, record.bytes);
        const StepResult tried = open_in(program, spare, type, at, facts, nullptr, opening);
        if (tried.verdict == Verdict::rejected) return tried;
    }
    std::memcpy(room, into.data(), record.bytes);   // given back when it does not open
    std::memset(into.data(), 0, record.bytes);
    const StepResult opened = open_in(program, into, type, at, facts, &listener, opening);
    if (opened.verdict == Verdict::rejected) std::memcpy(into.data(), room, record.bytes);
    return opened;
}

NamedValue named_value_at_opening(const Program& program, std::uint32_t type, Instant at, std::span<const Value> facts, std::uint32_t named) {
    const Tables& tables = program.tables();
    constexpr NamedValue nothing{{}, false, false};
    if (type >= tables.cases.size() || !in_range(at)) return nothing;
    const CaseRecord& record = tables.cases[type];
    if (facts.size() != record.facts.count || named >= record.named.count) return nothing;
    alignas(8) std::byte room[kMaxCaseBytes];
    std::memset(room, 0, record.bytes);
    write_header(tables, type, at, room);
    if (fill(tables, record, facts, at, room) < record.facts.count) return nothing;
    Run run(tables, record, room, nullptr);
    run.at_event(at);
    if (check(run, facts) < record.facts.count) return nothing;
    const NamedRecord& asked = tables.named[record.named.first + named];
    if (asked.code == kNone || asked.type.type == Type::text) return nothing;
    Context context = run.reading(run.live);
    const Outcome outcome = evaluate(context, asked.code);
    return {Value::of(outcome.value), outcome.fault == Fault::clear, context.provisional};
}

StepResult open(const Program& program, Case& into, std::uint32_t type, Instant at, std::span<const Value> facts,
                Listener& listener, const Input* opening) {
    const std::uint32_t size = program.case_bytes(type);
    if (size > Case::capacity) return rejected(Reason::case_too_large);
    Case fresh;
    fresh.resize(size);
    const StepResult opened = open(program, fresh.ref().bytes(), type, at, facts, listener, opening);
    if (opened.verdict != Verdict::rejected) into = fresh;
    return opened;
}

} // namespace recourse
