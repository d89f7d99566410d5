// Walks a tree in the order of its text and writes its lines, with each comment where its author put it.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/ast.h"
#include "compiler/syntax/format_lines.h"
#include "compiler/syntax/format_text.h"

namespace recourse::syntax {

class FormatWalk {
public:
    FormatWalk(const File& file, const support::SourceFile& source, const Vocabulary& words) : file_(file), words_(words), source_(source.text()) {}
    [[nodiscard]] std::vector<OutputLine> run();

private:
    // comments (formatter.cpp)
    void comments_before(std::uint32_t offset);
    void comments_inside(OutputLine& line, std::uint32_t end, bool own_lines_too);
    void comment_after(OutputLine& line, std::uint32_t end);
    void put_comment(const std::string& text, bool blank_before);
    [[nodiscard]] bool blank_line_before(std::uint32_t offset) const;
    [[nodiscard]] bool comment_within(Span span) const;
    [[nodiscard]] bool comments_left() const { return next_comment_ < file_.comments.size(); }

    // lines (formatter.cpp)
    OutputLine begin_line(std::uint32_t offset, std::string_view shape);
    void put(OutputLine line);
    void put_leaf(OutputLine line, Span span);
    void open_block(OutputLine line, std::uint32_t first_inside);
    [[nodiscard]] OutputLine close_block(std::uint32_t end);
    void put_close(OutputLine line, std::uint32_t end);
    template <typename Body>
    void block(OutputLine head, Span span, std::uint32_t first_inside, const Trailing& trailing, Body body);

    // what a file holds (format_files.cpp)
    void note_machines();
    void language_line();
    void header();
    void show(const HeaderLine& line, std::uint32_t key_width);
    [[nodiscard]] std::string key_of(const HeaderLine& line) const;
    [[nodiscard]] std::string value_of(const HeaderLine& line) const;
    [[nodiscard]] std::string value_of_day_words(const HeaderLine& line) const;
    [[nodiscard]] std::string value_of_regime(const HeaderLine& line) const;
    void header_rows(const HeaderLine& line, OutputLine head);
    void show(const Import& x);
    void show(const Party& x);
    void show(const Kind& x);
    void show(const LabelItem& x);
    void show(const CalendarDay& x);
    void show(const Decision& x);
    void show(const DecisionRow& x);
    void show(const Promise& x);
    [[nodiscard]] Cell preamble(const Promise& x) const;
    [[nodiscard]] std::string scope_text(const Promise& x) const;
    [[nodiscard]] std::string claim_text(const Promise& x) const;
    [[nodiscard]] std::string alternatives(const std::vector<Name>& states, bool are_states) const;
    void show(const Migrate& x);
    void show(const Migrate::Line& x);
    void show(const Scenario& x);
    void show(const ScenarioStep& x);
    [[nodiscard]] Cell act(const ScenarioStep& x) const;
    [[nodiscard]] Cell expectation(const ScenarioStep& step) const;
    [[nodiscard]] std::string why_text(const ScenarioStep::Because& because) const;
    void show(const Case& x);
    void top_item(const TopItem& item);

    // what becomes of a refined policy's (format_changes.cpp)
    template <typename Thing>
    void marked(const Thing& x);
    void removed(const OnRule& x);
    void removed(const DeadlineRule& x);
    void removed(const WhenRule& x);
    void removed(const DoOnEntry& x);
    void removed(const State& x);
    void removed(const Event& x);
    void removed(const Record& x);
    void removed(const Effect& x);
    void removed(const Duty& x);
    void removed(const NamedValue& x);
    void removed(const Decision& x);
    void removed(const DecisionRow& x);
    void removed(const Promise& x);
    void removed(const LabelItem& x);
    void removed_line(std::string text, const Trailing& trailing, Span span);
    void row(const DecisionRow& x);

    // what a case holds (format_members.cpp)
    void items(const std::vector<Item>& all);
    void show(const Machine& x);
    void show(const State& x);
    void show(const Fact& x);
    void show(const Record& x);
    void show(const Event& x);
    void show(const Effect& x);
    void show(const OutcomeNames& x);
    void show(const NamedValue& x);
    void show(const StartRule& x);
    void show(const OnRule& x);
    void show(const DeadlineRule& x);
    void show(const WhenRule& x);
    void show(const DoOnEntry& x);
    void show(const OutcomeRule& x);
    void show(const Duty& x);
    void show(const MayRule& x);
    void show(const OpenedCase& x);
    void rule(OutputLine head, const Outcome& outcome, const Outcome* otherwise, Span span);
    void branches(OutputLine& line, const Outcome& outcome);
    [[nodiscard]] bool fits_one_line(const State& x) const;
    // A word of the language, and phrases of them with what stands between.
    [[nodiscard]] std::string word(Key key) const { return std::string(words_[key]); }
    [[nodiscard]] std::string text_of(const Expr& expr) const { return syntax::text_of(expr, words_); }

    const File& file_;
    const Vocabulary& words_;       // of the text that is written, whatever the file was written in
    std::set<std::string, std::less<>> machines_;   // the names of the machines of the file's cases
    const std::string& source_;
    std::vector<OutputLine> lines_;
    std::size_t next_comment_ = 0;
    std::string before_;            // a word to put before the next line that is no comment: `change`
    std::uint32_t depth_ = 0;
};

// The place of the first thing in a list of items, or `otherwise` when there is none.
[[nodiscard]] std::uint32_t first_place(const std::vector<Item>& items, std::uint32_t otherwise);

// `Trade is Closed` for a state of one of the machines, however it was written.
[[nodiscard]] std::string state_text(const std::string& path, const std::set<std::string, std::less<>>& machines, const Vocabulary& words);

template <typename Body>
void FormatWalk::block(OutputLine head, Span span, std::uint32_t first_inside, const Trailing& trailing, Body body) {
    open_block(std::move(head), first_inside);
    body();
    OutputLine close = close_block(span.end);
    add_tails(close, trailing, words_);
    put_close(std::move(close), span.end);
}

}  // namespace recourse::syntax
