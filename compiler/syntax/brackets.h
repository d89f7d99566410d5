// Which bracket closes which, and which one is to blame when they do not match.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/layout.h"

namespace recourse::syntax {

inline constexpr std::uint32_t kEndOfFile = 0xFFFFFFFFU;

struct Bracket {
    char mark;
    std::uint32_t offset;
    std::uint32_t indent;  // bytes before the first character of its line
    bool first_on_line;
    std::uint32_t line_begin;
};

struct Matching {
    struct Unclosed {
        std::uint32_t offset;
        char mark;
        std::uint32_t closed_at;  // the blank that is taken for its closing brace, or kEndOfFile
    };
    std::vector<Unclosed> unclosed;
    std::vector<std::uint32_t> strays;
    std::vector<std::uint32_t> round_opens;   // of pairs that match; sorted
    std::vector<std::uint32_t> round_closes;
    std::vector<Brace> braces;                // those that match or are unclosed
    bool too_deep = false;
    std::uint32_t too_deep_at = 0;
};

// O(brackets · depth).
[[nodiscard]] Matching match_brackets(std::vector<Bracket> brackets);

// Says what does not match, and mends layout.text so that the grammar meets matching brackets where it can.
void apply_matching(FileId id, const Matching& matching, Layout& layout, diagnostics::Sink& sink);

}  // namespace recourse::syntax
