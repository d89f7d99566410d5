// Which memory a case type needs: only what some rule, named value, effect or scenario reads.
#pragma once

#include "compiler/semantics/model.h"
#include "runtime/format/layout.h"

#include <compare>
#include <cstdint>
#include <map>
#include <utility>

namespace recourse::emit {

// One thing that a case remembers.
struct MemoryKey {
    format::SlotKind kind = format::SlotKind::fact;
    std::uint32_t id = 0;    // fact, record, event, rule, state (also of a latch), deadline or when, machine (entry_clock)
    std::uint32_t index = 0; // field; entry_clock: how many clocked states lie around it; done: 0 deadline, 1 when; latch: expression
    semantics::Occurrence occurrence = semantics::Occurrence::last;
    friend auto operator<=>(const MemoryKey&, const MemoryKey&) = default;
};

struct MemoryUse {
    support::Span first; // the first place that reads it, for messages
};

struct MemoryNeeds {
    std::map<MemoryKey, MemoryUse> keys;
    // The machine's clock that a state's entry is read from, by state.
    std::map<semantics::StateId, MemoryKey> clock_of_state;
    // Counts how often the state was entered, when effects of its deadlines need telling apart.
    std::map<semantics::StateId, MemoryKey> arming_of_state;
    // Where a state keeps that an instant of its rules has passed, for those that may move while it stands.
    std::map<std::pair<semantics::StateId, semantics::ExprId>, MemoryKey> latches;

    [[nodiscard]] bool has(const MemoryKey& key) const { return keys.contains(key); }
};

// O(size of the case's expressions + states · transitions).
[[nodiscard]] MemoryNeeds needed_memory(const semantics::Model& model, semantics::CaseId type);

// Every key that a piece of code may ask for.
namespace memory {
using semantics::Occurrence;
using format::SlotKind;
inline MemoryKey fact(semantics::FactId id) { return {SlotKind::fact, id.value, 0, Occurrence::last}; }
inline MemoryKey record(semantics::RecordId id) { return {SlotKind::record, id.value, 0, Occurrence::last}; }
inline MemoryKey instant(semantics::EventId id, Occurrence which) {
    const SlotKind kind = which == Occurrence::last    ? SlotKind::last
                          : which == Occurrence::first ? SlotKind::first
                                                       : SlotKind::previous;
    return {kind, id.value, 0, Occurrence::last};
}
inline MemoryKey field(semantics::EventId id, std::uint32_t index, Occurrence which) {
    return {SlotKind::field, id.value, index, which};
}
inline MemoryKey party(semantics::EventId id) { return {SlotKind::party, id.value, 0, Occurrence::last}; }
inline MemoryKey count(semantics::EventId id) { return {SlotKind::count, id.value, 0, Occurrence::last}; }
inline MemoryKey rule_count(std::uint32_t rule) { return {SlotKind::rule_count, rule, 0, Occurrence::last}; }
inline MemoryKey entered(semantics::StateId id) { return {SlotKind::entered, id.value, 0, Occurrence::last}; }
inline MemoryKey done(semantics::DeadlineId id) { return {SlotKind::done, id.value, 0, Occurrence::last}; }
inline MemoryKey done(semantics::WhenId id) { return {SlotKind::done, id.value, 1, Occurrence::last}; }
inline MemoryKey kept(semantics::DeadlineId id) { return {SlotKind::kept, id.value, 0, Occurrence::last}; }
inline MemoryKey arming(semantics::StateId id) { return {SlotKind::arming, id.value, 0, Occurrence::last}; }
inline MemoryKey latch(semantics::StateId id, semantics::ExprId instant) { return {SlotKind::latch, id.value, instant.value, Occurrence::last}; }
inline MemoryKey opening() { return {SlotKind::opening, 0, 0, Occurrence::last}; }
} // namespace memory

} // namespace recourse::emit
