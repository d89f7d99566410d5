#include "compiler/syntax/convert.h"

namespace recourse::syntax {

std::vector<Item> Converter::items_in(Index node) {
    std::vector<Item> items;
    const Index body = cst_.child(node, NodeKind::body);
    if (body == kNone) return items;
    for (Index at = cst_.first(body); at != kNone; at = cst_.next(at)) {
        if (std::optional<Item> made = item(at)) items.push_back(std::move(*made));
    }
    return items;
}

// Nothing for a declaration whose name an error cut off: there is nothing that others could refer to.
std::optional<Item> Converter::item(Index node) {
    const Span span = cst_.span(node);
    const auto named_item = [](auto made) -> std::optional<Item> {
        if (made.name.empty()) return std::nullopt;
        return Item(std::move(made));
    };
    switch (cst_.kind(node)) {
        case NodeKind::fact: {
            const Index declared = cst_.child(node, NodeKind::field);
            if (declared == kNone) return std::nullopt;
            Field of = field(declared);
            return named_item(Fact{std::move(of.name), std::move(of.type), news_in(node), trailing_in(node), span});
        }
        case NodeKind::record: return named_item(record(node));
        case NodeKind::event:
        case NodeKind::happening: return named_item(event(node));
        case NodeKind::effect: return named_item(effect(node));
        case NodeKind::named: return named_item(named(node));
        case NodeKind::state: return named_item(state(node));
        case NodeKind::machine: return named_item(machine(node));
        case NodeKind::start_rule: return Item(StartRule{name_in(node), span});
        case NodeKind::on_rule: return Item(on_rule(node, OnRule::Kind::on));
        case NodeKind::takes_rule: return Item(on_rule(node, OnRule::Kind::takes));
        case NodeKind::ignore_rule: return Item(on_rule(node, OnRule::Kind::ignore));
        case NodeKind::refuse_rule: return Item(on_rule(node, OnRule::Kind::refuse));
        case NodeKind::after_rule: return Item(deadline_rule(node, DeadlineRule::Kind::after));
        case NodeKind::at_rule: return Item(deadline_rule(node, DeadlineRule::Kind::at));
        case NodeKind::when_rule: return Item(WhenRule{expr_in(node), outcome_in(node), span});
        case NodeKind::do_rule: {
            const Index act = cst_.child(node, NodeKind::perform);
            if (act == kNone) return std::nullopt;
            return Item(DoOnEntry{action(act), trailing_in(node), span});
        }
        case NodeKind::outcome_rule: return outcome_item(node);
        case NodeKind::change:
        case NodeKind::remove: return marked_item(node);
        case NodeKind::duty: return named_item(duty(node));
        case NodeKind::opened_case: {
            std::vector<Name> names = names_in(node);
            if (names.size() < 2) return std::nullopt;
            return Item(OpenedCase{std::move(names[0]), std::move(names[1]), trailing_in(node), span});
        }
        case NodeKind::right_rule:
        case NodeKind::acting_rule:
        case NodeKind::ban_rule: return Item(may_rule(node));
        default: return std::nullopt;
    }
}

std::vector<Fact::News> Converter::news_in(Index node) const {
    std::vector<Fact::News> all;
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        const NodeKind kind = cst_.kind(at);
        if (kind != NodeKind::known && kind != NodeKind::corrected && kind != NodeKind::withdrawn) continue;
        using Said = Fact::News::Kind;
        all.push_back({kind == NodeKind::known ? Said::known : kind == NodeKind::corrected ? Said::corrected : Said::withdrawn,
                       name_in(at, NodeKind::path), cst_.span(at)});
    }
    return all;
}

OnRule Converter::on_rule(Index node, OnRule::Kind kind) {
    OnRule rule;
    rule.kind = kind;
    rule.span = cst_.span(node);
    rule.event = name_in(node, NodeKind::path);
    times_in(node, rule.at_most, rule.at_most_span);
    rule.window = window_in(node);
    rule.condition = guard_in(node, rule.unless);
    if (kind == OnRule::Kind::on) {
        rule.outcome = outcome_in(node);
        return rule;
    }
    rule.outcome.span = rule.span;
    rule.outcome.trailing = trailing_in(node);
    if (kind == OnRule::Kind::takes) {
        rule.outcome.kind = Outcome::Kind::stay;
        rule.outcome.actions = actions_in(node);
    }
    if (const Index because = cst_.child(node, NodeKind::because); because != kNone && cst_.has(because, NodeKind::string)) {
        rule.because = text_in(because);
    }
    return rule;
}

