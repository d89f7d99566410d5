// The layout of a compiled program: a header and flat tables of fixed-size records, found by index, never by pointer.
// Little-endian, every section 8-byte aligned; documented for readers of other languages in docs/program-format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace recourse::format {

inline constexpr char kMagic[8] = {'R', 'E', 'C', 'O', 'U', 'R', 'S', 'E'};
inline constexpr std::uint16_t kVersionMajor = 3;  // a reader refuses another major, and a newer minor
inline constexpr std::uint16_t kVersionMinor = 0;
inline constexpr std::uint32_t kNone = 0xFFFFFFFFu;

enum class Op : std::uint8_t {
#define OPCODE(name, pops, pushes, operand) name,
#include "runtime/format/opcodes.def"
    count
};

struct Instruction {
    Op op;
    std::uint8_t a;
    std::uint16_t b;
    std::int32_t operand;
};

// Indices into a section, or kNone. Indices are within the whole section unless a comment says otherwise, those of slots and states
// included, in records and in code alike.
using Str = std::uint32_t;   // strings
using Code = std::uint32_t;  // first instruction of a piece that ends with `finish`
struct Range {
    std::uint32_t first;
    std::uint32_t count;
};

// What a value is, for printing and for checking input. `detail`: the kind's index, or the currency (three letters packed, see
// pack_currency), or the decimals are derived from it.
enum class Type : std::uint8_t {
    boolean, integer, percent, money, text, instant, date, duration, period, party, kind, set
};
struct TypeRecord {
    Type type;
    std::uint8_t optional;
    std::uint8_t is_private;
    std::uint8_t decimals;    // money: digits after the point (ISO 4217)
    std::uint32_t detail;
};
constexpr std::uint32_t pack_currency(const char* code) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(code[0])) |
           static_cast<std::uint32_t>(static_cast<unsigned char>(code[1])) << 8 |
           static_cast<std::uint32_t>(static_cast<unsigned char>(code[2])) << 16;
}

struct StringRecord { std::uint32_t offset, length; };                 // into the text section
struct PolicyRecord {
    Str name, title;
    std::uint32_t version;
    std::int32_t in_force_from, in_force_until;                        // days; INT32_MIN and INT32_MAX for none
    Str counting;
    Str source_file;
    std::uint32_t pad;
    std::uint64_t source_hash;
};
struct PartyRecord { Str name; };
struct KindRecord { Str name; Range members; };                        // members: names in the `members` section
struct MemberRecord { Str name; };

struct FieldRecord {          // a fact, an event's field, an effect's or decision's parameter, a decision's result
    Str name;
    TypeRecord type;
    std::uint32_t slot;       // facts: where it is kept, or kNone
    std::int64_t low, high;   // inclusive bounds of the number; text: high = most characters (INT64_MAX: any)
    Code check;               // facts: a condition on all facts (bounds such as `not after opening`), or kNone
    Str check_text;           // its source text
};

// How a slot's number is kept. Narrow slots hold `absent` as their most negative value.
enum class SlotKind : std::uint8_t {
    fact, record, last, first, previous, party, field, count, rule_count, entry_clock, entered, done, arming, text, opening, latch, kept
};
struct SlotRecord {
    Str name;
    SlotKind kind;
    std::uint8_t width;       // bytes: 1, 2, 4, 8; 0 = one bit; text: 255
    std::uint8_t bit;
    std::uint8_t pad;
    std::uint32_t offset;     // into the case's bytes
    std::uint32_t capacity;   // text: bytes after its 16-bit length
    TypeRecord type;
    std::int64_t initial, maximum;      // storing past minimum or maximum is an overflow
    std::int64_t minimum = INT64_MIN;
};

