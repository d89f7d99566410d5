// Real dates for what the search treats as bounds: which openings are worth trying, and what the calendar makes of an instant.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/explore/slots.h"
#include "compiler/support/calendar_table.h"

namespace recourse::explore {

class Dates {
public:
    Dates(const semantics::Model& model, const TimeFacts& times);
    // Openings to try, in order: mornings from the day on which the policy comes into force, then the edges of days; as many as there
    // are kinds of days (weekdays, holidays, months' ends, leap years) in the calendar's years.
    [[nodiscard]] const std::vector<std::int64_t>& candidates() const { return candidates_; }
    // What the calendar makes of an instant, as the runtime does; nothing where it makes none.
    [[nodiscard]] std::optional<std::int64_t> made(const SlotKey& key, std::int64_t of) const;

private:
    const TimeFacts& times_;
    std::optional<support::CalendarTable> calendar_;
    std::vector<std::int64_t> candidates_;
};

}  // namespace recourse::explore
