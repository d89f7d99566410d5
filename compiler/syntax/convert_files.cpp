#include <algorithm>
#include <array>

#include "compiler/syntax/convert.h"
#include "compiler/syntax/format_text.h"
#include "compiler/syntax/regime_words.h"

namespace recourse::syntax {

void Converter::fill(File& file) {
    const Index root = cst_.root();
    file.span = cst_.span(root);
    for (Index at = cst_.first(root); at != kNone; at = cst_.next(at)) line(at, file);
}

void Converter::line(Index node, File& file) {
    if (cst_.kind(node) == NodeKind::file_head) {
        const std::string_view word = cst_.keyword(cst_.child(node, NodeKind::op));
        file.kind = word == "policy" ? File::Kind::policy : word == "library" ? File::Kind::library : word == "calendar:file" ? File::Kind::calendar : File::Kind::counting;
        file.name = name_in(node, NodeKind::path);
        if (const Index refines = cst_.child(node, NodeKind::refines); refines != kNone) refined_policy(refines, file);
        return;
    }
    check_place(node, file);
    if (std::optional<HeaderLine> header = header_line(node)) {
        file.header.push_back(std::move(*header));
    } else if (std::optional<TopItem> made = top_item(node)) {
        file.items.push_back(std::move(*made));
    }
}

void Converter::refined_policy(Index node, File& file) {
    refines_ = true;    // even where it cannot be: the changes are not to blame
    file.refines = name_in(node, NodeKind::path);
    if (file.kind == File::Kind::policy) return;
    error("misplaced-line", cst_.span(node), "only a policy refines another", "begin the file with `policy NAME refines NAME`, or take this away");
    file.refines = {};
}

// A line that its kind of file does not have, or that comes too late in it.
void Converter::check_place(Index node, const File& file) {
    const NodeKind kind = cst_.kind(node);
    const Span span = cst_.span(node);
    const bool day = kind == NodeKind::holiday || kind == NodeKind::workday;
    const bool header = kind >= NodeKind::title && kind <= NodeKind::regime;
    if (header && !file.items.empty()) {
        error("misplaced-line", span, "this line belongs to the header", "move it up, before the first declaration");
    } else if (day && file.kind != File::Kind::calendar && file.kind != File::Kind::missing) {
        error("misplaced-line", span, "holidays and workdays stand in a calendar", "write them into a file that begins with `calendar NAME`");
    } else if (!day && !header && file.kind == File::Kind::calendar) {
        error("misplaced-line", span, "a calendar has only its header and its days", "write this into a policy or a library");
    } else if (!header && file.kind == File::Kind::counting) {
        error("misplaced-line", span, "a counting regime has only its header", "write this into a policy or a library");
    } else if (file.kind == File::Kind::library && (kind == NodeKind::case_block || kind == NodeKind::promise || kind == NodeKind::scenario || kind == NodeKind::migrate)) {
        error("misplaced-line", span, "a library has no case, no promise, no scenario and no migration", "write it into a file that begins with `policy NAME`");
    }
}

std::optional<HeaderLine> Converter::header_line(Index node) {
    HeaderLine line;
    using Line = HeaderLine::Kind;
    switch (cst_.kind(node)) {
        case NodeKind::title: line.kind = Line::title; break;
        case NodeKind::version: line.kind = Line::version; break;
        case NodeKind::time_zone: line.kind = cst_.has(node, NodeKind::word) ? Line::time_zone_by : Line::time_zone; break;
        case NodeKind::calendar: line.kind = cst_.has(node, NodeKind::word) ? Line::calendar_by : Line::calendar; break;
        case NodeKind::counting: line.kind = Line::counting; break;
        case NodeKind::source: line.kind = Line::source; break;
        case NodeKind::years: line.kind = Line::years; break;
        case NodeKind::weekend: line.kind = Line::weekend; break;
        case NodeKind::beyond: line.kind = Line::beyond; break;
        case NodeKind::applies: line.kind = Line::applies; break;
        case NodeKind::overridden_policies: line.kind = Line::overrides; break;
        case NodeKind::regime: line.kind = Line::regime; break;
        default: return std::nullopt;
    }
    line.span = cst_.span(node);
    line.language = name_in(node, NodeKind::language);
    line.text = text_in(node);
    fill_header(node, line);
    return line;
}

// Days of the week and the like: names in English, words of the language in Chinese.
std::vector<Name> Converter::day_words(Index node) const {
    std::vector<Name> words;
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        if (cst_.kind(at) == NodeKind::word) words.push_back(name(at));
        if (cst_.kind(at) == NodeKind::day_word) words.push_back({std::string(cst_.keyword(at).substr(1)), cst_.span(at)});
    }
    return words;
}