struct CaseRecord {
    Str name;
    std::uint32_t bytes;      // size of a case
    Range facts;              // fields
    Range events, effects, machines, states, named, slots;
    std::uint32_t dispatch;   // first entry of the table [state][event] -> group or kNone (u32), states.count × events.count
    std::uint32_t opening_event;   // index within events, or kNone
    std::uint32_t opening_slot;    // or kNone
    std::uint32_t zone_slot, calendar_slot;   // the fact that chooses, or kNone
    Range zones, calendars;   // zone_choices: indices into zones / calendars; one entry when nothing chooses; calendars may be empty
    Range refusals;           // case-level refuse rules, one group per event is not needed: transitions, tested in order
};
struct EventRecord {
    Str name;
    std::uint32_t parties;    // bit mask of who may send it; 0 for a happening
    std::uint32_t at_most;    // 0 = any number
    std::uint32_t count_slot; // or kNone
    Range fields;
    Code accept;              // what acceptance remembers
    std::uint32_t flags;      // bit 0: ignored at case level
    Range cites;
};
struct MachineRecord {
    Str name;                 // empty for a case's only machine
    std::uint32_t state_offset;    // the byte(s) in the case that hold the active leaf, as index within the case's states
    std::uint32_t state_width;     // 1 or 2
    Range states;             // contiguous, in pre-order
    std::uint32_t start;      // leaf
};
// kLetsEnd: it has rules, and yet the case ends when nothing is left to happen by itself and all of its machines are in such states or
// in final ones. kUnseen: no state of the policy's, but where the rights beside its states stand.
enum StateFlag : std::uint32_t { kFinal = 1, kEndsCase = 2, kResting = 4, kComposite = 8, kLetsEnd = 16, kUnseen = 32 };
struct StateRecord {
    Str name;                 // shortest unambiguous path
    std::uint32_t parent;     // or kNone; indices of states are within the whole section
    std::uint32_t machine;
    std::uint32_t last;       // last descendant in pre-order (itself for a leaf)
    std::uint32_t start;      // the leaf that entering it enters (itself for a leaf)
    std::uint32_t flags;
    Code enter;               // clocks, armings, done bits, `entered` memory
    Range deadlines, whens;   // its own
    Range entry_effects;      // calls
    std::uint32_t location;   // debug
    Range latches;            // its own
};
// An instant of a state's rules that may move while the state stands (law 5): once it has passed it is kept in the slot, which the
// state's enter code clears to `never`, and the rules read the slot in its place.
struct LatchRecord { Code instant; std::uint32_t slot; };
struct GroupRecord {          // the rules with which one state answers one event
    Range transitions;        // in order of precedence
    std::uint32_t outer;      // the group that answers when this one hands the event out, or kNone
    std::uint32_t state;
};
enum class Target : std::uint8_t { move, stay, ignore, refuse, outside };
enum TransitionFlag : std::uint8_t { kOtherwise = 1, kWithoutRight = 2, kReadsPayload = 4 };
struct TransitionRecord {
    Target target_kind;
    std::uint8_t flags;
    std::uint16_t pad;
    std::uint32_t owner;      // state, or kNone for the case
    std::uint32_t target;     // state named by the rule
    std::uint32_t event;      // index within the section, or kNone for deadline and when
    Code guard;               // all limbs together, or kNone for always
    Range limbs;
    Code actions;             // counts, sets (right-hand sides read before: they are all loaded first), or kNone
    Range effects;            // calls
    std::uint32_t count_slot, at_most;   // the rule's own `at most`, or kNone, 0
    Str reason;               // `as`
    Str because;              // refuse
    Range cites;
    std::uint32_t location;
    Range boundaries;         // code_refs: instants at which the truth of the guard may change with time alone
    std::uint32_t covers;     // running number of the rule as written, for coverage
    std::uint64_t key;        // names the rule in effects' ids: a hash of where it stands, the same after edits elsewhere
};
enum class Limb : std::uint8_t { from, until, count, condition };
struct LimbRecord {
    Limb kind;
    std::uint8_t reads_payload;
    std::uint16_t pad;
    Code code;                // does it hold
    Code instant;             // from: the last instant at which it is shut; until: the last at which it is open
    Str text;                 // as written
    Range operands;
};
struct OperandRecord { Str name; Code code; TypeRecord type; };
struct DeadlineRecord {
    std::uint32_t state;
    Code due;
    Range transitions;        // in order of precedence; `otherwise` last
    std::uint32_t done_slot;  // a bit, for those that stay; or kNone
    std::uint32_t arming_slot;// or kNone
    Str name;                 // the named deadline it fires at, or its text
    std::uint32_t location;
    Range boundaries;         // code_refs: instants at which its conditions may change with time alone
};
struct WhenRecord {
    std::uint32_t state;
    Range transitions;
    Range boundaries;
    std::uint32_t done_slot;
    std::uint32_t arming_slot;
};
// How the cases of one type of an older version become cases of this one. Slots, states and deadlines named `old` are indices within that
// program's sections: whoever migrates holds them against that program first.
struct MigrationRecord {
    std::uint64_t from;       // the shape of the old case type (Program::shape)
    std::uint32_t version;    // and its version
    std::uint32_t old_type, type;  // cases
    std::uint32_t pad;
    Range moves;              // one a leaf of the old type that has a line
    Range fills;              // of the slots that do not depend on where the case stands
};
struct StateMoveRecord {
    std::uint32_t old_state;
    std::uint32_t state;      // a leaf, or kNone: the case stays
    Range fills;              // clocks and deadlines of the new state and those around it
    Str because;              // why it stays, or kNone
    std::uint32_t location;
};
enum class Fill : std::uint32_t {
    constant,                 // `value`
    old_slot,                 // what the old case keeps at `old`
    old_count,                // the same of a count, which stops at the most that the new one counts to
    old_due,                  // when the old deadline `old` is due
    now,                      // the instant of the migration
};
struct FillRecord { std::uint32_t slot; Fill kind; std::uint32_t old; std::uint32_t pad; std::int64_t value; };
struct NamedRecord { Str name; std::uint32_t kind; TypeRecord type; Code code; std::uint32_t location; };  // kind: 0 period 1 deadline 2 moment 3 amount 4 condition
struct EffectRecord { Str name; Range parameters; };
// A case that cases of one type open, once each (docs/language.md, section 6).
struct OpeningRecord {
    Str name;                 // what the opener calls it
    std::uint32_t opener, opened;  // cases
    std::uint32_t effect;     // that tells the host to open it: its parameters are the opened type's facts, in order
    std::uint32_t event;      // events: the opener's happening that tells it of the end, with the name of the final state as a member of a kind
};
struct CallRecord { std::uint32_t effect; Range arguments; std::uint32_t location; };
struct ArgumentRecord {       // one of them; text from field, slot or literal
    Code code;
    std::uint32_t text_field, text_slot;
    Str text;
    TypeRecord type;
    std::uint32_t bounds = kNone; // the effect's parameter (fields) whose bounds the value may leave, or kNone when it cannot
};
struct DecisionRecord { Str name; Range parameters, results, rows; std::uint32_t flags; };   // bit 0: may be undecided
struct RowRecord { Str name; Code guard; Range results; Range cites; std::uint32_t location; };
enum ResultFlag : std::uint32_t { kUpTo = 1, kUndecided = 2 };
struct ResultRecord {
    Code code;
    std::uint32_t flags;
    std::uint32_t text_parameter;
    Str text;
    std::uint32_t bounds = kNone; // the decision's result (fields) whose bounds the value may leave, or kNone when it cannot
};
struct LabelRecord { std::uint32_t of; std::uint32_t kind; Str language; Str text; };    // of: a Str: the name that is labelled
struct ClauseRecord { Str source, source_title, clause, title; };          // clause: as cited, with its source: "G.1"
struct LocationRecord { Str file; std::uint32_t line, column; Str rule; };   // rule: its first source line, trimmed
struct ZoneRecord { Str name; Range transitions; std::int64_t cycle_from; };
struct ZoneTransitionRecord { std::int64_t from; std::int32_t offset_ms; std::int32_t pad; };
struct CalendarRecord {
    Str name;
    std::int32_t first_day, last_day;
    std::uint32_t weekend_mask;
    std::uint32_t beyond;
    std::uint32_t words;      // first 64-bit word of its bitmap in calendar_words
    std::uint32_t ranks;      // first of its cumulative counts in calendar_ranks
    std::uint32_t word_count;
};

enum class Section : std::uint32_t {
#define SECTION(name, record) name,
#include "runtime/format/sections.def"
    count
};
struct SectionRecord { std::uint32_t offset, count; };   // bytes from the file's start; records
struct Header {
    char magic[8];
    std::uint16_t version_major, version_minor;
    std::uint32_t section_count;
    std::uint64_t total_bytes;
    std::uint64_t checksum;   // FNV-1a 64 of the whole file but these eight bytes; also the program's identity
    SectionRecord sections[static_cast<std::uint32_t>(Section::count)];
};

#define SECTION(name, record) static_assert(std::is_trivially_copyable_v<record>);
#include "runtime/format/sections.def"

// FNV-1a 64 over a file, the checksum's own bytes left out. `file` holds a header at least.
inline std::uint64_t file_checksum(std::span<const std::byte> file) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    const auto on = [&hash](std::span<const std::byte> part) {
        for (const std::byte b : part) hash = (hash ^ static_cast<std::uint64_t>(b)) * 0x100000001b3u;
    };
    on(file.first(offsetof(Header, checksum)));
    on(file.subspan(offsetof(Header, checksum) + sizeof(Header::checksum)));
    return hash;
}

}  // namespace recourse::format
