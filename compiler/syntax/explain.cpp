#include "compiler/syntax/explain.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "compiler/syntax/characters.h"
#include "compiler/syntax/habits.h"
#include "compiler/syntax/words.h"

namespace recourse::syntax {

namespace {

using diagnostics::Diagnostic;
using diagnostics::Fix;

// Words and marks of other languages, and what is written here.
struct Foreign {
    std::string_view written;
    std::string_view ours;
    std::string_view hint;
};
constexpr std::array kForeignMarks = {
    Foreign{"==", "=", "one `=` compares"},
    Foreign{"!==", "!=", "`!=` is enough"},
    Foreign{"<>", "!=", "unequal is `!=`"},
    Foreign{"=<", "<=", "at most is `<=`"},
    Foreign{"&&", "and", "conditions are joined by the words `and` and `or`"},
    Foreign{"||", "or", "conditions are joined by the words `and` and `or`"},
    Foreign{"&", "and", "conditions are joined by the words `and` and `or`"},
    Foreign{"|", "or", "conditions are joined by the words `and` and `or`"},
    Foreign{"-->", "->", "a move is written `-> State`"},
    Foreign{"==>", "=>", "a row is written `condition => value`"},
    Foreign{";", "", "a new line ends a rule; no mark is needed"},
    Foreign{"//", "#", "a comment begins with `#`"},
};
constexpr std::array kForeignWords = {
    Foreign{"else", "otherwise", "the last branch begins with `otherwise`"},
    Foreign{"elif", "if", "every branch begins with `if`; the first that holds is taken"},
    Foreign{"elseif", "if", "every branch begins with `if`; the first that holds is taken"},
    Foreign{"goto", "->", "a move is written `-> State`"},
    Foreign{"then", "", "no `then`: `->` follows the condition"},
    Foreign{"null", "none", "an absent value is `none`"},
};
// Nobody reads more of a word than this, or mistypes a longer one.
constexpr std::size_t kLongestShown = 60;

std::string shown(std::string_view written) {
    if (written.size() <= kLongestShown) return "`" + std::string(written) + "`";
    std::size_t end = kLongestShown;
    while (end > 0 && (static_cast<unsigned char>(written[end]) & 0xC0) == 0x80) --end;
    return "`" + std::string(written.substr(0, end)) + "…`";
}

std::optional<std::string> nearest_word(std::string_view written, const std::vector<std::string>& candidates) {
    if (written.size() > kLongestShown) return std::nullopt;
    return diagnostics::nearest(written, candidates);
}

constexpr std::string_view kOrder = "the order in a rule is: event, count, `within`, `from`, `until`, `if`, `->`, `{ }`, `as`, `cite`";

bool is_clause_before_outcome(std::string_view word) {
    return word == "within" || word == "from" || word == "until" || word == "if" || word == "unless";
}

class Explainer {
public:
    Explainer(FileId id, const Failure& failure, const Layout& layout, diagnostics::Sink& sink)
        : id_(id), failure_(failure), want_(failure.expected->want), text_(layout.text), layout_(layout), sink_(sink),
          word_(word_at(layout.text, failure.at)), words_(*layout.words) {}

    void run() {
        if (too_deep() || foreign() || other_language() || not_yet()) return;
        if (auto habit = habit_of(id_, failure_, layout_)) return sink_.add(std::move(*habit));
        if (unit() || fraction() || glued()) return;
        if (want_ == Want::first_word && first_word()) return;
        if (clause_order() || arrow() || list() || name() || quotes()) return;
        const bool compares = !before().empty() && (found("=") || found("<") || found(">") || found("!="));
        generic("syntax-error", "expected " + what(),
                compares             ? "a comparison has two sides; join comparisons with `and`"
                : want_ == Want::end ? "a rule stands on a line of its own"
                                     : "");
    }

private:
    // --- the place ---
    [[nodiscard]] std::string what() const { return std::string(failure_.expected->what); }
    [[nodiscard]] bool at_end() const { return failure_.at >= text_.size(); }
    [[nodiscard]] bool at_line_end() const { return at_end() || text_[failure_.at] == '\n' || is_closing_brace(text_[failure_.at]); }
    [[nodiscard]] bool found(std::string_view mark) const {
        return text_.substr(std::min<std::size_t>(failure_.at, text_.size())).starts_with(mark);
    }

