// Runs one verified piece of code: a stack machine whose loop checks nothing that the loader has checked.
#pragma once

#include "runtime/machine/quick.h"

namespace recourse::machine {

enum class Fault : std::uint8_t {
    clear,
    overflow,  // arithmetic, a number beyond its slot, an instant beyond the year 9999
    division,  // by zero or less
    count,     // a counter beyond its maximum
    undecided, // reads a value that is not there, or a decision that the text leaves open
    bounds,    // a value beyond the bounds of what it is for: see Breach
};

/// What a value was for that left its bounds: a field (an effect's parameter, a decision's result) or a record's slot.
struct Breach {
    std::uint32_t field = none;
    std::uint32_t slot = none;
    std::int64_t value = 0;
};

/// What code may look at. `read` is the case before the step (after it for enter code and effects), `write` the case after it.
struct Context {
    const Tables* tables = nullptr;
    const CaseRecord* type = nullptr; // null in a decision by itself
    const std::byte* read = nullptr;
    std::byte* write = nullptr;
    Instant now = 0;
    Instant before = 0;               // `I has passed` is I < before: now in an event's step, now + 1 in a deadline's
    std::span<const Value> fields;    // of the event at hand
    std::uint32_t party = none;
    std::span<const Value> parameters;
    bool provisional = false;         // set when a computation left its calendar's years
    Breach breach;                    // set with Fault::bounds
};

/// Room for parameters or arguments, not initialised: who uses it constructs as many as it needs.
union ValueRoom {
    ValueRoom() {}
    Value values[kMaxParameters];
};

struct Outcome {
    std::int64_t value;
    Fault fault;
};

/// The stack machine: the value that a piece leaves, 0 for one that leaves none. O(instructions of the piece and of the decisions it
/// calls).
Outcome interpret(Context& context, Code code);

/// The same, at once where the piece has a quick form that covers what it meets.
inline Outcome evaluate(Context& context, Code code) {
    const Quick& quick = context.tables->quick[code];
    std::int64_t value = 0;
    if (quick_value(quick, context.read, context.now, context.before, context.fields, value)) return {value, Fault::clear};
    if (quick_store(quick, context.write, context.now, context.fields)) return {0, Fault::clear};
    return interpret(context, code);
}

/// Whether a guard holds; kNone always does. A fault is `fault`, and the guard then does not hold.
inline bool holds(Context& context, Code guard, Fault& fault) {
    if (guard == kNone) return true;
    const Outcome outcome = evaluate(context, guard);
    fault = outcome.fault;
    return outcome.fault == Fault::clear && outcome.value != 0;
}

/// Whether a value is of its declared type and within its bounds.
bool fits(const Tables& tables, const FieldRecord& field, const Value& value);

/// Fault::bounds when a value does not fit what it is for; `field` kNone: nothing has to be looked at.
inline Fault check_bounds(Context& context, std::uint32_t field, const Value& value) {
    if (field == kNone || value.number == absent || fits(*context.tables, context.tables->fields[field], value)) return Fault::clear;
    context.breach = {field, none, value.number};
    return Fault::bounds;
}

/// The first row of a decision whose guard holds, for context.parameters; kNone when none does.
struct RowChoice {
    std::uint32_t row;
    Fault fault;
};
RowChoice choose_row(Context& context, const DecisionRecord& decision);

/// The zone and calendar of a case; they may hang on a fact. The program's first ones without a case, UTC and null without any.
const ZoneView& zone_of(const Tables& tables, const CaseRecord* type, const std::byte* bytes);
const CalendarView* calendar_of(const Tables& tables, const CaseRecord* type, const std::byte* bytes);

inline bool is_active(const Tables& tables, const CaseRecord& type, const std::byte* bytes, std::uint32_t state) {
    const StateRecord& record = tables.states[state];
    const std::uint32_t leaf = active_leaf(type, tables.machines[record.machine], bytes);
    return leaf >= state && leaf <= record.last;
}

constexpr Reason reason_of(Fault fault) {
    switch (fault) {
    case Fault::clear: return Reason::none;
    case Fault::undecided: return Reason::undecided;
    case Fault::bounds: return Reason::out_of_bounds;
    default: return Reason::overflow;
    }
}

} // namespace recourse::machine
