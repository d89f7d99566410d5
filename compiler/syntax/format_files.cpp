#include <algorithm>

#include "compiler/syntax/characters.h"
#include "compiler/syntax/format_walk.h"
#include "compiler/syntax/regime_words.h"

namespace recourse::syntax {

namespace {

std::vector<std::string> assignments(const std::vector<Argument>& arguments, const Vocabulary& words) {
    std::vector<std::string> out;
    for (const Argument& argument : arguments) out.push_back(argument.name.text + " = " + text_of(argument.value, words));
    return out;
}

// A day of the week, or `weekends`: a word of the language in Chinese, a name in English.
std::string day_word(const Name& day, const Vocabulary& words) {
    for (const Key key : {Key(":monday"), Key(":tuesday"), Key(":wednesday"), Key(":thursday"), Key(":friday"), Key(":saturday"), Key(":sunday"),
                          Key(":weekends")}) {
        if (words.is_chinese() && key.line().key.substr(1) == day.text) return std::string(words[key]);
    }
    return day.text;
}

}  // namespace

std::string FormatWalk::key_of(const HeaderLine& line) const {
    using Line = HeaderLine::Kind;
    switch (line.kind) {
        case Line::title: return spaced({words_["title"], line.language.text});
        case Line::version: return word("version");
        case Line::time_zone:
        case Line::time_zone_by: return spaced({words_["time:zone"], words_["zone"]});
        case Line::calendar:
        case Line::calendar_by: return word("calendar");
        case Line::counting: return word("counting");
        case Line::source: return spaced({words_["source"], line.name.text});
        case Line::years: return word("years:covered");
        case Line::weekend: return word("weekend");
        case Line::regime: return regime_text(line.name.text, words_);
        case Line::applies: return word("applies");
        case Line::overrides: return word("overrides:policy");
        case Line::beyond: break;
    }
    return word("beyond");
}

std::string FormatWalk::value_of_day_words(const HeaderLine& line) const {
    if (line.kind == HeaderLine::Kind::weekend && line.words.empty()) return word("none:weekend");
    std::string out;
    for (const Name& day : line.words) out += (out.empty() ? "" : ", ") + day_word(day, words_);
    return line.kind == HeaderLine::Kind::beyond ? spaced({out, words_["only"]}) : out;
}

std::string FormatWalk::value_of_regime(const HeaderLine& line) const {
    if (line.from.kind != ExprKind::missing) return text_of(line.from);
    return line.words.empty() ? std::string() : regime_text(line.words.front().text, words_);
}

std::string FormatWalk::value_of(const HeaderLine& line) const {
    using Line = HeaderLine::Kind;
    switch (line.kind) {
        case Line::version: {
            std::string out = std::to_string(line.number);
            if (line.from.kind != ExprKind::missing) {
                out += ", " + spaced({words_["in:force"], words_["force"], words_["from:force"], text_of(line.from), words_["/in force"]});
            }
            if (line.until.kind != ExprKind::missing) out = spaced({out, words_["until:force"], text_of(line.until)});
            return out;
        }
        case Line::time_zone_by:
        case Line::calendar_by: return spaced({words_["by:fact"], line.name.text});
        case Line::calendar:
        case Line::counting: return line.name.text;
        case Line::years: return spaced({std::to_string(line.number), words_["to:year"], std::to_string(line.number_to)});
        case Line::weekend:
        case Line::beyond: return value_of_day_words(line);
        case Line::regime: return value_of_regime(line);
        case Line::applies: return spaced({words_["if:applies"], text_of(line.from)});
        case Line::overrides: return joined(line.words);
        case Line::title:
        case Line::time_zone:
        case Line::source: break;
    }
    return quoted(line.text.value);
}

std::string FormatWalk::why_text(const ScenarioStep::Because& because) const {
    using Why = ScenarioStep::Because::Kind;
    const auto said = [&](std::string_view first, std::string_view second = {}) { return spaced({words_["because"], first, second}); };
    switch (because.kind) {
        case Why::none: return {};
        case Why::at_most: return said(times_text(because.count, words_));
        case Why::too_late: return said(words_["too:late"], words_["late:too"]);
        case Why::too_early: return said(words_["too:early"], words_["early"]);
        case Why::not_here: return said(words_["not:here"], words_["here"]);
        case Why::not_theirs: return said(words_["not:theirs"], words_["theirs"]);
        case Why::condition: return said(words_["condition:why"]);
        case Why::late: return said(words_["late:why"]);
        case Why::text: break;
    }
    return said(quoted(because.text.value));
}

Cell FormatWalk::expectation(const ScenarioStep& step) const {
    using Expect = ScenarioStep::Expect;
    const auto expected = [&](std::initializer_list<std::string_view> parts) { return spaced({words_["expect"], spaced(parts)}); };
    switch (step.expect) {
        case Expect::state: {
            std::string states;
            for (const Name& state : step.states) {
                const std::string text = state_text(state.text, machines_, words_);
                states = states.empty() ? text : spaced({states, words_["and"], text});
            }
            Cell cell{{expected({states}), false}};
            if (step.until) cell.push_back({spaced({words_["until"], text_of(*step.until)}), true});
            if (step.reason) cell.push_back({reason_text(*step.reason, words_), true});
            return cell;
        }
        case Expect::value: return {{expected({text_of(step.left), "=", text_of(step.right)}), false}};
        case Expect::may: {
            Cell cell{{expected({step.party.text, words_["may"], step.event.text}), false}};
            if (step.from) cell.push_back({from_text(*step.from, words_), true});
            if (step.until) cell.push_back({spaced({words_["until"], text_of(*step.until)}), true});
            return cell;
        }
        case Expect::may_not: {
            Cell cell{{expected({step.party.text, words_.is_chinese() ? "" : words_["may"], words_["not:may"], step.event.text}), false}};
            if (step.because.kind != ScenarioStep::Because::Kind::none) cell.push_back({why_text(step.because), true});
            return cell;
        }
        case Expect::effect: return list_cell(expected({words_["effect"], step.event.text}) + "(", texts_of(step.arguments, words_), ")");
        case Expect::no_effect: return {{expected({words_["no:effect"], step.event.text}), false}};
        case Expect::ended: return {{expected({words_["ended"]}), false}};
        case Expect::resting: return {{expected({words_["resting:now"]}), false}};
        case Expect::running: return {{expected({words_["running"]}), false}};
        case Expect::halted: return {{expected({words_["halted"]}), false}};
        case Expect::none:
        case Expect::results: break;
    }
    return {};
}

std::string state_text(const std::string& path, const std::set<std::string, std::less<>>& machines, const Vocabulary& words) {
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos || !machines.contains(path.substr(0, dot))) return path;
    return spaced({path.substr(0, dot), words["is"], status_text(path.substr(dot + 1), words)});
}

