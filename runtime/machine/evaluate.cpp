#include "runtime/machine/evaluate.h"

namespace recourse::machine {
namespace {

/// A stack that grows upwards in a fixed array; the loader has proved that it stays inside.
class Stack {
  public:
    void push(std::int64_t value) { *top_++ = value; }
    std::int64_t pop() { return *--top_; }
    std::int64_t& top() { return top_[-1]; }
    void drop(std::uint32_t count) { top_ -= count; }
    [[nodiscard]] bool empty() const { return top_ == cells_; }

  private:
    std::int64_t cells_[kMaxStack];
    std::int64_t* top_ = cells_;
};

Fault checked_arithmetic(Op op, std::int64_t& left, std::int64_t right) {
    if (left == absent || right == absent) return Fault::undecided;
    bool wrapped = false;
    switch (op) {
    case Op::add:
        if (left == never || right == never) {
            left = never;
            return Fault::clear;
        }
        wrapped = __builtin_add_overflow(left, right, &left);
        break;
    case Op::subtract:
        if (left == never) return Fault::clear;
        if (right == never) return Fault::undecided;
        wrapped = __builtin_sub_overflow(left, right, &left);
        break;
    default: wrapped = __builtin_mul_overflow(left, right, &left); break;
    }
    // A sum that happens to be one of the two reserved words would be read as something else.
    return wrapped || left == absent || left == never ? Fault::overflow : Fault::clear;
}

Fault divide(Op op, std::int64_t& left, std::int64_t right) {
    if (left == absent || right == absent) return Fault::undecided;
    if (right <= 0) return Fault::division;
    const std::int64_t remainder = left % right;
    const std::int64_t down = left / right - (remainder < 0 ? 1 : 0);
    const std::int64_t rest = remainder < 0 ? remainder + right : remainder; // 0 <= rest < right
    bool up = false;
    switch (op) {
    case Op::divide_down: break;
    case Op::divide_up: up = rest > 0; break;
    case Op::divide_half_up: up = left >= 0 ? rest >= right - rest : rest > right - rest; break;
    default: up = rest > right - rest || (rest == right - rest && down % 2 != 0); break;
    }
    left = down + (up ? 1 : 0);
    return Fault::clear;
}

/// Time has two ends: what would lie after the year 9999 never comes, what would lie before the year 1 has passed ever since. `late`:
/// by which end a computation left that has no result.
Fault take(const TimeResult& result, std::int64_t& into, bool& provisional, bool late) {
    if (result.ok) {
        provisional = provisional || result.provisional;
        into = result.value;
    } else {
        into = late ? never : min_instant;
    }
    return Fault::clear;
}

/// A date as the stack holds it, as the time library wants it; `never` of either kind is never_day.
bool to_day(std::int64_t value, Day& day) {
    if (value == never || value == never_day) {
        day = never_day;
        return true;
    }
    if (value < min_day || value > max_day) return false;
    day = static_cast<Day>(value);
    return true;
}

Fault move_by_period(Context& context, Op op, std::int64_t& period, std::int64_t instant) {
    if (period == absent || instant == absent) return Fault::undecided;
    if (instant == never) {
        period = never;
        return Fault::clear;
    }
    const ZoneView& zone = zone_of(*context.tables, context.type, context.read);
    const CalendarView* calendar = calendar_of(*context.tables, context.type, context.read);
    const Period by{static_cast<std::uint64_t>(period)};
    if (!in_range(instant) || !valid_period(by)) return Fault::overflow;
    if (calendar == nullptr && needs_calendar(by)) return Fault::overflow;
    const bool on = op == Op::after_period;
    return take(on ? after(zone, calendar, by, instant) : before(zone, calendar, by, instant), period, context.provisional, on);
}

Fault days_and_instants(Context& context, Op op, std::int64_t& value) {
    if (value == absent) return Fault::undecided;
    if (value == never) return Fault::clear;
    const ZoneView& zone = zone_of(*context.tables, context.type, context.read);
    Day day = 0;
    const bool of_instant = op == Op::end_of_day || op == Op::start_of_day || op == Op::date_of || op == Op::roll;
    if (of_instant && !in_range(value)) return Fault::overflow;
    switch (op) {
    case Op::end_of_day: return take(end_of_day(zone, value), value, context.provisional, value > 0);
    case Op::start_of_day: return take(start_of_day(zone, value), value, context.provisional, value > 0);
    case Op::date_of: value = date_of(zone, value); return Fault::clear;
    case Op::roll: {
        const CalendarView* calendar = calendar_of(*context.tables, context.type, context.read);
        if (calendar == nullptr) return Fault::overflow;
        return take(roll_to_working_day(zone, *calendar, value), value, context.provisional, true);
    }
    default:
        if (!to_day(value, day)) return Fault::overflow;
        if (day == never_day) {
            value = never;
            return Fault::clear;
        }
        return take(op == Op::end_of_date ? end_of_date(zone, day) : start_of_date(zone, day), value, context.provisional, day > 0);
    }
}

/// A last instant whose clock has stood still and runs again.
Fault resume(Context& context, std::int32_t adds, std::int64_t& due, std::int64_t stopped, std::int64_t counted) {
    if (due == absent || stopped == absent || counted == absent) return Fault::undecided;
    if (due == never || stopped == never) return Fault::clear;
    if (!in_range(due) || !in_range(stopped) || (counted != never && !in_range(counted))) return Fault::overflow;
    const auto what = static_cast<PauseAdds>(adds);
    const CalendarView* calendar = calendar_of(*context.tables, context.type, context.read);
    if (what == PauseAdds::working_days && calendar == nullptr) return Fault::overflow;
    const ZoneView& zone = zone_of(*context.tables, context.type, context.read);
    return take(resumed(zone, calendar, what, due, stopped, counted, context.now), due, context.provisional, true);
}

Value given(std::span<const Value> values, std::int64_t index) {
    const auto at = static_cast<std::size_t>(index);
    return at < values.size() ? values[at] : Value{};
}

/// The text that an instruction looks at; `operand` for those that ask whether it is given, `b` for those that compare it.
Value text_of(const Context& context, const Instruction& in) {
    switch (in.op) {
    case Op::text_equals_field: return given(context.fields, in.b);
    case Op::text_set_field: return given(context.fields, in.operand);
    case Op::text_equals_slot: return load_text(context.tables->slots[in.b], context.read);
    case Op::text_set_slot:
        return load_text(context.tables->slots[static_cast<std::size_t>(in.operand)], context.read);
    case Op::text_equals_parameter: return given(context.parameters, in.b);
    default: return given(context.parameters, in.operand);
    }
}

bool text_test(const Context& context, const Instruction& in) {
    const Value value = text_of(context, in);
    if (value.number == absent) return false;
    switch (in.op) {
    case Op::text_set_field:
    case Op::text_set_slot:
    case Op::text_set_parameter: return true;
    default: return value.text == context.tables->string(static_cast<Str>(in.operand));
    }
}

Fault call(Context& context, const Instruction& in, Stack& stack) {
    const DecisionRecord& decision = context.tables->decisions[static_cast<std::size_t>(in.operand)];
    const std::uint32_t count = decision.parameters.count;
    ValueRoom room;
    Value* const parameters = room.values;
    for (std::uint32_t i = count; i-- > 0;) std::construct_at(parameters + i, Value::of(stack.pop()));

    Context inner = context;
    inner.parameters = std::span<const Value>(parameters, count);
    inner.fields = {};
    const RowChoice choice = choose_row(inner, decision);
    context.breach = inner.breach;
    if (choice.fault != Fault::clear) return choice.fault;
    if (choice.row == kNone) return Fault::undecided;
    const RowRecord& row = context.tables->rows[choice.row];
    const ResultRecord& result = context.tables->results[row.results.first + in.a];
    if ((result.flags & kUndecided) != 0) return Fault::undecided;
    const Outcome outcome = evaluate(inner, result.code);
    context.provisional = inner.provisional;
    stack.push(outcome.value);
    const Fault fault = outcome.fault == Fault::clear ? check_bounds(inner, result.bounds, Value::of(outcome.value)) : outcome.fault;
    context.breach = inner.breach;
    return fault;
}

Fault leaves_bounds(Context& context, std::uint32_t slot, std::int64_t value) {
    context.breach = {none, slot, value};
    return Fault::bounds;
}

Fault store(Context& context, std::uint32_t index, std::int64_t value) {
    const SlotRecord& slot = context.tables->slots[index];
    if (value != absent && (value > slot.maximum || value < slot.minimum)) return leaves_bounds(context, index, value);
    return store_slot(slot, context.write, value) ? Fault::clear : Fault::overflow;
}

Fault count(Context& context, std::uint32_t index) {
    const SlotRecord& slot = context.tables->slots[index];
    const std::int64_t present = load_slot(slot, context.write);
    if (present == absent) return Fault::count;
    if (present >= slot.maximum) return slot.kind == SlotKind::record ? leaves_bounds(context, index, present + 1) : Fault::count;
    return store_slot(slot, context.write, present + 1) ? Fault::clear : Fault::count;
}

/// The instructions that are rare or long; the loop below keeps the short ones.
Fault run_other(Context& context, const Instruction& in, Stack& stack) {
    switch (in.op) {
    case Op::add:
    case Op::subtract:
    case Op::multiply: {
        const std::int64_t right = stack.pop();
        return checked_arithmetic(in.op, stack.top(), right);
    }
    case Op::divide_down:
    case Op::divide_up:
    case Op::divide_half_up:
    case Op::divide_half_even: {
        const std::int64_t right = stack.pop();
        return divide(in.op, stack.top(), right);
    }
    case Op::negate:
        if (stack.top() == absent) return Fault::undecided;
        stack.top() = -stack.top();
        return Fault::clear;
    case Op::has_member: {
        const std::int64_t member = stack.pop();
        if (stack.top() == absent || member == absent) return Fault::undecided;
        const bool inside = member >= 0 && member < 63;
        stack.top() = inside ? (stack.top() >> member) & 1 : 0;
        return Fault::clear;
    }
    case Op::after_period:
    case Op::before_period: {
        const std::int64_t instant = stack.pop();
        return move_by_period(context, in.op, stack.top(), instant);
    }
    case Op::end_of_day:
    case Op::start_of_day:
    case Op::end_of_date:
    case Op::start_of_date:
    case Op::date_of:
    case Op::roll: return days_and_instants(context, in.op, stack.top());
    case Op::resume: {
        const std::int64_t counted = stack.pop(), stopped = stack.pop();
        return resume(context, in.operand, stack.top(), stopped, counted);
    }
    case Op::call_decision: return call(context, in, stack);
    case Op::store_text: {
        const SlotRecord& slot = context.tables->slots[static_cast<std::size_t>(in.operand)];
        return store_text(slot, context.write, given(context.fields, in.b)) ? Fault::clear : Fault::overflow;
    }
    default: stack.push(text_test(context, in) ? 1 : 0); return Fault::clear;
    }
}

} // namespace

Outcome interpret(Context& context, Code code) {
    const Tables& tables = *context.tables;
    Stack stack;
    const auto compare = [&stack](auto relation) {
        const std::int64_t right = stack.pop();
        stack.top() = relation(stack.top(), right) ? 1 : 0;
    };
    for (const Instruction* in = &tables.code[code];; ++in) {
        const auto operand = static_cast<std::uint32_t>(in->operand);
        switch (in->op) {
        case Op::finish: return {stack.empty() ? 0 : stack.top(), Fault::clear};
        case Op::push_constant: stack.push(tables.constants[operand]); break;
        case Op::push_small: stack.push(in->operand); break;
        case Op::push_never: stack.push(never); break;
        case Op::push_absent: stack.push(absent); break;
        case Op::load_slot: stack.push(load_slot(tables.slots[operand], context.read)); break;
        case Op::load_field: stack.push(given(context.fields, in->operand).number); break;
        case Op::load_parameter: stack.push(given(context.parameters, in->operand).number); break;
        case Op::load_now: stack.push(context.now); break;
        case Op::load_before: stack.push(context.before); break;
        case Op::load_party: stack.push(context.party == none ? absent : context.party); break;
        case Op::in_state: stack.push(is_active(tables, *context.type, context.read, operand) ? 1 : 0); break;
        case Op::equal: compare([](auto a, auto b) { return a == b; }); break;
        case Op::not_equal: compare([](auto a, auto b) { return a != b; }); break;
        case Op::less: compare([](auto a, auto b) { return a < b; }); break;
        case Op::at_most: compare([](auto a, auto b) { return a <= b; }); break;
        case Op::greater: compare([](auto a, auto b) { return a > b; }); break;
        case Op::at_least: compare([](auto a, auto b) { return a >= b; }); break;
        case Op::logical_and: compare([](auto a, auto b) { return a != 0 && b != 0; }); break;
        case Op::logical_or: compare([](auto a, auto b) { return a != 0 || b != 0; }); break;
        case Op::logical_not: stack.top() = stack.top() == 0 ? 1 : 0; break;
        case Op::is_set: stack.top() = stack.top() != absent && stack.top() != never ? 1 : 0; break;
        case Op::or_never:
            if (stack.top() == absent) stack.top() = never;
            break;
        case Op::minimum: {
            const std::int64_t right = stack.pop();
            if (right < stack.top()) stack.top() = right;
            break;
        }
        case Op::maximum: {
            const std::int64_t right = stack.pop();
            if (right > stack.top()) stack.top() = right;
            break;
        }
        case Op::jump: in += operand; break;
        case Op::jump_if_false:
            if (stack.pop() == 0) in += operand;
            break;
        case Op::store_slot:
            if (const Fault fault = store(context, operand, stack.pop()); fault != Fault::clear)
                return {0, fault};
            break;
        case Op::count_slot:
            if (const Fault fault = count(context, operand); fault != Fault::clear) return {0, fault};
            break;
        default:
            if (const Fault fault = run_other(context, *in, stack); fault != Fault::clear) return {0, fault};
            break;
        }
    }
}

RowChoice choose_row(Context& context, const DecisionRecord& decision) {
    for (std::uint32_t i = 0; i < decision.rows.count; ++i) {
        Fault fault = Fault::clear;
        const std::uint32_t row = decision.rows.first + i;
        if (holds(context, context.tables->rows[row].guard, fault)) return {row, Fault::clear};
        if (fault != Fault::clear) return {kNone, fault};
    }
    return {kNone, Fault::clear};
}

namespace {

/// Which entry of a case's choices: the fact's number, or the only one.
std::uint32_t chosen(const Tables& tables, Range choices, std::uint32_t slot, const std::byte* bytes) {
    std::uint32_t index = 0;
    if (slot != kNone && bytes != nullptr) {
        const std::int64_t fact = load_slot(tables.slots[slot], bytes);
        if (fact >= 0 && fact < choices.count) index = static_cast<std::uint32_t>(fact);
    }
    return tables.choices[choices.first + index];
}

} // namespace

const ZoneView& zone_of(const Tables& tables, const CaseRecord* type, const std::byte* bytes) {
    if (type != nullptr && type->zones.count > 0) {
        return tables.zone_views[chosen(tables, type->zones, type->zone_slot, bytes)];
    }
    return tables.zone_views.empty() ? utc_zone : tables.zone_views.front();
}

const CalendarView* calendar_of(const Tables& tables, const CaseRecord* type, const std::byte* bytes) {
    if (type != nullptr) {
        if (type->calendars.count == 0) return nullptr;
        return &tables.calendar_views[chosen(tables, type->calendars, type->calendar_slot, bytes)];
    }
    return tables.calendar_views.empty() ? nullptr : &tables.calendar_views.front();
}

} // namespace recourse::machine
