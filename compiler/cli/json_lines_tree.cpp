// nlohmann's SAX interface gives the tokens and keeps numbers exact; the columns come from a cursor that follows along in the
// text, which the lexer has validated by the time a token is reported.
#include "json_lines_tree.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace recourse::cli {

namespace {

constexpr std::size_t deepest = 4;      // record, fields, a set: one level to spare
constexpr std::size_t most_members = 1'000;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The length of the sequence that begins with `lead`, and the range of its second byte (RFC 3629, section 4).
struct Sequence {
    std::size_t length = 0;
    unsigned char low = 0x80, high = 0xBF;
};
Sequence sequence_of(unsigned char lead) {
    if (lead < 0x80) return {1};
    if (lead >= 0xC2 && lead <= 0xDF) return {2};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {3};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    if (lead >= 0xF1 && lead <= 0xF3) return {4};
    return {0};
}

class TreeBuilder {
public:
    explicit TreeBuilder(std::string_view line) : line_(line) {}

    bool null() { return add(JsonNode::Kind::none, {}); }
    bool boolean(bool value) { return add(JsonNode::Kind::boolean, value ? "true" : "false"); }
    bool number_integer(std::int64_t value) { return add(JsonNode::Kind::integer, std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) { return add(JsonNode::Kind::integer, std::to_string(value)); }
    bool number_float(double, const std::string& written) { return add(JsonNode::Kind::number, written); }
    bool string(std::string& value) { return add(JsonNode::Kind::text, std::move(value)); }
    bool binary(nlohmann::json::binary_t&) { return false; }

    bool start_object(std::size_t) { return enter(JsonNode::Kind::object); }
    bool start_array(std::size_t) { return enter(JsonNode::Kind::list); }
    bool end_object() { return leave(); }
    bool end_array() { return leave(); }

    bool key(std::string& name) {
        const std::uint32_t column = column_of(next_token());
        std::vector<JsonMember>& members = open_.back()->members;
        const auto same = std::find_if(members.begin(), members.end(), [&](const JsonMember& m) { return m.key == name; });
        if (same != members.end())
            return fail(column, fmt::format("`{}` is given twice, first in column {}: keep one", name, same->column));
        if (members.size() == most_members) return fail(column, "more members than any record has");
        members.push_back({std::move(name), column, {}});
        return true;
    }

    // Where the next token would begin is where the fault is; the lexer's own position may be anywhere in it.
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
        pass_separators(position);
        const std::size_t begin = next_token();
        if (position > line_.size()) return fail(column_of(line_.size()), ends_inside);
        return fail(column_of(begin), syntax_message(begin, position));
    }

    [[nodiscard]] const std::optional<LineError>& error() const { return error_; }
    [[nodiscard]] JsonNode take_root() { return std::move(root_); }

private:
    bool fail(std::uint32_t column, std::string_view message) {
        error_ = {column, std::string(message)};
        return false;
    }

    static constexpr std::string_view ends_inside = "the line ends inside the record: a closing `}`, `]` or quote is missing";

    // What is wrong with the token that begins at `begin`; the lexer has read up to `position`.
    std::string syntax_message(std::size_t begin, std::size_t position) const {
        if (begin >= line_.size()) return std::string(ends_inside);
        if (root_done_) return "one record a line: something follows the closing `}`";
        const char first = line_[begin];
        if (first == '\'') return "names and texts stand in double quotes";
        if (first == '}' || first == ']') return fmt::format("`{}` where a name or a value was expected; is a comma too many?", first);
        if (first == '"' && position < cursor_) return "this text holds a character or an escape that JSON does not have in texts";
        if (first == ',' || first == ':') return fmt::format("`{}` where a name or a value was expected", first);
        if (first == '/') return "JSON has no comments";
        const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_';
        if (letter) return "names and texts stand in double quotes; beside them there are true, false, null, numbers, { } and [ ]";
        return "this is not JSON: a name, a value, a comma, a colon or a closing bracket is missing before it";
    }

    // Passes over blanks and over what the lexer took for a separator. The one that it stopped at, the last it has read, is the fault.
    void pass_separators(std::size_t position) {
        while (cursor_ < line_.size() && cursor_ + 1 < position && std::string_view(" \t\r\n,:").find(line_[cursor_]) != std::string_view::npos) ++cursor_;
        while (cursor_ < line_.size() && std::string_view(" \t\r\n").find(line_[cursor_]) != std::string_view::npos) ++cursor_;
        stopped_ = true;
    }

