// The syntax tree of one .rule file: what is written, in the order written, with its places; nothing is resolved here.
// Comments are kept beside the tree by place (File::comments). A part that could not be parsed is absent or `missing`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/support/source.h"

namespace recourse::syntax {

using support::FileId;
using support::Span;

// A word or dotted path as written, such as `apply` or `Dispute.submit`.
struct Name {
    std::string text;
    Span span;
    [[nodiscard]] bool empty() const { return text.empty(); }
};

// A string literal with its escapes resolved.
struct Text {
    std::string value;
    Span span;
};

enum class ExprKind : std::uint8_t {
    missing,        // did not parse; a diagnostic has been given
    boolean,        // true, false                                 number = 0 or 1
    integer,        // 42                                          number
    percent,        // 12.5%                                       number in hundredths of a percent (1250)
    money,          // 88.00 CNY                                   text = "88.00", unit = "CNY"
    text,           // "cracked"                                   text
    date,           // 2024-03-01                                  text
    instant,        // 2024-03-01 10:00                            text (as written)
    period,         // 5 days, 6 business days, 2 whole days       number, unit = singular ("day", "business day"), reading;
                    // half a month, half a year                   number = 1, unit = "half month", "half year"
    name,           // price, Claim.BuyerShips, apply.service      text = the dotted path; of a duty's status unit = kDutyStatus
    none,           // none
    never,          // never
    opening,        // opening
    first_of,       // first X                                     text = path
    previous_of,    // previous X  or  previous X.field            text = path
    entered,        // entered S,  M.entered S                     text = path to the state (M.S)
    happened,       // X has happened                              text = path
    happened_by,    // X by I                                      text = path; children: I
    not_happened_by,// no X by I                                   text = path; children: I
    passed,         // I has passed                                children: I
    is_set,         // E is set                                    children: E
    is_not_set,     // E is not set                                children: E
    is_state,       // Trade is Closed                             children: name, name
    is_not_state,   // Trade is not Closed
    is_one_of,      // E is one of (a, b)                          children: E, a, b, …
    has_member,     // wear has torn                               children: set, member
    equal, not_equal, less, at_most, greater, at_least,         // = != < <= > >=            children: a, b
    logical_and, logical_or, logical_not,
    add, subtract, multiply, divide, negate,                    // + - * /  -e
    of,             // 25% of price                                children: a, b
    rounded,        // E rounded half up [to 0.05 CHF]             children: E [, step]; text = "up", "down", "half up", "half even"
    capped,         // E but at most B,  E but at least B          children: E, B; text = "at most", "at least"
    tiered,         // tiered on E { up to L => R … above => R }   children: E, L, R, …, and the R of `above` when it is there
    days_from,      // days from A to B                            children: A, B
    after, before,  // P after I, P before I                       children: P, I
    earlier_of, later_of, smaller_of, larger_of,                // children: two or more
    end_of, start_of,                                           // end of E, start of E  (a date, or an instant's day)
    date_of,        // date of I
    before_rolling, // closes before rolling                       children: name
    call,           // freight_payer(fault, none)                  text = decision; children: arguments; unit = their names: "who,", or empty
    field_of_call,  // freight_payer(…).payer                      text = result; children: call
};

// What marks the name of a state that is a word of the language: `broken` in `repay is broken`.
inline constexpr const char* kDutyStatus = "duty";

struct Expr {
    ExprKind kind = ExprKind::missing;
    Span span;
    std::int64_t number = 0;
    std::string text;
    std::string unit;
    enum class Reading : std::uint8_t { bare, whole, to_the_minute } reading = Reading::bare;
    bool parenthesised = false;
    std::vector<Expr> children;
};

// A value, or rows of which the first that holds gives it:  `20 days if newcomer, otherwise 10 days`
// or `{ member = student => term_start  otherwise => never }`.
struct Row {
    std::optional<Expr> condition;  // absent for `otherwise`
    Expr value;
    Span span;
};
struct Rows {
    std::vector<Row> rows;   // one row without condition when there is just a value
    bool braced = false;
    Span span;
};

struct TypeRef {
    enum class Base : std::uint8_t { missing, boolean, integer, percent, money, text, instant, date, duration, period, party, kind, set }
        base = Base::missing;
    Span span;
    std::optional<Expr> low, high;       // integer a..b (a constant or its negation)
    std::string unit;                    // money's currency
    Name kind;                           // kind, or set of kind
    std::optional<Expr> at_least, at_most;      // bounds (text: `at most 40 characters` is at_most = integer)
    std::optional<Expr> not_before, not_after;
    bool is_private = false;
    bool optional = false;               // `or none`
};

struct Field {
    Name name;
    TypeRef type;
    Span span;
};

struct Citation {
    std::string source;  // "G"
    std::string clause;  // "1", "2.4", may be empty
    Span span;
};

// Trailing clauses that any rule may carry.
struct Trailing {
    std::optional<Name> reason;            // as agreed_by_silence
    std::vector<Citation> cites;
    std::optional<Text> reading;           // reading "…"
    std::vector<Name> wins_over;           // wins over <reason of another rule>
    struct Allow { Name code; Text because; Span span; };
    std::vector<Allow> allows;             // allow CODE because "…"
};

// In a policy that refines another: what becomes of something that the refined policy says. `change` puts what is written in its place, or
// goes on inside of it; of what is removed nothing is written but what it is called by.
enum class Mark : std::uint8_t { none, change, remove };

struct Argument {
    Name name;      // empty when positional
    Expr value;
    Span span;
};

// What a rule does beside moving.
struct Action {
    enum class Kind : std::uint8_t { count, set, perform, extend, restart, open } kind = Kind::count;
    Name target;                     // record, effect, deadline, or what is opened
    Expr value;                      // set; extend: by how much
    std::vector<Argument> arguments; // perform; open: the facts
    Span span;
};

struct Branch;

// `-> S without right { … } as R cite …`, `stay { … }`, `outside`, or `{ if … otherwise … }`.
struct Outcome {
    enum class Kind : std::uint8_t { missing, move, stay, outside, branches } kind = Kind::missing;
    Name target;                     // move
    bool without_right = false;
    std::vector<Action> actions;
    std::vector<Branch> branches;
    Trailing trailing;
    Span span;
};
struct Branch {
    std::optional<Expr> condition;   // absent for `otherwise`
    Outcome outcome;
    Span span;
};

// One bound of a rule's window.
struct Window {
    std::optional<Expr> from;        // from I
    std::optional<Expr> from_nth;    // from the N-th day after X: `number` = N on a period node of unit "day"; children: X
    std::optional<Expr> until;       // until I
    std::optional<Expr> within;      // within D (of entering the state) or within D after X (then an `after` node)
};

struct OnRule {        // on E [at most N times] [window] [if C] outcome;   `takes E …` is kind takes, `ignore E` ignore
    enum class Kind : std::uint8_t { on, takes, ignore, refuse } kind = Kind::on;
    Name event;
    std::optional<std::int64_t> at_most;
    Span at_most_span;
    Window window;
    std::optional<Expr> condition;   // `unless C` is stored as a logical_not with parenthesised = false and unless = true
    bool unless = false;
    std::optional<Text> because;     // refuse
    Outcome outcome;                 // on, takes (stay)
    Span span;
    Mark mark = Mark::none;
};

struct DeadlineRule {  // after D [paused while C] [if C] outcome [otherwise outcome];   at I [if C] outcome [otherwise outcome]
    enum class Kind : std::uint8_t { after, at } kind = Kind::after;
    Expr when;                       // period or instant
    std::optional<Expr> paused;      // after: while this holds the clock stands still
    std::optional<Expr> condition;
    bool unless = false;
    Outcome outcome;
    std::optional<Outcome> otherwise;
    Span span;
    Mark mark = Mark::none;
};

struct WhenRule {      // when C outcome
    Expr condition;
    Outcome outcome;
    Span span;
    Mark mark = Mark::none;
};

struct DoOnEntry {     // do refund(buyer, price)
    Action action;
    Trailing trailing;
    Span span;
    Mark mark = Mark::none;
};

struct OutcomeRule {   // outcome upheld -> Refunded …   (inside a state that is a machine's instance)
    Name outcome_name;
    Outcome outcome;
    Span span;
    Mark mark = Mark::none;
};

struct StartRule {
    Name state;
    Span span;
    Mark mark = Mark::none;
};

struct NamedValue {    // period, deadline, moment, amount, condition
    enum class Kind : std::uint8_t { period, deadline, moment, amount, condition } kind = Kind::period;
    Name name;
    Rows value;
    bool end_of_that_day = false;    // `, end of that day`
    bool start_of_that_day = false;  // `, start of that day`
    bool rolling = false;            // `, rolling`
    std::optional<Expr> paused;      // `, paused while C`: while this holds the clock stands still
    Trailing trailing;
    Span span;
    Mark mark = Mark::none;
};

struct Party { std::vector<Name> names; Span span; };
struct Kind { Name name; std::vector<Name> members; Span span; };

struct Fact {
    Name name;
    TypeRef type;
    // `known by scan.time, corrected by rescan.time, withdrawn by lost`: what events say of it, in the order written. `from` is a field,
    // or an event itself, whose instant it then is; of a withdrawal it is an event.
    struct News {
        enum class Kind : std::uint8_t { known, corrected, withdrawn } kind = Kind::known;
        Name from;
        Span span;
    };
    std::vector<News> news;        // empty: given at the opening
    Trailing trailing;
    Span span;
};
struct Record { Name name; Expr low, high; std::optional<Expr> initial; Span span; Mark mark = Mark::none; };
struct Event {
    bool happening = false;
    Name name;
    std::vector<Name> by;
    std::optional<std::int64_t> at_most;   // at most once = 1
    Span at_most_span;
    std::optional<Expr> open_at_least;     // open at least 3 days
    std::vector<Field> fields;
    Trailing trailing;
    Span span;
    Mark mark = Mark::none;
};
struct Effect { Name name; std::vector<Field> parameters; Trailing trailing; Span span; Mark mark = Mark::none; };
struct OutcomeNames { std::vector<Name> names; Span span; };   // `outcome upheld, denied` in a machine's declaration

// duty repay : library must refund or credit by repay_by [paused while C] [if C] [excused while C] [released when C] [otherwise do …]
struct Duty {
    Name name;
    std::vector<Name> by;            // whose duty it is
    std::vector<Name> acts;          // any of these fulfils it
    std::optional<Expr> due;         // by I
    std::optional<Expr> within;      // within D (of its beginning), or within D after X (then an `after` node)
    std::optional<Expr> paused;      // while this holds the clock of `within` stands still
    std::optional<Expr> condition;   // it begins as soon as this holds; `unless C` as in OnRule
    bool unless = false;
    std::optional<Expr> excused;     // while this holds it is not broken
    std::optional<Expr> released;    // as soon as this holds nothing is owed any more
    std::vector<Action> breach;      // otherwise …
    Trailing trailing;
    Span span;
    Mark mark = Mark::none;
};

struct OpenedCase {    // opens appeal : Appeal
    Name name;                       // what this case calls it
    Name case_type;
    Trailing trailing;
    Span span;
};

struct MayRule {       // P may E [window] [if C];   P may not E [window] [if C] [because "…"];   P may act for Q [if C]
    bool may_not = false;
    std::vector<Name> by;
    Name event;                      // empty where acts_for is not
    Name acts_for;
    Window window;
    std::optional<Expr> condition;
    bool unless = false;
    std::optional<Text> because;     // may not
    Trailing trailing;
    Span span;
};

struct State;
struct Machine;

using Item = std::variant<Fact, Record, Event, Effect, OutcomeNames, NamedValue, StartRule, OnRule, DeadlineRule, WhenRule,
                          DoOnEntry, OutcomeRule, Duty, MayRule, OpenedCase, State, Machine>;

struct State {
    enum class Kind : std::uint8_t { plain, final, resting } kind = Kind::plain;
    Name name;
    bool ends_case = false;
    Name instance_of;                     // state Dispute = Intervention(…)
    std::vector<Argument> arguments;
    bool has_body = false;
    std::vector<Item> items;
    Trailing trailing;
    Span span;        // all of it
    Span head;        // the first line
    Mark mark = Mark::none;
};

struct Machine {      // in a case: `machine Refund { … }`; at top level: `machine Intervention(p: party, …) { … }`
    Name name;
    bool has_parameters = false;
    std::vector<Field> parameters;
    std::vector<Item> items;
    Span span;
    Span head;
    Mark mark = Mark::none;
};

struct Case {
    Name name;
    Name opens_on;                 // opens on borrow [by reader]
    std::vector<Name> opens_by;
    std::vector<Item> items;
    Span span;
    Span head;
    Mark mark = Mark::none;
};

struct DecisionRow {
    Name name;                     // may be empty
    std::optional<Expr> condition; // absent for `otherwise`
    bool undecided = false;
    struct Result { Expr value; bool up_to = false; };
    std::vector<Result> results;
    std::vector<Name> overrides;
    bool overrides_the_rest = false;
    Trailing trailing;
    Span span;
    Mark mark = Mark::none;
};
struct Decision {
    Name name;
    std::vector<Field> parameters;
    std::vector<Field> results;
    bool in_order = false;
    bool undecided = false;        // `undecided` after the results: overlaps and holes are notes
    std::vector<DecisionRow> rows;
    Trailing trailing;
    Span span;
    Span head;
    Mark mark = Mark::none;
};

struct LabelItem {                 // label agreed_by_silence en "agreed by silence" zh "逾期视为同意"
    Name of;
    struct In { std::string language; Text text; };
    std::vector<In> texts;
    Span span;
    Mark mark = Mark::none;
};

// One line of a scenario.
struct ScenarioStep {
    enum class Kind : std::uint8_t { open, event, expect, decide, migrate } kind = Kind::expect;
    Expr at;                        // instant or date literal; missing for decide
    // open
    Name case_name;                 // may be empty
    std::vector<Argument> arguments; // open: facts; event: fields; decide: arguments; expect effect: arguments
    // event
    Name party;                     // empty for a happening (`happens`)
    bool happens = false;
    Name event;                     // also the decision of `decide`
    bool has_arguments = false;
    std::optional<Text> id;         // id "e-1"
    bool refused = false;           // `refused [because …]`
    // expectation
    enum class Expect : std::uint8_t {
        none, state, value, may, may_not, effect, no_effect, ended, resting, running, halted, results
    } expect = Expect::none;
    std::vector<Name> states;       // expect A and Refund is B: paths "A", "Refund.B"
    std::optional<Name> reason;     // as R
    Expr left, right;               // value: left = right;  may until/from, a duty pending until: `until` / `from` below
    std::optional<Expr> until, from;
    struct Because {
        enum class Kind : std::uint8_t { none, at_most, too_late, too_early, not_here, not_theirs, condition, late, text } kind = Kind::none;
        std::int64_t count = 0;     // at most N times
        Text text;
        Span span;
    } because;
    std::vector<Argument> results;  // decide … expect payer = buyer, share = 50%
    Span span;
};
struct Scenario {
    Text name;
    std::int64_t under = 0;         // opened under 2: what stands before `migrates` is of that version; 0: of this one
    Span under_span;
    std::vector<ScenarioStep> steps;
    Span span;
    Span head;
};

// What a policy promises of every case: `promise "…" [if …] [, between A and B] [, unless E]: CLAIM`.
struct Promise {
    Text title;
    Name of;                        // of CASE; may be empty
    // assumptions, which hold while the promise watches a case
    std::vector<Name> silent;       // if P is silent
    std::vector<Name> prompt;       // if P acts in time
    std::vector<Expr> given;        // if CONDITION
    std::vector<Name> unless;       // unless E or F
    Name after, before;             // between A and B; after A; before B
    enum class Claim : std::uint8_t {
        missing, never_leads_to, leads_to, can_lead_to, ends, never, always, at_most, never_both, may, may_not
    } claim = Claim::missing;
    std::vector<Name> from, to;     // states: `X or Y leads to Z`; `in X or Y` of may and may not
    Name subject;                   // case of `ends`; event, effect or state that is counted; first of `never both`; party of `may`
    Name other;                     // second of `never both`; event of `may`
    std::optional<Expr> within;
    Expr condition;                 // never, always
    std::int64_t most = 0;          // at most
    Trailing trailing;
    Span span;
    Mark mark = Mark::none;
};

// What becomes of the cases of an older version: `migrate from 2 [of CASE] { … }`.
struct Migrate {
    std::int64_t from = 0;
    Span from_span;
    Name of;                        // may be empty
    enum class Clock : std::uint8_t { unsaid, running_on, anew, kept, cancelled };
    struct Line {
        enum class Kind : std::uint8_t { same_names, state, stays, event, forgotten, record, fact } kind = Kind::state;
        Name old_name, name;        // state: old and new; stays: old; event: old and new; forgotten: new; record, fact: new
        Clock clock = Clock::unsaid;
        Text because;               // stays
        std::optional<Expr> value;  // record, fact
        Span span;
    };
    std::vector<Line> lines;
    Span span;
    Span head;
};

struct Import {
    Name module;
    struct Item { Name name; Name alias; };
    std::vector<Item> items;
    Span span;
};

struct SourceClause {
    std::string clause;
    Text title;
    bool left_out = false;          // left out 5 because "opening hours": title is the reason
    Span span;
};

// One header line of a policy, library, calendar or counting regime.
struct HeaderLine {
    enum class Kind : std::uint8_t {
        title, version, time_zone, time_zone_by, calendar, calendar_by, counting, source, years, weekend, beyond, regime, applies, overrides
    } kind = Kind::title;
    Name language;                  // title zh "…"
    Text text;                      // title, time zone, source
    Name name;                      // calendar, counting, source id, fact of `… by`; regime: what it speaks of, such as `last day`
    std::int64_t number = 0;        // version, years from
    std::int64_t number_to = 0;     // years to
    Expr from, until;               // version … in force from DATE [until DATE]; regime: from = the period of `at least 2 business days`; applies: from = the condition
    std::vector<std::pair<Name, Name>> by_names;   // calendar by branch { north => std.calendar.a }
    std::vector<std::pair<Name, Text>> by_texts;   // time zone by branch { north => "Europe/Berlin" }
    std::vector<SourceClause> clauses;
    std::vector<Name> words;        // weekend saturday, sunday;  beyond: weekends;  regime: `not counted`, `2 business days`;  overrides: policies
    Span span;
};

struct CalendarDay {                // holiday 2024-01-01 [to 2024-01-03] "…",  workday …
    bool workday = false;
    Expr from, to;                  // `to` missing for one day
    Text name;
    Span span;
};

using TopItem = std::variant<Import, Party, Kind, NamedValue, Decision, Machine, Case, LabelItem, Promise, Scenario, CalendarDay, Effect, Migrate>;

struct Comment {
    std::string text;     // with its '#', without the line end
    Span span;
    bool own_line = false;
};

struct File {
    enum class Kind : std::uint8_t { missing, policy, library, calendar, counting } kind = Kind::missing;
    FileId id;
    Name name;
    Name refines;                    // policy x refines y: y
    std::vector<HeaderLine> header;
    std::vector<TopItem> items;
    std::vector<Comment> comments;   // in order of place
    Span span;
};

}  // namespace recourse::syntax
