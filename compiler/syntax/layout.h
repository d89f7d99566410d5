// What the grammar need not know: encoding, comments, strings that are whole, brackets that match, and which newlines count.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/keywords.h"

namespace recourse::syntax {

inline constexpr std::uint32_t kMaxFileBytes = 4U << 20;
inline constexpr std::uint32_t kMaxNesting = 200;
// Operators in a row nest in the tree though not in the text.
inline constexpr std::uint32_t kMaxTreeDepth = 400;
// A file with more errors than this of one kind is no policy; the rest would only fill the memory.
inline constexpr std::uint32_t kMaxErrors = 500;

// A brace and how many are open after it.
struct Brace {
    std::uint32_t offset;
    std::uint32_t depth;
};

struct Layout {
    // As long as the source, so that places are the same in both. Comments and newlines that do not count are blanks here;
    // a full-width mark such as `，` is its ASCII one.
    std::string text;
    std::vector<Comment> comments;
    std::vector<Brace> braces;           // in order of place
    std::vector<std::uint32_t> faults;   // places of errors given here that the grammar will trip over again; sorted
    std::string_view original;           // the source; it outlives the layout
    const Vocabulary* words = &vocabulary(Language::english);
    bool open_at_end = false;            // a block lacks its closing brace, so lines may stand deeper than they were meant
    bool readable = true;                // false: too broken to look at its grammar

    // Braces open before the byte at `offset`. O(log braces).
    [[nodiscard]] std::uint32_t depth_at(std::uint32_t offset) const;
    // Whether a fault lies in [begin, end]. O(log faults).
    [[nodiscard]] bool faulty(std::uint32_t begin, std::uint32_t end) const;
};

// One linear pass each for bytes, characters, brackets and newlines. Never fails: what is wrong is said to `sink`.
[[nodiscard]] Layout lay_out(FileId id, const support::SourceFile& source, diagnostics::Sink& sink);

}  // namespace recourse::syntax
