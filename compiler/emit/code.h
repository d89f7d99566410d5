// Expressions as stack code.
#pragma once

#include "compiler/emit/writer.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace recourse::emit {

// A text is never on the stack: code tests it where it is kept.
struct TextPlace {
    enum class Kind : std::uint8_t { literal, field, slot, parameter, absent };
    Kind kind = Kind::literal;
    std::uint32_t index = 0; // field, slot, parameter; literal: string
};

// One piece of code that grows until `finish`. Pieces that are equal are written once.
class Piece {
  public:
    Piece(Writer& writer, const CodeScope& scope) : writer_(writer), scope_(scope) {}

    // Leaves the value of an expression. O(size of the expression).
    void value(semantics::ExprId id);
    // Leaves an instant that a window or a deadline names: where it may move, what it was when it passed.
    void instant(semantics::ExprId id);
    // Leaves whether all hold, in order. What can fail or takes long is computed only when all before it hold, so that
    // `x is set and x > y + 1` has no undecided part.
    void all_of(const std::vector<semantics::ExprId>& conditions);
    // Leaves whether a limb holds.
    void limb(const semantics::Limb& limb);
    // Leaves whether all limbs hold; nothing when there is none. The rule's own `at most` is the runtime's to ask.
    void guard(const semantics::Transition& transition);

    void push(std::int64_t number);
    // What the input gives, by index; an optional instant that is not given has not happened.
    void load_given(format::Op load, std::uint32_t index, const semantics::Type& type);
    void op(format::Op op, std::uint32_t operand = 0, std::uint32_t b = 0, std::uint32_t a = 0);
    // A forward jump that `land` aims at what follows it.
    [[nodiscard]] std::size_t jump(format::Op op);
    void land(std::size_t jump);

    [[nodiscard]] bool empty() const { return code_.empty(); }
    // Writes the piece; kNone when it is empty.
    [[nodiscard]] format::Code finish();

  private:
    void leaf(const semantics::Expr& expr, bool& done);
    void compare(const semantics::Expr& expr, format::Op op);
    void fold(const semantics::Expr& expr, format::Op op);
    void any_of(const std::vector<semantics::ExprId>& conditions);
    void choose(const semantics::Expr& expr);
    void divide(const semantics::Expr& expr);
    void call(const semantics::Expr& expr);
    void operands(const semantics::Expr& expr, format::Op op);
    void text_test(const TextPlace& place, std::optional<format::Str> literal, support::Span span);
    void load(const MemoryKey& key);
    [[nodiscard]] std::uint32_t depth() const;

    Writer& writer_;
    const CodeScope& scope_;
    std::vector<format::Instruction> code_;
    support::Span place_; // of the first expression, for messages
};

[[nodiscard]] format::Code value_code(Writer& writer, const CodeScope& scope, semantics::ExprId id);
// The same for an instant that a window or a deadline names.
[[nodiscard]] format::Code instant_code(Writer& writer, const CodeScope& scope, semantics::ExprId id);
[[nodiscard]] bool is_text(const semantics::Model& model, semantics::ExprId id);
// Where a text is; reports one that is computed.
[[nodiscard]] TextPlace text_place(Writer& writer, const CodeScope& scope, semantics::ExprId id);

} // namespace recourse::emit
