#include "compiler/syntax/quotes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/formatter.h"
#include "compiler/syntax/keywords.h"
#include "compiler/syntax/parser.h"
#include "compiler/syntax/words.h"

namespace recourse::syntax {

namespace {

// What a piece of a policy is a piece of, with what may stand around it: tried in this order until the whole can be read.
constexpr std::pair<std::string_view, std::string_view> kFrames[] = {
    {"policy p\n", "\n"},
    {"policy p\ncase C {\n", "\n}\n"},
    {"policy p\ncase C {\non e -> S ", "\n}\n"},
    {"policy p\ncase C {\non e ", " -> S\n}\n"},
    {"policy p\nscenario \"s\" {\n", "\n}\n"},
    {"policy p\nmoment m = ", "\n"},
    {"policy p\ncase C {\nfact f : ", "\n}\n"},
};

bool stands_in(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !is_word_char(text[at - 1]);
        const std::size_t end = at + word.size();
        if (begins && (end == text.size() || !is_word_char(text[end]))) return true;
    }
    return false;
}

class Quoter {
public:
    Quoter(Language language, std::string_view text) : words_(vocabulary(language)), text_(text) {
        // Of several meanings a word alone is the clause that begins with it.
        for (const bool clauses : {true, false}) add_phrases(language, clauses);
        std::stable_sort(phrases_.begin(), phrases_.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    }

    void add_phrases(Language language, bool clauses) {
        for (const Keyword& line : kKeywords) {
            if (line.has_role('C') != clauses) continue;
            const std::string_view ours = words_[line];
            const bool shown_elsewhere = line.shown.empty() || line.shown.find("…") != std::string_view::npos;
            if (!shown_elsewhere && !ours.empty()) phrases_.emplace_back(line.shown, ours);
            // What only Chinese files have is quoted in simplified script.
            if (language == Language::traditional && line.simplified.size() > 1) phrases_.emplace_back(line.simplified, ours);
        }
    }

    // What stands between the backquotes of a sentence.
    [[nodiscard]] std::string sentence(std::string_view text) const {
        std::string out;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t open = text.find('`', at);
            const std::size_t close = open == std::string_view::npos ? open : text.find('`', open + 1);
            if (close == std::string_view::npos) return out + std::string(text.substr(at));
            out += text.substr(at, open + 1 - at);
            out += piece(text.substr(open + 1, close - open - 1)) + "`";
            at = close + 1;
        }
        return out;
    }

    // A piece of a policy: as the formatter writes it when it can be read as one, and otherwise word by word.
    [[nodiscard]] std::string piece(std::string_view english) const {
        if (english.find(' ') == std::string_view::npos) return by_words(english);
        const bool says_something = std::any_of(english.begin(), english.end(), is_word_begin);
        for (const auto& [before, after] : kFrames) {
            const std::string whole = std::string(before) + std::string(english) + std::string(after);
            const std::optional<std::string> ours = says_something ? in_frame(whole, before) : std::nullopt;
            if (ours && !ours->empty()) return *ours;
        }
        return by_words(english);
    }

    // A scenario, or lines of one with remarks between.
    [[nodiscard]] std::vector<std::string> lines(const std::vector<std::string>& english) const {
        std::vector<std::string> out;
        for (const std::string& line : english) {
            const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
            out.push_back(line.substr(0, indent) + piece(line.substr(indent)));
        }
        return out;
    }

private:
    // The formatted piece without its frame, when the frame with the piece in it is a policy.
    [[nodiscard]] std::optional<std::string> in_frame(const std::string& whole, std::string_view before) const {
        const support::FileId id(0);
        const support::SourceFile source("", whole);
        diagnostics::Sink problems;
        const File file = parse(id, source, problems);
        if (problems.has_errors()) return std::nullopt;
        const std::string ours = format(file, source, words_.language());
        // The frame's own words are the first ones of the same lines, and the last line of its block.
        std::string_view rest = ours;
        for (std::size_t lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1; lines > 0; --lines) {
            rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
        }
        if (before.find('{') != std::string_view::npos) rest = rest.substr(0, rest.rfind("}"));
        std::string out = trimmed(rest);
        for (const std::string& own : frame_words(before)) {
            if (out.starts_with(own)) out = trimmed(std::string_view(out).substr(own.size()));
        }
        constexpr std::string_view kTarget = "-> S";
        if (before.ends_with("on e ") && out.ends_with(kTarget)) out = trimmed(std::string_view(out).substr(0, out.size() - kTarget.size()));
        return out;
    }

