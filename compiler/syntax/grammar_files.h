// Headers, top-level declarations, decisions and scenarios. Private to matcher.cpp.
#pragma once

#include "compiler/syntax/grammar_rules.h"

namespace recourse::syntax::grammar {

// --- the first line ---
struct name_of_file : path {};
struct refined_policy : path {};
struct file_word : sor<kw<"policy">, kw<"library">, kw<"calendar:file">, kw<"counting:file">>, makes<NodeKind::op> {};
struct refines : seq<kw<"refines">, must<refined_policy>>, makes<NodeKind::refines> {};
struct file_head : seq<file_word, must<name_of_file>, opt<refines>>, makes<NodeKind::file_head> {};

// --- header lines ---
struct text_of_title : text {};
struct number_of_version : integer {};
struct force_after_comma : seq<kw<"in:force">, kw<"force">, kw<"from:force">> {};
struct end_of_force : kw<"/in force"> {};
struct date_of_version : date {};
struct title : seq<kw<"title">, opt<language>, must<text_of_title>>, makes<NodeKind::title> {};
struct in_force : seq<sym<",">, must<force_after_comma>, must<date_of_version>, must<end_of_force>, opt<kw<"until:force">, must<date_of_version>>> {};
struct version : seq<kw<"version">, must<number_of_version>, opt<in_force>>, makes<NodeKind::version> {};

struct arrow_of_choice : sym<"=>"> {};
struct zone_name : text {};
struct calendar_name : path {};
struct value_of_by : word {};
struct fact_after_by : word {};
struct by_text : seq<must<value_of_by>, must<arrow_of_choice>, must<zone_name>>, makes<NodeKind::by_text> {};
struct by_name : seq<must<value_of_by>, must<arrow_of_choice>, must<calendar_name>>, makes<NodeKind::by_name> {};
struct zone_rows : block_of<by_text, Resume::next_line> {};
struct calendar_rows : block_of<by_name, Resume::next_line> {};
struct zone_after_time : kw<"zone"> {};
struct time_zone_by : seq<kw<"by:fact">, must<fact_after_by>, must<zone_rows>> {};
struct value_of_zone : sor<time_zone_by, text> {};
struct time_zone : seq<kw<"time:zone">, must<zone_after_time>, must<value_of_zone>>, makes<NodeKind::time_zone> {};
struct calendar_by : seq<kw<"by:fact">, must<fact_after_by>, must<calendar_rows>> {};
struct value_of_calendar : sor<calendar_by, path> {};
struct calendar : seq<kw<"calendar">, must<value_of_calendar>>, makes<NodeKind::calendar> {};
struct counting_name : path {};
struct counting : seq<kw<"counting">, must<counting_name>>, makes<NodeKind::counting> {};

struct text_of_source : text {};
struct text_of_clause : text {};
struct out_after_left : kw<"out"> {};
struct clause_left_out : clause {};
struct because_of_left_out : kw<"because"> {};
struct source_left_out : seq<kw<"left">, must<out_after_left>, must<clause_left_out>, must<because_of_left_out>, must<text_after_because>>,
                         makes<NodeKind::source_left_out> {};
struct clause_of_source : clause {};
struct source_clause : seq<must<clause_of_source>, must<text_of_clause>>, makes<NodeKind::source_clause> {};
struct source_line : sor<source_left_out, source_clause> {};
struct source : seq<kw<"source">, opt<word>, must<text_of_source>, opt<block_of<source_line, Resume::next_line>>>, makes<NodeKind::source> {};

struct first_year : integer {};
struct to_of_years : kw<"to:year"> {};
struct last_year : integer {};
struct years : seq<kw<"years:covered">, must<first_year>, must<to_of_years>, must<last_year>>, makes<NodeKind::years> {};
// In English the days have names, in Chinese they are words of the language.
struct day_word : sor<kw<":monday">, kw<":tuesday">, kw<":wednesday">, kw<":thursday">, kw<":friday">, kw<":saturday">, kw<":sunday">>,
                  makes<NodeKind::day_word> {};
struct weekday : sor<day_word, word> {};
struct no_weekend : flag<NodeKind::none_word, kw<"none:weekend">> {};
struct weekend_days : sor<no_weekend, listed<weekday>> {};
struct weekend : seq<kw<"weekend">, must<weekend_days>>, makes<NodeKind::weekend> {};
struct weekends_word : kw<":weekends">, makes<NodeKind::day_word> {};
struct weekends_only : sor<weekends_word, seq<word_text, blanks, kw<"only">>> {};
struct beyond : seq<kw<"beyond">, must<weekends_only>>, makes<NodeKind::beyond> {};

struct if_of_applies : kw<"if:applies"> {};
struct applies : seq<kw<"applies">, must<if_of_applies>, must<condition_after_if>>, makes<NodeKind::applies> {};
struct overridden_policy : path {};
struct overridden_policies : seq<kw<"overrides:policy">, must<overridden_policy>, star<sym<",">, must<overridden_policy>>>,
                             makes<NodeKind::overridden_policies> {};

// --- lines of a counting regime; which value belongs to which line is for semantics to say ---
struct regime_key : sor<kw<"days:regime">, seq<kw<"event:regime">, kw<"day:event">>, seq<kw<"start:regime">, kw<"of:start">, kw<"day:start">>,
                        seq<kw<"month:regime">, kw<"end:month">>, seq<kw<"last">, kw<"day:last">>, seq<kw<"at:regime">, kw<"least:regime">>>,
                    makes<NodeKind::op> {};
struct regime_words : sor<kw<"whole">, seq<kw<"to:minute">, kw<"the:minute">, kw<"minute:to">>, seq<kw<"not:counted">, kw<"counted:not">>, kw<"counted">,
                          seq<kw<"by:event">, kw<"the:event">, kw<"event:by">, kw<"day:by event">>,
                          seq<kw<"by:first">, kw<"the:first">, kw<"first:by">, kw<"day:by first">>, kw<"rolls">, kw<"stays">, period_literal>,
                      makes<NodeKind::regime_value> {};
struct value_of_regime : regime_words {};
struct regime : seq<regime_key, must<value_of_regime>>, makes<NodeKind::regime> {};
struct header_line : sor<title, version, time_zone, calendar, counting, source, years, weekend, beyond, applies, overridden_policies, regime> {};

// --- declarations ---
struct day_of_calendar : date {};
struct last_day : date {};
struct name_of_day : text {};
struct day_range : seq<must<day_of_calendar>, opt<kw<"to:day">, must<last_day>>, must<name_of_day>> {};
struct holiday : seq<kw<"holiday">, day_range>, makes<NodeKind::holiday> {};
struct workday : seq<kw<"workday">, day_range>, makes<NodeKind::workday> {};

struct module_of_import : path {};
struct opening_of_import : sym<"("> {};
struct imported_name : word {};
struct import_item : seq<must<imported_name>, opt<kw<"as:import">, must<name_after_as>>>, makes<NodeKind::import_item> {};
struct import_line : seq<kw<"import">, must<module_of_import>, must<opening_of_import>, import_item, star<sym<",">, import_item>, must<closing_bracket>>,
                     makes<NodeKind::import_line> {};
struct name_of_party : word {};
struct parties : seq<kw<"party">, must<name_of_party>, star<sym<",">, must<name_of_party>>>, makes<NodeKind::parties> {};
struct name_of_kind : word {};
struct equals_of_kind : equals {};
struct member_of_kind : word {};
struct kind : seq<kw<"kind">, must<name_of_kind>, must<equals_of_kind>, must<member_of_kind>, star<sym<",">, must<member_of_kind>>>, makes<NodeKind::kind> {};
struct labelled_name : path {};
struct text_of_label : text {};
struct language_of_label : language {};
struct label_text : seq<language_of_label, must<text_of_label>>, makes<NodeKind::label_text> {};
struct first_label_text : label_text {};
struct label : seq<kw<"label">, must<labelled_name>, must<first_label_text>, star<label_text>>, makes<NodeKind::label> {};

struct name_of_case : word {};
struct on_after_opens : kw<"on:opens"> {};
struct opening_event : word {};
struct opens_on : seq<kw<"opens">, must<on_after_opens>, must<opening_event>, opt<by_parties>>, makes<NodeKind::opens_on> {};
struct case_words : seq<kw<"case">, must<name_of_case>, opt<opens_on>, must<body_ahead>>, makes<NodeKind::case_head> {};
struct case_block : seq<recovering<case_words, Resume::block>, opt<body>>, makes<NodeKind::case_block> {};

// --- decisions ---
struct name_of_decision : word {};
struct parameters_of_decision : parameters {};
struct colon_of_decision : sym<":"> {};
struct several_results : seq<at<lexeme<word_text>, blanks, pegtl::one<':'>>, fields> {};
struct results : sor<several_results, type>, makes<NodeKind::results> {};
struct order_after_in : kw<"order"> {};
struct decision_words : seq<kw<"decision">, must<name_of_decision>, must<parameters_of_decision>, must<colon_of_decision>, must<results>,
                            opt<flag<NodeKind::in_order, kw<"in:order">, must<order_after_in>>>, opt<flag<NodeKind::undecided, kw<"undecided">>>, must<body_ahead>>,
                        makes<NodeKind::decision_head> {};
struct row_name : seq<word, sym<":">>, makes<NodeKind::row_name> {};
struct up_to : flag<NodeKind::up_to, kw<"up:to">, kw<"to:up">> {};
struct result_value : expr {};
struct result : seq<opt<up_to>, must<result_value>>, makes<NodeKind::result> {};
struct row_results : sor<flag<NodeKind::undecided, kw<"undecided">>, seq<result, star<sym<",">, result>>> {};
struct the_rest : flag<NodeKind::the_rest, kw<"the:rest">, kw<"rest">> {};
struct overridden_row : word {};
struct overridden_rows : sor<the_rest, listed<overridden_row>> {};
struct overrides : seq<kw<"overrides">, must<overridden_rows>>, makes<NodeKind::overrides> {};
struct decision_row : seq<opt<row_name>, sor<otherwise_of_row, must<condition_of_row>>, must<arrow_of_row>, row_results, opt<overrides>, trailing>,
                      makes<NodeKind::decision_row> {};
struct decision_rows : block_of<decision_row, Resume::next_line> {};
struct decision : seq<recovering<decision_words, Resume::block>, opt<decision_rows>, trailing>, makes<NodeKind::decision> {};

// --- scenarios ---
struct moment_of_step : moment {};
struct at_of_open : kw<"at:step"> {};
struct name_of_value_given : word {};
struct equals_of_value_given : equals {};
struct value_given : expr {};
struct assignment : seq<must<name_of_value_given>, must<equals_of_value_given>, must<value_given>>, makes<NodeKind::argument> {};
struct assignments : seq<assignment, star<sym<",">, assignment>> {};
struct with : seq<kw<"with">, assignments>, makes<NodeKind::with> {};
struct open_step : seq<kw<"open">, opt<word>, must<at_of_open>, must<moment_of_step>, opt<with>>, makes<NodeKind::open_step> {};

struct why_word : sor<seq<kw<"too:late">, kw<"late:too">>, seq<kw<"too:early">, kw<"early">>, seq<kw<"not:here">, kw<"here">>,
                      seq<kw<"not:theirs">, kw<"theirs">>, kw<"condition:why">, kw<"late:why">>,
                  makes<NodeKind::why_word> {};
struct reason_of_refusal : sor<times, why_word, text> {};
struct why : seq<kw<"because">, must<reason_of_refusal>>, makes<NodeKind::why> {};
struct id_text : text {};
struct id : seq<kw<"id">, must<id_text>>, makes<NodeKind::id> {};
struct refused : seq<kw<"refused">, opt<why>>, makes<NodeKind::refused_clause> {};
struct event_of_step : path {};
struct actor : sor<flag<NodeKind::happens, kw<"happens">>, seq<word>> {};
struct event_step : seq<actor, must<event_of_step>, opt<arguments>, opt<id>, opt<refused>>, makes<NodeKind::event_step> {};

struct status_word : seq<sor<kw<"ended">, kw<"resting:now">, kw<"running">, kw<"halted">>, rule_ends>, makes<NodeKind::expect_word> {};
struct effect_after_no : path {};
struct effect_expected : path {};
struct arguments_expected : arguments {};
struct expect_no : seq<kw<"no:effect">, must<effect_after_no>>, makes<NodeKind::expect_no> {};
struct expect_effect : seq<kw<"effect">, must<effect_expected>, must<arguments_expected>>, makes<NodeKind::expect_effect> {};
struct event_after_may : path {};
struct moment_of_window : moment {};
struct may_from : seq<kw<"from">, must<moment_of_window>, must<end_of_from>>, makes<NodeKind::may_from> {};
struct may_until : seq<kw<"until">, must<moment_of_window>>, makes<NodeKind::may_until> {};
struct expect_may_not : seq<word, may_not, must<event_after_may>, opt<why>>, makes<NodeKind::expect_may_not> {};
struct expect_may : seq<word, kw<"may">, must<event_after_may>, opt<may_from>, opt<may_until>>, makes<NodeKind::expect_may> {};
struct value_expected : expr {};
struct expect_value : seq<path, equals, must<value_expected>>, makes<NodeKind::expect_value> {};
struct state_after_is : state_named {};
struct state_path : seq<path, opt<kw<"is">, must<state_after_is>>>, makes<NodeKind::state_path> {};
struct state_after_and : state_path {};
struct expect_states : seq<state_path, star<kw<"and">, must<state_after_and>>, opt<may_until>, opt<as_clause>>, makes<NodeKind::expect_states> {};
struct expectation : sor<status_word, expect_no, expect_effect, expect_may_not, expect_may, expect_value, expect_states> {};
struct expect_step : seq<kw<"expect">, must<expectation>>, makes<NodeKind::expect_step> {};
struct migrate_step : seq<kw<"migrates">, opt<refused>, rule_ends>, makes<NodeKind::migrate_step> {};
struct act_or_expectation : sor<expect_step, migrate_step, event_step> {};
struct at_step : seq<kw<"at:step">, must<moment_of_step>, must<act_or_expectation>>, makes<NodeKind::at_step> {};

struct decision_of_step : word {};
struct arguments_of_decision : arguments {};
struct expect_of_decide : kw<"expect"> {};
struct expect_results : assignments, makes<NodeKind::expect_results> {};
struct decide_step : seq<kw<"decide">, must<decision_of_step>, must<arguments_of_decision>, must<expect_of_decide>, expect_results>,
                     makes<NodeKind::decide_step> {};
struct step : sor<open_step, at_step, decide_step> {};
struct step_line : seq<must<step>, must<line_end>> {};
struct text_of_scenario : text {};
struct version_of_under : integer {};
struct opened_under : seq<kw<"opened:under">, kw<"under">, must<version_of_under>>, makes<NodeKind::opened_under> {};
struct scenario_words : seq<kw<"scenario">, must<text_of_scenario>, opt<opened_under>, must<body_ahead>>, makes<NodeKind::scenario_head> {};
struct scenario : seq<recovering<scenario_words, Resume::block>, opt<block_of<step_line>>>, makes<NodeKind::scenario> {};

// --- promises ---
struct text_of_promise : text {};
struct case_of_promise : word {};
struct promise_of : seq<kw<"of:case">, must<case_of_promise>>, makes<NodeKind::promise_of> {};
struct in_time : seq<kw<"in:time">, kw<"time:in">> {};
struct party_is_silent : seq<word, kw<"is:silent">, kw<"silent">>, makes<NodeKind::promise_silent> {};
struct party_acts : seq<word, kw<"acts">, must<in_time>>, makes<NodeKind::promise_prompt> {};
struct assumed_condition : seq<negation>, makes<NodeKind::promise_given> {};
struct assumption : sor<party_is_silent, party_acts, assumed_condition> {};
struct assumption_after_and : assumption {};
struct assumptions : seq<kw<"if">, must<assumption>, star<kw<"and">, must<assumption_after_and>>> {};
struct event_of_scope : path {};
struct and_of_between : kw<"and:between"> {};
struct end_of_between : kw<"/between"> {};
struct end_of_scope : sor<kw<"/after">, kw<"/before">> {};
struct english_between : seq<kw<"between">, must<event_of_scope>, must<and_of_between>, must<event_of_scope>> {};
// 在 A 与 B 之间, 在 A 之后, 在 A 之前
struct chinese_between : seq<kw<":scope">, path, kw<"and:between">, must<event_of_scope>, must<end_of_between>> {};
struct chinese_after : seq<kw<":scope">, path, kw<"/after">> {};
struct chinese_before : seq<kw<":scope">, must<event_of_scope>, must<end_of_scope>> {};
struct scope_between : sor<english_between, chinese_between>, makes<NodeKind::promise_between> {};
struct scope_after : sor<seq<kw<"after:event">, must<event_of_scope>>, chinese_after>, makes<NodeKind::promise_after> {};
struct scope_before : sor<seq<kw<"before:event">, must<event_of_scope>>, chinese_before>, makes<NodeKind::promise_before> {};
struct promise_unless : seq<kw<"unless">, must<event_of_scope>, star<kw<"or">, must<event_of_scope>>>, makes<NodeKind::promise_unless> {};
struct scope : sor<scope_between, scope_after, scope_before> {};
struct colon_of_promise : sym<":"> {};
struct preamble_of_if : seq<assumptions, opt<opt<sym<",">>, scope>, opt<opt<sym<",">>, promise_unless>, must<colon_of_promise>> {};
struct preamble_of_scope : seq<scope, opt<opt<sym<",">>, promise_unless>, must<colon_of_promise>> {};
struct preamble_of_unless : seq<promise_unless, must<colon_of_promise>> {};
struct preamble : opt<sor<preamble_of_if, preamble_of_scope, preamble_of_unless>> {};

struct state_of_claim : state_path {};
struct claimed_states : seq<state_path, star<kw<"or">, must<state_of_claim>>> {};
struct to_after_leads : kw<"to:leads"> {};
struct states_led_to : seq<must<state_of_claim>, star<kw<"or">, must<state_of_claim>>>, makes<NodeKind::led_to> {};
struct never_leads_to : seq<claimed_states, kw<"never:leads">, kw<"leads:never">, must<to_after_leads>, states_led_to>, makes<NodeKind::never_leads_to> {};
struct leads_to : seq<claimed_states, sor<kw<"leads">, kw<"lead">>, must<to_after_leads>, states_led_to, opt<within>>, makes<NodeKind::leads_to> {};
struct lead_after_can : seq<kw<"lead:can">, kw<"to:can">> {};
struct can_lead_to : seq<claimed_states, kw<"can">, must<lead_after_can>, states_led_to>, makes<NodeKind::can_lead_to> {};
struct claim_ends : seq<word, kw<"ends">, opt<within>>, makes<NodeKind::claim_ends> {};
struct claimed_condition : expr {};
struct claim_never : seq<kw<"never:claim">, must<claimed_condition>>, makes<NodeKind::claim_never> {};
struct claim_always : seq<kw<"always">, must<claimed_condition>>, makes<NodeKind::claim_always> {};
struct counted_never : flag<NodeKind::counted_never, kw<"never:counted">> {};
struct claim_counted : seq<path, sor<times, counted_never>>, makes<NodeKind::claim_counted> {};
struct never_both : seq<kw<"never:both">, kw<"both">> {};
struct claim_both : seq<path, kw<"and:between">, path, must<never_both>>, makes<NodeKind::claim_both> {};
struct event_of_claim : path {};
struct states_of_may : seq<kw<"in:states">, must<state_of_claim>, star<kw<"or">, must<state_of_claim>>>, makes<NodeKind::claim_in> {};
struct claim_may_not : seq<word, may_not, must<event_of_claim>, opt<states_of_may>>, makes<NodeKind::claim_may_not> {};
struct claim_may : seq<word, kw<"may">, must<event_of_claim>, must<states_of_may>>, makes<NodeKind::claim_may> {};
struct claim : sor<claim_never, claim_always, claim_may_not, claim_may, claim_ends, never_leads_to, leads_to, can_lead_to, claim_counted, claim_both> {};
struct promise : seq<kw<"promise">, must<text_of_promise>, opt<promise_of>, preamble, must<claim>, trailing>, makes<NodeKind::promise> {};

// --- migrations ---
struct version_of_migrate : integer {};
struct case_of_migrate : word {};
struct migrate_of : seq<kw<"of:case">, must<case_of_migrate>>, makes<NodeKind::migrate_of> {};
struct migrate_words : seq<kw<"migrate">, kw<"from:migrate">, must<version_of_migrate>, opt<migrate_of>, must<body_ahead>>, makes<NodeKind::migrate_head> {};
struct move_clock : sor<seq<kw<"running:on">, kw<"on:running">>, seq<kw<"counted:anew">, kw<"anew">>, seq<kw<"deadlines:kept">, kw<"kept">>,
                        seq<kw<"deadlines:cancelled">, kw<"cancelled">>>,
                    makes<NodeKind::move_clock> {};
struct names_of_same : kw<"names"> {};
struct same_names : seq<kw<"same:names">, must<names_of_same>, opt<move_clock>>, makes<NodeKind::same_names> {};
struct old_event : path {};
struct new_event : path {};
struct forgotten : flag<NodeKind::forgotten, kw<"forgotten">> {};
struct what_of_event : sor<forgotten, seq<sym<"->">, must<new_event>>> {};
struct event_line : seq<kw<"event">, must<old_event>, must<what_of_event>>, makes<NodeKind::event_line> {};
struct value_word : sor<kw<"record">, kw<"fact">>, makes<NodeKind::op> {};
struct given_name : word {};
struct equals_of_given : equals {};
struct given_value : expr {};
struct value_line : seq<value_word, must<given_name>, must<equals_of_given>, must<given_value>>, makes<NodeKind::value_line> {};
struct because_of_stays : kw<"because"> {};
struct stays_line : seq<path, kw<"stays:case">, must<because_of_stays>, must<text_after_because>>, makes<NodeKind::stays_line> {};
struct old_state : path {};
struct arrow_of_move : sym<"->"> {};
struct new_state : path {};
struct move_line : seq<must<old_state>, must<arrow_of_move>, must<new_state>, opt<move_clock>>, makes<NodeKind::move_line> {};
struct migrate_line : sor<same_names, event_line, value_line, stays_line, move_line> {};
struct migrate : seq<recovering<migrate_words, Resume::block>, opt<block_of<migrate_line, Resume::next_line>>>, makes<NodeKind::migrate> {};

// --- in a policy that refines another ---
struct changed_decision_words : seq<kw<"decision">, must<name_of_decision>, must<body_ahead>>, makes<NodeKind::decision_head> {};
struct named_row_ahead : at<sor<kw<"otherwise">, seq<lexeme<word_text>, blanks, pegtl::one<':'>>>> {};
struct changed_row : seq<kw<"change">, named_row_ahead, decision_row>, makes<NodeKind::change> {};
struct removed_row_ahead : at<sor<kw<"otherwise">, seq<lexeme<word_text>, blanks>>, sor<rule_ends, trailing_begins>> {};
struct name_of_row : seq<word>, makes<NodeKind::row_name> {};
struct removed_row_words : seq<sor<otherwise_of_row, name_of_row>, trailing>, makes<NodeKind::decision_row> {};
struct removed_row : seq<kw<"remove">, removed_row_ahead, removed_row_words>, makes<NodeKind::remove> {};
struct row_in_change : sor<changed_row, removed_row, decision_row> {};
struct rows_in_change : block_of<row_in_change, Resume::next_line> {};
struct changed_decision : seq<recovering<changed_decision_words, Resume::block>, opt<rows_in_change>>, makes<NodeKind::decision> {};
struct changed_case_words : seq<kw<"case">, must<name_of_case>, must<body_ahead>>, makes<NodeKind::case_head> {};
struct changed_case : seq<recovering<changed_case_words, Resume::block>, opt<body>>, makes<NodeKind::case_block> {};
struct changed_top : sor<named, changed_decision, changed_machine, changed_case, label, promise, effect> {};
struct change_top : seq<kw<"change">, must<changed_top>>, makes<NodeKind::change> {};
struct removed_decision : seq<kw<"decision">, must<name_of_decision>>, makes<NodeKind::decision> {};
struct removed_promise : seq<kw<"promise">, must<text_of_promise>, trailing>, makes<NodeKind::promise> {};
struct removed_label : seq<kw<"label">, must<labelled_name>>, makes<NodeKind::label> {};
struct removed_top : sor<removed_value, removed_decision, removed_promise, removed_label, removed_effect> {};
struct remove_top : seq<kw<"remove">, must<removed_top>>, makes<NodeKind::remove> {};

// --- the file ---
struct declaration_word : pegtl::failure {};
struct unknown_declaration : seq<recovering<must<declaration_word>, Resume::rules>, opt<body>>, makes<NodeKind::unknown> {};
struct declaration : sor<import_line, parties, kind, named, decision, machine, case_block, label, promise, scenario, migrate, effect, holiday, workday, change_top, remove_top, header_line, unknown_declaration> {};
struct declaration_line : seq<declaration, must<line_end>> {};
struct file_head_line : seq<must<file_head>, must<line_end>> {};
struct file : seq<blanks, newlines, recovering<file_head_line, Resume::declaration>, newlines,
                  star<pegtl::not_at<pegtl::eof>, recovering<declaration_line, Resume::next_rule>, newlines>>,
              makes<NodeKind::file> {};

}  // namespace recourse::syntax::grammar