DeadlineRule Converter::deadline_rule(Index node, DeadlineRule::Kind kind) {
    DeadlineRule rule;
    rule.kind = kind;
    rule.span = cst_.span(node);
    rule.when = expr_in(node);
    rule.paused = optional_expr_in(cst_.child(node, NodeKind::paused));
    rule.condition = guard_in(node, rule.unless);
    rule.outcome = outcome_in(node);
    if (const Index otherwise = cst_.child(node, NodeKind::otherwise_outcome); otherwise != kNone) {
        rule.otherwise = outcome_in(otherwise, true);
    }
    return rule;
}

// `outcome upheld -> Refunded` is a rule; `outcome upheld, denied` declares names.
Item Converter::outcome_item(Index node) {
    Outcome outcome = outcome_in(node);
    std::vector<Name> names = names_in(node);
    if (outcome.kind == Outcome::Kind::missing) return OutcomeNames{std::move(names), cst_.span(node)};
    return OutcomeRule{names.empty() ? Name{} : std::move(names.front()), std::move(outcome), cst_.span(node)};
}

Event Converter::event(Index node) {
    Event event;
    event.happening = cst_.kind(node) == NodeKind::happening;
    event.span = cst_.span(node);
    event.name = name_in(node);
    if (const Index by = cst_.child(node, NodeKind::by_parties); by != kNone) event.by = names_in(by);
    times_in(node, event.at_most, event.at_most_span);
    event.open_at_least = optional_expr_in(cst_.child(node, NodeKind::open_at_least));
    event.fields = fields_in(node);
    event.trailing = trailing_in(node);
    return event;
}

Record Converter::record(Index node) {
    Record record;
    record.span = cst_.span(node);
    record.name = name_in(node);
    Index at = cst_.first(node);
    std::vector<Expr> values;
    for (at = at == kNone ? kNone : cst_.next(at); at != kNone; at = cst_.next(at)) values.push_back(expr(at));
    record.low = !values.empty() ? values[0] : missing_after(node);
    record.high = values.size() > 1 ? values[1] : missing_after(node);
    if (values.size() > 2) record.initial = values[2];
    return record;
}

Effect Converter::effect(Index node) {
    return {name_in(node), fields_in(cst_.child(node, NodeKind::parameters)), trailing_in(node), cst_.span(node)};
}

Duty Converter::duty(Index node) {
    Duty duty;
    duty.span = cst_.span(node);
    duty.name = name_in(node);
    if (const Index by = cst_.child(node, NodeKind::by_parties); by != kNone) duty.by = names_in(by);
    duty.acts = names_in(node, NodeKind::path);
    duty.due = optional_expr_in(cst_.child(node, NodeKind::duty_by));
    duty.within = optional_expr_in(cst_.child(node, NodeKind::within));
    duty.paused = optional_expr_in(cst_.child(node, NodeKind::paused));
    duty.condition = guard_in(node, duty.unless);
    duty.excused = optional_expr_in(cst_.child(node, NodeKind::excused));
    duty.released = optional_expr_in(cst_.child(node, NodeKind::released));
    if (const Index breach = cst_.child(node, NodeKind::breach); breach != kNone) {
        duty.breach = actions_in(breach);
        if (const Index act = cst_.child(breach, NodeKind::perform); act != kNone) duty.breach.push_back(action(act));
    }
    duty.trailing = trailing_in(node);
    return duty;
}

MayRule Converter::may_rule(Index node) {
    MayRule rule;
    rule.span = cst_.span(node);
    rule.may_not = cst_.kind(node) == NodeKind::ban_rule;
    if (const Index by = cst_.child(node, NodeKind::by_parties); by != kNone) rule.by = names_in(by);
    if (cst_.kind(node) == NodeKind::acting_rule) rule.acts_for = name_in(node);
    else rule.event = name_in(node, NodeKind::path);
    rule.window = window_in(node);
    rule.condition = guard_in(node, rule.unless);
    if (const Index because = cst_.child(node, NodeKind::because); because != kNone && cst_.has(because, NodeKind::string)) {
        rule.because = text_in(because);
    }
    rule.trailing = trailing_in(node);
    return rule;
}