    [[nodiscard]] std::vector<std::string> frame_words(std::string_view before) const {
        if (before.ends_with("-> S ")) return {std::string(words_["on"]) + " e", "-> S"};
        if (before.ends_with("on e ")) return {std::string(words_["on"]) + " e"};
        if (before.ends_with("m = ")) return {std::string(words_["moment"]) + " m", "="};
        if (before.ends_with("f : ")) return {std::string(words_["fact"]) + " f", ":"};
        return {};
    }

    static std::string trimmed(std::string_view text) {
        const std::size_t begin = std::min(text.find_first_not_of(" \n"), text.size());
        const std::size_t end = text.find_last_not_of(" \n");
        return end == std::string_view::npos ? std::string{} : std::string(text.substr(begin, end + 1 - begin));
    }

    // The longest phrase of the table that begins at each word; what is none stays.
    [[nodiscard]] std::string by_words(std::string_view english) const {
        std::string out;
        for (std::size_t at = 0; at < english.size();) {
            if (english[at] == '"') {
                const std::size_t end = std::min(english.find('"', at + 1), english.size() - 1) + 1;
                out += english.substr(at, end - at);
                at = end;
                continue;
            }
            const std::string_view word = word_at(english, at);
            if (word.empty()) {
                out += english[at++];
                continue;
            }
            const bool behind_dot = at > 0 && english[at - 1] == '.';
            const auto phrase = std::find_if(phrases_.begin(), phrases_.end(), [&](const auto& one) {
                const std::string_view here = english.substr(at);
                return here.starts_with(one.first) && (here.size() == one.first.size() || !is_word_char(here[one.first.size()]));
            });
            if (behind_dot || phrase == phrases_.end() || (phrase->first == word && stands_in(text_, word))) {
                out += word;
                at += word.size();
                continue;
            }
            out += phrase->second;
            at += phrase->first.size();
        }
        return out;
    }

    const Vocabulary& words_;
    std::string_view text_;
    std::vector<std::pair<std::string_view, std::string_view>> phrases_;   // English and ours, the longest first
};

}  // namespace

void quote_keywords(diagnostics::Diagnostic& diagnostic, Language language, std::string_view text) {
    if (language == Language::english) return;
    const Quoter quoter(language, text);
    diagnostic.message = quoter.sentence(diagnostic.message);
    diagnostic.why = quoter.sentence(diagnostic.why);
    diagnostic.hint = quoter.sentence(diagnostic.hint);
    for (diagnostics::Label& label : diagnostic.labels) label.text = quoter.sentence(label.text);
    diagnostic.witness = quoter.lines(diagnostic.witness);
    if (!diagnostic.fix) return;
    // `end of ` before a value stands behind it in Chinese: nothing to insert here mends that.
    auto& edits = diagnostic.fix->edits;
    if (std::any_of(edits.begin(), edits.end(), [](const diagnostics::Edit& edit) { return edit.replacement.ends_with("of "); })) {
        diagnostic.fix.reset();
        return;
    }
    for (diagnostics::Edit& edit : edits) edit.replacement = quoter.piece(edit.replacement);
    diagnostic.fix->title = quoter.sentence(diagnostic.fix->title);
}

}  // namespace recourse::syntax
