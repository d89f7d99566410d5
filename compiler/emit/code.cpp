#include "compiler/emit/code.h"

#include "compiler/emit/text.h"
#include "compiler/semantics/walk.h"

#include <algorithm>
#include <array>
#include <limits>

#include <recourse/time.hpp>

namespace recourse::emit {

using namespace semantics;
using format::Op;

namespace {

constexpr std::int64_t absent = std::numeric_limits<std::int64_t>::min();
constexpr std::uint32_t stack_limit = 64; // of the runtime

// Whether computing it can fail, or walks tables of time: then it is not computed when what stands before it decides.
bool is_costly(const Model& model, ExprId id) {
    return contains(model, id, [](const Expr& expr) {
        switch (expr.kind) {
        case ExprKind::add:
        case ExprKind::subtract:
        case ExprKind::multiply:
        case ExprKind::negate:
        case ExprKind::divide:
        case ExprKind::has_member:
        case ExprKind::decision_result:
        case ExprKind::after_period:
        case ExprKind::before_period:
        case ExprKind::end_of_day:
        case ExprKind::start_of_day:
        case ExprKind::end_of_date:
        case ExprKind::start_of_date:
        case ExprKind::date_of:
        case ExprKind::roll:
        case ExprKind::just_before:
        case ExprKind::resumed: return true;
        default: return false;
        }
    });
}

struct Effect {
    std::uint8_t pops, pushes;
};
constexpr std::array<Effect, static_cast<std::size_t>(Op::count)> effects = {{
#define OPCODE(name, pops, pushes, operand) {pops, pushes},
#include "runtime/format/opcodes.def"
}};

} // namespace

bool is_text(const Model& model, ExprId id) {
    return model.exprs[id].kind == ExprKind::text_literal || model.exprs[id].type.kind == TypeKind::text;
}

TextPlace text_place(Writer& writer, const CodeScope& scope, ExprId id) {
    const Expr& expr = writer.model.exprs[id];
    const auto number = static_cast<std::uint32_t>(expr.number);
    using Kind = TextPlace::Kind;
    switch (expr.kind) {
    case ExprKind::text_literal: return {Kind::literal, writer.text(expr.text)};
    case ExprKind::absent: return {Kind::absent, 0};
    case ExprKind::field_at_hand: return {Kind::field, number};
    case ExprKind::parameter: return {Kind::parameter, number};
    case ExprKind::event_field: return {Kind::slot, scope.slot(memory::field(expr.event, number, expr.occurrence))};
    case ExprKind::fact: {
        if (!scope.fact_check) return {Kind::slot, scope.slot(memory::fact(expr.fact))};
        const auto& facts = writer.model.cases[scope.of].facts;
        return {Kind::field, static_cast<std::uint32_t>(std::ranges::find(facts, expr.fact) - facts.begin())};
    }
    default:
        writer.sink.error("computed-text", expr.span, "a text is passed on as it is: it cannot be chosen or computed",
                          "write one rule for each text, or pass the condition instead");
        return {Kind::absent, 0};
    }
}

format::Code value_code(Writer& writer, const CodeScope& scope, ExprId id) {
    if (!id.valid()) return format::kNone;
    Piece piece(writer, scope);
    piece.value(id);
    return piece.finish();
}

format::Code instant_code(Writer& writer, const CodeScope& scope, ExprId id) {
    if (!id.valid()) return format::kNone;
    Piece piece(writer, scope);
    piece.instant(id);
    return piece.finish();
}

void Piece::op(Op op, std::uint32_t operand, std::uint32_t b, std::uint32_t a) {
    code_.push_back({op, static_cast<std::uint8_t>(a), static_cast<std::uint16_t>(b), static_cast<std::int32_t>(operand)});
}

void Piece::push(std::int64_t number) {
    if (number == never) return op(Op::push_never);
    if (number == absent) return op(Op::push_absent);
    if (number >= std::numeric_limits<std::int32_t>::min() && number <= std::numeric_limits<std::int32_t>::max()) {
        return op(Op::push_small, static_cast<std::uint32_t>(static_cast<std::int32_t>(number)));
    }
    op(Op::push_constant, writer_.image.constant(number));
}

std::size_t Piece::jump(Op kind) {
    op(kind);
    return code_.size() - 1;
}

void Piece::land(std::size_t from) { code_[from].operand = static_cast<std::int32_t>(code_.size() - from - 1); }

void Piece::load_given(Op load, std::uint32_t index, const semantics::Type& type) {
    op(load, index);
    if (type.optional && type.kind == TypeKind::instant) op(Op::or_never);
}

void Piece::load(const MemoryKey& key) { op(Op::load_slot, scope_.slot(key)); }

// What stands for itself.
void Piece::leaf(const Expr& expr, bool& done) {
    const auto number = static_cast<std::uint32_t>(expr.number);
    switch (expr.kind) {
    case ExprKind::constant: push(expr.number); break;
    case ExprKind::absent: op(Op::push_absent); break;
    case ExprKind::never: op(Op::push_never); break;
    case ExprKind::opening: scope_.fact_check ? op(Op::load_now) : load(memory::opening()); break;
    case ExprKind::fact:
        if (scope_.fact_check) {
            const auto& facts = writer_.model.cases[scope_.of].facts;
            load_given(Op::load_field, static_cast<std::uint32_t>(std::ranges::find(facts, expr.fact) - facts.begin()),
                       writer_.model.facts[expr.fact].type);
        } else {
            load(memory::fact(expr.fact));
        }
        break;
    case ExprKind::record: load(memory::record(expr.record)); break;
    case ExprKind::now: op(Op::load_now); break;
    case ExprKind::field_at_hand: load_given(Op::load_field, number, writer_.model.events[expr.event].fields[number].type); break;
    case ExprKind::party_at_hand: op(Op::load_party); break;
    case ExprKind::event_instant: load(memory::instant(expr.event, expr.occurrence)); break;
    case ExprKind::event_field: load(memory::field(expr.event, number, expr.occurrence)); break;
    case ExprKind::event_party: load(memory::party(expr.event)); break;
    case ExprKind::entered: load(memory::entered(expr.state)); break;
    case ExprKind::state_entry: load(scope_.slots->needs.clock_of_state.at(expr.state)); break;
    case ExprKind::in_state: op(Op::in_state, writer_.numbers.of(expr.state)); break;
    case ExprKind::parameter: load_given(Op::load_parameter, number, expr.type); break;
    default: done = false;
    }
}

void Piece::value(ExprId id) {
    const Expr& expr = writer_.model.exprs[id];
    if (!place_.valid()) place_ = expr.span;
    if (is_text(writer_.model, id)) {
        writer_.sink.error("computed-text", expr.span, "a text can be compared with a text or passed on, nothing else",
                           "ask `is set` or compare it with a text in quotes");
        return op(Op::push_absent);
    }
    bool done = true;
    leaf(expr, done);
    if (done) return;
    switch (expr.kind) {
    case ExprKind::equal: return compare(expr, Op::equal);
    case ExprKind::not_equal: return compare(expr, Op::not_equal);
    case ExprKind::less: return operands(expr, Op::less);
    case ExprKind::at_most: return operands(expr, Op::at_most);
    case ExprKind::greater: return operands(expr, Op::greater);
    case ExprKind::at_least: return operands(expr, Op::at_least);
    case ExprKind::logical_and: return all_of(expr.children);
    case ExprKind::logical_or: return any_of(expr.children);
    case ExprKind::logical_not: return operands(expr, Op::logical_not);
    case ExprKind::is_set:
        if (!is_text(writer_.model, expr.children[0])) return operands(expr, Op::is_set);
        return text_test(text_place(writer_, scope_, expr.children[0]), std::nullopt, expr.span);
    case ExprKind::has_passed:
        value(expr.children[0]);
        op(Op::load_before);
        return op(Op::less);
    case ExprKind::has_member: return operands(expr, Op::has_member);
    case ExprKind::add: return operands(expr, Op::add);
    case ExprKind::subtract: return operands(expr, Op::subtract);
    case ExprKind::multiply: return operands(expr, Op::multiply);
    case ExprKind::negate: return operands(expr, Op::negate);
    case ExprKind::smaller: return fold(expr, Op::minimum);
    case ExprKind::larger: return fold(expr, Op::maximum);
    case ExprKind::divide: return divide(expr);
    case ExprKind::after_period: return operands(expr, Op::after_period);
    case ExprKind::before_period: return operands(expr, Op::before_period);
    case ExprKind::end_of_day: return operands(expr, Op::end_of_day);
    case ExprKind::start_of_day: return operands(expr, Op::start_of_day);
    case ExprKind::end_of_date: return operands(expr, Op::end_of_date);
    case ExprKind::start_of_date: return operands(expr, Op::start_of_date);
    case ExprKind::date_of: return operands(expr, Op::date_of);
    case ExprKind::roll: return operands(expr, Op::roll);
    case ExprKind::choose: return choose(expr);
    case ExprKind::decision_result: return call(expr);
    case ExprKind::just_before:
        value(expr.children[0]);
        push(1);
        return op(Op::subtract); // leaves `never` as it is
    case ExprKind::resumed:
        for (const ExprId child : expr.children) value(child);
        return op(Op::resume, static_cast<std::uint32_t>(expr.number));
    default: return op(Op::push_absent);
    }
}

void Piece::operands(const Expr& expr, Op kind) {
    for (const ExprId child : expr.children) value(child);
    op(kind);
}

void Piece::fold(const Expr& expr, Op kind) {
    for (std::size_t i = 0; i < expr.children.size(); ++i) {
        value(expr.children[i]);
        if (i > 0) op(kind);
    }
}

void Piece::compare(const Expr& expr, Op kind) {
    const ExprId left = expr.children[0], right = expr.children[1];
    if (!is_text(writer_.model, left) && !is_text(writer_.model, right)) return operands(expr, kind);
    const TextPlace a = text_place(writer_, scope_, left), b = text_place(writer_, scope_, right);
    const bool a_known = a.kind == TextPlace::Kind::literal || a.kind == TextPlace::Kind::absent;
    const TextPlace &known = a_known ? a : b, &read = a_known ? b : a;
    if (known.kind == TextPlace::Kind::literal) {
        text_test(read, known.index, expr.span);
    } else if (known.kind == TextPlace::Kind::absent) {
        text_test(read, std::nullopt, expr.span);
        op(Op::logical_not);
    } else {
        writer_.sink.error("computed-text", expr.span, "two texts that parties wrote are not compared",
                           "compare with a text in quotes, or use a kind");
        push(0);
    }
    if (kind == Op::not_equal) op(Op::logical_not);
}

// Is the text given (no literal), or equal to the literal.
void Piece::text_test(const TextPlace& place, std::optional<format::Str> literal, support::Span span) {
    using Kind = TextPlace::Kind;
    if (place.index > std::numeric_limits<std::uint16_t>::max() && place.kind != Kind::literal) {
        // A text that has no room in the case has been reported where it is kept.
        if (place.index != format::kNone) {
            writer_.sink.error("too-many", span, "more than 65,536 slots lie before the text that this reads",
                               "split the policy");
        }
        return push(0);
    }
    switch (place.kind) {
    case Kind::literal: return push(!literal || *literal == place.index ? 1 : 0);
    case Kind::absent: return push(0);
    case Kind::field:
        return literal ? op(Op::text_equals_field, *literal, place.index) : op(Op::text_set_field, place.index);
    case Kind::slot: return literal ? op(Op::text_equals_slot, *literal, place.index) : op(Op::text_set_slot, place.index);
    case Kind::parameter:
        return literal ? op(Op::text_equals_parameter, *literal, place.index) : op(Op::text_set_parameter, place.index);
    }
}

void Piece::all_of(const std::vector<ExprId>& conditions) {
    std::vector<std::size_t> failures;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const bool costly = is_costly(writer_.model, conditions[i]);
        if (i > 0 && costly) failures.push_back(jump(Op::jump_if_false));
        value(conditions[i]);
        if (i > 0 && !costly) op(Op::logical_and);
    }
    if (failures.empty()) return;
    const std::size_t end = jump(Op::jump);
    for (const std::size_t failure : failures) land(failure);
    push(0);
    land(end);
}