    // The word, number, text or mark that stands at the failure.
    [[nodiscard]] std::uint32_t found_end() const {
        std::uint32_t end = failure_.at;
        if (at_line_end()) return breaks_off() ? end : end + 1;
        if (text_[end] == '"') {
            for (++end; end < text_.size() && text_[end] != '"' && text_[end] != '\n'; ++end) {}
            return std::min(end + 1, static_cast<std::uint32_t>(text_.size()));
        }
        if (is_word_char(text_[end])) {
            while (end < text_.size() && is_word_char(text_[end])) ++end;
            return end;
        }
        constexpr std::string_view kMarks = "-=<>!&|:.+*/";
        if (kMarks.find(text_[end]) == std::string_view::npos) return end + 1;
        while (end < text_.size() && kMarks.find(text_[end]) != std::string_view::npos) ++end;
        return end;
    }
    [[nodiscard]] Span found_span() const {
        // At the end of a line there is nothing to point at but the end of its last word.
        if (breaks_off()) return {id_, last_end(), last_end()};
        return {id_, failure_.at, found_end()};
    }
    [[nodiscard]] std::uint32_t last_end() const {
        std::uint32_t last = failure_.at;
        while (last > failure_.rule_begin && text_[last - 1] == ' ') --last;
        return last;
    }
    // The line ended where more was expected; a closing brace on the next line is not to blame.
    [[nodiscard]] bool breaks_off() const {
        if (!at_line_end()) return false;
        if (at_end() || text_[failure_.at] != '}') return true;
        return layout_.original.substr(last_end(), failure_.at - last_end()).find('\n') != std::string_view::npos;
    }
    [[nodiscard]] std::string found_text() const {
        if (at_end()) return "the end of the file";
        if (breaks_off()) return "the end of the line";
        return shown(text_.substr(failure_.at, found_end() - failure_.at));
    }
    // The token before the failure, without the blanks between.
    [[nodiscard]] std::string_view before() const {
        std::size_t end = failure_.at;
        while (end > failure_.rule_begin && text_[end - 1] == ' ') --end;
        std::size_t begin = end;
        while (begin > failure_.rule_begin && (is_word_char(text_[begin - 1]) || text_[begin - 1] == '.')) --begin;
        return text_.substr(begin, end - begin);
    }

    // The English keyword that the word at `at` stands for, or the word as it is: what the questions below are asked of.
    [[nodiscard]] std::string_view keyword_at(std::size_t at) const { return words_.in_english(word_at(text_, at)); }
    [[nodiscard]] std::string_view keyword() const { return words_.in_english(word_); }
    [[nodiscard]] bool begins(Place place) const {
        const std::vector<std::string>& known = words_.first_words(place);
        return std::find(known.begin(), known.end(), word_) != known.end();
    }

    // --- saying it ---
    Diagnostic& generic(std::string_view code, std::string message, std::string_view hint) {
        Diagnostic& d = sink_.error(code, found_span(), std::move(message), std::string(hint));
        d.labels.front().text = "found " + found_text();
        return d;
    }
    // Without saying what was found: the message does.
    Diagnostic& plain(std::string_view code, std::string message, std::string_view hint) {
        Diagnostic& d = generic(code, std::move(message), hint);
        d.labels.front().text.clear();
        return d;
    }
    void replace(Diagnostic& d, Span span, std::string_view ours) const {
        const std::string_view old = text_.substr(span.begin, span.end - span.begin);
        const std::string title = ours.empty()  ? "remove `" + std::string(old) + "`"
                                  : old.empty() ? "insert `" + std::string(ours) + "`"
                                                : "replace with `" + std::string(ours) + "`";
        d.fix = Fix{span, std::string(ours), title};
    }
    void insert(Diagnostic& d, std::uint32_t at, std::string_view ours, std::string_view shown) const {
        d.fix = Fix{{id_, at, at}, std::string(ours), "insert `" + std::string(shown) + "`"};
    }

