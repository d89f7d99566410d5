// What the grammar wanted at the place where it stopped.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/syntax/cst.h"

namespace recourse::syntax {

// Which mistakes are likely at a place; explain.cpp looks for them there.
enum class Want : std::uint8_t { other, first_word, name, value, outcome, end, mark, text, too_deep };

struct Expected {
    std::string_view what;  // follows "expected "
    Want want = Want::other;
    Place place = Place::member;
    std::string_view hint = {};
};

// Thrown inside the grammar alone; recovery catches it at the end of the rule.
struct Failure {
    const Expected* expected = nullptr;
    std::uint32_t at = 0;
    std::uint32_t rule_begin = 0;
    std::uint32_t rule_end = 0;
};

struct Tree {
    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
    std::vector<Node> nodes;  // the last is the file
    std::vector<Failure> failures;
};

struct Layout;

// Runs the grammar over a layout. O(length).
[[nodiscard]] Tree match_file(const Layout& layout);

}  // namespace recourse::syntax
