// The canonical text of the parts of a rule.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/ast.h"
#include "compiler/syntax/format_lines.h"
#include "compiler/syntax/keywords.h"

namespace recourse::syntax {

// All in the keywords of `words`.
[[nodiscard]] std::string text_of(const Expr& expr, const Vocabulary& words);
// `done late` for the state `done_late` of a duty; any other name as it is.
[[nodiscard]] std::string status_text(std::string_view state, const Vocabulary& words);
[[nodiscard]] std::string text_of(const TypeRef& type, const Vocabulary& words);
[[nodiscard]] std::string text_of(const Field& field, const Vocabulary& words);
[[nodiscard]] std::string text_of(const Action& action, const Vocabulary& words);
[[nodiscard]] std::string quoted(std::string_view text);
[[nodiscard]] std::string joined(const std::vector<Name>& names);
[[nodiscard]] std::string times_text(std::int64_t count, const Vocabulary& words);
[[nodiscard]] std::string call_text(std::string_view name, const std::vector<Argument>& arguments, const Vocabulary& words);
// The parts that are not empty, with a blank between: what a language says with no word leaves no gap.
[[nodiscard]] std::string spaced(std::initializer_list<std::string_view> parts);

// `open item, item close`, breakable after its commas.
[[nodiscard]] Cell list_cell(std::string_view open, const std::vector<std::string>& items, std::string_view close);
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Field>& fields, const Vocabulary& words);
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Argument>& arguments, const Vocabulary& words);
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Name>& names);
void append(Cell& cell, Cell more);

// `within … from … until … if …`, breakable before each.
[[nodiscard]] Cell conditions(const Window& window, const std::optional<Expr>& condition, bool unless, const Vocabulary& words);
[[nodiscard]] std::string within_text(const Expr& period, const Vocabulary& words);
[[nodiscard]] std::string from_text(const Expr& instant, const Vocabulary& words);
// `-> S without right { … }`, `stay { … }`, `outside`; not for branches.
[[nodiscard]] std::string outcome_text(const Outcome& outcome, const Vocabulary& words);
[[nodiscard]] std::string actions_text(const std::vector<Action>& actions, const Vocabulary& words);
[[nodiscard]] std::string reason_text(const Name& reason, const Vocabulary& words);
// Two cells: `as R`, and the rest.
void add_tails(OutputLine& line, const Trailing& trailing, const Vocabulary& words);
[[nodiscard]] Cell tail_fragments(const Trailing& trailing, const Vocabulary& words);
[[nodiscard]] bool is_empty(const Trailing& trailing);

}  // namespace recourse::syntax
