// The canonical text of the parts of a rule.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/ast.h"
#include "compiler/syntax/format_lines.h"

namespace recourse::syntax {

[[nodiscard]] std::string text_of(const Expr& expr);
[[nodiscard]] std::string text_of(const TypeRef& type);
[[nodiscard]] std::string text_of(const Field& field);
[[nodiscard]] std::string text_of(const Action& action);
[[nodiscard]] std::string quoted(std::string_view text);
[[nodiscard]] std::string joined(const std::vector<Name>& names);
[[nodiscard]] std::string times_text(std::int64_t count);
[[nodiscard]] std::string call_text(std::string_view name, const std::vector<Argument>& arguments);

// `open item, item close`, breakable after its commas.
[[nodiscard]] Cell list_cell(std::string_view open, const std::vector<std::string>& items, std::string_view close);
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Field>& fields);
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Argument>& arguments);
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Name>& names);
void append(Cell& cell, Cell more);

// `within … from … until … if …`, breakable before each.
[[nodiscard]] Cell conditions(const Window& window, const std::optional<Expr>& condition, bool unless);
// `-> S without right { … }`, `stay { … }`, `outside`; not for branches.
[[nodiscard]] std::string outcome_text(const Outcome& outcome);
[[nodiscard]] std::string actions_text(const std::vector<Action>& actions);
// Two cells: `as R`, and the rest.
void add_tails(OutputLine& line, const Trailing& trailing);
[[nodiscard]] Cell tail_fragments(const Trailing& trailing);
[[nodiscard]] bool is_empty(const Trailing& trailing);

}  // namespace recourse::syntax
