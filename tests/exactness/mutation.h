// A policy with one rule changed, in every way that docs/mutation.md lists: what the checks or the scenarios have to notice.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <recourse/sources.h>

namespace exactness {

enum class MutationKind : std::uint8_t {
    timeout_deleted,
    rule_deleted,
    window_moved,      // a period longer, shorter or another one; a window's end dropped or turned
    guard_flipped,     // negated, dropped, a comparison or `and` turned
    target_swapped,
    event_swapped,
    otherwise_dropped,
    deadlines_reordered,
    party_changed,
    count_changed,     // `at most` dropped or raised
    effect_dropped,
    value_changed,     // a constant, a member of a kind, a rounding
    row_changed,       // of a decision or of a value in rows
};
inline constexpr std::size_t kMutationKinds = 13;
[[nodiscard]] const char* name_of(MutationKind kind);

struct Replacement {
    std::uint32_t begin = 0, end = 0;   // bytes of the text
    std::string by;
};
struct Mutant {
    MutationKind kind = MutationKind::rule_deleted;
    std::uint32_t line = 0;
    std::string what;                   // "`answer_time` -> `ship_time`"
    std::vector<Replacement> edits;     // in order, apart from one another
};
[[nodiscard]] std::string mutated(const std::string& text, const Mutant& mutant);

// All mutants of one file, in order of place; the other sources say what it imports.
[[nodiscard]] std::vector<Mutant> mutants_of(const recourse::SourceSet& sources, const std::string& path);

}  // namespace exactness
