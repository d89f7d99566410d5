#include "line_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace recourse::cli {

namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));       // with its line end, so that a missing last one is a difference
        text.remove_prefix(end);
    }
    return lines;
}

struct Edit {
    char sign;      // ' ', '-' or '+'
    std::string_view line;
};

// The longest common subsequence of the middles, walked forwards. Where the table would be too large, all old lines go and all new
// ones come: right, if not the shortest.
void diff_middle(const Lines& before, const Lines& after, std::vector<Edit>& edits) {
    constexpr std::size_t largest_table = 25'000'000;
    const std::size_t rows = before.size(), columns = after.size();
    if (rows * columns > largest_table) {
        for (const auto line : before) edits.push_back({'-', line});
        for (const auto line : after) edits.push_back({'+', line});
        return;
    }
    std::vector<std::uint32_t> common((rows + 1) * (columns + 1), 0);   // common lines of the rests from (row, column) on
    const auto at = [&](std::size_t row, std::size_t column) -> std::uint32_t& { return common[row * (columns + 1) + column]; };
    for (std::size_t row = rows; row-- > 0;) {
        for (std::size_t column = columns; column-- > 0;) {
            at(row, column) = before[row] == after[column] ? at(row + 1, column + 1) + 1
                                                           : std::max(at(row + 1, column), at(row, column + 1));
        }
    }
    std::size_t row = 0, column = 0;
    while (row < rows || column < columns) {
        if (row < rows && column < columns && before[row] == after[column]) {
            edits.push_back({' ', before[row]});
            ++row, ++column;
        } else if (column == columns || (row < rows && at(row + 1, column) >= at(row, column + 1))) {
            edits.push_back({'-', before[row++]});
        } else {
            edits.push_back({'+', after[column++]});
        }
    }
}

std::vector<Edit> diff(const Lines& before, const Lines& after) {
    std::size_t head = 0, tail = 0;
    const std::size_t shorter = std::min(before.size(), after.size());
    while (head < shorter && before[head] == after[head]) ++head;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
    std::vector<Edit> edits;
    const auto part = [](const Lines& lines, std::size_t from, std::size_t to) {
        return Lines(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.begin() + static_cast<std::ptrdiff_t>(to));
    };
    for (const auto line : part(before, 0, head)) edits.push_back({' ', line});
    diff_middle(part(before, head, before.size() - tail), part(after, head, after.size() - tail), edits);
    for (const auto line : part(before, before.size() - tail, before.size())) edits.push_back({' ', line});
    return edits;
}

constexpr std::size_t context = 3;

// The edits [begin, end), of which `before` old and `after` new lines come before.
std::string hunk(const std::vector<Edit>& edits, std::size_t begin, std::size_t end, std::size_t before, std::size_t after) {
    std::size_t old_lines = 0, new_lines = 0;
    std::string body;
    for (std::size_t i = begin; i < end; ++i) {
        const Edit& edit = edits[i];
        if (edit.sign != '+') ++old_lines;
        if (edit.sign != '-') ++new_lines;
        body += edit.sign;
        body += edit.line;
        if (!edit.line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    const std::size_t old_from = old_lines == 0 ? before : before + 1, new_from = new_lines == 0 ? after : after + 1;
    return fmt::format("@@ -{},{} +{},{} @@\n", old_from, old_lines, new_from, new_lines) + body;
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
    if (before == after) return {};
    const std::vector<Edit> edits = diff(lines_of(before), lines_of(after));
    std::string text = fmt::format("--- {}\n+++ {}\n", path, path);
    std::size_t old_lines = 0, new_lines = 0, counted = 0;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (edits[i].sign == ' ') continue;
        const std::size_t begin = i > context ? std::max(i - context, counted) : counted;
        std::size_t end = i, last_change = i;
        while (end < edits.size() && end <= last_change + 2 * context) {
            if (edits[end].sign != ' ') last_change = end;
            ++end;
        }
        end = std::min(edits.size(), last_change + context + 1);
        for (; counted < begin; ++counted) ++old_lines, ++new_lines;
        text += hunk(edits, begin, end, old_lines, new_lines);
        for (; counted < end; ++counted) {
            if (edits[counted].sign != '+') ++old_lines;
            if (edits[counted].sign != '-') ++new_lines;
        }
        i = end - 1;
    }
    return text;
}

}  // namespace recourse::cli
