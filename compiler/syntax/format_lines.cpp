#include "compiler/syntax/format_lines.h"

#include <algorithm>

#include "compiler/syntax/characters.h"

namespace recourse::syntax {

namespace {

constexpr std::uint32_t kContinuation = 4;  // further indentation of a line that goes on
constexpr std::uint32_t kCommentColumn = 90;

std::string cell_text(const Cell& cell) {
    std::string text;
    for (const Fragment& fragment : cell) text += (text.empty() || fragment.text.empty() ? "" : " ") + fragment.text;
    return text;
}

std::uint32_t gap(const OutputLine& line, std::size_t cell) { return cell >= line.tail ? 2 : 1; }

std::string blanks(std::size_t count) { return std::string(count, ' '); }

std::string plain(const OutputLine& line) {
    std::string text;
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
        const std::string cell = cell_text(line.cells[i]);
        if (!cell.empty()) text += (text.empty() ? "" : blanks(gap(line, i))) + cell;
    }
    return blanks(line.indent) + text;
}

// The fragments of a line that is too long, as many to a line as fit.
std::vector<std::string> broken(const OutputLine& line, bool in_brackets) {
    const auto may_begin_line = [&](const Fragment& fragment) { return fragment.may_begin_line && (in_brackets || !fragment.in_brackets); };
    std::vector<std::string> out;
    std::string current = blanks(line.indent);
    bool fresh = true;
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
        bool first_of_cell = true;
        for (std::size_t j = 0; j < line.cells[i].size(); ++j) {
            const Fragment& fragment = line.cells[i][j];
            if (fragment.text.empty()) continue;
            // What must stay on this fragment's line counts for its width.
            std::uint32_t width = display_width(fragment.text);
            for (std::size_t k = j + 1; k < line.cells[i].size() && !may_begin_line(line.cells[i][k]); ++k) {
                width += 1 + display_width(line.cells[i][k].text);
            }
            const std::uint32_t space = first_of_cell ? gap(line, i) : 1;
            if (!fresh && may_begin_line(fragment) && display_width(current) + space + width > kLineWidth) {
                out.push_back(std::move(current));
                current = blanks(line.indent + kContinuation);
                fresh = true;
            }
            current += (fresh ? "" : blanks(space)) + fragment.text;
            fresh = false;
            first_of_cell = false;
        }
    }
    out.push_back(std::move(current));
    return out;
}

std::vector<std::string> broken(const OutputLine& line) {
    std::vector<std::string> lines = broken(line, false);
    const bool fits = std::all_of(lines.begin(), lines.end(), [](const std::string& text) { return display_width(text) <= kLineWidth; });
    return fits ? lines : broken(line, true);
}

// Each line of a run with its cells padded to common columns; nothing when one would become too long.
std::vector<std::string> aligned(const OutputLine* begin, const OutputLine* end) {
    std::size_t cells = 0;
    for (const OutputLine* line = begin; line != end; ++line) cells = std::max(cells, line->cells.size());
    std::vector<std::string> texts(static_cast<std::size_t>(end - begin));
    std::vector<std::uint32_t> widths(texts.size(), 0);
    for (std::size_t i = 0; i < cells; ++i) {
        std::uint32_t column = 0;
        // Only lines that have something in this column decide where it begins.
        const auto cell = [&](std::size_t row) { return i < begin[row].cells.size() ? cell_text(begin[row].cells[i]) : std::string(); };
        for (std::size_t row = 0; row < texts.size(); ++row) {
            if (!cell(row).empty()) column = std::max(column, widths[row] == 0 ? 0 : widths[row] + gap(begin[row], i));
        }
        for (std::size_t row = 0; row < texts.size(); ++row) {
            const std::string text = cell(row);
            if (text.empty()) continue;
            texts[row] += blanks(column - widths[row]) + text;
            widths[row] = column + display_width(text);
        }
    }
    for (std::size_t row = 0; row < texts.size(); ++row) {
        if (begin->indent + widths[row] > kLineWidth) return {};
        texts[row] = blanks(begin->indent) + texts[row];
    }
    return texts;
}

bool too_long(const OutputLine& line) { return display_width(plain(line)) > kLineWidth; }

// The texts of the lines without comments; a broken line has several.
std::vector<std::vector<std::string>> layouts(const std::vector<OutputLine>& lines) {
    std::vector<std::vector<std::string>> out;
    for (std::size_t begin = 0; begin < lines.size();) {
        std::size_t end = begin + 1;
        const bool alone = lines[begin].shape.empty() || too_long(lines[begin]);
        while (!alone && end < lines.size() && lines[end].shape == lines[begin].shape && lines[end].indent == lines[begin].indent &&
               !lines[end].blank_before && !too_long(lines[end])) {
            ++end;
        }
        const std::vector<std::string> texts = alone ? std::vector<std::string>{} : aligned(lines.data() + begin, lines.data() + end);
        for (std::size_t i = begin; i < end; ++i) {
            if (!texts.empty()) {
                out.push_back({texts[i - begin]});
            } else if (too_long(lines[i])) {
                out.push_back(broken(lines[i]));
            } else {
                out.push_back({plain(lines[i])});
            }
        }
        begin = end;
    }
    return out;
}

}  // namespace

std::string render(const std::vector<OutputLine>& lines) {
    std::vector<std::vector<std::string>> texts = layouts(lines);
    std::string out;
    for (std::size_t begin = 0; begin < lines.size();) {
        // The comments of lines that follow each other begin in one column, unless that would be far out.
        std::size_t end = begin + 1;
        const auto joins = [&](const OutputLine& line) {
            return !line.comment.empty() && !line.opens_block && line.indent == lines[begin].indent;
        };
        while (end < lines.size() && joins(lines[begin]) && joins(lines[end]) && !lines[end].blank_before) ++end;
        std::uint32_t column = 0;
        for (std::size_t i = begin; i < end; ++i) column = std::max(column, display_width(texts[i].back()) + 2);
        for (std::size_t i = begin; i < end; ++i) {
            if (lines[i].blank_before) out += '\n';
            if (!lines[i].comment.empty()) {
                const std::uint32_t width = display_width(texts[i].back());
                texts[i].back() += blanks(column <= kCommentColumn ? column - width : 2) + lines[i].comment;
            }
            for (const std::string& text : texts[i]) out += text + "\n";
        }
        begin = end;
    }
    return out;
}

}  // namespace recourse::syntax
