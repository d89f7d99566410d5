// How `change …` and `remove …` are written; everything that may have one of them before it comes by here.
#include "compiler/syntax/format_walk.h"
#include "compiler/syntax/named_value_words.h"

namespace recourse::syntax {

namespace {

constexpr Key kEventRules[] = {"on", "takes", "ignore", "refuse"};

}  // namespace

template <typename Thing>
void FormatWalk::marked(const Thing& x) {
    if constexpr (requires { x.mark; }) {
        if constexpr (requires { removed(x); }) {
            if (x.mark == Mark::remove) return removed(x);
        }
        if (x.mark == Mark::change) before_ = word("change");
    }
    show(x);
}

void FormatWalk::items(const std::vector<Item>& all) {
    for (const Item& item : all) std::visit([&](const auto& x) { marked(x); }, item);
}

void FormatWalk::top_item(const TopItem& item) {
    std::visit([&](const auto& x) { marked(x); }, item);
}

void FormatWalk::row(const DecisionRow& x) { marked(x); }

void FormatWalk::removed_line(std::string text, const Trailing& trailing, Span span) {
    OutputLine line = begin_line(span.begin, "removal");
    line.cells = {{{spaced({words_["remove"], text}), false}}, {}};
    add_tails(line, trailing, words_);
    put_leaf(std::move(line), span);
}

void FormatWalk::removed(const OnRule& x) {
    removed_line(spaced({words_[kEventRules[static_cast<std::size_t>(x.kind)]], x.event.text}), x.outcome.trailing, x.span);
}

void FormatWalk::removed(const DeadlineRule& x) {
    removed_line(spaced({x.kind == DeadlineRule::Kind::after ? words_["after:rule"] : words_["at"], text_of(x.when)}), x.outcome.trailing, x.span);
}

void FormatWalk::removed(const WhenRule& x) { removed_line(spaced({words_["when"], text_of(x.condition)}), x.outcome.trailing, x.span); }
void FormatWalk::removed(const DoOnEntry& x) { removed_line(spaced({words_["do"], x.action.target.text}), x.trailing, x.span); }
void FormatWalk::removed(const State& x) { removed_line(spaced({words_["state"], x.name.text}), x.trailing, x.span); }
void FormatWalk::removed(const Event& x) { removed_line(spaced({x.happening ? words_["happening"] : words_["event"], x.name.text}), x.trailing, x.span); }
void FormatWalk::removed(const Record& x) { removed_line(spaced({words_["record"], x.name.text}), {}, x.span); }
void FormatWalk::removed(const Effect& x) { removed_line(spaced({words_["effect"], x.name.text}), x.trailing, x.span); }
void FormatWalk::removed(const Duty& x) { removed_line(spaced({words_["duty"], x.name.text}), x.trailing, x.span); }
void FormatWalk::removed(const NamedValue& x) { removed_line(spaced({words_[keyword_of(x.kind)], x.name.text}), x.trailing, x.span); }
void FormatWalk::removed(const Decision& x) { removed_line(spaced({words_["decision"], x.name.text}), {}, x.span); }
void FormatWalk::removed(const DecisionRow& x) { removed_line(x.name.empty() ? word("otherwise") : x.name.text, x.trailing, x.span); }
void FormatWalk::removed(const Promise& x) { removed_line(spaced({words_["promise"], quoted(x.title.value)}), x.trailing, x.span); }
void FormatWalk::removed(const LabelItem& x) { removed_line(spaced({words_["label"], x.of.text}), {}, x.span); }

}  // namespace recourse::syntax
