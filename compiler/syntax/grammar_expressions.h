// Expressions, loosest binding first; see docs/grammar.md. Private to matcher.cpp.
#pragma once

#include "compiler/syntax/grammar_tokens.h"
#include "compiler/syntax/recovery.h"

namespace recourse::syntax::grammar {

struct expr;
struct sum;
struct span;

// What may follow the comma of a list of values although it is no value of the list.
struct day_suffix : seq<sor<kw<"end">, kw<"start:that">>, kw<"of:that">, kw<"that">> {};
struct not_in_list : sor<day_suffix, kw<"rolling">, kw<"paused">, kw<"otherwise">, kw<"at:most">, kw<"not:before">, seq<lexeme<any_word_text>, blanks, pegtl::one<':'>>> {};
struct next_value : seq<sym<",">, not_at<not_in_list>> {};

struct value_in_brackets : seq<expr> {};
struct closing_bracket : sym<")"> {};

// --- literals ---
struct money_literal : seq<number_text, blanks, currency>, makes<NodeKind::money> {};
struct percent_literal : seq<number_text, blanks, sym<"%">>, makes<NodeKind::percent> {};
struct unit_word : sor<kw<"minutes">, kw<"minute">, kw<"hours">, kw<"hour">, kw<"days">, kw<"day">, kw<"weeks">, kw<"week">, kw<"months">,
                       kw<"month">, kw<"years">, kw<"year">> {};
struct business_unit : seq<kw<"business">, sor<kw<"days:business">, kw<"day:business">>> {};
struct unit : sor<unit_word, business_unit>, makes<NodeKind::unit> {};
struct to_the_minute : seq<kw<"to:minute">, kw<"the:minute">, kw<"minute:to">>, makes<NodeKind::to_the_minute> {};
struct whole : flag<NodeKind::whole, kw<"whole">> {};
// 2 whole days, 2 days to the minute;  2 天 按整日计, 2 天 按分钟计
struct reading_before : opt<english, whole> {};
struct reading_behind : opt<chinese, whole> {};
struct period_literal : seq<measured, reading_before, unit, reading_behind, opt<to_the_minute>>, makes<NodeKind::period> {};
// half a month, 半个月
struct unit_of_half : sor<kw<"month:half">, kw<"year:half">> {};
struct english_half : seq<english, kw<"half:month">, kw<"a:month">, must<unit_of_half>> {};
struct chinese_half : seq<chinese, sor<seq<kw<"half:month">, kw<"a:month">, kw<"month:half">>, seq<kw<"half:year">, kw<"a:year">, kw<"year:half">>>> {};
struct half_unit : sor<english_half, chinese_half>, makes<NodeKind::unit> {};
struct half_literal : seq<half_unit, opt<to_the_minute>>, makes<NodeKind::period> {};
struct whole_literal : seq<integer_text, blanks, not_at<pegtl::one<'%'>>>, makes<NodeKind::whole_number> {};
// Said to be an error when the tree is made: there are no bare fractions.
struct decimal_literal : seq<number_text, blanks>, makes<NodeKind::decimal> {};
struct date_literal : moment {};
struct number_literal : sor<money_literal, percent_literal, period_literal, whole_literal, decimal_literal> {};

struct boolean_literal : sor<kw<"true">, kw<"false">>, makes<NodeKind::boolean> {};
struct none_literal : kw<"none">, makes<NodeKind::none> {};
struct never_literal : kw<"never">, makes<NodeKind::never> {};
struct opening_literal : kw<"opening">, makes<NodeKind::opening> {};

// --- calls and names ---
struct argument_value : seq<expr> {};
struct named_argument : seq<at<lexeme<word_text>, blanks, pegtl::one<':'>>, word, sym<":">, must<argument_value>> {};
struct argument : sor<named_argument, expr>, makes<NodeKind::argument> {};
struct argument_after_comma : argument {};
struct closing_of_arguments : sym<")"> {};
struct arguments : seq<sym<"(">, opt<argument, star<sym<",">, must<argument_after_comma>>>, must<closing_of_arguments>>, makes<NodeKind::arguments> {};

struct result_of_call : seq<pegtl::one<'.'>, any_word> {};
struct call_or_name : seq<path, opt<arguments, opt<result_of_call>>>, makes<NodeKind::call, Keep::fold> {};

// M.entered S: the machine's path ends in the word `entered`.
struct machine_entered_text : lexeme<machine_entered_text>, makes<NodeKind::path> {
    static std::size_t length(std::string_view here, const Vocabulary& words) {
        if (words.is_chinese()) return 0;
        const std::size_t size = path_text::length(here, words);
        return here.substr(0, size).ends_with(".entered") ? size : 0;
    }
};
struct entered_in_machine : seq<machine_entered_text, blanks, path>, makes<NodeKind::entered> {};

struct event_after_first : path {};
struct event_after_previous : path {};
struct state_after_entered : path {};
struct first_of : seq<kw<"first">, must<event_after_first>>, makes<NodeKind::first_of> {};
struct previous_of : seq<kw<"previous">, must<event_after_previous>>, makes<NodeKind::previous_of> {};
struct entered : seq<kw<"entered">, must<state_after_entered>>, makes<NodeKind::entered> {};

// --- choices and days ---
struct choice_word : sor<kw<"earlier">, kw<"later">, kw<"smaller">, kw<"larger">>, makes<NodeKind::choice_word> {};
struct choice_after_the : seq<choice_word, kw<"of:choice">> {};
struct chosen_value : deeper<sum> {};
struct choice_after_values : choice_word {};
struct english_choice : seq<kw<"the">, must<choice_after_the>, must<chosen_value>, star<next_value, must<chosen_value>>> {};
// 取 A, B 中较早者: the word behind the list ends it.
struct chinese_choice : seq<kw<":the">, must<chosen_value>, star<sym<",">, must<chosen_value>>, must<choice_after_values>> {};
struct choice : sor<english_choice, chinese_choice>, makes<NodeKind::choice> {};

struct instant_after_of : deeper<span> {};
struct end_of : seq<kw<"end:of">, kw<"of:day">, must<instant_after_of>>, makes<NodeKind::end_of> {};
struct start_of : seq<kw<"start:of">, kw<"of:day">, must<instant_after_of>>, makes<NodeKind::start_of> {};
struct date_of : seq<kw<"date:of">, kw<"of:day">, must<instant_after_of>>, makes<NodeKind::date_of> {};

// --- amounts ---
// tiered on price { up to 100.00 CNY => 5%, above => 1% };  分档计算 price { 不超过 100.00 CNY => 5%, 超过部分 => 1% }
struct tiers_newlines : newlines {};
struct value_after_tiered : deeper<sum> {};
struct limit_of_tier : deeper<sum> {};
struct arrow_of_tier : sym<"=>"> {};
struct rate_of_tier : deeper<sum> {};
struct to_after_up : kw<"to:tier"> {};
struct tier_head : sor<kw<"above">, seq<kw<"up:tier">, must<to_after_up>, must<limit_of_tier>>> {};
struct tier : seq<tier_head, must<arrow_of_tier>, must<rate_of_tier>>, makes<NodeKind::tier> {};
struct first_tier : tier {};
struct end_of_tiers : sym<"}"> {};
struct opening_of_tiers : sym<"{"> {};
struct tiers : seq<must<opening_of_tiers>, tiers_newlines, must<first_tier>, star<opt<sym<",">>, tiers_newlines, tier>, opt<sym<",">>, tiers_newlines, must<end_of_tiers>> {};
struct tiered : seq<kw<"tiered">, kw<"on:tiered">, must<value_after_tiered>, tiers>, makes<NodeKind::tiered> {};
// days from A to B: `days` may be a name, which `from` may follow as a window; so nothing is sure before `to`.
struct day_after_from : deeper<span> {};
struct day_after_to : deeper<span> {};
struct days_from : seq<kw<"days:from">, kw<"from:days">, day_after_from, kw<"to:days">, must<day_after_to>>, makes<NodeKind::days_from> {};

struct parens : seq<sym<"(">, must<value_in_brackets>, must<closing_bracket>>, makes<NodeKind::parens> {};

struct primary : sor<parens, tiered, days_from, text, date_literal, number_literal, half_literal, boolean_literal, none_literal, never_literal, opening_literal, choice, end_of, start_of,
                     date_of, first_of, previous_of, entered, entered_in_machine, call_or_name> {};

// --- operators, tightest first ---
struct rounding_half : sor<seq<kw<"half:up">, kw<"up:half">>, seq<kw<"half:even">, kw<"even">>> {};
struct rounding_mode : sor<kw<"up:rounded">, kw<"down">, rounding_half>, makes<NodeKind::rounding> {};
struct step_after_to : sor<money_literal, percent_literal, whole_literal> {};
struct rounding_step : seq<kw<"to:step">, must<step_after_to>>, makes<NodeKind::rounding_step> {};
struct rounding : sor<seq<kw<"rounded">, must<rounding_mode>>, seq<chinese, rounding_mode>> {};
struct rounded : seq<primary, opt<rounding, opt<rounding_step>>>, makes<NodeKind::rounded, Keep::fold> {};
struct value_after_minus;
struct negate : seq<not_at<pegtl::string<'-', '>'>>, sym<"-">, must<value_after_minus>>, makes<NodeKind::negate> {};
struct prefix : sor<negate, rounded> {};
struct value_after_minus : deeper<prefix> {};

struct instant_after_after : deeper<span> {};
struct instant_after_before : deeper<span> {};
struct after_tail : seq<kw<"after">, must<instant_after_after>>, makes<NodeKind::after> {};
struct before_rolling_tail : seq<kw<"before:rolling">, kw<"rolling:before">>, makes<NodeKind::before_rolling> {};
struct before_tail : seq<kw<"before">, must<instant_after_before>>, makes<NodeKind::before> {};
struct english_span : seq<prefix, opt<sor<after_tail, before_rolling_tail, before_tail>>>, makes<NodeKind::span, Keep::fold> {};
// X 后 5 天, X 前 5 天, X 当天结束时: what is counted from stands first, and what is said of it follows, from left to right.
struct period_after_instant : prefix {};
struct period_before_instant : prefix {};
struct counted_after : seq<kw<":after">, not_at<chinese_ordinal_text>, must<period_after_instant>>, makes<NodeKind::after> {};
struct counted_before : seq<kw<":before">, must<period_before_instant>>, makes<NodeKind::before> {};
struct end_of_it : flag<NodeKind::end_of, kw<":end">> {};
struct start_of_it : flag<NodeKind::start_of, kw<":start">> {};
struct date_of_it : flag<NodeKind::date_of, kw<":date">> {};
struct before_rolling_of_it : flag<NodeKind::before_rolling, kw<":before rolling">> {};
struct chinese_span : seq<prefix, star<sor<counted_after, counted_before, end_of_it, start_of_it, date_of_it, before_rolling_of_it>>>,
                      makes<NodeKind::span_chain, Keep::fold> {};
struct span : sor<seq<english, english_span>, seq<chinese, chinese_span>> {};

struct product_operator : sor<sym<"*">, sym<"/">, kw<"of">>, makes<NodeKind::op> {};
// price 的 25%: the share stands behind what it is a share of.
struct share_of : span {};
struct share : seq<span, star<kw<":of">, must<share_of>>>, makes<NodeKind::share, Keep::fold> {};
struct factor : share {};
struct product : seq<share, star<product_operator, must<factor>>>, makes<NodeKind::product, Keep::fold> {};

struct sum_operator : sor<sym<"+">, seq<not_at<pegtl::string<'-', '>'>>, sym<"-">>>, makes<NodeKind::op> {};
struct term : product {};
struct plain_sum : seq<product, star<sum_operator, must<term>>>, makes<NodeKind::sum, Keep::fold> {};
// E but at most B
struct bound_of_cap : plain_sum {};
struct cap_word : sor<seq<kw<"at:most">, kw<"most">>, seq<kw<"at:least">, kw<"least">>>, makes<NodeKind::op> {};
struct cap : seq<kw<"but">, must<cap_word>, must<bound_of_cap>>, makes<NodeKind::cap> {};
struct sum : seq<plain_sum, star<cap>>, makes<NodeKind::capped, Keep::fold> {};

// --- tests ---
struct comparison_operator : sor<sym<"!=">, sym<"<=">, sym<">=">, sym<"<">, sym<">">, equals>, makes<NodeKind::op> {};
struct compared_value : sum {};
struct compare : seq<comparison_operator, must<compared_value>>, makes<NodeKind::compare> {};

struct is_not_set : seq<kw<"not:set">, kw<"set:not">>, makes<NodeKind::is_not_set> {};
struct is_set : kw<"set:is">, makes<NodeKind::is_set> {};
struct values_of_one_of : seq<sym<"(">, listed<sum>, must<closing_bracket>> {};
struct of_after_one : kw<"of:one"> {};
struct is_one_of : seq<kw<"one">, must<of_after_one>, must<values_of_one_of>>, makes<NodeKind::is_one_of> {};
// How a duty stands: a state of its machine, whose name is a word of the language.
struct duty_status_words : sor<seq<kw<"done:late">, kw<"late:done">>, kw<"dormant">, kw<"pending">, kw<"done">, kw<"broken">, kw<"released">> {};
struct duty_status : seq<duty_status_words, not_at<pegtl::one<'.'>>>, makes<NodeKind::duty_status> {};
struct state_named : sor<duty_status, path> {};
struct is_not_state : seq<kw<"not:is">, state_named>, makes<NodeKind::is_not_state> {};
struct is_state : state_named, makes<NodeKind::is_state> {};
struct is_tail : sor<is_not_set, is_set, is_one_of, is_not_state, is_state> {};
// 已给定, 属于 (…), 处于 S: in Chinese each is a word of its own.
struct chinese_is : seq<chinese, sor<is_not_set, is_set, is_one_of, is_not_state, seq<kw<"is">, must<is_state>>>> {};
struct is_test : sor<seq<english, kw<"is">, must<is_tail>>, chinese_is> {};

struct happened : kw<"happened">, makes<NodeKind::happened> {};
struct passed : kw<"passed">, makes<NodeKind::passed> {};
struct has_member : seq<sum>, makes<NodeKind::has_member> {};
struct has_tail : sor<happened, passed, has_member> {};
struct chinese_has : seq<chinese, sor<happened, passed, seq<kw<"has">, must<has_member>>>> {};
struct has_test : sor<seq<english, kw<"has">, must<has_tail>>, chinese_has> {};

struct instant_after_by : sum {};
struct by_tail : seq<kw<"by:instant">, must<instant_after_by>>, makes<NodeKind::by> {};

struct test : seq<sum, opt<sor<compare, is_test, has_test, by_tail>>>, makes<NodeKind::test, Keep::fold> {};

// --- logic ---
struct negation;
struct condition_after_not;
struct event_after_no : path {};
struct by_after_no : kw<"by:no"> {};
struct not_expr : seq<kw<"not">, must<condition_after_not>>, makes<NodeKind::not_expr> {};
struct no_by : seq<kw<"no">, must<event_after_no>, must<by_after_no>, must<instant_after_by>>, makes<NodeKind::no_by> {};
// 至 closes 已有 apply, 至 closes 尚无 apply
struct event_at_hand : path {};
struct has_by : flag<NodeKind::happened, kw<":has">> {};
struct has_not_by : flag<NodeKind::not_word, kw<":no">> {};
struct has_or_not : sor<has_by, has_not_by> {};
struct chinese_by : seq<kw<":by">, must<instant_after_by>, must<has_or_not>, must<event_at_hand>>, makes<NodeKind::by_instant> {};
struct negation : sor<not_expr, no_by, chinese_by, test> {};
struct condition_after_not : deeper<negation> {};
struct condition_after_and : negation {};
struct and_chain : seq<negation, star<kw<"and">, must<condition_after_and>>>, makes<NodeKind::and_chain, Keep::fold> {};
struct condition_after_or : and_chain {};
struct or_chain : seq<and_chain, star<kw<"or">, must<condition_after_or>>>, makes<NodeKind::or_chain, Keep::fold> {};
struct expr : deeper<or_chain> {};

}  // namespace recourse::syntax::grammar
