#include "compiler/syntax/brackets.h"

#include <algorithm>
#include <string>

#include "compiler/syntax/words.h"

namespace recourse::syntax {

namespace {

class Matcher {
public:
    Matcher(const std::vector<Bracket>& brackets, bool by_indent) : brackets_(brackets), by_indent_(by_indent) {}

    Matching run() {
        for (const Bracket& bracket : brackets_) {
            if (bracket.mark == '(' || bracket.mark == '{') {
                open(bracket);
            } else if (bracket.mark == ')') {
                close_round(bracket);
            } else {
                close_brace(bracket);
            }
        }
        while (!stack_.empty()) give_up_top(kEndOfFile);
        std::sort(result_.round_opens.begin(), result_.round_opens.end());
        std::sort(result_.unclosed.begin(), result_.unclosed.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
        return std::move(result_);
    }

private:
    void open(const Bracket& bracket) {
        if (bracket.mark == '{') give_up_rounds(bracket.offset);
        if (bracket.mark == '{' && by_indent_) give_up_outdented(bracket);
        stack_.push_back(bracket);
        if (bracket.mark == '{') result_.braces.push_back({bracket.offset, ++depth_});
        if (stack_.size() > kMaxNesting && !result_.too_deep) {
            result_.too_deep = true;
            result_.too_deep_at = bracket.offset;
        }
    }

    void close_round(const Bracket& bracket) {
        if (stack_.empty() || stack_.back().mark != '(') {
            result_.strays.push_back(bracket.offset);
            return;
        }
        result_.round_opens.push_back(stack_.back().offset);
        result_.round_closes.push_back(bracket.offset);
        stack_.pop_back();
    }

    void close_brace(const Bracket& bracket) {
        give_up_rounds(bracket.offset);
        if (by_indent_ && bracket.first_on_line && opened_at(bracket.indent)) {
            while (stack_.back().indent > bracket.indent) give_up_top(bracket.line_begin);
        }
        if (stack_.empty()) {
            result_.strays.push_back(bracket.offset);
            return;
        }
        stack_.pop_back();
        result_.braces.push_back({bracket.offset, --depth_});
    }

    // A block that begins on a later line, no deeper than the one before, does not stand in it.
    void give_up_outdented(const Bracket& bracket) {
        while (!stack_.empty() && stack_.back().line_begin != bracket.line_begin && stack_.back().indent >= bracket.indent) {
            give_up_top(bracket.line_begin);
        }
    }

    [[nodiscard]] bool opened_at(std::uint32_t indent) const {
        return std::any_of(stack_.begin(), stack_.end(), [indent](const Bracket& b) { return b.indent == indent; });
    }

    // A round bracket never reaches over a brace.
    void give_up_rounds(std::uint32_t before) {
        while (!stack_.empty() && stack_.back().mark == '(') give_up_top(before);
    }

    void give_up_top(std::uint32_t before) {
        const Bracket top = stack_.back();
        stack_.pop_back();
        if (top.mark == '{') --depth_;
        // The line break before the line, then its indentation, make room for the closing braces that are missing.
        const std::uint32_t closed_at = before == kEndOfFile || top.mark == '(' ? kEndOfFile : std::max(before - 1, next_free_);
        result_.unclosed.push_back({top.offset, top.mark, closed_at});
        if (closed_at == kEndOfFile) return;
        next_free_ = closed_at + 1;
        result_.braces.push_back({closed_at, depth_});
    }

    const std::vector<Bracket>& brackets_;
    bool by_indent_;
    std::vector<Bracket> stack_;
    std::uint32_t depth_ = 0;
    std::uint32_t next_free_ = 0;
    Matching result_;
};

bool braces_match(const Matching& matching) {
    return matching.strays.empty() &&
           std::none_of(matching.unclosed.begin(), matching.unclosed.end(), [](const auto& u) { return u.mark == '{'; });
}

}  // namespace

Matching match_brackets(std::vector<Bracket> brackets) {
    Matching plain = Matcher(brackets, false).run();
    if (plain.too_deep || braces_match(plain)) return plain;
    // Braces do not match: the author's indentation shows which one is to blame.
    return Matcher(brackets, true).run();
}

namespace {

void say_unclosed(FileId id, const Matching::Unclosed& unclosed, diagnostics::Sink& sink) {
    const bool brace = unclosed.mark == '{';
    sink.error("unclosed-bracket", {id, unclosed.offset, unclosed.offset + 1},
               std::string("this `") + unclosed.mark + "` has no closing `" + (brace ? "}" : ")") + "`",
               brace ? "close the block with `}` on a line of its own, indented like the line that opens it"
                     : "close the bracket before the end of the rule");
}

void say_stray(FileId id, std::uint32_t stray, char mark, diagnostics::Sink& sink) {
    diagnostics::Diagnostic& d = sink.error("stray-bracket", {id, stray, stray + 1}, std::string("this `") + mark + "` closes nothing",
                                            std::string("remove it, or open a `") + (mark == '}' ? '{' : '(') + "` before it");
    d.fix = diagnostics::Fix{{id, stray, stray + 1}, "", std::string("remove the `") + mark + "`"};
}

// Puts a closing brace where the block is taken to end, if there is room for one.
void close_block(const Matching::Unclosed& unclosed, Layout& layout) {
    const bool room = unclosed.closed_at != kEndOfFile && (layout.text[unclosed.closed_at] == '\n' || layout.text[unclosed.closed_at] == ' ');
    if (room) layout.text[unclosed.closed_at] = kImpliedClose;
    if (!room) layout.open_at_end = true;
}

}  // namespace

void apply_matching(FileId id, const Matching& matching, Layout& layout, diagnostics::Sink& sink) {
    layout.braces = matching.braces;
    if (matching.too_deep) {
        const std::uint32_t at = matching.too_deep_at;
        sink.error("nesting-too-deep", {id, at, at + 1}, "brackets nest more than " + std::to_string(kMaxNesting) + " deep",
                   "name inner parts with `condition`, `amount` or `moment`, or split the state");
        layout.readable = false;
        return;
    }
    std::uint32_t said = 0;
    for (const Matching::Unclosed& unclosed : matching.unclosed) {
        if (++said <= kMaxErrors) say_unclosed(id, unclosed, sink);
        if (unclosed.mark == '{') close_block(unclosed, layout);
        if (unclosed.mark == '(') layout.faults.push_back(unclosed.offset);
    }
    for (const std::uint32_t stray : matching.strays) {
        if (++said <= kMaxErrors) say_stray(id, stray, layout.text[stray], sink);
        layout.text[stray] = ' ';
        layout.faults.push_back(stray);
    }
    if (said > kMaxErrors) {
        sink.error("too-many-errors", {id, 0, 0}, std::to_string(said - kMaxErrors) + " more brackets do not match", "this may not be a policy file at all");
    }
}

}  // namespace recourse::syntax
