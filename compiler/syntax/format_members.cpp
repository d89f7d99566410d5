#include "compiler/syntax/format_walk.h"

namespace recourse::syntax {

namespace {

constexpr std::string_view kRule = "rule";

std::string_view keyword(NamedValue::Kind kind) {
    switch (kind) {
        case NamedValue::Kind::period: return "period";
        case NamedValue::Kind::deadline: return "deadline";
        case NamedValue::Kind::moment: return "moment";
        case NamedValue::Kind::amount: return "amount";
        case NamedValue::Kind::condition: break;
    }
    return "condition";
}

std::string suffixes(const NamedValue& x) {
    return std::string(x.end_of_that_day ? ", end of that day" : "") + (x.start_of_that_day ? ", start of that day" : "") + (x.rolling ? ", rolling" : "");
}

// `V if C, W if D, otherwise U`
Cell row_list(const NamedValue& x) {
    std::vector<std::string> parts;
    for (const Row& row : x.value.rows) {
        std::string part = !row.condition && x.value.rows.size() > 1 ? "otherwise " : "";
        part += text_of(row.value);
        if (row.condition) part += " if " + text_of(*row.condition);
        parts.push_back(part);
    }
    return list_cell("= ", parts, suffixes(x));
}

}  // namespace

void FormatWalk::items(const std::vector<Item>& all) {
    for (const Item& item : all) std::visit([&](const auto& x) { show(x); }, item);
}

void FormatWalk::show(const Machine& x) {
    OutputLine head = begin_line(x.span.begin, "");
    head.cells = {x.has_parameters ? list_cell("machine " + x.name.text + "(", texts_of(x.parameters), ")") : Cell{{"machine " + x.name.text, false}}};
    block(std::move(head), x.span, first_place(x.items, x.span.end), {}, [&] { items(x.items); });
}

bool FormatWalk::fits_one_line(const State& x) const {
    const bool acts = x.items.size() == 1 && std::holds_alternative<DoOnEntry>(x.items.front());
    return x.kind != State::Kind::plain && acts && !comment_within(x.span);
}

void FormatWalk::show(const State& x) {
    static constexpr std::string_view kWords[] = {"state ", "final ", "resting "};
    OutputLine head = begin_line(x.span.begin, x.has_body ? "" : kWords[static_cast<std::size_t>(x.kind)]);
    std::string text = std::string(kWords[static_cast<std::size_t>(x.kind)]) + x.name.text + (x.ends_case ? " ends case" : "");
    if (!x.instance_of.empty()) {
        head.cells = {list_cell(text + " = " + x.instance_of.text + "(", texts_of(x.arguments), ")")};
    } else {
        head.cells = {{{text, false}}};
    }
    if (x.has_body && !fits_one_line(x)) {
        block(std::move(head), x.span, first_place(x.items, x.span.end), x.trailing, [&] { items(x.items); });
        return;
    }
    if (x.has_body) {
        const DoOnEntry& act = std::get<DoOnEntry>(x.items.front());
        OutputLine inner;
        inner.cells = {{{text_of(act.action), false}}};
        Cell tails = act.trailing.reason ? Cell{{"as " + act.trailing.reason->text, true}} : Cell{};
        append(tails, tail_fragments(act.trailing));
        std::string body = "{ " + text_of(act.action);
        for (const Fragment& fragment : tails) body += " " + fragment.text;
        head.cells.push_back({{body + " }", false}});
    }
    add_tails(head, x.trailing);
    put_leaf(std::move(head), x.span);
}

void FormatWalk::show(const Fact& x) {
    OutputLine line = begin_line(x.span.begin, "field");
    line.cells = {{{"fact " + x.name.text, false}}, {{": " + text_of(x.type), false}}};
    add_tails(line, x.trailing);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Record& x) {
    OutputLine line = begin_line(x.span.begin, "field");
    line.cells = {{{"record " + x.name.text, false}}, {{": " + text_of(x.low) + ".." + text_of(x.high) + (x.initial ? " = " + text_of(*x.initial) : ""), false}}};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Event& x) {
    OutputLine line = begin_line(x.span.begin, "event");
    std::string who = x.by.empty() ? "" : "by " + joined(x.by);
    std::string head = (x.happening ? "happening " : "event ") + x.name.text;
    if (x.at_most && who.empty()) head += ",";
    if (x.at_most && !who.empty()) who += ",";
    if (x.at_most) who += (who.empty() ? "" : " ") + times_text(*x.at_most);
    line.cells = {{{head, false}}, {{who, false}}};
    line.cells.push_back(x.fields.empty() ? Cell{} : list_cell("{ ", texts_of(x.fields), " }"));
    add_tails(line, x.trailing);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Effect& x) {
    OutputLine line = begin_line(x.span.begin, "effect");
    line.cells = {{{"effect " + x.name.text, false}}, list_cell("(", texts_of(x.parameters), ")")};
    add_tails(line, x.trailing);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const OutcomeNames& x) {
    OutputLine line = begin_line(x.span.begin, "");
    line.cells = {list_cell("outcome ", texts_of(x.names), "")};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const NamedValue& x) {
    OutputLine line = begin_line(x.span.begin, keyword(x.kind));
    line.cells = {{{std::string(keyword(x.kind)) + " " + x.name.text, false}}};
    if (!x.value.braced) {
        line.cells.push_back(row_list(x));
        add_tails(line, x.trailing);
        put_leaf(std::move(line), x.span);
        return;
    }
    const std::uint32_t first = x.value.rows.empty() ? x.span.end : x.value.rows.front().span.begin;
    block(std::move(line), x.span, first, x.trailing, [&] {
        for (const Row& row : x.value.rows) {
            OutputLine inner = begin_line(row.span.begin, "row");
            inner.cells = {{{row.condition ? text_of(*row.condition) : "otherwise", false}}, {{"=> " + text_of(row.value), false}}};
            put_leaf(std::move(inner), row.span);
        }
    });
}

void FormatWalk::show(const StartRule& x) {
    OutputLine line = begin_line(x.span.begin, "");
    line.cells = {{{"start " + x.state.text, false}}};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const OnRule& x) {
    static constexpr std::string_view kWords[] = {"on ", "takes ", "ignore ", "refuse "};
    OutputLine line = begin_line(x.span.begin, kRule);
    Cell head{{std::string(kWords[static_cast<std::size_t>(x.kind)]) + x.event.text + (x.at_most ? " " + times_text(*x.at_most) : ""), false}};
    append(head, conditions(x.window, x.condition, x.unless));
    if (x.kind == OnRule::Kind::on) {
        line.cells = {std::move(head)};
        rule(std::move(line), x.outcome, nullptr, x.span);
        return;
    }
    if (x.kind == OnRule::Kind::takes && !x.outcome.actions.empty()) head.push_back({actions_text(x.outcome.actions), false});
    if (x.because) head.push_back({"because " + quoted(x.because->value), true});
    line.cells = {std::move(head), {}};
    add_tails(line, x.outcome.trailing);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const DeadlineRule& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    Cell head{{(x.kind == DeadlineRule::Kind::after ? "after " : "at ") + text_of(x.when), false}};
    append(head, conditions({}, x.condition, x.unless));
    line.cells = {std::move(head)};
    rule(std::move(line), x.outcome, x.otherwise ? &*x.otherwise : nullptr, x.span);
}

void FormatWalk::show(const WhenRule& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    line.cells = {{{"when " + text_of(x.condition), false}}};
    rule(std::move(line), x.outcome, nullptr, x.span);
}

void FormatWalk::show(const DoOnEntry& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    line.cells = {{{text_of(x.action), false}}, {}};
    add_tails(line, x.trailing);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const OutcomeRule& x) {
    OutputLine line = begin_line(x.span.begin, kRule);
    line.cells = {{{"outcome " + x.outcome_name.text, false}}};
    rule(std::move(line), x.outcome, nullptr, x.span);
}

// The rest of a rule behind its head: one line, or a block for each outcome that has branches.
void FormatWalk::rule(OutputLine line, const Outcome& outcome, const Outcome* otherwise, Span span) {
    const bool blocks = outcome.kind == Outcome::Kind::branches || (otherwise != nullptr && otherwise->kind == Outcome::Kind::branches);
    branches(line, outcome);
    if (otherwise == nullptr) {
        add_tails(line, outcome.trailing);
    } else if (blocks || !is_empty(outcome.trailing)) {
        line.shape = {};
        add_tails(line, outcome.trailing);
        line.cells.push_back({{otherwise->kind == Outcome::Kind::branches ? "otherwise" : "otherwise " + outcome_text(*otherwise), true}});
        if (otherwise->kind == Outcome::Kind::branches) branches(line, *otherwise);
        add_tails(line, otherwise->trailing);
    } else {
        line.cells.back().push_back({"otherwise " + outcome_text(*otherwise), true});
        add_tails(line, otherwise->trailing);
    }
    if (blocks) line.shape = {};
    put_leaf(std::move(line), span);
}

// Adds an outcome to a line; branches end the line, and another begins with their closing brace.
void FormatWalk::branches(OutputLine& line, const Outcome& outcome) {
    if (outcome.kind != Outcome::Kind::branches) {
        line.cells.push_back({{outcome_text(outcome), false}});
        return;
    }
    const std::uint32_t first = outcome.branches.empty() ? outcome.span.end : outcome.branches.front().span.begin;
    open_block(std::move(line), first);
    for (const Branch& branch : outcome.branches) {
        OutputLine inner = begin_line(branch.span.begin, "branch");
        inner.cells = {{{branch.condition ? "if " + text_of(*branch.condition) : "otherwise", false}}};
        rule(std::move(inner), branch.outcome, nullptr, branch.span);
    }
    line = close_block(outcome.span.end);
}

}  // namespace recourse::syntax