void Piece::any_of(const std::vector<ExprId>& conditions) {
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const bool costly = is_costly(writer_.model, conditions[i]);
        if (i > 0 && costly) {
            const std::size_t next = jump(Op::jump_if_false);
            push(1);
            ends.push_back(jump(Op::jump));
            land(next);
        }
        value(conditions[i]);
        if (i > 0 && !costly) op(Op::logical_or);
    }
    for (const std::size_t end : ends) land(end);
}

void Piece::choose(const Expr& expr) {
    std::vector<std::size_t> ends;
    const std::vector<ExprId>& parts = expr.children;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        value(parts[i]);
        const std::size_t next = jump(Op::jump_if_false);
        value(parts[i + 1]);
        ends.push_back(jump(Op::jump));
        land(next);
    }
    if (parts.size() % 2 == 1) {
        value(parts.back());
    } else {
        op(Op::push_absent); // rows without `otherwise`
    }
    for (const std::size_t end : ends) land(end);
}

void Piece::divide(const Expr& expr) {
    value(expr.children[0]);
    if (expr.children.size() > 1) {
        value(expr.children[1]); // a number that varies, the fixed divisor in it
    } else {
        push(writer_.model.exprs[expr.children[0]].type.divisor);
    }
    switch (expr.rounding) {
    case Rounding::down: return op(Op::divide_down);
    case Rounding::up: return op(Op::divide_up);
    case Rounding::half_up: return op(Op::divide_half_up);
    case Rounding::half_even: return op(Op::divide_half_even);
    }
}

