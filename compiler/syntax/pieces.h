// Everything that a file declares or rules, as one flat list: for who asks the same of all of it (is it cited, how is it called).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/syntax/ast.h"

namespace recourse::syntax {

enum class PieceKind : std::uint8_t {
    import_item, party, kind, member, period, deadline, moment, amount, condition, decision, row, parameter, result, reusable, machine,
    case_type, state, fact, record, event, field, effect, outcome,
    rule,       // `on`, `refuse`, `after`, `at`, `when`, and what answers an outcome
    takes, ignore,
    duty,
    opened,     // `opens appeal : Appeal`
    norm,       // `P may E`, `P may not E`
    branch,     // one outcome of a rule that has several
    entry,      // `do` in a state
    label, promise, scenario
};

struct Piece {
    PieceKind kind = PieceKind::rule;
    const Name* name = nullptr;            // what it is called by its author; null for what has no name, and where a refined policy has given it
    const Trailing* trailing = nullptr;    // null for what carries none
    Span span;                             // all of it
    std::uint32_t inside = kNoPiece;       // the piece that it stands in
    const NamedValue* value = nullptr;     // of a period, deadline …
    const DeadlineRule* timed = nullptr;   // of a rule that fires by itself at a time
    const OnRule* on = nullptr;            // of one on an event
    std::size_t item = 0;                  // the top item that it stands in
    static constexpr std::uint32_t kNoPiece = 0xFFFF'FFFF;
};

// In the order of the text; what holds a piece comes before it. The pieces point into the file. O(size of the file).
[[nodiscard]] std::vector<Piece> pieces_of(const File& file);

}  // namespace recourse::syntax
