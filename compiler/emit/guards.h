// The limbs of a rule as a program keeps them: to decide, to explain, and to know when time alone changes the answer.
#pragma once

#include "compiler/emit/writer.h"

#include <vector>

namespace recourse::emit {

// The limbs with their operands, the rule's own `at most` first. O(size of the limbs' expressions).
[[nodiscard]] format::Range write_limbs(Writer& writer, const CodeScope& scope, const semantics::Transition& transition);

// Code for every instant after which something in the expressions may be otherwise though nobody acts: what `has passed` asks
// of, the bounds of windows, what the instant at hand is compared with.
class Boundaries {
  public:
    Boundaries(Writer& writer, const CodeScope& scope) : writer_(writer), scope_(scope) {}
    void add(const semantics::Transition& transition);
    void add(semantics::ExprId expression);
    [[nodiscard]] format::Range finish();

  private:
    void bound(semantics::ExprId instant, bool and_before = false);
    void comparison(const semantics::Expr& expr);
    Writer& writer_;
    const CodeScope& scope_;
    std::vector<format::Code> codes_;
};

} // namespace recourse::emit