// `last day  rolls`: both as the English phrases, whatever the file's language; a number with its unit as the period that it is.
void Converter::fill_regime(Index node, HeaderLine& line) {
    const Index said = cst_.child(node, NodeKind::op), value = cst_.child(node, NodeKind::regime_value);
    if (said != kNone) line.name = {std::string(regime_phrase(cst_.keyword(said))), cst_.span(said)};
    if (value == kNone) return;
    const Index counted = cst_.child(value, NodeKind::period);
    if (counted != kNone) line.from = period(counted).expr;
    line.from.span = cst_.span(value);
    line.words = {{counted == kNone ? std::string(regime_phrase(cst_.keyword(value))) : text_of(line.from, vocabulary(Language::english)), cst_.span(value)}};
}

void Converter::fill_header(Index node, HeaderLine& line) {
    using Line = HeaderLine::Kind;
    const bool by_path = line.kind == Line::calendar || line.kind == Line::counting;
    if (line.kind == Line::regime) return fill_regime(node, line);
    if (line.kind == Line::applies) {
        line.from = expr_in(node);
        return;
    }
    if (line.kind == Line::overrides) {
        line.words = names_in(node, NodeKind::path);
        return;
    }
    if (line.kind == Line::weekend || line.kind == Line::beyond) {
        line.words = day_words(node);
    } else {
        line.name = name_in(node, by_path ? NodeKind::path : NodeKind::word);
    }
    const std::vector<Index> numbers = cst_.children(node, NodeKind::integer);
    if (!numbers.empty()) line.number = integer(numbers[0], cst_.text(numbers[0]));
    if (numbers.size() > 1) line.number_to = integer(numbers[1], cst_.text(numbers[1]));
    const std::vector<Index> dates = cst_.children(node, NodeKind::date);
    if (!dates.empty()) line.from = date(dates[0]);
    if (dates.size() > 1) line.until = date(dates[1]);
    for (const Index at : cst_.children(node, NodeKind::by_name)) line.by_names.emplace_back(name_in(at), name_in(at, NodeKind::path));
    for (const Index at : cst_.children(node, NodeKind::by_text)) line.by_texts.emplace_back(name_in(at), text_in(at));
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        const bool left_out = cst_.kind(at) == NodeKind::source_left_out;
        if (!left_out && cst_.kind(at) != NodeKind::source_clause) continue;
        line.clauses.push_back({name_in(at, NodeKind::clause).text, text_in(at), left_out, cst_.span(at)});
    }
}

std::optional<TopItem> Converter::top_item(Index node) {
    const auto named_item = [](auto made) -> std::optional<TopItem> {
        if (made.name.empty()) return std::nullopt;
        return TopItem(std::move(made));
    };
    switch (cst_.kind(node)) {
        case NodeKind::import_line: return TopItem(import_line(node));
        case NodeKind::parties: return TopItem(Party{names_in(node), cst_.span(node)});
        case NodeKind::kind: {
            std::vector<Name> words = names_in(node);
            if (words.empty()) return std::nullopt;
            check_kind_name(words.front());
            Kind kind{words.front(), {}, cst_.span(node)};
            kind.members.assign(words.begin() + 1, words.end());
            return TopItem(std::move(kind));
        }
        case NodeKind::named: return named_item(named(node));
        case NodeKind::decision: return named_item(decision(node));
        case NodeKind::machine: return named_item(machine(node));
        case NodeKind::case_block: return named_item(case_block(node));
        case NodeKind::label: return TopItem(label(node));
        case NodeKind::promise: {
            Promise made = promise(node);
            if (made.claim == Promise::Claim::missing) return std::nullopt;
            return TopItem(std::move(made));
        }
        case NodeKind::scenario: return TopItem(scenario(node));
        case NodeKind::migrate: return TopItem(migrate(node));
        case NodeKind::effect: return named_item(effect(node));
        case NodeKind::holiday:
        case NodeKind::workday: return TopItem(day(node));
        case NodeKind::change:
        case NodeKind::remove: return marked_top_item(node);
        default: return std::nullopt;
    }
}

