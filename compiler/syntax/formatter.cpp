#include "compiler/syntax/formatter.h"

#include "compiler/syntax/format_walk.h"

namespace recourse::syntax {

std::string format(const File& file, const support::SourceFile& source, Language language) {
    return render(FormatWalk(file, source, vocabulary(language)).run());
}

std::vector<OutputLine> FormatWalk::run() {
    note_machines();
    language_line();
    header();
    for (const TopItem& item : file_.items) top_item(item);
    comments_before(static_cast<std::uint32_t>(source_.size()) + 1);
    return std::move(lines_);
}

// An empty line stands between what is at `offset` and what is before it.
bool FormatWalk::blank_line_before(std::uint32_t offset) const {
    int newlines = 0;
    for (std::uint32_t at = offset; at > 0; --at) {
        const char c = source_[at - 1];
        if (c == '\n') ++newlines;
        if (c != '\n' && c != ' ' && c != '\t' && c != '\r') return newlines >= 2;
    }
    return false;
}

bool FormatWalk::comment_within(Span span) const {
    for (std::size_t i = next_comment_; i < file_.comments.size() && file_.comments[i].span.begin < span.end; ++i) {
        if (file_.comments[i].span.begin > span.begin) return true;
    }
    return false;
}

void FormatWalk::put_comment(const std::string& text, bool blank_before) {
    OutputLine line;
    line.indent = depth_ * 2;
    line.cells = {{{text, false}}};
    line.blank_before = blank_before;
    put(std::move(line));
}

// All comments up to `offset`, each on a line of its own.
void FormatWalk::comments_before(std::uint32_t offset) {
    for (; comments_left() && file_.comments[next_comment_].span.begin < offset; ++next_comment_) {
        const Comment& comment = file_.comments[next_comment_];
        put_comment(comment.text, comment.own_line && blank_line_before(comment.span.begin));
    }
}

// Comments amidst something that becomes one line: the last one at the end of a line stays there, the others go before it.
void FormatWalk::comments_inside(OutputLine& line, std::uint32_t end, bool own_lines_too) {
    while (comments_left() && file_.comments[next_comment_].span.begin < end && (own_lines_too || !file_.comments[next_comment_].own_line)) {
        const Comment& comment = file_.comments[next_comment_++];
        if (comment.own_line || !line.comment.empty()) {
            put_comment(comment.own_line ? comment.text : line.comment, line.blank_before);
            line.blank_before = false;
        }
        if (!comment.own_line) line.comment = comment.text;
    }
}

// The comment at the end of the line of source on which something ends.
void FormatWalk::comment_after(OutputLine& line, std::uint32_t end) {
    if (!comments_left() || file_.comments[next_comment_].own_line) return;
    const Comment& comment = file_.comments[next_comment_];
    const std::string_view between = std::string_view(source_).substr(end, comment.span.begin - end);
    if (between.find_first_not_of(" \t") != std::string_view::npos) return;
    if (!line.comment.empty()) {
        put_comment(line.comment, line.blank_before);
        line.blank_before = false;
    }
    line.comment = comment.text;
    ++next_comment_;
}

OutputLine FormatWalk::begin_line(std::uint32_t offset, std::string_view shape) {
    comments_before(offset);
    OutputLine line;
    line.indent = depth_ * 2;
    line.shape = shape;
    line.blank_before = blank_line_before(offset);
    return line;
}

// The file says on its first line what it is written in, unless that is English.
void FormatWalk::language_line() {
    if (words_.is_chinese()) put_comment("# language: " + std::string(tag_of(words_.language())), false);
}

// No empty line at the start of the file, behind its first line about the language, or of a block.
void FormatWalk::put(OutputLine line) {
    const bool first = lines_.empty() || (words_.is_chinese() && lines_.size() == 1);
    if (first || lines_.back().opens_block) line.blank_before = false;
    lines_.push_back(std::move(line));
}

namespace {

void put_before(OutputLine& line, std::string& word) {
    if (word.empty()) return;
    std::string& first = line.cells.front().front().text;
    first = first.empty() ? word : spaced({word, first});
    word.clear();
}

}  // namespace

void FormatWalk::put_leaf(OutputLine line, Span span) {
    put_before(line, before_);
    comments_inside(line, span.end, true);
    comment_after(line, span.end);
    put(std::move(line));
}

void FormatWalk::open_block(OutputLine line, std::uint32_t first_inside) {
    put_before(line, before_);
    comments_inside(line, first_inside, false);
    line.opens_block = true;
    line.shape = {};
    line.cells.push_back({{"{", false}});
    line.tail = SIZE_MAX;
    put(std::move(line));
    ++depth_;
}

OutputLine FormatWalk::close_block(std::uint32_t end) {
    OutputLine line;
    // Comments at the end of a line here stand behind the brace or one of its clauses; the others close the block.
    for (; comments_left() && file_.comments[next_comment_].span.begin < end; ++next_comment_) {
        const Comment& comment = file_.comments[next_comment_];
        if (comment.own_line || !line.comment.empty()) {
            put_comment(comment.own_line ? comment.text : line.comment, comment.own_line && blank_line_before(comment.span.begin));
        }
        if (!comment.own_line) line.comment = comment.text;
    }
    --depth_;
    line.indent = depth_ * 2;
    line.cells = {{{"}", false}}};
    line.tail = 2;  // `} as R  cite G.1`
    return line;
}

void FormatWalk::put_close(OutputLine line, std::uint32_t end) {
    comment_after(line, end);
    put(std::move(line));
}

std::uint32_t first_place(const std::vector<Item>& items, std::uint32_t otherwise) {
    if (items.empty()) return otherwise;
    return std::visit([](const auto& x) { return x.span.begin; }, items.front());
}

}  // namespace recourse::syntax