    // --- likely mistakes, most telling first ---
    bool too_deep() {
        if (want_ != Want::too_deep) return false;
        generic("nesting-too-deep", "expected " + what(), "name inner parts with `condition`, `amount` or `moment`");
        return true;
    }

    bool foreign() {
        const auto say = [&](const Foreign& foreign, const std::string& message) {
            Diagnostic& d = generic("foreign-notation", message, foreign.hint);
            const auto length = static_cast<std::uint32_t>(foreign.written.size());
            d.labels.front() = {{id_, failure_.at, failure_.at + length}, ""};
            replace(d, {id_, failure_.at, failure_.at + length}, foreign.ours);
        };
        const auto written = [](const Foreign& f) {
            const std::string theirs = "`" + std::string(f.written) + "`";
            return f.ours.empty() ? "there is no " + theirs + " here" : "write `" + std::string(f.ours) + "` for " + theirs;
        };
        if (found("!") && !found("!=")) {
            say({"!", "not ", "a condition is turned round by the word `not`"}, "write `not` for `!`");
            return true;
        }
        for (const Foreign& f : kForeignMarks) {
            if (found(f.written)) return say(f, written(f)), true;
        }
        for (const Foreign& f : kForeignWords) {
            if (word_ == f.written) return say(f, written(f)), true;
        }
        if (found("'")) {
            generic("foreign-notation", "a text stands between double quotes `\"`", "write `\"…\"`");
            return true;
        }
        return false;
    }

    // `duty … survives the end`
    bool not_yet() {
        if (word_ != "survives" || (want_ != Want::end && want_ != Want::first_word)) return false;
        plain("not-yet-supported", "a duty that survives the end of its case is not part of this version",
              "leave it out: a case stays open while one of its duties is pending");
        return true;
    }

    // `until` in a Chinese file, `截至` in an English one, the other script in either.
    bool other_language() {
        if (word_.empty() || words_.find(word_) != nullptr || want_ == Want::text) return false;
        for (const Language language : kLanguages) {
            const Keyword* line = language == words_.language() ? nullptr : vocabulary(language).find(word_);
            if (line == nullptr || line->shown.empty()) continue;
            // A name may be spelled like a word that is reserved in another language only.
            if (want_ == Want::name && !words_.is_reserved(word_)) continue;
            const bool one_place = line->shown.find("…") == std::string_view::npos;
            const std::string_view ours = words_.is_chinese() ? words_[*line] : one_place ? line->shown : std::string_view{};
            Diagnostic& d = plain("keyword-of-another-language", shown(word_) + " is a keyword of files whose keywords are " + std::string(name_of(language)),
                                  "this file's are " + std::string(name_of(words_.language())) + ": its first line says so, as `# language: " +
                                      std::string(tag_of(words_.language())) + "` does" + (words_.is_chinese() ? "" : ", or nothing"));
            if (ours.empty()) return true;
            replace(d, {id_, failure_.at, failure_.at + static_cast<std::uint32_t>(word_.size())}, ours);
            return true;
        }
        return false;
    }
    static std::string_view name_of(Language language) {
        return language == Language::english ? "English" : language == Language::simplified ? "Chinese (simplified)" : "Chinese (traditional)";
    }

    // `满5天`, `若price`: a keyword that nothing parts from what follows. Names may be Chinese, so that only what is not tells the two apart.
    bool glued() {
        if (!words_.is_chinese() || word_.empty()) return false;
        std::size_t end = 0;
        while (end < word_.size() && static_cast<unsigned char>(word_[end]) >= 0x80) ++end;
        if (end == 0 || end == word_.size() || words_.find(word_.substr(0, end)) == nullptr) return false;
        Diagnostic& d = plain("syntax-error", "a blank stands between " + shown(word_.substr(0, end)) + " and what follows it",
                              "without it " + shown(word_) + " is one word, as a name may be");
        insert(d, failure_.at + static_cast<std::uint32_t>(end), " ", " ");
        return true;
    }

