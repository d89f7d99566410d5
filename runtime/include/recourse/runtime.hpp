// Recourse runtime: load a compiled program, keep cases, step them, ask what is allowed.
//
// Nothing here reads a clock, a locale or a file, and nothing but `Program::load` and the functions that return std::string
// allocates. Instants are milliseconds UTC since 1970, `never` (recourse/time.hpp) is later than everything. No function throws.
// A Program is immutable once loaded and may be shared by threads; a case is changed by one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <recourse/time.hpp>

namespace recourse {

enum class Verdict : std::uint8_t { accepted, ignored, rejected, halted };

enum class Reason : std::uint8_t {
    none,
    unknown_event, wrong_party, malformed_field, late,         // moves nothing at all
    not_running,        // the case has ended or is halted
    not_here,           // no rule of the present states names the event
    too_early, too_late,   // window
    used_up,            // at most N times
    condition,          // a limb of the guard
    refused,            // a `refuse` rule: the policy's own words
    overflow,           // money or a record would pass its bounds
    undecided,          // it reads a value that is not there
    bad_fact, before_opening, unknown_case_type, case_too_large, bad_bytes, beyond_time,
    out_of_bounds,      // a value leaves the bounds of what it is for: an effect's argument, a decision's result, a record
    other_program,      // the case, or the version that it comes from, is none of this program's
    no_migration,       // the new version says nothing of cases of the old one
    stays               // it says that a case like this stays where it is: the policy's own words
};

inline constexpr std::int64_t absent = INT64_MIN;      // an optional value that is not given
inline constexpr std::uint32_t none = 0xFFFFFFFFu;     // no such index

namespace format { struct Header; }
namespace machine { struct Tables; }

// ---- what a program declares ---------------------------------------------------------------------------------------------

enum class ValueType : std::uint8_t {
    boolean, integer, percent, money, text, instant, date, duration, period, party, kind, set
};

// A declared type. `detail`: index of the kind (kind, set). `currency`: ISO 4217, `decimals` its digits after the point.
struct TypeInfo {
    ValueType type = ValueType::boolean;
    bool optional = false;
    bool is_private = false;
    std::uint8_t decimals = 0;
    std::uint32_t detail = 0;
    std::string_view currency() const { return std::string_view(currency_letters.data(), currency_letters[0] ? 3 : 0); }
    std::array<char, 4> currency_letters{};
};

// A value of any type: `number` as in opcodes.def (money minor units, percents hundredths of a percent, kinds and parties their
// index, `absent` when not given); `text` for texts only, absent when number == absent.
struct Value {
    std::int64_t number = absent;
    std::string_view text;
    static Value of(std::int64_t n) { return {n, {}}; }
    static Value of_text(std::string_view t) { return {0, t}; }
};

struct FieldInfo {
    std::string_view name;
    TypeInfo type;
    std::int64_t low = 0, high = 0;     // inclusive
};

// A case that cases of one type open, once each. When the effect is called, the host opens a case of type `opened` at the effect's
// instant with its arguments as facts; when that case has ended, it tells the opener by the happening `event`, whose one field is the
// member called as the final state (docs/embedding.md). Indices are none for what does not exist.
struct OpeningInfo {
    std::string_view name;              // what the opener calls it
    std::uint32_t opener = none, opened = none;   // types of case
    std::uint32_t effect = none;        // index within the program
    std::uint32_t event = none;         // index within the opener's events
};

// ---- input -----------------------------------------------------------------------------------------------------------------

// One act or happening. `event` is an index within the case type's events, `by` a party's index or `none` for a happening,
// `fields` one value a declared field in declared order, `id` the host's name for it (kept only in what is reported).
struct Input {
    std::uint32_t event = none;
    std::uint32_t by = none;
    Instant at = 0;
    std::span<const Value> fields;
    std::string_view id;
};

// ---- what happened ---------------------------------------------------------------------------------------------------------

enum class Cause : std::uint8_t { opening, event, deadline, condition };

// One transition that a machine took.
struct Move {
    Cause cause = Cause::event;
    std::uint32_t machine = none;       // index within the program
    std::uint32_t from = none, to = none;   // leaf states; equal when the rule stays
    std::uint32_t transition = none;    // the rule; none for the opening
    std::uint32_t deadline = none;      // for Cause::deadline
    Instant at = 0;                     // when it fired: for a deadline its own instant, not the clock's
    Instant due = 0;                    // for a deadline
    std::uint32_t arming = 0;           // deadline, condition: which entering of the state armed it, from 1. Event without an
                                        // id: which of those that had effects at this instant, from 1
    std::string_view id;                // the event's id, for Cause::event
};

// One effect for the host to perform. Its identity (law 8): case, cause, rule and ordinal; `effect_id` writes it.
struct EffectCall {
    const Move* move = nullptr;         // what produced it
    std::uint32_t effect = none;        // index within the program
    std::uint32_t ordinal = 0;          // among the effects of this move
    Instant at = 0;
    std::span<const Value> arguments;   // one a declared parameter; valid during the call only
};

// Receives what happens, in order, during open, step and advance. Called only for what has been decided for good; the case's bytes
// then hold the configuration after the round that produced it, and its next_due is not yet known.
class Listener {
public:
    virtual void moved(const Move& move) = 0;
    virtual void effect(const EffectCall& call) = 0;
protected:
    ~Listener() = default;
};

// Why an event was not taken. Indices are none where they do not apply.
struct Rejection {
    Reason reason = Reason::none;
    std::uint32_t transition = none;    // the nearest rule that named it
    std::uint32_t limb = none;          // its limb that failed
    std::uint32_t field = none;         // for malformed_field, bad_fact: index in Input::fields or the facts
    Instant boundary = never;           // window: opens after or closed at
    // out_of_bounds: what the value was for (an index that `explain` reads), and the value.
    std::uint32_t receiver = none, record = none;
    std::int64_t value = 0;
};

struct StepResult {
    Verdict verdict = Verdict::accepted;
    Rejection rejection;                // when rejected, or why halted
    std::uint32_t moves = 0;
};

// ---- a case ------------------------------------------------------------------------------------------------------------------

enum class Status : std::uint8_t { running = 1, ended = 2, halted = 3 };

// A case is bytes: Program::case_bytes(type) of them, 8-byte aligned, wherever the host keeps them. CaseRef borrows them.
class CaseRef {
public:
    explicit CaseRef(std::span<std::byte> bytes) : bytes_(bytes) {}
    [[nodiscard]] std::span<std::byte> bytes() const { return bytes_; }
    [[nodiscard]] std::uint32_t type() const;       // index within the program
    [[nodiscard]] Status status() const;
    [[nodiscard]] Instant sealed() const;           // no input stamped this or earlier will follow
    [[nodiscard]] Instant next_due() const;         // when `advance` next does something; `never` when nothing runs
private:
    std::span<std::byte> bytes_;
};

// A case with its bytes inside, for hosts that keep cases as values. Trivially copyable.
class Case {
public:
    static constexpr std::size_t capacity = 496;
    [[nodiscard]] CaseRef ref() { return CaseRef(std::span(bytes_).first(size_)); }
    void resize(std::size_t size) { size_ = static_cast<std::uint32_t>(size); }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::span<const std::byte> bytes() const { return std::span(bytes_).first(size_); }
private:
    alignas(8) std::array<std::byte, capacity> bytes_{};
    std::uint32_t size_ = 0;
};

// ---- questions -----------------------------------------------------------------------------------------------------------------

// What one party may do now, by the rules: a value that the act computes may still leave its bounds, which is then refused. `until`: the last instant at which it is accepted if nothing else is done (`never`: no end);
// for one that is not accepted now, `from`: the first instant at which it will be if nothing else is done, or never.
struct Permission {
    std::uint32_t event = none;         // within the case type
    bool allowed = false;
    bool depends_on_fields = false;     // some limb reads what the event carries
    bool without_right = false;
    bool provisional = false;           // counted beyond the calendar's years
    Instant from = never, until = never;
    Rejection why_not;
};
struct DeadlineInfo {
    std::uint32_t deadline = none;      // index within the program, or none for a `when` that time alone may fire
    std::uint32_t state = none;
    Instant due = never;
    bool overdue = false;               // due has passed and its condition has not held yet
    bool provisional = false;
};
class PermissionListener {
public:
    virtual void permission(const Permission& permission) = 0;
protected:
    ~PermissionListener() = default;
};
class DeadlineListener {
public:
    virtual void deadline(const DeadlineInfo& deadline) = 0;
protected:
    ~DeadlineListener() = default;
};

struct DecisionResult {
    std::uint32_t row = none;           // index within the program
    bool undecided = false;
    bool up_to[8] = {};                 // the result is a ceiling
    std::array<Value, 8> results{};
    std::uint32_t count = 0;
    Rejection rejection;                // overflow, malformed_field
};

// ---- a program -------------------------------------------------------------------------------------------------------------------

struct LoadError {
    std::string message;                // what is wrong with the bytes and what to do
};

class Program {
public:
    // Copies and verifies `bytes`: magic, version, checksum, every index, every piece of code. O(size). Never executes what it
    // does not accept.
    static std::optional<Program> load(std::span<const std::byte> bytes, LoadError& error);

