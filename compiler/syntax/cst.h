// What the grammar saw: a plain tree of places, from which the syntax tree is made. No PEGTL from here on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/syntax/keywords.h"

namespace recourse::syntax {

enum class NodeKind : std::uint16_t {
    // words and literals
    word, path, string, date, number, integer, unit, currency, percent_sign, ordinal, language, clause, code, op,
    // flags: words whose presence is all that matters
    whole, business, to_the_minute, once, without_right, ends_case, or_none, is_private, in_order, undecided, up_to, the_rest,
    parenthesised, end_of_that_day, start_of_that_day, rolling, none_word, left_out, happens, refused, not_word, characters,
    // expressions
    or_chain, and_chain, not_expr, no_by, test, compare, is_set, is_not_set, is_one_of, is_state, is_not_state, happened, passed,
    has_member, by, sum, product, span, after, before, before_rolling, negate, rounded, rounding, rounding_step, capped, cap, tiered, tier, days_from, parens, money, percent, period,
    whole_number, decimal, boolean, none, never, opening, choice, choice_word, span_chain, share, by_instant, end_of, start_of, date_of, first_of, previous_of, entered, call,
    argument, arguments,
    // types
    field, type, range, plain_type, money_type, set_type, kind_type, at_least, at_most, not_before, not_after,
    // clauses
    times, open_at_least, within, from, from_nth, until, guard_if, guard_unless, move, stay, outside, branches, branch, otherwise_branch, otherwise_outcome,
    actions, count, set, perform, open_action, extend, restart, paused, as_clause, cite_clause, reading_clause, wins_clause, allow_clause, trailing, because, by_parties,
    // members
    fact, known, corrected, withdrawn, record, event, happening, effect, outcome_names, outcome_rule, on_rule, takes_rule, ignore_rule, refuse_rule, after_rule, at_rule,
    duty, duty_by, duty_status, excused, released, breach, right_rule, ban_rule, acting_rule, opened_case, when_rule, do_rule, start_rule, state, state_head, final_word, resting_word, instance, body, machine, machine_head, parameters,
    // top level
    named, named_word, rows, braced_rows, row, decision, decision_head, results, decision_row, row_name, overrides, result, import_line,
    import_item, parties, kind, label, label_text, case_block, case_head, opens_on, scenario, scenario_head, holiday, workday,
    // header
    file_head, refines, title, version, time_zone, calendar, by_name, by_text, counting, source, source_clause,
    source_left_out, years, weekend, beyond, applies, overridden_policies, regime, day_word, regime_value,
    // refinement
    change, remove,
    // migrations
    migrate, migrate_head, migrate_of, move_line, stays_line, event_line, value_line, same_names, forgotten, move_clock, opened_under, migrate_step,
    // scenarios
    open_step, at_step, event_step, expect_step, decide_step, id, refused_clause, with, why, why_word, expect_word, expect_no, expect_effect, expect_may,
    expect_may_not, expect_value, expect_states, state_path, may_from, may_until, expect_results,
    // promises
    promise, promise_of, promise_silent, promise_prompt, promise_given, promise_unless, promise_between, promise_after, promise_before, leads_to,
    never_leads_to, can_lead_to, led_to, claim_ends, claim_never, claim_always, claim_counted, counted_never, claim_both, claim_may, claim_may_not, claim_in,
    unknown, file,
};

// In post-order: the `size` nodes that end at a node are its subtree.
struct Node {
    NodeKind kind;
    bool whole = true;          // false: an error cut it short
    std::uint16_t keyword = 0;  // the line of kKeywords that was read last before the node ended; only of nodes that are a keyword
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t size = 1;
    std::uint32_t first_child = 0xFFFFFFFFU;   // both set by link()
    std::uint32_t next_sibling = 0xFFFFFFFFU;
};

}  // namespace recourse::syntax
