#include <algorithm>

#include "compiler/syntax/characters.h"
#include "compiler/syntax/format_walk.h"

namespace recourse::syntax {

namespace {

std::string key_of(const HeaderLine& line) {
    using Line = HeaderLine::Kind;
    switch (line.kind) {
        case Line::title: return "title" + (line.language.empty() ? "" : " " + line.language.text);
        case Line::version: return "version";
        case Line::time_zone:
        case Line::time_zone_by: return "time zone";
        case Line::calendar:
        case Line::calendar_by: return "calendar";
        case Line::counting: return "counting";
        case Line::source: return "source" + (line.name.empty() ? "" : " " + line.name.text);
        case Line::years: return "years";
        case Line::weekend: return "weekend";
        case Line::beyond: break;
    }
    return "beyond";
}

std::string value_of(const HeaderLine& line) {
    using Line = HeaderLine::Kind;
    switch (line.kind) {
        case Line::version: {
            std::string out = std::to_string(line.number);
            if (line.from.kind != ExprKind::missing) out += ", in force from " + text_of(line.from);
            if (line.until.kind != ExprKind::missing) out += " until " + text_of(line.until);
            return out;
        }
        case Line::time_zone_by:
        case Line::calendar_by: return "by " + line.name.text;
        case Line::calendar:
        case Line::counting: return line.name.text;
        case Line::years: return std::to_string(line.number) + " to " + std::to_string(line.number_to);
        case Line::weekend: return line.words.empty() ? "none" : joined(line.words);
        case Line::beyond: return joined(line.words) + " only";
        case Line::title:
        case Line::time_zone:
        case Line::source: break;
    }
    return quoted(line.text.value);
}

std::string why_text(const ScenarioStep::Because& because) {
    using Why = ScenarioStep::Because::Kind;
    switch (because.kind) {
        case Why::none: return {};
        case Why::at_most: return "because " + times_text(because.count);
        case Why::too_late: return "because too late";
        case Why::too_early: return "because too early";
        case Why::not_here: return "because not here";
        case Why::not_theirs: return "because not theirs";
        case Why::condition: return "because condition";
        case Why::late: return "because late";
        case Why::text: break;
    }
    return "because " + quoted(because.text.value);
}

std::vector<std::string> assignments(const std::vector<Argument>& arguments) {
    std::vector<std::string> out;
    for (const Argument& argument : arguments) out.push_back(argument.name.text + " = " + text_of(argument.value));
    return out;
}

std::string states_text(const ScenarioStep& step, const std::set<std::string, std::less<>>& machines) {
    std::string out;
    for (const Name& state : step.states) out += (out.empty() ? "" : " and ") + state_text(state.text, machines);
    return out;
}

Cell expectation(const ScenarioStep& step, const std::set<std::string, std::less<>>& machines) {
    using Expect = ScenarioStep::Expect;
    switch (step.expect) {
        case Expect::state: {
            Cell cell{{"expect " + states_text(step, machines), false}};
            if (step.reason) cell.push_back({"as " + step.reason->text, true});
            return cell;
        }
        case Expect::value: return {{"expect " + text_of(step.left) + " = " + text_of(step.right), false}};
        case Expect::may: {
            Cell cell{{"expect " + step.party.text + " may " + step.event.text, false}};
            if (step.from) cell.push_back({"from " + text_of(*step.from), true});
            if (step.until) cell.push_back({"until " + text_of(*step.until), true});
            return cell;
        }
        case Expect::may_not: {
            Cell cell{{"expect " + step.party.text + " may not " + step.event.text, false}};
            if (step.because.kind != ScenarioStep::Because::Kind::none) cell.push_back({why_text(step.because), true});
            return cell;
        }
        case Expect::effect: return list_cell("expect effect " + step.event.text + "(", texts_of(step.arguments), ")");
        case Expect::no_effect: return {{"expect no " + step.event.text, false}};
        case Expect::ended: return {{"expect ended", false}};
        case Expect::resting: return {{"expect resting", false}};
        case Expect::running: return {{"expect running", false}};
        case Expect::halted: return {{"expect halted", false}};
        case Expect::none:
        case Expect::results: break;
    }
    return {};
}

}  // namespace

std::string state_text(const std::string& path, const std::set<std::string, std::less<>>& machines) {
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos || !machines.contains(path.substr(0, dot))) return path;
    return path.substr(0, dot) + " is " + path.substr(dot + 1);
}