// Such a kind could never be named: its name is read as the built-in type.
void Converter::check_kind_name(const Name& name) {
    constexpr std::array<std::string_view, 9> kBuiltIn = {"bool", "date", "duration", "instant", "money", "party", "percent", "period", "text"};
    if (std::find(kBuiltIn.begin(), kBuiltIn.end(), name.text) == kBuiltIn.end()) return;
    error("reserved-word", name.span, "`" + name.text + "` is a built-in type, so a kind cannot have this name", "choose another name");
}

Import Converter::import_line(Index node) {
    Import import;
    import.span = cst_.span(node);
    import.module = name_in(node, NodeKind::path);
    for (const Index at : cst_.children(node, NodeKind::import_item)) {
        std::vector<Name> words = names_in(at);
        if (words.empty()) continue;
        import.items.push_back({words[0], words.size() > 1 ? words[1] : Name{}});
    }
    return import;
}

LabelItem Converter::label(Index node) {
    LabelItem label;
    label.span = cst_.span(node);
    label.of = name_in(node, NodeKind::path);
    for (const Index at : cst_.children(node, NodeKind::label_text)) {
        label.texts.push_back({name_in(at, NodeKind::language).text, text_in(at)});
    }
    return label;
}

Case Converter::case_block(Index node) {
    Case made;
    made.span = cst_.span(node);
    const Index head = cst_.child(node, NodeKind::case_head);
    if (head == kNone) return made;
    made.head = cst_.span(head);
    made.name = name_in(head);
    if (const Index opens = cst_.child(head, NodeKind::opens_on); opens != kNone) {
        made.opens_on = name_in(opens);
        if (const Index by = cst_.child(opens, NodeKind::by_parties); by != kNone) made.opens_by = names_in(by);
    }
    made.items = items_in(node);
    return made;
}

Decision Converter::decision(Index node) {
    Decision decision;
    decision.span = cst_.span(node);
    const Index head = cst_.child(node, NodeKind::decision_head);
    if (head == kNone) return decision;
    decision.head = cst_.span(head);
    decision.name = name_in(head);
    decision.parameters = fields_in(cst_.child(head, NodeKind::parameters));
    if (const Index results = cst_.child(head, NodeKind::results); results != kNone) {
        decision.results = fields_in(results);
        if (const Index only = cst_.child(results, NodeKind::type); only != kNone) {
            Field unnamed;
            unnamed.type = type(only);
            unnamed.span = unnamed.type.span;
            decision.results.push_back(std::move(unnamed));
        }
    }
    decision.in_order = cst_.has(head, NodeKind::in_order);
    decision.undecided = cst_.has(head, NodeKind::undecided);
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        if (cst_.kind(at) == NodeKind::decision_row) decision.rows.push_back(decision_row(at));
        if (cst_.kind(at) != NodeKind::change && cst_.kind(at) != NodeKind::remove) continue;
        if (std::optional<DecisionRow> row = marked_row(at)) decision.rows.push_back(std::move(*row));
    }
    decision.trailing = trailing_in(node);
    return decision;
}

DecisionRow Converter::decision_row(Index node) {
    DecisionRow row;
    row.span = cst_.span(node);
    if (const Index name = cst_.child(node, NodeKind::row_name); name != kNone) row.name = name_in(name);
    if (!cst_.has(node, NodeKind::otherwise_branch)) row.condition = expr_in(node);
    row.undecided = cst_.has(node, NodeKind::undecided);
    for (const Index at : cst_.children(node, NodeKind::result)) row.results.push_back({expr_in(at), cst_.has(at, NodeKind::up_to)});
    if (const Index overrides = cst_.child(node, NodeKind::overrides); overrides != kNone) {
        row.overrides_the_rest = cst_.has(overrides, NodeKind::the_rest);
        row.overrides = names_in(overrides);
    }
    row.trailing = trailing_in(node);
    return row;
}

CalendarDay Converter::day(Index node) {
    CalendarDay day;
    day.workday = cst_.kind(node) == NodeKind::workday;
    day.span = cst_.span(node);
    day.name = text_in(node);
    const std::vector<Index> dates = cst_.children(node, NodeKind::date);
    if (!dates.empty()) day.from = date(dates[0]);
    if (dates.size() > 1) day.to = date(dates[1]);
    return day;
}

}  // namespace recourse::syntax