void Piece::call(const Expr& expr) {
    for (const ExprId argument : expr.children) {
        if (is_text(writer_.model, argument)) {
            writer_.sink.error("text-in-decision", writer_.model.exprs[argument].span,
                               "a rule cannot hand a text to a decision", "let the decision ask for a kind or a bool instead");
            op(Op::push_absent);
        } else {
            value(argument);
        }
    }
    op(Op::call_decision, writer_.numbers.of(expr.decision), 0, static_cast<std::uint32_t>(expr.number));
}

void Piece::limb(const semantics::Limb& limb) {
    if (limb.kind == LimbKind::condition) return value(limb.condition);
    if (limb.kind == LimbKind::from) {
        value(limb.instant);
    } else {
        instant(limb.instant);
    }
    op(Op::load_before);
    op(limb.kind == LimbKind::from ? Op::less : Op::at_least);
}

void Piece::instant(ExprId id) {
    const std::uint32_t latch = scope_.latch(id);
    if (latch == format::kNone) return value(id);
    op(Op::load_slot, latch);
    op(Op::is_set);
    const std::size_t open = jump(Op::jump_if_false);
    op(Op::load_slot, latch);
    const std::size_t end = jump(Op::jump);
    land(open);
    value(id);
    land(end);
}

void Piece::guard(const Transition& transition) {
    std::vector<std::size_t> failures;
    for (std::size_t i = 0; i < transition.limbs.size(); ++i) {
        const semantics::Limb& part = transition.limbs[i];
        const ExprId root = part.kind == LimbKind::condition ? part.condition : part.instant;
        const bool costly = is_costly(writer_.model, root);
        if (i > 0 && costly) failures.push_back(jump(Op::jump_if_false));
        limb(part);
        if (i > 0 && !costly) op(Op::logical_and);
    }
    if (failures.empty()) return;
    const std::size_t end = jump(Op::jump);
    for (const std::size_t failure : failures) land(failure);
    push(0);
    land(end);
}