    // `5 dais`
    bool unit() {
        const std::string_view number = before();
        const bool whole = !number.empty() && std::all_of(number.begin(), number.end(), is_digit);
        const std::size_t after = std::min(text_.find_first_not_of(' ', failure_.at + word_.size()), text_.size());
        const bool names_argument = after < text_.size() && text_[after] == ':';
        if (!whole || names_argument || word_.empty() || words_.is_reserved(word_) || want_ == Want::text || want_ == Want::name) return false;
        std::vector<std::string> units;
        for (const Key unit : {Key("minutes"), Key("hours"), Key("days"), Key("weeks"), Key("months"), Key("years"), Key("business"), Key("whole"),
                               Key("minute"), Key("hour"), Key("day"), Key("week"), Key("month"), Key("year")}) {
            if (!words_[unit].empty()) units.emplace_back(words_[unit]);
        }
        Diagnostic& d = generic("unknown-unit", shown(word_) + " is no unit of time",
                                "periods are counted in minutes, hours, days, business days, weeks, months and years");
        if (const auto meant = nearest_word(word_, units)) {
            d.hint = "did you mean `" + *meant + "`?";
            replace(d, found_span(), *meant);
        }
        return true;
    }

    // `5.5 days`
    bool fraction() {
        const std::string_view number = before();
        const bool decimal = number.find('.') != std::string_view::npos && is_digit(number.front()) && is_digit(number.back());
        if (!decimal || word_.empty() || want_ == Want::text || want_ == Want::name) return false;
        const auto begin = static_cast<std::uint32_t>(number.data() - text_.data());
        sink_.error("bare-decimal", {id_, begin, found_end()}, "a period is a whole number of its unit",
                    "write it in a smaller unit: `12 hours`, not `0.5 days`");
        return true;
    }

    bool first_word() {
        if (word_.empty()) return false;
        const Place place = failure_.expected->place;
        const std::string written = shown(word_);
        if (place == Place::file && begins(Place::top)) {
            Diagnostic& d = generic("missing-header", "the file does not say what it is",
                                    "begin it with `policy NAME`, `library NAME` or `calendar NAME`");
            d.labels.front().text = "this is the first line";
            return true;
        }
        if (place == Place::top && begins(Place::member)) return misplaced(written + " stands inside a case, a machine or a state");
        if (place == Place::member && begins(Place::top)) {
            return layout_.open_at_end || misplaced(written + " stands outside of cases and machines");
        }
        Diagnostic& d = plain("unknown-keyword", "nothing here begins with " + written, "expected " + what());
        if (const auto meant = meant_word(place)) {
            d.hint = "did you mean `" + *meant + "`?";
            replace(d, found_span(), *meant);
        }
        return true;
    }

    // The word that was meant: before a block first among those that open one.
    [[nodiscard]] std::optional<std::string> meant_word(Place place) const {
        const auto some = [this](std::initializer_list<Key> keys) {
            std::vector<std::string> out;
            for (const Key key : keys) out.emplace_back(words_[key]);
            return out;
        };
        const std::vector<std::string> blocks = some({"state", "final", "resting", "machine"});
        const std::vector<std::string> top_blocks = some({"case", "decision", "machine", "scenario"});
        const std::size_t line_end = text_.find('\n', failure_.at);
        const bool opens_block = text_.substr(failure_.at, line_end - failure_.at).find('{') != std::string_view::npos;
        if (opens_block && (place == Place::member || place == Place::top)) {
            if (auto meant = nearest_word(word_, place == Place::member ? blocks : top_blocks)) return meant;
        }
        return nearest_word(word_, words_.first_words(place));
    }

    bool misplaced(std::string message) {
        plain("misplaced-line", std::move(message), "move it to where it belongs; a `}` may stand too early or too late");
        return true;
    }

