#include "compiler/syntax/convert.h"

namespace recourse::syntax {

Scenario Converter::scenario(Index node) {
    Scenario scenario;
    scenario.span = cst_.span(node);
    if (const Index head = cst_.child(node, NodeKind::scenario_head); head != kNone) {
        scenario.head = cst_.span(head);
        scenario.name = text_in(head);
        if (const Index under = cst_.child(head, NodeKind::opened_under); under != kNone) {
            scenario.under = integer_in(under);
            scenario.under_span = cst_.span(under);
        }
    }
    for (Index at = cst_.first(node); at != kNone; at = cst_.next(at)) {
        if (std::optional<ScenarioStep> made = step(at)) scenario.steps.push_back(std::move(*made));
    }
    return scenario;
}

// Nothing for a step that an error cut short: half a step would expect something else.
std::optional<ScenarioStep> Converter::step(Index node) {
    ScenarioStep step;
    step.span = cst_.span(node);
    if (!cst_.whole(node)) return std::nullopt;
    if (const Index date_node = cst_.child(node, NodeKind::date); date_node != kNone) step.at = date(date_node);
    switch (cst_.kind(node)) {
        case NodeKind::open_step:
            step.kind = ScenarioStep::Kind::open;
            step.case_name = name_in(node);
            if (const Index with = cst_.child(node, NodeKind::with); with != kNone) step.arguments = assignments(with);
            return step;
        case NodeKind::decide_step:
            step.kind = ScenarioStep::Kind::decide;
            step.event = name_in(node);
            step.has_arguments = true;
            step.arguments = arguments(cst_.child(node, NodeKind::arguments));
            step.expect = ScenarioStep::Expect::results;
            if (const Index results = cst_.child(node, NodeKind::expect_results); results != kNone) step.results = assignments(results);
            return step;
        case NodeKind::at_step: break;
        default: return std::nullopt;
    }
    if (const Index event = cst_.child(node, NodeKind::event_step); event != kNone) {
        fill_event_step(event, step);
    } else if (cst_.has(node, NodeKind::migrate_step)) {
        step.kind = ScenarioStep::Kind::migrate;
        const Index refused = cst_.child(cst_.child(node, NodeKind::migrate_step), NodeKind::refused_clause);
        step.refused = refused != kNone;
        if (refused != kNone) step.because = because(refused);
    } else if (const Index expect = cst_.child(node, NodeKind::expect_step); expect != kNone) {
        step.kind = ScenarioStep::Kind::expect;
        fill_expectation(cst_.first(expect), step);
    }
    return step;
}

std::vector<Argument> Converter::assignments(Index node) { return arguments(node); }

void Converter::fill_event_step(Index node, ScenarioStep& step) {
    step.kind = ScenarioStep::Kind::event;
    step.happens = cst_.has(node, NodeKind::happens);
    step.party = name_in(node);
    step.event = name_in(node, NodeKind::path);
    const Index list = cst_.child(node, NodeKind::arguments);
    step.has_arguments = list != kNone;
    step.arguments = arguments(list);
    if (const Index id = cst_.child(node, NodeKind::id); id != kNone) step.id = text_in(id);
    const Index refused = cst_.child(node, NodeKind::refused_clause);
    step.refused = refused != kNone;
    if (refused != kNone) step.because = because(refused);
}

ScenarioStep::Because Converter::because(Index node) {
    ScenarioStep::Because because;
    using Why = ScenarioStep::Because::Kind;
    const Index why = cst_.child(node, NodeKind::why);
    if (why == kNone) return because;
    because.span = cst_.span(why);
    std::optional<std::int64_t> count;
    Span span;
    times_in(why, count, span);
    if (count) {
        because.kind = Why::at_most;
        because.count = *count;
        return because;
    }
    const Index word = cst_.child(why, NodeKind::why_word);
    if (word == kNone) {
        because.kind = Why::text;
        because.text = text_in(why);
        return because;
    }
    const std::string_view written = cst_.keyword(word);
    because.kind = written == "late:too" ? Why::too_late
                   : written == "early"  ? Why::too_early
                   : written == "here"   ? Why::not_here
                   : written == "theirs" ? Why::not_theirs
                   : written == "late:why" ? Why::late
                                           : Why::condition;
    return because;
}

void Converter::fill_expectation(Index node, ScenarioStep& step) {
    using Expect = ScenarioStep::Expect;
    if (node == kNone) return;
    switch (cst_.kind(node)) {
        case NodeKind::expect_word: {
            const std::string_view word = cst_.keyword(node);
            step.expect = word == "ended"     ? Expect::ended
                          : word == "resting:now" ? Expect::resting
                          : word == "running" ? Expect::running
                                              : Expect::halted;
            break;
        }
        case NodeKind::expect_no:
            step.expect = Expect::no_effect;
            step.event = name_in(node, NodeKind::path);
            break;
        case NodeKind::expect_effect:
            step.expect = Expect::effect;
            step.event = name_in(node, NodeKind::path);
            step.has_arguments = true;
            step.arguments = arguments(cst_.child(node, NodeKind::arguments));
            break;
        case NodeKind::expect_may:
        case NodeKind::expect_may_not:
            step.expect = cst_.kind(node) == NodeKind::expect_may ? Expect::may : Expect::may_not;
            step.party = name_in(node);
            step.event = name_in(node, NodeKind::path);
            step.because = because(node);
            if (const Index from = cst_.child(node, NodeKind::may_from); from != kNone) step.from = expr_in(from);
            if (const Index until = cst_.child(node, NodeKind::may_until); until != kNone) step.until = expr_in(until);
            break;
        case NodeKind::expect_value: {
            step.expect = Expect::value;
            const Index left = cst_.first(node);
            step.left = expr(left);
            step.right = cst_.next(left) == kNone ? missing_after(node) : expr(cst_.next(left));
            break;
        }
        default: fill_expected_states(node, step); break;
    }
}

void Converter::fill_expected_states(Index node, ScenarioStep& step) {
    step.expect = ScenarioStep::Expect::state;
    step.states = state_paths(node);
    if (const Index until = cst_.child(node, NodeKind::may_until); until != kNone) step.until = expr_in(until);
    if (const Index as = cst_.child(node, NodeKind::as_clause); as != kNone) step.reason = name_in(as);
}

}  // namespace recourse::syntax
