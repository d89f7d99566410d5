#include "compiler/syntax/habits.h"

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/syntax/words.h"

namespace recourse::syntax {

namespace {

using diagnostics::Diagnostic;
using diagnostics::Fix;
using support::FileId;

bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

class Habits {
public:
    Habits(FileId id, const Failure& failure, const Layout& layout) : id_(id), failure_(failure), text_(layout.text), vocabulary_(*layout.words) {
        const std::string_view text = text_;
        const std::size_t at = std::min<std::size_t>(failure.at, text.size());
        line_ = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;     // npos + 1 is 0
        read_words(std::min(text.find('\n', at), text.size()));
    }

    std::optional<Diagnostic> find() {
        if (at_ == words_.size()) return std::nullopt;
        if (auto found = condition_first()) return found;
        if (auto found = date()) return found;
        if (auto found = hyphen()) return found;
        if (auto found = hour()) return found;
        if (failure_.expected->want != Want::end) return std::nullopt;
        if (auto found = blank_in_reason()) return found;
        if (auto found = expectation()) return found;
        return at_most();
    }

private:
    struct Piece {
        std::size_t begin = 0, end = 0;
        std::string_view text;
    };

    // The line in pieces between blanks; `at_` is the one that holds the failure.
    void read_words(std::size_t line_end) {
        for (std::size_t i = line_; i < line_end;) {
            const std::size_t begin = std::min(text_.find_first_not_of(" \t\r", i), line_end);
            const std::size_t end = std::min(text_.find_first_of(" \t\r\n", begin), line_end);
            if (begin == end) break;
            if (failure_.at >= begin && failure_.at < end) at_ = words_.size();
            words_.push_back({begin, end, text_.substr(begin, end - begin)});
            i = end;
        }
        if (at_ == npos) at_ = words_.size();
    }

    [[nodiscard]] std::string_view word(std::size_t back) const { return at_ < back ? std::string_view() : words_[at_ - back].text; }
    // A piece is the word of this line of keywords.def.
    [[nodiscard]] bool is(std::string_view piece, Key key) const { return !piece.empty() && piece == vocabulary_[key]; }

    Diagnostic told(const Piece& piece, std::string message, std::string hint, std::string_view code = "syntax-error") const {
        Diagnostic d;
        d.code = code;
        d.message = std::move(message);
        d.hint = std::move(hint);
        d.labels.push_back({{id_, static_cast<std::uint32_t>(piece.begin), static_cast<std::uint32_t>(piece.end)}, {}});
        return d;
    }
    static Diagnostic with_fix(Diagnostic d, std::string ours) {
        const std::string title = "replace with `" + ours + "`";
        d.fix = Fix{d.labels.front().span, std::move(ours), title};
        return d;
    }

    // `if price > 1.00 CNY on agree -> A`
    [[nodiscard]] std::optional<Diagnostic> condition_first() const {
        if (failure_.expected->want != Want::first_word || !is(words_[at_].text, "if")) return std::nullopt;
        const bool is_rule = std::any_of(words_.begin(), words_.end(), [this](const Piece& p) { return is(p.text, "on") || p.text == "->"; });
        if (!is_rule) return std::nullopt;
        return told(words_[at_], "a rule does not begin with its condition", "the condition stands after the event: `on EVENT if … -> State`");
    }

    // `2025/03/01`, `2025-3-1`, `01.03.2025`
    [[nodiscard]] std::optional<Diagnostic> date() const {
        const Piece& piece = words_[at_];
        if (failure_.expected->what.find("a date") == std::string_view::npos || !is_digit(piece.text.front())) return std::nullopt;
        std::vector<std::string> parts(1);
        for (const char c : piece.text) {
            if (is_digit(c)) parts.back() += c;
            else if (c == '-' || c == '/' || c == '.') parts.emplace_back();
            else return std::nullopt;
        }
        const bool ordered = parts.size() == 3 && parts[0].size() == 4 && is_number(parts[1]) && is_number(parts[2]);
        Diagnostic d = told(piece, "`" + std::string(piece.text) + "` is not how a date is written", "year, month and day, as `2024-03-01`");
        if (!ordered || parts[1].size() > 2 || parts[2].size() > 2) return d;
        for (std::string& part : parts) part.insert(0, part.size() == 1 ? 1 : 0, '0');
        return with_fix(std::move(d), parts[0] + "-" + parts[1] + "-" + parts[2]);
    }