void FormatWalk::note_machines() {
    for (const TopItem& item : file_.items) {
        const auto* of = std::get_if<Case>(&item);
        if (of == nullptr) continue;
        for (const Item& member : of->items) {
            if (const auto* machine = std::get_if<Machine>(&member)) machines_.insert(machine->name.text);
            if (const auto* duty = std::get_if<Duty>(&member)) machines_.insert(duty->name.text);
            if (const auto* opened = std::get_if<OpenedCase>(&member)) machines_.insert(opened->name.text);
        }
    }
}

void FormatWalk::header() {
    static constexpr Key kFiles[] = {"policy", "policy", "library", "calendar:file", "counting:file"};
    OutputLine head = begin_line(file_.name.span.begin, "");
    head.blank_before = false;
    std::string first = spaced({words_[kFiles[static_cast<std::size_t>(file_.kind)]], file_.name.text});
    if (!file_.refines.empty()) first = spaced({first, words_["refines"], file_.refines.text});
    head.cells = {{{first, false}}};
    put_leaf(std::move(head), file_.refines.empty() ? file_.name.span : file_.refines.span);
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
        bool left_out = false;
    };
    std::vector<Pair> rows;
    for (const auto& [value, name] : line.by_names) rows.push_back({value.text, "=> " + name.text, support::cover(value.span, name.span), false});
    for (const auto& [value, text] : line.by_texts) rows.push_back({value.text, "=> " + quoted(text.value), support::cover(value.span, text.span), false});
    for (const SourceClause& clause : line.clauses) {
        const std::string left = clause.left_out ? spaced({words_["left"], words_["out"], clause.clause, words_["because"]}) : clause.clause;
        rows.push_back({left, quoted(clause.title.value), clause.span, clause.left_out});
    }
    if (rows.empty()) {
        put_leaf(std::move(head), line.span);
        return;
    }
    block(std::move(head), line.span, rows.front().span.begin, {}, [&] {
        for (const Pair& row : rows) {
            OutputLine inner = begin_line(row.span.begin, row.left_out ? "left" : "pair");
            inner.cells = {{{row.left, false}}, {{row.right, false}}};
            put_leaf(std::move(inner), row.span);
        }
    });
}