    // The column of a byte that is at or after those asked for before, so that the line is counted once.
    std::uint32_t column_of(std::size_t offset) {
        for (; counted_ < offset && counted_ < line_.size(); ++counted_) column_ += is_continuation(line_[counted_]) ? 0 : 1;
        return column_;
    }

    // Passes over the token that is being reported; gives its first byte.
    std::size_t next_token() {
        while (!stopped_ && cursor_ < line_.size() && std::string_view(" \t\r\n,:").find(line_[cursor_]) != std::string_view::npos) ++cursor_;
        const std::size_t begin = std::min(cursor_, line_.size());
        if (cursor_ >= line_.size()) return begin;
        const char first = line_[cursor_++];
        if (first == '"') {
            while (cursor_ < line_.size() && line_[cursor_] != '"') cursor_ += line_[cursor_] == '\\' ? 2 : 1;
            ++cursor_;
        } else if (std::string_view("{}[]").find(first) == std::string_view::npos) {
            while (cursor_ < line_.size() && std::string_view(" \t\r\n,:{}[]").find(line_[cursor_]) == std::string_view::npos) ++cursor_;
        }
        return begin;
    }

    JsonNode& place() {
        if (open_.empty()) return root_;
        JsonNode& parent = *open_.back();
        if (parent.kind == JsonNode::Kind::object) return parent.members.back().value;
        return parent.items.emplace_back();
    }

    bool add(JsonNode::Kind kind, std::string text) {
        const std::size_t begin = next_token();
        const std::uint32_t column = column_of(begin);
        if (open_.empty()) return fail(column, "a record is an object: { … }");
        const bool as_written = kind != JsonNode::Kind::text || line_.substr(begin + 1, text.size()) == text;
        place() = {kind, column, std::move(text), as_written, {}, {}};
        return true;
    }

    bool enter(JsonNode::Kind kind) {
        const std::uint32_t column = column_of(next_token());
        if (open_.empty() && kind != JsonNode::Kind::object) return fail(column, "a record is an object: { … }");
        if (open_.size() >= deepest) return fail(column, "nested deeper than anything in a record");
        JsonNode& node = place();
        node = {kind, column, {}, true, {}, {}};
        open_.push_back(&node);
        return true;
    }

    bool leave() {
        next_token();
        open_.pop_back();
        root_done_ = open_.empty();
        return true;
    }

    std::string_view line_;
    std::size_t cursor_ = 0, counted_ = 0;
    std::uint32_t column_ = 1;
    JsonNode root_;
    // Only the last member or item of each open node grows, so that these stay good.
    std::vector<JsonNode*> open_;
    std::optional<LineError> error_;
    bool root_done_ = false;
    bool stopped_ = false;      // at a fault: a separator may be it
};

}  // namespace

std::size_t find_bad_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const Sequence sequence = sequence_of(static_cast<unsigned char>(text[i]));
        if (sequence.length == 0 || i + sequence.length > text.size()) return i;
        for (std::size_t k = 1; k < sequence.length; ++k) {
            const unsigned char byte = static_cast<unsigned char>(text[i + k]);
            if (!is_continuation(text[i + k]) || (k == 1 && (byte < sequence.low || byte > sequence.high))) return i;
        }
        i += sequence.length;
    }
    return std::string_view::npos;
}

std::uint32_t characters_in(std::string_view text) {
    return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::variant<JsonNode, LineError> parse_json_line(std::string_view line) {
    if (const std::size_t bad = find_bad_utf8(line); bad != std::string_view::npos)
        return LineError{characters_in(line.substr(0, bad)) + 1,
                         fmt::format("the byte {:#04x} is not UTF-8: save the file as UTF-8", static_cast<unsigned char>(line[bad]))};
    TreeBuilder builder(line);
    const bool read = nlohmann::json::sax_parse(line.begin(), line.end(), &builder);
    if (builder.error()) return *builder.error();
    if (!read) return LineError{1, "this is not JSON"};
    return builder.take_root();
}

}  // namespace recourse::cli