NamedValue Converter::named(Index node) {
    NamedValue value;
    using Named = NamedValue::Kind;
    value.span = cst_.span(node);
    const std::string_view word = cst_.keyword(cst_.child(node, NodeKind::named_word));
    value.kind = word == "period"     ? Named::period
                 : word == "deadline" ? Named::deadline
                 : word == "moment"   ? Named::moment
                 : word == "amount"   ? Named::amount
                                      : Named::condition;
    value.name = name_in(node);
    if (const Index list = cst_.child(node, NodeKind::rows); list != kNone) value.value = rows(list, false);
    if (const Index list = cst_.child(node, NodeKind::braced_rows); list != kNone) value.value = rows(list, true);
    value.end_of_that_day = cst_.has(node, NodeKind::end_of_that_day);
    value.start_of_that_day = cst_.has(node, NodeKind::start_of_that_day);
    value.rolling = cst_.has(node, NodeKind::rolling);
    value.paused = optional_expr_in(cst_.child(node, NodeKind::paused));
    value.trailing = trailing_in(node);
    return value;
}

// In braces a row is `C => V`, in a line `V if C`.
Rows Converter::rows(Index node, bool braced) {
    Rows rows;
    rows.braced = braced;
    rows.span = cst_.span(node);
    for (const Index at : cst_.children(node, NodeKind::row)) {
        Row row;
        row.span = cst_.span(at);
        std::vector<Expr> values;
        for (Index part = cst_.first(at); part != kNone; part = cst_.next(part)) {
            if (cst_.kind(part) != NodeKind::otherwise_branch) values.push_back(expr(part));
        }
        if (values.size() == 2) row.condition = std::move(values[braced ? 0 : 1]);
        const std::size_t place = braced && values.size() == 2 ? 1 : 0;
        row.value = values.size() > place ? std::move(values[place]) : missing_after(at);
        if (!cst_.whole(at) && !row.condition && !cst_.has(at, NodeKind::otherwise_branch)) row.condition = missing_after(at);
        rows.rows.push_back(std::move(row));
    }
    if (cst_.whole(node)) check_rows(rows);
    return rows;
}

// A row without a condition decides for good, so it is the last; a row with one needs another after it.
void Converter::check_rows(const Rows& rows) {
    for (std::size_t i = 0; i + 1 < rows.rows.size(); ++i) {
        if (rows.rows[i].condition) continue;
        error("otherwise-not-last", rows.rows[i + 1].span, "nothing comes after the row that holds in every other case",
                    "give the row before it a condition, or put it last");
        return;
    }
    if (!rows.braced && rows.rows.size() == 1 && rows.rows[0].condition) {
        error("missing-otherwise", rows.rows[0].span, "this value is given only if its condition holds",
                    "say what holds in every other case: `, otherwise …`");
    }
}

State Converter::state(Index node) {
    State state;
    state.span = cst_.span(node);
    const Index head = cst_.child(node, NodeKind::state_head);
    if (head == kNone) return state;
    state.head = cst_.span(head);
    if (cst_.has(head, NodeKind::final_word)) state.kind = State::Kind::final;
    if (cst_.has(head, NodeKind::resting_word)) state.kind = State::Kind::resting;
    state.name = name_in(head);
    if (state.name.empty()) state.name = name_in(head, NodeKind::path);     // of one that is changed
    state.ends_case = cst_.has(head, NodeKind::ends_case);
    if (const Index instance = cst_.child(head, NodeKind::instance); instance != kNone) {
        state.instance_of = name_in(instance, NodeKind::path);
        state.arguments = arguments(cst_.child(instance, NodeKind::arguments));
    }
    state.has_body = cst_.has(node, NodeKind::body);
    state.items = items_in(node);
    state.trailing = trailing_in(node);
    return state;
}

Machine Converter::machine(Index node) {
    Machine machine;
    machine.span = cst_.span(node);
    const Index head = cst_.child(node, NodeKind::machine_head);
    if (head == kNone) return machine;
    machine.head = cst_.span(head);
    machine.name = name_in(head);
    const Index list = cst_.child(head, NodeKind::parameters);
    machine.has_parameters = list != kNone;
    machine.parameters = fields_in(list);
    machine.items = items_in(node);
    return machine;
}

}  // namespace recourse::syntax