    // `answer-time`
    [[nodiscard]] std::optional<Diagnostic> hyphen() const {
        const Piece& piece = words_[at_];
        const std::size_t at = failure_.at - piece.begin;
        const bool letters = !piece.text.empty() && is_word_begin(piece.text.front());
        if (!letters || at == 0 || at + 1 >= piece.text.size() || piece.text[at] != '-' || !is_word_char(piece.text[at + 1])) return std::nullopt;
        Piece name{piece.begin, piece.begin, {}};
        while (name.end < piece.end && (is_word_char(text_[name.end]) || text_[name.end] == '-')) ++name.end;
        std::string ours(text_.substr(name.begin, name.end - name.begin));
        std::replace(ours.begin(), ours.end(), '-', '_');
        return with_fix(told(name, "a name holds no `-`", "names are made of letters, digits and `_`"), ours);
    }

    // `2025-03-01 10`
    [[nodiscard]] std::optional<Diagnostic> hour() const {
        const std::string_view before = word(1), here = words_[at_].text;
        if (before.size() != 10 || before[4] != '-' || !is_digit(before[0]) || !is_number(here) || here.size() > 2) return std::nullopt;
        const std::string ours = (here.size() == 1 ? "0" : "") + std::string(here) + ":00";
        return with_fix(told(words_[at_], "a time has hours and minutes", "write `" + ours + "`"), ours);
    }

    // `as agreed by silence`
    [[nodiscard]] std::optional<Diagnostic> blank_in_reason() const {
        if (!is(word(2), "as") || !is_word_begin(words_[at_].text.front())) return std::nullopt;
        std::size_t last = at_;
        while (last + 1 < words_.size() && !is(words_[last + 1].text, "cite") && !is(words_[last + 1].text, "reading") &&
               is_word_begin(words_[last + 1].text.front()))
            ++last;
        Piece whole{words_[at_ - 1].begin, words_[last].end, {}};
        std::string ours;
        for (std::size_t i = at_ - 1; i <= last; ++i) ours += (ours.empty() ? "" : "_") + std::string(words_[i].text);
        if (!std::all_of(ours.begin(), ours.end(), is_word_char)) return std::nullopt;
        return with_fix(told(whole, "a reason is one name, without blanks", "write `" + ours + "`, and give it a label for people to read"), ours);
    }

    // `at 2025-03-01 10:00 expct Refunded as …`
    [[nodiscard]] std::optional<Diagnostic> expectation() const {
        if (!is(words_.front().text, "at:step")) return std::nullopt;
        for (std::size_t i = 2; i < std::min<std::size_t>(words_.size(), 4); ++i) {
            const std::string_view written = words_[i].text;
            const std::string ours(vocabulary_["expect"]);
            if (i > at_ || written == ours || !diagnostics::nearest(written, {ours})) continue;
            Diagnostic d = told(words_[i], "a step does not say `" + std::string(written) + "`", "did you mean `expect`?", "unknown-keyword");
            return with_fix(std::move(d), ours);
        }
        return std::nullopt;
    }

    // `most once`, `at once`
    [[nodiscard]] std::optional<Diagnostic> at_most() const {
        const std::string_view here = words_[at_].text, before = word(1);
        const bool counts = here == "once" || here == "twice" || is_number(here);
        if (!counts || before != "most" || word(2) == "at") return std::nullopt;
        const Piece both{words_[at_ - 1].begin, words_[at_].end, {}};
        const std::string ours = "at most " + std::string(here);
        return with_fix(told(both, "a limit is written `" + ours + "`", "write `" + ours + "`"), ours);
    }

    static constexpr std::size_t npos = std::string_view::npos;
    FileId id_;
    const Failure& failure_;
    std::string_view text_;
    const Vocabulary& vocabulary_;
    std::size_t line_ = 0, at_ = npos;
    std::vector<Piece> words_;
};

}  // namespace

std::optional<Diagnostic> habit_of(FileId id, const Failure& failure, const Layout& layout) { return Habits(id, failure, layout).find(); }

}  // namespace recourse::syntax
