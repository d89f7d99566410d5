// The loader's proof: after `verify`, no index, range, slot or piece of code of a program needs another look.
#pragma once

#include "runtime/machine/tables.h"

#include <string>
#include <unordered_set>
#include <utility>

namespace recourse::machine {

/// Where a piece of code runs, which decides what it may read and write.
struct CodePlace {
    const CaseRecord* type = nullptr;         // null: a decision, which sees its parameters alone
    Range fields{0, 0};                       // of the event at hand; in a fact's check, the facts
    const DecisionRecord* decision = nullptr;
    std::uint32_t decisions_below = kNone;    // calls go to smaller indices only
    bool writes = false;                      // may store, and leaves nothing; else it leaves one value
};

/// What verification has learnt on the way, and where it reports what is wrong. Each check returns false once something is.
class Verifier {
  public:
    Verifier(const Tables& tables, std::string& problem) : t(tables), problem_(problem) {}
    bool all();

  private:
    // verify_records.cpp: each record by itself
    bool strings();
    bool declarations();
    bool fields();
    bool openings();
    bool slots();
    bool rules();
    bool decisions();
    bool texts();
    bool type(const TypeRecord& type);
    // verify_cases.cpp: records as a case type uses them
    bool case_type(std::uint32_t index);
    bool case_ranges(const CaseRecord& c);
    bool layout(const CaseRecord& c);
    bool machines(std::uint32_t index);
    bool tree(const MachineRecord& m);
    bool dispatch(const CaseRecord& c);
    bool group(const CaseRecord& c, std::uint32_t index, std::uint32_t state, std::uint32_t event);
    bool transition(const CaseRecord& c, std::uint32_t index, std::uint32_t machine, std::uint32_t event);
    bool own_rules(const CaseRecord& c, std::uint32_t state);
    bool timed_rules(const CaseRecord& c, std::uint32_t state, Range transitions, std::uint32_t done_slot);
    bool refusals(const CaseRecord& c);
    bool case_code(const CaseRecord& c);
    bool calls(const CodePlace& place, Range range);
    bool counter(const CaseRecord& c, std::uint32_t slot);
    bool choices(const CaseRecord& c);
    bool migrations();
    bool fills(const CaseRecord& c, Range range);
    // verify_code.cpp
    bool code(Code first, const CodePlace& place);
    bool code_list(Range refs, const CodePlace& place);
    bool piece(Code first, const CodePlace& place, std::uint64_t& cost);
    bool instruction(const Instruction& in, const CodePlace& place, std::uint64_t& cost);
    bool text_operand(const Instruction& in, const CodePlace& place);
    bool own_slot(const CodePlace& place, std::uint64_t slot, bool is_text);
    bool decision_code(std::uint32_t index);

    bool expect(bool holds, const char* what, std::uint64_t index) {
        if (!holds && problem_.empty()) problem_ = std::string(what) + " (number " + std::to_string(index) + ")";
        return holds;
    }
    template <class Record>
    static bool inside(Range range, std::span<const Record> section) {
        return range.first <= section.size() && range.count <= section.size() - range.first;
    }
    static bool inside(Range part, Range whole) {
        return part.first >= whole.first && part.count <= whole.count &&
               part.first - whole.first <= whole.count - part.count;
    }
    static bool within(std::uint32_t index, Range range) {
        return index >= range.first && index - range.first < range.count;
    }
    template <class Record>
    static bool optional_index(std::uint32_t index, std::span<const Record> section) {
        return index == kNone || index < section.size();
    }
    [[nodiscard]] bool name(Str index) const { return optional_index(index, t.strings); }

    const Tables& t;
    std::string& problem_;
    std::unordered_set<std::uint64_t> seen_code_;  // piece and place, so that a shared piece is looked at once
    std::vector<std::uint64_t> group_use_;         // case and event that a group answers for
    std::vector<std::uint64_t> transition_use_;
    std::vector<std::uint64_t> decision_cost_;
    std::vector<std::uint32_t> decision_depth_;
    std::uint32_t depth_below_ = 0;                // of the decisions that the piece in hand calls
    std::uint64_t work_ = 0;                       // instructions looked at; bounded, for pieces may overlap
    std::vector<std::int16_t> heights_;            // of the stack, at each instruction of the piece in hand
};

} // namespace recourse::machine
