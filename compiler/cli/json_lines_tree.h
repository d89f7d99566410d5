// One line of JSON as a tree in which everything knows its column, so that a fault can be shown where it stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace recourse::cli {

// What is wrong with a line, and what would be right. The column counts characters (code points), from 1, as an editor and
// the findings of `check` do.
struct LineError {
    std::uint32_t column = 1;
    std::string message;
};

struct JsonMember;

struct JsonNode {
    enum class Kind : std::uint8_t { none, boolean, integer, number, text, object, list };
    Kind kind = Kind::none;         // number: not whole, or beyond 64 bits
    std::uint32_t column = 1;       // of its first character
    std::string text;               // boolean, integer, number: as written; text: its characters
    bool as_written = true;         // text: without escapes, so that places within it are places in the line
    std::vector<JsonMember> members;
    std::vector<JsonNode> items;
};

struct JsonMember {
    std::string key;
    std::uint32_t column = 1;
    JsonNode value;
};

// Reads one object. Refused: anything else, a key given twice, nesting that no record has, bytes that are not UTF-8.
// O(length), and no deeper than a few levels whatever the input.
[[nodiscard]] std::variant<JsonNode, LineError> parse_json_line(std::string_view line);

// Code points of well-formed UTF-8.
[[nodiscard]] std::uint32_t characters_in(std::string_view text);

// The offset of the first byte that is not part of well-formed UTF-8; npos when there is none.
[[nodiscard]] std::size_t find_bad_utf8(std::string_view text);

}  // namespace recourse::cli