void FormatWalk::show(const Import& x) {
    OutputLine line = begin_line(x.span.begin, "import");
    std::vector<std::string> names;
    for (const Import::Item& item : x.items) names.push_back(item.name.text + (item.alias.empty() ? "" : " " + spaced({words_["as:import"], item.alias.text})));
    line.cells = {{{spaced({words_["import"], x.module.text}), false}}, list_cell("(", names, ")")};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Party& x) {
    OutputLine line = begin_line(x.span.begin, "");
    line.cells = {list_cell(word("party") + " ", texts_of(x.names), "")};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Kind& x) {
    OutputLine line = begin_line(x.span.begin, "kind");
    line.cells = {{{spaced({words_["kind"], x.name.text}), false}}, list_cell("= ", texts_of(x.members), "")};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const LabelItem& x) {
    OutputLine line = begin_line(x.span.begin, "label");
    line.cells = {{{spaced({words_["label"], x.of.text}), false}}};
    line.tail = 1;
    for (const LabelItem::In& in : x.texts) line.cells.push_back({{in.language + " " + quoted(in.text.value), false}});
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const CalendarDay& x) {
    OutputLine line = begin_line(x.span.begin, "day");
    const std::string to = x.to.kind == ExprKind::missing ? "" : spaced({words_["to:day"], text_of(x.to)});
    line.cells = {{{spaced({x.workday ? words_["workday"] : words_["holiday"], text_of(x.from)}), false}}, {{to, false}}, {{quoted(x.name.value), false}}};
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Case& x) {
    OutputLine head = begin_line(x.span.begin, "");
    std::string text = spaced({words_["case"], x.name.text});
    if (!x.opens_on.empty()) text = spaced({text, words_["opens"], words_["on:opens"], x.opens_on.text});
    if (!x.opens_on.empty() && !x.opens_by.empty()) text = spaced({text, words_["by"], joined(x.opens_by)});
    head.cells = {{{text, false}}};
    block(std::move(head), x.span, first_place(x.items, x.span.end), {}, [&] { items(x.items); });
}

void FormatWalk::show(const Decision& x) {
    OutputLine head = begin_line(x.span.begin, "");
    const std::string name = spaced({words_["decision"], x.name.text});
    Cell cell = x.mark == Mark::change ? Cell{{name, false}} : list_cell(name + "(", texts_of(x.parameters, words_), "):");
    const std::string order = x.in_order ? " " + spaced({words_["in:order"], words_["order"]}) : "";
    if (x.mark == Mark::none) append(cell, list_cell("", texts_of(x.results, words_), order + (x.undecided ? " " + word("undecided") : "")));
    head.cells = {std::move(cell)};
    const std::uint32_t first = x.rows.empty() ? x.span.end : x.rows.front().span.begin;
    block(std::move(head), x.span, first, x.trailing, [&] {
        for (const DecisionRow& one : x.rows) row(one);
    });
}

