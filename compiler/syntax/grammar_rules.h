// Types, clauses, and the lines of cases, machines and states. Private to matcher.cpp.
#pragma once

#include "compiler/syntax/grammar_expressions.h"

namespace recourse::syntax::grammar {

// --- blocks ---
struct block_opens : seq<sym<"{">, newlines> {};
struct block_closes : sor<sym<"}">, seq<implied_close, blanks>, pegtl::eof> {};
struct line_end : rule_ends {};

template <typename Item, Resume Where = Resume::next_rule>
struct block_of : seq<block_opens, star<not_at<block_closes>, recovering<Item, Where>, newlines>, block_closes> {};

// --- types ---
struct whole_constant : seq<integer>, makes<NodeKind::whole_number> {};
struct negative_constant : seq<not_at<pegtl::string<'-', '>'>>, sym<"-">, sor<whole_constant, path>>, makes<NodeKind::negate> {};
struct constant : sor<negative_constant, whole_constant, path> {};
struct range_end : constant {};
struct range : seq<constant, sym<"..">, must<range_end>>, makes<NodeKind::range> {};
struct plain_type : sor<kw<"bool">, kw<"percent">, kw<"text">, kw<"instant">, kw<"date">, kw<"duration">, kw<"period">, kw<"party">>,
                    makes<NodeKind::plain_type> {};
struct currency_of_money : currency {};
struct money_type : seq<kw<"money">, must<currency_of_money>>, makes<NodeKind::money_type> {};
struct of_after_set : kw<"of:set"> {};
struct kind_of_set : path {};
struct set_type : seq<kw<"set:of">, must<of_after_set>, must<kind_of_set>>, makes<NodeKind::set_type> {};
struct kind_type : seq<path>, makes<NodeKind::kind_type> {};
struct base_type : sor<range, plain_type, money_type, set_type, kind_type> {};

struct bound_value : sum {};
struct characters : seq<measured, flag<NodeKind::characters, kw<"characters">>> {};
struct bound_or_characters : sor<characters, bound_value> {};
struct at_least : seq<kw<"at:least">, kw<"least">, must<bound_value>>, makes<NodeKind::at_least> {};
struct at_most : seq<kw<"at:most">, kw<"most">, must<bound_or_characters>>, makes<NodeKind::at_most> {};
struct not_before : seq<kw<"not:before">, kw<"before:not">, must<bound_value>>, makes<NodeKind::not_before> {};
struct not_after : seq<kw<"not:after">, kw<"after:not">, must<bound_value>>, makes<NodeKind::not_after> {};
struct is_private : flag<NodeKind::is_private, kw<"private">, not_at<pegtl::one<':'>>> {};
struct bound_after_comma : sor<at_least, at_most, not_before, not_after, is_private> {};
struct bound_ahead : sor<kw<"at:least">, kw<"at:most">, kw<"not:before">, kw<"not:after">, is_private> {};
struct bound : seq<sym<",">, at<bound_ahead>, must<bound_after_comma>> {};
struct or_none : flag<NodeKind::or_none, kw<"or:none">, kw<"none:or">> {};
struct type : seq<base_type, star<bound>, opt<or_none>>, makes<NodeKind::type> {};

struct type_of_field : type {};
struct colon_of_field : sym<":"> {};
struct field : seq<word, must<colon_of_field>, must<type_of_field>>, makes<NodeKind::field> {};
struct field_after_comma : field {};
struct fields : seq<field, star<sym<",">, must<field_after_comma>>> {};
struct closing_brace : sym<"}"> {};
struct closing_of_parameters : sym<")"> {};
struct fields_in_braces : seq<block_opens, opt<fields>, must<closing_brace>> {};
struct parameters : seq<sym<"(">, opt<fields>, must<closing_of_parameters>>, makes<NodeKind::parameters> {};

// --- clauses at the end of a rule ---
struct name_after_as : word {};
struct citation_after_cite : citation {};
struct text_after_reading : text {};
struct over_after_wins : kw<"over"> {};
struct name_after_over : word {};
struct code_after_allow : code {};
struct because_after_allow : kw<"because"> {};
struct text_after_because : text {};
struct as_clause : seq<kw<"as">, must<name_after_as>>, makes<NodeKind::as_clause> {};
struct cite_clause : seq<kw<"cite">, must<citation_after_cite>, star<sym<",">, must<citation_after_cite>>>, makes<NodeKind::cite_clause> {};
struct reading_clause : seq<kw<"reading">, must<text_after_reading>>, makes<NodeKind::reading_clause> {};
struct wins_clause : seq<kw<"wins">, must<over_after_wins>, must<name_after_over>, star<sym<",">, must<name_after_over>>>, makes<NodeKind::wins_clause> {};
struct allow_clause : seq<kw<"allow">, must<code_after_allow>, must<because_after_allow>, must<text_after_because>>, makes<NodeKind::allow_clause> {};
struct trailing : star<sor<as_clause, cite_clause, reading_clause, wins_clause, allow_clause>>, makes<NodeKind::trailing, Keep::filled> {};
struct trailing_begins : sor<kw<"as">, kw<"cite">, kw<"reading">, kw<"wins">, kw<"allow">> {};

// --- counts, windows, guards ---
struct once_word : flag<NodeKind::once, kw<"once">> {};
struct number_of_times : sor<once_word, seq<measured, sor<kw<"times">, kw<"time:times">>>> {};
struct most_after_at : kw<"most"> {};
struct at_most_once : flag<NodeKind::once, kw<":at most once">> {};
struct times : sor<at_most_once, seq<kw<"at:most">, must<most_after_at>, must<number_of_times>>>, makes<NodeKind::times> {};
struct times_ahead : sor<kw<":at most once">, kw<"at:most">> {};

struct period_after_within : expr {};
struct instant_after_from : expr {};
struct instant_after_until : expr {};
struct instant_after_nth_day : expr {};
struct day_after_ordinal : seq<kw<"day:ordinal">, kw<"after:day">> {};
// What Chinese says behind the instant or the period; nothing in English.
struct end_of_within : kw<"/within"> {};
struct end_of_from : kw<"/from"> {};
struct within : seq<kw<"within">, must<period_after_within>, must<end_of_within>>, makes<NodeKind::within> {};
struct from_nth : seq<kw<"from">, kw<"the:day">, ordinal, must<day_after_ordinal>, must<instant_after_nth_day>>, makes<NodeKind::from_nth> {};
// 自 X 起, 自 X 后 第 4 天 起
struct nth_day_after : opt<kw<":after">, chinese_ordinal> {};
struct from : seq<kw<"from">, must<instant_after_from>, nth_day_after, must<end_of_from>>, makes<NodeKind::from> {};
struct until : seq<kw<"until">, must<instant_after_until>>, makes<NodeKind::until> {};
struct window : seq<opt<within>, opt<sor<from_nth, from>>, opt<until>> {};

struct condition_after_if : expr {};
struct condition_after_unless : expr {};
struct guard_if : seq<kw<"if">, must<condition_after_if>>, makes<NodeKind::guard_if> {};
struct guard_unless : seq<kw<"unless">, must<condition_after_unless>>, makes<NodeKind::guard_unless> {};
struct guard : opt<sor<guard_if, guard_unless>> {};

// --- a clock that stands still ---
struct while_after_paused : kw<"while:paused"> {};
struct condition_of_pause : expr {};
struct paused : seq<kw<"paused">, must<while_after_paused>, must<condition_of_pause>>, makes<NodeKind::paused> {};

// --- what a rule does ---
struct record_after_count : word {};
struct record_after_set : word {};
struct equals_of_set : equals {};
struct value_of_set : expr {};
struct effect_after_do : word {};
struct arguments_of_effect : arguments {};
struct count : seq<kw<"count">, must<record_after_count>>, makes<NodeKind::count> {};
struct set : seq<kw<"set">, must<record_after_set>, must<equals_of_set>, must<value_of_set>>, makes<NodeKind::set> {};
struct perform : seq<kw<"do">, must<effect_after_do>, must<arguments_of_effect>>, makes<NodeKind::perform> {};
struct deadline_after_extend : word {};
struct by_of_extend : kw<"by:extend"> {};
struct period_of_extend : expr {};
struct deadline_after_restart : word {};
struct extend : seq<kw<"extend">, must<deadline_after_extend>, must<by_of_extend>, must<period_of_extend>>, makes<NodeKind::extend> {};
struct restart : seq<kw<"restart">, must<deadline_after_restart>>, makes<NodeKind::restart> {};
struct opened_after_open : word {};
struct arguments_of_opening : arguments {};
struct open_action : seq<kw<"open:case">, must<opened_after_open>, must<arguments_of_opening>>, makes<NodeKind::open_action> {};
struct action : sor<count, set, perform, open_action, extend, restart> {};
struct action_in_braces : seq<must<action>, opt<sym<",">>> {};
struct actions : block_of<action_in_braces>, makes<NodeKind::actions> {};

struct state_after_arrow : word {};
struct right_after_without : kw<"right"> {};
struct without_right : flag<NodeKind::without_right, kw<"without">, must<right_after_without>> {};
struct move : seq<sym<"->">, must<state_after_arrow>, opt<without_right>, opt<actions>, trailing>, makes<NodeKind::move> {};
struct stay : seq<kw<"stay">, opt<actions>, trailing>, makes<NodeKind::stay> {};
struct outside : seq<kw<"outside">, trailing>, makes<NodeKind::outside> {};
struct branches;
struct outcome : sor<move, stay, branches, outside> {};
struct outcome_of_branch : outcome {};
struct outcome_of_otherwise : outcome {};
struct branch_if : seq<kw<"if">, must<condition_after_if>, must<outcome_of_branch>>, makes<NodeKind::branch> {};
struct branch_otherwise : seq<kw<"otherwise">, must<outcome_of_otherwise>>, makes<NodeKind::otherwise_branch> {};
struct branch : sor<branch_if, branch_otherwise> {};
struct branch_in_braces : must<branch> {};
struct branches : seq<block_of<branch_in_braces, Resume::next_line>, trailing>, makes<NodeKind::branches> {};
struct otherwise : seq<kw<"otherwise">, must<outcome_of_otherwise>>, makes<NodeKind::otherwise_outcome> {};

// --- rules ---
struct event_after_on : path {};
struct event_after_takes : path {};
struct event_after_ignore : path {};
struct event_after_refuse : path {};
struct period_after_after : expr {};
struct instant_after_at : expr {};
struct condition_after_when : expr {};
struct outcome_of_rule : outcome {};
struct because_of_refuse : kw<"because"> {};
struct because : seq<must<because_of_refuse>, must<text_after_because>>, makes<NodeKind::because> {};
struct on_rule : seq<kw<"on">, must<event_after_on>, opt<times>, window, guard, must<outcome_of_rule>>, makes<NodeKind::on_rule> {};
struct takes_rule : seq<kw<"takes">, must<event_after_takes>, window, guard, opt<actions>, trailing>, makes<NodeKind::takes_rule> {};
struct ignore_rule : seq<kw<"ignore">, must<event_after_ignore>, trailing>, makes<NodeKind::ignore_rule> {};
struct refuse_rule : seq<kw<"refuse">, must<event_after_refuse>, window, guard, because, trailing>, makes<NodeKind::refuse_rule> {};
struct after_rule : seq<kw<"after:rule">, must<period_after_after>, opt<paused>, guard, must<outcome_of_rule>, opt<otherwise>>, makes<NodeKind::after_rule> {};
struct at_rule : seq<kw<"at">, must<instant_after_at>, guard, must<outcome_of_rule>, opt<otherwise>>, makes<NodeKind::at_rule> {};
struct when_rule : seq<kw<"when">, must<condition_after_when>, must<outcome_of_rule>>, makes<NodeKind::when_rule> {};
struct do_rule : seq<perform, trailing>, makes<NodeKind::do_rule> {};

struct name_of_outcome : word {};
struct outcome_begins : sor<sym<"->">, kw<"stay">, sym<"{">> {};
struct outcome_line : seq<kw<"outcome">, must<name_of_outcome>, sor<seq<at<outcome_begins>, outcome>, star<sym<",">, must<name_of_outcome>>>>,
                      makes<NodeKind::outcome_rule> {};

// --- declarations in a case ---
struct name_of_fact : word {};
struct name_of_record : word {};
struct name_of_event : word {};
struct name_of_happening : word {};
struct name_of_effect : word {};
struct colon_of_fact : sym<":"> {};
struct type_of_fact : type {};
struct low_of_record : constant {};
struct dots_of_record : sym<".."> {};
struct high_of_record : constant {};
struct initial_of_record : constant {};
struct party_after_by : word {};
struct times_after_comma : times {};
struct open_ahead : seq<kw<"open:window">, kw<"at:open">> {};
struct least_after_open : kw<"least:open"> {};
struct period_after_least : expr {};
struct parameters_of_effect : parameters {};
struct next_party : seq<sym<",">, not_at<sor<times_ahead, open_ahead>>> {};
struct by_parties : seq<kw<"by">, must<party_after_by>, star<next_party, must<party_after_by>>>, makes<NodeKind::by_parties> {};
struct fact_field : seq<must<name_of_fact>, must<colon_of_fact>, must<type_of_fact>>, makes<NodeKind::field> {};
// known by scan.time, corrected by rescan.time, withdrawn by lost
struct by_after_news : kw<"by:known"> {};
struct event_of_news : path {};
struct source_of_news : seq<must<by_after_news>, must<event_of_news>> {};
struct known : seq<kw<"known">, source_of_news>, makes<NodeKind::known> {};
struct corrected : seq<kw<"corrected">, source_of_news>, makes<NodeKind::corrected> {};
struct withdrawn : seq<kw<"withdrawn">, source_of_news>, makes<NodeKind::withdrawn> {};
struct news_after_comma : sor<known, corrected, withdrawn> {};
struct fact : seq<kw<"fact">, fact_field, star<sym<",">, must<news_after_comma>>, trailing>, makes<NodeKind::fact> {};
struct record : seq<kw<"record">, must<name_of_record>, must<colon_of_field>, must<low_of_record>, must<dots_of_record>, must<high_of_record>,
                    opt<equals, must<initial_of_record>>>,
                makes<NodeKind::record> {};
struct counted : opt<sym<",">, must<times_after_comma>> {};
struct open_at_least : seq<open_ahead, must<least_after_open>, must<period_after_least>>, makes<NodeKind::open_at_least> {};
struct open_after_comma : open_at_least {};
struct open_after_count : seq<sym<",">, must<open_after_comma>> {};
struct event_limits : opt<sym<",">, sor<open_at_least, seq<must<times_after_comma>, opt<open_after_count>>>> {};
struct event : seq<kw<"event">, must<name_of_event>, opt<by_parties>, event_limits, opt<fields_in_braces>, trailing>, makes<NodeKind::event> {};
struct happening : seq<kw<"happening">, must<name_of_happening>, counted, opt<fields_in_braces>, trailing>, makes<NodeKind::happening> {};
struct effect : seq<kw<"effect">, must<name_of_effect>, must<parameters_of_effect>, trailing>, makes<NodeKind::effect> {};

// --- cases that this one opens ---
struct name_of_opened : word {};
struct colon_of_opened : sym<":"> {};
struct case_of_opened : word {};
struct opened_case : seq<kw<"opens:case">, must<name_of_opened>, must<colon_of_opened>, must<case_of_opened>, trailing>, makes<NodeKind::opened_case> {};

// --- duties, rights and bans beside the states ---
struct name_of_duty : word {};
struct colon_of_duty : sym<":"> {};
struct party_of_duty : word {};
struct must_of_duty : kw<"must"> {};
struct act_of_duty : path {};
struct instant_of_duty : expr {};
struct while_after_excused : kw<"while"> {};
struct condition_after_while : expr {};
struct when_after_released : kw<"when:released"> {};
struct condition_of_release : expr {};
struct parties_bound : seq<must<party_of_duty>, star<sym<",">, must<party_of_duty>>>, makes<NodeKind::by_parties> {};
struct acts_owed : seq<must<act_of_duty>, star<kw<"or">, must<act_of_duty>>> {};
struct due_by : seq<kw<"by:duty">, must<instant_of_duty>>, makes<NodeKind::duty_by> {};
struct due_of_duty : sor<due_by, within> {};
struct excused : seq<kw<"excused">, must<while_after_excused>, must<condition_after_while>>, makes<NodeKind::excused> {};
struct released : seq<kw<"released:when">, must<when_after_released>, must<condition_of_release>>, makes<NodeKind::released> {};
struct actions_of_breach : sor<perform, actions> {};
struct breach : seq<kw<"otherwise">, must<actions_of_breach>>, makes<NodeKind::breach> {};
struct duty : seq<kw<"duty">, must<name_of_duty>, must<colon_of_duty>, parties_bound, must<must_of_duty>, acts_owed, must<due_of_duty>, opt<paused>, guard,
                  opt<excused>, opt<released>, opt<breach>, trailing>,
              makes<NodeKind::duty> {};

struct may_not : sor<seq<english, kw<"may">, kw<"not:may">>, seq<chinese, kw<"not:may">>> {};
struct act_after_may : path {};
struct parties_named : seq<word, star<sym<",">, word>>, makes<NodeKind::by_parties> {};
struct because_of_ban : seq<kw<"because">, must<text_after_because>>, makes<NodeKind::because> {};
struct ban_rule : seq<parties_named, may_not, must<act_after_may>, window, guard, opt<because_of_ban>, trailing>, makes<NodeKind::ban_rule> {};
struct principal : word {};
struct acting_rule : seq<parties_named, kw<"may">, kw<"act:for">, kw<"for:act">, must<principal>, guard, trailing>, makes<NodeKind::acting_rule> {};
struct right_rule : seq<parties_named, kw<"may">, must<act_after_may>, window, guard, trailing>, makes<NodeKind::right_rule> {};

// --- named values ---
struct named_word : sor<kw<"period">, kw<"deadline">, kw<"moment">, kw<"amount">, kw<"condition">>, makes<NodeKind::named_word> {};
struct name_of_value : word {};
struct day_after_that : kw<"day:that"> {};
struct end_of_that_day : flag<NodeKind::end_of_that_day, kw<"end">, kw<"of:that">, kw<"that">, must<day_after_that>> {};
struct start_of_that_day : flag<NodeKind::start_of_that_day, kw<"start:that">, kw<"of:that">, kw<"that">, must<day_after_that>> {};
struct rolling : flag<NodeKind::rolling, kw<"rolling">> {};
struct suffix : sor<end_of_that_day, start_of_that_day, rolling, paused> {};
struct suffix_ahead : sor<day_suffix, kw<"rolling">, kw<"paused">> {};
struct value_of_row : expr {};
struct if_of_row : kw<"if"> {};
struct first_row : seq<must<value_of_row>, opt<kw<"if">, must<condition_after_if>>>, makes<NodeKind::row> {};
struct last_row : seq<kw<"otherwise">, must<value_of_row>>, makes<NodeKind::row> {};
struct middle_row : seq<must<value_of_row>, must<if_of_row>, must<condition_after_if>>, makes<NodeKind::row> {};
struct next_row : seq<sym<",">, not_at<suffix_ahead>, sor<last_row, middle_row>> {};
struct rows : seq<first_row, star<next_row>>, makes<NodeKind::rows> {};

struct arrow_of_row : sym<"=>"> {};
struct condition_of_row : expr {};
struct otherwise_of_row : flag<NodeKind::otherwise_branch, kw<"otherwise">> {};
struct braced_row : seq<sor<otherwise_of_row, must<condition_of_row>>, must<arrow_of_row>, must<value_of_row>>, makes<NodeKind::row> {};
struct braced_rows : block_of<braced_row, Resume::next_line>, makes<NodeKind::braced_rows> {};
struct value_of_name : sor<seq<equals, rows, star<sym<",">, suffix>>, braced_rows> {};
struct named : seq<named_word, must<name_of_value>, must<value_of_name>, trailing>, makes<NodeKind::named> {};

// --- states and machines ---
struct member;
struct member_line : seq<member, must<line_end>> {};
struct body : block_of<member_line>, makes<NodeKind::body> {};
struct head_end : at<sor<pegtl::one<'{'>, trailing_begins, rule_ends>> {};
struct name_of_state : word {};
struct machine_of_state : path {};
struct arguments_of_machine : arguments {};
struct start_state : word {};
struct final_word : flag<NodeKind::final_word, kw<"final">, opt<kw<"state:final">>> {};
struct resting_word : flag<NodeKind::resting_word, kw<"resting">, opt<kw<"state:final">>> {};
struct case_after_ends : kw<"case:ends"> {};
struct ends_case : flag<NodeKind::ends_case, kw<"ends:case">, must<case_after_ends>> {};
struct instance : seq<equals, must<machine_of_state>, must<arguments_of_machine>>, makes<NodeKind::instance> {};
struct state_words : seq<sor<final_word, resting_word, kw<"state">>, must<name_of_state>, opt<ends_case>, opt<instance>, must<head_end>>,
                     makes<NodeKind::state_head> {};
struct state : seq<recovering<state_words, Resume::block>, opt<body>, trailing>, makes<NodeKind::state> {};
struct start_rule : seq<kw<"start">, must<start_state>>, makes<NodeKind::start_rule> {};

struct name_of_machine : word {};
struct body_ahead : at<pegtl::one<'{'>> {};
struct machine_words : seq<kw<"machine">, must<name_of_machine>, opt<parameters>, must<body_ahead>>, makes<NodeKind::machine_head> {};
struct machine : seq<recovering<machine_words, Resume::block>, opt<body>>, makes<NodeKind::machine> {};

// --- in a policy that refines another: what becomes of what the refined policy says ---
struct path_of_state : path {};
struct changed_state_words : seq<kw<"state">, must<path_of_state>, opt<instance>, must<head_end>>, makes<NodeKind::state_head> {};
struct changed_state : seq<recovering<changed_state_words, Resume::block>, opt<body>, trailing>, makes<NodeKind::state> {};
struct changed_machine_words : seq<kw<"machine">, must<name_of_machine>, must<body_ahead>>, makes<NodeKind::machine_head> {};
struct changed_machine : seq<recovering<changed_machine_words, Resume::block>, opt<body>>, makes<NodeKind::machine> {};
struct changed_member : sor<on_rule, takes_rule, ignore_rule, refuse_rule, after_rule, at_rule, when_rule, do_rule, changed_state, event, record, happening, effect,
                            named, start_rule, outcome_line, changed_machine, duty> {};
struct change_member : seq<kw<"change">, must<changed_member>>, makes<NodeKind::change> {};

// Of what is removed, what it is called by: of several rules alike, the one with the reason behind `as`.
struct removed_on : seq<kw<"on">, must<event_after_on>, trailing>, makes<NodeKind::on_rule> {};
struct removed_takes : seq<kw<"takes">, must<event_after_takes>, trailing>, makes<NodeKind::takes_rule> {};
struct removed_refuse : seq<kw<"refuse">, must<event_after_refuse>, trailing>, makes<NodeKind::refuse_rule> {};
struct removed_after : seq<kw<"after:rule">, must<period_after_after>, trailing>, makes<NodeKind::after_rule> {};
struct removed_at : seq<kw<"at">, must<instant_after_at>, trailing>, makes<NodeKind::at_rule> {};
struct removed_when : seq<kw<"when">, must<condition_after_when>, trailing>, makes<NodeKind::when_rule> {};
struct removed_do : seq<kw<"do">, must<effect_after_do>, trailing>, makes<NodeKind::do_rule> {};
struct removed_state : seq<kw<"state">, must<path_of_state>, trailing>, makes<NodeKind::state> {};
struct removed_event : seq<kw<"event">, must<name_of_event>, trailing>, makes<NodeKind::event> {};
struct removed_happening : seq<kw<"happening">, must<name_of_happening>, trailing>, makes<NodeKind::happening> {};
struct removed_record : seq<kw<"record">, must<name_of_record>>, makes<NodeKind::record> {};
struct removed_effect : seq<kw<"effect">, must<name_of_effect>, trailing>, makes<NodeKind::effect> {};
struct removed_duty : seq<kw<"duty">, must<name_of_duty>, trailing>, makes<NodeKind::duty> {};
struct removed_value : seq<named_word, must<name_of_value>, trailing>, makes<NodeKind::named> {};
struct removed_member : sor<removed_on, removed_takes, ignore_rule, removed_refuse, removed_after, removed_at, removed_when, removed_do, removed_state, removed_event,
                            removed_happening, removed_record, removed_effect, removed_duty, removed_value> {};
struct remove_member : seq<kw<"remove">, must<removed_member>>, makes<NodeKind::remove> {};

// A line that begins with no word of ours; a block of rules behind it is read all the same.
struct member_word : pegtl::failure {};
struct unknown_member : seq<recovering<must<member_word>, Resume::rules>, opt<body>>, makes<NodeKind::unknown> {};
struct member : sor<on_rule, takes_rule, ignore_rule, refuse_rule, after_rule, at_rule, when_rule, do_rule, state, event, fact, record, happening, effect,
                    named, start_rule, outcome_line, machine, change_member, remove_member, duty, opened_case, ban_rule, acting_rule, right_rule, unknown_member> {};

}  // namespace recourse::syntax::grammar