    // `-> State as R { do x() }`: actions behind the clauses that they stand before.
    bool actions_behind_clause() {
        if (!found("{") || (want_ != Want::end && want_ != Want::first_word)) return false;
        const std::size_t line = text_.rfind('\n', failure_.at) + 1;
        bool behind = false;
        for (std::size_t i = line; i < failure_.at;) {
            const std::string_view word = keyword_at(i);
            behind = behind || word == "as" || word == "cite";
            i += std::max<std::size_t>(word_at(text_, i).size(), 1);
        }
        if (behind) plain("clause-order", "`{ }` stands right after the state, before `as` and `cite`", kOrder);
        return behind;
    }

    // A clause after the part of the rule that it stands before.
    bool clause_order() {
        if (actions_behind_clause()) return true;
        const std::string_view rule = keyword_at(failure_.rule_begin);
        const bool of_event = rule == "on" || rule == "takes" || rule == "refuse";
        const bool of_time = rule == "after" || rule == "at" || rule == "when";
        if ((!of_event && !of_time && rule != "if") || (want_ != Want::end && want_ != Want::outcome)) return false;
        const std::string written = shown(word_);
        const std::string_view clause = keyword();
        if (is_clause_before_outcome(clause)) {
            const bool after_guard = want_ == Want::outcome;
            const bool second_guard = (clause == "unless" && stands_before("if")) || (clause == "if" && stands_before("unless"));
            if (after_guard && second_guard) {
                plain("clause-order", "a rule has one condition, and this is a second", "join the two: `if A and not B`");
                return true;
            }
            if (of_time && clause != "if" && clause != "unless") {
                plain("clause-order", "`" + std::string(rule) + "` takes no " + written, "a window belongs to an event: `on EVENT until …`");
                return true;
            }
            const std::string later = after_guard ? later_clause() : "->";
            plain("clause-order", later.empty() ? written + " is given twice" : written + " stands before `" + later + "`", kOrder);
            return true;
        }
        if (want_ == Want::end && found("{")) {
            plain("clause-order", "`{ }` stands right after the state, before `as` and `cite`", kOrder);
            return true;
        }
        return false;
    }

    // The word stands in the rule before the failure.
    [[nodiscard]] bool stands_before(std::string_view wanted) const {
        for (std::size_t i = failure_.rule_begin; i < failure_.at;) {
            if (keyword_at(i) == wanted) return true;
            i += std::max<std::size_t>(word_at(text_, i).size(), 1);
        }
        return false;
    }

    // The clause before the failure that ought to come after the one found there; nothing when it is the same one.
    [[nodiscard]] std::string later_clause() const {
        constexpr std::array<std::string_view, 5> kClauses = {"within", "from", "until", "if", "unless"};
        const auto rank = [&](std::string_view word) { return std::find(kClauses.begin(), kClauses.end(), word) - kClauses.begin(); };
        for (std::size_t i = failure_.rule_begin; i < failure_.at;) {
            const std::string_view word = keyword_at(i);
            if (is_clause_before_outcome(word) && rank(word) > rank(keyword())) return std::string(word);
            i += std::max<std::size_t>(word_at(text_, i).size(), 1);
        }
        return {};
    }

    // `->` left out, or taken for `=>`.
    bool arrow() {
        const bool row_arrow = what().starts_with("`=>`");
        if (want_ == Want::outcome && found("=>")) return swap_arrow("=>", "->", "`->` moves to a state; `=>` gives a value in a row");
        if (row_arrow && found("->")) return swap_arrow("->", "=>", "`=>` gives a value in a row; `->` moves to a state");
        if (want_ == Want::end && (found("->") || found("=>"))) {
            generic("syntax-error", "expected " + what(),
                    "a second outcome comes after `otherwise`, or as branches in braces: `{ if … -> A  otherwise -> B }`");
            return true;
        }
        if (want_ != Want::outcome || word_.empty() || words_.is_reserved(word_)) return false;
        Diagnostic& d = plain("missing-arrow", "expected `->` before the state " + shown(word_), "a move is written `-> State`");
        insert(d, failure_.at, "-> ", "->");
        return true;
    }

