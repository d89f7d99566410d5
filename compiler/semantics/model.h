// The checked meaning of a policy: names resolved, types known, machines' instances unfolded into plain states, periods read
// under the counting regime. Checks, lowering, the program writer and the scenario runner read it; nothing changes it.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/support/ids.h"
#include "compiler/support/source.h"
#include "compiler/support/zone_source.h"

namespace recourse::semantics {

using support::Id;
using support::Span;
using support::Table;

using PartyId = Id<struct PartyTag>;
using KindId = Id<struct KindTag>;
using CaseId = Id<struct CaseTag>;
using FactId = Id<struct FactTag>;
using RecordId = Id<struct RecordTag>;
using EventId = Id<struct EventTag>;
using EffectId = Id<struct EffectTag>;
using MachineId = Id<struct MachineTag>;
using StateId = Id<struct StateTag>;
using TransitionId = Id<struct TransitionTag>;
using DeadlineId = Id<struct DeadlineTag>;
using WhenId = Id<struct WhenTag>;
using NamedId = Id<struct NamedTag>;
using DecisionId = Id<struct DecisionTag>;
using DutyId = Id<struct DutyTag>;
using OpeningId = Id<struct OpeningTag>;
using CalendarId = Id<struct CalendarTag>;
using ExprId = Id<struct ExprTag>;

// ---- types -----------------------------------------------------------------------------------------------------------------

enum class TypeKind : std::uint8_t {
    unknown,      // a part of it is in error; agrees with everything
    boolean, integer, percent, money, text, instant, date, duration, period, party, kind, set
};

struct Type {
    TypeKind kind = TypeKind::unknown;
    bool optional = false;
    bool is_private = false;
    std::string currency;                  // money: ISO 4217
    KindId of;                             // kind, set
    // Inclusive bounds of the number (minor units, hundredths of a percent, milliseconds, days since 1970, characters of a text).
    std::int64_t low = std::numeric_limits<std::int64_t>::min();
    std::int64_t high = std::numeric_limits<std::int64_t>::max();
    // A number over a fixed divisor, as `25% of price` before it is rounded: value = number / divisor.
    std::int64_t divisor = 1;
};

// ---- expressions --------------------------------------------------------------------------------------------------------------

enum class Occurrence : std::uint8_t { last, first, previous };

enum class ExprKind : std::uint8_t {
    constant,          // number; boolean, integer, percent, money, instant, date, duration, party, kind member, set, packed period
    text_literal,      // text
    absent,            // none
    never,
    opening,
    fact,              // fact
    record,            // record
    now,               // the instant of the event at hand:  in `on X`, X
    field_at_hand,     // event, field
    party_at_hand,     // who sent the event at hand
    event_instant,     // event, occurrence
    event_field,       // event, field, occurrence
    event_party,       // event
    entered,           // state: when it was last entered
    state_entry,       // state: when the present stay in it began (for `after D`, `within D`)
    in_state,          // state
    parameter,         // index: of the decision at hand
    decision_result,   // decision, index; children: arguments
    equal, not_equal, less, at_most, greater, at_least,     // children: two of one type (divisors made equal)
    logical_and, logical_or,                                // children: two or more
    logical_not, is_set,
    has_passed,        // child: an instant I; true when I lies before the step (I < before)
    has_member,        // set, member
    add, subtract, multiply,                                // checked
    negate,
    smaller, larger,                                        // two or more; earlier and later of instants as well
    divide,            // child: number with divisor > 1; rounding
    after_period, before_period,                            // period, instant
    end_of_day, start_of_day,                               // of an instant's local day
    end_of_date, start_of_date,
    date_of,
    roll,              // to the next working day
    choose,            // children: condition, value, condition, value, …, otherwise value
    just_before,       // child: an instant; one millisecond earlier (never stays never): the end that a beginning leaves behind
    resumed,           // children: a last instant D, the instant P at which its clock stopped, and of days the instant I up to which
                       // they are counted already (or never); number: what the pause adds (PauseAdds). D moved by the time from P to this step
};

enum class Rounding : std::uint8_t { down, up, half_up, half_even };

struct Expr {
    ExprKind kind = ExprKind::constant;
    Type type;
    Span span;                     // where it is written (of an instance: in the machine's declaration)
    std::int64_t number = 0;       // constant; index of a field, parameter or result
    std::string text;
    Rounding rounding = Rounding::down;
    Occurrence occurrence = Occurrence::last;
    EventId event;
    FactId fact;
    RecordId record;
    StateId state;
    DecisionId decision;
    std::uint32_t parts = 1;       // how many expressions it is made of when names are written out
    NamedId named;                 // the named value that this expression came from, for messages; may be invalid
    std::vector<ExprId> children;
};

// ---- declarations ---------------------------------------------------------------------------------------------------------------

struct Citation { std::string source, clause; Span span; };

// What a rule carries beside its meaning.
struct RuleText {
    std::string reason;            // `as`, may be empty
    Span reason_span;
    std::vector<Citation> cites;
    std::string reading;
    struct Allow { std::string code, because; Span span; };
    std::vector<Allow> allows;
};

struct Party { std::string name; Span span; };
struct Kind { std::string name; std::vector<std::string> members; std::vector<Span> member_spans; Span span; };

struct Field { std::string name; Type type; Span span; };

struct Fact {
    std::string name;
    Type type;
    ExprId check;                  // bounds that read other facts or the opening (`not after opening`); may be invalid
    RuleText text;
    Span span;
};
struct Record {
    std::string name;
    std::int64_t low = 0, high = 0, initial = 0;
    Span span;
    bool instant = false;          // it keeps an instant, which has not happened at first; only of those that move a deadline
    bool moves_deadline = false;   // no author wrote it: it keeps how a deadline was moved
};
struct Event {
    std::string name;              // canonical path: `apply`, `Dispute.submit`, `Refund.withdraw`
    bool happening = false;
    std::vector<PartyId> by;
    std::uint32_t at_most = 0;     // 0 = any number of times
    std::optional<std::int64_t> open_at_least;   // packed period; what every window of it has to last
    Span open_at_least_span;
    std::vector<Field> fields;
    StateId instance;              // the state whose machine declares it, if any
    MachineId machine;             // the parallel machine that declares it, if any
    RuleText text;
    Span span;
};
struct Effect { std::string name; std::vector<Field> parameters; RuleText text; Span span; };

enum class NamedKind : std::uint8_t { period, deadline, moment, amount, condition };
struct Named {
    NamedKind kind = NamedKind::period;
    std::string name;              // with the instance's path when it belongs to one
    Type type;
    ExprId value;                  // rows are one `choose`
    ExprId before_rolling;         // the value before `rolling`; invalid when it does not roll
    CaseId of;                     // invalid for one of the policy
    RuleText text;
    Span span;
};

// ---- states ------------------------------------------------------------------------------------------------------------------------

enum class ActionKind : std::uint8_t { count, set, perform };
struct Action {
    ActionKind kind = ActionKind::count;
    RecordId record;
    ExprId value;                  // set
    EffectId effect;
    std::vector<ExprId> arguments; // perform: one a parameter, in order
    Span span;
};

enum class LimbKind : std::uint8_t { from, until, condition };
// One part of a rule's enabling; all must hold.
struct Limb {
    LimbKind kind = LimbKind::condition;
    ExprId condition;              // condition: as written
    ExprId instant;                // from: the last instant at which it is shut (open when it has passed); until: the last at which it is open
    bool from_branch = false;      // the `if` of a branch in a block of outcomes, not of the block's head
    Span span;
};

enum class Trigger : std::uint8_t { event, deadline, when };
enum class TargetKind : std::uint8_t { move, stay, ignore, refuse, outside };
// What a rule beside the states says: `P may E` accepts it, `P may not E` refuses it; `P may act for Q if C` refuses it while C does not hold.
enum class Norm : std::uint8_t { none, right, ban, power };

// One way out of a rule. A rule with a block of outcomes is several, with one `rule` number and the head's limbs in each.
struct Transition {
    Trigger trigger = Trigger::event;
    TargetKind target_kind = TargetKind::stay;
    StateId owner;                 // the state whose rule it is; invalid for a case-level `refuse` or `ignore`
    CaseId of;
    EventId event;                 // Trigger::event
    DeadlineId deadline;           // Trigger::deadline
    WhenId when;                   // Trigger::when
    std::uint32_t rule = 0;        // running number of the rule as written, within the case
    bool otherwise = false;        // enabled when no other outcome of its rule is
    StateId target;                // move
    bool without_right = false;
    std::uint32_t at_most = 0;     // the rule's own limit; 0 = none
    std::vector<Limb> limbs;
    std::vector<Action> actions;
    std::vector<std::string> wins_over;   // reasons of rules of the same state and event that it beats
    std::string because;           // refuse
    Norm norm = Norm::none;
    std::vector<PartyId> by;       // whose right or ban it is
    RuleText text;
    Span span;                     // the rule or branch
    Span target_span;
};

struct Deadline {
    StateId state;
    bool counted_from_entry = false;      // `after D`
    ExprId due;
    NamedId named;                 // `at closes`: the deadline that it names
    std::vector<TransitionId> transitions;
    Span span;
};

struct When {
    StateId state;
    ExprId condition;              // of the head
    std::vector<TransitionId> transitions;   // their limbs contain the condition
    Span span;
};

enum class StateKind : std::uint8_t { plain, final, resting };
struct State {
    std::string name;              // its own
    std::string path;              // shortest unambiguous path within the case: `BuyerShips`, `Dispute.Review`, `Refund.Paid`
    StateKind kind = StateKind::plain;
    bool ends_case = false;
    bool lets_end = false;         // no final state, and yet the case ends when all its machines are in such ones or in final ones
    CaseId of;
    MachineId machine;
    StateId parent;                // invalid at a machine's top
    StateId start;                 // composite: the inner state that entering it enters
    std::vector<StateId> children; // in declaration order; empty for a leaf
    std::string instance_of;       // the reusable machine, or empty
    std::vector<TransitionId> on;  // rules on events, in declaration order
    std::vector<DeadlineId> deadlines;
    std::vector<WhenId> whens;
    std::vector<Action> entry;     // do …
    RuleText text;
    Span span;                     // the name
    Span head;
};

struct Machine {
    std::string name;              // empty when the case has a single, unnamed machine
    CaseId of;
    StateId start;
    std::vector<StateId> states;   // top level, in declaration order
    Span span;
    DutyId duty;                   // of the machine that a duty is made of; else invalid
    bool rights = false;           // the machine that holds the rights beside the states
    bool clock = false;            // the machine that says whether a deadline's clock stands still
    OpeningId opening;             // of the machine that follows a case which this one opens; else invalid
};

// A duty is a small machine of its own: the states below, and the rules between them. What the author wrote of it is here.
struct Duty {
    std::string name;
    CaseId of;
    MachineId machine;
    std::vector<PartyId> by;       // whose it is
    std::vector<EventId> acts;     // any of them fulfils it
    StateId dormant;               // invalid for one that begins with the case
    StateId pending, done, broken, done_late;
    StateId released;              // invalid for one that nothing releases
    DeadlineId deadline;           // of `pending`: what breaks it
    bool may_be_excused = false;
    bool has_consequence = false;  // `otherwise …`
    RuleText text;
    Span span;                     // its name
    Span whole;
};

// A case that a case opens, once: a small machine that knows whether it has been opened, and how it ended (decision 0040).
struct Opening {
    std::string name;
    CaseId of, opened;             // the type of case that opens, and the type that is opened
    MachineId machine;
    EffectId effect;               // `NAME.open`: its parameters are the facts of `opened`, in order
    RecordId count;                // `NAME.opened`
    EventId ends;                  // the happening `NAME.ends`: its one field says in which final state
    KindId outcomes;               // those final states
    StateId dormant, pending;
    RuleText text;
    Span span;                     // its name
};

struct Case {
    std::string name;
    EventId opens_on;              // or invalid
    std::vector<FactId> facts;
    std::vector<RecordId> records;
    std::vector<EventId> events;   // instances' events included
    std::vector<MachineId> machines;
    std::vector<NamedId> named;    // of the case, then those of the policy that it can read
    std::vector<TransitionId> refusals;   // case-level `refuse` and `ignore`
    Span span;
};

// ---- decisions ---------------------------------------------------------------------------------------------------------------------

struct RowResult { ExprId value; bool up_to = false; bool undecided = false; };
struct DecisionRow {
    std::string name;              // or "row 3"
    ExprId condition;              // invalid for `otherwise`
    std::vector<RowResult> results;
    std::vector<std::uint32_t> beats;     // rows that it overrides, by index, directly
    RuleText text;
    Span span;
};
struct Decision {
    std::string name;
    std::vector<Field> parameters, results;
    bool in_order = false;
    bool may_be_undecided = false;
    std::vector<DecisionRow> rows; // as written
    std::vector<std::uint32_t> order;     // the order in which the first that holds gives the answer (overriding rows first)
    RuleText text;
    Span span;
};

// ---- calendars, scenarios, the policy -------------------------------------------------------------------------------------------------

struct Calendar {
    std::string name;
    std::int32_t first_year = 0, last_year = 0;
    std::uint8_t weekend_mask = 0; // bit 0 = Monday
    std::vector<std::int32_t> holidays, workdays;   // days since 1970-01-01, sorted
    std::string source;
    Span span;
};

enum class StepKind : std::uint8_t { open, event, expect, decide, migrate };
enum class ExpectKind : std::uint8_t { none, states, value, may, may_not, effect, no_effect, ended, resting, running, halted, results };
enum class BecauseKind : std::uint8_t { none, at_most, too_late, too_early, not_here, not_theirs, condition, late, text };
struct NamedLiteral { std::uint32_t index = 0; ExprId value; bool undecided = false; Span span; };   // index of a fact, field, parameter or result
struct ScenarioStep {
    StepKind kind = StepKind::expect;
    std::int64_t at = 0;           // instant
    CaseId of;
    std::vector<NamedLiteral> values;     // open: facts; event: fields; effect: arguments; decide: parameters. Constant expressions.
    PartyId party;                 // invalid for a happening
    EventId event;
    std::string id;
    bool refused = false;
    ExpectKind expect = ExpectKind::none;
    std::vector<StateId> states;
    std::string reason;
    // value: a fact, record or named value
    FactId fact;
    RecordId record;
    NamedId named;
    ExprId value;
    EffectId effect;
    DecisionId decision;
    std::vector<NamedLiteral> results;
    std::optional<std::int64_t> from, until;
    BecauseKind because = BecauseKind::none;
    std::uint32_t because_count = 0;
    std::string because_text;
    Span span;
};
struct Scenario {
    std::string name;
    CaseId of;
    std::vector<ScenarioStep> steps;      // `under` a version: those from `migrates` on
    Span span;
    std::uint32_t under = 0;              // the version under which the case is opened; 0: this one
};

enum class ClaimKind : std::uint8_t { never_leads_to, leads_to, can_lead_to, ends, never, always, at_most, never_both, may, may_not };
// What the policy promises of every case of a type. A promise watches a case from the entering of one of `from` on, or from the
// opening where there is none, if `given` holds then; its assumptions hold while it watches.
struct Promise {
    std::string title;
    CaseId of;
    ClaimKind claim = ClaimKind::never;
    std::vector<PartyId> silent, prompt;
    std::vector<ExprId> given;
    std::vector<EventId> unless;   // once one of these is accepted, nothing is promised any more
    EventId after, before;         // only between the last `after` and the next `before`; either may be invalid
    std::vector<StateId> from, to; // may, may_not: `from` are the states of which it speaks, none for all
    std::optional<std::int64_t> within;   // packed period; leads_to and ends
    ExprId condition;              // never, always
    std::uint32_t most = 0;        // at_most: of the event, the effect or the state
    std::vector<EventId> events;   // counted; never_both: of the first, of the second; may, may_not: the event
    std::vector<EffectId> effects; // likewise
    PartyId party;                 // may, may_not
    RuleText text;
    Span span;                     // its title
    Span claim_span;
};

// What becomes of a state's clocks and deadlines when a case comes from an older version.
enum class MoveClock : std::uint8_t {
    unsaid,        // nothing of the state is counted from entering it
    running_on,    // it counts as entered when the old state was
    anew,          // it counts as entered at the migration
    kept,          // as running_on, and its deadlines stay due when the old ones were
    cancelled,     // as running_on, and its deadlines fall away
};
// Where cases that stand in a state of the old version go. Ids named `old_…` are of the old version's model, the others of this one.
struct StateMove {
    StateId old_leaf;
    StateId leaf;                  // invalid: the case stays under the old version
    MoveClock clock = MoveClock::unsaid;
    StateId old_state, state;      // as the line names them: the leaves, or states around them
    std::string because;           // why it stays
    Span span;
};
struct Migration {
    std::uint32_t from = 0;        // the old version
    std::string case_name;         // of both
    CaseId old_of, of;
    bool same_names = false;
    std::vector<StateMove> moves;  // at most one a leaf of the old case type
    struct SameEvent { EventId old_event, event; Span span; };
    std::vector<SameEvent> events; // what is remembered of one is remembered of the other
    std::vector<EventId> forgotten;       // begin as if they had not happened
    struct SameRecord { RecordId old_record, record; Span span; };
    std::vector<SameRecord> records;
    struct Given { RecordId record; FactId fact; std::int64_t value = 0; Span span; };      // a record or a fact
    std::vector<Given> given;
    struct SameFact { FactId old_fact, fact; };
    std::vector<SameFact> facts;
    Span span;                     // its first line
};

struct Clause {
    std::string source, source_title, clause, title;   // of one that is left out and has no title of its own: why
    bool left_out = false;
    Span span;
    std::string because = {};                          // why it is left out
};
struct LabelText { std::string of, language, text; Span span; };

struct ZoneChoice {
    std::int64_t member = 0;
    std::string zone;
    Span span;
    std::shared_ptr<const support::ZoneTable> table = {};   // null when it cannot be read, or has not been
};
struct CalendarChoice { std::int64_t member = 0; CalendarId calendar; Span span; };

// How a bare `5 days` is counted (compiler/semantics/regimes.h reads it).
struct Regime {
    bool known = false;
    bool whole = false;            // days are whole, not to the minute
    bool start_counts = false;     // a period counted from the start of a day has that day for its first
    std::uint8_t rules = 0;        // recourse::PeriodRule, of periods of whole days