    Program(Program&&) noexcept;
    Program& operator=(Program&&) noexcept;
    ~Program();

    [[nodiscard]] std::uint64_t identity() const;
    [[nodiscard]] std::string_view name() const;
    [[nodiscard]] std::uint32_t version() const;
    // The first and the last local day on which cases are opened under it, as days since 1970; nullopt where it does not say.
    [[nodiscard]] std::optional<std::int32_t> in_force_from() const;
    [[nodiscard]] std::optional<std::int32_t> in_force_until() const;
    // A hash of what a case of a type looks like: the policy's name and version, machines, states, what is kept where, parties and the
    // members of kinds. A migration knows the older version by it, so that a comment, a label or another folder makes no other version.
    // O(size of the case type).
    [[nodiscard]] std::uint64_t shape(std::uint32_t type) const;

    // Names to indices (`none` when there is no such thing) and back; linear in the number of names, for set-up, not for steps.
    // States and events are found by their path or any suffix of it that is unambiguous.
    [[nodiscard]] std::uint32_t case_count() const;
    [[nodiscard]] std::uint32_t find_case(std::string_view name) const;
    [[nodiscard]] std::string_view case_name(std::uint32_t type) const;
    [[nodiscard]] std::uint32_t case_bytes(std::uint32_t type) const;
    [[nodiscard]] std::uint32_t party_count() const;
    [[nodiscard]] std::uint32_t find_party(std::string_view name) const;
    [[nodiscard]] std::string_view party_name(std::uint32_t party) const;
    [[nodiscard]] std::uint32_t event_count(std::uint32_t type) const;
    [[nodiscard]] std::uint32_t find_event(std::uint32_t type, std::string_view name) const;
    [[nodiscard]] std::string_view event_name(std::uint32_t type, std::uint32_t event) const;
    [[nodiscard]] std::uint32_t event_parties(std::uint32_t type, std::uint32_t event) const;   // bit mask
    [[nodiscard]] std::uint32_t event_field_count(std::uint32_t type, std::uint32_t event) const;
    [[nodiscard]] FieldInfo event_field(std::uint32_t type, std::uint32_t event, std::uint32_t field) const;
    [[nodiscard]] std::uint32_t fact_count(std::uint32_t type) const;
    [[nodiscard]] FieldInfo fact(std::uint32_t type, std::uint32_t fact) const;
    [[nodiscard]] std::uint32_t opening_event(std::uint32_t type) const;     // `opens on`, or none
    [[nodiscard]] std::uint32_t machine_count(std::uint32_t type) const;
    [[nodiscard]] std::uint32_t first_machine(std::uint32_t type) const;     // machines of a case type are contiguous
    [[nodiscard]] std::string_view machine_name(std::uint32_t machine) const;
    [[nodiscard]] std::uint32_t state_count() const;                          // of all case types
    [[nodiscard]] std::uint32_t find_state(std::uint32_t type, std::string_view name) const;
    [[nodiscard]] std::string_view state_name(std::uint32_t state) const;
    [[nodiscard]] bool state_is_final(std::uint32_t state) const;
    [[nodiscard]] bool state_is_resting(std::uint32_t state) const;
    [[nodiscard]] bool state_is_unseen(std::uint32_t state) const;     // where rights beside the states stand: nothing to tell people
    [[nodiscard]] bool state_is_leaf(std::uint32_t state) const;
    [[nodiscard]] std::uint32_t state_case(std::uint32_t state) const;
    [[nodiscard]] std::uint32_t transition_count() const;
    [[nodiscard]] std::string_view reason_name(std::uint32_t transition) const;   // `as`, or empty
    [[nodiscard]] std::uint32_t deadline_count() const;
    [[nodiscard]] std::string_view deadline_name(std::uint32_t deadline) const;
    [[nodiscard]] std::uint32_t effect_count() const;
    [[nodiscard]] std::string_view effect_name(std::uint32_t effect) const;
    [[nodiscard]] std::uint32_t effect_parameter_count(std::uint32_t effect) const;
    [[nodiscard]] FieldInfo effect_parameter(std::uint32_t effect, std::uint32_t parameter) const;
    [[nodiscard]] std::uint32_t opening_count() const;
    [[nodiscard]] OpeningInfo opening(std::uint32_t opening) const;
    [[nodiscard]] std::uint32_t decision_count() const;
    [[nodiscard]] std::uint32_t find_decision(std::string_view name) const;
    [[nodiscard]] std::string_view decision_name(std::uint32_t decision) const;
    [[nodiscard]] std::uint32_t decision_parameter_count(std::uint32_t decision) const;
    [[nodiscard]] FieldInfo decision_parameter(std::uint32_t decision, std::uint32_t parameter) const;
    [[nodiscard]] std::uint32_t decision_result_count(std::uint32_t decision) const;
    [[nodiscard]] FieldInfo decision_result(std::uint32_t decision, std::uint32_t result) const;
    [[nodiscard]] std::string_view row_name(std::uint32_t row) const;
    [[nodiscard]] std::uint32_t kind_count() const;
    [[nodiscard]] std::string_view kind_name(std::uint32_t kind) const;
    [[nodiscard]] std::uint32_t member_count(std::uint32_t kind) const;
    [[nodiscard]] std::string_view member_name(std::uint32_t kind, std::uint32_t member) const;
    // Named deadlines, moments, amounts, conditions, facts and records of a case type, by name.
    [[nodiscard]] std::uint32_t named_count(std::uint32_t type) const;
    [[nodiscard]] std::string_view named_name(std::uint32_t type, std::uint32_t named) const;
    [[nodiscard]] TypeInfo named_type(std::uint32_t type, std::uint32_t named) const;
    // The label of a name in a language, or the name itself when it has none.
    [[nodiscard]] std::string_view label(std::string_view name, std::string_view language) const;
    // "file:line:column" of a rule, a deadline's rules included, and the rule's first source line.
    struct Location { std::string_view file; std::uint32_t line = 0, column = 0; std::string_view rule; };
    [[nodiscard]] Location transition_location(std::uint32_t transition) const;
    // The clauses that a rule cites, as "G.1".
    [[nodiscard]] std::uint32_t cite_count(std::uint32_t transition) const;
    [[nodiscard]] std::string_view cite(std::uint32_t transition, std::uint32_t index) const;
    // Where a decision's row stands, and the clauses that it cites, with what the header says of them; titles may be empty.
    struct Clause { std::string_view cited, source, source_title, title; };     // "C.2.3.4", "C"
    [[nodiscard]] Location row_location(std::uint32_t row) const;
    [[nodiscard]] std::uint32_t row_cite_count(std::uint32_t row) const;
    [[nodiscard]] Clause row_cite(std::uint32_t row, std::uint32_t index) const;
    // The zone and calendar of a case (they may depend on a fact); the default ones when `c` is null.
    [[nodiscard]] ZoneView zone(const CaseRef* c, std::uint32_t type) const;
    [[nodiscard]] std::string_view zone_name(const CaseRef* c, std::uint32_t type) const;

