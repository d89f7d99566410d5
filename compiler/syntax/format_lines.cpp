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

// The line without padding, as far as the cell `last`.
std::string plain(const OutputLine& line, std::size_t last = SIZE_MAX) {
    std::string text;
    for (std::size_t i = 0; i < std::min(last, line.cells.size()); ++i) {
        const std::string cell = cell_text(line.cells[i]);
        if (!cell.empty()) text += (text.empty() ? "" : blanks(gap(line, i))) + cell;
    }
    return blanks(line.indent) + text;
}

// The fragments of a line that is too long, as many to a line as fit. `begun` is what stands before the cell `first`.
std::vector<std::string> broken(const OutputLine& line, bool in_brackets, const std::string& begun, std::size_t first) {
    const auto may_begin_line = [&](const Fragment& fragment) { return fragment.may_begin_line && (in_brackets || !fragment.in_brackets); };
    std::vector<std::string> out;
    std::string current = begun.empty() ? blanks(line.indent) : begun;
    bool fresh = begun.empty();
    for (std::size_t i = first; i < line.cells.size(); ++i) {
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

std::vector<std::string> broken(const OutputLine& line, const std::string& begun = {}, std::size_t first = 0) {
    std::vector<std::string> lines = broken(line, false, begun, first);
    const bool fits = std::all_of(lines.begin(), lines.end(), [](const std::string& text) { return display_width(text) <= kLineWidth; });
    return fits ? lines : broken(line, true, begun, first);
}

bool too_long(const OutputLine& line) { return display_width(plain(line)) > kLineWidth; }

// The cells before the tail fit on a line, and more than one of them may stand in columns.
bool has_head(const OutputLine& line) {
    return line.tail > 1 && line.tail < line.cells.size() && display_width(plain(line, line.tail)) <= kLineWidth;
}

// Lines of one shape that follow each other, their cells padded to common columns. A line for which there is no room keeps to the columns
// as far as its tail and goes on below; when there is no room for that either it has no part in the columns.
class Run {
public:
    Run(const OutputLine* begin, const OutputLine* end) : begin_(begin), rows_(static_cast<std::size_t>(end - begin)) {
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            cells_ = std::max(cells_, begin[i].cells.size());
            if (too_long(begin[i])) lessen(i);
        }
    }

    std::vector<std::vector<std::string>> lay_out() {
        constexpr int few = 8;      // then all at once: a run may have thousands of rows
        for (int times = 0;; ++times) {
            pad();
            std::vector<std::size_t> over, widest;
            for (std::size_t i = 0; i < rows_.size(); ++i) {
                if (is_over(i)) over.push_back(i);
                if (rows_[i].part != Part::whole || !has_tail(i)) continue;
                if (!widest.empty() && begin_width(i) > begin_width(widest.front())) widest.clear();
                if (widest.empty() || begin_width(i) == begin_width(widest.front())) widest.push_back(i);
            }
            if (over.empty()) break;
            // Either those that stick out give way, or those that push them there: whichever are fewer.
            const bool pushed = times < few && !widest.empty() && widest.size() <= over.size();
            for (const std::size_t row : pushed ? widest : over) lessen(row);
        }
        std::vector<std::vector<std::string>> out;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const OutputLine& line = begin_[i];
            if (rows_[i].part == Part::none) out.push_back(too_long(line) ? broken(line) : std::vector<std::string>{plain(line)});
            else if (rows_[i].part == Part::head) out.push_back(broken(line, blanks(line.indent) + rows_[i].text, line.tail));
            else out.push_back({blanks(line.indent) + rows_[i].text});
        }
        return out;
    }

private:
    enum class Part : std::uint8_t { whole, head, none };
    struct Row {
        Part part = Part::whole;
        std::string text;
        std::uint32_t width = 0;
    };

    [[nodiscard]] std::string cell(std::size_t row, std::size_t i) const {
        const OutputLine& line = begin_[row];
        const bool takes_part = i < line.cells.size() && (rows_[row].part == Part::whole || (rows_[row].part == Part::head && i < line.tail));
        return takes_part ? cell_text(line.cells[i]) : std::string();
    }

    [[nodiscard]] bool is_over(std::size_t row) const {
        return rows_[row].part != Part::none && begin_->indent + rows_[row].width > kLineWidth;
    }
    [[nodiscard]] bool has_tail(std::size_t row) const {
        bool some = false;
        for (std::size_t i = begin_[row].tail; i < begin_[row].cells.size(); ++i) some = some || !cell_text(begin_[row].cells[i]).empty();
        return some;
    }
    // What a row takes before its tail: the widest leaves the least room to the others.
    [[nodiscard]] std::uint32_t begin_width(std::size_t row) const { return display_width(plain(begin_[row], begin_[row].tail)) + 1; }
    void lessen(std::size_t row) { rows_[row].part = rows_[row].part == Part::whole && has_head(begin_[row]) ? Part::head : Part::none; }

    void pad() {
        for (Row& row : rows_) row = {row.part, {}, 0};
        for (std::size_t i = 0; i < cells_; ++i) pad(i);
    }

    void pad(std::size_t i) {
        std::uint32_t column = 0;
        // Only lines that have something in this column decide where it begins.
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            if (!cell(row, i).empty()) column = std::max(column, rows_[row].width == 0 ? 0 : rows_[row].width + gap(begin_[row], i));
        }
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const std::string text = cell(row, i);
            if (text.empty()) continue;
            rows_[row].text += blanks(column - rows_[row].width) + text;
            rows_[row].width = column + display_width(text);
        }
    }

    const OutputLine* begin_;
    std::vector<Row> rows_;
    std::size_t cells_ = 0;
};

bool keeps_columns(const OutputLine& line) { return !too_long(line) || has_head(line); }

// The texts of the lines without comments; a broken line has several.
std::vector<std::vector<std::string>> layouts(const std::vector<OutputLine>& lines) {
    std::vector<std::vector<std::string>> out;
    for (std::size_t begin = 0; begin < lines.size();) {
        std::size_t end = begin + 1;
        const auto joins = [&](const OutputLine& line) {
            return line.shape == lines[begin].shape && line.indent == lines[begin].indent && !line.blank_before && keeps_columns(line);
        };
        const bool alone = lines[begin].shape.empty() || !keeps_columns(lines[begin]);
        while (!alone && end < lines.size() && joins(lines[end])) ++end;
        if (alone) {
            out.push_back(too_long(lines[begin]) ? broken(lines[begin]) : std::vector<std::string>{plain(lines[begin])});
        } else {
            for (auto& texts : Run(lines.data() + begin, lines.data() + end).lay_out()) out.push_back(std::move(texts));
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