    static const Regime none, to_the_minute, whole_days;
    friend bool operator==(const Regime&, const Regime&) = default;
};
inline constexpr Regime Regime::none{};
inline constexpr Regime Regime::to_the_minute{true, false, false, 0};
inline constexpr Regime Regime::whole_days{true, true, false, 0};

struct Model {
    std::string name;              // of the policy or library
    bool is_policy = false;
    std::string title;
    std::uint32_t version = 0;
    std::optional<std::int32_t> in_force_from, in_force_until;   // days
    Regime counting;
    std::string zone_fact, calendar_fact;      // the fact's name when a fact chooses
    std::vector<ZoneChoice> zones;             // one when nothing chooses
    std::vector<CalendarChoice> calendars;
    std::vector<std::string> languages;        // declared by titles and labels; "en" first

    Table<PartyId, Party> parties;
    Table<KindId, Kind> kinds;
    Table<CaseId, Case> cases;
    Table<FactId, Fact> facts;
    Table<RecordId, Record> records;
    Table<EventId, Event> events;
    Table<EffectId, Effect> effects;
    Table<MachineId, Machine> machines;
    Table<DutyId, Duty> duties;
    Table<OpeningId, Opening> openings;
    Table<StateId, State> states;
    Table<TransitionId, Transition> transitions;
    Table<DeadlineId, Deadline> deadlines;
    Table<WhenId, When> whens;
    Table<NamedId, Named> named;
    Table<DecisionId, Decision> decisions;
    Table<CalendarId, Calendar> calendars_used;
    Table<ExprId, Expr> exprs;
    std::vector<Promise> promises;
    std::vector<Scenario> scenarios;
    std::vector<Migration> migrations;         // filled once the older versions are known (semantics/migrations.h)
    std::vector<Clause> clauses;
    std::vector<LabelText> labels;
    Span span;                     // of the header's first line

    // Declarations that nothing reads, found while resolving names: kind of thing, name, place.
    struct Unused { std::string what, name; Span span; };
    std::vector<Unused> unused;
};

}  // namespace recourse::semantics
