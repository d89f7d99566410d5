// What the parts of the program writer share: the model, where everything will be, and the sections as they grow.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/emit/image.h"
#include "compiler/emit/numbering.h"
#include "compiler/emit/slots.h"
#include "compiler/semantics/model.h"
#include "compiler/support/source.h"
#include "runtime/format/layout.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::emit {

struct Writer {
    const semantics::Model& model;
    const support::SourceTable* sources;
    diagnostics::Sink& sink;
    Numbering numbers;
    Image image;
    // Pieces of code and places that have been written once, so that the same is not written twice.
    std::map<std::vector<std::uint64_t>, format::Code> pieces;
    std::map<support::Span, std::uint32_t> locations;
    std::vector<std::uint64_t> rule_keys = {}; // by transition

    [[nodiscard]] format::Str text(std::string_view words) { return image.intern(words); }
    // Text that may be missing: kNone when empty.
    [[nodiscard]] format::Str text_or_none(std::string_view words) { return words.empty() ? format::kNone : text(words); }
};

// Where a piece of code stands: what it may read, and where that lies.
struct CodeScope {
    const CaseSlots* slots = nullptr; // null in a decision
    std::uint32_t first_slot = 0;     // of the case, within the slots section
    semantics::CaseId of;
    semantics::StateId standing;      // whose rules these are: what has passed there is read from its latches
    bool fact_check = false;          // while a case opens: facts are read from the input, not from the case

    [[nodiscard]] std::uint32_t slot(const MemoryKey& key) const {
        const std::uint32_t local = slots == nullptr ? format::kNone : slots->find(key);
        return local == format::kNone ? format::kNone : first_slot + local;
    }
    // The latch of an instant in the state whose rules these are; kNone when it has none.
    [[nodiscard]] std::uint32_t latch(semantics::ExprId instant) const {
        if (slots == nullptr) return format::kNone;
        const auto found = slots->needs.latches.find({standing, instant});
        return found == slots->needs.latches.end() ? format::kNone : slot(found->second);
    }
    [[nodiscard]] CodeScope in(semantics::StateId state) const {
        CodeScope scope = *this;
        scope.standing = state;
        return scope;
    }
};

// A clause as rules cite it: "G.1", or "G" for a source as a whole.
[[nodiscard]] inline std::string as_cited(const std::string& source, const std::string& clause) {
    return clause.empty() ? source : source + "." + clause;
}

template <typename Record>
[[nodiscard]] std::uint32_t size_of(const std::vector<Record>& section) {
    return static_cast<std::uint32_t>(section.size());
}

// Appends records and says where they are.
template <typename Record>
format::Range append(std::vector<Record>& section, const std::vector<Record>& records) {
    const format::Range range{size_of(section), size_of(records)};
    section.insert(section.end(), records.begin(), records.end());
    return range;
}

} // namespace recourse::emit