    [[nodiscard]] const machine::Tables& tables() const { return *tables_; }   // for the runtime's own rooms
    // For tools that show coverage: which written rule a transition is a copy of.
    [[nodiscard]] std::uint32_t covers(std::uint32_t transition) const;

private:
    Program();
    std::unique_ptr<machine::Tables> tables_;
};

// ---- the machine -------------------------------------------------------------------------------------------------------------------

// Opens a case of `type` in `bytes` (8-byte aligned, at least case_bytes(type)) at `at`; facts in declared order. The states'
// entry effects and immediate `when`s happen at once; deadlines already past fire with `fired` = at. sealed becomes at - 1.
// For a case type that opens on an event, `opening` is that event (its stamp is `at`).
StepResult open(const Program& program, std::span<std::byte> bytes, std::uint32_t type, Instant at, std::span<const Value> facts,
                Listener& listener, const Input* opening = nullptr);
StepResult open(const Program& program, Case& into, std::uint32_t type, Instant at, std::span<const Value> facts,
                Listener& listener, const Input* opening = nullptr);

// Laws 3 to 7. A rejected event leaves what advance(at - 1) left; late, malformed or wrong-party input moves nothing at all.
// No allocation. O(machines · rules of the state + deadlines that fire).
StepResult step(const Program& program, CaseRef c, const Input& input, Listener& listener);

// No input stamped `to` or earlier will follow: fires every deadline due up to and including it, in order. Going back is a no-op;
// an instant outside the years 1 to 9999 (`never` among them) is rejected as beyond_time.
StepResult advance(const Program& program, CaseRef c, Instant to, Listener& listener);

// What `party` may do at `at` (>= sealed + 1), nothing else being done; the case is not changed.
void allowed(const Program& program, CaseRef c, std::uint32_t party, Instant at, PermissionListener& listener);

// The deadlines that run, with the instant at which each is due.
void deadlines(const Program& program, CaseRef c, DeadlineListener& listener);

// The active leaf of a machine (index within the program).
[[nodiscard]] std::uint32_t active_state(const Program& program, CaseRef c, std::uint32_t machine);
[[nodiscard]] bool in_state(const Program& program, CaseRef c, std::uint32_t state);

// The present value of a named deadline, moment, amount, condition, fact or record (index as in named_name); absent or never
// when it does not exist. `ok` is false when its arithmetic overflows.
struct NamedValue { Value value; bool ok = true; bool provisional = false; };
[[nodiscard]] NamedValue named_value(const Program& program, CaseRef c, std::uint32_t named);
// The same of a case that is yet to be opened with these facts, before anything happens in it: for a host that chooses between policies
// by a condition of theirs, such as `applies` of one that refines another. `ok` is false as well when the facts do not fit.
[[nodiscard]] NamedValue named_value_at_opening(const Program& program, std::uint32_t type, Instant at, std::span<const Value> facts, std::uint32_t named);

// ---- versions ------------------------------------------------------------------------------------------------------------------------

// Law 11. Moves a case of `from` to `to`, a newer version of that policy, at `at`: an input like any other, to be journalled as one.
// The case first does advance(at - 1) under `from`, of which `listener` hears as ever. Then `into` (8-byte aligned, at least
// to.case_bytes of the type) is the case under `to`, sealed at at - 1, and what now happens by itself happens at `at`, of which
// `new_listener` hears. Nothing is done for entering the new states. Whatever is refused stays in `c` as advance(at - 1) left it, and
// `into` is then unchanged: other_program, no_migration, stays (rejection.receiver: a move that `migration_because` reads),
// not_running, late, out_of_bounds (rejection.record: the slot; value), overflow. Where `from` halts on the way the answer is `halted`, and `into` is unchanged too.
// `into` must not overlap the bytes of `c`.
StepResult migrate(const Program& from, CaseRef c, const Program& to, Instant at, std::span<std::byte> into, Listener& listener,
                   Listener& new_listener);
StepResult migrate(const Program& from, CaseRef c, const Program& to, Instant at, Case& into, Listener& listener, Listener& new_listener);
// Why a case stays, in the policy's words, by a rejection for Reason::stays of `to`.
[[nodiscard]] std::string_view migration_because(const Program& to, const Rejection& rejection);

// Several programs, versions of one policy among them: which of them a case is opened under, and which one a saved case belongs to.
// Borrows the programs, which have to live as long. Not changed while threads ask it.
class Registry {
public:
    // False when a program of that name and version is there already and is another one.
    bool add(const Program& program);
    // The version of the policy in force at `opening`: its days are read in the zone that the program has where no fact chooses.
    // Where nothing is in force, `program` is null and `also` the one next in force, if any; where two are, both.
    struct Choice { const Program* program = nullptr; const Program* also = nullptr; bool known = false; };   // known: some version is there
    [[nodiscard]] Choice in_force(std::string_view policy, Instant opening) const;
    [[nodiscard]] const Program* find(std::string_view policy, std::uint32_t version) const;
    // Whose these bytes of `save` are; null when of none.
    [[nodiscard]] const Program* owner(std::span<const std::byte> saved) const;
private:
    std::vector<const Program*> programs_;      // by name, then version
};

DecisionResult decide(const Program& program, std::uint32_t decision, std::span<const Value> parameters);

// ---- keeping a case ------------------------------------------------------------------------------------------------------------------

// A case with the program's identity and a checksum around it: save_bytes(c) of them.
[[nodiscard]] std::size_t saved_size(const CaseRef& c);
std::size_t save(const Program& program, CaseRef c, std::span<std::byte> out);      // 0 when `out` is too small
// Refuses bytes of another program, damaged ones, or states that do not exist; `into` is then unchanged.
StepResult restore(const Program& program, std::span<const std::byte> saved, std::span<std::byte> into);

// ---- words -----------------------------------------------------------------------------------------------------------------------------

// Text for people; allocate. Private values are printed by `print`, which hosts need for effects, and hidden by `explain`.
// `language` picks labels ("en", "zh"); English otherwise.
[[nodiscard]] std::string print(const Program& program, const TypeInfo& type, const Value& value, const ZoneView& zone,
                                std::string_view language = "en");
[[nodiscard]] std::string explain(const Program& program, CaseRef c, const Move& move, std::string_view language = "en");
// What failed, with the values that made it fail, and what would have been accepted.
[[nodiscard]] std::string explain(const Program& program, CaseRef c, const Input& input, const StepResult& result,
                                  std::string_view language = "en");
// Why `open` refused: the fact that is wrong and what it must be. There is no case yet.
[[nodiscard]] std::string explain_opening(const Program& program, std::uint32_t type, std::span<const Value> facts,
                                          const StepResult& result, std::string_view language = "en");
// "case/cause/rule/ordinal" (law 8): the same for the same effect of a replayed case, different for any other. The cause is the
// event's id, or the deadline with its due instant and arming; for an event without an id its instant and its number among the
// events without an id that had effects then. The rule is a hash of where it stands in the policy, so that an edit elsewhere leaves
// it as it is.
[[nodiscard]] std::string effect_id(const Program& program, std::string_view case_name, const EffectCall& call);

// Exact parsing of a typed value from its text ("88.00 CNY", "return_and_refund", "2024-03-01T10:00:00+08:00", "12.5%", "72 hours",
// "torn, worn" for a set). On failure gives nothing and says why in `problem`.
[[nodiscard]] std::optional<Value> parse_value(const Program& program, const TypeInfo& type, std::string_view text,
                                               const ZoneView& zone, std::string& problem);

}  // namespace recourse