// The greatest height of the stack: jumps lead forward only, so one pass knows the height at every instruction.
std::uint32_t Piece::depth() const {
    std::vector<std::uint32_t> heights(code_.size() + 1, 0);
    std::uint32_t deepest = 0;
    for (std::size_t i = 0; i < code_.size(); ++i) {
        const Effect effect = effects[static_cast<std::size_t>(code_[i].op)];
        std::uint32_t pops = effect.pops;
        if (code_[i].op == Op::call_decision) {
            const DecisionId callee = writer_.numbers.decision_order[static_cast<std::size_t>(code_[i].operand)];
            pops = static_cast<std::uint32_t>(writer_.model.decisions[callee].parameters.size());
        }
        const std::uint32_t after = heights[i] - pops + effect.pushes;
        deepest = std::max(deepest, after);
        const bool jumps = code_[i].op == Op::jump || code_[i].op == Op::jump_if_false;
        if (jumps) heights[i + 1 + static_cast<std::size_t>(code_[i].operand)] = after;
        if (code_[i].op != Op::jump) heights[i + 1] = after;
    }
    return deepest;
}

format::Code Piece::finish() {
    if (code_.empty()) return format::kNone;
    if (depth() > stack_limit) {
        writer_.sink.error("expression-too-deep", place_, "this expression nests more than 64 values deep",
                           "name a part of it with `amount`, `condition` or a decision");
    }
    op(Op::finish);
    std::vector<std::uint64_t> key;
    key.reserve(code_.size());
    for (const format::Instruction& in : code_) {
        key.push_back(static_cast<std::uint64_t>(in.op) | std::uint64_t{in.a} << 8 | std::uint64_t{in.b} << 16 |
                      static_cast<std::uint64_t>(static_cast<std::uint32_t>(in.operand)) << 32);
    }
    const auto [place, is_new] = writer_.pieces.try_emplace(std::move(key), size_of(writer_.image.code));
    if (is_new) writer_.image.code.insert(writer_.image.code.end(), code_.begin(), code_.end());
    return place->second;
}

} // namespace recourse::emit