void FormatWalk::show(const DecisionRow& x) {
    OutputLine line = begin_line(x.span.begin, "decision row");
    std::vector<std::string> results;
    for (const DecisionRow::Result& result : x.results) {
        results.push_back(result.up_to ? spaced({words_["up:to"], words_["to:up"], text_of(result.value)}) : text_of(result.value));
    }
    if (x.undecided) results.push_back(word("undecided"));
    std::string overrides = x.overrides_the_rest ? spaced({words_["overrides"], words_["the:rest"], words_["rest"]}) : "";
    if (!x.overrides.empty()) overrides = spaced({words_["overrides"], joined(x.overrides)});
    line.cells = {{{x.name.empty() ? "" : x.name.text + ":", false}}, {{x.condition ? text_of(*x.condition) : word("otherwise"), false}},
                  list_cell("=> ", results, ""), {{overrides, false}}};
    line.tail = 3;
    add_tails(line, x.trailing, words_);
    put_leaf(std::move(line), x.span);
}

void FormatWalk::show(const Scenario& x) {
    OutputLine head = begin_line(x.span.begin, "");
    std::string text = spaced({words_["scenario"], quoted(x.name.value)});
    if (x.under != 0) text = spaced({text, words_["opened:under"], words_["under"], std::to_string(x.under)});
    head.cells = {{{text, false}}};
    const std::uint32_t first = x.steps.empty() ? x.span.end : x.steps.front().span.begin;
    block(std::move(head), x.span, first, {}, [&] {
        for (const ScenarioStep& step : x.steps) show(step);
    });
}

Cell FormatWalk::act(const ScenarioStep& x) const {
    const std::string act = spaced({x.happens ? words_["happens"] : std::string_view(x.party.text), x.event.text});
    Cell cell = x.has_arguments ? list_cell(act + "(", texts_of(x.arguments, words_), ")") : Cell{{act, false}};
    if (x.id) cell.push_back({spaced({words_["id"], quoted(x.id->value)}), false});
    if (x.refused) cell.push_back({word("refused"), false});
    if (x.refused && x.because.kind != ScenarioStep::Because::Kind::none) cell.push_back({why_text(x.because), true});
    return cell;
}

void FormatWalk::show(const ScenarioStep& x) {
    using Step = ScenarioStep::Kind;
    OutputLine line = begin_line(x.span.begin, x.kind == Step::event || x.kind == Step::expect || x.kind == Step::migrate ? "step" : "");
    const std::string at = spaced({words_["at:step"], text_of(x.at)});
    switch (x.kind) {
        case Step::open: {
            line.cells = {{{spaced({words_["open"], x.case_name.text, at}), false}}};
            if (!x.arguments.empty()) append(line.cells[0], list_cell(word("with") + " ", assignments(x.arguments, words_), ""));
            break;
        }
        case Step::decide:
            line.cells = {list_cell(spaced({words_["decide"], x.event.text}) + "(", texts_of(x.arguments, words_), ")")};
            append(line.cells[0], list_cell(word("expect") + " ", assignments(x.results, words_), ""));
            break;
        case Step::migrate: line.cells = {{{at, false}}, {{word("migrates"), false}}};
            if (x.refused) line.cells.back().push_back({word("refused"), false});
            if (x.refused && x.because.kind != ScenarioStep::Because::Kind::none) line.cells.back().push_back({why_text(x.because), true});
            break;
        case Step::event: line.cells = {{{at, false}}, act(x)}; break;
        case Step::expect: line.cells = {{{at, false}}, expectation(x)}; break;
    }
    line.tail = 1;
    put_leaf(std::move(line), x.span);
}

}  // namespace recourse::syntax
