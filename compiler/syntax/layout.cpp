#include "compiler/syntax/layout.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "compiler/syntax/brackets.h"
#include "compiler/syntax/characters.h"
#include "compiler/syntax/language_line.h"
#include "compiler/syntax/words.h"

namespace recourse::syntax {

std::uint32_t Layout::depth_at(std::uint32_t offset) const {
    const auto after = std::lower_bound(braces.begin(), braces.end(), offset,
                                        [](const Brace& brace, std::uint32_t place) { return brace.offset < place; });
    return after == braces.begin() ? 0 : std::prev(after)->depth;
}

bool Layout::faulty(std::uint32_t begin, std::uint32_t end) const {
    const auto fault = std::lower_bound(faults.begin(), faults.end(), begin);
    return fault != faults.end() && *fault <= end;
}

namespace {

bool is_currency_sign(char32_t c) { return c == U'$' || c == U'£' || c == U'¥' || c == U'€' || c == U'￥'; }

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::uint32_t narrow(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

// Walks the characters once; strings and comments are told from the rest here and nowhere else.
class Scanner {
public:
    Scanner(FileId id, const std::string& original, diagnostics::Sink& sink, Layout& layout)
        : id_(id), original_(original), sink_(sink), layout_(layout) {}

    void run() {
        if (original_.starts_with(kByteOrderMark)) blank(0, narrow(kByteOrderMark.size()));
        std::uint32_t at = original_.starts_with(kByteOrderMark) ? 3 : 0;
        while (at < original_.size()) at = step(at);
        if (errors_ > kMaxErrors) {
            sink_.error("too-many-errors", {id_, last_error_, last_error_}, std::to_string(errors_ - kMaxErrors) + " more characters are wrong in this file",
                        "this may not be a policy file at all");
        }
    }

    [[nodiscard]] std::vector<Bracket> take_brackets() { return std::move(brackets_); }

private:
    // Adds an error, up to the limit.
    void say(std::string_view code, Span place, std::string message, std::string hint, std::string replacement, Span replaced, std::string title) {
        last_error_ = place.begin;
        if (++errors_ > kMaxErrors) return;
        diagnostics::Diagnostic& d = sink_.error(code, place, std::move(message), std::move(hint));
        d.fix = diagnostics::Fix{replaced, std::move(replacement), std::move(title)};
    }

    std::uint32_t step(std::uint32_t at) {
        const char c = original_[at];
        if (c == '\n') {
            line_begin_ = at + 1;
            first_on_line_ = true;
            return at + 1;
        }
        if (c == ' ' || c == '\t' || c == '\r') {
            layout_.text[at] = ' ';
            return at + 1;
        }
        if (c == '#') return comment(at);
        if (first_on_line_) indent_ = at - line_begin_;
        const std::uint32_t next = significant(at, c);
        first_on_line_ = false;
        return next;
    }

    std::uint32_t significant(std::uint32_t at, char c) {
        if (c == '"') return string(at, 1);
        if (static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return foreign(at);
        if (c == '(' || c == ')' || c == '{' || c == '}') bracket(at, c);
        return at + 1;
    }

    void bracket(std::uint32_t at, char c) { brackets_.push_back({c, at, indent_, first_on_line_, line_begin_}); }

    std::uint32_t comment(std::uint32_t at) {
        const std::uint32_t line_end = narrow(std::min(original_.find('\n', at), original_.size()));
        std::uint32_t end = line_end;
        while (end > at && (original_[end - 1] == '\r' || original_[end - 1] == ' ' || original_[end - 1] == '\t')) --end;
        layout_.comments.push_back({original_.substr(at, end - at), {id_, at, end}, first_on_line_});
        blank(at, line_end);
        return line_end;
    }

    // From an opening quote of `quote` bytes; one that is not ASCII has its own error and is read as if it were.
    std::uint32_t string(std::uint32_t begin, std::uint32_t quote) {
        const bool curly = quote > 1;
        std::uint32_t at = begin + quote;
        std::uint32_t curly_end = 0;
        while (at < original_.size() && original_[at] != '\n') {
            const char c = original_[at];
            if (c == '"') return whole_string(begin, quote, at, 1);
            if (c == '\\') {
                at = escape(at);
                continue;
            }
            const CodePoint point = decode(original_, at);
            if (closes_quote(point.value)) {
                if (curly) return whole_string(begin, quote, at, point.length);
                curly_end = at;
            }
            at += std::max(point.length, 1U);
        }
        if (curly_end != 0) return whole_string(begin, quote, curly_end, decode(original_, curly_end).length);
        return open_string(begin, quote, at);
    }

    std::uint32_t whole_string(std::uint32_t begin, std::uint32_t quote, std::uint32_t end, std::uint32_t end_quote) {
        if (quote > 1 || end_quote > 1) {
            const std::string inside = original_.substr(begin + quote, end - begin - quote);
            const Span whole{id_, begin, end + end_quote};
            // In Chinese these are the quotes that a keyboard gives; one of each kind is a slip in any language.
            const bool ours = layout_.words->is_chinese() && quote > 1 && end_quote > 1;
            if (!ours) {
                say("full-width-punctuation", whole, "a text stands between straight quotes `\"`", "write `\"` at both ends", "\"" + inside + "\"",
                    whole, "use straight quotes");
            }
            blank(begin, begin + quote);
            blank(end, end + end_quote);
            layout_.text[begin] = '"';
            layout_.text[end + end_quote - 1] = '"';
        }
        return end + end_quote;
    }

    std::uint32_t open_string(std::uint32_t begin, std::uint32_t quote, std::uint32_t line_end) {
        std::uint32_t end = line_end;
        while (end > begin + quote && (original_[end - 1] == '\r' || original_[end - 1] == ' ')) --end;
        say("unterminated-string", {id_, begin, end}, "this text has no closing `\"` on its line",
            "a text ends on the line on which it begins; write `\\n` for a line break in it", "\"", {id_, end, end}, "close the text at the end of the line");
        layout_.faults.push_back(begin);
        // The grammar sees a whole string of what there is; an empty one leaves no room for its closing quote.
        blank(begin, line_end);
        if (line_end - begin >= 2) {
            layout_.text[begin] = '"';
            layout_.text[line_end - 1] = '"';
        }
        return line_end;
    }

    std::uint32_t escape(std::uint32_t at) {
        if (at + 1 >= original_.size() || original_[at + 1] == '\n' || original_[at + 1] == '\r') return at + 1;
        const char c = original_[at + 1];
        if (c == '"' || c == '\\' || c == 'n' || c == 't') return at + 2;
        const std::uint32_t length = 1 + std::max(decode(original_, at + 1).length, 1U);
        say("unknown-escape", {id_, at, at + length}, "`" + original_.substr(at, length) + "` is no escape",
            "a text knows `\\\"`, `\\\\`, `\\n` and `\\t`; a backslash itself is `\\\\`", "\\\\", {id_, at, at + 1}, "write the backslash as `\\\\`");
        return at + length;
    }

    // A byte outside printable ASCII, outside strings and comments.
    std::uint32_t foreign(std::uint32_t at) {
        const CodePoint point = decode(original_, at);
        const std::uint32_t end = at + point.length;
        if (opens_quote(point.value)) return string(at, point.length);
        if (is_foreign_blank(point.value)) {
            blank(at, end);
            return end;
        }
        if (const std::string_view ascii = ascii_for(point.value); !ascii.empty()) {
            replace(at, end, ascii);
            return end;
        }
        if (is_no_letter(point.value)) unknown(at, end, point.value);
        return end;
    }

    void replace(std::uint32_t begin, std::uint32_t end, std::string_view ascii) {
        const std::string mark = original_.substr(begin, end - begin);
        const std::string meant(ascii);
        if (!layout_.words->is_chinese() || !is_chinese_mark(decode(mark, 0).value)) {
            say("full-width-punctuation", {id_, begin, end}, "`" + mark + "` is not a mark of the language", "write `" + meant + "`", meant,
                {id_, begin, end}, "replace with `" + meant + "`");
        }
        blank(begin, end);
        std::copy(ascii.begin(), ascii.end(), layout_.text.begin() + begin);
        if (ascii == "(" || ascii == ")" || ascii == "{" || ascii == "}") bracket(begin, ascii.front());
    }

    void unknown(std::uint32_t begin, std::uint32_t end, char32_t value) {
        char name[16];
        std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(value));
        say("unknown-character", {id_, begin, end}, std::string("the character ") + name + " has no place outside texts and comments",
            is_currency_sign(value) ? "the currency stands after the amount, by its three letters: `88.00 CNY`"
                                    : "take it out; names are made of letters, digits and `_`", "", {id_, begin, end}, "remove it");
        blank(begin, end);
    }

    void blank(std::uint32_t begin, std::uint32_t end) { std::fill(layout_.text.begin() + begin, layout_.text.begin() + end, ' '); }

    FileId id_;
    const std::string& original_;
    diagnostics::Sink& sink_;
    Layout& layout_;
    std::vector<Bracket> brackets_;
    std::uint32_t errors_ = 0;
    std::uint32_t last_error_ = 0;
    std::uint32_t line_begin_ = 0;
    std::uint32_t indent_ = 0;
    bool first_on_line_ = true;
};

// Says what makes the bytes unreadable, if anything does.
bool check_bytes(FileId id, const support::SourceFile& source, diagnostics::Sink& sink) {
    const std::string& text = source.text();
    const support::Span start{id, 0, 0};
    if (text.size() > kMaxFileBytes) {
        sink.error("file-too-large", start, "the file has " + std::to_string(text.size()) + " bytes; a policy file has at most 4 MiB",
                   "split the policy into several files, joined by `import`");
        return false;
    }
    if (const std::size_t nul = text.find('\0'); nul != std::string::npos) {
        sink.error("binary-file", {id, narrow(nul), narrow(nul) + 1}, "this is no text: it contains a NUL byte",
                   "policy files are UTF-8 text; an editor may have saved this one as UTF-16");
        return false;
    }
    if (const std::size_t bad = first_bad_byte(text); bad != std::string::npos) {
        char byte[8];
        std::snprintf(byte, sizeof byte, "%02X", static_cast<unsigned>(static_cast<unsigned char>(text[bad])));
        const support::LineColumn place = source.locate(narrow(bad));
        sink.error("invalid-utf8", {id, narrow(bad), narrow(bad) + 1},
                   "line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": the byte " + byte + " is not UTF-8",
                   "save the file as UTF-8 (it may be in GBK or Latin-1)");
        return false;
    }
    if (const std::size_t lone = text.find('\r'); lone != std::string::npos && text.find('\n') == std::string::npos && lone + 1 < text.size()) {
        sink.error("unknown-line-end", {id, narrow(lone), narrow(lone) + 1}, "the lines of this file end with a carriage return alone",
                   "save it with the line ends of Unix (LF) or Windows (CR LF)");
        return false;
    }
    const std::size_t content = text.find_first_not_of(" \t\r\n", text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
    if (content == std::string::npos) {
        sink.error("empty-file", start, "the file is empty", "`recourse new` writes a policy to begin with");
        return false;
    }
    return true;
}

std::uint32_t skip_string(const std::string& text, std::uint32_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return at + 1;
}

// What the rule so far asks of a line end: a promise's claim may stand, indented, on the line after its text or its colon.
class RuleSoFar {
public:
    void take(std::string_view word) {
        if (count_ < words_.size()) words_[count_] = word;
        ++count_;
    }
    [[nodiscard]] bool wants_more(char before, const Vocabulary& words) const {
        const std::size_t first = count_ > 0 && words_[0] == words["change"] ? 1 : 0;
        if (count_ <= first || words_[first] != words["promise"]) return false;
        return before == ':' || (before == '"' && count_ == first + 2) || (count_ == first + 4 && words_[first + 2] == words["of:case"]);
    }

private:
    std::array<std::string_view, 5> words_{};
    std::size_t count_ = 0;
};

// Blanks the newlines that end no rule; of several in a row one is left.
void drop_newlines(Layout& layout, const std::vector<std::uint32_t>& open_rounds, const std::vector<std::uint32_t>& closed_rounds) {
    std::string& text = layout.text;
    std::size_t opened = 0;
    std::size_t closed = 0;
    char before = '{';  // as if the file stood in braces
    std::uint32_t newline = 0;
    bool pending = false;
    RuleSoFar line;
    std::uint32_t at = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '\n') {
            if (pending) text[at] = ' ';
            if (!pending) newline = at;
            pending = true;
        }
        if (c == '\n' || c == ' ') {
            ++at;
            continue;
        }
        const std::string_view word = word_at(text, at);
        if (pending) {
            while (opened < open_rounds.size() && open_rounds[opened] < at) ++opened;
            while (closed < closed_rounds.size() && closed_rounds[closed] < at) ++closed;
            const bool indented = text[at - 1] == ' ';
            const bool goes_on = layout.words->continues_rule(word) || (indented && line.wants_more(before, *layout.words));
            const bool counts = before != ',' && before != '{' && !is_closing_brace(c) && opened == closed && !goes_on;
            if (!counts) text[newline] = ' ';
            if (counts) line = {};
            pending = false;
        }
        line.take(word);
        before = c;
        at = c == '"' ? skip_string(text, at) : at + std::max(narrow(word.size()), 1U);
    }
}

}  // namespace

Layout lay_out(FileId id, const support::SourceFile& source, diagnostics::Sink& sink) {
    Layout layout;
    if (!check_bytes(id, source, sink)) {
        layout.readable = false;
        return layout;
    }
    layout.text = source.text();
    layout.original = source.text();
    const LanguageLine language = read_language_line(id, source.text(), sink);
    layout.words = &vocabulary(language.language);
    Scanner scanner(id, source.text(), sink, layout);
    scanner.run();
    take_language_line(language, layout.comments, sink);
    const Matching matching = match_brackets(scanner.take_brackets());
    apply_matching(id, matching, layout, sink);
    if (layout.readable) drop_newlines(layout, matching.round_opens, matching.round_closes);
    std::sort(layout.faults.begin(), layout.faults.end());
    return layout;
}

}  // namespace recourse::syntax
