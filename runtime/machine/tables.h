// A loaded program as the machine sees it: spans over the sections of one aligned copy of the file, and a few facts derived from
// them once, so that a step need not walk for them. Everything here has been verified; nothing below checks an index again.
#pragma once

#include "runtime/format/layout.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <recourse/time.hpp>

namespace recourse::machine {

using namespace recourse::format;

// Bounds that let the machine keep its working room on the stack. A program beyond them is refused on loading.
inline constexpr std::uint32_t kMaxCaseBytes = 4096;
inline constexpr std::uint32_t kMaxStack = 64;
inline constexpr std::uint32_t kMaxMachines = 64;
inline constexpr std::uint32_t kMaxDepth = 32;       // of states within states
inline constexpr std::uint32_t kMaxParameters = 32;  // of a decision; arguments of an effect
inline constexpr std::uint32_t kMaxResults = 8;      // of a decision
inline constexpr std::uint32_t kMaxRules = 1024;     // with which one state answers one event
inline constexpr std::uint32_t kMaxPiece = 8192;     // instructions of one piece of code
inline constexpr std::uint32_t kMaxCost = 1'000'000; // instructions that one decision may run, the decisions it calls included

/// What is known of a state without walking its chain.
enum StateTrait : std::uint8_t {
    kInFinal = 1, // it or a state around it is final
    kTimed = 2,   // it or a state around it has a deadline or a `when`
    kLatched = 4, // it or a state around it keeps instants that have passed
    kMayEnd = 8,  // it or a state around it is final, or lets the case end
};

struct Quick; // quick.h
struct DirectCase;
struct DirectEvent;
struct DirectField;
struct DirectRule;
struct DirectCall;
struct DirectArgument; // direct.h

struct Tables {
    Tables();
    ~Tables();
    std::unique_ptr<std::uint64_t[]> storage; // the file; 64-bit words, so that every section is aligned
    std::size_t storage_bytes = 0;
    std::uint64_t identity = 0;

#define SECTION(name, record) std::span<const record> name;
#include "runtime/format/sections.def"

    std::vector<ZoneTransition> zone_rows;
    std::vector<ZoneView> zone_views;
    std::vector<CalendarView> calendar_views;
    std::vector<std::uint8_t> traits; // StateTrait of every state
    std::vector<Quick> quick;         // what the code is that begins at each instruction
    // Straight roads (direct.h); the first four beside cases, events, fields and dispatch.
    std::vector<DirectCase> direct_cases;
    std::vector<DirectEvent> direct_events;
    std::vector<DirectField> direct_fields;
    std::vector<const DirectRule*> direct; // the first rule of a road, null where there is none
    std::vector<DirectRule> direct_rules;
    std::vector<DirectCall> direct_calls;
    std::vector<DirectArgument> direct_arguments;

    [[nodiscard]] std::string_view string(Str index) const {
        if (index >= strings.size()) return {};
        return {text.data() + strings[index].offset, strings[index].length};
    }
    [[nodiscard]] std::uint32_t program_word() const { return static_cast<std::uint32_t>(identity); }
    template <class Record>
    [[nodiscard]] std::span<const Record> part(std::span<const Record> section, Range range) const {
        return section.subspan(range.first, range.count);
    }
};

} // namespace recourse::machine