void FormatWalk::note_machines() {
    for (const TopItem& item : file_.items) {
        const auto* of = std::get_if<Case>(&item);
        if (of == nullptr) continue;
        for (const Item& member : of->items) {
            if (const auto* machine = std::get_if<Machine>(&member)) machines_.insert(machine->name.text);
        }
    }
}

void FormatWalk::header() {
    static constexpr std::string_view kFiles[] = {"", "policy ", "library ", "calendar "};
    OutputLine head = begin_line(file_.name.span.begin, "");
    head.blank_before = false;
    head.cells = {{{std::string(kFiles[static_cast<std::size_t>(file_.kind)]) + file_.name.text, false}}};
    put_leaf(std::move(head), file_.name.span);
    std::uint32_t width = 0;
    for (const HeaderLine& line : file_.header) width = std::max(width, display_width(key_of(line)));
    ++depth_;
    for (const HeaderLine& line : file_.header) show(line, width);
    --depth_;
}

void FormatWalk::show(const HeaderLine& line, std::uint32_t key_width) {
    OutputLine out = begin_line(line.span.begin, "");
    const std::string key = key_of(line);
    out.cells = {{{key + std::string(key_width - display_width(key) + 1, ' ') + " " + value_of(line), false}}};
    header_rows(line, std::move(out));
}

void FormatWalk::header_rows(const HeaderLine& line, OutputLine head) {
    struct Pair {
        std::string left;
        std::string right;
        Span span;
    };
    std::vector<Pair> rows;
    for (const auto& [value, name] : line.by_names) rows.push_back({value.text, "=> " + name.text, support::cover(value.span, name.span)});
    for (const auto& [value, text] : line.by_texts) rows.push_back({value.text, "=> " + quoted(text.value), support::cover(value.span, text.span)});
    for (const SourceClause& clause : line.clauses) {
        rows.push_back({clause.left_out ? "left out " + clause.clause + " because" : clause.clause, quoted(clause.title.value), clause.span});
    }
    if (rows.empty()) {
        put_leaf(std::move(head), line.span);
        return;
    }
    block(std::move(head), line.span, rows.front().span.begin, {}, [&] {
        for (const Pair& row : rows) {
            OutputLine inner = begin_line(row.span.begin, row.left.starts_with("left out") ? "left" : "pair");
            inner.cells = {{{row.left, false}}, {{row.right, false}}};
            put_leaf(std::move(inner), row.span);
        }
    });
}

void FormatWalk::show(const Import& x) {
    OutputLine line = begin_line(x.span.begin, "import");
    std::vector<std::string> names;
    for (const Import::Item& item : x.items) names.push_back(item.name.text + (item.alias.empty() ? "" : " as " + item.alias.text));
    line.cells = {{{"import " + x.module.text, false}}, list_cell("(", names, ")")};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Party& x) {
    OutputLine line = begin_line(x.span.begin, "");
    line.cells = {list_cell("party ", texts_of(x.names), "")};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Kind& x) {
    OutputLine line = begin_line(x.span.begin, "kind");
    line.cells = {{{"kind " + x.name.text, false}}, list_cell("= ", texts_of(x.members), "")};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const LabelItem& x) {
    OutputLine line = begin_line(x.span.begin, "label");
    line.cells = {{{"label " + x.of.text, false}}};
    line.tail = 1;
    for (const LabelItem::In& in : x.texts) line.cells.push_back({{in.language + " " + quoted(in.text.value), false}});
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const CalendarDay& x) {
    OutputLine line = begin_line(x.span.begin, "day");
    const std::string to = x.to.kind == ExprKind::missing ? "" : "to " + text_of(x.to);
    line.cells = {{{(x.workday ? "workday " : "holiday ") + text_of(x.from), false}}, {{to, false}}, {{quoted(x.name.value), false}}};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Case& x) {
    OutputLine head = begin_line(x.span.begin, "");
    std::string text = "case " + x.name.text;
    if (!x.opens_on.empty()) text += " opens on " + x.opens_on.text + (x.opens_by.empty() ? "" : " by " + joined(x.opens_by));
    head.cells = {{{text, false}}};
    block(std::move(head), x.span, first_place(x.items, x.span.end), {}, [&] { items(x.items); });
}

