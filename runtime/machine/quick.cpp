// Recognising short pieces of code. Each pattern names its instructions in full; what differs by one is left to the stack machine.
#include "runtime/machine/quick.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace recourse::machine {
namespace {

constexpr std::int64_t margin_ms = 3 * day_ms; // more than any zone's offset

/// The instructions from `first` on, compared with a pattern that ends a piece.
bool is(std::span<const Instruction> code, std::initializer_list<Op> pattern) {
    if (code.size() <= pattern.size() || code[pattern.size()].op != Op::finish) return false;
    return std::equal(pattern.begin(), pattern.end(), code.begin(), [](Op op, const Instruction& in) { return op == in.op; });
}

/// A number that the code itself states.
bool literal(const Tables& tables, const Instruction& in, std::int64_t& value) {
    if (in.op == Op::push_small) value = in.operand;
    if (in.op != Op::push_constant) return in.op == Op::push_small;
    const auto index = static_cast<std::size_t>(in.operand);
    if (index >= tables.constants.size()) return false;
    value = tables.constants[index];
    return true;
}

/// The slot of an instruction; null for a text, or in code that nothing uses and the loader therefore has not verified.
const SlotRecord* use_slot(const Tables& tables, const Instruction& in, Quick& quick) {
    const auto index = static_cast<std::size_t>(in.operand);
    if (index >= tables.slots.size() || tables.slots[index].width == kTextWidth) return nullptr;
    const SlotRecord& slot = tables.slots[index];
    quick.width = slot.width;
    quick.bit = slot.bit;
    quick.offset = slot.offset;
    return &slot;
}

/// What a slot can hold: its declared bounds, and what its width leaves of them.
void bound_by_slot(const SlotRecord& slot, Quick& quick) {
    quick.low = std::max<std::int64_t>(slot.minimum, absent + 1);
    quick.high = slot.maximum;
    if (slot.width == 8) return;
    const std::int64_t most = most_of_width(slot.width);
    quick.low = std::max(quick.low, slot.width == 0 ? 0 : -most);
    quick.high = std::min(quick.high, most);
}

/// A period that is a fixed number of milliseconds after every anchor from `low` to `high`: an exact one anywhere, days and weeks to
/// the minute after a zone's last change of its offset.
bool fixed_period(std::int64_t bits, const ZoneView* zone, Quick& quick) {
    const Period period{static_cast<std::uint64_t>(bits)};
    if (!valid_period(period)) return false;
    const PeriodParts parts = unpack(period);
    constexpr std::int64_t most = (max_instant - min_instant) / 2 / day_ms;
    std::int64_t unit = 1;
    quick.low = min_instant;
    if (parts.unit == Unit::days || parts.unit == Unit::weeks) {
        if (parts.reading != Reading::to_the_minute || zone == nullptr || zone->cycle_from != never) return false;
        unit = parts.unit == Unit::days ? day_ms : 7 * day_ms;
        const std::int64_t last = zone->count == 1 ? min_instant : zone->transitions[zone->count - 1].from;
        quick.low = std::max(last, min_instant) + margin_ms;
    } else if (parts.unit != Unit::exact) {
        return false;
    }
    if (parts.count > most * day_ms / unit) return false;
    quick.value = parts.count * unit;
    quick.high = max_instant - margin_ms - quick.value;
    return true;
}

QuickKind period_kind(std::span<const Instruction> code) {
    const auto pushed = code[0].op;
    if (is(code, {pushed, Op::load_slot, Op::after_period})) return QuickKind::slot_plus;
    if (is(code, {pushed, Op::load_slot, Op::after_period, Op::load_before, Op::at_least})) return QuickKind::slot_plus_holds;
    if (is(code, {pushed, Op::load_slot, Op::after_period, Op::load_before, Op::less})) return QuickKind::slot_plus_past;
    return QuickKind::none;
}

void recognise_store(const Tables& tables, std::span<const Instruction> code, Quick& quick) {
    const bool now = is(code, {Op::load_now, Op::store_slot});
    if (!now && !is(code, {Op::load_field, Op::store_slot})) return;
    const SlotRecord* slot = use_slot(tables, code[1], quick);
    if (slot == nullptr || (now && slot->width != 8)) return;
    bound_by_slot(*slot, quick);
    quick.index = now ? 0 : static_cast<std::uint32_t>(code[0].operand);
    quick.kind = now ? QuickKind::store_now : QuickKind::store_field;
}

void recognise_value(const Tables& tables, std::span<const Instruction> code, Quick& quick) {
    if (is(code, {Op::load_now})) quick.kind = QuickKind::now;
    if (is(code, {Op::load_slot}) && use_slot(tables, code[0], quick) != nullptr) quick.kind = QuickKind::slot;
    if (literal(tables, code[0], quick.value) && is(code, {code[0].op})) quick.kind = QuickKind::constant;
    if (code.size() < 4 || !literal(tables, code[1], quick.value)) return;
    if (is(code, {Op::load_slot, code[1].op, Op::equal}) && use_slot(tables, code[0], quick) != nullptr) {
        quick.kind = QuickKind::slot_equals;
    }
    if (is(code, {Op::load_field, code[1].op, Op::equal})) {
        quick.index = static_cast<std::uint32_t>(code[0].operand);
        quick.kind = QuickKind::field_equals;
    }
}

} // namespace

Quick recognise(const Tables& tables, Code first, const ZoneView* zone) {
    const std::span<const Instruction> code = tables.code.subspan(first);
    Quick quick;
    if (const QuickKind kind = period_kind(code); kind != QuickKind::none) {
        std::int64_t bits = 0;
        const SlotRecord* slot = use_slot(tables, code[1], quick);
        if (slot == nullptr || slot->width != 8 || !literal(tables, code[0], bits)) return {};
        if (fixed_period(bits, zone, quick)) quick.kind = kind;
        return quick;
    }
    recognise_store(tables, code, quick);
    if (quick.kind == QuickKind::none) recognise_value(tables, code, quick);
    return quick;
}

void derive_quick(Tables& tables) {
    const ZoneView* zone = tables.zone_views.size() == 1 ? tables.zone_views.data() : nullptr;
    tables.quick.resize(tables.code.size());
    for (std::size_t i = 0; i < tables.code.size(); ++i) {
        tables.quick[i] = recognise(tables, static_cast<Code>(i), zone);
    }
}

} // namespace recourse::machine
