#include "compiler/syntax/format_walk.h"
#include "compiler/syntax/named_value_words.h"

namespace recourse::syntax {

namespace {

constexpr std::string_view kRule = "rule";

std::string suffixes(const NamedValue& x, const Vocabulary& words) {
    std::string out;
    const auto that_day = [&](Key which) { out += ", " + spaced({words[which], words["of:that"], words["that"], words["day:that"]}); };
    if (x.end_of_that_day) that_day("end");
    if (x.start_of_that_day) that_day("start:that");
    if (x.rolling) out += ", " + std::string(words["rolling"]);
    if (x.paused) out += ", " + spaced({words["paused"], words["while:paused"], text_of(*x.paused, words)});
    return out;
}

// `V if C, W if D, otherwise U`
Cell row_list(const NamedValue& x, const Vocabulary& words) {
    std::vector<std::string> parts;
    for (const Row& row : x.value.rows) {
        const bool last = !row.condition && x.value.rows.size() > 1;
        const std::string value = text_of(row.value, words);
        parts.push_back(row.condition ? spaced({value, words["if"], text_of(*row.condition, words)}) : last ? spaced({words["otherwise"], value}) : value);
    }
    return list_cell("= ", parts, suffixes(x, words));
}

// The words that begin a line, by the order of the kinds.
constexpr Key kStates[] = {"state", "final", "resting"};
constexpr Key kEventRules[] = {"on", "takes", "ignore", "refuse"};

}  // namespace

void FormatWalk::show(const Machine& x) {
    OutputLine head = begin_line(x.span.begin, "");
    const std::string text = spaced({words_["machine"], x.name.text});
    head.cells = {x.has_parameters ? list_cell(text + "(", texts_of(x.parameters, words_), ")") : Cell{{text, false}}};
    block(std::move(head), x.span, first_place(x.items, x.span.end), {}, [&] { items(x.items); });
}

bool FormatWalk::fits_one_line(const State& x) const {
    const bool acts = x.items.size() == 1 && std::holds_alternative<DoOnEntry>(x.items.front());
    return x.kind != State::Kind::plain && acts && !comment_within(x.span);
}

void FormatWalk::show(const State& x) {
    const Key kind = kStates[static_cast<std::size_t>(x.kind)];
    OutputLine head = begin_line(x.span.begin, x.has_body ? "" : kind.line().key);
    std::string text = spaced({words_[kind], x.name.text});
    if (x.ends_case) text = spaced({text, words_["ends:case"], words_["case:ends"]});
    if (!x.instance_of.empty()) {
        head.cells = {list_cell(text + " = " + x.instance_of.text + "(", texts_of(x.arguments, words_), ")")};
    } else {
        head.cells = {{{text, false}}};
    }
    if (x.has_body && !fits_one_line(x)) {
        block(std::move(head), x.span, first_place(x.items, x.span.end), x.trailing, [&] { items(x.items); });
        return;
    }
    if (x.has_body) {
        const DoOnEntry& act = std::get<DoOnEntry>(x.items.front());
        Cell tails = act.trailing.reason ? Cell{{reason_text(*act.trailing.reason, words_), true}} : Cell{};
        append(tails, tail_fragments(act.trailing, words_));
        std::string body = "{ " + syntax::text_of(act.action, words_);
        for (const Fragment& fragment : tails) body += " " + fragment.text;
        head.cells.push_back({{body + " }", false}});
    }
    add_tails(head, x.trailing, words_);
    put_leaf(std::move(head), x.span);
}

void FormatWalk::show(const Fact& x) {
    OutputLine line = begin_line(x.span.begin, "field");
    Cell about{{": " + syntax::text_of(x.type, words_) + (x.news.empty() ? "" : ","), false}};
    for (const Fact::News& news : x.news) {
        using Said = Fact::News::Kind;
        const Key verb = news.kind == Said::known ? Key("known") : news.kind == Said::corrected ? Key("corrected") : Key("withdrawn");
        about.push_back({spaced({words_[verb], words_["by:known"], news.from.text}) + (&news == &x.news.back() ? "" : ","), true});
    }
    line.cells = {{{spaced({words_["fact"], x.name.text}), false}}, std::move(about)};
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Record& x) {
    OutputLine line = begin_line(x.span.begin, "field");
    line.cells = {{{spaced({words_["record"], x.name.text}), false}},
                  {{": " + text_of(x.low) + ".." + text_of(x.high) + (x.initial ? " = " + text_of(*x.initial) : ""), false}}};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Event& x) {
    OutputLine line = begin_line(x.span.begin, "event");
    std::string who = x.by.empty() ? "" : spaced({words_["by"], joined(x.by)});
    std::string head = spaced({x.happening ? words_["happening"] : words_["event"], x.name.text});
    std::string limits = x.at_most ? times_text(*x.at_most, words_) : "";
    if (x.open_at_least) {
        if (!limits.empty()) limits += ", ";
        limits += spaced({words_["open:window"], words_["at:open"], words_["least:open"], text_of(*x.open_at_least)});
    }
    if (!limits.empty()) (who.empty() ? head : who) += ",";
    if (!limits.empty()) who = spaced({who, limits});
    line.cells = {{{head, false}}, {{who, false}}};
    line.cells.push_back(x.fields.empty() ? Cell{} : list_cell("{ ", texts_of(x.fields, words_), " }"));
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Effect& x) {
    OutputLine line = begin_line(x.span.begin, "effect");
    line.cells = {{{spaced({words_["effect"], x.name.text}), false}}, list_cell("(", texts_of(x.parameters, words_), ")")};
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const OutcomeNames& x) {
    OutputLine line = begin_line(x.span.begin, "");
    line.cells = {list_cell(word("outcome") + " ", texts_of(x.names), "")};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const NamedValue& x) {
    OutputLine line = begin_line(x.span.begin, keyword_of(x.kind).line().key);
    line.cells = {{{spaced({words_[keyword_of(x.kind)], x.name.text}), false}}};
    if (!x.value.braced) {
        line.cells.push_back(row_list(x, words_));
        add_tails(line, x.trailing, words_);
        put_leaf(std::move(line), x.span);
        return;
    }
    const std::uint32_t first = x.value.rows.empty() ? x.span.end : x.value.rows.front().span.begin;
    block(std::move(line), x.span, first, x.trailing, [&] {
        for (const Row& row : x.value.rows) {
            OutputLine inner = begin_line(row.span.begin, "row");
            inner.cells = {{{row.condition ? text_of(*row.condition) : word("otherwise"), false}}, {{"=> " + text_of(row.value), false}}};
            put_leaf(std::move(inner), row.span);
        }
    });
}

void FormatWalk::show(const StartRule& x) {
    OutputLine line = begin_line(x.span.begin, "");
    line.cells = {{{spaced({words_["start"], x.state.text}), false}}};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const OnRule& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    Cell head{{spaced({words_[kEventRules[static_cast<std::size_t>(x.kind)]], x.event.text, x.at_most ? times_text(*x.at_most, words_) : ""}), false}};
    append(head, conditions(x.window, x.condition, x.unless, words_));
    if (x.kind == OnRule::Kind::on) {
        line.cells = {std::move(head)};
        rule(std::move(line), x.outcome, nullptr, x.span);
        return;
    }
    if (x.kind == OnRule::Kind::takes && !x.outcome.actions.empty()) head.push_back({actions_text(x.outcome.actions, words_), false});
    if (x.because) head.push_back({spaced({words_["because"], quoted(x.because->value)}), true});
    line.cells = {std::move(head), {}};
    add_tails(line, x.outcome.trailing, words_);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const DeadlineRule& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    Cell head{{spaced({x.kind == DeadlineRule::Kind::after ? words_["after:rule"] : words_["at"], text_of(x.when)}), false}};
    if (x.paused) head.push_back({spaced({words_["paused"], words_["while:paused"], text_of(*x.paused)}), true});
    append(head, conditions({}, x.condition, x.unless, words_));
    line.cells = {std::move(head)};
    rule(std::move(line), x.outcome, x.otherwise ? &*x.otherwise : nullptr, x.span);
}

void FormatWalk::show(const WhenRule& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    line.cells = {{{spaced({words_["when"], text_of(x.condition)}), false}}};
    rule(std::move(line), x.outcome, nullptr, x.span);
}

void FormatWalk::show(const DoOnEntry& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    line.cells = {{{syntax::text_of(x.action, words_), false}}, {}};
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const OutcomeRule& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    line.cells = {{{spaced({words_["outcome"], x.outcome_name.text}), false}}};
    rule(std::move(line), x.outcome, nullptr, x.span);
}

void FormatWalk::show(const Duty& x) {
    OutputLine line = begin_line(x.span.begin, "duty");
    std::string acts;
    for (const Name& act : x.acts) acts = acts.empty() ? act.text : spaced({acts, words_["or"], act.text});
    Cell head{{spaced({words_["duty"], x.name.text, ":", joined(x.by), words_["must"], acts}), false}};
    if (x.due) head.push_back({spaced({words_["by:duty"], text_of(*x.due)}), false});
    Window window;
    window.within = x.within;
    append(head, conditions(window, {}, false, words_));
    if (x.paused) head.push_back({spaced({words_["paused"], words_["while:paused"], text_of(*x.paused)}), true});
    append(head, conditions({}, x.condition, x.unless, words_));
    if (x.excused) head.push_back({spaced({words_["excused"], words_["while"], text_of(*x.excused)}), true});
    if (x.released) head.push_back({spaced({words_["released:when"], words_["when:released"], text_of(*x.released)}), true});
    const bool one_effect = x.breach.size() == 1 && x.breach.front().kind == Action::Kind::perform;
    if (!x.breach.empty()) {
        head.push_back({spaced({words_["otherwise"], one_effect ? syntax::text_of(x.breach.front(), words_) : actions_text(x.breach, words_)}), true});
    }
    line.cells = {std::move(head)};
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const OpenedCase& x) {
    OutputLine line = begin_line(x.span.begin, "opens");
    line.cells = {{{spaced({words_["opens:case"], x.name.text, ":", x.case_type.text}), false}}, {}};
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const MayRule& x) {
    OutputLine line = begin_line(x.span.begin, "may");
    const std::string may = spaced({x.may_not && words_.is_chinese() ? "" : words_["may"], x.may_not ? words_["not:may"] : ""});
    const std::string what = x.acts_for.empty() ? x.event.text : spaced({words_["act:for"], words_["for:act"], x.acts_for.text});
    Cell head{{spaced({joined(x.by), may, what}), false}};
    append(head, conditions(x.window, x.condition, x.unless, words_));
    if (x.because) head.push_back({spaced({words_["because"], quoted(x.because->value)}), true});
    line.cells = {std::move(head)};
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

// The rest of a rule behind its head: one line, or a block for each outcome that has branches.
void FormatWalk::rule(OutputLine line, const Outcome& outcome, const Outcome* otherwise, Span span) {
    const bool blocks = outcome.kind == Outcome::Kind::branches || (otherwise != nullptr && otherwise->kind == Outcome::Kind::branches);
    branches(line, outcome);
    if (otherwise == nullptr) {
        add_tails(line, outcome.trailing, words_);
    } else if (blocks || !is_empty(outcome.trailing)) {
        line.shape = {};
        add_tails(line, outcome.trailing, words_);
        line.cells.push_back({{spaced({words_["otherwise"], outcome_text(*otherwise, words_)}), true}});
        if (otherwise->kind == Outcome::Kind::branches) branches(line, *otherwise);
        add_tails(line, otherwise->trailing, words_);
    } else {
        line.cells.back().push_back({spaced({words_["otherwise"], outcome_text(*otherwise, words_)}), true});
        add_tails(line, otherwise->trailing, words_);
    }
    if (blocks) line.shape = {};
    put_leaf(std::move(line), span);
}

// Adds an outcome to a line; branches end the line, and another begins with their closing brace.
void FormatWalk::branches(OutputLine& line, const Outcome& outcome) {
    if (outcome.kind != Outcome::Kind::branches) {
        line.cells.push_back({{outcome_text(outcome, words_), false}});
        return;
    }
    const std::uint32_t first = outcome.branches.empty() ? outcome.span.end : outcome.branches.front().span.begin;
    open_block(std::move(line), first);
    for (const Branch& branch : outcome.branches) {
        OutputLine inner = begin_line(branch.span.begin, "branch");
        inner.cells = {{{branch.condition ? spaced({words_["if"], text_of(*branch.condition)}) : word("otherwise"), false}}};
        rule(std::move(inner), branch.outcome, nullptr, branch.span);
    }
    line = close_block(outcome.span.end);
}

}  // namespace recourse::syntax