void FormatWalk::show(const Decision& x) {
    OutputLine head = begin_line(x.span.begin, "");
    Cell cell = list_cell("decision " + x.name.text + "(", texts_of(x.parameters), "):");
    append(cell, list_cell("", texts_of(x.results), std::string(x.in_order ? " in order" : "") + (x.undecided ? " undecided" : "")));
    head.cells = {std::move(cell)};
    const std::uint32_t first = x.rows.empty() ? x.span.end : x.rows.front().span.begin;
    block(std::move(head), x.span, first, x.trailing, [&] {
        for (const DecisionRow& row : x.rows) show(row);
    });
}

void FormatWalk::show(const DecisionRow& x) {
    OutputLine line = begin_line(x.span.begin, "decision row");
    std::vector<std::string> results;
    for (const DecisionRow::Result& result : x.results) results.push_back((result.up_to ? "up to " : "") + text_of(result.value));
    if (x.undecided) results.emplace_back("undecided");
    std::string overrides = x.overrides_the_rest ? "overrides the rest" : "";
    if (!x.overrides.empty()) overrides = "overrides " + joined(x.overrides);
    line.cells = {{{x.name.empty() ? "" : x.name.text + ":", false}}, {{x.condition ? text_of(*x.condition) : "otherwise", false}},
                  list_cell("=> ", results, ""), {{overrides, false}}};
    line.tail = 3;
    add_tails(line, x.trailing);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Scenario& x) {
    OutputLine head = begin_line(x.span.begin, "");
    head.cells = {{{"scenario " + quoted(x.name.value), false}}};
    const std::uint32_t first = x.steps.empty() ? x.span.end : x.steps.front().span.begin;
    block(std::move(head), x.span, first, {}, [&] {
        for (const ScenarioStep& step : x.steps) show(step);
    });
}

void FormatWalk::show(const ScenarioStep& x) {
    using Step = ScenarioStep::Kind;
    OutputLine line = begin_line(x.span.begin, x.kind == Step::event || x.kind == Step::expect ? "step" : "");
    switch (x.kind) {
        case Step::open: {
            line.cells = {{{"open " + (x.case_name.empty() ? "" : x.case_name.text + " ") + "at " + text_of(x.at), false}}};
            if (!x.arguments.empty()) append(line.cells[0], list_cell("with ", assignments(x.arguments), ""));
            break;
        }
        case Step::decide:
            line.cells = {list_cell("decide " + x.event.text + "(", texts_of(x.arguments), ")")};
            append(line.cells[0], list_cell("expect ", assignments(x.results), ""));
            break;
        case Step::event: {
            const std::string act = (x.happens ? "happens" : x.party.text) + " " + x.event.text;
            Cell cell = x.has_arguments ? list_cell(act + "(", texts_of(x.arguments), ")") : Cell{{act, false}};
            if (x.id) cell.push_back({"id " + quoted(x.id->value), false});
            if (x.refused) cell.push_back({"refused", false});
            if (x.refused && x.because.kind != ScenarioStep::Because::Kind::none) cell.push_back({why_text(x.because), true});
            line.cells = {{{"at " + text_of(x.at), false}}, std::move(cell)};
            break;
        }
        case Step::expect: line.cells = {{{"at " + text_of(x.at), false}}, expectation(x, machines_)}; break;
    }
    line.tail = 1;
    put_leaf(std::move(line), x.span);
}

}  // namespace recourse::syntax