    bool swap_arrow(std::string_view written, std::string_view ours, std::string_view hint) {
        Diagnostic& d = generic("wrong-arrow", "write `" + std::string(ours) + "` for `" + std::string(written) + "`", hint);
        d.labels.front() = {{id_, failure_.at, failure_.at + 2}, ""};
        replace(d, d.labels.front().span, ours);
        return true;
    }

    // Two members of a list with nothing between them.
    bool list() {
        const std::string_view rule = keyword_at(failure_.rule_begin);
        const bool listing = rule == "party" || rule == "kind" || rule == "weekend" || rule == "outcome";
        const bool in_brackets = want_ == Want::mark && (what().starts_with("`)`") || what().starts_with("`}`"));
        const bool begins_item = !word_.empty() || found("\"") || (!at_end() && is_digit(text_[failure_.at]));
        const bool after_item = !before().empty() || (last_end() > 0 && text_[last_end() - 1] == '"');
        const std::vector<std::string>& rules = words_.first_words(Place::member);
        const bool new_rule = !in_brackets && std::find(rules.begin(), rules.end(), word_) != rules.end();
        const bool in_list = in_brackets || (listing && want_ == Want::end);
        if (!in_list || !begins_item || !after_item || new_rule || words_.is_reserved(word_)) return false;
        Diagnostic& d = plain("missing-comma", "expected a comma before " + found_text(), "the members of a list stand with commas between");
        std::uint32_t at = failure_.at;
        while (at > failure_.rule_begin && text_[at - 1] == ' ') --at;
        insert(d, at, ",", ",");
        return true;
    }

    // `(one: party)`: a reserved word where a field or an argument begins.
    bool reserved_field() {
        const bool in_brackets = want_ == Want::mark && (what().starts_with("`)`") || what().starts_with("`}`"));
        const std::size_t after = text_.find_first_not_of(' ', failure_.at + word_.size());
        if (!in_brackets || !words_.is_reserved(word_) || after == std::string_view::npos || text_[after] != ':') return false;
        generic("reserved-word", "expected a name before `:`", "`" + std::string(word_) + "` is a word of the language and cannot be a name");
        return true;
    }

    bool name() {
        if (reserved_field()) return true;
        if (want_ != Want::name) return false;
        if (words_.is_reserved(word_)) {
            generic("reserved-word", "expected " + what(), "`" + std::string(word_) + "` is a word of the language and cannot be a name");
            return true;
        }
        if (found("\"")) {
            generic("syntax-error", "expected " + what(), "names stand without quotes");
            return true;
        }
        return false;
    }

    bool quotes() {
        if (want_ != Want::text || word_.empty()) return false;
        generic("syntax-error", "expected " + what(), "a text stands between double quotes: `\"…\"`");
        return true;
    }

    FileId id_;
    const Failure& failure_;
    Want want_;
    std::string_view text_;
    const Layout& layout_;
    diagnostics::Sink& sink_;
    std::string_view word_;      // as written
    const Vocabulary& words_;
};

}  // namespace

void explain_all(FileId id, const std::vector<Failure>& failures, const Layout& layout, diagnostics::Sink& sink) {
    std::uint32_t said = 0;
    for (const Failure& failure : failures) {
        // One error for one cause: the layout has already said what is wrong with this line.
        const auto line_end = static_cast<std::uint32_t>(std::min(layout.original.find('\n', failure.at), layout.original.size()));
        if (layout.faulty(failure.rule_begin, std::min(failure.rule_end, line_end))) continue;
        if (++said > kMaxErrors) {
            sink.error("too-many-errors", {id, failure.at, failure.at}, "this and what follows cannot be read either",
                       "this may not be a policy file at all");
            return;
        }
        Explainer(id, failure, layout, sink).run();
    }
}

}  // namespace recourse::syntax
