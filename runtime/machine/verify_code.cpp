// Code: stack heights from the table of instructions, operands by their kind, jumps forward and inside the piece, and a bound on
// what decisions that call decisions may cost.
#include "runtime/machine/verify.h"

#include <algorithm>

namespace recourse::machine {
namespace {

enum class Operand : std::uint8_t {
    none_, constant, small, slot, field, parameter, state, jump, text, decision
};
struct Shape {
    std::uint8_t pops;
    std::uint8_t pushes;
    Operand operand;
};

constexpr Operand none = Operand::none_; // the names that opcodes.def uses
constexpr Operand constant = Operand::constant, small = Operand::small, slot = Operand::slot, field = Operand::field,
                  parameter = Operand::parameter, state = Operand::state, jump = Operand::jump, text = Operand::text,
                  decision = Operand::decision;

constexpr Shape shapes[] = {
#define OPCODE(name, pops, pushes, operand) {pops, pushes, operand},
#include "runtime/format/opcodes.def"
};

constexpr std::int16_t unreached = -1;
constexpr std::uint32_t most_decisions_deep = 32;
constexpr std::uint64_t most_work = 50'000'000;

} // namespace

bool Verifier::own_slot(const CodePlace& place, std::uint64_t index, bool is_text) {
    if (place.type == nullptr || index >= t.slots.size()) return false;
    if (!within(static_cast<std::uint32_t>(index), place.type->slots)) return false;
    return (t.slots[index].width == 255) == is_text;
}

bool Verifier::text_operand(const Instruction& in, const CodePlace& place) {
    if (static_cast<std::uint32_t>(in.operand) >= t.strings.size()) return false;
    switch (in.op) {
    case Op::text_equals_field:
        return in.b < place.fields.count && t.fields[place.fields.first + in.b].type.type == Type::text;
    case Op::text_equals_slot: return own_slot(place, in.b, true);
    default: return place.decision != nullptr && in.b < place.decision->parameters.count;
    }
}

bool Verifier::instruction(const Instruction& in, const CodePlace& place, std::uint64_t& cost) {
    const auto operand = static_cast<std::uint32_t>(in.operand);
    switch (shapes[static_cast<std::size_t>(in.op)].operand) {
    case Operand::none_:
        return place.type != nullptr ||
               (in.op != Op::load_now && in.op != Op::load_before && in.op != Op::load_party);
    case Operand::constant: return operand < t.constants.size();
    case Operand::small: return in.op != Op::resume || (place.type != nullptr && operand <= 2);
    case Operand::slot: {
        const bool stores = in.op == Op::store_slot || in.op == Op::count_slot || in.op == Op::store_text;
        if (stores && !place.writes) return false;
        if (in.op == Op::store_text && in.b >= place.fields.count) return false;
        return own_slot(place, operand, in.op == Op::store_text || in.op == Op::text_set_slot);
    }
    case Operand::field: return operand < place.fields.count;
    case Operand::parameter: return place.decision != nullptr && operand < place.decision->parameters.count;
    case Operand::state: return place.type != nullptr && within(operand, place.type->states);
    case Operand::jump: return in.operand >= 0;
    case Operand::text: return text_operand(in, place);
    case Operand::decision: break;
    }
    if (operand >= place.decisions_below || operand >= t.decisions.size()) return false;
    const DecisionRecord& called = t.decisions[operand];
    if (in.a >= called.results.count) return false;
    // Texts do not travel on the stack.
    for (const FieldRecord& p : t.part(t.fields, called.parameters)) {
        if (p.type.type == Type::text) return false;
    }
    if (t.fields[called.results.first + in.a].type.type == Type::text) return false;
    cost += decision_cost_[operand];
    depth_below_ = std::max(depth_below_, decision_depth_[operand]);
    return true;
}

bool Verifier::piece(Code first, const CodePlace& place, std::uint64_t& cost) {
    if (!expect(first < t.code.size(), "code begins outside the program", first)) return false;
    const std::size_t most = std::min<std::size_t>(t.code.size() - first, kMaxPiece);
    heights_.assign(most + 1, unreached);
    heights_[0] = 0;
    std::size_t last_target = 0;
    for (std::size_t pc = 0; pc < most; ++pc) {
        const Instruction& in = t.code[first + pc];
        const std::int16_t height = heights_[pc];
        if (!expect(in.op < Op::count, "an instruction is not known", first + pc)) return false;
        if (!expect(height != unreached, "an instruction cannot be reached", first + pc)) return false;
        if (!expect(instruction(in, place, cost), "an instruction's operand is wrong", first + pc)) return false;
        ++cost;
        if (!expect(++work_ <= most_work, "there is too much code", first)) return false;
        const Shape shape = shapes[static_cast<std::size_t>(in.op)];
        const std::uint32_t pops = in.op == Op::call_decision
                                       ? t.decisions[static_cast<std::size_t>(in.operand)].parameters.count
                                       : shape.pops;
        const std::int64_t next = std::int64_t{height} - pops + shape.pushes;
        const bool room = pops <= static_cast<std::uint32_t>(height) && next <= std::int64_t{kMaxStack};
        if (!expect(room, "code leaves its stack", first + pc)) return false;
        const auto after = static_cast<std::int16_t>(next);
        if (in.op == Op::finish) {
            if (!expect(height == (place.writes ? 0 : 1), "code leaves a wrong number of values", first + pc)) return false;
            if (pc >= last_target) return true;
            continue;
        }
        const auto reach = [&](std::size_t at) {
            if (at >= most || (heights_[at] != unreached && heights_[at] != after)) return false;
            heights_[at] = after;
            return true;
        };
        if (in.op == Op::jump || in.op == Op::jump_if_false) {
            const std::size_t target = pc + 1 + static_cast<std::size_t>(in.operand);
            if (!expect(reach(target), "a jump leads astray", first + pc)) return false;
            last_target = std::max(last_target, target);
        }
        if (in.op != Op::jump && !expect(reach(pc + 1), "code does not end, or its stack differs by path", first + pc)) {
            return false;
        }
    }
    return expect(false, "code does not end", first);
}

bool Verifier::code(Code first, const CodePlace& place) {
    if (first == kNone) return true;
    // One place is one case type and one list of fields; decisions are looked at once each, without this memory.
    const std::uint64_t type = place.type == nullptr ? 0xFFFF : static_cast<std::uint64_t>(place.type - t.cases.data());
    const std::uint64_t event = place.fields.count == 0 ? 0 : place.fields.first + 1;
    const std::uint64_t key = (std::uint64_t{first} << 32) ^ (type << 20) ^ (event << 1) ^ (place.writes ? 1u : 0u);
    const bool exact = type < 0x1000 && event < 0x80000 && place.decision == nullptr;
    if (exact && seen_code_.contains(key)) return true;
    std::uint64_t cost = 0;
    if (!piece(first, place, cost)) return false;
    if (!expect(cost <= kMaxCost, "code costs too much", first)) return false;
    if (exact) seen_code_.insert(key);
    return true;
}

bool Verifier::code_list(Range refs, const CodePlace& place) {
    if (!expect(inside(refs, t.code_refs), "a list of code lies outside the program", refs.first)) return false;
    return std::ranges::all_of(t.part(t.code_refs, refs),
                               [&](Code first) { return first != kNone && code(first, place); });
}

bool Verifier::decision_code(std::uint32_t index) {
    const DecisionRecord& d = t.decisions[index];
    CodePlace place;
    place.decision = &d;
    place.decisions_below = index;
    std::uint64_t cost = 1;
    depth_below_ = 0;
    for (const RowRecord& row : t.part(t.rows, d.rows)) {
        if (row.guard != kNone && !piece(row.guard, place, cost)) return false;
        for (const ResultRecord& result : t.part(t.results, row.results)) {
            if (result.code != kNone && !piece(result.code, place, cost)) return false;
        }
        if (!expect(cost <= kMaxCost, "a decision costs too much", index)) return false;
    }
    decision_cost_.push_back(cost);
    decision_depth_.push_back(depth_below_ + 1);
    return expect(decision_depth_.back() <= most_decisions_deep, "decisions call one another too deeply", index);
}

} // namespace recourse::machine
